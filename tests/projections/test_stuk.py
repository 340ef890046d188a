"""How pieces are laid out from what a lane shows after each change (contract timeline)."""

import pytest
from tests.verhaal import BIJ_WEST, OOST, VT, WEST, lokaal, regie, verhaal

from projections.stuk import Reden, Stuk, Vertoon, leg_baan, stuk_op
from projections.tijdlijn import maak_tijdlijn

A, B = Vertoon(VT, "vast"), Vertoon(WEST, "vast")


def op(dag):
    return lokaal(f"2020-03-{dag:02} 10:00")


def gelegd(*wisselingen):
    """Lay out (day, shown) and give the pieces as (from, to, shown, number of the change)."""
    genummerd = enumerate(wisselingen, start=1)
    stukken = leg_baan((op(dag), vertoon, Reden(nummer, "Z1", "§3")) for nummer, (dag, vertoon) in genummerd)
    return [(s.van.day, s.tot and s.tot.day, s.vertoon, s.reden.volgnummer) for s in stukken]


@pytest.mark.parametrize(
    ("wisselingen", "stukken"),
    [
        ([], []),
        ([(2, None)], []),
        ([(2, A)], [(2, None, A, 1)]),
        ([(2, A), (3, B)], [(2, 3, A, 1), (3, None, B, 2)]),
        ([(2, A), (3, A)], [(2, None, A, 1)]),
        ([(2, A), (3, None)], [(2, 3, A, 1)]),
        ([(2, A), (3, None), (4, A)], [(2, 3, A, 1), (4, None, A, 3)]),
        ([(2, A), (2, B)], [(2, None, B, 2)]),
        ([(2, A), (2, None)], []),
        ([(2, A), (3, B), (3, A)], [(2, None, A, 1)]),
        ([(2, A), (3, None), (3, A)], [(2, None, A, 1)]),
        ([(2, A), (3, B), (3, None), (4, B)], [(2, 3, A, 1), (4, None, B, 4)]),
        ([(2, A), (3, None), (3, B)], [(2, 3, A, 1), (3, None, B, 3)]),
        ([(2, A), (3, B), (3, A), (3, B)], [(2, 3, A, 1), (3, None, B, 4)]),
    ],
)
def test_stukken_sluiten_aan_zijn_nooit_leeg_en_buren_verschillen(wisselingen, stukken):
    assert gelegd(*wisselingen) == stukken


def test_een_andere_regisseur_is_een_ander_stuk():
    eerst, dan = Vertoon(WEST, "vast", "mw-7"), Vertoon(WEST, "vast", "mw-8")

    assert gelegd((2, eerst), (3, dan)) == [(2, 3, eerst, 1), (3, None, dan, 2)]


REDEN = Reden(1, "Z1", "§3")
EERSTE, TWEEDE = Stuk(op(2), op(4), A, REDEN), Stuk(op(5), None, B, REDEN)


@pytest.mark.parametrize(
    ("dag", "stuk"),
    [(1, None), (2, EERSTE), (3, EERSTE), (4, None), (5, TWEEDE), (31, TWEEDE)],
)
def test_een_stuk_loopt_van_tot_maar_niet_tot_en_met(dag, stuk):
    assert stuk_op([EERSTE, TWEEDE], op(dag)) is stuk


def test_alleen_casusregie_noemt_een_regisseur():
    banen = maak_tijdlijn(verhaal(*BIJ_WEST, regie("mw-7", door=OOST, op="2020-03-10 10:00"))).banen

    assert banen["casusregie"][0].als_dict()["regisseur"] == "mw-7"
    assert "regisseur" not in banen["zicht"][0].als_dict()
    assert banen["initiatief-dwang"][-1].als_dict()["partij"] is None
    assert banen["initiatief-dwang"][-1].als_dict()["tot"] is None
