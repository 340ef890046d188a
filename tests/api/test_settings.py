import os
import subprocess
import sys
from pathlib import Path

import pytest

from ledger.settings import Instellingen, OngeldigeInstellingen, lees_instellingen


@pytest.fixture(autouse=True)
def _zonder_instellingen(monkeypatch):
    for naam in list(os.environ):
        if naam.startswith("ZICHT_"):
            monkeypatch.delenv(naam)


def test_without_anything_set_zicht_is_for_development_on_this_machine_only():
    instellingen = lees_instellingen()

    assert (instellingen.omgeving, instellingen.host, instellingen.poort) == (
        "ontwikkeling",
        "127.0.0.1",
        8000,
    )
    assert instellingen.database_url is None
    assert instellingen.ontwikkelt_zelf
    instellingen.keur()


def test_what_is_given_by_name_wins_over_the_environment_and_none_does_not(monkeypatch):
    monkeypatch.setenv("ZICHT_POORT", "8001")
    monkeypatch.setenv("ZICHT_HOST", "10.0.0.1")

    instellingen = lees_instellingen(poort=9000, host=None)

    assert (instellingen.poort, instellingen.host) == (9000, "10.0.0.1")


def test_every_setting_that_cannot_be_used_is_named_at_once_and_no_value_is(monkeypatch):
    monkeypatch.setenv("ZICHT_POORT", "kanarie")
    monkeypatch.setenv("ZICHT_OMGEVING", "kanarie")
    monkeypatch.setenv("ZICHT_OMGEVNG", "kanarie")

    with pytest.raises(OngeldigeInstellingen) as fout:
        lees_instellingen()

    for naam in ("ZICHT_POORT", "ZICHT_OMGEVING", "ZICHT_OMGEVNG"):
        assert naam in str(fout.value)
    assert "kanarie" not in str(fout.value)


def test_a_mistyped_variable_is_refused_and_one_of_another_program_is_not(monkeypatch):
    monkeypatch.setenv("ANDERS_POORT", "1")
    lees_instellingen()
    monkeypatch.setenv("ZICHT_PORT", "1")

    with pytest.raises(OngeldigeInstellingen, match="ZICHT_PORT: deze instelling is niet bekend"):
        lees_instellingen()


def test_a_password_in_an_address_is_not_shown():
    instellingen = lees_instellingen(
        database_url="postgresql://u:kanarie@h/d", migratie_url="password=kanarie"
    )

    assert "kanarie" not in repr(instellingen)
    assert "kanarie" not in str(instellingen)
    assert instellingen.database_url.get_secret_value() == "postgresql://u:kanarie@h/d"


PRODUCTIE = {
    "omgeving": "productie",
    "database_url": "dbname=zicht",
    "token_issuer": "https://inloggen.example",
    "jwks_url": "https://inloggen.example/jwks",
    "zegel_oorsprong": "zicht.example/grootboek",
    "hoofdsleutel_bestand": Path("hoofdsleutels"),
}


def test_production_with_its_own_database_and_issuer_is_fine_and_makes_no_tokens():
    instellingen = lees_instellingen(**PRODUCTIE)

    instellingen.keur()
    assert not instellingen.ontwikkelt_zelf


@pytest.mark.parametrize(
    ("zonder", "gemist"),
    [
        ("database_url", "ZICHT_DATABASE_URL"),
        ("token_issuer", "ZICHT_TOKEN_ISSUER"),
        ("jwks_url", "ZICHT_JWKS"),
        ("zegel_oorsprong", "ZICHT_ZEGEL_OORSPRONG"),
        ("hoofdsleutel_bestand", "ZICHT_HOOFDSLEUTEL_BESTAND"),
    ],
)
def test_production_refuses_what_is_only_for_development(zonder, gemist):
    instellingen = lees_instellingen(**{naam: waarde for naam, waarde in PRODUCTIE.items() if naam != zonder})

    with pytest.raises(OngeldigeInstellingen, match=gemist):
        instellingen.keur()


def test_keys_come_from_one_place():
    with pytest.raises(OngeldigeInstellingen, match="niet allebei"):
        lees_instellingen(jwks_url="https://a.example", jwks_bestand="b").keur()


def test_every_setting_can_be_given_in_the_environment():
    omgeving = {f"ZICHT_{naam.upper()}": "" for naam in Instellingen.model_fields}

    gelezen = subprocess.run(
        [sys.executable, "-c", "from ledger.settings import lees_instellingen; lees_instellingen()"],
        env={**os.environ, **omgeving},
        check=False,
    )

    assert gelezen.returncode == 0, "a variable that is there and empty is a variable that is not there"
