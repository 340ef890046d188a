"""Terms of monitoring: its fixed contacts, those agreed on, and closing it (§6.2.6, bijlage 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from ledger.acts.lokaal_team import StabieleVeiligheidVastgesteld
from ledger.acts.monitoring import BemoeienisGestopt, MonitorcontactGelegd, MonitoringAfgesloten
from ledger.acts.overdracht import OverdrachtVerstuurd
from ledger.tijd import einde_van, lokale_datum, plus_maanden
from projections.beloop import HOUDER, Beloop
from projections.monitoring import SLUITEND
from projections.termijnen.afloop import Haalt, afloop, bij, een_van, gehaald, wat_eerst_komt, zodra
from projections.termijnen.termijn import Termijn, na_maanden, weken_later
from projections.zicht.verloop import Stap

GRONDSLAG = "§6.2.6"
AFGESPROKEN = "§6.2.6, bijlage 5"


class Periode(NamedTuple):
    """Monitoring that ran: from the step at place `begin` until `einde` (UTC).

    `tot` is the place of the first step after it that could matter to its terms.
    """

    begin: int
    tot: int
    einde: datetime | None


def periodes(beloop: Beloop) -> Iterator[Periode]:
    """Give the periods of the lane `monitoring` as places among the steps (M1 to M5)."""
    if not any(_begint(stap) for _, stap in beloop.stappen_met("overgangen")):
        return
    begin: int | None = None
    maximum: datetime | None = None  # M3
    for plaats, stap in beloop.stappen_met("overgangen", HOUDER, *SLUITEND, MonitorcontactGelegd):
        # M3 comes before any act at its instant, and after a handover or melding that lapses then
        if (
            begin is not None
            and maximum is not None
            and (maximum < stap.op or (maximum == stap.op and stap.feit is not None))
        ):
            yield Periode(begin, plaats, maximum)
            begin = None
        if begin is None and _begint(stap):
            begin, maximum = plaats, _maximum(beloop, stap)
        elif begin is not None and (_sluit(stap, beloop) or _stopt(stap)):
            yield Periode(begin, plaats, stap.op)
            begin = None
    if begin is not None:
        yield Periode(begin, len(beloop.stappen), maximum)


def _begint(stap: Stap) -> bool:
    """M1."""
    overdracht = stap.toestand.overgegaan
    return (
        overdracht is not None
        and overdracht.fase == "na-dienst"
        and overdracht.aan != stap.toestand.vt
        and overdracht.aan.soort != "clientsysteem"
    )


def _sluit(stap: Stap, beloop: Beloop) -> bool:
    """M2 and M4."""
    match stap.feit and stap.feit.gegevens:
        case MonitoringAfgesloten():
            return True
        case StabieleVeiligheidVastgesteld(door=door, risicofactoren_aangepakt=True, herstel_gestart=True):
            return door == beloop.vt and beloop.is_zes_maanden_veilig(stap.op)
        case _:
            return False


def _maximum(beloop: Beloop, stap: Stap) -> datetime | None:
    """M3, unless a reading takes the eighteen months as a guideline."""
    if beloop.afspraken.lezingen.einde_monitoring == "richtlijn":
        return None
    return na_maanden(stap.op, beloop.afspraken.termijnen.monitoring_maanden)


def _stopt(stap: Stap) -> bool:
    """M5; when monitoring starts Veilig Thuis does not hold, so if it does it came to."""
    gestopt = stap.feit is not None and isinstance(stap.feit.gegevens, BemoeienisGestopt)
    return gestopt or stap.toestand.vt_houdt


def van_monitoring(beloop: Beloop) -> Iterator[Termijn]:
    """Give every term of every period of monitoring."""
    for periode in periodes(beloop):
        yield from _vaste_contacten(beloop, periode)
        yield from _afgesproken_contacten(beloop, periode)
        yield _afsluiten(beloop, periode)


def _termijn(beloop: Beloop, soort: str, plaats: int, uiterlijk: datetime, grondslag: str) -> Termijn:
    stap = beloop.stappen[plaats]
    return Termijn(
        soort,
        stap.volgnummer,
        gestart_op=stap.op,
        uiterlijk=uiterlijk,
        partij=beloop.vt,
        grondslag=grondslag,
    )


def _vaste_contacten(beloop: Beloop, periode: Periode) -> Iterator[Termijn]:
    """After three and twelve months; a contact counts from two weeks before that date."""
    lengtes = beloop.afspraken.termijnen
    begin = lokale_datum(beloop.stappen[periode.begin].op)
    for maanden in lengtes.monitorcontacten_maanden:
        dag = plus_maanden(begin, maanden)
        termijn = _termijn(
            beloop, f"monitorcontact-{maanden}-maanden", periode.begin, einde_van(dag), GRONDSLAG
        )
        vanaf = einde_van(weken_later(dag, -lengtes.vroeg_weken))
        yield _door_contact(beloop, periode, termijn, periode.begin, vanaf)


def _door_contact(
    beloop: Beloop, periode: Periode, termijn: Termijn, na: int, vanaf: datetime | None = None
) -> Termijn:
    """End a term by the first contact of the period after place `na` and not before `vanaf`, or its end."""
    for g in beloop.een_voor_een(MonitorcontactGelegd):
        if na < g.plaats < periode.tot and (vanaf is None or g.op >= vanaf):
            return gehaald(termijn, g)
    return termijn._replace(vervallen_op=periode.einde)


def _afgesproken_contacten(beloop: Beloop, periode: Periode) -> Iterator[Termijn]:
    """Dates agreed on at the handover and at each contact; the next contact, whenever it is, answers them."""
    soort = "monitorcontact-afgesproken"
    verstuurd = {g.volgnummer: g.act for g in beloop.acten(OverdrachtVerstuurd)}
    for plaats, stap in beloop.stappen_met("overgangen", MonitorcontactGelegd):
        if not periode.begin <= plaats < periode.tot:
            continue
        dag = None
        if (overdracht := stap.toestand.overgegaan) is not None:
            afspraken = verstuurd[overdracht.volgnummer].monitorafspraken
            dag = None if afspraken is None else afspraken.eerste_contact_op
        elif stap.feit is not None and isinstance(stap.feit.gegevens, MonitorcontactGelegd):
            dag = stap.feit.gegevens.volgend_contact_op
        if dag is not None:
            termijn = _termijn(beloop, soort, plaats, einde_van(dag), AFGESPROKEN)
            yield _door_contact(beloop, periode, termijn, plaats)


def _afsluiten(beloop: Beloop, periode: Periode) -> Termijn:
    """Let M2 or M4 close it within eighteen months; after that they still do, but late."""
    maanden = beloop.afspraken.termijnen.monitoring_maanden
    uiterlijk = na_maanden(beloop.stappen[periode.begin].op, maanden)
    termijn = _termijn(beloop, "afsluiten-monitoring", periode.begin, uiterlijk, GRONDSLAG)
    sluit = Haalt(SLUITEND, lambda g: _sluit(beloop.stappen[g.plaats], beloop))
    return afloop(beloop, termijn, periode.begin, sluit, _stopt_daarna)


_stopt_daarna = wat_eerst_komt(bij(een_van(BemoeienisGestopt)), zodra(lambda _, na: na.vt_houdt))
"""M5, for a term of monitoring."""
