"""What the read model answers. Every answer says up to which position of the ledger it is computed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from ledger.values import Partij
from projections.stuk import Status, Stuk
from projections.tijdlijn import Tijdlijn

Per = Literal["partij", "status"]


@dataclass(frozen=True, slots=True)
class TotPositie:
    """K as a UTC instant, of what the ledger held up to a position: an import afterwards changes nothing."""

    moment: datetime
    positie: int


Bekend = datetime | int | TotPositie | None
"""K: a UTC instant, a position in the ledger, both, or None for all that is known."""


@dataclass(frozen=True, slots=True)
class Geparkeerd:
    """A casus whose pieces stand still at an act: which act, since when (UTC), and why (a stable code).

    `toelichting` is for who looks after the machine; it holds nothing that was recorded.
    """

    casus: UUID
    regio: str
    volgnummer: int
    positie: int
    sinds: datetime
    pogingen: int
    reden: str
    toelichting: str


@dataclass(frozen=True, slots=True)
class CasusAntwoord:
    """The pieces of one casus, as known at K.

    `bekend` is whether the casus was known at K to this reader; if not, there are no pieces and no `regio`.
    `volgnummer` is the last act in the read model. `laatst_bekend` is the position of the last one that was
    known at K: where T and an instant K were asked and this reader sees all acts of the casus, else None.
    `geparkeerd` says why the answer stands still before the last act of the ledger; as known before that act
    it is right.
    """

    positie: int
    bekend: bool
    regio: str | None
    volgnummer: int
    laatst_bekend: int | None
    geparkeerd: Geparkeerd | None
    tijdlijn: Tijdlijn


@dataclass(frozen=True, slots=True)
class Verantwoordelijkheid:
    """One casus and the piece of the lane that was asked for."""

    casus: UUID
    regio: str
    stuk: Stuk
    geparkeerd: bool


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """One page, in order of casus; `volgende` is the cursor of the next page, None on the last one.

    Pages fit together when each is asked as known at the `positie` of the first.
    """

    positie: int
    regels: tuple[Verantwoordelijkheid, ...]
    volgende: UUID | None


@dataclass(frozen=True, slots=True)
class Telling:
    """How many casussen had this party, or this status, at this instant (UTC); never zero.

    None is a number that was left out (see `openbaar`).
    """

    moment: datetime
    partij: Partij | None
    status: Status | None
    aantal: int | None


@dataclass(frozen=True, slots=True)
class Aantallen:
    """Counts in order of moment; `momenten` are all instants, also those at which there was nothing."""

    positie: int
    momenten: tuple[datetime, ...]
    tellingen: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Stand:
    """How far the read model is: `achterstand` in acts, and in seconds since the oldest of them was received.

    `geparkeerd` is the number of parked casussen, the oldest of them since `oudste_geparkeerd_s` seconds.
    """

    positie: int
    achterstand: int
    achterstand_s: float
    geparkeerd: int
    oudste_geparkeerd_s: float


@dataclass(frozen=True, slots=True)
class Herbouwstand:
    """How far the last rebuild came: at which step, and of how many acts; instants by the database's clock.

    `bezig` is whether it still runs, in whatever program. One that does not, and is not `klaar`, was broken
    off.
    """

    bezig: bool
    stap: Literal["vullen", "indexen", "inhalen", "klaar"]
    gedaan: int
    totaal: int
    begonnen_op: datetime
    bijgewerkt_op: datetime
