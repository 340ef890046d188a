"""The master key, which wraps the data keys: what a driver must be able to do, and what can go wrong.

A driver holds master keys, each with an id; which one is the current stands in the database.
"""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from ledger.errors import ZichtError
from ledger.store.errors import Opslagfout


class SleutelFout(Opslagfout, ZichtError):
    """A key that is needed cannot be had; nothing was written."""

    code = "sleutelfout"


class HoofdsleutelOntbreekt(SleutelFout):
    """The master key that wrapped a data key is not here."""

    code = "hoofdsleutel-ontbreekt"

    def __init__(self, hoofdsleutel: UUID) -> None:
        super().__init__(f"Hoofdsleutel {hoofdsleutel} is hier niet; zie ZICHT_HOOFDSLEUTEL_BESTAND.")
        self.hoofdsleutel = hoofdsleutel


class HoofdsleutelOngeldig(SleutelFout):
    """Where the master keys are kept cannot be used; says why, never what is in it."""

    code = "hoofdsleutel-ongeldig"


class InpakkenMislukt(SleutelFout):
    """What was wrapped does not open: it was changed, or belongs to another key."""

    code = "ingepakte-sleutel-ongeldig"

    def __init__(self, sleutel: UUID) -> None:
        super().__init__(f"Sleutel {sleutel} gaat met de hoofdsleutel niet open.")


class SleutelVernietigd(SleutelFout):
    """The key of this name was destroyed by an act that the caller has not seen yet: look again."""

    code = "sleutel-vernietigd"

    def __init__(self) -> None:
        super().__init__("Deze sleutel is intussen vernietigd.")


class Hoofdsleutels(Protocol):
    """Where master keys are kept: wrap, unwrap, destroy. Each is named by its id."""

    def pak_in(self, hoofdsleutel: UUID, sleutel: UUID, geheim: bytes) -> bytes:
        """Wrap the key of 32 bytes with id `sleutel`; raises `HoofdsleutelOntbreekt`."""
        ...

    def pak_uit(self, hoofdsleutel: UUID, sleutel: UUID, ingepakt: bytes) -> bytes:
        """Unwrap it; raises `HoofdsleutelOntbreekt`, and `InpakkenMislukt` for what is not this key."""
        ...

    def vernietig(self, hoofdsleutel: UUID) -> None:
        """Destroy a master key for good; no error when it is not there any more."""
        ...


class Sleutelmaker(Hoofdsleutels, Protocol):
    """Where master keys are also made: at the first start and at a rotation."""

    def aanwezig(self) -> list[UUID]:
        """Give the master keys that are there, in no order that means anything."""
        ...

    def maak(self) -> UUID:
        """Make a master key; it is kept for good when this returns."""
        ...
