"""Seal the log, audit it and check proofs; hashing the same rows in memory is what the others are held to."""

import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path

import psycopg
from tests.benchmarks.harness import (
    Doel,
    Keuze,
    Meting,
    Uitslag,
    Verslag,
    klok,
    meet_klussen,
    percentiel,
)
from tests.benchmarks.omgeving import server

from ledger.store.connection import verbind
from ledger.store.zegel.logboek import casusstanden, grootboek
from ledger.store.zegel.naloop import Naloop
from ledger.store.zegel.opslag import lees_hoofd
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from ledger.store.zegel.zegelaar import Zegelaar
from ledger.zegel.bereik import Bereik
from ledger.zegel.boom import bladhash, controleer_insluiting
from ledger.zegel.kaart import Kaart
from ledger.zegel.ondertekenaar import Ondertekenaar

LOGBOEK = grootboek("bench.example/grootboek")
SLEUTEL = Ondertekenaar.uit_zaad(LOGBOEK.oorsprong, b"b" * 32)
_MILJOEN_IN_EEN_MINUUT = 1_000_000 / 60
_TEMPO = 500  # acts a second while measuring how far behind the seal is
_ALLES = (0, 2**62, None)

# Acts as large as real ones, twenty to a casus, mixed as they come in; every third with a confidential part.
_OPEN = """{"vastgelegdDoor":{"medewerker":"mw-204",
"organisatie":{"soort":"veilig-thuis","id":"midden-brabant"},"rol":"medewerker-vt"},"gegevens":{"door":{"soort":"lokaal-team","id":"wijkteam-west"},"wijze":"huisbezoek",
"personen":["kind-1","ouder-2"]}}""".replace("\n", "").encode()
_GEHEIM = b"\x01\x01c" + b"k" * 28 + (128).to_bytes(4, "big") + b"x" * 128
_VUL = """
INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                   opdracht, regio, soort, open, vertrouwelijk)
SELECT p, now(), now() + (p || ' us')::interval, now(), (p - 1) / n + 1,
       md5(((p - 1) %% n)::text)::uuid, gen_random_uuid(), 'midden-brabant', 'ContactGelegd/1', %(open)s,
       CASE WHEN p %% 3 = 0 THEN %(geheim)s::bytea END
  FROM generate_series(%(van)s::bigint, %(tot)s::bigint) p, (SELECT greatest(1, %(acten)s / 20)) c (n)
"""
_VASTE = {"open": _OPEN, "geheim": _GEHEIM}


@contextmanager
def _map() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="zicht-bench-", dir="/var/tmp") as plaats:
        yield Path(plaats)


def _zet_terug(beheer: psycopg.Connection[tuple[object, ...]], map_: Path) -> None:
    with beheer.transaction():
        beheer.execute("SELECT migratie.open_onderhoud('de meting begint met een leeg zegel')")
        beheer.execute("TRUNCATE zegel.knopen, zegel.logboeken")
    shutil.rmtree(map_ / "grootboek", ignore_errors=True)


def _geklokt(werk: Callable[[], int]) -> tuple[int, float]:
    """Do the work; how much that was, and how long it took (seconds)."""
    with klok() as duur:
        aantal = werk()
    return aantal, duur()


def draai(keuze: Keuze) -> Verslag:
    """Measure over so many acts; then the delay at a steady pace."""
    with (
        server() as draait,
        _map() as map_,
        psycopg.connect(draait.beheer, autocommit=True) as beheer,
        open_zegelpool(draait.app) as pool,
    ):
        beheer.execute(_VUL, {**_VASTE, "van": 1, "tot": keuze.acten, "acten": keuze.acten})
        rijen = beheer.execute(LOGBOEK.rijen, _ALLES).fetchall()
        zegelaar = Zegelaar(draait.app, LOGBOEK, SLEUTEL, map_)

        def hash_alleen() -> int:
            bereik, kaart = Bereik(), Kaart()
            bereik.voeg_toe(bladhash(LOGBOEK.blad(LOGBOEK.oorsprong.encode(), rij)) for rij in rijen)
            kaart.werk_bij(casusstanden(rijen))
            return len(bereik.wortel() + kaart.wortel()) and keuze.acten

        def verzegel() -> tuple[int, float]:
            _zet_terug(beheer, map_)
            with klok() as duur:
                zegelaar.eenmaal()
            return keuze.acten, duur()

        def loop_na(processen: int) -> int:
            with verbind(draait.beheer) as verbinding:
                hoofd = lees_hoofd(verbinding, LOGBOEK)
            assert hoofd is not None
            gevonden = Naloop(draait.app, LOGBOEK, map_, processen).loop_na({"nu": hoofd})
            assert gevonden.bevindingen == [], gevonden.bevindingen[:3]
            return keuze.acten

        def bewijs() -> int:
            verzegeling = Verzegeling(pool, LOGBOEK, map_)
            laatste = verzegeling.laatste()
            assert laatste is not None
            hoofd, aantal = laatste.checkpoint, min(500, keuze.acten)
            posities = range(1, hoofd.grootte + 1, max(1, hoofd.grootte // aantal))
            for positie, pad in zip(posities, verzegeling.insluiting(posities, hoofd.grootte), strict=True):
                hash_ = bladhash(verzegeling.blad(rijen[positie - 1]))
                controleer_insluiting(hash_, positie - 1, hoofd.grootte, pad, hoofd.wortel)
            return len(posities)

        kanten = {
            "hashen alleen": partial(_geklokt, hash_alleen),
            "verzegelen": verzegel,
            "naloop, 1 proces": partial(_geklokt, partial(loop_na, 1)),
            "naloop, 2 processen": partial(_geklokt, partial(loop_na, 2)),
        }
        acten = meet_klussen(f"verzegelen ({keuze.acten} acten)", kanten, keuze)
        bewijzen = meet_klussen(
            "bewijzen maken en controleren", {"insluiting": partial(_geklokt, bewijs)}, keuze
        )
        achter = _achterstand(zegelaar, beheer, keuze)
    snelste = max(acten.mediaan("naloop, 1 proces"), acten.mediaan("naloop, 2 processen"))
    return Verslag(
        [acten, bewijzen, Uitslag(f"achter bij {_TEMPO}/s", 1, {"zegel": [achter]})],
        [
            Doel("verzegelen", 5_000, acten.mediaan("verzegelen"), "acten/s"),
            Doel("naloop van een miljoen in een minuut", _MILJOEN_IN_EEN_MINUUT, snelste, "acten/s"),
            Doel(f"zegel bij {_TEMPO}/s: langste", 2_000, 1000 * achter.p99, "ms", hoogstens=True),
        ],
        [f"naloop en verzegelen over {keuze.acten} acten; het doel noemt er 1.000.000"],
    )


def _achterstand(zegelaar: Zegelaar, beheer: psycopg.Connection[tuple[object, ...]], keuze: Keuze) -> Meting:
    """Give how long after its commit an act was in the published checkpoint, at a steady pace."""
    per_stap = _TEMPO // 20
    stappen = int(20 * max(keuze.seconden, 3.0))
    vastgelegd: list[tuple[int, float]] = []
    gezien: list[float] = []
    klaar = threading.Event()

    def kijk() -> None:
        while vastgelegd or not klaar.is_set():
            ruw = zegelaar.uitgave.lees()
            grootte = int(ruw.split(b"\n")[1]) if ruw else 0
            nu = time.perf_counter()
            while vastgelegd and vastgelegd[0][0] <= grootte:
                gezien.append(nu - vastgelegd.pop(0)[1])
            time.sleep(0.005)

    kijker = threading.Thread(target=kijk)
    with zegelaar:
        kijker.start()
        begin = time.perf_counter()
        for stap in range(stappen):
            van = keuze.acten + 1 + stap * per_stap
            beheer.execute(_VUL, {**_VASTE, "van": van, "tot": van + per_stap - 1, "acten": keuze.acten})
            beheer.execute("SELECT pg_notify('zicht_gebeurtenissen', '')")
            vastgelegd.append((van + per_stap - 1, time.perf_counter()))
            time.sleep(max(0.0, begin + (stap + 1) / 20 - time.perf_counter()))
        klaar.set()
        kijker.join(30)
    alle = sorted(gezien)
    return Meting(_TEMPO, percentiel(alle, 50), alle[-1])
