"""The guideline for the length of casusregie (§7.3)."""

from __future__ import annotations

from collections.abc import Iterator

from ledger.acts.lokaal_team import CasusregieAfgerond, CasusregieGestart
from projections.termijnen.beloop import Beloop, een_van
from projections.termijnen.termijn import Termijn, na_maanden


def van_casusregie(beloop: Beloop) -> Iterator[Termijn]:
    """Give each casusregie: eighteen months at most; a guideline, so longer is no departure."""
    for plaats, feit, act in beloop.van(CasusregieGestart):
        termijn = Termijn(
            "casusregie-richtlijn",
            feit.volgnummer,
            gestart_op=feit.gebeurd_op,
            uiterlijk=na_maanden(feit.gebeurd_op, beloop.afspraken.termijnen.casusregie_maanden),
            partij=act.door,
            grondslag="§7.3",
            ernst="informatie",
        )
        yield beloop.afloop(termijn, plaats, een_van(CasusregieAfgerond))
