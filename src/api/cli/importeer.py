"""`zicht importeer`: bring in acts in bulk, all or nothing per casus.

The acts go in as every act does, through `ledger.voeg_toe`, in groups of casussen: about 10 µs of the
database per act. COPY into a table beside the ledger and from there into it takes no less.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from itertools import chain
from typing import IO, Annotated

import typer

from api.cli.databank import Databank, open_databank
from api.cli.inlezen import Afgekeurd, Verzegeld, keur, lees_casussen, lees_register, verzegel
from api.cli.invoer import Invoer, Regelfout, op_regel, open_invoer
from api.cli.verdelen import per_deel
from api.cli.voortgang import toon_voortgang
from ledger.clock import Systeemklok
from ledger.store.append import Antwoord, Bijschrijver
from ledger.store.connection import conninfo_als
from ledger.store.errors import Opslagfout, OpslagGeweigerd
from ledger.store.records import Conflict, Herhaald, Vastgelegd
from ledger.store.sleutels.hoofdsleutel import SleutelVernietigd
from ledger.store.sleutels.kluis import Kluis, open_kluis

_GROOTSTE_GROEP = 50
_GROOTSTE_OMVANG = 512 * 1024
_HERKANSEN_S = 30.0

Opnieuw = Callable[[Verzegeld], Verzegeld | Afgekeurd]
"""Reads and seals a casus again, with the keys that are here."""


@dataclass(slots=True)
class Telling:
    """What became of the casussen and registers of a file, and what is wrong with those that stayed out."""

    ingelezen: int = 0
    gebeurtenissen: int = 0
    overgeslagen: int = 0
    fouten: list[Regelfout] = field(default_factory=list)
    geweigerd: list[tuple[str, str]] = field(default_factory=list)


def importeer(
    *,
    bestand: Annotated[
        str,
        typer.Argument(metavar="BESTAND", help="Eén gebeurtenis (JSON) per regel; - is de invoer."),
    ],
) -> None:
    """Lees gebeurtenissen in, een casus (of het register van een regio) helemaal of helemaal niet.

    Het moment van vastleggen uit het bestand blijft staan; het moment van inlezen komt erbij. Een casus met
    een fout, of die hier al staat, wordt overgeslagen: dan is de code 1. Opnieuw inlezen verdubbelt niets.
    """
    with open_invoer(bestand) as regels, open_databank() as bank:
        telling = lees_in(regels, bank)
    sys.stderr.writelines(f"{fout}\n" for fout in op_regel(telling.fouten))
    sys.stderr.writelines(f"{naam}: overgeslagen, {waarom}\n" for naam, waarom in telling.geweigerd)
    typer.echo(
        f"Ingelezen: {telling.ingelezen} casussen en registers, met {telling.gebeurtenissen} gebeurtenissen; "
        f"overgeslagen: {telling.overgeslagen}."
    )
    if telling.fouten or telling.overgeslagen:
        raise typer.Exit(1)


def lees_in(bestand: IO[bytes], bank: Databank) -> Telling:
    """Bring in every casus of a file that can be, each on its own, and count.

    Raises `Opslagfout` when the database gives up; what was written by then stays, and may be read in again.
    """
    invoer = Invoer(bestand)
    telling = Telling()
    nu = Systeemklok().nu()
    schrijver = Bijschrijver(conninfo_als(bank.app, "zicht_schrijver"), _HERKANSEN_S)
    try:
        with (
            open_kluis(bank.app, bank.hoofdsleutels()) as kluis,
            toon_voortgang("regels", invoer.aantal) as vooruit,
        ):
            delen = per_deel(invoer, partial(lees_casussen, invoer, nu))
            registers = map(partial(lees_register, invoer, nu), invoer.registers)
            opnieuw = partial(_opnieuw, invoer, nu, kluis)
            for groep in _groepen(chain(chain.from_iterable(delen), registers), telling):
                _schrijf(schrijver, list(_met_sleutels(groep, kluis, opnieuw, telling)), telling)
                vooruit.verder(sum(een.regels for een in groep))
    finally:
        schrijver.sluit()
    return telling


def _groepen(gelezen: Iterable[Verzegeld | Afgekeurd], telling: Telling) -> Iterator[list[Verzegeld]]:
    """Put casussen together until one call to the database is well filled; keep the faults of the others."""
    groep: list[Verzegeld] = []
    omvang = 0
    for een in gelezen:
        if isinstance(een, Afgekeurd):
            _sla_over(een, telling)
            continue
        groep.append(een)
        omvang += een.gecodeerd.omvang
        if len(groep) == _GROOTSTE_GROEP or omvang > _GROOTSTE_OMVANG:
            yield groep
            groep, omvang = [], 0
    if groep:
        yield groep


def _sla_over(gekeurd: Afgekeurd, telling: Telling) -> None:
    telling.overgeslagen += gekeurd.naam is not None
    telling.fouten += gekeurd.fouten


def _met_sleutels(
    groep: Sequence[Verzegeld], kluis: Kluis, opnieuw: Opnieuw, telling: Telling
) -> Iterator[Verzegeld]:
    """Keep the keys of these casussen, and give each sealed with keys that are kept.

    What has keys here already (its import was broken off, or it was recorded here) is sealed with those.
    """
    gehouden = kluis.bewaar({naam: sleutel for een in groep for naam, sleutel in een.sleutels.items()})
    for een in groep:
        if een.sleutels.keys() <= gehouden:
            yield een
            continue
        try:
            verzegeld = opnieuw(een)
        except SleutelVernietigd:  # a casus that is here already, and of which something was destroyed
            telling.overgeslagen += 1
            telling.geweigerd.append((een.naam, "staat hier al."))
            continue
        if isinstance(verzegeld, Verzegeld):
            yield verzegeld
        else:
            _sla_over(verzegeld, telling)


def _opnieuw(invoer: Invoer, nu: datetime, kluis: Kluis, een: Verzegeld) -> Verzegeld | Afgekeurd:
    casus, _ = next(iter(een.sleutels))
    gekeurd = keur(invoer, nu, str(casus))
    return gekeurd if isinstance(gekeurd, Afgekeurd) else verzegel(gekeurd, nu, kluis.geef(gekeurd.sleutels))


def _schrijf(schrijver: Bijschrijver, groep: list[Verzegeld], telling: Telling) -> None:
    antwoorden = schrijver.schrijf([(een.opdracht, een.gecodeerd) for een in groep])
    for gekeurd, antwoord in zip(groep, antwoorden, strict=True):
        waarom = _waarom_niet(gekeurd, antwoord)
        if waarom is None:
            telling.ingelezen += 1
            telling.gebeurtenissen += gekeurd.regels
        else:
            telling.overgeslagen += 1
            telling.geweigerd.append((gekeurd.naam, waarom))


def _waarom_niet(gekeurd: Verzegeld, antwoord: Antwoord) -> str | None:
    """Say why a casus was not written; None when it was. Raises what went wrong for all of them."""
    match antwoord.uitkomst:
        case Vastgelegd():
            return None
        case Herhaald(verzoek=verzoek) if antwoord.herkanst and verzoek == gekeurd.verzoek:
            return None  # the connection broke, and it was written by ourselves
        case Herhaald():
            return "is al eerder ingelezen."
        case Conflict():
            return "staat hier al."
        case OpslagGeweigerd() as geweigerd if geweigerd.ligt_aan_inhoud:
            return f"de database weigert hem ({geweigerd.sqlstate})."
        case Opslagfout() as fout:
            raise fout
