"""Real servers for everybody: `server` (both versions), `database` (fresh, migrated), `recorder` (on it)."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.sleutels import nieuwe_kluis

from ledger.store.connection import open_pool
from ledger.store.embedded import IngebouwdeServer
from ledger.store.migrations import migreer
from ledger.store.recorder import LedgerRecorder
from ledger.store.roles import APP_ROL, maak_app_rol
from ledger.store.sleutels.kluis import Kluis

DEBIAN_15 = Path("/usr/lib/postgresql/15/bin")
SJABLOON = "zicht_sjabloon"

# Nothing here survives the test anyway, and a commit costs twenty times less.
SNEL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}


@dataclass(frozen=True)
class Server:
    """A running PostgreSQL: where its socket is, and as whom one is superuser."""

    naam: str
    socketmap: str
    beheerder: str = "postgres"

    def conninfo(self, rol: str, database: str) -> str:
        return make_conninfo(host=self.socketmap, port=5432, user=rol, dbname=database)

    def beheer(self, database: str = "postgres") -> str:
        return self.conninfo(self.beheerder, database)


@dataclass(frozen=True)
class Database:
    """A database of its own for one test: `app` logs in as the application does, `eigenaar` as superuser."""

    naam: str
    server: Server
    app: str
    eigenaar: str


def ontbreekt(reden: str) -> None:
    """Where a server has to be, its absence is a failure and not a detail."""
    if os.environ.get("CI") == "true":
        pytest.fail(reden)
    pytest.skip(reden)


class DebianServer:
    """PostgreSQL as Debian packages it, in a directory of its own, as another user when we are root."""

    def __init__(self, plaats: Path, instellingen: dict[str, str]) -> None:
        self.datamap = plaats / "data"
        self.socketmap = plaats
        self._log = plaats / "log"
        self._als = {}
        if os.geteuid() == 0:
            postgres = pwd.getpwnam("postgres")
            self._als = {"user": postgres.pw_uid, "group": postgres.pw_gid, "extra_groups": []}
            os.chown(plaats, postgres.pw_uid, postgres.pw_gid)
        self._doe(
            "initdb", "-D", self.datamap, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-N"
        )
        opties = " ".join(f"-c {naam}={waarde}" for naam, waarde in instellingen.items())
        self._opties = f"{opties} -c listen_addresses= -k {self.socketmap}"
        self.start()

    def _doe(self, programma: str, *argumenten: object) -> None:
        with tempfile.TemporaryFile() as uitvoer:
            klaar = subprocess.run(
                [DEBIAN_15 / programma, *map(str, argumenten)],
                stdin=subprocess.DEVNULL,
                stdout=uitvoer,
                stderr=subprocess.STDOUT,
                cwd="/",
                check=False,
                **self._als,
            )
            uitvoer.seek(0)
            assert klaar.returncode == 0, uitvoer.read().decode()

    def start(self) -> None:
        self._doe("pg_ctl", "start", "-D", self.datamap, "-l", self._log, "-w", "-t", 60, "-o", self._opties)

    def stop(self) -> None:
        self._doe("pg_ctl", "stop", "-D", self.datamap, "-m", "immediate", "-w")


def nieuwe_plaats() -> Path:
    """A directory for a server: in memory where there is room, because a shared disk sets the pace.

    Not under pytest's own, which is closed to the user a server runs as, and too long for a socket.
    """
    geheugen, schijf = Path("/dev/shm"), Path("/tmp")  # noqa: S108 — mkdtemp makes a name of its own
    ruim = geheugen.is_dir() and os.access(geheugen, os.W_OK) and shutil.disk_usage(geheugen).free > 2**31
    plaats = Path(tempfile.mkdtemp(prefix="zicht-test-", dir=geheugen if ruim else schijf))
    plaats.chmod(0o755)
    return plaats


@pytest.fixture(scope="session", autouse=True)
def eigen_datamap() -> Iterator[None]:
    """Keep what a program makes at its first start (keys, an embedded server) out of this machine's place."""
    with tempfile.TemporaryDirectory(prefix="zicht-data-") as plaats, pytest.MonkeyPatch.context() as anders:
        anders.setenv("ZICHT_DATA_DIR", plaats)
        yield


@pytest.fixture(scope="session", params=["postgresql-18", "postgresql-15"])
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """Each test runs on the embedded PostgreSQL 18 and on Debian's 15."""
    plaats = nieuwe_plaats()
    try:
        if request.param == "postgresql-18":
            with IngebouwdeServer(plaats, SNEL):
                yield Server(request.param, str(plaats / "socket"))
        else:
            if not (DEBIAN_15 / "initdb").exists():
                ontbreekt("PostgreSQL 15 van Debian ontbreekt: apt-get install postgresql-15")
            debian = DebianServer(plaats, SNEL)
            try:
                yield Server(request.param, str(debian.socketmap))
            finally:
                debian.stop()
    finally:
        shutil.rmtree(plaats, ignore_errors=True)


@pytest.fixture(scope="session")
def sjabloon(server: Server) -> str:
    """The name of a migrated database to copy; nobody connects to it."""
    with psycopg.connect(server.beheer(), autocommit=True) as beheer:
        beheer.execute(f"CREATE DATABASE {SJABLOON}")
    migreer(server.beheer(SJABLOON))
    with psycopg.connect(server.beheer(SJABLOON), autocommit=True) as beheer:
        maak_app_rol(beheer)
    return SJABLOON


@pytest.fixture
def lege_database(server: Server) -> Iterator[Database]:
    """A database in which nothing was migrated."""
    with nieuwe_database(server, "template0") as database:
        yield database


@pytest.fixture
def database(server: Server, sjabloon: str) -> Iterator[Database]:
    """A fresh database, migrated, with the application's role."""
    with nieuwe_database(server, sjabloon) as database:
        yield database


@contextmanager
def nieuwe_database(server: Server, sjabloon: str) -> Iterator[Database]:
    naam = f"test_{uuid4().hex}"
    with psycopg.connect(server.beheer(), autocommit=True) as beheer:
        beheer.execute(
            f"CREATE DATABASE {naam} TEMPLATE {sjabloon} STRATEGY file_copy"
        )  # three times as fast
        try:
            yield Database(naam, server, app=server.conninfo(APP_ROL, naam), eigenaar=server.beheer(naam))
        finally:
            beheer.execute(f"DROP DATABASE {naam} WITH (FORCE)")


@contextmanager
def onderhoud(conninfo: str) -> Iterator[psycopg.Connection]:
    """Damage the ledger, as nobody can without saying so first."""
    with psycopg.connect(conninfo) as eigenaar:
        eigenaar.execute("SELECT migratie.open_onderhoud('een test beschadigt het grootboek')")
        yield eigenaar


@pytest.fixture
def kluis(database: Database, tmp_path: Path) -> Iterator[Kluis]:
    """The keys of the confidential parts in it, wrapped by a key file of the test."""
    with nieuwe_kluis(database.app, tmp_path) as kluis:
        yield kluis


@pytest.fixture
def recorder(database: Database) -> Iterator[LedgerRecorder]:
    """A recorder that logs in as the application."""
    with open_pool(database.app, maximaal=16) as pool:
        yield LedgerRecorder(pool)
