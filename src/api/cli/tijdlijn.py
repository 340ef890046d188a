"""`zicht tijdlijn`: from a file of acts to timelines, without a database. Source: contract `timeline`."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import IO, Annotated
from uuid import UUID

import typer

from api.cli.invoer import Invoer, Regelfout, op_regel, open_invoer
from api.cli.keuzes import Uitvoer, gekozen, kies_afspraken, lees_casus, lees_moment
from api.cli.vouwen import Vouwsel, Vraag, vouw

ONLEESBAAR = 2
_IN_GEHEUGEN = 64 * 1024 * 1024


Bestand = Annotated[
    str,
    typer.Option(
        metavar="BESTAND", help="Bestand met één gebeurtenis (JSON) per regel; - is de standaardinvoer."
    ),
]
AlleenCasus = Annotated[UUID | None, typer.Option(parser=lees_casus, metavar="ID", help="Alleen deze casus.")]
BekendOp = Annotated[
    datetime | None,
    typer.Option(
        parser=lees_moment,
        metavar="K",
        help="Zoals bekend op dit moment, met tijdzone-offset, of nu. "
        "Zonder: alles in het bestand, en dat is bekend op het laatste moment van vastleggen.",
    ),
]
Op = Annotated[
    datetime | None,
    typer.Option(
        parser=lees_moment,
        metavar="T",
        help="Beoordeel termijnen en signalen op dit moment, anders op K; een tabel toont wat dan gold.",
    ),
]
Afsprakennaam = Annotated[
    str | None,
    typer.Option(metavar="NAAM", help="Beoordeel naar deze afspraken in plaats van die van de casus."),
]
Vorm = Annotated[Uitvoer | None, typer.Option(help="Zonder keuze: tabel op een terminal, json in een pijp.")]


def tijdlijn(  # noqa: PLR0913 — the options of the command
    *,
    invoer: Bestand,
    casus: AlleenCasus = None,
    bekend_op: BekendOp = None,
    op: Op = None,
    afspraken: Afsprakennaam = None,
    uitvoer: Vorm = None,
) -> None:
    """Toon per casus wie waarvoor verantwoordelijk was, en waarom, uit een bestand met gebeurtenissen.

    Is er ook maar één regel die niet gelezen kan worden, dan verschijnt er niets dan de fouten (code 2).
    Regels van het register van een regio horen bij geen casus en tellen niet mee.
    """
    vraag = Vraag(None if casus is None else str(casus), bekend_op, kies_afspraken(afspraken), op)
    with open_invoer(invoer) as bestand, tempfile.SpooledTemporaryFile(_IN_GEHEUGEN) as klaar:
        regels = Invoer(bestand)
        registerfouten = [fout for regio in regels.registers for fout in regels.lees_register(regio).fouten]
        _verzamel(vouw(regels, vraag), klaar, registerfouten)
        if vraag.casus not in {None, *regels.casussen}:
            sys.stderr.write(f"zicht: casus {casus} komt in de invoer niet voor.\n")
            raise typer.Exit(1)
        klaar.seek(0)
        _toon(klaar, gekozen(uitvoer), op)


def _verzamel(vouwsels: Iterable[Vouwsel], klaar: IO[bytes], fouten: list[Regelfout]) -> None:
    """Keep what was folded until every line turned out to be readable; else name all faults and stop."""
    for vouwsel in vouwsels:
        fouten += vouwsel.fouten
        if not fouten:
            klaar.write(vouwsel.json)
    if fouten:
        sys.stderr.writelines(f"{fout}\n" for fout in op_regel(fouten))
        raise typer.Exit(ONLEESBAAR)


def _toon(klaar: IO[bytes], vorm: Uitvoer, op: datetime | None) -> None:
    if vorm is Uitvoer.json:
        shutil.copyfileobj(klaar, sys.stdout.buffer)
        return
    from api.cli import tabel  # noqa: PLC0415 — loads rich, which a program that reads JSON need not wait for

    tijdlijnen: Iterator[dict[str, object]] = (json.loads(regel) for regel in klaar)
    if vorm is Uitvoer.csv:
        tabel.schrijf_csv(tijdlijnen, op)
    else:
        tabel.toon_tijdlijnen(tijdlijnen, op)
