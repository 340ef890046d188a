"""Lines of the read log on their way there: those of answers that are ready at the same time share a commit.

All of it lives on the event loop; only who sends a group holds a thread. A line that comes while a group is
sent goes with the next. Where other requests are under way, a group stays a moment for theirs: each commit
that is shared leaves more of the machine for answers. Who asks alone never waits for anybody.
"""

from __future__ import annotations

from asyncio import Future, Task, TimerHandle, get_running_loop
from collections import deque
from collections.abc import Callable, Sequence

from anyio import CapacityLimiter, to_thread

from ledger.inzage.regel import Inzageregel
from ledger.store.errors import Opslagfout

Versturen = Callable[[Sequence[Inzageregel]], Sequence[Opslagfout | None]]
"""Writes a group, durably; tells of each line why that is not certain, None where it is."""

_WACHT_S = 0.004  # how long a group stays for the requests that are under way
_GROOTSTE_GROEP = 256
_GROOTSTE_OMVANG = 4_000  # ids of casussen in one group

_Wachtende = tuple[Inzageregel, "Future[Opslagfout | None]"]


class Inzagerij:
    """The queue of one server process. Nothing in it may be touched from another thread."""

    def __init__(self, verstuur: Versturen) -> None:
        self._verstuur = verstuur
        self._rij: deque[_Wachtende] = deque()
        self._onderweg = 0
        self._wekker: TimerHandle | None = None
        self._taak: Task[None] | None = None
        self._ruimte: CapacityLimiter | None = None

    def begint(self) -> None:
        """Tell that a request came in; after it `leg_vast` or `eindigt`, one of them and once."""
        self._onderweg += 1

    def eindigt(self) -> None:
        """Tell that a request was answered without a line."""
        self._onderweg -= 1
        if self._wekker is not None and not self._onderweg:
            self._vertrek()

    async def leg_vast(self, regel: Inzageregel) -> Opslagfout | None:
        """Write the line of a request; None when it is durable, else why that is not certain."""
        antwoord: Future[Opslagfout | None] = get_running_loop().create_future()
        self._onderweg -= 1
        self._rij.append((regel, antwoord))
        self._maak_klaar()
        return await antwoord

    def _maak_klaar(self) -> None:
        """Let the next group go: at once when nobody else can still come, else in a moment."""
        if self._taak is not None or not self._rij:
            return
        if not self._onderweg:
            self._vertrek()
        elif self._wekker is None:
            self._wekker = get_running_loop().call_later(_WACHT_S, self._vertrek)

    def _vertrek(self) -> None:
        if self._wekker is not None:
            self._wekker.cancel()
            self._wekker = None
        self._taak = get_running_loop().create_task(self._stuur(self._groep()))

    def _groep(self) -> list[_Wachtende]:
        groep: list[_Wachtende] = []
        omvang = 0
        while self._rij and len(groep) < _GROOTSTE_GROEP:
            omvang += len(self._rij[0][0].getoond.casussen)
            if groep and omvang > _GROOTSTE_OMVANG:
                break
            groep.append(self._rij.popleft())
        return groep

    async def _stuur(self, groep: Sequence[_Wachtende]) -> None:
        self._ruimte = self._ruimte or CapacityLimiter(1)
        try:
            regels = [regel for regel, _ in groep]
            uitkomsten = await to_thread.run_sync(self._verstuur, regels, limiter=self._ruimte)
        except Exception as fout:  # noqa: BLE001 — whatever it was: who waits for a line has to hear of it
            for _, antwoord in groep:
                if not antwoord.done():
                    antwoord.set_exception(fout)
        else:
            for (_, antwoord), uitkomst in zip(groep, uitkomsten, strict=True):
                if not antwoord.done():  # who asked may have gone; the line stays
                    antwoord.set_result(uitkomst)
        finally:
            self._taak = None
            self._maak_klaar()
