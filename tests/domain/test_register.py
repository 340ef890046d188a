"""What the register of a region takes and what it refuses; given these acts, when this one is reported."""

import json
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.registerverhaal import (
    NU,
    activiteit,
    advies,
    afgenomen,
    geevalueerd,
    geinformeerd,
    gemeld,
    gereageerd,
    register,
)
from tests.verhaal import DOOR, VT, lokaal

from ledger.errors import Geweigerd
from ledger.gebeurtenis import lees_registeraanmelding, lees_registerhandeling
from ledger.register import Ids, Register, decide, evolve

PERSOON = "geen-persoonsgegevens-in-advies"


def gegeven(*acten):
    return evolve(Register(VT.id), *register(*acten))


def fouten(staat, act, op="2020-06-01 12:00", nu=NU):
    try:
        decide(staat, gemeld(act, op), DOOR, nu)
    except Geweigerd as geweigerd:
        return [(fout.veld, fout.code) for fout in geweigerd.fouten]
    return []


def test_an_act_gets_the_next_volgnummer_of_its_region_and_the_moment_of_recording():
    staat = gegeven(advies("a"), advies("b"))

    handeling = decide(staat, gemeld(advies("c")), DOOR, NU)

    assert (handeling.regio, handeling.volgnummer) == (VT.id, 3)
    assert (handeling.gebeurd_op, handeling.vastgelegd_op) == (lokaal("2020-06-01 12:00"), NU)
    assert handeling.vastgelegd_door == DOOR


def test_the_moment_of_recording_never_goes_back():
    staat = gegeven((advies("a"), "2020-06-02 12:00"))

    handeling = decide(staat, gemeld(advies("b")), DOOR, lokaal("2020-06-01 13:00"))

    assert handeling.vastgelegd_op == lokaal("2020-06-02 12:01")


@pytest.mark.parametrize(
    ("eerder", "act", "verwacht"),
    [
        pytest.param([], advies(), [], id="advies"),
        pytest.param([advies()], advies("adv-2"), [], id="another advies"),
        pytest.param([advies()], advies(), [("gegevens.advies", "id-bestaat-al")], id="advies twice"),
        pytest.param([], afgenomen(), [], id="plustaken"),
        pytest.param([], geevalueerd(), [], id="an evaluation of plustaken that nobody recorded"),
        pytest.param(
            [], afgenomen(tot="2020-01-01"), [("gegevens.tot", "periode-leeg")], id="a period without a day"
        ),
        pytest.param([], afgenomen(tot="2020-01-02"), [], id="a period of one day"),
        pytest.param(
            [], geevalueerd(tot="2019-01-01"), [("gegevens.tot", "periode-leeg")], id="a period backwards"
        ),
        pytest.param([], activiteit(), [], id="activity"),
        pytest.param([geinformeerd()], gereageerd(), [], id="answer"),
        pytest.param([geinformeerd(), gereageerd()], gereageerd(), [], id="a second answer"),
        pytest.param([], gereageerd(), [("gegevens.bericht", "onbekend-bericht")], id="answer to nothing"),
        pytest.param(
            [geinformeerd()], geinformeerd(), [("gegevens.bericht", "id-bestaat-al")], id="message twice"
        ),
        pytest.param(
            [],
            advies(gemeente="Tilburg"),
            [("gegevens.gemeente", "ongeldige-gemeente")],
            id="gemeente by name",
        ),
        pytest.param(
            [],
            advies(vormen=("partnergeweld", "J.Jansen")),
            [("gegevens.vormen.1", "ongeldige-code")],
            id="a name as form of violence",
        ),
        pytest.param(
            [], activiteit(doelgroep="123456782"), [("gegevens.doelgroep", "ongeldige-code")], id="number"
        ),
        pytest.param(
            [geinformeerd()],
            gereageerd(stappen=("Gesprek",)),
            [("gegevens.stappen.0", "ongeldige-code")],
            id="a step that is no code",
        ),
        pytest.param([], advies("123456782"), [("gegevens.advies", PERSOON)], id="a BSN as id"),
        pytest.param([], advies("a-123456782"), [], id="an id with a letter"),
    ],
)
def test_what_is_taken_and_what_is_refused(eerder, act, verwacht):
    assert fouten(gegeven(*eerder), act) == verwacht


@given(st.lists(st.lists(st.sampled_from("abcdefghij"), max_size=4), max_size=20))
def test_ids_added_a_few_at_a_time_are_all_known_and_no_others(porties):
    ids = Ids()
    for portie in porties:
        eerder, ids = ids, ids.met(portie)
        assert [x for x in portie if x not in ids] == []
        assert [x for x in "abcdefghij" if x in eerder and x not in ids] == []

    assert {x for x in "abcdefghij" if x in ids} == {x for portie in porties for x in portie}


def test_an_act_does_not_lie_in_the_future():
    nu = lokaal("2020-06-01 12:00")

    assert fouten(Register(VT.id), advies(), nu=nu) == []
    assert fouten(Register(VT.id), advies(), nu=nu - timedelta(microseconds=1)) == [
        ("gebeurdOp", "gebeurd-op-in-toekomst")
    ]
    assert fouten(Register(VT.id), advies(datum="2020-06-02"), nu=nu) == [
        ("gegevens.datum", "datum-in-toekomst")
    ]


def regel(**anders):
    gegevens = {
        "advies": "a-1", "datum": "2020-06-01", "vrager": "professional", "gemeente": "GM0855", "vormen": [],
    }  # fmt: skip
    gemeld = {"soort": "AdviesGegeven", "gebeurdOp": "2020-06-01T12:00:00+02:00"}
    return json.dumps({**gemeld, "gegevens": gegevens} | anders)


@pytest.mark.parametrize(
    ("anders", "veld"),
    [
        ({"vertrouwelijk": {"naam": "A. Voorbeeld"}}, "vertrouwelijk"),
        ({"naam": "A. Voorbeeld"}, "naam"),
        ({"casus": "00000000-0000-4000-8000-000000000001"}, "casus"),
    ],
)
def test_what_could_hold_a_person_is_refused_without_repeating_it(anders, veld):
    with pytest.raises(Geweigerd) as geweigerd:
        lees_registeraanmelding(regel(**anders))

    assert [(fout.veld, fout.code) for fout in geweigerd.value.fouten] == [(veld, PERSOON)]
    assert "Voorbeeld" not in str(geweigerd.value)


def test_a_field_in_the_open_part_that_could_hold_a_person_is_refused_too():
    ruw = json.loads(regel())
    ruw["gegevens"]["omschrijving"] = "mevrouw belde over haar zoon"

    with pytest.raises(Geweigerd) as geweigerd:
        lees_registeraanmelding(json.dumps(ruw))

    assert [(f.veld, f.code) for f in geweigerd.value.fouten] == [("gegevens.omschrijving", PERSOON)]


def test_a_line_is_read_back_as_it_was_written():
    acten = (advies(), afgenomen(), activiteit(), geevalueerd(), geinformeerd(), gereageerd())
    for handeling in register(*acten):
        regel = handeling.als_dict()
        assert list(regel)[:3] == ["regio", "volgnummer", "soort"]
        gelezen = lees_registerhandeling(json.dumps(regel))
        assert (gelezen.als_dict(), gelezen.gegevens) == (regel, handeling.gegevens)
