"""The one place under every route where a look at a casus is put on record before the answer leaves.

The answer waits here until its line is durable. If the line cannot be written, the answer does not leave:
503, and nothing of it; only an answer that shows nothing but a fault of ours (5xx) does. When the process
dies in between, there is a line without an answer, never the other way round.

Who has no valid token is nobody, sees nothing and leaves no line: else anybody could fill a log that cannot
be emptied. An act that was recorded leaves no second line: the act itself says who, when and at which
position.
"""

from __future__ import annotations

import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, cast
from uuid import UUID, uuid4

from fastapi import Request
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.getoond import Antwoordlezer, uuids_in
from api.http.inzagerij import Inzagerij
from api.http.inzagetabel import ONBEKEND, PAGINAS, PAGINAS_ZONDER_DOSSIER, TABEL, ZONDER_DOSSIER, Soort
from api.http.problems import WACHT_S, Probleem, Schrijver, als_document
from api.identiteit import Identiteit
from ledger.errors import Fout, Geweigerd
from ledger.inzage.regel import Getoond, Inzageregel, Kanaal, Kijker, Resultaat, instant, uniek
from ledger.inzage.spoor import lees_spoor
from ledger.values import is_id

_log = logging.getLogger("zicht.inzage")

REDEN = "Zicht-Reden"
"""The header that tells why, as a code: a number of a file or a task, never words."""

_ALLES = {**PAGINAS, **TABEL}
_NIETS = ZONDER_DOSSIER | PAGINAS_ZONDER_DOSSIER

_VASTGELEGD = frozenset({201, 303})  # the act is there: told at once, or by going on to the page of its casus
_REDEN = 400  # from here on an answer shows nothing but why there is none
_FOUT = 500
_NIET_GEGEVEN: Mapping[int, Resultaat] = {403: "geweigerd", 404: "niet-gevonden"}

NIET_VASTGELEGD = Probleem(
    503,
    "inzage-niet-vastgelegd",
    "Even niet beschikbaar",
    "Dat u dit wilde inzien kon niet worden vastgelegd; daarom krijgt u het nu niet te zien.",
    koppen={"Retry-After": str(WACHT_S)},
)


@dataclass(slots=True)
class Aantekening:
    """What becomes known about a request while it is answered; only what was written here reaches the log."""

    verzoek: UUID = field(default_factory=uuid4)
    wie: Kijker | None = None
    kanaal: Kanaal = "http"
    noodtoegang: UUID | None = None
    noodtoegang_tot: datetime | None = None
    getoond: Getoond | None = None
    in_de_rij: bool = False


def aantekening(verzoek: Request) -> Aantekening:
    """Give the note of this request."""
    return cast("Aantekening", verzoek.state.aantekening)


def teken_aan(verzoek: Request, identiteit: Identiteit) -> None:
    """Note who is asking: from here on the request leaves a line.

    Why may come along as a code in `Zicht-Reden`; raises `Geweigerd` for one that is none, after the note.
    """
    note = aantekening(verzoek)
    reden = verzoek.headers.get(REDEN)
    goed = reden is None or is_id(reden)
    note.wie = Kijker(
        medewerker=identiteit.medewerker,
        rol=identiteit.rol,
        organisatie_soort=identiteit.organisatie.soort,
        organisatie=identiteit.organisatie.id,
        mandaat=None if identiteit.mandaat is None else identiteit.mandaat.kenmerk,
        doel=identiteit.doel,
        reden=reden if goed else None,
    )
    if not goed:
        raise Geweigerd([Fout(REDEN, "geen-code", "Verwacht een code, zoals zaak-2026-14; geen tekst.")])


class Inzagepoort:
    """Wraps the app. What it needs lives as long as the server does, and is found at the app."""

    def __init__(self, app: ASGIApp, *, schrijf: Schrijver = als_document) -> None:
        self._app = app
        self._schrijf_probleem = schrijf

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, and put it on record."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        note = Aantekening()
        scope.setdefault("state", {})["aantekening"] = note
        begonnen = _klok(scope)
        start: Message | None = None
        inhoud = bytearray()

        async def houd_vast(bericht: Message) -> None:
            nonlocal start
            if bericht["type"] == "http.response.start":
                bericht["headers"] = [*bericht["headers"], *_koppen(note)]
                if not _laat_een_regel(scope, note, bericht["status"]):
                    await send(bericht)
                    return
                start = bericht
            elif start is None:
                await send(bericht)
            else:
                inhoud.extend(bericht.get("body", b""))
                if not bericht.get("more_body", False):
                    await self._leg_vast_en_geef(scope, receive, send, note, begonnen, start, bytes(inhoud))

        rij = _rij(scope)
        rij.begint()
        try:
            await self._app(scope, receive, houd_vast)
        except Exception:
            if start is None and _laat_een_regel(scope, note, _FOUT):
                await self._schrijf(scope, note, _regel(scope, note, begonnen, _FOUT, b"", ""))
            raise
        finally:
            if not note.in_de_rij:
                rij.eindigt()

    async def _leg_vast_en_geef(  # noqa: PLR0913, PLR0917 — the parts of one answer
        self,
        scope: Scope,
        receive: Receive,
        send: Send,
        note: Aantekening,
        begonnen: datetime,
        start: Message,
        inhoud: bytes,
    ) -> None:
        status = start["status"]
        mediatype = Headers(raw=start["headers"]).get("content-type", "")
        regel = _regel(scope, note, begonnen, status, inhoud, mediatype)
        if await self._schrijf(scope, note, regel) or status >= _FOUT:
            await send(start)
            await send({"type": "http.response.body", "body": inhoud, "more_body": False})
        else:
            await self._schrijf_probleem(Request(scope), NIET_VASTGELEGD)(scope, receive, send)

    async def _schrijf(self, scope: Scope, note: Aantekening, regel: Inzageregel) -> bool:
        """Wait until the line is durable; tell whether it is."""
        note.in_de_rij = True
        fout = await _rij(scope).leg_vast(regel)
        if fout is not None:
            _log.error("inzage %s niet vastgelegd: %s", regel.verzoek, fout.code)
        return fout is None


def _koppen(note: Aantekening) -> list[tuple[bytes, bytes]]:
    """Give what every answer carries: which request it was, and by which noodtoegang it was given."""
    koppen = [(b"zicht-verzoek", str(note.verzoek).encode())]
    if note.noodtoegang_tot is not None:
        waarde = f"{note.noodtoegang}; tot={instant(note.noodtoegang_tot)}"
        koppen.append((b"zicht-noodtoegang", waarde.encode()))
    return koppen


def _rij(scope: Scope) -> Inzagerij:
    return cast("Inzagerij", scope["app"].state.inzagerij)


def _klok(scope: Scope) -> datetime:
    return cast("datetime", scope["app"].state.klok.nu())


def _soort(scope: Scope) -> Soort:
    return _ALLES.get(_actie(scope), ONBEKEND)


def _actie(scope: Scope) -> str:
    return getattr(scope.get("route"), "name", "") or "onbekend"


def _laat_een_regel(scope: Scope, note: Aantekening, status: int) -> bool:
    if note.wie is None or _actie(scope) in _NIETS:
        return False
    return _soort(scope).handeling != "vastleggen" or status not in _VASTGELEGD


def _regel(  # noqa: PLR0913, PLR0917 — the parts of one answer
    scope: Scope, note: Aantekening, begonnen: datetime, status: int, inhoud: bytes, mediatype: str
) -> Inzageregel:
    soort = _soort(scope)
    kop = Headers(scope=scope).get("traceparent")
    return Inzageregel(
        verzoek=note.verzoek,
        wie=cast("Kijker", note.wie),
        kanaal=note.kanaal,
        actie=_actie(scope),
        handeling=soort.handeling,
        resultaat=_resultaat(status),
        status=status,
        begonnen_op=begonnen,
        vastgelegd_op=max(begonnen, _klok(scope)),
        spoor=lees_spoor(kop, nieuw=secrets.token_bytes(24)),
        getoond=_getoond(scope, note, soort, status, inhoud, mediatype, begonnen),
        noodtoegang=note.noodtoegang,
    )


def _getoond(  # noqa: PLR0913, PLR0917 — the parts of one answer
    scope: Scope,
    note: Aantekening,
    soort: Soort,
    status: int,
    inhoud: bytes,
    mediatype: str,
    begonnen: datetime,
) -> Getoond:
    """Tell what was shown; of an answer that showed nothing, only what was asked for."""
    gevraagd = tuple(een for waarde in _padwaarden(scope) for een in uuids_in(waarde))
    if status >= _REDEN:
        return Getoond(casussen=gevraagd)
    if note.getoond is not None:
        return note.getoond
    if "json" in mediatype:
        getoond = Antwoordlezer(soort.categorieen, soort.kennis).lees(inhoud, begonnen)
        if soort.handeling == "logboek":
            getoond = replace(getoond, positie=None)  # a position of the log is none of the ledger
    else:
        casussen = uuids_in(inhoud.decode("utf-8", "replace")) if mediatype.startswith("text/") else ()
        getoond = Getoond(casussen, categorieen=soort.categorieen)
    return replace(getoond, casussen=uniek((*gevraagd, *getoond.casussen)))


def _padwaarden(scope: Scope) -> list[str]:
    params: dict[str, Any] = scope.get("path_params", {})
    return [str(waarde) for naam, waarde in params.items() if naam in {"casus", "citaat"}]


def _resultaat(status: int) -> Resultaat:
    if status < _REDEN:
        return "gegeven"
    if status >= _FOUT:
        return "fout"
    return _NIET_GEGEVEN.get(status, "ongeldig")
