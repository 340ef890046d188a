"""Send appends to `ledger.voeg_toe` and know what became of them, also when the connection breaks."""

import time
from collections.abc import Callable, Iterator, Sequence
from struct import Struct
from typing import NamedTuple
from uuid import UUID

import psycopg
from psycopg import generators
from psycopg.abc import PQGen
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult

from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.encoding import TYPEN, Gecodeerd, parameters
from ledger.store.errors import (
    DatabaseOnbereikbaar,
    Opslagfout,
    OpslagGeweigerd,
    UitkomstOnbekend,
    driverfouten,
    vertaald,
)
from ledger.store.records import Conflict, Herhaald, Uitkomst, Vastgelegd

_NAAM = b"zicht_voeg_toe"
_VOEG_TOE = b"""
SELECT uitkomst, gevonden, regio, verzoek, casus, eerste, laatste, eerste_positie
  FROM ledger.voeg_toe($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
 ORDER BY batch
"""
_BINAIR = [Format.BINARY] * len(TYPEN)
_NUMMER, _POSITIE = Struct(">i"), Struct(">q")

# After a broken connection the same call is sent again, first at once and then at growing distances.
_EERSTE_WACHTTIJD_S = 0.01
_LANGSTE_WACHTTIJD_S = 1.0


class _Verbroken(Exception):
    """The call may have been received and no answer came."""


class Antwoord(NamedTuple):
    """What became of one append, or the error that its caller should raise.

    `herkanst` tells that it was sent more than once, so that "written before" may mean: by ourselves.
    """

    uitkomst: Uitkomst | Opslagfout
    herkanst: bool = False


class Bijschrijver:
    """Writes groups of appends, over one connection of its own: there is never more than one group under way.

    A pool would be slower to heal, because it waits longer and longer before it connects again. `conninfo`
    names a login that is a member of zicht_schrijver. After a broken connection it tries for about
    `herkansen_s` seconds more.
    """

    def __init__(self, conninfo: str, herkansen_s: float) -> None:
        self._conninfo = conninfo_als(conninfo, "zicht_schrijver")
        self._herkansen_s = herkansen_s
        self._verbinding: Verbinding | None = None

    def sluit(self) -> None:
        """Close the connection; the next append opens one."""
        verbinding, self._verbinding = self._verbinding, None
        if verbinding is not None:
            verbinding.close()

    def schrijf(self, groep: Sequence[tuple[UUID, Gecodeerd]]) -> Sequence[Antwoord]:
        """One answer per append, in order."""
        argumenten = parameters([gecodeerd for _, gecodeerd in groep])
        herkanst = False
        for _ in self._pogingen():
            try:
                resultaat = self._roep_aan(argumenten)
            except _Verbroken:
                herkanst = True
            except DatabaseOnbereikbaar as fout:
                if not herkanst:
                    return [Antwoord(DatabaseOnbereikbaar(fout.reden)) for _ in groep]
            except OpslagGeweigerd as fout:
                if fout.ligt_aan_inhoud and len(groep) > 1:
                    return [antwoord for een in groep for antwoord in self.schrijf([een])]
                # Another refusal (a time limit, a lock) says nothing about the call that broke before it.
                if fout.ligt_aan_inhoud or not herkanst:
                    return [Antwoord(OpslagGeweigerd(fout.sqlstate, fout.beperking)) for _ in groep]
            else:
                return [
                    Antwoord(uitkomst_in(resultaat, rij, een.aantal), herkanst)
                    for rij, (_, een) in enumerate(groep)
                ]
        return [Antwoord(UitkomstOnbekend(opdracht)) for opdracht, _ in groep]

    def _pogingen(self) -> Iterator[None]:
        yield
        uiterlijk = time.monotonic() + self._herkansen_s
        wachttijd = _EERSTE_WACHTTIJD_S
        while time.monotonic() + wachttijd < uiterlijk:
            time.sleep(wachttijd)
            yield
            wachttijd = min(2 * wachttijd, _LANGSTE_WACHTTIJD_S)

    def _roep_aan(self, argumenten: Sequence[bytes]) -> PGresult:
        with driverfouten():
            verbinding = self._verbinding = self._verbinding or _verbind(self._conninfo)
        try:
            return roep_aan(verbinding, argumenten)
        except psycopg.Error as fout:
            # Whatever the server said last: when it ends the session it may have committed first.
            if verbinding.closed:
                self.sluit()
                raise _Verbroken from None
            raise vertaald(fout) from None
        except BaseException:
            # Interrupted halfway: whatever this connection still has to say is not for the next group.
            self.sluit()
            raise


def bereid_voor(verbinding: Verbinding) -> None:
    """Have the server prepare the call of `roep_aan`, once for this connection. Raises psycopg.Error."""

    def bereid(pgconn: PGconn) -> None:
        pgconn.send_prepare(_NAAM, _VOEG_TOE, TYPEN)

    _vraag(verbinding, bereid)


def roep_aan(verbinding: Verbinding, argumenten: Sequence[bytes]) -> PGresult:
    """Call `ledger.voeg_toe` on a prepared connection, one row for each append. Raises psycopg.Error.

    On a connection in autocommit that is one statement: execute and commit are one round trip, and one answer
    covers both. It goes below the driver's cursors, whose adapting and row making cost as much as the rest.
    """

    def voer_uit(pgconn: PGconn) -> None:
        pgconn.send_query_prepared(_NAAM, argumenten, _BINAIR, Format.BINARY)

    return _vraag(verbinding, voer_uit)


def _vraag(verbinding: Verbinding, verstuur: Callable[[PGconn], None]) -> PGresult:
    def stappen() -> PQGen[list[PGresult]]:
        verstuur(verbinding.pgconn)
        resultaten: list[PGresult] = yield from generators.execute(verbinding.pgconn)
        return resultaten

    resultaten = verbinding.wait(stappen())
    for een in resultaten:  # also after a good one: a commit that fails says so last
        if een.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(een)
    if len(resultaten) != 1:
        verbinding.close()
        raise psycopg.OperationalError("no single answer")
    return resultaten[0]


def _verbind(conninfo: str) -> Verbinding:
    verbinding = verbind(conninfo, naam="zicht schrijft")
    try:
        bereid_voor(verbinding)
    except BaseException:
        verbinding.close()
        raise
    return verbinding


def uitkomst_in(resultaat: PGresult, rij: int, aantal: int) -> Uitkomst:
    """Read what became of an append of so many acts from a row that `roep_aan` gave."""
    uitkomst, gevonden, regio, verzoek, casus, eerste, laatste, eerste_positie = (
        resultaat.get_value(rij, kolom) or b"" for kolom in range(8)
    )
    if uitkomst == b"ok":
        (positie,) = _POSITIE.unpack(eerste_positie)
        return Vastgelegd(range(positie, positie + aantal))
    if uitkomst == b"conflict":
        return Conflict(_NUMMER.unpack(gevonden)[0] if gevonden else 0, regio.decode() or None)
    nummers = _NUMMER.unpack(eerste)[0], _NUMMER.unpack(laatste)[0]
    return Herhaald(verzoek, UUID(bytes=casus), *nummers, _POSITIE.unpack(eerste_positie)[0])
