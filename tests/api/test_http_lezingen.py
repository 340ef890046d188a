"""Over all cases: where two readings of the agreement give another holder."""

from tests.api.conftest import VT, WEST

VERSTUURD = {
    "soort": "OverdrachtVerstuurd",
    "gebeurdOp": "2020-03-05T11:00:00+01:00",
    "gegevens": {
        "overdracht": "o1",
        "van": VT.model_dump(),
        "aan": WEST.model_dump(),
        "fase": "na-veiligheidsbeoordeling",
        "warm": False,
        "onderdelen": [],
    },
}


def verschillen(api, **anders):
    vraag = {"afsprakenA": "hart-van-brabant-2020", "afsprakenB": "hart-van-brabant-2020-strikt", **anders}
    antwoord = api.http.get("/lezingen/verschillen", params=vraag)
    assert antwoord.status_code == 200, antwoord.text
    return antwoord.json()


def test_een_stille_overdracht_geeft_per_lezing_een_andere_houder_met_beide_regels(api):
    zonder_verschil = api.open()["casus"]
    casus = api.open()["casus"]
    api.meld(casus, VERSTUURD)
    uit = verschillen(api, pageSize=500)
    gevonden = {een["casus"]: een["verschillen"] for een in uit["resultaten"]}
    assert zonder_verschil not in gevonden
    (verschil,) = gevonden[casus]
    assert verschil["van"] == "2020-03-12T23:00:00Z"
    assert (verschil["a"]["partij"]["id"], verschil["a"]["regel"]) == ("wijkteam-west", "Z8")
    assert (verschil["b"]["partij"]["id"], verschil["b"]["status"]) == ("midden-brabant", "in-overdracht")


def test_zoals_toen_bekend_is_er_nog_geen_verschil(api):
    casus = api.open()
    api.meld(casus["casus"], VERSTUURD)
    toen = verschillen(api, bekendOp=casus["positie"], pageSize=500)["resultaten"]
    assert casus["casus"] not in {een["casus"] for een in toen}
    nu = verschillen(api, pageSize=500)["resultaten"]
    assert casus["casus"] in {een["casus"] for een in nu}


def test_bladzijden_sluiten_op_elkaar_aan(api):
    casussen = []
    for _ in range(3):
        casussen.append(api.open()["casus"])
        api.meld(casussen[-1], VERSTUURD)
    gevonden, na = [], {}
    for _ in range(100):
        uit = verschillen(api, pageSize=2, **na)
        gevonden += [een["casus"] for een in uit["resultaten"]]
        if uit["volgende"] is None:
            break
        na = {"na": uit["volgende"]}
    assert gevonden == sorted(set(gevonden))
    assert set(casussen) <= set(gevonden)


def test_een_onbekende_lezing_wordt_geweigerd(api):
    antwoord = api.http.get("/lezingen/verschillen", params={"afsprakenA": "x", "afsprakenB": "y"})
    assert antwoord.status_code == 400
    assert antwoord.json()["fouten"][0]["veld"] == "afsprakenA"


def test_over_alle_casussen_wat_later_anders_bleek_en_door_welke_handeling(api):
    casus = api.open()["casus"]
    toen = api.meld(casus, VERSTUURD)["positie"]
    bevestigd = {
        "soort": "OntvangstBevestigd",
        "gebeurdOp": "2020-03-06T11:00:00+01:00",
        "gegevens": {"overdracht": "o1", "door": WEST.model_dump()},
    }
    api.meld(casus, bevestigd)
    antwoord = api.http.get("/kennis/verschillen", params={"van": toen, "pageSize": 500})
    assert antwoord.status_code == 200, antwoord.text
    (verschil,) = {een["casus"]: een["verschillen"] for een in antwoord.json()["resultaten"]}[casus]
    assert (verschil["van"], verschil["tot"]) == ("2020-03-06T10:00:00Z", "2020-03-12T23:00:00Z")
    assert verschil["a"]["partij"]["id"] == "midden-brabant"
    assert verschil["b"]["partij"]["id"] == "wijkteam-west"
    assert verschil["oorzaken"] == [3]


def test_zonder_latere_kennis_is_er_geen_verschil(api):
    casus = api.open()["casus"]
    positie = api.meld(casus, VERSTUURD)["positie"]
    uit = api.http.get("/kennis/verschillen", params={"van": positie, "pageSize": 500}).json()
    assert casus not in {een["casus"] for een in uit["resultaten"]}
