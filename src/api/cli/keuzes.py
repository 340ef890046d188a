"""Choices that several commands share: the form of the output, and moments as a person types them."""

from __future__ import annotations

import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated
from uuid import UUID

import typer

from ledger import agreements
from ledger.agreements import Afspraken
from ledger.clock import Systeemklok
from ledger.errors import OngeldigeAfspraken
from ledger.values import LAATSTE_JAAR, VROEGSTE_JAAR


class Uitvoer(StrEnum):
    """For a person (tabel), for a program (json, one object a line) or for a spreadsheet (csv)."""

    tabel = "tabel"
    json = "json"
    csv = "csv"


def gekozen(uitvoer: Uitvoer | None) -> Uitvoer:
    """Give what was asked for; without a choice a table on a terminal and JSON in a pipe or file."""
    if uitvoer is not None:
        return uitvoer
    return Uitvoer.tabel if sys.stdout.isatty() else Uitvoer.json


def lees_moment(tekst: str) -> datetime:
    """Read an instant with an offset, or `nu`, into UTC; raises typer.BadParameter."""
    if tekst in {"nu", "now"}:
        return Systeemklok().nu()
    try:
        moment = datetime.fromisoformat(tekst)
    except ValueError:
        raise typer.BadParameter("verwacht een tijdstip als 2020-06-01T00:00:00+02:00, of nu.") from None
    if moment.tzinfo is None:
        raise typer.BadParameter("het tijdstip heeft een tijdzone-offset nodig, zoals +01:00 of Z.")
    if not VROEGSTE_JAAR <= moment.year <= LAATSTE_JAAR:
        raise typer.BadParameter(f"het jaar moet tussen {VROEGSTE_JAAR} en {LAATSTE_JAAR} liggen.")
    return moment.astimezone(UTC)


@dataclass(frozen=True, slots=True)
class Kennis:
    """K: what was known at an instant (UTC), or up to a position in the ledger; one of the two."""

    moment: datetime | None = None
    positie: int | None = None


def lees_kennis(tekst: str) -> Kennis:
    """Read K: an instant as `lees_moment` does, or a position; raises typer.BadParameter."""
    return Kennis(positie=int(tekst)) if tekst.isdecimal() else Kennis(moment=lees_moment(tekst))


def lees_casus(tekst: str) -> UUID:
    """Read the id of a casus; raises typer.BadParameter."""
    try:
        return UUID(tekst)
    except ValueError:
        raise typer.BadParameter("verwacht een UUID.") from None


def kies_afspraken(naam: str | None) -> Afspraken | None:
    """Give the set of agreements of this name, None without one; raises typer.BadParameter."""
    try:
        return None if naam is None else agreements.met_naam(naam)
    except OngeldigeAfspraken as fout:
        raise typer.BadParameter(str(fout), param_hint="--afspraken") from None


BekendOp = Annotated[
    Kennis | None,
    typer.Option(
        parser=lees_kennis, metavar="K", help="Zoals bekend op dit moment of tot deze positie; zonder: nu."
    ),
]
"""K, as an option."""

AndereAfspraken = Annotated[
    str | None,
    typer.Option(
        "--afspraken",
        metavar="NAAM",
        help="Beoordeel naar deze afspraken in plaats van die van de casus.",
    ),
]
"""The agreements to judge by, as an option."""
