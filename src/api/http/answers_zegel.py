"""The shapes of the answers about the seal, for the OpenAPI document."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from api.http.answers import Antwoord, Geheel

_Base64 = Annotated[str, Field(description="Een SHA-256-hash in base64.")]
_Notitie = Annotated[str, Field(description="Het laatste checkpoint, als ondertekende notitie.")]


class InsluitingAntwoord(Antwoord):
    """That the leaf at `index` (from 0) stands in the log of `grootte` leaves."""

    index: Geheel
    grootte: Annotated[int, Field(ge=1)]
    bewijs: list[_Base64]
    checkpoint: _Notitie


class SamenhangAntwoord(Antwoord):
    """That the log of `tot` leaves only adds to that of `van`."""

    van: Annotated[int, Field(ge=1)]
    tot: Annotated[int, Field(ge=1)]
    bewijs: list[_Base64]
    checkpoint: _Notitie


class Zegelstand(Antwoord):
    """How far the seal is behind the ledger."""

    status: Annotated[
        Literal["goed", "staat-stil"],
        Field(description="`staat-stil`: er is iets gevonden waar een mens naar moet kijken; zie `code`."),
    ]
    grootte: Annotated[Geheel, Field(description="Tot en met welke positie is verzegeld en gepubliceerd.")]
    achterstand: Annotated[Geheel, Field(description="In gebeurtenissen.")]
    achterstand_seconden: Annotated[float, Field(ge=0)]
    code: Annotated[str | None, Field(description="Waarom het verzegelen stilstaat.")] = None
