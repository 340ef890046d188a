"""The answer of a gemeente that was told of falling short (§6.5): a term outside any casus."""

from datetime import date

import pytest
from tests.projections.termijnregels import regel_van
from tests.verhaal import DOOR, VT, WEST, lokaal

from ledger import agreements
from ledger.acts.register import AdviesGegeven, GemeenteGeinformeerd, GemeenteGereageerd
from ledger.gebeurtenis import Registerhandeling
from projections.termijnen import maak_registertermijnen


def register(*acten: tuple) -> list[Registerhandeling]:
    return [
        Registerhandeling(
            regio=VT.id,
            volgnummer=nummer,
            soort=type(act).__name__,
            gebeurd_op=lokaal(op),
            vastgelegd_op=lokaal(op),
            vastgelegd_door=DOOR,
            gegevens=act,
        )
        for nummer, (act, op) in enumerate(acten, start=1)
    ]


def bericht(nummer: str = "b1") -> GemeenteGeinformeerd:
    return GemeenteGeinformeerd(bericht=nummer, gemeente="GM0855", over=WEST, aanleiding="ontvangst")


def antwoord(nummer: str = "b1") -> GemeenteGereageerd:
    return GemeenteGereageerd(bericht=nummer, stappen=("gesprek",))


TOEN = (bericht(), "2020-03-02")
ADVIES = AdviesGegeven(
    advies="a1", datum=date(2020, 3, 2), vrager="anders", gemeente="GM0855", vormen=("psychisch",)
)


@pytest.mark.parametrize(
    ("acten", "op", "verwacht"),
    [
        pytest.param([TOEN], "2020-03-03", ["#1 GEMEENTE tot 2020-04-14: open"], id="told"),
        pytest.param(
            [TOEN, (antwoord(), "2020-04-13 09:00")],
            "2020-05-01",
            ["#1 GEMEENTE tot 2020-04-14: gehaald door #2 op 2020-04-13 09:00"],
            id="answered in six weeks",
        ),
        pytest.param(
            [TOEN, (antwoord(), "2020-04-14")],
            "2020-05-01",
            ["#1 GEMEENTE tot 2020-04-14: te-laat door #2 op 2020-04-14"],
            id="answered late",
        ),
        pytest.param(
            [TOEN, (antwoord("b2"), "2020-03-14")],
            "2020-04-14",
            ["#1 GEMEENTE tot 2020-04-14: verstreken"],
            id="another message was answered",
        ),
        pytest.param(
            [(ADVIES, "2020-03-02")],
            "2020-03-14",
            [],
            id="nobody was told anything",
        ),
        pytest.param(
            [(bericht("b2"), "2020-03-04"), TOEN],
            "2020-03-14",
            ["#2 GEMEENTE tot 2020-04-14: open", "#1 GEMEENTE tot 2020-04-16: open"],
            id="in the order in which they were told",
        ),
    ],
)
def test_a_gemeente_answers_within_six_weeks(acten, op, verwacht):
    lijst = maak_registertermijnen(register(*acten), agreements.met_naam(agreements.STANDAARD))

    assert [regel_van(term, op) for term in lijst if term.status(lokaal(op))] == verwacht


def test_a_gemeente_that_was_not_told_yet_owes_nothing():
    (term,) = maak_registertermijnen(register(TOEN), agreements.met_naam(agreements.STANDAARD))

    assert (term.status(lokaal("2020-03-01")), term.grondslag, term.ernst) == (None, "§6.5", "norm")
