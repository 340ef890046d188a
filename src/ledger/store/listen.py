"""Hear at once that something was written, and go on hearing it after the connection broke."""

import time
from collections.abc import Callable, Iterator, Sequence
from threading import Thread
from typing import Any

import psycopg
from eventsourcing.persistence import ApplicationRecorder, ListenNotifySubscription

from ledger.store.connection import verbind

# How long a stop may take to be noticed.
_TIK_S = 0.1
# How long we leave a database alone that just went away.
_RUST_S = 0.5
# A follower looks this often anyway: what it reads is the ledger, the notification only says when.
_VANGNET_S = 5.0


def seinen(conninfo: str, gestopt: Callable[[], bool]) -> Iterator[None]:
    """Yield whenever there may be something new, until `gestopt()`.

    That is at the start, whenever something was written, and after a reconnect. A connection that breaks is
    made again, however long that takes. Reads nothing itself.
    """
    while not gestopt():
        try:
            with verbind(conninfo, naam="zicht luistert") as verbinding:
                verbinding.execute("LISTEN zicht_gebeurtenissen")
                yield
                laatst = time.monotonic()
                while not gestopt():
                    gehoord = [True for _ in verbinding.notifies(timeout=_TIK_S, stop_after=1)]
                    if gehoord or time.monotonic() - laatst > _VANGNET_S:
                        yield
                        laatst = time.monotonic()
        except psycopg.OperationalError:
            time.sleep(_RUST_S)


class GebeurtenisAbonnement(ListenNotifySubscription[ApplicationRecorder]):
    """The library's subscription, woken by `seinen`."""

    def __init__(
        self, recorder: ApplicationRecorder, conninfo: str, gt: int | None = None, topics: Sequence[str] = ()
    ) -> None:
        super().__init__(recorder=recorder, gt=gt, topics=topics)
        self._luisteraar = Thread(target=self._luister, args=[conninfo], name="zicht luistert")
        self._luisteraar.start()

    def __exit__(self, *args: object, **kwargs: Any) -> None:
        try:
            super().__exit__(*args, **kwargs)
        finally:
            self._luisteraar.join()

    def _luister(self, conninfo: str) -> None:
        try:
            for _ in seinen(conninfo, lambda: self._has_been_stopped):
                self._has_been_notified.set()
        except psycopg.Error as fout:
            # Not a broken connection but a refusal: whoever iterates has to hear it.
            self._thread_error = self._thread_error or fout
            self.stop()
