"""The machine room: how it goes, trying again, rebuilding; and nothing of what is in a casus."""

import re
import time
from uuid import uuid4

import psycopg
import pytest
from tests.pages.conftest import open_site

from api.pages.verzonnen import MENSEN
from projections.leesmodel.herbouw import herbouw

_LEG_RUW = """
INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                   opdracht, regio, soort, open)
SELECT max(positie) + 1, now(), now(), now(), 1, %s, gen_random_uuid(), 'midden-brabant', 'Gefluisterd/1', %s
  FROM ledger.gebeurtenissen
RETURNING positie
"""


def sleutel(pagina):
    return re.search(r'name="formuliersleutel" value="([0-9a-f]+)"', pagina)[1]


def stuur(site, bram, pad):
    velden = {"formuliersleutel": sleutel(bram.get("/beheer").text)}
    return bram.post(pad, data=velden, headers={"Origin": site.adres})


def app_login(site):
    return site.api.instellingen.database_url.get_secret_value()


def leesmodel(site):
    return site.api.http.app.state.diensten.toezicht


def wacht_tot(klaar):
    uiterlijk = time.monotonic() + 30
    while not (gezien := klaar()):
        assert time.monotonic() < uiterlijk
        time.sleep(0.02)
    return gezien


@pytest.fixture(scope="module")
def eigen_site(paginaserver, tmp_path_factory):
    with open_site(paginaserver, tmp_path_factory.mktemp("machinekamer")) as site:
        yield site


@pytest.fixture
def site(eigen_site):
    """A site of this file: acts that nobody can read and rebuilds must not meet the tests of others."""
    yield eigen_site
    while eigen_site.bezoekers:
        eigen_site.bezoekers.pop().close()


@pytest.fixture
def stil(site):
    """A casus that stands still at an act of a kind that this version does not know."""
    casus = uuid4()
    with psycopg.connect(site.api.eigenaar, autocommit=True) as eigenaar:
        (positie,) = eigenaar.execute(_LEG_RUW, [casus, b'{"gegevens":{"x":"Hanneke Voorbeeld"}}']).fetchone()
        eigenaar.execute("NOTIFY zicht_gebeurtenissen")
    leesmodel(site).wacht_op(positie, 30)
    return casus, positie


def test_de_machinekamer_zegt_hoe_het_gaat_en_niets_van_een_casus(site):
    pagina = site.bezoek("mw-bram").get("/beheer").text

    assert "Alles draait." in pagina
    positie = leesmodel(site).stand().positie
    assert f"positie {positie}" in pagina
    assert site.casus not in pagina


def test_een_stilstaande_casus_heet_naar_zijn_positie_en_wordt_opnieuw_geprobeerd(site, stil):
    casus, positie = stil
    bram = site.bezoek("mw-bram")
    voor = bram.get("/beheer").text

    antwoord = stuur(site, bram, "/beheer/herkans")
    na = bram.get(antwoord.headers["Location"]).text

    assert antwoord.status_code == 303
    rij = f'<th scope="row">{positie}</th><td>midden-brabant</td><td>1</td>'
    assert rij in voor
    assert "<code>onleesbare-gebeurtenis</code> onbekende naam" in voor
    assert "Alle stilstaande casussen zijn opnieuw geprobeerd. 1 casus staat nog stil." in na
    assert rij in na
    pogingen = [re.search(r"<td>(\d+)</td><td><code>onleesbare", pagina)[1] for pagina in (voor, na)]
    assert int(pogingen[1]) == int(pogingen[0]) + 1
    for pagina in (voor, na):
        assert str(casus) not in pagina
        assert "Hanneke" not in pagina


def test_een_herbouw_begint_van_de_pagina_en_de_pagina_zegt_hoe_ver_die_is(site):
    bram = site.bezoek("mw-bram")

    antwoord = stuur(site, bram, "/beheer/herbouw")
    stand = wacht_tot(lambda: (nu := leesmodel(site).herbouwstand()) and not nu.bezig and nu)

    assert antwoord.headers["Location"] == "/beheer?gedaan=herbouw"
    assert (stand.stap, stand.gedaan) == ("klaar", stand.totaal)
    assert "De laatste herbouw was klaar op" in bram.get("/beheer").text


def test_een_herbouw_van_een_ander_programma_is_te_zien_en_er_komt_geen_tweede(site):
    bram = site.bezoek("mw-bram")
    gezien = []

    def kijk(gedaan, totaal):
        pagina = bram.get("/beheer").text
        gezien.append((f"{gedaan} van {totaal} handelingen gelezen" in pagina, "/beheer/herbouw" in pagina))
        antwoord = stuur(site, bram, "/beheer/herbouw")
        assert antwoord.headers["Location"] == "/beheer?gedaan=herbouw-bezig"

    herbouw(app_login(site), voortgang=kijk)

    assert gezien
    assert set(gezien) == {(True, False)}


def test_een_herbouw_die_stierf_is_als_afgebroken_te_zien(site):
    def sterf(_gedaan, _totaal):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        herbouw(app_login(site), voortgang=sterf)

    assert "is afgebroken bij 0 van" in site.bezoek("mw-bram").get("/beheer").text


@pytest.mark.parametrize("pad", ["/beheer/herkans", "/beheer/herbouw"])
def test_alleen_een_beheerder_met_een_formulier_van_ons_zet_iets_in_gang(site, pad):
    voor = leesmodel(site).herbouwstand()
    bram = site.bezoek("mw-bram")
    goed = {"formuliersleutel": sleutel(bram.get("/beheer").text)}
    assert bram.post(pad, data=goed, headers={"Origin": "https://elders.example"}).status_code == 403
    assert bram.post(pad, data={}, headers={"Origin": site.adres}).status_code == 403
    for wie in MENSEN:
        if wie != "mw-bram":
            ander = site.bezoek(wie)
            velden = {"formuliersleutel": sleutel(ander.get("/woordenlijst").text)}
            antwoord = ander.post(pad, data=velden, headers={"Origin": site.adres})
            assert antwoord.status_code == 403, wie
            assert ander.get("/beheer").status_code == 403, wie
    assert leesmodel(site).herbouwstand() == voor
