"""How far the read model is behind the acknowledgement of an act, at a steady pace; an idle transaction beside."""

import threading
import time
from contextlib import ExitStack

import psycopg
from tests.benchmarks.harness import Doel, Keuze, Meting, Uitslag, Verslag, percentiel
from tests.benchmarks.omgeving import ACTOR, CONTACT_ACT, MELDING_ACT, server
from tests.sleutels import nieuwe_kluis

from ledger.clock import Systeemklok
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.vastleggen import Vastlegger
from projections.leesmodel.volger import Volger

_STAND = "SELECT positie FROM projecties.generaties WHERE actief"
_SCHRIJVERS = 8
_ACTEN_PER_CASUS = 30
_TEMPO = {200: (5.0, 50.0), 1000: (None, 250.0)}


def draai(keuze: Keuze) -> Verslag:
    """Write at 200 and at 1,000 acts a second, and look all the time how far the read model is."""
    verslag = Verslag()
    with server() as draait, ExitStack() as stapel:
        pool = stapel.enter_context(open_pool(draait.app, minimaal=_SCHRIJVERS, maximaal=_SCHRIJVERS))
        plaats = stapel.enter_context(_map())
        kluis = stapel.enter_context(nieuwe_kluis(draait.app, plaats))
        vastlegger = Vastlegger(LedgerRecorder(pool), kluis, Systeemklok())
        stil = stapel.enter_context(psycopg.connect(draait.beheer))
        stil.execute("CREATE TABLE stil (x int)")  # an open write transaction, for as long as this takes
        stapel.enter_context(Volger(draait.app))
        kijker = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
        for per_seconde, (p50, meeste) in _TEMPO.items():
            achter, gemist = _meet(vastlegger, kijker, per_seconde, max(keuze.seconden * keuze.rondes, 5.0))
            meting = Meting(per_seconde, percentiel(achter, 50), percentiel(achter, 99))
            verslag.uitslagen.append(Uitslag(f"achter bij {per_seconde}/s", _SCHRIJVERS, {"volger": [meting]}))
            if p50 is not None:
                verslag.doelen.append(_doel(f"volger bij {per_seconde}/s: p50", p50, meting.p50))
                verslag.doelen.append(_doel(f"volger bij {per_seconde}/s: p99", meeste, meting.p99))
            else:
                verslag.doelen.append(_doel(f"volger bij {per_seconde}/s: meest", meeste, achter[-1]))
            verslag.doelen.append(
                Doel(f"volger bij {per_seconde}/s: gemist", 0, gemist, "acten", hoogstens=True)
            )
    return verslag


def _doel(wat: str, drempel: float, gemeten: float) -> Doel:
    return Doel(wat, drempel, 1000 * gemeten, "ms", hoogstens=True)


def _map():
    import tempfile
    from contextlib import contextmanager
    from pathlib import Path

    @contextmanager
    def plaats():
        with tempfile.TemporaryDirectory() as naam:
            yield Path(naam)

    return plaats()


def _meet(vastlegger, kijker, per_seconde, seconden):
    """Give for every act how long after its acknowledgement it was in the read model (sorted, seconds)."""
    bevestigd: dict[int, float] = {}
    gezien: list[tuple[float, int]] = []
    klaar = threading.Event()

    def kijk() -> None:
        vorige = 0
        while not klaar.is_set():
            positie = kijker.execute(_STAND, prepare=True).fetchall()[0][0]
            if positie > vorige:
                gezien.append((time.perf_counter(), positie))
                vorige = positie
            time.sleep(0.0005)

    def schrijf(nummer: int) -> None:
        tussen = _SCHRIJVERS / per_seconde
        begin = time.perf_counter() + tussen * nummer / _SCHRIJVERS
        for keer in range(int(seconden / tussen)):
            time.sleep(max(0.0, begin + keer * tussen - time.perf_counter()))
            if keer % _ACTEN_PER_CASUS == 0:
                vast = vastlegger.open_casus(MELDING_ACT, ACTOR)
                casus = vast.gebeurtenis.casus
            else:
                vast = vastlegger.leg_vast(casus, CONTACT_ACT, ACTOR)
            bevestigd[vast.positie] = time.perf_counter()

    oog = threading.Thread(target=kijk)
    oog.start()
    schrijvers = [threading.Thread(target=schrijf, args=(nummer,)) for nummer in range(_SCHRIJVERS)]
    for schrijver in schrijvers:
        schrijver.start()
    for schrijver in schrijvers:
        schrijver.join()
    uiterlijk = time.perf_counter() + 10
    while (not gezien or gezien[-1][1] < max(bevestigd)) and time.perf_counter() < uiterlijk:
        time.sleep(0.01)
    klaar.set()
    oog.join()
    achter, plaats = [], 0
    for positie, moment in sorted(bevestigd.items()):
        while plaats < len(gezien) and gezien[plaats][1] < positie:
            plaats += 1
        if plaats == len(gezien):
            break
        achter.append(max(0.0, gezien[plaats][0] - moment))
    return sorted(achter), len(bevestigd) - len(achter)
