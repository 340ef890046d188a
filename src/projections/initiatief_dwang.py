"""The lane `initiatief-dwang`: who takes the initiative for a coercive measure (§6.4; rulebook 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime

from ledger.acts.lokaal_team import ContactGelegd
from ledger.values import Partij
from projections.beloop import Beloop
from projections.stuk import Reden, Stuk, Vertoon, leg_baan
from projections.zicht.toestand import Toestand

GRONDSLAG = "§6.4"
EIGEN_CONTACT = frozenset({"gesprek", "huisbezoek", "video"})
"""'voldoende informatie uit eigen contacten' (§6.4): a call on the phone is not enough."""


def baan_initiatief_dwang(beloop: Beloop) -> tuple[Stuk, ...]:
    """Lay out the lane: Veilig Thuis from melding to handover, then the holder that saw the family."""
    return leg_baan(_wisselingen(beloop))


def _wisselingen(beloop: Beloop) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    contacten: dict[Partij, datetime] = {}  # party → its last contact of its own with the family
    vorig: Vertoon | None = None
    houder: Partij | None = None
    houdt_sinds = datetime.min.replace(tzinfo=UTC)
    for _, stap in beloop.beweging(ContactGelegd):
        match stap.feit and stap.feit.gegevens:
            case ContactGelegd(door=door, wijze=wijze) if wijze in EIGEN_CONTACT:
                contacten[door] = stap.op
            case _:
                pass
        t = stap.toestand
        if t.houder != houder:
            houder, houdt_sinds = t.houder, stap.op
        vertoon = _vertoon(t, contacten, houdt_sinds)
        if vertoon != vorig:
            vorig = vertoon
            yield stap.op, vertoon, stap.wegens("initiatief-dwang", GRONDSLAG)


def _vertoon(t: Toestand, contacten: Mapping[Partij, datetime], houdt_sinds: datetime) -> Vertoon | None:
    if t.vt_houdt or t.meldingen:
        return Vertoon(t.vt, "vast")
    if t.houder is None:
        return None
    laatste = contacten.get(t.houder)
    vanaf = houdt_sinds if t.houdt_door is None else t.houdt_door.op
    if laatste is None or laatste < vanaf:
        return Vertoon(None, "te-bezien")
    return Vertoon(t.houder, "vast")
