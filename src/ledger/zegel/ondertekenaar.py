"""Private keys: make one, write it as one line, sign a checkpoint, cosign one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Self

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ledger.zegel.checkpoint import Checkpoint, cosignatuurtekst
from ledger.zegel.notitie import (
    COSIGNATUUR,
    ED25519,
    Handtekening,
    Notitie,
    OngeldigeNotitie,
    Sleutel,
    als_base64,
    keur_naam,
    uit_base64,
)

_VOORAF = "PRIVATE+KEY+"
_ZAADLENGTE = 32


@dataclass(frozen=True, repr=False)
class Ondertekenaar:
    """A private key with its name and kind; never printed by accident."""

    sleutel: Sleutel
    _zaad: bytes

    @classmethod
    def uit_zaad(cls, naam: str, zaad: bytes, soort: int = ED25519) -> Self:
        """Make the key of this seed (32 bytes, from a source of randomness)."""
        keur_naam(naam)
        publiek = Ed25519PrivateKey.from_private_bytes(zaad).public_key().public_bytes_raw()
        return cls(Sleutel(naam, soort, publiek), zaad)

    @classmethod
    def lees(cls, tekst: str) -> Self:
        """Read what `geheim` wrote; raises `OngeldigeNotitie`, never quoting it."""
        rest = tekst.strip()
        delen = rest.removeprefix(_VOORAF).split("+", 2)
        if not rest.startswith(_VOORAF) or len(delen) != 3:  # noqa: PLR2004 — name, id, bytes
            raise OngeldigeNotitie("dit is geen geheime sleutel")
        naam, kenmerk, ruw = delen[0], delen[1], uit_base64(delen[2])
        if len(ruw) != 1 + _ZAADLENGTE or ruw[0] not in (ED25519, COSIGNATUUR):
            raise OngeldigeNotitie("deze soort sleutel kennen we niet")
        gelezen = cls.uit_zaad(naam, ruw[1:], ruw[0])
        if gelezen.sleutel.kenmerk.hex() != kenmerk:
            raise OngeldigeNotitie("het kenmerk past niet bij de sleutel")
        return gelezen

    def voor(self, naam: str) -> Self:
        """Give the same key under the name of another log."""
        return type(self).uit_zaad(naam, self._zaad, self.sleutel.soort)

    def geheim(self) -> str:
        """Write the private key as one line, as other programs for signed notes read it."""
        inhoud = als_base64(bytes([self.sleutel.soort]) + self._zaad)
        return f"{_VOORAF}{self.sleutel.naam}+{self.sleutel.kenmerk.hex()}+{inhoud}"

    def _teken(self, inhoud: bytes) -> bytes:
        return Ed25519PrivateKey.from_private_bytes(self._zaad).sign(inhoud)

    def onderteken(self, tekst: str) -> Notitie:
        """Sign a text, which ends in a newline."""
        handtekening = Handtekening(self.sleutel.naam, self.sleutel.kenmerk, self._teken(tekst.encode()))
        return Notitie(tekst, (handtekening,))

    def onderteken_checkpoint(self, checkpoint: Checkpoint) -> Notitie:
        """Sign the head of the log of which this is the key."""
        return self.onderteken(checkpoint.tekst())

    def medeonderteken(self, tekst: str, tijd: int) -> Handtekening:
        """Cosign the text of a checkpoint as a witness, at `tijd` (seconds since 1970)."""
        inhoud = tijd.to_bytes(8, "big") + self._teken(cosignatuurtekst(tijd, tekst))
        return Handtekening(self.sleutel.naam, self.sleutel.kenmerk, inhoud)
