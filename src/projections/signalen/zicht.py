"""Signals on holding zicht op veiligheid, and on the plan (§3, §6.5, §7.1, §7.2).

They are about how things are: they begin when something is missing and end when it is there, or when zicht
leaves the party that it is asked of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import get_args

from ledger.acts.base import Planonderdeel
from ledger.acts.dienst import VeiligheidsbeoordelingAfgerond
from ledger.acts.lokaal_team import ContactGelegd, DossierGesloten, VeiligheidsplanVastgesteld
from ledger.values import Partij
from projections.beloop import HOUDER
from projections.signalen.beeld import Beeld, Traject
from projections.signalen.eigen_handeling import is_handeling_van
from projections.signalen.overdracht import eerste
from projections.signalen.signaal import Signaal, maak
from projections.termijnen.termijn import na_weken
from projections.zicht.toestand import Toestand

PLANVOLGORDE = get_args(Planonderdeel)


def _onbelegd_of_betwist(beeld: Beeld) -> Iterator[Signaal]:
    """§7.1, bijlage 5; §6.5: as long as the lane shows it. `onbelegd` concerns who held last."""
    houder = beeld.vt
    for stuk in beeld.baan("zicht"):
        if stuk.vertoon.status in ("onbelegd", "betwist"):
            partij = stuk.vertoon.partij or houder
            code = f"zicht-{stuk.vertoon.status}"
            yield maak(code, stuk.reden.volgnummer, stuk.van, stuk.tot, partij=partij)
        houder = stuk.vertoon.partij or houder


def _zonder_eigen_handeling(beeld: Beeld) -> Iterator[Signaal]:
    """§6.1.1, §6.3: from a passing by lapse until the first act of the new holder, or zicht leaves it."""
    vorige = Toestand(vt=beeld.vt)
    for _, stap in beeld.beloop.stappen_met(HOUDER):
        houder = stap.toestand.houder
        if stap.feit is None and stap.reden is not None and houder is not None and houder != vorige.houder:
            tot = eerste([_eerste_handeling(beeld, houder, stap.op), beeld.einde_van_zicht(houder, stap.op)])
            yield maak("houder-zonder-eigen-handeling", stap.reden.volgnummer, stap.op, tot, partij=houder)
        vorige = stap.toestand


def _eerste_handeling(beeld: Beeld, partij: Partij, vanaf: datetime) -> datetime | None:
    """Give when a party first did something itself, of whatever kind."""
    return next(
        (
            s.op
            for s in beeld.beloop.stappen_vanaf(0)
            if s.op >= vanaf and s.feit is not None and is_handeling_van(s.feit.gegevens, partij, s.toestand)
        ),
        None,
    )


def _contacten(beeld: Beeld, traject: Traject[Partij]) -> list[tuple[datetime, int]]:
    """Give the contacts of the holder with the family while it holds: moment and act.

    An assessment by Veilig Thuis tells of one too.
    """
    van, tot, _, houder = traject
    contacten = [
        (g.op, g.volgnummer)
        for g in beeld.acten(ContactGelegd)
        if g.op >= van and (tot is None or g.op < tot) and g.act.door == houder
    ]
    if houder == beeld.vt:
        contacten += [
            (g.op, g.volgnummer)
            for g in beeld.acten(VeiligheidsbeoordelingAfgerond)
            if g.op >= van and (tot is None or g.op < tot) and g.act.contact_met_directbetrokkenen
        ]
        contacten.sort()
    return contacten


def _geen_actueel_beeld(beeld: Beeld) -> Iterator[Signaal]:
    """§3.a, §7.1: each silence of eight weeks (parameter), until the next contact by the holder.

    A silence begins at the last contact since it holds, or when it came to hold.
    """
    weken = beeld.afspraken.termijnen.actueel_beeld_weken
    for traject in beeld.trajecten(HOUDER, HOUDER):
        begin, volgnummer = traject.van, traject.volgnummer
        for einde, volgende in [*_contacten(beeld, traject), (traject.tot, 0)]:
            van = na_weken(begin, weken)
            if einde is None or van < einde:
                yield maak(
                    "geen-actueel-beeld",
                    volgnummer,
                    van,
                    einde,
                    partij=traject.wat,
                    grondslag="§3.a" if traject.wat == beeld.vt else "§7.1",
                    weken=str(weken),
                )
            if einde is not None:
                begin, volgnummer = einde, volgende


def _plan_ontbreekt(beeld: Beeld) -> Iterator[Signaal]:
    """§7.2: from the passing after a dienst with voorwaarden until the team has a plan, or zicht leaves it.

    §7.2 has no term, so from the passing on; a plan that was made together before it counts.
    """
    for verzending in beeld.verzendingen:
        overgang = verzending.overgang
        if overgang is None or not (verzending.is_na_dienst and verzending.naar_team):
            continue
        team = verzending.act.aan
        if any(g.op <= overgang.op for g in beeld.gestelde_voorwaarden()):
            plan = eerste(
                g.op
                for g in beeld.acten(VeiligheidsplanVastgesteld)
                if g.act.door == team and g.op >= verzending.sinds
            )
            tot = eerste([plan, overgang.tot])
            yield maak("plan-ontbreekt", overgang.volgnummer, overgang.op, tot, partij=team)


def _plan_onvolledig(beeld: Beeld) -> Iterator[Signaal]:
    """§7.2: from an incomplete plan until the next plan of that party, or (if it held) zicht leaves it."""
    plannen = beeld.acten(VeiligheidsplanVastgesteld)
    for index, g in enumerate(plannen):
        ontbreekt = beeld.afspraken.documenten.plan.difference(g.act.onderdelen)
        if not ontbreekt:
            continue
        volgende = next((p.op for p in plannen[index + 1 :] if p.act.door == g.act.door), None)
        weg = beeld.einde_van_zicht(g.act.door, g.op) if g.na.houder == g.act.door else None
        yield maak(
            "plan-onvolledig",
            g.volgnummer,
            g.op,
            eerste([volgende, weg]),
            partij=g.act.door,
            ontbreekt="ontbreekt" if len(ontbreekt) == 1 else "ontbreken",
            delen=", ".join(deel for deel in PLANVOLGORDE if deel in ontbreekt),
        )


def _dossier_gesloten(beeld: Beeld) -> Iterator[Signaal]:
    """§7.1: zicht does not end by closing a file; from then until zicht leaves that party."""
    for g in beeld.acten(DossierGesloten):
        if g.na.houder == g.act.door:
            tot = beeld.einde_van_zicht(g.act.door, g.op)
            yield maak("dossier-gesloten-met-zicht", g.volgnummer, g.op, tot, partij=g.act.door)


SIGNALEN_ZICHT = (
    _onbelegd_of_betwist,
    _zonder_eigen_handeling,
    _geen_actueel_beeld,
    _plan_ontbreekt,
    _plan_onvolledig,
    _dossier_gesloten,
)
"""The signals on who holds, and on what is asked of the holder."""
