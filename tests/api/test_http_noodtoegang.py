"""Breaking the glass over HTTP: one casus, a few hours, seen by everybody who must see it."""

from uuid import UUID, uuid4

import psycopg
import pytest
from tests.api.conftest import VT, WEST

from ledger.values import Partij

REDEN = "Buurvrouw belde: de kanarie is weg en het kind ook."
INSPECTIE = Partij(soort="gemeente", id="inspectie")


@pytest.fixture
def casus(api):
    return api.open()["casus"]


def team(api):
    return api.als("medewerker-lokaal-team", WEST, "mw-77")


def inspecteur(api, medewerker="insp-1", **mandaten):
    return api.als("inspecteur", INSPECTIE, medewerker, **mandaten)


def functionaris(api, organisatie=VT, medewerker="pf-1"):
    return api.als("privacyfunctionaris", organisatie, medewerker)


def vraag(api, casus, koppen, **anders):
    aanvraag = {"casus": casus, "minuten": 60, "reden": REDEN} | anders
    return api.http.post("/noodtoegangen", json=aanvraag, headers=koppen)


def stap(api, noodtoegang, wat, koppen, **lichaam):
    return api.http.post(
        f"/noodtoegangen/{noodtoegang}/{wat}", headers=koppen, **({"json": lichaam} if lichaam else {})
    )


def codes(antwoord):
    return [fout["code"] for fout in antwoord.json()["fouten"]]


def met(koppen, noodtoegang):
    return koppen | {"Zicht-Noodtoegang": noodtoegang}


def laatste_regel(api):
    return api.http.app.state.diensten.inzagelezer.na(0, 10_000)[-1].regel


def test_who_asks_with_a_reason_may_read_that_casus_and_every_answer_says_so(api, casus):
    gevraagd = vraag(api, casus, team(api))
    kenmerk = gevraagd.json()["noodtoegang"]

    antwoord = api.http.get(f"/casussen/{casus}/tijdlijn", headers=met(team(api), kenmerk))

    assert (gevraagd.status_code, gevraagd.json()["status"]) == (201, "loopt")
    assert gevraagd.headers["Location"] == f"/v1/noodtoegangen/{kenmerk}"
    assert antwoord.status_code == 200
    assert antwoord.headers["Zicht-Noodtoegang"] == f"{kenmerk}; tot={gevraagd.json()['tot']}"
    regel = laatste_regel(api)
    assert (regel.actie, regel.noodtoegang, regel.getoond.casussen) == (
        "toon_tijdlijn",
        UUID(kenmerk),
        (UUID(casus),),
    )


def test_a_casus_out_of_reach_opens_and_nothing_else_does(api, casus):
    """The database itself shows nothing of it to this team, until the glass is broken."""
    pad, ander = f"/casussen/{casus}/tijdlijn", api.open()["casus"]
    assert api.http.get(pad, headers=team(api)).status_code == 404
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]

    open_nu = api.http.get(pad, headers=met(team(api), kenmerk))

    assert (open_nu.status_code, open_nu.json()["casus"]) == (200, casus)
    assert api.http.get(pad, headers=team(api)).status_code == 404
    assert api.http.get(f"/casussen/{ander}/tijdlijn", headers=team(api)).status_code == 404


def test_asking_itself_is_on_record(api, casus):
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]

    regel = laatste_regel(api)

    assert (regel.handeling, regel.noodtoegang, regel.getoond.casussen) == (
        "noodtoegang",
        UUID(kenmerk),
        (UUID(casus),),
    )


@pytest.mark.parametrize(
    "geval",
    ["ander", "andere organisatie", "andere casus", "lijst", "schrijven", "onbekend", "onzin", "voorbij"],
)
def test_it_holds_for_nobody_else_nothing_else_and_no_longer(api, casus, geval):
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]
    koppen, pad, methode = team(api), f"/casussen/{casus}/tijdlijn", "GET"
    match geval:
        case "ander":
            koppen = api.als("medewerker-lokaal-team", WEST, "mw-78")
        case "andere organisatie":
            koppen = api.als("medewerker-lokaal-team", Partij(soort="lokaal-team", id="oost"), "mw-77")
        case "andere casus":
            pad = f"/casussen/{api.open()['casus']}/tijdlijn"
        case "lijst":
            pad = "/verantwoordelijkheden"
        case "schrijven":
            pad, methode = f"/casussen/{casus}/gebeurtenissen", "POST"
        case "onbekend":
            kenmerk = str(uuid4())
        case "onzin":
            kenmerk = "alstublieft"
        case "voorbij":
            api.klok.later(minutes=60)

    antwoord = api.http.request(
        methode, pad, headers=met(koppen, kenmerk), **({"json": {}} if methode == "POST" else {})
    )

    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "noodtoegang-geldt-niet")
    assert "Zicht-Noodtoegang" not in antwoord.headers


def test_a_role_does_not_grow_by_it(api, casus):
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]

    antwoord = api.http.get(f"/casussen/{casus}/inzage", headers=met(team(api), kenmerk))

    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "niet-toegestaan")


def test_an_inspecteur_without_a_mandate_needs_a_second_person(api, casus):
    alleen = inspecteur(api, mandaat=None)
    gevraagd = vraag(api, casus, alleen).json()
    kenmerk, pad = gevraagd["noodtoegang"], f"/casussen/{casus}/tijdlijn"

    assert gevraagd["status"] == "wacht-op-tweede"
    assert api.http.get(pad, headers=alleen).status_code == 403
    assert api.http.get(pad, headers=met(alleen, kenmerk)).status_code == 403
    assert codes(stap(api, kenmerk, "bevestiging", alleen)) == ["zelf-bevestigen"]
    elders = api.als("inspecteur", Partij(soort="gemeente", id="elders"), "insp-9", mandaat=None)
    assert stap(api, kenmerk, "bevestiging", elders).status_code == 404

    api.klok.later(minutes=30)
    bevestigd = stap(api, kenmerk, "bevestiging", inspecteur(api, "insp-2", mandaat=None))

    assert (bevestigd.status_code, bevestigd.json()["tweede"]) == (200, "insp-2")
    api.klok.later(minutes=59)
    assert api.http.get(pad, headers=met(alleen, kenmerk)).status_code == 200
    api.klok.later(minutes=1)
    assert api.http.get(pad, headers=met(alleen, kenmerk)).status_code == 403


def test_it_stays_on_the_worklist_until_it_was_reviewed(api, casus):
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]

    def werklijst(koppen, **vraag):
        antwoord = api.http.get("/noodtoegangen", headers=koppen, params=vraag).json()
        return {een["noodtoegang"] for een in antwoord["noodtoegangen"]}

    assert kenmerk in werklijst(functionaris(api))
    assert kenmerk in werklijst(functionaris(api, WEST, "pf-west"))
    assert kenmerk not in werklijst(functionaris(api, Partij(soort="veilig-thuis", id="elders"), "pf-9"))
    assert codes(stap(api, kenmerk, "beoordeling", functionaris(api), oordeel="terecht")) == ["loopt-nog"]
    assert stap(api, kenmerk, "einde", team(api)).json()["status"] == "beeindigd"
    assert api.http.get(f"/casussen/{casus}/tijdlijn", headers=met(team(api), kenmerk)).status_code == 403
    assert kenmerk in werklijst(functionaris(api))

    beoordeeld = stap(api, kenmerk, "beoordeling", functionaris(api), oordeel="onterecht").json()

    assert (beoordeeld["open"], beoordeeld["beoordeeldDoor"], beoordeeld["oordeel"]) == (
        False,
        "pf-1",
        "onterecht",
    )
    assert kenmerk not in werklijst(functionaris(api))
    assert kenmerk in werklijst(functionaris(api), alle="true")
    assert codes(stap(api, kenmerk, "beoordeling", functionaris(api), oordeel="terecht")) == ["al-beoordeeld"]


def test_the_reason_is_for_who_asked_and_who_reviews_and_nowhere_else(api, casus, caplog):
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]
    pad = f"/noodtoegangen/{kenmerk}"

    for koppen in (team(api), functionaris(api), functionaris(api, WEST, "pf-west")):
        assert api.http.get(pad, headers=koppen).json()["reden"] == REDEN
    for koppen in (api.als("medewerker-lokaal-team", WEST, "mw-78"), inspecteur(api)):
        assert api.http.get(pad, headers=koppen).status_code == 404
    assert "kanarie" not in api.http.get("/noodtoegangen", headers=functionaris(api)).text
    assert "kanarie" not in caplog.text
    with psycopg.connect(api.eigenaar) as eigenaar:
        for tabel in ("inzage.noodstappen", "inzage.regels"):
            rijen = eigenaar.execute(f"SELECT t::text FROM {tabel} t").fetchall()  # noqa: S608 — two names above
            assert rijen
            assert all("kanarie" not in rij and b"kanarie".hex() not in rij for (rij,) in rijen)


def test_the_reason_dies_with_the_casus(api, casus):
    kenmerk = vraag(api, casus, team(api)).json()["noodtoegang"]
    with psycopg.connect(api.eigenaar) as eigenaar:
        eigenaar.execute("SELECT sleutels.vernietig(%s, 100, NULL)", [casus])

    assert api.http.get(f"/noodtoegangen/{kenmerk}", headers=functionaris(api)).json()["reden"] is None


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"minuten": 241}, "minuten"),
        ({"minuten": 0}, "minuten"),
        ({"reden": ""}, "reden"),
        ({"casus": "x"}, "casus"),
        ({"tot": "morgen"}, "tot"),
    ],
)
def test_what_is_asked_has_to_be_whole_and_four_hours_at_most(api, casus, anders, fout):
    antwoord = vraag(api, koppen=team(api), **({"casus": casus} | anders))

    assert antwoord.status_code == 400
    assert [een["veld"] for een in antwoord.json()["fouten"]] == [fout]


def test_a_casus_that_is_not_there_cannot_be_opened(api):
    assert vraag(api, str(uuid4()), team(api)).status_code == 404
