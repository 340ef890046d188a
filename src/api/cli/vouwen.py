"""Fold every casus of a file into its timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from pydantic_core import to_json

from api.cli.invoer import Invoer, Regelfout
from api.cli.verdelen import per_deel
from ledger.agreements import Afspraken
from ledger.gebeurtenis import Gebeurtenis
from projections.tijdlijn import bekend_op, maak_oordeel
from projections.weergave import oordeel_als_dict


@dataclass(frozen=True, slots=True)
class Vraag:
    """What is asked of every casus, or only of `casus`: as known at K (UTC), by which agreements.

    Terms and signals are judged at `op` (UTC), by default at K.
    """

    casus: str | None = None
    bekend_op: datetime | None = None
    afspraken: Afspraken | None = None
    op: datetime | None = None


@dataclass(frozen=True, slots=True)
class Vouwsel:
    """Some casussen: a line of JSON for each that was asked for and can be read, and the faults of all."""

    json: bytes
    fouten: list[Regelfout]


def vouw_gebeurtenissen(gebeurtenissen: Sequence[Gebeurtenis], vraag: Vraag) -> dict[str, Any]:
    """Give the timeline of the acts of one casus, at least one, as the contract writes it.

    Without K everything is known and K is the last moment of recording: the same acts always give the same
    answer.
    """
    moment = vraag.bekend_op or max(gebeurtenis.vastgelegd_op for gebeurtenis in gebeurtenissen)
    oordeel = maak_oordeel(bekend_op(gebeurtenissen, moment), vraag.afspraken)
    return oordeel_als_dict(gebeurtenissen[0].casus, moment, oordeel, vraag.op)


def _vouw(invoer: Invoer, vraag: Vraag, casussen: Sequence[str | None]) -> Vouwsel:
    # first all reading, then all folding: a processor is quicker at the same as before
    gelezen = {casus: invoer.lees(casus) for casus in casussen}
    fouten = [fout for regels in gelezen.values() for fout in regels.fouten]
    tijdlijnen = [
        vouw_gebeurtenissen([*regels.gebeurtenissen.values()], vraag)
        for casus, regels in gelezen.items()
        if not regels.fouten and vraag.casus in {None, casus}
    ]
    return Vouwsel(b"".join(to_json(tijdlijn) + b"\n" for tijdlijn in tijdlijnen), fouten)


def vouw(invoer: Invoer, vraag: Vraag) -> Iterator[Vouwsel]:
    """Fold every casus of the file, some at a time, in order of appearance."""
    return per_deel(invoer, partial(_vouw, invoer, vraag))
