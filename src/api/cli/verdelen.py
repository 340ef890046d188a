"""Go through the casussen of a file in parts, over the processors of the machine when the file is large."""

from __future__ import annotations

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing.process import BaseProcess
from threading import Thread
from typing import Any, TypeVar

from api.cli.invoer import Invoer

Uitkomst = TypeVar("Uitkomst")

# Below this, starting processes costs more than it gains.
_REGELS_VOOR_MEER_PROCESSEN = 4_000
_CASUSSEN_PER_KEER = 20
# Work on a part leaves nothing that only the collector can find, so it need not look after every few acts.
_NIEUW_EER_DE_OPRUIMER_KIJKT = 200_000
# So many parts for each process are under way or wait to be taken: more would only fill the memory.
_DELEN_VOORUIT = 8


class _Werk:
    """What a forked process finds ready: nothing of it is copied or sent."""

    doe: Callable[[list[str | None]], Any]


def _doe_deel(casussen: list[str | None]) -> Any:
    return _Werk.doe(casussen)


def _begin() -> None:
    """Let the collector look seldom, and end this process when the one that forked it is killed.

    What it read is not for leaving about.
    """
    gc.set_threshold(_NIEUW_EER_DE_OPRUIMER_KIJKT)
    ouder = multiprocessing.parent_process()
    if ouder is not None:
        Thread(target=_wacht_op_einde, args=[ouder], daemon=True).start()


def _wacht_op_einde(ouder: BaseProcess) -> None:
    ouder.join()
    os._exit(1)


def per_deel(invoer: Invoer, doe: Callable[[list[str | None]], Uitkomst]) -> Iterator[Uitkomst]:
    """Give what `doe` answers for some casussen of the file at a time, all of them in order of appearance.

    It may run in another process, which begins as a copy of this one: nothing that it changes comes back.
    """
    namen = iter(invoer.casussen)
    delen = iter(lambda: list(islice(namen, _CASUSSEN_PER_KEER)), [])
    processen = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if processen == 1 or invoer.aantal < _REGELS_VOOR_MEER_PROCESSEN:
        yield from map(doe, delen)
        return
    _Werk.doe = doe
    gc.freeze()  # what was loaded by now stays: not looking at it again saves a tenth of the time
    onderweg: deque[Future[Uitkomst]] = deque()
    # fork: the children read the file that is open here, and need not load the program again
    with ProcessPoolExecutor(processen, multiprocessing.get_context("fork"), initializer=_begin) as pool:
        for deel in delen:
            onderweg.append(pool.submit(_doe_deel, deel))
            if len(onderweg) == _DELEN_VOORUIT * processen:
                yield onderweg.popleft().result()
        while onderweg:
            yield onderweg.popleft().result()
