"""The lane `casusregie`: which party and which person (§7.3, bijlage 1; rulebook 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ledger.acts.lokaal_team import CasusregieAfgerond, CasusregieGestart, CasusregisseurGewisseld
from projections.stuk import Reden, Stuk, Vertoon, leg_baan
from projections.zicht.verloop import Stap

GRONDSLAG = "§7.3, bijlage 1"


def baan_casusregie(stappen: Sequence[Stap]) -> tuple[Stuk, ...]:
    """Lay out the lane: it starts and ends by an act only, never by itself."""
    return leg_baan(_wisselingen(stappen))


def _wisselingen(stappen: Sequence[Stap]) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    regie: Vertoon | None = None
    for stap in stappen:
        if stap.feit is None:
            continue
        match stap.feit.gegevens:
            case CasusregieGestart(door=door, regisseur=regisseur):
                regie = Vertoon(door, "vast", regisseur)
            case CasusregisseurGewisseld(door=door, regisseur=regisseur) if regie is not None:
                regie = Vertoon(door or regie.partij, "vast", regisseur)
            case CasusregieAfgerond():
                regie = None
            case _:
                continue
        yield stap.op, regie, stap.wegens("casusregie", GRONDSLAG)
