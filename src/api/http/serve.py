"""Run the application: one port, and a process beside it for what is no request, until it is told to stop.

The access log of uvicorn is off: it writes whole addresses. `outer` writes method, route and status instead.
"""

from __future__ import annotations

import logging
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import uvicorn

from api.achtergrond import Achtergrondproces
from api.http.app import maak_app
from api.opruimen import laat_liggen
from ledger.clock import Klok
from ledger.errors import ZichtError
from ledger.settings import Instellingen

_GENADE_S = 10
"""How long requests under way get when the server stops, in seconds."""

LOG: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"regel": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "regel"}},
    "loggers": {"uvicorn": {"level": "INFO"}, "uvicorn.access": {"handlers": [], "propagate": False}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
}


class PoortBezet(ZichtError):
    """The server cannot listen where it was told to."""

    def __init__(self, host: str, poort: int, reden: str) -> None:
        super().__init__(f"Kan niet luisteren op {host}:{poort} ({reden}). Kies een andere ZICHT_POORT.")


def serveer(
    instellingen: Instellingen,
    *,
    klok: Klok | None = None,
    gestart: Callable[[str], None] = lambda _: None,
    log: dict[str, Any] | None = None,
) -> None:
    """Serve until SIGINT or SIGTERM, then finish what is under way and return.

    `gestart` is called once with the address when requests are answered; port 0 takes a free one. `log` is a
    configuration for `logging`, by default everything from INFO on to stderr. Raises `PoortBezet`,
    `OngeldigeInstellingen`; ends the process with code 3 when the application cannot start.
    """
    gelogd = LOG if log is None else log
    logging.logThreads = logging.logProcesses = logging.logMultiprocessing = (
        False  # no line of ours says them
    )
    app = maak_app(instellingen, klok=klok, achtergrond=Achtergrondproces(instellingen, gelogd))
    with _stopsignalen(), _luister(instellingen.host, instellingen.poort) as contactdoos:
        config = uvicorn.Config(
            app,
            log_config=gelogd,
            access_log=False,
            server_header=False,
            proxy_headers=False,
            ws="none",
            lifespan="on",
            timeout_graceful_shutdown=_GENADE_S,
        )
        _Server(config, lambda: gestart(_adres(contactdoos))).run(sockets=[contactdoos])


class _Server(uvicorn.Server):
    """The server, which says when it has started."""

    def __init__(self, config: uvicorn.Config, gestart: Callable[[], None]) -> None:
        super().__init__(config)
        self._gestart = gestart

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            laat_liggen()
            self._gestart()


@contextmanager
def _luister(host: str, poort: int) -> Iterator[socket.socket]:
    familie = socket.AF_INET6 if ":" in host else socket.AF_INET
    # by its full name: asyncio turns off Nagle's delay (40 ms an answer) only on what is called TCP
    with socket.socket(familie, socket.SOCK_STREAM, socket.IPPROTO_TCP) as contactdoos:
        contactdoos.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            contactdoos.bind((host, poort))
        except OSError as fout:
            raise PoortBezet(host, poort, fout.strerror or type(fout).__name__) from None
        yield contactdoos


def _adres(contactdoos: socket.socket) -> str:
    host, poort = contactdoos.getsockname()[:2]
    return f"http://[{host}]:{poort}" if ":" in host else f"http://{host}:{poort}"


@contextmanager
def _stopsignalen() -> Iterator[None]:
    """Let a signal end the server and not the process: who started it has something to close too.

    The server handles the signals while it runs and raises them again when it is done; by then they have been
    obeyed.
    """

    def gehoord(_nummer: int, _frame: FrameType | None) -> None:
        pass

    eerder = {nummer: signal.signal(nummer, gehoord) for nummer in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for nummer, handler in eerder.items():
            signal.signal(nummer, handler)
