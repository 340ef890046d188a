"""A rebuild in the background of a server, for who runs the machine from a page.

In one thread, so that whoever asks meanwhile goes first; on the machine itself `zicht herbouw` uses every
core. How far it is stands in the database (`Leesmodel.herbouwstand`).
"""

from __future__ import annotations

import logging
from threading import Event, Lock, Thread
from typing import Self

from ledger.store.errors import Opslagfout
from projections.leesmodel.fouten import GeenLeesmodel, HerbouwBezig
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.volger import herkans

_log = logging.getLogger(__name__)

_AANLOOP_S = 3.0  # the old tables of a rebuild before may still be read, and it waits for that
_GEDULD_S = 10.0  # what is unfinished when the server stops is done over by the next rebuild


class _Gestopt(Exception):
    """The server stops; the rebuild with it."""


class Herbouwer:
    """Tries again and rebuilds when told to, one rebuild at a time.

    A context manager, which stops with the server. `conninfo` names a login that is a member of
    zicht_projectie.
    """

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._gestopt = Event()
        self._slot = Lock()
        self._begonnen = Event()
        self._bezet = False
        self._draad: Thread | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._gestopt.set()
        if self._draad is not None:
            self._draad.join(_GEDULD_S)

    def herkans(self) -> int:
        """Try the parked cases once more and wait for it; give how many are parked still.

        Raises the errors of the store.
        """
        return herkans(self._conninfo)

    def begin(self) -> None:
        """Begin a rebuild and wait only until it has begun; raises `HerbouwBezig` when one runs already.

        Why it could not go on stands in the log.
        """
        with self._slot:
            if self._draad is not None and self._draad.is_alive():
                raise HerbouwBezig
            self._begonnen.clear()
            self._bezet = False
            self._draad = Thread(target=self._draai, name="zicht herbouwt", daemon=True)
            self._draad.start()
            self._begonnen.wait(_AANLOOP_S)
            if self._bezet:
                raise HerbouwBezig

    def _draai(self) -> None:
        try:
            gedaan = herbouw(self._conninfo, voortgang=self._verder)
            _log.info("herbouwd tot en met positie %d", gedaan.positie)
        except _Gestopt:
            _log.info("de herbouw is afgebroken omdat de server stopt")
        except HerbouwBezig:
            self._bezet = True
        except (GeenLeesmodel, Opslagfout) as fout:
            _log.warning("de herbouw is niet gelukt: %s", fout)
        finally:
            self._begonnen.set()

    def _verder(self, _gedaan: int, _totaal: int) -> None:
        self._begonnen.set()
        if self._gestopt.is_set():
            raise _Gestopt
