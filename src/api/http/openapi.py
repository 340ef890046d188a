"""The OpenAPI document: what FastAPI knows of the routes, and what is the same for all of them.

The acts come from the readers that also read the requests, so the document cannot promise another shape.
Held to the NL API Design Rules by their own ruleset, and to the running server by schemathesis.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from fastapi.openapi.utils import get_openapi
from pydantic import TypeAdapter
from pydantic.json_schema import models_json_schema
from starlette.routing import BaseRoute

from api.http import API_VERSIE, VOORVOEGSEL
from api.http.answers import Geschiedkundig, OpPositie, Probleem
from api.http.bodies import Noodaanvraag, Noodbeoordeling
from api.http.problems import PROBLEM_JSON, WACHT_S
from ledger.gebeurtenis import Aanmelding, Gebeurtenis, Registeraanmelding, Registerhandeling, lezer

_SCHEMA = "#/components/schemas/"
_REF_SJABLOON = _SCHEMA + "{model}"

CONTACT = {"name": "Beheer van Zicht", "email": "beheer@zicht.example", "url": "https://zicht.example"}

BESCHRIJVING = """\
Wie had zicht op veiligheid voor deze casus op tijdstip T, zoals bekend op tijdstip K, en waarom?

Handelingen worden vastgelegd en nooit gewijzigd; een vergissing wordt hersteld met een nieuwe handeling. Elk
antwoord zegt tot en met welke positie in het grootboek het is berekend (`positie`). Wie net iets heeft
vastgelegd, leest het terug met `vanafPositie`; wie later precies hetzelfde antwoord wil, vraagt het met die
positie als `bekendOp`. Of die positie al is verzegeld, en onder welk checkpoint, staat in de kopregels
`Zicht-Verzegeld` en `Zicht-Checkpoint`; wie vastlegt kan daarop wachten met `Prefer: wait=N`.
"""

ONDERWERPEN = {
    "casussen": "Handelingen vastleggen, en de geschiedenis van een casus.",
    "verantwoordelijkheid": "Van één casus: wie verantwoordelijk was, en waarom.",
    "verantwoordelijkheden": "Over casussen heen.",
    "termijnen": "Over casussen heen: wat wanneer klaar moest zijn, en wat ervan kwam.",
    "signalen": "Over casussen heen: waar van een norm is afgeweken.",
    "werklijst": "Over casussen heen: wat er op een partij wacht.",
    "overzichten": "Cijfers over een periode.",
    "registers": "Handelingen buiten een casus, per regio; zonder persoonsgegevens.",
    "rapporten": "Cijfers over alle casussen en over de registers.",
    "inzage": "Wie wat heeft bekeken.",
    "vernietiging": "Wat lang genoeg bewaard is.",
    "logboek": "Het verzegelde logboek: bewijzen voor wie ons niet hoeft te vertrouwen.",
    "noodtoegang": "Eén casus die buiten bereik is openen in nood, en wat ervan kwam.",
    "afspraken": "Waarnaar een casus wordt beoordeeld.",
    "gezondheid": "Hoe het met de dienst gaat.",
}


def maak_document(routes: Sequence[BaseRoute], publieke_url: str = "") -> dict[str, Any]:
    """Make the document of these routes; `publieke_url` is where others reach the API, without `/v1`."""
    document = get_openapi(
        title="Zicht",
        version=API_VERSIE,
        summary="Casusregister voor Veilig Thuis",
        description=BESCHRIJVING,
        license_info={"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        tags=[{"name": naam, "description": tekst} for naam, tekst in ONDERWERPEN.items()],
        servers=[{"url": f"{publieke_url.rstrip('/')}{VOORVOEGSEL}"}],
        routes=routes,
    )
    document["paths"] = {
        pad.removeprefix(VOORVOEGSEL): methoden for pad, methoden in document["paths"].items()
    }
    document["info"]["contact"] = CONTACT  # not through FastAPI, which asks for a library to check an address
    document["security"] = [{"token": []}]
    onderdelen = document["components"]
    onderdelen["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}}
    onderdelen["headers"] = _koppen()
    schemas = onderdelen["schemas"]
    for naam in ("HTTPValidationError", "ValidationError"):
        schemas.pop(naam, None)
    schemas |= _schemas_van_acten() | _schemas_om_acten()
    for operatie in _operaties(document):
        _werk_uit(operatie)
    for schema in schemas.values():
        _zonder_titels(schema)
    return document


def _operaties(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for methoden in document["paths"].values():
        yield from methoden.values()


def _koppen() -> dict[str, Any]:
    return {
        "ApiVersion": {
            "description": "De volledige versie van deze API.",
            "schema": {"type": "string"},
            "example": API_VERSIE,
        },
        "ZichtVerzegeld": {
            "description": "Bij een antwoord met een `positie`: of die is verzegeld (`ja` of `nee`).",
            "schema": {"type": "string", "enum": ["ja", "nee"]},
        },
        "ZichtCheckpoint": {
            "description": "Als het is verzegeld: naam van het logboek, grootte, en wortel in base64.",
            "schema": {"type": "string"},
        },
        "PreferenceApplied": {
            "description": "Bij `Prefer: wait=N`: op het zegel is gewacht, en het is er.",
            "schema": {"type": "string"},
            "example": "wait=5",
        },
        "RetryAfter": {
            "description": "Na hoeveel seconden het weer kan worden geprobeerd.",
            "schema": {"type": "integer", "minimum": 0},
            "example": WACHT_S,
        },
        "WwwAuthenticate": {"description": "Hoe zich aan te melden.", "schema": {"type": "string"}},
    }


def _werk_uit(operatie: dict[str, Any]) -> None:
    """Complete one operation: its errors are problems, and every answer names the version."""
    operatie["responses"].pop("422", None)
    for status, antwoord in operatie["responses"].items():
        koppen = antwoord.setdefault("headers", {})
        koppen["API-Version"] = {"$ref": "#/components/headers/ApiVersion"}
        if status in {"200", "201"}:
            koppen["Zicht-Verzegeld"] = {"$ref": "#/components/headers/ZichtVerzegeld"}
            koppen["Zicht-Checkpoint"] = {"$ref": "#/components/headers/ZichtCheckpoint"}
        if status == "201":
            koppen["Preference-Applied"] = {"$ref": "#/components/headers/PreferenceApplied"}
        if status == "401":
            koppen["WWW-Authenticate"] = {"$ref": "#/components/headers/WwwAuthenticate"}
        if status in {"429", "503"}:
            koppen["Retry-After"] = {"$ref": "#/components/headers/RetryAfter"}
        if status >= "400":
            antwoord["content"] = {PROBLEM_JSON: {"schema": {"$ref": f"{_SCHEMA}Probleem"}}}
    for parameter in operatie.get("parameters", ()):
        parameter["schema"] = _zonder_null(parameter["schema"])


def _zonder_null(schema: dict[str, Any]) -> dict[str, Any]:
    """Say that a parameter may be left out by leaving it out: null cannot be written in a query."""
    keuzes = [keuze for keuze in schema.get("anyOf", ()) if keuze != {"type": "null"}]
    rest = {naam: waarde for naam, waarde in schema.items() if naam not in {"anyOf", "title", "description"}}
    if len(keuzes) == 1:
        return {**keuzes[0], **rest}
    return {**rest, **({"anyOf": keuzes} if keuzes else {})}


def _zonder_titels(schema: dict[str, Any]) -> None:
    """Leave out what pydantic makes of a field's name: 'Gebeurdop' says less than gebeurdOp."""
    for veld in schema.get("properties", {}).values():
        veld.pop("title", None)


def _schemas_van_acten() -> dict[str, Any]:
    """Give the components of every act: as reported, as recorded, its open and its confidential part."""
    samen: dict[str, Any] = {}
    for naam, adapter in _LEZERS.items():
        ruw = json.dumps(adapter.json_schema(ref_template=_REF_SJABLOON))
        # classes of one name get a long one: `ledger__acts__melding__MeldingOntvangen__Vertrouwelijk`
        schema = json.loads(re.sub(r"ledger__acts__[a-z_]+?__([A-Z]\w*?)__([A-Z]\w*)", r"\1\2", ruw))
        samen |= schema["$defs"]
        verwijzingen = schema["oneOf"]
        samen[naam] = {
            "oneOf": verwijzingen,
            "discriminator": {
                "propertyName": "soort",
                "mapping": {_soort(een["$ref"], naam): een["$ref"] for een in verwijzingen},
            },
        }
    for naam, schema in samen.items():
        if naam.endswith(("Gebeurtenis", "Registerhandeling")) and "properties" in schema:
            del schema["additionalProperties"]  # an answer says more of it
    return samen


_LEZERS: Mapping[str, TypeAdapter[Any]] = {
    "Aanmelding": lezer(Aanmelding),
    "Gebeurtenis": lezer(Gebeurtenis),
    "Registeraanmelding": lezer(Registeraanmelding),
    "Registerhandeling": lezer(Registerhandeling),
}
"""The components that are one of all acts, and their readers."""


def _soort(verwijzing: str, achtervoegsel: str) -> str:
    return verwijzing.removeprefix(_SCHEMA).removesuffix(achtervoegsel)


def _schemas_om_acten() -> dict[str, Any]:
    """Give the answers that hold an act, and those that FastAPI did not see."""
    _, basis = models_json_schema(
        [
            (Geschiedkundig, "serialization"),
            (OpPositie, "serialization"),
            (Probleem, "serialization"),
            (Noodaanvraag, "validation"),
            (Noodbeoordeling, "validation"),
        ],
        ref_template=_REF_SJABLOON,
    )
    gebeurtenis = {"$ref": f"{_SCHEMA}Gebeurtenis"}
    regel = {"allOf": [gebeurtenis, {"$ref": f"{_SCHEMA}Geschiedkundig"}]}
    eigen = {
        "casus": {"type": "string", "format": "uuid"},
        "bekendOp": BEKEND_OP_SCHEMA,
        "gebeurtenissen": {"type": "array", "items": regel},
    }
    return {
        **basis["$defs"],
        "VastgelegdeGebeurtenis": {"allOf": [gebeurtenis, {"$ref": f"{_SCHEMA}OpPositie"}]},
        "VastgelegdeRegisterhandeling": {
            "allOf": [{"$ref": f"{_SCHEMA}Registerhandeling"}, {"$ref": f"{_SCHEMA}OpPositie"}]
        },
        "GeschiedenisAntwoord": {
            "allOf": [
                {"$ref": f"{_SCHEMA}OpPositie"},
                {"type": "object", "required": list(eigen), "properties": eigen},
            ]
        },
    }


BEKEND_OP_SCHEMA = {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "integer", "minimum": 0}]}
