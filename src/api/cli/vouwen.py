"""Fold every casus of a file, over the processors of the machine when the file is large."""

from __future__ import annotations

import gc
import json
import multiprocessing
import os
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from api.cli.invoer import Invoer, Regelfout
from ledger.agreements import Afspraken
from ledger.gebeurtenis import Gebeurtenis
from projections.tijdlijn import bekend_op, maak_tijdlijn
from projections.weergave import tijdlijn_als_dict

# Below this, starting processes costs more than it gains.
_REGELS_VOOR_MEER_PROCESSEN = 4_000
_CASUSSEN_PER_KEER = 100


@dataclass(frozen=True, slots=True)
class Vraag:
    """What is asked of every casus, or only of `casus`: as known at K (UTC), by which agreements."""

    casus: str | None = None
    bekend_op: datetime | None = None
    afspraken: Afspraken | None = None


@dataclass(frozen=True, slots=True)
class Vouwsel:
    """One casus: its timeline as a line of JSON (None when not asked for or not readable), and its faults."""

    json: str | None
    fouten: list[Regelfout]


def vouw_gebeurtenissen(gebeurtenissen: list[Gebeurtenis], vraag: Vraag) -> dict[str, Any]:
    """Give the timeline of the acts of one casus, at least one, as the contract writes it.

    Without K everything is known and K is the last moment of recording: the same acts always give the same
    answer.
    """
    moment = vraag.bekend_op or max(gebeurtenis.vastgelegd_op for gebeurtenis in gebeurtenissen)
    tijdlijn = maak_tijdlijn(bekend_op(gebeurtenissen, moment), vraag.afspraken)
    return tijdlijn_als_dict(gebeurtenissen[0].casus, moment, tijdlijn)


def _vouw(invoer: Invoer, casus: str | None, vraag: Vraag) -> Vouwsel:
    regels = invoer.lees(casus)
    if regels.fouten or vraag.casus not in {None, casus}:
        return Vouwsel(None, regels.fouten)
    tijdlijn = vouw_gebeurtenissen(list(regels.gebeurtenissen.values()), vraag)
    return Vouwsel(json.dumps(tijdlijn, ensure_ascii=False), [])


class _Werk:
    """What a forked process finds ready: nothing of it is copied or sent."""

    invoer: Invoer
    vraag: Vraag


def _vouw_deel(casussen: list[str | None]) -> list[Vouwsel]:
    return [_vouw(_Werk.invoer, casus, _Werk.vraag) for casus in casussen]


def vouw(invoer: Invoer, vraag: Vraag) -> Iterator[Vouwsel]:
    """Fold every casus of the file, in order of appearance."""
    processen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if processen == 1 or invoer.aantal < _REGELS_VOOR_MEER_PROCESSEN:
        yield from (_vouw(invoer, casus, vraag) for casus in invoer.casussen)
        return
    _Werk.invoer, _Werk.vraag = invoer, vraag
    gc.freeze()  # what was loaded by now stays: not looking at it again saves a tenth of the time
    namen = iter(invoer.casussen)
    delen = iter(lambda: list(islice(namen, _CASUSSEN_PER_KEER)), [])
    # fork: the children read the file that is open here, and need not load the program again
    with ProcessPoolExecutor(processen, multiprocessing.get_context("fork")) as pool:
        for deel in pool.map(_vouw_deel, delen):
            yield from deel
