"""Months, kwartalen and a year side by side, judged by somebody who tries every other filling of all."""

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from projections.rapporten.onderdrukking import met_totalen, onderdruk_jaar

HOOGSTE = 7


def whole_year(maanden):
    """Give what is true of the months, the kwartalen and the year, each with its total."""
    per_maand = met_totalen(maanden)[:-1]
    per_kwartaal = [met_totalen(maanden[q : q + 3])[-1] for q in range(0, 12, 3)]
    return [*per_maand, *per_kwartaal, met_totalen(maanden)[-1]]


def shown(maanden):
    return onderdruk_jaar(maanden)


def worked_out(maanden):
    """Give the places that were left out and are the same in everything that would be shown so."""
    getoond = shown(maanden)
    breedte = len(maanden[0])
    open_cellen = [(m, k) for m in range(12) for k in range(breedte) if getoond[m][k] is None]
    mogelijk = {}
    for waarden in product(range(1, HOOGSTE + 1), repeat=len(open_cellen)):
        cellen = [list(rij[:-1]) for rij in getoond[:12]]
        for (m, k), waarde in zip(open_cellen, waarden, strict=True):
            cellen[m][k] = waarde
        heel = whole_year(cellen)
        if all(
            toon in {None, echt}
            for uit, rij in zip(getoond, heel, strict=True)
            for toon, echt in zip(uit, rij, strict=True)
        ):
            for r, rij in enumerate(heel):
                for k, echt in enumerate(rij):
                    mogelijk.setdefault((r, k), set()).add(echt)
    assert mogelijk, "the truth itself is one"
    return [
        plaats for plaats, wat in mogelijk.items() if len(wat) == 1 and getoond[plaats[0]][plaats[1]] is None
    ]


@st.composite
def years(draw):
    """Draw a year in which at most four numbers are not nought: what is nought is never left out."""
    breedte = draw(st.integers(1, 2))
    maanden = [[0] * breedte for _ in range(12)]
    for plek in draw(st.lists(st.integers(0, 12 * breedte - 1), max_size=4, unique=True)):
        maanden[plek // breedte][plek % breedte] = draw(st.sampled_from([1, 2, 4, 5, 6]))
    return maanden


@given(years())
def test_nothing_follows_from_months_kwartalen_and_year_together(maanden):
    assert worked_out(maanden) == []


@given(years())
def test_what_is_shown_is_true_and_not_small(maanden):
    for echt, getoond in zip(whole_year(maanden), shown(maanden), strict=True):
        for getal, uit in zip(echt, getoond, strict=True):
            assert uit in {None, getal}
            assert uit is None or uit == 0 or uit >= 5


def test_a_small_month_does_not_follow_from_its_kwartaal():
    maanden = [[5], [2], [7]] + [[0]] * 9

    jaar = onderdruk_jaar(maanden)

    assert [rij[0] for rij in jaar[:3]] == [None, None, 7]
    assert jaar[12][0] == jaar[16][0] == 14


def test_a_small_kwartaal_does_not_follow_from_the_year_nor_from_months():
    maanden = [[3], [0], [0], [9], [8], [0], [40], [0], [0], [30], [0], [0]]

    jaar = onderdruk_jaar(maanden)

    assert [rij[0] for rij in jaar[12:14]] == [None, None]
    assert None in {rij[0] for rij in jaar[3:5]}
    assert (jaar[14][0], jaar[16][0]) == (40, 90)
