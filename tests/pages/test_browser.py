"""Journeys in a real browser: the question of an inspector, with and without scripts, and WCAG."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect
from tests.api.conftest import overdracht
from tests.pages.conftest import scherm

from api.pages.verzonnen import MENSEN

WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
K_TOEN, T = "2020-03-15T12:00:00Z", "2020-03-14T11:00:00Z"
STATEN = {
    "antwoord": f"/casussen/{{casus}}?op={T}",
    "toen": f"/casussen/{{casus}}?op={T}&bekendOp={K_TOEN}",
    "nog geen melding": "/casussen/{casus}?op=2020-01-01T00:00:00Z",
    "later bekend": f"/casussen/{{casus}}?op={T}&eerder={K_TOEN}",
    "andere lezing": "/casussen/{casus}?lezing=hart-van-brabant-2020-strikt",
    "lijst": "/casussen",
    "lege lijst": "/casussen?status=onbelegd",
    "termijnen": "/termijnen?status=open",
    "lege termijnen": "/termijnen?soort=bestaat-niet",
    "signalen": "/signalen?bekendOp=4",
    "niets bewaard": "/bewaard",
    "woordenlijst": "/woordenlijst",
}


STATEN_VAN_VERA = {
    "werklijst": "/werklijst",
    "handelingen": "/casussen/{casus}/vastleggen",
    "overdracht": "/casussen/{casus}/vastleggen?soort=OverdrachtVerstuurd",
    "voorwaarden": "/casussen/{casus}/vastleggen?soort=VoorwaardenGesteld",
    "openen": "/casussen/nieuw",
    "overzichten": "/overzichten",
    "aantallen": "/overzichten/aantallen",
    "binnen de termijn": "/overzichten/binnen-termijn",
}


def schendingen(page):
    gevonden = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    return [f"{een['id']}: {een['nodes'][0]['html'][:200]}" for een in gevonden]


@pytest.mark.parametrize("kleuren", ["light", "dark"])
def test_axe_vindt_niets_op_geen_enkele_pagina(browser, site, kleuren):
    with scherm(browser, site, color_scheme=kleuren) as s:
        gevonden = {}
        for naam, pad in STATEN.items():
            s.ga(pad.format(casus=site.casus))
            gevonden[naam] = schendingen(s.page)
        s.ga(f"/casussen/{site.casus}?op={T}")
        s.page.get_by_text("Waarom?").click()
        s.page.get_by_role("button", name="grondslag").click()
        gevonden["open"] = schendingen(s.page)
        assert {naam: een for naam, een in gevonden.items() if een} == {}


def test_axe_vindt_niets_bij_wie_vastlegt(browser, site):
    with scherm(browser, site, "mw-vera") as s:
        gevonden = {}
        for naam, pad in STATEN_VAN_VERA.items():
            s.ga(pad.format(casus=site.casus))
            gevonden[naam] = schendingen(s.page)
        s.ga(f"/casussen/{site.casus}/vastleggen?soort=DienstIngezet")
        s.page.select_option("select[name='gegevens.dienst']", "onderzoek")
        s.volg(s.page.get_by_role("button", name="Bekijk wat dit doet"))
        expect(s.page.get_by_role("button", name="Leg vast")).to_be_visible()
        gevonden["gevolg"] = schendingen(s.page)
        assert {naam: een for naam, een in gevonden.items() if een} == {}


@pytest.mark.parametrize("script", [True, False], ids=["met-script", "zonder-script"])
def test_lotte_bevestigt_een_overdracht_vanaf_haar_werklijst(browser, site, script):
    team = MENSEN["mw-lotte"].identiteit.organisatie
    site.api.http.headers.update(site.api.als("medewerker-vt"))
    casus = site.api.open()["casus"]
    laatste = site.api.meld(casus, overdracht(op="2020-05-30T11:00:00+02:00", aan=team))
    site.api.lees("/werklijst", vanaf=laatste)
    with scherm(browser, site, "mw-lotte", java_script_enabled=script) as s:
        s.ga("/werklijst")
        s.volg(s.page.get_by_role("link", name=f"Vastleggen: overdrachten bevestigen in casus {casus}"))
        s.volg(s.page.get_by_role("button", name="Bekijk wat dit doet"))
        expect(s.page.locator(".uitspraak")).to_contain_text(
            "heeft wijkteam-tilburg-reeshof zicht op veiligheid"
        )
        s.volg(s.page.get_by_role("button", name="Terug naar het formulier"))
        s.page.fill("[name='gegevens.behandelaar']", "mw-lotte")
        s.volg(s.page.get_by_role("button", name="Bekijk wat dit doet"))
        s.volg(s.page.get_by_role("button", name="Leg vast"))
        expect(s.page.locator(".antwoord")).to_contain_text(
            "had wijkteam-tilburg-reeshof zicht op veiligheid"
        )
        expect(s.page.locator("#nr-3")).to_contain_text("mw-lotte pakt op")


def test_axe_vindt_niets_bij_de_aantallen_van_een_auditor(browser, site):
    with scherm(browser, site, "mw-anton") as s:
        assert schendingen(s.ga("/casussen")) == []


@pytest.mark.parametrize("script", [True, False], ids=["met-script", "zonder-script"])
def test_iris_bewaart_een_vraag_opent_haar_weer_en_ruimt_op(browser, site, script):
    with scherm(browser, site, java_script_enabled=script) as s:
        s.ga("/termijnen?status=open")
        s.page.fill("#bewaarnaam", "Wat open staat")
        s.volg(s.page.get_by_role("button", name="Bewaar"))
        expect(s.page.get_by_role("link", name="Wat open staat")).to_be_visible()  # the page after it
        if script:
            assert schendingen(s.page) == []
        s.volg(s.page.get_by_role("link", name="Wat open staat"))
        expect(s.page.get_by_role("heading", level=1)).to_have_text("Termijnen")
        assert s.page.url.endswith("/termijnen?status=open")
        s.page.fill("#bewaarnaam", "Wat open staat")
        s.volg(s.page.get_by_role("button", name="Bewaar"))
        expect(s.page.get_by_role("alert")).to_contain_text("Deze naam gebruikt u al")
        assert [een for een in s.klachten if "400" not in een] == []  # the refusal itself is none
        s.klachten.clear()
        if script:
            assert schendingen(s.page) == []
        s.volg(s.page.get_by_role("button", name="Verwijder Wat open staat"))
        expect(s.page.locator(".leeg")).to_contain_text("U bewaart nog geen vragen")


def test_axe_vindt_niets_in_de_machinekamer(browser, site):
    with scherm(browser, site, "mw-bram") as s:
        s.ga("/beheer")
        s.volg(s.page.get_by_role("button", name="Herbouw het leesmodel"))
        expect(s.page.locator("#herbouw")).to_contain_text("was klaar op")  # it looks again by itself
        assert schendingen(s.page) == []


def test_axe_vindt_niets_voor_het_inloggen(browser, site):
    with scherm(browser, site, wie=None) as s:
        s.ga("/inloggen")
        assert schendingen(s.page) == []


@pytest.mark.parametrize("script", [True, False], ids=["met-script", "zonder-script"])
def test_wie_had_zicht_op_14_maart_zoals_bekend_op_20_maart_en_waarom(browser, site, script):
    with scherm(browser, site, java_script_enabled=script) as s:
        s.page.fill("#casus", site.casus)
        s.volg(s.page.get_by_role("button", name="Toon"))
        s.page.fill("#op", "2020-03-14T12:00:00")
        s.page.fill("#bekend", "2020-03-20T12:00:00")
        s.volg(s.page.get_by_role("button", name="Toon"))

        antwoord = s.page.locator(".antwoord")
        expect(antwoord).to_contain_text("had wijkteam-west zicht op veiligheid")
        expect(antwoord).to_contain_text("rechtens")
        s.page.get_by_text("Waarom?").click()
        expect(antwoord).to_contain_text("aan het einde van de zevende weekdag")

        s.page.get_by_role("link", name="Wat is er daardoor anders?").click()
        expect(s.page.locator(".verschil")).to_contain_text("nr. 3")
        s.page.get_by_role("link", name="Vergelijking weghalen").click()
        s.page.get_by_role("link", name="← vorige stap").click()
        expect(s.page.locator(".stappen")).to_contain_text("stap 4 van 5")


def test_t_verschuift_met_de_muis_en_met_het_toetsenbord(browser, site):
    with scherm(browser, site) as s:
        page = s.ga(f"/casussen/{site.casus}?op={T}")
        vak = page.locator("#tekening").bounding_box()
        page.mouse.click(vak["x"] + 60, vak["y"] + 60)
        page.wait_for_url(lambda adres: T not in adres)
        expect(page.locator(".antwoord")).to_contain_text(
            "had Veilig Thuis Midden-Brabant zicht op veiligheid"
        )

        page.locator("#t-schuif").focus()
        voor = page.locator("#t-schuif").get_attribute("aria-valuetext")
        for _ in range(9):
            page.keyboard.press("ArrowRight")
        assert page.locator("#t-schuif").get_attribute("aria-valuetext") != voor
        page.keyboard.press("Enter")
        expect(page.locator(".antwoord")).to_contain_text("had wijkteam-west zicht op veiligheid")


def test_het_toetsenbord_komt_overal_en_een_woord_legt_zich_uit(browser, site):
    with scherm(browser, site) as s:
        page = s.ga(f"/casussen/{site.casus}?op={T}")
        page.keyboard.press("Tab")
        expect(page.locator(":focus")).to_have_text("Naar de inhoud")
        page.keyboard.press("Enter")
        expect(page.locator("main:focus")).to_be_visible()
        page.get_by_role("button", name="grondslag").focus()
        page.keyboard.press("Enter")
        expect(page.locator("#woord-grondslag")).to_contain_text("De paragraaf van de afspraken")
        page.keyboard.press("Escape")
        expect(page.locator("#woord-grondslag")).to_be_hidden()


@pytest.mark.parametrize("breedte", [320, 360, 900], ids=lambda breedte: f"{breedte} breed")
def test_op_geen_enkele_breedte_schuift_de_bladzijde_opzij(browser, site, breedte):
    # 320 wide is 1280 wide at 400 %
    with scherm(browser, site, viewport={"width": breedte, "height": 640}) as s:
        breder = {}
        for naam, pad in STATEN.items():
            s.ga(pad.format(casus=site.casus))
            breder[naam] = s.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert {naam: over for naam, over in breder.items() if over > 0} == {}
    with scherm(browser, site, "mw-vera", viewport={"width": breedte, "height": 640}) as s:
        for naam, pad in STATEN_VAN_VERA.items():
            s.ga(pad.format(casus=site.casus))
            breder[naam] = s.page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert {naam: over for naam, over in breder.items() if over > 0} == {}


def test_een_stap_vervangt_alleen_de_inhoud_en_is_een_verwijzing(browser, site):
    with scherm(browser, site) as s:
        page = s.ga(f"/casussen/{site.casus}?op={T}")
        page.evaluate("document.body.dataset.zelfde = 'ja'")
        page.locator("#stap-k-vorige").press("Enter")
        expect(page.locator(".stappen")).to_contain_text("stap 4 van 5")
        assert page.evaluate("document.body.dataset.zelfde") == "ja"
        assert "bekendOp=2020-04-20T13:00:00Z" in page.url
        expect(page.locator("#stap-k-vorige")).to_be_focused()
        expect(page.get_by_role("button", name="Kopieer")).to_be_visible()
        page.go_back()
        expect(page.locator(".stappen")).to_contain_text("stap 5 van 5")


def test_het_citaat_is_te_kopieren(browser, site):
    with scherm(browser, site, permissions=["clipboard-read", "clipboard-write"]) as s:
        page = s.ga(f"/casussen/{site.casus}?op={T}")
        page.get_by_role("button", name="Kopieer").click()
        expect(page.get_by_role("button", name="Gekopieerd")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == page.input_value("#citaat")
