"""Terms of the veiligheids-, hulpverlenings- en herstelplan: its evaluations and its voorwaarden (§7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts.dienst import VoorwaardeVervallen, VoorwaardeVoldaan
from ledger.acts.lokaal_team import VeiligheidsplanGeevalueerd, VeiligheidsplanVastgesteld
from ledger.tijd import einde_van
from ledger.values import Partij
from projections.termijnen.beloop import Beloop, Haalt, Vervalt, met
from projections.termijnen.termijn import Termijn, weken_later
from projections.zicht.toestand import Toestand
from projections.zicht.verloop import Stap

GRONDSLAG = "§7.2"


def evaluaties(beloop: Beloop) -> Iterator[Termijn]:
    """Give each evaluatiemoment of a plan, while the team that made it holds zicht."""
    vroeg = beloop.afspraken.termijnen.vroeg_weken
    for plaats, feit, act in beloop.van(VeiligheidsplanVastgesteld):
        for dag in dict.fromkeys(act.evaluatiemomenten):
            termijn = Termijn(
                "evaluatie-plan",
                feit.volgnummer,
                gestart_op=feit.gebeurd_op,
                uiterlijk=einde_van(dag),
                partij=act.door,
                grondslag=GRONDSLAG,
            )
            vanaf = einde_van(weken_later(dag, -vroeg))
            yield beloop.afloop(termijn, plaats, _geevalueerd_vanaf(vanaf), _verlaat(act.door))


def _geevalueerd_vanaf(vanaf: datetime) -> Haalt:
    return lambda feit: isinstance(feit.gegevens, VeiligheidsplanGeevalueerd) and feit.gebeurd_op >= vanaf


def _verlaat(team: Partij) -> Vervalt:
    return lambda voor, stap: voor.houder == team and stap.toestand.houder != team


def voorwaarden(beloop: Beloop) -> Iterator[Termijn]:
    """Give each voorwaarde that a plan sets a date for, until it is met or no longer applies."""
    for plaats, feit, act in beloop.van(VeiligheidsplanVastgesteld):
        for afgesproken in dict.fromkeys((t.voorwaarde, t.uiterlijk) for t in act.termijnen or ()):
            voorwaarde, dag = afgesproken
            termijn = Termijn(
                "voorwaarde-termijn",
                feit.volgnummer,
                gestart_op=feit.gebeurd_op,
                uiterlijk=einde_van(dag),
                partij=act.door,
                grondslag=GRONDSLAG,
                betreft=voorwaarde,
            )
            voldaan = met(VoorwaardeVoldaan, voorwaarde=voorwaarde)
            yield beloop.afloop(termijn, plaats, voldaan, _vervallen(voorwaarde))


def _vervallen(voorwaarde: str) -> Vervalt:
    vervallen = met(VoorwaardeVervallen, voorwaarde=voorwaarde)

    def vervalt(_: Toestand, stap: Stap) -> bool:
        return stap.feit is not None and vervallen(stap.feit)

    return vervalt
