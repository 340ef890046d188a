"""`zicht getuige`: cosign the checkpoint of a log as somebody else, and refuse a fork."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import typer

from ledger.clock import Systeemklok
from ledger.store.zegel.getuige import Bron, Getuige, Geweigerd
from ledger.store.zegel.sleutelbestand import lees_sleutelbestand, maak_sleutelbestand
from ledger.store.zegel.uitgave import schrijf_bestand
from ledger.zegel.notitie import COSIGNATUUR, OngeldigeNotitie, lees_sleutel

_HAALTIJD_S = 10
_GROOTSTE_BESTAND = 1 << 20
_NIET_GEVONDEN = 404


def getuige(  # noqa: PLR0913 — options of a command
    bron: Annotated[
        str, typer.Argument(metavar="BRON", help="De map of het adres waar het logboek is gepubliceerd.")
    ],
    *,
    logboek: Annotated[str, typer.Option(metavar="SLEUTEL", help="De publieke sleutel van het logboek.")],
    naam: Annotated[str, typer.Option(metavar="NAAM", help="Hoe deze getuige heet, als inspectie.example.")],
    staat: Annotated[Path, typer.Option(metavar="MAP", help="Waar de getuige onthoudt wat hij zag.")],
    naar: Annotated[
        Path | None,
        typer.Option(metavar="BESTAND", help="Zet het mede ondertekende checkpoint hier."),
    ] = None,
    toon_sleutel: Annotated[
        bool, typer.Option("--toon-sleutel", help="Alleen de publieke sleutel van de getuige tonen.")
    ] = False,
) -> None:
    """Onderteken het checkpoint van een logboek mede, als het voortbouwt op wat deze getuige eerder zag.

    Een kleiner logboek of een andere geschiedenis wordt geweigerd (code 1) en bewaard als bewijs. Zet dit
    elders dan bij wie het logboek beheert, en herhaal het.
    """
    bestand = staat / "sleutel"
    if not bestand.exists():
        maak_sleutelbestand(bestand, naam, COSIGNATUUR)
    ondertekenaar = lees_sleutelbestand(bestand, naam, COSIGNATUUR)
    if toon_sleutel:
        typer.echo(str(ondertekenaar.sleutel))
        return
    try:
        logsleutel = lees_sleutel(logboek)
    except OngeldigeNotitie as fout:
        raise typer.BadParameter(f"{fout}.", param_hint="--logboek") from None
    wie = Getuige(ondertekenaar, logsleutel, staat / "checkpoint")
    notitie = wie.getuig(_bron(bron), int(Systeemklok().nu().timestamp()))
    if naar is not None:
        schrijf_bestand(naar, str(notitie).encode())
    sys.stdout.write(str(notitie))


def _bron(tekst: str) -> Bron:
    delen = urlsplit(tekst)
    if delen.scheme not in {"http", "https"}:
        map_ = Path(tekst)
        return lambda pad: (map_ / pad).read_bytes() if (map_ / pad).is_file() else None
    if delen.scheme == "http" and delen.hostname not in {"localhost", "127.0.0.1", "::1"}:
        raise typer.BadParameter("een adres begint met https, of is van deze machine.", param_hint="BRON")
    begin = tekst.rstrip("/")
    return lambda pad: _haal(f"{begin}/{pad}")


def _haal(adres: str) -> bytes | None:
    try:
        with urlopen(Request(adres), timeout=_HAALTIJD_S) as antwoord:  # noqa: S310 — checked: http(s) only
            return bytes(antwoord.read(_GROOTSTE_BESTAND))
    except HTTPError as fout:
        if fout.code == _NIET_GEVONDEN:
            return None
        raise Geweigerd(f"Het logboek antwoordt niet ({fout.code}).") from None
    except (URLError, OSError) as fout:
        raise Geweigerd(f"Het logboek is niet te bereiken ({type(fout).__name__}).") from None
