"""Acts outside a casus, in the register of a region (000, 001, 004, §6.5); none can point at a person."""

from __future__ import annotations

from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from ledger.acts.base import RegisterAct
from ledger.values import Code, Datum, Id, Partij

Plustaak = Literal["voorlichting", "deskundigheidsbevordering", "samenwerking-sociale-teams"]


class AdviesGegeven(RegisterAct):
    """Veilig Thuis gave advice; counted without personal data, for which it has no ground (002)."""

    advies: Id
    datum: Datum
    vrager: Literal["directbetrokkene", "professional", "omstander", "anders"]
    gemeente: Code
    vormen: tuple[Code, ...]


class PlustakenAfgenomen(RegisterAct):
    """A gemeente bought plustaken for a period (000, 001)."""

    gemeente: Code
    van: Datum
    tot: Datum
    plustaken: tuple[Plustaak, ...]
    bedrag_cent: Annotated[int, Field(ge=0)]


class PlustaakActiviteitGeregistreerd(RegisterAct):
    """An activity under a plustaak took place."""

    gemeente: Code
    plustaak: Plustaak
    datum: Datum
    doelgroep: Code
    deelnemers: Annotated[int, Field(ge=0)]
    uren: Annotated[int | float, Field(ge=0, allow_inf_nan=False)]
    casus: UUID | None = None


class PlustakenGeevalueerd(RegisterAct):
    """The plustaken of a period were evaluated and decided on."""

    gemeente: Code
    van: Datum
    tot: Datum
    besluit: Literal["voortzetten", "aanpassen", "stoppen"]


class GemeenteGeinformeerd(RegisterAct):
    """The gemeente was told that a party repeatedly falls short (§6.5)."""

    bericht: Id
    gemeente: Code
    over: Partij
    aanleiding: Code


class GemeenteGereageerd(RegisterAct):
    """The gemeente said which steps it takes; due within six weeks (§6.5)."""

    bericht: Id
    stappen: tuple[Code, ...]
