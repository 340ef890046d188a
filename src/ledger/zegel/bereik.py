"""Grow a tree leaf by leaf while keeping only its right edge (a compact range).

Of n leaves the edge holds at most log2(n) hashes: the roots of the perfect subtrees that n, written in
binary, is made of. That is all that is needed to go on, and to know the root.
"""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import sha256
from typing import Self

from ledger.zegel.boom import HASHLENGTE, LEEG, knoophash

TEGELHOOGTE = 8
"""Levels of the tree in one tile; a tile is 256 hashes wide."""

Knoop = tuple[int, int, bytes]
"""Level of tiles (0: leaves), place within that level, hash."""


class Bereik:
    """The right edge of a tree of `grootte` leaves, largest subtree first."""

    def __init__(self, grootte: int = 0, randen: Iterable[bytes] = ()) -> None:
        self.grootte = grootte
        self._randen = list(randen)
        if len(self._randen) != grootte.bit_count():
            raise ValueError(f"een boom van {grootte} heeft {grootte.bit_count()} randen")

    @classmethod
    def uit_bytes(cls, grootte: int, ruw: bytes) -> Self:
        """Read what `als_bytes` wrote; raises ValueError when it is not the edge of a tree of that size."""
        return cls(grootte, (ruw[i : i + HASHLENGTE] for i in range(0, len(ruw), HASHLENGTE)))

    def als_bytes(self) -> bytes:
        """Give the hashes, one after another."""
        return b"".join(self._randen)

    def voeg_toe(self, bladhashes: Iterable[bytes]) -> list[Knoop]:
        """Add leaves; give the nodes at the level of tiles that came about, leaves included."""
        knopen: list[Knoop] = []
        randen, grootte = self._randen, self.grootte
        for hash_ in bladhashes:
            knopen.append((0, grootte, hash_))
            plaats, hoogte, knoop = grootte, 0, hash_
            while plaats & 1:
                knoop = sha256(b"\x01" + randen.pop() + knoop).digest()
                plaats >>= 1
                hoogte += 1
                if hoogte % TEGELHOOGTE == 0:
                    knopen.append((hoogte // TEGELHOOGTE, plaats, knoop))
            randen.append(knoop)
            grootte += 1
        self.grootte = grootte
        return knopen

    def wortel(self) -> bytes:
        """Give the root of the tree."""
        if not self._randen:
            return LEEG
        *rest, wortel = self._randen
        for rand in reversed(rest):
            wortel = knoophash(rand, wortel)
        return wortel
