"""Build the read model anew from the first act, beside the one that is read; switch when it has caught up.

Who asks meanwhile sees the old one, whole; after the switch the new one, whole. Writers and the follower go
on. What was parked is tried again. A rebuild that dies leaves nothing that anybody sees: the next starts
over.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from multiprocessing import get_context
from typing import Any
from uuid import UUID

import psycopg

from ledger.store.connection import Verbinding, verbind
from ledger.store.errors import driverfouten
from projections.leesmodel.dossiers import KOLOMMEN, lees_dossiers
from projections.leesmodel.fouten import GeenLeesmodel, HerbouwBezig
from projections.leesmodel.schrijver import GEWEIGERD, Schrijver
from projections.leesmodel.tabellen import SLOT_HERBOUW, andere, conninfo_als, voor_generatie
from projections.leesmodel.volger import haal_in

_log = logging.getLogger(__name__)

Voortgang = Callable[[int, int], None]
"""Called with how many acts were read and how many there are; what arrives meanwhile is not counted."""

_BLADZIJDE = 5_000
_DEEL = 25_000  # acts in one part: what one process does before it reports
_STEEKPROEF = 2_000
_GROEP = 500
_OPRUIMWACHT_MS = 250  # a reader that takes longer keeps the old tables until the next rebuild

_HOOGSTE = "SELECT positie FROM ledger.gebeurtenissen ORDER BY positie DESC LIMIT 1"

# Where to cut the cases into parts of about as many acts: a sample of acts, evenly over the ledger.
_STEEK = "SELECT casus FROM ledger.gebeurtenissen WHERE positie = ANY(%s) ORDER BY casus"

# The acts of a part, case by case, in pages: no long transaction, and memory for one page.
_BLAD = KOLOMMEN + (
    " WHERE (casus, volgnummer) > (%s, %s) AND casus <= %s AND positie <= %s"
    " ORDER BY casus, volgnummer LIMIT %s"
)

_ZET_STAND = "UPDATE projecties.generaties SET positie = %s WHERE generatie = %s"

# Nobody follows the new set yet; the lock is what `haal_in` asks for.
_STAND = "SELECT positie FROM projecties.generaties WHERE generatie = %s FOR UPDATE"

# With both rows locked the follower waits, so the old set stands still while the new one passes it.
_STANDEN = "SELECT generatie, positie FROM projecties.generaties ORDER BY generatie FOR UPDATE"

# In two statements, because at no moment both may be active.
_WISSEL = "UPDATE projecties.generaties SET actief = %s WHERE generatie = %s"

# How far it is, for whoever looks after the machine: outside any transaction, so that others see it at once.
_BEGIN = """
INSERT INTO projecties.herbouw (totaal) VALUES (%s)
    ON CONFLICT (enige) DO UPDATE SET totaal = excluded.totaal, gedaan = 0, stap = excluded.stap,
       begonnen_op = excluded.begonnen_op, bijgewerkt_op = excluded.bijgewerkt_op
"""
_GEDAAN = "UPDATE projecties.herbouw SET gedaan = %s, bijgewerkt_op = clock_timestamp()"
_STAP = "UPDATE projecties.herbouw SET stap = %s, bijgewerkt_op = clock_timestamp()"

# About as much work each.
_INDEXEN = (
    "SELECT projecties.maak_indexen_geldig(%s::smallint)",
    "SELECT projecties.maak_indexen_sleutels(%s::smallint)",
)

_TELLING = """
SELECT count(*), (SELECT count(*) FROM projecties.geparkeerd WHERE generatie = {generatie}) FROM {casussen}
"""

_EERSTE = UUID(int=0)
_LAATSTE = UUID(int=(1 << 128) - 1)
_GROOTSTE_INT = 2**31 - 1

Deel = tuple[UUID, UUID]
"""The casussen after the first up to and including the second."""


@dataclass(frozen=True, slots=True)
class Herbouwd:
    """What a rebuild did: up to which position, over how many cases, and how many of those are parked."""

    positie: int
    casussen: int
    geparkeerd: int


@dataclass(frozen=True, slots=True)
class _Opdracht:
    """What every process that shares the work has to know."""

    conninfo: str
    generatie: int
    tot: int


def herbouw(conninfo: str, *, voortgang: Voortgang | None = None, processen: int = 1) -> Herbouwd:
    """Build the read model anew and switch to it; `processen` share the work on cases.

    `conninfo` names a login that is a member of zicht_projectie. Raises `HerbouwBezig` when another rebuild
    runs, and the errors of the store; then what was read before is read still.
    """
    als_projectie = conninfo_als(conninfo, "zicht_projectie")
    with (
        driverfouten(),
        verbind(als_projectie, naam="zicht herbouwt", statement_timeout_ms=0) as verbinding,
        _alleen(verbinding),
    ):
        oud = _een(verbinding, "SELECT generatie FROM projecties.generaties WHERE actief")
        if oud is None:
            raise GeenLeesmodel
        opdracht = _Opdracht(als_projectie, andere(oud), _een(verbinding, _HOOGSTE) or 0)
        verbinding.execute(_BEGIN, [opdracht.tot])
        _een(verbinding, "SELECT projecties.leeg_generatie(%s::smallint)", opdracht.generatie)
        _vul(opdracht, _delen(verbinding, opdracht.tot), _verteller(verbinding, voortgang), processen)
        verbinding.execute(_ZET_STAND, [opdracht.tot, opdracht.generatie])
        verbinding.execute(_STAP, ["indexen"])
        _indexeer(opdracht, processen)
        _een(verbinding, "SELECT projecties.tel_eindeloos(%s::smallint)", opdracht.generatie)
        _een(verbinding, "SELECT projecties.tel_generatie(%s::smallint)", opdracht.generatie)
        verbinding.execute(_STAP, ["inhalen"])
        _haal_alles_in(verbinding, opdracht.generatie)
        gedaan = _wissel(verbinding, oud, opdracht.generatie)
        _ruim_op(verbinding, oud)
        verbinding.execute(_STAP, ["klaar"])
    return gedaan


def _verteller(verbinding: Verbinding, voortgang: Voortgang | None) -> Voortgang:
    """Tell how far it is to the database, and to who started it."""

    def vertel(gedaan: int, totaal: int) -> None:
        verbinding.execute(_GEDAAN, [gedaan])
        if voortgang is not None:
            voortgang(gedaan, totaal)

    return vertel


@contextmanager
def _alleen(verbinding: Verbinding) -> Iterator[None]:
    """Hold the lock of the rebuild; raises `HerbouwBezig` while another holds it.

    Released by ourselves: a server lets go of what a closed connection held only when it notices.
    """
    if not _een(verbinding, "SELECT pg_try_advisory_lock(%s)", SLOT_HERBOUW):
        raise HerbouwBezig
    try:
        yield
    finally:
        with suppress(psycopg.OperationalError):  # the connection is gone, and so is the lock
            _een(verbinding, "SELECT pg_advisory_unlock(%s)", SLOT_HERBOUW)


def _een(verbinding: Verbinding, vraag: str, *waarden: object) -> Any:
    rij = verbinding.execute(vraag, waarden).fetchone()
    return None if rij is None else rij[0]


def _delen(verbinding: Verbinding, tot: int) -> list[Deel]:
    """Cut all casussen into parts of about `_DEEL` acts."""
    posities = range(1, tot + 1, max(1, tot // _STEEKPROEF))
    steek = [rij[0] for rij in verbinding.execute(_STEEK, [list(posities)])]
    stap = max(1, len(steek) * _DEEL // max(tot, 1))
    sneden = sorted(set(steek[stap::stap]) - {_LAATSTE})
    return list(pairwise([_EERSTE, *sneden, _LAATSTE]))


def _vul(opdracht: _Opdracht, delen: Sequence[Deel], voortgang: Voortgang, processen: int) -> None:
    gedaan = 0
    voortgang(0, opdracht.tot)
    if processen == 1:
        for aantal in (aantal for deel in delen for aantal in _bouw(opdracht, deel)):
            gedaan += aantal
            voortgang(gedaan, opdracht.tot)
        return
    # spawn: a fork would take open connections and the locks of other threads along
    # a fold leaves no circles behind, and looking for them all the time takes a fifth of the work
    with ProcessPoolExecutor(processen, get_context("spawn"), initializer=gc.disable) as werkers:
        for aantal in werkers.map(partial(_bouw_deel, opdracht), delen):
            gedaan += aantal
            voortgang(gedaan, opdracht.tot)


def _bouw_deel(opdracht: _Opdracht, deel: Deel) -> int:
    gedaan = sum(_bouw(opdracht, deel))
    gc.collect()
    return gedaan


def _bouw(opdracht: _Opdracht, deel: Deel) -> Iterator[int]:
    """Fill the tables with the cases of a part; yield the number of acts after each page that was written."""
    with verbind(opdracht.conninfo, naam="zicht herbouwt", statement_timeout_ms=0) as verbinding:
        for rijen in _hele_casussen(verbinding, deel, opdracht.tot):
            try:
                _schrijf(verbinding, opdracht.generatie, rijen, apart=False)
            except GEWEIGERD:
                _schrijf(verbinding, opdracht.generatie, rijen, apart=True)
            yield len(rijen)


def _schrijf(verbinding: Verbinding, generatie: int, rijen: list[tuple[Any, ...]], *, apart: bool) -> None:
    with verbinding.transaction():
        Schrijver(verbinding, generatie, apart=apart).vul(lees_dossiers(rijen))


def _hele_casussen(verbinding: Verbinding, deel: Deel, tot: int) -> Iterator[list[tuple[Any, ...]]]:
    """Give the acts of a part in lists of about a page that hold whole cases."""
    na, laatste = deel
    # the first part begins with its first casus, the others after the last of the part before
    plaats = (na, -1 if na == _EERSTE else _GROOTSTE_INT)
    rest: list[tuple[Any, ...]] = []
    while True:
        with verbinding.cursor(binary=True) as cursor:
            blad = cursor.execute(_BLAD, (*plaats, laatste, tot, _BLADZIJDE), prepare=True).fetchall()
        rijen = rest + blad
        if len(blad) < _BLADZIJDE:
            if rijen:
                yield rijen
            return
        plaats = blad[-1][:2]
        heel = [rij for rij in rijen if rij[0] != plaats[0]]
        rest = rijen[len(heel) :]
        if heel:
            yield heel


def _indexeer(opdracht: _Opdracht, processen: int) -> None:
    """Make the indexes; the work is the database's, so threads do to wait for it."""
    with ThreadPoolExecutor(min(processen, len(_INDEXEN))) as werkers:
        for maken in [werkers.submit(_maak, opdracht, vraag) for vraag in _INDEXEN]:
            maken.result()


def _maak(opdracht: _Opdracht, vraag: str) -> None:
    with verbind(opdracht.conninfo, naam="zicht herbouwt", statement_timeout_ms=0) as verbinding:
        _een(verbinding, vraag, opdracht.generatie)


def _haal_alles_in(verbinding: Verbinding, generatie: int) -> None:
    """Apply what was written to the ledger meanwhile, until there is less than one group to do."""
    while True:
        with verbinding.transaction():
            positie = _een(verbinding, _STAND, generatie)
            bereikt = haal_in(verbinding, generatie, positie, _GROEP)
        if bereikt - positie < _GROEP:
            return


def _wissel(verbinding: Verbinding, oud: int, nieuw: int) -> Herbouwd:
    """Let the new set be the one that is read; never at an earlier position than the old one."""
    with verbinding.transaction():
        standen = dict(verbinding.execute(_STANDEN).fetchall())
        positie = standen[nieuw]
        while positie < standen[oud]:
            positie = haal_in(verbinding, nieuw, positie, _GROEP)
        casussen, geparkeerd = verbinding.execute(voor_generatie(_TELLING, nieuw)).fetchall()[0]
        verbinding.execute(_WISSEL, [False, oud])
        verbinding.execute(_WISSEL, [True, nieuw])
    return Herbouwd(positie, casussen, geparkeerd)


def _ruim_op(verbinding: Verbinding, generatie: int) -> None:
    """Give back the room of the tables that nobody reads any more, unless somebody still does."""
    try:
        with verbinding.transaction():
            _een(verbinding, "SELECT set_config('lock_timeout', %s, true)", f"{_OPRUIMWACHT_MS}ms")
            _een(verbinding, "SELECT projecties.leeg_generatie(%s::smallint)", generatie)
    except psycopg.errors.LockNotAvailable:
        _log.info("de vorige tabellen worden nog gelezen en blijven tot de volgende herbouw")
