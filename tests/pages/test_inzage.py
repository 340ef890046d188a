"""Who looked at a casus: in plain words, for who may know, and looking there is looking too."""

import re

import pytest
from tests.pages.conftest import scherm
from tests.pages.test_browser import schendingen

LEEG = "00000000-0000-4000-8000-000000000000"


@pytest.fixture
def casus(site):
    """A casus that nobody has looked at yet."""
    api = site.api
    api.http.headers.update(api.als("medewerker-vt"))
    return api.open(vertrouwelijk={"omschrijving": "iets"})["casus"]


def rijen(pagina):
    """Give of each line what it says, and who looked."""
    return re.findall(r"<tr><td>(.*?)</td><td><a [^>]*>(.*?)</a></td>", pagina)


@pytest.mark.parametrize("wie", ["mw-iris", "mw-petra"])
def test_wie_keek_staat_er_in_gewone_woorden_en_wie_dat_bekijkt_ook(site, casus, wie):
    site.bezoek("mw-vera").get(f"/casussen/{casus}")
    site.bezoek("mw-vera").get(f"/casussen/{casus}/vertrouwelijk")
    site.bezoek("mw-bram").get(f"/casussen/{casus}")
    lezer = site.bezoek(wie)

    eerst = lezer.get(f"/casussen/{casus}/inzage").text
    daarna = rijen(lezer.get(f"/casussen/{casus}/inzage").text)

    assert [van for _, van in rijen(eerst)] == ["mw-vera", "mw-vera", "mw-bram"]
    assert daarna[:3] == rijen(eerst)
    bekeken, geopend, geweigerd, zelf = (tekst for tekst, _ in daarna)
    assert "bekeek een medewerker van Veilig Thuis Midden-Brabant: wie verantwoordelijk is" in bekeken
    assert "de vertrouwelijke gegevens" in geopend
    assert "wilde een beheerder van Veilig Thuis Midden-Brabant uw dossier zien; dat mocht niet" in geweigerd
    assert "wie er heeft gekeken" in zelf
    assert "Iedere regel over deze casus" in eerst


def test_van_een_medewerker_en_per_bladzijde(site, casus):
    for wie in ("mw-vera", "mw-iris", "mw-vera"):
        site.bezoek(wie).get(f"/casussen/{casus}")
    petra = site.bezoek("mw-petra")
    adres = f"/casussen/{casus}/inzage"

    van_vera = rijen(petra.get(adres, params={"medewerker": "mw-vera"}).text)
    eerste = petra.get(adres, params={"pageSize": 2}).text
    verder = re.search(r'<a href="([^"]+)">Volgende bladzijde', eerste)[1].replace("&amp;", "&")
    tweede = petra.get(verder).text

    assert [van for _, van in van_vera] == ["mw-vera", "mw-vera"]
    assert [van for _, van in rijen(eerste)] == ["mw-vera", "mw-iris"]
    assert rijen(tweede)[0][1] == "mw-vera"
    assert "Eerste bladzijde" in tweede


def test_de_weg_erheen_en_wat_er_niet_is(site, casus):
    petra, iris = site.bezoek("mw-petra"), site.bezoek("mw-iris")

    assert 'action="/inzage"' in petra.get("/").text
    assert (
        petra.get("/inzage", params={"casus": f" {casus}"}).headers["Location"] == f"/casussen/{casus}/inzage"
    )
    assert (
        petra.get("/inzage", params={"casus": "//kwaad.example/"})
        .headers["Location"]
        .startswith("/casussen/")
    )
    assert f'href="/casussen/{casus}/inzage"' in iris.get(f"/casussen/{casus}").text
    assert "/inzage" not in site.bezoek("mw-vera").get(f"/casussen/{casus}").text
    assert petra.get(f"/casussen/{LEEG}/inzage").status_code == 404


def test_axe_vindt_niets_in_het_logboek(browser, site, casus):
    with scherm(browser, site, "mw-petra") as s:
        assert schendingen(s.page) == []
        s.page.fill("#casus", casus)
        s.volg(s.page.get_by_role("button", name="Toon wie keek"))
        s.page.reload()
        s.page.get_by_text("Op volgorde van tijd").wait_for()
        assert schendingen(s.page) == []
        assert s.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
