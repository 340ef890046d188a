"""Appends as PostgreSQL's own binary arrays.

The driver's list adapter looks at every element; for a group of appends that is most of the work. Here the
thread that brings an append lays out its own elements, and the thread that sends the group only joins them.
"""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from itertools import accumulate
from struct import Struct
from typing import NamedTuple

from ledger.store.errors import ToevoegingOngeldig
from ledger.store.records import Toevoeging

# The longest text PostgreSQL sends or takes in one value is 1 GiB; we stop long before that.
GROOTSTE_TOEVOEGING = 64 * 1024 * 1024

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # where PostgreSQL's timestamps begin
_MICROSECONDE = timedelta(microseconds=1)

_LENGTE = Struct(">i")
_MOMENT = Struct(">iq")
_GETAL = Struct(">ii")
_POSITIE = Struct(">q")
_KOP = Struct(">iiIii")
_NULL = _LENGTE.pack(-1)


_UUID, _BYTEA, _TEKST, _GETAL_TYPE, _POSITIE_TYPE, _TIJDSTIP = 2950, 17, 25, 23, 20, 1184
_REEKSTYPEN = {_UUID: 2951, _BYTEA: 1001, _TEKST: 1009, _GETAL_TYPE: 1007, _TIJDSTIP: 1185}

_PER_TOEVOEGING = (_UUID, _BYTEA, _TEKST, _UUID, _GETAL_TYPE)
_PER_ACT = (_TEKST, _TIJDSTIP, _TIJDSTIP, _BYTEA, _BYTEA)

TYPEN = (_POSITIE_TYPE, *(_REEKSTYPEN[een] for een in (*_PER_TOEVOEGING, _GETAL_TYPE, *_PER_ACT)))
"""The type of each argument of `ledger.voeg_toe`, as PostgreSQL numbers them."""


def _element(inhoud: bytes | None) -> bytes:
    return _NULL if inhoud is None else _LENGTE.pack(len(inhoud)) + inhoud


def _moment(moment: datetime | None) -> bytes:
    return _NULL if moment is None else _MOMENT.pack(8, (moment - _EPOCH) // _MICROSECONDE)


class Gecodeerd(NamedTuple):
    """One append, its elements laid out; `aantal` acts, about `omvang` bytes."""

    aantal: int
    omvang: int
    toevoeging: tuple[bytes, ...]
    """opdracht, verzoek, regio, casus and the first volgnummer"""
    acten: tuple[bytes, ...]
    """soort, both moments, open and confidential part, each of all acts"""


def codeer(toevoeging: Toevoeging) -> Gecodeerd:
    """Lay out one append. Raises ToevoegingOngeldig when it is larger than anything a person would write."""
    gebeurtenissen = toevoeging.gebeurtenissen
    eigen = b"".join([_element(g.state) for g in gebeurtenissen])
    vertrouwelijk = b"".join([_element(g.vertrouwelijk) for g in gebeurtenissen])
    omvang = len(eigen) + len(vertrouwelijk) + 100 * len(gebeurtenissen)
    if omvang > GROOTSTE_TOEVOEGING:
        raise ToevoegingOngeldig(f"verwacht ten hoogste {GROOTSTE_TOEVOEGING} bytes, gevonden {omvang}")
    return Gecodeerd(
        len(gebeurtenissen),
        omvang,
        (
            _element(toevoeging.opdracht.bytes),
            _element(toevoeging.verzoek),
            _element(gebeurtenissen[0].regio.encode()),
            _element(toevoeging.casus.bytes),
            _GETAL.pack(4, toevoeging.eerste),
        ),
        (
            b"".join([_element(g.topic.encode()) for g in gebeurtenissen]),
            b"".join([_moment(g.gebeurd_op) for g in gebeurtenissen]),
            b"".join([_moment(g.vastgelegd_op) for g in gebeurtenissen]),
            eigen,
            vertrouwelijk,
        ),
    )


def parameters(groep: Sequence[Gecodeerd], vanaf: int | None = None) -> list[bytes | None]:
    """Lay out the arguments of `ledger.voeg_toe` for a group of appends, in its order.

    `vanaf` is a position that is there, the nearer to the last the faster; None where none is known.
    """
    tot = [*accumulate([een.aantal for een in groep])]
    per_toevoeging = zip(*[een.toevoeging for een in groep], strict=True)
    per_act = zip(*[een.acten for een in groep], strict=True)
    reeksen = [*per_toevoeging, [_GETAL.pack(4, een) for een in tot], *per_act]
    return [
        None if vanaf is None else _POSITIE.pack(vanaf),
        *[b"".join((kop, *rij)) for kop, rij in zip(_koppen(len(groep), tot[-1]), reeksen, strict=True)],
    ]


@lru_cache(maxsize=256)
def _koppen(batches: int, acten: int) -> tuple[bytes, ...]:
    """Give what stands before the elements of each array."""
    per_toevoeging = [_kop(soort, batches) for soort in (*_PER_TOEVOEGING, _GETAL_TYPE)]
    return (*per_toevoeging, *[_kop(soort, acten) for soort in _PER_ACT])


def _kop(soort: int, aantal: int) -> bytes:
    return _KOP.pack(
        1, 1, soort, aantal, 1
    )  # one dimension, may hold nulls, element type, length, first index
