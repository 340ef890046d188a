"""Read the read log, over a pool whose login is a member of zicht_inzagelezer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from psycopg_pool import ConnectionPool

from ledger.inzage.regel import Getoond, Inzageregel, Kijker, VastgelegdeInzage
from ledger.inzage.spoor import Spoor
from ledger.store.connection import Verbinding, conninfo_als, open_pool
from ledger.store.errors import driverfouten

ROL = "zicht_inzagelezer"

KOLOMMEN = """
SELECT positie, ontvangen_op, verzoek, medewerker, rol, organisatie_soort, organisatie, mandaat, doel, reden,
       kanaal, actie, handeling, resultaat, status, begonnen_op, vastgelegd_op, trace, span, ouder_span,
       casussen, personen, categorieen, getoonde_positie, bekend_op, alles, bestand_sha256, noodtoegang
  FROM inzage.regels
"""

# An export of everything is a look at this casus too, from the position on at which it began.
_VRAAG = (
    KOLOMMEN
    + """
 WHERE (%(casus)s::uuid IS NULL OR casussen @> ARRAY[%(casus)s::uuid]
        OR (alles AND getoonde_positie >= %(begin)s))
   AND (%(soort)s::text IS NULL OR (organisatie_soort = %(soort)s AND organisatie = %(organisatie)s))
   AND (%(medewerker)s::text IS NULL OR medewerker = %(medewerker)s)
   AND (%(van)s::timestamptz IS NULL OR vastgelegd_op >= %(van)s)
   AND (%(tot)s::timestamptz IS NULL OR vastgelegd_op < %(tot)s)
   AND positie > %(na)s
 ORDER BY positie LIMIT %(limiet)s
"""
)

_NA = KOLOMMEN + " WHERE positie > %s ORDER BY positie LIMIT %s"


@dataclass(frozen=True, slots=True)
class Inzagevraag:
    """Which lines: of this casus (`begin`: the position where it began), organisation, employee, period."""

    casus: UUID | None = None
    begin: int = 0
    organisatie: tuple[str, str] | None = None
    medewerker: str | None = None
    van: datetime | None = None
    tot: datetime | None = None


def open_inzagepool(conninfo: str) -> ConnectionPool[Verbinding]:
    """Open the pool for reading the log: as a role that can do nothing else, and only when asked for."""
    als_lezer = conninfo_als(conninfo, ROL, "default_transaction_read_only=on", "jit=off")
    return open_pool(als_lezer, naam="zicht leest inzage", minimaal=0, maximaal=4)


class Inzagelezer:
    """Asks the log; every list is in order of position."""

    def __init__(self, pool: ConnectionPool[Verbinding]) -> None:
        self._pool = pool

    def zoek(self, vraag: Inzagevraag, *, na: int = 0, limiet: int) -> list[VastgelegdeInzage]:
        """Give the first `limiet` lines after position `na`; raises `Opslagfout`."""
        soort, organisatie = vraag.organisatie or (None, None)
        return self._vraag(
            _VRAAG,
            {
                "casus": vraag.casus,
                "begin": vraag.begin,
                "soort": soort,
                "organisatie": organisatie,
                "medewerker": vraag.medewerker,
                "van": vraag.van,
                "tot": vraag.tot,
                "na": na,
                "limiet": limiet,
            },
        )

    def alle(self, vraag: Inzagevraag, *, bladzijde: int = 1_000) -> Iterator[VastgelegdeInzage]:
        """Give every line, a page at a time: no long transaction."""
        na = 0
        while regels := self.zoek(vraag, na=na, limiet=bladzijde):
            yield from regels
            na = regels[-1].positie

    def na(self, positie: int, limiet: int) -> list[VastgelegdeInzage]:
        """Give the first `limiet` lines after this position of the log, whoever they are about."""
        return self._vraag(_NA, [positie, limiet])

    def _vraag(self, vraag: str, waarden: Any) -> list[VastgelegdeInzage]:
        with driverfouten(), self._pool.connection() as verbinding:
            return [lees_regel(rij) for rij in verbinding.execute(vraag, waarden).fetchall()]


def lees_regel(rij: tuple[Any, ...]) -> VastgelegdeInzage:
    """Make a line of a row in the order of the columns above."""
    casussen, personen, categorieen, *overig, noodtoegang = rij[20:]
    regel = Inzageregel(
        verzoek=rij[2],
        wie=Kijker(*rij[3:10]),
        kanaal=rij[10],
        actie=rij[11],
        handeling=rij[12],
        resultaat=rij[13],
        status=rij[14],
        begonnen_op=rij[15],
        vastgelegd_op=rij[16],
        spoor=Spoor(*rij[17:20]),
        getoond=Getoond(tuple(casussen), tuple(personen), tuple(categorieen), *overig),
        noodtoegang=noodtoegang,
    )
    return VastgelegdeInzage(rij[0], rij[1], regel)
