"""The guideline for the length of casusregie (§7.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.acts.lokaal_team import CasusregieAfgerond, CasusregieGestart
from projections.beloop import Beloop
from projections.termijnen.afloop import afloop, een_van
from projections.termijnen.termijn import Termijn, na_maanden


def van_casusregie(beloop: Beloop) -> Iterator[Termijn]:
    """Give each casusregie: eighteen months at most; a guideline, so longer is no departure."""
    for g in beloop.acten(CasusregieGestart):
        termijn = Termijn(
            "casusregie-richtlijn",
            g.volgnummer,
            gestart_op=g.op,
            uiterlijk=na_maanden(g.op, beloop.afspraken.termijnen.casusregie_maanden),
            partij=g.act.door,
            grondslag="§7.3",
            ernst="informatie",
        )
        yield afloop(beloop, termijn, g.plaats, een_van(CasusregieAfgerond))
