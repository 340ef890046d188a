"""What a gemeente was told of a party, and whether it answered within six weeks (§6.5)."""

import pytest
from tests.projections.rapporten.bron import Geheugen
from tests.registerverhaal import geinformeerd, gereageerd, register
from tests.verhaal import OOST, VT, WEST, lokaal

from projections.rapporten.tekortschieten import maak_tekortschieten, per_partij

GEZEGD = (geinformeerd(), "2020-03-02 10:00")


def berichten(*acten, op="2020-12-01", regio=None):
    return maak_tekortschieten(Geheugen(register=register(*acten)), lokaal(op), regio)


@pytest.mark.parametrize(
    ("acten", "op", "status", "stappen"),
    [
        pytest.param([GEZEGD], "2020-04-13 23:59", "open", [], id="within six weeks"),
        pytest.param([GEZEGD], "2020-04-14 00:00", "verstreken", [], id="after them"),
        pytest.param(
            [GEZEGD, (gereageerd(), "2020-04-13 12:00")], "2020-12-01", "gehaald", ["gesprek"], id="met"
        ),
        pytest.param(
            [GEZEGD, (gereageerd(), "2020-04-14 12:00")], "2020-12-01", "te-laat", ["gesprek"], id="late"
        ),
        pytest.param(
            [GEZEGD, (gereageerd(), "2020-04-13 12:00")], "2020-04-01", "open", [], id="still to come"
        ),
        pytest.param(
            [GEZEGD, (gereageerd(), "2020-03-03"), (gereageerd(stappen=("verbeterplan",)), "2020-05-03")],
            "2020-12-01",
            "gehaald",
            ["verbeterplan"],
            id="the first answer counts, the last says which steps",
        ),
    ],
)
def test_the_answer_is_due_in_six_weeks(acten, op, status, stappen):
    (bericht,) = berichten(*acten, op=op)

    assert (bericht.als_dict()["status"], bericht.als_dict()["stappen"]) == (status, stappen)


def test_a_message_as_it_is_shown():
    (bericht,) = berichten(GEZEGD, (gereageerd(), "2020-03-04 12:00"))

    assert bericht.als_dict() == {
        "regio": VT.id,
        "bericht": "b-1",
        "gemeente": "GM0855",
        "over": {"soort": "lokaal-team", "id": "wijkteam-west"},
        "aanleiding": "herhaald-te-laat",
        "geinformeerdOp": "2020-03-02T09:00:00Z",
        "uiterlijk": "2020-04-13T22:00:00Z",
        "status": "gehaald",
        "beantwoordOp": "2020-03-04T11:00:00Z",
        "stappen": ["gesprek"],
    }


def test_before_it_was_sent_there_is_no_message():
    assert berichten(GEZEGD, op="2020-03-02 09:59") == []
    assert berichten(GEZEGD, regio="west-brabant") == []


def test_messages_are_counted_per_party_those_with_most_first():
    gezegd = berichten(
        (geinformeerd("b-1", over=OOST), "2020-03-02"),
        (geinformeerd("b-2", over=WEST), "2020-03-03"),
        (geinformeerd("b-3", over=WEST), "2020-11-20"),
    )

    assert [regel.als_dict() for regel in per_partij(gezegd)] == [
        {
            "regio": VT.id, "over": {"soort": "lokaal-team", "id": "wijkteam-west"}, "berichten": 2,
            "open": 1, "gehaald": 0, "te-laat": 0, "verstreken": 1,
        },
        {
            "regio": VT.id, "over": {"soort": "lokaal-team", "id": "wijkteam-oost"}, "berichten": 1,
            "open": 0, "gehaald": 0, "te-laat": 0, "verstreken": 1,
        },
    ]  # fmt: skip
