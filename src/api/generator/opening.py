"""How a casus begins and comes back: a melding, asking around, the veiligheidsbeoordeling (§6.1)."""

from __future__ import annotations

from typing import Any

from api.generator import personen
from api.generator.kalender import DAG, UUR, datum
from api.generator.toeval import Verdeling
from api.generator.verhaal import Handeling, Verhaal
from api.generator.wereld import BRONNEN, CONTRA_INDICATIES, INSTELLINGEN, MELDERS, VORMEN, Partij

_CONCLUSIES = {
    "dienst": Verdeling({1: 40, 2: 35, 3: 20, 4: 5}),
    "overdracht": Verdeling({3: 20, 4: 20, 5: 20, 6: 35, 7: 5}),
    "geen-vervolg": Verdeling({7: 40, 8: 60}),
}
_DESKUNDIGEN = ("vertrouwensarts", "gedragswetenschapper", "aandachtsfunctionaris", "anders")
_GRONDEN = ("veiligheid-betrokkene", "belang-onderzoek")
_WIJZEN = ("brief", "telefoon", "gesprek")


def open_casus(v: Verhaal) -> Handeling:
    """Tell the first days: the melding, who live there, and what others know of them."""
    melding = meld(v, v.toeval.gewogen(MELDERS))
    if v.toeval.kans(0.12):
        eerder = melding.gebeurd - v.toeval.geheel(1, 200) * DAG
        vorm = {"vorm": v.toeval.gewogen(VORMEN), "door": v.vt}
        v.handel("IncidentGeregistreerd", vorm, "omschrijving", op=eerder)
    for _ in range(v.toeval.geheel(1, 4)):
        _registreer(v)
    verrijk(v, melding)
    return melding


def meld(v: Verhaal, melder: str) -> Handeling:
    """Let somebody report; police do so at any hour."""
    nummer = v.nieuw_id("m")
    if melder != "politie":
        v.later(0, 1)
    wie: dict[str, Any] = {"soort": melder}
    if melder == "lokaal-team":
        wie["organisatie"] = v.team
    elif melder == "professional" and v.toeval.kans(0.4):
        wie["organisatie"] = v.toeval.kies(INSTELLINGEN)
    wie["anoniem"] = melder == "particulier" and v.toeval.kans(0.5)
    gegevens: dict[str, Any] = {
        "melding": nummer,
        "veiligThuis": v.vt["id"],
        "gemeente": v.gemeente.code,
        "melder": wie,
        "kanaal": "corv" if melder == "politie" else v.toeval.kies(("telefoon", "formulier", "anders")),
        "vormen": sorted({v.toeval.gewogen(VORMEN) for _ in range(v.toeval.geheel(1, 3))}),
    }
    if v.toeval.kans(0.3):
        gegevens["acuut"] = v.toeval.kans(0.4)
    if melder == "professional" and v.toeval.kans(0.5):
        gegevens["afspraken"] = {"terugkoppeling": v.toeval.kans(0.8)}
    v.melding = v.handel("MeldingOntvangen", gegevens, "melderGegevens", "omschrijving")
    return v.melding


def _registreer(v: Verhaal) -> None:
    """Record a person, who is told within four weeks, or later when that is not safe yet (Wmo 5.3.1)."""
    persoon = v.nieuw_id("p")
    v.personen.append(persoon)
    rol = personen.ONGEBOREN if v.toeval.kans(0.01) else v.toeval.gewogen(personen.ROLLEN)
    op = v.na(v.nu, 0, 2)
    wie = personen.persoonsgegevens(v.toeval, rol, v.gemeente, op)
    gegevens = {"persoon": persoon, "rol": rol}
    bekend = v.handel("DirectbetrokkeneGeregistreerd", gegevens, op=op, vertrouwelijk=wie)
    if v.toeval.kans(0.5):
        over = {"over": "vastlegging", "wijze": v.toeval.kies(_WIJZEN), "personen": [persoon]}
        v.handel("DirectbetrokkenenGeinformeerd", {"door": v.vt, **over}, op=v.na(op, 1, 25), na=[bekend])
    elif v.toeval.kans(0.06):
        tot = datum(op + v.toeval.geheel(29, 42) * DAG)
        uitstel = {"persoon": persoon, "tot": tot, "grond": v.toeval.kies(_GRONDEN)}
        v.handel("InformerenUitgesteld", uitstel, "onderbouwing", op=v.na(op, 14, 27), na=[bekend])


def verrijk(v: Verhaal, melding: Handeling) -> None:
    """Ask around and talk with the family before the assessment (§6.1.4)."""
    nummer = melding.gegevens["melding"]
    if v.toeval.kans(0.6):
        bij: Partij | str = v.toeval.kies(BRONNEN) if v.toeval.kans(0.7) else v.team
        gegevens = {"bij": bij, "melding": nummer}
        v.handel("InformatieIngewonnen", gegevens, "uitkomst", op=v.na(v.nu, 0, 3), na=[melding])
    if v.toeval.kans(0.15):
        deskundige = {"soort": v.toeval.kies(_DESKUNDIGEN)}
        v.handel("DeskundigeGeraadpleegd", deskundige, "advies", op=v.na(v.nu, 0, 3))
    if v.toeval.kans(0.12):
        met = [v.toeval.kies((v.team, v.regio.veiligheidsteam, v.regio.zorg_en_veiligheidshuis))]
        gegevens = {
            "door": v.vt,
            "met": met,
            "onderwerp": v.toeval.kies(("melding", "vervolg", "rolverdeling")),
        }
        v.handel("AfstemmingGehad", gegevens, "verslag", op=v.na(v.nu, 0, 4))
    if v.toeval.kans(0.35):
        gegevens = {"door": v.vt, "wijze": v.toeval.kies(("telefoon", "huisbezoek", "gesprek"))}
        v.handel("ContactGelegd", gegevens, "verslag", op=v.na(v.nu, 0, 4))
    if v.toeval.kans(0.5):
        gegevens = {"door": v.vt, "over": "melding", "wijze": v.toeval.kies(_WIJZEN)}
        v.handel("DirectbetrokkenenGeinformeerd", gegevens, op=v.na(v.nu, 0, 6))


def beoordeel(v: Verhaal, melding: Handeling, besluit: str, belegd_bij: Partij | None = None) -> Handeling:
    """Assess the safety, mostly within seven days, and tell the melder what follows (bijlage 2, §6.1.5)."""
    nummer = melding.gegevens["melding"]
    v.later(*((1, 6) if v.toeval.kans(0.8) else (7, 21)))
    getoetst = v.toeval.kans(0.95)
    kans_op_indicatie = 0.6 if besluit == "dienst" else 0.05
    indicaties = getoetst and v.toeval.kans(kans_op_indicatie)
    gegevens: dict[str, Any] = {
        "melding": nummer,
        "conclusie": v.toeval.gewogen(_CONCLUSIES[besluit]),
        "besluit": besluit,
        "beoordelaars": sorted({v.medewerker() for _ in range(1 if v.toeval.kans(0.07) else 2)}),
        "contactMetDirectbetrokkenen": v.toeval.kans(0.6),
        "contraIndicatiesGetoetst": getoetst,
        "contraIndicaties": v.toeval.enkele(CONTRA_INDICATIES, 1, 2) if indicaties else [],
        "afwijkingOnderbouwd": bool(indicaties) and besluit == "overdracht" and v.toeval.kans(0.6),
    }
    if belegd_bij is not None:
        gegevens = _na_besluit(gegevens, belegd_bij)
    velden = ("afwegingen", "afwijkingOnderbouwing") if gegevens["afwijkingOnderbouwd"] else ("afwegingen",)
    beoordeling = v.handel("VeiligheidsbeoordelingAfgerond", gegevens, *velden, na=[melding])
    if v.toeval.kans(0.6):
        verteld = {"melding": nummer, "na": "beoordeling"}
        v.handel("MelderGeinformeerd", verteld, op=v.nu + v.toeval.geheel(1, 30) * UUR, na=[melding])
    return beoordeling


def _na_besluit(gegevens: dict[str, Any], belegd_bij: Partij) -> dict[str, Any]:
    begin = {naam: gegevens[naam] for naam in ("melding", "conclusie", "besluit")}
    return {**begin, "belegdBij": belegd_bij, **gegevens}
