"""The envelope around a confidential part: sealed parts, each with its own key. Version 1, for ever.

    0x01 · number of parts (1 byte) · then each part:
    class (1 byte: c casus, p persoon, m melder) · key id (16) · nonce (12) · length (4, big-endian) ·
    AES-256-GCM ciphertext with its tag

A part holds a JSON object with the fields of that key. Its associated data says where it belongs (`Plaats`),
so that a part that was moved to another act does not open. Nothing here knows where keys come from.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from struct import Struct
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.acts.base import Klasse
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.vertrouwelijk import Velden

VERSIE = b"\x01"

_LETTERS: Mapping[Klasse, bytes] = {"casus": b"c", "persoon": b"p", "melder": b"m"}
_KLASSEN: Mapping[bytes, Klasse] = {letter: klasse for klasse, letter in _LETTERS.items()}
_KOP = Struct(">c16s12sI")
_LENGTE = Struct(">I")
_PLEK = Struct(">I16sIQI")
_WIENS = Struct(">IcI16s")
_NONCE = 12
_ALS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class EnvelopOngeldig(ValueError):
    """These bytes are no envelope."""


@dataclass(frozen=True, slots=True)
class Plaats:
    """Where a confidential part belongs; `naam` is the stored name and version of the act."""

    regio: str
    casus: UUID
    volgnummer: int
    naam: str

    def bij(self, klasse: Klasse, sleutel: UUID) -> bytes:
        """Give the associated data of a part: the place, the class and the key, each with its length."""
        regio, naam = self.regio.encode(), self.naam.encode()
        return b"".join((
            _LENGTE.pack(len(regio)), regio,
            _PLEK.pack(16, self.casus.bytes, 8, self.volgnummer, len(naam)), naam,
            _WIENS.pack(1, _LETTERS[klasse], 16, sleutel.bytes),
        ))  # fmt: skip


def plaats_van(opgeslagen: OpgeslagenGebeurtenis) -> Plaats:
    """Give the place of a stored act."""
    casus = opgeslagen.originator_id
    if not isinstance(casus, UUID):
        casus = UUID(casus)
    return Plaats(opgeslagen.regio, casus, opgeslagen.originator_version, opgeslagen.topic)


@dataclass(frozen=True, slots=True)
class Datasleutel:
    """A key of 32 bytes and its id."""

    id: UUID
    geheim: bytes

    def __repr__(self) -> str:
        return f"Datasleutel({self.id})"


@dataclass(frozen=True, slots=True)
class VerzegeldDeel:
    """A part as it is stored."""

    klasse: Klasse
    sleutel: UUID
    nonce: bytes
    cijfertekst: bytes

    def open(self, geheim: bytes, plaats: Plaats) -> Velden | None:
        """Give its fields; None when it does not open here with this key."""
        try:
            ruw = AESGCM(geheim).decrypt(self.nonce, self.cijfertekst, plaats.bij(self.klasse, self.sleutel))
            velden = json.loads(ruw)
        except (InvalidTag, ValueError):
            return None
        return velden if isinstance(velden, dict) else None


def verzegel(delen: Sequence[tuple[Klasse, Datasleutel, Velden]], plaats: Plaats) -> bytes:
    """Seal fields, each part with its key, for one place; a nonce of 96 random bits each."""
    uit = [VERSIE, bytes([len(delen)])]
    for klasse, sleutel, velden in delen:
        nonce = os.urandom(_NONCE)
        klaar = _ALS_JSON(velden).encode()
        cijfertekst = AESGCM(sleutel.geheim).encrypt(nonce, klaar, plaats.bij(klasse, sleutel.id))
        uit += [_KOP.pack(_LETTERS[klasse], sleutel.id.bytes, nonce, len(cijfertekst)), cijfertekst]
    return b"".join(uit)


def lees_envelop(ruw: bytes) -> list[VerzegeldDeel]:
    """Read the parts without opening them; raises `EnvelopOngeldig`."""
    if ruw[:1] != VERSIE or len(ruw) < len(VERSIE) + 1:
        raise EnvelopOngeldig
    delen, plek = [], 2
    for _ in range(ruw[1]):
        begin = plek + _KOP.size
        if begin > len(ruw):
            raise EnvelopOngeldig
        letter, sleutel, nonce, lengte = _KOP.unpack_from(ruw, plek)
        plek = begin + lengte
        if letter not in _KLASSEN or plek > len(ruw):
            raise EnvelopOngeldig
        delen.append(VerzegeldDeel(_KLASSEN[letter], UUID(bytes=sleutel), nonce, ruw[begin:plek]))
    if plek != len(ruw):
        raise EnvelopOngeldig
    return delen


def sleutels_in(ruw: bytes | None) -> list[UUID]:
    """Give the key ids of an envelope, in its order; none where there is no envelope."""
    if ruw is None:
        return []
    try:
        return [deel.sleutel for deel in lees_envelop(ruw)]
    except EnvelopOngeldig:
        return []
