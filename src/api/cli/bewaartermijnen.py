"""`zicht bewaartermijnen`: which casussen have been kept long enough."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Annotated

import typer

from api.bewaartermijnen import alle_verlopen, lees_bewaarboek
from api.cli.databank import open_databank
from api.cli.inzage import Doel, Kijk
from api.cli.keuzes import lees_moment
from ledger.clock import Systeemklok
from ledger.inzage.regel import Getoond
from ledger.settings import lees_instellingen
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder


def bewaartermijnen(
    *,
    op: Annotated[
        datetime | None, typer.Option(parser=lees_moment, metavar="T", help="Verlopen dan; zonder: nu.")
    ] = None,
    doel: Doel = None,
) -> None:
    """Toon de casussen waarvan de bewaartermijn voorbij is, één (JSON) per regel; geen persoonsgegevens.

    Gerekend vanaf de laatste vastlegging, met ZICHT_BEWAARTERMIJNEN_MAP of anders de wet. Vernietigen doet
    dit niet. Code 1 als een casus niet te lezen is.
    """
    boek = lees_bewaarboek(lees_instellingen().bewaartermijnen_map)
    onleesbaar = 0
    with open_databank() as bank, open_pool(bank.app, naam="zicht bewaart", maximaal=2) as pool:
        recorder = LedgerRecorder(pool)
        kijk = Kijk.begin(bank, "zicht bewaartermijnen", "zoeken", doel)
        for bladzijde in alle_verlopen(recorder, boek, op or Systeemklok().nu()):
            casussen = tuple(casus for casus, _ in bladzijde.resultaten)
            kijk.toont(Getoond(casussen, categorieen=("termijnen",), positie=recorder.hoogste_positie()))
            for casus, een in bladzijde.resultaten:
                typer.echo(json.dumps({"casus": str(casus), **een.als_dict()}, ensure_ascii=False))
            for casus in bladzijde.onleesbaar:
                typer.echo(f"zicht: casus {casus} is niet te lezen.", err=True)
            onleesbaar += len(bladzijde.onleesbaar)
    if onleesbaar:
        raise typer.Exit(1)
