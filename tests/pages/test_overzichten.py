"""Figures across cases say what the API says, to whom it says it."""

import csv
import io
import re

import pytest

from api.pages.overzichtsoorten import SOORTEN
from api.pages.verzonnen import MENSEN

PERIODE = {"van": "2020-01-01T00:00:00Z", "tot": "2020-07-01T00:00:00Z"}


def api_pad(soort):
    return "/" + soort.vraag.naam.replace(".", "/")


@pytest.mark.parametrize("wie", ["mw-vera", "mw-anton"])
@pytest.mark.parametrize("naam", SOORTEN)
def test_een_overzicht_is_het_antwoord_van_de_api_met_zijn_citaat(site, naam, wie):
    soort = SOORTEN[naam]
    identiteit = MENSEN[wie].identiteit
    token = site.api.als(identiteit.rol, identiteit.organisatie, mandaat=identiteit.mandaat)
    api = site.api.http.get(api_pad(soort), params=PERIODE | dict(soort.vast), headers=token).json()

    client = site.bezoek(wie)
    hier = client.get(f"/overzichten/{naam}.json", params=PERIODE).json()
    pagina = client.get(f"/overzichten/{naam}", params=PERIODE).text
    tabel = list(
        csv.reader(
            io.StringIO(client.get(f"/overzichten/{naam}.csv", params=PERIODE).text.removeprefix("\ufeff"))
        )
    )

    vluchtig = {"op", "bekendOp", "citaat"}
    assert {n: w for n, w in hier.items() if n not in vluchtig} == {
        n: w for n, w in api.items() if n not in vluchtig
    }
    assert tuple(tabel[0]) == soort.koppen
    assert len(tabel) - 1 == len(re.findall(r'<th scope="row">', pagina))
    assert 'value="zicht2~' in pagina


def test_een_staaf_is_zo_lang_als_haar_getal(site):
    pagina = site.bezoek("mw-vera").get("/overzichten/binnen-termijn", params=PERIODE).text

    delen = re.findall(
        r">([\d,]+) %</td>\s*<td class=\"staafcel\"><svg.*?staaf-deel\" width=\"([\d.]+)\"", pagina, re.DOTALL
    )
    assert delen
    for procent, breedte in delen:
        assert float(breedte) == pytest.approx(2 * float(procent.replace(",", ".")), abs=0.1)


def test_wat_te_klein_is_staat_ook_hier_niet_voor_wie_van_buiten_komt(site):
    van_binnen = site.bezoek("mw-vera").get("/overzichten/aantallen", params=PERIODE).text
    van_buiten = site.bezoek("mw-anton").get("/overzichten/aantallen", params=PERIODE).text

    assert "weggelaten" not in van_binnen
    assert "Aantallen van 1 tot en met 4 zijn weggelaten" in van_buiten


def test_een_periode_wordt_een_vaste_verwijzing(site):
    vera = site.bezoek("mw-vera")
    antwoord = vera.get("/overzichten/aantallen/kies", params={"van": "2020-01-01", "tot": "2020-07-01"})

    assert antwoord.headers["Location"] == (
        "/overzichten/aantallen?van=2019-12-31T23:00:00Z&tot=2020-06-30T22:00:00Z"
    )
    assert vera.get("/overzichten/bestaat-niet").status_code == 404
