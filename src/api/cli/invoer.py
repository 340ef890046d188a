"""Acts from a file of JSON lines, found by casus (or by register) without holding them in memory.

Lines of one casus may lie anywhere in the file, so a first pass only notes which line belongs to which casus;
the lines themselves are read when their casus is asked for.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
from array import array
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import IO, Generic, TypeVar
from uuid import UUID

import typer

from ledger.corrections import ongeldige_vervangingen
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling, lees_registerhandeling
from ledger.regels import lees_gebeurtenis

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


Vastgelegd = TypeVar("Vastgelegd", Gebeurtenis, Registerhandeling)


@dataclass(frozen=True, slots=True)
class Regels(Generic[Vastgelegd]):
    """The acts of one casus or one register by their line, and what of its lines could not be read."""

    gebeurtenissen: dict[int, Vastgelegd]
    fouten: list[Regelfout]


class Invoer:
    """A file of acts, to be read casus by casus; usable in processes that are forked after it was opened.

    `casussen` gives for each casus, in order of appearance, its line numbers; lines of which no casus can be
    read stand under None. `registers` does so for each register, by regio.
    """

    def __init__(self, bestand: IO[bytes]) -> None:
        self._begin = array("Q", [0])
        self.casussen: dict[str | None, array[int]] = {}
        self.registers: dict[str, array[int]] = {}
        plaats = 0
        for nummer, regel in enumerate(bestand, start=1):
            plaats += len(regel)
            self._begin.append(plaats)
            gevonden = _BEGIN.match(regel)
            casus = None if gevonden is None else gevonden[1].decode()
            if casus is None:
                if not regel.strip():
                    continue
                casus, regio = _uit_json(regel)
                if regio is not None:
                    self.registers.setdefault(regio, array("Q")).append(nummer)
                    continue
            nummers = self.casussen.get(casus)
            if nummers is None:
                self.casussen[casus] = nummers = array("Q")
            nummers.append(nummer)
        # in memory only as far as the system has room for it, and shared with processes that are forked
        self._inhoud = mmap(bestand.fileno(), 0, access=ACCESS_READ) if plaats else b""

    @property
    def aantal(self) -> int:
        """The number of lines."""
        return len(self._begin) - 1

    def regel(self, nummer: int) -> bytes:
        """Give one line, by its number from 1."""
        return self._inhoud[self._begin[nummer - 1] : self._begin[nummer]]

    def lees(self, casus: str | None) -> Regels[Gebeurtenis]:
        """Read the acts of one casus; every fault of every line is named."""
        verwacht = None if casus is None else UUID(casus).int  # quicker to compare than the UUID itself
        regels = self._lees(self.casussen[casus], lees_gebeurtenis, lambda een: een.casus.int == verwacht)
        per_volgnummer = {een.volgnummer: regel for regel, een in regels.gebeurtenissen.items()}
        for volgnummer, ongeldig in ongeldige_vervangingen(regels.gebeurtenissen.values()).items():
            regels.fouten.extend(Regelfout(per_volgnummer[volgnummer], fout) for fout in ongeldig.fouten)
        return regels

    def lees_register(self, regio: str) -> Regels[Registerhandeling]:
        """Read the acts of one register; every fault of every line is named."""
        return self._lees(self.registers[regio], lees_registerhandeling, lambda een: een.regio == regio)

    def _lees(
        self,
        nummers: Iterable[int],
        lees: Callable[[bytes], Vastgelegd],
        hoort_hier: Callable[[Vastgelegd], bool],
    ) -> Regels[Vastgelegd]:
        """Read lines that are of one casus or register, and see that none takes the number of another."""
        gelezen: dict[int, Vastgelegd] = {}
        fouten: list[Regelfout] = []
        regel_van: dict[int, int] = {}
        for nummer in nummers:
            try:
                een = lees(self.regel(nummer))
            except Geweigerd as geweigerd:
                fouten += [Regelfout(nummer, fout) for fout in geweigerd.fouten]
                continue
            if not hoort_hier(een):
                dubbel = Fout("regel", "dubbel-veld", "Een veld staat meer dan eens in deze regel.")
                fouten.append(Regelfout(nummer, dubbel))
                continue
            eerder = regel_van.setdefault(een.volgnummer, nummer)
            if eerder == nummer:
                gelezen[nummer] = een
            else:
                zin = f"Dit volgnummer staat ook op regel {eerder}."
                fouten.append(Regelfout(nummer, Fout("volgnummer", "dubbel-volgnummer", zin)))
        return Regels(gelezen, fouten)


def _uit_json(regel: bytes) -> tuple[str | None, str | None]:
    """Give the casus of a line that is not written as we do, or the regio of a line of a register."""
    try:
        ruw = json.loads(regel)
        if "casus" not in ruw and isinstance(regio := ruw["regio"], str):
            return None, regio
        return str(UUID(ruw["casus"])), None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None, None  # reading the line as an act will say what is wrong with it


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
