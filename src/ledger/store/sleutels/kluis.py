"""The vault: keys to seal a confidential part with, and keys to open what was sealed.

To seal, keys are remembered. That is safe: a key is destroyed by an act in the casus itself, and who appends
names the last volgnummer that he saw, so whoever did not see that act is refused and looks again; who saw it
asks for a key of a later name. To open, the database is asked every time, so that a key that anybody
destroyed opens nothing from that moment on; only the unwrapping is remembered.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial
from uuid import UUID, uuid4

from psycopg_pool import ConnectionPool

from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import Geheimen, codeer
from ledger.store.connection import Verbinding, conninfo_als, open_pool
from ledger.store.envelop import Datasleutel, sleutels_in
from ledger.store.geheugen import Geheugen
from ledger.store.pool import vraag_aan
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.sleutels import sleutelboek
from ledger.store.sleutels.hoofdsleutel import (
    HoofdsleutelOngeldig,
    HoofdsleutelOntbreekt,
    Sleutelmaker,
    SleutelVernietigd,
)
from ledger.store.sleutels.sleutelboek import NieuweSleutel, Rij
from ledger.vertrouwelijk import Sleutelnaam, Velden

ROL = "zicht_sleutels"

_ONTHOUDEN = 4096  # keys; a casus seldom has more than ten
_LENGTE = 32

Gevraagd = tuple[UUID, Sleutelnaam]
"""A key by name: the casus, and whose it is within it."""


def nieuwe_sleutel() -> Datasleutel:
    """Make a key that is nowhere yet."""
    return Datasleutel(uuid4(), os.urandom(_LENGTE))


class Kluis:
    """Hands out data keys, over a pool of its own that cannot append (see `open_kluis`).

    `hoofdsleutels` wraps them; the first time the last of its keys becomes the one for new data keys.
    """

    def __init__(self, pool: ConnectionPool[Verbinding], hoofdsleutels: Sleutelmaker) -> None:
        self._pool = pool
        self._hoofdsleutels = hoofdsleutels
        self._huidige: UUID | None = None
        self._op_naam: Geheugen[Gevraagd, Datasleutel] = Geheugen(_ONTHOUDEN)
        self._op_id: Geheugen[UUID, Datasleutel] = Geheugen(_ONTHOUDEN)

    def codeer(
        self, gebeurtenis: Gebeurtenis, regio: str, verdeeld: Mapping[Sleutelnaam, Velden]
    ) -> OpgeslagenGebeurtenis:
        """Give what is stored of an act, its confidential part sealed; raises what `geef` raises."""
        casus = gebeurtenis.casus
        nieuw = gebeurtenis.volgnummer == 1
        sleutels = self.geef([(casus, naam) for naam in verdeeld], nieuw=nieuw)
        return codeer(
            gebeurtenis, regio, verdeeld, {naam: sleutel for (_, naam), sleutel in sleutels.items()}
        )

    def geef(self, gevraagd: Iterable[Gevraagd], *, nieuw: bool = False) -> dict[Gevraagd, Datasleutel]:
        """Give the keys of these names to seal with; one that is not there yet is made.

        With `nieuw` they most likely are not, and looking first would be a waste. Raises `SleutelVernietigd`
        when one of them was destroyed since the caller read the casus, the errors of the store, and
        `SleutelFout`.
        """
        gegeven: dict[Gevraagd, Datasleutel] = {}
        onbekend: list[Gevraagd] = []
        for een in dict.fromkeys(gevraagd):
            sleutel = self._op_naam.geef(een)
            if sleutel is None:
                onbekend.append(een)
            else:
                gegeven[een] = sleutel
        if onbekend:
            rijen = vraag_aan(self._pool, partial(self._vind_of_maak, gevraagd=onbekend, nieuw=nieuw))
            for rij in rijen:
                gegeven[rij.casus, rij.naam] = self._levende(rij)
            for een in onbekend:
                self._op_naam.onthoud(een, gegeven[een])
        return gegeven

    def bewaar(self, vers: Mapping[Gevraagd, Datasleutel]) -> set[Gevraagd]:
        """Keep keys that were made elsewhere; give the names that were free, and so are theirs now.

        Of the other names, if any, `geef` gives the keys. Raises the errors of the store, and `SleutelFout`.
        """
        if not vers:
            return set()
        return {(rij.casus, rij.naam) for rij in vraag_aan(self._pool, partial(self._maak, vers=vers))}

    def keur(self) -> None:
        """Check that what wraps new keys is here; raises `SleutelFout` and the errors of the store."""
        huidige = vraag_aan(self._pool, sleutelboek.huidige)
        aanwezig = self._hoofdsleutels.aanwezig()
        if huidige is not None and huidige not in aanwezig:
            raise HoofdsleutelOntbreekt(huidige)
        if not aanwezig:
            raise HoofdsleutelOngeldig("Er is geen hoofdsleutel.")

    def ontsluit(self, gebeurtenissen: Iterable[OpgeslagenGebeurtenis]) -> Geheimen:
        """Give the keys of these acts as they are at this moment, in one question; see `codec.decodeer`."""
        ids = {sleutel for een in gebeurtenissen for sleutel in sleutels_in(een.vertrouwelijk)}
        if not ids:
            return {}
        rijen = vraag_aan(self._pool, partial(sleutelboek.op_id, ids=list(ids)))
        geheimen: dict[UUID, bytes | None] = {}
        for rij in rijen:
            if rij.ingepakt is None:
                self._op_id.vergeet(rij.id)
                self._op_naam.vergeet((rij.casus, rij.naam))
                geheimen[rij.id] = None
            else:
                geheimen[rij.id] = self._levende(rij).geheim
        return geheimen

    def _levende(self, rij: Rij) -> Datasleutel:
        if rij.ingepakt is None:
            raise SleutelVernietigd
        sleutel = self._op_id.geef(rij.id)
        if sleutel is None:
            geheim = self._hoofdsleutels.pak_uit(rij.hoofdsleutel, rij.id, rij.ingepakt)
            sleutel = Datasleutel(rij.id, geheim)
            self._op_id.onthoud(rij.id, sleutel)
        return sleutel

    def _vind_of_maak(
        self, verbinding: Verbinding, gevraagd: Sequence[Gevraagd], *, nieuw: bool
    ) -> list[Rij]:
        over = list(gevraagd)
        gevonden: list[Rij] = []
        vind = not nieuw
        while over:
            # what another makes at this very moment is not made by us, and found in the next round
            rijen = (
                sleutelboek.op_naam(verbinding, over) if vind else self._maak(verbinding, self._vers(over))
            )
            gevonden += rijen
            over = _zonder(over, rijen)
            vind = not vind
        return gevonden

    def _vers(self, gevraagd: Sequence[Gevraagd]) -> dict[Gevraagd, Datasleutel]:
        vers = {een: nieuwe_sleutel() for een in gevraagd}
        for sleutel in vers.values():
            self._op_id.onthoud(sleutel.id, sleutel)
        return vers

    def _maak(self, verbinding: Verbinding, vers: Mapping[Gevraagd, Datasleutel]) -> list[Rij]:
        try:
            hoofdsleutel, nieuw = self._ingepakt(verbinding, vers)
        except HoofdsleutelOntbreekt:
            if self._huidige is None:
                raise
            self._huidige = None  # replaced and destroyed since we looked
            hoofdsleutel, nieuw = self._ingepakt(verbinding, vers)
        gemaakt = sleutelboek.maak(verbinding, hoofdsleutel, nieuw)
        if not gemaakt:  # each of them was taken, or the master key was replaced
            self._huidige = None
        return gemaakt

    def _ingepakt(
        self, verbinding: Verbinding, vers: Mapping[Gevraagd, Datasleutel]
    ) -> tuple[UUID, list[NieuweSleutel]]:
        hoofdsleutel = self._huidige or self._zoek_huidige(verbinding)
        nieuw = [
            NieuweSleutel(
                sleutel.id, casus, naam, self._hoofdsleutels.pak_in(hoofdsleutel, sleutel.id, sleutel.geheim)
            )
            for (casus, naam), sleutel in vers.items()
        ]
        self._huidige = hoofdsleutel
        return hoofdsleutel, nieuw

    def _zoek_huidige(self, verbinding: Verbinding) -> UUID:
        huidige = sleutelboek.huidige(verbinding)
        if huidige is not None:
            return huidige
        aanwezig = self._hoofdsleutels.aanwezig()
        if not aanwezig:
            raise HoofdsleutelOngeldig("Er is nog geen hoofdsleutel; maak er een met 'zicht sleutels maak'.")
        sleutelboek.stel_in(verbinding, aanwezig[-1])
        return self._zoek_huidige(verbinding)


def _zonder(gevraagd: Sequence[Gevraagd], gevonden: Sequence[Rij]) -> list[Gevraagd]:
    namen = {(rij.casus, rij.naam) for rij in gevonden}
    return [een for een in gevraagd if een not in namen]


@contextmanager
def open_kluis(conninfo: str, hoofdsleutels: Sleutelmaker, *, maximaal: int = 4) -> Iterator[Kluis]:
    """Open the vault for a login that is a member of zicht_sleutels; its pool can do nothing else."""
    with open_pool(conninfo_als(conninfo, ROL), naam="zicht sleutels", maximaal=maximaal) as pool:
        yield Kluis(pool, hoofdsleutels)
