"""Terms of a handover: to be sent, confirmed by its receiver, and followed by a first contact (§4, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from ledger.acts.dienst import (
    DienstAfgerond,
    VeiligheidsbeoordelingAfgerond,
    VoorwaardenAangescherpt,
    VoorwaardenGesteld,
)
from ledger.acts.lokaal_team import ContactGelegd
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
)
from projections.beloop import Beloop, Gebeurd
from projections.termijnen.afloop import Haalt, Vervalt, afloop, bij, gehaald, met, zodra
from projections.termijnen.dienst import staande_meldingen
from projections.termijnen.termijn import Termijn
from projections.zicht.toestand import Overdracht
from projections.zicht.verloop import Stap


def te_versturen(beloop: Beloop) -> Iterator[Termijn]:
    """Give the handovers that Veilig Thuis has to send directly after a besluit or after a dienst."""
    meldingen = staande_meldingen(beloop)
    for beoordeeld in beloop.acten(VeiligheidsbeoordelingAfgerond):
        if beoordeeld.act.besluit == "overdracht" and beoordeeld.act.melding in meldingen:
            yield _te_versturen(beloop, beoordeeld, "§6.1.1")
    for afgerond in beloop.acten(DienstAfgerond):
        if afgerond.act.vervolg == "overdracht":
            yield _te_versturen(beloop, afgerond, "§6.2.1")


def _te_versturen(beloop: Beloop, g: Gebeurd[Any], grondslag: str) -> Termijn:
    termijn = Termijn(
        "overdracht-versturen",
        g.volgnummer,
        gestart_op=g.op,
        uiterlijk=None,
        partij=beloop.vt,
        grondslag=grondslag,
    )
    # what another party sends does not relieve Veilig Thuis
    return afloop(beloop, termijn, g.plaats, met(OverdrachtVerstuurd, van=beloop.vt))


def te_bevestigen(beloop: Beloop) -> Iterator[Termijn]:
    """Give what a receiver has to confirm; the family has nothing to confirm."""
    for g in beloop.acten(OverdrachtVerstuurd):
        if g.act.aan.soort == "clientsysteem":
            continue
        bevestigd = met(OntvangstBevestigd, overdracht=g.act.overdracht, door=g.act.aan)
        yield afloop(beloop, _bevestiging(beloop, g), g.plaats, bevestigd, _zonder_gevolg(g))


def _bevestiging(beloop: Beloop, g: Gebeurd[OverdrachtVerstuurd]) -> Termijn:
    uiterlijk, grondslag = None, "§4.o" if g.act.fase == "na-dienst" else "§4.h"
    if g.act.fase == "na-veiligheidsbeoordeling" and g.act.aan.soort == "lokaal-team":
        uiterlijk, grondslag = beloop.afspraken.einde_zeven_weekdagen(g.op), "§4.h, §6.1.1"
    return Termijn(
        "ontvangstbevestiging",
        g.volgnummer,
        gestart_op=g.op,
        uiterlijk=uiterlijk,
        partij=g.act.aan,
        grondslag=grondslag,
    )


def _zonder_gevolg(verstuurd: Gebeurd[OverdrachtVerstuurd]) -> Vervalt:
    """Refused, withdrawn or not delivered; or, while pending, replaced by another sending."""
    nummer, aan = verstuurd.act.overdracht, verstuurd.act.aan

    def vervangt(g: Gebeurd[OverdrachtVerstuurd]) -> bool:
        return _is(g.voor.lopend, verstuurd) and not _is(g.na.lopend, verstuurd)

    return bij(
        met(OverdrachtGeweigerd, overdracht=nummer, door=aan),
        met(OverdrachtIngetrokken, overdracht=nummer),
        met(OverdrachtNietBezorgd, overdracht=nummer),
        Haalt((OverdrachtVerstuurd,), vervangt),
    )


def _is(overdracht: Overdracht | None, verstuurd: Gebeurd[OverdrachtVerstuurd]) -> bool:
    return overdracht is not None and overdracht.volgnummer == verstuurd.volgnummer


def eerste_contacten(beloop: Beloop) -> Iterator[Termijn]:
    """Give the first contacts of those to whom a handover passed; what they did since the sending counts.

    Laid with the family nothing passes to anybody who could.
    """
    for plaats, stap in beloop.stappen_met("overgangen"):
        overdracht = stap.toestand.overgegaan
        if overdracht is None or overdracht.aan.soort == "clientsysteem":
            continue
        contact = _contact_na(overdracht)
        termijn = _eerste_contact(beloop, stap, overdracht)
        if (g := contact.eerste(beloop, -1)) is not None and g.plaats <= plaats:
            yield gehaald(termijn, g)
        else:
            yield afloop(beloop, termijn, plaats, contact, _verlaat(overdracht))


def _contact_na(overdracht: Overdracht) -> Haalt:
    return Haalt((ContactGelegd,), lambda g: g.op >= overdracht.op and g.act.door == overdracht.aan)


def _verlaat(overdracht: Overdracht) -> Vervalt:
    return zodra(lambda _, na: na.houder != overdracht.aan)


def _eerste_contact(beloop: Beloop, stap: Stap, overdracht: Overdracht) -> Termijn:
    met_norm = overdracht.fase == "na-dienst" and _voorwaarden_gesteld(beloop, stap.op)
    return Termijn(
        "eerste-contact",
        stap.volgnummer,
        gestart_op=stap.op,
        uiterlijk=beloop.afspraken.einde_zeven_weekdagen(stap.op) if met_norm else None,
        partij=overdracht.aan,
        grondslag="§4.i" if met_norm else "§4.d",
    )


def _voorwaarden_gesteld(beloop: Beloop, tot: datetime) -> bool:
    """Whether Veilig Thuis had set voorwaarden by the instant at which zicht passed (§4.i)."""
    gesteld: list[Gebeurd[Any]] = [*beloop.acten(VoorwaardenGesteld), *beloop.acten(VoorwaardenAangescherpt)]
    return any(g.act.voorwaarden and g.op <= tot for g in gesteld)
