"""Disagreement and who decides it: rules Z17 and Z18."""

from __future__ import annotations

from ledger.acts.terug import OpschalingBesloten, OpschalingGestart
from ledger.corrections import Feit
from projections.zicht.regel import Omstandigheden, Uitkomst, om
from projections.zicht.toestand import Geschil, Toestand


def opschaling_gestart(t: Toestand, feit: Feit, act: OpschalingGestart, _: Omstandigheden) -> Uitkomst:
    """Z17."""
    if act.onderwerp == "inhoud" or t.houder is None:
        return t, None
    lopend = None if t.lopend is None else t.lopend._replace(uiterlijk=None)
    return t._replace(lopend=lopend, geschil=t.geschil or Geschil()), om(feit, "Z17")


def opschaling_besloten(t: Toestand, feit: Feit, act: OpschalingBesloten, _: Omstandigheden) -> Uitkomst:
    """Z18."""
    t = t._replace(geschil=None)
    if act.toegewezen_aan is not None:
        t = t._replace(lopend=None, meldingen=()).komt_bij(act.toegewezen_aan)
    return t, om(feit, "Z18")
