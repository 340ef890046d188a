"""What a party sees on the pages of a casus that came to it halfway: what was so from the sending on."""

import pytest
from tests.api.conftest import overdracht

from api.pages.verzonnen import MENSEN

TEAM = MENSEN["mw-lotte"].identiteit.organisatie
EERDER = {
    "soort": "InformatieIngewonnen",
    "gebeurdOp": "2020-03-03T09:00:00+01:00",
    "gegevens": {"bij": {"soort": "instelling", "id": "kliniek-van-eerder"}},
    "vertrouwelijk": {"uitkomst": "alleen voor Veilig Thuis"},
}
DAARNA = {
    "soort": "AfstemmingGehad",
    "gebeurdOp": "2020-03-06T09:00:00+01:00",
    "gegevens": {
        "door": TEAM.model_dump(),
        "met": [{"soort": "instelling", "id": "kliniek-van-nu"}],
        "onderwerp": "hulp",
    },
    "vertrouwelijk": {"verslag": "na de overdracht"},
}


@pytest.fixture
def casus(site):
    """A casus that was sent to the team on 5 March, after Veilig Thuis asked around."""
    casus = site.api.open()["casus"]
    for act in (EERDER, overdracht(aan=TEAM), DAARNA):
        laatste = site.api.meld(casus, act)
    site.api.lees("/werklijst", vanaf=laatste)
    return casus


@pytest.fixture
def team(site):
    return site.bezoek("mw-lotte")


def test_wie_halverwege_kwam_ziet_wat_daarna_gebeurde(team, casus):
    pagina = team.get(f"/casussen/{casus}")

    assert pagina.status_code == 200
    assert 'id="nr-3"' in pagina.text
    assert 'id="nr-4"' in pagina.text
    assert 'id="nr-1"' not in pagina.text
    assert 'id="nr-2"' not in pagina.text
    assert 'href="#nr-2"' not in pagina.text
    assert "kliniek-van-eerder" not in pagina.text


def test_veilig_thuis_ziet_alles(site, casus):
    pagina = site.bezoek("mw-vera").get(f"/casussen/{casus}").text

    assert all(f'id="nr-{nummer}"' in pagina for nummer in (1, 2, 3, 4))


def test_van_voor_de_overdracht_is_er_niets(team, casus):
    eerder = team.get(f"/casussen/{casus}?op=2020-03-03T10:00:00Z")

    assert eerder.status_code == 404
    assert "voor-de-overdracht" in eerder.text


def test_ook_in_json_en_csv_niet(team, casus):
    als_json = team.get(f"/casussen/{casus}.json").json()

    assert [een["volgnummer"] for een in als_json["geschiedenis"]] == [3, 4]
    assert team.get(f"/casussen/{casus}.csv").status_code == 200
    assert team.get(f"/casussen/{casus}.pdf").status_code == 403


def test_vertrouwelijk_is_wat_bij_die_handelingen_hoort(team, casus):
    pagina = team.get(f"/casussen/{casus}/vertrouwelijk").text

    assert "na de overdracht" in pagina
    assert "alleen voor Veilig Thuis" not in pagina


def test_het_formulier_stelt_voor_wat_te_zien_is(site, team, casus):
    pagina = team.get(f"/casussen/{casus}/vastleggen?soort=ContactGelegd")

    assert pagina.status_code == 200
    assert TEAM.id in pagina.text
    assert "kliniek-van-nu" in pagina.text
    assert "kliniek-van-eerder" not in pagina.text
    assert "kliniek-van-eerder" in site.bezoek("mw-vera").get(pagina.url.path + "?soort=ContactGelegd").text


def test_een_ander_ziet_er_niets_van(site, casus):
    assert site.bezoek("mw-inge").get(f"/casussen/{casus}").status_code == 404
    assert site.bezoek("mw-inge").get(f"/casussen/{casus}/vastleggen").status_code == 404
