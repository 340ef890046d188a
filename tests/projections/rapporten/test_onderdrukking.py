"""What may be published of a table, judged by somebody who tries every other filling of the open places."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from projections.rapporten.onderdrukking import is_af_te_leiden, met_totalen, netwerk, onderdruk

HOOGSTE = 6
"""One more than the highest number below: what can be another number can also be one more or one less."""


def fillings(tabel, hoogste):
    """Give every table that shows the same, with at least 1 in each place that was left out.

    A total that was left out may be anything that the cells add up to.
    """
    rijen, kolommen = len(tabel) - 1, len(tabel[0]) - 1
    open_cellen = [(r, k) for r in range(rijen) for k in range(kolommen) if tabel[r][k] is None]
    for waarden in product(range(1, hoogste + 1), repeat=len(open_cellen)):
        cellen = [list(rij[:-1]) for rij in tabel[:-1]]
        for (r, k), waarde in zip(open_cellen, waarden, strict=True):
            cellen[r][k] = waarde
        heel = met_totalen(cellen)
        if all(
            getoond in {None, echt}
            for toon, rij in zip(tabel, heel, strict=True)
            for getoond, echt in zip(toon, rij, strict=True)
        ):
            yield heel


def worked_out(tabel, hoogste):
    """Give the places that were left out and have the same number in every filling."""
    alle = list(fillings(tabel, hoogste))
    assert alle, "the truth itself is one"
    return [
        (r, k)
        for r, rij in enumerate(tabel)
        for k, getoond in enumerate(rij)
        if getoond is None and len({heel[r][k] for heel in alle}) == 1
    ]


def alone(tabel):
    """Give rows and columns in which exactly one number was left out."""
    lijnen = [*tabel, *zip(*tabel, strict=True)]
    return [lijn for lijn in lijnen if sum(getoond is None for getoond in lijn) == 1]


tables = st.integers(1, 3).flatmap(
    lambda breedte: st.lists(
        st.lists(st.sampled_from([0, 0, 1, 2, 4, 5]), min_size=breedte, max_size=breedte),
        min_size=1,
        max_size=6 // breedte,
    )
)


@given(tables)
def test_no_number_that_was_left_out_can_be_worked_out(cellen):
    tabel = onderdruk(cellen)

    assert worked_out(tabel, HOOGSTE) == []
    assert alone(tabel) == []


@given(tables)
def test_without_totals_of_rows_neither(cellen):
    tabel = onderdruk(cellen, rijtotalen=False)

    assert all(rij[-1] is None for rij in tabel)
    laatste = len(tabel[0]) - 1
    assert [(r, k) for r, k in worked_out(tabel, HOOGSTE) if k != laatste] == []


def test_without_totals_of_rows_what_stands_alone_in_its_row_stays():
    assert onderdruk([[9, 0], [8, 0]], rijtotalen=False) == [[9, 0, None], [8, 0, None], [17, 0, None]]


@given(tables)
def test_no_small_number_is_shown_and_what_is_shown_is_true(cellen):
    for echt, getoond in zip(met_totalen(cellen), onderdruk(cellen), strict=True):
        for getal, uit in zip(echt, getoond, strict=True):
            assert uit in {None, getal}
            assert uit is None or uit == 0 or uit >= 5


@given(tables)
def test_a_table_without_small_numbers_stays_as_it_is(cellen):
    groot = [[getal and getal + 5 for getal in rij] for rij in cellen]

    assert onderdruk(groot) == met_totalen(groot)


@pytest.mark.parametrize(
    ("cellen", "verwacht"),
    [
        pytest.param([[3]], [[None, None], [None, None]], id="everything is small"),
        pytest.param([[0]], [[0, 0], [0, 0]], id="nothing there"),
        pytest.param([[5, 9]], [[5, 9, 14], [5, 9, 14]], id="five is shown"),
        pytest.param(
            [[4], [20], [30]],
            [[None, None], [None, None], [30, 30], [54, 54]],
            id="one small gemeente takes the smallest other with it, the total stays",
        ),
        pytest.param(
            [[1], [1], [10]],
            [[None, None], [None, None], [None, None], [12, 12]],
            id="two ones that only add up to two ask for a third",
        ),
        pytest.param(
            [[2], [0]], [[None, None], [0, 0], [None, None]], id="a nought hides nothing, so the total goes"
        ),
    ],
)
def test_what_is_left_out(cellen, verwacht):
    assert onderdruk(cellen) == verwacht


def test_two_in_every_row_and_column_is_not_enough():
    """Two squares of open places with a bridge between: the bridge follows from the sums of one square."""
    cellen = [
        [9, 9, 0, 0],
        [9, 9, 9, 0],
        [0, 0, 9, 9],
        [0, 0, 9, 9],
    ]
    weg = {(0, 0), (0, 1), (1, 0), (1, 1), (1, 2), (2, 2), (2, 3), (3, 2), (3, 3)}

    af_te_leiden = {plaats for plaats in weg if is_af_te_leiden(netwerk(met_totalen(cellen)), weg, plaats)}

    assert af_te_leiden == {(1, 2)}


@given(tables, st.data())
def test_what_is_said_to_be_workable_out_is_exactly_that(cellen, data):
    heel = met_totalen(cellen)
    plaatsen = [(r, k) for r, rij in enumerate(heel) for k, getal in enumerate(rij) if getal]
    weg = set(data.draw(st.lists(st.sampled_from(plaatsen), unique=True)) if plaatsen else [])
    getoond = [[None if (r, k) in weg else n for k, n in enumerate(rij)] for r, rij in enumerate(heel)]

    assert {p for p in weg if is_af_te_leiden(netwerk(heel), weg, p)} == set(worked_out(getoond, HOOGSTE))
