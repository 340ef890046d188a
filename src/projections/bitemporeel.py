"""What is known of a casus from which act on: what it comes to for every K, as rows that open and close.

Pure. A row is a piece of a lane, a term, a signal or a melding. Every act can change what is known; between
two acts nothing becomes known. So what is known for every K is what is known after every act, and a row is
known from the act after which it first stands until the act after which it no longer does. K is an instant
(`vastgelegdOp`) or a position in the ledger; both mark the same acts. Of acts that were recorded in one
instant only the last counts by instant: what stood between them is known for no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ledger.errors import ZichtError
from ledger.gebeurtenis import Gebeurtenis
from projections.aangroei import Aangroei, Verschil
from projections.rijen import Inhoud as Inhoud
from projections.rijen import Rij as Rij
from projections.rijen import inhoud_van as inhoud_van
from projections.rijen import rijen_van as rijen_van

FOUTEN_VAN_EEN_CASUS = (
    ZichtError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a fold can raise about the acts of one casus: nothing of these says anything about another casus."""


class Kenmoment(NamedTuple):
    """When something became known: the instant (UTC) and the position of the act that made it so."""

    op: datetime
    positie: int


class BekendeRij(NamedTuple):
    """A row and the acts between which it is known; `bekend_tot` is None while it stands."""

    rij: Inhoud
    bekend_van: Kenmoment
    bekend_tot: Kenmoment | None = None


class VastgelegdeAct(NamedTuple):
    """An act and its position in the ledger."""

    gebeurtenis: Gebeurtenis
    positie: int


@dataclass(frozen=True, slots=True)
class Vastgelopen:
    """Why the rows of a casus cannot go on, and at which act.

    `reden` is a stable code; neither it nor `toelichting` holds anything that was recorded.
    """

    volgnummer: int
    positie: int
    reden: str
    toelichting: str = ""


@dataclass(slots=True)
class Bijwerking:
    """What changes in the rows of one casus.

    `volgnummer` is the last act that is in them. `vervalt` are rows that stood before and no longer do,
    `nieuw` are all others that became known, those included that were obsolete again by a later act. `staand`
    is what stands now.
    """

    volgnummer: int
    nieuw: list[BekendeRij] = field(default_factory=list)
    vervalt: list[BekendeRij] = field(default_factory=list)
    staand: list[BekendeRij] = field(default_factory=list)
    vastgelopen: Vastgelopen | None = None


class Bijhouding:
    """A casus that is kept up to date: what stands of it, to which act after act is applied.

    Two things make it of no use any more, and whoever keeps one has to let it go then: an act at which it
    stands still (`Bijwerking.vastgelopen`), and rows that it gave and that were not written after all.
    """

    def __init__(
        self, begin: Sequence[VastgelegdeAct], toegepast: int, staand: Iterable[BekendeRij] = ()
    ) -> None:
        """Begin after `toegepast`: `begin` are the acts up to there, `staand` the rows that stand then."""
        self.toegepast = toegepast
        self._begin = [een.gebeurtenis for een in begin]
        self._vastgelegd_op = self._begin[-1].vastgelegd_op if begin else None
        self._staand = {een.rij: een for een in staand}
        self._casus: Aangroei | None = None

    def neem(self, acten: Iterable[VastgelegdeAct]) -> Bijwerking:
        """Apply the acts that follow and give what becomes known by them.

        Where one cannot be folded the result goes up to the act before it and says why.
        """
        uitkomst = Bijwerking(self.toegepast)
        vers: dict[Inhoud, BekendeRij] = {}
        for act in acten:
            uitkomst.vastgelopen = self._uit_de_reeks(act)
            if uitkomst.vastgelopen is None:
                try:
                    verschil = self._voeg_toe(act.gebeurtenis)
                except FOUTEN_VAN_EEN_CASUS as fout:
                    uitkomst.vastgelopen = _door_fout(act, fout)
            if uitkomst.vastgelopen is not None:
                break
            if verschil[0] or verschil[1]:
                moment = Kenmoment(act.gebeurtenis.vastgelegd_op, act.positie)
                self._verwerk(uitkomst, vers, verschil, moment)
            self.toegepast += 1
            self._vastgelegd_op = act.gebeurtenis.vastgelegd_op
        uitkomst.volgnummer = self.toegepast
        self._staand |= vers
        uitkomst.staand = list(self._staand.values())
        uitkomst.nieuw.extend(vers.values())
        return uitkomst

    def _voeg_toe(self, gebeurtenis: Gebeurtenis) -> Verschil:
        if self._casus is not None:
            return self._casus.voeg_toe(gebeurtenis)
        # what stands was written by whatever program ran then, so the first act is held against the rows
        self._casus = Aangroei([*self._begin, gebeurtenis])
        self._begin.clear()
        return (
            [rij for rij in self._staand if rij not in self._casus.staand],
            [rij for rij in self._casus.staand if rij not in self._staand],
        )

    def _verwerk(
        self, uitkomst: Bijwerking, vers: dict[Inhoud, BekendeRij], verschil: Verschil, moment: Kenmoment
    ) -> None:
        """Close what no longer stands and open what is new; `vers` are the rows that were opened just now."""
        weg, nieuw = verschil
        for rij in weg:
            een = vers.pop(rij, None)
            lijst = uitkomst.vervalt if een is None else uitkomst.nieuw
            een = een or self._staand.pop(rij)
            lijst.append(BekendeRij(een.rij, een.bekend_van, moment))
        for rij in nieuw:
            vers[rij] = BekendeRij(rij, moment)

    def _uit_de_reeks(self, act: VastgelegdeAct) -> Vastgelopen | None:
        """See what the ledger never writes: a volgnummer out of order, a `vastgelegdOp` that goes back."""
        gebeurtenis, positie = act
        plaats = self.toegepast + 1
        if gebeurtenis.volgnummer != plaats:
            return Vastgelopen(plaats, positie, "volgnummer-ontbreekt", f"gevonden {gebeurtenis.volgnummer}")
        if self._vastgelegd_op is not None and gebeurtenis.vastgelegd_op < self._vastgelegd_op:
            return Vastgelopen(plaats, positie, "tijd-loopt-terug")
        return None


def werk_bij(acten: Sequence[VastgelegdeAct], toegepast: int, staand: Iterable[BekendeRij]) -> Bijwerking:
    """Give what becomes known by the acts of one casus after volgnummer `toegepast`.

    `acten` are all its acts in order of volgnummer, from the first; `staand` are the rows that stand after
    `toegepast`.
    """
    return Bijhouding(acten[:toegepast], toegepast, staand).neem(acten[toegepast:])


def _door_fout(act: VastgelegdeAct, fout: BaseException) -> Vastgelopen:
    # what the error says may quote the act, so only its name goes on
    reden = "onleesbare-correctie" if isinstance(fout, ZichtError) else "rekenfout"
    return Vastgelopen(act.gebeurtenis.volgnummer, act.positie, reden, type(fout).__name__)
