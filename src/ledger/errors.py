"""What can go wrong, as one small tree.

ZichtError
├── Geweigerd             the input or the act is refused; carries every fault found
│   └── OnbekendeCasus    the casus does not exist
├── VersieConflict        the casus has moved on since the caller looked
├── SleutelConflict       the same idempotency key with another request
├── OnleesbareGebeurtenis a stored act that this program cannot understand
├── NietBijgewerkt        the read model has not reached the asked position in time
└── OngeldigeAfspraken    a set of agreements cannot be used; names key and value

Errors of the database have a tree of their own in `ledger.store.errors`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Fout:
    """One fault: where (dotted path of JSON names), which (stable code), and a Dutch sentence.

    The sentence never repeats the offending value: it may be personal data.
    """

    veld: str
    code: str
    melding: str


class ZichtError(Exception):
    """The root of every error that Zicht raises on purpose."""


class Geweigerd(ZichtError):
    """The input cannot be understood or cannot be true; `fouten` names every fault at once."""

    def __init__(self, fouten: Sequence[Fout]) -> None:
        self.fouten = tuple(fouten)
        super().__init__("; ".join(f"{fout.veld}: {fout.melding}" for fout in self.fouten))


class OnbekendeCasus(Geweigerd):
    """No such casus is recorded here."""

    def __init__(self) -> None:
        super().__init__([Fout("casus", "onbekende-casus", "Deze casus is hier niet bekend.")])


class VersieConflict(ZichtError):
    """The casus stands at another volgnummer than the caller expected."""

    def __init__(self, verwacht: int, gevonden: int) -> None:
        self.verwacht = verwacht
        self.gevonden = gevonden
        super().__init__(f"Verwacht was volgnummer {verwacht}, de casus staat op {gevonden}.")


class SleutelConflict(ZichtError):
    """This idempotency key was used before for another request."""

    def __init__(self) -> None:
        super().__init__("Deze Idempotency-Key is eerder gebruikt voor een ander verzoek.")


class OnleesbareGebeurtenis(ZichtError):
    """A stored act that this program cannot understand: an unknown name, a later version, broken JSON."""


class NietBijgewerkt(ZichtError):
    """The read model did not reach the asked position in time."""

    def __init__(self, gevraagd: int, bereikt: int) -> None:
        self.gevraagd = gevraagd
        self.bereikt = bereikt
        super().__init__(f"Gevraagd is positie {gevraagd}, bijgewerkt tot en met {bereikt}.")


class OngeldigeAfspraken(ZichtError):
    """A set of agreements that cannot be used."""
