"""What waits for a party over HTTP: by urgency, in pages, counted, for one's own party without asking."""

from collections import Counter

import pytest
from tests.api.conftest import VT, WEST, melding, overdracht

OP = "2020-03-06T12:00:00+01:00"
PARTIJ = f"{WEST.soort}:{WEST.id}"


@pytest.fixture
def wachtend(verse_api):
    """Three casussen: one handed over, one handed over long ago, one only reported; gives the last act."""
    casussen = []
    for dag, overgedragen in ((2, 5), (1, 1), (2, None)):
        casus = verse_api.open(**melding(op=f"2020-0{3 if dag == 2 else 2}-02T09:00:00+01:00"))["casus"]
        casussen.append(casus)
        if overgedragen:
            maand = 3 if dag == 2 else 2
            laatste = verse_api.meld(
                casus, overdracht(op=f"2020-0{maand}-0{overgedragen + 1}T09:00:00+01:00")
            )
    return casussen, laatste


def vraag(api, wachtend, **anders):
    return api.lees("/werklijst", vanaf=wachtend[1], **{"op": OP, "partij": PARTIJ} | anders)


def test_what_lapsed_longest_ago_comes_first_and_what_has_no_deadline_last(verse_api, wachtend):
    antwoord = vraag(verse_api, wachtend)

    (nieuw, oud, _), _ = wachtend
    assert [(een["casus"], een["taak"], een["urgentie"]) for een in antwoord["resultaten"]] == [
        (oud, "overdracht-bevestigen", "verstreken"),
        (nieuw, "overdracht-bevestigen", "open"),
        (oud, "eerste-contact", "zonder-termijn"),
    ]
    eerste = antwoord["resultaten"][0]
    assert eerste["wat"] == "de ontvangst van de overdracht bevestigen"
    assert eerste["termijn"]["status"] == "verstreken"
    assert eerste["termijn"]["partij"] == WEST.model_dump() == antwoord["partij"]


def test_nearly_due_is_as_near_as_was_asked(verse_api, wachtend):
    hoe = [een["urgentie"] for een in vraag(verse_api, wachtend, bijnaDagen=9)["resultaten"]]

    assert hoe == ["verstreken", "bijna", "zonder-termijn"]


def test_all_is_counted_whatever_page_or_selection_is_asked_for(verse_api, wachtend):
    alles = vraag(verse_api, wachtend)
    deel = vraag(verse_api, wachtend, taak="eerste-contact", pageSize=1)

    assert deel["aantallen"] == alles["aantallen"]
    geteld = Counter((een["taak"], een["urgentie"]) for een in alles["resultaten"])
    assert {(een["taak"], een["urgentie"]): een["aantal"] for een in alles["aantallen"]} == geteld
    assert [een["taak"] for een in deel["resultaten"]] == ["eerste-contact"]
    assert [een["urgentie"] for een in vraag(verse_api, wachtend, urgentie="open")["resultaten"]] == ["open"]


def test_pages_fit_together(verse_api, wachtend):
    alles = vraag(verse_api, wachtend)["resultaten"]
    blad = vraag(verse_api, wachtend, pageSize=2)
    rest = verse_api.lees("/werklijst", partij=PARTIJ, pageSize=2, cursor=blad["volgende"])

    assert [*blad["resultaten"], *rest["resultaten"]] == alles
    assert rest["volgende"] is None
    assert rest["op"] == blad["op"]


def test_without_a_party_it_is_ones_own(verse_api, wachtend):
    koppen = verse_api.als("medewerker-lokaal-team", WEST)
    params = {"op": OP, "vanafPositie": wachtend[1]["positie"]}
    eigen = verse_api.http.get("/werklijst", params=params, headers=koppen).json()
    van_vt = verse_api.lees("/werklijst", **params)

    assert eigen["resultaten"] == vraag(verse_api, wachtend)["resultaten"]
    assert van_vt["partij"] == VT.model_dump()
    assert "melding-beoordelen" in {een["taak"] for een in van_vt["resultaten"]}


def test_as_known_before_the_handover_nothing_waited(verse_api, wachtend):
    assert vraag(verse_api, wachtend, bekendOp=1)["resultaten"] == []
    assert vraag(verse_api, wachtend, bekendOp=1)["aantallen"] == []


@pytest.mark.parametrize(
    "anders", [{"taak": "koffie"}, {"bijnaDagen": -1}, {"partij": "wijkteam-west"}, {"x": 1}]
)
def test_a_question_that_means_nothing_is_refused(verse_api, anders):
    assert verse_api.http.get("/werklijst", params=anders).status_code == 400


def test_who_may_not_read_gets_nothing(verse_api):
    assert verse_api.http.get("/werklijst", headers=verse_api.als("beheerder")).status_code == 403
