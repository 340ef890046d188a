"""The installed program, as a person runs it."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from api.cli.app import voer_uit

ZICHT = Path(sys.executable).with_name("zicht")


@dataclass(frozen=True)
class Klaar:
    """What one run of the program left."""

    code: int
    uit: bytes
    fout: str

    @property
    def regels(self):
        """Standard output as JSON, one object a line."""
        return [json.loads(regel) for regel in self.uit.splitlines()]


def zicht(*argumenten, invoer=b"", omgeving=None):
    """Run `zicht` in a pipe and wait for it."""
    klaar = subprocess.run(
        [ZICHT, *map(str, argumenten)],
        input=invoer,
        capture_output=True,
        check=False,
        timeout=120,
        env=os.environ | (omgeving or {}),
    )
    return Klaar(klaar.returncode, klaar.stdout, klaar.stderr.decode())


def zicht_hier(capfdbinary, *argumenten):
    """Run a command in this process: for tables of cases, where starting the program takes longest."""
    capfdbinary.readouterr()
    code = voer_uit([str(argument) for argument in argumenten])
    uit, fout = capfdbinary.readouterr()
    return Klaar(code, uit, fout.decode())


def als_invoer(gebeurtenissen):
    """Write acts as the lines of a file."""
    return "".join(f"{json.dumps(gebeurtenis)}\n" for gebeurtenis in gebeurtenissen).encode()
