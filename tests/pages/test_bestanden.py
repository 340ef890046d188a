"""What goes along with a page: files under the digest of their content, and headers that allow nothing."""

import hashlib
import re
from importlib.resources import files

import pytest
from tests.pages.test_toegang import ROUTES

STATISCH = files("api.pages") / "statisch"


@pytest.fixture
def iris(site):
    return site.bezoek("mw-iris")


def adressen(html):
    return set(re.findall(r'(?:href|src)="(/statisch/[^"]+)"', html))


def test_elk_bestand_staat_onder_de_hash_van_zijn_inhoud_en_wordt_voor_altijd_bewaard(site):
    anoniem = site.bezoek()
    nodig = adressen(anoniem.get("/inloggen").text)
    gezien = set()
    while nodig - gezien:
        adres = (nodig - gezien).pop()
        antwoord = anoniem.get(adres)
        assert antwoord.status_code == 200, adres
        assert hashlib.sha256(antwoord.content).hexdigest()[:16] in adres
        assert antwoord.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        gezien.add(adres)
        if adres.endswith(".css"):
            nodig |= set(re.findall(r'url\("([^"]+)"\)', antwoord.text))
    assert {adres.rpartition(".")[2] for adres in gezien} == {"css", "js", "svg", "ttf"}
    assert anoniem.get("/statisch/zicht.0000000000000000.css").status_code == 404


@pytest.mark.parametrize(
    "pad", ["/casussen", "/woordenlijst", "/casussen/{casus}", "/casussen/onzin", "/inloggen"]
)
def test_geen_pagina_heeft_stijl_of_script_in_zich_en_het_beleid_laat_niets_toe(site, iris, pad):
    antwoord = iris.get(pad.format(casus=site.casus))

    assert re.findall(r"<style|\sstyle=|<script(?! src=)|\son\w+=|javascript:", antwoord.text) == []
    beleid = dict(
        deel.strip().split(" ", 1) for deel in antwoord.headers["Content-Security-Policy"].split(";")
    )
    assert beleid == {
        "default-src": "'self'",
        "base-uri": "'none'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "object-src": "'none'",
    }
    assert antwoord.headers["Cache-Control"] == "no-store"
    assert antwoord.headers["X-Content-Type-Options"] == "nosniff"
    assert antwoord.headers["Referrer-Policy"] == "same-origin"
    assert antwoord.text.startswith('<!doctype html>\n<html lang="nl">')


def test_een_onbekend_adres_is_een_pagina_en_onder_v1_een_document(site, iris):
    assert "<h1>Niet gevonden</h1>" in iris.get("/bestaat/niet").text
    assert iris.get("/v1/bestaat/niet").headers["Content-Type"] == "application/problem+json"


def test_wat_van_anderen_is_heeft_zijn_licentie_ernaast():
    namen = {bestand.name for map_ in ("htmx", "manon") for bestand in (STATISCH / map_).iterdir()}

    assert {"LICENSE", "EUPL-1.2.txt", "OFL-1.1-RFN.txt"} <= namen
    assert {f"{naam}.license" for naam in namen if naam.endswith(".ttf")} <= namen
    assert "SPDX-License-Identifier: EUPL-1.2" in (STATISCH / "manon" / "manon-icore-open.css").read_text()


def test_geen_pagina_staat_in_het_document_van_de_api(site):
    document = site.api.http.get("/openapi.json").json()
    van_een_pagina = {pad for _, pad in ROUTES if pad.startswith("/inloggen") or "." in pad}

    assert document["servers"][0]["url"].endswith("/v1")
    assert van_een_pagina & set(document["paths"]) == set()
