"""Follow the ledger: read what comes after the position of the read model, write what changes, move on.

Rows and position are written in one transaction, under a lock on the row of the set of tables that is read:
whatever happens between them, they agree. One follower works at a time, others wait to take over; a follower
that loses the database tries again until it is back. A casus that cannot be read or folded is parked with its
reason.
"""

from __future__ import annotations

import logging
from collections.abc import Generator
from contextlib import closing
from threading import Event
from typing import cast

import psycopg

from ledger.store.achtergrond import RUST_S, Achtergrondwerk
from ledger.store.connection import Verbinding, verbind
from ledger.store.errors import driverfouten
from ledger.store.listen import seinen
from ledger.store.registercodec import staat_in_register
from projections.leesmodel.schrijver import GEWEIGERD, Schrijver
from projections.leesmodel.tabellen import SLOT_VOLGER, conninfo_als

_log = logging.getLogger(__name__)

_GROEP = 500

# The lock on this row is what makes followers exclude one another, and a rebuild its switch.
_STAND_ACTIEF = "SELECT generatie, positie FROM projecties.generaties WHERE actief FOR UPDATE"

_VOLGENDE = (
    "SELECT positie, soort, casus, regio FROM ledger.gebeurtenissen"
    " WHERE positie > %s ORDER BY positie LIMIT %s"
)

_ZET_STAND = "UPDATE projecties.generaties SET positie = %s WHERE generatie = %s"

_GEPARKEERD = "SELECT casus FROM projecties.geparkeerd WHERE generatie = %s ORDER BY casus"


def haal_in(
    verbinding: Verbinding, generatie: int, positie: int, groep: int = _GROEP, *, apart: bool = False
) -> int:
    """Apply up to `groep` acts after `positie` to a set of tables and move its position; give the new one.

    The caller is in a transaction and holds the row of that set in `projecties.generaties`. Raises one of
    `GEWEIGERD` when the database does not take the rows of some casus; then `apart` parks it.
    """
    nieuw = verbinding.execute(_VOLGENDE, (positie, groep), prepare=True).fetchall()
    if not nieuw:
        return positie
    laatste: int = nieuw[-1][0]
    casussen = {casus for _, soort, casus, regio in nieuw if not staat_in_register(soort, casus, regio)}
    if casussen:
        Schrijver(verbinding, generatie, apart=apart).werk_bij(casussen, laatste)
    verbinding.execute(_ZET_STAND, (laatste, generatie), prepare=True)
    return laatste


def volg(verbinding: Verbinding, groep: int = _GROEP) -> bool:
    """Apply the next acts to the tables that are read, in one transaction; say whether there may be more."""
    try:
        return _volg(verbinding, groep, apart=False)
    except GEWEIGERD:
        return _volg(verbinding, groep, apart=True)


def _volg(verbinding: Verbinding, groep: int, *, apart: bool) -> bool:
    with verbinding.transaction():
        stand = verbinding.execute(_STAND_ACTIEF, prepare=True).fetchone()
        if stand is None:  # switched while we waited for the lock
            return True
        generatie, positie = stand
        bereikt = haal_in(verbinding, generatie, positie, groep, apart=apart)
        return bereikt > int(positie)


def herkans(conninfo: str) -> int:
    """Try the parked cases of the read model once more, as after a repair; give how many are parked still.

    Raises the errors of the store.
    """
    als_projectie = conninfo_als(conninfo, "zicht_projectie")
    with driverfouten(), verbind(als_projectie, naam="zicht herkans") as verbinding:
        return _herkans(verbinding)


def _herkans(verbinding: Verbinding) -> int:
    with verbinding.transaction():
        stand = verbinding.execute(_STAND_ACTIEF).fetchone()
        if stand is None:  # a rebuild switched just now, and it tried them all
            return 0
        generatie, positie = stand
        casussen = [rij[0] for rij in verbinding.execute(_GEPARKEERD, [generatie])]
        schrijver = Schrijver(verbinding, generatie, apart=True)
        for begin in range(0, len(casussen), _GROEP):
            schrijver.werk_bij(casussen[begin : begin + _GROEP], positie)
        return len(verbinding.execute(_GEPARKEERD, [generatie]).fetchall())


class Volger(Achtergrondwerk):
    """Keeps the read model up to date until it is stopped: in a thread (`start`) or in this one (`draai`).

    `conninfo` names a login that is a member of zicht_projectie.
    """

    def __init__(self, conninfo: str, *, groep: int = _GROEP) -> None:
        super().__init__("zicht volgt")
        self._conninfo = conninfo_als(conninfo, "zicht_projectie")
        self._groep = groep
        self._leidt = Event()

    @property
    def leidt(self) -> bool:
        """Whether this follower is the one that works; others wait."""
        return self._leidt.is_set()

    def draai(self) -> None:
        """Follow until `stop`; the database may come and go."""
        mislukt = 0
        while not self._gestopt.is_set():
            try:
                with verbind(self._conninfo, naam="zicht volgt") as verbinding:
                    if self._krijgt_de_leiding(verbinding, SLOT_VOLGER):
                        mislukt = 0
                        self._leid(verbinding)
            except psycopg.Error as fout:
                # the driver's message may quote a row, so only its code goes to the log
                _log.warning("volgen onderbroken (%s), wordt hervat", fout.sqlstate or type(fout).__name__)
                self._gestopt.wait(RUST_S[min(mislukt, len(RUST_S) - 1)])
                mislukt += 1
            finally:
                self._leidt.clear()

    def _leid(self, verbinding: Verbinding) -> None:
        self._leidt.set()
        if geparkeerd := _herkans(verbinding):
            _log.warning("%d casussen zijn nog geparkeerd", geparkeerd)
        wekker = cast("Generator[None]", seinen(self._conninfo, self._gestopt.is_set))
        with closing(wekker):
            for _ in wekker:
                while not self._gestopt.is_set() and volg(verbinding, self._groep):
                    pass
