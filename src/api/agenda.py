"""Terms as a calendar (iCalendar, RFC 5545): dates and what must be done, nobody's name.

A term that ends at the end of a day is due on that day, and stands there for the whole day: the deadline of
the rulebook, 00:00 on the next day, would put it a day late in every calendar.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

from icalendar import Calendar, Event

from ledger.tijd import begin_van, lokale_datum
from projections.leesmodel.termijnvragen import Casustermijn
from projections.werk import TAAKNAMEN, taak_van
from projections.zegswijzen import termijnnaam

MEDIATYPE = "text/calendar"

_DAG = timedelta(days=1)


def maak_agenda(regels: Iterable[Casustermijn], op: datetime) -> bytes:
    """Make the calendar of terms that wait at T (`op`, UTC); those without a date are not in it.

    The same terms give the same bytes: there is no clock in it.
    """
    agenda = Calendar()
    agenda.add("prodid", "-//Zicht//Werklijst//NL")
    agenda.add("version", "2.0")
    agenda.add("calscale", "GREGORIAN")
    agenda.add("name", "Zicht: termijnen")
    agenda.add("x-wr-calname", "Zicht: termijnen")
    agenda.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for regel in regels:
        uiterlijk = regel.termijn.uiterlijk_op(op)
        if uiterlijk is not None:
            agenda.add_component(_termijn(regel, uiterlijk, op))
    return bytes(agenda.to_ical())


def _termijn(regel: Casustermijn, uiterlijk: datetime, op: datetime) -> Event:
    termijn = regel.termijn
    wat = termijnnaam(termijn.soort)
    begin = _verstreken(wat) if uiterlijk <= op else wat[:1].upper() + wat[1:]
    event = Event()
    event.add("uid", f"{_kenmerk(regel)}@zicht")
    # what is said of a term, is said since it began
    event.add("dtstamp", termijn.gestart_op.astimezone(UTC).replace(microsecond=0))
    event.add("summary", begin)
    dag = laatste_dag(uiterlijk)
    if dag is None:
        event.add("dtstart", uiterlijk.astimezone(UTC))
    else:
        event.add("dtstart", dag)
        event.add("dtend", dag + _DAG)
    norm = "" if termijn.ernst == "norm" else " (richttijd)"
    event.add("description", f"Casus {regel.casus}\nGrondslag: {termijn.grondslag}{norm}")
    event.add("categories", [TAAKNAMEN[taak_van(termijn.soort)]])
    event.add("class", "PRIVATE")
    event.add("transp", "TRANSPARENT")  # nobody is busy because something is due
    return event


def _verstreken(wat: str) -> str:
    return f"Verstreken: {wat}"


def laatste_dag(uiterlijk: datetime) -> date | None:
    """Give the local date on which a term is due that ends with a day, None where it does not."""
    dag = lokale_datum(uiterlijk)
    return dag - _DAG if begin_van(dag) == uiterlijk else None


def _kenmerk(regel: Casustermijn) -> str:
    """Name a term for as long as it is there, also when its date moves; nothing can be read from it."""
    termijn = regel.termijn
    delen = (regel.casus, termijn.soort, termijn.volgnummer, termijn.betreft or "")
    return sha256("/".join(map(str, delen)).encode()).hexdigest()[:32]
