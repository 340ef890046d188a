"""What can be asked of the read model. Each question is one indexed statement (see `vragen_sql`).

Rows and position of an answer are of one moment, also while a rebuild switches. That holds for a statement,
so a question is one: of two in one transaction the second could find the tables emptied.

Everywhere `bekend` is K: a UTC instant, a position of the ledger, or None for all that is known; `op` is T,
a UTC instant; `regios` are the regions that the reader may see, None for all of them.
"""

from __future__ import annotations

import time
from collections.abc import Collection, Iterable, Mapping
from copy import copy
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

from ledger import agreements
from ledger.errors import NietBijgewerkt
from ledger.store.bereik import Bereik
from ledger.store.binnen import lees_binnen
from ledger.store.connection import Verbinding, open_pool
from ledger.store.errors import DatabaseOnbereikbaar, GeenVerbinding, driverfouten
from ledger.store.pool import Geleend
from ledger.values import Partij
from projections.bitemporeel import Rij
from projections.leesmodel import eindeloos, vragen_sql
from projections.leesmodel.antwoorden import (
    Aantallen,
    Bekend,
    Bladzijde,
    CasusAntwoord,
    Geparkeerd,
    Herbouwstand,
    Per,
    Stand,
    Telling,
    Verantwoordelijkheid,
)
from projections.leesmodel.fouten import GeenLeesmodel
from projections.leesmodel.kennis import positie_in, soort_bekend, waarden_bekend
from projections.leesmodel.tabellen import (
    GENERATIES,
    SLOT_HERBOUW,
    andere,
    conninfo_als,
    sleutels,
    voor_generatie,
)
from projections.stuk import BANEN, STATUSSEN, Baan, Status, Stuk
from projections.tijdlijn import Tijdlijn
from projections.tijdstappen import Stap, momenten

_EERSTE_CASUS = UUID(int=0)
_LEESPOGINGEN = 3
_WISSELPOGINGEN = 4  # more than one switch during a question does not happen

# While waiting for a position: the follower is usually there within a few milliseconds.
_EERSTE_BLIK_S = 0.002
_LANGSTE_BLIK_S = 0.05


def open_leespool(
    conninfo: str, *, rol: str = "zicht_lezer", minimaal: int = 1, maximaal: int = 10
) -> ConnectionPool[Verbinding]:
    """Open a pool that can only read, by default as zicht_lezer: what is in the scope of a question."""
    # Compiling a plan takes longer than any of these questions. And by default a look at another page costs
    # what it does on a disk that turns, so that what a scope may have to look up hides the rest of a plan.
    als_lezer = conninfo_als(
        conninfo, rol, "default_transaction_read_only=on", "jit=off", "random_page_cost=1.1"
    )
    return open_pool(als_lezer, naam="zicht leest", minimaal=minimaal, maximaal=maximaal)


class Leesmodel:
    """Answers from the read model, through a pool that may read (see `open_leespool`); safe for many threads.

    Only about cases within `bereik`; without one about none, unless the pool reads as `connection.GEHEEL`.
    Every question raises the errors of the store; those with a K also `NietBijgewerkt` for a position that
    the read model has not reached.
    """

    def __init__(self, pool: ConnectionPool[Verbinding], bereik: Bereik | None = None) -> None:
        self._pool = pool
        self._bereik = bereik
        self._generatie = [GENERATIES[0]]  # shared with who sees a part

    @property
    def regios(self) -> Collection[str] | None:
        """The regions that a question may be narrowed to; None where the scope is not one of regions."""
        bereik = self._bereik
        return None if bereik is None or bereik.partij is not None else bereik.regios

    @property
    def _ziet_losse_casussen(self) -> bool:
        """Whether the scope is not one of whole regions."""
        return self._bereik is not None and self._bereik.partij is not None

    def binnen(self, bereik: Bereik) -> Leesmodel:
        """Give the answers for who sees a part of the cases."""
        ander = copy(self)
        ander._bereik = bereik  # noqa: SLF001 — one of our own
        return ander

    def tijdlijn(
        self, casus: UUID, *, bekend: Bekend = None, regios: Collection[str] | None
    ) -> CasusAntwoord:
        """Give all pieces of one casus, as known at K."""
        return self._casus(casus, None, bekend, regios)

    def verantwoordelijkheid(
        self, casus: UUID, *, op: datetime, bekend: Bekend = None, regios: Collection[str] | None
    ) -> CasusAntwoord:
        """Give the pieces of one casus at T, as known at K: at most one in each lane."""
        return self._casus(casus, op, bekend, regios)

    def verantwoordelijkheden(  # noqa: PLR0913 — the filters of the contract
        self,
        *,
        op: datetime,
        bekend: Bekend = None,
        regios: Collection[str] | None,
        partij: Partij | None = None,
        status: Status | None = None,
        baan: Baan = "zicht",
        na: UUID | None = None,
        limiet: int = 100,
    ) -> Bladzijde:
        """Give a page of the casussen that have a piece in a lane at T, as known at K, in order of casus.

        Only those of `partij` and with `status`, where given. `na` is the cursor: `volgende` of the page
        before.
        """
        eerste, laatste = sleutels(baan, partij, status)
        waarden = {
            "eerste": eerste, "laatste": laatste, "baan": baan, "op": op,
            **waarden_bekend(bekend),
            "regios": _lijst(regios), "na": na or _EERSTE_CASUS,
            "limiet": limiet + 1, "status": status,
            "partij_soort": None if partij is None else partij.soort,
            "partij_id": None if partij is None else partij.id,
        }  # fmt: skip
        rijen = self.vraag(vragen_sql.houders(soort_bekend(bekend)), waarden, bekend)
        regels = tuple(
            Verantwoordelijkheid(casus, regio, Rij(*rest).als_stuk(), geparkeerd)
            for _, casus, regio, geparkeerd, *rest in rijen
            if casus is not None
        )
        volgende = regels[limiet - 1].casus if len(regels) > limiet else None
        return Bladzijde(rijen[0][0], regels[:limiet], volgende)

    def aantallen(  # noqa: PLR0913 — the filters of the contract
        self,
        *,
        van: datetime,
        tot: datetime,
        stap: Stap,
        per: Per,
        bekend: Bekend = None,
        regios: Collection[str] | None,
        baan: Baan = "zicht",
    ) -> Aantallen:
        """Count the casussen per party or status at `van` and every step after it before `tot` (UTC).

        Per party, those that no party holds or the family holds count under None. Raises `Geweigerd` for a
        period without steps or with too many.
        """
        reeks = momenten(van, tot, stap)
        eerste, laatste = sleutels(baan, None, None)
        waarden = {
            "baanplaats": BANEN.index(baan), "eerste": eerste, "laatste": laatste, "momenten": reeks,
            "maand": eindeloos.maand_van(van) if bekend is None and not self._ziet_losse_casussen else None,
            **waarden_bekend(bekend),
            "regios": _lijst(regios),
        }  # fmt: skip
        rijen = self.vraag(vragen_sql.aantallen(soort_bekend(bekend), per), waarden, bekend)
        wisselingen = [rij[1:] for rij in rijen if rij[3] is not None]
        return Aantallen(rijen[0][0], tuple(reeks), tuple(_tellingen(reeks, wisselingen, per)))

    def stand(self) -> Stand:
        """Give how far the read model is, and how much is parked."""
        rijen = self._lees(vragen_sql.STAND.encode(), {})
        if not rijen:
            raise GeenLeesmodel
        return Stand(*rijen[0])

    def herbouwstand(self) -> Herbouwstand | None:
        """Give how far the last rebuild came; None when there never was one."""
        rijen = self._lees(vragen_sql.HERBOUW.encode(), {"slot": SLOT_HERBOUW})
        return Herbouwstand(*rijen[0]) if rijen else None

    def geparkeerde_casussen(self, *, regios: Collection[str] | None) -> list[Geparkeerd]:
        """Give the parked casussen, those that stand still longest first."""
        return [
            Geparkeerd(*rij) for rij in self._lees(vragen_sql.GEPARKEERD.encode(), {"regios": _lijst(regios)})
        ]

    def wacht_op(self, positie: int, seconden: float) -> int:
        """Wait until the read model is computed up to `positie`; give how far it is then.

        Raises `NietBijgewerkt` when that takes longer than `seconden`.
        """
        uiterlijk = time.monotonic() + seconden
        blik = _EERSTE_BLIK_S
        while True:
            rijen = self._lees(vragen_sql.POSITIE.encode(), {})
            bereikt: int = rijen[0][0] if rijen else 0
            if bereikt >= positie:
                return bereikt
            rest = uiterlijk - time.monotonic()
            if rest <= 0:
                raise NietBijgewerkt(positie, bereikt)
            time.sleep(min(blik, rest))
            blik = min(blik * 1.5, _LANGSTE_BLIK_S)

    # Inside

    def _casus(
        self, casus: UUID, op: datetime | None, bekend: Bekend, regios: Collection[str] | None
    ) -> CasusAntwoord:
        waarden = {"casus": casus, "op": op, "bekend": bekend, "regios": _lijst(regios)}
        vraag = vragen_sql.casus(soort_bekend(bekend), op=op is not None)
        rijen = self.vraag(vraag, waarden, bekend)
        positie, laatst_bekend, gevonden, regio, volgnummer, *geparkeerd = rijen[0][:13]
        ziet_alle_acten = self._bereik is None or regio in self._bereik.regios
        return CasusAntwoord(
            positie=positie,
            bekend=gevonden is not None,
            regio=regio,
            volgnummer=volgnummer or 0,
            laatst_bekend=laatst_bekend if ziet_alle_acten else None,
            geparkeerd=None if geparkeerd[0] is None else Geparkeerd(*geparkeerd),
            tijdlijn=_tijdlijn(Rij(*rij[13:]) for rij in rijen if rij[13] is not None),
        )

    def vraag(self, vraag: str, waarden: Mapping[str, object], bekend: Bekend) -> list[tuple[Any, ...]]:
        """Ask the set of tables that is read; at least one row, which begins with the position.

        For the questions of this room, which fill in nothing but `{stukken}` and the like.
        """
        generatie = self._generatie[0]
        for _ in range(_WISSELPOGINGEN):
            rijen = self._lees(voor_generatie(vraag, generatie, gelezen=True), waarden)
            if rijen:
                self._generatie[0] = generatie
                gevraagd = positie_in(bekend)
                if gevraagd > rijen[0][0]:
                    raise NietBijgewerkt(gevraagd, rijen[0][0])
                return rijen
            generatie = andere(generatie)
        raise GeenLeesmodel

    def _lees(self, vraag: bytes, waarden: Mapping[str, object]) -> list[tuple[Any, ...]]:
        for _ in range(_LEESPOGINGEN - 1):
            try:
                return self._lees_eenmaal(vraag, waarden)
            except GeenVerbinding:
                raise
            except DatabaseOnbereikbaar:
                # after a restart of the server the pool is full of connections that do not know it yet
                self._pool.check()
        return self._lees_eenmaal(vraag, waarden)

    def _lees_eenmaal(self, vraag: bytes, waarden: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with driverfouten(), Geleend(self._pool) as verbinding:
            return lees_binnen(verbinding, self._bereik, vraag, waarden)


def _lijst(regios: Collection[str] | None) -> list[str] | None:
    return None if regios is None else list(regios)


def _tijdlijn(rijen: Iterable[Rij]) -> Tijdlijn:
    banen: dict[Baan, list[Stuk]] = {baan: [] for baan in BANEN}
    naam = agreements.STANDAARD  # also what a casus is judged by of which no melding stands
    for rij in rijen:
        banen[rij.baan].append(rij.als_stuk())
        naam = rij.afspraken
    return Tijdlijn(agreements.met_naam(naam), {baan: tuple(stukken) for baan, stukken in banen.items()})


def _tellingen(reeks: list[datetime], wisselingen: list[tuple[Any, ...]], per: Per) -> Iterable[Telling]:
    """Add up the changes (name in two parts, index of the moment, difference), in order of moment.

    At one moment in the order of their names.
    """
    geteld = {(naam_1, naam_2): _geteld(naam_1, naam_2, per) for naam_1, naam_2, _, _ in wisselingen}
    namen = sorted(geteld, key=lambda naam: _volgorde(*geteld[naam]))
    plaatsen = {naam: plaats for plaats, naam in enumerate(namen)}
    lopend = [0] * len(namen)
    per_moment = {nummer: list(groep) for nummer, groep in groupby(wisselingen, key=itemgetter(2))}
    for nummer, moment in enumerate(reeks):
        for naam_1, naam_2, _, verschil in per_moment.get(nummer, ()):
            lopend[plaatsen[naam_1, naam_2]] += verschil
        for naam, aantal in zip(namen, lopend, strict=True):
            if aantal:
                yield Telling(moment, *geteld[naam], aantal)


def _geteld(naam_1: Any, naam_2: Any, per: Per) -> tuple[Partij | None, Status | None]:
    if per == "status":
        return None, STATUSSEN[naam_1]
    return None if naam_1 is None else Partij(soort=naam_1, id=naam_2), None


def _volgorde(partij: Partij | None, status: Status | None) -> tuple[str, str]:
    return (status or "", "") if partij is None else (partij.soort, partij.id)
