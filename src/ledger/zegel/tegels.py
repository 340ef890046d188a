"""The files of a log that others can read (C2SP tlog-tiles): which there are, and what they are called."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ledger.zegel.bereik import TEGELHOOGTE

BREEDTE = 1 << TEGELHOOGTE
_DUIZEND = 1000


@dataclass(frozen=True, slots=True)
class Tegel:
    """`breedte` consecutive hashes at a level of tiles, from place `nummer` × 256 on."""

    niveau: int
    nummer: int
    breedte: int

    @property
    def pad(self) -> str:
        """Give the path of the file, below that of the log."""
        vol = f"tile/{self.niveau}/{nummerpad(self.nummer)}"
        return vol if self.breedte == BREEDTE else f"{vol}.p/{self.breedte}"


def nummerpad(nummer: int) -> str:
    """Write the number of a tile as a path: 1234067 is x001/x234/067."""
    delen = [f"{nummer % _DUIZEND:03d}"]
    while nummer := nummer // _DUIZEND:
        delen.append(f"x{nummer % _DUIZEND:03d}")
    return "/".join(reversed(delen))


def tegels(eerste: int, tweede: int) -> Iterator[Tegel]:
    """Give the tiles that a log of `tweede` leaves has and one of `eerste` has not, full ones first."""
    niveau = 0
    while tweede >> (niveau * TEGELHOOGTE):
        was, is_ = eerste >> (niveau * TEGELHOOGTE), tweede >> (niveau * TEGELHOOGTE)
        for nummer in range(was // BREEDTE, is_ // BREEDTE):
            yield Tegel(niveau, nummer, BREEDTE)
        if is_ % BREEDTE and is_ != was:
            yield Tegel(niveau, is_ // BREEDTE, is_ % BREEDTE)
        niveau += 1
