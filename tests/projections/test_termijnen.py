"""The shape of a term and its judgement at an instant (rulebook 6)."""

import pytest
from tests.projections.termijnregels import alle_termijnen, termijnen
from tests.verhaal import (
    BIJ_WEST,
    VT,
    WEST,
    beoordeling,
    bevestigd,
    intrekking,
    lokaal,
    melding,
    overdracht,
    verhaal,
    vervanging,
)

from projections.termijnen import Termijn, termijnen_op

BEGIN, UITERLIJK = "2020-03-02 09:00", "2020-03-10 00:00"
NET_ERVOOR, ERNA = "2020-03-09 23:59:59", "2020-03-12 12:00"
TERMIJN = Termijn("veiligheidsbeoordeling", 1, lokaal(BEGIN), lokaal(UITERLIJK), VT, "§6.1.1")


def gehaald(op: str) -> Termijn:
    return TERMIJN._replace(gehaald_op=lokaal(op), gehaald_door=2)


def vervallen(op: str) -> Termijn:
    return TERMIJN._replace(vervallen_op=lokaal(op))


@pytest.mark.parametrize(
    ("termijn", "op", "status"),
    [
        pytest.param(TERMIJN, "2020-03-02 08:59:59", None, id="not there before it starts"),
        pytest.param(TERMIJN, BEGIN, "open", id="open from its start"),
        pytest.param(TERMIJN, NET_ERVOOR, "open", id="open to the end of its last day"),
        pytest.param(TERMIJN, UITERLIJK, "verstreken", id="lapsed at the deadline itself"),
        pytest.param(
            gehaald("2020-03-05"), "2020-03-04 23:59:59", "open", id="what comes later is not there"
        ),
        pytest.param(gehaald("2020-03-05"), "2020-03-05", "gehaald", id="met at its instant"),
        pytest.param(gehaald(NET_ERVOOR), ERNA, "gehaald", id="met in the last second"),
        pytest.param(gehaald(UITERLIJK), UITERLIJK, "te-laat", id="met at the deadline is late"),
        pytest.param(gehaald(ERNA), UITERLIJK, "verstreken", id="lapsed until it is met late"),
        pytest.param(gehaald(ERNA), ERNA, "te-laat", id="met late"),
        pytest.param(vervallen("2020-03-05"), "2020-03-04", "open", id="open while its ground is there"),
        pytest.param(vervallen("2020-03-05"), "2020-03-05", "vervallen", id="its ground fell away"),
        pytest.param(vervallen("2020-03-05"), ERNA, "vervallen", id="no deadline any more"),
        pytest.param(vervallen(UITERLIJK), ERNA, "verstreken", id="lapses before its ground at that instant"),
        pytest.param(vervallen(ERNA), ERNA, "verstreken", id="a ground that falls away later undoes nothing"),
        pytest.param(
            TERMIJN._replace(uiterlijk=None), "2030-01-01", "open", id="without deadline never lapses"
        ),
        pytest.param(
            gehaald("2030-01-01")._replace(uiterlijk=None), "2030-01-01", "gehaald", id="nor is it ever late"
        ),
        pytest.param(gehaald("2020-03-01"), BEGIN, "gehaald", id="an earlier act may count"),
        pytest.param(gehaald("2020-03-01"), "2020-03-02", None, id="but there is no term before its start"),
    ],
)
def test_a_term_is_judged_at_an_instant(termijn, op, status):
    assert termijn.status(lokaal(op)) == status


def test_a_term_is_written_as_the_contract_does():
    verteld = verhaal(melding(op=BEGIN), beoordeling("overdracht", op="2020-03-05 10:00"))

    lijst = termijnen_op(alle_termijnen(verteld), lokaal("2020-04-01"))

    assert lijst[0] == {
        "soort": "veiligheidsbeoordeling",
        "volgnummer": 1,
        "gestartOp": "2020-03-02T08:00:00Z",
        "uiterlijk": "2020-03-09T23:00:00Z",
        "status": "gehaald",
        "gehaaldOp": "2020-03-05T09:00:00Z",
        "gehaaldDoor": 2,
        "partij": {"soort": "veilig-thuis", "id": "midden-brabant"},
        "ernst": "norm",
        "grondslag": "§6.1.1",
    }


def test_a_term_judged_before_it_was_met_does_not_tell_the_future():
    verteld = verhaal(melding(op=BEGIN), beoordeling("overdracht", op="2020-03-05 10:00"))

    lijst = termijnen_op(alle_termijnen(verteld), lokaal("2020-03-04"))

    assert [(term["soort"], term["status"], term["gehaaldOp"], term["gehaaldDoor"]) for term in lijst] == [
        ("veiligheidsbeoordeling", "open", None, None),
        ("veiligheidsbeoordeling-landelijk", "open", None, None),
    ]


def test_a_term_cannot_be_written_before_it_started():
    with pytest.raises(ValueError, match="nog niet begonnen"):
        TERMIJN.als_dict(lokaal("2020-03-01"))


def test_a_term_without_a_deadline_says_so():
    (ontvangst,) = [
        term
        for term in termijnen_op(
            alle_termijnen(
                verhaal(melding(op=BEGIN), overdracht(aan=WEST, fase="overig", op="2020-03-05 11:00"))
            ),
            lokaal("2020-03-06"),
        )
        if term["soort"] == "ontvangstbevestiging"
    ]

    assert ontvangst["uiterlijk"] is None


def test_terms_come_in_the_order_in_which_they_start():
    lijst = alle_termijnen(
        verhaal(
            melding("m1", op="2020-03-02 09:00"),
            melding("m2", op="2020-03-04 09:00", vast="2020-03-05 12:00"),
            overdracht(aan=WEST, op="2020-03-03 11:00"),
        )
    )

    assert [(term.volgnummer, term.soort) for term in lijst] == [
        (1, "veiligheidsbeoordeling"),
        (1, "veiligheidsbeoordeling-landelijk"),
        (3, "ontvangstbevestiging"),
        (2, "veiligheidsbeoordeling"),
        (2, "veiligheidsbeoordeling-landelijk"),
        (3, "eerste-contact"),  # rechtens, when nobody confirms
    ]


def test_without_a_melding_that_stands_there_is_no_term():
    verteld = verhaal(*BIJ_WEST, intrekking(1, op="2020-03-20"))

    assert alle_termijnen(verteld) == ()
    assert alle_termijnen([]) == ()


def test_a_late_record_counts_from_when_it_is_known():
    """Scenario 10: confirmed on time, recorded late, then corrected to a later moment; three K's."""
    verteld = verhaal(
        melding(op="2020-03-02 09:00"),
        overdracht(aan=WEST, op="2020-03-05 11:00"),
        bevestigd(door=WEST, op="2020-03-06 09:00", vast="2020-03-20 09:00"),
        vervanging(3, gebeurd_op="2020-03-14 09:00", op="2020-04-01 10:00"),
    )

    def op_en_bekend(op: str, bekend: str) -> list[str]:
        return termijnen("ontvangstbevestiging", verteld, op=op, bekend=bekend)

    assert op_en_bekend("2020-03-19", "2020-03-19") == ["#2 WEST tot 2020-03-13: verstreken"]
    assert op_en_bekend("2020-03-19", "2020-03-21") == [
        "#2 WEST tot 2020-03-13: gehaald door #3 op 2020-03-06 09:00"
    ]
    assert op_en_bekend("2020-04-02", "2020-04-02") == [
        "#2 WEST tot 2020-03-13: te-laat door #3 op 2020-03-14 09:00"
    ]
    assert op_en_bekend("2020-03-13 12:00", "2020-04-02") == ["#2 WEST tot 2020-03-13: verstreken"]
