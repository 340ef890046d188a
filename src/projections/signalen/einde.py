"""Signals on how zicht, casusregie and monitoring end (§6.2.6, §7.1, §7.3, bijlagen 4 and 5).

All of them are about a statement or an ending that departs from the norm: they stay.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from ledger.acts.dienst import DirecteVeiligheidBeoordeeld
from ledger.acts.lokaal_team import CasusregieAfgerond, StabieleVeiligheidVastgesteld
from ledger.acts.monitoring import BemoeienisGestopt, MonitorcontactGelegd, MonitoringAfgesloten
from ledger.tijd import lokale_datum, plus_maanden
from projections.beloop import Gebeurd
from projections.directe_veiligheid import MINSTE_SCORE
from projections.signalen.beeld import Beeld
from projections.signalen.signaal import Signaal, maak
from projections.stuk import Stuk

OVERLEG: dict[str, frozenset[str]] = {
    "politie": frozenset({"politie"}),
    "het OM": frozenset({"om", "openbaar-ministerie"}),
}
"""'in samenspraak met … Politie en OM' (bijlage 5): how a sentence calls them, and their codes."""


def signalen_einde(beeld: Beeld) -> Iterator[Signaal]:
    """Give the signals on endings."""
    for stabiel in beeld.acten(StabieleVeiligheidVastgesteld):
        yield from _stabiele_veiligheid(stabiel, beeld)
    for oordeel in beeld.acten(DirecteVeiligheidBeoordeeld):
        if oordeel.act.gerealiseerd and oordeel.act.score < MINSTE_SCORE:
            yield maak("directe-veiligheid-score-onder-zes", oordeel.volgnummer, oordeel.op, partij=beeld.vt)
    for regie in beeld.acten(CasusregieAfgerond):
        if not regie.act.afgestemd_met_veilig_thuis and beeld.baan_op("monitoring", regie.op) is not None:
            yield maak(
                "casusregie-afgerond-zonder-afstemming", regie.volgnummer, regie.op, partij=regie.act.door
            )
    for stuk in beeld.baan("monitoring"):
        if stuk.tot is not None:
            yield from _monitoring(stuk, stuk.tot, beeld)
    for gestopt in beeld.acten(BemoeienisGestopt):
        met = {code.lower() for code in gestopt.act.overleg_met}
        zonder = [wie for wie, codes in OVERLEG.items() if not met & codes]
        if zonder:
            yield maak(
                "bemoeienis-gestopt-zonder-overleg",
                gestopt.volgnummer,
                gestopt.op,
                partij=beeld.vt,
                wie=" en ".join(zonder),
            )


def _stabiele_veiligheid(g: Gebeurd[StabieleVeiligheidVastgesteld], beeld: Beeld) -> Iterator[Signaal]:
    """Z21: a criterion is missing, or the party does not hold (but for what ends monitoring, M4).

    And beside it: what the team concludes against the latest judgement of Veilig Thuis as monitor (bijlage
    5).
    """
    act = g.act
    waarom = []
    if not act.risicofactoren_aangepakt:
        waarom.append("de risicofactoren zijn niet aangepakt of hanteerbaar gemaakt")
    if not act.herstel_gestart:
        waarom.append("met herstel van de schade is geen start gemaakt")
    if not beeld.beloop.is_zes_maanden_veilig(g.op):
        maanden = beeld.afspraken.termijnen.onveiligheid_maanden
        waarom.append(f"in de {maanden} maanden ervoor was er onveiligheid")
    if act.door != g.voor.houder and not (act.door == beeld.vt and _monitort(beeld, g.op)):
        waarom.append("door een partij die geen zicht op veiligheid had")
    if waarom:
        yield maak(
            "stabiele-veiligheid-onvoldoende-onderbouwd",
            g.volgnummer,
            g.op,
            partij=act.door,
            waarom=", en ".join(waarom),
        )
    contact = beeld.laatste(MonitorcontactGelegd, g.op)
    if act.door != beeld.vt and contact is not None and contact.act.oordeel == "onvoldoende":
        yield maak("stabiel-tegen-oordeel-monitor", g.volgnummer, g.op, partij=act.door)


def _monitort(beeld: Beeld, op: datetime) -> bool:
    """Whether Veilig Thuis monitored until `op`: what took place at that instant may have ended it."""
    return any(stuk.van <= op and (stuk.tot is None or op <= stuk.tot) for stuk in beeld.baan("monitoring"))


def _monitoring(stuk: Stuk, einde: datetime, beeld: Beeld) -> Iterator[Signaal]:
    """§6.2.6, bijlage 5: closed early for another reason; ended while nobody had established stable safety.

    That Veilig Thuis takes zicht back itself (the second half of M5) is none: it is closer by then.
    """
    afsluiting = next((g for g in beeld.acten(MonitoringAfgesloten) if g.op == einde), None)
    if afsluiting is not None and afsluiting.act.reden != "stabiel-veilig":
        maanden = max(beeld.afspraken.termijnen.monitorcontacten_maanden)
        if lokale_datum(einde) < plus_maanden(lokale_datum(stuk.van), maanden):
            yield maak(
                "monitoring-voortijdig-afgesloten",
                afsluiting.volgnummer,
                einde,
                partij=beeld.vt,
                maanden=str(maanden),
            )
    if _is_stabiel(stuk, einde, afsluiting, beeld) or _komt_terug_bij_vt(einde, beeld):
        return
    gestopt = next((g for g in beeld.acten(BemoeienisGestopt) if g.op == einde), None)
    door = afsluiting or gestopt
    yield maak(
        "monitoring-geeindigd-zonder-stabiele-veiligheid",
        stuk.reden.volgnummer if door is None else door.volgnummer,
        einde,
        partij=beeld.vt,
    )


def _komt_terug_bij_vt(op: datetime, beeld: Beeld) -> bool:
    houdt = [stuk for stuk in beeld.baan("zicht") if stuk.van == op and stuk.vertoon.partij == beeld.vt]
    return bool(houdt)


def _is_stabiel(
    stuk: Stuk, einde: datetime, afsluiting: Gebeurd[MonitoringAfgesloten] | None, beeld: Beeld
) -> bool:
    """Whether it was stably safe when monitoring ended.

    So it is when zicht had ended by then, when Veilig Thuis said so itself (M4), and, with no unsafety in six
    months, when it closed for that reason or came to that judgement at its last contact.
    """
    zicht = beeld.baan_op("zicht", einde)
    if zicht is not None and zicht.vertoon.status == "beeindigd":
        return True
    if not beeld.beloop.is_zes_maanden_veilig(einde):
        return False
    door_vt = [
        g
        for g in beeld.acten(StabieleVeiligheidVastgesteld)
        if g.op == einde
        and g.act.door == beeld.vt
        and g.act.risicofactoren_aangepakt
        and g.act.herstel_gestart
    ]
    contact = beeld.laatste(MonitorcontactGelegd, einde, stuk.van)
    return (
        bool(door_vt)
        or (afsluiting is not None and afsluiting.act.reden == "stabiel-veilig")
        or (contact is not None and contact.act.oordeel == "stabiel")
    )
