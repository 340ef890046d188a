"""Signals on casusregie: whether it runs where it must, and only there (§4.f, §7.3, bijlage 1)."""

from __future__ import annotations

from collections.abc import Iterator
from operator import attrgetter

from ledger.acts.lokaal_team import CasusregieGestart
from ledger.values import Partij
from projections.beloop import Kijk
from projections.signalen.beeld import Beeld
from projections.signalen.signaal import Signaal, maak
from projections.zicht.toestand import Toestand

REGIE: Kijk = attrgetter("houder", "houdt_door", "regie")
CONCLUSIES_MET_CASUSREGIE = range(1, 7)
"""'structurele onveiligheid en multi-probleem situaties' (§4.f): conclusions 1 to 6 of bijlage 2."""


def _zicht_zonder_casusregie(beeld: Beeld) -> Iterator[Signaal]:
    """§7.3, §4.f: from the passing until casusregie runs (by anyone), and again from its end on.

    Neither § has a term. A team that holds by a decision on opschaling holds by no handover: the rulebook is
    silent.
    """
    verzendingen = {verzending.volgnummer: verzending for verzending in beeld.verzendingen}

    def team_zonder_regie(t: Toestand) -> Partij | None:
        if t.regie is not None or t.houder is None or t.houder.soort != "lokaal-team" or t.houdt_door is None:
            return None
        if t.houdt_door.fase == "na-dienst":
            return t.houder
        verzending = verzendingen.get(t.houdt_door.volgnummer)
        if verzending is None or not verzending.is_direct:
            return None
        ernstig = any(b.conclusie in CONCLUSIES_MET_CASUSREGIE for b in verzending.beoordelingen)
        return t.houder if ernstig else None

    for traject in beeld.trajecten(REGIE, team_zonder_regie):
        yield maak(
            "zicht-zonder-casusregie", traject.volgnummer, traject.van, traject.tot, partij=traject.wat
        )


def _casusregie_zonder_zicht(beeld: Beeld) -> Iterator[Signaal]:
    """§7.3: 'de casusregisseur is verantwoordelijk voor het zicht'; as long as another holds, or nobody."""
    for traject in beeld.trajecten(REGIE, lambda t: t.regie if t.regie != t.houder else None):
        yield maak(
            "casusregie-zonder-zicht", traject.volgnummer, traject.van, traject.tot, partij=traject.wat
        )


def _twee_casusregisseurs(beeld: Beeld) -> Iterator[Signaal]:
    """§7.3: from a start by another person or party while casusregie runs, until that changes again."""
    gestart = {g.volgnummer: g for g in beeld.acten(CasusregieGestart) if g.voor.regie is not None}
    for stuk in beeld.baan("casusregie"):
        tweede = gestart.get(stuk.reden.volgnummer)
        if tweede is not None:
            yield maak("twee-casusregisseurs", tweede.volgnummer, stuk.van, stuk.tot, partij=tweede.act.door)


SIGNALEN_CASUSREGIE = (
    _zicht_zonder_casusregie,
    _casusregie_zonder_zicht,
    _twee_casusregisseurs,
)
"""The signals on casusregie."""
