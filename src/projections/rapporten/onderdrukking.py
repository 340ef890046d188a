"""Keep small numbers in what leaves the organisation: 1 to 4 could point at a family (002; rulebook 8).

A number that is left out must not follow from the totals. A table with its totals is a network: each row and
each column adds up. The numbers left out are its open edges, and one of them can be worked out exactly when
no other filling of the open places, with at least 1 in each, gives it another value, that is, when no
circle of open places runs through it along which numbers can move. Then another number is left out too.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import product

KLEINSTE_GETOONDE = 5

Plaats = tuple[int, int]
_Knoop = tuple[str, int]
Tabel = Sequence[Sequence[int]]


def met_totalen(cellen: Tabel) -> list[list[int]]:
    """Give the table with a last column and a last row of totals."""
    rijen = [[*rij, sum(rij)] for rij in cellen]
    breedte = len(rijen[0]) if rijen else 1
    return [*rijen, [sum(rij[kolom] for rij in rijen) for kolom in range(breedte)]]


def onderdruk(cellen: Tabel, *, rijtotalen: bool = True) -> list[list[int | None]]:
    """Give the table with totals as it may be published, None for what is left out.

    Numbers 1 to 4 are left out, cells and totals alike, and beside them as much as is needed to keep those
    from being worked out. Without `rijtotalen` the totals of rows are not published at all, and need no
    protection: where one follows from what is published, it is no small number.
    """
    tabel = met_totalen(cellen)
    weg = {(r, k) for r, rij in enumerate(tabel) for k, n in enumerate(rij) if 1 <= n < KLEINSTE_GETOONDE}
    verzwegen = set() if rijtotalen else {(r, len(tabel[0]) - 1) for r in range(len(tabel))}
    weg |= verzwegen
    while erbij := _erbij(tabel, weg, weg - verzwegen):
        weg |= erbij
    return [[None if (r, k) in weg else n for k, n in enumerate(rij)] for r, rij in enumerate(tabel)]


def _erbij(tabel: Tabel, weg: set[Plaats], beschermd: set[Plaats]) -> set[Plaats]:
    """Give what must be left out too, so that what of `beschermd` can be worked out cannot be any more."""
    erbij: set[Plaats] = set()
    for plaats in sorted(beschermd):
        if is_af_te_leiden(tabel, weg | erbij, plaats):
            keuzen = _over(tabel, _lijnen(tabel, plaats), weg | erbij)
            # where its own row and column have nothing left, another place must join what is loose
            keuzen = keuzen or _over(tabel, product(range(len(tabel)), range(len(tabel[0]))), weg | erbij)
            erbij.add(min(keuzen, key=lambda p: (_is_totaal(tabel, p), tabel[p[0]][p[1]], p)))
    return erbij


def _over(tabel: Tabel, plaatsen: Iterable[Plaats], weg: set[Plaats]) -> list[Plaats]:
    """Give the places whose number is still there and is not 0: a 0 hides nothing."""
    return [plaats for plaats in plaatsen if tabel[plaats[0]][plaats[1]] and plaats not in weg]


def _lijnen(tabel: Tabel, plaats: Plaats) -> Iterator[Plaats]:
    """Give the other places of the row and of the column of a place."""
    rij, kolom = plaats
    yield from ((rij, k) for k in range(len(tabel[0])) if k != kolom)
    yield from ((r, kolom) for r in range(len(tabel)) if r != rij)


def _is_totaal(tabel: Tabel, plaats: Plaats) -> bool:
    return plaats[0] == len(tabel) - 1 or plaats[1] == len(tabel[0]) - 1


def is_af_te_leiden(tabel: Tabel, weg: set[Plaats], plaats: Plaats) -> bool:
    """Whether the number at `plaats` follows from what is published of a table with totals.

    Who works it out knows that every number left out is at least 1.
    """
    buren: dict[_Knoop, list[_Knoop]] = {}
    for rij, kolom in weg - {plaats}:
        meer, minder = _richtingen(tabel, (rij, kolom))
        if meer:
            buren.setdefault(("rij", rij), []).append(("kolom", kolom))
        if minder:
            buren.setdefault(("kolom", kolom), []).append(("rij", rij))
    meer, minder = _richtingen(tabel, plaats)
    begin, einde = ("rij", plaats[0]), ("kolom", plaats[1])
    return not ((meer and _bereikt(buren, einde, begin)) or (minder and _bereikt(buren, begin, einde)))


def _richtingen(tabel: Tabel, plaats: Plaats) -> tuple[bool, bool]:
    """Say whether the flow through a place can become more, and less; through a total it is negative."""
    kan_lager = tabel[plaats[0]][plaats[1]] > 1
    is_rijtotaal, is_kolomtotaal = plaats[1] == len(tabel[0]) - 1, plaats[0] == len(tabel) - 1
    return (kan_lager, True) if is_rijtotaal != is_kolomtotaal else (True, kan_lager)


def _bereikt(buren: dict[_Knoop, list[_Knoop]], van: _Knoop, naar: _Knoop) -> bool:
    gezien, rand = {van}, [van]
    while rand:
        for buur in buren.get(rand.pop(), ()):
            if buur == naar:
                return True
            if buur not in gezien:
                gezien.add(buur)
                rand.append(buur)
    return False
