"""Terms of the rights of the people in a file: to be told, and to have their data destroyed."""

from datetime import date

import pytest
from tests.projections.termijnregels import alle_termijnen, termijnen
from tests.verhaal import (
    VT,
    Regel,
    handeling,
    intrekking,
    melding,
    verhaal,
    vervanging,
)

from ledger.acts.dossier import (
    InformerenUitgesteld,
    PersoonsgegevensVernietigd,
    VernietigingBesloten,
    VernietigingVerzocht,
)
from ledger.acts.melding import DirectbetrokkeneGeregistreerd, DirectbetrokkenenGeinformeerd

M1 = melding(op="2020-03-02 09:00")


def geregistreerd(persoon: str = "p1", *, op: str, vast: str | None = None) -> Regel:
    return handeling(DirectbetrokkeneGeregistreerd(persoon=persoon, rol="kind"), op=op, vast=vast)


def geinformeerd(*personen: str, op: str, over: str = "vastlegging", vast: str | None = None) -> Regel:
    act = DirectbetrokkenenGeinformeerd(door=VT, over=over, wijze="brief", personen=personen or None)
    return handeling(act, op=op, vast=vast)


def uitgesteld(tot: str, *, op: str, persoon: str = "p1") -> Regel:
    act = InformerenUitgesteld(persoon=persoon, tot=date.fromisoformat(tot), grond="veiligheid")
    return handeling(act, op=op)


def vernietigd(persoon: str | None = None, *, op: str, verzoek: str | None = None) -> Regel:
    act = PersoonsgegevensVernietigd(persoon=persoon, grond="verzoek", verzoek=verzoek)
    return handeling(act, op=op)


P1 = geregistreerd(op="2020-03-02 10:00", vast="2020-03-03 09:00")


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([P1], "2020-03-03 08:59", [], id="not when it took place"),
        pytest.param([P1], "2020-03-03 09:00", ["#2 VT tot 2020-04-01: open"], id="but when it was recorded"),
        pytest.param(
            [P1, geinformeerd("p2", "p1", op="2020-03-31 12:00")],
            "2020-05-01",
            ["#2 VT tot 2020-04-01: gehaald door #3 op 2020-03-31 12:00"],
            id="told on the last day",
        ),
        pytest.param(
            [P1, geinformeerd("p1", op="2020-04-01")],
            "2020-05-01",
            ["#2 VT tot 2020-04-01: te-laat door #3 op 2020-04-01"],
            id="told late",
        ),
        pytest.param([P1], "2020-04-01", ["#2 VT tot 2020-04-01: verstreken"], id="never told"),
        pytest.param(
            [P1, geinformeerd("p1", over="melding", op="2020-03-10"), geinformeerd("p2", op="2020-03-11"),
             geinformeerd(op="2020-03-12")],
            "2020-05-01",
            ["#2 VT tot 2020-04-01: verstreken"],
            id="told of something else, or others, or nobody by name",
        ),
        pytest.param(
            [geinformeerd("p1", op="2020-03-02 09:30"), P1],
            "2020-03-03 09:00",
            ["#3 VT tot 2020-04-01: gehaald door #2 op 2020-03-02 09:30"],
            id="told before it was recorded",
        ),
        pytest.param(
            [P1, vernietigd("p1", op="2020-03-10")],
            "2020-05-01",
            ["#2 VT tot 2020-04-01: vervallen"],
            id="erased",
        ),
        pytest.param(
            [P1, vernietigd(op="2020-03-10"), geinformeerd("p1", op="2020-03-11")],
            "2020-05-01",
            ["#2 VT tot 2020-04-01: vervallen"],
            id="the whole casus was erased",
        ),
        pytest.param(
            [P1, vernietigd("p2", op="2020-03-10")], "2020-03-11", ["#2 VT tot 2020-04-01: open"],
            id="another was erased",
        ),
        pytest.param(
            [P1, geregistreerd(op="2020-03-20")], "2020-03-21", ["#2 VT tot 2020-04-01: open"],
            id="the first recording counts",
        ),
        pytest.param(
            [P1, geregistreerd(op="2020-03-20"), intrekking(2, op="2020-03-21")],
            "2020-03-22",
            ["#3 VT tot 2020-04-18: open"],
            id="the first that stands",
        ),
        pytest.param(
            [P1, vervanging(2, gebeurd_op="2020-03-02 09:30", op="2020-03-21")],
            "2020-03-22",
            ["#2 VT tot 2020-04-01: open"],
            id="a correction records nobody anew",
        ),
        pytest.param(
            [P1, geregistreerd("p2", op="2020-03-20 10:00")],
            "2020-03-21",
            ["#2 VT tot 2020-04-01: open", "#3 VT tot 2020-04-18: open"],
            id="each person has one",
        ),
    ],
)  # fmt: skip
def test_a_person_is_told_within_four_weeks_of_recording(regels, op, verwacht):
    assert termijnen("informeren-betrokkene", verhaal(M1, *regels), op=op) == verwacht


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-03-25")],
            "2020-03-26",
            ["#2 VT tot 2020-04-11: open"],
            id="to the date that was given",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-03-25 12:00")],
            "2020-03-25 12:00",
            ["#2 VT tot 2020-04-11: open"],
            id="from the instant of postponing",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-03-25")],
            "2020-03-24",
            ["#2 VT tot 2020-04-01: open"],
            id="not before it was postponed",
        ),
        pytest.param(
            [uitgesteld("2020-07-01", op="2020-03-25")],
            "2020-03-26",
            ["#2 VT tot 2020-04-15: open"],
            id="two weeks at most",
        ),
        pytest.param(
            [uitgesteld("2020-07-01", op="2020-03-25"), uitgesteld("2020-07-01", op="2020-04-14")],
            "2020-04-20",
            ["#2 VT tot 2020-04-29: open"],
            id="and then two weeks more",
        ),
        pytest.param(
            [uitgesteld("2020-03-27", op="2020-03-25")],
            "2020-03-26",
            ["#2 VT tot 2020-04-01: open"],
            id="postponing never shortens",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-03-31 23:59")],
            "2020-04-11",
            ["#2 VT tot 2020-04-11: verstreken"],
            id="lapsed after all",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-04-01 00:00")],
            "2020-04-05",
            ["#2 VT tot 2020-04-01: verstreken"],
            id="what has lapsed cannot be postponed",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-03-25"), geinformeerd("p1", op="2020-04-09")],
            "2020-05-01",
            ["#2 VT tot 2020-04-11: gehaald door #4 op 2020-04-09"],
            id="told within the postponement",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", persoon="p2", op="2020-03-25")],
            "2020-03-26",
            ["#2 VT tot 2020-04-01: open"],
            id="of another person",
        ),
        pytest.param(
            [uitgesteld("2020-04-10", op="2020-03-25"), intrekking(3, op="2020-04-02")],
            "2020-04-03",
            ["#2 VT tot 2020-04-01: verstreken"],
            id="the postponement was withdrawn",
        ),
    ],
)
def test_telling_a_person_is_postponed_two_weeks_at_a_time(regels, op, verwacht):
    assert termijnen("informeren-betrokkene", verhaal(M1, P1, *regels), op=op) == verwacht


def besluit(uitkomst: str, *, op: str, verzoek: str = "z1") -> Regel:
    grond = "wettelijke-plicht" if uitkomst == "geweigerd" else None
    return handeling(VernietigingBesloten(verzoek=verzoek, besluit=uitkomst, grond=grond), op=op)


VERZOEK = handeling(VernietigingVerzocht(verzoek="z1", persoon="p1"), op="2020-11-30 10:00")


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2020-12-01", ["#2 VT tot 2021-03-01: open"], id="three months, clipped"),
        pytest.param(
            [besluit("geweigerd", op="2021-02-28 20:00")],
            "2021-04-01",
            ["#2 VT tot 2021-03-01: gehaald door #3 op 2021-02-28 20:00"],
            id="refused on the last day",
        ),
        pytest.param(
            [besluit("deels", op="2021-03-01")],
            "2021-04-01",
            ["#2 VT tot 2021-03-01: te-laat door #3 op 2021-03-01"],
            id="decided late",
        ),
        pytest.param(
            [besluit("toegewezen", op="2021-02-01")],
            "2021-02-02",
            ["#2 VT tot 2021-03-01: open"],
            id="granted, not carried out",
        ),
        pytest.param(
            [besluit("toegewezen", op="2021-02-01")],
            "2021-03-01",
            ["#2 VT tot 2021-03-01: verstreken"],
            id="granted, never carried out",
        ),
        pytest.param(
            [besluit("toegewezen", op="2021-02-01"), vernietigd("p1", verzoek="z1", op="2021-02-03")],
            "2021-04-01",
            ["#2 VT tot 2021-03-01: gehaald door #4 op 2021-02-03"],
            id="granted and carried out",
        ),
        pytest.param(
            [vernietigd(op="2021-01-03"), besluit("toegewezen", op="2021-02-01")],
            "2021-04-01",
            ["#2 VT tot 2021-03-01: gehaald door #4 op 2021-02-01"],
            id="carried out with the whole casus before it was granted",
        ),
        pytest.param(
            [besluit("toegewezen", op="2021-02-01"), vernietigd("p2", verzoek="z2", op="2021-02-03")],
            "2021-02-04",
            ["#2 VT tot 2021-03-01: open"],
            id="another was erased",
        ),
        pytest.param(
            [besluit("geweigerd", verzoek="z2", op="2021-02-01")],
            "2021-02-04",
            ["#2 VT tot 2021-03-01: open"],
            id="another request was decided on",
        ),
        pytest.param(
            [besluit("geweigerd", op="2021-02-01"), intrekking(3, op="2021-02-02")],
            "2021-04-01",
            ["#2 VT tot 2021-03-01: verstreken"],
            id="the decision was withdrawn",
        ),
    ],
)
def test_a_request_for_destruction_is_decided_within_three_months(regels, op, verwacht):
    assert termijnen("beslissen-vernietiging", verhaal(M1, VERZOEK, *regels), op=op) == verwacht


def test_the_law_also_counts_before_the_first_melding():
    """The first melding turned out to be of a later day than the person's registration."""
    verteld = verhaal(M1, P1, VERZOEK, vervanging(1, gebeurd_op="2021-01-04 09:00", op="2021-01-05"))

    assert [term.soort for term in alle_termijnen(verteld)] == [
        "informeren-betrokkene",
        "beslissen-vernietiging",
        "veiligheidsbeoordeling",
        "veiligheidsbeoordeling-landelijk",
    ]
