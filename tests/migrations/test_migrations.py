"""Plain SQL files, forward only: what is applied, once, by whom, and what is refused."""

import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from tests.conftest import nieuwe_plaats

from ledger.store.connection import GEHEEL, conninfo_als, open_pool, verbind
from ledger.store.embedded import IngebouwdeServer
from ledger.store.errors import (
    DatabaseOnbereikbaar,
    MigratiebestandOngeldig,
    MigratieGewijzigd,
    MigratieOnbekend,
    MigratieTeLaat,
    OpslagGeweigerd,
)
from ledger.store.migrations import lees_migraties, migratiemap, migreer, plan
from ledger.store.recorder import LedgerRecorder
from ledger.store.roles import APP_ROL, maak_app_rol

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def plaats(tmp_path):
    """A directory with two small migrations."""
    schrijf(tmp_path, "0001_een.sql", "CREATE TABLE een (x int);")
    schrijf(tmp_path, "0002_twee.sql", "CREATE TABLE twee (x int);\nINSERT INTO een VALUES (1);")
    return tmp_path


def schrijf(plaats: Path, naam: str, tekst: str) -> None:
    (plaats / naam).write_text(f"-- why: {naam}\n{tekst}\n")


def namen(migraties) -> list[str]:
    return [migratie.bestand for migratie in migraties]


def tabellen(conninfo: str) -> set[str]:
    with psycopg.connect(conninfo) as verbinding:
        return {naam for (naam,) in verbinding.execute("SELECT relname FROM pg_class WHERE relkind = 'r'")}


def toegepast(conninfo: str) -> list[tuple[str, str]]:
    with psycopg.connect(conninfo) as verbinding:
        return verbinding.execute(
            "SELECT bestand, encode(sha256, 'hex') FROM migratie.toegepast ORDER BY nummer"
        ).fetchall()


def test_an_empty_database_gets_everything_once(lege_database):
    alles = namen(lees_migraties())

    assert namen(migreer(lege_database.eigenaar)) == alles
    assert namen(migreer(lege_database.eigenaar)) == []
    assert [bestand for bestand, _ in toegepast(lege_database.eigenaar)] == alles


def test_a_plan_tells_what_would_happen_and_does_nothing(lege_database, plaats):
    with verbind(lege_database.eigenaar) as verbinding:
        assert namen(plan(verbinding, plaats)) == ["0001_een.sql", "0002_twee.sql"]
    assert not tabellen(lege_database.eigenaar) & {"een", "toegepast"}

    migreer(lege_database.eigenaar, plaats)
    schrijf(plaats, "0010_drie.sql", "CREATE TABLE drie (x int);")

    with verbind(lege_database.eigenaar) as verbinding:
        assert namen(plan(verbinding, plaats)) == ["0010_drie.sql"]
    assert "drie" not in tabellen(lege_database.eigenaar)


def test_the_application_can_see_the_plan(database):
    with verbind(conninfo_als(database.app, GEHEEL)) as app:
        assert plan(app) == []


def test_a_changed_file_is_refused_by_name_with_both_digests(lege_database, plaats):
    migreer(lege_database.eigenaar, plaats)
    oud = sha256((plaats / "0002_twee.sql").read_bytes()).hexdigest()
    schrijf(plaats, "0002_twee.sql", "CREATE TABLE twee (x bigint);")
    schrijf(plaats, "0003_drie.sql", "CREATE TABLE drie (x int);")
    nieuw = sha256((plaats / "0002_twee.sql").read_bytes()).hexdigest()

    with pytest.raises(MigratieGewijzigd) as fout:
        migreer(lege_database.eigenaar, plaats)

    assert (fout.value.bestand, fout.value.verwacht, fout.value.gevonden) == ("0002_twee.sql", oud, nieuw)
    assert all(deel in str(fout.value) for deel in ("0002_twee.sql", oud, nieuw))
    assert "drie" not in tabellen(lege_database.eigenaar)


def test_a_database_from_the_future_is_refused(lege_database, plaats):
    schrijf(plaats, "0003_drie.sql", "CREATE TABLE drie (x int);")
    migreer(lege_database.eigenaar, plaats)
    (plaats / "0003_drie.sql").unlink()

    with pytest.raises(MigratieOnbekend) as fout:
        migreer(lege_database.eigenaar, plaats)

    assert (fout.value.verwacht, fout.value.gevonden) == ("0002_twee.sql", "0003_drie.sql")
    assert "verder dan dit programma" in str(fout.value)


def test_a_number_below_what_was_applied_is_refused(lege_database, plaats):
    schrijf(plaats, "0005_vijf.sql", "CREATE TABLE vijf (x int);")
    migreer(lege_database.eigenaar, plaats)
    schrijf(plaats, "0004_vier.sql", "CREATE TABLE vier (x int);")

    with pytest.raises(MigratieTeLaat, match=r"0004_vier\.sql.*0005_vijf\.sql"):
        migreer(lege_database.eigenaar, plaats)


def test_a_migration_that_fails_leaves_nothing_of_itself_and_all_before_it(lege_database, plaats):
    schrijf(plaats, "0003_kapot.sql", "CREATE TABLE half (x int);\nSELECT 1 / 0;")

    with pytest.raises(OpslagGeweigerd, match="22012"):
        migreer(lege_database.eigenaar, plaats)

    assert {"een", "twee"} <= tabellen(lege_database.eigenaar)
    assert "half" not in tabellen(lege_database.eigenaar)
    assert [bestand for bestand, _ in toegepast(lege_database.eigenaar)] == ["0001_een.sql", "0002_twee.sql"]


@pytest.mark.parametrize(
    ("naam", "tekst", "klacht"),
    [
        ("3_drie.sql", "-- why: x\n", "3_drie.sql"),
        ("0003-drie.sql", "-- why: x\n", "0003-drie.sql"),
        ("0003_drie.sql", "CREATE TABLE drie (x int);\n", "-- why"),
        ("0003_drie.sql", "-- why:\nSELECT 1;", "-- why"),
        ("0002_nog_eens.sql", "-- why: x\n", "0002_nog_eens.sql|0002_twee.sql"),
    ],
)
def test_a_file_that_cannot_be_a_migration_is_named(plaats, naam, tekst, klacht):
    (plaats / naam).write_text(tekst)

    with pytest.raises(MigratiebestandOngeldig, match=klacht):
        lees_migraties(plaats)


def test_the_files_of_a_checkout_are_found():
    assert migratiemap() == ROOT / "migrations"
    assert [migratie.nummer for migratie in lees_migraties()][:3] == [1, 2, 3]


def test_a_database_that_is_not_there_is_named_so(server):
    with pytest.raises(DatabaseOnbereikbaar):
        migreer(server.beheer("bestaat_niet"))


def samen_starten(conninfos: list[str]) -> list[str]:
    """Migrate from a process each, all at once: how many files each applied, or what it died of."""
    programma = "import sys; from ledger.store.migrations import migreer; print(len(migreer(sys.argv[1])))"
    processen = [
        subprocess.Popen(
            [sys.executable, "-c", programma, conninfo],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        for conninfo in conninfos
    ]
    return [proces.communicate(timeout=60)[0].strip() for proces in processen]


def test_processes_that_start_together_apply_each_file_once(lege_database):
    alles = len(lees_migraties())

    assert sorted(samen_starten([lege_database.eigenaar] * 3)) == sorted(["0", "0", str(alles)])
    assert len(toegepast(lege_database.eigenaar)) == alles


@pytest.fixture
def nieuwe_server():
    """A server on which the roles do not exist yet."""
    plaats = nieuwe_plaats()
    with IngebouwdeServer(plaats, {"fsync": "off"}) as server:
        yield server
    shutil.rmtree(plaats, ignore_errors=True)


def test_roles_that_another_database_of_the_server_makes_at_that_moment_are_no_error(nieuwe_server):
    """Roles belong to the server, so the lock of one database does not keep the other out."""
    with psycopg.connect(nieuwe_server.beheer) as ander, ThreadPoolExecutor(1) as draad:
        ander.execute("CREATE ROLE zicht_eigenaar")
        ander.execute("CREATE ROLE zicht_lezer")
        uitkomst = draad.submit(migreer, nieuwe_server.conninfo("postgres", "postgres"))
        with psycopg.connect(nieuwe_server.beheer, autocommit=True) as kijker:
            wachtend = "SELECT FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%ROLE%'"
            while kijker.execute(wachtend).fetchone() is None:
                time.sleep(0.01)
        ander.commit()

        assert namen(uitkomst.result(30)) == namen(lees_migraties())


def test_somebody_without_superuser_can_migrate(nieuwe_server):
    """As on a server that another department runs: a login that owns its database and may make roles."""
    with psycopg.connect(nieuwe_server.beheer, autocommit=True) as beheer:
        beheer.execute("CREATE ROLE beheerder LOGIN CREATEROLE")
        beheer.execute("CREATE DATABASE van_een_ander OWNER beheerder")

    assert namen(migreer(nieuwe_server.conninfo("beheerder", "van_een_ander"))) == namen(lees_migraties())

    with psycopg.connect(nieuwe_server.conninfo("beheerder", "van_een_ander"), autocommit=True) as beheer:
        maak_app_rol(beheer)
    with open_pool(nieuwe_server.conninfo(APP_ROL, "van_een_ander")) as pool:
        assert LedgerRecorder(pool).hoogste_positie() == 0


def test_the_files_of_an_installed_package_are_found(tmp_path):
    """In the wheel they lie inside the package, because there is no root of a checkout beside it."""
    shutil.copytree(ROOT / "src" / "ledger", tmp_path / "ledger")
    shutil.copytree(ROOT / "migrations", tmp_path / "ledger" / "store" / "_migrations")
    programma = (
        "from ledger.store.migrations import lees_migraties, migratiemap\n"
        "print(migratiemap(), len(lees_migraties()))"
    )

    gezegd = subprocess.run(
        [sys.executable, "-c", programma],
        env={"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=True,
    )

    plaats = tmp_path / "ledger" / "store" / "_migrations"
    assert gezegd.stdout.strip() == f"{plaats} {len(lees_migraties())}"
