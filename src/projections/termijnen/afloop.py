"""How a term ends: by the first act that meets it, or when its ground falls away, whichever comes first."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any, NamedTuple

from ledger.acts import Act
from projections.beloop import HOUDER, Beloop, Gebeurd
from projections.termijnen.termijn import Termijn
from projections.zicht.toestand import Toestand


class Haalt(NamedTuple):
    """Which acts meet a term: those of these kinds that pass the test."""

    soorten: tuple[type[Act], ...]
    past: Callable[[Gebeurd[Any]], bool]

    def eerste(self, beloop: Beloop, na: int) -> Gebeurd[Any] | None:
        """Give the first of them after place `na`."""
        eerste: Gebeurd[Any] | None = None
        for soort in self.soorten:
            for g in beloop.een_voor_een(soort):
                if g.plaats > na and self.past(g):
                    if eerste is None or g.plaats < eerste.plaats:
                        eerste = g
                    break
        return eerste


def een_van(*soorten: type[Act]) -> Haalt:
    """Let any act of these kinds meet a term."""
    return Haalt(soorten, lambda _: True)


def met(soort: type[Act], **velden: Any) -> Haalt:
    """Let an act of this kind meet a term when its fields have these values."""
    # of one field it gives the value, of more than one a tuple
    van_act = attrgetter(*velden)
    waarden = tuple(velden.values()) if len(velden) > 1 else next(iter(velden.values()))
    return Haalt((soort,), lambda g: bool(van_act(g.act) == waarden))


Vervalt = Callable[[Beloop, int], int | None]
"""Where the ground of a term falls away: the place of the first such step after the given one."""


def nooit(_: Beloop, __: int) -> None:
    """Tell that the ground of a term cannot fall away."""


def bij(*handelingen: Haalt) -> Vervalt:
    """Let the ground fall away by the first of these acts."""

    def vervalt(beloop: Beloop, na: int) -> int | None:
        return _eerste([None if g is None else g.plaats for g in (h.eerste(beloop, na) for h in handelingen)])

    return vervalt


def _eerste(plaatsen: Iterable[int | None]) -> int | None:
    return min((plaats for plaats in plaatsen if plaats is not None), default=None)


def zodra(weg: Callable[[Toestand, Toestand], bool]) -> Vervalt:
    """Let the ground fall away as soon as `weg` holds of the state before and after a step.

    It may look at who holds and at nothing else.
    """

    def vervalt(beloop: Beloop, na: int) -> int | None:
        toestand = beloop.stappen[na].toestand
        if weg(toestand, toestand):  # so it is without anything moving: the very next step tells
            return None if next(beloop.stappen_vanaf(na + 1), None) is None else na + 1
        for plaats, stap in beloop.stappen_met(HOUDER):
            if plaats > na and weg(beloop.stappen[plaats - 1].toestand, stap.toestand):
                return plaats
        return None

    return vervalt


def wat_eerst_komt(*gronden: Vervalt) -> Vervalt:
    """Let the ground fall away by the first of these."""

    def vervalt(beloop: Beloop, na: int) -> int | None:
        return _eerste([grond(beloop, na) for grond in gronden])

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
