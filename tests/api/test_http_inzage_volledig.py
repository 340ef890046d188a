"""The read log is complete: whatever is asked in whatever order, and whatever breaks in between."""

import os
import random
import re
import signal
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import httpx2
import psycopg
import pytest
from tests.api.conftest import VT, WEST, _adres, bevestiging, overdracht
from tests.api.test_http_inzage import LEZEND, ROL, UUIDS, vraag

from ledger.store.inzage.lezen import Inzagelezer, open_inzagepool

STERFT = Path(__file__).with_name("sterft.py")


def regels(api, na=0):
    return api.http.app.state.diensten.inzagelezer.na(na, 10_000)


@pytest.fixture
def dossiers(api):
    """Five cases, one further than the other."""
    gemaakt = []
    for stap in range(5):
        laatste = api.open()
        for act in (overdracht(), bevestiging())[: stap % 3]:
            laatste = api.meld(laatste["casus"], act)
        aanvraag = {"casus": laatste["casus"], "minuten": 5, "reden": "Omdat het moet."}
        noodtoegang = api.http.post("/noodtoegangen", json=aanvraag).json()["noodtoegang"]
        gemaakt.append(laatste | {"noodtoegang": noodtoegang})
    api.lees("/verantwoordelijkheden", vanaf=gemaakt[-1])
    return gemaakt


@pytest.mark.parametrize("zaad", range(3))
def test_every_answer_that_named_a_casus_has_its_line_and_there_is_no_line_without_an_answer(
    api, dossiers, zaad
):
    kans = random.Random(zaad)  # noqa: S311 — the same session each time
    rollen = [
        "medewerker-vt",
        "medewerker-lokaal-team",
        "inspecteur",
        "auditor",
        "privacyfunctionaris",
        "beheerder",
    ]
    eerder = regels(api)
    gekregen = {}
    for _ in range(60):
        naam, pad = kans.choice(LEZEND)
        dossier = kans.choice(dossiers)
        if kans.random() < 0.2:
            dossier = dossier | {"casus": str(UUID(int=kans.getrandbits(128), version=4))}
        adres, params = vraag(naam, pad, dossier)
        if kans.random() < 0.1:
            params = params | {"onzin": "1"}
        rol = ROL.get(naam, kans.choice(rollen)) if kans.random() < 0.8 else kans.choice(rollen)
        koppen = api.als(rol, kans.choice([VT, WEST]), f"mw-{kans.randrange(3)}")
        if kans.random() < 0.1:
            koppen = {"Authorization": "Bearer onzin"}
        antwoord = api.http.get(adres, params=params, headers=koppen)
        gekregen[antwoord.headers["Zicht-Verzoek"]] = (naam, antwoord)

    bekend = {een["casus"] for een in dossiers}
    geschreven = {str(een.regel.verzoek): een.regel for een in regels(api, eerder[-1].positie)}
    met_regel = {
        verzoek
        for verzoek, (naam, antwoord) in gekregen.items()
        if antwoord.status_code != 401 and naam in NAMEN
    }
    assert set(geschreven) == met_regel
    for verzoek in met_regel:
        naam, antwoord = gekregen[verzoek]
        regel = geschreven[verzoek]
        assert (regel.actie, regel.status) == (naam, antwoord.status_code)
        genoemd = set(UUIDS.findall(antwoord.text)) & bekend
        assert genoemd <= {str(casus) for casus in regel.getoond.casussen}


NAMEN = {naam for naam, _ in LEZEND}


def test_the_log_away_means_no_answer_and_back_again_means_answers(api, dossiers):
    """The database takes no new connections and the log lost its own; those that read are still there."""
    pad = f"/casussen/{dossiers[0]['casus']}/tijdlijn"
    assert api.http.get(pad).status_code == 200
    naam = re.search(r"dbname=(\S+)", api.eigenaar)[1]
    beheer = re.sub(r"dbname=\S+", "dbname=postgres", api.eigenaar)
    with psycopg.connect(beheer, autocommit=True) as baas:
        baas.execute(f"ALTER DATABASE {naam} ALLOW_CONNECTIONS false")
        try:
            baas.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
                "WHERE datname = %s AND application_name = 'zicht inzage'",
                [naam],
            )
            zonder = api.http.get(pad)
        finally:
            baas.execute(f"ALTER DATABASE {naam} ALLOW_CONNECTIONS true")

    assert (zonder.status_code, zonder.json()["code"]) == (503, "inzage-niet-vastgelegd")
    assert dossiers[0]["casus"] not in zonder.text
    assert api.http.get(pad).status_code == 200


@pytest.mark.parametrize(("wanneer", "regels_erbij"), [("voor", 0), ("na", 1)])
def test_killed_around_the_line_nobody_gets_an_answer_without_one(database, tmp_path, wanneer, regels_erbij):
    """The process dies just before or just after the line is durable; the answer was ready."""
    omgeving = os.environ | {
        "ZICHT_DATABASE_URL": database.app,
        "ZICHT_DATA_DIR": str(tmp_path / "data"),
        "STERFT": wanneer,
    }
    log = tmp_path / "log"
    with (
        log.open("wb") as uit,
        subprocess.Popen(
            [sys.executable, STERFT, "serve", "--poort", "0"], env=omgeving, stderr=uit
        ) as proces,
    ):
        try:
            adres = _adres(proces, log)
            token = subprocess.run(
                [sys.executable, STERFT, "token", "--rol", "medewerker-vt", "--organisatie", str(VT)],
                env=omgeving,
                capture_output=True,
                text=True,
                check=True,
            ).stdout.strip()
            with pytest.raises(httpx2.TransportError):
                httpx2.get(f"{adres}/v1/verantwoordelijkheden", headers={"Authorization": f"Bearer {token}"})
            assert proces.wait(20) == -signal.SIGKILL
        finally:
            proces.kill()

    with open_inzagepool(database.app) as pool:
        geschreven = Inzagelezer(pool).na(0, 10)
    assert [(een.regel.actie, een.regel.resultaat) for een in geschreven] == [
        ("toon_verantwoordelijkheden", "gegeven")
    ][:regels_erbij]
