"""What a report is made of: the acts of one casus that were known at K, and what follows from them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from uuid import UUID

from ledger.agreements import Afspraken
from ledger.corrections import staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from projections.citaat import Citaat, citeer
from projections.geschiedenis import Regel, maak_geschiedenis
from projections.signalen import Signaal, beoordeeld_op
from projections.stuk import BANEN, Baan, Stuk, stuk_op
from projections.termijnen import Termijn
from projections.tijdlijn import Oordeel, maak_oordeel
from projections.zinnen import zin


@dataclass(frozen=True)
class Rapportgegevens:
    """One casus, asked about `op` (T, UTC), by the acts known at K: `positie` of the ledger.

    `bekend_op` is K where it was asked as an instant. `gebeurtenissen` are those acts, without their
    confidential part, in order of volgnummer; there is at least one.
    """

    casus: UUID
    op: datetime
    positie: int
    gebeurtenissen: Sequence[Gebeurtenis]
    bekend_op: datetime | None = None
    afspraken: Afspraken | None = None

    @cached_property
    def oordeel(self) -> Oordeel:
        """Timeline, terms and signals; raises `Geweigerd` for a correction that cannot be read."""
        return maak_oordeel(self.gebeurtenissen, self.afspraken)

    @cached_property
    def citaat(self) -> Citaat:
        """The citation of the answer."""
        return citeer(self.casus, self.op, self.positie, self.oordeel.tijdlijn)

    @cached_property
    def wat(self) -> Mapping[int, str]:
        """What each act says, by volgnummer; as it stands where it was replaced."""
        gezegd = {een.volgnummer: zin(een.gegevens) for een in self.gebeurtenissen}
        return gezegd | {feit.volgnummer: zin(feit.gegevens) for feit in staande_feiten(self.gebeurtenissen)}

    @cached_property
    def geschiedenis(self) -> Sequence[Regel]:
        """Every act as it was recorded, and what became of it."""
        return maak_geschiedenis(self.gebeurtenissen)

    @property
    def op_t(self) -> Mapping[Baan, Stuk | None]:
        """The piece of each lane at T."""
        return {baan: stuk_op(self.oordeel.tijdlijn.banen[baan], self.op) for baan in BANEN}

    @property
    def termijnen(self) -> Sequence[Termijn]:
        """The terms that had begun at T."""
        return [een for een in self.oordeel.termijnen if een.gestart_op <= self.op]

    @property
    def signalen(self) -> Sequence[Signaal]:
        """The signals as judged at T."""
        return beoordeeld_op(self.oordeel.signalen, self.op)

    @property
    def laatst_vastgelegd(self) -> datetime:
        """When the last act that was known was recorded (UTC): the date of the document."""
        return max(een.vastgelegd_op for een in self.gebeurtenissen)
