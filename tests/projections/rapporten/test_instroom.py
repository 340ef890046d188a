"""Instroom: which meldingen and adviezen count, in which year and where."""

import pytest
from tests.projections.rapporten.bron import Geheugen, casus, gemeld
from tests.registerverhaal import advies, gecorrigeerd, register
from tests.verhaal import VT, intrekking, vervanging

from projections.rapporten.instroom import Periode, maak_instroom

ALLES = Periode()


def regels(bron, periode=ALLES, per="gemeente", **keuzes):
    return [
        (r.jaar, r.gemeente, r.meldingen, r.politie, r.adviezen)
        for r in maak_instroom(bron, periode, per, **keuzes)
    ]


def test_meldingen_per_year_and_gemeente_with_the_police_apart():
    bron = Geheugen(
        casus(1, gemeld(op="2020-03-02 09:00"), gemeld("m2", op="2021-03-02 09:00", melder="politie")),
        casus(2, gemeld(op="2020-03-02 09:00", gemeente="GM0867", melder="politie")),
        register=register((advies(), "2020-06-01"), (advies("a2", datum="2020-06-02"), "2021-01-04")),
    )

    assert regels(bron) == [
        (2020, "GM0855", 1, 0, 2),
        (2020, "GM0867", 1, 1, 0),
        (2020, None, 2, 1, 2),
        (2021, "GM0855", 1, 1, 0),
        (2021, None, 1, 1, 0),
    ]
    assert regels(bron, per="jaar") == [(2020, None, 2, 1, 2), (2021, None, 1, 1, 0)]


@pytest.mark.parametrize(
    ("op", "jaar"),
    [("2020-12-31 23:59", 2020), ("2021-01-01 00:00", 2021), ("2021-01-01 00:30", 2021)],
)
def test_the_year_is_that_of_the_dutch_calendar(op, jaar):
    assert regels(Geheugen(casus(1, gemeld(op=op))), per="jaar") == [(jaar, None, 1, 0, 0)]


EERSTE = gemeld(op="2020-03-02")
TWEEDE = gemeld("m2", op="2020-03-03")


@pytest.mark.parametrize(
    ("correcties", "verwacht"),
    [
        pytest.param([], [(2020, None, 2, 0, 0)], id="none"),
        pytest.param([intrekking(2, op="2020-04-01")], [(2020, None, 1, 0, 0)], id="withdrawn"),
        pytest.param(
            [intrekking(2, op="2020-04-01"), intrekking(3, op="2020-04-02")],
            [(2020, None, 2, 0, 0)],
            id="the withdrawal withdrawn",
        ),
        pytest.param(
            [vervanging(2, gebeurd_op="2021-03-03", op="2021-04-01")],
            [(2020, None, 1, 0, 0), (2021, None, 1, 0, 0)],
            id="in another year",
        ),
        pytest.param(
            [vervanging(2, door=gemeld("m2", op="2020-03-03", melder="politie"), op="2020-04-01")],
            [(2020, None, 2, 1, 0)],
            id="of the police after all",
        ),
    ],
)
def test_only_what_stands_after_corrections_counts(correcties, verwacht):
    bron = Geheugen(casus(1, EERSTE, TWEEDE, *correcties), casus(2))

    assert regels(bron, per="jaar") == verwacht


@pytest.mark.parametrize(
    ("periode", "jaren"),
    [
        (Periode(), [2019, 2020, 2021]),
        (Periode(van=2020), [2020, 2021]),
        (Periode(tot=2020), [2019, 2020]),
        (Periode(2020, 2020), [2020]),
        (Periode(regio="west-brabant"), []),
        (Periode(regio=VT.id), [2019, 2020, 2021]),
    ],
)
def test_years_and_region_can_be_chosen(periode, jaren):
    bron = Geheugen(*(casus(jaar, gemeld(op=f"{jaar}-03-02")) for jaar in (2019, 2020, 2021)))

    assert [jaar for jaar, *_ in regels(bron, periode, "jaar")] == jaren


def test_outside_small_numbers_are_left_out_and_both_forms_leave_out_the_same():
    veel = [casus(n, gemeld(op="2020-03-02")) for n in range(1, 10)]
    weinig = [casus(n, gemeld(op="2020-03-02", gemeente="GM0867")) for n in range(20, 22)]
    bron = Geheugen(*veel, *weinig)

    assert regels(bron, extern=True) == [
        (2020, "GM0855", None, 0, 0),
        (2020, "GM0867", None, 0, 0),
        (2020, None, 11, 0, 0),
    ]
    assert regels(bron, per="jaar", extern=True) == [(2020, None, 11, 0, 0)]
    assert regels(bron)[0] == (2020, "GM0855", 9, 0, 0)


def test_meldingen_that_are_not_of_the_police_do_not_follow_from_those_that_are():
    """Nine of the police and two others: with the total and the police shown, the two would follow."""
    van_politie = [casus(n, gemeld(op="2020-03-02", melder="politie")) for n in range(1, 10)]
    andere = [casus(n, gemeld(op="2020-03-02")) for n in range(20, 22)]

    ((*_, meldingen, politie, _adviezen),) = regels(Geheugen(*van_politie, *andere), per="jaar", extern=True)

    assert None in {meldingen, politie}


def test_an_advies_counts_as_it_stands_after_corrections():
    zonder = gecorrigeerd(1)
    elders = gecorrigeerd(
        2, advies="a2", datum="2019-03-01", vrager="professional", gemeente="GM0867", vormen=[]
    )
    acten = register(advies(), advies("a2"), advies("a3"), zonder, elders, gecorrigeerd(4))

    assert regels(Geheugen(register=acten[:3])) == [(2020, "GM0855", 0, 0, 3), (2020, None, 0, 0, 3)]
    assert regels(Geheugen(register=acten[:5])) == [
        (2019, "GM0867", 0, 0, 1),
        (2019, None, 0, 0, 1),
        (2020, "GM0855", 0, 0, 1),
        (2020, None, 0, 0, 1),
    ]
    assert regels(Geheugen(register=acten))[-1] == (2020, None, 0, 0, 2)
