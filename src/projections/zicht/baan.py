"""The lane itself, laid out of the steps of the walk."""

from __future__ import annotations

from projections.beloop import Beloop
from projections.stuk import Stuk, leg_baan
from projections.zicht.toestand import Toestand


def baan_zicht(beloop: Beloop) -> tuple[Stuk, ...]:
    """Lay out the lane: at every instant from the first melding on exactly one piece."""
    return leg_baan(
        (stap.op, stap.toestand.vertoon(), stap.reden)
        for _, stap in beloop.stappen_met(Toestand.vertoon)
        if stap.reden is not None
    )
