"""Which cases a reader may see, as the database enforces it: a scope that travels with each question.

The scope is set in the same round trip as the question and for that transaction only, so a connection that
goes back to the pool has none. Without a scope the policies of the database show nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg import sql

from ledger.values import Partij

_ZET = """
SELECT set_config('zicht.regios', %s, true), set_config('zicht.partij_soort', %s, true),
       set_config('zicht.partij_id', %s, true)
"""


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


def lees_binnen(
    verbinding: psycopg.Connection[tuple[Any, ...]],
    bereik: Bereik | None,
    vraag: str | bytes | sql.Composed,
    waarden: Any = (),
) -> list[tuple[Any, ...]]:
    """Ask one question within a scope, in one round trip; None for a role that sees the whole ledger.

    The connection is in autocommit. Raises psycopg's errors.
    """
    with verbinding.cursor(binary=True) as cursor:
        if bereik is None:
            return cursor.execute(vraag, waarden, prepare=True).fetchall()
        with verbinding.pipeline(), verbinding.cursor(binary=True) as zetter:
            # two statements between two syncs are one transaction, and the setting ends with it
            zetter.execute(_ZET, bereik.instellingen, prepare=True)
            cursor.execute(vraag, waarden, prepare=True)
        return cursor.fetchall()
