"""`zicht genereer`: believable histories of people who do not exist."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import date
from itertools import chain
from pathlib import Path
from typing import IO, Annotated

import typer

from api.cli.voortgang import toon_voortgang
from api.generator import MINSTE_DAGEN, STANDAARD_TOT, STANDAARD_VAN
from api.generator import genereer as vertel
from api.generator.instroom import alle_instroom, genereer_instroom

_PER_KEER = 200
_MEESTE = 10_000_000


def _lees_dag(tekst: str) -> date:
    try:
        dag = date(int(tekst), 1, 1) if tekst.isdecimal() else date.fromisoformat(tekst)
    except ValueError:
        raise typer.BadParameter("verwacht een datum als 2020-01-01, of een jaar.") from None
    if not date(1990, 1, 1) <= dag <= date(2100, 1, 1):
        raise typer.BadParameter("verwacht een datum tussen 1990 en 2100.")
    return dag


def genereer(  # noqa: PLR0913 — an option each
    *,
    casussen: Annotated[int | None, typer.Option(min=1, max=_MEESTE, help="Hoeveel casussen.")] = None,
    instroom: Annotated[
        str | None,
        typer.Option(
            metavar="REGIO",
            help="In plaats daarvan: meldingen en adviezen naar de jaarcijfers van deze regio.",
        ),
    ] = None,
    zaad: Annotated[int, typer.Option(min=0, help="Hetzelfde zaad geeft overal dezelfde bytes.")] = 1,
    van: Annotated[
        date | None,
        typer.Option(
            parser=_lees_dag, metavar="DAG", help="De eerste melding ligt vanaf deze dag (2020-01-01)."
        ),
    ] = None,
    tot: Annotated[
        date | None,
        typer.Option(parser=_lees_dag, metavar="DAG", help="Alles is vóór deze dag vastgelegd (2026-01-01)."),
    ] = None,
    uitvoer: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Zonder: de standaarduitvoer.")
    ] = None,
) -> None:
    """Maak geloofwaardige verzonnen casussen, één gebeurtenis (JSON) per regel.

    Ongeveer de helft wordt direct na de beoordeling overgedragen, de rest na een dienst; met late
    registraties, correcties, weigeringen en terugkeer. Niemand erin bestaat.
    """
    regels, aantal = _verhalen(casussen, instroom, zaad, van, tot)
    try:
        doel = nullcontext(sys.stdout.buffer) if uitvoer is None else uitvoer.open("wb")
    except OSError:
        raise typer.BadParameter("dit bestand kan niet geschreven worden.", param_hint="--uitvoer") from None
    with doel as bestand:
        _schrijf(bestand, regels, aantal)


def _verhalen(
    casussen: int | None, instroom: str | None, zaad: int, van: date | None, tot: date | None
) -> tuple[Iterator[list[str]], int]:
    """Give what is to be told, and of how many casussen about; raises typer.BadParameter."""
    if (casussen is None) == (instroom is None):
        raise typer.BadParameter("geef --casussen of --instroom, een van de twee.", param_hint="--casussen")
    if instroom is not None:
        bekend = alle_instroom()
        if instroom not in bekend:
            raise typer.BadParameter(f"verwacht een van {', '.join(bekend)}.", param_hint="--instroom")
        if van is not None or tot is not None:
            raise typer.BadParameter("de jaren van --instroom liggen vast.", param_hint="--van, --tot")
        gekozen = bekend[instroom]
        return genereer_instroom(gekozen, zaad), sum(jaar.meldingen for jaar in gekozen.jaren)
    van, tot = van or STANDAARD_VAN, tot or STANDAARD_TOT
    if (tot - van).days < MINSTE_DAGEN:
        raise typer.BadParameter(f"moet minstens {MINSTE_DAGEN} dagen na --van liggen.", param_hint="--tot")
    return vertel(casussen or 0, zaad, van, tot), casussen or 0


def _schrijf(bestand: IO[bytes], verhalen: Iterator[list[str]], aantal: int) -> None:
    klaar: list[list[str]] = []
    with toon_voortgang("casussen", aantal, ook_regels=bestand is sys.stdout.buffer) as vooruit:
        for regels in verhalen:
            klaar.append(regels)
            if len(klaar) == _PER_KEER:
                _leg_weg(bestand, klaar)
                vooruit.verder(len(klaar))
                klaar.clear()
        _leg_weg(bestand, klaar)
        vooruit.verder(len(klaar))


def _leg_weg(bestand: IO[bytes], klaar: list[list[str]]) -> None:
    bestand.write("".join(f"{regel}\n" for regel in chain.from_iterable(klaar)).encode())
