"""Moments as whole seconds since 1970 (UTC), and the local calendar of people who work in the Netherlands.

Summer time follows the rule of the European Union instead of a time zone database, so that every machine
writes the same.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from api.generator.toeval import Toeval

UUR = 3_600
DAG = 24 * UUR

_EPOCH = date(1970, 1, 1)
_ZATERDAG = 5
_BEGIN_WERKDAG = 8 * UUR + 30 * 60
_WERKDAG = 8 * UUR


def seconden(dag: date) -> int:
    """Give the first second of a date in UTC."""
    return int(datetime(dag.year, dag.month, dag.day, tzinfo=UTC).timestamp())


def _laatste_zondag(jaar: int, maand: int) -> int:
    laatste = date(jaar, maand, 31)  # March and October
    return seconden(laatste - timedelta(days=(laatste.weekday() + 1) % 7))


@lru_cache(maxsize=512)
def _zomertijd(jaar: int) -> tuple[int, int]:
    return _laatste_zondag(jaar, 3) + UUR, _laatste_zondag(jaar, 10) + UUR


@lru_cache(maxsize=65536)
def _dag(nummer: int) -> date:
    return _EPOCH + timedelta(days=nummer)


@lru_cache(maxsize=65536)
def _dag_als_tekst(nummer: int) -> str:
    return _dag(nummer).isoformat()


def verschil(moment: int) -> int:
    """Give the seconds that local time is ahead of UTC."""
    begin, einde = _zomertijd(_dag(moment // DAG).year)
    return 2 * UUR if begin <= moment < einde else UUR


def als_tekst(moment: int) -> str:
    """Write a moment in UTC: 2020-03-02T08:00:00Z."""
    dag, rest = divmod(moment, DAG)
    uur, rest = divmod(rest, UUR)
    return f"{_dag_als_tekst(dag)}T{uur:02}:{rest // 60:02}:{rest % 60:02}Z"


def datum(moment: int) -> str:
    """Write the local date of a moment: 2020-03-02."""
    return _dag_als_tekst((moment + verschil(moment)) // DAG)


def maanden_later(moment: int, maanden: int) -> int:
    """Give about the same moment `maanden` later (months of 30.44 days)."""
    return moment + maanden * 2_630_016


def op_kantoor(moment: int, toeval: Toeval) -> int:
    """Give a moment in working hours, on the local day of `moment` or the next Monday after a weekend.

    Never before `moment`: what follows from something does not precede it.
    """
    dag = (moment + verschil(moment)) // DAG
    while True:
        weekdag = _dag(dag).weekday()
        if weekdag >= _ZATERDAG:
            dag += 7 - weekdag
        begin = dag * DAG + _BEGIN_WERKDAG
        begin -= verschil(begin)
        vanaf = max(moment, begin)
        ruimte = begin + _WERKDAG - vanaf
        if ruimte > 60:  # noqa: PLR2004 — a minute
            return vanaf + toeval.geheel(0, ruimte // 60 - 1) * 60
        dag += 1
