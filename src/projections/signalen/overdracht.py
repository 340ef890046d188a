"""Signals on what a handover must bring with it (§6.1.4, §6.2, bijlagen 4 and 5).

They begin at the sending, unless the docstring says otherwise, and count only where it can move something:
one by a party that neither is Veilig Thuis nor holds is a signal by itself. What a later act can mend ends by
it, or when the handover lapses without passing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from typing import get_args

from ledger.acts.base import Onderdeel
from ledger.acts.dienst import (
    DirecteVeiligheidBeoordeeld,
    OnderzoekAfgerond,
)
from ledger.acts.overdracht import (
    OverdrachtAangekondigd,
    OverdrachtAangevuld,
    OverdrachtVerstuurd,
    WarmeOverdrachtGehouden,
)
from projections.directe_veiligheid import MINSTE_SCORE
from projections.signalen.beeld import Beeld
from projections.signalen.signaal import Signaal, maak
from projections.signalen.verzending import Verzending
from projections.zicht.overgang import ontbrekende_onderdelen

VOLGORDE = get_args(Onderdeel)


def eerste(momenten: Iterable[datetime | None]) -> datetime | None:
    """Give the first of these instants; None stands for one that does not come."""
    return min((moment for moment in momenten if moment is not None), default=None)


def _door_niet_houder(beeld: Beeld) -> Iterator[Signaal]:
    """Rulebook 4, 'Between them': only Veilig Thuis or the holder can hand over. Stays."""
    for g in beeld.acten(OverdrachtVerstuurd):
        if g.act.van not in (beeld.vt, g.voor.houder):
            yield maak("overdracht-door-niet-houder", g.volgnummer, g.op, partij=g.act.van)


def _per_verzending(
    regel: Callable[[Verzending, Beeld], Iterator[Signaal]],
) -> Callable[[Beeld], Iterator[Signaal]]:
    def alle(beeld: Beeld) -> Iterator[Signaal]:
        for verzending in beeld.verzendingen:
            yield from regel(verzending, beeld)

    return alle


def _document(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """§6.1.4, §6.2.4: to a lokaal team, by anyone who hands over; ends when the missing parts are sent.

    The sentence names what was missing at the sending.
    """
    documenten = beeld.afspraken.documenten
    if verzending.is_direct:
        vereist, grondslag = documenten.na_veiligheidsbeoordeling, "§6.1.4"
    elif verzending.is_na_dienst:
        vereist, grondslag = documenten.na_dienst, "§6.2.4"
    else:
        return
    act = verzending.act
    onderdelen, nvt = frozenset[str](act.onderdelen), frozenset[str](act.niet_van_toepassing or ())
    ontbreekt = ontbrekende_onderdelen(vereist, onderdelen, nvt, beeld.afspraken)
    if not ontbreekt or not verzending.naar_team:
        return
    volledig_op = None
    for g in beeld.acten(OverdrachtAangevuld):
        if g.act.overdracht != act.overdracht or g.op < verzending.op:
            continue
        onderdelen, nvt = onderdelen.union(g.act.onderdelen), nvt.union(g.act.niet_van_toepassing or ())
        if not ontbrekende_onderdelen(vereist, onderdelen, nvt, beeld.afspraken):
            volledig_op = g.op
            break
    yield maak(
        "overdrachtsdocument-onvolledig",
        verzending.volgnummer,
        verzending.op,
        eerste([volledig_op, verzending.vervallen_op]),
        partij=act.van,
        grondslag=grondslag,
        ontbreekt="ontbreekt" if len(ontbreekt) == 1 else "ontbreken",
        delen=", ".join(deel for deel in VOLGORDE if deel in ontbreekt),
    )


def _voorwaarden_bij_directe_overdracht(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """§6.1: 'stelt GEEN veiligheidsvoorwaarden op'; set for this casus, or in the document. Stays."""
    in_document = "veiligheidsvoorwaarden" in verzending.act.onderdelen
    if in_document or any(verzending.sinds <= g.op <= verzending.op for g in beeld.gestelde_voorwaarden()):
        yield maak(
            "voorwaarden-bij-directe-overdracht",
            verzending.volgnummer,
            verzending.op,
            partij=verzending.act.van,
        )


def _voorwaarden_na_directe_overdracht(beeld: Beeld) -> Iterator[Signaal]:
    """§6.1: the same, set while a handover directly after the assessment is pending or has passed. Stays.

    Veilig Thuis 'is dan niet meer betrokken'; with a dienst, an open melding or monitoring it is.
    """
    for g in beeld.gestelde_voorwaarden():
        na = g.na
        geldt = na.houdt_door if na.lopend is None else na.lopend
        if (
            geldt is not None
            and geldt.fase == "na-veiligheidsbeoordeling"
            and geldt.op < g.op
            and not na.diensten
            and (na.lopend is not None or not na.meldingen)
            and beeld.baan_op("monitoring", g.op) is None
        ):
            yield maak("voorwaarden-bij-directe-overdracht", g.volgnummer, g.op, partij=beeld.vt)


def _voorwaarden_ontbreken(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """Bijlage 4: after a dienst 'als er sprake is van' abuse, so unless an onderzoek refuted it.

    Voorwaarden that were set earlier in the casus still count. Ends when they are set.
    """
    onderzoek = beeld.laatste(OnderzoekAfgerond, verzending.op, verzending.gemeld_sinds)
    if onderzoek is not None and onderzoek.act.uitkomst == "weerlegd":
        return
    yield maak(
        "voorwaarden-ontbreken",
        verzending.volgnummer,
        verzending.op,
        eerste([*(g.op for g in beeld.gestelde_voorwaarden()), verzending.vervallen_op]),
        partij=verzending.act.van,
    )


def _monitorafspraken(verzending: Verzending) -> Iterator[Signaal]:
    """Bijlage 5, §6.2.6: after a dienst Veilig Thuis 'altijd' monitors, and says how. Ends if it lapses."""
    if verzending.act.monitorafspraken is None:
        yield maak(
            "monitorafspraken-ontbreken",
            verzending.volgnummer,
            verzending.op,
            verzending.vervallen_op,
            partij=verzending.act.van,
        )


def _warm(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """§6.2.2: from the passing of a handover announced or sent as warm, until the talk or zicht leaves.

    The talk may come before the document: one of any moment since the case is at hand counts, unless it names
    another handover.
    """
    act, overgang = verzending.act, verzending.overgang
    aangekondigd = any(
        g.act.warm and g.act.aan == act.aan and verzending.sinds <= g.op <= verzending.op
        for g in beeld.acten(OverdrachtAangekondigd)
    )
    if overgang is None or not verzending.naar_hulpverlening or not (act.warm or aangekondigd):
        return
    gehouden = eerste(
        g.op
        for g in beeld.acten(WarmeOverdrachtGehouden)
        if g.act.overdracht in (None, act.overdracht) and g.op >= verzending.sinds
    )
    yield maak(
        "warm-niet-gehouden",
        overgang.volgnummer,
        overgang.op,
        eerste([gehouden, overgang.tot]),
        partij=act.van,
    )


def _directe_veiligheid(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """Bijlage 4 §1.2, bijlage 5: ends when direct safety is realised after all, or zicht leaves the receiver.

    Not realised is: Veilig Thuis still leads direct safety, or the last judgement says so (or that it was not
    tried yet); for protection ('mits de directe veiligheid gerealiseerd is') also that nobody ever judged it.
    """
    oordeel = beeld.laatste(DirecteVeiligheidBeoordeeld, verzending.op)
    leidt_vt = beeld.baan_op("directe-veiligheid", verzending.op) is not None
    if verzending.act.fase == "naar-bescherming":
        code = "bescherming-zonder-directe-veiligheid"
        ontbreekt = leidt_vt or oordeel is None or not _is_gerealiseerd(oordeel.act)
    else:
        code = "overdracht-zonder-directe-veiligheid"
        hierover = oordeel is not None and oordeel.op >= verzending.sinds
        beproefd = oordeel is None or oordeel.act.beproefd is not False
        veilig = oordeel is None or (_is_gerealiseerd(oordeel.act) and beproefd)
        ontbreekt = leidt_vt or (verzending.is_na_dienst and hierover and not veilig)
    if not ontbreekt or verzending.act.aan == beeld.vt:
        return
    gerealiseerd = eerste(
        g.op
        for g in beeld.acten(DirecteVeiligheidBeoordeeld)
        if g.op > verzending.op and _is_gerealiseerd(g.act) and g.act.beproefd is not False
    )
    weg = None if verzending.overgang is None else verzending.overgang.tot
    yield maak(
        code,
        verzending.volgnummer,
        verzending.op,
        eerste([gerealiseerd, weg, verzending.vervallen_op]),
        partij=verzending.act.van,
    )


def _is_gerealiseerd(oordeel: DirecteVeiligheidBeoordeeld) -> bool:
    return oordeel.gerealiseerd and oordeel.score >= MINSTE_SCORE


def _bij_hulpverlening(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """Give what only Veilig Thuis has to see to, when it hands over to those who help."""
    if verzending.door_vt and verzending.naar_hulpverlening:
        if verzending.is_direct:
            yield from _voorwaarden_bij_directe_overdracht(verzending, beeld)
        elif verzending.is_na_dienst:
            yield from _voorwaarden_ontbreken(verzending, beeld)
            yield from _monitorafspraken(verzending)


SIGNALEN_OVERDRACHT = (
    _door_niet_houder,
    _voorwaarden_na_directe_overdracht,
    *(_per_verzending(regel) for regel in (_document, _warm, _directe_veiligheid, _bij_hulpverlening)),
)
"""The signals on handovers."""
