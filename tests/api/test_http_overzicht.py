"""Answers across cases over HTTP, and what is said of a casus that stands still."""

from uuid import UUID

import psycopg
import pytest
from tests.api.conftest import WEST, bevestiging, overdracht

WEST_JSON = WEST.model_dump()


@pytest.fixture
def zeven(verse_api):
    """Seven cases: three handed over to WEST; the position of the last act."""
    casussen = []
    for nummer in range(7):
        laatste = verse_api.open()
        casussen.append(laatste["casus"])
        if nummer < 3:
            verse_api.meld(laatste["casus"], overdracht())
            laatste = verse_api.meld(laatste["casus"], bevestiging())
    return casussen, laatste


def test_the_cases_of_a_party_come_a_page_at_a_time(verse_api, zeven):
    casussen, laatste = zeven
    vraag = {"partij": "lokaal-team:wijkteam-west", "pageSize": 2}

    eerste = verse_api.lees("/verantwoordelijkheden", vanaf=laatste, **vraag)
    tweede = verse_api.lees("/verantwoordelijkheden", cursor=eerste["volgende"], **vraag)

    gevonden = [regel["casus"] for bladzijde in (eerste, tweede) for regel in bladzijde["resultaten"]]
    assert gevonden == sorted(casussen[:3], key=UUID)
    assert [len(bladzijde["resultaten"]) for bladzijde in (eerste, tweede)] == [2, 1]
    assert tweede["volgende"] is None
    assert eerste["resultaten"][0]["stuk"]["partij"] == WEST_JSON
    assert eerste["resultaten"][0]["regio"] == "midden-brabant"


def test_all_pages_are_about_the_moment_of_the_first(verse_api, zeven):
    _, laatste = zeven
    eerste = verse_api.lees("/verantwoordelijkheden", vanaf=laatste, pageSize=3)
    verse_api.klok.later(days=1)
    for nummer in range(3):
        nieuw = verse_api.open(gebeurdOp=f"2020-05-0{nummer + 1}T09:00:00Z")

    rest = verse_api.lees("/verantwoordelijkheden", vanaf=nieuw, pageSize=100, cursor=eerste["volgende"])

    assert len(eerste["resultaten"]) + len(rest["resultaten"]) == 7
    assert (rest["op"], rest["bekendOp"]) == (eerste["op"], laatste["positie"])


@pytest.mark.parametrize(
    ("vraag", "aantal"),
    [
        ({}, 7),
        ({"status": "vast"}, 7),
        ({"status": "betwist"}, 0),
        ({"op": "2020-03-06T00:00:00Z", "status": "in-overdracht"}, 3),
        ({"op": "2020-03-06T00:00:00Z", "partij": "veilig-thuis:midden-brabant"}, 7),
        ({"op": "2020-03-01T00:00:00Z"}, 0),
        ({"bekendOp": "2020-01-01T00:00:00Z"}, 0),
        ({"bekendOp": 1}, 1),
        ({"baan": "monitoring"}, 0),
        ({"baan": "initiatief-dwang", "status": "te-bezien"}, 3),
    ],
    ids=str,
)
def test_cases_are_found_by_party_status_lane_and_moment(verse_api, zeven, vraag, aantal):
    _, laatste = zeven

    assert len(verse_api.lees("/verantwoordelijkheden", vanaf=laatste, **vraag)["resultaten"]) == aantal


def test_a_cursor_of_another_moment_or_of_another_service_is_refused(verse_api, zeven):
    _, laatste = zeven
    cursor = verse_api.lees("/verantwoordelijkheden", vanaf=laatste, pageSize=1)["volgende"]

    anders = verse_api.http.get(
        "/verantwoordelijkheden", params={"cursor": cursor, "op": "2020-03-06T00:00:00Z"}
    )
    later = verse_api.http.get("/verantwoordelijkheden", params={"cursor": cursor, "bekendOp": 1})

    assert [fout["code"] for fout in anders.json()["fouten"]] == ["cursor-past-niet"]
    assert [fout["veld"] for fout in later.json()["fouten"]] == ["bekendOp"]
    for verzonnen in (cursor[:-1], cursor + "A", "AAAA", "!", "W10", ""):
        antwoord = verse_api.http.get("/verantwoordelijkheden", params={"cursor": verzonnen})
        assert (antwoord.status_code, antwoord.json()["fouten"][0]["code"]) == (400, "ongeldige-cursor")


def test_cases_are_counted_over_time(verse_api, zeven):
    _, laatste = zeven
    periode = {"van": "2020-03-01T00:00:00+01:00", "tot": "2020-03-22T00:00:00+01:00", "stap": "week"}

    per_status = verse_api.lees("/verantwoordelijkheden/aantallen", vanaf=laatste, **periode)
    per_partij = verse_api.lees("/verantwoordelijkheden/aantallen", per="partij", **periode)

    assert per_status["momenten"] == ["2020-02-29T23:00:00Z", "2020-03-07T23:00:00Z", "2020-03-14T23:00:00Z"]
    assert [(een["moment"], een["status"], een["aantal"]) for een in per_status["aantallen"]] == [
        ("2020-03-07T23:00:00Z", "in-overdracht", 3),
        ("2020-03-07T23:00:00Z", "vast", 4),
        ("2020-03-14T23:00:00Z", "vast", 7),
    ]
    assert {(een["moment"], een["partij"]["id"], een["aantal"]) for een in per_partij["aantallen"]} == {
        ("2020-03-07T23:00:00Z", "midden-brabant", 7),
        ("2020-03-14T23:00:00Z", "midden-brabant", 4),
        ("2020-03-14T23:00:00Z", "wijkteam-west", 3),
    }


def test_a_period_has_an_end_after_its_begin_and_not_too_many_steps(api):
    leeg = {"van": "2020-03-01T00:00:00Z", "tot": "2020-03-01T00:00:00Z"}
    lang = {"van": "1900-01-01T00:00:00Z", "tot": "2199-01-01T00:00:00Z", "stap": "dag"}

    antwoorden = [
        api.http.get("/verantwoordelijkheden/aantallen", params=vraag) for vraag in ({}, leeg, lang)
    ]

    assert [antwoord.status_code for antwoord in antwoorden] == [400] * 3
    assert [antwoord.json()["fouten"][0]["code"] for antwoord in antwoorden] == [
        "verplicht",
        "periode-leeg",
        "te-veel-stappen",
    ]


# --- a casus that cannot be read on -------------------------------------------------------------------


def test_a_parked_casus_answers_up_to_where_it_stands_still_and_not_beyond(verse_api, database):
    eerste = verse_api.open()
    verse_api.klok.later(minutes=1)
    gezond = verse_api.open()
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute(
            """
            INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer,
                                               casus, opdracht, regio, soort, open)
            SELECT 3, gebeurd_op, vastgelegd_op + interval '1 minute', ontvangen_op, 2,
                   casus, gen_random_uuid(), regio, 'NogNietBedacht/1', open
              FROM ledger.gebeurtenissen WHERE positie = 1
            """
        )
        eigenaar.execute("SELECT pg_notify('zicht_gebeurtenissen', '3')")
    pad = f"/casussen/{eerste['casus']}"

    nu = verse_api.http.get(f"{pad}/verantwoordelijkheid", params={"vanafPositie": 3})
    tijdlijn = verse_api.http.get(f"{pad}/tijdlijn")
    toen = verse_api.lees(f"{pad}/tijdlijn", bekendOp=1)
    toen_op_tijd = verse_api.lees(f"{pad}/verantwoordelijkheid", bekendOp="2020-06-01T08:00:30Z")
    geschiedenis = verse_api.http.get(f"{pad}/gebeurtenissen")
    geschiedenis_toen = verse_api.lees(f"{pad}/gebeurtenissen", bekendOp=2)

    assert (nu.status_code, nu.json()["code"]) == (503, "casus-geparkeerd")
    assert (tijdlijn.status_code, tijdlijn.json()["code"]) == (503, "casus-geparkeerd")
    assert len(toen["banen"]["zicht"]) == 1
    assert toen_op_tijd["zicht"]["status"] == "vast"
    assert (geschiedenis.status_code, geschiedenis.json()["code"]) == (503, "casus-geparkeerd")
    assert len(geschiedenis_toen["gebeurtenissen"]) == 1
    assert verse_api.lees(f"/casussen/{gezond['casus']}/tijdlijn", vanafPositie=3)["banen"]["zicht"]
    assert verse_api.lees("/gezondheid")["leesmodel"]["geparkeerd"] == 1
    per_casus = {
        regel["casus"]: regel["geparkeerd"]
        for regel in verse_api.lees("/verantwoordelijkheden")["resultaten"]
    }
    assert per_casus == {eerste["casus"]: True, gezond["casus"]: False}
