"""What a page of a casus is asked: T, K, agreements, and with what to compare. Every state is a link."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from starlette.datastructures import QueryParams

from api.http.params import Afsprakennaam, Kennis, Moment, Vraag, lees_moment
from api.pages.weergave import met_vraag
from ledger.tijd import AMSTERDAM

_LOKAAL = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?", re.ASCII)
_TIJDVELDEN = {"op", "bekendOp", "eerder"}
_TOT_EN_MET = timedelta(seconds=1) - timedelta(microseconds=1)


class Casusvraag(Vraag):
    """The query of a page of a casus."""

    op: Moment | None = None
    bekend_op: Kennis | None = None
    afspraken: Afsprakennaam | None = None
    eerder: Kennis | None = None
    lezing: Afsprakennaam | None = None


@dataclass(frozen=True, slots=True)
class Stand:
    """The state of a page of a casus, and the links to its neighbours."""

    casus: UUID
    op: datetime | None
    bekend_op: datetime | int | None
    afspraken: str | None
    eerder: datetime | int | None
    lezing: str | None

    def adres(self, pad: str = "", **anders: Any) -> str:
        """Give the link to this state with something else in it; `pad` comes behind the casus."""
        nieuw = replace(self, **anders)
        vraag = {
            "op": nieuw.op,
            "bekendOp": nieuw.bekend_op,
            "afspraken": nieuw.afspraken,
            "eerder": nieuw.eerder,
            "lezing": nieuw.lezing,
        }
        return met_vraag(f"/casussen/{self.casus}{pad}", vraag)


def stand_van(casus: UUID, vraag: Casusvraag) -> Stand:
    """Give the state that was asked for."""
    return Stand(casus, vraag.op, vraag.bekend_op, vraag.afspraken, vraag.eerder, vraag.lezing)


def uit_formulier(pad: str, vraag: QueryParams) -> str:
    """Give the permanent link for what a form of ours sent: without empty fields, with instants in UTC.

    A form knows local time to the second. T is that instant; K is all of that second, for what was recorded
    in it was known when it was over.
    """
    nieuw = {
        naam: lees_lokaal(waarde, tot_en_met=naam != "op") if naam in _TIJDVELDEN else waarde
        for naam, waarde in vraag.multi_items()
    }
    return met_vraag(pad, {naam: waarde for naam, waarde in nieuw.items() if waarde not in {"", None}})


def lees_lokaal(tekst: str, *, tot_en_met: bool) -> datetime | str:
    """Read a local date and time; give any other text as it is.

    Of the hour that comes twice when summer time ends, the first is meant.
    """
    if _LOKAAL.fullmatch(tekst) is None:
        return tekst
    try:
        moment = lees_moment(datetime.fromisoformat(tekst).replace(tzinfo=AMSTERDAM).isoformat())
    except (ValueError, OverflowError):
        return tekst
    return moment + _TOT_EN_MET if tot_en_met else moment
