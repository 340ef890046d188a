"""Plustaken per gemeente and period: what was bought, done and decided."""

import pytest
from tests.projections.rapporten.bron import Geheugen
from tests.registerverhaal import activiteit, afgenomen, geevalueerd, register
from tests.verhaal import VT, lokaal

from projections.rapporten.plustaken import maak_plustaken

NA_AFLOOP = lokaal("2021-06-01 12:00")


def regels(*acten, op=NA_AFLOOP, regio=None):
    return [regel.als_dict() for regel in maak_plustaken(Geheugen(register=register(*acten)), op, regio)]


def test_the_figures_of_helmond():
    """Source 001: all three plustaken from September for a year, for € 180.163,50."""
    alle = ("voorlichting", "deskundigheidsbevordering", "samenwerking-sociale-teams")
    (regel,) = regels(
        afgenomen("2018-09-01", "2019-09-01", "GM0794", 180_163_50, plustaken=alle),
        activiteit("2018-09-01", "GM0794", uren=2.5, deelnemers=20),
        activiteit("2019-08-31", "GM0794", uren=3, deelnemers=12, plustaak="deskundigheidsbevordering"),
        geevalueerd("2018-09-01", "2019-09-01", "GM0794"),
    )

    assert regel == {
        "regio": VT.id,
        "gemeente": "GM0794",
        "van": "2018-09-01",
        "tot": "2019-09-01",
        "plustaken": list(alle),
        "bedrag": 180163.5,
        "activiteiten": 2,
        "activiteitenPerPlustaak": {"deskundigheidsbevordering": 1, "voorlichting": 1},
        "deelnemers": 32,
        "uren": 5.5,
        "bedragPerUur": 32757.0,
        "bedragPerDeelnemer": 5630.11,
        "evaluatie": "voortzetten",
    }


@pytest.mark.parametrize(
    ("op", "acten", "verwacht"),
    [
        ("2020-12-31 23:59", [], "nog-niet"),
        ("2021-01-01 00:00", [], "verschuldigd"),
        ("2021-06-01", [(geevalueerd(besluit="stoppen"), "2021-02-01")], "stoppen"),
        ("2021-01-31", [(geevalueerd(besluit="stoppen"), "2021-02-01")], "verschuldigd"),
        ("2021-06-01", [(geevalueerd(gemeente="GM0867"), "2021-02-01")], "verschuldigd"),
    ],
)
def test_the_evaluation_is_due_when_the_period_is_over(op, acten, verwacht):
    (regel, *_) = regels(afgenomen(), *acten, op=lokaal(op))

    assert regel["evaluatie"] == verwacht


@pytest.mark.parametrize(
    ("datum", "plustaak", "verwacht"),
    [
        ("2020-01-01", "voorlichting", [1, 0]),
        ("2019-12-31", "voorlichting", [0, 0, 1]),
        ("2020-07-01", "voorlichting", [1, 0]),
        ("2020-07-01", "samenwerking-sociale-teams", [0, 1]),
        ("2020-07-01", "deskundigheidsbevordering", [1, 0]),
        ("2021-01-01", "voorlichting", [0, 1]),
        ("2021-07-01", "voorlichting", [0, 0, 1]),
    ],
)
def test_an_activity_belongs_to_the_period_around_it_in_which_it_was_bought(datum, plustaak, verwacht):
    gedaan = regels(
        afgenomen("2020-01-01", "2021-01-01"),
        afgenomen("2020-07-01", "2021-07-01", plustaken=("samenwerking-sociale-teams",)),
        (activiteit(datum, plustaak=plustaak), "2021-08-01"),
    )

    assert [regel["activiteiten"] for regel in gedaan] == verwacht


def test_what_lies_in_no_period_is_shown_without_one_and_nothing_is_divided_by_nought():
    (regel,) = regels(activiteit(uren=0, deelnemers=0))

    assert (regel["van"], regel["tot"], regel["activiteiten"], regel["evaluatie"]) == (
        None, None, 1, "niet-van-toepassing",
    )  # fmt: skip
    assert (regel["bedragPerUur"], regel["bedragPerDeelnemer"]) == (None, None)


def test_purchases_for_the_same_period_are_added_up_and_a_region_can_be_chosen():
    acten = (afgenomen(bedrag_cent=100), afgenomen(bedrag_cent=50, plustaken=("samenwerking-sociale-teams",)))

    (regel,) = regels(*acten, regio=VT.id)

    assert (regel["bedrag"], regel["plustaken"]) == (1.5, ["voorlichting", "samenwerking-sociale-teams"])
    assert regels(*acten, regio="west-brabant") == []
