"""Where a fault of the ledger belongs in a form: it names a path in the act, a form has fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from ledger.errors import Fout

ALGEMEEN = ""
"""The name under which a fault stands that belongs to no field."""


@dataclass(frozen=True, slots=True)
class Plaatsing:
    """The names of a form as it was posted.

    `reeksen` are the fields that hold several values under one name; `rijen` tells of a field with rows
    which posted row is the first, the second … of the act.
    """

    namen: frozenset[str]
    reeksen: frozenset[str]
    rijen: Mapping[str, Sequence[int]]


def per_veld(fouten: Iterable[Fout], plaatsing: Plaatsing) -> dict[str, tuple[Fout, ...]]:
    """Give every fault under the name of its field, those of a line with the number of that line."""
    uit: dict[str, list[Fout]] = {}
    for fout in fouten:
        naam, melding = _plaats(fout, plaatsing)
        uit.setdefault(naam, []).append(Fout(naam or fout.veld, fout.code, melding))
    return {naam: tuple(reeks) for naam, reeks in uit.items()}


def _plaats(fout: Fout, plaatsing: Plaatsing) -> tuple[str, str]:
    delen = _met_rijen(fout.veld, plaatsing.rijen).split(".")
    for lengte in range(len(delen), 0, -1):
        naam = ".".join(delen[:lengte])
        if naam not in plaatsing.namen:
            continue
        rest = delen[lengte:]
        if naam in plaatsing.reeksen and rest and rest[0].isdecimal():
            return naam, f"Regel {int(rest[0]) + 1}: {fout.melding}"
        return naam, fout.melding
    return ALGEMEEN, fout.melding


def _met_rijen(pad: str, rijen: Mapping[str, Sequence[int]]) -> str:
    """Write the number of a row as it was posted: empty rows were left out of the act."""
    for begin, plaatsen in rijen.items():
        kop, _, rest = pad.removeprefix(f"{begin}.").partition(".")
        if pad.startswith(f"{begin}.") and kop.isdecimal() and int(kop) < len(plaatsen):
            return f"{begin}.{plaatsen[int(kop)]}" + (f".{rest}" if rest else "")
    return pad
