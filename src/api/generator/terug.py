"""The way back to Veilig Thuis: terugkoppeling, terugmelding, a new melding (§6.1.6, §6.3)."""

from __future__ import annotations

from typing import Any

from api.generator.kalender import datum
from api.generator.opening import beoordeel, meld, verrijk
from api.generator.toeval import Verdeling
from api.generator.verhaal import Handeling, Verhaal
from api.generator.wereld import Partij

_MELDER = Verdeling({"lokaal-team": 45, "politie": 40, "professional": 15})
_BESLUIT = Verdeling({"dienst": 55, "overdracht": 30, "geen-vervolg": 15})
_REDENEN = ("geen-contact", "geen-hulpvraag", "geen-veiligheidsafspraken", "zorgen-groter")
_POGINGEN = ("telefoon", "brief", "huisbezoek")
_REDENEN_TERUGMELDING = ("hulp-niet-langer-gewenst", "veiligheid-niet-hersteld")
_STEUN = ("casusoverleg", "gezamenlijk-gesprek", "netwerkgesprek", "anders")


def koppel_terug(v: Verhaal, team: Partij, ontvangen: int) -> bool:
    """Let a team report back after a direct handover; answer whether Veilig Thuis is needed (§6.1.6)."""
    for wijze in _POGINGEN:
        if v.toeval.kans(0.8):
            v.later(1, 10)
            v.handel("ContactpogingMislukt", {"door": team, "wijze": wijze}, wie=team)
    v.later(1, 10)
    gegevens: dict[str, Any] = {
        "door": team,
        "redenen": v.toeval.enkele(_REDENEN, 1, 2),
        "pogingen": v.toeval.enkele(_POGINGEN, 1, 3),
    }
    if v.toeval.kans(0.6):
        gegevens["overdrachtsvraagBeantwoord"] = v.toeval.kans(0.4)
    if v.toeval.kans(0.3):
        gegevens["casusnummer"] = f"zaak-{v.toeval.geheel(10_000, 99_999)}"
        gegevens["ontvangstdatumZvh"] = datum(ontvangen)
    velden = ("toelichting", "geprobeerd", "stappenEigenOrganisatie", "verwachting", "contactgegevens")
    v.handel("TerugkoppelingOntvangen", gegevens, *velden, wie=team)
    v.later(1, 15)
    nodig = v.toeval.kans(0.5)
    if v.toeval.kans(0.9):
        v.handel("TerugkoppelingGewogen", {"betrokkenheidNodig": nodig}, "afweging")
    if v.toeval.kans(0.3):
        steun = {"aan": team, "vorm": v.toeval.kies(_STEUN)}
        v.handel("OndersteuningGeboden", steun, "verslag", op=v.na(v.nu, 0, 10))
    return nodig


def meld_terug(v: Verhaal, team: Partij) -> bool:
    """Let a team come back while Veilig Thuis monitors; answer whether a melding follows (§6.3)."""
    v.later(1, 20)
    gegevens = {"door": team, "redenen": v.toeval.enkele(_REDENEN_TERUGMELDING, 1, 2)}
    v.handel("TerugmeldingOntvangen", gegevens, "toelichting", wie=team)
    if v.toeval.kans(0.8):
        v.later(1, 12)
        v.handel("OndersteuningGeboden", {"aan": team, "vorm": v.toeval.kies(_STEUN)}, "verslag")
    return v.toeval.kans(0.35)


def meld_opnieuw(v: Verhaal, team: Partij, melder: str | None = None) -> tuple[Handeling, str]:
    """Tell a new melding while `team` holds zicht; give it and what was decided."""
    v.later(2, 60)
    melding = meld(v, melder or v.toeval.gewogen(_MELDER))
    verrijk(v, melding)
    besluit = v.toeval.gewogen(_BESLUIT)
    beoordeel(v, melding, besluit, team if besluit == "overdracht" else None)
    return melding, besluit
