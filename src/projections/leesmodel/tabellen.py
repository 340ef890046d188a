"""The tables of the read model: two sets (generaties) of the same ones, and who logs in to them as what.

One set is read and followed, the other is free for a rebuild. Which one is read stands in
`projecties.generaties`; a statement that reads joins with that row, so that it sees one whole set or no row.
"""

from __future__ import annotations

from functools import lru_cache
from zlib import crc32

from psycopg import sql

from ledger.store.connection import conninfo_als as conninfo_als
from ledger.values import Partij
from projections.stuk import BANEN, STATUSSEN, Baan, Status

GENERATIES = (1, 2)

# Numbers of advisory locks; any will do, as long as nothing else in the same database locks on them.
SLOT_VOLGER = 7450921836540115210
SLOT_HERBOUW = 7450921836540115211

_STATUSBITS = 4
STATUSDEEL = (1 << _STATUSBITS) - 1
"""The part of a key that is the place of a status among STATUSSEN."""
_PARTIJBITS = 24
PARTIJSLEUTELS = 1 << _PARTIJBITS
BAANBITS = _PARTIJBITS + _STATUSBITS
"""Above so many bits of a key stands its lane, as its place among BANEN."""
_TABELLEN = ("stukken", "casussen", "termijnen", "signalen", "meldingen", "eindeloos")

ZONDER_PARTIJ: frozenset[Status] = frozenset({"onbelegd", "beeindigd", "te-bezien"})
"""The statuses in which a piece has no party."""


def andere(generatie: int) -> int:
    """Give the other set of tables."""
    return GENERATIES[0] if generatie == GENERATIES[1] else GENERATIES[1]


@lru_cache(maxsize=256)
def voor_generatie(vraag: str, generatie: int, *, gelezen: bool = False) -> bytes:
    """Give a statement of ours for one set of tables: fill in `{stukken}` and the like, and `{generatie}`.

    With `gelezen` the rows are those of the scope of who asks: views, for who only reads.
    """
    begin = "gelezen_" if gelezen else ""
    namen = {tabel: sql.Identifier("projecties", f"{begin}{tabel}_{generatie}") for tabel in _TABELLEN}
    sjabloon = sql.SQL(vraag)  # a constant of this package, never a user's text
    return sjabloon.format(generatie=sql.Literal(generatie), **namen).as_bytes(None)


@lru_cache(maxsize=4096)  # all parties but the families are far fewer
def partijsleutel(partij_soort: str | None, partij_id: str | None) -> int:
    """Give a checksum of a party; two parties may share one, so ask for the party itself too."""
    return 0 if partij_id is None else crc32(f"{partij_soort}:{partij_id}".encode()) % PARTIJSLEUTELS


def sleutel(baan: Baan, partij_soort: str | None, partij_id: str | None, status: Status) -> int:
    """Give the key by which the index finds a piece: its lane, a checksum of its party, its status.

    Two parties may share a key, so a question that asks for a party asks for its name too.
    """
    partij = partijsleutel(partij_soort, partij_id)
    return (BANEN.index(baan) << BAANBITS) | (partij << _STATUSBITS) | STATUSSEN.index(status)


def sleutels(baan: Baan, partij: Partij | None, status: Status | None) -> tuple[int, int]:
    """Give the range of keys, [first, last), of the pieces of this lane, party and status (None: of any)."""
    if partij is None and status not in ZONDER_PARTIJ:
        plaats = BANEN.index(baan)
        return plaats << BAANBITS, (plaats + 1) << BAANBITS
    soort, naam = (None, None) if partij is None else (partij.soort, partij.id)
    eerste = sleutel(baan, soort, naam, status or STATUSSEN[0])
    return eerste, eerste + (1 if status else 1 << _STATUSBITS)
