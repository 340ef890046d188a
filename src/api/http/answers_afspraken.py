"""The shapes of the answers about agreements, for the OpenAPI document."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field

from api.http.answers import Antwoord


class AfsprakenKop(Antwoord):
    """What a set of agreements is."""

    naam: str
    titel: str
    bron: str
    geldig_vanaf: date
    regios: Annotated[
        list[str],
        Field(description="Van welke regio's het de casussen beoordeelt; * is elke andere, leeg een lezing."),
    ]


class AfsprakenLijst(Antwoord):
    """The sets of agreements."""

    resultaten: list[AfsprakenKop]


class AfsprakenParameter(Antwoord):
    """A parameter and the sentence that it reads."""

    groep: Literal["lezingen", "termijnen", "documenten"]
    naam: str
    waarde: Any
    mogelijk: Annotated[list[str], Field(description="De waarden die deze lezing kan hebben.")]
    zin: Annotated[str, Field(description="De zin uit de bron, met de paragraaf.")]


class AfsprakenAntwoord(AfsprakenKop):
    """A set of agreements, every parameter."""

    parameters: list[AfsprakenParameter]
