"""What a route says of itself in the OpenAPI document; `openapi` adds what is the same for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import UnionType
from typing import Any

from fastapi import Response
from pydantic import BaseModel

from api.http.examples import ADVIES, ADVIES_VASTGELEGD, HANDELINGEN, LICHAMEN, MELDING, VASTGELEGD

ETAG = {
    "description": "Het laatste volgnummer van de casus, tussen aanhalingstekens.",
    "schema": {"type": "string", "pattern": '^"[0-9]+"$'},
}

_BESCHRIJVING = {
    400: "Het verzoek kan niet worden verwerkt; elke fout wordt genoemd.",
    401: "Geen geldig token.",
    403: "De rol in het token mag dit niet.",
    404: "Niet gevonden.",
    409: "In strijd met wat anderen intussen vastlegden, of met een eerder verzoek onder deze sleutel.",
    412: "De casus is verder dan in If-Match staat.",
    413: "Het verzoek is te groot.",
    415: "Het verzoek is geen application/json.",
    429: "Te veel verzoeken van één medewerker.",
    500: "Er ging iets mis aan onze kant.",
    503: "Even niet beschikbaar, of nog niet bijgewerkt tot de gevraagde positie.",
}

_ALTIJD = (400, 401, 403, 429, 500, 503)


def antwoord(
    model: type[BaseModel] | UnionType | str, *fouten: int, etag: bool = False, openbaar: bool = False
) -> dict[str, Any]:
    """Document a route that reads: its answer, and which errors it has beside those of every route.

    `model` is a class (or a choice of them), or the name of a component that `openapi` makes. `openbaar` is
    for a route without token and query.
    """
    goed: dict[str, Any] = {"description": "Het antwoord."}
    if isinstance(model, str):
        goed["content"] = {"application/json": {"schema": {"$ref": f"#/components/schemas/{model}"}}}
    else:
        goed["model"] = model
    if etag:
        goed["headers"] = {"ETag": ETAG}
    altijd = (500, 503) if openbaar else _ALTIJD
    extra: dict[str, Any] = {"openapi_extra": {"security": []}} if openbaar else {}
    return {"response_model": None, "responses": {200: goed, **_fouten(*altijd, *fouten)}, **extra}


def bestand(
    mediatype: str, *fouten: int, openbaar: bool = False, koppen: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """Document a route that gives a file of this media type and not JSON; `koppen` are headers of its own."""
    inhoud = {mediatype: {"schema": {"type": "string", "contentMediaType": mediatype}}}
    altijd = (500, 503) if openbaar else _ALTIJD
    extra: dict[str, Any] = {"openapi_extra": {"security": []}} if openbaar else {}
    goed: dict[str, Any] = {"description": "Het bestand.", "content": inhoud}
    if koppen:
        goed["headers"] = {
            naam: {"description": tekst, "schema": {"type": "string"}} for naam, tekst in koppen.items()
        }
    return {
        "response_model": None,
        "response_class": Response,
        "responses": {200: goed, **_fouten(*altijd, *fouten)},
        **extra,
    }


def _fouten(*statussen: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"description": _BESCHRIJVING[status]} for status in sorted(statussen)}


def _schrijft(schema: str, voorbeelden: dict[str, Any], kop: dict[str, Any], *fouten: int) -> dict[str, Any]:
    """Document a route that records an act in a casus; `schema` is the component of its body."""
    vastgelegd = _vastgelegd("VastgelegdeGebeurtenis", VASTGELEGD)
    return _neemt_aan(schema, voorbeelden, {**vastgelegd, "headers": {"ETag": ETAG, **kop}}, *fouten)


def _vastgelegd(schema: str, voorbeeld: dict[str, Any]) -> dict[str, Any]:
    inhoud = {"schema": {"$ref": f"#/components/schemas/{schema}"}, "example": voorbeeld}
    return {"description": "De vastgelegde handeling.", "content": {"application/json": inhoud}}


def _neemt_aan(
    schema: str, voorbeelden: dict[str, Any], goed: dict[str, Any], *fouten: int
) -> dict[str, Any]:
    return {
        "response_model": None,
        "openapi_extra": {
            "requestBody": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"$ref": f"#/components/schemas/{schema}"},
                        "examples": {naam: {"value": waarde} for naam, waarde in voorbeelden.items()},
                    }
                },
            }
        },
        "responses": {201: goed, **_fouten(400, 401, 403, 409, 413, 415, 429, 500, 503, *fouten)},
    }


def neemt_aan(
    lichaam: type[BaseModel] | None, model: type[BaseModel], *fouten: int, status: int = 200
) -> dict[str, Any]:
    """Document a route that takes a step in what is no casus; `lichaam` is its body, None for none."""
    extra = {}
    if lichaam is not None:
        schema = {"$ref": f"#/components/schemas/{lichaam.__name__}"}
        voorbeelden = {"voorbeeld": {"value": LICHAMEN[lichaam.__name__]}}
        inhoud = {"application/json": {"schema": schema, "examples": voorbeelden}}
        extra = {"openapi_extra": {"requestBody": {"required": True, "content": inhoud}}}
    return {
        "response_model": None,
        "responses": {
            status: {"description": "Hoe het er nu mee staat.", "model": model},
            **_fouten(400, 401, 403, 413, 415, 429, 500, 503, *fouten),
        },
        **extra,
    }


CASUS_GEOPEND = _schrijft(
    "MeldingOntvangenAanmelding",
    {"melding": MELDING},
    {"Location": {"description": "De casus.", "schema": {"type": "string", "format": "uri-reference"}}},
)

GESCHIEDENIS = antwoord("GeschiedenisAntwoord", 404, etag=True)

HANDELING_VASTGELEGD = _schrijft("Aanmelding", HANDELINGEN, {}, 404, 412)

IN_REGISTER_VASTGELEGD = _neemt_aan(
    "Registeraanmelding", {"advies": ADVIES}, _vastgelegd("VastgelegdeRegisterhandeling", ADVIES_VASTGELEGD)
)

DATAVERWERKINGEN: dict[str, Any] = {
    "response_model": None,
    "responses": {
        200: {
            "description": "Eén JSON per regel.",
            "content": {"application/jsonl": {"schema": {"type": "string"}}},
            "headers": {
                "Zicht-Volgende": {
                    "description": "`na` voor de volgende bladzijde; ontbreekt op de laatste.",
                    "schema": {"type": "integer", "minimum": 1},
                }
            },
        },
        **_fouten(*_ALTIJD),
    },
}
"""A route that answers in lines of JSON."""
