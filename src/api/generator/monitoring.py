"""Monitoring by Veilig Thuis after a dienst, beside what the team does (§6.2.6, bijlage 5)."""

from __future__ import annotations

from typing import Any

from api.generator.dienst import stel_voorwaarden
from api.generator.kalender import DAG, datum, maanden_later
from api.generator.toeval import Verdeling
from api.generator.verhaal import Verhaal
from api.generator.wereld import Partij

_OORDEEL = Verdeling({"direct-veilig": 45, "stabiel": 40, "onvoldoende": 15})
_VERVOLG = {
    "onvoldoende": ("voorwaarden-aanscherpen", "plan-aanpassen", "naar-bescherming"),
    "direct-veilig": ("nieuwe-datum",),
    "stabiel": (),
}


def monitor(v: Verhaal, team: Partij, sinds: int, tot: int | None) -> None:
    """Tell the monitoring since a moment, until zicht came back to Veilig Thuis (`tot`) or it was closed."""
    voorwaarden = dict(v.voorwaarden)
    contacten = [maanden_later(sinds, maanden) for maanden in (3, 12)]
    if v.toeval.kans(0.3):
        contacten.insert(1, maanden_later(sinds, v.toeval.geheel(5, 8)))
    oordeel = "direct-veilig"
    for bedoeld in contacten:
        op = v.na(bedoeld - 10 * DAG, 0, 18 if v.toeval.kans(0.8) else 40)
        if tot is not None and op >= tot:
            return
        if v.toeval.kans(0.88):
            oordeel = _contact(v, team, op, [*voorwaarden])
            if oordeel == "onvoldoende" and v.toeval.kans(0.5):
                stel_voorwaarden(v, "VoorwaardenAangescherpt", v.toeval.geheel(1, 2), v.na(op, 0, 6))
    op = v.na(maanden_later(sinds, v.toeval.geheel(13, 18)), 0, 12)
    if tot is None and v.toeval.kans(0.8):
        _sluit_af(v, op, oordeel)


def _contact(v: Verhaal, team: Partij, op: int, voorwaarden: list[str]) -> str:
    oordeel = v.toeval.gewogen(_OORDEEL)
    met: list[Any] = [team]
    if v.toeval.kans(0.6):
        met.append({"persoon": v.toeval.kies(v.personen)})
    gegevens: dict[str, Any] = {"met": met, "voorwaardenVoldaan": oordeel != "onvoldoende"}
    if voorwaarden and v.toeval.kans(0.6):
        gegevens["perVoorwaarde"] = [
            {"voorwaarde": nummer, "voldaan": oordeel == "stabiel" or v.toeval.kans(0.7)}
            for nummer in voorwaarden
        ]
    if v.toeval.kans(0.7):
        gegevens["aandachtVoorHerstel"] = v.toeval.kans(0.8)
        gegevens["risicofactorenAangepakt"] = v.toeval.kans(0.7)
    gegevens["oordeel"] = oordeel
    gegevens["vervolg"] = v.toeval.enkele(_VERVOLG[oordeel], 1, 2)
    if oordeel != "stabiel" and v.toeval.kans(0.6):
        gegevens["volgendContactOp"] = datum(op + v.toeval.geheel(40, 120) * DAG)
    v.handel("MonitorcontactGelegd", gegevens, "bevindingen", op=op, na=list(v.voorwaarden.values()))
    return oordeel


def _sluit_af(v: Verhaal, op: int, oordeel: str) -> None:
    if oordeel == "stabiel":
        gegevens: dict[str, Any] = {"door": v.vt, "risicofactorenAangepakt": True, "herstelGestart": True}
        v.handel("StabieleVeiligheidVastgesteld", gegevens, "onderbouwing", op=op)
    reden = "stabiel-veilig" if oordeel == "stabiel" else v.toeval.kies(("termijn-bereikt", "anders"))
    v.handel("MonitoringAfgesloten", {"reden": reden}, "toelichting", op=op + 3_600)
