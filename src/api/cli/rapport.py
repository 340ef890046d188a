"""`zicht rapport`: figures beyond one casus, from the ledger or from a file. Source: rulebook 8."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from functools import partial
from typing import Annotated, Any

import typer
from rich import box
from rich.table import Table

from api.cli.keuzes import BekendOp, Kennis, Uitvoer, gekozen, lees_moment
from api.cli.rapportbron import open_bron
from api.cli.tabel import scherm, tijd
from ledger.clock import Systeemklok
from projections.rapporten.instroom import Periode, maak_instroom
from projections.rapporten.plustaken import maak_plustaken
from projections.rapporten.tekortschieten import maak_tekortschieten, per_partij
from projections.rapporten.themas import maak_themas

rapport = typer.Typer(no_args_is_help=True, help="Cijfers over alle casussen en over het register.")

_WEGGELATEN = "*"
_UITLEG = "* weggelaten: 1 tot 4, of een getal waaruit zo'n aantal zou volgen."

_BERICHTKOPPEN = (
    "regio", "bericht", "gemeente", "over", "aanleiding", "geinformeerdOp", "uiterlijk", "status",
    "beantwoordOp", "stappen",
)  # fmt: skip
_TIJDSTIPPEN = ("geinformeerdOp", "uiterlijk", "beantwoordOp")
_PARTIJKOPPEN = ("regio", "over", "berichten", "open", "gehaald", "te-laat", "verstreken")

Rij = Mapping[str, Any]

Invoer = Annotated[
    str | None,
    typer.Option(
        metavar="BESTAND", help="Uit een bestand (JSON-regels; - is de invoer) en niet het grootboek."
    ),
]
Regio = Annotated[str | None, typer.Option(metavar="ID", help="Alleen de regio van dit Veilig Thuis.")]
Van = Annotated[int | None, typer.Option(min=1900, max=2199, metavar="JAAR", help="Vanaf dit jaar.")]
Tot = Annotated[int | None, typer.Option(min=1900, max=2199, metavar="JAAR", help="Tot en met dit jaar.")]
Op = Annotated[
    datetime | None,
    typer.Option(parser=lees_moment, metavar="T", help="Beoordeeld op dit moment; zonder: nu."),
]
Uitvoervorm = Annotated[
    Uitvoer | None, typer.Option(help="Zonder keuze: tabel op een terminal, json in een pijp.")
]
Extern = Annotated[
    bool,
    typer.Option(
        "--extern/--intern", help="Aantallen van 1 tot 4 weglaten, zonder dat een totaal ze verraadt."
    ),
]


class Per(StrEnum):
    """How far instroom is split up."""

    jaar = "jaar"
    gemeente = "gemeente"


class PerBericht(StrEnum):
    """How far messages to gemeenten are split up."""

    bericht = "bericht"
    partij = "partij"


@rapport.command()
def instroom(  # noqa: PLR0913 — an option each
    *,
    invoer: Invoer = None,
    regio: Regio = None,
    van: Van = None,
    tot: Tot = None,
    per: Annotated[Per, typer.Option(help="Per jaar, of ook per gemeente.")] = Per.jaar,
    bekend_op: BekendOp = None,
    extern: Extern = False,
    uitvoer: Uitvoervorm = None,
) -> None:
    """Meldingen (die van de politie apart) en adviezen, per jaar, regio en gemeente."""
    with open_bron(invoer, bekend_op or Kennis()) as bron:
        regels = maak_instroom(bron, _periode(van, tot, regio), per.value, extern=extern)
    _toon(
        [regel.als_dict() for regel in regels],
        uitvoer,
        ("jaar", "regio", "gemeente", "meldingen", "waarvanPolitie", "adviezen"),
        getallen=("meldingen", "waarvanPolitie", "adviezen"),
    )


@rapport.command()
def themas(  # noqa: PLR0913 — an option each
    *,
    invoer: Invoer = None,
    regio: Regio = None,
    van: Van = None,
    tot: Tot = None,
    bekend_op: BekendOp = None,
    extern: Extern = True,
    uitvoer: Uitvoervorm = None,
) -> None:
    """Casussen per gemeente op de thema's van een Integraal Veiligheidsplan."""
    with open_bron(invoer, bekend_op or Kennis()) as bron:
        regels = maak_themas(bron, _periode(van, tot, regio), extern=extern)
    rijen = [regel.als_dict() for regel in regels]
    namen = tuple(f"themas.{thema}" for thema in (rijen[0]["themas"] if rijen else ()))
    casussen = () if extern else ("casussen",)
    getallen = (*casussen, *namen)
    _toon(rijen, uitvoer, ("jaar", "regio", "gemeente", *getallen), getallen=getallen)


@rapport.command()
def plustaken(
    *,
    invoer: Invoer = None,
    regio: Regio = None,
    op: Op = None,
    bekend_op: BekendOp = None,
    uitvoer: Uitvoervorm = None,
) -> None:
    """Plustaken per gemeente en periode: afgenomen, gedaan, gekost, en de evaluatie daarna."""
    with open_bron(invoer, bekend_op or Kennis()) as bron:
        regels = maak_plustaken(bron, op or Systeemklok().nu(), regio)
    _toon(
        [regel.als_dict() for regel in regels],
        uitvoer,
        (
            "regio", "gemeente", "van", "tot", "plustaken", "bedrag", "activiteiten", "deelnemers", "uren",
            "bedragPerUur", "bedragPerDeelnemer", "evaluatie",
        ),
    )  # fmt: skip


@rapport.command()
def tekortschieten(  # noqa: PLR0913 — an option each
    *,
    invoer: Invoer = None,
    regio: Regio = None,
    per: Annotated[PerBericht, typer.Option(help="Per bericht, of geteld per partij.")] = PerBericht.bericht,
    op: Op = None,
    bekend_op: BekendOp = None,
    uitvoer: Uitvoervorm = None,
) -> None:
    """Wat de gemeente over een partij is gemeld, en of zij binnen zes weken antwoordde (§6.5)."""
    with open_bron(invoer, bekend_op or Kennis()) as bron:
        berichten = maak_tekortschieten(bron, op or Systeemklok().nu(), regio)
    if per is PerBericht.partij:
        _toon([regel.als_dict() for regel in per_partij(berichten)], uitvoer, _PARTIJKOPPEN)
    else:
        _toon([bericht.als_dict() for bericht in berichten], uitvoer, _BERICHTKOPPEN)


def _periode(van: int | None, tot: int | None, regio: str | None) -> Periode:
    if van is not None and tot is not None and van > tot:
        raise typer.BadParameter("ligt vóór --van.", param_hint="--tot")
    return Periode(van, tot, regio)


def _toon(
    rijen: Sequence[Rij], uitvoer: Uitvoer | None, koppen: Sequence[str], *, getallen: Sequence[str] = ()
) -> None:
    """Show rows with these columns; None among `getallen` is a number that was left out."""
    vorm = gekozen(uitvoer)
    if vorm is Uitvoer.json:
        sys.stdout.writelines(json.dumps(rij, ensure_ascii=False) + "\n" for rij in rijen)
        return
    plat = [[_als_tekst(rij, kop, kop in getallen) for kop in koppen] for rij in rijen]
    namen = [kop.removeprefix("themas.") for kop in koppen]
    if vorm is Uitvoer.csv:
        schrijver = csv.writer(sys.stdout, lineterminator="\n")
        schrijver.writerows([namen, *plat])
        return
    tabel = Table(box=box.SIMPLE_HEAD)
    for kop, naam in zip(koppen, namen, strict=True):
        tabel.add_column(naam, justify="right" if kop in getallen else "left", overflow="fold")
    for rij in plat:
        tabel.add_row(*map(partial(_voor_mensen, getallen), koppen, rij))
    scherm().print(tabel)
    if any(_WEGGELATEN in rij for rij in plat):
        scherm().print(_UITLEG)


def _als_tekst(rij: Rij, kop: str, is_getal: bool) -> str:  # noqa: FBT001 — called with a comparison
    waarde: Any = rij
    for stap in kop.split("."):
        waarde = waarde[stap]
    if waarde is None:
        return _WEGGELATEN if is_getal else "alle" if kop == "gemeente" else ""
    if isinstance(waarde, Mapping):
        return f"{waarde['soort']} {waarde['id']}"
    return ", ".join(waarde) if isinstance(waarde, list) else str(waarde)


def _voor_mensen(getallen: Sequence[str], kop: str, cel: str) -> str:
    """Write a number as people here do (3.364), and an instant in Dutch time."""
    if kop in _TIJDSTIPPEN and cel:
        return tijd(cel)
    return f"{int(cel):,}".replace(",", ".") if kop in getallen and cel.isdecimal() else cel
