"""The lane itself, laid out of the steps of the walk."""

from __future__ import annotations

from collections.abc import Sequence

from projections.stuk import Stuk, leg_baan
from projections.zicht.verloop import Stap


def baan_zicht(stappen: Sequence[Stap]) -> tuple[Stuk, ...]:
    """Lay out the lane: at every instant from the first melding on exactly one piece."""
    return leg_baan(
        (stap.op, stap.toestand.vertoon(), stap.reden) for stap in stappen if stap.reden is not None
    )
