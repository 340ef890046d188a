"""`zicht migreer`: bring the database to the shape that this program expects."""

from __future__ import annotations

from typing import Annotated

import typer

from api.cli.databank import open_databank, richt_in
from ledger.store.connection import GEHEEL, conninfo_als, verbind
from ledger.store.errors import driverfouten
from ledger.store.migrations import plan as maak_plan


def migreer(
    *,
    plan: Annotated[bool, typer.Option("--plan", help="Alleen tonen wat er zou gebeuren.")] = False,
) -> None:
    """Breng de database bij: voer de migraties uit die nog ontbreken.

    Met ZICHT_MIGRATIE_URL meldt dit commando zich aan als beheerder van een eigen database.
    """
    with open_databank(bijwerken=False) as bank:
        if plan:
            with (
                driverfouten(),
                verbind(bank.beheer or conninfo_als(bank.app, GEHEEL), naam="zicht migreer") as verbinding,
            ):
                migraties = maak_plan(verbinding)
        else:
            migraties = list(richt_in(bank))
    for migratie in migraties:
        typer.echo(f"{'nog uit te voeren' if plan else 'uitgevoerd'}: {migratie.bestand}")
    if not migraties:
        typer.echo("De database is bij.")
