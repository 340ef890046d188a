"""Every handover that was offered in a casus, and what became of it. Source: rulebook 4, 'Between them'."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
)
from ledger.corrections import Feit
from ledger.values import Partij

Afloop = Literal["bevestigd", "geweigerd", "ingetrokken", "niet-bezorgd", "open"]


@dataclass(frozen=True, slots=True)
class Overdracht:
    """A handover: who sent it to whom, when (UTC), and by which act it was answered (None: not yet).

    Whether zicht passed by it is another matter: the lane says so.
    """

    volgnummer: int
    van: Partij
    aan: Partij
    fase: str
    verstuurd_op: datetime
    afloop: Afloop
    geeindigd_op: datetime | None
    geeindigd_door: int | None


def maak_overdrachten(feiten: Sequence[Feit]) -> list[Overdracht]:
    """Give the handovers among the acts that stand, in order of sending; not those to the family."""
    return [
        _overdracht(feit, feit.gegevens, feiten)
        for feit in feiten
        if isinstance(feit.gegevens, OverdrachtVerstuurd) and feit.gegevens.aan.soort != "clientsysteem"
    ]


def _overdracht(feit: Feit, verstuurd: OverdrachtVerstuurd, feiten: Sequence[Feit]) -> Overdracht:
    for later in feiten:
        afloop = _afloop(verstuurd, later)
        if afloop is not None:
            return _met(feit, verstuurd, afloop, later)
    return _met(feit, verstuurd, "open", None)


def _met(feit: Feit, verstuurd: OverdrachtVerstuurd, afloop: Afloop, door: Feit | None) -> Overdracht:
    return Overdracht(
        feit.volgnummer,
        verstuurd.van,
        verstuurd.aan,
        verstuurd.fase,
        feit.gebeurd_op,
        afloop,
        None if door is None else door.gebeurd_op,
        None if door is None else door.volgnummer,
    )


def _afloop(verstuurd: OverdrachtVerstuurd, later: Feit) -> Afloop | None:
    match later.gegevens:
        case OntvangstBevestigd(overdracht=nummer, door=door) if (nummer, door) == (
            verstuurd.overdracht,
            verstuurd.aan,
        ):
            return "bevestigd"
        case OverdrachtGeweigerd(overdracht=nummer, door=door) if (nummer, door) == (
            verstuurd.overdracht,
            verstuurd.aan,
        ):
            return "geweigerd"
        case OverdrachtIngetrokken(overdracht=nummer) if nummer == verstuurd.overdracht:
            return "ingetrokken"
        case OverdrachtNietBezorgd(overdracht=nummer) if nummer == verstuurd.overdracht:
            return "niet-bezorgd"
        case _:
            return None
