"""Ask the database something over a pool, also just after the server was started again."""

from collections.abc import Callable
from typing import TypeVar

from psycopg_pool import ConnectionPool

from ledger.store.connection import Verbinding, conninfo_van, verbind
from ledger.store.errors import DatabaseOnbereikbaar, GeenVerbinding, driverfouten

Antwoord = TypeVar("Antwoord")


class Geleend:
    """A connection of a pool, for a while.

    Not as a context of the pool itself, which ends a transaction each time: here all is autocommit.
    """

    __slots__ = ("_pool", "_verbinding")

    def __init__(self, pool: ConnectionPool[Verbinding]) -> None:
        self._pool = pool

    def __enter__(self) -> Verbinding:
        self._verbinding = self._pool.getconn()
        return self._verbinding

    def __exit__(self, *_: object) -> None:
        self._pool.putconn(self._verbinding)


def vraag_aan(pool: ConnectionPool[Verbinding], vraag: Callable[[Verbinding], Antwoord]) -> Antwoord:
    """Ask something that may be asked twice; raises the errors of the store."""
    try:
        with driverfouten(), Geleend(pool) as verbinding:
            return vraag(verbinding)
    except GeenVerbinding:
        raise
    except DatabaseOnbereikbaar:
        # After a restart of the server the pool is full of connections that do not know it yet.
        pool.check()
    with driverfouten(), verbind(conninfo_van(pool)) as verbinding:
        return vraag(verbinding)
