"""The answer of a gemeente that was told of repeated falling short: outside any casus (§6.5)."""

from __future__ import annotations

from collections.abc import Iterable

from ledger.acts.register import GemeenteGeinformeerd, GemeenteGereageerd
from ledger.agreements import Afspraken
from ledger.gebeurtenis import Registerhandeling
from ledger.values import Partij
from projections.termijnen.termijn import Termijn, na_weken


def maak_registertermijnen(
    handelingen: Iterable[Registerhandeling], afspraken: Afspraken
) -> tuple[Termijn, ...]:
    """Give the terms of the register acts of one region that are known: `antwoord-gemeente`, six weeks.

    A term's `volgnummer` is that of the register.
    """
    reeks = sorted(handelingen, key=lambda h: (h.gebeurd_op, h.volgnummer))
    termijnen = []
    for plaats, handeling in enumerate(reeks):
        act = handeling.gegevens
        if not isinstance(act, GemeenteGeinformeerd):
            continue
        antwoord = next((h for h in reeks[plaats + 1 :] if _antwoordt(h, act.bericht)), None)
        termijnen.append(
            Termijn(
                "antwoord-gemeente",
                handeling.volgnummer,
                gestart_op=handeling.gebeurd_op,
                uiterlijk=na_weken(handeling.gebeurd_op, afspraken.termijnen.gemeente_weken),
                partij=Partij(soort="gemeente", id=act.gemeente),
                grondslag="§6.5",
                gehaald_op=None if antwoord is None else antwoord.gebeurd_op,
                gehaald_door=None if antwoord is None else antwoord.volgnummer,
                betreft=act.bericht,
            )
        )
    return tuple(sorted(termijnen, key=Termijn.volgorde))


def _antwoordt(handeling: Registerhandeling, bericht: str) -> bool:
    return isinstance(handeling.gegevens, GemeenteGereageerd) and handeling.gegevens.bericht == bericht
