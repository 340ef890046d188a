"""Logging in at an issuer of identities: what is believed, and everything that is not."""

import json
import re
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from tests.pages.conftest import met_uitgever

from ledger.errors import ZichtError


@pytest.fixture(scope="module")
def _ingericht(paginaserver, tmp_path_factory, uitgever):
    with met_uitgever(paginaserver, tmp_path_factory.mktemp("zicht"), uitgever) as (http, _, klok):
        yield http, klok


@pytest.fixture
def inlogger(_ingericht, uitgever):
    http, klok = _ingericht
    http.cookies.clear()
    klok.tijd = datetime.now(UTC)
    stel(uitgever)
    return http, klok


def stel(adres, **wat):
    httpx2.get(f"{adres}/stel", params={naam: json.dumps(waarde) for naam, waarde in wat.items()})


def heen(http, terug="/casussen"):
    """Go to the issuer and give where it sends the browser back to."""
    begin = http.get("/inloggen/begin", params={"terug": terug})
    assert begin.status_code == 303
    aanmelden = httpx2.get(begin.headers["Location"], follow_redirects=False)
    assert aanmelden.status_code == 302
    return aanmelden.headers["Location"]


def test_wie_de_uitgever_noemt_is_binnen(inlogger):
    http, _ = inlogger

    antwoord = http.get(heen(http, "/woordenlijst"))

    assert (antwoord.status_code, antwoord.headers["Location"]) == (303, "/woordenlijst")
    koek = next(k for k in antwoord.headers.get_list("Set-Cookie") if k.startswith("__Host-zicht-sessie="))
    assert re.fullmatch(
        r"__Host-zicht-sessie=[\w-]{43}; HttpOnly; Max-Age=32400; Path=/; SameSite=lax; Secure", koek
    )
    assert "mw-echt, inspecteur" in http.get("/woordenlijst").text


def test_de_browser_draagt_een_code_en_een_proef_en_nooit_een_token(inlogger):
    http, _ = inlogger

    begin = http.get("/inloggen/begin")
    vraag = parse_qs(urlsplit(begin.headers["Location"]).query)

    assert vraag["response_type"] == ["code"]
    assert vraag["code_challenge_method"] == ["S256"]
    assert vraag["redirect_uri"] == ["https://zicht.example/inloggen/antwoord"]
    assert {"state", "nonce", "code_challenge"} <= set(vraag)
    assert "code_verifier" not in begin.headers["Location"]
    binnen = http.get(heen(http))
    assert "ey" not in str(binnen.headers.get_list("Set-Cookie"))


def test_een_antwoord_werkt_een_keer(inlogger):
    http, _ = inlogger
    adres = heen(http)
    assert http.get(adres).status_code == 303

    assert http.get(adres).status_code == 403


def test_een_antwoord_werkt_alleen_in_de_browser_die_ging(inlogger):
    http, _ = inlogger
    adres = heen(http)
    http.cookies.clear()

    antwoord = http.get(adres)

    assert antwoord.status_code == 403
    assert "Set-Cookie" not in antwoord.headers


def test_een_antwoord_na_tien_minuten_komt_te_laat(inlogger):
    http, klok = inlogger
    adres = heen(http)
    klok.tijd += timedelta(minutes=10)

    assert http.get(adres).status_code == 403


@pytest.mark.parametrize(
    ("veld", "waarde"), [("state", "anders"), ("code", "verzonnen"), ("iss", "https://ander.example")]
)
def test_een_antwoord_met_iets_anders_erin_wordt_niet_geloofd(inlogger, veld, waarde):
    http, _ = inlogger
    adres = urlsplit(heen(http))
    vraag = {naam: waarden[0] for naam, waarden in parse_qs(adres.query).items()} | {veld: waarde}

    antwoord = http.get(adres.path, params=vraag)

    assert antwoord.status_code == 403
    assert "__Host-zicht-sessie" not in str(antwoord.headers.get_list("Set-Cookie"))


@pytest.mark.parametrize(
    "leugen",
    [
        {"claims": {"nonce": "van een ander"}},
        {"claims": {"nonce": None}},
        {"claims": {"aud": "een ander"}},
        {"claims": {"azp": "een ander"}},
        {"claims": {"iss": "https://ander.example"}},
        {"claims": {"exp": 1}},
        {"claims": {"sub": None}},
        {"claims": {"rol": None}},
        {"claims": {"organisatie": {"soort": "onbekend", "id": "x"}}},
        {"ondertekening": "andere"},
        {"ondertekening": "geen"},
    ],
    ids=str,
)
def test_een_leugen_in_het_token_wordt_niet_geloofd(inlogger, uitgever, leugen):
    http, _ = inlogger
    stel(uitgever, **leugen)

    antwoord = http.get(heen(http))

    assert antwoord.status_code == 403
    assert "inloggen-mislukt" in antwoord.text
    assert "__Host-zicht-sessie" not in str(antwoord.headers.get_list("Set-Cookie"))


def test_een_rol_die_niet_bestaat_mag_niets(inlogger, uitgever):
    http, _ = inlogger
    stel(uitgever, claims={"rol": "directeur"})
    http.get(heen(http))

    assert http.get("/casussen").status_code == 403


def test_met_een_geheim_bewijzen_we_dat_wij_het_zijn(paginaserver, tmp_path, uitgever):
    geheim = "zeer geheim"
    stel(uitgever, geheim=geheim)
    with met_uitgever(paginaserver, tmp_path, uitgever, oidc_client_secret=geheim) as (http, _, _):
        assert http.get(heen(http)).status_code == 303
    with met_uitgever(paginaserver, tmp_path, uitgever) as (http, _, _):
        assert http.get(heen(http)).status_code == 403


def test_een_uitgever_die_zegt_een_ander_te_zijn_wordt_niet_gebruikt(paginaserver, tmp_path, uitgever):
    stel(uitgever, uitgever="https://ander.example")
    with met_uitgever(paginaserver, tmp_path, uitgever) as (http, _, _):
        antwoord = http.get("/inloggen/begin")

    assert antwoord.status_code == 503


def test_zonder_uitgever_is_er_een_bladzijde_die_dat_zegt(paginaserver, tmp_path):
    with met_uitgever(paginaserver, tmp_path, "http://127.0.0.1:9") as (http, _, _):
        antwoord = http.get("/inloggen/begin")

    assert antwoord.status_code == 503
    assert "niet bereikbaar" in antwoord.text


def test_in_productie_moet_de_uitgever_achter_tls_staan(paginaserver, tmp_path, uitgever):
    jwks = tmp_path / "jwks.json"
    jwks.write_text('{"keys": []}')
    gekozen = {"omgeving": "productie", "jwks_bestand": jwks, "token_issuer": "https://uitgever.example"}

    with (
        pytest.raises(ZichtError, match="ZICHT_OIDC_ISSUER"),
        met_uitgever(paginaserver, tmp_path, uitgever, **gekozen),
    ):
        pass
