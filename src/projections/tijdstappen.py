"""The instants of a series: every day, week, month … in civil time, so that a step is never an hour off."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal, get_args

from ledger.errors import Fout, Geweigerd
from ledger.tijd import AMSTERDAM, plus_maanden

Stap = Literal["dag", "week", "maand", "kwartaal", "jaar"]
STAPPEN: tuple[Stap, ...] = get_args(Stap)
MEESTE_STAPPEN = 1_000

_DAGEN: dict[Stap, int] = {"dag": 1, "week": 7}
_MAANDEN: dict[Stap, int] = {"maand": 1, "kwartaal": 3, "jaar": 12}


def momenten(van: datetime, tot: datetime, stap: Stap) -> list[datetime]:
    """Give the UTC instants `van`, one step later, two steps later … as far as they lie before `tot`.

    A step keeps the local time of day; a month later is the same day, clipped to the end of that month.
    Raises `Geweigerd` when there would be none, or more than `MEESTE_STAPPEN`.
    """
    if van >= tot:
        raise Geweigerd([Fout("tot", "periode-leeg", "Het einde van de periode moet na het begin liggen.")])
    begin = van.astimezone(AMSTERDAM)
    reeks: list[datetime] = []
    while (moment := _na(begin, len(reeks), stap)) < tot:
        if len(reeks) == MEESTE_STAPPEN:
            melding = f"De periode heeft meer dan {MEESTE_STAPPEN} stappen; kies een grotere stap."
            raise Geweigerd([Fout("stap", "te-veel-stappen", melding)])
        reeks.append(moment)
    return reeks


def _na(begin: datetime, aantal: int, stap: Stap) -> datetime:
    if stap in _DAGEN:
        dag = begin.date() + timedelta(days=_DAGEN[stap] * aantal)
    else:
        dag = plus_maanden(begin.date(), _MAANDEN[stap] * aantal)
    return datetime.combine(dag, begin.time(), AMSTERDAM).astimezone(UTC)
