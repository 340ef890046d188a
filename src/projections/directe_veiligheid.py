"""The lane `directe-veiligheid`: who leads direct safety (bijlage 4 §1.1, §4.j; rulebook 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from operator import attrgetter

from ledger.acts.dienst import DienstIngezet, DirecteVeiligheidBeoordeeld
from ledger.acts.monitoring import BemoeienisGestopt
from projections.beloop import Beloop, Kijk
from projections.stuk import Reden, Stuk, Vertoon, leg_baan
from projections.zicht.verloop import Stap

GRONDSLAG = "bijlage 4 §1.1, §4.j"
_NIEMAND: Kijk = attrgetter("niemand")
MINSTE_SCORE = 6
"""'een score van minimaal een zes op de veiligheidsschaal' (bijlage 4 §1.1)."""


def baan_directe_veiligheid(beloop: Beloop) -> tuple[Stuk, ...]:
    """Lay out the lane: Veilig Thuis from a dienst until direct safety is realised with at least a six."""
    return leg_baan(_wisselingen(beloop))


def _wisselingen(beloop: Beloop) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    # what moves zicht while it has ended changes nothing here: no dienst runs then
    for _, stap in beloop.stappen_met(
        _NIEMAND, DienstIngezet, DirecteVeiligheidBeoordeeld, BemoeienisGestopt
    ):
        leidt = _leidt_vt(stap)
        if leidt is None:
            continue
        vertoon = Vertoon(stap.toestand.vt, "vast") if leidt else None
        yield stap.op, vertoon, stap.wegens("directe-veiligheid", GRONDSLAG)


def _leidt_vt(stap: Stap) -> bool | None:
    """Whether Veilig Thuis leads direct safety after this step; None: as before."""
    if stap.reden is not None and stap.toestand.niemand == "beeindigd":
        return False
    match stap.feit and stap.feit.gegevens:
        case DienstIngezet():
            return True
        case DirecteVeiligheidBeoordeeld(gerealiseerd=True, score=score):
            return False if score >= MINSTE_SCORE else None
        case DirecteVeiligheidBeoordeeld() if stap.toestand.diensten:
            return True
        case BemoeienisGestopt():
            return False
        case _:
            return None
