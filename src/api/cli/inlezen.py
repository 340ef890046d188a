"""Judge the acts of a file as if they were recorded one by one, at the moments that the file gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from api.cli.invoer import Invoer, Regelfout
from ledger import register
from ledger.casus import Casus, decide, evolve
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling
from ledger.store.codec import codeer
from ledger.store.encoding import Gecodeerd
from ledger.store.encoding import codeer as leg_uit
from ledger.store.errors import ToevoegingOngeldig
from ledger.store.records import OpgeslagenGebeurtenis, Toevoeging
from ledger.store.registercodec import codeer_register

_OPDRACHTEN = UUID("0b2f7a52-6f0c-5d3c-9a41-1d6f3b5a7e90")  # the namespace of commands that import a casus


@dataclass(frozen=True, slots=True)
class Goedgekeurd:
    """A casus, or a register, that is ready to be appended.

    `opdracht` follows from its name and `verzoek` from its lines, so that reading a file again is the same
    command.
    """

    naam: str
    regels: int
    opdracht: UUID
    verzoek: bytes
    gecodeerd: Gecodeerd


@dataclass(frozen=True, slots=True)
class Afgekeurd:
    """A casus, or a register, with every fault of its lines; without a name where neither can be read."""

    naam: str | None
    regels: int
    fouten: list[Regelfout]


def keur(invoer: Invoer, nu: datetime, casus: str | None) -> Goedgekeurd | Afgekeurd:
    """Read and judge a casus; `nu` is the moment of the import (UTC).

    What recording would refuse is refused here too; beside that the volgnummers have to be 1, 2, 3 … and the
    moments of recording may not go back, nor lie after `nu`.
    """
    regels = invoer.lees(casus)
    aantal = len(invoer.casussen[casus])
    naam = None if casus is None else f"casus {casus}"
    reeks = dict(sorted(regels.gebeurtenissen.items(), key=lambda paar: paar[1].volgnummer))
    fouten = regels.fouten or [*_reeksfouten(reeks, nu)]
    if fouten or naam is None:
        return Afgekeurd(naam, aantal, fouten)
    staat = Casus(next(iter(reeks.values())).casus)
    for regel, een in reeks.items():
        try:
            besloten = decide(staat, een, een.vastgelegd_door, een.vastgelegd_op, geimporteerd_op=nu)
        except Geweigerd as geweigerd:
            fouten += [Regelfout(regel, fout) for fout in geweigerd.fouten]
            besloten = een  # what refers to it is judged as if it stood: one fault is one fault
        staat = evolve(staat, besloten)
    if fouten or staat.regio is None:
        return Afgekeurd(naam, aantal, fouten)
    opgeslagen = [codeer(een, staat.regio) for een in staat.gebeurtenissen]
    return _bundel(invoer, naam, [*reeks], opgeslagen)


def keur_register(invoer: Invoer, nu: datetime, regio: str) -> Goedgekeurd | Afgekeurd:
    """Read and judge the register of a regio, as `keur` does a casus."""
    regels = invoer.lees_register(regio)
    aantal = len(invoer.registers[regio])
    naam = f"register {regio}"
    reeks = dict(sorted(regels.gebeurtenissen.items(), key=lambda paar: paar[1].volgnummer))
    fouten = regels.fouten or [*_reeksfouten(reeks, nu)]
    staat = register.Register(regio)
    opgeslagen = []
    for regel, een in () if fouten else reeks.items():
        try:
            besloten = register.decide(staat, een, een.vastgelegd_door, een.vastgelegd_op, geimporteerd_op=nu)
        except Geweigerd as geweigerd:
            fouten += [Regelfout(regel, fout) for fout in geweigerd.fouten]
            besloten = een
        opgeslagen.append(codeer_register(besloten))
        staat = register.evolve(staat, besloten)
    if fouten:
        return Afgekeurd(naam, aantal, fouten)
    return _bundel(invoer, naam, [*reeks], opgeslagen)


def _bundel(
    invoer: Invoer, naam: str, regels: list[int], opgeslagen: list[OpgeslagenGebeurtenis]
) -> Goedgekeurd | Afgekeurd:
    verzoek = hashlib.sha256(b"".join(map(invoer.regel, regels))).digest()
    opdracht = uuid5(_OPDRACHTEN, naam)
    try:
        gecodeerd = leg_uit(Toevoeging(opdracht, verzoek, opgeslagen))
    except ToevoegingOngeldig:
        te_groot = Fout("regel", "te-groot", "Dit is te veel om in één keer in te lezen.")
        return Afgekeurd(naam, len(regels), [Regelfout(regels[0], te_groot)])
    return Goedgekeurd(naam, len(regels), opdracht, verzoek, gecodeerd)


def _reeksfouten(reeks: Mapping[int, Gebeurtenis | Registerhandeling], nu: datetime) -> Iterator[Regelfout]:
    vorige: Gebeurtenis | Registerhandeling | None = None
    for regel, gebeurtenis in reeks.items():
        verwacht = 1 if vorige is None else vorige.volgnummer + 1
        if gebeurtenis.volgnummer != verwacht:
            zin = f"Hier wordt volgnummer {verwacht} verwacht: geteld wordt 1, 2, 3 zonder gaten."
            yield Regelfout(regel, Fout("volgnummer", "gat-in-volgnummers", zin))
        if vorige is not None and gebeurtenis.vastgelegd_op < vorige.vastgelegd_op:
            zin = "Dit ligt vóór het vastleggen van de gebeurtenis ervoor."
            yield Regelfout(regel, Fout("vastgelegdOp", "vastgelegd-op-loopt-terug", zin))
        if gebeurtenis.vastgelegd_op > nu:
            zin = "Het vastleggen ligt in de toekomst."
            yield Regelfout(regel, Fout("vastgelegdOp", "vastgelegd-op-in-toekomst", zin))
        vorige = gebeurtenis
