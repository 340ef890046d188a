"""The agreements as a person reads them, and a region that brings a set of its own as a file."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ZICHT = Path(sys.executable).with_name("zicht")
SJABLOON = Path("src/ledger/agreements/hart-van-brabant-2020.toml").resolve()


def zicht(*argumenten, map_=None, invoer=None):
    omgeving = {"PATH": "/usr/bin:/bin"} | ({"ZICHT_AFSPRAKEN_MAP": str(map_)} if map_ else {})
    return subprocess.run(
        [ZICHT, *argumenten], input=invoer, capture_output=True, text=True, env=omgeving, check=False
    )


def eigen_set(plaats, **anders):
    tekst = SJABLOON.read_text("utf-8").replace('"hart-van-brabant-2020"', '"eigen-2021"')
    tekst = tekst.replace('regios = ["midden-brabant"]', 'regios = ["zuid-limburg"]')
    for oud, nieuw in anders.items():
        tekst = tekst.replace(f'{oud} = "alle-dagen"', nieuw)
    (plaats / "eigen.toml").write_text(tekst, "utf-8")


def test_elke_parameter_staat_er_met_zijn_zin():
    toen = json.loads(zicht("afspraken", "hart-van-brabant-2020").stdout)
    assert toen["parameters"][0]["naam"] == "weekdagen"
    assert all(p["zin"] for p in toen["parameters"])
    assert all(p["waarde"] == p["mogelijk"][0] for p in toen["parameters"] if p["groep"] == "lezingen")


def test_een_eigen_stel_afspraken_beoordeelt_de_casussen_van_zijn_regio(tmp_path):
    eigen_set(tmp_path, weekdagen='weekdagen = "maandag-vrijdag"')
    casus = {
        "casus": "0190c1c2-0000-7000-8000-000000000001", "volgnummer": 1, "soort": "MeldingOntvangen",
        "versie": 1, "gebeurdOp": "2021-03-02T09:00:00+01:00", "vastgelegdOp": "2021-03-02T09:05:00+01:00",
        "vastgelegdDoor": {
            "medewerker": "mw-1", "organisatie": {"soort": "veilig-thuis", "id": "zuid-limburg"},
            "rol": "medewerker-vt",
        },
        "gegevens": {
            "melding": "m1", "veiligThuis": "zuid-limburg", "gemeente": "GM0935", "kanaal": "corv",
            "melder": {"soort": "politie", "anoniem": False}, "vormen": [],
        },
    }  # fmt: skip
    regel = json.dumps(casus)
    for map_, verwacht in ((None, "landelijk-2019"), (tmp_path, "eigen-2021")):
        uit = zicht("tijdlijn", "--invoer", "-", "--uitvoer", "json", map_=map_, invoer=regel)
        assert uit.returncode == 0, uit.stderr
        assert json.loads(uit.stdout)["afspraken"] == verwacht


@pytest.mark.parametrize(
    ("weekdagen", "verwacht"),
    [('weekdagen = "dinsdag"', "lezingen.weekdagen"), ("zomaar = 1", "lezingen.zomaar")],
)
def test_een_verkeerd_stel_wordt_geweigerd_met_bestand_en_sleutel(tmp_path, weekdagen, verwacht):
    eigen_set(tmp_path, weekdagen=weekdagen)
    uit = zicht("afspraken", map_=tmp_path)
    assert uit.returncode == 1
    assert "eigen.toml" in uit.stderr
    assert verwacht in uit.stderr


def test_over_http(api):
    assert "hart-van-brabant-2020" in {een["naam"] for een in api.http.get("/afspraken").json()["resultaten"]}
    een = api.http.get("/afspraken/landelijk-2019").json()
    assert {"groep": "termijnen", "naam": "weekdagen", "waarde": 5}.items() <= een["parameters"][12].items()
    assert api.http.get("/afspraken/bestaat-niet").status_code == 404
