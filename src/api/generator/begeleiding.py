"""What the party that took zicht over does: contact, plan, casusregie, and how it ends (§4, §7)."""

from __future__ import annotations

from typing import Any

from api.generator.kalender import DAG, datum, maanden_later
from api.generator.toeval import Verdeling
from api.generator.verhaal import Verhaal
from api.generator.wereld import INSTELLINGEN, ONDERDELEN_PLAN, VORMEN, Partij

STABIEL = "stabiel"
MELDING = "melding"
TERUG = "terug"
DWANG = "dwang"
SLUITEN = "sluiten"
LOOPT = "loopt"

_AFLOOP = Verdeling({STABIEL: 40, MELDING: 18, TERUG: 12, DWANG: 5, SLUITEN: 8, LOOPT: 17})
_WIJZEN = ("telefoon", "huisbezoek", "huisbezoek", "gesprek", "gesprek", "video")


def begeleid(v: Verhaal, team: Partij, *, na_dienst: bool) -> str:
    """Tell the months in which `team` holds zicht, from now; answer how they end."""
    begonnen = v.nu
    regie = v.toeval.kans(0.75 if na_dienst else 0.35)
    if v.toeval.kans(0.4):
        gegevens: dict[str, Any] = {"door": team, "behandelaar": v.medewerker(bij_vt=False)}
        v.handel("BehandelaarToegewezen", gegevens, wie=team)
    for ronde in range(v.toeval.geheel(1, 7)):
        _contact(v, team, *((1, 9) if ronde == 0 else (10, 50)))
        if ronde == 0 and regie:
            v.handel("CasusregieGestart", {"door": team, "regisseur": v.medewerker(bij_vt=False)}, wie=team)
        if ronde <= 1 and v.toeval.kans(0.55 if na_dienst else 0.2):
            _plan(v, team)
        _tussendoor(v, team, regie=regie and ronde > 0)
    afloop = v.toeval.gewogen(_AFLOOP)
    if afloop == STABIEL:
        _stabiel(v, team, begonnen, regie=regie)
    elif regie and v.toeval.kans(0.3):
        reden = "gemeld-bij-veilig-thuis" if afloop == MELDING else "geen-mogelijkheden"
        _rond_regie_af(v, team, reden)
    if afloop == SLUITEN:
        v.later(10, 90)
        gegevens = {"door": team, "reden": v.toeval.kies(("hulp-afgerond", "geen-contact", "verhuisd"))}
        v.handel("DossierGesloten", gegevens, wie=team)
    return afloop


def _contact(v: Verhaal, team: Partij, dagen: int, hoogstens: int) -> None:
    v.later(dagen, hoogstens)
    if v.toeval.kans(0.12):
        gegevens: dict[str, Any] = {"door": team, "wijze": v.toeval.kies(("telefoon", "brief", "huisbezoek"))}
        v.handel("ContactpogingMislukt", gegevens, wie=team)
        v.later(1, 8)
    gegevens = {"door": team, "wijze": v.toeval.kies(_WIJZEN)}
    if v.toeval.kans(0.3):
        gegevens["personen"] = v.toeval.enkele(v.personen, 1, 2)
    v.handel("ContactGelegd", gegevens, "verslag", wie=team)


def _plan(v: Verhaal, team: Partij) -> None:
    """Make the plan and evaluate it at the moments it names (§7.2)."""
    op = v.na(v.nu, 3, 40)
    momenten = [op + v.toeval.geheel(80, 100) * DAG * keer for keer in range(1, v.toeval.geheel(1, 3) + 1)]
    volledig = v.toeval.kans(0.8)
    gegevens: dict[str, Any] = {
        "door": team,
        "onderdelen": [deel for deel in ONDERDELEN_PLAN if volledig or v.toeval.kans(0.7)],
        "evaluatiemomenten": [datum(moment) for moment in momenten],
    }
    if v.voorwaarden and v.toeval.kans(0.6):
        gegevens["termijnen"] = [
            {"voorwaarde": nummer, "uiterlijk": datum(op + v.toeval.geheel(30, 200) * DAG)}
            for nummer in v.voorwaarden
        ]
    v.handel("VeiligheidsplanVastgesteld", gegevens, "plan", wie=team, op=op, na=list(v.voorwaarden.values()))
    for moment in momenten:
        if v.toeval.kans(0.6):
            evaluatie = {"door": team, "bijgesteld": v.toeval.kans(0.3)}
            v.handel("VeiligheidsplanGeevalueerd", evaluatie, "bevindingen", wie=team, op=v.na(moment, 0, 9))


def _tussendoor(v: Verhaal, team: Partij, *, regie: bool) -> None:
    """Tell what happens beside the contacts."""
    if v.toeval.kans(0.06):
        gegevens: dict[str, Any] = {"vorm": v.toeval.gewogen(VORMEN), "door": v.toeval.kies((team, v.vt))}
        v.handel(
            "IncidentGeregistreerd",
            gegevens,
            "omschrijving",
            wie=team,
            op=v.nu - v.toeval.geheel(1, 20) * 3_000,
        )
    if v.toeval.kans(0.12):
        door: Any = team if v.toeval.kans(0.5) else {"persoon": v.toeval.kies(v.personen)}
        v.handel(
            "VeiligheidGescoord", {"door": door, "score": v.toeval.geheel(4, 10)}, "onderbouwing", wie=team
        )
    if v.toeval.kans(0.12):
        met = [v.toeval.kies((v.vt, v.regio.veiligheidsteam, *INSTELLINGEN))]
        gegevens = {
            "door": team,
            "met": met,
            "onderwerp": v.toeval.kies(("voortgang", "rolverdeling", "zorgen")),
        }
        v.handel("AfstemmingGehad", gegevens, "verslag", wie=team)
    if v.toeval.kans(0.06):
        gegevens = {"door": team, "voorziening": v.toeval.kies(("jeugdhulp", "begeleiding", "schuldhulp"))}
        v.handel("BeschikkingAfgegeven", gegevens, "toelichting", wie=team)
    if v.voorwaarden and v.toeval.kans(0.3):
        nummer, gesteld = v.voorwaarden.popitem()
        soort = "VoorwaardeVoldaan" if v.toeval.kans(0.85) else "VoorwaardeVervallen"
        v.handel(soort, {"door": team, "voorwaarde": nummer}, "toelichting", wie=team, na=[gesteld])
    if regie and v.toeval.kans(0.06):
        gegevens = {"regisseur": v.medewerker(bij_vt=False)}
        if v.toeval.kans(0.5):
            gegevens["door"] = team
        v.handel("CasusregisseurGewisseld", gegevens, wie=team)


def _rond_regie_af(v: Verhaal, team: Partij, reden: str) -> None:
    gegevens = {"door": team, "reden": reden, "afgestemdMetVeiligThuis": v.toeval.kans(0.7)}
    v.handel("CasusregieAfgerond", gegevens, "toelichting", wie=team)


def _stabiel(v: Verhaal, team: Partij, begonnen: int, *, regie: bool) -> None:
    """Conclude that the family is safe, mostly after half a year at least (§7.1)."""
    if v.toeval.kans(0.85):
        v.nu = max(v.nu, maanden_later(begonnen, 7))
    v.later(5, 60)
    gegevens = {
        "door": team,
        "risicofactorenAangepakt": v.toeval.kans(0.93),
        "herstelGestart": v.toeval.kans(0.95),
    }
    v.handel("StabieleVeiligheidVastgesteld", gegevens, "onderbouwing", wie=team)
    v.later(0, 20)
    if regie:
        _rond_regie_af(v, team, "stabiel-veilig")
    if v.toeval.kans(0.7):
        v.later(0, 20)
        v.handel("DossierGesloten", {"door": team, "reden": "doelen-bereikt"}, wie=team)
