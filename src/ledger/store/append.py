"""Send appends to `ledger.voeg_toe` and know what became of them, also when the connection breaks."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.encoding import Gecodeerd, parameters
from ledger.store.errors import (
    DatabaseOnbereikbaar,
    Opslagfout,
    OpslagGeweigerd,
    UitkomstOnbekend,
    driverfouten,
    vertaald,
)
from ledger.store.records import Conflict, Herhaald, Uitkomst, Vastgelegd

_VOEG_TOE = """
SELECT uitkomst, gevonden, regio, verzoek, casus, eerste, laatste, eerste_positie
  FROM ledger.voeg_toe(%b, %b, %b, %b, %b, %b, %b, %b, %b, %b, %b)
 ORDER BY batch
"""

# After a broken connection the same call is sent again, first at once and then at growing distances.
_EERSTE_WACHTTIJD_S = 0.01
_LANGSTE_WACHTTIJD_S = 1.0


class _Verbroken(Exception):
    """The call may have been received and no answer came."""


@dataclass(frozen=True)
class Antwoord:
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
                rijen = self._roep_aan(argumenten)
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
                    Antwoord(_uitkomst(rij, een.aantal), herkanst=herkanst)
                    for rij, (_, een) in zip(rijen, groep, strict=True)
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

    def _roep_aan(self, argumenten: Sequence[bytes]) -> list[tuple[Any, ...]]:
        with driverfouten():
            verbinding = self._verbinding = self._verbinding or verbind(self._conninfo, naam="zicht schrijft")
        try:
            # Autocommit and one statement: execute and commit are one round trip, and one answer covers both.
            with verbinding.cursor(binary=True) as cursor:
                return cursor.execute(_VOEG_TOE, argumenten, prepare=True).fetchall()
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


def _uitkomst(rij: tuple[Any, ...], aantal: int) -> Uitkomst:
    uitkomst, gevonden, regio, verzoek, casus, eerste, laatste, eerste_positie = rij
    if uitkomst == "ok":
        return Vastgelegd(range(eerste_positie, eerste_positie + aantal))
    if uitkomst == "conflict":
        return Conflict(gevonden or 0, regio)
    return Herhaald(verzoek, casus, eerste, laatste, eerste_positie)
