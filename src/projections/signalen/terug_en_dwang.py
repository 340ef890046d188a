"""Signals on the way back to Veilig Thuis and on coercion (§6.1.6, §6.4). They are acts: they stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts.lokaal_team import ContactGelegd, ContactpogingMislukt
from ledger.acts.terug import TerugkoppelingOntvangen, VerzoekTotOnderzoekIngediend
from ledger.values import Partij
from projections.initiatief_dwang import EIGEN_CONTACT
from projections.signalen.beeld import ALTIJD, Beeld
from projections.signalen.signaal import Signaal, maak
from projections.zicht.toestand import Toestand

DRIE_POGINGEN = ("telefoon", "brief", "huisbezoek")
"""'telefonisch, brief en langs geweest' (§6.1.6)."""


def _zonder_drie_pogingen(beeld: Beeld) -> Iterator[Signaal]:
    """§6.1.6: where the reason is no contact; attempts on the form and those recorded count."""
    for g in beeld.acten(TerugkoppelingOntvangen):
        if "geen-contact" not in g.act.redenen:
            continue
        sinds = _betrokken_sinds(g.act.door, g.voor)
        geprobeerd = set(g.act.pogingen) | {
            poging.act.wijze
            for poging in beeld.acten(ContactpogingMislukt)
            if poging.act.door == g.act.door and sinds <= poging.op <= g.op
        }
        niet = [wijze for wijze in DRIE_POGINGEN if wijze not in geprobeerd]
        if niet:
            yield maak(
                "teruggekoppeld-zonder-drie-pogingen",
                g.volgnummer,
                g.op,
                partij=g.act.door,
                pogingen=", ".join(niet),
            )


def _zonder_eigen_contact(beeld: Beeld) -> Iterator[Signaal]:
    """§6.4: 'informatie uit eigen contacten', as in the lane initiatief-dwang: a phone call is not enough."""
    for g in beeld.acten(VerzoekTotOnderzoekIngediend):
        door = g.act.door
        if door.soort != "lokaal-team":
            continue
        sinds = _betrokken_sinds(door, g.voor)
        contact = any(
            c.act.door == door and c.act.wijze in EIGEN_CONTACT and sinds <= c.op <= g.op
            for c in beeld.acten(ContactGelegd)
        )
        if not contact:
            yield maak("verzoek-zonder-eigen-contact", g.volgnummer, g.op, partij=door)


def _zonder_initiatief(beeld: Beeld) -> Iterator[Signaal]:
    """§6.4: where it is to be seen who has the initiative, or nobody has it, it is taken from nobody."""
    for g in beeld.acten(VerzoekTotOnderzoekIngediend):
        initiatief = beeld.baan_op("initiatief-dwang", g.op)
        if initiatief is not None and initiatief.vertoon.partij not in (None, g.act.door):
            yield maak("verzoek-door-andere-partij-dan-initiatief", g.volgnummer, g.op, partij=g.act.door)


def _betrokken_sinds(partij: Partij, t: Toestand) -> datetime:
    """Give since when a party's own contacts count: the sending by which it holds, or else always."""
    return ALTIJD if t.houder != partij or t.houdt_door is None else t.houdt_door.op


SIGNALEN_TERUG_EN_DWANG = (
    _zonder_drie_pogingen,
    _zonder_eigen_contact,
    _zonder_initiatief,
)
"""The signals on coming back, and on requests for an inquiry."""
