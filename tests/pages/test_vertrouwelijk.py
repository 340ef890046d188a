"""What is confidential is on a page of its own: for who may, as the API gives it, with a line in the log."""

import html
import re

import pytest
from tests.pages.conftest import scherm
from tests.pages.test_browser import schendingen

GEHEIM = "kanarie-4b1d"


def handeling(soort, vertrouwelijk=None, **gegevens):
    act = {"soort": soort, "gebeurdOp": "2020-05-04T10:00:00+02:00", "gegevens": gegevens}
    return act if vertrouwelijk is None else act | {"vertrouwelijk": vertrouwelijk}


@pytest.fixture
def casus(site):
    """A casus with a melder, two persons, and a name that was corrected."""
    api = site.api
    api.http.headers.update(api.als("medewerker-vt"))
    nieuw = api.open(vertrouwelijk={"melderGegevens": f"{GEHEIM}-m", "omschrijving": f"<b>{GEHEIM}</b>"})
    for wie in ("p1", "p2"):
        naam = {"naam": f"{GEHEIM}-{wie}"}
        api.meld(nieuw["casus"], handeling("DirectbetrokkeneGeregistreerd", naam, persoon=wie, rol="ouder"))
    anders = {"vervanging": {"naam": f"{GEHEIM}-p2-anders"}}
    gegevens = {"betreft": 3, "wijze": "vervangen", "reden": "invoerfout", "vervanging": {}}
    api.meld(nieuw["casus"], handeling("GebeurtenisGecorrigeerd", anders, **gegevens))
    return nieuw["casus"]


def vernietig(site, casus, **gegevens):
    act = handeling("PersoonsgegevensVernietigd", grond="bewaartermijn", **gegevens)
    antwoord = site.api.http.post(
        f"/casussen/{casus}/gebeurtenissen", json=act, headers=site.api.als("privacyfunctionaris")
    )
    assert antwoord.status_code == 201, antwoord.text


def velden(pagina):
    """Give every label and value on the page, in order."""
    gevonden = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", pagina)
    return [(naam, html.unescape(re.sub(r"</?span[^>]*>", "", waarde))) for naam, waarde in gevonden]


def laatste_regel(site):
    return site.api.http.app.state.diensten.inzagelezer.na(0, 10_000)[-1].regel


@pytest.mark.parametrize("wie", ["mw-iris", "mw-vera"])
def test_wie_mag_ziet_per_handeling_wat_vertrouwelijk_is_en_dat_staat_in_het_logboek(site, casus, wie):
    pagina = site.bezoek(wie).get(f"/casussen/{casus}/vertrouwelijk").text

    assert velden(pagina) == [
        ("Gegevens van de melder", f"{GEHEIM}-m"),
        ("Omschrijving", f"<b>{GEHEIM}</b>"),
        ("Naam", f"{GEHEIM}-p1"),
        ("Naam", f"{GEHEIM}-p2"),
        ("Naam", f"{GEHEIM}-p2-anders"),
        ("Vervanging: naam", f"{GEHEIM}-p2-anders"),
    ]
    regel = laatste_regel(site)
    assert (regel.actie, regel.kanaal, regel.wie.medewerker) == ("toon_vertrouwelijk", "pagina", wie)
    assert [str(een) for een in regel.getoond.casussen] == [casus]
    assert set(regel.getoond.personen) == {"p1", "p2"}
    assert regel.getoond.categorieen == ("handelingen", "vertrouwelijk")
    assert regel.getoond.positie is not None


def test_wat_vernietigd_is_staat_er_als_vernietigd_en_het_andere_nog(site, casus):
    vernietig(site, casus, persoon="p2")
    pagina = site.bezoek("mw-iris").get(f"/casussen/{casus}/vertrouwelijk").text
    assert f"{GEHEIM}-p2" not in pagina
    assert ("Naam", f"{GEHEIM}-p1") in velden(pagina)
    assert '<dt>Het hele deel</dt><dd><span class="merkje">vernietigd</span></dd>' in pagina

    vernietig(site, casus)
    pagina = site.bezoek("mw-iris").get(f"/casussen/{casus}/vertrouwelijk").text
    assert GEHEIM not in pagina
    assert {waarde for _, waarde in velden(pagina)} == {"vernietigd"}
    assert laatste_regel(site).getoond.categorieen == ("handelingen",)  # nothing was opened


def test_zoals_toen_bekend_staat_er_wat_toen_bekend_was(site, casus):
    rijen = site.api.lees(f"/casussen/{casus}/gebeurtenissen")["gebeurtenissen"]
    positie = site.api.lees(f"/casussen/{casus}/gebeurtenissen")["positie"] - len(rijen) + 2
    iris = site.bezoek("mw-iris")

    toen = iris.get(f"/casussen/{casus}/vertrouwelijk", params={"bekendOp": positie}).text
    te_vroeg = iris.get(f"/casussen/{casus}/vertrouwelijk", params={"bekendOp": "2019-01-01T00:00:00Z"})

    assert f"{GEHEIM}-p1" in toen
    assert f"{GEHEIM}-p2" not in toen
    assert te_vroeg.status_code == 404
    assert iris.get(f"/casussen/{casus}/vertrouwelijk", params={"bekendOp": 10**9}).status_code == 400


@pytest.mark.parametrize(
    ("wie", "status"),
    [
        ("mw-anton", 403),
        ("mw-bram", 403),
        ("mw-petra", 403),
        ("mw-lotte", 404),  # not handed over to them: as if it does not exist
        ("mw-inge", 404),
        (None, 303),
    ],
)
def test_wie_niet_mag_krijgt_niets(site, casus, wie, status):
    antwoord = site.bezoek(wie).get(f"/casussen/{casus}/vertrouwelijk")

    assert antwoord.status_code == status
    assert GEHEIM not in antwoord.text


def test_op_de_casus_zelf_en_in_wat_men_meeneemt_staat_niets_vertrouwelijks(site, casus):
    iris = site.bezoek("mw-iris")
    for pad in ("", ".json", ".csv"):
        antwoord = iris.get(f"/casussen/{casus}{pad}")
        assert antwoord.status_code == 200
        assert GEHEIM not in antwoord.text
        assert "vertrouwelijk" not in laatste_regel(site).getoond.categorieen
    assert f'href="/casussen/{casus}/vertrouwelijk"' in iris.get(f"/casussen/{casus}").text
    assert iris.get("/casussen/00000000-0000-4000-8000-000000000000/vertrouwelijk").status_code == 404


def test_axe_vindt_niets_op_de_vertrouwelijke_delen(browser, site, casus):
    with scherm(browser, site) as s:
        s.ga(f"/casussen/{casus}")
        s.volg(s.page.get_by_role("link", name="Toon de vertrouwelijke delen"))
        s.page.get_by_text(f"{GEHEIM}-p1").wait_for()
        assert schendingen(s.page) == []
        assert s.page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
