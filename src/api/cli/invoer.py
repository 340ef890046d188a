"""Acts from a file of JSON lines, found by casus without holding them in memory.

Lines of one casus may lie anywhere in the file, so a first pass only notes which line belongs to which casus;
the lines themselves are read when their casus is asked for.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
import tempfile
from array import array
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from uuid import UUID

import typer

from ledger.corrections import ongeldige_vervangingen
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis, lees_gebeurtenis

STANDAARDINVOER = "-"

# As every export writes it; a line in another form is read as JSON, which is slower.
_BEGIN = re.compile(
    rb'\s*\{\s*"casus"\s*:\s*"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"'
)


@dataclass(frozen=True, slots=True)
class Regelfout:
    """One fault of one line (from 1)."""

    regel: int
    fout: Fout

    def __str__(self) -> str:
        return f"regel {self.regel}: {self.fout.veld}: {self.fout.melding} [{self.fout.code}]"


@dataclass(frozen=True, slots=True)
class Regels:
    """The lines of one casus by number, and what of them could not be read."""

    gebeurtenissen: dict[int, Gebeurtenis]
    fouten: list[Regelfout]


class Invoer:
    """A file of acts, to be read casus by casus; usable in processes that are forked after it was opened.

    `casussen` gives for each casus, in order of appearance, its line numbers; lines of which no casus can be
    read stand under None.
    """

    def __init__(self, bestand: IO[bytes]) -> None:
        self._bestand = bestand
        self._begin = array("Q", [0])
        self.casussen: dict[str | None, array[int]] = {}
        plaats = 0
        for nummer, regel in enumerate(bestand, start=1):
            plaats += len(regel)
            self._begin.append(plaats)
            gevonden = _BEGIN.match(regel)
            casus = gevonden[1].decode() if gevonden is not None else _casus_uit_json(regel)
            if casus is None and not regel.strip():
                continue
            nummers = self.casussen.get(casus)
            if nummers is None:
                self.casussen[casus] = nummers = array("Q")
            nummers.append(nummer)

    @property
    def aantal(self) -> int:
        """The number of lines."""
        return len(self._begin) - 1

    def regel(self, nummer: int) -> bytes:
        """Give one line, by its number from 1."""
        begin, einde = self._begin[nummer - 1], self._begin[nummer]
        return os.pread(self._bestand.fileno(), einde - begin, begin)

    def lees(self, casus: str | None) -> Regels:
        """Read the acts of one casus; every fault of every line is named."""
        return lees_regels(casus, [(nummer, self.regel(nummer)) for nummer in self.casussen[casus]])


def lees_regels(casus: str | None, regels: Sequence[tuple[int, bytes]]) -> Regels:
    """Read numbered lines that are of one casus, and check what only shows when they are seen together."""
    gelezen: dict[int, Gebeurtenis] = {}
    fouten: list[Regelfout] = []
    regel_van: dict[int, int] = {}
    verwacht = None if casus is None else UUID(casus)
    for nummer, regel in regels:
        try:
            gebeurtenis = lees_gebeurtenis(regel)
        except Geweigerd as geweigerd:
            fouten += [Regelfout(nummer, fout) for fout in geweigerd.fouten]
            continue
        if gebeurtenis.casus != verwacht:
            fouten.append(Regelfout(nummer, Fout("casus", "dubbel-veld", "Dit veld staat er meer dan eens.")))
            continue
        eerder = regel_van.setdefault(gebeurtenis.volgnummer, nummer)
        if eerder != nummer:
            zin = f"Dit volgnummer staat ook op regel {eerder}."
            fouten.append(Regelfout(nummer, Fout("volgnummer", "dubbel-volgnummer", zin)))
            continue
        gelezen[nummer] = gebeurtenis
    for volgnummer, ongeldig in ongeldige_vervangingen(gelezen.values()).items():
        fouten += [Regelfout(regel_van[volgnummer], fout) for fout in ongeldig.fouten]
    return Regels(gelezen, fouten)


def _casus_uit_json(regel: bytes) -> str | None:
    try:
        return str(UUID(json.loads(regel)["casus"]))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None  # reading the line as an act will say what is wrong with it


@contextmanager
def open_invoer(naam: str) -> Iterator[IO[bytes]]:
    """Open a file, or standard input for `-`, so that any line can be read again.

    What comes through a pipe is copied to a nameless temporary file, which is gone with this process.
    Raises typer.BadParameter.
    """
    with ExitStack() as open_tot_het_einde:
        try:
            bestand = _openen(naam, open_tot_het_einde)
        except FileNotFoundError:
            raise typer.BadParameter("dit bestand bestaat niet.", param_hint="--invoer") from None
        except OSError:
            raise typer.BadParameter("dit bestand kan niet gelezen worden.", param_hint="--invoer") from None
        yield bestand


def _openen(naam: str, open_tot_het_einde: ExitStack) -> IO[bytes]:
    bron: IO[bytes] = sys.stdin.buffer
    if naam != STANDAARDINVOER:
        bron = open_tot_het_einde.enter_context(Path(naam).open("rb"))  # noqa: SIM115 — the stack closes it
        if bron.seekable():
            return bron
    kopie = open_tot_het_einde.enter_context(tempfile.TemporaryFile())  # noqa: SIM115 — the same
    shutil.copyfileobj(bron, kopie)
    kopie.seek(0)
    return kopie


def op_regel(fouten: Iterable[Regelfout]) -> list[Regelfout]:
    """Put faults in the order of the lines."""
    return sorted(fouten, key=lambda regelfout: regelfout.regel)
