"""The casussen that a follower had in hand last, so that their next act costs one act and not all of them."""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from ledger.store.geheugen import Geheugen
from projections.bitemporeel import Bijhouding
from projections.leesmodel.dossiers import Dossier

_HOOGSTENS = 200
_ACTEN = 1_000  # a casus of more is read anew each time: it would take the room of many


class Stand(NamedTuple):
    """Where a set of tables is, and which transaction put it there: no two states of it are alike."""

    generatie: int
    positie: int
    door: str


class Lopend(NamedTuple):
    """A casus as its rows have it, and what its next act does to them; `dossier` holds no acts."""

    dossier: Dossier
    bijhouding: Bijhouding


class Onthouden:
    """Casussen as they are in the rows at one `stand`, and at no other.

    An act that is applied changes what is kept here at once, and the rows only when the transaction commits.
    So whoever applies acts takes this in hand, and puts it back only after the commit.
    """

    def __init__(self) -> None:
        self._stand: Stand | None = None
        self._lopend: Geheugen[UUID, Lopend] = Geheugen(_HOOGSTENS)

    def begin_bij(self, stand: Stand) -> None:
        """Forget everything when this is not the stand that it was left at: somebody else wrote since."""
        if stand != self._stand:
            self._lopend = Geheugen(_HOOGSTENS)
            self._stand = stand

    def verlaat(self, stand: Stand) -> None:
        """Say at which stand everything that is kept is in the rows."""
        self._stand = stand

    def geef(self, casus: UUID) -> Lopend | None:
        """Give a casus, if it is kept."""
        return self._lopend.geef(casus)

    def onthoud(self, lopend: Lopend) -> None:
        """Keep a casus as it will be in the rows."""
        casus = lopend.dossier.casus
        if lopend.bijhouding.toegepast > _ACTEN:
            self._lopend.vergeet(casus)
        else:
            self._lopend.onthoud(casus, lopend._replace(dossier=lopend.dossier._replace(acten=[])))

    def vergeet(self, casus: UUID) -> None:
        """Keep a casus no longer."""
        self._lopend.vergeet(casus)
