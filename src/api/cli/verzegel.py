"""`zicht verzegel`: seal what was recorded, as a service of its own or once; `zicht zegelsleutel`."""

from __future__ import annotations

import logging
import signal
import sys
from typing import Annotated

import typer

from api.cli.databank import open_databank
from ledger.settings import lees_instellingen
from ledger.store.errors import driverfouten
from ledger.store.zegel.instellen import logboek_van, ondertekenaar_van, zegelmap
from ledger.store.zegel.zegelaar import Zegelaar
from ledger.zegel.checkpoint import lees_checkpoint


def verzegel(
    *,
    eenmaal: Annotated[bool, typer.Option("--eenmaal", help="Verzegel wat er is, en stop.")] = False,
) -> None:
    """Verzegel wat is vastgelegd: bereken de hashes, onderteken het checkpoint en publiceer het.

    Blijft lopen tot ctrl-c. Wie dit als eigen dienst draait, zet ZICHT_VERZEGELT=0 bij de server.
    """
    instellingen = lees_instellingen()
    ondertekenaar = ondertekenaar_van(instellingen)
    with open_databank(instellingen) as bank:
        zegelaar = Zegelaar(bank.app, logboek_van(instellingen), ondertekenaar, zegelmap(instellingen))
        if eenmaal:
            with driverfouten():
                notitie = zegelaar.eenmaal()
            typer.echo(f"Verzegeld: {lees_checkpoint(notitie.tekst).grootte} bladen.", err=True)
            sys.stdout.write(str(notitie))
            return
        logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        for nummer in (signal.SIGINT, signal.SIGTERM):
            signal.signal(nummer, lambda *_: zegelaar.stop())
        typer.echo("Zicht verzegelt (stoppen: ctrl-c).", err=True)
        zegelaar.draai()


def zegelsleutel() -> None:
    """Toon de publieke sleutel van het logboek: wat een ander nodig heeft om te vertrouwen en te controleren.

    Geef deze regel langs een andere weg dan de bundels zelf.
    """
    typer.echo(str(ondertekenaar_van(lees_instellingen()).sleutel))
