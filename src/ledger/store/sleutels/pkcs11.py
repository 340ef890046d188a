"""Master keys in a hardware security module, by PKCS#11: they never leave it, not even to us.

A data key goes in as data and comes out wrapped (AES-256-GCM inside the module, bound to its id). Needs the
extra `hsm` of this package and the module's own library; tried against SoftHSM2.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import UUID, uuid4

from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig, HoofdsleutelOntbreekt, InpakkenMislukt

_LABEL = "zicht-hoofdsleutel"
_NONCE = 12
_BITS = 256


class Pkcs11Sleutels:
    """Master keys in the token `token` of the library `module`, opened with `pin`; one question at a time."""

    def __init__(self, module: Path, token: str, pin: str) -> None:
        """Open the token; raises `HoofdsleutelOngeldig` when that cannot be done."""
        try:
            import pkcs11  # noqa: PLC0415 — an extra: only who has a module needs it
        except ImportError:
            raise HoofdsleutelOngeldig(
                "Voor PKCS#11 is de uitbreiding nodig: installeer zicht[hsm]."
            ) from None
        self._p: Any = pkcs11
        self._slot = Lock()
        with self._fouten():
            houder = pkcs11.lib(str(module)).get_token(token_label=token)
            try:
                self._sessie: Any = houder.open(user_pin=pin, rw=True)
            except pkcs11.UserAlreadyLoggedIn:  # by this same process: it opens once for all of it
                self._sessie = houder.open(rw=True)

    def sluit(self) -> None:
        """Close the token."""
        with self._fouten():
            self._sessie.close()

    def pak_in(self, hoofdsleutel: UUID, sleutel: UUID, geheim: bytes) -> bytes:
        """Wrap a key: nonce and ciphertext."""
        nonce = os.urandom(_NONCE)
        with self._fouten():
            sleutelgreep = self._zoek(hoofdsleutel)
            return nonce + bytes(sleutelgreep.encrypt(geheim, **self._gcm(nonce, sleutel)))

    def pak_uit(self, hoofdsleutel: UUID, sleutel: UUID, ingepakt: bytes) -> bytes:
        """Unwrap a key."""
        nonce, cijfertekst = ingepakt[:_NONCE], ingepakt[_NONCE:]
        with self._fouten():
            sleutelgreep = self._zoek(hoofdsleutel)
            try:
                return bytes(sleutelgreep.decrypt(cijfertekst, **self._gcm(nonce, sleutel)))
            except (
                self._p.EncryptedDataInvalid,
                self._p.EncryptedDataLenRange,
                self._p.ArgumentsBad,
                self._p.MechanismParamInvalid,
                self._p.GeneralError,
            ):
                raise InpakkenMislukt(sleutel) from None

    def vernietig(self, hoofdsleutel: UUID) -> None:
        """Let the module destroy a key."""
        with self._fouten():
            for sleutelgreep in self._sleutels(hoofdsleutel):
                sleutelgreep.destroy()

    def aanwezig(self) -> list[UUID]:
        """Give the keys in the token that are ours."""
        with self._fouten():
            return [UUID(bytes=bytes(sleutelgreep.id)) for sleutelgreep in self._sleutels()]

    def maak(self) -> UUID:
        """Let the module make a key that cannot be taken out of it."""
        nieuw = uuid4()
        eigenschap = self._p.Attribute
        with self._fouten():
            self._sessie.generate_key(
                self._p.KeyType.AES,
                _BITS,
                id=nieuw.bytes,
                label=_LABEL,
                store=True,
                capabilities=self._p.MechanismFlag.ENCRYPT | self._p.MechanismFlag.DECRYPT,
                template={eigenschap.SENSITIVE: True, eigenschap.EXTRACTABLE: False},
            )
        return nieuw

    def _gcm(self, nonce: bytes, sleutel: UUID) -> dict[str, Any]:
        return {
            "mechanism": self._p.Mechanism.AES_GCM,
            "mechanism_param": self._p.GCMParams(nonce, sleutel.bytes, 128),
        }

    def _sleutels(self, hoofdsleutel: UUID | None = None) -> list[Any]:
        zoek = {
            self._p.Attribute.CLASS: self._p.ObjectClass.SECRET_KEY,
            self._p.Attribute.LABEL: _LABEL,
        }
        if hoofdsleutel is not None:
            zoek[self._p.Attribute.ID] = hoofdsleutel.bytes
        return list(self._sessie.get_objects(zoek))

    def _zoek(self, hoofdsleutel: UUID) -> Any:
        gevonden = self._sleutels(hoofdsleutel)
        if not gevonden:
            raise HoofdsleutelOntbreekt(hoofdsleutel)
        return gevonden[0]

    @contextmanager
    def _fouten(self) -> Iterator[None]:
        """Let one thread in at a time, and say what the module said without what it was about."""
        with self._slot:
            try:
                yield
            except self._p.PKCS11Error as fout:
                raise HoofdsleutelOngeldig(
                    f"De PKCS#11-module kan dit niet ({type(fout).__name__})."
                ) from None
