"""What waits for a party, against a walk over all cases; and that it is found by index."""

import re
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from tests.projections.leesmodel.test_rechten_en_indexen import BEREIKEN, plan
from tests.projections.leesmodel.test_vragen_termijnen import (
    GEBIEDEN,
    KENNIS,
    OP,
    alle_bladzijden,
    bevolkt,
    oordelen,
)
from tests.projections.leesmodel.verhalen import BEGIN, OOST, VT, WEST

from ledger.store.connection import verbind
from ledger.values import Partij
from projections.leesmodel import termijnvragen
from projections.leesmodel.tabellen import conninfo_als
from projections.leesmodel.voorwaarden import samen, vaste
from projections.leesmodel.werklijst import _TELLINGEN, Werkfilter, _filter, tel_werk, werklijst
from projections.werk import TAKEN, URGENTIES, taak_van, urgentie

__all__ = ["bevolkt"]

NOOIT = datetime.max.replace(tzinfo=UTC)
BIJNA = timedelta(days=20)
MOMENTEN = [OP, BEGIN + timedelta(days=12)]


def wacht(bevolkt, partij, op, bekend, regios):
    """Walk over the fold of every case: what is open or has lapsed for this party."""
    for casus, oordeel in oordelen(bevolkt, bekend, regios):
        for termijn in oordeel.termijnen:
            if termijn.partij == partij and termijn.status(op) in {"open", "verstreken"}:
                yield casus, termijn


def test_the_pages_are_all_that_waits_for_the_party(opstelling, bevolkt):
    gezien = Counter()
    for op, bekend, regios, partij in product(MOMENTEN, KENNIS, GEBIEDEN, [VT, WEST, OOST]):
        verwacht = Counter(wacht(bevolkt, partij, op, bekend, regios))

        def vraag(op=op, bekend=bekend, regios=regios, partij=partij, **blad):
            return werklijst(
                opstelling.leesmodel, Werkfilter(partij), op=op, bekend=bekend, regios=regios, **blad
            )

        regels = list(alle_bladzijden(vraag, 7))
        assert Counter((regel.casus, regel.termijn) for regel in regels) == verwacht
        volgorde = [(regel.termijn.uiterlijk or NOOIT, regel.casus) for regel in regels]
        assert volgorde == sorted(volgorde)
        gezien.update(taak_van(termijn.soort) for _, termijn in verwacht.elements())
    assert len(gezien) >= 4


def test_tasks_and_urgencies_share_out_all_that_waits_and_are_counted(opstelling, bevolkt):
    gezien = Counter()
    for op, partij in product(MOMENTEN, [VT, WEST]):
        verwacht = Counter(
            (taak_van(termijn.soort), urgentie(termijn.uiterlijk, op, BIJNA))
            for _, termijn in wacht(bevolkt, partij, op, None, None)
        )
        gevonden = Counter()
        for taak, hoe in product(TAKEN, URGENTIES):
            welke = Werkfilter(partij, taak, hoe, BIJNA)
            blad = werklijst(opstelling.leesmodel, welke, op=op, regios=None, limiet=1000)
            gevonden[taak, hoe] = len(blad.regels)
            assert {taak_van(regel.termijn.soort) for regel in blad.regels} <= {taak}
        positie, geteld = tel_werk(
            opstelling.leesmodel, Werkfilter(partij, "dienst", "open", BIJNA), op=op, regios=None
        )
        assert +gevonden == verwacht == Counter(geteld)
        assert positie == blad.positie
        assert list(geteld) == sorted(geteld, key=lambda een: (TAKEN.index(een[0]), URGENTIES.index(een[1])))
        gezien.update(een[1] for een in geteld)
    assert gezien.keys() == set(URGENTIES)


DIT_TEAM = Partij(soort="lokaal-team", id="p7")

# A party of fifty among many cases: enough for the planner to choose as it does with millions.
_VEEL = """
INSERT INTO projecties.termijnen_1
       (casus, gestart_op, uiterlijk, gehaald_op, gehaald_door, bekend_van, bekend_van_positie, kenmerk,
        sleutel, volgnummer, regio, soort, partij_soort, partij_id, ernst, grondslag)
SELECT md5(n::text)::uuid, van, van + interval '8 days',
       CASE WHEN n % 20 > 0 THEN van + interval '3 days' END, CASE WHEN n % 20 > 0 THEN 2 END, van, n, n,
       n % 50, 1, 'r', 'ontvangstbevestiging', 'lokaal-team', 'p' || n % 50, 'norm', '§4.h'
  FROM generate_series(1, 20000) n,
       LATERAL (SELECT timestamptz '2020-03-02 08:00Z' + n * interval '1 hour' AS van) t
"""


@pytest.mark.parametrize("bereik", BEREIKEN.values(), ids=BEREIKEN)
def test_what_waits_is_found_by_index(opstelling, database, bereik):
    opstelling.beheer.execute(_VEEL)
    opstelling.beheer.execute("ANALYZE projecties.termijnen_1")
    with verbind(conninfo_als(database.app, "zicht_lezer")) as lezer:
        for bekend in (None, 9_000, BEGIN + timedelta(days=70)):
            filter_ = _filter(Werkfilter(DIT_TEAM), OP)
            waarden = termijnvragen.waarden_voor(filter_, OP, bekend, ["r"]) | {"bijna": OP}
            voorwaarden = [
                *vaste(bekend, ["r"], DIT_TEAM),
                *termijnvragen.voorwaarden_voor(filter_, bekend),
            ]

            uitleg = plan(lezer, bereik, samen(_TELLINGEN, voorwaarden), waarden)

            gevonden = set(re.findall(r"Scan (?:using|on) termijnen_(\w+)_1", uitleg))
            assert gevonden == {"open", "verstreken", *(["eerder"] if bekend is not None else [])}
            assert "Seq Scan on termijnen" not in uitleg
