"""The OpenAPI document: true, complete, and as the NL API Design Rules ask."""

import json
import re
import shutil
import subprocess
from pathlib import Path

import jsonschema_rs
import pytest
from tests.conftest import ontbreekt

from api.http import API_VERSIE
from api.http.app import ROUTERS
from api.http.examples import CASUS, HANDELINGEN, MELDING
from api.http.openapi import maak_document
from ledger.acts import CASUS_ACTEN

SPECTRAL = "@stoplight/spectral-cli@6.15.0"
REGELS = Path(__file__).resolve().parents[3] / "shared" / "linters" / "adr-linter.yaml"
ROUTES = [route for router in ROUTERS for route in router.routes]


@pytest.fixture(scope="module")
def document():
    return maak_document(ROUTES)


@pytest.fixture(scope="module")
def operaties(document):
    return {
        (methode.upper(), pad): operatie
        for pad, methoden in document["paths"].items()
        for methode, operatie in methoden.items()
    }


def valideert(document, naam):
    """Give a validator for one component of the document."""
    schema = {"$ref": f"#/components/schemas/{naam}", "components": document["components"]}
    return jsonschema_rs.validator_for(schema, validate_formats=True)


def test_every_route_is_documented_and_nothing_else(operaties):
    routes = {
        (methode, route.path.removeprefix("/v1").replace(":path", ""))
        for route in ROUTES
        if route.include_in_schema
        for methode in route.methods
    }

    assert set(operaties) == routes
    assert all(operatie["summary"] and operatie["description"] for operatie in operaties.values())


def test_every_answer_names_the_version_and_every_error_is_a_problem(document, operaties):
    assert document["info"]["version"] == API_VERSIE
    for operatie in operaties.values():
        assert "422" not in operatie["responses"]
        for status, antwoord in operatie["responses"].items():
            assert "API-Version" in antwoord["headers"]
            if status >= "400":
                assert list(antwoord["content"]) == ["application/problem+json"]
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])


def test_only_health_and_what_is_published_of_the_log_are_open(document, operaties):
    open_ = [sleutel for sleutel, operatie in operaties.items() if operatie.get("security") == []]

    assert document["security"] == [{"token": []}]
    assert open_ == [("GET", "/logboek/checkpoint"), ("GET", "/logboek/tile/{pad}"), ("GET", "/gezondheid")]


def test_every_act_is_there_as_reported_and_as_recorded(document):
    schemas = document["components"]["schemas"]

    for naam, act in CASUS_ACTEN.items():
        aanmelding = schemas[f"{naam}Aanmelding"]
        assert aanmelding["properties"]["soort"] == {"const": naam, "type": "string"}
        assert aanmelding["additionalProperties"] is False
        assert set(schemas[naam]["properties"]) == {veld.alias for veld in act.model_fields.values()}
    for geheel in ("Aanmelding", "Gebeurtenis"):
        assert set(schemas[geheel]["discriminator"]["mapping"]) == set(CASUS_ACTEN)
        assert len(schemas[geheel]["oneOf"]) == len(CASUS_ACTEN)


def test_the_names_of_components_are_words_in_upper_camel_case(document):
    namen = list(document["components"]["schemas"])

    assert [naam for naam in namen if not re.fullmatch(r"([A-Z][a-z0-9]*)+", naam)] == []


def test_every_reference_leads_somewhere(document):
    verwijzingen = set(re.findall(r'"#/components/(\w+)/([\w-]+)"', json.dumps(document)))

    assert verwijzingen
    assert [een for een in verwijzingen if een[1] not in document["components"][een[0]]] == []


def test_null_is_no_value_of_a_parameter(operaties):
    parameters = [een for operatie in operaties.values() for een in operatie.get("parameters", ())]

    assert {een["name"] for een in parameters} >= {"casus", "op", "bekendOp", "vanafPositie", "If-Match"}
    assert [een["name"] for een in parameters if '"null"' in json.dumps(een)] == []


def test_the_examples_fit_the_schemas_and_a_broken_one_does_not(document, operaties):
    for operatie in operaties.values():
        for inhoud in operatie.get("requestBody", {}).get("content", {}).values():
            naam = inhoud["schema"]["$ref"].rsplit("/", 1)[1]
            for voorbeeld in inhoud.get("examples", {}).values():
                valideert(document, naam).validate(voorbeeld["value"])
        for antwoord in operatie["responses"].values():
            for inhoud in antwoord.get("content", {}).values():
                if "example" in inhoud:
                    naam = inhoud["schema"]["$ref"].rsplit("/", 1)[1]
                    valideert(document, naam).validate(inhoud["example"])
    assert not valideert(document, "Aanmelding").is_valid({**MELDING, "gebeurdOp": "gisteren"})
    assert not valideert(document, "MeldingOntvangenAanmelding").is_valid(HANDELINGEN["overdracht"])


def test_the_examples_work_one_after_the_other(api):
    casus = api.http.post("/casussen", json=MELDING).json()["casus"]

    for voorbeeld in HANDELINGEN.values():
        api.meld(casus, voorbeeld)

    assert casus != CASUS


def test_the_document_is_open_to_everybody_and_to_pages_from_elsewhere(api):
    verzoek = api.http.build_request("GET", "/openapi.json")
    del verzoek.headers["Authorization"]

    antwoord = api.http.send(verzoek)

    assert antwoord.status_code == 200
    assert antwoord.headers["Access-Control-Allow-Origin"] == "*"
    assert antwoord.headers["Content-Type"] == "application/json"
    assert antwoord.json()["servers"] == [{"url": "/v1"}]


def test_the_document_says_where_others_reach_the_api():
    assert maak_document(ROUTES, "https://zicht.example/")["servers"] == [{"url": "https://zicht.example/v1"}]


# --- the ruleset of the NL API Design Rules ---------------------------------------------------------------


def spectral(document, plaats: Path) -> subprocess.CompletedProcess:
    """Lint a document with the ruleset; exit code 1 says that it found an error."""
    bestand = plaats / "openapi.json"
    bestand.write_text(json.dumps(document), encoding="utf-8")
    return subprocess.run(
        ["npx", "--yes", SPECTRAL, "lint", "--fail-severity", "warn", "--ruleset", REGELS, bestand],
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
        cwd=plaats,
    )


@pytest.fixture(scope="module")
def _met_spectral(tmp_path_factory):
    if not REGELS.is_file():
        ontbreekt("de regels van de NL API Design Rules staan niet naast dit project (../shared/linters)")
    if shutil.which("npx") is None:
        ontbreekt("npx ontbreekt: apt-get install nodejs npm")
    plaats = tmp_path_factory.mktemp("spectral")
    opgehaald = subprocess.run(
        ["npx", "--yes", SPECTRAL, "--version"], capture_output=True, text=True, check=False, cwd=plaats
    )
    if opgehaald.returncode != 0:
        ontbreekt(f"Spectral is niet op te halen: {opgehaald.stderr[-200:]}")


@pytest.mark.usefixtures("_met_spectral")
def test_the_ruleset_finds_nothing(document, tmp_path):
    gevonden = spectral(document, tmp_path)

    assert gevonden.returncode == 0, gevonden.stdout + gevonden.stderr


@pytest.mark.usefixtures("_met_spectral")
def test_the_ruleset_finds_what_we_break(document, tmp_path):
    stuk = json.loads(json.dumps(document))
    del stuk["info"]["contact"]
    stuk["paths"]["/casussen"]["post"]["responses"]["201"]["headers"].pop("API-Version")

    gevonden = spectral(stuk, tmp_path)

    assert gevonden.returncode == 1
    assert "info-contact" in gevonden.stdout
    assert "nlgov:missing-version-header" in gevonden.stdout
