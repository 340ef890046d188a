"""`python3 dev bench [NAAM …] [--acten N] [--rondes N] [--seconden S] [--uitvoer BESTAND] [--json]`.

Without a name, or with `alles`: every benchmark, and code 1 when one of the lines to be reached falls short.
"""

import argparse
import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path

from tests.benchmarks.harness import Keuze, Verslag, toon

BENCHMARKS = {
    "vastleggen": "record one act on a casus of twenty, and append alone",
    "traag": "append with every commit two milliseconds slower",
    "lezen": "who was responsible at (T, K), and questions across cases",
    "http": "POST and GET over HTTP, with a token",
    "volgen": "how far the read model is behind",
    "bestand": "timelines from a file, and bulk import",
    "herbouw": "the read model anew, for every K",
    "verzegelen": "seal the log, audit it, and how far the seal is behind",
    "groei": "append and ask in a ledger that gets larger",
    "partities": "the ledger as one table, and in partitions",
}


def kies(argumenten: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    uitleg = "\n".join(f"  {naam:12}{wat}" for naam, wat in BENCHMARKS.items())
    lezer = argparse.ArgumentParser(
        prog="dev bench", description=uitleg, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    lezer.add_argument("namen", nargs="*", default=["alles"], choices=["alles", *BENCHMARKS], metavar="NAAM")
    lezer.add_argument("--json", action="store_true", dest="als_json")
    lezer.add_argument("--uitvoer", type=Path, help="schrijf alle rondes als JSON in dit bestand")
    lezer.add_argument("--acten", type=int, default=Keuze.acten, help="omvang van bestand en logboek")
    lezer.add_argument("--rondes", "--ronden", type=int, default=Keuze.rondes)
    lezer.add_argument("--seconden", type=float, default=Keuze.seconden, help="per kant en ronde")
    lezer.add_argument(
        "--groei", type=int, nargs="+", default=list(Keuze.groei), help="omvangen, zoals 100000 10000000"
    )
    return lezer.parse_args(argumenten)


def main() -> int:
    """Run what was asked and print it; answers the exit code."""
    gekozen = kies()
    keuze = Keuze(gekozen.acten, gekozen.rondes, gekozen.seconden, tuple(gekozen.groei))
    namen = list(BENCHMARKS) if "alles" in gekozen.namen else gekozen.namen
    verslagen: dict[str, Verslag] = {}
    for naam in namen:
        draai: Callable[[Keuze], Verslag] = import_module(f"tests.benchmarks.{naam}").draai
        sys.stderr.write(f"── {naam}: {BENCHMARKS[naam]}\n")
        verslagen[naam] = draai(keuze)
    toon(verslagen, keuze, als_json=gekozen.als_json, uitvoer=gekozen.uitvoer)
    gehaald = all(doel.gehaald for verslag in verslagen.values() for doel in verslag.doelen)
    return 0 if gehaald or "alles" not in gekozen.namen else 1


if __name__ == "__main__":
    sys.exit(main())
