"""Signals on telling the people concerned that the casus was handed over (§6.1.3, §6.1.5, §6.2.5).

Both begin when a handover by Veilig Thuis to a lokaal team passes, and end when those people are told.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from ledger.acts.melding import (
    DirectbetrokkeneGeregistreerd,
    DirectbetrokkenenGeinformeerd,
    MelderGeinformeerd,
)
from projections.signalen.beeld import Beeld
from projections.signalen.beoordeling import had_contact
from projections.signalen.overdracht import eerste
from projections.signalen.signaal import Signaal, maak
from projections.signalen.verzending import MeldingAanDeHand, Overgang, Verzending


def signalen_informeren(beeld: Beeld) -> Iterator[Signaal]:
    """Give the signals on who was not told of a handover."""
    for verzending in beeld.verzendingen:
        if verzending.overgang is not None and verzending.door_vt and verzending.naar_team:
            if verzending.is_direct:
                yield from _directbetrokkenen(verzending, verzending.overgang, beeld)
            if verzending.is_direct or verzending.is_na_dienst:
                yield from _melder(verzending, verzending.overgang, beeld)


def _directbetrokkenen(verzending: Verzending, overgang: Overgang, beeld: Beeld) -> Iterator[Signaal]:
    """§6.1.3: Veilig Thuis, by letter, of the handover; where it had no contact the team, of the melding.

    A letter from before the sending counts, unless there was an earlier handover. The team's part ends too
    when zicht leaves it; that of Veilig Thuis does not.
    """
    is_eerste = verzending.vorige is None or verzending.vorige < verzending.sinds
    per_brief = _geinformeerd(
        beeld,
        overgang.op,
        lambda act: act.door == beeld.vt and act.over == "overdracht" and act.wijze == "brief",
        verzending.sinds if is_eerste else verzending.op,
    )
    yield maak(
        "direct-betrokkenen-niet-geinformeerd",
        overgang.volgnummer,
        overgang.op,
        per_brief,
        partij=beeld.vt,
        wie="Veilig Thuis",
        hoe="schriftelijk laten weten dat de casus is overgedragen",
    )
    if any(had_contact(melding, verzending, beeld) for melding in verzending.meldingen):
        return
    team = verzending.act.aan
    door_team = _geinformeerd(
        beeld, overgang.op, lambda act: act.door == team and act.over == "melding", verzending.op
    )
    yield maak(
        "direct-betrokkenen-niet-geinformeerd",
        overgang.volgnummer,
        overgang.op,
        eerste([door_team, overgang.tot]),
        partij=team,
        wie="Het lokale team",
        hoe="geïnformeerd over de melding, terwijl Veilig Thuis geen contact met hen had",
    )


def _geinformeerd(
    beeld: Beeld,
    overgang: datetime,
    telt: Callable[[DirectbetrokkenenGeinformeerd], bool],
    vanaf: datetime,
) -> datetime | None:
    """Give when 'alle directbetrokkenen' registered by the passing were told; without names: all at once."""
    nog = {g.act.persoon for g in beeld.acten(DirectbetrokkeneGeregistreerd) if g.op <= overgang}
    for g in beeld.beloop.een_voor_een(DirectbetrokkenenGeinformeerd):
        if g.op >= vanaf and telt(g.act):
            nog = nog - set(g.act.personen) if g.act.personen is not None else set()
            if not nog:
                return g.op
    return None


def _melder(verzending: Verzending, overgang: Overgang, beeld: Beeld) -> Iterator[Signaal]:
    """§6.1.5 (of the handover) and §6.2.5 (of the dienst, or of the handover): until every melder was told.

    Veilig Thuis need not tell itself, nor the team that receives the handover.
    """
    na = ("overdracht",) if verzending.is_direct else ("overdracht", "dienst")
    te_horen = [
        melding.act.melding
        for melding in verzending.meldingen
        if melding.act.melder.soort != "veilig-thuis" and _is_ander(melding, verzending)
    ]
    gehoord = [
        next(
            (
                g.op
                for g in beeld.beloop.een_voor_een(MelderGeinformeerd)
                if g.act.melding == melding and g.act.na in na
            ),
            None,
        )
        for melding in te_horen
    ]
    if te_horen:
        allen = None if None in gehoord else max(op for op in gehoord if op is not None)
        yield maak(
            "melder-niet-geinformeerd",
            overgang.volgnummer,
            overgang.op,
            allen,
            partij=beeld.vt,
            grondslag="§6.1.5" if verzending.is_direct else "§6.2.5",
        )


def _is_ander(melding: MeldingAanDeHand, verzending: Verzending) -> bool:
    return melding.act.melder.organisatie not in (verzending.act.aan, verzending.act.van)
