"""Answers over HTTP: who was responsible at T, as known at K, and why."""

import threading
import time
from uuid import uuid4

import pytest
from tests.api.conftest import VT, WEST, bevestiging, correctie, overdracht

from projections.stuk import BANEN

VT_JSON = VT.model_dump()
WEST_JSON = WEST.model_dump()


@pytest.fixture
def casus(api):
    """A casus that went to WEST on 9 March; recorded on 1 June, a minute apart; the last act's position."""
    eerste = api.open()
    api.klok.later(minutes=1)
    api.meld(eerste["casus"], overdracht())
    api.klok.later(minutes=1)
    laatste = api.meld(eerste["casus"], bevestiging())
    api.klok.later(minutes=1)
    return f"/casussen/{eerste['casus']}", laatste


# --- verantwoordelijkheid --------------------------------------------------------------------------------


def test_the_answer_says_who_in_which_status_since_when_and_why(api, casus):
    pad, laatste = casus

    antwoord = api.lees(f"{pad}/verantwoordelijkheid", vanaf=laatste, op="2020-03-06T12:00:00Z")

    assert antwoord["zicht"] == {
        "partij": VT_JSON,
        "status": "in-overdracht",
        "sinds": "2020-03-05T10:00:00Z",
        "volgnummer": 2,
        "regel": "Z8",
        "grondslag": "§6.1.1, §4.h",
        "rechtens": False,
    }
    assert antwoord["initiatief-dwang"]["partij"] == VT_JSON
    assert [antwoord[baan] for baan in ("directe-veiligheid", "monitoring", "casusregie")] == [None] * 3
    assert antwoord["positie"] == laatste["positie"]
    assert antwoord["op"] == "2020-03-06T12:00:00Z"
    assert antwoord["bekendOp"] == "2020-06-01T08:03:00Z"
    assert antwoord["afspraken"] == "hart-van-brabant-2020"


@pytest.mark.parametrize(
    ("op", "partij", "status"),
    [
        ("2020-03-02T09:00:00+01:00", VT_JSON, "vast"),
        ("2020-03-05T10:59:59+01:00", VT_JSON, "vast"),
        ("2020-03-05T11:00:00+01:00", VT_JSON, "in-overdracht"),
        ("2020-03-09T12:59:59.999999Z", VT_JSON, "in-overdracht"),
        ("2020-03-09T13:00:00Z", WEST_JSON, "vast"),
        ("2020-03-09t13:00:00z", WEST_JSON, "vast"),
    ],
)
def test_a_piece_holds_from_its_first_instant_up_to_the_next_one(api, casus, op, partij, status):
    pad, laatste = casus

    antwoord = api.lees(f"{pad}/verantwoordelijkheid", vanaf=laatste, op=op, baan="zicht")

    assert (antwoord["zicht"]["partij"], antwoord["zicht"]["status"]) == (partij, status)
    assert not set(BANEN[1:]) & set(antwoord)


def test_an_offset_whose_plus_was_lost_in_the_address_is_still_an_offset(api, casus):
    pad, laatste = casus

    antwoord = api.http.get(
        f"{pad}/verantwoordelijkheid?op=2020-03-09T14:00:00+01:00&vanafPositie={laatste['positie']}"
    )

    assert antwoord.json()["op"] == "2020-03-09T13:00:00Z"


def test_what_was_known_then_is_answered_by_moment_and_by_position(api, casus):
    pad, laatste = casus
    vraag = {"op": "2020-03-10T12:00:00Z", "vanafPositie": laatste["positie"], "baan": "zicht"}

    def houder(bekend_op):
        return api.http.get(f"{pad}/verantwoordelijkheid", params=vraag | {"bekendOp": bekend_op}).json()[
            "zicht"
        ]

    voor_bevestiging = {"status": "in-overdracht", "partij": VT_JSON}
    for bekend_op in (laatste["positie"] - 1, "2020-06-01T08:01:59Z"):
        assert houder(bekend_op).items() >= voor_bevestiging.items()
    for bekend_op in (laatste["positie"], "2020-06-01T08:02:00Z", "2199-01-01T00:00:00Z"):
        assert houder(bekend_op).items() >= {"status": "vast", "partij": WEST_JSON}.items()


def test_the_same_answer_can_be_asked_again_after_more_became_known(api, casus):
    pad, laatste = casus
    vraag = {"op": "2020-03-10T12:00:00Z"}
    toen = api.lees(f"{pad}/verantwoordelijkheid", vanaf=laatste, **vraag)
    api.klok.later(days=1)
    nieuw = api.meld(pad.rsplit("/", 1)[1], correctie(3))

    nu = api.lees(f"{pad}/verantwoordelijkheid", vanaf=nieuw, **vraag)
    opnieuw = api.lees(f"{pad}/verantwoordelijkheid", vanaf=nieuw, bekendOp=toen["positie"], **vraag)

    assert nu["zicht"]["status"] == "in-overdracht"
    assert opnieuw["zicht"] == toen["zicht"]
    assert opnieuw["bekendOp"] == toen["positie"]


@pytest.mark.parametrize(
    ("vraag", "code"),
    [
        ({"op": "2020-03-02T07:59:59Z"}, "nog-geen-melding"),
        ({"bekendOp": "2020-06-01T07:59:59Z"}, "onbekende-casus"),
        ({"bekendOp": 0}, "onbekende-casus"),
    ],
)
def test_before_the_first_melding_and_before_it_was_known_there_is_no_answer(api, casus, vraag, code):
    pad, laatste = casus

    antwoord = api.http.get(
        f"{pad}/verantwoordelijkheid", params=vraag | {"vanafPositie": laatste["positie"]}
    )

    assert (antwoord.status_code, antwoord.json()["code"]) == (404, code)


def test_a_melding_that_was_withdrawn_is_no_melding(api):
    eerste = api.open()
    api.klok.later(minutes=1)
    intrekking = api.meld(eerste["casus"], correctie(1))

    antwoord = api.http.get(
        f"/casussen/{eerste['casus']}/verantwoordelijkheid", params={"vanafPositie": intrekking["positie"]}
    )

    assert (antwoord.status_code, antwoord.json()["code"]) == (404, "nog-geen-melding")


def test_zicht_names_the_casusregisseur_where_the_same_party_has_both(api, casus):
    pad, _ = casus
    regie = {
        "soort": "CasusregieGestart",
        "gebeurdOp": "2020-03-20T10:00:00Z",
        "gegevens": {"door": WEST_JSON, "regisseur": "mw-7"},
    }
    gestart = api.meld(pad.rsplit("/", 1)[1], regie)

    bij_west = api.lees(f"{pad}/verantwoordelijkheid", vanaf=gestart, op="2020-03-21T00:00:00Z")
    daarvoor = api.lees(f"{pad}/verantwoordelijkheid", vanaf=gestart, op="2020-03-19T00:00:00Z")

    assert bij_west["zicht"]["casusregisseur"] == "mw-7"
    assert bij_west["casusregie"]["regisseur"] == "mw-7"
    assert "casusregisseur" not in daarvoor["zicht"]


def test_zicht_names_no_casusregisseur_of_another_party(api):
    eerste = api.open()
    regie = {
        "soort": "CasusregieGestart",
        "gebeurdOp": "2020-03-03T10:00:00Z",
        "gegevens": {"door": WEST_JSON, "regisseur": "mw-7"},
    }
    api.meld(eerste["casus"], overdracht())
    gestart = api.meld(eerste["casus"], regie)

    antwoord = api.lees(
        f"/casussen/{eerste['casus']}/verantwoordelijkheid", vanaf=gestart, op="2020-03-06T10:00:00Z"
    )

    assert antwoord["casusregie"]["regisseur"] == "mw-7"
    assert "casusregisseur" not in antwoord["zicht"]


# --- the history --------------------------------------------------------------------------------------------


def test_the_history_shows_a_correction_at_what_it_corrects(api, casus):
    pad, _ = casus
    nummer = pad.rsplit("/", 1)[1]
    api.klok.later(days=1)
    api.meld(nummer, correctie(3, gebeurdOp="2020-03-09T12:00:00Z"))
    api.meld(nummer, correctie(2))
    api.meld(nummer, correctie(5))

    acten = api.lees(f"{pad}/gebeurtenissen")["gebeurtenissen"]

    assert [(act["volgnummer"], act["status"], act["correcties"]) for act in acten] == [
        (1, "geldig", []),
        (2, "geldig", [5]),
        (3, "vervangen", [4]),
        (4, "geldig", []),
        (5, "ingetrokken", [6]),
        (6, "geldig", []),
    ]
    assert acten[2]["gebeurdOp"] == "2020-03-09T13:00:00Z"
    assert acten[2]["geldtAls"] == {
        "gebeurdOp": "2020-03-09T12:00:00Z",
        "gegevens": bevestiging()["gegevens"],
    }


def test_the_history_as_known_then_does_not_know_what_came_later(api, casus):
    pad, laatste = casus
    api.klok.later(days=1)
    api.meld(pad.rsplit("/", 1)[1], correctie(3))

    for bekend_op in (laatste["positie"], "2020-06-02T00:00:00Z"):
        antwoord = api.http.get(f"{pad}/gebeurtenissen", params={"bekendOp": bekend_op})
        acten = antwoord.json()["gebeurtenissen"]
        assert [(act["volgnummer"], act["status"]) for act in acten] == [(n, "geldig") for n in (1, 2, 3)]
        assert "ETag" not in antwoord.headers, "who writes on needs the casus as it is now"
    assert api.http.get(f"{pad}/gebeurtenissen").headers["ETag"] == '"4"'


@pytest.mark.parametrize(
    "pad",
    ["", "/gebeurtenissen", "/verantwoordelijkheid", "/tijdlijn", "/tijdlijn/verschil?van=0&tot=1"],
)
def test_a_casus_that_is_not_there_is_not_found(api, pad):
    api.open()

    antwoord = api.http.get(f"/casussen/{uuid4()}{pad}")

    assert (antwoord.status_code, antwoord.json()["code"]) == (404, "onbekende-casus")


# --- the timeline, and two of them --------------------------------------------------------------------------


def test_the_timeline_has_the_shape_of_the_contract(api, casus):
    pad, laatste = casus

    tijdlijn = api.lees(f"{pad}/tijdlijn", vanaf=laatste)

    assert tijdlijn["casus"] == pad.rsplit("/", 1)[1]
    assert tijdlijn["bekendOp"] == "2020-06-01T08:03:00Z"
    assert tijdlijn["afspraken"] == "hart-van-brabant-2020"
    assert tijdlijn["positie"] == laatste["positie"]
    assert list(tijdlijn["banen"]) == list(BANEN)
    assert tijdlijn["banen"]["zicht"][-1] == {
        "van": "2020-03-09T13:00:00Z",
        "tot": None,
        "partij": WEST_JSON,
        "status": "vast",
        "volgnummer": 3,
        "regel": "Z8",
        "grondslag": "§6.1.1, §4.h",
        "rechtens": False,
    }


def test_other_agreements_give_another_timeline(api):
    eerste = api.open()
    verstuurd = api.meld(eerste["casus"], overdracht())
    pad = f"/casussen/{eerste['casus']}/tijdlijn"

    eigen = api.lees(pad, vanaf=verstuurd)
    strikt = api.lees(pad, vanaf=verstuurd, afspraken="hart-van-brabant-2020-strikt")
    strikt_toen = api.lees(pad, afspraken="hart-van-brabant-2020-strikt", bekendOp=eerste["positie"])

    assert [stuk["status"] for stuk in eigen["banen"]["zicht"]] == ["vast", "in-overdracht", "vast"]
    assert [stuk["status"] for stuk in strikt["banen"]["zicht"]] == ["vast", "in-overdracht"]
    assert [stuk["status"] for stuk in strikt_toen["banen"]["zicht"]] == ["vast"]
    assert strikt["afspraken"] == "hart-van-brabant-2020-strikt"
    assert strikt["positie"] >= verstuurd["positie"]


def test_agreements_by_a_name_that_nobody_knows_are_refused_and_those_that_exist_are_named(api, casus):
    pad, _ = casus

    antwoord = api.http.get(f"{pad}/tijdlijn", params={"afspraken": "zomaar-iets"})

    (fout,) = antwoord.json()["fouten"]
    assert (antwoord.status_code, fout["veld"], fout["code"]) == (400, "afspraken", "onbekende-afspraken")
    assert "hart-van-brabant-2020-strikt" in fout["melding"]


def test_two_moments_of_knowledge_are_compared_with_the_act_that_changed_it(api, casus):
    pad, laatste = casus

    antwoord = api.lees(
        f"{pad}/tijdlijn/verschil", vanaf=laatste, van="2020-06-01T08:01:00Z", tot=laatste["positie"]
    )

    (verschil,) = antwoord["banen"]["zicht"]
    assert (verschil["van"], verschil["tot"]) == ("2020-03-09T13:00:00Z", "2020-03-12T23:00:00Z")
    assert (verschil["a"]["partij"], verschil["b"]["partij"]) == (VT_JSON, WEST_JSON)
    assert verschil["oorzaken"] == [
        {
            "volgnummer": 3,
            "soort": "OntvangstBevestigd",
            "gebeurdOp": "2020-03-09T13:00:00Z",
            "vastgelegdOp": "2020-06-01T08:02:00Z",
        }
    ]
    assert (antwoord["van"], antwoord["tot"]) == ("2020-06-01T08:01:00Z", laatste["positie"])
    assert antwoord["parameters"] == []


def test_two_readings_are_compared_and_both_rules_named(api):
    eerste = api.open()
    verstuurd = api.meld(eerste["casus"], overdracht())

    antwoord = api.lees(
        f"/casussen/{eerste['casus']}/tijdlijn/verschil",
        vanaf=verstuurd,
        afsprakenA="hart-van-brabant-2020",
        afsprakenB="hart-van-brabant-2020-strikt",
    )

    (verschil,) = antwoord["banen"]["zicht"]
    assert verschil["van"] == "2020-03-12T23:00:00Z"
    assert (verschil["a"]["regel"], verschil["a"]["rechtens"]) == ("Z8", True)
    assert (verschil["b"]["regel"], verschil["b"]["rechtens"]) == ("Z8", False)
    assert [oorzaak["volgnummer"] for oorzaak in verschil["oorzaken"]] == [2]
    assert {
        "parameter": "lezingen.directe_overdracht",
        "a": "belegd-of-termijn",
        "b": "alleen-belegd",
    } in antwoord["parameters"]


@pytest.mark.parametrize(
    "vraag",
    [
        {},
        {"van": 1},
        {"afsprakenA": "hart-van-brabant-2020"},
        {"van": 0, "tot": 1, "afsprakenA": "landelijk-2019", "afsprakenB": "landelijk-2019"},
        {"van": 0, "tot": 1, "bekendOp": 1},
    ],
    ids=str,
)
def test_a_comparison_is_between_two_moments_or_two_readings(api, casus, vraag):
    pad, _ = casus

    antwoord = api.http.get(f"{pad}/tijdlijn/verschil", params=vraag)

    assert (antwoord.status_code, antwoord.json()["fouten"][0]["code"]) == (400, "kies-vergelijking")


def test_a_comparison_goes_forward(api, casus):
    pad, laatste = casus

    antwoord = api.http.get(
        f"{pad}/tijdlijn/verschil", params={"van": laatste["positie"], "tot": "2020-06-01T08:01:00Z"}
    )

    assert (antwoord.status_code, antwoord.json()["fouten"][0]["code"]) == (400, "tot-voor-van")


# --- waiting for one's own write ----------------------------------------------------------------------------


def test_who_waits_for_their_own_write_finds_it(api):
    for _ in range(20):
        eerste = api.open()
        antwoord = api.lees(f"/casussen/{eerste['casus']}/verantwoordelijkheid", vanaf=eerste)
        assert antwoord["zicht"]["status"] == "vast"
        assert antwoord["positie"] >= eerste["positie"]


def test_a_position_that_does_not_come_in_time_is_told_after_a_while(verse_api):
    eerste = verse_api.open()
    verse_api.http.app.state.diensten.instellingen.__dict__["wachttijd_s"] = 0.3
    begin = time.monotonic()

    antwoord = verse_api.http.get(
        f"/casussen/{eerste['casus']}/tijdlijn", params={"vanafPositie": eerste["positie"] + 1}
    )

    assert 0.3 <= time.monotonic() - begin < 3
    assert (antwoord.status_code, antwoord.json()["code"]) == (503, "niet-bijgewerkt")
    assert int(antwoord.headers["Retry-After"]) >= 1


def test_many_who_wait_do_not_keep_others_from_an_answer(verse_api):
    eerste = verse_api.open()
    pad = f"/casussen/{eerste['casus']}"
    verse_api.lees(pad, vanaf=eerste)
    statussen = []

    def wacht():
        vraag = {"vanafPositie": eerste["positie"] + 1}
        statussen.append(verse_api.http.get(pad, params=vraag).status_code)

    wachtenden = [threading.Thread(target=wacht) for _ in range(60)]
    for wachtende in wachtenden:
        wachtende.start()
    begin = time.monotonic()
    verse_api.lees(pad)
    duur = time.monotonic() - begin
    verse_api.open()
    for wachtende in wachtenden:
        wachtende.join()

    assert duur < verse_api.instellingen.wachttijd_s / 2
    assert set(statussen) <= {200, 503}
    assert 200 in statussen, "the position came, and who waited for it got the answer"


def test_a_position_that_is_still_to_come_is_no_moment_of_knowledge(api, casus):
    pad, laatste = casus

    for deel in ("verantwoordelijkheid", "tijdlijn", "gebeurtenissen"):
        antwoord = api.http.get(f"{pad}/{deel}", params={"bekendOp": laatste["positie"] + 10_000})
        assert (antwoord.status_code, antwoord.json()["fouten"][0]["code"]) == (400, "positie-bestaat-niet")


def test_as_known_at_ones_own_write_needs_no_waiting(api):
    eerste = api.open()

    antwoord = api.lees(f"/casussen/{eerste['casus']}/tijdlijn", bekendOp=eerste["positie"])

    assert len(antwoord["banen"]["zicht"]) == 1
