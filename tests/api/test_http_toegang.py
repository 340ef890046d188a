"""Who gets in, and what they may do there."""

import re
from datetime import timedelta

import pytest
from tests.api.conftest import VT, melding

from api.http.app import ROUTERS
from api.rollen import RECHTEN

ALLE = [
    (methode, route.path.removeprefix("/v1"))
    for router in ROUTERS
    for route in router.routes
    for methode in route.methods
    if route.path not in {"/v1/gezondheid", "/v1/logboek/checkpoint", "/v1/logboek/tile/{pad:path}"}
]


def ingevuld(pad):
    """Fill in the path parameters of a route: what is asked for does not matter before who asks."""
    return re.sub(r"\{(\w+)\}", "x", pad)


def test_every_route_but_health_and_the_document_is_here():
    assert len(ALLE) >= 9
    assert ("POST", "/casussen/{casus}/gebeurtenissen") in ALLE


@pytest.mark.parametrize(("methode", "pad"), ALLE)
@pytest.mark.parametrize(
    "kop",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Bearer onzin",
        "Bearer a.b.c",
        "Basic bXctMjA0OmdlaGVpbQ==",
        "{token}",
        "Digest {token}",
    ],
)
def test_without_a_good_token_every_route_gives_the_same_answer(api, methode, pad, kop):
    koppen = {} if kop is None else {"Authorization": kop.format(token=api.token())}
    verzoek = api.http.build_request(methode, ingevuld(pad), headers=koppen)
    if kop is None:
        del verzoek.headers["Authorization"]

    antwoord = api.http.send(verzoek)

    assert antwoord.status_code == 401
    assert antwoord.headers["WWW-Authenticate"] == 'Bearer realm="zicht"'
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert antwoord.json() == {
        "type": "urn:zicht:probleem:token-ongeldig",
        "title": "Niet aangemeld",
        "status": 401,
        "detail": "Dit verzoek heeft een geldig token nodig.",
        "code": "token-ongeldig",
    }


def test_the_scheme_may_be_written_in_any_case(api):
    antwoord = api.http.get("/verantwoordelijkheden", headers={"Authorization": f"bearer {api.token()}"})

    assert antwoord.status_code == 200


def test_a_token_that_has_expired_is_no_token(api):
    kop = {"Authorization": f"Bearer {api.token()}"}
    assert api.http.get("/verantwoordelijkheden", headers=kop).status_code == 200
    api.klok.tijd += timedelta(days=3651)

    assert api.http.get("/verantwoordelijkheden", headers=kop).status_code == 401


def test_whether_one_may_record_is_asked_before_what_is_recorded(api):
    antwoord = api.http.post("/casussen", content=b"geen json", headers=api.als("auditor"))

    assert antwoord.status_code == 403


@pytest.mark.parametrize(
    ("rol", "ziet"),
    [
        (rol, "vertrouwelijk" in rechten)
        for rol, rechten in RECHTEN.items()
        if {"geschiedenis", "bundel"} <= rechten
    ],
)
def test_confidential_parts_are_absent_for_who_may_not_see_them(api, rol, ziet):
    act = api.open(vertrouwelijk={"omschrijving": "Een kanarie zingt."})
    correctie = {
        "soort": "GebeurtenisGecorrigeerd",
        "gebeurdOp": "2020-05-01T10:00:00Z",
        "gegevens": {
            "betreft": 1,
            "wijze": "vervangen",
            "vervanging": {"gebeurdOp": "2020-03-01T09:00:00Z"},
            "reden": "invoerfout",
        },
        "vertrouwelijk": {"vervanging": {"omschrijving": "Een andere kanarie."}},
    }
    api.meld(act["casus"], correctie)

    antwoord = api.http.get(f"/casussen/{act['casus']}/gebeurtenissen", headers=api.als(rol))

    assert antwoord.status_code == 200
    assert ("kanarie" in antwoord.text) == ziet
    eerste = antwoord.json()["gebeurtenissen"][0]
    assert ("vertrouwelijk" in eerste) == ziet
    assert ("vertrouwelijk" in eerste["geldtAls"]) == ziet


def test_an_act_says_who_recorded_it_by_the_token_and_not_by_the_body(api):
    slecht = melding() | {
        "vastgelegdDoor": {"medewerker": "mw-1", "organisatie": VT.model_dump(), "rol": "x"}
    }
    antwoord = api.http.post("/casussen", json=slecht)
    assert [fout["veld"] for fout in antwoord.json()["fouten"]] == ["vastgelegdDoor"]

    goed = api.http.post("/casussen", json=melding(), headers=api.als("medewerker-vt", medewerker="mw-77"))
    assert goed.json()["vastgelegdDoor"]["medewerker"] == "mw-77"
