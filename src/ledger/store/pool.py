"""Ask the database something over a pool, also just after the server was started again."""

from collections.abc import Callable
from typing import TypeVar

from psycopg_pool import ConnectionPool

from ledger.store.connection import Verbinding, conninfo_van, verbind
from ledger.store.errors import DatabaseOnbereikbaar, GeenVerbinding, driverfouten

Antwoord = TypeVar("Antwoord")


def vraag_aan(pool: ConnectionPool[Verbinding], vraag: Callable[[Verbinding], Antwoord]) -> Antwoord:
    """Ask something that may be asked twice; raises the errors of the store."""
    try:
        with driverfouten(), pool.connection() as verbinding:
            return vraag(verbinding)
    except GeenVerbinding:
        raise
    except DatabaseOnbereikbaar:
        # After a restart of the server the pool is full of connections that do not know it yet.
        pool.check()
    with driverfouten(), verbind(conninfo_van(pool)) as verbinding:
        return vraag(verbinding)
