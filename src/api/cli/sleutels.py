"""`zicht sleutels`: the master keys of the confidential parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

import typer

from api.cli.databank import Databank, open_databank
from api.cli.keuzes import lees_casus as lees_uuid
from api.cli.voortgang import toon_voortgang
from ledger.settings import lees_instellingen
from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.sleutels.kluis import ROL
from ledger.store.sleutels.openen import bewaarplaats
from ledger.store.sleutels.roteren import roteer as doe_roteren
from ledger.store.sleutels.roteren import stand
from ledger.store.sleutels.roteren import vernietig as doe_vernietigen

sleutels = typer.Typer(no_args_is_help=True, help="De hoofdsleutels van de vertrouwelijke delen.")


@sleutels.command()
def maak() -> None:
    """Maak een hoofdsleutel, voor het begin: daarna vervangt `roteer` hem."""
    typer.echo(f"gemaakt: {bewaarplaats(lees_instellingen()).maak()}")


@sleutels.command()
def toon() -> None:
    """Toon elke hoofdsleutel: sinds wanneer, en hoeveel sleutels ermee zijn ingepakt."""
    with _open() as (bank, verbinding):
        aanwezig = set(bewaarplaats(bank.instellingen).aanwezig())
        for een in stand(verbinding):
            tot = een.vernietigd_op or een.vervangen_op
            wat = "vernietigd" if een.vernietigd_op else "vervangen" if een.vervangen_op else "in gebruik"
            hier = "" if een.id in aanwezig or een.vernietigd_op else ", ONTBREEKT HIER"
            tijd = f"{een.ingesteld_op:%Y-%m-%d}" + ("" if tot is None else f" tot {tot:%Y-%m-%d}")
            typer.echo(f"{een.id}  {wat}  {tijd}  {een.datasleutels} sleutels{hier}")


@sleutels.command()
def roteer(
    *,
    vernietig_oude: Annotated[
        bool, typer.Option("--vernietig-oude", help="Vernietig daarna de vervangen hoofdsleutels, voorgoed.")
    ] = False,
) -> None:
    """Pak elke sleutel opnieuw in met een nieuwe hoofdsleutel; afgebroken gaat het verder waar het was.

    Pas als de oude hoofdsleutel vernietigd is, kan geen back-up van voor de rotatie nog iets openen dat
    sindsdien is vernietigd.
    """
    with _open() as (bank, verbinding):
        hoofdsleutels = bank.hoofdsleutels()
        aantal = sum(een.datasleutels for een in stand(verbinding))
        with toon_voortgang("sleutels", aantal) as vooruit:
            nieuw = doe_roteren(verbinding, hoofdsleutels, vooruit.verder)
        typer.echo(f"in gebruik: {nieuw}")
        oude = [een.id for een in stand(verbinding) if een.vervangen_op and not een.vernietigd_op]
        for een in oude if vernietig_oude else ():
            doe_vernietigen(verbinding, hoofdsleutels, een)
            typer.echo(f"vernietigd: {een}")


@sleutels.command()
def vernietig(
    hoofdsleutel: Annotated[UUID, typer.Argument(parser=lees_uuid, metavar="ID")],
) -> None:
    """Vernietig een hoofdsleutel waarmee niets meer is ingepakt, voorgoed."""
    with _open() as (bank, verbinding):
        doe_vernietigen(verbinding, bewaarplaats(bank.instellingen), hoofdsleutel)
        typer.echo(f"vernietigd: {hoofdsleutel}")


@contextmanager
def _open() -> Iterator[tuple[Databank, Verbinding]]:
    with (
        open_databank() as bank,
        verbind(conninfo_als(bank.app, ROL), naam="zicht sleutels", statement_timeout_ms=0) as verbinding,
    ):
        yield bank, verbinding
