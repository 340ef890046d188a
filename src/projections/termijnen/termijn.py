"""A term and its judgement at an instant. Source: rulebook 6, 'Termijnen'.

A term is described once, without a moment of judging; what it is at an instant follows from its own fields.
So a read model can keep it as one row and see it lapse without anything being rewritten.

A deadline is exclusive, as every interval is half-open: a term ends at the end of its last day, so what is
done at the deadline instant itself (00:00 on the day after) is late, and the term has lapsed by then.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import Any, Literal, NamedTuple

from ledger.tijd import einde_van, lokale_datum, plus_maanden
from ledger.values import Partij
from projections.stuk import instant_als_tekst, partij_als_dict

Termijnstatus = Literal["open", "gehaald", "te-laat", "verstreken", "vervallen"]
Ernst = Literal["norm", "informatie"]

_NOOIT = datetime.max.replace(tzinfo=UTC)


class Termijn(NamedTuple):
    """What had to be done, from when, before when, and what ended it; all instants in UTC.

    `volgnummer` is the act that started it, `gehaald_door` the act that met it; without `uiterlijk` only the
    time it took counts. At most one of `gehaald_op` and `vervallen_op` (the ground fell away) is there: the
    first of the two. `gehaald_op` may lie before `gestart_op` where an earlier act counts. `betreft` tells
    terms apart that one act starts, and `eerder_uiterlijk` are the deadlines before a postponement: until
    the first instant of a pair, the second was the deadline.
    """

    soort: str
    volgnummer: int
    gestart_op: datetime
    uiterlijk: datetime | None
    partij: Partij
    grondslag: str
    ernst: Ernst = "norm"
    gehaald_op: datetime | None = None
    gehaald_door: int | None = None
    vervallen_op: datetime | None = None
    betreft: str | None = None
    eerder_uiterlijk: tuple[tuple[datetime, datetime], ...] = ()

    def status(self, op: datetime) -> Termijnstatus | None:
        """Judge the term at instant `op`; None before it started.

        A ground that falls away after the deadline does not undo that the term had lapsed.
        """
        if op < self.gestart_op:
            return None
        uiterlijk = _NOOIT if self.uiterlijk is None else self.uiterlijk
        if self.gehaald_op is not None and self.gehaald_op <= op:
            return "gehaald" if self.gehaald_op < uiterlijk else "te-laat"
        if self.vervallen_op is not None and self.vervallen_op <= op and self.vervallen_op < uiterlijk:
            return "vervallen"
        return "verstreken" if uiterlijk <= op else "open"

    def uiterlijk_op(self, op: datetime) -> datetime | None:
        """Give the deadline as it stood at instant `op`, without what was postponed after it."""
        return next((uiterlijk for tot, uiterlijk in self.eerder_uiterlijk if op < tot), self.uiterlijk)

    def als_dict(self, op: datetime) -> dict[str, Any]:
        """Give the term as the contract writes it, judged at instant `op`; what came later is not there yet.

        Raises `ValueError` before the term started: it is not there then.
        """
        status = self.status(op)
        if status is None:
            raise ValueError(f"De termijn {self.soort} bij {self.volgnummer} is dan nog niet begonnen.")
        is_gehaald = status in {"gehaald", "te-laat"}
        return {
            "soort": self.soort,
            "volgnummer": self.volgnummer,
            "gestartOp": instant_als_tekst(self.gestart_op),
            "uiterlijk": _tekst(self.uiterlijk_op(op)),
            "status": status,
            "gehaaldOp": _tekst(self.gehaald_op) if is_gehaald else None,
            "gehaaldDoor": self.gehaald_door if is_gehaald else None,
            "partij": partij_als_dict(self.partij),
            "ernst": self.ernst,
            "grondslag": self.grondslag,
        }

    def volgorde(self) -> tuple[datetime, int, str, datetime, str]:
        """Give the key that terms are sorted by: start, act, soort, deadline (none: last), then `betreft`."""
        uiterlijk = _NOOIT if self.uiterlijk is None else self.uiterlijk
        return self.gestart_op, self.volgnummer, self.soort, uiterlijk, self.betreft or ""


def termijnen_op(termijnen: Iterable[Termijn], op: datetime) -> list[dict[str, Any]]:
    """Give the terms that have started at instant `op` (UTC) as the contract writes them, in their order."""
    return [termijn.als_dict(op) for termijn in termijnen if termijn.gestart_op <= op]


@lru_cache(maxsize=65536)
def na_maanden(op: datetime, maanden: int) -> datetime:
    """Give the UTC deadline of a term of months that starts at `op` (rulebook 2)."""
    return einde_van(plus_maanden(lokale_datum(op), maanden))


@lru_cache(maxsize=65536)
def na_weken(op: datetime, weken: int) -> datetime:
    """Give the UTC deadline of a term of weeks of seven days that starts at `op` (rulebook 2)."""
    return einde_van(weken_later(lokale_datum(op), weken))


def weken_later(dag: date, weken: int) -> date:
    """Give the local date `weken` weeks later, or earlier when negative."""
    return dag + timedelta(weeks=weken)


def _tekst(instant: datetime | None) -> str | None:
    return None if instant is None else instant_als_tekst(instant)
