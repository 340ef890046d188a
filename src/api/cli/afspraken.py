"""`zicht afspraken`: the sets of agreements, and of one every parameter with the sentence that it reads."""

from __future__ import annotations

import json
import sys
from typing import Annotated, Any

import typer
from rich.table import Table

from api.cli.keuzes import Uitvoer, gekozen
from api.cli.tabel import scherm
from ledger import agreements
from ledger.agreements.uitleg import kop


def afspraken(
    naam: Annotated[str | None, typer.Argument(metavar="NAAM", help="Zonder: alle stellen.")] = None,
    *,
    uitvoer: Annotated[
        Uitvoer | None, typer.Option(help="Zonder keuze: tabel op een terminal, json in een pijp.")
    ] = None,
) -> None:
    """Toon naar welke afspraken een casus kan worden beoordeeld, en hoe elke zin daarin is gelezen."""
    if naam is None:
        koppen = [kop(een) for een in agreements.in_gebruik().sets.values()]
        _toon(koppen, koppen, uitvoer)
        return
    gevonden = agreements.met_naam(naam)
    parameters = [een.als_dict() for een in agreements.uitleg(gevonden)]
    _toon({**kop(gevonden), "parameters": parameters}, parameters, uitvoer)


def _toon(inhoud: Any, rijen: list[dict[str, Any]], uitvoer: Uitvoer | None) -> None:
    if gekozen(uitvoer) is not Uitvoer.tabel:
        json.dump(inhoud, sys.stdout, ensure_ascii=False)
        sys.stdout.write("\n")
        return
    tabel = Table(*rijen[0], show_lines=True)
    for rij in rijen:
        tabel.add_row(*map(_cel, rij.values()))
    scherm().print(tabel)


def _cel(waarde: Any) -> str:
    return ", ".join(map(str, waarde)) if isinstance(waarde, list) else str(waarde)
