"""`zicht verzegel`: seal what was recorded, as a service of its own or once; `zicht zegelsleutel`."""

from __future__ import annotations

import logging
import signal
import sys
from contextlib import ExitStack
from threading import Event
from typing import Annotated

import typer

from api.cli.databank import open_databank
from ledger.settings import lees_instellingen
from ledger.store.errors import driverfouten
from ledger.store.zegel.instellen import alle_zegelaars, ondertekenaars_van, sleutelbestand
from ledger.store.zegel.sleutelbestand import maak_sleutelbestand
from ledger.zegel.notitie import ED25519


def verzegel(
    *,
    eenmaal: Annotated[bool, typer.Option("--eenmaal", help="Verzegel wat er is, en stop.")] = False,
) -> None:
    """Verzegel wat is vastgelegd en wie er keek: bereken de hashes, onderteken en publiceer.

    Blijft lopen tot ctrl-c. Wie dit als eigen dienst draait, zet ZICHT_VERZEGELT=0 bij de server.
    """
    instellingen = lees_instellingen()
    with open_databank(instellingen) as bank:
        zegelaars = alle_zegelaars(bank.app, instellingen)
        if eenmaal:
            with driverfouten():
                for zegelaar in zegelaars:
                    sys.stdout.write(f"{zegelaar.eenmaal()}\n")
            return
        logging.basicConfig(stream=sys.stderr, format="%(asctime)s %(levelname)s %(name)s: %(message)s")
        gestopt = Event()
        for nummer in (signal.SIGINT, signal.SIGTERM):
            signal.signal(nummer, lambda *_: gestopt.set())
        typer.echo("Zicht verzegelt (stoppen: ctrl-c).", err=True)
        with ExitStack() as stapel:
            for zegelaar in zegelaars:
                stapel.enter_context(zegelaar)
            gestopt.wait()


def zegelsleutel(
    *,
    maak: Annotated[bool, typer.Option("--maak", help="Maak de sleutel als die er nog niet is.")] = False,
) -> None:
    """Toon de publieke sleutel van elk logboek: wat een ander nodig heeft om zelf te controleren.

    Geef deze regels langs een andere weg dan de bundels. In productie wordt een sleutel alleen met --maak
    gemaakt, één keer: een andere sleutel is een ander logboek.
    """
    instellingen = lees_instellingen()
    if maak:
        maak_sleutelbestand(sleutelbestand(instellingen), instellingen.zegel_oorsprong, ED25519)
    for ondertekenaar in ondertekenaars_van(instellingen):
        typer.echo(str(ondertekenaar.sleutel))
