"""What was used last, kept at hand: so many things, shared by many threads."""

from collections import OrderedDict
from threading import Lock
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class Geheugen(Generic[K, V]):
    """The `hoogstens` things that were used last."""

    def __init__(self, hoogstens: int) -> None:
        self._hoogstens = hoogstens
        self._dingen: OrderedDict[K, V] = OrderedDict()
        self._slot = Lock()

    def geef(self, naam: K) -> V | None:
        """Give a thing that is still at hand."""
        with self._slot:
            if naam in self._dingen:
                self._dingen.move_to_end(naam)
            return self._dingen.get(naam)

    def onthoud(self, naam: K, ding: V) -> None:
        """Keep a thing at hand; what was not used for longest makes room for it."""
        with self._slot:
            self._dingen[naam] = ding
            self._dingen.move_to_end(naam)
            while len(self._dingen) > self._hoogstens:
                self._dingen.popitem(last=False)

    def vergeet(self, naam: K) -> None:
        """Keep a thing no longer."""
        with self._slot:
            self._dingen.pop(naam, None)
