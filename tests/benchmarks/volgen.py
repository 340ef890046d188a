"""How far the read model is behind the acknowledgement of an act, at a steady pace."""

import gc
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import psycopg
from tests.benchmarks.harness import Doel, Keuze, Meting, Uitslag, Verslag, percentiel
from tests.benchmarks.omgeving import ACTOR, CONTACT_ACT, MELDING_ACT, Kale, server
from tests.sleutels import nieuwe_kluis

from ledger.clock import Systeemklok
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.vastleggen import Vastlegger
from projections.leesmodel.tabellen import SLOT_VOLGER

_STAND = "SELECT positie FROM projecties.generaties WHERE actief"
_LEIDT = """
SELECT EXISTS (SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND granted AND (classid::bigint << 32) + objid::bigint = %s)
"""
_PROGRAMMA = """
import gc, sys
from projections.leesmodel.volger import Volger
gc.freeze()
Volger(sys.argv[1]).draai()
"""
_SCHRIJVERS = 8
_ACTEN_PER_CASUS = 30
_TEMPO = {200: (5.0, 50.0), 1000: (None, 250.0)}


def draai(keuze: Keuze) -> Verslag:
    """Write at 200 and at 1,000 acts a second, and look all the time how far the read model is."""
    verslag = Verslag()
    with server() as draait, ExitStack() as stapel:
        pool = stapel.enter_context(open_pool(draait.app, minimaal=_SCHRIJVERS, maximaal=_SCHRIJVERS))
        plaats = Path(stapel.enter_context(tempfile.TemporaryDirectory()))
        kluis = stapel.enter_context(nieuwe_kluis(draait.app, plaats))
        vastlegger = Vastlegger(LedgerRecorder(pool), kluis, Systeemklok())
        stil = stapel.enter_context(psycopg.connect(draait.beheer))
        stil.execute("CREATE TABLE stil (x int)")  # an open write transaction, for as long as this takes
        kijker = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
        stapel.enter_context(_volger(draait.app, kijker))
        gc.freeze()  # a pause of who looks is no delay of the follower
        stapel.callback(gc.unfreeze)
        _meet(vastlegger, kijker, min(_TEMPO), 0.5)  # as everywhere, a round for warming up does not count
        for per_seconde, (p50, meeste) in _TEMPO.items():
            achter, gemist = _meet(vastlegger, kijker, per_seconde, max(keuze.seconden * keuze.rondes, 2.0))
            meting = Meting(per_seconde, percentiel(achter, 50), percentiel(achter, 99))
            verslag.uitslagen.append(
                Uitslag(f"achter bij {per_seconde}/s", _SCHRIJVERS, {"volger": [meting]})
            )
            if p50 is not None:
                verslag.doelen.append(_doel(f"volger bij {per_seconde}/s: p50", p50, meting.p50))
                verslag.doelen.append(_doel(f"volger bij {per_seconde}/s: p99", meeste, meting.p99))
            else:
                verslag.doelen.append(_doel(f"volger bij {per_seconde}/s: meest", meeste, achter[-1]))
            verslag.doelen.append(
                Doel(f"volger bij {per_seconde}/s: gemist", 0, gemist, "acten", hoogstens=True)
            )
    return verslag


@contextmanager
def _volger(conninfo: str, kijker: Kale) -> Iterator[None]:
    """Follow in a process of its own: an interpreter lock that writers share says nothing about it."""
    with subprocess.Popen([sys.executable, "-c", _PROGRAMMA, conninfo]) as proces:
        try:
            while not kijker.execute(_LEIDT, [SLOT_VOLGER]).fetchall()[0][0]:
                time.sleep(0.05)
            yield
        finally:
            proces.terminate()


def _doel(wat: str, drempel: float, gemeten: float) -> Doel:
    return Doel(wat, drempel, 1000 * gemeten, "ms", hoogstens=True)


class _Oog:
    """Looks all the time how far the read model is."""

    def __init__(self, kijker: Kale) -> None:
        self._kijker = kijker
        self._klaar = threading.Event()
        self.gezien: list[tuple[float, int]] = []
        self._draad = threading.Thread(target=self._kijk)
        self._draad.start()

    def _kijk(self) -> None:
        vorige = 0
        while not self._klaar.is_set():
            positie: Any = self._kijker.execute(_STAND, prepare=True).fetchall()[0][0]
            if positie > vorige:
                self.gezien.append((time.perf_counter(), positie))
                vorige = positie
            time.sleep(0.0005)

    def sluit(self, laatste: int) -> None:
        """Look until the last act is there, or for ten seconds."""
        uiterlijk = time.perf_counter() + 10
        while (not self.gezien or self.gezien[-1][1] < laatste) and time.perf_counter() < uiterlijk:
            time.sleep(0.01)
        self._klaar.set()
        self._draad.join()


def _meet(vastlegger: Vastlegger, kijker: Kale, tempo: int, seconden: float) -> tuple[list[float], int]:
    """Give how long after its acknowledgement an act was there (sorted, seconds), and how many were not."""
    bevestigd: dict[int, float] = {}
    oog = _Oog(kijker)

    def schrijf(nummer: int) -> None:
        tussen = _SCHRIJVERS / tempo
        begin = time.perf_counter() + tussen * nummer / _SCHRIJVERS
        for keer in range(int(seconden / tussen)):
            time.sleep(max(0.0, begin + keer * tussen - time.perf_counter()))
            if keer % _ACTEN_PER_CASUS == 0:
                vast = vastlegger.open_casus(MELDING_ACT, ACTOR)
                casus = vast.gebeurtenis.casus
            else:
                vast = vastlegger.leg_vast(casus, CONTACT_ACT, ACTOR)
            bevestigd[vast.positie] = time.perf_counter()

    schrijvers = [threading.Thread(target=schrijf, args=(nummer,)) for nummer in range(_SCHRIJVERS)]
    for schrijver in schrijvers:
        schrijver.start()
    for schrijver in schrijvers:
        schrijver.join()
    oog.sluit(max(bevestigd))
    achter = [
        max(0.0, gezien[0] - moment)
        for positie, moment in bevestigd.items()
        if (gezien := next((een for een in oog.gezien if een[1] >= positie), None)) is not None
    ]
    return sorted(achter), len(bevestigd) - len(achter)
