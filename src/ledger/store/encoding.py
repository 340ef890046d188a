"""Appends as PostgreSQL's own binary arrays.

The driver's list adapter looks at every element; for a group of appends that is most of the work. Here the
thread that brings an append lays out its own elements, and the thread that sends the group only joins them.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from struct import Struct

import psycopg
from psycopg import pq
from psycopg.adapt import Dumper

from ledger.store.errors import ToevoegingOngeldig
from ledger.store.records import Toevoeging

# The longest text PostgreSQL sends or takes in one value is 1 GiB; we stop long before that.
GROOTSTE_TOEVOEGING = 64 * 1024 * 1024

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)  # where PostgreSQL's timestamps begin
_MICROSECONDE = timedelta(microseconds=1)

_LENGTE = Struct(">i")
_MOMENT = Struct(">iq")
_GETAL = Struct(">ii")
_KOP = Struct(">iiIii")
_NULL = _LENGTE.pack(-1)


class _Reeks(bytes):
    """A ready-made binary array; one subclass per element type, because the driver chooses by class."""

    __slots__ = ()


class _Uuids(_Reeks):
    element = 2950


class _Byteas(_Reeks):
    element = 17


class _Teksten(_Reeks):
    element = 25


class _Getallen(_Reeks):
    element = 23


class _Momenten(_Reeks):
    element = 1184


class _ReeksDumper(Dumper):
    format = pq.Format.BINARY

    def dump(self, obj: _Reeks) -> bytes:
        return obj


class _UuidsDumper(_ReeksDumper):
    oid = 2951


class _ByteasDumper(_ReeksDumper):
    oid = 1001


class _TekstenDumper(_ReeksDumper):
    oid = 1009


class _GetallenDumper(_ReeksDumper):
    oid = 1007


class _MomentenDumper(_ReeksDumper):
    oid = 1185


# For every connection of the program; only these private classes are affected.
for _soort, _dumper in (
    (_Uuids, _UuidsDumper),
    (_Byteas, _ByteasDumper),
    (_Teksten, _TekstenDumper),
    (_Getallen, _GetallenDumper),
    (_Momenten, _MomentenDumper),
):
    psycopg.adapters.register_dumper(_soort, _dumper)


def _element(inhoud: bytes | None) -> bytes:
    return _NULL if inhoud is None else _LENGTE.pack(len(inhoud)) + inhoud


def _moment(moment: datetime | None) -> bytes:
    return _NULL if moment is None else _MOMENT.pack(8, (moment - _EPOCH) // _MICROSECONDE)


@dataclass(frozen=True)
class Gecodeerd:
    """One append, its elements laid out; `aantal` acts, about `omvang` bytes."""

    aantal: int
    omvang: int
    opdracht: bytes
    verzoek: bytes
    regio: bytes
    casus: bytes
    eerste: bytes
    soort: bytes
    gebeurd_op: bytes
    vastgelegd_op: bytes
    open: bytes
    vertrouwelijk: bytes


def codeer(toevoeging: Toevoeging) -> Gecodeerd:
    """Lay out one append. Raises ToevoegingOngeldig when it is larger than anything a person would write."""
    gebeurtenissen = toevoeging.gebeurtenissen
    eigen = b"".join([_element(g.state) for g in gebeurtenissen])
    vertrouwelijk = b"".join([_element(g.vertrouwelijk) for g in gebeurtenissen])
    omvang = len(eigen) + len(vertrouwelijk) + 100 * len(gebeurtenissen)
    if omvang > GROOTSTE_TOEVOEGING:
        raise ToevoegingOngeldig(f"verwacht ten hoogste {GROOTSTE_TOEVOEGING} bytes, gevonden {omvang}")
    return Gecodeerd(
        aantal=len(gebeurtenissen),
        omvang=omvang,
        opdracht=_element(toevoeging.opdracht.bytes),
        verzoek=_element(toevoeging.verzoek),
        regio=_element(gebeurtenissen[0].regio.encode()),
        casus=_element(toevoeging.casus.bytes),
        eerste=_GETAL.pack(4, toevoeging.eerste),
        soort=b"".join([_element(g.topic.encode()) for g in gebeurtenissen]),
        gebeurd_op=b"".join([_moment(g.gebeurd_op) for g in gebeurtenissen]),
        vastgelegd_op=b"".join([_moment(g.vastgelegd_op) for g in gebeurtenissen]),
        open=eigen,
        vertrouwelijk=vertrouwelijk,
    )


def parameters(groep: Sequence[Gecodeerd]) -> list[_Reeks]:
    """Lay out the arguments of `ledger.voeg_toe` for a group of appends, in its order."""
    tot: list[bytes] = []
    aantal = 0
    for een in groep:
        aantal += een.aantal
        tot.append(_GETAL.pack(4, aantal))
    batches = len(groep)
    return [
        _reeks(_Uuids, batches, (een.opdracht for een in groep)),
        _reeks(_Byteas, batches, (een.verzoek for een in groep)),
        _reeks(_Teksten, batches, (een.regio for een in groep)),
        _reeks(_Uuids, batches, (een.casus for een in groep)),
        _reeks(_Getallen, batches, (een.eerste for een in groep)),
        _reeks(_Getallen, batches, tot),
        _reeks(_Teksten, aantal, (een.soort for een in groep)),
        _reeks(_Momenten, aantal, (een.gebeurd_op for een in groep)),
        _reeks(_Momenten, aantal, (een.vastgelegd_op for een in groep)),
        _reeks(_Byteas, aantal, (een.open for een in groep)),
        _reeks(_Byteas, aantal, (een.vertrouwelijk for een in groep)),
    ]


def _reeks(
    soort: type[_Uuids | _Byteas | _Teksten | _Getallen | _Momenten], aantal: int, elementen: Iterable[bytes]
) -> _Reeks:
    # one dimension, may hold nulls, element type, length, first index
    return soort(b"".join((_KOP.pack(1, 1, soort.element, aantal, 1), *elementen)))
