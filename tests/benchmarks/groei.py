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
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.leesmodelgroei import Zaad, grootte, laat_groeien, zaai
from tests.benchmarks.omgeving import OPEN_DEEL, VT, Kale, eerste_act, server

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
    """Measure at every size of `--groei`; give `--groei 100000 10000000` for the line of the issue."""
    verslag = Verslag()
    _grootboek(keuze, verslag)
    _leesmodel(keuze, verslag)
    return verslag


def _grootboek(keuze: Keuze, verslag: Verslag) -> None:
    """Append, and load a casus."""
    uitslagen: list[Uitslag] = []
    with server(_RUIM) as draait, ExitStack() as stapel:
        beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
        pool = stapel.enter_context(open_pool(draait.app, minimaal=_WERKERS, maximaal=_WERKERS))
        recorder = LedgerRecorder(pool)
        for omvang in keuze.groei:
            _vul(beheer, recorder.hoogste_positie(), omvang)
            kanten = {"toevoegen": _toevoegen(recorder), "casus lezen": _lezen(recorder, beheer, omvang)}
            uitslagen.append(meet(f"grootboek, {omvang:,} acten", kanten, keuze, werkers=_WERKERS))
            verslag.opmerkingen.append(_op_schijf(beheer, omvang))
    _sluit_af(verslag, uitslagen)


def _leesmodel(keuze: Keuze, verslag: Verslag) -> None:
    """Ask about one casus, and across casussen."""
    uitslagen: list[Uitslag] = []
    with server(_RUIM) as draait, ExitStack() as stapel:
        beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
        pool = stapel.enter_context(
            open_leespool(draait.app, rol=GEHEEL, minimaal=_WERKERS, maximaal=_WERKERS)
        )
        leesmodel = Leesmodel(pool)
        zaad = zaai(draait, beheer, min(_ZAAD, *keuze.groei))
        for omvang in keuze.groei:
            keren = laat_groeien(beheer, zaad, omvang)
            kanten = _vragen(leesmodel, zaad, keren)
            uitslagen.append(meet(f"leesmodel, {omvang:,} acten", kanten, keuze, werkers=1))
            tabel, indexen = (grootte / (keren * zaad.acten) for grootte in grootte(beheer))
            verslag.opmerkingen.append(
                f"leesmodel bij {omvang:,} acten per act: tabellen {tabel:.0f} bytes, indexen {indexen:.0f}"
            )
    _sluit_af(verslag, uitslagen)


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


def _sluit_af(verslag: Verslag, uitslagen: list[Uitslag]) -> None:
    """Hold the largest to the smallest."""
    eerste, laatste = uitslagen[0], uitslagen[-1]
    verslag.uitslagen += uitslagen
    verslag.doelen += [_blijft(wat, eerste, laatste) for wat in eerste.kanten]


def _blijft(wat: str, eerste: Uitslag, laatste: Uitslag) -> Doel:
    return Doel(f"{wat}: {laatste.naam} / {eerste.naam}", 0.75, laatste.mediaan(wat) / eerste.mediaan(wat))


def _vul(beheer: Kale, vanaf: int, tot: int) -> None:
    vast = {"lengte": _LENGTE, "regio": f"'{VT.id}'", "open": f"'{OPEN_DEEL.decode()}'::bytea"}
    beheer.execute("SET ROLE zicht_eigenaar")  # who may add rows, and nothing else
    for begin in range(vanaf + 1, tot + 1, _BLOK):
        beheer.execute(_VUL.format(**vast, van=begin, tot=min(begin + _BLOK - 1, tot)))
    beheer.execute("ANALYZE ledger.gebeurtenissen")
    beheer.execute("RESET ROLE")
    beheer.execute("CHECKPOINT")


def _toevoegen(recorder: LedgerRecorder) -> Kant:
    plaatsen = [(uuid4(), count(1)) for _ in range(_WERKERS)]
    act = eerste_act()

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
