"""Another name for a casus: the same for one auditing organisation each time, and to nobody else's use.

The name is the id encrypted under a key of that organisation (AES on its one block, so every id has exactly
one name and every name one id): stable, so that figures can be followed over months; not to be turned back or
laid beside another organisation's names without the key, which only the service has.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Callable
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ledger.settings import OngeldigeInstellingen

_LENGTE = 32


class Pseudoniemen:
    """The names for one organisation (`soort:id`), made with the key of this installation."""

    def __init__(self, sleutel: bytes, organisatie: str) -> None:
        eigen = hmac.digest(sleutel, f"zicht pseudoniem 1\n{organisatie}".encode(), "sha256")
        # one block is the whole message: as a permutation of ids, and nothing that could repeat inside it
        self._cipher = Cipher(algorithms.AES256(eigen), modes.ECB())  # noqa: S305 — see above

    def naam_van(self, casus: UUID) -> UUID:
        """Give the name of a casus."""
        return _blok(self._cipher.encryptor().update, casus)

    def casus_van(self, naam: UUID) -> UUID:
        """Give the casus of a name; of what is no name, an id that does not exist."""
        return _blok(self._cipher.decryptor().update, naam)


def _blok(bewerk: Callable[[bytes], bytes], een: UUID) -> UUID:
    return UUID(bytes=bewerk(een.bytes))


def pseudoniemsleutel(bestand: Path) -> bytes:
    """Read the key of this installation; made the first time, readable by us alone.

    Several servers need the same file. Raises `OngeldigeInstellingen` when it cannot be used.
    """
    try:
        if not bestand.exists():
            _maak(bestand)
        if bestand.stat().st_mode & 0o077:
            raise OngeldigeInstellingen(f"{bestand} is voor anderen leesbaar; geef het rechten 0600.")
        sleutel = bestand.read_bytes()
    except OSError as fout:
        raise OngeldigeInstellingen(f"{bestand}: {fout.strerror}.") from None
    if len(sleutel) != _LENGTE:
        raise OngeldigeInstellingen(f"{bestand} is geen sleutel van {_LENGTE} bytes.")
    return sleutel


def _maak(bestand: Path) -> None:
    bestand.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    eigen = bestand.with_name(f"{bestand.name}.{secrets.token_hex(8)}")
    beschrijving = os.open(eigen, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(beschrijving, "wb") as uit:
            uit.write(secrets.token_bytes(_LENGTE))
        # a link and not a rename: when another program was first, its key is the key
        os.link(eigen, bestand)
    except FileExistsError:
        pass
    finally:
        eigen.unlink()
