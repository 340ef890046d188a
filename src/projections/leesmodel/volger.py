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
from typing import Any, cast

import psycopg

from ledger.store.achtergrond import RUST_S, Achtergrondwerk
from ledger.store.connection import Verbinding, verbind
from ledger.store.errors import driverfouten
from ledger.store.listen import seinen
from ledger.store.registercodec import staat_in_register
from projections.leesmodel.dossiers import KOLOMMEN
from projections.leesmodel.onthouden import Onthouden, Stand
from projections.leesmodel.schrijver import GEWEIGERD, Schrijver
from projections.leesmodel.tabellen import SLOT_VOLGER, conninfo_als

_log = logging.getLogger(__name__)

_GROEP = 500

# What a crash takes away is applied again: rows and position are one transaction, and no act is read here
# before it is on the disk itself.
_NIET_OP_DE_SCHIJF = "synchronous_commit=off"

# The lock on this row is what makes followers exclude one another, and a rebuild its switch.
_STAND_ACTIEF = "SELECT generatie, positie, xmin::text FROM projecties.generaties WHERE actief FOR UPDATE"

_VOLGENDE = KOLOMMEN + " WHERE positie > %s ORDER BY positie LIMIT %s"

# In the transaction that holds the lock: no other can have moved the position since.
_POSITIE_ACTIEF = "(SELECT positie FROM projecties.generaties WHERE actief)"
_VOLGENDE_ACTIEF = KOLOMMEN + f" WHERE positie > {_POSITIE_ACTIEF} ORDER BY positie LIMIT %s"

_ZET_STAND = "UPDATE projecties.generaties SET positie = %s WHERE generatie = %s RETURNING xmin::text"

_GEPARKEERD = "SELECT casus FROM projecties.geparkeerd WHERE generatie = %s ORDER BY casus"


def haal_in(verbinding: Verbinding, generatie: int, positie: int, groep: int = _GROEP) -> int:
    """Apply up to `groep` acts after `positie` to a set of tables and move its position; give the new one.

    The caller is in a transaction and holds the row of that set in `projecties.generaties`. A casus of which
    the database does not take the rows is parked.
    """
    cursor = verbinding.cursor(binary=True)
    nieuw = cursor.execute(_VOLGENDE, (positie, groep), prepare=True).fetchall()
    if not nieuw:
        return positie
    return _pas_toe(Schrijver(verbinding, generatie, apart=True), verbinding, generatie, nieuw).positie


def _pas_toe(
    schrijver: Schrijver, verbinding: Verbinding, generatie: int, nieuw: list[tuple[Any, ...]]
) -> Stand:
    laatste: int = nieuw[-1][7]
    van_casussen = [rij for rij in nieuw if not staat_in_register(rij[2], rij[0], rij[4])]
    if van_casussen:
        schrijver.volg(van_casussen, laatste)
    ((door,),) = verbinding.execute(_ZET_STAND, (laatste, generatie), prepare=True).fetchall()
    return Stand(generatie, laatste, door)


class Bijwerker:
    """Applies what comes next in the ledger to the tables that are read, through one connection.

    It remembers the casussen of the last acts, as they are after its own last commit.
    """

    def __init__(self, verbinding: Verbinding, groep: int = _GROEP) -> None:
        self._verbinding = verbinding
        self._groep = groep
        self._onthouden = Onthouden()

    def volg(self) -> bool:
        """Apply the next acts, in one transaction; say whether there may be more.

        Where it says no it has seen every act that was committed before it was called.
        """
        onthouden, self._onthouden = self._onthouden, Onthouden()
        try:
            meer = self._volg(onthouden, apart=False)
        except GEWEIGERD:
            return self._volg(Onthouden(), apart=True)
        # whatever else goes wrong, what was applied and perhaps not committed is remembered no longer
        self._onthouden = onthouden
        return meer

    def _volg(self, onthouden: Onthouden, *, apart: bool) -> bool:
        with self._verbinding.transaction():
            with self._verbinding.pipeline():  # one round trip
                standen = self._verbinding.execute(_STAND_ACTIEF, prepare=True)
                acten = self._verbinding.cursor(binary=True)
                acten.execute(_VOLGENDE_ACTIEF, [self._groep], prepare=True)
            rij = standen.fetchone()
            if rij is None:  # switched while we waited for the lock
                return True
            stand = Stand(*rij)
            onthouden.begin_bij(stand)
            nieuw = acten.fetchall()
            if nieuw:
                schrijver = Schrijver(self._verbinding, stand.generatie, onthouden, apart=apart)
                onthouden.verlaat(_pas_toe(schrijver, self._verbinding, stand.generatie, nieuw))
            return len(nieuw) == self._groep


def herkans(conninfo: str) -> int:
    """Try the parked cases of the read model once more, as after a repair; give how many are parked still.

    Raises the errors of the store.
    """
    als_projectie = conninfo_als(conninfo, "zicht_projectie")
    with driverfouten(), verbind(als_projectie, naam="zicht herkans") as verbinding:
        return _herkans(verbinding)


def _herkans(verbinding: Verbinding) -> int:
    with verbinding.transaction():
        rij = verbinding.execute(_STAND_ACTIEF).fetchone()
        if rij is None:  # a rebuild switched just now, and it tried them all
            return 0
        generatie, positie, _ = rij
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
        self._conninfo = conninfo_als(conninfo, "zicht_projectie", _NIET_OP_DE_SCHIJF)
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
        bijwerker = Bijwerker(verbinding, self._groep)
        wekker = cast("Generator[None]", seinen(self._conninfo, self._gestopt.is_set))
        with closing(wekker):
            for _ in wekker:
                while not self._gestopt.is_set() and bijwerker.volg():
                    pass
