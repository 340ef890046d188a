"""When a handover makes zicht pass: at once, by an act of the receiver, or by the lapse of a term.

Rules Z8 to Z12 of the rulebook with their readings; what is sent is looked at here, what then happens to it
in `overdracht`.
"""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime

from ledger.acts.overdracht import OverdrachtAangevuld, OverdrachtVerstuurd
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from projections.zicht.toestand import Handeling, Overdracht


def ontbrekende_onderdelen(
    vereist: AbstractSet[str],
    onderdelen: AbstractSet[str],
    niet_van_toepassing: AbstractSet[str],
    afspraken: Afspraken,
) -> frozenset[str]:
    """Give the required parts that a document neither has nor may state not to apply (§6.1.4, §6.2.4)."""
    mag = afspraken.documenten.mag_niet_van_toepassing
    return frozenset(vereist) - onderdelen - (niet_van_toepassing & mag)


def is_volledig(overdracht: Overdracht, afspraken: Afspraken) -> bool:
    """Whether the document of a handover after a dienst is complete (§6.2.4)."""
    return not ontbrekende_onderdelen(
        afspraken.documenten.na_dienst, overdracht.onderdelen, overdracht.niet_van_toepassing, afspraken
    )


def verstuurd(feit: Feit, act: OverdrachtVerstuurd, afspraken: Afspraken) -> tuple[Overdracht, bool]:
    """Give the handover as it was sent, and whether zicht passes by it at once."""
    overdracht = Overdracht(
        id=act.overdracht,
        volgnummer=feit.volgnummer,
        op=feit.gebeurd_op,
        aan=act.aan,
        fase=act.fase,
        regel="Z11",
        grondslag="§5, bijlage 5",
        onderdelen=frozenset(act.onderdelen),
        niet_van_toepassing=frozenset(act.niet_van_toepassing or ()),
    )
    if act.aan.soort == "clientsysteem":
        return overdracht._replace(regel="Z12", grondslag="§5, bijlage 2"), True
    if act.aan.soort == "lokaal-team" and act.fase == "na-veiligheidsbeoordeling":
        return _na_veiligheidsbeoordeling(overdracht, afspraken)
    if act.aan.soort == "lokaal-team" and act.fase == "na-dienst":
        return _na_dienst(overdracht, afspraken)
    return _buiten_de_afspraken(overdracht)


def aangevuld(overdracht: Overdracht, act: OverdrachtAangevuld) -> Overdracht:
    """Add the parts that were sent later."""
    return overdracht._replace(
        onderdelen=overdracht.onderdelen | set(act.onderdelen),
        niet_van_toepassing=overdracht.niet_van_toepassing | set(act.niet_van_toepassing or ()),
    )


def _wacht(
    overdracht: Overdracht, *bij: Handeling, uiterlijk: datetime | None = None
) -> tuple[Overdracht, bool]:
    return overdracht._replace(bij=frozenset(bij), uiterlijk=uiterlijk), False


def _na_veiligheidsbeoordeling(overdracht: Overdracht, afspraken: Afspraken) -> tuple[Overdracht, bool]:
    """Z8: confirmation or first contact, else the end of the 7th weekdag after sending."""
    overdracht = overdracht._replace(regel="Z8", grondslag="§6.1.1, §4.h")
    match afspraken.lezingen.directe_overdracht:
        case "verzending":
            return overdracht, True
        case "alleen-belegd":
            return _wacht(overdracht, "bevestiging", "contact")
        case "belegd-of-termijn":
            uiterlijk = afspraken.einde_zeven_weekdagen(overdracht.op)
            return _wacht(overdracht, "bevestiging", "contact", uiterlijk=uiterlijk)


def _na_dienst(overdracht: Overdracht, afspraken: Afspraken) -> tuple[Overdracht, bool]:
    """Z9 and Z10: at once when the document is complete, else when it is completed."""
    volledig = is_volledig(overdracht, afspraken)
    if volledig:
        overdracht = overdracht._replace(regel="Z9", grondslag="§6.2.1")
    else:
        overdracht = overdracht._replace(regel="Z10", grondslag="§6.2.1, §6.2.4")
    match afspraken.lezingen.overdracht_na_dienst:
        case "informatie-volledig":
            return (overdracht, True) if volledig else _wacht(overdracht, "aanvulling")
        case "verzending":
            return overdracht, True
        case "bevestiging":
            return _wacht(overdracht, "bevestiging")
        case "bevestiging-of-termijn":
            uiterlijk = afspraken.einde_zeven_weekdagen(overdracht.op)
            return _wacht(overdracht, "bevestiging", uiterlijk=uiterlijk)


def _buiten_de_afspraken(overdracht: Overdracht) -> tuple[Overdracht, bool]:
    """Z11: the agreement is silent; only the receiver's own act lets zicht pass."""
    if overdracht.fase == "na-veiligheidsbeoordeling":
        return _wacht(overdracht, "bevestiging", "contact")
    return _wacht(overdracht, "bevestiging")
