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


def werk_bij(acten: Sequence[VastgelegdeAct], toegepast: int, staand: Iterable[BekendeRij]) -> Bijwerking:
    """Give what becomes known by the acts of one casus after volgnummer `toegepast`.

    `acten` are all its acts in order of volgnummer, from the first; `staand` are the rows that stand after
    `toegepast`. Where an act cannot be folded the result goes up to the act before it and says why.
    """
    oud = {een.rij: een for een in staand}
    stond = set(oud)
    uitkomst = Bijwerking(toegepast)
    casus: Aangroei | None = None
    for plaats, act in enumerate(acten[toegepast:], start=toegepast + 1):
        uitkomst.vastgelopen = _uit_de_reeks(acten, plaats)
        if uitkomst.vastgelopen is None:
            try:
                if casus is None:
                    casus = Aangroei(een.gebeurtenis for een in acten[:plaats])
                    weg, nieuw = [rij for rij in oud if rij not in casus.staand], [*casus.staand]
                else:
                    weg, nieuw = casus.voeg_toe(act.gebeurtenis)
            except FOUTEN_VAN_EEN_CASUS as fout:
                uitkomst.vastgelopen = _door_fout(act, fout)
            else:
                _verwerk(
                    uitkomst, oud, stond, (weg, nieuw), Kenmoment(act.gebeurtenis.vastgelegd_op, act.positie)
                )
        if uitkomst.vastgelopen is not None:
            break
        uitkomst.volgnummer = plaats
    uitkomst.staand = list(oud.values())
    uitkomst.nieuw.extend(een for rij, een in oud.items() if rij not in stond)
    return uitkomst


def _verwerk(
    uitkomst: Bijwerking,
    oud: dict[Inhoud, BekendeRij],
    stond: set[Inhoud],
    verschil: Verschil,
    moment: Kenmoment,
) -> None:
    """Close what no longer stands and open what is new; `stond` are those of `oud` that came from before."""
    weg, nieuw = verschil
    for rij in weg:
        dicht = oud.pop(rij)._replace(bekend_tot=moment)
        if rij in stond:
            stond.remove(rij)
            uitkomst.vervalt.append(dicht)
        else:
            uitkomst.nieuw.append(dicht)
    for rij in nieuw:
        if rij not in oud:
            oud[rij] = BekendeRij(rij, moment)


def _uit_de_reeks(acten: Sequence[VastgelegdeAct], plaats: int) -> Vastgelopen | None:
    """See what the ledger never writes: a volgnummer out of order, a `vastgelegdOp` that goes back."""
    gebeurtenis, positie = acten[plaats - 1]
    if gebeurtenis.volgnummer != plaats:
        return Vastgelopen(plaats, positie, "volgnummer-ontbreekt", f"gevonden {gebeurtenis.volgnummer}")
    if plaats > 1 and gebeurtenis.vastgelegd_op < acten[plaats - 2].gebeurtenis.vastgelegd_op:
        return Vastgelopen(plaats, positie, "tijd-loopt-terug")
    return None


def _door_fout(act: VastgelegdeAct, fout: BaseException) -> Vastgelopen:
    # what the error says may quote the act, so only its name goes on
    reden = "onleesbare-correctie" if isinstance(fout, ZichtError) else "rekenfout"
    return Vastgelopen(act.gebeurtenis.volgnummer, act.positie, reden, type(fout).__name__)
