"""`zicht bewijs`: the inspection bundle of a casus, for somebody who trusts nobody here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from api.bewijs import Bundelvraag, bundel_voor, getoond_in_bundel
from api.cli.databank import open_databank
from api.cli.inzage import Kijk, lees_code
from api.cli.keuzes import lees_casus
from ledger.clock import Systeemklok
from ledger.errors import OnbekendeCasus
from ledger.settings import lees_instellingen
from ledger.store.zegel.instellen import logboek_van, zegelmap
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from ledger.zegel.checkpoint import lees_checkpoint
from ledger.zegel.notitie import OngeldigeNotitie, lees_notitie


def _grootte(bestand: Path) -> int:
    try:
        return lees_checkpoint(lees_notitie(bestand.read_bytes()).tekst).grootte
    except (OSError, OngeldigeNotitie) as fout:
        raise typer.BadParameter(f"{bestand} is geen checkpoint: {fout}", param_hint="--eerder") from None


def bewijs(
    casus: Annotated[str, typer.Argument(metavar="CASUS", help="De casus, als UUID.")],
    *,
    doel: Annotated[str, typer.Option(parser=lees_code, metavar="CODE", help="Waarvoor, zoals inspectie.")],
    voor: Annotated[str, typer.Option(metavar="WIE", help="Voor wie de bundel is.")] = "",
    naar: Annotated[Path | None, typer.Option(metavar="BESTAND", help="Zonder: bewijs-CASUS.zip.")] = None,
    eerder: Annotated[
        Path | None, typer.Option(metavar="CHECKPOINT", help="Bewijs ook de samenhang met dit checkpoint.")
    ] = None,
) -> None:
    """Maak de bewijsbundel van een casus: offline te controleren met `verifieer.py`, dat erin zit.

    Vertrouwelijke delen zitten er niet in.
    """
    gevraagd = lees_casus(casus)
    vraag = Bundelvraag(
        wie={"kanaal": "opdrachtregel", "voor": voor},
        doel=doel,
        moment=Systeemklok().nu(),
        vanaf=None if eerder is None else _grootte(eerder),
    )
    instellingen = lees_instellingen()
    with open_databank(instellingen) as bank, open_zegelpool(bank.app) as pool:
        verzegeling = Verzegeling(pool, logboek_van(instellingen), zegelmap(instellingen))
        kijk = Kijk.begin(bank, "zicht bewijs", "exporteren", doel)
        try:
            bundel = bundel_voor(verzegeling, gevraagd, vraag)
        except OnbekendeCasus:
            kijk.vindt_niet(gevraagd)
            raise
        kijk.toont(getoond_in_bundel(gevraagd, bundel))
    bestand = naar or Path(f"bewijs-{gevraagd}.zip")
    bestand.write_bytes(bundel)
    typer.echo(str(bestand))
