"""How the service tells that it is well, and when it is not."""

import json
import time

import psycopg
import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import VT, Niets, melding

from api.http import gezondheid
from api.http.app import maak_app
from api.tokens import maak_ontwikkeltoken
from ledger.clock import Systeemklok
from ledger.gebeurtenis import lees_aanmelding
from ledger.settings import OngeldigeInstellingen, lees_instellingen
from ledger.values import Actor


def vraag(http):
    """Ask without a token."""
    verzoek = http.build_request("GET", "http://zicht.example/gezondheid")
    verzoek.headers.pop("Authorization", None)
    return http.send(verzoek)


def test_a_service_that_is_well_says_so_to_anybody(verse_api):
    act = verse_api.http.post("/casussen", json=melding(), headers={"Prefer": "wait=10"}).json()
    verse_api.lees("/verantwoordelijkheden", vanaf=act)

    antwoord = vraag(verse_api.http)

    assert antwoord.status_code == 200
    assert antwoord.json() == {
        "status": "goed",
        "database": "goed",
        "migraties": "bijgewerkt",
        "rechten": "bewaakt",
        "leesmodel": {
            "positie": 1,
            "achterstand": 0,
            "achterstandSeconden": 0.0,
            "geparkeerd": 0,
            "oudsteGeparkeerdSeconden": 0.0,
        },
        "verzegeling": {"status": "goed", "grootte": 1, "achterstand": 0, "achterstandSeconden": 0.0},
    }


def test_a_read_model_that_is_too_far_behind_is_told(database, tmp_path, monkeypatch):
    instellingen = lees_instellingen(database_url=database.app, data_dir=tmp_path)
    with TestClient(maak_app(instellingen, achtergrond=Niets())) as http:
        vastlegger = http.app.state.diensten.vastlegger
        assert vraag(http).status_code == 200
        wie = Actor(medewerker="mw-1", organisatie=VT, rol="medewerker-vt")
        vastlegger.open_casus(lees_aanmelding(json.dumps(melding())), wie)
        net = vraag(http)
        monkeypatch.setattr(gezondheid, "LANGSTE_ACHTERSTAND_S", 0.0)
        lang = vraag(http)

    assert (net.status_code, net.json()["leesmodel"]["achterstand"]) == (200, 1)
    assert (lang.status_code, lang.json()["code"]) == (503, "verstoord")
    assert lang.json()["kwalen"] == ["leesmodel-achter"]
    assert lang.json()["leesmodel"]["achterstand"] == 1
    assert lang.headers["Content-Type"] == "application/problem+json"


def test_a_database_without_migrations_is_told(lege_database, tmp_path):
    instellingen = lees_instellingen(database_url=lege_database.eigenaar, data_dir=tmp_path)

    with TestClient(maak_app(instellingen, achtergrond=Niets())) as http:
        antwoord = vraag(http)

    assert antwoord.status_code == 503
    assert antwoord.json()["kwalen"] == ["migraties-achter"]


def test_a_database_that_was_migrated_further_is_told(verse_api, database):
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute(
            "INSERT INTO migratie.toegepast (nummer, bestand, sha256) VALUES (9999, '9999_later.sql', '')"
        )

    antwoord = vraag(verse_api.http)

    assert (antwoord.status_code, antwoord.json()["kwalen"]) == (503, ["migraties-passen-niet"])


def test_a_service_without_its_database_starts_and_says_what_is_wrong(tmp_path):
    nergens = f"host={tmp_path} user=zicht_app dbname=zicht connect_timeout=1"
    instellingen = lees_instellingen(database_url=nergens, data_dir=tmp_path)

    with TestClient(maak_app(instellingen, achtergrond=Niets())) as http:
        begin = time.monotonic()
        antwoord = vraag(http)
        duur = time.monotonic() - begin
        wie = Actor(medewerker="mw-1", organisatie=VT, rol="medewerker-vt")
        token = maak_ontwikkeltoken(instellingen, wie, Systeemklok())
        lezen = http.get("/v1/verantwoordelijkheden", headers={"Authorization": f"Bearer {token}"})

    assert (antwoord.status_code, antwoord.json()["kwalen"]) == (503, ["database-onbereikbaar"])
    assert duur < 3
    assert (lezen.status_code, lezen.json()["code"]) == (503, "database-onbereikbaar")
    assert str(tmp_path) not in lezen.text


@pytest.mark.parametrize(
    "instellingen",
    [
        {},
        {"database_url": "dbname=x", "omgeving": "productie"},
        {"database_url": "dbname=x", "jwks_url": "http://a.example"},
    ],
    ids=["no database", "production without issuer", "keys over an open line"],
)
def test_settings_that_do_not_fit_are_refused_before_anything_starts(tmp_path, instellingen):
    with pytest.raises(OngeldigeInstellingen):
        maak_app(lees_instellingen(data_dir=tmp_path, **instellingen))
