"""How we open connections to PostgreSQL: autocommit, in UTC, and never waiting for ever."""

from itertools import count
from typing import Any, TypeVar

import psycopg
from psycopg import OperationalError, pq
from psycopg.abc import PQGen
from psycopg.adapt import Transformer
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg_pool import ConnectionPool

from ledger.store.bereik import Bereik

RV = TypeVar("RV")

STATEMENT_TIMEOUT_MS = 10_000

# Longer than the statement timeout, so that a server that is only slow gets to say so itself.
_GEDULD_S = 15.0

_HERSTEL_S = 3.0

# These notice a cut cable while a connection only listens; on a local socket they mean nothing and do no
# harm.
_TCP = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
}


class Verbinding(psycopg.Connection[tuple[Any, ...]]):
    """A connection that gives up on a server that stays silent, also when the network reports nothing.

    It then closes itself and raises psycopg's OperationalError: whoever was waiting knows that the outcome is
    unknown. `geduld` is in seconds per statement; None waits for ever.
    """

    geduld: float | None = _GEDULD_S
    bereik: Bereik | None = None
    """the scope of the question at hand; set by who asks, each time"""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.vertaler: Any = Transformer(self)  # it remembers how values of each type are turned
        self._voorbereid: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._namen = count()

    def voorbereid(self, zin: bytes, soorten: tuple[int, ...], hoogstens: int) -> tuple[bytes, bool]:
        """Give the name under which the server knows a statement, and whether it has yet to be told.

        No name for more than so many.
        """
        naam = self._voorbereid.get((zin, soorten))
        if naam is not None:
            return naam, False
        if len(self._voorbereid) >= hoogstens:
            return b"", True
        naam = self._voorbereid[zin, soorten] = b"zicht_%d" % next(self._namen)
        return naam, True

    def vergeet_voorbereide(self) -> None:
        """Forget those names: after an error it is not certain which of them the server knows."""
        self._voorbereid.clear()

    def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
        """Wait for the server, at most `geduld` unless the caller asked for another time."""
        if timeout is not None or self.geduld is None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, self.geduld)
        except OperationalError:
            if self.pgconn.transaction_status == pq.TransactionStatus.ACTIVE:
                self.pgconn.finish()
            raise


def met_instellingen(conninfo: str, *, naam: str, statement_timeout_ms: int = STATEMENT_TIMEOUT_MS) -> str:
    """Add our settings to a conninfo; what it says itself about the network or its options is kept.

    `naam` is what the server's administrator sees (application_name). A time-out of 0 means none.
    """
    gegeven = conninfo_to_dict(conninfo)
    eigen = str(gegeven.get("options") or "")
    opties = f"-c TimeZone=UTC -c statement_timeout={statement_timeout_ms} {eigen}".strip()
    aanvulling = {sleutel: waarde for sleutel, waarde in _TCP.items() if sleutel not in gegeven}
    return make_conninfo(conninfo, application_name=naam, options=opties, **aanvulling)


def conninfo_als(conninfo: str, rol: str, *instellingen: str) -> str:
    """Give the conninfo for working as `rol`, of which the login is a member, with settings of the server."""
    eigen = str(conninfo_to_dict(conninfo).get("options") or "")
    opties = " ".join([eigen, *(f"-c {een}" for een in (f"role={rol}", *instellingen))])
    return make_conninfo(conninfo, options=opties.strip())


def verbind(
    conninfo: str, *, naam: str = "zicht", statement_timeout_ms: int = STATEMENT_TIMEOUT_MS
) -> Verbinding:
    """Open one connection, for work that is not an append or a short read (migrations, LISTEN, a rebuild).

    Raises psycopg.OperationalError when there is no server; wrap it in `driverfouten`.
    """
    verbinding = Verbinding.connect(
        met_instellingen(conninfo, naam=naam, statement_timeout_ms=statement_timeout_ms), autocommit=True
    )
    if statement_timeout_ms == 0:
        verbinding.geduld = None
    return verbinding


GEHEEL = "zicht_grootboek"
"""The role that reads the whole ledger: to decide on an act, to fold a casus, and on the machine itself."""


def open_pool(  # noqa: PLR0913 — settings, each with a name and a default
    conninfo: str,
    *,
    naam: str = "zicht",
    minimaal: int = 1,
    maximaal: int = 10,
    wachttijd_s: float = 5.0,
    statement_timeout_ms: int = STATEMENT_TIMEOUT_MS,
) -> ConnectionPool[Verbinding]:
    """Open a pool of `minimaal` to `maximaal` connections; who gets none within `wachttijd_s` gets an error.

    They work as the role that `conninfo` asks for (`conninfo_als`), by default as `GEHEEL`.
    It does not wait for the first connection, so that a program can start before its database.
    """
    if "role=" not in str(conninfo_to_dict(conninfo).get("options") or ""):
        conninfo = conninfo_als(conninfo, GEHEEL)
    return ConnectionPool(
        met_instellingen(conninfo, naam=naam, statement_timeout_ms=statement_timeout_ms),
        connection_class=Verbinding,
        kwargs={"autocommit": True},
        min_size=minimaal,
        max_size=maximaal,
        timeout=wachttijd_s,
        name=naam,
        # After an outage the pool waits twice as long each time, up to this; then whoever asks makes it try
        # at once.
        reconnect_timeout=_HERSTEL_S,
        open=True,
    )


def conninfo_van(pool: ConnectionPool[Verbinding]) -> str:
    """Give where a pool connects to, and as whom."""
    return pool.conninfo if isinstance(pool.conninfo, str) else pool.conninfo()
