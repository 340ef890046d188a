"""`zicht inspectierapport`: the report of one casus, at T as known at K, as a PDF to keep."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated
from uuid import UUID

import typer

from api.cli.databank import open_databank
from api.cli.inzage import Doel, Kijk
from api.cli.keuzes import AndereAfspraken, BekendOp, Kennis, kies_afspraken, lees_casus, lees_moment
from api.inspectierapport.lezen import Aanvraag, getoond_in, rapporteer
from ledger.clock import Systeemklok
from ledger.errors import OnbekendeCasus
from ledger.settings import lees_instellingen
from ledger.store.connection import GEHEEL
from ledger.store.recorder import LedgerRecorder
from ledger.store.zegel.instellen import logboek_van, zegelmap
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from projections.leesmodel.vragen import open_leespool


def inspectierapport(  # noqa: PLR0913 — an option each
    *,
    casus: Annotated[UUID, typer.Argument(parser=lees_casus, metavar="CASUS", help="Het id van de casus.")],
    uitvoer: Annotated[
        Path, typer.Option(metavar="BESTAND", dir_okay=False, help="Waar het rapport komt; een PDF.")
    ],
    op: Annotated[
        datetime | None, typer.Option(parser=lees_moment, metavar="T", help="Wie op dit moment; zonder: K.")
    ] = None,
    bekend_op: BekendOp = None,
    afspraken: AndereAfspraken = None,
    doel: Doel = None,
) -> None:
    """Schrijf het inspectierapport van een casus; het citaat en de SHA-256 staan op de standaarduitvoer.

    Vertrouwelijke delen blijven weg.
    """
    kennis = bekend_op or Kennis()
    aanvraag = Aanvraag(
        casus, Systeemklok().nu(), op, kennis.moment or kennis.positie, kies_afspraken(afspraken)
    )
    instellingen = lees_instellingen()
    with (
        open_databank(instellingen) as bank,
        open_leespool(bank.app, rol=GEHEEL, maximaal=2) as pool,
        open_zegelpool(bank.app) as zegels,
    ):
        kijk = Kijk.begin(bank, "zicht inspectierapport", "exporteren", doel)
        verzegeling = Verzegeling(zegels, logboek_van(instellingen), zegelmap(instellingen))
        try:
            gegevens, rapport = rapporteer(LedgerRecorder(pool), verzegeling, aanvraag)
        except OnbekendeCasus:
            kijk.vindt_niet(casus)
            toen = "" if bekend_op is None else "toen "
            sys.stderr.write(f"zicht: casus {casus} is hier {toen}niet bekend.\n")
            raise typer.Exit(1) from None
        kijk.toont(getoond_in(gegevens, rapport))
    uitvoer.write_bytes(rapport.inhoud)
    typer.echo(f"{gegevens.citaat}\n{rapport.sha256.hex()}")
