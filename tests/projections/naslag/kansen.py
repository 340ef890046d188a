"""What is drawn for a history as a whole: where it begins, the readings, and K."""

import datetime as dt

from tests.projections.naslag.kalender import DAG, instant
from tests.projections.naslag.lezingen import LEZINGEN, SETS, STANDAARD

BIJZONDERE_DAGEN = [
    "2020-03-02", "2020-03-21", "2020-03-27", "2023-03-24",  # before summer time
    "2020-10-17", "2020-10-23", "2023-10-27",  # before winter time
    "2020-12-18", "2021-12-24", "2022-12-31", "2020-04-02",  # before holidays
    "2025-04-14", "2022-04-20", "2021-05-05",
    "2020-08-31", "2020-11-30", "2020-02-29", "2021-08-29",  # about the end of a month
    "2024-02-28", "2020-01-31", "2024-08-30",
]  # fmt: skip


def begindag(r):
    if r.random() < 0.6:
        return dt.date.fromisoformat(r.choice(BIJZONDERE_DAGEN))
    return dt.date(2020, 1, 1) + DAG * r.randrange(5 * 365)


def lezingen(r):
    """Draw readings: a set that ships, one reading away from the default, or anything."""
    kans = r.random()
    if kans < 0.3:
        return dict(SETS[r.choice(sorted(SETS))])
    if kans < 0.6:
        naam = r.choice(sorted(LEZINGEN))
        return STANDAARD | {naam: r.choice(LEZINGEN[naam][1:])}
    gekozen = {naam: r.choice(waarden) for naam, waarden in LEZINGEN.items()}
    return gekozen | {"weekdagen_aantal": r.choice([7, 7, 7, 5])}


def bekend_op(r, acts):
    """Draw K: now, or about a moment at which something was recorded."""
    if r.random() < 0.4:
        return None
    return instant(r.choice(acts)["vastgelegdOp"]) + r.choice([0, 0, 0, 1, -1, 86400]) * dt.timedelta(
        seconds=1
    )
