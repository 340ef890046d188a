"""A connection that breaks around the commit: the answer is exact, or says that it is unknown."""

import random
import shutil
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.store.bouw import REGIO, gebreken, toevoeging, vastgelegde_opdrachten
from tests.store.proxy import Proxy

from ledger.store.connection import open_pool, verbind
from ledger.store.errors import DatabaseOnbereikbaar, OpslagGeweigerd, UitkomstOnbekend
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Conflict, Herhaald, Vastgelegd


@pytest.fixture
def proxy(server):
    plaats = Path(tempfile.mkdtemp(prefix="zicht-proxy-", dir="/tmp"))
    proxy = Proxy(plaats, Path(server.socketmap))
    proxy.plaats = plaats
    yield proxy
    proxy.stop()
    shutil.rmtree(plaats)


@pytest.fixture
def door_de_proxy(proxy, database):
    """A recorder behind the proxy, that soon gives up."""
    with open_pool(make_conninfo(database.app, host=str(proxy.plaats)), wachttijd_s=0.5, maximaal=4) as pool:
        recorder = LedgerRecorder(pool, herkansen_s=1.0)
        recorder.voeg_toe(toevoeging(uuid4(), 1))  # connected, at position 1
        yield recorder


@pytest.mark.parametrize("storing", ["voor", "tijdens", "na"])
def test_a_cut_is_repaired_and_the_act_is_written_once(door_de_proxy, proxy, database, storing):
    casus = uuid4()
    door_de_proxy.voeg_toe(toevoeging(casus, 1))

    proxy.storing = storing
    assert door_de_proxy.voeg_toe(toevoeging(casus, 2, aantal=2)) == Vastgelegd(range(3, 5))

    assert proxy.storingen == 1
    assert door_de_proxy.voeg_toe(toevoeging(casus, 4)) == Vastgelegd(range(5, 6))
    assert gebreken(database.eigenaar) == []


@pytest.mark.parametrize("storing", ["voor", "tijdens", "na"])
def test_a_conflict_stays_a_conflict_when_the_connection_is_cut(door_de_proxy, proxy, storing):
    casus = uuid4()
    door_de_proxy.voeg_toe(toevoeging(casus, 1, aantal=2))

    proxy.storing = storing

    assert door_de_proxy.voeg_toe(toevoeging(casus, 2)) == Conflict(2, REGIO)


def test_what_another_wrote_under_the_same_opdracht_is_not_taken_for_ours(door_de_proxy, proxy, recorder):
    """Two processes got the same command at once; the other was first, and our connection broke as well."""
    casus, opdracht = uuid4(), uuid4()
    recorder.voeg_toe(toevoeging(casus, 1, aantal=2, opdracht=opdracht))

    proxy.storing = "voor"

    assert door_de_proxy.voeg_toe(toevoeging(casus, 1, opdracht=opdracht)) == Herhaald(b"v", casus, 1, 2, 2)
    assert proxy.storingen == 1


@pytest.mark.parametrize(("storing", "vastgelegd"), [("voor", False), ("na", True)])
def test_when_the_database_stays_away_the_outcome_is_unknown_and_can_be_asked_for(
    door_de_proxy, proxy, recorder, storing, vastgelegd
):
    append = toevoeging(uuid4(), 1)
    proxy.storing_sluit, proxy.storing = True, storing

    with pytest.raises(UitkomstOnbekend, match=str(append.opdracht)) as fout:
        door_de_proxy.voeg_toe(append)

    assert fout.value.opdracht == append.opdracht
    assert (recorder.zoek_opdracht(append.opdracht) is not None) is vastgelegd
    proxy.dicht.clear()
    assert isinstance(door_de_proxy.voeg_toe(append), Herhaald if vastgelegd else Vastgelegd)


def test_when_the_database_was_never_there_nothing_is_unknown(server, database, tmp_path):
    with open_pool(make_conninfo(database.app, host=str(tmp_path)), wachttijd_s=0.2) as pool:
        with pytest.raises(DatabaseOnbereikbaar):
            LedgerRecorder(pool).voeg_toe(toevoeging(uuid4(), 1))
        with pytest.raises(DatabaseOnbereikbaar):
            LedgerRecorder(pool).hoogste_positie()


def test_a_server_that_falls_silent_is_given_up_and_asked_again(door_de_proxy, proxy, monkeypatch):
    """Half open: the network reports nothing wrong, and no answer comes."""
    monkeypatch.setattr("ledger.store.connection.Verbinding.geduld", 0.5)
    append = toevoeging(uuid4(), 1)
    proxy.storing = "zwijg"
    begin = time.monotonic()

    assert door_de_proxy.voeg_toe(append) == Vastgelegd(range(2, 3))

    assert 0.5 <= time.monotonic() - begin < 3


def test_reading_survives_a_restart_of_the_server(recorder, database):
    """All connections of the pool are dead, and none of them knows."""
    recorder.voeg_toe(toevoeging(uuid4(), 1))
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'zicht_app'")

    assert recorder.hoogste_positie() == 1
    assert recorder.voeg_toe(toevoeging(uuid4(), 1)) == Vastgelegd(range(2, 3))


def test_an_append_that_waits_too_long_for_another_writer_is_refused_and_not_written(database):
    append = toevoeging(uuid4(), 1)
    kort = make_conninfo(database.app, options="-c statement_timeout=200")
    with open_pool(database.app) as pool, verbind(database.eigenaar) as ander:
        recorder = LedgerRecorder(pool, schrijver=kort)
        ander.execute("SELECT pg_advisory_lock(7450921836540115201)")
        with pytest.raises(OpslagGeweigerd, match="57014"):
            recorder.voeg_toe(append)
        assert recorder.zoek_opdracht(append.opdracht) is None
        ander.execute("SELECT pg_advisory_unlock_all()")
        assert recorder.voeg_toe(append) == Vastgelegd(range(1, 2))


def test_an_append_of_which_the_server_ends_the_session_is_asked_again(recorder, database):
    """The server says the same before a commit as after it, so what it says is not believed."""
    recorder.voeg_toe(toevoeging(uuid4(), 1))
    with ThreadPoolExecutor(1) as draad, verbind(database.eigenaar) as ander:
        ander.execute("SELECT pg_advisory_lock(7450921836540115201)")
        uitkomst = draad.submit(recorder.voeg_toe, toevoeging(uuid4(), 1))
        wachtend = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
        while (pid := ander.execute(wachtend).fetchone()) is None:
            time.sleep(0.005)
        ander.execute("SELECT pg_terminate_backend(%s)", pid)
        ander.execute("SELECT pg_advisory_unlock_all()")

        assert uitkomst.result(10) == Vastgelegd(range(2, 3))


def test_many_cuts_under_load_lose_nothing_and_double_nothing(door_de_proxy, proxy, database):
    """Four writers, each at its own casus, and one message in ten is cut: every answer has to be exact."""
    door_de_proxy._bijschrijver._herkansen_s = 20.0
    uitkomsten: Counter[str] = Counter()
    geschreven = []

    def schrijf(_: int) -> None:
        casus = uuid4()
        for volgnummer in range(1, 151):
            append = toevoeging(casus, volgnummer)
            uitkomst = door_de_proxy.voeg_toe(append)
            uitkomsten[type(uitkomst).__name__] += 1
            if isinstance(uitkomst, Herhaald):  # written, and no connection was left to see by whom
                assert (uitkomst.casus, uitkomst.eerste) == (casus, volgnummer)
            geschreven.append(append.opdracht)

    proxy.keuze, proxy.kans = random.Random(20200302), 0.1  # noqa: S311 — nothing secret about it
    with ThreadPoolExecutor(4) as draden:
        list(draden.map(schrijf, range(4)))
    proxy.keuze = None

    assert uitkomsten["Vastgelegd"] + uitkomsten["Herhaald"] == 600
    assert uitkomsten["Herhaald"] < 60
    vastgelegd = vastgelegde_opdrachten(database.eigenaar)
    assert {opdracht: vastgelegd[opdracht] for opdracht in geschreven} == dict.fromkeys(geschreven, 1)
    assert len(vastgelegd) == 601
    assert gebreken(database.eigenaar) == []
    assert proxy.storingen > 8  # of some 250 messages: how many acts go in one depends on the moment
