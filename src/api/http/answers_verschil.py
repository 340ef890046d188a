"""The shapes of the answers that compare, for the OpenAPI document; see `answers`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from api.http.answers import Antwoord, BekendOp, Geciteerd, Geheel, StukAntwoord


class Oorzaak(Antwoord):
    """The act that made a difference."""

    volgnummer: Annotated[int, Field(ge=1)]
    soort: str
    gebeurd_op: datetime
    vastgelegd_op: datetime


class Onderscheid(Antwoord):
    """An interval in which the two answers differ, both pieces, and the acts that made the difference."""

    van: datetime
    tot: datetime | None
    a: StukAntwoord | None
    b: StukAntwoord | None
    oorzaken: list[Oorzaak]


class LezingOnderscheid(Antwoord):
    """An interval, what each reading makes of it, and the acts on which that rests."""

    van: datetime
    tot: datetime | None
    a: StukAntwoord | None
    b: StukAntwoord | None
    oorzaken: list[int]


class Parameterverschil(Antwoord):
    """A parameter in which two sets of agreements differ."""

    parameter: str
    a: Any
    b: Any


class Onderscheiden(BaseModel):
    """The intervals per lane."""

    model_config = ConfigDict(alias_generator=lambda naam: naam.replace("_", "-"))

    zicht: list[Onderscheid]
    directe_veiligheid: list[Onderscheid]
    monitoring: list[Onderscheid]
    casusregie: list[Onderscheid]
    initiatief_dwang: list[Onderscheid]


class VerschilAntwoord(Geciteerd):
    """Where two timelines of one casus differ: between two moments of knowledge, or between two readings."""

    casus: UUID
    van: BekendOp | None = None
    tot: BekendOp | None = None
    bekend_op: BekendOp | None = None
    afspraken_a: str
    afspraken_b: str
    parameters: Annotated[
        list[Parameterverschil], Field(description="Waarin de twee stellen afspraken verschillen.")
    ]
    banen: Onderscheiden


class CasusVerschil(Antwoord):
    """A casus in which two readings give different holders, and when."""

    casus: UUID
    verschillen: list[LezingOnderscheid]


class VergelekenAntwoord(Geciteerd):
    """The cases on this page that differ."""

    vergeleken: Annotated[Geheel, Field(description="Hoeveel casussen zijn vergeleken.")]
    onleesbaar: Annotated[list[UUID], Field(description="Casussen die niet te lezen zijn.")]
    resultaten: list[CasusVerschil]
    volgende: Annotated[UUID | None, Field(description="Geef dit mee als `na`; null op de laatste.")]


class LezingverschillenAntwoord(VergelekenAntwoord):
    """The cases in which two readings give different holders of zicht."""

    bekend_op: BekendOp
    afspraken_a: str
    afspraken_b: str
    parameters: list[Parameterverschil]


class KennisverschillenAntwoord(VergelekenAntwoord):
    """The cases of which later knowledge gives another holder of zicht."""

    van: BekendOp
    tot: BekendOp
