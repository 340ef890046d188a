"""Master keys in a file, for one machine: mode 0600, one key a line, outside the data of the database.

    <id> <32 bytes in hexadecimal>

The file is replaced as a whole (write beside it, fsync, rename), so that a crash leaves the old or the new.
"""

from __future__ import annotations

import fcntl
import os
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig, HoofdsleutelOntbreekt, InpakkenMislukt

_LENGTE = 32
_NONCE = 12
_VOOR_ANDEREN = stat.S_IRWXG | stat.S_IRWXO


class Sleutelbestand:
    """Master keys in a file. What was written into it by another program is seen when it is asked for."""

    def __init__(self, pad: Path) -> None:
        self._pad = pad
        self._gelezen: Mapping[UUID, bytes] = {}

    def pak_in(self, hoofdsleutel: UUID, sleutel: UUID, geheim: bytes) -> bytes:
        """Wrap a key: nonce and AES-256-GCM ciphertext, bound to its id."""
        nonce = os.urandom(_NONCE)
        return nonce + AESGCM(self._hoofdsleutel(hoofdsleutel)).encrypt(nonce, geheim, sleutel.bytes)

    def pak_uit(self, hoofdsleutel: UUID, sleutel: UUID, ingepakt: bytes) -> bytes:
        """Unwrap a key."""
        nonce, cijfertekst = ingepakt[:_NONCE], ingepakt[_NONCE:]
        try:
            return AESGCM(self._hoofdsleutel(hoofdsleutel)).decrypt(nonce, cijfertekst, sleutel.bytes)
        except (InvalidTag, ValueError):
            raise InpakkenMislukt(sleutel) from None

    def vernietig(self, hoofdsleutel: UUID) -> None:
        """Take a key out of the file, and write zeros where it stood.

        A copy that the disk or a back-up keeps of the file is beyond the reach of a program.
        """
        with self._alleen() as sleutels:
            if hoofdsleutel in sleutels:
                with self._pad.open("r+b", buffering=0) as oud:
                    self._schrijf({naam: geheim for naam, geheim in sleutels.items() if naam != hoofdsleutel})
                    oud.write(bytes(os.fstat(oud.fileno()).st_size))
                    os.fsync(oud.fileno())
        self._gelezen = {}

    def aanwezig(self) -> list[UUID]:
        """Give the keys in the file; none when there is no file."""
        return list(self._lees())

    def maak(self) -> UUID:
        """Add a key, and make the file when it is not there."""
        nieuw = uuid4()
        with self._alleen() as sleutels:
            self._schrijf({**sleutels, nieuw: os.urandom(_LENGTE)})
        return nieuw

    def _hoofdsleutel(self, hoofdsleutel: UUID) -> bytes:
        if hoofdsleutel not in self._gelezen:
            self._gelezen = self._lees()
        if hoofdsleutel not in self._gelezen:
            raise HoofdsleutelOntbreekt(hoofdsleutel)
        return self._gelezen[hoofdsleutel]

    def _lees(self) -> dict[UUID, bytes]:
        try:
            with self._pad.open("rb") as bestand:
                if os.fstat(bestand.fileno()).st_mode & _VOOR_ANDEREN:
                    raise HoofdsleutelOngeldig(
                        f"Het sleutelbestand {self._pad} is leesbaar voor anderen: maak het 0600."
                    )
                regels = bestand.read().decode("ascii").split("\n")
        except FileNotFoundError:
            return {}
        except (OSError, UnicodeDecodeError):
            raise HoofdsleutelOngeldig(f"Het sleutelbestand {self._pad} is niet te lezen.") from None
        return dict(self._lees_regel(regel) for regel in regels if regel)

    def _lees_regel(self, regel: str) -> tuple[UUID, bytes]:
        naam, _, geheim = regel.partition(" ")
        try:
            gelezen = UUID(naam), bytes.fromhex(geheim)
        except ValueError:
            gelezen = None
        if gelezen is None or len(gelezen[1]) != _LENGTE:
            raise HoofdsleutelOngeldig(f"In het sleutelbestand {self._pad} staat een onleesbare regel.")
        return gelezen

    @contextmanager
    def _alleen(self) -> Iterator[dict[UUID, bytes]]:
        """Keep other programs out while the file is read and replaced."""
        try:
            self._pad.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            slot = os.open(self._pad.with_name(f"{self._pad.name}.slot"), os.O_RDWR | os.O_CREAT, 0o600)
        except OSError:
            raise HoofdsleutelOngeldig(f"Het sleutelbestand {self._pad} kan niet worden gemaakt.") from None
        with os.fdopen(slot):
            fcntl.flock(slot, fcntl.LOCK_EX)
            yield self._lees()

    def _schrijf(self, sleutels: Mapping[UUID, bytes]) -> None:
        inhoud = "".join(f"{naam} {geheim.hex()}\n" for naam, geheim in sleutels.items())
        nieuw = self._pad.with_name(f"{self._pad.name}.nieuw")
        with os.fdopen(os.open(nieuw, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as bestand:
            bestand.write(inhoud)
            bestand.flush()
            os.fsync(bestand.fileno())
        nieuw.replace(self._pad)
        map_ = os.open(self._pad.parent, os.O_RDONLY)
        try:
            os.fsync(map_)
        finally:
            os.close(map_)
