"""Measure sides against one another: interleaved in one run, so that a machine that drifts drifts for all.

The figure to quote is the ratio of two sides within one round; absolute figures differ from hour to hour.
"""

import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

Werk = Callable[[int], None]
"""One unit of work by worker number `i`; called again and again."""


@dataclass(frozen=True)
class Meting:
    """What one side did in one round: units per second, and how long a unit took (seconds)."""

    per_seconde: float
    p50: float
    p99: float


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
    return Meting(
        len(alle) / verstreken, alle[len(alle) // 2], alle[min(len(alle) - 1, len(alle) * 99 // 100)]
    )


def meet(
    naam: str, kanten: Mapping[str, Werk], *, werkers: int, rondes: int = 5, seconden: float = 2.0
) -> Uitslag:
    """Run every side in turn, `rondes` times after one round that does not count."""
    for werk in kanten.values():
        _ronde(werk, werkers, min(seconden, 0.5))
    metingen: dict[str, list[Meting]] = {kant: [] for kant in kanten}
    for _ in range(rondes):
        for kant, werk in kanten.items():
            metingen[kant].append(_ronde(werk, werkers, seconden))
    return Uitslag(naam, werkers, metingen)


def toon(uitslagen: Sequence[Uitslag], *, als_json: bool) -> None:
    """Print the results, as a table for a person or as JSON with every round."""
    if als_json:
        sys.stdout.write(json.dumps([_ruw(uitslag) for uitslag in uitslagen], indent=2) + "\n")
        return
    tabel = Table(
        "benchmark",
        "werkers",
        "kant",
        "per seconde (mediaan)",
        "laagste-hoogste",
        "p50 ms",
        "p99 ms",
        "t.o.v. eerste",
    )
    for uitslag in uitslagen:
        eerste = next(iter(uitslag.kanten))
        for kant, rondes in uitslag.kanten.items():
            snelheden = [meting.per_seconde for meting in rondes]
            tabel.add_row(
                uitslag.naam,
                str(uitslag.werkers),
                kant,
                f"{statistics.median(snelheden):,.0f}",
                f"{min(snelheden):,.0f}-{max(snelheden):,.0f}",
                f"{1000 * statistics.median(m.p50 for m in rondes):.2f}",
                f"{1000 * statistics.median(m.p99 for m in rondes):.2f}",
                f"{uitslag.verhouding(kant, eerste):.2f} ×",
            )
    Console(width=140).print(tabel)


def _ruw(uitslag: Uitslag) -> dict[str, Any]:
    return {
        "naam": uitslag.naam,
        "werkers": uitslag.werkers,
        "kanten": {kant: [asdict(meting) for meting in rondes] for kant, rondes in uitslag.kanten.items()},
    }
