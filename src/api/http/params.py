"""What may stand in a query, a path or a header, as types: each says what it takes and why it refuses.

A query is read strictly: a mistyped `bekendop` must not silently give the answer of today.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Annotated, Any, get_args
from uuid import UUID

from fastapi import APIRouter, Header, Path
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from api.http import VOORVOEGSEL
from api.http.zegel import VerzegeldeRoute
from ledger.values import LAATSTE_JAAR, VROEGSTE_JAAR, Id, Partij, SoortPartij

GROOTSTE_POSITIE = 2**63 - 1
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d{1,9})?([Zz]|[+-]\d\d:\d\d)", re.ASCII)
# `+` means a space in a query; between a time and an offset no other meaning is possible
_VERLOREN_PLUS = re.compile(r"(?<=\d) (?=\d\d:\d\d$)", re.ASCII)
_POSITIE = re.compile(r"\d{1,19}", re.ASCII)


def lees_moment(ruw: Any) -> datetime:
    """Read an instant with its offset; raises `PydanticCustomError` in words for who asked."""
    tekst = _VERLOREN_PLUS.sub("+", str(ruw))
    fout = PydanticCustomError(
        "geen-tijdstip",
        "Verwacht een tijdstip met offset, zoals 2020-03-02T09:00:00+01:00 (in een URL is + %2B).",
    )
    if _MOMENT.fullmatch(tekst) is None:
        raise fout
    try:
        moment = datetime.fromisoformat(tekst.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        raise fout from None
    if not VROEGSTE_JAAR <= moment.year <= LAATSTE_JAAR:
        raise PydanticCustomError(
            "jaar-buiten-bereik", f"Het jaar moet tussen {VROEGSTE_JAAR} en {LAATSTE_JAAR} liggen."
        )
    return moment


def _lees_kennis(ruw: Any) -> datetime | int:
    tekst = str(ruw)
    if _POSITIE.fullmatch(tekst) is None:
        return lees_moment(tekst)
    return _lees_positie(tekst)


def _lees_positie(ruw: Any) -> int:
    tekst = str(ruw)
    if _POSITIE.fullmatch(tekst) is None or int(tekst) > GROOTSTE_POSITIE:
        raise PydanticCustomError(
            "geen-positie", "Verwacht een positie in het grootboek: een geheel getal vanaf 0."
        )
    return int(tekst)


_MOMENT_SCHEMA = {"type": "string", "format": "date-time"}
_POSITIE_SCHEMA = {"type": "integer", "format": "int64", "minimum": 0, "maximum": GROOTSTE_POSITIE}

Moment = Annotated[datetime, BeforeValidator(lees_moment), WithJsonSchema(_MOMENT_SCHEMA)]
"""An instant with its offset; UTC from here on."""

Positie = Annotated[int, BeforeValidator(_lees_positie), WithJsonSchema(_POSITIE_SCHEMA)]
"""A position in the ledger; 0 is before everything."""

Kennis = Annotated[
    datetime | int,
    BeforeValidator(_lees_kennis),
    WithJsonSchema({"oneOf": [_MOMENT_SCHEMA, _POSITIE_SCHEMA]}),
]
"""K: up to which moment, or which position in the ledger, acts were known."""

Afsprakennaam = Id
"""The name of a set of agreements."""


def _lees_partij(ruw: Any) -> Partij:
    soort, _, naam = str(ruw).partition(":")
    try:
        return Partij.model_validate({"soort": soort, "id": naam})
    except ValidationError:
        raise PydanticCustomError(
            "geen-partij", "Verwacht soort:id van een partij, zoals lokaal-team:wijkteam-west."
        ) from None


Partijfilter = Annotated[
    Partij,
    BeforeValidator(_lees_partij),
    WithJsonSchema(
        {
            "type": "string",
            "pattern": f"^({'|'.join(get_args(SoortPartij))}):[A-Za-z0-9][A-Za-z0-9._-]{{0,63}}$",
        }
    ),
]
"""A party in a query: `soort:id`."""


class Vraag(BaseModel):
    """A query: camelCase keys, nothing unknown, and from which position on the answer must be."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    vanaf_positie: Annotated[
        Positie | None,
        Field(description="Wacht hoogstens enkele seconden tot het antwoord tot deze positie is bijgewerkt."),
    ] = None


BEKEND_OP = "Zoals bekend op dit tijdstip, of tot en met deze positie in het grootboek; zonder: nu."
OP = "Op dit tijdstip; zonder: nu."


def maak_router(pad: str, onderwerp: str) -> APIRouter:
    """Make the router of one subject, under `/v1`."""
    return APIRouter(
        prefix=f"{VOORVOEGSEL}{pad}",
        route_class=VerzegeldeRoute,
        tags=[onderwerp],
        generate_unique_id_function=lambda route: to_camel(route.name),
    )


CasusId = Annotated[UUID, Path(alias="casus", description="De casus, als UUID.")]


def _lees_etag(ruw: Any) -> int | None:
    tekst = str(ruw).strip()
    if tekst == "*":
        return None
    if (treffer := re.fullmatch(r'"(\d{1,9})"', tekst, re.ASCII)) is None:
        raise PydanticCustomError(
            "geen-etag",
            'Verwacht de ETag van de casus: het laatste volgnummer tussen aanhalingstekens, zoals "3".',
        )
    return int(treffer[1])


def _lees_sleutel(ruw: Any) -> str:
    tekst = str(ruw)
    if re.fullmatch(r"[!-~]{1,255}", tekst, re.ASCII) is None:
        raise PydanticCustomError("ongeldige-sleutel", "Verwacht 1 tot 255 tekens zonder spaties.")
    return tekst


IfMatch = Annotated[
    int | None,
    BeforeValidator(_lees_etag),
    WithJsonSchema({"type": "string", "pattern": r'^("[0-9]{1,9}"|\*)$'}),
    Header(
        alias="If-Match",
        description="De ETag van de casus zoals u hem kent; is de casus verder: 412.",
    ),
]

IdempotencyKey = Annotated[
    str | None,
    BeforeValidator(_lees_sleutel),
    WithJsonSchema({"type": "string", "pattern": "^[!-~]{1,255}$"}),
    Header(
        alias="Idempotency-Key",
        description="Een eigen kenmerk: met dezelfde sleutel wordt een verzoek één keer vastgelegd.",
    ),
]
