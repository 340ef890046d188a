"""Replace the master key: wrap every data key again with a new one, after which the old one can be destroyed.

It may be killed at any point and started again: what is still wrapped with an old key says what is left to
do. A data key that is destroyed meanwhile stays destroyed. Once the old master key is gone, so is what every
older copy of the key table could open, in back-ups and in the log of writes too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from ledger.store.errors import driverfouten
from ledger.store.sleutels import sleutelboek
from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig, Sleutelmaker

_SLOT = 7450921836540115230
_PER_KEER = 500

_OUD = """
SELECT id, hoofdsleutel, ingepakt FROM sleutels.datasleutels
 WHERE hoofdsleutel <> %b AND ingepakt IS NOT NULL ORDER BY hoofdsleutel LIMIT %b
"""
# what was destroyed since it was read is left alone
_WIKKEL = """
UPDATE sleutels.datasleutels d SET hoofdsleutel = %b, ingepakt = n.ingepakt
  FROM unnest(%b::uuid[], %b::bytea[]) AS n (id, ingepakt)
 WHERE d.id = n.id AND d.ingepakt IS NOT NULL
"""
_STAND = """
SELECT h.id, h.ingesteld_op, h.vervangen_op, h.vernietigd_op,
       (SELECT count(*) FROM sleutels.datasleutels d WHERE d.hoofdsleutel = h.id AND d.ingepakt IS NOT NULL)
  FROM sleutels.hoofdsleutels h ORDER BY h.ingesteld_op
"""

Verbinding = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Hoofdsleutelstand:
    """A master key as the database knows it; `datasleutels` are those that are wrapped with it now."""

    id: UUID
    ingesteld_op: datetime
    vervangen_op: datetime | None
    vernietigd_op: datetime | None
    datasleutels: int


def stand(verbinding: Verbinding) -> list[Hoofdsleutelstand]:
    """Give every master key there ever was, the oldest first."""
    with driverfouten():
        return [Hoofdsleutelstand(*rij) for rij in verbinding.execute(_STAND)]


def roteer(
    verbinding: Verbinding,
    hoofdsleutels: Sleutelmaker,
    vooruit: Callable[[int], None] = lambda _: None,
) -> UUID:
    """Wrap every data key with a new master key and give its id; one that was begun before is finished.

    `vooruit` hears how many were wrapped, each time. Raises `SleutelFout` and the errors of the store.
    """
    with driverfouten():
        verbinding.execute("SELECT pg_advisory_lock(%s)", [_SLOT])
        try:
            huidige = sleutelboek.huidige(verbinding)
            if huidige is None or not _lees_oud(verbinding, huidige, 1):
                huidige = _vervang(verbinding, hoofdsleutels.maak())
            while oud := _lees_oud(verbinding, huidige, _PER_KEER):
                ids = [id_ for id_, _, _ in oud]
                nieuw = [
                    hoofdsleutels.pak_in(huidige, id_, hoofdsleutels.pak_uit(met, id_, ingepakt))
                    for id_, met, ingepakt in oud
                ]
                sleutelboek.doe(verbinding, _WIKKEL, [huidige, ids, nieuw])
                vooruit(len(oud))
            return huidige
        finally:
            verbinding.execute("SELECT pg_advisory_unlock(%s)", [_SLOT])


def vernietig(verbinding: Verbinding, hoofdsleutels: Sleutelmaker, hoofdsleutel: UUID) -> None:
    """Destroy a master key that wraps nothing any more, for good.

    Raises `HoofdsleutelOngeldig` for the current one and for one that is still needed.
    """
    (van,) = [een for een in stand(verbinding) if een.id == hoofdsleutel] or (None,)
    if van is None:
        raise HoofdsleutelOngeldig("Deze hoofdsleutel is hier nooit gebruikt.")
    if van.vervangen_op is None:
        raise HoofdsleutelOngeldig("Dit is de hoofdsleutel van nu: roteer eerst.")
    if van.datasleutels:
        raise HoofdsleutelOngeldig(f"Hiermee zijn nog {van.datasleutels} sleutels ingepakt: roteer eerst.")
    hoofdsleutels.vernietig(hoofdsleutel)
    with driverfouten():
        verbinding.execute(
            "UPDATE sleutels.hoofdsleutels SET vernietigd_op = coalesce(vernietigd_op, clock_timestamp())"
            " WHERE id = %s",
            [hoofdsleutel],
        )


def _vervang(verbinding: Verbinding, nieuw: UUID) -> UUID:
    with verbinding.transaction():
        verbinding.execute(
            "UPDATE sleutels.hoofdsleutels SET vervangen_op = clock_timestamp() WHERE vervangen_op IS NULL"
        )
        verbinding.execute("INSERT INTO sleutels.hoofdsleutels (id) VALUES (%s)", [nieuw])
    return nieuw


def _lees_oud(verbinding: Verbinding, huidige: UUID, hoogstens: int) -> list[tuple[UUID, UUID, bytes]]:
    return sleutelboek.doe(verbinding, _OUD, [huidige, hoogstens])
