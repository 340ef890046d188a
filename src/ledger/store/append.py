"""Send appends to `ledger.voeg_toe` and know what became of them, also when the connection breaks."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg import generators
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGresult

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
_VOEG_TOE = b"SELECT ledger.voeg_toe($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)"
_BINAIR = [Format.BINARY] * len(TYPEN)

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
        self._hoogste: int | None = None  # a position that is there, as far as we know

    def sluit(self) -> None:
        """Close the connection; the next append opens one."""
        verbinding, self._verbinding = self._verbinding, None
        if verbinding is not None:
            verbinding.close()

    def schrijf(self, groep: Sequence[tuple[UUID, Gecodeerd]]) -> Sequence[Antwoord]:
        """One answer per append, in order."""
        argumenten = parameters([gecodeerd for _, gecodeerd in groep], self._hoogste)
        herkanst = False
        for _ in self._pogingen():
            try:
                antwoord = self._roep_aan(argumenten)
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
                uitkomsten = uitkomsten_in(antwoord, [een.aantal for _, een in groep])
                self._hoogste = _laatste_positie(uitkomsten, self._hoogste)
                return [Antwoord(uitkomst, herkanst) for uitkomst in uitkomsten]
        return [Antwoord(UitkomstOnbekend(opdracht)) for opdracht, _ in groep]

    def _pogingen(self) -> Iterator[None]:
        yield
        uiterlijk = time.monotonic() + self._herkansen_s
        wachttijd = _EERSTE_WACHTTIJD_S
        while time.monotonic() + wachttijd < uiterlijk:
            time.sleep(wachttijd)
            yield
            wachttijd = min(2 * wachttijd, _LANGSTE_WACHTTIJD_S)

    def _roep_aan(self, argumenten: Sequence[bytes | None]) -> bytes:
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
    verbinding.pgconn.send_prepare(_NAAM, _VOEG_TOE, TYPEN)
    _antwoord(verbinding)


def roep_aan(verbinding: Verbinding, argumenten: Sequence[bytes | None]) -> bytes:
    """Call `ledger.voeg_toe` on a prepared connection; answers its JSON. Raises psycopg.Error.

    On a connection in autocommit that is one statement: execute and commit are one round trip, and one answer
    covers both. It goes below the driver's cursors, whose adapting and row making cost as much as the rest.
    """
    verbinding.pgconn.send_query_prepared(_NAAM, argumenten, _BINAIR, Format.TEXT)
    antwoord = _antwoord(verbinding).get_value(0, 0)
    if antwoord is None:
        raise AssertionError("the function always answers")
    return antwoord


def _antwoord(verbinding: Verbinding) -> PGresult:
    resultaten = verbinding.wait(generators.execute(verbinding.pgconn))
    for een in resultaten:  # also after a good one: a commit that fails says so last
        if een.status == ExecStatus.FATAL_ERROR:
            raise error_from_result(een)
    if len(resultaten) != 1:
        verbinding.close()
        raise psycopg.OperationalError("no single answer")
    resultaat: PGresult = resultaten[0]
    return resultaat


def _verbind(conninfo: str) -> Verbinding:
    verbinding = verbind(conninfo, naam="zicht schrijft")
    try:
        bereid_voor(verbinding)
    except BaseException:
        verbinding.close()
        raise
    return verbinding


def uitkomsten_in(antwoord: bytes, aantallen: Sequence[int]) -> list[Uitkomst]:
    """Read what became of appends of so many acts from what `roep_aan` gave."""
    if antwoord.startswith(b"["):
        rijen = json.loads(antwoord)
        return [_uitkomst(rij, aantal) for rij, aantal in zip(rijen, aantallen, strict=True)]
    positie = int(antwoord)
    uitkomsten: list[Uitkomst] = []
    for aantal in aantallen:
        uitkomsten.append(Vastgelegd(range(positie, positie + aantal)))
        positie += aantal
    return uitkomsten


def _uitkomst(rij: dict[str, Any], aantal: int) -> Uitkomst:
    match rij["uitkomst"]:
        case "ok":
            return Vastgelegd(range(rij["eerste_positie"], rij["eerste_positie"] + aantal))
        case "conflict":
            return Conflict(rij["gevonden"] or 0, rij["regio"])
        case _:
            verzoek, casus = bytes.fromhex(rij["verzoek"]), UUID(rij["casus"])
            return Herhaald(verzoek, casus, rij["eerste"], rij["laatste"], rij["eerste_positie"])


def _laatste_positie(uitkomsten: Sequence[Uitkomst], anders: int | None) -> int | None:
    """Give the last position that was written, else `anders`; positions go up with the appends."""
    for een in reversed(uitkomsten):
        if isinstance(een, Vastgelegd):
            return een.posities[-1]
    return anders
