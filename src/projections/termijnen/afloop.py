"""How a term ends: by the first act that meets it, or when its ground falls away, whichever comes first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from ledger.acts import Act
from projections.beloop import Beloop, Gebeurd
from projections.termijnen.termijn import Termijn
from projections.zicht.toestand import Toestand


class Haalt(NamedTuple):
    """Which acts meet a term: those of these kinds that pass the test."""

    soorten: tuple[type[Act], ...]
    past: Callable[[Gebeurd[Any]], bool]

    def eerste(self, beloop: Beloop, na: int) -> Gebeurd[Any] | None:
        """Give the first of them after place `na`."""
        gevonden = (
            next((g for g in beloop.acten(soort) if g.plaats > na and self.past(g)), None)
            for soort in self.soorten
        )
        return min((g for g in gevonden if g is not None), key=lambda g: g.plaats, default=None)


def een_van(*soorten: type[Act]) -> Haalt:
    """Let any act of these kinds meet a term."""
    return Haalt(soorten, lambda _: True)


def met(soort: type[Act], **velden: Any) -> Haalt:
    """Let an act of this kind meet a term when its fields have these values."""

    def past(g: Gebeurd[Any]) -> bool:
        return all(getattr(g.act, veld) == waarde for veld, waarde in velden.items())

    return Haalt((soort,), past)


Vervalt = Callable[[Beloop, int], int | None]
"""Where the ground of a term falls away: the place of the first such step after the given one."""


def nooit(_: Beloop, __: int) -> None:
    """Tell that the ground of a term cannot fall away."""


def bij(*handelingen: Haalt) -> Vervalt:
    """Let the ground fall away by the first of these acts."""

    def vervalt(beloop: Beloop, na: int) -> int | None:
        gevonden = (handeling.eerste(beloop, na) for handeling in handelingen)
        return min((g.plaats for g in gevonden if g is not None), default=None)

    return vervalt


def zodra(weg: Callable[[Toestand, Toestand], bool]) -> Vervalt:
    """Let the ground fall away as soon as `weg` holds of the state before and after a step.

    It may not look at `overgegaan`, which only the step of the passing itself has.
    """

    def vervalt(beloop: Beloop, na: int) -> int | None:
        toestand = beloop.stappen[na].toestand
        if weg(toestand, toestand):  # so it is without anything moving: the very next step tells
            return na + 1 if na + 1 < len(beloop.alle_stappen()) else None
        for plaats, stap in beloop.beweging():
            if plaats > na and weg(beloop.stappen[plaats - 1].toestand, stap.toestand):
                return plaats
        return None

    return vervalt


def wat_eerst_komt(*gronden: Vervalt) -> Vervalt:
    """Let the ground fall away by the first of these."""

    def vervalt(beloop: Beloop, na: int) -> int | None:
        gevonden = (grond(beloop, na) for grond in gronden)
        return min((plaats for plaats in gevonden if plaats is not None), default=None)

    return vervalt


def afloop(beloop: Beloop, termijn: Termijn, na: int, haalt: Haalt, vervalt: Vervalt = nooit) -> Termijn:
    """End the term by the first step after place `na` that meets it or else takes away its ground."""
    handeling, weg = haalt.eerste(beloop, na), vervalt(beloop, na)
    if handeling is not None and (weg is None or handeling.plaats <= weg):
        return gehaald(termijn, handeling)
    return termijn if weg is None else termijn._replace(vervallen_op=beloop.stappen[weg].op)


def gehaald(termijn: Termijn, g: Gebeurd[Any]) -> Termijn:
    """Give the term as met by this act."""
    return termijn._replace(gehaald_op=g.op, gehaald_door=g.volgnummer)
