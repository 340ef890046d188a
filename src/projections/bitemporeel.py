"""What is known of a casus from which act on: what it comes to for every K, as rows that open and close.

Pure. A row is a piece of a lane, a term, a signal or a melding. Every act can change what is known; between
two acts nothing becomes known. So what is known for every K is what is known after every act, and a row is
known from the act after which it first stands until the act after which it no longer does. K is an instant
(`vastgelegdOp`) or a position in the ledger; both mark the same acts. Of acts that were recorded in one
instant only the last counts by instant: what stood between them is known for no time.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple

from ledger.errors import ZichtError
from ledger.gebeurtenis import Gebeurtenis
from ledger.values import Partij, SoortPartij
from projections.meldingen import Melding, maak_meldingen
from projections.signalen import Signaal
from projections.stuk import Baan, Reden, Status, Stuk, Vertoon
from projections.termijnen import Termijn
from projections.tijdlijn import Tijdlijn, maak_oordeel

FOUTEN_VAN_EEN_CASUS = (
    ZichtError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)
"""What a fold can raise about the acts of one casus: nothing of these says anything about another casus."""


class Kenmoment(NamedTuple):
    """When something became known: the instant (UTC) and the position of the act that made it so."""

    op: datetime
    positie: int


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
        partij = None
        if self.partij_soort is not None and self.partij_id is not None:
            partij = Partij(soort=self.partij_soort, id=self.partij_id)
        return Stuk(
            self.van,
            self.tot,
            Vertoon(partij, self.status, self.regisseur),
            Reden(self.volgnummer, self.regel, self.grondslag, self.rechtens),
        )


Inhoud = Rij | Termijn | Signaal | Melding
"""What a row can be. None of them depends on a moment of judging, so none changes as time goes by."""


class BekendeRij(NamedTuple):
    """A row and the acts between which it is known; `bekend_tot` is None while it stands."""

    rij: Inhoud
    bekend_van: Kenmoment
    bekend_tot: Kenmoment | None = None


class VastgelegdeAct(NamedTuple):
    """An act and its position in the ledger."""

    gebeurtenis: Gebeurtenis
    positie: int


@dataclass(frozen=True, slots=True)
class Vastgelopen:
    """Why the rows of a casus cannot go on, and at which act.

    `reden` is a stable code; neither it nor `toelichting` holds anything that was recorded.
    """

    volgnummer: int
    positie: int
    reden: str
    toelichting: str = ""


@dataclass(slots=True)
class Bijwerking:
    """What changes in the rows of one casus.

    `volgnummer` is the last act that is in them. `vervalt` are rows that stood before and no longer do,
    `nieuw` are all others that became known, those included that were obsolete again by a later act. `staand`
    is what stands now.
    """

    volgnummer: int
    nieuw: list[BekendeRij] = field(default_factory=list)
    vervalt: list[BekendeRij] = field(default_factory=list)
    staand: list[BekendeRij] = field(default_factory=list)
    vastgelopen: Vastgelopen | None = None


def rijen_van(tijdlijn: Tijdlijn) -> list[Rij]:
    """Give the pieces of a timeline as rows."""
    naam = tijdlijn.afspraken.naam
    return [_rij(baan, stuk, naam) for baan, stukken in tijdlijn.banen.items() for stuk in stukken]


def inhoud_van(gebeurtenissen: Sequence[Gebeurtenis]) -> list[Inhoud]:
    """Give everything that is known of a casus when these are its acts."""
    oordeel = maak_oordeel(gebeurtenissen)
    meldingen = maak_meldingen(gebeurtenissen)
    return [*rijen_van(oordeel.tijdlijn), *oordeel.termijnen, *oordeel.signalen, *meldingen]


def _rij(baan: Baan, stuk: Stuk, afspraken: str) -> Rij:
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


def werk_bij(acten: Sequence[VastgelegdeAct], toegepast: int, staand: Iterable[BekendeRij]) -> Bijwerking:
    """Give what becomes known by the acts of one casus after volgnummer `toegepast`.

    `acten` are all its acts in order of volgnummer, from the first; `staand` are the rows that stand after
    `toegepast`. Where an act cannot be folded the result goes up to the act before it and says why.
    """
    oud = {een.rij: een for een in staand}
    stond = set(oud)
    uitkomst = Bijwerking(toegepast)
    bekend = [act.gebeurtenis for act in acten[:toegepast]]
    for plaats, act in enumerate(acten[toegepast:], start=toegepast + 1):
        gebeurtenis = act.gebeurtenis
        bekend.append(gebeurtenis)
        uitkomst.vastgelopen = _uit_de_reeks(acten, plaats)
        if uitkomst.vastgelopen is None:
            try:
                nu = inhoud_van(bekend)
            except FOUTEN_VAN_EEN_CASUS as fout:
                uitkomst.vastgelopen = _door_fout(act, fout)
            else:
                _verwerk(uitkomst, oud, stond, nu, Kenmoment(gebeurtenis.vastgelegd_op, act.positie))
        if uitkomst.vastgelopen is not None:
            break
        uitkomst.volgnummer = plaats
    uitkomst.staand = list(oud.values())
    uitkomst.nieuw.extend(een for rij, een in oud.items() if rij not in stond)
    return uitkomst


def _verwerk(
    uitkomst: Bijwerking,
    oud: dict[Inhoud, BekendeRij],
    stond: set[Inhoud],
    nu: list[Inhoud],
    moment: Kenmoment,
) -> None:
    """Close what no longer stands and open what is new; `stond` are those of `oud` that came from before."""
    nog = set(nu)
    for rij in [rij for rij in oud if rij not in nog]:
        dicht = oud.pop(rij)._replace(bekend_tot=moment)
        if rij in stond:
            stond.remove(rij)
            uitkomst.vervalt.append(dicht)
        else:
            uitkomst.nieuw.append(dicht)
    for rij in nu:
        if rij not in oud:
            oud[rij] = BekendeRij(rij, moment)


def _uit_de_reeks(acten: Sequence[VastgelegdeAct], plaats: int) -> Vastgelopen | None:
    """See what the ledger never writes: a volgnummer out of order, a `vastgelegdOp` that goes back."""
    gebeurtenis, positie = acten[plaats - 1]
    if gebeurtenis.volgnummer != plaats:
        return Vastgelopen(plaats, positie, "volgnummer-ontbreekt", f"gevonden {gebeurtenis.volgnummer}")
    if plaats > 1 and gebeurtenis.vastgelegd_op < acten[plaats - 2].gebeurtenis.vastgelegd_op:
        return Vastgelopen(plaats, positie, "tijd-loopt-terug")
    return None


def _door_fout(act: VastgelegdeAct, fout: BaseException) -> Vastgelopen:
    # what the error says may quote the act, so only its name goes on
    reden = "onleesbare-correctie" if isinstance(fout, ZichtError) else "rekenfout"
    return Vastgelopen(act.gebeurtenis.volgnummer, act.positie, reden, type(fout).__name__)
