"""What a field of a form is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Veldsoort = Literal[
    "groep",  # fields that belong together
    "partij",  # the same, for a party: soort and id
    "rijen",  # the same several times: `pad.0.naam`, `pad.1.naam` …; empty rows are left out
    "teksten",  # rows of an id and its words
    "lijst",  # one on a line
    "keuze",
    "meerkeuze",
    "ja-nee",
    "verwijzing",  # a party (soort:id), or another thing that `element` names
    "code",
    "tekst",
    "lange-tekst",
    "geheel",
    "getal",
    "datum",
    "tijdstip",  # local time, as a field for date and time writes it
    "uuid",
    "json",
]

Element = Literal["code", "datum", "partij", "partij-of-persoon", "partij-of-code"]
"""What stands on a line of a list, or in a reference."""

JA, NEE = "ja", "nee"


@dataclass(frozen=True, slots=True)
class Keuze:
    """One of a number of codes, and how it is called."""

    waarde: str
    label: str


@dataclass(frozen=True, slots=True)
class Veld:
    """A field: `pad` is the name under which it is posted, and the path by which a fault names it.

    `velden` are those of a group, a party or a row; in a row their `pad` is only their own name.
    """

    pad: str
    soort: Veldsoort
    label: str
    hulp: str = ""
    verplicht: bool = False
    keuzes: tuple[Keuze, ...] = ()
    velden: tuple[Veld, ...] = ()
    element: Element | None = None

    @property
    def vertrouwelijk(self) -> bool:
        """Whether what is typed here is only for who may see confidential parts."""
        return self.pad.startswith("vertrouwelijk.")


@dataclass(frozen=True, slots=True)
class Formulier:
    """The form of one act."""

    soort: str
    titel: str
    hulp: str
    velden: tuple[Veld, ...]
