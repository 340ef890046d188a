"""The leaf, version 1: what of an act is sealed, as bytes with one meaning.

Fields in a fixed order, each preceded by its length (four bytes, big-endian); no JSON, so that there is one
way to write it. Every column of the stored row is in it. Of what somebody wrote down only a hash: of the open
part, and of the confidential part as it is stored, encrypted. So a leaf can be shown to anyone, and stays
right when the key of a confidential part is destroyed.
"""

from __future__ import annotations

import hashlib
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

BLADVORM = b"zicht-blad/1"

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECONDE = timedelta(microseconds=1)
_LENGTE = struct.Struct(">I")
_GETAL = struct.Struct(">q")
_UUIDLENGTE = 16
_VELDEN = 16
_ENVELOP_1 = 1
_DEELKOP = struct.Struct(">c16s12sI")  # class, key id, nonce, length


class OnleesbaarBlad(Exception):
    """Bytes that are no leaf of this version."""


def microseconden(moment: datetime | None) -> int | None:
    """Give an instant as microseconds since 1970, UTC."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECONDE


@dataclass(frozen=True)
class Blad:
    """A leaf. Instants in microseconds since 1970 (UTC), None for events that are not ours.

    `medewerker` and `organisatie` (soort:id) are who recorded it, empty where the open part does not say;
    `sleutels` the ids of the keys of the confidential part, one after another; `vertrouwelijk` the hash of
    that part as stored, empty when there is none.
    """

    oorsprong: str
    positie: int
    regio: str
    casus: UUID
    volgnummer: int
    soort: str
    gebeurd_op: int | None
    vastgelegd_op: int | None
    ontvangen_op: int | None
    opdracht: UUID
    medewerker: str
    organisatie: str
    open: bytes
    sleutels: bytes
    vertrouwelijk: bytes

    def als_bytes(self) -> bytes:
        """Write the leaf."""
        delen = [BLADVORM, *(_als_veld(getattr(self, veld.name)) for veld in fields(self))]
        return b"".join([_LENGTE.pack(len(deel)) + deel for deel in delen])


def _als_veld(waarde: str | int | bytes | UUID | None) -> bytes:
    if isinstance(waarde, str):
        return waarde.encode()
    if isinstance(waarde, int):
        return _GETAL.pack(waarde)
    if isinstance(waarde, UUID):
        return waarde.bytes
    return waarde or b""


def bladbytes(oorsprong: bytes, rij: Sequence[Any]) -> bytes:
    """Write the leaf of a row of the ledger, straight from what is stored.

    `rij`: positie, regio, casus, volgnummer, soort, gebeurd_op, vastgelegd_op, ontvangen_op, opdracht, open,
    vertrouwelijk. The same as `Blad.als_bytes`, without the object between: an audit does this for every row.
    """
    positie, regio, casus, volgnummer, soort, gebeurd, vastgelegd, ontvangen, opdracht, open_, geheim = rij
    medewerker, organisatie = wie(open_)
    velden = (
        BLADVORM,
        oorsprong,
        _GETAL.pack(positie),
        regio.encode(),
        casus.bytes,
        _GETAL.pack(volgnummer),
        soort.encode(),
        b"" if gebeurd is None else _GETAL.pack((gebeurd - _EPOCH) // _MICROSECONDE),
        b"" if vastgelegd is None else _GETAL.pack((vastgelegd - _EPOCH) // _MICROSECONDE),
        b"" if ontvangen is None else _GETAL.pack((ontvangen - _EPOCH) // _MICROSECONDE),
        opdracht.bytes,
        medewerker.encode(),
        organisatie.encode(),
        hashlib.sha256(open_).digest(),
        b"" if geheim is None else sleutel_ids(geheim),
        b"" if geheim is None else hashlib.sha256(geheim).digest(),
    )
    return b"".join([_LENGTE.pack(len(veld)) + veld for veld in velden])


def wie(open_deel: bytes) -> tuple[str, str]:
    """Give who recorded it, by the open part: medewerker, and organisatie as soort:id; empty if not said."""
    try:
        door = json.loads(open_deel)["vastgelegdDoor"]
        medewerker, organisatie = door["medewerker"], door["organisatie"]
        namen = (medewerker, organisatie["soort"], organisatie["id"])
        if all(isinstance(naam, str) and _schrijfbaar(naam) for naam in namen):
            return medewerker, f"{organisatie['soort']}:{organisatie['id']}"
    except (ValueError, KeyError, TypeError, RecursionError):
        pass  # an event that is not ours: its bytes are sealed all the same
    return "", ""


def _schrijfbaar(tekst: str) -> bool:
    """Whether it can be written as UTF-8: JSON may hold half a character."""
    return not any("\ud800" <= teken <= "\udfff" for teken in tekst)


def sleutel_ids(vertrouwelijk: bytes) -> bytes:
    """Give the ids of the keys of a confidential part, in order; none for one that is not encrypted."""
    if len(vertrouwelijk) < 2 or vertrouwelijk[0] != _ENVELOP_1:  # noqa: PLR2004 — version and count
        return b""
    ids, plaats = [], 2
    for _ in range(vertrouwelijk[1]):
        if plaats + _DEELKOP.size > len(vertrouwelijk):
            return b""
        _, sleutel, _, lengte = _DEELKOP.unpack_from(vertrouwelijk, plaats)
        ids.append(sleutel)
        plaats += _DEELKOP.size + lengte
    return b"".join(ids) if plaats == len(vertrouwelijk) else b""


def lees_blad(ruw: bytes) -> Blad:
    """Read a leaf; raises `OnleesbaarBlad` for bytes that are not exactly one."""
    try:
        return _lees_blad(ruw)
    except (ValueError, struct.error, IndexError):
        raise OnleesbaarBlad("dit zijn geen bladgegevens van vorm 1") from None


def _lees_blad(ruw: bytes) -> Blad:
    velden, plaats = [], 0
    while plaats < len(ruw):
        (lengte,) = _LENGTE.unpack_from(ruw, plaats)
        velden.append(ruw[plaats + _LENGTE.size : plaats + _LENGTE.size + lengte])
        plaats += _LENGTE.size + lengte
    if len(velden) != _VELDEN or velden[0] != BLADVORM:
        raise ValueError
    (oorsprong, positie, regio, casus, volgnummer, soort, gebeurd, vastgelegd, ontvangen, opdracht,
     medewerker, organisatie, open_, sleutels, vertrouwelijk) = velden[1:]  # fmt: skip
    blad = Blad(
        oorsprong.decode(),
        _getal(positie),
        regio.decode(),
        UUID(bytes=casus),
        _getal(volgnummer),
        soort.decode(),
        _getal(gebeurd) if gebeurd else None,
        _getal(vastgelegd) if vastgelegd else None,
        _getal(ontvangen) if ontvangen else None,
        UUID(bytes=opdracht),
        medewerker.decode(),
        organisatie.decode(),
        open_,
        sleutels,
        vertrouwelijk,
    )
    if blad.als_bytes() != ruw:
        raise ValueError
    return blad


def _getal(ruw: bytes) -> int:
    (getal,) = _GETAL.unpack(ruw)
    return int(getal)
