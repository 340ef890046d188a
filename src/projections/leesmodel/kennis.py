"""What was known at K: conditions on a row under the name `s`, and how an index finds the rows.

Everywhere `bekend` is as in `vragen`. What is known now and what was known before are in indexes of their
own, as they are written in the migrations: of what is known now few rows hold at one moment, of what was
known before few were known at one moment, and one index over both finds neither.
"""

from __future__ import annotations

from datetime import datetime

from projections.leesmodel.antwoorden import Bekend, TotPositie

_NU = "s.bekend_tot_positie IS NULL"
_EERDER = "s.bekend_tot_positie IS NOT NULL"
_BEKEND_VAN = {
    "nu": "true",
    "positie": "s.bekend_van_positie <= %(bekend)s",
    "tijd": "s.bekend_van <= %(bekend)s",
    # Known at an instant, as far as a position: the last act of each casus that was known by both.
    "tijd tot positie": "s.bekend_van <= %(bekend)s::timestamptz"
    " AND s.bekend_van_positie <= %(tot_positie)s::bigint",
}
_BEKEND_TOT = {
    "positie": "s.bekend_tot_positie > %(bekend)s",
    "tijd": "s.bekend_tot > %(bekend)s",
    "tijd tot positie": "s.bekend_tot > %(bekend)s::timestamptz"
    " OR s.bekend_tot_positie > %(tot_positie)s::bigint",
}
_EERDER_BEKEND = {
    "positie": "int8range(s.bekend_van_positie, s.bekend_tot_positie) @> %(bekend)s::bigint",
    "tijd": "tstzrange(s.bekend_van, s.bekend_tot) @> %(bekend)s::timestamptz",
    "tijd tot positie": "(tstzrange(s.bekend_van, s.bekend_tot) @> %(bekend)s::timestamptz"
    " OR int8range(s.bekend_van_positie, s.bekend_tot_positie) @> %(tot_positie)s::bigint)",
}
SLEUTEL = "int4range(s.sleutel, s.sleutel, '[]') && int4range(%(eerste)s, %(laatste)s)"
"""The keys from `eerste` until before `laatste` (see `tabellen.sleutels`)."""


def soort_bekend(bekend: Bekend) -> str:
    """Give how K is given: `nu`, `positie`, `tijd` or `tijd tot positie`."""
    if bekend is None:
        return "nu"
    if isinstance(bekend, TotPositie):
        return "tijd tot positie"
    return "tijd" if isinstance(bekend, datetime) else "positie"


def bekend_op(soort: str) -> str:
    """Give the condition that a row is known at K, which is given so."""
    if soort == "nu":
        return _NU
    return f"{_BEKEND_VAN[soort]} AND ({_BEKEND_TOT[soort]} OR {_NU})"


def in_index(soort: str, geldig: str, *, sleutel: str = SLEUTEL) -> str:
    """Give, beside `bekend_op`, how the indexes find rows with such a key that are valid (`geldig`)."""
    nu = f"{sleutel} AND {geldig}"
    if soort == "nu":
        return nu
    eerder = f"{_EERDER} AND {sleutel} AND {_EERDER_BEKEND[soort]}"
    return f"({_NU} AND {nu} OR {eerder}) AND {geldig}"


def nu_bekend(soort: str) -> str:
    """Give the condition that a row is known at K and still is; with `eerder_bekend` every row, each once."""
    return f"{_NU} AND {_BEKEND_VAN[soort]}"


def eerder_bekend(soort: str) -> str:
    """Give the condition that a row was known at K and no more is, as its index finds it (not for `nu`)."""
    return f"{_EERDER} AND {bekend_op(soort)} AND {SLEUTEL} AND {_EERDER_BEKEND[soort]}"


def waarden_bekend(bekend: Bekend) -> dict[str, datetime | int | None]:
    """Give the values for these conditions."""
    if isinstance(bekend, TotPositie):
        return {"bekend": bekend.moment, "tot_positie": bekend.positie}
    return {"bekend": bekend, "tot_positie": None}


def positie_in(bekend: Bekend) -> int:
    """Give the position up to which K looks; 0 where it is not given as one."""
    if isinstance(bekend, TotPositie):
        return bekend.positie
    return bekend if isinstance(bekend, int) else 0
