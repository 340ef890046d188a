"""Signals on the assessment, and on handing over directly after it (§5, §6.1, bijlage 2).

All of them are acts that depart from the norm: they stay. Those on a handover rest on its sending, and look
at the meldingen that it is about; a criterion that one of them meets is a criterion of the casus.
"""

from __future__ import annotations

from collections.abc import Iterator

from ledger.acts.dienst import DienstIngezet, VeiligheidsbeoordelingAfgerond
from ledger.acts.lokaal_team import ContactGelegd
from projections.signalen.beeld import Beeld
from projections.signalen.signaal import Signaal, maak
from projections.signalen.verzending import MeldingAanDeHand, Verzending

GENOEG_BEOORDELAARS = 2
"""'door twee Veilig Thuis medewerkers' (bijlage 2)."""


def signalen_beoordeling(beeld: Beeld) -> Iterator[Signaal]:
    """Give the signals on assessments and on what was handed over on the strength of them."""
    for g in beeld.acten(VeiligheidsbeoordelingAfgerond):
        if len(set(g.act.beoordelaars)) < GENOEG_BEOORDELAARS:
            yield maak("beoordeeld-door-minder-dan-twee", g.volgnummer, g.op, partij=beeld.vt)
    for verzending in beeld.verzendingen:
        if not verzending.door_vt:
            continue
        if verzending.is_direct and verzending.naar_team:
            for code in (*_contra_indicaties(verzending), *_anoniem(verzending, beeld)):
                yield maak(code, verzending.volgnummer, verzending.op, partij=beeld.vt)
        yield from _stap_overgeslagen(verzending, beeld)


def _contra_indicaties(verzending: Verzending) -> Iterator[str]:
    """§5.1, §6.1, bijlage 2: only after testing, and against a criterion only with reasons.

    One that is met without reasons is the departure; reasons for another do not take that away.
    """
    met = [b for b in verzending.beoordelingen if b.contra_indicaties]
    if any(not b.afwijking_onderbouwd for b in met):
        yield "overdracht-ondanks-contra-indicatie"
    elif met:
        yield "contra-indicatie-onderbouwd"
    if any(not b.contra_indicaties_getoetst for b in verzending.beoordelingen):
        yield "contra-indicaties-niet-getoetst"


def _anoniem(verzending: Verzending, beeld: Beeld) -> Iterator[str]:
    """§6.1.3: whether the family is open to help is judged on contact with them, in any form."""
    if any(m.act.melder.anoniem and not had_contact(m, verzending, beeld) for m in verzending.meldingen):
        yield "anonieme-melder-zonder-contact"


def had_contact(melding: MeldingAanDeHand, verzending: Verzending, beeld: Beeld) -> bool:
    """Whether Veilig Thuis was in contact with the family about this melding before it handed over."""
    if melding.beoordeling is not None and melding.beoordeling.contact_met_directbetrokkenen:
        return True
    return any(
        g.act.door == beeld.vt and melding.op <= g.op <= verzending.op
        for g in beeld.beloop.een_voor_een(ContactGelegd)
    )


def _stap_overgeslagen(verzending: Verzending, beeld: Beeld) -> Iterator[Signaal]:
    """§5: every melding is assessed first, to whomever it then goes; §6.2 is about what follows a dienst.

    One assessed melding is enough: that another was not assessed is told by its term.
    """
    if not (verzending.is_direct or verzending.is_na_dienst):
        return
    zonder = []
    if not verzending.beoordelingen:
        zonder.append("veiligheidsbeoordeling")
    if verzending.is_na_dienst and not _had_dienst(verzending, beeld):
        zonder.append("dienst van Veilig Thuis")
    if zonder:
        yield maak(
            "stap-overgeslagen",
            verzending.volgnummer,
            verzending.op,
            partij=beeld.vt,
            grondslag="§5, §6.1" if verzending.is_direct else "§5, §6.2",
            zonder=" en zonder ".join(zonder),
        )


def _had_dienst(verzending: Verzending, beeld: Beeld) -> bool:
    return (
        bool(verzending.voor.diensten)
        or beeld.laatste(DienstIngezet, verzending.op, verzending.gemeld_sinds) is not None
    )
