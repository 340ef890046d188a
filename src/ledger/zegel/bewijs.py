"""Make proofs (RFC 9162, 2.1.3.1 and 2.1.4.1) from the hashes at the levels of tiles."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ledger.zegel.bereik import TEGELHOOGTE
from ledger.zegel.boom import LEEG, knoophash

Lezer = Callable[[int, int, int], Sequence[bytes]]
"""(level of tiles, first place, place after the last) → hashes; level 0 are the leaves."""

_BREEDTE = 1 << TEGELHOOGTE


def per_tegel(lees: Lezer) -> Lezer:
    """Read whole tiles and remember them: proofs of neighbours are made of the same ones."""
    gelezen: dict[tuple[int, int], Sequence[bytes]] = {}

    def uit_tegels(niveau: int, van: int, tot: int) -> Sequence[bytes]:
        hashes: list[bytes] = []
        for nummer in range(van // _BREEDTE, (tot - 1) // _BREEDTE + 1):
            begin = nummer * _BREEDTE
            if (niveau, nummer) not in gelezen:
                gelezen[niveau, nummer] = lees(niveau, begin, begin + _BREEDTE)
            hashes += gelezen[niveau, nummer][max(0, van - begin) : tot - begin]
        return hashes

    return uit_tegels


Deel = tuple[int, int]
"""Leaves from the first up to and not including the second."""


def _grootste_macht(aantal: int) -> int:
    """Give the largest power of two that is smaller than `aantal`."""
    return 1 << (aantal - 1).bit_length() - 1


def insluitingsdelen(index: int, grootte: int) -> list[Deel]:
    """Give the subtrees whose roots make the inclusion proof of leaf `index`, from the leaf upwards."""
    if not 0 <= index < grootte:
        raise ValueError(f"plaats {index} bestaat niet in een boom van {grootte}")
    delen: list[Deel] = []
    van, tot = 0, grootte
    while tot - van > 1:
        midden = van + _grootste_macht(tot - van)
        if index < midden:
            delen.append((midden, tot))
            tot = midden
        else:
            delen.append((van, midden))
            van = midden
    return delen[::-1]


def samenhangsdelen(eerste: int, tweede: int) -> list[Deel]:
    """Give the subtrees whose roots make the consistency proof from size `eerste` to size `tweede`."""
    if not 0 < eerste <= tweede:
        raise ValueError(f"van {eerste} naar {tweede} is geen groei")
    delen: list[Deel] = []
    van, tot, geheel = 0, tweede, True
    while eerste != tot:
        midden = van + _grootste_macht(tot - van)
        if eerste <= midden:
            delen.append((midden, tot))
            tot = midden
        else:
            delen.append((van, midden))
            van, geheel = midden, False
    if not geheel:
        delen.append((van, tot))
    return delen[::-1]


def deelwortel(deel: Deel, lees: Lezer) -> bytes:
    """Give the root of the leaves `deel`, which begins where a subtree of its size may begin."""
    van, tot = deel
    if van == tot:
        return LEEG
    stukken: list[bytes] = []
    while van < tot:
        hoogte = (tot - van).bit_length() - 1
        stukken.append(_volle_knoop(hoogte, van >> hoogte, lees))
        van += 1 << hoogte
    wortel = stukken.pop()
    while stukken:
        wortel = knoophash(stukken.pop(), wortel)
    return wortel


def _volle_knoop(hoogte: int, plaats: int, lees: Lezer) -> bytes:
    """Give the root of a perfect subtree, from the nearest level of tiles below it."""
    niveau, rest = divmod(hoogte, TEGELHOOGTE)
    rij = list(lees(niveau, plaats << rest, (plaats + 1) << rest))
    if len(rij) != 1 << rest:
        raise LookupError(f"niveau {niveau}, plaats {plaats << rest}: {len(rij)} van {1 << rest} hashes")
    while len(rij) > 1:
        rij = [knoophash(rij[i], rij[i + 1]) for i in range(0, len(rij), 2)]
    return rij[0]


def insluitingsbewijs(index: int, grootte: int, lees: Lezer) -> list[bytes]:
    """Make the inclusion proof of leaf `index` (from 0) in the tree of `grootte` leaves."""
    return [deelwortel(deel, lees) for deel in insluitingsdelen(index, grootte)]


def samenhangsbewijs(eerste: int, tweede: int, lees: Lezer) -> list[bytes]:
    """Make the proof that the tree of `tweede` leaves only adds to that of `eerste`; both at least 1."""
    return [deelwortel(deel, lees) for deel in samenhangsdelen(eerste, tweede)]
