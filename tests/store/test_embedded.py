"""The embedded server: started by whoever comes first, stopped by whoever leaves last, repaired by itself."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from tests.conftest import nieuwe_plaats
from tests.store.bouw import gebreken, vastgelegde_opdrachten
from tests.store.test_volgers import bevestigd, start_schrijver

from ledger.store.embedded import IngebouwdeServer, standaard_map
from ledger.store.errors import IngebouwdeServerFout
from ledger.store.host import laat_gebruiken
from ledger.store.migrations import migreer
from ledger.store.roles import maak_app_rol

SNEL = {"fsync": "off"}


@contextmanager
def een_plek(naam: str = "z"):
    boven = nieuwe_plaats()
    yield boven / naam
    shutil.rmtree(boven)


@pytest.fixture(scope="module")
def ingericht():
    """A data directory with a migrated database, and no server running on it."""
    with een_plek() as plaats:
        with IngebouwdeServer(plaats, SNEL) as server:
            richt_in(server)
        yield plaats


def richt_in(server: IngebouwdeServer) -> None:
    migreer(server.beheer)
    with psycopg.connect(server.beheer, autocommit=True) as beheer:
        maak_app_rol(beheer)


def draait(plaats: Path) -> bool:
    return (plaats / "postgres" / "postmaster.pid").exists()


def antwoordt(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as verbinding:
        return verbinding.execute("SELECT 1").fetchone() == (1,)


def pid_van(plaats: Path) -> int:
    return int((plaats / "postgres" / "postmaster.pid").read_text().split("\n")[0])


def test_the_application_is_no_superuser(ingericht):
    with IngebouwdeServer(ingericht, SNEL) as server, psycopg.connect(server.app) as app:
        assert app.execute(
            "SELECT rolname, rolsuper FROM pg_roles WHERE rolname = current_user"
        ).fetchone() == ("zicht_app", False)


def test_it_listens_on_no_network_and_its_socket_is_closed_to_others(ingericht):
    with IngebouwdeServer(ingericht, SNEL) as server, psycopg.connect(server.beheer) as beheer:
        assert beheer.execute("SHOW listen_addresses").fetchone() == ("",)
        assert (ingericht / "socket").stat().st_mode & 0o077 == 0
        assert (ingericht / "postgres").stat().st_mode & 0o077 == 0


def test_the_last_one_that_leaves_stops_it(ingericht):
    een, twee = IngebouwdeServer(ingericht, SNEL), IngebouwdeServer(ingericht, SNEL)
    een.stop()
    een.stop()
    assert antwoordt(twee.app)

    twee.stop()
    assert not draait(ingericht)


def test_a_user_that_was_killed_does_not_count(ingericht):
    programma = (
        "import sys, time; from pathlib import Path; from ledger.store.embedded import IngebouwdeServer\n"
        "server = IngebouwdeServer(Path(sys.argv[1]), {'fsync': 'off'}); print(flush=True); time.sleep(60)"
    )
    ander = subprocess.Popen([sys.executable, "-c", programma, str(ingericht)], stdout=subprocess.PIPE)
    assert ander.stdout.readline() == b"\n"
    ander.kill()
    ander.communicate()
    assert draait(ingericht)

    with IngebouwdeServer(ingericht, SNEL) as server:
        assert antwoordt(server.app)
    assert not draait(ingericht)


def test_a_process_number_left_behind_that_is_another_program_now_is_no_hindrance(ingericht):
    """As after a kill and a restart of the machine; here it is the number of this very test."""
    (ingericht / "postgres" / "postmaster.pid").write_text(f"{os.getpid()}\n{ingericht}/postgres\n")

    with IngebouwdeServer(ingericht, SNEL) as server:
        assert pid_van(ingericht) != os.getpid()
        assert antwoordt(server.app)


def test_the_log_of_the_server_holds_no_values(ingericht):
    with (
        IngebouwdeServer(ingericht, SNEL) as server,
        psycopg.connect(server.beheer, autocommit=True) as beheer,
    ):
        beheer.execute("CREATE TABLE IF NOT EXISTS proef (x text PRIMARY KEY)")
        beheer.execute("INSERT INTO proef VALUES ('kanarie') ON CONFLICT DO NOTHING")
        for opdracht, waarden in [
            ("INSERT INTO proef VALUES (%s)", ["kanarie"]),
            ("SELECT %s::int", ["kanarie"]),
            ("SELECT 'kanarie'::int", None),
            ("DO $$ BEGIN RAISE EXCEPTION USING MESSAGE = 'mis', DETAIL = 'kanarie'; END $$", None),
        ]:
            with pytest.raises(psycopg.Error):
                beheer.execute(opdracht, waarden)
    log = (ingericht / "postgres" / "postgres.log").read_text()

    assert "kanarie" not in log
    assert "database system is ready" in log


def test_processes_that_start_together_share_one_server():
    programma = (
        "import sys; from pathlib import Path; import psycopg\n"
        "from ledger.store.embedded import IngebouwdeServer\n"
        "with IngebouwdeServer(Path(sys.argv[1]), {'fsync': 'off'}) as server:\n"
        "    print(psycopg.connect(server.beheer).execute('SELECT count(*) FROM pg_database').fetchone())"
    )
    with een_plek() as plaats:
        processen = [
            subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", programma, str(plaats)],
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
            )
            for _ in range(3)
        ]
        assert [proces.communicate(timeout=60)[0] for proces in processen] == [b"(4,)\n"] * 3
        assert not draait(plaats)


def test_a_path_may_be_long_and_strange():
    with een_plek("met 'een' spatie, een komma, en " + "lang" * 20) as plaats:
        # An initdb that was killed halfway leaves this behind.
        (plaats / "postgres.nieuw").mkdir(parents=True)
        (plaats / "postgres.nieuw" / "PG_VERSION").write_text("18")
        with IngebouwdeServer(plaats, SNEL) as server:
            assert antwoordt(server.beheer)
            socketmap = Path(conninfo_to_dict(server.beheer)["host"])
            assert socketmap.stat().st_mode & 0o077 == 0
        assert not socketmap.exists()


def test_a_server_that_is_killed_under_load_is_started_again_and_the_writers_go_on(tmp_path):
    """Durable, as it is delivered: what was acknowledged before the kill is there after it."""
    verslag = tmp_path / "verslag"
    with een_plek() as plaats, IngebouwdeServer(plaats) as server:
        richt_in(server)
        schrijver = start_schrijver(server.app, verslag, aantal=150, draden=8)
        while not (verslag.exists() and verslag.stat().st_size > 10_000):
            assert schrijver.poll() is None
            time.sleep(0.01)
        os.kill(pid_van(plaats), signal.SIGKILL)
        IngebouwdeServer(plaats).stop()  # repaired, and left to the other that uses it
        assert schrijver.wait(60) == 0

        gemeld = bevestigd([verslag])
        vastgelegd = vastgelegde_opdrachten(server.beheer)
        assert {str(opdracht): aantal for opdracht, aantal in vastgelegd.items()} == {
            opdracht: aantal for opdracht, (_, aantal) in gemeld.items()
        }
        assert len(gemeld) == 8 * 150
        assert gebreken(server.beheer) == []


def test_a_directory_of_somebody_else_is_refused():
    """On a shared directory another user could have made it first, and read along."""
    if os.geteuid() == 0:
        with een_plek() as plaats:
            plaats.mkdir()
            os.chown(plaats, 65534, 65534)
            with pytest.raises(IngebouwdeServerFout, match="een andere gebruiker"):
                IngebouwdeServer(plaats)
    else:
        with pytest.raises(IngebouwdeServerFout, match="een andere gebruiker"):
            IngebouwdeServer(Path("/usr"))


@pytest.mark.skipif(os.geteuid() != 0, reason="alleen root laat een ander de server draaien")
def test_as_root_others_may_pass_through_the_directories_above_but_not_read_them():
    with een_plek("dicht") as dicht:
        dicht.mkdir(mode=0o700)
        with IngebouwdeServer(dicht / "z", SNEL) as server:
            assert antwoordt(server.beheer)
        assert dicht.stat().st_mode & 0o777 == 0o701


def test_programs_that_were_installed_for_one_user_can_be_run_by_the_servers_user(tmp_path):
    """As pip does under a umask of 077."""
    geheel = tmp_path / "wiel" / "pginstall18"
    gedeeld = tmp_path / "wiel.libs"
    for pad, rechten in [
        (geheel / "bin" / "postgres", 0o700),
        (geheel / "share" / "x.bki", 0o600),
        (gedeeld / "x.so", 0o600),
    ]:
        pad.parent.mkdir(parents=True, exist_ok=True)
        pad.touch()
        pad.chmod(rechten)
        pad.parent.chmod(0o700)

    laat_gebruiken(geheel / "bin")

    assert [
        pad.stat().st_mode & 0o007
        for pad in (
            geheel / "bin" / "postgres",
            geheel / "bin",
            geheel / "share" / "x.bki",
            gedeeld,
            gedeeld / "x.so",
        )
    ] == [5, 5, 4, 5, 4]


VAN_ROOT = "/var/tmp/zicht"  # noqa: S108 — the name itself is what is tested


@pytest.mark.parametrize(
    ("omgeving", "als_root", "als_gebruiker"),
    [
        ({"ZICHT_DATA_DIR": "/srv/zicht"}, "/srv/zicht", "/srv/zicht"),
        ({"ZICHT_DATA_DIR": ""}, VAN_ROOT, "~/.local/share/zicht"),
        ({"XDG_DATA_HOME": "/srv/xdg"}, VAN_ROOT, "/srv/xdg/zicht"),
        ({}, VAN_ROOT, "~/.local/share/zicht"),
    ],
)
def test_where_the_data_is(monkeypatch, omgeving, als_root, als_gebruiker):
    monkeypatch.setattr("os.geteuid", lambda: 0)
    assert standaard_map(omgeving) == Path(als_root)
    monkeypatch.setattr("os.geteuid", lambda: 1000)
    assert standaard_map(omgeving) == Path(als_gebruiker).expanduser()
