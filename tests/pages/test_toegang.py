"""Who gets to see a page, how a session begins and ends, and what a form must carry."""

import hashlib
import re
from datetime import timedelta

import pytest
from psycopg.errors import InsufficientPrivilege
from tests.pages.conftest import met_uitgever

from api.http.inzagetabel import PAGINAS, PAGINAS_ZONDER_DOSSIER
from api.pages.app import ROUTERS
from api.pages.toegang import veilig_terug
from api.pages.verzonnen import MENSEN
from api.rollen import RECHTEN

OPEN = {"/statisch/{bestand}", "/inloggen", "/inloggen/verzonnen", "/inloggen/begin", "/inloggen/antwoord"}
ROUTES = [(methode, route.path) for router in ROUTERS for route in router.routes for methode in route.methods]
GESLOTEN = [(methode, pad) for methode, pad in ROUTES if pad not in OPEN]


CIJFERS = "medewerker-vt inspecteur auditor"
# a page shows a casus under its own name: not to an auditor
TIJDLIJN = "medewerker-vt inspecteur medewerker-lokaal-team medewerker-instelling"
LIJST = TIJDLIJN
VASTLEGGERS = "medewerker-vt medewerker-lokaal-team medewerker-instelling privacyfunctionaris"
MATRIX = {
    ("GET", "/"): " ".join(RECHTEN),
    ("GET", "/woordenlijst"): " ".join(RECHTEN),
    ("GET", "/bewaard"): " ".join(RECHTEN),
    ("GET", "/casussen"): f"{LIJST} auditor",  # who gets figures there, no list
    ("GET", "/casussen/telop"): f"{LIJST} auditor",
    ("GET", "/casussen.json"): LIJST,
    ("GET", "/casussen.csv"): LIJST,
    **{
        ("GET", f"/{lijst}{wat}"): LIJST
        for lijst in ("termijnen", "signalen")
        for wat in ("", ".json", ".csv", "/kies")
    },
    ("GET", "/werklijst"): LIJST,
    ("GET", "/werklijst.json"): LIJST,
    ("GET", "/werklijst.ics"): LIJST,
    ("GET", "/casussen/nieuw"): "medewerker-vt",
    ("GET", "/overzichten"): CIJFERS,
    ("GET", "/overzichten/{naam}"): CIJFERS,
    ("GET", "/overzichten/{naam}/kies"): CIJFERS,
    ("GET", "/overzichten/{naam}.json"): CIJFERS,
    ("GET", "/overzichten/{naam}.csv"): CIJFERS,
    ("GET", "/beheer"): "beheerder",
    ("GET", "/casussen/{casus}/vastleggen"): VASTLEGGERS,
    ("GET", "/casussen/{casus}.pdf"): "medewerker-vt inspecteur",  # the whole casus
    ("GET", "/casussen/zoek"): LIJST,
    ("GET", "/casussen/{casus}"): TIJDLIJN,
    ("GET", "/casussen/{casus}/kies"): TIJDLIJN,
    ("GET", "/casussen/{casus}.json"): TIJDLIJN,
    ("GET", "/casussen/{casus}.csv"): TIJDLIJN,
    ("GET", "/casussen/{casus}/vertrouwelijk"): TIJDLIJN,
    ("GET", "/inzage"): "inspecteur privacyfunctionaris",
    ("GET", "/casussen/{casus}/inzage"): "inspecteur privacyfunctionaris",
}
"""Which roles may see which page; every other may not, and a page that is not here fails."""


def ingevuld(pad, casus="0188f777-e5d0-7dc1-9934-e8b5c2f31924"):
    return pad.replace("{casus}", casus).replace("{naam}", "aantallen")


def formuliersleutel(html):
    return re.search(r'name="formuliersleutel" value="([0-9a-f]{64})"', html)[1]


@pytest.mark.parametrize(("methode", "pad"), GESLOTEN)
def test_zonder_sessie_gaat_elke_pagina_naar_inloggen(site, methode, pad):
    antwoord = site.bezoek().request(methode, ingevuld(pad), headers={"Origin": site.adres})

    if pad.endswith((".json", ".csv", ".ics", ".pdf")):
        assert antwoord.status_code == 401
        assert antwoord.json()["code"] == "niet-ingelogd"
    else:
        assert antwoord.status_code in {303, 403}
        assert antwoord.status_code == 403 or antwoord.headers["Location"].startswith("/inloggen")


def test_na_inloggen_gaat_het_verder_met_de_pagina_die_was_gevraagd(site):
    client = site.bezoek()
    adres = client.get(f"/casussen/{site.casus}?op=2020-03-14T11:00:00Z").headers["Location"]
    pagina = client.get(adres)
    terug = re.search(r'name="terug" value="([^"]+)"', pagina.text)[1]

    antwoord = client.post(
        "/inloggen/verzonnen", data={"wie": "mw-iris", "terug": terug}, headers={"Origin": site.adres}
    )

    assert antwoord.headers["Location"] == f"/casussen/{site.casus}?op=2020-03-14T11:00:00Z"
    assert client.get(antwoord.headers["Location"]).status_code == 200


@pytest.mark.parametrize(
    "terug",
    ["//kwaad.example", "https://kwaad.example", "/\\kwaad.example", "javascript:x", "", "/a\nb", "kwaad"],
)
def test_terug_is_altijd_een_pagina_van_ons(terug):
    assert veilig_terug(terug) == "/"


@pytest.mark.parametrize("wie", MENSEN)
def test_elke_pagina_tegen_elke_rol(site, wie):
    client, rol = site.bezoek(wie), MENSEN[wie].identiteit.rol
    gezien = {
        (methode, pad)
        for methode, pad in GESLOTEN
        if methode == "GET" and client.get(ingevuld(pad, site.casus)).status_code != 403
    }

    assert gezien == {pagina for pagina, rollen in MATRIX.items() if rol in rollen.split()}


@pytest.mark.parametrize("wie", MENSEN)
def test_wat_iemand_van_de_api_niet_krijgt_krijgt_die_ook_hier_niet(site, wie):
    identiteit = MENSEN[wie].identiteit
    token = site.api.als(identiteit.rol, identiteit.organisatie, mandaat=identiteit.mandaat)

    def api(pad):
        return site.api.http.get(pad, headers=token).status_code

    client = site.bezoek(wie)
    pagina = client.get(f"/casussen/{site.casus}")
    if identiteit.rol not in LIJST.split():
        assert pagina.status_code == 403
        return
    assert client.get("/casussen").status_code == api("/verantwoordelijkheden")
    assert pagina.status_code == api(f"/casussen/{site.casus}/tijdlijn")
    ziet_acten = api(f"/casussen/{site.casus}/gebeurtenissen") == 200
    assert ("De geschiedenis" in pagina.text) == ziet_acten
    assert ("wijkteam-west bevestigde" in pagina.text) == ziet_acten
    vergelijking = client.get(f"/casussen/{site.casus}?eerder=2").status_code
    assert vergelijking == api(f"/casussen/{site.casus}/tijdlijn/verschil?van=2&tot=5")
    hier = client.get(f"/casussen/{site.casus}.json")
    assert hier.status_code == pagina.status_code
    assert ("geschiedenis" in hier.json()) == ziet_acten


def test_de_koek_is_niet_te_lezen_voor_een_script_en_gaat_niet_mee_vanaf_een_andere_site(site):
    antwoord = site.bezoek().post(
        "/inloggen/verzonnen", data={"wie": "mw-iris"}, headers={"Origin": site.adres}
    )

    koek = antwoord.headers["Set-Cookie"]
    assert re.fullmatch(r"zicht-sessie=[\w-]{43}; HttpOnly; Max-Age=32400; Path=/; SameSite=lax", koek)


def test_wie_uitlogt_is_er_ook_voor_de_server_uit(site):
    client = site.bezoek("mw-iris")
    sleutel = formuliersleutel(client.get("/woordenlijst").text)
    koek = dict(client.cookies)

    uit = client.post("/uitloggen", data={"formuliersleutel": sleutel}, headers={"Origin": site.adres})

    assert (uit.status_code, uit.headers["Location"]) == (303, "/inloggen")
    opnieuw = site.bezoek()
    opnieuw.cookies.update(koek)
    assert opnieuw.get("/casussen").status_code == 303


def test_een_sessie_eindigt_na_een_werkdag_en_na_een_uur_zonder_verzoek(site):
    klok, begin = site.api.klok, site.api.klok.tijd
    client = site.bezoek("mw-iris")
    for minuten in range(50, 9 * 60, 50):
        klok.tijd = begin + timedelta(minutes=minuten)
        assert client.get("/casussen").status_code == 200, minuten
    klok.tijd = begin + timedelta(hours=9)
    assert client.get("/casussen").status_code == 303

    klok.tijd = begin
    ander = site.bezoek("mw-iris")
    klok.tijd = begin + timedelta(minutes=60)
    assert ander.get("/casussen").status_code == 303


@pytest.mark.parametrize(
    ("herkomst", "sleutel", "soort"),
    [
        (None, True, "application/x-www-form-urlencoded"),
        ("null", True, "application/x-www-form-urlencoded"),
        ("https://kwaad.example", True, "application/x-www-form-urlencoded"),
        ("zelf", False, "application/x-www-form-urlencoded"),
        ("zelf", True, "text/plain"),
    ],
)
def test_een_formulier_van_elders_wordt_niet_aangenomen(site, herkomst, sleutel, soort):
    client = site.bezoek("mw-iris")
    eigen = formuliersleutel(client.get("/woordenlijst").text)
    koppen = {} if herkomst is None else {"Origin": site.adres if herkomst == "zelf" else herkomst}

    antwoord = client.post(
        "/uitloggen",
        content=f"formuliersleutel={eigen if sleutel else '0' * 64}",
        headers={**koppen, "Content-Type": soort},
    )

    assert antwoord.status_code == 403
    assert "formulier-geweigerd" in antwoord.text
    assert client.get("/casussen").status_code == 200


def test_de_sleutel_van_een_ander_past_niet(site):
    van_een_ander = formuliersleutel(site.bezoek("mw-anton").get("/woordenlijst").text)

    antwoord = site.bezoek("mw-iris").post(
        "/uitloggen", data={"formuliersleutel": van_een_ander}, headers={"Origin": site.adres}
    )

    assert antwoord.status_code == 403


def test_in_de_database_staat_geen_koek_waarmee_iemand_kan_inloggen(site):
    client = site.bezoek("mw-iris")
    koek = client.cookies["zicht-sessie"]
    diensten = site.api.http.app.state.paginas

    with diensten.sessies._pool.connection() as verbinding:
        rijen = verbinding.execute("SELECT sleutel::text, medewerker FROM sessies.sessies").fetchall()

    assert any(medewerker == "mw-iris" for _, medewerker in rijen)
    assert koek.encode().hex() not in str(rijen)


def test_wie_sessies_leest_kan_geen_casus_lezen(site):
    pool = site.api.http.app.state.paginas.sessies._pool

    with pool.connection() as verbinding, pytest.raises(InsufficientPrivilege):
        verbinding.execute("SELECT 1 FROM ledger.gebeurtenissen")


def test_verzonnen_mensen_bestaan_niet_in_productie_en_niet_naast_een_uitgever(
    paginaserver, tmp_path, uitgever
):
    jwks = tmp_path / "jwks.json"
    jwks.write_text('{"keys": []}')
    sleutels = {
        "zegel_oorsprong": "zicht.example/grootboek",
        "hoofdsleutel_bestand": tmp_path / "hoofdsleutel",
    }
    productie = {"omgeving": "productie", "jwks_bestand": jwks, "token_issuer": "https://uitgever.example"}
    with met_uitgever(paginaserver, tmp_path, uitgever, **sleutels) as (http, _, _):
        _geen_verzonnen(http)
    with met_uitgever(paginaserver, tmp_path, "https://uitgever.example", **sleutels, **productie) as (
        http,
        _,
        _,
    ):
        _geen_verzonnen(http)


def _geen_verzonnen(http):
    pagina = http.get("/inloggen")
    assert pagina.status_code == 200
    assert "verzonnen" not in pagina.text.replace("casussen hier zijn verzonnen", "")
    antwoord = http.post(
        "/inloggen/verzonnen", data={"wie": "mw-iris"}, headers={"Origin": "https://zicht.example"}
    )
    assert antwoord.status_code == 404
    assert "Set-Cookie" not in antwoord.headers


def test_wie_een_casus_bekijkt_staat_in_het_logboek_met_casus_en_positie(site):
    site.bezoek("mw-iris").get(f"/casussen/{site.casus}?bekendOp=3")

    regel = site.api.http.app.state.diensten.inzagelezer.na(0, 10_000)[-1].regel

    assert (regel.wie.medewerker, regel.kanaal, regel.handeling) == ("mw-iris", "pagina", "inzien")
    assert regel.getoond.positie == 3
    assert [str(casus) for casus in regel.getoond.casussen] == [site.casus]


def test_van_een_rapport_staat_in_het_logboek_welk_bestand_het_was(site):
    iris = site.bezoek("mw-iris")
    rapport = iris.get(f"/casussen/{site.casus}.pdf?bekendOp=3")
    iris.get(f"/casussen/{site.casus}?bekendOp=3")

    *_, gegeven, gezien = site.api.http.app.state.diensten.inzagelezer.na(0, 10_000)
    assert gegeven.regel.actie == "geef_casus_pdf"
    assert gegeven.regel.getoond.bestand_sha256 == hashlib.sha256(rapport.content).hexdigest()
    assert gezien.regel.getoond.bestand_sha256 is None  # a page is no file to keep


def test_elke_pagina_staat_in_de_tabel_van_het_logboek():
    namen = {route.name for router in ROUTERS for route in router.routes}

    assert namen == set(PAGINAS) | PAGINAS_ZONDER_DOSSIER
