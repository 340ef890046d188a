"""The rows that a casus comes to: pieces of its lanes, terms, signals and meldingen, as plain values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from ledger.agreements import Afspraken
from ledger.gebeurtenis import Gebeurtenis
from ledger.values import Partij, SoortPartij
from projections.meldingen import Melding, maak_meldingen
from projections.signalen import Signaal
from projections.stuk import Baan, Reden, Status, Stuk, Vertoon
from projections.termijnen import Termijn
from projections.tijdlijn import Tijdlijn, maak_oordeel


@lru_cache(maxsize=4096)  # the parties of a country, but for the families, are far fewer
def _partij(soort: SoortPartij | None, naam: str | None) -> Partij | None:
    return None if soort is None or naam is None else Partij(soort=soort, id=naam)


class Rij(NamedTuple):
    """A piece of a lane as plain values, with the name of the agreements it was judged by."""

    baan: Baan
    van: datetime
    tot: datetime | None
    partij_soort: SoortPartij | None
    partij_id: str | None
    status: Status
    regisseur: str | None
    volgnummer: int
    regel: str
    grondslag: str
    rechtens: bool
    afspraken: str

    def als_stuk(self) -> Stuk:
        """Give the piece that this row was made of."""
        return Stuk(
            self.van,
            self.tot,
            Vertoon(_partij(self.partij_soort, self.partij_id), self.status, self.regisseur),
            Reden(self.volgnummer, self.regel, self.grondslag, self.rechtens),
        )


Inhoud = Rij | Termijn | Signaal | Melding
"""What a row can be. None of them depends on a moment of judging, so none changes as time goes by."""


def rijen_van(tijdlijn: Tijdlijn) -> list[Rij]:
    """Give the pieces of a timeline as rows."""
    naam = tijdlijn.afspraken.naam
    return [rij_van(baan, stuk, naam) for baan, stukken in tijdlijn.banen.items() for stuk in stukken]


def inhoud_van(gebeurtenissen: Sequence[Gebeurtenis], afspraken: Afspraken | None = None) -> list[Inhoud]:
    """Give everything that is known of a casus when these are its acts; see `maak_oordeel`."""
    oordeel = maak_oordeel(gebeurtenissen, afspraken)
    meldingen = maak_meldingen(gebeurtenissen)
    return [*rijen_van(oordeel.tijdlijn), *oordeel.termijnen, *oordeel.signalen, *meldingen]


def rij_van(baan: Baan, stuk: Stuk, afspraken: str) -> Rij:
    """Give a piece of a lane, as judged by the agreements of this name, as a row."""
    partij, reden = stuk.vertoon.partij, stuk.reden
    return Rij(
        baan,
        stuk.van,
        stuk.tot,
        None if partij is None else partij.soort,
        None if partij is None else partij.id,
        stuk.vertoon.status,
        stuk.vertoon.regisseur,
        reden.volgnummer,
        reden.regel,
        reden.grondslag,
        reden.rechtens,
        afspraken,
    )
