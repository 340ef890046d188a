"""Recording by a form: what it asks, what it says beforehand, and that it is recorded once."""

import html
import re
from uuid import uuid4

import pytest
from tests.api.conftest import VT, overdracht

from api.pages.verzonnen import MENSEN
from api.rollen import mag_vastleggen
from ledger.acts import CASUS_ACTEN

KIES = "/casussen/{casus}/vastleggen"


@pytest.fixture
def casus(site):
    """A casus of its own, with a handover that waits for the team."""
    site.api.http.headers.update(site.api.als("medewerker-vt"))
    casus = site.api.open()["casus"]
    site.api.meld(casus, overdracht(op="2020-05-30T11:00:00+02:00"))
    return casus


@pytest.fixture
def vera(site):
    return site.bezoek("mw-vera")


def velden(pagina):
    """Every hidden and filled in field of the form on a page, as a browser would send it."""
    formulier = pagina.split('<form method="post"')[-1]
    ruw = [
        *re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', formulier),
        *re.findall(r'<textarea name="([^"]+)" hidden>([^<]*)</textarea>', formulier),
        *re.findall(
            r'<select[^>]*? name="([^"]+)"(?:(?!</select>).)*?value="([^"]*)" selected', formulier, re.DOTALL
        ),
    ]
    return {naam: html.unescape(waarde) for naam, waarde in ruw}


def stuur(client, site, pad, pagina, **getypt):
    anders = {naam.replace("__", "."): waarde for naam, waarde in getypt.items()}
    return client.post(pad, data=velden(pagina) | anders, headers={"Origin": site.adres})


def acten(site, casus):
    return site.api.lees(f"/casussen/{casus}/gebeurtenissen")["gebeurtenissen"]


@pytest.mark.parametrize("soort", CASUS_ACTEN)
def test_elke_handeling_heeft_een_formulier_dat_vraagt_wat_zij_vraagt(site, vera, soort):
    antwoord = vera.get(KIES.format(casus=site.casus), params={"soort": soort})

    if soort == "PersoonsgegevensVernietigd":
        assert antwoord.status_code == 403
        return
    assert antwoord.status_code == 200
    namen = set(re.findall(r' name="(gegevens\.[\w-]+)', antwoord.text))
    assert namen == {f"gegevens.{een.alias or naam}" for naam, een in CASUS_ACTEN[soort].model_fields.items()}


def test_er_wordt_gezegd_wat_het_doet_en_dan_pas_vastgelegd(site, vera, casus):
    pad = KIES.format(casus=casus)
    leeg = vera.get(pad, params={"soort": "DienstIngezet"}).text

    gevolg = stuur(
        vera, site, pad, leeg, gegevens__dienst="onderzoek", vertrouwelijk__toelichting="Een\nreden"
    )

    assert gevolg.status_code == 200
    assert "Aan wie zicht op veiligheid heeft verandert" in gevolg.text or "heeft Veilig Thuis" in gevolg.text
    assert "het onderzoek afronden volgens de landelijke norm" in gevolg.text
    assert len(acten(site, casus)) == 2
    vast = stuur(vera, site, pad, gevolg.text, stap="vastleggen")
    assert (vast.status_code, vast.headers["Location"]) == (303, f"/casussen/{casus}#nr-3")
    laatste = acten(site, casus)[-1]
    assert (laatste["soort"], laatste["gegevens"]) == ("DienstIngezet", {"dienst": "onderzoek"})
    assert laatste["vertrouwelijk"] == {"toelichting": "Een\nreden"}
    assert laatste["vastgelegdDoor"]["medewerker"] == "mw-vera"


def test_tweemaal_versturen_legt_een_keer_vast(site, vera, casus):
    pad = KIES.format(casus=casus)
    leeg = vera.get(pad, params={"soort": "DienstIngezet"}).text
    gevolg = stuur(vera, site, pad, leeg, gegevens__dienst="onderzoek").text

    eerste = stuur(vera, site, pad, gevolg, stap="vastleggen")
    tweede = stuur(vera, site, pad, gevolg, stap="vastleggen")

    assert eerste.headers["Location"] == tweede.headers["Location"]
    assert len(acten(site, casus)) == 3


def test_wie_is_ingehaald_ziet_eerst_opnieuw_wat_het_doet(site, vera, casus):
    pad = KIES.format(casus=casus)
    leeg = vera.get(pad, params={"soort": "DienstIngezet"}).text
    gevolg = stuur(vera, site, pad, leeg, gegevens__dienst="onderzoek").text
    site.api.meld(casus, overdracht("o-2", op="2020-05-31T11:00:00+02:00"))

    ingehaald = stuur(vera, site, pad, gevolg, stap="vastleggen")

    assert ingehaald.status_code == 400
    assert "Er is intussen iets anders vastgelegd" in ingehaald.text
    assert 'value="onderzoek" selected' in ingehaald.text
    assert len(acten(site, casus)) == 3


def test_wat_getypt_was_blijft_staan_als_het_wordt_geweigerd(site, vera, casus):
    pad = KIES.format(casus=casus)
    leeg = vera.get(pad, params={"soort": "OntvangstBevestigd"}).text

    geweigerd = stuur(
        vera,
        site,
        pad,
        leeg,
        gegevens__overdracht="bestaat-niet",
        gebeurdOp="2020-06-01T09:00",
        gegevens__behandelaar="mw-9",
    )

    assert geweigerd.status_code == 400
    assert 'role="alert"' in geweigerd.text
    assert 'value="bestaat-niet"' in geweigerd.text
    assert 'value="mw-9"' in geweigerd.text
    assert 'href="#gegevens.overdracht"' in geweigerd.text
    assert len(acten(site, casus)) == 2


def test_wie_het_gevolg_niet_zag_kan_niet_vastleggen(site, vera, casus):
    pad = KIES.format(casus=casus)
    leeg = vera.get(pad, params={"soort": "DienstIngezet"}).text

    antwoord = stuur(vera, site, pad, leeg, gegevens__dienst="onderzoek", stap="vastleggen")

    assert antwoord.status_code == 400
    assert len(acten(site, casus)) == 2


def test_een_melding_opent_een_casus(site, vera):
    leeg = vera.get("/casussen/nieuw").text
    assert f'value="{VT.id}"' in leeg

    gevolg = stuur(
        vera, site, "/casussen/nieuw", leeg, gegevens__gemeente="GM0855", gegevens__melder__soort="politie",
        gegevens__melder__anoniem="nee", gegevens__kanaal="corv", gegevens__vormen="psychisch",
    )  # fmt: skip
    assert gevolg.status_code == 200, re.findall(r'class="fout"[^>]*>([^<]+)', gevolg.text)
    vast = stuur(vera, site, "/casussen/nieuw", gevolg.text, stap="vastleggen")

    assert vast.status_code == 303
    assert vera.get(vast.headers["Location"]).status_code == 200


def test_wie_niet_mag_vastleggen_krijgt_geen_formulier_en_kan_niets_sturen(site, casus):
    iris = site.bezoek("mw-iris")
    pad = KIES.format(casus=casus)

    assert iris.get(pad).status_code == 403
    assert "Handeling vastleggen" not in iris.get(f"/casussen/{casus}").text
    antwoord = stuur(iris, site, pad, iris.get("/woordenlijst").text, soort="DienstIngezet")
    assert antwoord.status_code == 403


def test_de_privacyfunctionaris_ziet_alleen_wat_bij_een_verzoek_hoort(site):
    petra = site.bezoek("mw-petra")
    pagina = petra.get(KIES.format(casus=site.casus)).text
    van_petra = {naam for naam in CASUS_ACTEN if f"soort={naam}" in pagina}

    assert van_petra == {een for een in CASUS_ACTEN if mag_vastleggen(MENSEN["mw-petra"].identiteit, een)}


def test_de_werklijst_is_die_van_de_eigen_partij_en_zegt_wat_de_api_zegt(site, vera, casus):
    laatste = site.api.meld(casus, overdracht("o-9", op="2020-05-31T11:00:00+02:00"))
    api = site.api.lees("/werklijst", vanaf=laatste, pageSize=50)

    hier = vera.get("/werklijst.json").json()
    pagina = vera.get("/werklijst").text

    assert hier["aantallen"] == api["aantallen"]
    assert hier["resultaten"] == api["resultaten"]
    for regel in api["resultaten"]:
        assert regel["casus"] in pagina


def test_de_agenda_noemt_dagen_en_casussen_en_geen_namen(site, vera, casus):
    laatste = site.api.meld(casus, overdracht("o-9", op="2020-05-31T11:00:00+02:00"))
    site.api.lees("/werklijst", vanaf=laatste)

    antwoord = vera.get("/werklijst.ics")

    assert antwoord.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert antwoord.text.count("BEGIN:VEVENT") > 0
    assert "wijkteam" not in antwoord.text


def test_een_handeling_die_niet_bestaat_is_een_pagina_met_404(site, vera):
    assert vera.get(KIES.format(casus=site.casus), params={"soort": "Onzin"}).status_code == 404
    assert vera.get(KIES.format(casus=uuid4())).status_code == 404
