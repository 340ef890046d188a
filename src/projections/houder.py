"""Who is responsible at a moment: the answer in every lane, and why.

Source: contract `timeline`; rulebook 5.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from projections.stuk import BANEN, Baan, Stuk, instant_als_tekst, stuk_op
from projections.tijdlijn import Tijdlijn


def houders_op(tijdlijn: Tijdlijn, op: datetime) -> dict[Baan, dict[str, Any] | None]:
    """Give per lane who is responsible at UTC instant `op`, as the contract writes it; None where nobody is.

    While casusregie runs, the answer on zicht names the casusregisseur if the same party holds zicht.
    """
    stukken = {baan: stuk_op(tijdlijn.banen[baan], op) for baan in BANEN}
    houders = {baan: None if stuk is None else _houder(stuk) for baan, stuk in stukken.items()}
    zicht, regie = stukken["zicht"], stukken["casusregie"]
    if zicht is not None and regie is not None and zicht.vertoon.partij == regie.vertoon.partij:
        houders["zicht"] = {**_houder(zicht), "casusregisseur": regie.vertoon.regisseur}
    return houders


def _houder(stuk: Stuk) -> dict[str, Any]:
    """Give a piece without its end: that a term will lapse is not about this moment."""
    houder = stuk.als_dict()
    del houder["van"], houder["tot"]
    return {**houder, "sinds": instant_als_tekst(stuk.van)}
