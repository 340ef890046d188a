"""How many requests one person may send: a bucket each, which fills as time goes by.

Kept in this process only: of several servers each counts for itself, and a restart forgets. It holds back a
program that runs wild and one who carries off case after case; it is no accounting.
"""

from __future__ import annotations

import math
import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

from ledger.errors import ZichtError

_MEESTE = 10_000  # buckets; the one that was longest unused goes first, and it is full by then
_VOORRAAD_S = 10.0
"""A bucket holds what comes in during so many seconds."""


class TeVeelVerzoeken(ZichtError):
    """This person has sent more than is taken; `wacht_s` is after how many whole seconds there is room."""

    def __init__(self, wacht_s: int) -> None:
        self.wacht_s = wacht_s
        super().__init__(f"Te veel verzoeken. Probeer het over {wacht_s} s weer.")


class Tempo:
    """Counts by person; `klok` gives seconds that never go back."""

    def __init__(self, per_minuut: int, klok: Callable[[], float] = time.monotonic) -> None:
        self._per_s = per_minuut / 60
        self._voorraad = max(1.0, self._per_s * _VOORRAAD_S)
        self._klok = klok
        self._emmers: OrderedDict[str, tuple[float, float]] = OrderedDict()
        self._slot = Lock()

    def neem(self, wie: str) -> None:
        """Take one request of this person out of the bucket; raises `TeVeelVerzoeken`."""
        with self._slot:
            nu = self._klok()
            rest, sinds = self._emmers.pop(wie, (self._voorraad, nu))
            rest = min(self._voorraad, rest + (nu - sinds) * self._per_s)
            genomen = rest >= 1
            self._emmers[wie] = (rest - genomen, nu)
            if len(self._emmers) > _MEESTE:
                self._emmers.popitem(last=False)
        if not genomen:
            raise TeVeelVerzoeken(math.ceil((1 - rest) / self._per_s))
