"""The lane `initiatief-dwang`: who takes the initiative for a coercive measure (§6.4; rulebook 5)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime

from ledger.acts.lokaal_team import ContactGelegd
from ledger.acts.overdracht import OverdrachtVerstuurd
from ledger.values import Partij
from projections.stuk import Reden, Stuk, Vertoon, leg_baan
from projections.zicht import Stap

GRONDSLAG = "§6.4"
EIGEN_CONTACT = frozenset({"gesprek", "huisbezoek", "video"})
"""'voldoende informatie uit eigen contacten' (§6.4): a call on the phone is not enough."""


def baan_initiatief_dwang(stappen: Sequence[Stap]) -> tuple[Stuk, ...]:
    """Lay out the lane: Veilig Thuis from melding to handover, then the holder once it has seen the family."""
    return leg_baan(_wisselingen(stappen))


def _wisselingen(stappen: Sequence[Stap]) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    contacten: dict[Partij, int] = {}  # party → the step of its last contact with the family
    verzonden: dict[int, int] = {}  # volgnummer of a sending → its step
    houdt_sinds = 0
    houder: Partij | None = None
    for nummer, stap in enumerate(stappen):
        match stap.feit and stap.feit.gegevens:
            case ContactGelegd(door=door, wijze=wijze) if wijze in EIGEN_CONTACT:
                contacten[door] = nummer
            case OverdrachtVerstuurd() if stap.feit is not None:
                verzonden[stap.feit.volgnummer] = nummer
            case _:
                pass
        t = stap.toestand
        if t.houder != houder:
            houder, houdt_sinds = t.houder, nummer
        volgnummer = stap.feit.volgnummer if stap.feit else stap.reden.volgnummer if stap.reden else 0
        reden = Reden(volgnummer, "initiatief-dwang", GRONDSLAG, stap.feit is None)
        if t.vt_houdt or t.meldingen:
            vertoon: Vertoon | None = Vertoon(t.vt, "vast")
        elif t.houder is None:
            vertoon = None
        else:
            sinds = houdt_sinds if t.houdt_door is None else verzonden[t.houdt_door.volgnummer]
            heeft_contact = contacten.get(t.houder, -1) >= sinds
            vertoon = Vertoon(t.houder, "vast") if heeft_contact else Vertoon(None, "te-bezien")
        yield stap.op, vertoon, reden
