"""Terms of a handover: to be sent, confirmed by its receiver, and followed by a first contact (§4, §6)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

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
from ledger.corrections import Feit
from projections.termijnen.beloop import Beloop, Vervalt, gehaald, met
from projections.termijnen.dienst import staande_meldingen
from projections.termijnen.termijn import Termijn
from projections.zicht.toestand import Overdracht, Toestand
from projections.zicht.verloop import Stap


def te_versturen(beloop: Beloop) -> Iterator[Termijn]:
    """Give the handovers that Veilig Thuis has to send directly after a besluit or after a dienst."""
    meldingen = staande_meldingen(beloop)
    for plaats, feit, beoordeling in beloop.van(VeiligheidsbeoordelingAfgerond):
        if beoordeling.besluit == "overdracht" and beoordeling.melding in meldingen:
            yield _te_versturen(beloop, plaats, feit, "§6.1.1")
    for plaats, feit, dienst in beloop.van(DienstAfgerond):
        if dienst.vervolg == "overdracht":
            yield _te_versturen(beloop, plaats, feit, "§6.2.1")


def _te_versturen(beloop: Beloop, plaats: int, feit: Feit, grondslag: str) -> Termijn:
    termijn = Termijn(
        "overdracht-versturen",
        feit.volgnummer,
        gestart_op=feit.gebeurd_op,
        uiterlijk=None,
        partij=beloop.vt,
        grondslag=grondslag,
    )
    # what another party sends does not relieve Veilig Thuis
    return beloop.afloop(termijn, plaats, met(OverdrachtVerstuurd, van=beloop.vt))


def te_bevestigen(beloop: Beloop) -> Iterator[Termijn]:
    """Give what a receiver has to confirm; the family has nothing to confirm."""
    for plaats, feit, act in beloop.van(OverdrachtVerstuurd):
        if act.aan.soort == "clientsysteem":
            continue
        bevestigd = met(OntvangstBevestigd, overdracht=act.overdracht, door=act.aan)
        termijn = _bevestiging(beloop, feit, act)
        yield beloop.afloop(termijn, plaats, bevestigd, _verstuurd_zonder_gevolg(feit, act))


def _bevestiging(beloop: Beloop, feit: Feit, act: OverdrachtVerstuurd) -> Termijn:
    uiterlijk, grondslag = None, "§4.o" if act.fase == "na-dienst" else "§4.h"
    if act.fase == "na-veiligheidsbeoordeling" and act.aan.soort == "lokaal-team":
        uiterlijk, grondslag = beloop.afspraken.einde_zeven_weekdagen(feit.gebeurd_op), "§4.h, §6.1.1"
    return Termijn(
        "ontvangstbevestiging",
        feit.volgnummer,
        gestart_op=feit.gebeurd_op,
        uiterlijk=uiterlijk,
        partij=act.aan,
        grondslag=grondslag,
    )


def _verstuurd_zonder_gevolg(verstuurd: Feit, act: OverdrachtVerstuurd) -> Vervalt:
    """Refused, withdrawn or not delivered; or, while pending, replaced by another sending."""
    weg = (
        met(OverdrachtGeweigerd, overdracht=act.overdracht, door=act.aan),
        met(OverdrachtIngetrokken, overdracht=act.overdracht),
        met(OverdrachtNietBezorgd, overdracht=act.overdracht),
    )

    def vervalt(voor: Toestand, stap: Stap) -> bool:
        if stap.feit is not None and any(soort(stap.feit) for soort in weg):
            return True
        vervangen = stap.feit is not None and isinstance(stap.feit.gegevens, OverdrachtVerstuurd)
        return vervangen and _is(voor.lopend, verstuurd) and not _is(stap.toestand.lopend, verstuurd)

    return vervalt


def _is(overdracht: Overdracht | None, verstuurd: Feit) -> bool:
    return overdracht is not None and overdracht.volgnummer == verstuurd.volgnummer


def eerste_contacten(beloop: Beloop) -> Iterator[Termijn]:
    """Give the first contacts of those to whom a handover passed; what they did since the sending counts.

    Laid with the family nothing passes to anybody who could.
    """
    for plaats, stap in enumerate(beloop.stappen):
        overdracht = stap.toestand.overgegaan
        if overdracht is None or overdracht.aan.soort == "clientsysteem":
            continue
        contact = met(ContactGelegd, door=overdracht.aan)
        termijn = _eerste_contact(beloop, plaats, overdracht)
        eerder = (
            eerdere.feit
            for eerdere in beloop.stappen[: plaats + 1]
            if eerdere.feit is not None and eerdere.op >= overdracht.op and contact(eerdere.feit)
        )
        if (feit := next(eerder, None)) is not None:
            yield gehaald(termijn, feit)
        else:
            yield beloop.afloop(termijn, plaats, contact, _verlaat(overdracht))


def _verlaat(overdracht: Overdracht) -> Vervalt:
    return lambda _, stap: stap.toestand.houder != overdracht.aan


def _eerste_contact(beloop: Beloop, plaats: int, overdracht: Overdracht) -> Termijn:
    stap = beloop.stappen[plaats]
    met_norm = overdracht.fase == "na-dienst" and _voorwaarden_gesteld(beloop, stap.op)
    return Termijn(
        "eerste-contact",
        stap.wegens("eerste-contact", "").volgnummer,
        gestart_op=stap.op,
        uiterlijk=beloop.afspraken.einde_zeven_weekdagen(stap.op) if met_norm else None,
        partij=overdracht.aan,
        grondslag="§4.i" if met_norm else "§4.d",
    )


def _voorwaarden_gesteld(beloop: Beloop, tot: datetime) -> bool:
    """Whether Veilig Thuis had set voorwaarden by the instant at which zicht passed (§4.i)."""
    return any(
        isinstance(stap.feit.gegevens, VoorwaardenGesteld | VoorwaardenAangescherpt)
        and stap.feit.gegevens.voorwaarden
        for stap in beloop.stappen
        if stap.feit is not None and stap.op <= tot
    )
