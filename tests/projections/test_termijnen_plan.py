"""Terms of the plan and of casusregie: evaluations, voorwaarden, and the guideline of eighteen months."""

from datetime import date

import pytest
from tests.projections.termijnregels import alle_termijnen, termijnen
from tests.verhaal import (
    BIJ_WEST_NA_DIENST,
    OOST,
    VT,
    WEST,
    Regel,
    dienst,
    handeling,
    intrekking,
    melding,
    regie,
    regie_af,
    regisseur,
    stabiel,
    verhaal,
    vervanging,
)

from ledger.acts.dienst import VoorwaardeVervallen, VoorwaardeVoldaan
from ledger.acts.lokaal_team import (
    VeiligheidsplanGeevalueerd,
    VeiligheidsplanVastgesteld,
    Voorwaardetermijn,
)


def plan(*momenten: str, op: str, door=WEST, **voorwaarden: str) -> Regel:
    act = VeiligheidsplanVastgesteld(
        door=door,
        onderdelen=(),
        evaluatiemomenten=tuple(map(date.fromisoformat, momenten)),
        termijnen=tuple(
            Voorwaardetermijn(voorwaarde=naam, uiterlijk=date.fromisoformat(dag))
            for naam, dag in voorwaarden.items()
        )
        or None,
    )
    return handeling(act, op=op)


def geevalueerd(*, op: str, door=WEST) -> Regel:
    return handeling(VeiligheidsplanGeevalueerd(door=door, bijgesteld=False), op=op)


def voldaan(voorwaarde: str, *, op: str) -> Regel:
    return handeling(VoorwaardeVoldaan(door=WEST, voorwaarde=voorwaarde), op=op)


def vervallen(voorwaarde: str, *, op: str) -> Regel:
    return handeling(VoorwaardeVervallen(door=VT, voorwaarde=voorwaarde), op=op)


BEGIN = BIJ_WEST_NA_DIENST  # WEST holds from 1 April 2020, by #3
PLAN = plan("2020-07-15", op="2020-04-20 10:00")


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([PLAN], "2020-04-20 09:59", [], id="not before the plan"),
        pytest.param([PLAN], "2020-04-20 10:00", ["#4 WEST tot 2020-07-16: open"], id="started"),
        pytest.param(
            [PLAN, geevalueerd(op="2020-07-02 00:00")],
            "2020-08-01",
            ["#4 WEST tot 2020-07-16: gehaald door #5 op 2020-07-02"],
            id="two weeks early is in time",
        ),
        pytest.param(
            [PLAN, geevalueerd(op="2020-06-30 23:59")],
            "2020-08-01",
            ["#4 WEST tot 2020-07-16: verstreken"],
            id="earlier does not count",
        ),
        pytest.param(
            [PLAN, geevalueerd(op="2020-07-15 23:59")],
            "2020-08-01",
            ["#4 WEST tot 2020-07-16: gehaald door #5 op 2020-07-15 23:59"],
            id="met on the day itself",
        ),
        pytest.param(
            [PLAN, geevalueerd(op="2020-07-16 00:00")],
            "2020-08-01",
            ["#4 WEST tot 2020-07-16: te-laat door #5 op 2020-07-16"],
            id="met late",
        ),
        pytest.param(
            [PLAN, stabiel(door=WEST, op="2020-06-01"), dienst(op="2020-06-02")],
            "2020-08-01",
            ["#4 WEST tot 2020-07-16: vervallen"],
            id="zicht left the team",
        ),
        pytest.param(
            [PLAN, dienst(op="2020-08-01")],
            "2020-08-02",
            ["#4 WEST tot 2020-07-16: verstreken"],
            id="zicht left the team after it lapsed",
        ),
        pytest.param(
            [plan("2020-07-15", door=OOST, op="2020-04-20"), dienst(op="2020-06-02")],
            "2020-06-03",
            ["#4 OOST tot 2020-07-16: open"],
            id="zicht does not leave a team that never had it",
        ),
        pytest.param(
            [plan("2020-07-15", "2020-07-20", "2020-12-01", "2020-12-01", op="2020-04-20"),
             geevalueerd(op="2020-07-10")],
            "2020-08-01",
            ["#4 WEST tot 2020-07-16: gehaald door #5 op 2020-07-10",
             "#4 WEST tot 2020-07-21: gehaald door #5 op 2020-07-10", "#4 WEST tot 2020-12-02: open"],
            id="each date has one of its own",
        ),
        pytest.param(
            [PLAN, intrekking(4, op="2020-05-01")], "2020-05-02", [], id="the plan was withdrawn"
        ),
        pytest.param(
            [PLAN, vervanging(4, door=plan("2020-09-15", op="2020-04-20"), op="2020-05-01")],
            "2020-05-02",
            ["#4 WEST tot 2020-09-16: open"],
            id="another date after a correction",
        ),
        pytest.param(
            [PLAN, vervanging(4, door=plan("2020-09-15", op="2020-04-20"), op="2020-05-01")],
            None,
            ["#4 WEST tot 2020-07-16: open"],
            id="before that was known the first date stood",
        ),
        pytest.param(
            [plan("2020-04-01", op="2020-04-20")],
            "2020-04-20",
            ["#4 WEST tot 2020-04-02: verstreken"],
            id="a date that was past already",
        ),
    ],
)  # fmt: skip
def test_a_plan_is_evaluated_on_its_dates(regels, op, verwacht):
    vraag = {"bekend": "2020-04-30"} if op is None else {"op": op}

    assert termijnen("evaluatie-plan", verhaal(*BEGIN, *regels), **vraag) == verwacht


V1 = plan(op="2020-04-20 10:00", v1="2020-06-15")


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([V1], "2020-05-01", ["#4 WEST tot 2020-06-16: open"], id="started"),
        pytest.param(
            [V1, voldaan("v1", op="2020-05-20")],
            "2020-07-01",
            ["#4 WEST tot 2020-06-16: gehaald door #5 op 2020-05-20"],
            id="met in time",
        ),
        pytest.param(
            [V1, voldaan("v1", op="2020-06-16")],
            "2020-07-01",
            ["#4 WEST tot 2020-06-16: te-laat door #5 op 2020-06-16"],
            id="met late",
        ),
        pytest.param([V1], "2020-06-16", ["#4 WEST tot 2020-06-16: verstreken"], id="lapsed"),
        pytest.param(
            [V1, vervallen("v1", op="2020-05-20"), voldaan("v1", op="2020-05-21")],
            "2020-07-01",
            ["#4 WEST tot 2020-06-16: vervallen"],
            id="it no longer applies",
        ),
        pytest.param(
            [V1, voldaan("v2", op="2020-05-20"), vervallen("v2", op="2020-05-21")],
            "2020-06-01",
            ["#4 WEST tot 2020-06-16: open"],
            id="not by another voorwaarde",
        ),
        pytest.param(
            [V1, dienst(op="2020-05-20")],
            "2020-06-01",
            ["#4 WEST tot 2020-06-16: open"],
            id="it stands also when zicht leaves the team",
        ),
        pytest.param(
            [V1, voldaan("v1", op="2020-05-20"), intrekking(5, op="2020-05-25")],
            "2020-07-01",
            ["#4 WEST tot 2020-06-16: verstreken"],
            id="the finding was withdrawn",
        ),
    ],
)
def test_a_voorwaarde_is_met_by_its_date(regels, op, verwacht):
    assert termijnen("voorwaarde-termijn", verhaal(*BEGIN, *regels), op=op) == verwacht


def test_voorwaarden_with_one_date_are_told_apart():
    lijst = alle_termijnen(verhaal(*BEGIN, plan(op="2020-04-20", v2="2020-06-15", v1="2020-06-15")))

    assert [term.betreft for term in lijst if term.soort == "voorwaarde-termijn"] == ["v1", "v2"]


M1 = melding(op="2020-03-02 09:00")
REGIE = regie(door=WEST, op="2020-04-22 09:00")


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([REGIE], "2020-05-01", ["#2 WEST tot 2021-10-23: open"], id="started"),
        pytest.param(
            [REGIE, regie_af(door=WEST, op="2021-10-22 17:00")],
            "2021-11-01",
            ["#2 WEST tot 2021-10-23: gehaald door #3 op 2021-10-22 17:00"],
            id="completed in time",
        ),
        pytest.param(
            [REGIE, regie_af(door=WEST, op="2021-10-23")],
            "2021-11-01",
            ["#2 WEST tot 2021-10-23: te-laat door #3 op 2021-10-23"],
            id="completed late",
        ),
        pytest.param([REGIE], "2021-10-23", ["#2 WEST tot 2021-10-23: verstreken"], id="longer"),
        pytest.param(
            [REGIE, regisseur(op="2020-05-01")],
            "2020-06-01",
            ["#2 WEST tot 2021-10-23: open"],
            id="another person changes nothing",
        ),
        pytest.param(
            [REGIE, intrekking(2, op="2020-05-01")], "2020-06-01", [], id="the start was withdrawn"
        ),
        pytest.param(
            [REGIE, regie(door=OOST, op="2020-06-01"), regie_af(door=OOST, op="2020-07-01")],
            "2020-08-01",
            ["#2 WEST tot 2021-10-23: gehaald door #4 op 2020-07-01",
             "#3 OOST tot 2021-12-02: gehaald door #4 op 2020-07-01"],
            id="a start that replaces another has its own",
        ),
    ],
)  # fmt: skip
def test_casusregie_takes_eighteen_months_at_most(regels, op, verwacht):
    assert termijnen("casusregie-richtlijn", verhaal(M1, *regels), op=op) == verwacht


def test_only_the_guideline_is_information():
    lijst = alle_termijnen(verhaal(*BEGIN, plan("2020-07-15", op="2020-04-20", v1="2020-06-15"), REGIE))

    assert {term.soort for term in lijst if term.ernst == "informatie"} == {"casusregie-richtlijn"}
    assert {term.ernst for term in lijst} == {"norm", "informatie"}
