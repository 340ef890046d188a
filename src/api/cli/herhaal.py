"""`zicht herhaal`: the answer to a citation, the same bytes as then."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from api.cli.databank import open_databank
from api.cli.inzage import Doel, Kijk
from api.getoond import Antwoordlezer
from api.http.citaatbereik import Citaatlezer
from api.http.citeerbaar import geef_geciteerd
from ledger.errors import ZichtError
from ledger.store.connection import GEHEEL
from ledger.store.recorder import LedgerRecorder
from projections.leesmodel.vragen import open_leespool
from projections.vraagcitaat import BEGIN


def herhaal(
    citaat: Annotated[str, typer.Argument(metavar="CITAAT", help="Het citaat, zoals in een rapport.")],
    *,
    doel: Doel = None,
) -> None:
    """Geef een geciteerd antwoord opnieuw, byte voor byte; op stderr wat er sindsdien is gebeurd.

    Code 1 als het antwoord niet meer bij het citaat past.
    """
    try:
        with (
            open_databank() as bank,
            open_leespool(bank.app, rol=GEHEEL) as geheel,
            open_leespool(bank.app) as pool,
        ):
            kijk = Kijk.begin(bank, "zicht herhaal", "inzien", doel)
            herhaling = geef_geciteerd(Citaatlezer(LedgerRecorder(geheel), pool, None), citaat)
            kijk.toont(
                Antwoordlezer(("verantwoordelijkheid",), "bekendOp").lees(herhaling.inhoud, kijk.begonnen)
            )
    except ZichtError as fout:
        sys.stderr.write(f"zicht: {fout}\n")
        raise typer.Exit(2) from None
    sys.stdout.write(herhaling.inhoud.decode() + "\n")
    soort = "positie" if citaat.strip().startswith(BEGIN) else "volgnummer"
    for wat, nummers in (
        ("gecorrigeerd", herhaling.gecorrigeerd_sinds),
        ("vernietigd", herhaling.vernietigd_sinds),
    ):
        if nummers:
            sys.stderr.write(f"Sindsdien {wat}, bij {soort} {', '.join(map(str, nummers))}.\n")
    if not herhaling.gelijk:
        sys.stderr.write("Dit antwoord past niet meer bij het citaat: regels of afspraken zijn veranderd.\n")
        raise typer.Exit(1)
