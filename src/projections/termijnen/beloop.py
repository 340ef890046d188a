"""What all terms of a casus are made with: the steps of zicht, and the first of them that ends a term."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from ledger.acts import Act
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.values import Partij
from projections.termijnen.termijn import Termijn
from projections.zicht.toestand import Toestand
from projections.zicht.verloop import Stap

A = TypeVar("A", bound=Act)

Haalt = Callable[[Feit], bool]
"""Whether an act meets a term."""

Vervalt = Callable[[Toestand, Stap], bool]
"""Whether a step takes away the ground of a term; beside it the state before the step."""


def nooit(_: Toestand, __: Stap) -> bool:
    """Tell that the ground of a term cannot fall away."""
    return False


@dataclass(frozen=True, slots=True)
class Beloop:
    """The acts of one casus that stand, the steps of zicht that they make, and the agreements."""

    feiten: Sequence[Feit]
    stappen: Sequence[Stap]
    afspraken: Afspraken

    @property
    def vt(self) -> Partij:
        """The region's own Veilig Thuis."""
        return self.stappen[0].toestand.vt

    def van(self, soort: type[A]) -> Iterator[tuple[int, Feit, A]]:
        """Give every act of this kind from the first melding on, with the place of its step."""
        for plaats, stap in enumerate(self.stappen):
            if stap.feit is not None and isinstance(stap.feit.gegevens, soort):
                yield plaats, stap.feit, stap.feit.gegevens

    def afloop(self, termijn: Termijn, na: int, haalt: Haalt, vervalt: Vervalt = nooit) -> Termijn:
        """End the term by the first step after place `na` that meets it or takes away its ground."""
        for plaats in range(na + 1, len(self.stappen)):
            stap = self.stappen[plaats]
            if stap.feit is not None and haalt(stap.feit):
                return gehaald(termijn, stap.feit)
            if vervalt(self.stappen[plaats - 1].toestand, stap):
                return termijn._replace(vervallen_op=stap.op)
        return termijn


def gehaald(termijn: Termijn, feit: Feit) -> Termijn:
    """Give the term as met by this act."""
    return termijn._replace(gehaald_op=feit.gebeurd_op, gehaald_door=feit.volgnummer)


def een_van(*soorten: type[Act]) -> Haalt:
    """Let any act of these kinds meet a term."""
    return lambda feit: isinstance(feit.gegevens, soorten)


def met(soort: type[Act], **velden: Any) -> Haalt:
    """Let an act of this kind meet a term when its fields have these values."""
    return lambda feit: _past(feit.gegevens, soort, velden)


def _past(act: Act, soort: type[Act], velden: dict[str, Any]) -> bool:
    return isinstance(act, soort) and all(getattr(act, veld) == waarde for veld, waarde in velden.items())
