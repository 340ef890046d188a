"""How zicht ends, and what does not end it: rules Z20, Z21, Z22 and Z25."""

from __future__ import annotations

from ledger.acts.lokaal_team import (
    CasusregieAfgerond,
    CasusregieGestart,
    CasusregisseurGewisseld,
    DossierGesloten,
    StabieleVeiligheidVastgesteld,
)
from ledger.corrections import Feit
from projections.veiligheid import is_zes_maanden_veilig
from projections.zicht.regel import Omstandigheden, Uitkomst, om
from projections.zicht.toestand import Toestand


def stabiele_veiligheid(
    t: Toestand, feit: Feit, act: StabieleVeiligheidVastgesteld, bij: Omstandigheden
) -> Uitkomst:
    """Z20; otherwise Z21, which changes nothing."""
    if (
        t.houder is None
        or act.door != t.houder
        or not (act.risicofactoren_aangepakt and act.herstel_gestart)
        or not is_zes_maanden_veilig(bij.feiten, feit.gebeurd_op, bij.afspraken)
    ):
        return t, None
    return t._replace(lopend=None).houdt_niemand("beeindigd"), om(feit, "Z20")


def casusregie_gestart(t: Toestand, _: Feit, act: CasusregieGestart, __: Omstandigheden) -> Uitkomst:
    """Note the party of the casusregie; it moves no zicht."""
    return t._replace(regie=act.door), None


def casusregisseur_gewisseld(
    t: Toestand, _: Feit, act: CasusregisseurGewisseld, __: Omstandigheden
) -> Uitkomst:
    """Note the new party of a running casusregie; it moves no zicht."""
    if t.regie is None or act.door is None:
        return t, None
    return t._replace(regie=act.door), None


def casusregie_afgerond(t: Toestand, feit: Feit, act: CasusregieAfgerond, bij: Omstandigheden) -> Uitkomst:
    """Z22: the end of casusregie moves no zicht, unless a reading says so."""
    regie, t = t.regie, t._replace(regie=None)
    if (
        bij.afspraken.lezingen.casusregie_geen_mogelijkheden == "onbelegd"
        and act.reden == "geen-mogelijkheden"
        and regie is not None
        and regie == t.houder
    ):
        return t.houdt_niemand("onbelegd"), om(feit, "Z22")
    return t, None


def dossier_gesloten(t: Toestand, feit: Feit, act: DossierGesloten, bij: Omstandigheden) -> Uitkomst:
    """Z25: closing a file moves no zicht, unless a reading lets it end after a direct handover."""
    if (
        bij.afspraken.lezingen.einde_na_directe_overdracht == "afsluiting-team"
        and t.houder is not None
        and act.door == t.houder
        and t.houdt_door is not None
        and t.houdt_door.fase == "na-veiligheidsbeoordeling"
    ):
        return t.houdt_niemand("beeindigd"), om(feit, "Z25")
    return t, None
