"""Chance that is the same on every machine and in every Python: only `random.random()` is promised to be."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from random import Random
from typing import Generic, TypeVar

Keus = TypeVar("Keus")


class Verdeling(Generic[Keus]):
    """Things to choose from, each with its weight."""

    __slots__ = ("grenzen", "keuzen")

    def __init__(self, gewichten: dict[Keus, int]) -> None:
        self.keuzen = tuple(gewichten)
        self.grenzen = tuple(accumulate(gewichten.values()))


class Toeval:
    """A stream of chance that `zaad` and `nummer` determine (both at least 0)."""

    __slots__ = ("_trek",)

    def __init__(self, zaad: int, nummer: int) -> None:
        self._trek = Random(zaad << 64 | nummer).random  # noqa: S311 — believable, not secret

    def kans(self, deel: float) -> bool:
        """Answer yes in a `deel` (0 to 1) of all cases."""
        return self._trek() < deel

    def geheel(self, laag: int, hoog: int) -> int:
        """Give a whole number from `laag` to `hoog`, both included."""
        return laag + int(self._trek() * (hoog - laag + 1))

    def kies(self, uit: Sequence[Keus]) -> Keus:
        """Give one of `uit`, each as likely as another."""
        return uit[int(self._trek() * len(uit))]

    def gewogen(self, verdeling: Verdeling[Keus]) -> Keus:
        """Give one of a distribution, by weight."""
        return verdeling.keuzen[bisect(verdeling.grenzen, int(self._trek() * verdeling.grenzen[-1]))]

    def enkele(self, uit: Sequence[Keus], laag: int, hoog: int) -> list[Keus]:
        """Give `laag` to `hoog` different ones of `uit`, in its order."""
        aantal = min(self.geheel(laag, hoog), len(uit))
        over = len(uit)
        gekozen = []
        for keus in uit:
            if self._trek() * over < aantal:
                gekozen.append(keus)
                aantal -= 1
            over -= 1
        return gekozen
