"""A follower that only remembers the last position it saw misses nothing, whatever the writers do."""

import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.store.bouw import gebreken, toevoeging, vastgelegde_opdrachten

from ledger.store.append import bereid_voor, roep_aan
from ledger.store.connection import conninfo_als, open_pool, verbind
from ledger.store.encoding import codeer, parameters
from ledger.store.listen import seinen
from ledger.store.recorder import LedgerRecorder

ROOT = Path(__file__).resolve().parents[2]
PROCESSEN, DRADEN, APPENDS = 3, 4, 60


def start_schrijver(
    conninfo: str, verslag: Path, aantal: int, draden: int = DRADEN
) -> subprocess.Popen[bytes]:
    opdracht = [
        sys.executable,
        "-m",
        "tests.store.schrijver",
        conninfo,
        str(draden),
        str(aantal),
        str(verslag),
    ]
    return subprocess.Popen(opdracht, cwd=ROOT)


def bevestigd(verslagen: list[Path]) -> dict[str, tuple[int, int]]:
    """What the writers were told: per opdracht the first position and the number of acts."""
    regels = [regel.split() for verslag in verslagen for regel in verslag.read_text().splitlines()]
    return {opdracht: (int(positie), int(aantal)) for opdracht, positie, aantal in regels}


def storm(conninfo: str, zaad: int, klaar: threading.Event) -> int:
    """Transactions that are held open over an append for a while, half of which are then rolled back."""
    keuze = random.Random(zaad)  # noqa: S311 — nothing secret about it
    geschreven = 0
    with verbind(conninfo_als(conninfo, "zicht_schrijver")) as verbinding:
        bereid_voor(verbinding)
        while not klaar.is_set():
            append = toevoeging(uuid4(), 1, aantal=keuze.randint(1, 4))
            with verbinding.transaction() as transactie:
                roep_aan(verbinding, parameters([codeer(append)]))
                time.sleep(keuze.uniform(0, 0.003))
                if keuze.random() < 0.5:
                    raise psycopg.Rollback(transactie)
                geschreven += len(append.gebeurtenissen)
            time.sleep(keuze.uniform(0, 0.003))
    return geschreven


def volg(conninfo: str, zaad: int, tot: threading.Event) -> list[int]:
    """Read on from the last position seen, in pages of changing size, until nothing comes any more."""
    keuze = random.Random(zaad)  # noqa: S311 — nothing secret about it
    gezien: list[int] = []
    with open_pool(conninfo, maximaal=1) as pool:
        recorder = LedgerRecorder(pool)
        while True:
            afgelopen = tot.is_set()
            pagina = recorder.lees_na(gezien[-1] if gezien else 0, keuze.choice([1, 7, 200]))
            gezien += [een.positie for een in pagina]
            if afgelopen and not pagina:
                return gezien
            time.sleep(keuze.uniform(0, 0.002))


def test_followers_see_every_position_once_and_in_order(database, tmp_path):
    """Writers in processes, roll-backs, late commits, and a write transaction elsewhere that just stays."""
    verslagen = [tmp_path / str(nummer) for nummer in range(PROCESSEN)]
    klaar, gestopt = threading.Event(), threading.Event()
    with psycopg.connect(database.eigenaar) as stilstaand, ThreadPoolExecutor() as draden:
        stilstaand.execute("CREATE TABLE elders (x int)")
        stilstaand.execute("INSERT INTO elders VALUES (1)")
        volgers = [draden.submit(volg, database.app, zaad, gestopt) for zaad in range(2)]
        stormen = [draden.submit(storm, database.app, zaad, klaar) for zaad in range(2)]
        try:
            schrijvers = [start_schrijver(database.app, verslag, APPENDS) for verslag in verslagen]
            afloop = [schrijver.wait(60) for schrijver in schrijvers]
            klaar.set()
            van_de_storm = sum(een.result(10) for een in stormen)
        finally:
            klaar.set()
            gestopt.set()
        gezien = [volger.result(30) for volger in volgers]

    gemeld = bevestigd(verslagen)
    aantal = van_de_storm + sum(acten for _, acten in gemeld.values())
    assert afloop == [0] * PROCESSEN
    assert len(gemeld) == PROCESSEN * DRADEN * APPENDS
    assert van_de_storm > 0
    assert gezien == [list(range(1, aantal + 1))] * len(volgers)
    assert gebreken(database.eigenaar) == []


def test_positions_by_a_sequence_would_be_missed(database):
    """The same follower, on the scheme that this one replaces: the test above is able to fail."""
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute("CREATE TABLE naief (positie bigserial PRIMARY KEY)")
        with psycopg.connect(database.eigenaar) as traag:
            traag.execute("INSERT INTO naief DEFAULT VALUES")
            eigenaar.execute("INSERT INTO naief DEFAULT VALUES")
            lees = "SELECT positie FROM naief WHERE positie > %s"
            gezien = eigenaar.execute(lees, [0]).fetchall()
        gezien += eigenaar.execute(lees, [gezien[-1][0]]).fetchall()

    assert gezien == [(2,)]


def test_a_process_that_is_killed_loses_nothing_that_was_acknowledged(database, tmp_path):
    verslagen = [tmp_path / str(ronde) for ronde in range(3)]
    for verslag in verslagen:
        schrijver = start_schrijver(database.app, verslag, aantal=0, draden=8)
        einde = time.monotonic() + 30
        while not (verslag.exists() and verslag.stat().st_size > 5_000):
            assert time.monotonic() < einde
            time.sleep(0.01)
        schrijver.kill()
        schrijver.wait()

    gemeld = bevestigd(verslagen)
    vastgelegd = {
        str(opdracht): aantal for opdracht, aantal in vastgelegde_opdrachten(database.eigenaar).items()
    }
    assert len(gemeld) > 300
    assert {opdracht: vastgelegd.get(opdracht) for opdracht in gemeld} == {
        opdracht: aantal for opdracht, (_, aantal) in gemeld.items()
    }
    assert gebreken(database.eigenaar) == []


@pytest.fixture
def sein(database):
    """Count the signals that a listener gets."""
    gehoord, gestopt = threading.Semaphore(0), threading.Event()

    def luister() -> None:
        for _ in seinen(database.app, gestopt.is_set):
            gehoord.release()

    draad = threading.Thread(target=luister)
    draad.start()
    yield gehoord
    gestopt.set()
    draad.join()


def test_a_listener_hears_an_append_at_once_and_again_after_its_connection_broke(sein, recorder, database):
    assert sein.acquire(timeout=5)  # at the start
    recorder.voeg_toe(toevoeging(uuid4(), 1))
    assert sein.acquire(timeout=1)

    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zicht luistert'"
        )
    assert sein.acquire(timeout=5)  # for what may have been written while nobody listened

    recorder.voeg_toe(toevoeging(uuid4(), 1))
    assert sein.acquire(timeout=1)


def test_a_conflict_wakes_nobody(sein, recorder):
    assert sein.acquire(timeout=5)

    recorder.voeg_toe(toevoeging(uuid4(), 2))

    assert not sein.acquire(timeout=0.5)
