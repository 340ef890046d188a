"""The outermost layer: what every answer carries, a line in the log for each, the last door for accidents.

A line says method, route and status and nothing else: the rest of an address may be personal.
"""

from __future__ import annotations

import logging
import time
import traceback
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

from starlette.requests import ClientDisconnect, Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http import API_VERSIE
from api.http.problems import Schrijver, als_document, onverwacht

_toegang = logging.getLogger("zicht.toegang")
_log = logging.getLogger("zicht.fout")

_METHODEN = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_PLEKKEN = 8

KOPPEN = {
    "API-Version": API_VERSIE,
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
"""On every answer, as the NL API rules and OWASP ask; an answer that sets one itself keeps its own."""

HSTS = {"Strict-Transport-Security": "max-age=31536000"}
"""Only in production: a browser would refuse a development server without TLS for a year."""


class Buitendeur:
    """Wraps the whole app; `productie` adds what makes sense behind TLS, `schrijf` tells of accidents."""

    def __init__(self, app: ASGIApp, *, productie: bool, schrijf: Schrijver = als_document) -> None:
        self._app = app
        self._schrijf = schrijf
        koppen = {**KOPPEN, **(HSTS if productie else {})}
        self._koppen = [(naam.lower().encode(), waarde.encode()) for naam, waarde in koppen.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, whatever happens inside."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begin = time.perf_counter()
        status = 0

        async def stuur(bericht: Message) -> None:
            nonlocal status
            if bericht["type"] == "http.response.start":
                status = bericht["status"]
                gezet = {naam for naam, _ in bericht["headers"]}
                bericht["headers"] = [
                    *bericht["headers"],
                    *(kop for kop in self._koppen if kop[0] not in gezet),
                ]
            await send(bericht)

        try:
            await self._app(scope, receive, stuur)
        except ClientDisconnect:
            status = 499  # nobody is there to answer; the number is only for the log
        except Exception as fout:  # noqa: BLE001 — the last door: what nobody foresaw gets a bare 500
            kenmerk = f"urn:uuid:{uuid4()}"
            _log.error("%s %s: %s", kenmerk, _route(scope), " <- ".join(_sporen(fout)))
            if status == 0:
                await self._schrijf(Request(scope), onverwacht(kenmerk))(scope, receive, stuur)
        finally:
            duur = (time.perf_counter() - begin) * 1000
            _toegang.info("%s %s %d %.1f ms", _methode(scope), _route(scope), status, duur)


def _methode(scope: Scope) -> str:
    return scope["method"] if scope["method"] in _METHODEN else "?"


def _route(scope: Scope) -> str:
    return getattr(scope.get("route"), "path", "") or "?"


def _sporen(fout: BaseException) -> Iterator[str]:
    """Tell what went wrong and where; never what the error says, for it may quote a row or a request."""
    schakel: BaseException | None = fout
    while schakel is not None:
        plekken = traceback.extract_tb(schakel.__traceback__)[-_PLEKKEN:]
        waar = " > ".join(f"{Path(plek.filename).name}:{plek.lineno} {plek.name}" for plek in plekken)
        yield f"{type(schakel).__module__}.{type(schakel).__qualname__} ({waar})"
        schakel = schakel.__cause__ or schakel.__context__
