"""What every act is: an open part (its own fields) and, beside it, a confidential part."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field

from ledger.values import Code, Deel, Partij, Persoon


class VertrouwelijkDeel(Deel):
    """The confidential part of an act; without fields nothing confidential may be said."""


class Act(Deel):
    """An act that took place in a casus; its fields are the open part (`gegevens`).

    The stored name is the class name with the version: both are for ever.
    """

    versie: ClassVar[int] = 1
    Vertrouwelijk: ClassVar[type[VertrouwelijkDeel]] = VertrouwelijkDeel


class RegisterAct(Act):
    """An act outside any casus, in the register of a region; it has no confidential part."""


PartijOfPersoon = Partij | Persoon
PartijOfCode = Partij | Code

Fase = Literal["na-veiligheidsbeoordeling", "na-dienst", "naar-bescherming", "overig"]
"""When a handover takes place: §6.1, §6.2, bijlage 5, or anything else."""

SoortDienst = Literal["voorwaarden-en-vervolg", "onderzoek"]
"""The two diensten of Veilig Thuis; bijlage 3."""

Onderdeel = Literal[
    "naw",
    "contactgegevens",
    "overdrachtspartij",
    "melder",
    "samenvatting-melding",
    "grootste-zorg",
    "reactie-directbetrokkenen",
    "contact-geweest",
    "besluit-en-afwegingen",
    "verwachtingen",
    "advies-en-aandachtspunten",
    "verrijking",
    "verloop-betrokkenheid",
    "onveilige-situaties",
    "veiligheidsvoorwaarden",
    "aanvullende-afspraken",
    "beschermende-factoren",
    "afspraken-wie-doet-wat",
    "monitorfunctie",
    "bij-wie-gemonitord",
    "overzicht-directbetrokkenen",
]
"""Parts of an overdrachtsdocument; §6.1.4 and §6.2.4. Which are required is data of the agreements."""

ContraIndicatie = Literal[
    "anonieme-melder-niet-open",
    "acute-onveiligheid",
    "onderzoek-nodig",
    "geen-hulp-gewenst",
    "ernstig-letsel",
    "ongeboren-kind",
    "acute-psychiatrie",
    "ouderenmishandeling",
    "pcf",
    "vrouwelijke-genitale-verminking",
    "mensenhandel",
    "loverboy",
    "eergerelateerd-geweld",
    "seksueel-misbruik",
    "structureel-geweld",
    "stalking",
]
"""Why a casus cannot go directly to the lokaal team; §5.1."""

Planonderdeel = Literal[
    "vertaling-voorwaarden",
    "termijnen",
    "consequenties",
    "risicofactoren",
    "hulp-en-behandeling",
    "evaluatiemomenten",
]
"""Parts of a veiligheids-, hulpverlenings- en herstelplan; §7.2."""

Rol = Literal["kind", "ouder", "partner", "ex-partner", "oudere", "huisgenoot", "ongeboren-kind", "anders"]
Prioriteit = Annotated[int, Field(ge=0, le=1000)]
