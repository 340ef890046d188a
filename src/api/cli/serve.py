"""`zicht serve`: the HTTP service."""

from __future__ import annotations

from typing import Annotated

import typer
from pydantic import SecretStr

from api.cli.databank import Databank, open_databank
from api.http.serve import serveer
from ledger.settings import Instellingen, lees_instellingen


def serve(
    *,
    host: Annotated[str | None, typer.Option(metavar="ADRES", help="In plaats van ZICHT_HOST.")] = None,
    poort: Annotated[
        int | None, typer.Option(metavar="N", help="In plaats van ZICHT_POORT; 0 is een vrije.")
    ] = None,
) -> None:
    """Start de HTTP-dienst, tot ctrl-c.

    Zonder ZICHT_DATABASE_URL op de ingebouwde PostgreSQL, die dan eerst wordt bijgewerkt.
    """
    instellingen = lees_instellingen(host=host, poort=poort)
    instellingen.keur()
    with open_databank(instellingen) as bank:
        serveer(
            met_databank(instellingen, bank),
            gestart=lambda adres: typer.echo(f"Zicht luistert op {adres} (stoppen: ctrl-c).", err=True),
        )


def met_databank(instellingen: Instellingen, bank: Databank) -> Instellingen:
    """Fill in which database it is, for a server on the embedded one."""
    return instellingen.model_copy(update={"database_url": SecretStr(bank.app)})
