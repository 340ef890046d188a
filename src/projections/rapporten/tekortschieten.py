"""Parties that fall short: what the gemeente was told, and whether it answered within six weeks (§6.5)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger import agreements
from ledger.acts.register import GemeenteGeinformeerd, GemeenteGereageerd
from ledger.agreements import Afspraken
from ledger.gebeurtenis import Registerhandeling
from ledger.tijd import lokale_datum
from ledger.values import Partij
from projections.rapporten.bron import Bron, staande_handelingen
from projections.stuk import partij_als_dict
from projections.termijnen.gemeente import maak_registertermijnen

STATUSSEN = ("open", "gehaald", "te-laat", "verstreken")


@dataclass(frozen=True, slots=True)
class Bericht:
    """One message to a gemeente about a party, judged at a moment; `stappen` are those of the last answer."""

    regio: str
    act: GemeenteGeinformeerd
    termijn: dict[str, Any]
    stappen: tuple[str, ...]

    def als_dict(self) -> dict[str, Any]:
        """Give the line as JSON has it."""
        return {
            "regio": self.regio,
            "bericht": self.act.bericht,
            "gemeente": self.act.gemeente,
            "over": partij_als_dict(self.act.over),
            "aanleiding": self.act.aanleiding,
            "geinformeerdOp": self.termijn["gestartOp"],
            "uiterlijk": self.termijn["uiterlijk"],
            "status": self.termijn["status"],
            "beantwoordOp": self.termijn["gehaaldOp"],
            "stappen": list(self.stappen),
        }


@dataclass(frozen=True, slots=True)
class PartijTelling:
    """How many messages there were about a party, and how many of them have which status."""

    regio: str
    over: Partij
    per_status: dict[str, int]

    def als_dict(self) -> dict[str, Any]:
        """Give the line as JSON has it."""
        aantal = sum(self.per_status.values())
        return {
            "regio": self.regio,
            "over": partij_als_dict(self.over),
            "berichten": aantal,
            **self.per_status,
        }


def maak_tekortschieten(
    bron: Bron, op: datetime, regio: str | None = None, afspraken: Afspraken | None = None
) -> list[Bericht]:
    """Give the messages sent by `op` (UTC) in order of sending, each judged at that moment.

    Without `afspraken` each region is judged by its own set on the local date of the message.
    """
    per_regio: defaultdict[str, list[Registerhandeling]] = defaultdict(list)
    for handeling in staande_handelingen(bron, GemeenteGeinformeerd.__name__, GemeenteGereageerd.__name__):
        if regio in {None, handeling.regio} and handeling.gebeurd_op <= op:
            per_regio[handeling.regio].append(handeling)
    berichten = [
        bericht
        for naam, handelingen in per_regio.items()
        for bericht in _berichten(naam, handelingen, op, afspraken)
    ]
    return sorted(berichten, key=lambda b: (b.termijn["gestartOp"], b.regio, b.act.bericht))


def _berichten(
    regio: str, handelingen: list[Registerhandeling], op: datetime, afspraken: Afspraken | None
) -> list[Bericht]:
    berichten = []
    for handeling in handelingen:
        act = handeling.gegevens
        if not isinstance(act, GemeenteGeinformeerd):
            continue
        naar = afspraken or agreements.voor(regio, lokale_datum(handeling.gebeurd_op))
        antwoorden = [h for h in handelingen if _is_antwoord(h, act.bericht)]
        (termijn,) = maak_registertermijnen([handeling, *antwoorden], naar)
        berichten.append(Bericht(regio, act, termijn.als_dict(op), _stappen(antwoorden)))
    return berichten


def _is_antwoord(handeling: Registerhandeling, bericht: str) -> bool:
    return isinstance(handeling.gegevens, GemeenteGereageerd) and handeling.gegevens.bericht == bericht


def _stappen(antwoorden: list[Registerhandeling]) -> tuple[str, ...]:
    laatste = max(antwoorden, key=lambda h: (h.gebeurd_op, h.volgnummer), default=None)
    if laatste is None or not isinstance(laatste.gegevens, GemeenteGereageerd):
        return ()
    return laatste.gegevens.stappen


def per_partij(berichten: list[Bericht]) -> list[PartijTelling]:
    """Count the messages per region and party, those with most messages first."""
    tellingen: dict[tuple[str, Partij], dict[str, int]] = {}
    for bericht in berichten:
        telling = tellingen.setdefault((bericht.regio, bericht.act.over), dict.fromkeys(STATUSSEN, 0))
        telling[bericht.termijn["status"]] += 1
    regels = [PartijTelling(regio, over, telling) for (regio, over), telling in tellingen.items()]
    return sorted(regels, key=lambda r: (-sum(r.per_status.values()), r.regio, str(r.over)))
