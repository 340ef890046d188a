"""The course of a casus, as everything that follows from zicht looks at it: acts by kind, and what moved.

Who asks is noted: what follows from a casus follows from what was asked of it, so an act that is not of that
leaves it as it was (`aangroei`). Therefore everything that is looked at has a name, a `Bron`.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import islice
from operator import attrgetter
from typing import Any, Generic, Literal, NamedTuple, TypeVar

from ledger.acts import Act
from ledger.agreements import Afspraken
from ledger.corrections import Feit, plaats_voor, volgorde
from ledger.values import Partij
from projections import veiligheid
from projections.stuk import Baan
from projections.zicht.toestand import Toestand
from projections.zicht.verloop import Stap

A = TypeVar("A", bound=Act)

Kijk = Callable[[Toestand], Hashable]
"""What is looked at of a state; never `overgegaan`, which only the step of a passing has."""

HOUDER: Callable[[Toestand], Partij | None] = attrgetter("houder")

_Plaats = tuple[int, Stap]
_Plaatselijk = type[Act] | Kijk | Literal["beweging", "overgangen"]

Bron = _Plaatselijk | Baan | Literal["alles", "begin", "verzendingen"] | tuple[Literal["begin"], type[Act]]
"""What can be looked at: the acts of a kind; the steps in which something that is looked at changed, or
anything of zicht (`beweging`), those by which it passed by a handover (`overgangen`), all of them; a lane;
the sendings. And of all steps, or the acts of a kind, only the first ones (`begin`), which stay as they are
when one comes after them.
"""


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

    Acts before the first melding that stands make no step: only `feiten_van` gives them. `gelezen` is what
    was asked since it was last emptied.
    """

    __slots__ = (
        "_feiten",
        "_gebeurd",
        "_kijken",
        "_plaatsen",
        "_uitloop",
        "afspraken",
        "gelezen",
        "stappen",
    )

    def __init__(self, feiten: Sequence[Feit], stappen: Sequence[Stap], afspraken: Afspraken) -> None:
        self.vervang_feiten(feiten)
        self.afspraken = afspraken
        self.stappen: list[Stap] = []
        self.gelezen: set[Bron] = set()
        self._gebeurd: dict[type[Act], list[Gebeurd[Any]]] = {}
        self._plaatsen: dict[Bron, list[_Plaats]] = {"beweging": [], "overgangen": []}
        self._kijken: dict[Kijk, list[_Plaats]] = {}  # of those, the ones that look at the state
        self._uitloop = 0  # where the terms that still run begin
        self.zet_voort(0, stappen, ())

    def zet_voort(self, vanaf: int, stappen: Sequence[Stap], uitloop: Sequence[Stap]) -> set[Bron]:
        """Go on from place `vanaf` with `stappen` in place of what was there, and end with `uitloop`.

        `uitloop` are the terms that still run. Answers what is no longer as it was.
        """
        anders: set[Bron] = {"alles"} if vanaf >= self._uitloop else {"alles", "begin"}
        toen = self._neem_terug(vanaf) if vanaf < len(self.stappen) else {}
        beweging = len(self._plaatsen["beweging"])
        for stap in stappen:
            self._neem(stap)
        self._uitloop = len(self.stappen)
        for stap in uitloop:
            self._neem(stap)
        if not toen and len(self._plaatsen["beweging"]) == beweging:
            anders.update(type(stap.feit.gegevens) for stap in stappen if stap.feit is not None)
            return anders
        nu = self._vanaf(vanaf)
        anders.update(nu)
        for bron, eerder in toen.items():
            later = nu.get(bron, [])
            if later == eerder:
                anders.discard(bron)
                continue
            anders.add(bron)
            if isinstance(bron, type) and later[: len(eerder)] != eerder:
                anders.add(("begin", bron))
        return anders

    def _vanaf(self, plaats: int) -> dict[Bron, list[object]]:
        """Give of everything that can be looked at what there is from this place on, but for its place."""
        gevonden: dict[Bron, list[object]] = {}
        for nummer in range(plaats, len(self.stappen)):
            stap = self.stappen[nummer]
            if stap.feit is not None:
                voor = self.stappen[nummer - 1].toestand if nummer else None
                gevonden.setdefault(type(stap.feit.gegevens), []).append((voor, stap))
        beweging = self._plaatsen["beweging"]
        if beweging and beweging[-1][0] >= plaats:
            for bron, plaatsen in self._plaatsen.items():
                if plaatsen and plaatsen[-1][0] >= plaats:
                    gevonden[bron] = [stap for een, stap in plaatsen if een >= plaats]
        return gevonden

    def _neem_terug(self, vanaf: int) -> dict[Bron, list[object]]:
        """Take back the steps from this place on; answers what there was of them."""
        toen = self._vanaf(vanaf)
        for plaatsen in self._plaatsen.values():
            while plaatsen and plaatsen[-1][0] >= vanaf:
                plaatsen.pop()
        while len(self.stappen) > vanaf:
            feit = self.stappen.pop().feit
            if feit is not None:
                self._gebeurd[type(feit.gegevens)].pop()
        return toen

    def _neem(self, stap: Stap) -> None:
        stappen = self.stappen
        plaats = len(stappen)
        vorige = stappen[-1] if plaats else None
        stappen.append(stap)
        beweging = self._plaatsen["beweging"]
        if vorige is None or _beweegt(stap, vorige, tegelijk=beweging[-1][0] == plaats - 1):
            beweging.append((plaats, stap))
            for kijk, plaatsen in self._kijken.items():
                self._let_op(kijk, plaatsen, beweging[-1])
            if stap.toestand.overgegaan is not None:
                self._plaatsen["overgangen"].append(beweging[-1])
        if stap.feit is not None:
            voor = Toestand(vt=stap.toestand.vt) if vorige is None else vorige.toestand
            act = stap.feit.gegevens
            gebeurd = Gebeurd(stap.op, stap.feit.volgnummer, act, voor, stap.toestand, plaats)
            self._gebeurd.setdefault(type(act), []).append(gebeurd)

    def _let_op(self, kijk: Kijk, plaatsen: list[_Plaats], bewogen: _Plaats) -> None:
        """Keep a step that moved, if it does for who looks at it like this."""
        plaats, stap = bewogen
        if plaats:
            vorige = self.stappen[plaats - 1]
            tegelijk = plaatsen[-1][0] == plaats - 1 and stap.op == vorige.op
            if not tegelijk and kijk(stap.toestand) == kijk(vorige.toestand):
                return
        plaatsen.append(bewogen)

    @property
    def vt(self) -> Partij:
        """The region's own Veilig Thuis; only where there was a melding."""
        return self.stappen[0].toestand.vt

    def acten(self, soort: type[A]) -> Sequence[Gebeurd[A]]:
        """Give the acts of this kind from the first melding on, in the order in which they took place."""
        self.gelezen.add(soort)
        gebeurd: Sequence[Gebeurd[Any]] = self._gebeurd.get(soort, ())
        return gebeurd

    def een_voor_een(self, soort: type[A]) -> Iterator[Gebeurd[A]]:
        """Give the same one by one: who stops at an act does not look at those that come after it."""
        self.gelezen.add(("begin", soort))
        yield from self._gebeurd.get(soort, ())
        self.gelezen.add(soort)

    def acten_van(self, *soorten: type[Act]) -> list[Gebeurd[Any]]:
        """Give the acts of these kinds in the order in which they took place."""
        return sorted((g for soort in soorten for g in self.acten(soort)), key=attrgetter("plaats"))

    def vervang_feiten(self, feiten: Iterable[Feit]) -> None:
        """Let these be all acts that stand."""
        self._feiten: dict[type[Act], list[Feit]] = {}
        for feit in feiten:
            self._feiten.setdefault(type(feit.gegevens), []).append(feit)

    def voeg_feit_in(self, feit: Feit) -> None:
        """Let an act stand beside the others."""
        feiten = self._feiten.setdefault(type(feit.gegevens), [])
        feiten.insert(plaats_voor(feit, feiten), feit)

    def feiten_van(self, *soorten: type[Act]) -> Sequence[Feit]:
        """Give the acts of these kinds that stand, those before the first melding included."""
        self.gelezen.update(soorten)
        if len(soorten) == 1:
            return self._feiten.get(soorten[0], ())
        return sorted((feit for soort in soorten for feit in self._feiten.get(soort, ())), key=volgorde)

    def is_zes_maanden_veilig(self, op: datetime) -> bool:
        """Whether the acts that stand show no unsafety in the six months before instant `op` (§7.1)."""
        return veiligheid.is_zes_maanden_veilig(self.feiten_van(*veiligheid.SOORTEN), op, self.afspraken)

    def stappen_met(self, *waarvan: _Plaatselijk) -> Sequence[tuple[int, Stap]]:
        """Give place and step of every act of these kinds, and of all in which these changed, in order.

        Of who looks at something of the state, the first step too, and whatever else took place in the
        instant of a change. Each `Kijk` is one and the same function whenever it is asked.
        """
        self.gelezen.update(waarvan)
        if len(waarvan) == 1:
            return self._plaatsen_van(waarvan[0])
        samen = {plaats: stap for bron in waarvan for plaats, stap in self._plaatsen_van(bron)}
        return [(plaats, samen[plaats]) for plaats in sorted(samen)]

    def _plaatsen_van(self, bron: _Plaatselijk) -> Sequence[_Plaats]:
        if isinstance(bron, type):
            return [(g.plaats, self.stappen[g.plaats]) for g in self._gebeurd.get(bron, ())]
        plaatsen = self._plaatsen.get(bron)
        if plaatsen is None and callable(bron):
            plaatsen = self._plaatsen[bron] = self._kijken[bron] = []
            for bewogen in self._plaatsen["beweging"]:
                self._let_op(bron, plaatsen, bewogen)
        return plaatsen or ()

    def stappen_vanaf(self, plaats: int) -> Iterator[Stap]:
        """Give every step from this place on; who stops at an act does not look at what follows."""
        self.gelezen.add("begin")
        yield from islice(self.stappen, plaats, max(plaats, self._uitloop))
        self.gelezen.add("alles")
        yield from islice(self.stappen, max(plaats, self._uitloop), None)


def _beweegt(stap: Stap, vorige: Stap, *, tegelijk: bool) -> bool:
    """Whether a step moved zicht, or shows an instant in which it moved (`tegelijk`: the step before did)."""
    return (
        stap.reden is not None
        or (stap.toestand is not vorige.toestand and not stap.toestand.staat_als(vorige.toestand))
        or (tegelijk and stap.op == vorige.op)
    )
