"""A casus as a page looks at it: known at K, asked about T, and what goes with it.

One reading of the ledger and one fold; everything on the page comes from that.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from api.http.problems import NietGevonden
from api.http.reading import (
    Dossier,
    afspraken_met,
    eis_binnen,
    gelezen,
    lees_dossier,
    zichtbare_acten,
)
from api.http.services import Diensten
from api.pages.casusvraag import Stand
from api.pages.overdrachten import Overdracht, maak_overdrachten
from ledger.agreements import Afspraken
from ledger.corrections import Feit, staande_feiten
from ledger.errors import Fout, Geweigerd, OnbekendeCasus
from ledger.gebeurtenis import Gebeurtenis
from projections.citaat import Citaat, citeer
from projections.geschiedenis import Regel, maak_geschiedenis
from projections.signalen import Signaal, beoordeeld_op
from projections.stuk import BANEN, Baan, Stuk, stuk_op
from projections.termijnen import Termijn
from projections.tijdlijn import Oordeel, Tijdlijn, maak_oordeel, maak_tijdlijn
from projections.venster import oordeel_vanaf, regels_binnen
from projections.verschil import Verschil, verschil_in_kennis, verschil_in_lezing

LAAT = timedelta(days=1)
"""From when on an act is shown as recorded late."""


@dataclass(frozen=True, slots=True)
class Stap:
    """A moment at which something became known (UTC), and the acts that did."""

    moment: datetime
    volgnummers: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Vergeleken:
    """The other side of a comparison: its timeline, what it is called here, and where the two differ."""

    tijdlijn: Tijdlijn
    naam: str
    eigen_naam: str
    verschil: Verschil
    acten: Mapping[int, Gebeurtenis]


@dataclass(frozen=True, slots=True)
class Blik:
    """What the page shows: `op` is T, `bekend` is K as an instant, `alle` are the acts of today.

    A party to which it was handed over sees it from `sinds` on, and the acts in `zichtbaar`; None: all.
    """

    stand: Stand
    dossier: Dossier
    alle: Sequence[Gebeurtenis]
    bekende: Sequence[Gebeurtenis]
    feiten: Sequence[Feit]
    oordeel: Oordeel
    op: datetime
    bekend: datetime
    citaat: Citaat
    stappen: Sequence[Stap]
    vergeleken: Vergeleken | None
    sinds: datetime | None
    zichtbaar: frozenset[int] | None

    def ziet(self, volgnummer: int) -> bool:
        """Whether who looks may see this act."""
        return self.zichtbaar is None or volgnummer in self.zichtbaar

    @property
    def stukken_op(self) -> Mapping[Baan, Stuk | None]:
        """Give the piece of each lane at T."""
        return {baan: stuk_op(self.oordeel.tijdlijn.banen[baan], self.op) for baan in BANEN}

    @property
    def termijnen(self) -> Sequence[Termijn]:
        """Give the terms that had begun at K."""
        return [een for een in self.oordeel.termijnen if een.gestart_op <= self.bekend]

    @property
    def signalen(self) -> Sequence[Signaal]:
        """Give the signals as judged at K."""
        return beoordeeld_op(self.oordeel.signalen, self.bekend)

    @property
    def overdrachten(self) -> Sequence[Overdracht]:
        """Give the handovers that stand at K."""
        return maak_overdrachten([feit for feit in self.feiten if self.ziet(feit.volgnummer)])

    @property
    def geschiedenis(self) -> Sequence[Regel]:
        """Give the history as known at K."""
        with gelezen():
            regels = maak_geschiedenis(self.bekende)
        return regels if self.zichtbaar is None else regels_binnen(regels, self.zichtbaar)

    @property
    def gezet(self) -> int:
        """Give how many of the steps of K were taken."""
        return sum(stap.moment <= self.bekende[-1].vastgelegd_op for stap in self.stappen)

    @property
    def vorige(self) -> Stap | None:
        """Give the step before the last one taken, if something was known then."""
        return self.stappen[self.gezet - 2] if self.gezet > 1 else None

    @property
    def volgende(self) -> Stap | None:
        """Give the next step."""
        return self.stappen[self.gezet] if self.gezet < len(self.stappen) else None

    @property
    def wisselingen(self) -> Sequence[datetime]:
        """Give every instant at which the lane of zicht changes."""
        zicht = self.oordeel.tijdlijn.banen["zicht"]
        einde = [zicht[-1].tot] if zicht and zicht[-1].tot is not None else []
        alle = [*(stuk.van for stuk in zicht), *einde]
        return [een for een in alle if self.sinds is None or een >= self.sinds]

    @property
    def wisseling_voor(self) -> datetime | None:
        """Give the last change of zicht before T."""
        return max((een for een in self.wisselingen if een < self.op), default=None)

    @property
    def wisseling_na(self) -> datetime | None:
        """Give the first change of zicht after T."""
        return min((een for een in self.wisselingen if een > self.op), default=None)

    def act(self, volgnummer: int) -> Gebeurtenis:
        """Give an act of this casus that was known."""
        return self.bekende[volgnummer - 1]

    @property
    def wachttijden(self) -> Mapping[int, timedelta]:
        """Give how long it took before an act was recorded, for those that were late."""
        duren = {
            een.volgnummer: een.vastgelegd_op - een.gebeurd_op
            for een in self.bekende
            if self.ziet(een.volgnummer)
        }
        return {nummer: duur for nummer, duur in duren.items() if duur >= LAAT}


def bekijk(diensten: Diensten, stand: Stand) -> Blik:
    """Look at a casus; raises what a read of the API does, and `NietGevonden` when nothing was known at K."""
    eigen = None if stand.afspraken is None else afspraken_met(stand.afspraken, "afspraken")
    ander = None if stand.lezing is None else afspraken_met(stand.lezing, "lezing")
    if isinstance(stand.bekend_op, int) and stand.bekend_op > diensten.recorder.hoogste_positie():
        raise Geweigerd([Fout("bekendOp", "positie-bestaat-niet", "Deze positie is er nog niet.")])
    dossier = lees_dossier(diensten.recorder, stand.casus)
    if not dossier.rijen:
        raise OnbekendeCasus
    aantal = dossier.aantal(stand.bekend_op)
    if aantal == 0:
        raise NietGevonden("nog-niets-bekend", "Op dat moment was van deze casus nog niets bekend.")
    alle = dossier.gebeurtenissen(None)
    bekende = alle[:aantal]
    zichtbaar = zichtbare_acten(diensten, stand.casus)
    if zichtbaar is not None and not any(een.volgnummer in zichtbaar for een in bekende):
        raise NietGevonden("nog-niets-bekend", "Op dat moment was van deze casus nog niets bekend.")
    with gelezen():
        oordeel = maak_oordeel(bekende, eigen)
        feiten = staande_feiten(bekende)
    vergeleken = _vergelijk(stand, dossier, alle, bekende, oordeel.tijdlijn, ander)
    bekend = _als_instant(diensten, stand.bekend_op, bekende)
    op = stand.op or bekend
    eis_binnen(diensten, stand.casus, op)
    tot = _als_positie(dossier, stand.bekend_op, aantal)
    citaat = citeer(stand.casus, op, tot, oordeel.tijdlijn)
    sinds, partij = diensten.recorder.sinds(stand.casus), diensten.bereik.partij
    if sinds is not None and partij is not None:
        oordeel = oordeel_vanaf(oordeel, sinds, partij)
    stappen = _stappen([een for een in alle if zichtbaar is None or een.volgnummer in zichtbaar])
    return Blik(
        stand, dossier, alle, bekende, feiten, oordeel, op, bekend, citaat, stappen, vergeleken, sinds,
        zichtbaar,
    )  # fmt: skip


def _als_instant(
    diensten: Diensten, bekend: datetime | int | None, bekende: Sequence[Gebeurtenis]
) -> datetime:
    if isinstance(bekend, int):
        return bekende[-1].vastgelegd_op
    return bekend or diensten.klok.nu()


def _als_positie(dossier: Dossier, bekend: datetime | int | None, aantal: int) -> int:
    """Give K as a position, as a citation names it (see `api.citaten.positie_van`)."""
    if isinstance(bekend, int):
        return bekend
    return dossier.positie if bekend is None else (dossier.rijen[aantal - 1].positie or 0)


def _stappen(alle: Sequence[Gebeurtenis]) -> list[Stap]:
    per_moment: dict[datetime, list[int]] = {}
    for een in alle:
        per_moment.setdefault(een.vastgelegd_op, []).append(een.volgnummer)
    return [Stap(moment, tuple(nummers)) for moment, nummers in sorted(per_moment.items())]


def _vergelijk(  # noqa: PLR0913, PLR0917 — the two sides and what they are made of
    stand: Stand,
    dossier: Dossier,
    alle: Sequence[Gebeurtenis],
    bekende: Sequence[Gebeurtenis],
    tijdlijn: Tijdlijn,
    ander: Afspraken | None,
) -> Vergeleken | None:
    acten = {een.volgnummer: een for een in alle}
    if ander is not None:
        with gelezen():
            andere_tijdlijn = maak_tijdlijn(bekende, ander)
        verschil = verschil_in_lezing(andere_tijdlijn, tijdlijn)
        return Vergeleken(andere_tijdlijn, ander.naam, tijdlijn.afspraken.naam, verschil, acten)
    if stand.eerder is None:
        return None
    knip = dossier.aantal(stand.eerder)
    if knip > len(bekende):
        raise Geweigerd(
            [Fout("eerder", "eerder-na-bekend", "Op het eerdere moment was meer bekend; draai ze om.")]
        )
    eerder = bekende[:knip]
    if stand.afspraken is None:
        with gelezen():
            verschil = verschil_in_kennis(eerder, bekende[knip:])
            toen = maak_tijdlijn(eerder)
        return Vergeleken(toen, "toen bekend", "later bekend", verschil, acten)
    raise Geweigerd(
        [Fout("eerder", "kies-vergelijking", "Vergelijk twee momenten van kennis naar de eigen afspraken.")]
    )
