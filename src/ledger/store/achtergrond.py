"""Work that goes on beside the server: the life of its thread, and who of several may do it."""

from __future__ import annotations

from abc import ABC, abstractmethod
from threading import Event, Thread
from typing import Self

from ledger.store.connection import Verbinding

_WISSELWACHT_S = 1.0  # how soon one that waits takes over
RUST_S = (0.1, 0.2, 0.5, 1.0, 2.0, 5.0)
"""How long a database that failed is left alone, each time longer."""


class Achtergrondwerk(ABC):
    """Runs until it is stopped: in a thread (`start`, or as a context manager) or in this one (`draai`)."""

    def __init__(self, naam: str) -> None:
        self._naam = naam
        self._gestopt = Event()
        self._draad: Thread | None = None

    @abstractmethod
    def draai(self) -> None:
        """Work until `stop`; the database may come and go."""

    @property
    def leeft(self) -> bool:
        """Whether its thread is there."""
        return self._draad is not None and self._draad.is_alive()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Work in a thread of its own. It waits for a database that is not there yet."""
        self._draad = Thread(target=self.draai, name=self._naam, daemon=True)
        self._draad.start()

    def stop(self) -> None:
        """Stop after the transaction at hand and wait for the thread; a signal handler may call this too."""
        self._gestopt.set()
        if self._draad is not None:
            self._draad.join()

    def _krijgt_de_leiding(self, verbinding: Verbinding, slot: int) -> bool:
        """Wait for the lock, which lasts as long as this connection; say no when stopped meanwhile."""
        while not self._gestopt.is_set():
            gekregen = verbinding.execute("SELECT pg_try_advisory_lock(%s)", [slot]).fetchone()
            if gekregen is not None and gekregen[0]:
                return True
            self._gestopt.wait(_WISSELWACHT_S)
        return False
