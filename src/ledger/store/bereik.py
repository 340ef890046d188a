"""Which cases a reader may see, as the database enforces it: a scope that travels with each question.

The scope is set in the same round trip as the question and for that transaction only (`binnen`), so a
connection that goes back to the pool has none. Without a scope the policies of the database show nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from ledger.values import Partij


@dataclass(frozen=True, slots=True)
class Bereik:
    """The cases of these regions (ids of a Veilig Thuis), and those in which this party is or was receiver.

    Without either: none.
    """

    regios: tuple[str, ...] = ()
    partij: Partij | None = None

    @property
    def instellingen(self) -> tuple[str, str, str]:
        """The settings of the database by which its policies know this scope; ids have no comma."""
        partij = ("", "") if self.partij is None else (self.partij.soort, self.partij.id)
        return (",".join(self.regios), *partij)

    def dekt(self, ander: Bereik) -> bool:
        """Whether who has this scope sees all that `ander` gives.

        The cases of a party may lie in any region, so no scope of regions covers that of a party.
        """
        return ander.partij in (None, self.partij) and set(ander.regios) <= set(self.regios)


GEEN = Bereik()
"""No case at all."""
