"""`python3 dev bench [NAAM] [--json] [--rondes N] [--seconden S]`: every benchmark, or the one named."""

import argparse
from collections.abc import Callable

from tests.benchmarks import vastleggen
from tests.benchmarks.harness import Uitslag, toon

BENCHMARKS: dict[str, Callable[..., list[Uitslag]]] = {"vastleggen": vastleggen.draai}


def main() -> None:
    """Run what was asked and print it."""
    lezer = argparse.ArgumentParser(prog="dev bench", description=__doc__)
    lezer.add_argument("naam", nargs="?", default="alles", choices=["alles", *BENCHMARKS])
    lezer.add_argument("--json", action="store_true", dest="als_json")
    lezer.add_argument("--rondes", type=int, default=5)
    lezer.add_argument("--seconden", type=float, default=2.0, help="per kant en ronde")
    keuze = lezer.parse_args()
    gekozen = BENCHMARKS if keuze.naam == "alles" else {keuze.naam: BENCHMARKS[keuze.naam]}
    uitslagen = [
        uitslag
        for benchmark in gekozen.values()
        for uitslag in benchmark(rondes=keuze.rondes, seconden=keuze.seconden)
    ]
    toon(uitslagen, als_json=keuze.als_json)


main()
