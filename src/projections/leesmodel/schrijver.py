"""Write the rows of cases into one set of tables. The caller holds the transaction and the position.

Whoever writes into a set that is followed first locks its row in `projecties.generaties`: that is what makes
two followers harmless.
"""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

import psycopg

from ledger.store.connection import Verbinding
from projections.bitemporeel import BekendeRij, Bijhouding, Bijwerking, Kenmoment, Vastgelopen
from projections.leesmodel import eindeloos
from projections.leesmodel.dossiers import KOLOMMEN, Dossier, lees_dossiers
from projections.leesmodel.onthouden import Lopend, Onthouden
from projections.leesmodel.rijsoorten import RIJSOORTEN, VAN_SOORT, Rijsoort
from projections.leesmodel.tabellen import voor_generatie

_log = logging.getLogger(__name__)

# All acts of the cases at hand: a timeline is folded from the first act on.
_ACTEN = KOLOMMEN + " WHERE casus = ANY(%s) AND positie <= %s ORDER BY casus, volgnummer"

# How far each of them is, and whether it was parked.
_TOEGEPAST = """
SELECT c.casus, c.volgnummer, p.casus IS NOT NULL
  FROM {casussen} c
  LEFT JOIN projecties.geparkeerd p ON p.generatie = {generatie} AND p.casus = c.casus
 WHERE c.casus = ANY(%s)
"""

_CASUSSEN_BIJ = """
INSERT INTO {casussen} AS c (casus, bekend_van, bekend_van_positie, positie, volgnummer, regio)
SELECT * FROM unnest(%s::uuid[], %s::timestamptz[], %s::bigint[], %s::bigint[], %s::integer[], %s::text[])
    ON CONFLICT (casus) DO UPDATE SET positie = excluded.positie, volgnummer = excluded.volgnummer
"""

_CASUSSEN_NIEUW = """
COPY {casussen} (casus, bekend_van, bekend_van_positie, positie, volgnummer, regio) FROM STDIN (FORMAT BINARY)
"""
_CASUSSEN_SOORTEN = ["uuid", "timestamptz", "int8", "int8", "int4", "text"]

_PARKEER = """
INSERT INTO projecties.geparkeerd AS p (generatie, casus, positie, volgnummer, regio, reden, toelichting)
VALUES ({generatie}, %s, %s, %s, %s, %s, %s)
    ON CONFLICT (generatie, casus) DO UPDATE
   SET positie = excluded.positie, volgnummer = excluded.volgnummer, reden = excluded.reden,
       toelichting = excluded.toelichting, pogingen = p.pogingen + 1
"""

_WEER_VRIJ = "DELETE FROM projecties.geparkeerd WHERE generatie = {generatie} AND casus = ANY(%s)"


# What the database says about rows and not about itself: the casus that they are of is to blame.
GEWEIGERD = (psycopg.DataError, psycopg.IntegrityError)


class _Uitwerking(NamedTuple):
    dossier: Dossier
    toegepast: int
    bijwerking: Bijwerking


class Schrijver:
    """Writes into one set of tables through one connection.

    What the database refuses it raises, as one of `GEWEIGERD`; with `apart` it writes every casus by itself
    and parks those that are refused. Then, and wherever somebody else may write the same casussen, what is
    `onthouden` must be empty and not be used again.
    """

    def __init__(
        self,
        verbinding: Verbinding,
        generatie: int,
        onthouden: Onthouden | None = None,
        *,
        apart: bool = False,
    ) -> None:
        self._verbinding = verbinding
        self._generatie = generatie
        self._onthouden = onthouden or Onthouden()
        self._apart = apart

    def volg(self, acten: Iterable[tuple[Any, ...]], tot: int) -> None:
        """Apply the next acts, in order of position and up to `tot`, as rows of `dossiers.KOLOMMEN`."""
        per_casus = sorted(acten, key=itemgetter(0))  # stable: the acts of a casus stay in their order
        onbekend: list[UUID] = []
        uitwerkingen: list[_Uitwerking] = []
        for casus, groep in groupby(per_casus, key=itemgetter(0)):
            rijen = list(groep)
            lopend = self._onthouden.geef(casus)
            if lopend is None or rijen[0][1] != lopend.bijhouding.toegepast + 1:
                onbekend.append(casus)
            else:
                uitwerkingen.extend(self._ga_door(lopend, rijen))
        if onbekend:
            uitwerkingen.extend(self._begin(onbekend, tot))
        self._schrijf(uitwerkingen, nieuw=False)

    def werk_bij(self, casussen: Collection[UUID], tot: int) -> None:
        """Bring the rows of these cases up to position `tot`; what was done already is not done again."""
        self._schrijf(list(self._begin(list(casussen), tot)), nieuw=False)

    def vul(self, dossiers: Iterable[Dossier]) -> None:
        """Write cases that this set of tables has not seen, from their first act on.

        What they come to without an end is counted when all are there (`projecties.tel_eindeloos`).
        """
        self._schrijf([_werk_uit(dossier, Bijhouding((), 0)) for dossier in dossiers], nieuw=True)

    def _ga_door(self, lopend: Lopend, rijen: Iterable[tuple[Any, ...]]) -> Iterator[_Uitwerking]:
        """Apply the next acts of a casus that is remembered."""
        for dossier in lees_dossiers(rijen):
            eerste = lopend.dossier
            verder = dossier._replace(
                bekend_van=eerste.bekend_van, bekend_van_positie=eerste.bekend_van_positie
            )
            yield self._bewaar(_werk_uit(verder, lopend.bijhouding), lopend.bijhouding)

    def _begin(self, namen: list[UUID], tot: int) -> Iterator[_Uitwerking]:
        """Apply what follows of casussen of which nothing is remembered."""
        with self._verbinding.pipeline():  # a few small questions, one round trip
            standen = self._vraag(_TOEGEPAST, namen)
            rijen = [(soort, self._vraag(soort.staand(), namen)) for soort in RIJSOORTEN]
            acten = self._vraag(_ACTEN, namen, tot)
        stand = {casus: (volgnummer, geparkeerd) for casus, volgnummer, geparkeerd in standen.fetchall()}
        staand: defaultdict[UUID, list[BekendeRij]] = defaultdict(list)
        for soort, gevonden in rijen:
            for casus, van, positie, *waarden in gevonden.fetchall():
                staand[casus].append(BekendeRij(soort.eruit(*waarden), Kenmoment(van, positie)))
        vrij: list[UUID] = []
        for dossier in lees_dossiers(acten.fetchall()):
            toegepast, geparkeerd = stand.get(dossier.casus, (0, False))
            bijhouding = Bijhouding(dossier.acten[:toegepast], toegepast, staand[dossier.casus])
            verder = dossier._replace(acten=dossier.acten[toegepast:])
            uitwerking = self._bewaar(_werk_uit(verder, bijhouding), bijhouding)
            if geparkeerd and uitwerking.bijwerking.vastgelopen is None:
                vrij.append(dossier.casus)
            yield uitwerking
        if vrij:
            self._verbinding.execute(voor_generatie(_WEER_VRIJ, self._generatie), [vrij])

    def _bewaar(self, uitwerking: _Uitwerking, bijhouding: Bijhouding) -> _Uitwerking:
        if uitwerking.bijwerking.vastgelopen is None:
            self._onthouden.onthoud(Lopend(uitwerking.dossier, bijhouding))
        else:
            self._onthouden.vergeet(uitwerking.dossier.casus)
        return uitwerking

    def _vraag(self, vraag: str, *waarden: object) -> psycopg.Cursor[tuple[Any, ...]]:
        cursor = self._verbinding.cursor(binary=True)
        return cursor.execute(voor_generatie(vraag, self._generatie), waarden, prepare=True)

    def _schrijf(self, uitwerkingen: Sequence[_Uitwerking], *, nieuw: bool) -> None:
        if not self._apart:
            self._schrijf_rijen(uitwerkingen, nieuw=nieuw)
            return
        for een in uitwerkingen:
            try:
                with self._verbinding.transaction():
                    self._schrijf_rijen([een], nieuw=nieuw)
            except GEWEIGERD as fout:
                self._schrijf_rijen([_geweigerd(een, fout.sqlstate)], nieuw=nieuw)

    def _schrijf_rijen(self, uitwerkingen: Sequence[_Uitwerking], *, nieuw: bool) -> None:
        for soort, rijen in _nieuw(uitwerkingen).items():
            self._kopieer(soort.voeg_toe(), soort.soorten(), rijen)
        if nieuw:
            self._kopieer(_CASUSSEN_NIEUW, _CASUSSEN_SOORTEN, map(_casus, uitwerkingen))
        else:
            self._sluit(uitwerkingen)
            eindeloos.tel_op(self._verbinding, self._generatie, _eindeloos(uitwerkingen))
            kolommen = [list(kolom) for kolom in zip(*map(_casus, uitwerkingen), strict=True)]
            self._verbinding.execute(voor_generatie(_CASUSSEN_BIJ, self._generatie), kolommen)
        for een in uitwerkingen:
            if een.bijwerking.vastgelopen is not None:
                self._parkeer(een.dossier, een.bijwerking.vastgelopen)

    def _kopieer(self, opdracht: str, soorten: Sequence[str], rijen: Iterable[tuple[Any, ...]]) -> None:
        with (
            self._verbinding.cursor() as cursor,
            cursor.copy(voor_generatie(opdracht, self._generatie)) as kopie,
        ):
            kopie.set_types(soorten)
            for rij in rijen:
                kopie.write_row(rij)

    def _sluit(self, uitwerkingen: Sequence[_Uitwerking]) -> None:
        for soort, rijen in _vervallen(uitwerkingen).items():
            kolommen = [list(kolom) for kolom in zip(*rijen, strict=True)]
            self._verbinding.execute(voor_generatie(soort.sluit(), self._generatie), kolommen)

    def _parkeer(self, dossier: Dossier, vastgelopen: Vastgelopen) -> None:
        _log.warning(
            "casus %s geparkeerd bij volgnummer %d: %s",
            dossier.casus, vastgelopen.volgnummer, vastgelopen.reden,
        )  # fmt: skip
        plaats = (dossier.casus, vastgelopen.positie, vastgelopen.volgnummer, dossier.regio)
        waarom = (vastgelopen.reden, vastgelopen.toelichting)
        self._verbinding.execute(voor_generatie(_PARKEER, self._generatie), (*plaats, *waarom))


def _werk_uit(dossier: Dossier, bijhouding: Bijhouding) -> _Uitwerking:
    """Apply the acts of a dossier, which follow on what `bijhouding` has."""
    toegepast = bijhouding.toegepast
    bijwerking = bijhouding.neem(dossier.acten)
    bijwerking.vastgelopen = bijwerking.vastgelopen or dossier.onleesbaar
    # thousands of acts at hand until the page is written would be walked through by every garbage collection
    return _Uitwerking(dossier._replace(acten=[]), toegepast, bijwerking)


def _geweigerd(uitwerking: _Uitwerking, sqlstate: str | None) -> _Uitwerking:
    """Leave the rows of this casus as they are, and say that the database does not take the next ones."""
    dossier, toegepast, _ = uitwerking
    vastgelopen = Vastgelopen(toegepast + 1, dossier.positie, "opslag-geweigerd", sqlstate or "")
    return _Uitwerking(dossier, toegepast, Bijwerking(toegepast, vastgelopen=vastgelopen))


def _nieuw(uitwerkingen: Iterable[_Uitwerking]) -> dict[Rijsoort, list[tuple[Any, ...]]]:
    """Give the new rows per sort, in the order of `Rijsoort.voeg_toe`."""
    per_soort: defaultdict[Rijsoort, list[tuple[Any, ...]]] = defaultdict(list)
    for dossier, _, bijwerking in uitwerkingen:
        for rij, van, tot in bijwerking.nieuw:
            soort = VAN_SOORT[type(rij)]
            kennis = (van.op, tot and tot.op, van.positie, tot and tot.positie)
            per_soort[soort].append((dossier.casus, *kennis, dossier.regio, *soort.erin(rij)))
    return per_soort


def _vervallen(uitwerkingen: Iterable[_Uitwerking]) -> dict[Rijsoort, list[tuple[Any, ...]]]:
    """Give the rows to close per sort, in the order of `Rijsoort.sluit`."""
    per_soort: defaultdict[Rijsoort, list[tuple[Any, ...]]] = defaultdict(list)
    for dossier, _, bijwerking in uitwerkingen:
        for rij, van, tot in bijwerking.vervalt:
            if tot is not None:
                soort = VAN_SOORT[type(rij)]
                per_soort[soort].append((dossier.casus, van.positie, *tot, *soort.naam_van(rij)))
    return per_soort


def _eindeloos(uitwerkingen: Iterable[_Uitwerking]) -> Iterator[tuple[eindeloos.Tel, int]]:
    for dossier, _, bijwerking in uitwerkingen:
        yield from eindeloos.verschillen(dossier.regio, bijwerking.nieuw, bijwerking.vervalt)


def _casus(uitwerking: _Uitwerking) -> tuple[Any, ...]:
    """Give how far a casus is, in the order of `_CASUSSEN_NIEUW`."""
    dossier, _, bijwerking = uitwerking
    return (
        dossier.casus, dossier.bekend_van, dossier.bekend_van_positie, dossier.positie, bijwerking.volgnummer,
        dossier.regio,
    )  # fmt: skip
