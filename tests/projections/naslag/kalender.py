"""Section 2: time."""

import datetime as dt
from functools import cache
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
UTC = dt.UTC
DAG = dt.timedelta(days=1)


def instant(tekst):
    """Read an instant with an offset, as UTC."""
    moment = dt.datetime.fromisoformat(tekst)
    assert moment.tzinfo is not None
    return moment.astimezone(UTC)


def lokale_datum(moment):
    return moment.astimezone(AMSTERDAM).date()


def middernacht(dag):
    """Give the instant at which a local date begins."""
    return dt.datetime(dag.year, dag.month, dag.day, tzinfo=AMSTERDAM).astimezone(UTC)


def pasen(jaar):
    """Give Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = jaar % 19, jaar // 100, jaar % 100
    g = (b - (b + 8) // 25 + 1) // 3
    h = (19 * a + b - b // 4 - g + 15) % 30
    k = (32 + 2 * (b % 4) + 2 * (c // 4) - h - c % 4) % 7
    maand, dag = divmod(h + k - 7 * ((a + 11 * h + 22 * k) // 451) + 114, 31)
    return dt.date(jaar, maand, dag + 1)


@cache
def feestdagen(jaar):
    """Give the days of art. 3 Algemene termijnenwet that are no Sunday anyway.

    "New Year's Day, Good Friday, Easter Monday, King's Day, 5 May, Ascension Day, Whit Monday, both
    Christmas days". King's Day moves to the Saturday when it falls on a Sunday.
    """
    koningsdag = dt.date(jaar, 4, 27)
    if koningsdag.weekday() == 6:
        koningsdag -= DAG
    vast = {
        dt.date(jaar, 1, 1),
        koningsdag,
        dt.date(jaar, 5, 5),
        dt.date(jaar, 12, 25),
        dt.date(jaar, 12, 26),
    }
    return vast | {pasen(jaar) + DAG * n for n in (-2, 1, 39, 50)}


def telt_mee(dag, soort):
    if soort == "alle-dagen":
        return True
    if dag.weekday() >= 5:
        return False
    return soort == "maandag-vrijdag" or dag not in feestdagen(dag.year)


def nde_weekdag(dag, aantal, soort):
    """Give the n-th weekdag. "The day of the act is day 0"."""
    while aantal:
        dag += DAG
        if telt_mee(dag, soort):
            aantal -= 1
    return dag


def einde_weekdagen(moment, lezingen):
    """Give the deadline of a term of seven weekdagen.

    "A term 'binnen n weekdagen' ends at the end of the n-th weekdag, so the deadline instant is 00:00 local
    time on the day after it".
    """
    laatste = nde_weekdag(lokale_datum(moment), lezingen["weekdagen_aantal"], lezingen["weekdagen"])
    return middernacht(laatste + DAG)


def uiterste_melding(moment, lezingen):
    """Give the deadline of an open melding.

    "'Vanaf uiterlijk de 7de weekdag' (Z3 only) is the start of that day by default".
    """
    laatste = nde_weekdag(lokale_datum(moment), lezingen["weekdagen_aantal"], lezingen["weekdagen"])
    return middernacht(laatste if lezingen["zevende_dag"] == "begin" else laatste + DAG)


def plus_maanden(dag, aantal):
    """Give "the same day of the month n months later, clipped to the month's last day"."""
    jaar, maand = divmod(dag.year * 12 + dag.month - 1 + aantal, 12)
    while True:
        try:
            return dt.date(jaar, maand + 1, dag.day)
        except ValueError:
            dag -= DAG


def einde_maanden(moment, aantal):
    """Give the deadline of a term of n months: 00:00 local on the day after its last."""
    return middernacht(plus_maanden(lokale_datum(moment), aantal) + DAG)
