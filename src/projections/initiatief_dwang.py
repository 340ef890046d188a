"""The lane `initiatief-dwang`: who takes the initiative for a coercive measure (§6.4; rulebook 5)."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from datetime import UTC, datetime

from ledger.acts.lokaal_team import ContactGelegd
from ledger.values import Partij
from projections.beloop import Beloop, Gebeurd
from projections.stuk import Reden, Stuk, Vertoon, leg_baan
from projections.zicht.toestand import Toestand

GRONDSLAG = "§6.4"
EIGEN_CONTACT = frozenset({"gesprek", "huisbezoek", "video"})
"""'voldoende informatie uit eigen contacten' (§6.4): a call on the phone is not enough."""


def baan_initiatief_dwang(beloop: Beloop) -> tuple[Stuk, ...]:
    """Lay out the lane: Veilig Thuis from melding to handover, then the holder that saw the family."""
    return leg_baan(_wisselingen(beloop))


def _belang(t: Toestand) -> Hashable:
    """Give all that matters of a state."""
    return t.houder, t.houdt_door, bool(t.meldingen)


def _wisselingen(beloop: Beloop) -> Iterator[tuple[datetime, Vertoon | None, Reden]]:
    stappen = beloop.stappen_met(_belang)
    grenzen = [*(plaats for plaats, _ in stappen), len(beloop.stappen)]
    houder: Partij | None = None
    houdt_sinds = datetime.min.replace(tzinfo=UTC)
    for (plaats, stap), volgende in zip(stappen, grenzen[1:], strict=True):
        t = stap.toestand
        reden = stap.wegens("initiatief-dwang", GRONDSLAG)
        if t.houder != houder:
            houder, houdt_sinds = t.houder, stap.op
        if t.vt_houdt or t.meldingen:
            yield stap.op, Vertoon(t.vt, "vast"), reden
        elif houder is None:
            yield stap.op, None, reden
        else:
            vanaf = houdt_sinds if t.houdt_door is None else t.houdt_door.op
            contact = _eigen_contact(beloop, houder, vanaf, volgende)
            if contact is not None and contact.plaats <= plaats:
                yield stap.op, Vertoon(houder, "vast"), reden
                continue
            yield stap.op, Vertoon(None, "te-bezien"), reden
            if contact is not None:
                gezien = Reden(contact.volgnummer, "initiatief-dwang", GRONDSLAG)
                yield contact.op, Vertoon(houder, "vast"), gezien


def _eigen_contact(
    beloop: Beloop, houder: Partij, vanaf: datetime, tot: int
) -> Gebeurd[ContactGelegd] | None:
    """Give the first contact of its own of the holder from instant `vanaf` on, before place `tot`."""
    for g in beloop.een_voor_een(ContactGelegd):
        if g.plaats >= tot:
            return None
        if g.op >= vanaf and g.act.wijze in EIGEN_CONTACT and g.act.door == houder:
            return g
    return None
