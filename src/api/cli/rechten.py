"""`zicht rechten`: whether the rights in the database are what they should be."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.databank import open_databank
from ledger.store.connection import verbind
from ledger.store.errors import driverfouten
from ledger.store.rechten import momentopname as neem_op
from ledger.store.rechten import vergelijk


def rechten(
    *,
    momentopname: Annotated[
        bool, typer.Option("--momentopname", help="Alle regels tonen, zoals ze nu zijn.")
    ] = False,
) -> None:
    """Vergelijk rollen, rechten, beleid en bewaking van de database met wat ze horen te zijn.

    Een verschil is een regel met - (ontbreekt) of + (te veel); dan is de code 1.
    """
    with open_databank() as bank, driverfouten(), verbind(bank.app, naam="zicht rechten") as verbinding:
        gevonden = neem_op(verbinding)
    if momentopname:
        for regel in gevonden:
            typer.echo(regel)
        return
    afwijking = vergelijk(gevonden)
    for regel in afwijking.regels():
        typer.echo(regel)
    if afwijking.onbewaakt:
        typer.echo(
            "DROP en ALTER van het grootboek worden niet tegengehouden: laat een superuser "
            "migrations/0041_wachters.sql uitvoeren (psql -f).",
            err=True,
        )
    if afwijking:
        raise typer.Exit(1)
    typer.echo("De rechten zijn zoals ze horen te zijn.")
