"""A melding and its assessment: rules Z1 to Z6, and Z19 on coming back without one."""

from __future__ import annotations

from datetime import datetime

from ledger.acts.dienst import VeiligheidsbeoordelingAfgerond
from ledger.acts.melding import MeldingOntvangen
from ledger.acts.terug import TerugkoppelingGewogen, TerugkoppelingOntvangen, TerugmeldingOntvangen
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.values import Partij
from projections.zicht.regel import Omstandigheden, Uitkomst, om
from projections.zicht.toestand import OpenMelding, Toestand


def melding_ontvangen(t: Toestand, feit: Feit, act: MeldingOntvangen, bij: Omstandigheden) -> Uitkomst:
    """Z1, Z2 and the start of Z3."""
    if t.houder is None:
        t = _met_open_melding(t, feit, act.melding, act.melder.organisatie, bij.afspraken)
        return t.komt_bij(t.vt), om(feit, "Z1")
    return _bij_een_houder(t, feit, act.melding, act.melder.organisatie, bij.afspraken), om(feit, "Z3")


def _met_open_melding(
    t: Toestand, feit: Feit, melding: str | None, melder: Partij | None, afspraken: Afspraken
) -> Toestand:
    """Open a melding; one that does not come from the holder has no deadline under `houder-blijft`."""
    door_derde = melder is None or melder != t.houder
    zonder_termijn = door_derde and afspraken.lezingen.melding_door_derde == "houder-blijft"
    uiterlijk = None if zonder_termijn else afspraken.vanaf_zevende_weekdag(feit.gebeurd_op)
    return t._replace(
        meldingen=(*t.meldingen, OpenMelding(feit.volgnummer, melding, feit.gebeurd_op, uiterlijk))
    )


def _bij_een_houder(
    t: Toestand, feit: Feit, melding: str | None, melder: Partij | None, afspraken: Afspraken
) -> Toestand:
    """Z3: the holder goes on until the deadline, or (reading `ontvangst`) Veilig Thuis holds at receipt."""
    t = _met_open_melding(t, feit, melding, melder, afspraken)
    if afspraken.lezingen.melding_bij_andere_houder == "ontvangst" and t.meldingen[-1].uiterlijk is not None:
        return t.komt_bij(t.vt)
    return t


def wacht_op_de_termijn(t: Toestand, op: datetime, afspraken: Afspraken) -> bool:
    """Whether nothing moves zicht before a deadline that is still to come (reading `alleen-termijn`)."""
    return (
        afspraken.lezingen.melding_bij_andere_houder == "alleen-termijn"
        and t.ander_houdt
        and any(m.uiterlijk is not None and m.uiterlijk > op for m in t.meldingen)
    )


def beoordeling_afgerond(
    t: Toestand, feit: Feit, act: VeiligheidsbeoordelingAfgerond, bij: Omstandigheden
) -> Uitkomst:
    """Z4, Z5 and Z6; a besluit on a melding that does not stand moves nothing."""
    if act.melding not in bij.meldingen:
        return t, None
    is_deze = any(m.melding == act.melding for m in t.meldingen)
    zonder_deze = t.zonder_meldingen(lambda melding: melding.melding == act.melding)
    match act.besluit:
        case "dienst":
            if not is_deze or t.vt_houdt or wacht_op_de_termijn(t, feit.gebeurd_op, bij.afspraken):
                return t, None
            return t.komt_bij(t.vt), om(feit, "Z4")
        case "overdracht":
            if t.ander_houdt and act.belegd_bij == t.houder:
                return zonder_deze, om(feit, "Z5")
            return t, None
        case "geen-vervolg":
            if zonder_deze.vt_houdt and zonder_deze.niets_loopt:
                zonder_deze = zonder_deze.houdt_niemand("beeindigd")
            return zonder_deze, om(feit, "Z6")


def terug(
    t: Toestand, feit: Feit, act: TerugkoppelingOntvangen | TerugmeldingOntvangen, bij: Omstandigheden
) -> Uitkomst:
    """Z19: coming back moves nothing, unless a reading treats it as a melding by the holder."""
    lezingen = bij.afspraken.lezingen
    lezing = lezingen.terugkoppeling if isinstance(act, TerugkoppelingOntvangen) else lezingen.terugmelding
    if lezing == "verplaatst-niet" or act.door != t.houder:
        return t, None
    return _bij_een_houder(t, feit, None, act.door, bij.afspraken), om(feit, "Z3")


def terugkoppeling_gewogen(t: Toestand, feit: Feit, _: TerugkoppelingGewogen, __: Omstandigheden) -> Uitkomst:
    """Z19: what a reading treats as a melding is settled when it was weighed."""
    return t.zonder_meldingen(lambda melding: melding.melding is None), om(feit, "Z19")
