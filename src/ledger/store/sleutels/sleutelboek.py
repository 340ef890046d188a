"""The statements on the keys in the database; each on one index. Asked as a member of zicht_sleutels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import psycopg

from ledger.vertrouwelijk import Sleutelnaam

_KOLOMMEN = "d.id, d.hoofdsleutel, d.ingepakt, d.casus, d.klasse, d.persoon, d.na"

_OP_NAAM = f"""
SELECT {_KOLOMMEN}
  FROM unnest(%b::uuid[], %b::text[], %b::text[], %b::int[]) AS g (casus, klasse, persoon, na)
  JOIN sleutels.datasleutels d USING (casus, klasse, persoon, na)
"""  # noqa: S608 — a list of our own columns

_OP_ID = f"SELECT {_KOLOMMEN} FROM sleutels.datasleutels d WHERE d.id = ANY(%b::uuid[])"  # noqa: S608 — as above

# The lock lets a rotation wait for keys that are being made, and then none is made with the former any more.
_MAAK = f"""
WITH huidig AS (
    SELECT id FROM sleutels.hoofdsleutels WHERE id = %b AND vervangen_op IS NULL FOR SHARE
)
INSERT INTO sleutels.datasleutels AS d (id, hoofdsleutel, casus, klasse, persoon, na, ingepakt)
SELECT g.id, huidig.id, g.casus, g.klasse, g.persoon, g.na, g.ingepakt
  FROM unnest(%b::uuid[], %b::uuid[], %b::text[], %b::text[], %b::int[], %b::bytea[])
       AS g (id, casus, klasse, persoon, na, ingepakt), huidig
    ON CONFLICT (casus, klasse, persoon, na) DO NOTHING
RETURNING {_KOLOMMEN}
"""  # noqa: S608 — as above

_HUIDIGE = "SELECT id FROM sleutels.hoofdsleutels WHERE vervangen_op IS NULL"

_STEL_IN = "INSERT INTO sleutels.hoofdsleutels (id) VALUES (%b) ON CONFLICT DO NOTHING"

Verbinding = psycopg.Connection[Any]


@dataclass(frozen=True, slots=True)
class Rij:
    """A data key as it stands in the database; `ingepakt` is None once it was destroyed."""

    id: UUID
    hoofdsleutel: UUID
    ingepakt: bytes | None
    casus: UUID
    naam: Sleutelnaam


@dataclass(frozen=True, slots=True)
class NieuweSleutel:
    """A key that is to be kept, already wrapped."""

    id: UUID
    casus: UUID
    naam: Sleutelnaam
    ingepakt: bytes


def op_naam(verbinding: Verbinding, gevraagd: Sequence[tuple[UUID, Sleutelnaam]]) -> list[Rij]:
    """Read the keys with these names; those that are not there are left out."""
    casussen = [casus for casus, _ in gevraagd]
    namen = [naam for _, naam in gevraagd]
    return _rijen(verbinding, _OP_NAAM, [casussen, *_kolommen(namen)])


def op_id(verbinding: Verbinding, ids: Sequence[UUID]) -> list[Rij]:
    """Read the keys with these ids; those that are not there are left out."""
    return _rijen(verbinding, _OP_ID, [list(ids)])


def maak(verbinding: Verbinding, hoofdsleutel: UUID, nieuw: Sequence[NieuweSleutel]) -> list[Rij]:
    """Keep new keys and give those that were kept.

    Not those of which the name is taken; none when `hoofdsleutel` is no longer the current one.
    """
    return _rijen(
        verbinding,
        _MAAK,
        [
            hoofdsleutel,
            [een.id for een in nieuw],
            [een.casus for een in nieuw],
            *_kolommen([een.naam for een in nieuw]),
            [een.ingepakt for een in nieuw],
        ],
    )


def huidige(verbinding: Verbinding) -> UUID | None:
    """Read which master key wraps new keys; None before the first."""
    rij = verbinding.execute(_HUIDIGE).fetchone()
    return None if rij is None else UUID(str(rij[0]))


def stel_in(verbinding: Verbinding, hoofdsleutel: UUID) -> None:
    """Make this the current master key where there is none; another that came first stays."""
    verbinding.execute(_STEL_IN, [hoofdsleutel])


def _kolommen(namen: Sequence[Sleutelnaam]) -> list[list[Any]]:
    return [
        [naam.klasse for naam in namen],
        [naam.persoon or "" for naam in namen],
        [naam.na for naam in namen],
    ]


def doe(verbinding: Verbinding, vraag: str, waarden: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Do one statement, in binary; gives its rows, none where it has none."""
    with verbinding.cursor(binary=True) as cursor:
        cursor.execute(vraag, waarden)
        return cursor.fetchall() if cursor.description is not None else []


def _rijen(verbinding: Verbinding, vraag: str, waarden: Sequence[Any]) -> list[Rij]:
    return [
        Rij(id_, hoofdsleutel, ingepakt, casus, Sleutelnaam(klasse, persoon or None, na))
        for id_, hoofdsleutel, ingepakt, casus, klasse, persoon, na in doe(verbinding, vraag, waarden)
    ]
