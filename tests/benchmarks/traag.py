"""Append with every commit two milliseconds slower, as on a disk that is: what counts then is sharing one."""

from contextlib import ExitStack

from tests.benchmarks.harness import Doel, Keuze, Verslag, meet
from tests.benchmarks.omgeving import server
from tests.benchmarks.vastleggen import toevoegen

from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder

# The server waits this long before it makes a commit durable; whoever commits meanwhile shares it.
_TRAAG = {"commit_delay": "2000", "commit_siblings": "0"}
_WERKERS = 16


def draai(keuze: Keuze) -> Verslag:
    """Measure at 16 writers."""
    with server(_TRAAG) as draait, ExitStack() as stapel:
        pool = stapel.enter_context(open_pool(draait.app, minimaal=_WERKERS, maximaal=_WERKERS))
        kanten = toevoegen(draait.beheer, LedgerRecorder(pool), _WERKERS, stapel)
        uitslag = meet("toevoegen, commit 2 ms trager", kanten, keuze, werkers=_WERKERS)
    verhouding = uitslag.verhouding("zicht", "kale INSERT")
    return Verslag([uitslag], [Doel("toevoegen, 16, 2 ms trager: zicht / kale INSERT", 0.8, verhouding)])
