"""The service looks at the rights in its database before it answers anybody."""

import json
from datetime import timedelta

import psycopg
import pytest
from fastapi.testclient import TestClient
from tests.api.conftest import VT
from tests.api.conftest import Testklok as Klok
from tests.scenarios.programma import zicht_hier

from api.http.app import maak_app
from api.http.zelfcontrole import RechtenWijkenAf
from api.sleutels import ontwikkelsleutel
from api.tokens import maak_ontwikkeltoken
from ledger.settings import lees_instellingen
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.values import Actor

# what differs between versions is what the snapshot is, and that is tested below the service
pytestmark = pytest.mark.parametrize("server", ["postgresql-18"], indirect=True)

INGREEP = "GRANT UPDATE ON ledger.gebeurtenissen TO zicht_lezer"
HERSTEL = "REVOKE UPDATE ON ledger.gebeurtenissen FROM zicht_lezer"


def beheer(database, opdracht):
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute(opdracht)


@pytest.fixture
def productie(database, tmp_path):
    """Settings of production, whose issuer signs with a key that the test has too."""
    sleutel = ontwikkelsleutel(tmp_path)
    jwks = tmp_path / "jwks.json"
    jwks.write_text(json.dumps({"keys": [sleutel.as_dict(private=False)]}))
    sleutels = Sleutelbestand(tmp_path / "hoofdsleutels")
    sleutels.maak()
    return lees_instellingen(
        omgeving="productie",
        hoofdsleutel_bestand=tmp_path / "hoofdsleutels",
        database_url=database.app,
        data_dir=tmp_path,
        verzegelt=False,
        jwks_bestand=jwks,
        zegel_oorsprong="zicht.example/log",
        token_issuer="https://inloggen.example",  # noqa: S106 — a name
    )


def koppen(tmp_path, klok):
    hier = lees_instellingen(data_dir=tmp_path, token_issuer="https://inloggen.example")  # noqa: S106 — a name
    wie = Actor(medewerker="mw-1", organisatie=VT, rol="medewerker-vt")
    return {"Authorization": f"Bearer {maak_ontwikkeltoken(hier, wie, klok, timedelta(hours=1))}"}


def test_in_production_it_serves_a_database_that_is_as_it_should_be(productie, tmp_path):
    klok = Klok()
    with TestClient(maak_app(productie, klok=klok)) as http:
        antwoord = http.get("/v1/verantwoordelijkheden", headers=koppen(tmp_path, klok))

    assert antwoord.status_code == 200, antwoord.text


@pytest.mark.parametrize("ingreep", [INGREEP, "ALTER EVENT TRIGGER zicht_bewaakt_drop DISABLE"])
def test_in_production_it_does_not_start_on_a_database_with_other_rights(productie, database, ingreep):
    beheer(database, ingreep)

    with pytest.raises(RechtenWijkenAf), TestClient(maak_app(productie)):
        pass


def test_what_changes_while_it_serves_is_noticed_and_stops_it(productie, database, tmp_path, monkeypatch):
    klok = Klok()
    monkeypatch.setattr("api.http.zelfcontrole._HOUDBAAR_S", 0.0)
    with TestClient(maak_app(productie, klok=klok)) as http:
        beheer(database, INGREEP)
        antwoord = http.get("/v1/verantwoordelijkheden", headers=koppen(tmp_path, klok))
        gezond = http.get("/gezondheid")
        beheer(database, HERSTEL)
        hersteld = http.get("/v1/verantwoordelijkheden", headers=koppen(tmp_path, klok))

    assert (antwoord.status_code, antwoord.json()["code"]) == (503, "rechten-wijken-af")
    assert (gezond.status_code, gezond.json()["kwalen"]) == (503, ["rechten-wijken-af"])
    assert hersteld.status_code == 200


def test_a_superuser_as_application_is_refused_in_production(productie, database):
    adres = type(productie.database_url)(database.eigenaar)

    with (
        pytest.raises(RechtenWijkenAf),
        TestClient(maak_app(productie.model_copy(update={"database_url": adres}))),
    ):
        pass


def test_in_development_it_serves_and_tells(database, tmp_path, caplog):
    beheer(database, INGREEP)
    with TestClient(maak_app(lees_instellingen(database_url=database.app, data_dir=tmp_path))) as http:
        antwoord = http.get("/gezondheid")

    assert antwoord.json()["kwalen"] == ["rechten-wijken-af"]
    assert "+ tabel ledger.gebeurtenissen: zicht_lezer mag UPDATE" in caplog.text


def test_without_guards_it_serves_and_says_so(productie, database):
    beheer(database, "DROP SCHEMA wacht CASCADE")
    with TestClient(maak_app(productie)) as http:
        antwoord = http.get("/gezondheid")

    assert (antwoord.status_code, antwoord.json()["rechten"]) == (200, "onbewaakt")


def test_the_command_names_every_difference(database, monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_DATABASE_URL", database.app)
    goed = zicht_hier(capfdbinary, "rechten")
    beheer(database, INGREEP)
    fout = zicht_hier(capfdbinary, "rechten")

    assert (goed.code, goed.uit) == (0, b"De rechten zijn zoals ze horen te zijn.\n")
    assert (fout.code, fout.uit.decode().splitlines()) == (
        1,
        [
            "+ tabel ledger.gebeurtenissen: zicht_lezer mag UPDATE",
        ],
    )
