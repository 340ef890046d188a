"""What an auditor sees is under other names: one layer changes every id of a casus, on its way in and out.

Every UUID in what leaves is taken for one, in whatever field, sentence or cursor: a route that is still to
come cannot forget it. Citations are left out: they name the casus, and the digest of its answer would confirm
a guess at it. It lies outside the read log, which has to know which casus was looked at.

Whether this is an auditor is read from the token before it is believed. A token that is not believed gets
nothing anyway, and one that is says the same here as there.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode
from uuid import UUID

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.pseudoniem import Pseudoniemen
from api.tokens import ONTHOUDEN, naam_van
from ledger.store.geheugen import Geheugen

_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
_GEVOUWEN = re.compile(r"\r\n[ \t]")
_GROOTSTE_TOKEN = 8192
_DELEN = 3
_WEG = "citaat"
_CURSORS = {"volgende", "cursor"}

Vertaling = Callable[[UUID], UUID]


class Gordijn:
    """Wraps the app; `sleutel` is that of the pseudonyms of this installation."""

    def __init__(self, app: ASGIApp, *, sleutel: bytes) -> None:
        self._app = app
        self._sleutel = sleutel
        self._gezien: Geheugen[bytes, tuple[str | None]] = Geheugen(ONTHOUDEN)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; one of an auditor under other names."""
        organisatie = self._auditor(Headers(scope=scope)) if scope["type"] == "http" else None
        if organisatie is None:
            await self._app(scope, receive, send)
            return
        namen = Pseudoniemen(self._sleutel, organisatie)
        start: Message | None = None
        inhoud = bytearray()

        async def houd_vast(bericht: Message) -> None:
            nonlocal start
            if bericht["type"] == "http.response.start":
                start = bericht
                return
            inhoud.extend(bericht.get("body", b""))
            if start is not None and not bericht.get("more_body", False):
                uit = _antwoord(bytes(inhoud), namen.naam_van)
                MutableHeaders(raw=start["headers"])["content-length"] = str(len(uit))
                await send(start)
                await send({"type": "http.response.body", "body": uit, "more_body": False})

        await self._app(_gevraagd(scope, namen.casus_van), receive, houd_vast)

    def _auditor(self, koppen: Headers) -> str | None:
        """Give the organisation of an auditor, None for who is none; a token that came before is not read."""
        token = koppen.get("authorization", "")[:_GROOTSTE_TOKEN].partition(" ")[2].strip()
        if not token:
            return None
        naam = naam_van(token)
        gezien = self._gezien.geef(naam)
        if gezien is None:
            gezien = (_organisatie_van_auditor(token),)
            self._gezien.onthoud(naam, gezien)
        return gezien[0]


def _organisatie_van_auditor(token: str) -> str | None:
    delen = token.split(".")
    if len(delen) != _DELEN:
        return None
    try:
        claims = json.loads(base64.urlsafe_b64decode(delen[1] + "=" * (-len(delen[1]) % 4)))
        if claims["rol"] != "auditor":
            return None
        return f"{claims['organisatie']['soort']}:{claims['organisatie']['id']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        return None  # no token that is ever believed


def _gevraagd(scope: Scope, vertaal: Vertaling) -> Scope:
    """Give the request with the names in its path and query turned back."""
    pad = _in_tekst(scope["path"], vertaal)
    vragen = parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True)
    query = urlencode(
        [
            (naam, _cursor(waarde, vertaal) if naam in _CURSORS else _in_tekst(waarde, vertaal))
            for naam, waarde in vragen
        ]
    )
    return {**scope, "path": pad, "raw_path": quote(pad).encode(), "query_string": query.encode()}


def _antwoord(inhoud: bytes, vertaal: Vertaling) -> bytes:
    try:
        gelezen = json.loads(inhoud)
    except ValueError:
        # a calendar breaks its long lines, and an id with them
        return _in_tekst(_GEVOUWEN.sub("", inhoud.decode("utf-8", "replace")), vertaal).encode()
    return json.dumps(_in_json(gelezen, vertaal), ensure_ascii=False, separators=(",", ":")).encode()


def _in_json(waarde: Any, vertaal: Vertaling, veld: str = "") -> Any:
    match waarde:
        case dict():
            return {
                _in_tekst(naam, vertaal): _in_json(een, vertaal, naam)
                for naam, een in waarde.items()
                if naam != _WEG
            }
        case list():
            return [_in_json(een, vertaal, veld) for een in waarde]
        case str():
            return _cursor(waarde, vertaal) if veld in _CURSORS else _in_tekst(waarde, vertaal)
    return waarde


def _in_tekst(tekst: str, vertaal: Vertaling) -> str:
    return _UUID.sub(lambda treffer: str(vertaal(UUID(treffer[0]))), tekst)


def _cursor(tekst: str, vertaal: Vertaling) -> str:
    """Change the ids in a cursor (`bladwijzer`), and leave what is none as it is."""
    try:
        velden = json.loads(base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4)))
        anders = [
            ["u", vertaal(UUID(veld[1])).hex] if isinstance(veld, list) and veld[:1] == ["u"] else veld
            for veld in velden
        ]
    except (ValueError, TypeError, IndexError, AttributeError, RecursionError):
        return _in_tekst(tekst, vertaal)
    return base64.urlsafe_b64encode(json.dumps(anders).encode()).rstrip(b"=").decode()
