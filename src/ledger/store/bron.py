"""The acts that a report asks for, from the ledger as it was known at K; open part only."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts import ACTEN
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling
from ledger.store.codec import decodeer
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import VastgelegdeGebeurtenis
from ledger.store.registercodec import decodeer_register, is_van_register


class Grootboekbron:
    """The ledger up to `positie` and `moment` (UTC), by default as it is now; it stands still from then on.

    Raises `OnleesbareGebeurtenis` for an act that this program cannot understand: a report that silently
    leaves one out would be wrong.
    """

    def __init__(
        self, recorder: LedgerRecorder, *, positie: int | None = None, moment: datetime | None = None
    ) -> None:
        laatste = recorder.hoogste_positie()
        self._recorder = recorder
        self._moment = moment
        self.positie = laatste if positie is None else min(positie, laatste)

    def acten(self, *soorten: str) -> Iterator[Gebeurtenis]:
        """Give the acts of casussen with one of these names, in order of position."""
        return (
            decodeer(een, met_vertrouwelijk=False) for een in self._lees(soorten) if not is_van_register(een)
        )

    def register(self, *soorten: str) -> Iterator[Registerhandeling]:
        """Give the acts of registers with one of these names, in order of position."""
        return (decodeer_register(een) for een in self._lees(soorten) if is_van_register(een))

    def _lees(self, soorten: tuple[str, ...]) -> Iterator[VastgelegdeGebeurtenis]:
        namen = [f"{soort}/{versie}" for soort in soorten for versie in range(1, ACTEN[soort].versie + 1)]
        for een in self._recorder.lees_van_soort(namen, self.positie):
            if self._moment is None or (een.vastgelegd_op is not None and een.vastgelegd_op <= self._moment):
                yield een
