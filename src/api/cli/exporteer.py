"""`zicht exporteer`: the acts of the ledger as lines of JSON. Source: contract `acts`."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from itertools import islice
from pathlib import Path
from typing import IO, Annotated
from uuid import UUID

import typer

from api.cli.databank import open_databank
from api.cli.inzage import Doel, Kijk
from api.cli.keuzes import lees_casus
from api.cli.voortgang import toon_voortgang
from ledger.acts.base import ONLEESBAAR
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling
from ledger.inzage.regel import Categorie, Getoond
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import VastgelegdeGebeurtenis
from ledger.store.registercodec import decodeer_regel
from ledger.store.sleutels.kluis import Kluis, open_kluis

_BLADZIJDE = 5_000
_SOORTEN: tuple[Categorie, ...] = ("handelingen", "vertrouwelijk")


def exporteer(
    *,
    casus: Annotated[
        UUID | None, typer.Option(parser=lees_casus, metavar="ID", help="Alleen deze casus.")
    ] = None,
    uitvoer: Annotated[
        Path | None, typer.Option(metavar="BESTAND", help="Zonder: de standaarduitvoer.")
    ] = None,
    doel: Doel = None,
) -> None:
    """Schrijf alle gebeurtenissen weg, één (JSON) per regel, in de volgorde waarin ze zijn vastgelegd.

    Ook die van de registers. Hetzelfde grootboek geeft steeds dezelfde bytes; een latere export begint met
    de eerdere, op wat intussen vernietigd is na. Een vertrouwelijk deel dat niet opengaat wordt gemeld: dan
    is de code 1.
    """
    with (
        open_databank() as bank,
        open_pool(bank.app, naam="zicht exporteert", maximaal=2) as pool,
        open_kluis(bank.app, bank.hoofdsleutels(), maximaal=1) as kluis,
    ):
        recorder = LedgerRecorder(pool)
        kijk = Kijk.begin(bank, "zicht exporteer", "exporteren", doel)
        if casus is not None:
            gevonden = recorder.lees_casus(casus)
            if not gevonden:
                kijk.vindt_niet(casus)
                sys.stderr.write(f"zicht: casus {casus} is hier niet bekend.\n")
                raise typer.Exit(1)
            kijk.toont(Getoond((casus,), categorieen=_SOORTEN, positie=gevonden[-1].positie))
            dicht = _schrijf(uitvoer, gevonden, len(gevonden), kluis)
        else:
            tot = recorder.hoogste_positie()
            kijk.toont(Getoond(categorieen=_SOORTEN, positie=tot, alles=True))
            dicht = _schrijf(uitvoer, islice(_alles(recorder), tot), tot, kluis)
    if dicht:
        sys.stderr.write(f"zicht: bij {dicht} gebeurtenissen gaat het vertrouwelijke deel niet open.\n")
        raise typer.Exit(1)


def _alles(recorder: LedgerRecorder) -> Iterator[VastgelegdeGebeurtenis]:
    """Give every act in order of position, a page at a time: no long transaction."""
    positie = 0
    while bladzijde := recorder.lees_na(positie, _BLADZIJDE):
        yield from bladzijde
        positie = bladzijde[-1].positie


def _schrijf(
    uitvoer: Path | None, gebeurtenissen: Iterable[VastgelegdeGebeurtenis], aantal: int, kluis: Kluis
) -> int:
    """Write the acts, and give how many have a confidential part that does not open."""
    reeks = iter(gebeurtenissen)
    dicht = 0
    with (
        _openen(uitvoer) as bestand,
        toon_voortgang("gebeurtenissen", aantal, ook_regels=uitvoer is None) as vooruit,
    ):
        while deel := list(islice(reeks, _BLADZIJDE)):
            geheimen = kluis.ontsluit(deel)
            gelezen = [decodeer_regel(een, geheimen) for een in deel]
            dicht += sum(getattr(een, "vertrouwelijk", None) == ONLEESBAAR for een in gelezen)
            bestand.write(b"".join(map(_regel, gelezen)))
            vooruit.verder(len(deel))
    return dicht


def _openen(uitvoer: Path | None) -> AbstractContextManager[IO[bytes]]:
    """Open standard output, or a file that nobody else may read: confidential parts go into it."""
    if uitvoer is None:
        return nullcontext(sys.stdout.buffer)
    try:
        return os.fdopen(os.open(uitvoer, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")
    except OSError:
        raise typer.BadParameter("dit bestand kan niet geschreven worden.", param_hint="--uitvoer") from None


def _regel(gelezen: Gebeurtenis | Registerhandeling) -> bytes:
    tekst = json.dumps(gelezen.als_dict(), ensure_ascii=False, separators=(",", ":"))
    return tekst.encode() + b"\n"
