"""A timeline as the contract writes it. Source: contract `timeline`, 'The shape'."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from projections.signalen import beoordeeld_op
from projections.stuk import BANEN, instant_als_tekst
from projections.termijnen import termijnen_op
from projections.tijdlijn import Oordeel, Tijdlijn


def tijdlijn_als_dict(
    casus: UUID,
    bekend_op: datetime,
    tijdlijn: Tijdlijn,
    *,
    termijnen: Sequence[dict[str, Any]] = (),
    signalen: Sequence[dict[str, Any]] = (),
) -> dict[str, Any]:
    """Give the shape of the contract: all five lanes, also the empty ones.

    `bekend_op` is the UTC instant K up to which the acts were known; `termijnen` and `signalen` come as the
    contract writes them, judged at K or at the moment that was asked for.
    """
    return {
        "casus": str(casus),
        "bekendOp": instant_als_tekst(bekend_op),
        "afspraken": tijdlijn.afspraken.naam,
        "banen": {baan: [stuk.als_dict() for stuk in tijdlijn.banen[baan]] for baan in BANEN},
        "termijnen": list(termijnen),
        "signalen": list(signalen),
    }


def oordeel_als_dict(
    casus: UUID, bekend_op: datetime, oordeel: Oordeel, op: datetime | None = None
) -> dict[str, Any]:
    """Give the shape of the contract with terms and signals, judged at `op` (UTC), by default at K."""
    moment = op or bekend_op
    return tijdlijn_als_dict(
        casus,
        bekend_op,
        oordeel.tijdlijn,
        termijnen=termijnen_op(oordeel.termijnen, moment),
        signalen=[signaal.als_dict() for signaal in beoordeeld_op(oordeel.signalen, moment)],
    )
