"""The timeline of one casus: five lanes, as known at K, by one set of agreements.

Pure: the same acts and agreements always give the same timeline; no clock, no database.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from ledger import agreements
from ledger.acts.melding import MeldingOntvangen
from ledger.agreements import Afspraken
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from ledger.tijd import lokale_datum
from projections.beloop import Beloop
from projections.casusregie import baan_casusregie
from projections.directe_veiligheid import baan_directe_veiligheid
from projections.initiatief_dwang import baan_initiatief_dwang
from projections.monitoring import baan_monitoring
from projections.signalen import Signaal, maak_signalen
from projections.stuk import Baan, Stuk
from projections.termijnen import Termijn, maak_termijnen
from projections.zicht.baan import baan_zicht
from projections.zicht.verloop import verloop


@dataclass(frozen=True, slots=True)
class Tijdlijn:
    """The lanes of one casus and the set of agreements that it was judged by."""

    afspraken: Afspraken
    banen: Mapping[Baan, tuple[Stuk, ...]]


def bekend_op(gebeurtenissen: Sequence[Gebeurtenis], moment: datetime | None) -> list[Gebeurtenis]:
    """Give the acts that were recorded not after K (a UTC instant; None: all)."""
    if moment is None:
        return list(gebeurtenissen)
    return [gebeurtenis for gebeurtenis in gebeurtenissen if gebeurtenis.vastgelegd_op <= moment]


def eigen_afspraken(feiten: Sequence[Feit]) -> Afspraken:
    """Give the set that judges a casus: its region's, in force on the local date of its first melding."""
    for feit in feiten:
        if isinstance(feit.gegevens, MeldingOntvangen):
            return agreements.voor(feit.gegevens.veilig_thuis, lokale_datum(feit.gebeurd_op))
    return agreements.met_naam(agreements.STANDAARD)


@dataclass(frozen=True, slots=True)
class Oordeel:
    """A timeline with the terms and the signals that follow from it; neither has a moment of judging yet."""

    tijdlijn: Tijdlijn
    termijnen: tuple[Termijn, ...]
    signalen: tuple[Signaal, ...]


def maak_tijdlijn(gebeurtenissen: Sequence[Gebeurtenis], afspraken: Afspraken | None = None) -> Tijdlijn:
    """Fold the acts of one casus that are known into its timeline.

    `gebeurtenissen` are the acts recorded up to K (see `bekend_op`), in any order. Without `afspraken` the
    casus is judged by its own set.
    """
    return _tijdlijn(_beloop(staande_feiten(gebeurtenissen), afspraken))


def maak_oordeel(gebeurtenissen: Sequence[Gebeurtenis], afspraken: Afspraken | None = None) -> Oordeel:
    """Fold the acts of one casus that are known into timeline, terms and signals; see `maak_tijdlijn`."""
    beloop = _beloop(staande_feiten(gebeurtenissen), afspraken)
    tijdlijn = _tijdlijn(beloop)
    termijnen = maak_termijnen(gebeurtenissen, beloop)
    return Oordeel(tijdlijn, termijnen, maak_signalen(beloop, tijdlijn.banen, termijnen))


def _beloop(feiten: Sequence[Feit], afspraken: Afspraken | None) -> Beloop:
    afspraken = afspraken or eigen_afspraken(feiten)
    return Beloop(feiten, verloop(feiten, afspraken), afspraken)


def _tijdlijn(beloop: Beloop) -> Tijdlijn:
    return Tijdlijn(beloop.afspraken, {baan: leg(beloop) for baan, leg in BANEN.items()})


BANEN: Mapping[Baan, Callable[[Beloop], tuple[Stuk, ...]]] = {
    "zicht": baan_zicht,
    "directe-veiligheid": baan_directe_veiligheid,
    "monitoring": baan_monitoring,
    "casusregie": baan_casusregie,
    "initiatief-dwang": baan_initiatief_dwang,
}
"""How each lane is laid out, in the order of the contract."""
