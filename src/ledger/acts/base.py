"""What every act is: an open part (its own fields) and, beside it, a confidential part."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, ClassVar, Literal

from pydantic import Field, JsonValue, model_serializer

from ledger.values import Code, Deel, Partij, Persoon

Klasse = Literal["casus", "persoon", "melder"]
"""Whose key a confidential field is sealed with: of the casus, of one person in it, or of its melders."""


class VertrouwelijkDeel(Deel):
    """The confidential part of an act; without fields nothing confidential may be said.

    `klasse` says with whose key its fields are sealed, `behalve` for which fields that is another. The person
    is the one that the open part names; where it names none, the key is that of the casus.
    """

    klasse: ClassVar[Klasse] = "casus"
    behalve: ClassVar[Mapping[str, Klasse]] = {}


class Verdwenen(VertrouwelijkDeel):
    """In place of a confidential part that cannot be shown: in JSON one word instead of an object.

    `vernietigd`: its key was destroyed. `onleesbaar`: it does not open with its key, so it was tampered with
    or moved, or its key is missing.
    """

    waarom: Literal["vernietigd", "onleesbaar"]

    @model_serializer
    def als_woord(self) -> str:
        """Give the word that stands in place of the part."""
        return self.waarom


VERNIETIGD = Verdwenen(waarom="vernietigd")
ONLEESBAAR = Verdwenen(waarom="onleesbaar")


class DeelsVerdwenen(VertrouwelijkDeel):
    """A confidential part of which some fields cannot be shown: those hold the word, as in `Verdwenen`."""

    velden: dict[str, JsonValue]

    @model_serializer
    def als_velden(self) -> dict[str, JsonValue]:
        """Give the fields by their JSON names."""
        return self.velden


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
