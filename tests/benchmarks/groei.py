"""Append and ask in a ledger that gets larger: what stays the same, what grows, and what it takes on disk.

The ledger's rows are made in the database itself: one filled casus, copied under other ids as often as is
asked. The read model's are those of a small one, longer and longer ago (`leesmodelgroei`).
"""

from __future__ import annotations

import os
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import md5
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg_pool import ConnectionPool
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.leesmodelgroei import Zaad, grootte, laat_groeien, zaai
from tests.benchmarks.omgeving import OPEN_DEEL, VT, Kale, los_contact, server

from ledger.store.codec import codeer
from ledger.store.connection import GEHEEL, Verbinding, open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Toevoeging
from ledger.values import Partij
from projections.leesmodel.signaalvragen import Signaalfilter, signalen
from projections.leesmodel.termijnvragen import Termijnfilter, termijnen
from projections.leesmodel.vragen import Leesmodel, open_leespool

_LENGTE = 30
_WERKERS = 4
_BLOK = 200_000
_ZAAD = 50_000  # acts of the small read model
_EEN_CASUS = "één casus"
_PROEF = 100
_NABERICHT_S = 1.0  # what a connection looked at is counted when it is closed
_TEAM = Partij(soort="lokaal-team", id="wijkteam-tilburg-reeshof")

_VUL = """
INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                   opdracht, regio, soort, open, vertrouwelijk)
SELECT p, moment, moment, moment, (p - 1) % {lengte} + 1, md5('casus' || (p - 1) / {lengte})::uuid,
       md5('opdracht' || p)::uuid, {regio}, 'ContactGelegd/1', {open}, NULL
  FROM generate_series({van}::bigint, {tot}::bigint) AS p,
       LATERAL (SELECT timestamptz '2015-01-01' + p * interval '10 seconds') AS m (moment)
"""
_CASUSSEN = "SELECT md5('casus' || (random() * %s)::bigint)::uuid FROM generate_series(1, 5000)"
_GROOTTE = """
SELECT pg_relation_size(t.oid), pg_indexes_size(t.oid)
  FROM pg_class t WHERE t.oid = 'ledger.gebeurtenissen'::regclass
"""
_INDEXEN = """
SELECT c.relname, pg_relation_size(c.oid)
  FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
 WHERE i.indrelid = 'ledger.gebeurtenissen'::regclass
 ORDER BY c.relname
"""


_BEKEKEN = """
SELECT sum(pg_stat_get_blocks_fetched(c.oid)) FROM pg_class c
 WHERE c.relnamespace = 'projecties'::regnamespace AND c.relkind IN ('r', 'i')
"""


def draai(keuze: Keuze) -> Verslag:
    """Measure every size of `--groei` in turn; `--groei 100000 10000000` for the line of the issue.

    Each size has a server of its own, so that all of them can be asked within one round. What one act or one
    casus costs is timed. Of a question across casussen the blocks are counted that it looks at: its rows lie
    apart, so in a large ledger its time says how much of it is in memory.
    """
    verslag = Verslag()
    eerste, laatste = f"{keuze.groei[0]:,} acten", f"{keuze.groei[-1]:,} acten"
    with ExitStack() as stapel:
        opgezet = {f"{omvang:,} acten": _grootboek(omvang, verslag, stapel) for omvang in keuze.groei}
        for uitslag in _om_beurten(opgezet, keuze, _WERKERS):
            verhouding = uitslag.verhouding(laatste, eerste)
            verslag.uitslagen.append(uitslag)
            verslag.doelen.append(Doel(f"{uitslag.naam}: bij {laatste} / {eerste}", 0.75, verhouding))
    with ExitStack() as stapel:
        leesmodellen = {f"{omvang:,} acten": _leesmodel(omvang, keuze, stapel) for omvang in keuze.groei}
        vragen = {naam: een.vragen() for naam, een in leesmodellen.items()}
        verslag.opmerkingen += [f"{naam}: {een.op_schijf()}" for naam, een in leesmodellen.items()]
        for uitslag in _om_beurten(vragen, keuze, 1):
            verslag.uitslagen.append(uitslag)
            if uitslag.naam == _EEN_CASUS:
                verhouding = uitslag.verhouding(laatste, eerste)
                doel = Doel(f"{uitslag.naam}: bij {laatste} / {eerste}", 0.75, verhouding)
            else:
                blokken = {naam: een.blokken(uitslag.naam) for naam, een in leesmodellen.items()}
                verslag.opmerkingen.append(
                    f"{uitslag.naam}: {', '.join(f'{naam} {n:.0f} blokken' for naam, n in blokken.items())}"
                )
                doel = Doel(
                    f"{uitslag.naam}: blokken bij {laatste} / {eerste}",
                    1.5,
                    blokken[laatste] / blokken[eerste],
                    hoogstens=True,
                )
            verslag.doelen.append(doel)
    return verslag


def _om_beurten(
    per_omvang: Mapping[str, Mapping[str, Kant]], keuze: Keuze, werkers: int
) -> Iterator[Uitslag]:
    """Measure what all sizes have, the sizes in turn."""
    for wat in next(iter(per_omvang.values())):
        yield meet(wat, {naam: kanten[wat] for naam, kanten in per_omvang.items()}, keuze, werkers=werkers)


def _ruim() -> dict[str, str]:
    """Give the server a quarter of the memory, as a server of that size would have."""
    kwart = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 4
    return {"max_wal_size": "4GB", "shared_buffers": f"{kwart // 2**20}MB"}


def _grootboek(omvang: int, verslag: Verslag, stapel: ExitStack) -> dict[str, Kant]:
    """Append, and load a casus."""
    draait = stapel.enter_context(server(_ruim()))
    beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
    pool = stapel.enter_context(open_pool(draait.app, minimaal=_WERKERS, maximaal=_WERKERS))
    recorder = LedgerRecorder(pool)
    _vul(beheer, omvang)
    verslag.opmerkingen.append(_op_schijf(beheer, omvang))
    return {"toevoegen": _toevoegen(recorder), "casus lezen": _lezen(recorder, beheer, omvang)}


def _leesmodel(omvang: int, keuze: Keuze, stapel: ExitStack) -> _Leesmodel:
    # nothing changes it after it was made, and blocks that are sampled in the background would be counted
    draait = stapel.enter_context(server(_ruim() | {"autovacuum": "off"}))
    beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
    zaad = zaai(draait, beheer, min(_ZAAD, *keuze.groei))
    keren = laat_groeien(beheer, zaad, omvang)
    pool = stapel.enter_context(open_leespool(draait.app, rol=GEHEEL, maximaal=1))
    return _Leesmodel(draait.app, beheer, zaad, keren, pool)


@dataclass(frozen=True, slots=True)
class _Leesmodel:
    """A read model of some size, and what is asked of it."""

    conninfo: str
    beheer: Kale
    zaad: Zaad
    keren: int
    pool: ConnectionPool[Verbinding]

    def vragen(self) -> dict[str, Kant]:
        """Give the questions, over a connection of their own."""
        return _vragen(Leesmodel(self.pool), self.zaad, self.keren)

    def blokken(self, wat: str) -> float:
        """Count the blocks that a question looks at, wherever they are."""
        # what was looked at before, by who made it and by who was timed, is not told at once
        with self.pool.connection() as gemeten:
            for een in (gemeten, self.beheer):
                een.execute("SELECT pg_stat_force_next_flush()")
        time.sleep(_NABERICHT_S)
        voor = self._bekeken()
        with open_leespool(self.conninfo, rol=GEHEEL, maximaal=1) as pool:
            kant = _vragen(Leesmodel(pool), self.zaad, self.keren)[wat]
            for _ in range(_PROEF):
                kant.werk(0)
        time.sleep(_NABERICHT_S)
        return (self._bekeken() - voor) / _PROEF

    def op_schijf(self) -> str:
        """Say what it takes."""
        tabel, indexen = (bytes_ / (self.keren * self.zaad.acten) for bytes_ in grootte(self.beheer))
        return f"leesmodel per act: tabellen {tabel:.0f} bytes, indexen {indexen:.0f}"

    def _bekeken(self) -> int:
        return int(str(self.beheer.execute(_BEKEKEN).fetchall()[0][0]))


def _vragen(leesmodel: Leesmodel, zaad: Zaad, keren: int) -> dict[str, Kant]:
    toeval = random.Random(3)  # noqa: S311 — chance that can be repeated

    def op(keer: int) -> datetime:
        return zaad.begin + toeval.random() * zaad.duur - keer * zaad.duur

    def een_casus(_: int) -> None:
        keer = toeval.randrange(keren)
        casus = UUID(md5(f"{toeval.choice(zaad.casussen)}{keer}".encode(), usedforsecurity=False).hexdigest())
        leesmodel.verantwoordelijkheid(casus, op=op(keer), regios=None)

    def van_partij(_: int) -> None:
        leesmodel.verantwoordelijkheden(op=op(toeval.randrange(keren)), regios=None, partij=_TEAM)

    def aantallen(_: int) -> None:
        van = op(toeval.randrange(keren))
        leesmodel.aantallen(van=van, tot=van + timedelta(days=365), stap="maand", per="partij", regios=None)

    def open_termijnen(_: int) -> None:
        termijnen(
            leesmodel, Termijnfilter(partij=VT, status="open"), op=op(toeval.randrange(keren)), regios=None
        )

    def van_signalen(_: int) -> None:
        tot = op(toeval.randrange(keren))
        signalen(leesmodel, Signaalfilter(partij=VT, van=tot - timedelta(days=30)), op=tot, regios=None)

    return {
        _EEN_CASUS: Kant(een_casus),
        "wie houdt dit team": Kant(van_partij),
        "aantallen per maand, een jaar": Kant(aantallen),
        "open termijnen van een partij": Kant(open_termijnen),
        "signalen van een partij, een maand": Kant(van_signalen),
    }


def _vul(beheer: Kale, tot: int) -> None:
    vast = {"lengte": _LENGTE, "regio": f"'{VT.id}'", "open": f"'{OPEN_DEEL.decode()}'::bytea"}
    beheer.execute("SET ROLE zicht_eigenaar")  # who may add rows, and nothing else
    for begin in range(1, tot + 1, _BLOK):
        beheer.execute(_VUL.format(**vast, van=begin, tot=min(begin + _BLOK - 1, tot)))
    beheer.execute("ANALYZE ledger.gebeurtenissen")
    beheer.execute("RESET ROLE")
    beheer.execute("CHECKPOINT")


def _toevoegen(recorder: LedgerRecorder) -> Kant:
    plaatsen = [(uuid4(), count(1)) for _ in range(_WERKERS)]
    act = los_contact()

    def werk(nummer: int) -> None:
        casus, nummers = plaatsen[nummer]
        een = act.model_copy(update={"casus": casus, "volgnummer": next(nummers)})
        opdracht = uuid4()
        recorder.voeg_toe(Toevoeging(opdracht, opdracht.bytes, [codeer(een, VT.id)]))

    return Kant(werk)


def _lezen(recorder: LedgerRecorder, beheer: Kale, omvang: int) -> Kant:
    namen: list[Any] = [rij[0] for rij in beheer.execute(_CASUSSEN, (omvang // _LENGTE - 1,))]
    beurten = [count(nummer * 1201) for nummer in range(_WERKERS)]
    return Kant(lambda nummer: recorder.lees_casus(namen[next(beurten[nummer]) % len(namen)]))


def _op_schijf(beheer: Kale, omvang: int) -> str:
    tabel, indexen = beheer.execute(_GROOTTE).fetchall()[0]
    per_index = ", ".join(f"{naam} {grootte / omvang:.0f}" for naam, grootte in beheer.execute(_INDEXEN))
    rij = f"tabel {tabel / omvang:.0f} bytes, indexen {indexen / omvang:.0f} ({per_index})"
    return f"bij {omvang:,} acten per act: {rij}"
