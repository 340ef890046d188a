"""`zicht verifieer`: check a bundle offline, or the whole log in the database against checkpoints."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from api.bewijs import toets_tijdlijn
from api.cli.databank import open_databank
from ledger.settings import Instellingen, lees_instellingen
from ledger.store.zegel.instellen import logboeken_van, ondertekenaar_van, zegelmap
from ledger.store.zegel.logboek import Logboek
from ledger.store.zegel.naloop import Naloop
from ledger.store.zegel.uitgave import Uitgave
from ledger.zegel.checkpoint import Beleid, Checkpoint
from ledger.zegel.notitie import OngeldigeNotitie
from ledger.zegel.programma import lees_vertrouwen, verslag
from ledger.zegel.toets import Bevinding, toets_bundel


def verifieer(  # noqa: PLR0913 — options of a command
    bundel: Annotated[
        Path | None, typer.Argument(metavar="BUNDEL", help="De bewijsbundel; niet met --database.")
    ] = None,
    *,
    vertrouwen: Annotated[
        list[str] | None,
        typer.Option(
            metavar="SLEUTEL", help="Sleutel van het logboek, of een bestand daarmee of met een beleid."
        ),
    ] = None,
    eerder: Annotated[
        Path | None, typer.Option(metavar="CHECKPOINT", help="Bij een bundel: een checkpoint dat u bewaarde.")
    ] = None,
    database: Annotated[
        bool, typer.Option("--database", help="Loop het hele logboek in de database na.")
    ] = False,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(metavar="BESTAND", help="Bij --database: een checkpoint dat u bewaarde."),
    ] = None,
    logboek: Annotated[str, typer.Option(help="Bij --database: grootboek of inzage.")] = "grootboek",
    tegels: Annotated[
        Path | None, typer.Option(metavar="MAP", help="Bij --database: uw eigen afschrift van de tegels.")
    ] = None,
    processen: Annotated[int | None, typer.Option(min=1, help="Hoeveel processen het werk delen.")] = None,
) -> None:
    """Ga na of een bundel klopt, of het logboek zelf: code 0 als alles klopt, 1 als niet.

    Elke fout wordt genoemd met haar plaats. Van de database wordt elk blad opnieuw berekend uit wat er staat.
    """
    if database == (bundel is not None):
        raise typer.BadParameter("geef een BUNDEL, of --database.", param_hint="BUNDEL")
    if bundel is not None:
        goed = _toets_bundel(bundel, vertrouwen or [], eerder)
    else:
        goed = _loop_na(vertrouwen or [], checkpoint or [], logboek, tegels, processen or os.cpu_count() or 1)
    if not goed:
        raise typer.Exit(1)


def _toets_bundel(bundel: Path, vertrouwen: Sequence[str], eerder: Path | None) -> bool:
    if not vertrouwen:
        raise typer.BadParameter("zeg wie u vertrouwt.", param_hint="--vertrouwen")
    try:
        beleid = lees_vertrouwen(vertrouwen)
        ruw = bundel.read_bytes()
        uitkomst = toets_bundel(ruw, beleid, None if eerder is None else eerder.read_bytes())
    except (OSError, OngeldigeNotitie) as fout:
        typer.echo(f"NIET IN ORDE\n{fout}")
        return False
    toets_tijdlijn(ruw, uitkomst)
    typer.echo(verslag(uitkomst))
    return uitkomst.goed


def _loop_na(
    vertrouwen: Sequence[str], bewaard: Sequence[Path], naam: str, tegels: Path | None, processen: int
) -> bool:
    instellingen = lees_instellingen()
    logboek = _logboek(instellingen, naam)
    map_ = tegels or zegelmap(instellingen)
    try:
        beleid = lees_vertrouwen(vertrouwen) if vertrouwen else _eigen_beleid(instellingen, logboek)
        gelezen = {str(bestand): bestand.read_bytes() for bestand in bewaard}
    except (OSError, OngeldigeNotitie) as fout:
        typer.echo(f"NIET IN ORDE\n{fout}")
        return False
    gepubliceerd = Uitgave(zegelmap(instellingen) / logboek.naam).lees()
    if gepubliceerd is not None:
        gelezen["het gepubliceerde checkpoint"] = gepubliceerd
    checkpoints, bevindingen = keur_checkpoints(gelezen, beleid, logboek)
    with open_databank(instellingen) as bank:
        uitkomst = Naloop(bank.app, logboek, map_, processen).loop_na(checkpoints)
    bevindingen += uitkomst.bevindingen
    stand = (
        f"{uitkomst.grootte} posities nagelopen, verzegeld tot en met {uitkomst.verzegeld}, "
        f"nog niet verzegeld {max(0, uitkomst.grootte - uitkomst.verzegeld)}."
    )
    typer.echo("\n".join(["NIET IN ORDE" if bevindingen else "IN ORDE", *map(str, bevindingen), stand]))
    return not bevindingen


def _logboek(instellingen: Instellingen, naam: str) -> Logboek:
    for logboek in logboeken_van(instellingen):
        if logboek.naam == naam:
            return logboek
    raise typer.BadParameter("verwacht grootboek of inzage.", param_hint="--logboek")


def _eigen_beleid(instellingen: Instellingen, logboek: Logboek) -> Beleid:
    """Trust the key of this installation: good enough for its own administrator, not for an outsider."""
    return Beleid((ondertekenaar_van(instellingen).voor(logboek.oorsprong).sleutel,))


def keur_checkpoints(
    gelezen: Mapping[str, bytes], beleid: Beleid, logboek: Logboek
) -> tuple[dict[str, Checkpoint], list[Bevinding]]:
    """Give the checkpoints that a trusted log signed, and a finding for each that none did or that shrank."""
    checkpoints: dict[str, Checkpoint] = {}
    bevindingen = []
    for naam, ruw in gelezen.items():
        try:
            checkpoint = beleid.controleer(ruw)
        except OngeldigeNotitie as fout:
            bevindingen.append(Bevinding(naam, f"{fout}."))
            continue
        if checkpoint.oorsprong != logboek.oorsprong:
            bevindingen.append(Bevinding(naam, f"is van {checkpoint.oorsprong}, een ander logboek."))
        else:
            checkpoints[naam] = checkpoint
    if checkpoints:
        *_, laatste = checkpoints
        for naam, checkpoint in checkpoints.items():
            if checkpoint.grootte > checkpoints[laatste].grootte:
                melding = f"is kleiner ({checkpoints[laatste].grootte}) dan {naam} ({checkpoint.grootte})."
                bevindingen.append(Bevinding(laatste, melding))
    return checkpoints, bevindingen
