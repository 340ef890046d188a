"""The lane `casusregie`: which party and which person (§7.3, bijlage 1; rulebook 5)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts.lokaal_team import CasusregieAfgerond, CasusregieGestart, CasusregisseurGewisseld
from projections.beloop import Beloop
from projections.stuk import Reden, Stuk, Vertoon, leg_baan

GRONDSLAG = "§7.3, bijlage 1"


def baan_casusregie(beloop: Beloop) -> tuple[Stuk, ...]:
    """Lay out the lane: it starts and ends by an act only, never by itself."""
    return leg_baan(_wisselingen(beloop))


def _wisselingen(beloop: Beloop) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    regie: Vertoon | None = None
    for g in beloop.acten_van(CasusregieGestart, CasusregisseurGewisseld, CasusregieAfgerond):
        match g.act:
            case CasusregieGestart(door=door, regisseur=regisseur):
                regie = Vertoon(door, "vast", regisseur)
            case CasusregisseurGewisseld(door=door, regisseur=regisseur) if regie is not None:
                regie = Vertoon(door or regie.partij, "vast", regisseur)
            case CasusregieAfgerond():
                regie = None
            case _:
                continue
        yield g.op, regie, Reden(g.volgnummer, "casusregie", GRONDSLAG)
