"""Plustaken per gemeente and period: bought, done, what it cost, and the evaluation (000, 001)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

from ledger.acts.register import PlustaakActiviteitGeregistreerd, PlustakenAfgenomen, PlustakenGeevalueerd
from ledger.tijd import begin_van
from projections.rapporten.bron import Bron, staande_handelingen

Evaluatie = Literal["voortzetten", "aanpassen", "stoppen", "nog-niet", "verschuldigd", "niet-van-toepassing"]
"""What was decided, or that the period still runs, or that it is over and nothing was decided."""


@dataclass(slots=True)
class Plustaken:
    """The plustaken of a gemeente in one period `[van, tot)`, local dates; None for what lies in no period.

    `uren` in hours, `bedrag_cent` in cents.
    """

    regio: str
    gemeente: str
    van: date | None
    tot: date | None
    plustaken: tuple[str, ...] = ()
    bedrag_cent: int = 0
    activiteiten: int = 0
    deelnemers: int = 0
    uren: Decimal = Decimal(0)
    evaluatie: Evaluatie = "niet-van-toepassing"
    per_plustaak: dict[str, int] = field(default_factory=dict)

    def als_dict(self) -> dict[str, Any]:
        """Give the line as JSON has it; amounts in euros, also per hour and per participant."""
        return {
            "regio": self.regio,
            "gemeente": self.gemeente,
            "van": None if self.van is None else self.van.isoformat(),
            "tot": None if self.tot is None else self.tot.isoformat(),
            "plustaken": list(self.plustaken),
            "bedrag": _euro(self.bedrag_cent, 1),
            "activiteiten": self.activiteiten,
            "activiteitenPerPlustaak": dict(sorted(self.per_plustaak.items())),
            "deelnemers": self.deelnemers,
            "uren": float(self.uren),
            "bedragPerUur": _euro(self.bedrag_cent, self.uren),
            "bedragPerDeelnemer": _euro(self.bedrag_cent, self.deelnemers),
            "evaluatie": self.evaluatie,
        }


def _euro(cent: int, gedeeld_door: int | Decimal) -> float | None:
    """Give euros, in whole cents; None when there is nothing to divide by."""
    if not gedeeld_door:
        return None
    return float(round(Decimal(cent) / 100 / gedeeld_door, 2))


def maak_plustaken(bron: Bron, op: datetime, regio: str | None = None) -> list[Plustaken]:
    """Give every period of every gemeente, and last what was done outside any period.

    Purchases for the same period are added up. An activity counts in the earliest period around its date in
    which that plustaak was bought, else in the earliest around it. `op` (UTC) is when evaluations are judged:
    one is due when the period is over.
    """
    periodes: dict[tuple[str, str, date, date], Plustaken] = {}
    buiten: dict[tuple[str, str], Plustaken] = {}
    for handeling in staande_handelingen(bron, PlustakenAfgenomen.__name__):
        koop = handeling.gegevens
        if isinstance(koop, PlustakenAfgenomen) and regio in {None, handeling.regio}:
            sleutel = (handeling.regio, koop.gemeente, koop.van, koop.tot)
            periode = periodes.setdefault(sleutel, Plustaken(*sleutel, evaluatie=_nog_niet(koop.tot, op)))
            periode.plustaken = tuple(dict.fromkeys((*periode.plustaken, *koop.plustaken)))
            periode.bedrag_cent += koop.bedrag_cent
    per_gemeente = _per_gemeente(periodes.values())
    for handeling in staande_handelingen(bron, PlustaakActiviteitGeregistreerd.__name__):
        act = handeling.gegevens
        if isinstance(act, PlustaakActiviteitGeregistreerd) and regio in {None, handeling.regio}:
            sleutel_van = (handeling.regio, act.gemeente)
            _tel(
                _periode_van(per_gemeente[sleutel_van], act)
                or buiten.setdefault(sleutel_van, Plustaken(*sleutel_van, None, None)),
                act,
            )
    for handeling in staande_handelingen(bron, PlustakenGeevalueerd.__name__):
        oordeel = handeling.gegevens
        if isinstance(oordeel, PlustakenGeevalueerd) and handeling.gebeurd_op <= op:
            gevonden = periodes.get((handeling.regio, oordeel.gemeente, oordeel.van, oordeel.tot))
            if gevonden is not None:
                gevonden.evaluatie = oordeel.besluit
    return [
        *(periodes[sleutel] for sleutel in sorted(periodes)),
        *(buiten[sleutel] for sleutel in sorted(buiten)),
    ]


def _nog_niet(tot: date, op: datetime) -> Evaluatie:
    return "verschuldigd" if begin_van(tot) <= op else "nog-niet"


def _per_gemeente(periodes: Iterable[Plustaken]) -> defaultdict[tuple[str, str], list[Plustaken]]:
    per: defaultdict[tuple[str, str], list[Plustaken]] = defaultdict(list)
    for periode in periodes:
        per[periode.regio, periode.gemeente].append(periode)
    for reeks in per.values():
        reeks.sort(key=lambda periode: (periode.van or date.min, periode.tot or date.max))
    return per


def _periode_van(periodes: Sequence[Plustaken], act: PlustaakActiviteitGeregistreerd) -> Plustaken | None:
    rondom = [p for p in periodes if p.van is not None and p.tot is not None and p.van <= act.datum < p.tot]
    gekocht = [periode for periode in rondom if act.plustaak in periode.plustaken]
    return next(iter(gekocht or rondom), None)


def _tel(periode: Plustaken, act: PlustaakActiviteitGeregistreerd) -> None:
    periode.activiteiten += 1
    periode.per_plustaak[act.plustaak] = periode.per_plustaak.get(act.plustaak, 0) + 1
    periode.deelnemers += act.deelnemers
    periode.uren += Decimal(str(act.uren))
