"""Measure sides against one another: interleaved in one run, so that a machine that drifts drifts for all.

The figure to quote is the ratio of two sides within one round; absolute figures differ from hour to hour.
"""

import json
import os
import platform
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from api.opruimen import laat_liggen

Werk = Callable[[int], None]
"""One unit of work by worker number `i`; called again and again."""


@dataclass(frozen=True)
class Kant:
    """A side: its work, and what it makes ready before a round, off the clock, for about so many units."""

    werk: Werk
    voorbereiden: Callable[[int], None] = lambda _: None


Klus = Callable[[], tuple[int, float]]
"""Work that is done once a round; it answers how many units it did, and in how many seconds."""


@dataclass(frozen=True)
class Keuze:
    """What the person at the terminal chose: sizes, and how long and how often is measured."""

    acten: int = 60_000
    rondes: int = 5
    seconden: float = 2.0
    groei: tuple[int, ...] = (100_000, 1_000_000)


@dataclass(frozen=True)
class Meting:
    """What one side did in one round: units per second, and how long a unit took (seconds)."""

    per_seconde: float
    p50: float = 0.0
    p99: float = 0.0


@dataclass(frozen=True)
class Uitslag:
    """The rounds of each side; the first side is the one that the others are compared with."""

    naam: str
    werkers: int
    kanten: Mapping[str, Sequence[Meting]]

    def verhouding(self, kant: str, tot: str) -> float:
        """Give the median over the rounds of `kant` / `tot`."""
        paren = zip(self.kanten[kant], self.kanten[tot], strict=True)
        return statistics.median(een.per_seconde / ander.per_seconde for een, ander in paren)

    def mediaan(self, kant: str, wat: str = "per_seconde") -> float:
        """Give the median over the rounds of one figure of a side."""
        return statistics.median(getattr(meting, wat) for meting in self.kanten[kant])


@dataclass(frozen=True)
class Doel:
    """A line of what is to be reached: at least (or, with `hoogstens`, at most) so much."""

    wat: str
    drempel: float
    gemeten: float
    eenheid: str = "×"
    hoogstens: bool = False

    @property
    def gehaald(self) -> bool:
        """Whether it was reached."""
        return self.gemeten <= self.drempel if self.hoogstens else self.gemeten >= self.drempel


@dataclass
class Verslag:
    """What a benchmark found: the sides, the lines to be reached, and what could not be measured here."""

    uitslagen: list[Uitslag] = field(default_factory=list)
    doelen: list[Doel] = field(default_factory=list)
    opmerkingen: list[str] = field(default_factory=list)


def _ronde(werk: Werk, werkers: int, seconden: float) -> Meting:
    duren: list[list[float]] = [[] for _ in range(werkers)]
    fouten: list[BaseException] = []
    start = threading.Barrier(werkers + 1)

    def draai(nummer: int) -> None:
        start.wait()
        einde = time.perf_counter() + seconden
        nu = time.perf_counter()
        try:
            while nu < einde:
                werk(nummer)
                klaar = time.perf_counter()
                duren[nummer].append(klaar - nu)
                nu = klaar
        except BaseException as fout:  # noqa: BLE001  # whatever it is, it is raised again in the main thread
            fouten.append(fout)

    draden = [threading.Thread(target=draai, args=(nummer,)) for nummer in range(werkers)]
    for draad in draden:
        draad.start()
    start.wait()
    begin = time.perf_counter()
    for draad in draden:
        draad.join()
    verstreken = time.perf_counter() - begin
    if fouten:
        raise fouten[0]
    alle = sorted(duur for reeks in duren for duur in reeks)
    return Meting(len(alle) / verstreken, percentiel(alle, 50), percentiel(alle, 99))


def percentiel(gesorteerd: Sequence[float], procent: int) -> float:
    """Give a percentile of sorted figures."""
    return gesorteerd[min(len(gesorteerd) - 1, len(gesorteerd) * procent // 100)]


def meet(naam: str, kanten: Mapping[str, Kant], keuze: Keuze, *, werkers: int) -> Uitslag:
    """Run every side in turn, so many rounds, after one round that does not count."""
    tempo: dict[str, float] = {}
    for naam_kant, kant in kanten.items():
        kant.voorbereiden(20 * werkers)
        tempo[naam_kant] = _ronde(kant.werk, werkers, min(keuze.seconden, 0.5)).per_seconde
    laat_liggen()  # as the server does, for every side
    metingen: dict[str, list[Meting]] = {kant: [] for kant in kanten}
    for _ in range(keuze.rondes):
        for naam_kant, kant in kanten.items():
            kant.voorbereiden(int(1.5 * tempo[naam_kant] * keuze.seconden))
            meting = _ronde(kant.werk, werkers, keuze.seconden)
            tempo[naam_kant] = max(tempo[naam_kant], meting.per_seconde)
            metingen[naam_kant].append(meting)
    return Uitslag(naam, werkers, metingen)


def meet_klussen(naam: str, kanten: Mapping[str, Klus], keuze: Keuze, *, werkers: int = 1) -> Uitslag:
    """Do every job in turn, so many rounds; the first round of each is for warming up and does not count."""
    metingen: dict[str, list[Meting]] = {kant: [] for kant in kanten}
    for ronde in range(keuze.rondes + 1):
        for kant, klus in kanten.items():
            aantal, duur = klus()
            if ronde:
                metingen[kant].append(Meting(aantal / duur, duur, duur))
    return Uitslag(naam, werkers, metingen)


@contextmanager
def klok() -> Iterator[Callable[[], float]]:
    """Time what is done within; ask the seconds afterwards."""
    begin = time.perf_counter()
    einde: list[float] = []
    yield lambda: einde[0] - begin
    einde.append(time.perf_counter())


def hoogste_geheugen(opdracht: Sequence[str | Path], omgeving: Mapping[str, str] | None = None) -> float:
    """Run a program and give the most memory that it or a child of it had, each by itself (MB)."""
    vraag = (
        "import resource, subprocess, sys;"
        "klaar = subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL).returncode;"
        "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss);"
        "sys.exit(klaar)"
    )
    uit = subprocess.run(
        [sys.executable, "-c", vraag, *map(str, opdracht)],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        env={**os.environ, **(omgeving or {})},
    )
    return int(uit.stdout.split()[-1]) / 1024


def toon(verslagen: Mapping[str, Verslag], keuze: Keuze, *, als_json: bool, uitvoer: Path | None) -> None:
    """Print the results, as a table for a person or as JSON with every round; write the JSON to `uitvoer`."""
    ruw = json.dumps(_ruw(verslagen, keuze), indent=2, ensure_ascii=False)
    if uitvoer is not None:
        uitvoer.write_text(ruw + "\n", encoding="utf-8")
    if als_json:
        sys.stdout.write(ruw + "\n")
        return
    console = Console(width=150)
    console.print(_kanten(verslagen))
    console.print(_doelen(verslagen))
    for naam, verslag in verslagen.items():
        for opmerking in verslag.opmerkingen:
            console.print(f"{naam}: {opmerking}", markup=False)


def _kanten(verslagen: Mapping[str, Verslag]) -> Table:
    koppen = ("meting", "werkers", "kant", "per seconde (mediaan)", "laagste-hoogste", "p50 ms", "p99 ms")
    tabel = Table(*koppen, "t.o.v. eerste")
    for uitslag in (een for verslag in verslagen.values() for een in verslag.uitslagen):
        eerste = next(iter(uitslag.kanten))
        for kant, rondes in uitslag.kanten.items():
            snelheden = [meting.per_seconde for meting in rondes]
            tabel.add_row(
                uitslag.naam,
                str(uitslag.werkers),
                kant,
                f"{statistics.median(snelheden):,.0f}",
                f"{min(snelheden):,.0f}-{max(snelheden):,.0f}",
                f"{1000 * uitslag.mediaan(kant, 'p50'):.2f}",
                f"{1000 * uitslag.mediaan(kant, 'p99'):.2f}",
                f"{uitslag.verhouding(kant, eerste):.2f} ×",
            )
    return tabel


def _doelen(verslagen: Mapping[str, Verslag]) -> Table:
    tabel = Table("te bereiken", "doel", "gemeten", "")
    for doel in (een for verslag in verslagen.values() for een in verslag.doelen):
        teken = "≤" if doel.hoogstens else "≥"
        tabel.add_row(
            doel.wat,
            f"{teken} {doel.drempel:,g} {doel.eenheid}",
            f"{doel.gemeten:,.2f} {doel.eenheid}",
            "gehaald" if doel.gehaald else "NIET GEHAALD",
        )
    return tabel


def _ruw(verslagen: Mapping[str, Verslag], keuze: Keuze) -> dict[str, Any]:
    return {
        "op": datetime.now(UTC).isoformat(timespec="seconds"),
        "commit": _commit(),
        "machine": {
            "kernen": os.cpu_count(),
            "soort": platform.machine(),
            "python": sys.version,  # with who built it: that makes a sixth
        },
        "keuze": asdict(keuze),
        "metingen": {
            naam: {
                "kanten": [_ronden(uitslag) for uitslag in verslag.uitslagen],
                "doelen": [{**asdict(doel), "gehaald": doel.gehaald} for doel in verslag.doelen],
                "opmerkingen": verslag.opmerkingen,
            }
            for naam, verslag in verslagen.items()
        },
    }


def _ronden(uitslag: Uitslag) -> dict[str, Any]:
    kanten = {kant: [asdict(meting) for meting in rondes] for kant, rondes in uitslag.kanten.items()}
    return {"naam": uitslag.naam, "werkers": uitslag.werkers, "kanten": kanten}


def _commit() -> str:
    gevraagd = subprocess.run(
        ["git", "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False
    )
    return gevraagd.stdout.strip() or "onbekend"
