"""The meldingen of a casus, for counts across cases (rulebook 8)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple

from ledger.acts.melding import MeldingOntvangen
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis


class Melding(NamedTuple):
    """A melding that stands: when it was received (UTC), from where, by what sort of melder, about what."""

    melding: str
    volgnummer: int
    gebeurd_op: datetime
    gemeente: str
    melder: str
    vormen: tuple[str, ...]


def maak_meldingen(gebeurtenissen: Sequence[Gebeurtenis]) -> tuple[Melding, ...]:
    """Give the meldingen of one casus that stand when these are its acts, in order of receipt."""
    return meldingen_van(staande_feiten(gebeurtenissen))


def meldingen_van(feiten: Iterable[Feit]) -> tuple[Melding, ...]:
    """Give the meldingen among the acts that stand."""
    return tuple(
        Melding(act.melding, feit.volgnummer, feit.gebeurd_op, act.gemeente, act.melder.soort, act.vormen)
        for feit in feiten
        if isinstance(act := feit.gegevens, MeldingOntvangen)
    )
