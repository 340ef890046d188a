"""Append and ask in a ledger that gets larger: what stays the same, what grows, and what it takes on disk.

The rows are made in the database itself: one filled casus, copied under other ids as often as is asked.
"""

from contextlib import ExitStack
from itertools import count
from typing import Any
from uuid import uuid4

import psycopg
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.omgeving import OPEN_DEEL, VT, Kale, eerste_act, server

from ledger.store.codec import codeer
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Toevoeging

_LENGTE = 30
_WERKERS = 4
_BLOK = 200_000

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
    with server({"max_wal_size": "4GB"}) as draait, ExitStack() as stapel:
        beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
        pool = stapel.enter_context(open_pool(draait.app, minimaal=_WERKERS, maximaal=_WERKERS))
        recorder = LedgerRecorder(pool)
        for omvang in keuze.groei:
            _vul(beheer, recorder.hoogste_positie(), omvang)
            kanten = {"toevoegen": _toevoegen(recorder), "casus lezen": _lezen(recorder, beheer, omvang)}
            verslag.uitslagen.append(meet(f"bij {omvang:,} acten", kanten, keuze, werkers=_WERKERS))
            verslag.opmerkingen.append(_op_schijf(beheer, omvang))
    eerste, laatste = verslag.uitslagen[0], verslag.uitslagen[-1]
    verslag.doelen = [_blijft(wat, eerste, laatste) for wat in eerste.kanten]
    return verslag


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
