"""Who is logged in: rows in the database, found by the digest of a cookie that only the browser has."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from api.identiteit import Identiteit, Mandaat
from ledger.store.connection import Verbinding, open_pool
from ledger.store.errors import driverfouten
from ledger.values import Actor, Partij
from projections.leesmodel.tabellen import conninfo_als

POGING = timedelta(minutes=10)
"""How long somebody may take at the issuer."""

_GEZIEN = timedelta(minutes=1)  # a row is not written again for every picture of a page

_BEWAAR_POGING = """
    INSERT INTO sessies.aanmeldingen (sleutel, staat, nonce, verificatie, terug, verloopt)
    VALUES (%(sleutel)s, %(staat)s, %(nonce)s, %(verificatie)s, %(terug)s, %(verloopt)s)
"""
_NEEM_POGING = """
    DELETE FROM sessies.aanmeldingen WHERE sleutel = %(sleutel)s
    RETURNING staat, nonce, verificatie, terug, verloopt
"""
_BEGIN = """
    INSERT INTO sessies.sessies
        (sleutel, medewerker, organisatie_soort, organisatie_id, rol, mandaat, doel, gezien, verloopt)
    VALUES
        (%(sleutel)s, %(medewerker)s, %(soort)s, %(id)s, %(rol)s, %(mandaat)s, %(doel)s, %(nu)s, %(verloopt)s)
"""
_LEES = """
    SELECT medewerker, organisatie_soort, organisatie_id, rol, mandaat, doel, gezien FROM sessies.sessies
    WHERE sleutel = %(sleutel)s AND verloopt > %(nu)s AND gezien > %(uiterlijk)s
"""
_ZIE = "UPDATE sessies.sessies SET gezien = %(nu)s WHERE sleutel = %(sleutel)s AND gezien < %(nu)s"
_EINDIG = "DELETE FROM sessies.sessies WHERE sleutel = %(sleutel)s"
_RUIM_OP = (
    "DELETE FROM sessies.sessies WHERE verloopt <= %(nu)s OR gezien <= %(uiterlijk)s",
    "DELETE FROM sessies.aanmeldingen WHERE verloopt <= %(nu)s",
)


@dataclass(frozen=True, slots=True)
class Poging:
    """What must come back from the issuer, what proves that it was us, and where to go on."""

    staat: str
    nonce: str
    verificatie: str
    terug: str


def open_sessiepool(conninfo: str) -> ConnectionPool[Verbinding]:
    """Open a pool that sees the sessions and nothing else, as zicht_sessies."""
    return open_pool(conninfo_als(conninfo, "zicht_sessies"), naam="zicht sessies", maximaal=4)


class Sessies:
    """The sessions in the database; times are UTC instants. Every question raises the errors of the store."""

    def __init__(self, pool: ConnectionPool[Verbinding], *, duur: timedelta, rust: timedelta) -> None:
        self._pool = pool
        self._duur = duur
        self._rust = rust

    def begin_poging(self, poging: Poging, nu: datetime) -> str:
        """Keep an attempt to log in; give the cookie that binds it to this browser."""
        koek = secrets.token_urlsafe(32)
        waarden = {
            "sleutel": _sleutel(koek),
            "staat": poging.staat,
            "nonce": poging.nonce,
            "verificatie": poging.verificatie,
            "terug": poging.terug,
            "verloopt": nu + POGING,
        }
        self._doe(_BEWAAR_POGING, waarden)
        return koek

    def neem_poging(self, koek: str, nu: datetime) -> Poging | None:
        """Give the attempt of this browser, once; None when there is none or it took too long."""
        rijen = self._vraag(_NEEM_POGING, {"sleutel": _sleutel(koek)})
        if not rijen or rijen[0][4] <= nu:
            return None
        return Poging(*rijen[0][:4])

    def begin(self, identiteit: Identiteit, nu: datetime) -> str:
        """Log somebody in; give the cookie, new each time. Sessions that are over are removed."""
        koek = secrets.token_urlsafe(32)
        mandaat = identiteit.mandaat
        waarden = {
            "sleutel": _sleutel(koek),
            "medewerker": identiteit.medewerker,
            "soort": identiteit.organisatie.soort,
            "id": identiteit.organisatie.id,
            "rol": identiteit.rol,
            "mandaat": None if mandaat is None else Jsonb(mandaat.model_dump(mode="json")),
            "doel": identiteit.doel,
            "nu": nu,
            "verloopt": nu + self._duur,
        }
        for opdracht in _RUIM_OP:
            self._doe(opdracht, {"nu": nu, "uiterlijk": nu - self._rust})
        self._doe(_BEGIN, waarden)
        return koek

    def lees(self, koek: str, nu: datetime) -> Identiteit | None:
        """Give who this cookie is; None when nobody, not any more, or not used for too long."""
        sleutel = _sleutel(koek)
        rijen = self._vraag(_LEES, {"sleutel": sleutel, "nu": nu, "uiterlijk": nu - self._rust})
        if not rijen:
            return None
        medewerker, soort, naam, rol, mandaat, doel, gezien = rijen[0]
        if nu - gezien >= _GEZIEN:
            self._doe(_ZIE, {"nu": nu, "sleutel": sleutel})
        actor = Actor(medewerker=medewerker, organisatie=Partij(soort=soort, id=naam), rol=rol)
        return Identiteit(actor, None if mandaat is None else Mandaat.model_validate(mandaat), doel)

    def eindig(self, koek: str) -> None:
        """Log out."""
        self._doe(_EINDIG, {"sleutel": _sleutel(koek)})

    def _vraag(self, vraag: str, waarden: Mapping[str, object]) -> list[tuple[Any, ...]]:
        with driverfouten(), self._pool.connection() as verbinding:
            return verbinding.execute(vraag.encode(), waarden).fetchall()

    def _doe(self, opdracht: str, waarden: Mapping[str, object]) -> None:
        with driverfouten(), self._pool.connection() as verbinding:
            verbinding.execute(opdracht.encode(), waarden)


def _sleutel(koek: str) -> bytes:
    return hashlib.sha256(koek.encode()).digest()
