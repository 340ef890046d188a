"""The shape of the answer about what waits for a party, for the OpenAPI document; see `answers`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from api.http.answers import Antwoord, BekendOp, Geciteerd
from api.http.answers_termijnen import Casustermijn, Volgende
from ledger.values import Partij
from projections.werk import Taak, Urgentie


class Werkaantal(Antwoord):
    """How much waits of one task with one urgency; never zero."""

    taak: Taak
    urgentie: Urgentie
    aantal: Annotated[int, Field(ge=1)]


class Werkregel(Casustermijn):
    """Something that waits: the term that asks for it, in which casus, and what has to be done."""

    taak: Taak
    urgentie: Urgentie
    wat: Annotated[str, Field(description="Wat er moet gebeuren, in woorden.")]


class WerklijstAntwoord(Geciteerd):
    """What waits for a party, by deadline, a page at a time; what has none comes last."""

    op: datetime
    bekend_op: BekendOp
    partij: Partij
    bijna_dagen: int
    aantallen: list[Werkaantal]
    resultaten: list[Werkregel]
    volgende: Volgende
