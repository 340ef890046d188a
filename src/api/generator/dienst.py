"""The diensten of Veilig Thuis: voorwaarden en vervolg, and onderzoek (bijlagen 3 and 4)."""

from __future__ import annotations

from typing import Any

from api.generator.kalender import DAG, UUR, datum, maanden_later
from api.generator.toeval import Verdeling
from api.generator.verhaal import Handeling, Verhaal

_UITKOMST = Verdeling({"bevestigd": 66, "niet-vast-te-stellen": 14, "weerlegd": 20})
_VOORWAARDEN = "voorwaarden-en-vervolg"
_ONDERZOEK = "onderzoek"
_VOLDOENDE = 6


def voer_dienst_uit(v: Verhaal, melding: Handeling) -> bool:
    """Tell a dienst from its start until it is completed; answer whether a handover follows."""
    dienst = _ONDERZOEK if v.toeval.kans(0.3) else _VOORWAARDEN
    v.later(0, 10)
    gegevens: dict[str, Any] = {"dienst": dienst}
    if v.toeval.kans(0.8):
        gegevens["melding"] = melding.gegevens["melding"]
    begin = v.handel("DienstIngezet", gegevens, "toelichting", na=[melding])
    if v.toeval.kans(0.7):
        gegevens = {"door": v.vt, "behandelaar": v.medewerker()}
        v.handel("BehandelaarToegewezen", gegevens, op=v.nu + v.toeval.geheel(1, 72) * UUR)
    if v.toeval.kans(0.2):
        v.handel("SamenOptrekkenAfgesproken", {"met": v.team}, "toelichting", op=v.na(v.nu, 0, 10))
    _spreek(v)
    weerlegd = dienst == _ONDERZOEK and _onderzoek(v)
    if not weerlegd:
        _maak_veilig(v)
    if not weerlegd and v.toeval.kans(0.03):
        _stop(v)
        return False
    v.later(1, 14)
    vervolg = "geen-vervolg" if weerlegd else "overdracht"
    gegevens = {"dienst": dienst} if v.toeval.kans(0.1) else {"dienst": dienst, "vervolg": vervolg}
    v.handel("DienstAfgerond", gegevens, "toelichting", na=[begin])
    if v.toeval.kans(0.3):
        verteld = {"melding": melding.gegevens["melding"], "na": "dienst"}
        v.handel("MelderGeinformeerd", verteld, op=v.nu + v.toeval.geheel(1, 50) * UUR, na=[melding])
    return not weerlegd


def _spreek(v: Verhaal) -> None:
    for _ in range(v.toeval.geheel(1, 3)):
        v.later(1, 12)
        gegevens: dict[str, Any] = {
            "door": v.vt,
            "wijze": v.toeval.kies(("huisbezoek", "gesprek", "telefoon")),
        }
        if v.toeval.kans(0.6):
            gegevens["personen"] = v.toeval.enkele(v.personen, 1, 2)
        v.handel("ContactGelegd", gegevens, "verslag")


def _onderzoek(v: Verhaal) -> bool:
    """Investigate; answer whether the suspicion was refuted."""
    if v.toeval.kans(0.9):
        deelnemers = sorted({v.medewerker() for _ in range(3)})
        gegevens: dict[str, Any] = {"vooronderzoek": v.toeval.kans(0.3), "deelnemers": deelnemers}
        v.handel("PlanVanAanpakVastgesteld", gegevens, "plan")
    if v.toeval.kans(0.4):
        v.handel("DeskundigeGeraadpleegd", {"soort": "vertrouwensarts"}, "advies", op=v.na(v.nu, 1, 20))
    v.later(14, 75)
    uitkomst = v.toeval.gewogen(_UITKOMST)
    v.handel("OnderzoekAfgerond", {"uitkomst": uitkomst}, "bevindingen")
    return uitkomst == "weerlegd"


def stel_voorwaarden(v: Verhaal, soort: str, aantal: int, op: int | None = None) -> None:
    """Set or sharpen voorwaarden, at `op` or now."""
    nieuw = [v.nieuw_id("v") for _ in range(aantal)]
    gegevens = {
        "voorwaarden": [
            {"id": nummer, "prioriteit": plaats, "voor": v.toeval.enkele(v.personen, 1, 2)}
            for plaats, nummer in enumerate(nieuw, start=1)
        ]
    }
    woorden = dict.fromkeys(nieuw, "Geen geweld, en geen kinderen bij ruzies.")
    gesteld = v.handel(
        soort, gegevens, vertrouwelijk={"teksten": woorden} if v.toeval.kans(0.6) else None, op=op
    )
    v.voorwaarden |= dict.fromkeys(nieuw, gesteld)


def _maak_veilig(v: Verhaal) -> None:
    """Agree, set voorwaarden, and judge direct safety until it is realised (bijlage 4)."""
    if v.toeval.kans(0.7):
        gegevens: dict[str, Any] = {"door": v.vt, "afspraak": v.nieuw_id("a")}
        v.handel("VeiligheidsafspraakGemaakt", gegevens, "tekst", op=v.na(v.nu, 0, 3))
    v.later(1, 14)
    if v.toeval.kans(0.92):
        stel_voorwaarden(v, "VoorwaardenGesteld", v.toeval.geheel(1, 4))
    if v.toeval.kans(0.4):
        gegevens = {"door": {"persoon": v.toeval.kies(v.personen)}, "score": v.toeval.geheel(2, 8)}
        v.handel("VeiligheidGescoord", gegevens, "onderbouwing")
    for kans in (0.75, 0.8, 0.7):
        v.later(5, 25)
        gerealiseerd = v.toeval.kans(kans)
        score = (
            v.toeval.geheel(_VOLDOENDE, 9) if v.toeval.kans(0.93) == gerealiseerd else v.toeval.geheel(2, 5)
        )
        oordeel: dict[str, Any] = {"gerealiseerd": gerealiseerd, "score": score}
        if v.toeval.kans(0.5):
            oordeel["beproefd"] = v.toeval.kans(0.6)
        v.handel("DirecteVeiligheidBeoordeeld", oordeel, "onderbouwing")
        if gerealiseerd and score >= _VOLDOENDE:
            return
        if v.toeval.kans(0.06):
            _dwing(v)


def _dwing(v: Verhaal) -> None:
    """Let the mayor or the court step in."""
    maatregel = v.toeval.kies(
        ("huisverbod", "strafrechtelijk", "bewindvoering", "ondertoezichtstelling", "anders")
    )
    door: Any = "burgemeester" if maatregel == "huisverbod" else "kinderrechter"
    gegevens = {"door": door, "maatregel": maatregel}
    if maatregel == "huisverbod":
        gegevens["tot"] = datum(v.nu + v.toeval.geheel(10, 28) * DAG)
    elif v.toeval.kans(0.4):
        gegevens["tot"] = datum(maanden_later(v.nu, 12))
    v.handel("DwangmaatregelIngezet", gegevens)


def vraag_onderzoek(v: Verhaal, door: dict[str, str]) -> None:
    """Ask for a coercive inquiry, get an answer, and sometimes a measure (§6.4)."""
    v.later(1, 20)
    bij = v.toeval.kies(("jeugdbeschermingstafel", "raad", "raad", "politie"))
    v.handel("VerzoekTotOnderzoekIngediend", {"door": door, "bij": bij}, "onderbouwing", wie=door)
    v.later(7, 40)
    uitkomst = v.toeval.kies(("onderzoek", "onderzoek", "maatregel", "afgewezen"))
    v.handel("VerzoekBeantwoord", {"bij": bij, "uitkomst": uitkomst}, "toelichting")
    if uitkomst == "maatregel":
        v.later(1, 20)
        _dwing(v)


def _stop(v: Verhaal) -> None:
    """Stop, awaiting a new melding (bijlage 5, Uitzondering)."""
    v.later(20, 60)
    gegevens = {"overlegMet": v.toeval.enkele(("politie", "om", "raad"), 1, 3)}
    v.handel("BemoeienisGestopt", gegevens, "onderbouwing")
