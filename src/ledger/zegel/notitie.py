"""Signed notes (C2SP signed-note): a text, and below it who signed it; and keys as one line (vkey).

A text is worth nothing before `Notitie.geldig_van` said that a key one trusts has signed it.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

ED25519 = 1
COSIGNATUUR = 4
"""Kinds of key: of a log, and of a witness who puts the time beside its signature."""

MEESTE_HANDTEKENINGEN = 100
_STREEP = "\u2014 "
_SLEUTELLENGTE = 32
_KENMERKLENGTE = 4


class OngeldigeNotitie(Exception):
    """A text that is no signed note, or a key that is none; the text says in Dutch what is wrong."""


def uit_base64(tekst: str) -> bytes:
    """Read base64 (RFC 4648, 4), nothing but base64; raises `OngeldigeNotitie`."""
    try:
        return base64.b64decode(tekst, validate=True)
    except (binascii.Error, ValueError):
        raise OngeldigeNotitie("geen geldige base64") from None


def als_base64(ruw: bytes) -> str:
    """Write base64 (RFC 4648, 4)."""
    return base64.b64encode(ruw).decode("ascii")


def keur_naam(naam: str) -> None:
    """Refuse a name that a key may not have: empty, or with a space or a plus in it."""
    if not naam or "+" in naam or any(teken.isspace() for teken in naam) or not naam.isprintable():
        raise OngeldigeNotitie("de naam van een sleutel mag niet leeg zijn en geen spatie of plus bevatten")


def sleutelkenmerk(naam: str, soort: int, publiek: bytes) -> bytes:
    """Give the four bytes by which a signature names its key."""
    return hashlib.sha256(naam.encode() + b"\n" + bytes([soort]) + publiek).digest()[:_KENMERKLENGTE]


@dataclass(frozen=True)
class Sleutel:
    """A public key: whose, of which kind (`ED25519` or `COSIGNATUUR`), and its 32 bytes."""

    naam: str
    soort: int
    publiek: bytes

    @property
    def kenmerk(self) -> bytes:
        """The four bytes by which a signature names this key."""
        return sleutelkenmerk(self.naam, self.soort, self.publiek)

    def __str__(self) -> str:
        return f"{self.naam}+{self.kenmerk.hex()}+{als_base64(bytes([self.soort]) + self.publiek)}"

    def klopt(self, handtekening: bytes, inhoud: bytes) -> bool:
        """Whether this key signed these bytes."""
        try:
            Ed25519PublicKey.from_public_bytes(self.publiek).verify(handtekening, inhoud)
        except (InvalidSignature, ValueError):
            return False
        return True


def lees_sleutel(tekst: str) -> Sleutel:
    """Read a key as one line (vkey): name, key id, kind and bytes; raises `OngeldigeNotitie`."""
    delen = tekst.strip().split("+", 2)
    if len(delen) != 3:  # noqa: PLR2004 — name, id, bytes
        raise OngeldigeNotitie("een sleutel bestaat uit naam+kenmerk+base64")
    naam, kenmerk, ruw = delen[0], delen[1], uit_base64(delen[2])
    keur_naam(naam)
    if len(ruw) != 1 + _SLEUTELLENGTE or ruw[0] not in (ED25519, COSIGNATUUR):
        raise OngeldigeNotitie("deze soort sleutel kennen we niet")
    sleutel = Sleutel(naam, ruw[0], ruw[1:])
    if sleutel.kenmerk.hex() != kenmerk:
        raise OngeldigeNotitie("het kenmerk past niet bij de sleutel")
    return sleutel


@dataclass(frozen=True)
class Handtekening:
    """One line below a note: the name and the id of the key, and the signature."""

    naam: str
    kenmerk: bytes
    inhoud: bytes

    def __str__(self) -> str:
        return f"{_STREEP}{self.naam} {als_base64(self.kenmerk + self.inhoud)}\n"


@dataclass(frozen=True)
class Notitie:
    """A text, ending in a newline, and the signatures below it; not yet verified."""

    tekst: str
    handtekeningen: tuple[Handtekening, ...]

    def __str__(self) -> str:
        return f"{self.tekst}\n{''.join(map(str, self.handtekeningen))}"

    def van(self, sleutel: Sleutel) -> list[Handtekening]:
        """Give the signatures that name this key, right or wrong."""
        return [h for h in self.handtekeningen if (h.naam, h.kenmerk) == (sleutel.naam, sleutel.kenmerk)]

    def geldig_van(self, sleutels: Iterable[Sleutel]) -> list[Sleutel]:
        """Give which of these keys, of kind `ED25519`, signed this text.

        Raises `OngeldigeNotitie` when a signature names one of them and is wrong.
        """
        gevonden = []
        for sleutel in sleutels:
            for handtekening in self.van(sleutel) if sleutel.soort == ED25519 else ():
                if not sleutel.klopt(handtekening.inhoud, self.tekst.encode()):
                    raise OngeldigeNotitie(f"de handtekening van {sleutel.naam} klopt niet")
                if sleutel not in gevonden:
                    gevonden.append(sleutel)
        return gevonden


def lees_notitie(ruw: bytes) -> Notitie:
    """Read a signed note; raises `OngeldigeNotitie`. Says nothing yet about who signed."""
    try:
        geheel = ruw.decode("utf-8")
    except UnicodeDecodeError:
        raise OngeldigeNotitie("geen UTF-8") from None
    if any(teken < " " and teken != "\n" for teken in geheel):
        raise OngeldigeNotitie("er staan stuurtekens in")
    tekst, scheiding, onder = geheel.rpartition("\n\n")
    if not scheiding or not onder.endswith("\n"):
        raise OngeldigeNotitie("er staat geen handtekening onder")
    regels = onder[:-1].split("\n")
    if len(regels) > MEESTE_HANDTEKENINGEN:
        raise OngeldigeNotitie(f"er staan meer dan {MEESTE_HANDTEKENINGEN} handtekeningen onder")
    return Notitie(tekst + "\n", tuple(lees_handtekening(regel) for regel in regels))


def lees_handtekening(regel: str) -> Handtekening:
    """Read one line below a note, without its newline; raises `OngeldigeNotitie`."""
    naam, spatie, code = regel.removeprefix(_STREEP).partition(" ")
    if not regel.startswith(_STREEP) or not spatie:
        raise OngeldigeNotitie("een regel onder de tekst is geen handtekening")
    keur_naam(naam)
    inhoud = uit_base64(code)
    if len(inhoud) <= _KENMERKLENGTE:
        raise OngeldigeNotitie("een handtekening is te kort")
    return Handtekening(naam, inhoud[:_KENMERKLENGTE], inhoud[_KENMERKLENGTE:])
