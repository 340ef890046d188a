"""`zicht demo`: a filled ledger, a running server, and three things to try."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from api.cli.databank import Databank, open_databank, richt_in
from api.cli.importeer import lees_in
from api.cli.serve import met_databank
from api.cli.uitleg import schrijf_uitleg
from api.cli.voorbeeld import Voorbeeld, vind_voorbeeld
from api.generator import genereer
from api.http.serve import serveer
from api.tokens import maak_ontwikkeltoken
from ledger.clock import Systeemklok
from ledger.regels import lees_gebeurtenis
from ledger.settings import Instellingen, OngeldigeInstellingen, lees_instellingen
from ledger.store.connection import verbind
from ledger.store.errors import driverfouten
from ledger.values import Actor, Partij
from projections.leesmodel.tabellen import conninfo_als
from projections.leesmodel.volger import Bijwerker

_ZAAD = 2020
_SCENARIOS = Path(__file__).resolve().parents[4] / "shared" / "scenarios"
_WIE = Actor(
    medewerker="mw-demo", organisatie=Partij(soort="veilig-thuis", id="midden-brabant"), rol="medewerker-vt"
)
_LOG = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"stderr": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}


def demo(
    *,
    casussen: Annotated[int, typer.Option(min=1, max=100_000, help="Hoeveel verzonnen casussen.")] = 300,
    poort: Annotated[
        int | None, typer.Option(metavar="N", help="In plaats van ZICHT_POORT; 0 is een vrije.")
    ] = None,
) -> None:
    """Vul het grootboek met verzonnen casussen, start de dienst en toon drie dingen om te proberen.

    Nog een keer starten gebruikt wat er al staat.
    """
    instellingen = lees_instellingen(poort=poort)
    if not instellingen.ontwikkelt_zelf:
        raise OngeldigeInstellingen("De demo is er niet voor productie of een eigen tokenuitgever.")
    verteld = list(genereer(casussen, _ZAAD))
    with open_databank(instellingen) as bank:
        if bank.beheer is not None:
            richt_in(bank)
        typer.echo(f"{casussen} verzonnen casussen inlezen …", err=True)
        _vul(bank, verteld)
        voorbeeld = next(filter(None, (_voorbeeld(regels) for regels in verteld)), None)
        serveer(
            met_databank(instellingen, bank),
            gestart=lambda adres: typer.echo(schrijf_uitleg(adres, _token(instellingen), voorbeeld)),
            log=_LOG,
        )


def _vul(bank: Databank, verteld: list[list[str]]) -> None:
    """Read in what was generated and the open scenarios, and let the read model see it all."""
    with tempfile.TemporaryFile() as bestand:
        for regel in chain(chain.from_iterable(verteld), _scenarios()):
            bestand.write(f"{regel}\n".encode())
        bestand.seek(0)
        lees_in(bestand, bank)
    conninfo = conninfo_als(bank.app, "zicht_projectie")
    with driverfouten(), verbind(conninfo, naam="zicht demo", statement_timeout_ms=0) as verbinding:
        bijwerker = Bijwerker(verbinding)
        while bijwerker.volg():
            pass


def _scenarios() -> Iterator[str]:
    for pad in sorted(_SCENARIOS.glob("*.json")):
        for gebeurtenis in json.loads(pad.read_text("utf-8"))["gebeurtenissen"]:
            yield json.dumps(gebeurtenis, ensure_ascii=False)


def _voorbeeld(regels: list[str]) -> Voorbeeld | None:
    return vind_voorbeeld([lees_gebeurtenis(regel) for regel in regels])


def _token(instellingen: Instellingen) -> str:
    return maak_ontwikkeltoken(instellingen, _WIE, Systeemklok())
