"""Keep small numbers in what leaves the organisation: 1 to 4 could point at a family (002; rulebook 8).

A number that is left out must not follow from the totals. A table with its totals is a network in which what
flows into a place flows out of it: a row has its total and its cells, a column its cells and its total. The
numbers left out are its open edges, and one of them can be worked out exactly when no other filling of the
open edges, with at least 1 in each, gives it another value, that is, when no circle of open edges runs
through it along which numbers can move. Then another number is left out too.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import NamedTuple

KLEINSTE_GETOONDE = 5

_MAANDEN, _KWARTAAL = 12, 3
_JAAR = _MAANDEN + _MAANDEN // _KWARTAAL  # the line of the year, after those of months and kwartalen

Plaats = tuple[int, int]
_Knoop = tuple[str, int, int]
Tabel = Sequence[Sequence[int]]
Getoond = list[list[int | None]]
"""A table of which None was left out."""


class Stroom(NamedTuple):
    """A number as an edge, from one sum to the other; of `rang` 0 are the cells, which are left out first."""

    van: _Knoop
    naar: _Knoop
    getal: int
    rang: int


Netwerk = Mapping[Plaats, Stroom]
_Buren = dict[_Knoop, list[tuple[_Knoop, Plaats]]]


def met_totalen(cellen: Tabel) -> list[list[int]]:
    """Give the table with a last column and a last row of totals."""
    rijen = [[*rij, sum(rij)] for rij in cellen]
    breedte = len(rijen[0]) if rijen else 1
    return [*rijen, [sum(rij[kolom] for rij in rijen) for kolom in range(breedte)]]


def onderdruk(cellen: Tabel, *, rijtotalen: bool = True) -> Getoond:
    """Give the table with totals as it may be published, None for what is left out.

    Numbers 1 to 4 are left out, cells and totals alike, and beside them as much as is needed to keep those
    from being worked out. Without `rijtotalen` the totals of rows are not published at all, and need no
    protection: where one follows from what is published, it is no small number.
    """
    tabel = met_totalen(cellen)
    verzwegen = set() if rijtotalen else {(r, len(tabel[0]) - 1) for r in range(len(tabel))}
    return _toon(tabel, _verberg(netwerk(tabel), verzwegen))


def onderdruk_jaar(maanden: Tabel) -> Getoond:
    """Give what may be published of a year, from a line of numbers for each of its twelve months.

    Twelve lines of months, four of kwartalen and one of the year, each with its total. They can be asked for
    one by one and laid side by side, so they are one network: a kwartaal is the sum of its months.
    """
    per_maand = [[*rij, sum(rij)] for rij in maanden]
    kwartalen = [met_totalen(maanden[m : m + _KWARTAAL])[-1] for m in range(0, _MAANDEN, _KWARTAAL)]
    tabel = [*per_maand, *kwartalen, met_totalen(kwartalen)[-1][:-1]]
    return _toon(tabel, _verberg(_netwerk_van_jaar(tabel)))


def netwerk(tabel: Tabel) -> dict[Plaats, Stroom]:
    """Give the network of a table with totals."""
    onder, rechts = len(tabel) - 1, len(tabel[0]) - 1
    stromen = {}
    for r, rij in enumerate(tabel):
        for k, getal in enumerate(rij):
            einden: tuple[_Knoop, _Knoop] = ("rij", r, 0), ("kolom", k, 0)
            if (r == onder) != (k == rechts):  # a total of a row or of a column goes the other way
                einden = einden[1], einden[0]
            stromen[r, k] = Stroom(*einden, getal, int(r == onder or k == rechts))
    return stromen


def _netwerk_van_jaar(tabel: Tabel) -> dict[Plaats, Stroom]:
    """Give the network of months, kwartalen and year; that those of a kwartaal add up follows from months."""
    rechts = len(tabel[0]) - 1
    stromen = {}
    for r, rij in enumerate(tabel):
        for k, getal in enumerate(rij):
            einden: tuple[_Knoop, _Knoop]
            if r < _MAANDEN:
                einden, rang = (("maand", r, 0), ("kwartaal", r // _KWARTAAL, k)), 0
            elif r < _JAAR:
                einden, rang = (("kwartaal", r - _MAANDEN, k), ("jaar", 0, k)), 1
            else:
                einden, rang = (("jaar", 0, k), ("alles", 0, 0)), 2
            if k == rechts:
                einden, rang = (einden[1], einden[0]), max(rang, 1)
            stromen[r, k] = Stroom(*einden, getal, rang)
    return stromen


def _verberg(net: Netwerk, verzwegen: AbstractSet[Plaats] = frozenset()) -> set[Plaats]:
    """Give which places are left out, those that are not published anyway among them."""
    klein = {plaats for plaats, stroom in net.items() if 1 <= stroom.getal < KLEINSTE_GETOONDE}
    weg = klein | verzwegen
    aan: defaultdict[_Knoop, list[Plaats]] = defaultdict(list)
    for plaats, stroom in net.items():
        aan[stroom.van].append(plaats)
        aan[stroom.naar].append(plaats)
    while erbij := _erbij(net, aan, weg, weg - verzwegen):
        weg |= erbij
    return weg


def _toon(tabel: Tabel, weg: AbstractSet[Plaats]) -> Getoond:
    return [[None if (r, k) in weg else n for k, n in enumerate(rij)] for r, rij in enumerate(tabel)]


def _erbij(
    net: Netwerk, aan: Mapping[_Knoop, Sequence[Plaats]], weg: set[Plaats], beschermd: set[Plaats]
) -> set[Plaats]:
    """Give what must be left out too, so that what of `beschermd` can be worked out cannot be any more.

    `aan` are the places at each sum.
    """
    erbij: set[Plaats] = set()
    bekneld = False
    buren = _buren(net, weg)
    for plaats in sorted(beschermd):
        if _is_af_te_leiden(net, buren, plaats):
            naast = (ander for knoop in net[plaats][:2] for ander in aan[knoop])
            if keuzen := _over(net, naast, weg | erbij):
                gekozen = _minste(net, keuzen)
                erbij.add(gekozen)
                _open(net, buren, gekozen)
            else:
                bekneld = True
    if bekneld and not erbij:
        # where its own row and column have nothing left, another place must join what is loose
        erbij.add(_minste(net, _over(net, net, weg)))
    return erbij


def _minste(net: Netwerk, keuzen: Iterable[Plaats]) -> Plaats:
    return min(keuzen, key=lambda plaats: (net[plaats].rang, net[plaats].getal, plaats))


def _over(net: Netwerk, plaatsen: Iterable[Plaats], weg: set[Plaats]) -> list[Plaats]:
    """Give the places whose number is still there and is not 0: a 0 hides nothing."""
    return [plaats for plaats in plaatsen if net[plaats].getal and plaats not in weg]


def is_af_te_leiden(net: Netwerk, weg: set[Plaats], plaats: Plaats) -> bool:
    """Whether the number at `plaats` follows from what is published.

    Who works it out knows that every number left out is at least 1.
    """
    return _is_af_te_leiden(net, _buren(net, weg), plaats)


def _buren(net: Netwerk, weg: Iterable[Plaats]) -> _Buren:
    """Give from each sum where a number that was left out can move to, and through which place."""
    buren: _Buren = {}
    for plaats in weg:
        _open(net, buren, plaats)
    return buren


def _open(net: Netwerk, buren: _Buren, plaats: Plaats) -> None:
    van, naar, getal, _ = net[plaats]
    buren.setdefault(van, []).append((naar, plaats))
    if getal > 1:  # it can also be less
        buren.setdefault(naar, []).append((van, plaats))


def _is_af_te_leiden(net: Netwerk, buren: _Buren, plaats: Plaats) -> bool:
    van, naar, getal, _ = net[plaats]
    return not (_bereikt(buren, naar, van, plaats) or (getal > 1 and _bereikt(buren, van, naar, plaats)))


def _bereikt(buren: _Buren, van: _Knoop, naar: _Knoop, zonder: Plaats) -> bool:
    gezien, rand = {van}, [van]
    while rand:
        for buur, door in buren.get(rand.pop(), ()):
            if door == zonder or buur in gezien:
                continue
            if buur == naar:
                return True
            gezien.add(buur)
            rand.append(buur)
    return False
