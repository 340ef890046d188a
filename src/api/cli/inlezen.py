"""Judge the acts of a file as if they were recorded one by one, at the moments that the file gives."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from api.cli.invoer import Invoer, Regelfout
from ledger.casus import Casus, decide, evolve
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis
from ledger.store import codec
from ledger.store.encoding import Gecodeerd, codeer
from ledger.store.errors import ToevoegingOngeldig
from ledger.store.records import Toevoeging

_OPDRACHTEN = UUID("0b2f7a52-6f0c-5d3c-9a41-1d6f3b5a7e90")  # the namespace of commands that import a casus


@dataclass(frozen=True, slots=True)
class Goedgekeurd:
    """A casus that is ready to be appended.

    `opdracht` follows from the casus and `verzoek` from its lines, so that reading a file again is the same
    command.
    """

    casus: str | None
    regels: int
    opdracht: UUID
    verzoek: bytes
    gecodeerd: Gecodeerd


@dataclass(frozen=True, slots=True)
class Afgekeurd:
    """A casus with every fault of its lines; lines of which no casus can be read have none."""

    casus: str | None
    regels: int
    fouten: list[Regelfout]


def keur(invoer: Invoer, nu: datetime, casus: str | None) -> Goedgekeurd | Afgekeurd:
    """Read and judge a casus; `nu` is the moment of the import (UTC).

    What recording would refuse is refused here too; beside that the volgnummers have to be 1, 2, 3 … and the
    moments of recording may not go back, nor lie after `nu`.
    """
    regels = invoer.lees(casus)
    aantal = len(invoer.casussen[casus])
    op_volgorde = dict(sorted(regels.gebeurtenissen.items(), key=lambda paar: paar[1].volgnummer))
    fouten = regels.fouten or [*_reeksfouten(op_volgorde, nu)]
    if fouten:
        return Afgekeurd(casus, aantal, fouten)
    staat = Casus(next(iter(op_volgorde.values())).casus)
    for regel, gebeurtenis in op_volgorde.items():
        try:
            besloten = decide(
                staat, gebeurtenis, gebeurtenis.vastgelegd_door, gebeurtenis.vastgelegd_op, geimporteerd_op=nu
            )
        except Geweigerd as geweigerd:
            fouten += [Regelfout(regel, fout) for fout in geweigerd.fouten]
            besloten = (
                gebeurtenis  # what refers to it is judged as if it stood, so that one fault is one fault
            )
        staat = evolve(staat, besloten)
    if fouten or staat.regio is None:
        return Afgekeurd(casus, aantal, fouten)
    opgeslagen = [codec.codeer(gebeurtenis, staat.regio) for gebeurtenis in staat.gebeurtenissen]
    verzoek = hashlib.sha256(b"".join(map(invoer.regel, op_volgorde))).digest()
    opdracht = uuid5(_OPDRACHTEN, str(staat.id))
    try:
        gecodeerd = codeer(Toevoeging(opdracht, verzoek, opgeslagen))
    except ToevoegingOngeldig:
        te_groot = Fout("casus", "te-groot", "Deze casus is te groot om in één keer in te lezen.")
        return Afgekeurd(casus, aantal, [Regelfout(next(iter(op_volgorde)), te_groot)])
    return Goedgekeurd(casus, aantal, opdracht, verzoek, gecodeerd)


def _reeksfouten(op_volgorde: Mapping[int, Gebeurtenis], nu: datetime) -> Iterator[Regelfout]:
    vorige: Gebeurtenis | None = None
    for regel, gebeurtenis in op_volgorde.items():
        verwacht = 1 if vorige is None else vorige.volgnummer + 1
        if gebeurtenis.volgnummer != verwacht:
            zin = f"Hier wordt volgnummer {verwacht} verwacht: een casus telt 1, 2, 3 zonder gaten."
            yield Regelfout(regel, Fout("volgnummer", "gat-in-volgnummers", zin))
        if vorige is not None and gebeurtenis.vastgelegd_op < vorige.vastgelegd_op:
            zin = "Dit ligt vóór het vastleggen van de gebeurtenis ervoor."
            yield Regelfout(regel, Fout("vastgelegdOp", "vastgelegd-op-loopt-terug", zin))
        if gebeurtenis.vastgelegd_op > nu:
            zin = "Het vastleggen ligt in de toekomst."
            yield Regelfout(regel, Fout("vastgelegdOp", "vastgelegd-op-in-toekomst", zin))
        vorige = gebeurtenis
