"""What the rules of signals look at: the acts of a casus by kind, with the state before and after each."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar, cast

from ledger.acts import Act
from ledger.acts.dienst import VoorwaardenAangescherpt, VoorwaardenGesteld
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.values import Partij
from projections.signalen.verzending import Verzending, verzendingen
from projections.stuk import Baan, Stuk, stuk_op
from projections.zicht.toestand import Toestand
from projections.zicht.verloop import Stap

A = TypeVar("A", bound=Act)
S = TypeVar("S", bound=Hashable)

ALTIJD = datetime.min.replace(tzinfo=UTC)


class Gebeurd(NamedTuple, Generic[A]):
    """An act that took place, with the state of zicht before and after it."""

    op: datetime
    volgnummer: int
    act: A
    voor: Toestand
    na: Toestand


class Traject(NamedTuple, Generic[S]):
    """A stretch of time `[van, tot)` in which one thing held, and the act that it began with."""

    van: datetime
    tot: datetime | None
    volgnummer: int
    wat: S


def volgnummer_van(stap: Stap) -> int:
    """Give the act that a step came by, or (by a lapse) the act that started the term."""
    return stap.wegens("", "").volgnummer


@dataclass(frozen=True, slots=True)
class Beeld:
    """A casus as the signals see it; acts before the first melding that stands are not among `gebeurd`.

    `feiten` are all acts that stand: an incident before the first melding still counts for §7.1.
    """

    feiten: Sequence[Feit]
    stappen: Sequence[Stap]
    banen: Mapping[Baan, tuple[Stuk, ...]]
    afspraken: Afspraken
    gebeurd: Mapping[type[Act], Sequence[Gebeurd[Any]]]
    verzendingen: Sequence[Verzending]

    @property
    def vt(self) -> Partij:
        """The region's own Veilig Thuis."""
        return self.stappen[0].toestand.vt

    def acten(self, soort: type[A]) -> Sequence[Gebeurd[A]]:
        """Give the acts of this kind in the order in which they took place."""
        return cast("Sequence[Gebeurd[A]]", self.gebeurd.get(soort, ()))

    def laatste(self, soort: type[A], op: datetime, sinds: datetime = ALTIJD) -> Gebeurd[A] | None:
        """Give the last act of this kind in `[sinds, op]` (UTC instants)."""
        return next((g for g in reversed(self.acten(soort)) if sinds <= g.op <= op), None)

    def gestelde_voorwaarden(self) -> list[Gebeurd[VoorwaardenGesteld | VoorwaardenAangescherpt]]:
        """Give the acts by which Veilig Thuis set or sharpened at least one voorwaarde (bijlage 4 §2)."""
        beide: list[Gebeurd[Any]] = [*self.acten(VoorwaardenGesteld), *self.acten(VoorwaardenAangescherpt)]
        return [g for g in beide if g.act.voorwaarden]

    def baan_op(self, baan: Baan, op: datetime) -> Stuk | None:
        """Give what a lane shows at instant `op`."""
        return stuk_op(self.banen[baan], op)

    def einde_van_zicht(self, partij: Partij, vanaf: datetime) -> datetime | None:
        """Give the first instant from `vanaf` on (of some act) at which `partij` does not hold zicht."""
        return next(
            (s.op for s in self._uiteindelijk() if s.op >= vanaf and s.toestand.houder != partij), None
        )

    def trajecten(self, wat: Callable[[Toestand], S | None]) -> Iterator[Traject[S]]:
        """Give the stretches of time in which `wat` of the state gives the same answer other than None.

        Like a lane: no stretch is empty, and what was otherwise for no time at all leaves no trace.
        """
        lopend: Traject[S] | None = None
        for stap in self._uiteindelijk():
            nu = wat(stap.toestand)
            if lopend is not None and lopend.wat == nu:
                continue
            if lopend is not None:
                yield Traject(lopend.van, stap.op, lopend.volgnummer, lopend.wat)
            lopend = None if nu is None else Traject(stap.op, None, volgnummer_van(stap), nu)
        if lopend is not None:
            yield lopend

    def _uiteindelijk(self) -> Iterator[Stap]:
        """Give the last step of every instant."""
        for stap, volgende in zip(self.stappen, [*self.stappen[1:], None], strict=True):
            if volgende is None or volgende.op > stap.op:
                yield stap


def maak_beeld(
    feiten: Sequence[Feit],
    stappen: Sequence[Stap],
    banen: Mapping[Baan, tuple[Stuk, ...]],
    afspraken: Afspraken,
) -> Beeld:
    """Look at a casus once; `stappen` is not empty: there was a melding."""
    gebeurd: dict[type[Act], list[Gebeurd[Any]]] = {}
    voor = Toestand(vt=stappen[0].toestand.vt)
    for stap in stappen:
        if stap.feit is not None:
            act = stap.feit.gegevens
            gebeurd.setdefault(type(act), []).append(
                Gebeurd(stap.op, stap.feit.volgnummer, act, voor, stap.toestand)
            )
        voor = stap.toestand
    return Beeld(feiten, stappen, banen, afspraken, gebeurd, verzendingen(stappen))
