"""Whether the rows of a log stand in the order in which they were appended, sealed or not."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ledger.zegel.blad import microseconden

Regel = tuple[int, bytes, int, int | None, int | None]
"""Position, casus, volgnummer, and when it was recorded and received (microseconds since 1970)."""


def regel_van(rij: Sequence[Any]) -> Regel:
    """Give what the order goes by, of a row of the log of acts."""
    return (rij[0], rij[2].bytes, rij[3], microseconden(rij[6]), microseconden(rij[7]))


# The clock of a database is set right now and then, by less than this.
_SPELING_US = 60_000_000


class Orde:
    """Takes rows in order of position and notes what cannot have come about by appending."""

    def __init__(self, *, met_casussen: bool) -> None:
        self._met_casussen = met_casussen
        self._laatste = 0
        self._gaten: list[tuple[int, int]] = []
        self._casussen: dict[bytes, tuple[int, int]] = {}
        self._ontvangen = 0
        self.meldingen: list[tuple[str, str]] = []

    def plaats(self, positie: int) -> bool:
        """Note the next position; say whether it is a new one."""
        if positie <= self._laatste:
            self.meldingen.append((f"positie {positie}", "staat er meer dan eens."))
            return False
        if positie > self._laatste + 1:
            self._gaten.append((self._laatste + 1, positie - 1))
        self._laatste = positie
        return True

    def ontbrekend(self, tot: int) -> list[tuple[int, int]]:
        """Give the stretches of positions up to `tot` that have no row."""
        staart = [(self._laatste + 1, tot)] if tot > self._laatste else []
        return [*self._gaten, *staart]

    def neem(self, regel: Regel) -> None:
        """Note the order of one act within its casus, and of its receipt."""
        positie, casus, volgnummer, vastgelegd, ontvangen = regel
        waar = f"positie {positie}"
        if ontvangen is not None:
            if ontvangen < self._ontvangen - _SPELING_US:
                self.meldingen.append((waar, "is ontvangen voor de vorige positie: later tussengevoegd."))
            self._ontvangen = max(self._ontvangen, ontvangen)
        if vastgelegd is None:
            return  # not an act of ours: it has no order of its own
        vorige, vorig_moment = self._casussen.get(casus, (0, vastgelegd))
        if volgnummer != vorige + 1:
            self.meldingen.append((waar, f"heeft volgnummer {volgnummer}, verwacht {vorige + 1}."))
        if vastgelegd < vorig_moment:
            self.meldingen.append((waar, "is vastgelegd voor de vorige handeling van de casus."))
        self._casussen[casus] = (volgnummer, max(vastgelegd, vorig_moment))
