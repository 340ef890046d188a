"""The lane `monitoring`, held by Veilig Thuis: M1 to M5 (§6.2.6, bijlage 5; rulebook 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts.lokaal_team import StabieleVeiligheidVastgesteld
from ledger.acts.monitoring import BemoeienisGestopt, MonitoringAfgesloten
from ledger.agreements import Afspraken
from ledger.tijd import einde_van, lokale_datum, plus_maanden
from projections.beloop import HOUDER, Beloop
from projections.stuk import Reden, Stuk, Vertoon, leg_baan
from projections.zicht.verloop import Stap

GRONDSLAG = "§6.2.6, bijlage 5"
SLUITEND = (MonitoringAfgesloten, BemoeienisGestopt, StabieleVeiligheidVastgesteld)
"""The acts that can end monitoring by themselves (M2, M4, M5)."""


def baan_monitoring(beloop: Beloop) -> tuple[Stuk, ...]:
    """Lay out the lane, from the passing of a handover after a dienst on."""
    return leg_baan(_wisselingen(beloop))


def _wisselingen(beloop: Beloop) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    if not any(_begint(stap) for _, stap in beloop.stappen_met("overgangen")):
        return
    uiterlijk: datetime | None = None  # of M3, while monitoring runs
    loopt = False
    reden = Reden(0, "M1", GRONDSLAG)
    vt_hield = False
    for _, stap in beloop.stappen_met("overgangen", HOUDER, *SLUITEND):
        # M3 lapses before any act at its instant, and after a handover or melding that lapses then
        if loopt and uiterlijk is not None and (uiterlijk < stap.op or (uiterlijk == stap.op and stap.feit)):
            loopt = False
            yield uiterlijk, None, reden
        if not loopt and stap.reden is not None and _begint(stap):
            loopt = True
            uiterlijk = _einde(stap.op, beloop.afspraken)
            reden = Reden(stap.reden.volgnummer, "M1", GRONDSLAG, stap.reden.rechtens)
            yield stap.op, Vertoon(stap.toestand.vt, "vast"), reden
        elif loopt and (_eindigt(stap, beloop) or (stap.toestand.vt_houdt and not vt_hield)):
            loopt = False
            yield stap.op, None, reden
        vt_hield = stap.toestand.vt_houdt
    if loopt and uiterlijk is not None:
        yield uiterlijk, None, reden


def _begint(stap: Stap) -> bool:
    """M1: a handover after a dienst passed, to another party than Veilig Thuis or the family."""
    overdracht = stap.toestand.overgegaan
    return (
        overdracht is not None
        and overdracht.fase == "na-dienst"
        and overdracht.aan != stap.toestand.vt
        and overdracht.aan.soort != "clientsysteem"
    )


def _einde(begin: datetime, afspraken: Afspraken) -> datetime | None:
    """M3: the end of 18 months, unless a reading takes those as a guideline."""
    if afspraken.lezingen.einde_monitoring == "richtlijn":
        return None
    return einde_van(plus_maanden(lokale_datum(begin), afspraken.termijnen.monitoring_maanden))


def _eindigt(stap: Stap, beloop: Beloop) -> bool:
    """M2, M4 and the first half of M5 (the other half: Veilig Thuis came to hold zicht)."""
    match stap.feit and stap.feit.gegevens:
        case MonitoringAfgesloten() | BemoeienisGestopt():
            return True
        case StabieleVeiligheidVastgesteld(door=door, risicofactoren_aangepakt=True, herstel_gestart=True):
            return door == stap.toestand.vt and beloop.is_zes_maanden_veilig(stap.op)
        case _:
            return False
