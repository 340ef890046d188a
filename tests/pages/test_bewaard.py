"""What somebody keeps is a question of their own, and nothing of a casus or a person."""

import html
import re

import psycopg
import pytest

from api.pages.bewaarde_vragen import MEESTE, adres_van

VRAAG = "/termijnen?status=open&soort=ontvangstbevestiging"


def doe(client, site, pad, **velden):
    sleutel = re.search(r'name="formuliersleutel" value="([0-9a-f]{64})"', client.get("/woordenlijst").text)[
        1
    ]
    return client.post(pad, data={"formuliersleutel": sleutel, **velden}, headers={"Origin": site.adres})


def bewaard(client):
    """Give name and address of every question that this person keeps."""
    pagina = client.get("/bewaard").text
    return {
        naam: html.unescape(adres)
        for adres, naam in re.findall(r'<a href="([^"]+)">([^<]+)</a>\s*<button', pagina)
    }


def ruim_op(client, site):
    for vraag in re.findall(r'name="vraag" value="([^"]+)"', client.get("/bewaard").text):
        assert doe(client, site, "/bewaard/weg", vraag=vraag).status_code == 303


@pytest.fixture
def iris(site):
    client = site.bezoek("mw-iris")
    yield client
    ruim_op(client, site)


def test_een_vraag_wordt_bewaard_geopend_en_verwijderd(site, iris):
    antwoord = doe(iris, site, "/bewaard", naam="  Wacht  op 1 ", adres=VRAAG)

    assert (antwoord.status_code, antwoord.headers["Location"]) == (303, "/bewaard")
    assert bewaard(iris) == {"Wacht op 1": VRAAG}
    assert iris.get(bewaard(iris)["Wacht op 1"]).status_code == 200
    ruim_op(iris, site)
    assert bewaard(iris) == {}


@pytest.mark.parametrize(
    "pad", ["/casussen?status=betwist", VRAAG, "/overzichten/aantallen?van=2020-01-01T00:00:00Z"]
)
def test_elke_lijst_biedt_haar_eigen_adres_aan_om_te_bewaren(site, iris, pad):
    aangeboden = html.unescape(re.search(r'name="adres" value="([^"]+)"', iris.get(pad).text)[1])

    assert doe(iris, site, "/bewaard", naam="deze", adres=aangeboden).status_code == 303
    assert bewaard(iris) == {"deze": pad}


def test_een_ander_ziet_en_verwijdert_haar_niet(site, iris):
    doe(iris, site, "/bewaard", naam="van-iris", adres=VRAAG)
    vraag = re.search(r'name="vraag" value="([^"]+)"', iris.get("/bewaard").text)[1]
    vera = site.bezoek("mw-vera")

    assert bewaard(vera) == {}
    assert doe(vera, site, "/bewaard/weg", vraag=vraag).status_code == 303
    assert bewaard(iris) == {"van-iris": VRAAG}


@pytest.mark.parametrize("naam", ["", "-", "a" * 41, "jan@voorbeeld.nl", "Éva", "x<b>", "a\x00b"])
def test_een_naam_is_een_kort_kenmerk_en_geen_tekst(site, iris, naam):
    antwoord = doe(iris, site, "/bewaard", naam=naam, adres=VRAAG)

    assert antwoord.status_code == 400
    assert "hoogstens 40 letters" in antwoord.text
    assert bewaard(iris) == {}


@pytest.mark.parametrize(
    "adres",
    [
        "",
        "//kwaad.example/termijnen",
        "https://kwaad.example",
        "/beheer",
        "/casussen/0188f777-e5d0-7dc1-9934-e8b5c2f31924",
        "/casussen?partij=clientsysteem:0188f777-e5d0-7dc1-9934-e8b5c2f31924",
        "/casussen?naam=kanarie",
        "/casussen?partij=een+zin+over+iemand",
        "/termijnen?soort=" + "a" * 101,
        "/termijnen#x",
        "/termijnen?status=open%23x",
        "/overzichten/../beheer",
    ],
)
def test_alleen_de_vraag_van_een_lijst_wordt_bewaard_en_nooit_een_casus(site, iris, adres):
    assert adres_van(adres) is None
    antwoord = doe(iris, site, "/bewaard", naam="x", adres=adres)

    assert antwoord.status_code == 400
    assert bewaard(iris) == {}


def test_van_een_volgende_bladzijde_wordt_de_eerste_bewaard():
    adres = "/casussen?op=2020-05-25T00:00:00Z&na=0188f777-e5d0-7dc1-9934-e8b5c2f31924&limiet=2"

    assert adres_van(adres) == "/casussen?op=2020-05-25T00:00:00Z"


def test_een_naam_twee_keer_en_te_veel_vragen_worden_geweigerd(site, iris):
    for nummer in range(MEESTE):
        assert doe(iris, site, "/bewaard", naam=f"vraag {nummer}", adres=VRAAG).status_code == 303

    assert doe(iris, site, "/bewaard", naam="te veel", adres=VRAAG).status_code == 400
    assert len(bewaard(iris)) == MEESTE
    ruim_op(iris, site)
    assert doe(iris, site, "/bewaard", naam="een", adres=VRAAG).status_code == 303
    assert doe(iris, site, "/bewaard", naam="een", adres="/signalen").status_code == 400
    assert bewaard(iris) == {"een": VRAAG}


def test_zonder_formulier_van_ons_wordt_niets_bewaard(site, iris):
    kaal = iris.post("/bewaard", data={"naam": "x", "adres": VRAAG}, headers={"Origin": site.adres})
    elders = iris.post(
        "/bewaard", data={"naam": "x", "adres": VRAAG}, headers={"Origin": "https://kwaad.example"}
    )

    assert (kaal.status_code, elders.status_code) == (403, 403)
    assert bewaard(iris) == {}


@pytest.mark.parametrize(
    ("naam", "adres"),
    [
        ("een zin, over iemand", "/termijnen"),
        ("x", "/casussen/0188f777-e5d0-7dc1-9934-e8b5c2f31924"),
        ("x", "/casussen?partij=clientsysteem:0188f777-e5d0-7dc1-9934-e8b5c2f31924"),
    ],
)
def test_ook_de_database_neemt_geen_tekst_en_geen_casus_aan(site, naam, adres):
    pool = site.api.http.app.state.paginas.sessies._pool

    with pool.connection() as verbinding, pytest.raises(psycopg.errors.CheckViolation):
        verbinding.execute(
            "INSERT INTO sessies.bewaarde_vragen VALUES (now(), gen_random_uuid(), 'm', 's', 'o', %s, %s)",
            [naam, adres],
        )
