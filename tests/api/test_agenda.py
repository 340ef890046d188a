"""Terms as a calendar: on the day that they are due, under a name that stays, without anybody in it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from icalendar import Calendar
from tests.api.conftest import WEST, overdracht

from api.agenda import laatste_dag, maak_agenda
from ledger.tijd import einde_van
from projections.leesmodel.termijnvragen import Casustermijn
from projections.termijnen import Termijn

CASUS = UUID("0190c1c2-0000-7000-8000-00000000000a")
START = datetime(2020, 3, 5, 10, 0, 0, 5, tzinfo=UTC)
OP = datetime(2020, 3, 10, tzinfo=UTC)


def regel(uiterlijk, soort="ontvangstbevestiging", **anders):
    termijn = Termijn(soort, 3, START, uiterlijk, WEST, "§4.h; §6.1.1", **anders)
    return Casustermijn(CASUS, "midden-brabant", False, termijn)  # as the row has it


def events(*regels, op=OP):
    return Calendar.from_ical(maak_agenda(regels, op)).walk("VEVENT")


@pytest.mark.parametrize(
    ("dag", "uiterlijk"),
    [
        (date(2020, 3, 12), "2020-03-12T23:00:00+00:00"),
        (date(2020, 3, 29), "2020-03-29T22:00:00+00:00"),  # the clock goes forward that day
        (date(2020, 10, 25), "2020-10-25T23:00:00+00:00"),  # and back
        (date(2020, 7, 1), "2020-07-01T22:00:00+00:00"),
    ],
)
def test_a_term_that_ends_with_a_day_stands_on_that_day(dag, uiterlijk):
    assert datetime.fromisoformat(uiterlijk) == einde_van(dag)

    (event,) = events(regel(einde_van(dag)))

    assert (event["DTSTART"].dt, event["DTEND"].dt) == (dag, dag + timedelta(days=1))
    assert event["DTSTART"].params["VALUE"] == "DATE"


def test_another_deadline_is_an_instant():
    moment = datetime(2020, 3, 12, 12, tzinfo=UTC)

    (event,) = events(regel(moment))

    assert event["DTSTART"].dt == moment
    assert laatste_dag(moment) is None
    assert b"DTSTART:20200312T120000Z" in maak_agenda([regel(moment)], OP)


def test_a_term_without_a_date_is_not_in_it():
    assert events(regel(None)) == []


def test_it_says_what_must_be_done_and_whether_that_is_past():
    over = einde_van(date(2020, 3, 12))
    (straks,), (voorbij,) = events(regel(over)), events(regel(over), op=over)

    assert straks["SUMMARY"] == "De ontvangst van de overdracht bevestigen"
    assert voorbij["SUMMARY"] == "Verstreken: de ontvangst van de overdracht bevestigen"
    assert straks["DESCRIPTION"] == f"Casus {CASUS}\nGrondslag: §4.h; §6.1.1"
    assert straks["CLASS"] == "PRIVATE"


def test_the_name_of_a_term_stays_when_its_date_moves_and_is_its_own():
    een = regel(einde_van(date(2020, 4, 2)), "informeren-betrokkene", betreft="p-1")
    later = replace(een, termijn=een.termijn._replace(uiterlijk=einde_van(date(2020, 4, 16))))
    ander = replace(een, termijn=een.termijn._replace(betreft="p-2"))

    uids = [events(wie)[0]["UID"] for wie in (een, later, ander)]

    assert uids[0] == uids[1] != uids[2]
    assert "p-1" not in maak_agenda([een], OP).decode()


def test_it_is_as_rfc_5545_wants_it_and_the_same_each_time():
    dagen = [einde_van(date(2020, 3, 12) + timedelta(days=een)) for een in range(5)]
    ruw = maak_agenda([regel(dag) for dag in dagen], OP)

    assert ruw == maak_agenda([regel(dag) for dag in dagen], OP)
    regels = ruw.split(b"\r\n")
    assert b"\n" not in ruw.replace(b"\r\n", b"")
    assert all(len(een) <= 75 for een in regels)
    assert "Grondslag: §4.h\\; §6.1.1".encode() in ruw.replace(b"\r\n ", b"")
    assert regels.count(b"DTSTAMP:20200305T100000Z") == 5
    assert regels[:2] == [b"BEGIN:VCALENDAR", b"VERSION:2.0"]
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H" in regels


def test_over_http_it_is_the_work_list_of_ones_own_party(verse_api):
    casus = verse_api.open()["casus"]
    laatste = verse_api.meld(casus, overdracht(op="2020-03-06T11:00:00+01:00"))
    koppen = verse_api.als("medewerker-lokaal-team", WEST)
    params = {"op": "2020-03-09T00:00:00Z", "vanafPositie": laatste["positie"]}

    antwoord = verse_api.http.get("/werklijst/agenda", params=params, headers=koppen)
    lijst = verse_api.http.get("/werklijst", params=params, headers=koppen).json()["resultaten"]

    assert antwoord.headers["content-type"] == "text/calendar; charset=utf-8"
    gevonden = Calendar.from_ical(antwoord.content).walk("VEVENT")
    assert len(gevonden) == len([een for een in lijst if een["termijn"]["uiterlijk"]]) == 1
    assert gevonden[0]["DTSTART"].dt == date(2020, 3, 13)
    assert casus in gevonden[0]["DESCRIPTION"]
    geen = verse_api.http.get("/werklijst/agenda", params=params | {"taak": "dienst"}, headers=koppen)
    assert Calendar.from_ical(geen.content).walk("VEVENT") == []
    assert verse_api.http.get("/werklijst/agenda", headers={"Authorization": ""}).status_code == 401
