"""The diensten of Veilig Thuis, and stopping: rules Z7, Z23 and Z24."""

from __future__ import annotations

from ledger.acts.dienst import DienstAfgerond, DienstIngezet
from ledger.acts.monitoring import BemoeienisGestopt
from ledger.corrections import Feit
from projections.zicht.melding import wacht_op_de_termijn
from projections.zicht.regel import Omstandigheden, Uitkomst, om
from projections.zicht.toestand import Toestand


def dienst_ingezet(t: Toestand, feit: Feit, act: DienstIngezet, bij: Omstandigheden) -> Uitkomst:
    """Z7."""
    t = t._replace(diensten=t.diensten | {act.dienst})
    if wacht_op_de_termijn(t, feit.gebeurd_op, bij.afspraken):
        return t, None
    return t._replace(lopend=None, geschil=None, meldingen=()).komt_bij(t.vt), om(feit, "Z7")


def dienst_afgerond(t: Toestand, feit: Feit, act: DienstAfgerond, _: Omstandigheden) -> Uitkomst:
    """Z23."""
    t = t._replace(diensten=t.diensten - {act.dienst})
    if act.vervolg == "geen-vervolg" and t.vt_houdt and t.niets_loopt:
        return t.houdt_niemand("beeindigd"), om(feit, "Z23")
    return t, None


def bemoeienis_gestopt(t: Toestand, feit: Feit, _: BemoeienisGestopt, __: Omstandigheden) -> Uitkomst:
    """Z24."""
    if not t.vt_houdt:
        return t, None
    return t._replace(lopend=None, meldingen=()).houdt_niemand("onbelegd"), om(feit, "Z24")
