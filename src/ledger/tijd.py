"""Civil time in the Netherlands and the arithmetic of terms. Source: rulebook 2.

Instants are aware datetimes in UTC; dates are local dates in Europe/Amsterdam. A deadline is an instant:
00:00 local time on the day after the last day of the term, so that daylight-saving changes do not matter.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import cache, lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

import holidays
from holidays import HolidayBase

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
Weekdagen = Literal["alle-dagen", "maandag-vrijdag", "werkdagen"]

_DAG = timedelta(days=1)
_ZATERDAG = 5


@lru_cache(maxsize=65536)
def lokale_datum(instant: datetime) -> date:
    """Give the local date on which an instant falls."""
    return instant.astimezone(AMSTERDAM).date()


@lru_cache(maxsize=65536)
def begin_van(dag: date) -> datetime:
    """Give the UTC instant at which a local date begins."""
    return datetime.combine(dag, time.min, AMSTERDAM).astimezone(UTC)


@lru_cache(maxsize=65536)
def einde_van(dag: date) -> datetime:
    """Give the UTC instant at which a local date ends: 00:00 local time on the next day."""
    return begin_van(dag + _DAG)


@lru_cache(maxsize=65536)
def plus_maanden(dag: date, maanden: int) -> date:
    """Give the same day `maanden` later, clipped to the last day of that month."""
    index = dag.year * 12 + dag.month - 1 + maanden
    jaar, maand = divmod(index, 12)
    return date(jaar, maand + 1, min(dag.day, calendar.monthrange(jaar, maand + 1)[1]))


@cache
def _nederland() -> type[HolidayBase]:
    """Load the calendar of one country; asking for it by name loads those of all: 50 ms instead of 5."""
    bestand = Path(holidays.__file__).with_name("countries") / "netherlands.py"
    spec = spec_from_file_location("holidays.countries.netherlands", bestand)
    if spec is None or spec.loader is None:
        raise ImportError(bestand)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    nederland: type[HolidayBase] = module.Netherlands
    return nederland


@lru_cache(maxsize=512)
def _feestdagen(jaar: int) -> frozenset[date]:
    """Give the days of art. 3 Algemene termijnenwet; Easter and Whit Sunday are Sundays anyway."""
    return frozenset(_nederland()(years=jaar, categories=("public", "optional")))


def is_werkdag(dag: date) -> bool:
    """Whether a date is no Saturday, Sunday or day of art. 3 Algemene termijnenwet."""
    return dag.weekday() < _ZATERDAG and dag not in _feestdagen(dag.year)


_TELT_MEE: dict[Weekdagen, Callable[[date], bool]] = {
    "alle-dagen": lambda _: True,
    "maandag-vrijdag": lambda dag: dag.weekday() < _ZATERDAG,
    "werkdagen": is_werkdag,
}


@lru_cache(maxsize=65536)
def nde_weekdag(dag: date, aantal: int, weekdagen: Weekdagen) -> date:
    """Give the `aantal`-th weekdag after `dag`, which itself is day 0."""
    telt_mee = _TELT_MEE[weekdagen]
    while aantal:
        dag += _DAG
        aantal -= telt_mee(dag)
    return dag
