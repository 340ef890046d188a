"""Fold every casus of a file into its timeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from api.cli.invoer import Invoer, Regelfout
from api.cli.verdelen import per_casus
from ledger.agreements import Afspraken
from ledger.gebeurtenis import Gebeurtenis
from projections.tijdlijn import bekend_op, maak_oordeel
from projections.weergave import oordeel_als_dict

_JSON = json.JSONEncoder(ensure_ascii=False)


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
    """One casus: its timeline as a line of JSON (None when not asked for or not readable), and its faults."""

    json: str | None
    fouten: list[Regelfout]


def vouw_gebeurtenissen(gebeurtenissen: Sequence[Gebeurtenis], vraag: Vraag) -> dict[str, Any]:
    """Give the timeline of the acts of one casus, at least one, as the contract writes it.

    Without K everything is known and K is the last moment of recording: the same acts always give the same
    answer.
    """
    moment = vraag.bekend_op or max(gebeurtenis.vastgelegd_op for gebeurtenis in gebeurtenissen)
    oordeel = maak_oordeel(bekend_op(gebeurtenissen, moment), vraag.afspraken)
    return oordeel_als_dict(gebeurtenissen[0].casus, moment, oordeel, vraag.op)


def _vouw(invoer: Invoer, vraag: Vraag, casus: str | None) -> Vouwsel:
    regels = invoer.lees(casus)
    if regels.fouten or vraag.casus not in {None, casus}:
        return Vouwsel(None, regels.fouten)
    tijdlijn = vouw_gebeurtenissen(list(regels.gebeurtenissen.values()), vraag)
    return Vouwsel(_JSON.encode(tijdlijn), [])


def vouw(invoer: Invoer, vraag: Vraag) -> Iterator[Vouwsel]:
    """Fold every casus of the file, in order of appearance."""
    return per_casus(invoer, partial(_vouw, invoer, vraag))
