"""The course of a casus, as everything that follows from zicht looks at it: acts by kind, and what moved.

Who asks is noted: what follows from a casus follows from what was asked of it, so an act that is not of that
leaves it as it was (`aangroei`). Therefore everything that is looked at has a name, a `Bron`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import attrgetter
from typing import Any, Generic, Literal, NamedTuple, TypeVar, cast

from ledger.acts import Act
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.values import Partij
from projections import veiligheid
from projections.stuk import Baan
from projections.zicht.toestand import Toestand
from projections.zicht.verloop import Stap

A = TypeVar("A", bound=Act)

Bron = type[Act] | Baan | Literal["beweging", "alles", "verzendingen"]
"""What can be looked at: the acts of a kind, the steps that moved zicht, all steps, a lane, the sendings."""


class Gebeurd(NamedTuple, Generic[A]):
    """An act that took place, with the state of zicht before and after it, and the place of its step."""

    op: datetime
    volgnummer: int
    act: A
    voor: Toestand
    na: Toestand
    plaats: int


class Beloop:
    """The acts of one casus that stand, the steps of zicht that they make, and the agreements.

    Acts before the first melding that stands make no step: they are among `feiten` alone. `gelezen` is what
    was asked since it was last emptied.
    """

    __slots__ = ("_beweging", "_gebeurd", "_uitloop", "afspraken", "feiten", "gelezen", "stappen")

    def __init__(self, feiten: Sequence[Feit], stappen: Sequence[Stap], afspraken: Afspraken) -> None:
        self.feiten = feiten
        self.afspraken = afspraken
        self.stappen: list[Stap] = []
        self.gelezen: set[Bron] = set()
        self._gebeurd: dict[type[Act], list[Gebeurd[Any]]] = {}
        self._beweging: list[int] = []
        self._uitloop = 0
        self.zet_voort(stappen, ())

    def zet_voort(self, stappen: Iterable[Stap], uitloop: Sequence[Stap]) -> bool:
        """Go on with `stappen` in place of the terms that still ran, and end with `uitloop`.

        Answers whether anything moved by the first; where nothing did, the terms that still run are the same.
        """
        del self.stappen[len(self.stappen) - self._uitloop :]
        while self._beweging and self._beweging[-1] >= len(self.stappen):
            self._beweging.pop()
        bewogen = len(self._beweging)
        for stap in stappen:
            self._neem(stap)
        bewoog = len(self._beweging) > bewogen
        for stap in uitloop:
            self._neem(stap)
        self._uitloop = len(uitloop)
        return bewoog

    def _neem(self, stap: Stap) -> None:
        plaats = len(self.stappen)
        vorige = self.stappen[-1] if plaats else None
        self.stappen.append(stap)
        if vorige is None or _beweegt(stap, vorige, tegelijk=self._beweging[-1] == plaats - 1):
            self._beweging.append(plaats)
        if stap.feit is not None:
            voor = Toestand(vt=stap.toestand.vt) if vorige is None else vorige.toestand
            act = stap.feit.gegevens
            gebeurd = Gebeurd(stap.op, stap.feit.volgnummer, act, voor, stap.toestand, plaats)
            self._gebeurd.setdefault(type(act), []).append(gebeurd)

    @property
    def vt(self) -> Partij:
        """The region's own Veilig Thuis; only where there was a melding."""
        return self.stappen[0].toestand.vt

    def acten(self, soort: type[A]) -> Sequence[Gebeurd[A]]:
        """Give the acts of this kind from the first melding on, in the order in which they took place."""
        self.gelezen.add(soort)
        return cast("Sequence[Gebeurd[A]]", self._gebeurd.get(soort, ()))

    def acten_van(self, *soorten: type[Act]) -> list[Gebeurd[Any]]:
        """Give the acts of these kinds in the order in which they took place."""
        return sorted((g for soort in soorten for g in self.acten(soort)), key=attrgetter("plaats"))

    def feiten_van(self, *soorten: type[Act]) -> list[Feit]:
        """Give the acts of these kinds that stand, those before the first melding included."""
        self.gelezen.update(soorten)
        return [feit for feit in self.feiten if type(feit.gegevens) in soorten]

    def is_zes_maanden_veilig(self, op: datetime) -> bool:
        """Whether the acts that stand show no unsafety in the six months before instant `op` (§7.1)."""
        return veiligheid.is_zes_maanden_veilig(self.feiten_van(*veiligheid.SOORTEN), op, self.afspraken)

    def beweging(self, *ook: type[Act]) -> Iterator[tuple[int, Stap]]:
        """Give place and step of all that moved zicht, and of the acts of the kinds `ook`, in order.

        Between two of them the state is as after the first, but for `overgegaan`.
        """
        self.gelezen.add("beweging")
        plaatsen: Iterable[int] = self._beweging
        if ook:
            plaatsen = sorted({*self._beweging, *(g.plaats for soort in ook for g in self.acten(soort))})
        return ((plaats, self.stappen[plaats]) for plaats in plaatsen)

    def alle_stappen(self) -> Sequence[Stap]:
        """Give every step."""
        self.gelezen.add("alles")
        return self.stappen

    def anders_dan(self, eerder: Beloop) -> set[Bron]:
        """Give what is not as in `eerder`, which is an earlier course of the same casus."""
        bronnen: set[Bron] = {"alles"}
        if self.vt != eerder.vt or self._bewogen() != eerder._bewogen():
            bronnen.add("beweging")
        for soort in {*self._gebeurd, *eerder._gebeurd}:
            nu, toen = self._gebeurd.get(soort, ()), eerder._gebeurd.get(soort, ())
            # but for its place an act is as it was, with the states before and after it
            if [een[:-1] for een in nu] != [een[:-1] for een in toen]:
                bronnen.add(soort)
        feiten, toen_feiten = _per_soort(self.feiten), _per_soort(eerder.feiten)
        return bronnen | {s for s in {*feiten, *toen_feiten} if feiten.get(s) != toen_feiten.get(s)}

    def _bewogen(self) -> list[Stap]:
        return [self.stappen[plaats] for plaats in self._beweging]


def _per_soort(feiten: Iterable[Feit]) -> dict[type[Act], list[Feit]]:
    per_soort: dict[type[Act], list[Feit]] = {}
    for feit in feiten:
        per_soort.setdefault(type(feit.gegevens), []).append(feit)
    return per_soort


def _beweegt(stap: Stap, vorige: Stap, *, tegelijk: bool) -> bool:
    """Whether a step moved zicht, or shows an instant in which it moved (`tegelijk`: the step before did)."""
    return (
        stap.reden is not None
        or (stap.toestand is not vorige.toestand and not stap.toestand.staat_als(vorige.toestand))
        or (tegelijk and stap.op == vorige.op)
    )
