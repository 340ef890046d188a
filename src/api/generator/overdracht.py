"""Handing over zicht: announced, sent, completed, received, refused, withdrawn or lost (§6.1, §6.2, §6.5)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from api.generator.kalender import DAG, UUR, datum
from api.generator.toeval import Verdeling
from api.generator.verhaal import Handeling, Verhaal
from api.generator.wereld import (
    INSTELLINGEN,
    MAG_NIET_VAN_TOEPASSING,
    ONDERDELEN_DIRECT,
    ONDERDELEN_NA_DIENST,
    Partij,
)

DIRECT = "na-veiligheidsbeoordeling"
NA_DIENST = "na-dienst"

_ANTWOORD = Verdeling(
    {"bevestigd": 62, "contact": 10, "stil": 12, "geweigerd": 8, "niet-bezorgd": 4, "ingetrokken": 4}
)
_REDENEN = (
    "geen-capaciteit", "onvoldoende-kennis", "onvolledig", "niet-bevoegd", "verhuisd",
    "verkeerd-geadresseerd", "anders",
)  # fmt: skip
_MEESTE_POGINGEN = 3


@dataclass(frozen=True, slots=True)
class Zending:
    """A handover that was sent."""

    id: str
    aan: Partij
    fase: str
    handeling: Handeling


def stuur(v: Verhaal, fase: str, aan: Partij, *, volledig: bool, warm: bool = False) -> Zending:
    """Send a handover now, with all parts or with some missing."""
    nummer = v.nieuw_id("o")
    onderdelen = ONDERDELEN_NA_DIENST if fase == NA_DIENST else ONDERDELEN_DIRECT
    erin = [deel for deel in onderdelen if volledig or v.toeval.kans(0.75)]
    gegevens: dict[str, Any] = {"overdracht": nummer, "van": v.vt, "aan": aan}
    if v.toeval.kans(0.06):
        gegevens["medeontvangers"] = [v.toeval.kies(INSTELLINGEN)]
    gegevens |= {"fase": fase, "warm": warm, "onderdelen": erin}
    if v.toeval.kans(0.2):
        niet = [deel for deel in erin if deel in MAG_NIET_VAN_TOEPASSING and v.toeval.kans(0.3)]
        gegevens["onderdelen"] = [deel for deel in erin if deel not in niet]
        gegevens["nietVanToepassing"] = niet
    if fase == NA_DIENST and v.toeval.kans(0.8):
        gegevens["monitorafspraken"] = _monitorafspraken(v, aan)
    return Zending(nummer, aan, fase, v.handel("OverdrachtVerstuurd", gegevens, "brief", "document"))


def _monitorafspraken(v: Verhaal, aan: Partij) -> dict[str, Any]:
    met: list[Any] = [aan]
    if v.personen and v.toeval.kans(0.5):
        met.append({"persoon": v.toeval.kies(v.personen)})
    return {
        "eersteContactOp": datum(v.nu + v.toeval.geheel(60, 92) * DAG),
        "met": met,
        "wijze": v.toeval.kies(("telefoon", "gesprek", "netwerkberaad")),
        "toetsOp": v.toeval.enkele(("voorwaarden", "hulp", "herstel", "risicofactoren"), 1, 3),
    }


def draag_direct_over(v: Verhaal, aan: Partij) -> Partij:
    """Hand over after the assessment, again if it must, and give who holds zicht in the end (§6.1)."""
    if v.toeval.kans(0.1):
        gegevens = {"aan": aan, "warm": False}
        v.handel("OverdrachtAangekondigd", gegevens, op=v.nu)
    for _ in range(_MEESTE_POGINGEN):
        v.later(0, 2)
        zending = stuur(v, DIRECT, aan, volledig=v.toeval.kans(0.85))
        if aan == v.clientsysteem:
            return aan
        _vertel(v)
        antwoord = v.toeval.gewogen(_ANTWOORD)
        if antwoord in {"bevestigd", "contact", "stil"}:
            _neem_aan(v, zending, antwoord)
            return aan
        houder = _mislukt(v, zending, antwoord)
        if houder is not None:
            return houder
        if antwoord != "niet-bezorgd":
            aan = v.toeval.kies(v.gemeente.teams)
    return v.vt


def _vertel(v: Verhaal) -> None:
    """Tell the family and the melder of the handover (§6.1.3, §6.1.5)."""
    if v.toeval.kans(0.7):
        gegevens = {
            "door": v.vt,
            "over": "overdracht",
            "wijze": "brief" if v.toeval.kans(0.8) else "telefoon",
        }
        v.handel("DirectbetrokkenenGeinformeerd", gegevens, op=v.na(v.nu, 0, 3))
    if v.toeval.kans(0.3):
        gegevens = {"melding": v.melding.gegevens["melding"], "na": "overdracht"}
        v.handel("MelderGeinformeerd", gegevens, op=v.na(v.nu, 0, 5), na=[v.melding])


def _rappelleer(v: Verhaal, zending: Zending) -> None:
    v.handel("OntvangstGerappelleerd", {"overdracht": zending.id}, na=[zending.handeling])


def bevestig(v: Verhaal, zending: Zending) -> None:
    """Let the receiver confirm, and mostly name who takes it up (§4.h)."""
    gegevens = {"overdracht": zending.id, "door": zending.aan}
    if v.toeval.kans(0.7):
        gegevens["behandelaar"] = v.medewerker(bij_vt=False)
    v.handel("OntvangstBevestigd", gegevens, wie=zending.aan, na=[zending.handeling])


def _neem_aan(v: Verhaal, zending: Zending, antwoord: str) -> None:
    if antwoord == "bevestigd":
        if v.toeval.kans(0.12):
            v.later(3, 6)
            _rappelleer(v, zending)
        v.later(0, 6 if v.toeval.kans(0.85) else 12)
        bevestig(v, zending)
    elif antwoord == "contact":
        v.later(1, 6)
        gegevens = {"door": zending.aan, "wijze": v.toeval.kies(("huisbezoek", "telefoon", "gesprek"))}
        v.handel("ContactGelegd", gegevens, "verslag", wie=zending.aan)
    else:
        v.later(5, 7)
        if v.toeval.kans(0.4):
            _rappelleer(v, zending)
        v.later(3, 14)  # zicht passed by itself meanwhile


def _mislukt(v: Verhaal, zending: Zending, antwoord: str) -> Partij | None:
    """Tell how it went wrong; give who holds zicht if that was settled, None to try again."""
    v.later(1, 5)
    if antwoord == "niet-bezorgd":
        v.handel("OverdrachtNietBezorgd", {"overdracht": zending.id}, na=[zending.handeling])
        return None
    if antwoord == "ingetrokken":
        gegevens = {"overdracht": zending.id, "door": v.vt}
        v.handel("OverdrachtIngetrokken", gegevens, "toelichting", na=[zending.handeling])
        return v.vt if v.toeval.kans(0.5) else None
    gegevens = {"overdracht": zending.id, "door": zending.aan, "reden": v.toeval.kies(_REDENEN)}
    v.handel("OverdrachtGeweigerd", gegevens, "toelichting", wie=zending.aan, na=[zending.handeling])
    return schaal_op(v, "overdracht") if v.toeval.kans(0.5) else None


def schaal_op(v: Verhaal, onderwerp: str) -> Partij | None:
    """Take a disagreement higher; give who holds zicht by that decision, None if it did not say (§6.5)."""
    v.later(1, 8)
    door = v.vt if v.toeval.kans(0.6) else v.team
    niveau = v.toeval.kies(("gedragswetenschapper", "gedragswetenschapper", "coordinator", "bestuur"))
    gegevens: dict[str, Any] = {"door": door, "niveau": niveau, "onderwerp": onderwerp}
    begin = v.handel("OpschalingGestart", gegevens, "aanleiding", wie=door)
    v.later(3, 24)
    aan = v.team if v.toeval.kans(0.65) else v.vt
    toegewezen = v.toeval.kans(0.8)
    v.handel("OpschalingBesloten", {"toegewezenAan": aan} if toegewezen else {}, "besluit", na=[begin])
    return aan if toegewezen else None


def draag_na_dienst_over(v: Verhaal, aan: Partij) -> Zending:
    """Hand over after a dienst: warm mostly, and complete, at once or later (§6.2)."""
    warm = v.toeval.kans(0.75)
    if v.toeval.kans(0.6):
        gegevens: dict[str, Any] = {"aan": aan, "warm": warm}
        if v.toeval.kans(0.5):
            gegevens["voorwaardenVerwachtOp"] = datum(v.nu + v.toeval.geheel(3, 21) * DAG)
        v.handel("OverdrachtAangekondigd", gegevens, op=v.nu - v.toeval.geheel(2, 48) * UUR)
    v.later(0, 6)
    eerst_gesprek = warm and v.toeval.kans(0.3)
    if eerst_gesprek:
        _gesprek(v, aan, None)
        v.later(0, 4)
    zending = stuur(v, NA_DIENST, aan, volledig=v.toeval.kans(0.7), warm=warm)
    _vertel(v)
    if warm and not eerst_gesprek and v.toeval.kans(0.8):
        v.later(1, 10)
        _gesprek(v, aan, zending)
    ontbreekt = _ontbreekt(zending)
    if ontbreekt and v.toeval.kans(0.9):
        v.later(2, 20)
        gegevens = {"overdracht": zending.id, "onderdelen": ontbreekt}
        v.handel("OverdrachtAangevuld", gegevens, "document", na=[zending.handeling])
    if v.toeval.kans(0.5):
        v.later(0, 5)
        bevestig(v, zending)
    elif v.toeval.kans(0.04):
        v.later(1, 5)
        gegevens = {"overdracht": zending.id, "door": aan, "reden": v.toeval.kies(_REDENEN)}
        v.handel("OverdrachtGeweigerd", gegevens, "toelichting", wie=aan, na=[zending.handeling])
        schaal_op(v, "zicht")
    return zending


def _ontbreekt(zending: Zending) -> list[str]:
    gegevens = zending.handeling.gegevens
    er = {*gegevens["onderdelen"], *gegevens.get("nietVanToepassing", ())}
    return [deel for deel in ONDERDELEN_NA_DIENST if deel not in er]


def _gesprek(v: Verhaal, aan: Partij, zending: Zending | None) -> None:
    deelnemers: list[Any] = [v.vt, aan, *({"persoon": p} for p in v.toeval.enkele(v.personen, 0, 2))]
    gegevens: dict[str, Any] = {} if zending is None else {"overdracht": zending.id}
    na = [] if zending is None else [zending.handeling]
    v.handel("WarmeOverdrachtGehouden", {**gegevens, "deelnemers": deelnemers}, "verslag", na=na)
