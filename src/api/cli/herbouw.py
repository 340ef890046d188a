"""`zicht herbouw`: build the read model anew, beside the one that is read."""

from __future__ import annotations

import os

import typer

from api.cli.databank import open_databank
from api.cli.voortgang import toon_voortgang
from projections.leesmodel.herbouw import herbouw as bouw


def herbouw() -> None:
    """Bouw het leesmodel opnieuw op uit alle gebeurtenissen; wie intussen vraagt krijgt het oude, heel.

    Wat geparkeerd stond wordt opnieuw geprobeerd.
    """
    processen = os.cpu_count() or 1
    with open_databank() as bank, toon_voortgang("gebeurtenissen", 0) as vooruit:
        gedaan = bouw(bank.app, voortgang=vooruit.naar, processen=processen)
    typer.echo(
        f"Herbouwd tot en met positie {gedaan.positie}: {gedaan.casussen} casussen, "
        f"waarvan {gedaan.geparkeerd} geparkeerd."
    )
