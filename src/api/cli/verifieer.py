"""`zicht verifieer`: check a bundle offline, or the whole log in the database against a checkpoint."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.bewijs import toets_tijdlijn
from ledger.zegel.notitie import OngeldigeNotitie
from ledger.zegel.programma import lees_vertrouwen, verslag
from ledger.zegel.toets import toets_bundel


def verifieer(
    bundel: Annotated[Path, typer.Argument(metavar="BUNDEL", help="De bewijsbundel.")],
    *,
    vertrouwen: Annotated[
        list[str],
        typer.Option(
            metavar="SLEUTEL", help="Sleutel van het logboek, of een bestand met sleutels of beleid."
        ),
    ],
    eerder: Annotated[
        Path | None, typer.Option(metavar="CHECKPOINT", help="Een checkpoint dat u bewaarde.")
    ] = None,
) -> None:
    """Ga na of een bewijsbundel klopt: code 0 als alles klopt, 1 als niet, met elke fout en haar plaats."""
    try:
        beleid = lees_vertrouwen(vertrouwen)
        ruw = bundel.read_bytes()
        uitkomst = toets_bundel(ruw, beleid, None if eerder is None else eerder.read_bytes())
    except (OSError, OngeldigeNotitie) as fout:
        typer.echo(f"NIET IN ORDE\n{fout}")
        raise typer.Exit(1) from None
    toets_tijdlijn(ruw, uitkomst)
    typer.echo(verslag(uitkomst))
    if not uitkomst.goed:
        raise typer.Exit(1)
