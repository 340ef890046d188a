"""Append and ask in a ledger that gets larger: what stays the same, what grows, and what it takes on disk.

The ledger's rows are made in the database itself: one filled casus, copied under other ids as often as is
asked. The read model's are those of a small one, longer and longer ago (`leesmodelgroei`).
"""

import random
from contextlib import ExitStack
from datetime import datetime, timedelta
from hashlib import md5
from itertools import count
from typing import Any
from uuid import UUID, uuid4

import psycopg
from tests.benchmarks.harness import Doel, Kant, Keuze, Verslag, meet
from tests.benchmarks.leesmodelgroei import Zaad, grootte, laat_groeien, zaai
from tests.benchmarks.omgeving import OPEN_DEEL, VT, Kale, los_contact, server

from ledger.store.codec import codeer
from ledger.store.connection import GEHEEL, open_pool
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
_RUIM = {"max_wal_size": "4GB"}
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


def draai(keuze: Keuze) -> Verslag:
    """Measure every size of `--groei` in turn; `--groei 100000 10000000` for the line of the issue.

    Each size has a server of its own, so that all of them can be asked within one round.
    """
    verslag = Verslag()
    for opzet, werkers in ((_grootboek, _WERKERS), (_leesmodel, 1)):
        with ExitStack() as stapel:
            per_omvang = {omvang: opzet(omvang, keuze, verslag, stapel) for omvang in keuze.groei}
            for wat in per_omvang[keuze.groei[0]]:
                kanten = {f"{omvang:,} acten": kanten[wat] for omvang, kanten in per_omvang.items()}
                uitslag = meet(wat, kanten, keuze, werkers=werkers)
                eerste, laatste = f"{keuze.groei[0]:,} acten", f"{keuze.groei[-1]:,} acten"
                verhouding = uitslag.verhouding(laatste, eerste)
                verslag.uitslagen.append(uitslag)
                verslag.doelen.append(Doel(f"{wat}: bij {laatste} / {eerste}", 0.75, verhouding))
    return verslag


def _grootboek(omvang: int, _: Keuze, verslag: Verslag, stapel: ExitStack) -> dict[str, Kant]:
    """Append, and load a casus."""
    draait = stapel.enter_context(server(_RUIM))
    beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
    pool = stapel.enter_context(open_pool(draait.app, minimaal=_WERKERS, maximaal=_WERKERS))
    recorder = LedgerRecorder(pool)
    _vul(beheer, omvang)
    verslag.opmerkingen.append(_op_schijf(beheer, omvang))
    return {"toevoegen": _toevoegen(recorder), "casus lezen": _lezen(recorder, beheer, omvang)}


def _leesmodel(omvang: int, keuze: Keuze, verslag: Verslag, stapel: ExitStack) -> dict[str, Kant]:
    """Ask about one casus, and across casussen."""
    draait = stapel.enter_context(server(_RUIM))
    beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
    pool = stapel.enter_context(open_leespool(draait.app, rol=GEHEEL))
    zaad = zaai(draait, beheer, min(_ZAAD, *keuze.groei))
    keren = laat_groeien(beheer, zaad, omvang)
    tabel, indexen = (bytes_ / (keren * zaad.acten) for bytes_ in grootte(beheer))
    verslag.opmerkingen.append(
        f"leesmodel bij {omvang:,} acten per act: tabellen {tabel:.0f} bytes, indexen {indexen:.0f}"
    )
    return _vragen(Leesmodel(pool), zaad, keren)


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
        "één casus": Kant(een_casus),
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
