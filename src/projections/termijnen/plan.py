"""Terms of the veiligheids-, hulpverlenings- en herstelplan: its evaluations and its voorwaarden (§7.2)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts.dienst import VoorwaardeVervallen, VoorwaardeVoldaan
from ledger.acts.lokaal_team import VeiligheidsplanGeevalueerd, VeiligheidsplanVastgesteld
from ledger.tijd import einde_van
from ledger.values import Partij
from projections.beloop import Beloop
from projections.termijnen.afloop import Haalt, Vervalt, afloop, bij, met, zodra
from projections.termijnen.termijn import Termijn, weken_later

GRONDSLAG = "§7.2"


def evaluaties(beloop: Beloop) -> Iterator[Termijn]:
    """Give each evaluatiemoment of a plan, while the team that made it holds zicht."""
    vroeg = beloop.afspraken.termijnen.vroeg_weken
    for g in beloop.acten(VeiligheidsplanVastgesteld):
        for dag in dict.fromkeys(g.act.evaluatiemomenten):
            termijn = Termijn(
                "evaluatie-plan",
                g.volgnummer,
                gestart_op=g.op,
                uiterlijk=einde_van(dag),
                partij=g.act.door,
                grondslag=GRONDSLAG,
            )
            vanaf = einde_van(weken_later(dag, -vroeg))
            yield afloop(beloop, termijn, g.plaats, _geevalueerd_vanaf(vanaf), _verlaat(g.act.door))


def _geevalueerd_vanaf(vanaf: datetime) -> Haalt:
    return Haalt((VeiligheidsplanGeevalueerd,), lambda g: g.op >= vanaf)


def _verlaat(team: Partij) -> Vervalt:
    return zodra(lambda voor, na: voor.houder == team and na.houder != team)


def voorwaarden(beloop: Beloop) -> Iterator[Termijn]:
    """Give each voorwaarde that a plan sets a date for, until it is met or no longer applies."""
    for g in beloop.acten(VeiligheidsplanVastgesteld):
        for afgesproken in dict.fromkeys((t.voorwaarde, t.uiterlijk) for t in g.act.termijnen or ()):
            voorwaarde, dag = afgesproken
            termijn = Termijn(
                "voorwaarde-termijn",
                g.volgnummer,
                gestart_op=g.op,
                uiterlijk=einde_van(dag),
                partij=g.act.door,
                grondslag=GRONDSLAG,
                betreft=voorwaarde,
            )
            voldaan = met(VoorwaardeVoldaan, voorwaarde=voorwaarde)
            vervallen = met(VoorwaardeVervallen, voorwaarde=voorwaarde)
            yield afloop(beloop, termijn, g.plaats, voldaan, bij(vervallen))
