"""Timelines for a person at a terminal, and for a spreadsheet."""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from ledger.tijd import AMSTERDAM

_BREED = 160
"""Columns when nobody looks: a table in a file is not folded to the width of a terminal."""

_KOPPEN = (
    "casus", "bekendOp", "afspraken", "baan", "van", "tot", "partijSoort", "partijId", "status", "regisseur",
    "volgnummer", "regel", "grondslag", "rechtens",
)  # fmt: skip


def scherm() -> Console:
    """Give the console for tables on standard output."""
    breedte = None if sys.stdout.isatty() else _BREED
    return Console(file=sys.stdout, width=breedte, highlight=False, markup=False, emoji=False)


def tijd(tekst: str | None) -> str:
    """Write an instant of the contract in Dutch local time; an open end is `…`."""
    if tekst is None:
        return "…"
    lokaal = datetime.fromisoformat(tekst).astimezone(AMSTERDAM)
    return lokaal.strftime("%d-%m-%Y %H:%M:%S" if lokaal.second or lokaal.microsecond else "%d-%m-%Y %H:%M")


def partij(waarde: Mapping[str, str] | None) -> str:
    """Name a party; nobody is `–`."""
    return "–" if waarde is None else f"{waarde['soort']} {waarde['id']}"


def stukken(tijdlijn: Mapping[str, Any], op: datetime | None) -> Iterable[tuple[str, Mapping[str, Any]]]:
    """Give lane and piece for every piece, or for those that cover the UTC instant `op`."""
    for baan, inhoud in tijdlijn["banen"].items():
        for stuk in inhoud:
            begonnen = op is None or datetime.fromisoformat(stuk["van"]) <= op
            voorbij = op is not None and stuk["tot"] is not None and datetime.fromisoformat(stuk["tot"]) <= op
            if begonnen and not voorbij:
                yield baan, stuk


def _waarom(stuk: Mapping[str, Any]) -> str:
    hoe = "van rechtswege na" if stuk["rechtens"] else "door"
    return f"{hoe} nr. {stuk['volgnummer']} · {stuk['regel']} · {stuk['grondslag']}"


def toon_tijdlijnen(tijdlijnen: Iterable[Mapping[str, Any]], op: datetime | None) -> None:
    """Print a table per casus, with only what held at `op` when given."""
    console = scherm()
    for tijdlijn in tijdlijnen:
        console.print(f"Casus {tijdlijn['casus']}", style="bold")
        console.print(
            f"bekend op {tijd(tijdlijn['bekendOp'])} · afspraken {tijdlijn['afspraken']} · Nederlandse tijd"
        )
        console.print(_tabel(tijdlijn, op))
        toon_termijnen(console, tijdlijn["termijnen"])
        toon_signalen(console, tijdlijn["signalen"], alleen_lopend=op is not None)


def _tabel(tijdlijn: Mapping[str, Any], op: datetime | None) -> Table:
    tabel = Table("baan", "van", "tot", "partij", "status", "waarom", box=box.SIMPLE_HEAD)
    vorige = None
    for baan, stuk in stukken(tijdlijn, op):
        wie = partij(stuk["partij"])
        if "regisseur" in stuk:
            wie += f" ({stuk['regisseur']})"
        naam = "" if baan == vorige else baan
        tabel.add_row(naam, tijd(stuk["van"]), tijd(stuk["tot"]), wie, stuk["status"], _waarom(stuk))
        vorige = baan
    return tabel


def toon_termijnen(console: Console, termijnen: Sequence[Mapping[str, Any]]) -> None:
    """Print the terms, if there are any, as judged."""
    tabel = Table("termijn", "begonnen", "uiterlijk", "status", "voor wie", "waarop", box=box.SIMPLE_HEAD)
    for termijn in termijnen:
        tabel.add_row(
            termijn["soort"],
            tijd(termijn["gestartOp"]),
            "–" if termijn["uiterlijk"] is None else tijd(termijn["uiterlijk"]),
            termijn["status"],
            partij(termijn["partij"]),
            f"nr. {termijn['volgnummer']} · {termijn['grondslag']}",
        )
    if termijnen:
        console.print(tabel)


def toon_signalen(console: Console, signalen: Sequence[Mapping[str, Any]], *, alleen_lopend: bool) -> None:
    """Print the signals, if there are any: all of them, or those that are not over."""
    te_tonen = [signaal for signaal in signalen if not alleen_lopend or signaal["tot"] is None]
    tabel = Table("signaal", "van", "tot", "bij wie", "waarop", box=box.SIMPLE_HEAD)
    for signaal in te_tonen:
        tabel.add_row(
            signaal["toelichting"],
            tijd(signaal["van"]),
            tijd(signaal["tot"]),
            partij(signaal["partij"]),
            f"nr. {signaal['volgnummer']} · {signaal['grondslag']}",
        )
    if te_tonen:
        console.print(tabel)


def schrijf_csv(tijdlijnen: Iterable[Mapping[str, Any]], op: datetime | None) -> None:
    """Write one line per piece, instants in UTC, with a heading."""
    schrijver = csv.DictWriter(sys.stdout, _KOPPEN, lineterminator="\n")
    schrijver.writeheader()
    for tijdlijn in tijdlijnen:
        vooraf = {naam: tijdlijn[naam] for naam in ("casus", "bekendOp", "afspraken")}
        for baan, stuk in stukken(tijdlijn, op):
            partij_van = stuk["partij"] or {}
            velden = {naam: waarde for naam, waarde in stuk.items() if naam != "partij"}
            velden |= {"partijSoort": partij_van.get("soort"), "partijId": partij_van.get("id")}
            velden["rechtens"] = "ja" if stuk["rechtens"] else "nee"
            schrijver.writerow({**vooraf, "baan": baan, **velden})
