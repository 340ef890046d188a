"""What goes wrong is told in one shape, without what was sent; accidents are bare, also in the log."""

import json
import logging
from uuid import uuid4

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from starlette.exceptions import HTTPException
from tests.api.conftest import melding

import api.http.problems as problemen
from api.http.outer import KOPPEN, Buitendeur
from api.http.problems import TABEL, gebruik_tabel
from ledger import errors as ledger_errors
from ledger.errors import Fout, Geweigerd, NietBijgewerkt, SleutelConflict, VersieConflict, ZichtError
from ledger.store import errors as opslag_errors
from ledger.store.errors import (
    DatabaseOnbereikbaar,
    OpslagGeweigerd,
    ToevoegingOngeldig,
    UitkomstOnbekend,
    VolgnummerBezet,
)

KANARIE = "kanarie-Jansen-Dorpsstraat"


def gelogd(caplog) -> str:
    """Give what was logged on our side of the line; the client of the test says which address it asks."""
    return "\n".join(regel.getMessage() for regel in caplog.records if not regel.name.startswith("httpx"))


@pytest.fixture
def stuk():
    """An app of one route that raises what it is told, with the real table and the real outer layer."""
    app = FastAPI()
    gebruik_tabel(app)
    app.add_middleware(Buitendeur, productie=False)

    @app.post("/{pad}")
    @app.get("/{pad}")
    def gooi(pad: str) -> None:
        raise app.state.fout

    with TestClient(app) as http:
        yield app, http


@pytest.mark.parametrize(
    ("fout", "status", "code"),
    [
        (Geweigerd([Fout("veld", "code", "Zin.")]), 400, "geweigerd"),
        (VersieConflict(1, 2), 409, "versie-conflict"),
        (SleutelConflict(), 409, "sleutel-conflict"),
        (NietBijgewerkt(2, 1), 503, "niet-bijgewerkt"),
        (DatabaseOnbereikbaar("08006"), 503, "database-onbereikbaar"),
        (UitkomstOnbekend(uuid4()), 503, "uitkomst-onbekend"),
        (OpslagGeweigerd("57014", None), 503, "opslag-geweigerd"),
        (OpslagGeweigerd("53100", None), 503, "opslag-geweigerd"),
        (OpslagGeweigerd("25006", None), 503, "opslag-geweigerd"),
        (OpslagGeweigerd("23514", "een_beperking"), 500, "opslag-geweigerd"),
        (OpslagGeweigerd(None, None), 500, "opslag-geweigerd"),
        (ToevoegingOngeldig("te groot"), 500, "opslagfout"),
        (VolgnummerBezet(uuid4(), 1, 2), 500, "opslagfout"),
        (HTTPException(404), 404, "niet-gevonden"),
        (HTTPException(418, KANARIE), 418, "ongeldig-verzoek"),
    ],
    ids=str,
)
def test_an_error_has_its_problem(stuk, fout, status, code):
    app, http = stuk
    app.state.fout = fout

    antwoord = http.get("/x")

    assert (antwoord.status_code, antwoord.json()["code"]) == (status, code)
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert antwoord.json()["type"] == f"urn:zicht:probleem:{code}"
    assert antwoord.json()["status"] == status
    assert antwoord.json()["title"]
    assert antwoord.json()["detail"]
    assert KANARIE not in antwoord.text
    assert ("Retry-After" in antwoord.headers) == (status in {409, 503} and code != "sleutel-conflict")


@pytest.mark.parametrize(
    "module", [ledger_errors, opslag_errors, problemen], ids=lambda module: module.__name__
)
def test_every_error_that_a_request_can_meet_is_in_the_table(module):
    elders = {
        "ZichtError",  # the root
        "OngeldigeAfspraken",  # named by a parameter: a fault of that parameter; else an accident
    }
    eigen = [
        soort
        for soort in vars(module).values()
        if isinstance(soort, type)
        and issubclass(soort, ZichtError | opslag_errors.Opslagfout)
        and soort.__module__ == module.__name__
        and soort.__name__ not in elders
    ]

    assert eigen
    assert [soort.__name__ for soort in eigen if not any(issubclass(soort, een) for een in TABEL)] == []


def test_who_may_try_again_is_told_how(stuk):
    app, http = stuk
    app.state.fout = UitkomstOnbekend(uuid4())

    met_sleutel = http.post("/x", headers={"Idempotency-Key": "a"}).json()["detail"]
    zonder = http.post("/x").json()["detail"]

    assert "opnieuw met dezelfde Idempotency-Key" in met_sleutel
    assert "Kijk in de geschiedenis" in zonder


def test_an_accident_is_bare_and_the_log_knows_where_and_not_what(stuk, caplog):
    app, http = stuk
    try:
        int(KANARIE)
    except ValueError as oorzaak:
        app.state.fout = RuntimeError(KANARIE)
        app.state.fout.__cause__ = oorzaak

    with caplog.at_level(logging.INFO):
        antwoord = http.post(f"/{KANARIE}?naam={KANARIE}", content=KANARIE)

    assert antwoord.status_code == 500
    assert antwoord.json()["code"] == "onverwachte-fout"
    assert KANARIE not in antwoord.text + gelogd(caplog)
    (regel,) = [vastgelegd for vastgelegd in caplog.records if vastgelegd.name == "zicht.fout"]
    kenmerk = antwoord.json()["detail"].removeprefix("Er ging iets mis aan onze kant. Kenmerk: ").rstrip(".")
    assert kenmerk in regel.getMessage()
    assert "builtins.RuntimeError" in regel.getMessage()
    assert "builtins.ValueError" in regel.getMessage()
    assert "gooi" in regel.getMessage()
    assert antwoord.headers["API-Version"] == KOPPEN["API-Version"]


# --- the real application ----------------------------------------------------------------------------


def test_every_answer_carries_the_version_and_the_headers_of_safety(api):
    antwoorden = [
        api.http.get("/gezondheid"),
        api.http.get("/verantwoordelijkheden"),
        api.http.get("/bestaat-niet"),
        api.http.delete("/casussen"),
        api.http.get("/verantwoordelijkheden", headers={"Authorization": "x"}),
        api.http.post("/casussen", content=b"{"),
    ]

    assert [antwoord.status_code for antwoord in antwoorden] == [200, 200, 404, 405, 401, 415]
    for antwoord in antwoorden:
        assert {naam: antwoord.headers[naam] for naam in KOPPEN} == KOPPEN
        assert "Server" not in antwoord.headers
        assert "Strict-Transport-Security" not in antwoord.headers


def test_in_production_a_browser_is_told_to_stay_on_tls():
    app = FastAPI()
    app.add_middleware(Buitendeur, productie=True)
    with TestClient(app) as http:
        assert http.get("/").headers["Strict-Transport-Security"].startswith("max-age=")


@pytest.mark.parametrize(
    ("pad", "methode", "toegestaan"),
    [
        ("/casussen", "GET", {"POST"}),
        ("/casussen/x/gebeurtenissen", "PUT", {"GET", "POST"}),
        ("/casussen/x/gebeurtenissen", "HEAD", {"GET", "POST"}),
        ("/verantwoordelijkheden", "TRACE", {"GET"}),
        ("/gezondheid", "POST", {"GET"}),
    ],
)
def test_a_method_that_an_address_does_not_know_is_told_which_it_does(api, pad, methode, toegestaan):
    antwoord = api.http.request(methode, pad)

    assert antwoord.status_code == 405
    assert set(antwoord.headers["Allow"].split(", ")) == toegestaan
    if methode != "HEAD":
        assert antwoord.json()["code"] == "methode-niet-toegestaan"


@pytest.mark.parametrize(
    "pad", ["", "/", "/casussen/", "/casussen//gebeurtenissen", "/v1/casussen", "/docs", "/%00"]
)
def test_an_address_that_is_not_there_is_not_found(api, pad):
    antwoord = api.http.get(pad)

    assert (antwoord.status_code, antwoord.json()["code"]) == (404, "niet-gevonden")


@pytest.mark.parametrize(
    ("vraag", "fouten"),
    [
        ("/casussen/geen-uuid/tijdlijn", {("casus", "ongeldig-uuid")}),
        ("/casussen/%00/tijdlijn", {("casus", "ongeldig-uuid")}),
        ("/verantwoordelijkheden?op=gisteren", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=2020-03-02", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=2020-03-02T09:00:00", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=1583136000", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=2020-02-30T00:00:00Z", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=2020-03-02T09:00:00%2B24:00", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=0001-01-01T00:00:00%2B01:00", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=1899-12-31T00:00:00Z", {("op", "jaar-buiten-bereik")}),
        ("/verantwoordelijkheden?op=%D9%A2020-03-02T09:00:00Z", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?op=%00", {("op", "geen-tijdstip")}),
        ("/verantwoordelijkheden?bekendOp=-1", {("bekendOp", "geen-tijdstip")}),
        ("/verantwoordelijkheden?bekendOp=1.5", {("bekendOp", "geen-tijdstip")}),
        ("/verantwoordelijkheden?bekendOp=9223372036854775808", {("bekendOp", "geen-positie")}),
        ("/verantwoordelijkheden?vanafPositie=99999999999999999999999", {("vanafPositie", "geen-positie")}),
        ("/verantwoordelijkheden?partij=wijkteam-west", {("partij", "geen-partij")}),
        ("/verantwoordelijkheden?partij=lokaal-team:", {("partij", "geen-partij")}),
        ("/verantwoordelijkheden?status=misschien", {("status", "onbekende-code")}),
        ("/verantwoordelijkheden?baan=tijdlijn", {("baan", "onbekende-code")}),
        ("/verantwoordelijkheden?pageSize=0", {("pageSize", "buiten-bereik")}),
        ("/verantwoordelijkheden?pageSize=501", {("pageSize", "buiten-bereik")}),
        ("/verantwoordelijkheden?pageSize=veel", {("pageSize", "verkeerd-type")}),
        ("/verantwoordelijkheden?bekendop=1", {("bekendop", "onbekend-veld")}),
        ("/verantwoordelijkheden?op=2020-03-02T09:00:00Z&op=2020-03-03T09:00:00Z", {("op", "dubbel")}),
        (
            "/verantwoordelijkheden?op=x&partij=y&baan=z&extra=1",
            {
                ("op", "geen-tijdstip"),
                ("partij", "geen-partij"),
                ("baan", "onbekende-code"),
                ("extra", "onbekend-veld"),
            },
        ),
    ],
)
def test_every_fault_in_an_address_is_named_at_once(api, vraag, fouten):
    antwoord = api.http.get(vraag)

    assert antwoord.status_code == 400
    assert {(fout["veld"], fout["code"]) for fout in antwoord.json()["fouten"]} == fouten


def test_a_refusal_never_repeats_what_was_sent(api):
    slecht = melding(gebeurdOp=KANARIE, vertrouwelijk={"omschrijving": 7, "melderGegevens": f"{KANARIE}\x00"})
    slecht["gegevens"] |= {"melding": f"{KANARIE} {KANARIE}", "kanaal": KANARIE, "vormen": KANARIE}
    betrokkene = {
        "soort": "DirectbetrokkeneGeregistreerd",
        "gebeurdOp": "2020-03-02T09:00:00Z",
        "gegevens": {"persoon": f"{KANARIE}!", "rol": KANARIE},
        "vertrouwelijk": {"naam": f"{KANARIE}\x00", "bsn": "123456789", "geboortedatum": KANARIE},
    }
    casus = api.open()["casus"]

    antwoorden = [
        api.http.post("/casussen", json=slecht),
        api.http.post(f"/casussen/{casus}/gebeurtenissen", json=betrokkene),
        api.http.post(
            "/casussen", content=json.dumps({"soort": KANARIE}), headers={"Content-Type": "application/json"}
        ),
        api.http.get(
            f"/casussen/{KANARIE}/tijdlijn", params={"afspraken": KANARIE, "op": KANARIE, "bekendOp": KANARIE}
        ),
        api.http.get(
            "/verantwoordelijkheden", params={"partij": KANARIE, "status": KANARIE, "cursor": KANARIE}
        ),
        api.http.post(
            "/casussen",
            json=melding(),
            headers={"If-Match": KANARIE, "Idempotency-Key": f"{KANARIE} {KANARIE}"},
        ),
    ]

    assert [antwoord.status_code for antwoord in antwoorden] == [400] * 6
    assert KANARIE not in "".join(antwoord.text for antwoord in antwoorden)
    assert "123456789" not in antwoorden[1].text


def test_the_log_tells_method_route_and_status_and_nothing_else(api, caplog):
    vertrouwelijk = {"omschrijving": KANARIE, "melderGegevens": KANARIE}
    with caplog.at_level(logging.DEBUG):
        casus = api.open(vertrouwelijk=vertrouwelijk)["casus"]
        api.http.get(f"/casussen/{casus}/tijdlijn", params={"afspraken": KANARIE})
        api.http.get(f"/{KANARIE}")
        api.http.request("GEHEIM", "/casussen")

    regels = [regel.getMessage() for regel in caplog.records if regel.name == "zicht.toegang"]
    kort = [regel.rsplit(" ", 2)[0] for regel in regels]
    assert kort == [
        "POST /v1/casussen 201",
        "GET /v1/casussen/{casus}/tijdlijn 400",
        "GET ? 404",
        "? /v1/casussen 405",
    ]
    assert KANARIE not in gelogd(caplog)
    assert casus not in gelogd(caplog)
