"""What the rules of signals look at: the acts of a casus by kind, the lanes, and the handovers in it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Generic, NamedTuple, TypeVar

from ledger.acts import Act
from ledger.acts.dienst import VoorwaardenAangescherpt, VoorwaardenGesteld
from ledger.agreements import Afspraken
from ledger.values import Partij
from projections.beloop import HOUDER, Beloop, Gebeurd, Kijk
from projections.signalen.verzending import Verzending
from projections.stuk import Baan, Stuk, stuk_op
from projections.zicht.toestand import Toestand
from projections.zicht.verloop import Stap

A = TypeVar("A", bound=Act)
S = TypeVar("S", bound=Hashable)

ALTIJD = datetime.min.replace(tzinfo=UTC)


class Traject(NamedTuple, Generic[S]):
    """A stretch of time `[van, tot)` in which one thing held, and the act that it began with."""

    van: datetime
    tot: datetime | None
    volgnummer: int
    wat: S


class Beeld:
    """A casus as the signals see it: its course, its lanes and the handovers sent in it.

    There was a melding. `banen` and `verzendingen` may be given later, before a rule asks for them.
    """

    __slots__ = ("_banen", "_verzendingen", "acten", "beloop")

    def __init__(
        self,
        beloop: Beloop,
        banen: Mapping[Baan, tuple[Stuk, ...]],
        verzendingen: Sequence[Verzending],
    ) -> None:
        self.beloop = beloop
        self.acten = beloop.acten  # of a kind, in the order in which they took place
        self._banen = banen
        self._verzendingen = verzendingen

    @property
    def vt(self) -> Partij:
        """The region's own Veilig Thuis."""
        return self.beloop.vt

    @property
    def afspraken(self) -> Afspraken:
        """The agreements that the casus is judged by."""
        return self.beloop.afspraken

    @property
    def verzendingen(self) -> Sequence[Verzending]:
        """Every handover sent by Veilig Thuis or the holder to another party, in order."""
        self.beloop.gelezen.add("verzendingen")
        return self._verzendingen

    def laatste(self, soort: type[A], op: datetime, sinds: datetime = ALTIJD) -> Gebeurd[A] | None:
        """Give the last act of this kind in `[sinds, op]` (UTC instants)."""
        return next((g for g in reversed(self.acten(soort)) if sinds <= g.op <= op), None)

    def gestelde_voorwaarden(self) -> list[Gebeurd[VoorwaardenGesteld | VoorwaardenAangescherpt]]:
        """Give the acts by which Veilig Thuis set or sharpened at least one voorwaarde (bijlage 4 §2)."""
        beide: list[Gebeurd[Any]] = [*self.acten(VoorwaardenGesteld), *self.acten(VoorwaardenAangescherpt)]
        return [g for g in beide if g.act.voorwaarden]

    def baan(self, baan: Baan) -> tuple[Stuk, ...]:
        """Give a lane."""
        self.beloop.gelezen.add(baan)
        return self._banen[baan]

    def baan_op(self, baan: Baan, op: datetime) -> Stuk | None:
        """Give what a lane shows at instant `op`."""
        return stuk_op(self.baan(baan), op)

    def einde_van_zicht(self, partij: Partij, vanaf: datetime) -> datetime | None:
        """Give the first instant from `vanaf` on at which `partij`, which holds then, holds no longer."""
        for stap in self._uiteindelijk(HOUDER):
            if stap.op >= vanaf and stap.toestand.houder != partij:
                return stap.op
        return None

    def trajecten(self, kijk: Kijk, wat: Callable[[Toestand], S | None]) -> list[Traject[S]]:
        """Give the stretches of time in which `wat` of the state gives the same answer other than None.

        Like a lane: no stretch is empty, and what was otherwise for no time at all leaves no trace. `kijk`
        is all that `wat` looks at.
        """
        trajecten: list[Traject[S]] = []
        vorig: S | None = None
        for stap in self._uiteindelijk(kijk):
            nu = wat(stap.toestand)
            if nu == vorig:
                continue
            if vorig is not None:
                lopend = trajecten[-1]
                trajecten[-1] = Traject(lopend.van, stap.op, lopend.volgnummer, vorig)
            if nu is not None:
                trajecten.append(Traject(stap.op, None, stap.volgnummer, nu))
            vorig = nu
        return trajecten

    def _uiteindelijk(self, kijk: Kijk) -> list[Stap]:
        """Give the last step of every instant in which `kijk` of the state changed."""
        laatste: list[Stap] = []
        for _, stap in self.beloop.stappen_met(kijk):
            if laatste and laatste[-1].op == stap.op:
                laatste.pop()
            laatste.append(stap)
        return laatste
