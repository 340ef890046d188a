"""Compare over all cases, a page at a time: only those that differ are on it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from api.http.params import Vraag
from ledger.errors import Geweigerd, OnleesbareGebeurtenis
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import VastgelegdeGebeurtenis
from projections.verschil import Onderscheid

GROOTSTE_BLADZIJDE = 500
_BEGIN = UUID(int=0)

Vergelijk = Callable[[Sequence[VastgelegdeGebeurtenis]], Sequence[Onderscheid]]
"""From the acts of a casus to the intervals that differ."""


class Bladvraag(Vraag):
    """What every comparison over all cases takes."""

    na: Annotated[
        UUID | None, Field(description="`volgende` van de vorige bladzijde: verder na deze casus.")
    ] = None
    page_size: Annotated[
        int, Field(ge=1, le=GROOTSTE_BLADZIJDE, description="Hoeveel casussen per bladzijde te vergelijken.")
    ] = 100


@dataclass(frozen=True, slots=True)
class Bladzijde:
    """The cases that were compared, those that differ, and those that cannot be read."""

    vergeleken: int
    resultaten: list[dict[str, Any]]
    onleesbaar: list[str]
    volgende: str | None

    def als_dict(self) -> dict[str, Any]:
        """Give the page as it goes out."""
        return {
            "vergeleken": self.vergeleken,
            "onleesbaar": self.onleesbaar,
            "resultaten": self.resultaten,
            "volgende": self.volgende,
        }


def vergelijk_bladzijde(
    recorder: LedgerRecorder, vraag: Bladvraag, positie: int, vergelijk: Vergelijk
) -> Bladzijde:
    """Compare the cases of a page by their acts up to `positie`; one that cannot be read hides no other."""
    casussen = recorder.lees_casussen(vraag.na or _BEGIN, tot=positie, limiet=vraag.page_size)
    resultaten, onleesbaar = [], []
    for casus in casussen:
        rijen = [rij for rij in recorder.lees_casus(casus) if rij.positie <= positie]
        try:
            verschillen = vergelijk(rijen)
        except (OnleesbareGebeurtenis, Geweigerd):
            onleesbaar.append(str(casus))
            continue
        if verschillen:
            resultaten.append({"casus": str(casus), "verschillen": [een.als_dict() for een in verschillen]})
    volgende = str(casussen[-1]) if len(casussen) == vraag.page_size else None
    return Bladzijde(len(casussen), resultaten, onleesbaar, volgende)
