"""What is read from the ledger: each a named statement on one index."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent
from psycopg import sql

from ledger.store.binnen import lees_binnen
from ledger.store.connection import Verbinding
from ledger.store.records import Herhaald, OpgeslagenGebeurtenis, VastgelegdeGebeurtenis
from ledger.values import Partij

_KOLOMMEN = """
SELECT casus, volgnummer, soort, open, regio, gebeurd_op, vastgelegd_op, vertrouwelijk, positie, opdracht,
ontvangen_op
  FROM ledger.gebeurtenissen
"""

_VAN_CASUS = " WHERE casus = %s AND volgnummer > %s AND volgnummer <= %s ORDER BY volgnummer"
_CASUS = _KOLOMMEN + _VAN_CASUS
# Within a scope the confidential part is not there to be read.
_CASUS_BINNEN = _KOLOMMEN.replace(" vertrouwelijk,", " NULL::bytea,") + _VAN_CASUS

# From when on a party sees a casus; whoever asks sees the lines of its own scope only.
_SINDS = """
SELECT min(vanaf_op) FROM toegang.betrokken WHERE partij_soort = %s AND partij_id = %s AND casus = %s
"""

# Positions grow with volgnummers, and moments of recording never go back: the last that fits is the highest.
_POSITIE_OP = """
SELECT positie
  FROM ledger.gebeurtenissen
 WHERE casus = %s AND vastgelegd_op <= %s AND positie <= %s
 ORDER BY volgnummer DESC LIMIT 1
"""

# Every casus begins with a melding, whatever its shape was then; a register of a region does not.
_CASUSSEN = """
SELECT casus
  FROM ledger.gebeurtenissen
 WHERE casus > %s AND volgnummer = 1 AND soort LIKE 'MeldingOntvangen/%%' AND positie <= %s
 ORDER BY casus LIMIT %s
"""

_NA = _KOLOMMEN + " WHERE positie > %s ORDER BY positie LIMIT %s"

# Without the confidential part: who counts does not need it.
_VAN_SOORT = """
SELECT casus, volgnummer, soort, open, regio, gebeurd_op, vastgelegd_op, NULL::bytea, positie, opdracht,
ontvangen_op
  FROM ledger.gebeurtenissen
 WHERE positie > %s AND positie <= %s AND soort = ANY(%s)
 ORDER BY positie
"""

# In the words of the index, which has these two kinds alone.
_INGRIJPEND = """
SELECT positie, soort LIKE 'PersoonsgegevensVernietigd/%%'
  FROM ledger.gebeurtenissen
 WHERE positie > %s
   AND (soort LIKE 'GebeurtenisGecorrigeerd/%%' OR soort LIKE 'PersoonsgegevensVernietigd/%%')
 ORDER BY positie LIMIT %s
"""

_HOOGSTE_POSITIE = "SELECT ledger.hoogste_positie()"

_OPDRACHT = (
    "SELECT verzoek, casus, eerste, laatste, eerste_positie FROM ledger.opdrachten WHERE opdracht = %s"
)

_NOTIFICATIONS = """
SELECT casus, volgnummer, soort, open, positie
  FROM ledger.gebeurtenissen
 WHERE positie >= %s AND positie <= %s
 ORDER BY positie LIMIT %s
"""

_NOTIFICATIONS_VAN_SOORT = """
SELECT casus, volgnummer, soort, open, positie
  FROM ledger.gebeurtenissen
 WHERE positie >= %s AND positie <= %s AND soort = ANY(%s)
 ORDER BY positie LIMIT %s
"""

_GROOTSTE_INT = 2**31 - 1
_GROOTSTE_BIGINT = 2**63 - 1


def _voer_uit(
    verbinding: Verbinding, vraag: str | sql.Composed, waarden: Sequence[object]
) -> list[tuple[Any, ...]]:
    return lees_binnen(verbinding, verbinding.bereik, vraag, waarden)


def casus(verbinding: Verbinding, casus: UUID, na: int, tot: int | None) -> list[VastgelegdeGebeurtenis]:
    """Read one casus, by its key; within a scope what is in it, without confidential parts."""
    vraag = _CASUS if verbinding.bereik is None else _CASUS_BINNEN
    rijen = _voer_uit(verbinding, vraag, (casus, na, _GROOTSTE_INT if tot is None else tot))
    return [VastgelegdeGebeurtenis(*rij) for rij in rijen]


def positie_op(verbinding: Verbinding, casus: UUID, moment: datetime, tot: int) -> int:
    """Read the position of the last act of one casus that was recorded by then, up to `tot`; 0 for none."""
    rijen = _voer_uit(verbinding, _POSITIE_OP, (casus, moment, tot))
    return int(rijen[0][0]) if rijen else 0


def sinds(verbinding: Verbinding, casus: UUID, partij: Partij) -> datetime | None:
    """Read from when on a party sees a casus; None: not at all."""
    (rij,) = _voer_uit(verbinding, _SINDS, (partij.soort, partij.id, casus))
    moment: datetime | None = rij[0]
    return moment


def casussen(verbinding: Verbinding, na: UUID, tot: int, limiet: int) -> list[UUID]:
    """Read which casussen there are, in order of their id."""
    return [rij[0] for rij in _voer_uit(verbinding, _CASUSSEN, (na, tot, limiet))]


def na(verbinding: Verbinding, positie: int, limiet: int) -> list[VastgelegdeGebeurtenis]:
    """Read the whole ledger, by position."""
    return [VastgelegdeGebeurtenis(*rij) for rij in _voer_uit(verbinding, _NA, (positie, limiet))]


def van_soort(
    verbinding: Verbinding, na: int, tot: int, soorten: Sequence[str]
) -> list[VastgelegdeGebeurtenis]:
    """Read a stretch of the ledger, by position: only acts with one of these stored names."""
    rijen = _voer_uit(verbinding, _VAN_SOORT, (na, tot, list(soorten)))
    return [VastgelegdeGebeurtenis(*rij) for rij in rijen]


def ingrijpend(verbinding: Verbinding, na: int, limiet: int) -> list[tuple[int, bool]]:
    """Read where something was corrected or erased, and which of the two."""
    return [(rij[0], rij[1]) for rij in _voer_uit(verbinding, _INGRIJPEND, (na, limiet))]


def hoogste_positie(verbinding: Verbinding) -> int:
    """Read the last position, 0 for an empty ledger."""
    rijen = _voer_uit(verbinding, _HOOGSTE_POSITIE, ())
    return int(rijen[0][0])


def opdracht(verbinding: Verbinding, opdracht: UUID) -> Herhaald | None:
    """Read one command, by its key."""
    rijen = _voer_uit(verbinding, _OPDRACHT, (opdracht,))
    return Herhaald(*rijen[0]) if rijen else None


def events(  # noqa: PLR0913 — the library's signature
    verbinding: Verbinding,
    originator_id: UUID | str,
    *,
    gt: int | None,
    lte: int | None,
    desc: bool,
    limit: int | None,
) -> list[StoredEvent]:
    """Read one casus, as the library asks for it."""
    vraag = sql.SQL(
        _KOLOMMEN + " WHERE casus = %s AND volgnummer > %s AND volgnummer <= %s ORDER BY volgnummer "
    )
    richting = sql.SQL("DESC LIMIT %s" if desc else "ASC LIMIT %s")
    waarden = (originator_id, -1 if gt is None else gt, _GROOTSTE_INT if lte is None else lte, limit)
    return [_event(rij) for rij in _voer_uit(verbinding, vraag + richting, waarden)]


def notifications(
    verbinding: Verbinding, vanaf: int, tot: int | None, soorten: Sequence[str], limiet: int
) -> list[Notification]:
    """Read the whole ledger, as the library asks for it."""
    grens = _GROOTSTE_BIGINT if tot is None else tot
    if soorten:
        rijen = _voer_uit(verbinding, _NOTIFICATIONS_VAN_SOORT, (vanaf, grens, list(soorten), limiet))
    else:
        rijen = _voer_uit(verbinding, _NOTIFICATIONS, (vanaf, grens, limiet))
    return [Notification(*rij) for rij in rijen]


def _event(rij: tuple[Any, ...]) -> StoredEvent:
    if rij[6] is None:
        return StoredEvent(*rij[:4])
    return OpgeslagenGebeurtenis(*rij[:8])
