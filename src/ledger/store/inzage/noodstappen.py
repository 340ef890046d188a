"""Steps of breaking the glass in PostgreSQL: added one by one, never changed."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb
from psycopg_pool import ConnectionPool

from ledger.inzage.noodtoegang import Noodstap, Noodtoegang, vouw
from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.errors import driverfouten
from ledger.store.inzage.schrijven import ROL
from ledger.values import Partij

_ZET = "SELECT inzage.zet_noodstap(%s)"

_EEN = """
SELECT noodtoegang, volgnummer, soort, moment, casus, regio, medewerker, organisatie_soort, organisatie, rol,
       mandaat, minuten, tweede_nodig, oordeel, reden
  FROM inzage.noodstappen WHERE noodtoegang = %s ORDER BY volgnummer
"""

# Those of people of one organisation, and those about a casus of one region, latest first.
_LIJST = """
WITH eigen AS (
    SELECT a.noodtoegang, a.positie AS begin
      FROM inzage.noodstappen a
     WHERE a.volgnummer = 1
       AND (a.regio = %(regio)s OR (a.organisatie_soort = %(soort)s AND a.organisatie = %(organisatie)s))
       AND (NOT %(open)s OR NOT EXISTS (SELECT FROM inzage.noodstappen b
                                         WHERE b.noodtoegang = a.noodtoegang AND b.soort = 'beoordeeld'))
     ORDER BY a.positie DESC LIMIT %(limiet)s
)
SELECT noodtoegang, s.volgnummer, s.soort, s.moment, s.casus, s.regio, s.medewerker, s.organisatie_soort,
       s.organisatie, s.rol, s.mandaat, s.minuten, s.tweede_nodig, s.oordeel, s.reden
  FROM eigen JOIN inzage.noodstappen s USING (noodtoegang)
 ORDER BY begin DESC, s.volgnummer
"""


class Noodboek:
    """Reads over a pool of zicht_inzagelezer, adds as a member of zicht_inzage (`conninfo`)."""

    def __init__(self, pool: ConnectionPool[Verbinding], conninfo: str) -> None:
        self._pool = pool
        self._conninfo = conninfo_als(conninfo, ROL)

    def zet(self, stap: Noodstap) -> bool:
        """Add a step; False when another came first. Raises `Opslagfout`."""
        rij = {
            **{
                naam: getattr(stap, naam)
                for naam in ("volgnummer", "soort", "regio", "medewerker", "rol", "mandaat")
            },
            "minuten": stap.minuten,
            "tweede_nodig": stap.tweede_nodig,
            "oordeel": stap.oordeel,
            "noodtoegang": str(stap.noodtoegang),
            "casus": str(stap.casus),
            "moment": stap.moment.isoformat(),
            "organisatie_soort": stap.organisatie.soort,
            "organisatie": stap.organisatie.id,
            "reden": None if stap.reden is None else f"\\x{stap.reden.hex()}",
        }
        with driverfouten(), verbind(self._conninfo, naam="zicht noodtoegang") as verbinding:
            gezet = verbinding.execute(_ZET, [Jsonb(rij)]).fetchone()
        return gezet is not None and gezet[0] is not None

    def lees(self, noodtoegang: UUID) -> Noodtoegang | None:
        """Give what became of one; None when there is none of this id."""
        return vouw(self._stappen(_EEN, [noodtoegang]))

    def lijst(self, organisatie: Partij, *, alleen_open: bool, limiet: int = 500) -> list[Noodtoegang]:
        """Give those that this organisation must know of: by its people, and about its region's cases."""
        waarden = {
            "regio": organisatie.id if organisatie.soort == "veilig-thuis" else "",
            "soort": organisatie.soort,
            "organisatie": organisatie.id,
            "open": alleen_open,
            "limiet": limiet,
        }
        groepen = groupby(self._stappen(_LIJST, waarden), key=lambda stap: stap.noodtoegang)
        return [nood for _, stappen in groepen if (nood := vouw(stappen)) is not None]

    def _stappen(self, vraag: str, waarden: Any) -> Sequence[Noodstap]:
        with driverfouten(), self._pool.connection() as verbinding:
            return [_stap(rij) for rij in verbinding.execute(vraag, waarden).fetchall()]


def _stap(rij: tuple[Any, ...]) -> Noodstap:
    (noodtoegang, volgnummer, soort, moment, casus, regio, medewerker, organisatie_soort, organisatie, rol,
     mandaat, minuten, tweede_nodig, oordeel, reden) = rij  # fmt: skip
    return Noodstap(
        noodtoegang,
        volgnummer,
        soort,
        moment,
        casus,
        regio,
        medewerker,
        Partij.model_validate({"soort": organisatie_soort, "id": organisatie}),
        rol,
        mandaat,
        minuten,
        tweede_nodig,
        oordeel,
        reden,
    )
