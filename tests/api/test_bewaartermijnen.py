"""Which casussen are due for destruction, over HTTP and at the terminal; nothing of what is in them."""

import json
import os
import subprocess

from tests.api.conftest import VT, ZICHT, melding

from ledger.values import Partij

EIGEN = """
naam = "eigen"
titel = "Bewaarbeleid"
organisaties = ["midden-brabant"]
[dossier]
jaren = 1
grondslag = "beleid"
zin = "Een jaar."
[zonder-vervolg]
jaren = 1
grondslag = "beleid"
zin = "Een jaar."
"""
ANDER_VT = Partij(soort="veilig-thuis", id="west-brabant")


def vernietigen(api, casus, **gegevens):
    act = {
        "soort": "PersoonsgegevensVernietigd",
        "gebeurdOp": "2020-05-01T10:00:00Z",
        "gegevens": {"grond": "bewaartermijn"} | gegevens,
    }
    antwoord = api.http.post(
        f"/casussen/{casus}/gebeurtenissen", json=act, headers=api.als("privacyfunctionaris")
    )
    assert antwoord.status_code == 201, antwoord.text


def verlopen(api, organisatie=VT, **vraag):
    antwoord = api.http.get(
        "/bewaartermijnen", params=vraag, headers=api.als("privacyfunctionaris", organisatie)
    )
    assert antwoord.status_code == 200, antwoord.text
    return antwoord.json()


def test_what_is_due_is_listed_until_it_is_destroyed(verse_api):
    geheim = {"melderGegevens": "kanarie"}
    casussen = [verse_api.open(vertrouwelijk=geheim)["casus"] for _ in range(3)]
    verse_api.klok.later(days=365)
    verse_api.open()

    assert verlopen(verse_api)["resultaten"] == []
    gevonden = verlopen(verse_api, op="2040-06-02T00:00:00Z")
    assert {een["casus"] for een in gevonden["resultaten"]} == {*casussen}
    assert gevonden["resultaten"][0] | {"casus": "", "laatsteWijziging": ""} == {
        "casus": "",
        "veiligThuis": VT.id,
        "categorie": "dossier",
        "laatsteWijziging": "",
        "bewarenTot": "2040-06-01T22:00:00Z",
        "jaren": 20,
        "grondslag": "Wmo 2015 art. 5.3.4",
        "bewaartermijnen": "wmo-2015",
    }
    assert "kanarie" not in json.dumps(gevonden)

    vernietigen(verse_api, casussen[0])

    over = verlopen(verse_api, op="2040-06-02T00:00:00Z")["resultaten"]
    assert {een["casus"] for een in over} == {*casussen[1:]}


def test_page_by_page_and_of_the_own_organisation_only(verse_api):
    eigen = {verse_api.open()["casus"] for _ in range(3)}
    anders = melding()
    anders["gegevens"] = anders["gegevens"] | {"veiligThuis": ANDER_VT.id}
    verse_api.http.post("/casussen", json=anders, headers=verse_api.als("medewerker-vt", ANDER_VT))

    gezien, na = [], {}
    while True:
        bladzijde = verlopen(verse_api, op="2050-01-01T00:00:00Z", pageSize=2, **na)
        gezien += [een["casus"] for een in bladzijde["resultaten"]]
        if bladzijde["volgende"] is None:
            break
        na = {"na": bladzijde["volgende"]}

    assert sorted(gezien) == sorted(eigen)
    (ander,) = verlopen(verse_api, ANDER_VT, op="2050-01-01T00:00:00Z")["resultaten"]
    assert ander["veiligThuis"] == ANDER_VT.id


def test_at_the_terminal_with_the_periods_of_an_organisation(verse_api, database, tmp_path):
    casus = verse_api.open()["casus"]
    (tmp_path / "termijnen").mkdir()
    (tmp_path / "termijnen" / "eigen.toml").write_text(EIGEN)
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("ZICHT_")} | {
        "ZICHT_DATABASE_URL": database.app,
        "ZICHT_BEWAARTERMIJNEN_MAP": str(tmp_path / "termijnen"),
    }

    def zicht(*keuzes):
        opdracht = [ZICHT, "bewaartermijnen", *keuzes]
        klaar = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)
        return klaar.returncode, [json.loads(regel) for regel in klaar.stdout.splitlines()], klaar.stderr

    code, (regel,), _ = zicht("--op", "2021-06-02T00:00:00+02:00")
    assert (code, regel["casus"], regel["jaren"]) == (0, casus, 1)
    assert zicht("--op", "2021-06-01T00:00:00+02:00")[:2] == (0, [])
    (tmp_path / "termijnen" / "eigen.toml").write_text(EIGEN + "x = 1")
    code, _, gezegd = zicht()
    assert (code, "eigen.toml" in gezegd) == (1, True)
