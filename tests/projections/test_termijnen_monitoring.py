"""Terms of monitoring: the fixed contacts, those agreed on, and closing it."""

from datetime import date

import pytest
from tests.projections.termijnregels import alle_termijnen, termijnen
from tests.verhaal import (
    BIJ_WEST_NA_DIENST,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    Regel,
    bevestigd,
    dienst,
    gestopt,
    handeling,
    incident,
    intrekking,
    melding,
    monitoring_af,
    overdracht,
    stabiel,
    verhaal,
    vervanging,
)

from ledger.acts.monitoring import MonitorcontactGelegd
from ledger.acts.overdracht import Monitorafspraken

BEGIN = BIJ_WEST_NA_DIENST  # monitoring runs from Wednesday 1 April 2020 12:00, by #3
"""Three months end with 1 July 2020, twelve with 1 April 2021, eighteen with 1 October 2021."""


def monitorcontact(*, op: str, volgend: str | None = None) -> Regel:
    act = MonitorcontactGelegd(
        met=(WEST,),
        voorwaarden_voldaan=True,
        oordeel="direct-veilig",
        vervolg=(),
        volgend_contact_op=None if volgend is None else date.fromisoformat(volgend),
    )
    return handeling(act, op=op)


def met_afspraak(eerste: str, fase: str = NA_DIENST) -> Regel:
    verstuurd = overdracht(aan=WEST, fase=fase, op="2020-04-01 12:00")
    afspraken = Monitorafspraken(
        eerste_contact_op=date.fromisoformat(eerste), met=(WEST,), wijze="telefoon", toets_op=("v1",)
    )
    return Regel(verstuurd.op, verstuurd.act.model_copy(update={"monitorafspraken": afspraken}))


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2020-04-01 11:59", [], id="not before monitoring starts"),
        pytest.param([], "2020-04-01 12:00", ["#3 VT tot 2020-07-02: open"], id="started"),
        pytest.param(
            [monitorcontact(op="2020-07-01 17:00")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: gehaald door #4 op 2020-07-01 17:00"],
            id="met on its last day",
        ),
        pytest.param(
            [monitorcontact(op="2020-06-18 00:00")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: gehaald door #4 op 2020-06-18"],
            id="two weeks early is in time",
        ),
        pytest.param(
            [monitorcontact(op="2020-06-16 23:59")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: verstreken"],
            id="earlier does not count",
        ),
        pytest.param(
            [monitorcontact(op="2020-06-16 23:59"), monitorcontact(op="2020-07-02 10:00")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: te-laat door #5 op 2020-07-02 10:00"],
            id="met late, by the first that counts",
        ),
        pytest.param([], "2020-07-02", ["#3 VT tot 2020-07-02: verstreken"], id="lapsed"),
        pytest.param(
            [monitoring_af(op="2020-06-01"), monitorcontact(op="2020-06-20")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: vervallen"],
            id="monitoring was closed first",
        ),
        pytest.param(
            [dienst(op="2020-06-01")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: vervallen"],
            id="Veilig Thuis came to hold",
        ),
        pytest.param(
            [monitoring_af(op="2020-08-01"), monitorcontact(op="2020-08-02")],
            "2020-09-01",
            ["#3 VT tot 2020-07-02: verstreken"],
            id="closing later undoes nothing",
        ),
        pytest.param([], "2022-01-01", ["#3 VT tot 2020-07-02: verstreken"], id="nor does its end rechtens"),
        pytest.param(
            [monitorcontact(op="2020-06-20"), intrekking(4, op="2020-07-10")],
            "2020-08-01",
            ["#3 VT tot 2020-07-02: verstreken"],
            id="the contact was withdrawn",
        ),
        pytest.param(
            [vervanging(3, gebeurd_op="2020-04-15 12:00", op="2020-05-01")],
            "2020-06-01",
            ["#3 VT tot 2020-07-16: open"],
            id="the handover was later than recorded",
        ),
        pytest.param(
            [overdracht("o2", van=WEST, aan=OOST, fase=NA_DIENST, op="2020-05-01")],
            "2020-06-01",
            ["#3 VT tot 2020-07-02: open"],
            id="a next handover starts no second monitoring",
        ),
        pytest.param(
            [monitoring_af(op="2020-05-01"),
             overdracht("o2", van=WEST, aan=OOST, fase=NA_DIENST, op="2020-05-01")],
            "2020-06-01",
            ["#3 VT tot 2020-07-02: vervallen", "#5 VT tot 2020-08-02: open"],
            id="closed and started anew, also at one instant",
        ),
    ],
)  # fmt: skip
def test_a_monitor_contact_after_three_months(regels, op, verwacht):
    assert termijnen("monitorcontact-3-maanden", verhaal(*BEGIN, *regels), op=op) == verwacht


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2020-08-01", ["#3 VT tot 2021-04-02: open"], id="open"),
        pytest.param(
            [monitorcontact(op="2020-07-01"), monitorcontact(op="2021-03-19")],
            "2021-06-01",
            ["#3 VT tot 2021-04-02: gehaald door #5 op 2021-03-19"],
            id="met two weeks early",
        ),
        pytest.param(
            [monitorcontact(op="2021-03-17 12:00")],
            "2021-06-01",
            ["#3 VT tot 2021-04-02: verstreken"],
            id="a day earlier does not count",
        ),
        pytest.param(
            [monitorcontact(op="2021-10-03")],
            "2022-01-01",
            ["#3 VT tot 2021-04-02: verstreken"],
            id="nor does one after monitoring ended rechtens",
        ),
        pytest.param(
            [monitorcontact(op="2021-10-02 00:00")],
            "2022-01-01",
            ["#3 VT tot 2021-04-02: verstreken"],
            id="nor one at the instant at which it ended",
        ),
    ],
)
def test_a_monitor_contact_after_twelve_months(regels, op, verwacht):
    assert termijnen("monitorcontact-12-maanden", verhaal(*BEGIN, *regels), op=op) == verwacht


def test_read_as_a_guideline_monitoring_goes_on_and_a_late_contact_counts():
    verteld = verhaal(*BEGIN, monitorcontact(op="2021-10-03"))

    lijst = termijnen("monitorcontact-12-maanden", verteld, op="2022-01-01", einde_monitoring="richtlijn")

    assert lijst == ["#3 VT tot 2021-04-02: te-laat door #4 op 2021-10-03"]


def test_a_handover_that_lapses_as_monitoring_ends_starts_it_no_second_time():
    """Both at 00:00 on 2 October 2021: the handover comes first, and monitoring still runs then (M1, M3)."""
    verteld = verhaal(
        *BEGIN,
        bevestigd("o1", door=WEST, op="2020-04-01 12:00"),
        overdracht("o2", van=WEST, aan=OOST, fase=NA_DIENST, op="2021-09-24 12:00"),
    )

    lijst = termijnen(
        "afsluiten-monitoring", verteld, op="2022-01-01", overdracht_na_dienst="bevestiging-of-termijn"
    )

    assert lijst == ["#4 VT tot 2021-10-02: verstreken"]


def test_a_direct_handover_starts_no_term_of_monitoring():
    verteld = verhaal(melding(op="2020-03-02"), met_afspraak("2020-05-01", "na-veiligheidsbeoordeling"))

    assert [term.soort for term in alle_termijnen(verteld) if "monitor" in term.soort] == []


def test_months_are_clipped_to_the_last_day():
    verteld = verhaal(melding(op="2020-11-02"), overdracht(aan=WEST, fase=NA_DIENST, op="2020-11-30 12:00"))

    assert termijnen("monitorcontact-3-maanden", verteld, op="2020-12-01") == ["#2 VT tot 2021-03-01: open"]


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2020-04-02", ["#3 VT tot 2020-05-07: open"], id="agreed at the handover"),
        pytest.param(
            [monitorcontact(op="2020-04-10")],
            "2020-06-01",
            ["#3 VT tot 2020-05-07: gehaald door #4 op 2020-04-10"],
            id="met by the next contact, however early",
        ),
        pytest.param(
            [monitorcontact(op="2020-05-07")],
            "2020-06-01",
            ["#3 VT tot 2020-05-07: te-laat door #4 op 2020-05-07"],
            id="met late",
        ),
        pytest.param([], "2020-05-07", ["#3 VT tot 2020-05-07: verstreken"], id="lapsed"),
        pytest.param(
            [monitorcontact(op="2020-05-01", volgend="2020-06-05")],
            "2020-06-01",
            ["#3 VT tot 2020-05-07: gehaald door #4 op 2020-05-01", "#4 VT tot 2020-06-06: open"],
            id="and agreed again at the contact, which does not meet itself",
        ),
        pytest.param(
            [monitorcontact(op="2020-05-01", volgend="2020-06-05"), gestopt(op="2020-05-10")],
            "2020-06-10",
            ["#3 VT tot 2020-05-07: gehaald door #4 op 2020-05-01", "#4 VT tot 2020-06-06: vervallen"],
            id="monitoring ended",
        ),
        pytest.param(
            [monitoring_af(op="2020-04-10"), monitorcontact(op="2020-05-01", volgend="2020-06-05")],
            "2020-06-10",
            ["#3 VT tot 2020-05-07: vervallen"],
            id="nothing to agree on after it ended",
        ),
    ],
)
def test_an_agreed_monitor_contact(regels, op, verwacht):
    verteld = verhaal(*BEGIN[:2], met_afspraak("2020-05-06"), *regels)

    assert termijnen("monitorcontact-afgesproken", verteld, op=op) == verwacht


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2021-09-30", ["#3 VT tot 2021-10-02: open"], id="open"),
        pytest.param([], "2021-10-02", ["#3 VT tot 2021-10-02: verstreken"], id="ended rechtens, not closed"),
        pytest.param(
            [monitoring_af(op="2021-10-01 16:00")],
            "2021-11-01",
            ["#3 VT tot 2021-10-02: gehaald door #4 op 2021-10-01 16:00"],
            id="closed on the last day",
        ),
        pytest.param(
            [monitoring_af(op="2021-11-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: te-laat door #4 op 2021-11-01"],
            id="closed late",
        ),
        pytest.param(
            [stabiel(door=VT, op="2021-03-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: gehaald door #4 op 2021-03-01"],
            id="stably safe by Veilig Thuis",
        ),
        pytest.param(
            [stabiel(door=WEST, op="2021-03-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: verstreken"],
            id="the team's conclusion closes no monitoring",
        ),
        pytest.param(
            [incident(op="2021-01-01"), stabiel(door=VT, op="2021-03-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: verstreken"],
            id="not with unsafety in six months",
        ),
        pytest.param(
            [stabiel(door=VT, herstel=False, op="2021-03-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: verstreken"],
            id="not with a criterion false",
        ),
        pytest.param(
            [dienst(op="2020-06-01"), monitoring_af(op="2020-07-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: vervallen"],
            id="Veilig Thuis came to hold",
        ),
        pytest.param(
            [gestopt(op="2020-06-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: vervallen"],
            id="Veilig Thuis stopped",
        ),
        pytest.param(
            [monitoring_af(op="2021-03-01"), intrekking(4, op="2021-04-01")],
            "2021-12-01",
            ["#3 VT tot 2021-10-02: verstreken"],
            id="the closing was withdrawn",
        ),
    ],
)
def test_monitoring_is_closed_within_eighteen_months(regels, op, verwacht):
    assert termijnen("afsluiten-monitoring", verhaal(*BEGIN, *regels), op=op) == verwacht


def test_read_as_a_guideline_the_eighteen_months_are_still_the_term():
    verteld = verhaal(*BEGIN)

    assert termijnen("afsluiten-monitoring", verteld, op="2021-10-02", einde_monitoring="richtlijn") == [
        "#3 VT tot 2021-10-02: verstreken"
    ]
