"""The shape of the answer on how the service is."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.http.answers import Antwoord, Geheel
from api.http.answers_zegel import Zegelstand


class Leesmodelstand(Antwoord):
    """How far the read model is behind the ledger, and how many cases wait for repair."""

    positie: Geheel
    achterstand: Annotated[Geheel, Field(description="In gebeurtenissen.")]
    achterstand_seconden: Annotated[float, Field(ge=0)]
    geparkeerd: Annotated[Geheel, Field(description="Casussen die stilstaan en wachten op herstel.")]
    oudste_geparkeerd_seconden: Annotated[float, Field(ge=0)]


class GezondheidAntwoord(Antwoord):
    """How the service is."""

    status: Literal["goed"]
    database: Literal["goed"]
    migraties: Literal["bijgewerkt"]
    rechten: Annotated[
        Literal["bewaakt", "onbewaakt"],
        Field(
            description="onbewaakt: geen superuser migreerde, dus DROP en ALTER worden niet tegengehouden."
        ),
    ]
    leesmodel: Leesmodelstand
    verzegeling: Zegelstand
