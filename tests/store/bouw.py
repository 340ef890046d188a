"""Appends with made-up contents, and what must be true of a ledger whatever happened to it."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg

from ledger.store.records import OpgeslagenGebeurtenis, Toevoeging

REGIO = "midden-brabant"
BEGIN = datetime(2020, 3, 2, 8, 0, tzinfo=UTC)


def gebeurtenis(
    casus: UUID, volgnummer: int, regio: str = REGIO, open_: bytes | None = None
) -> OpgeslagenGebeurtenis:
    return OpgeslagenGebeurtenis(
        originator_id=casus,
        originator_version=volgnummer,
        topic="ContactGelegd/1",
        state=open_ if open_ is not None else b'{"wijze":"huisbezoek"}',
        regio=regio,
        gebeurd_op=BEGIN + timedelta(hours=volgnummer),
        vastgelegd_op=BEGIN + timedelta(days=volgnummer, microseconds=volgnummer),
        vertrouwelijk=None if volgnummer % 2 else b"\x01\x00",
    )


def toevoeging(  # noqa: PLR0913 — a builder, each argument with its default
    casus: UUID,
    eerste: int,
    aantal: int = 1,
    *,
    opdracht: UUID | None = None,
    regio: str = REGIO,
    verzoek: bytes = b"v",
) -> Toevoeging:
    return Toevoeging(
        opdracht or uuid4(),
        verzoek,
        [gebeurtenis(casus, volgnummer, regio) for volgnummer in range(eerste, eerste + aantal)],
    )


def gebreken(conninfo: str) -> list[str]:
    """What is wrong with the ledger in this database; nothing, if all is well."""
    vragen = {
        "posities niet dicht": """
            SELECT FROM ledger.gebeurtenissen
            HAVING count(*) <> coalesce(max(positie), 0) OR min(positie) < 1""",
        "volgnummers niet dicht": """
            SELECT casus FROM ledger.gebeurtenissen GROUP BY casus
            HAVING count(*) <> max(volgnummer) OR min(volgnummer) <> 1 OR count(DISTINCT regio) > 1""",
        "volgnummers niet in volgorde van positie": """
            SELECT FROM (SELECT positie, lag(positie) OVER (PARTITION BY casus ORDER BY volgnummer) AS vorige
                           FROM ledger.gebeurtenissen) AS g WHERE vorige >= positie""",
        "opdrachten kloppen niet met gebeurtenissen": """
            SELECT FROM ledger.opdrachten o
              FULL JOIN (SELECT opdracht, casus, min(volgnummer) AS eerste, max(volgnummer) AS laatste,
                                min(positie) AS eerste_positie, count(*) AS aantal
                           FROM ledger.gebeurtenissen GROUP BY opdracht, casus) g USING (opdracht)
             WHERE (o.casus, o.eerste, o.laatste, o.eerste_positie, o.laatste - o.eerste + 1)
                   IS DISTINCT FROM (g.casus, g.eerste, g.laatste, g.eerste_positie, g.aantal)""",
        "ontvangst niet in volgorde van positie": """
            SELECT FROM (SELECT ontvangen_op, lag(ontvangen_op) OVER (ORDER BY positie) AS vorige
                           FROM ledger.gebeurtenissen) AS g WHERE vorige > ontvangen_op""",
    }
    with psycopg.connect(conninfo) as verbinding:
        return [naam for naam, vraag in vragen.items() if verbinding.execute(vraag).fetchone() is not None]


def vastgelegde_opdrachten(conninfo: str) -> dict[UUID, int]:
    """How many acts each command wrote."""
    with psycopg.connect(conninfo) as verbinding:
        rijen: Sequence[tuple[UUID, int]] = verbinding.execute(
            "SELECT opdracht, count(*) FROM ledger.gebeurtenissen GROUP BY opdracht"
        ).fetchall()
        return dict(rijen)
