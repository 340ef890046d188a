"""Time along a drawing: where an instant is, and which dates stand along the axis."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ledger.tijd import AMSTERDAM, begin_van, lokale_datum, plus_maanden

BREEDTE = 1000.0
RAND = 8.0
_MEESTE_STREEPJES = 12
_DAGEN = (1, 2, 7, 14)
_MAANDEN = (1, 2, 3, 6, 12, 24, 60, 120, 600, 1200)
_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_KLEINSTE = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Streepje:
    """A date along the axis: where, and what stands there."""

    x: float
    tekst: str


@dataclass(frozen=True, slots=True)
class Schaal:
    """The period that a drawing shows, in UTC instants."""

    begin: datetime
    eind: datetime

    def x(self, op: datetime) -> float:
        """Give the place of an instant; what lies outside the period stands at its edge."""
        deel = (op - self.begin) / (self.eind - self.begin)
        return round(RAND + min(max(deel, 0.0), 1.0) * (BREEDTE - 2 * RAND), 1)

    def bevat(self, op: datetime) -> bool:
        """Whether an instant lies in the period."""
        return self.begin <= op <= self.eind

    def streepjes(self) -> list[Streepje]:
        """Give the dates along the axis: the finest step of which not too many fit."""
        dagen = (self.eind - self.begin) / timedelta(days=1)
        for stap in _DAGEN:
            if dagen / stap <= _MEESTE_STREEPJES:
                return [Streepje(self.x(begin_van(dag)), _dag(dag)) for dag in self._per_dag(stap)]
        stap = next((een for een in _MAANDEN if dagen / (30.4 * een) <= _MEESTE_STREEPJES), _MAANDEN[-1])
        per_jaar = stap % 12 == 0
        return [
            Streepje(
                self.x(begin_van(dag)), str(dag.year) if per_jaar else f"{_KORT[dag.month - 1]} {dag.year}"
            )
            for dag in self._per_maand(stap)
        ]

    def _per_dag(self, stap: int) -> Iterable[date]:
        dag = lokale_datum(self.begin) + timedelta(days=1)
        while begin_van(dag) <= self.eind:
            yield dag
            dag += timedelta(days=stap)

    def _per_maand(self, stap: int) -> Iterable[date]:
        dag = lokale_datum(self.begin).replace(day=1)
        if stap % 12 == 0:
            dag = dag.replace(month=1)
        while begin_van(dag) <= self.eind:
            if begin_van(dag) >= self.begin:
                yield dag
            dag = plus_maanden(dag, stap)


def maak_schaal(momenten: Iterable[datetime], *, ook: Iterable[datetime] = ()) -> Schaal:
    """Give a scale that shows all `momenten`, and those of `ook` that make it at most twice as long."""
    reeks = sorted(momenten)
    begin, eind = reeks[0], max(reeks[-1], reeks[0] + _KLEINSTE)
    ruim = eind + (eind - begin)
    for moment in ook:
        if begin < moment <= ruim:
            eind = max(eind, moment)
    lucht = (eind - begin) * 0.03
    return Schaal(begin - lucht, eind + lucht)


def _dag(dag: date) -> str:
    return f"{dag.day} {_KORT[dag.month - 1]}"


def dagtekst(op: datetime) -> str:
    """Write the local date of an instant shortly: `5 mrt 2020`."""
    dag = op.astimezone(AMSTERDAM).date()
    return f"{_dag(dag)} {dag.year}"


def milliseconden(op: datetime) -> int:
    """Give an instant as a script in a browser counts it."""
    return int((op - datetime(1970, 1, 1, tzinfo=UTC)) / timedelta(milliseconds=1))
