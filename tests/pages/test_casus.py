"""The page of a casus says what the API says, in words, in a picture and in tables."""

import csv
import io
import json
import re
from urllib.parse import parse_qs, urlsplit

import pytest

from api.pages.teksten import REGELS
from projections.signalen import SOORTEN
from projections.stuk import BANEN

K_TOEN, T = "2020-03-15T12:00:00Z", "2020-03-14T11:00:00Z"


@pytest.fixture
def iris(site):
    return site.bezoek("mw-iris")


def tekst(html):
    """What a person reads: without tags, spaces as one."""
    zonder = re.sub(r"<svg.*?</svg>|<[^>]+>", " ", html, flags=re.DOTALL)
    return re.sub(r"\s+([.,:])", r"\1", re.sub(r"\s+", " ", zonder.replace("&nbsp;", " ")))


def test_eerst_staat_het_antwoord_er_met_regel_grondslag_en_handeling(site, iris):
    zin = tekst(iris.get(f"/casussen/{site.casus}?op={T}").text)

    assert (
        "Op 14 maart 2020 12:00 had wijkteam-west zicht op veiligheid, zoals bekend op 1 juni 2020 10:00."
        in zin
    )
    assert (
        "Sinds 9 maart 2020 14:00, door nr. 3 (wijkteam-west bevestigde de ontvangst van overdracht o-1)."
        in zin
    )
    assert "Regel Z8, grondslag §6.1.1, §4.h." in zin


def test_zoals_toen_bekend_is_het_antwoord_anders(site, iris):
    zin = tekst(iris.get(f"/casussen/{site.casus}?op={T}&bekendOp={K_TOEN}").text)

    assert (
        "Op 14 maart 2020 12:00 had wijkteam-west zicht op veiligheid, zoals bekend op 15 maart 2020 13:00."
        in zin
    )
    assert "Sinds 13 maart 2020 00:00, rechtens: de termijn die begon met nr. 2 verstreek." in zin
    assert "3 wijzigingen bekend geworden sinds 15 maart 2020 13:00." in zin


def test_voor_de_eerste_melding_is_er_geen_antwoord_en_wel_een_pagina(site, iris):
    antwoord = iris.get(f"/casussen/{site.casus}?op=2020-01-01T00:00:00Z")

    assert antwoord.status_code == 200
    assert "was er in deze casus nog geen melding" in tekst(antwoord.text)


@pytest.mark.parametrize("bekend", [None, K_TOEN, "2", "4"])
@pytest.mark.parametrize("op", [T, "2020-03-06T09:00:00Z", "2021-01-01T00:00:00Z"])
def test_de_pagina_geeft_wat_de_api_geeft_ook_het_citaat(site, iris, op, bekend):
    vraag = {"op": op} | ({} if bekend is None else {"bekendOp": bekend})
    api = site.api.lees(f"/casussen/{site.casus}/verantwoordelijkheid", vanaf={"positie": 5}, **vraag)
    tijdlijn = site.api.lees(
        f"/casussen/{site.casus}/tijdlijn", **({} if bekend is None else {"bekendOp": bekend})
    )

    hier = iris.get(f"/casussen/{site.casus}.json", params=vraag).json()
    pagina = iris.get(f"/casussen/{site.casus}", params=vraag).text

    assert hier["verantwoordelijkheid"] == {baan: api[baan] for baan in BANEN}
    assert hier["citaat"] == api["citaat"]
    assert f'value="{api["citaat"]}"' in pagina
    assert {naam: hier[naam] for naam in ("banen", "termijnen", "signalen", "afspraken")} == {
        naam: tijdlijn[naam] for naam in ("banen", "termijnen", "signalen", "afspraken")
    }
    assert site.api.http.get(f"/antwoorden/{api['citaat']}").headers["Zicht-Gelijk"] == "ja"


def test_elk_stuk_elke_termijn_en_elk_signaal_staat_in_de_tabellen_en_in_het_beeld(site, iris):
    hier = iris.get(f"/casussen/{site.casus}.json").json()
    html = iris.get(f"/casussen/{site.casus}").text
    beeld = re.search(r'<svg id="tekening".*?</svg>', html, re.DOTALL)[0]
    csv_rijen = list(
        csv.DictReader(io.StringIO(iris.get(f"/casussen/{site.casus}.csv").text.removeprefix("\ufeff")))
    )

    stukken = sum(len(hier["banen"][baan]) for baan in BANEN)
    assert len(re.findall(r'class="blok ', beeld)) == stukken
    for soort, letter, hoeveel in (
        ("termijn", "t", len(hier["termijnen"])),
        ("signaal", "s", len(hier["signalen"])),
    ):
        assert [rij["wat"] for rij in csv_rijen].count(soort) == hoeveel
        for plaats in range(1, hoeveel + 1):
            assert f">{letter}{plaats}</text>" in beeld
            assert f'<th scope="row">{letter}{plaats}</th>' in html
    assert [rij["wat"] for rij in csv_rijen].count("baan") == stukken


def test_een_correctie_staat_bij_wat_zij_corrigeert_en_laat_vastgelegd_is_gemerkt(site, iris):
    geschiedenis = tekst(iris.get(f"/casussen/{site.casus}").text.split('id="h-geschiedenis"')[1])

    assert "5 maart 2020 11:00" in geschiedenis
    assert "Geldt nu als: 4 maart 2020 11:00 Veilig Thuis Midden-Brabant droeg over" in geschiedenis
    assert "11 dagen later vastgelegd" in geschiedenis


def test_stappen_van_k_zijn_alleen_momenten_waarop_iets_bekend_werd(site, iris):
    pagina = iris.get(f"/casussen/{site.casus}").text
    gezien = []
    while (vorige := re.search(r'id="stap-k-vorige" href="([^"]+)"', pagina)) is not None:
        adres = vorige[1].replace("&amp;", "&")
        gezien.append(parse_qs(urlsplit(adres).query)["bekendOp"][0])
        pagina = iris.get(adres).text

    assert gezien == [
        "2020-04-20T13:00:00Z",
        "2020-03-20T13:00:00Z",
        "2020-03-05T12:00:00Z",
        "2020-03-02T09:00:00Z",
    ]


def test_wat_later_bekend_werd_staat_in_hetzelfde_beeld_met_de_handeling_die_het_deed(site, iris):
    html = iris.get(f"/casussen/{site.casus}?eerder={K_TOEN}").text
    api = site.api.lees(f"/casussen/{site.casus}/tijdlijn/verschil", van=K_TOEN, tot="2020-06-01T08:00:00Z")

    verschil = tekst(html.split('id="h-verschil"')[1].split("</section>")[0])
    assert "Zicht op veiligheid, toen bekend" in html
    assert "Zicht op veiligheid, later bekend" in html
    assert verschil.count("Zicht op veiligheid") == len(api["banen"]["zicht"]) > 0
    for een in api["banen"]["zicht"]:
        assert all(f"nr. {oorzaak['volgnummer']}" in verschil for oorzaak in een["oorzaken"])


def test_twee_lezingen_naast_elkaar(site, iris):
    html = iris.get(f"/casussen/{site.casus}?lezing=hart-van-brabant-2020-strikt&bekendOp={K_TOEN}").text

    assert "hart-van-brabant-2020-strikt tegenover hart-van-brabant-2020," in tekst(html)
    assert "Zicht op veiligheid, hart-van-brabant-2020-strikt" in html


def test_een_keuze_in_lokale_tijd_wordt_een_vaste_verwijzing_in_utc(site, iris):
    antwoord = iris.get(
        f"/casussen/{site.casus}/kies",
        params={"op": "2020-03-14T12:00", "bekendOp": "2020-03-20T14:00", "afspraken": "", "lezing": ""},
    )

    assert antwoord.headers["Location"] == (
        f"/casussen/{site.casus}?op=2020-03-14T11:00:00Z&bekendOp=2020-03-20T13:00:00.999999Z"
    )
    assert "had wijkteam-west zicht" in tekst(iris.get(antwoord.headers["Location"]).text)


@pytest.mark.parametrize(
    ("vraag", "status", "code"),
    [
        ("op=gisteren", 400, "geweigerd"),
        ("opp=2020-03-14T11:00:00Z", 400, "geweigerd"),
        ("afspraken=onbekend", 400, "onbekende-afspraken"),
        ("bekendOp=999", 400, "positie-bestaat-niet"),
        ("bekendOp=2019-01-01T00:00:00Z", 404, "nog-niets-bekend"),
        ("bekendOp=2&eerder=4", 400, "eerder-na-bekend"),
    ],
)
def test_wat_niet_kan_wordt_gezegd_op_een_pagina_en_in_een_document(site, iris, vraag, status, code):
    pagina = iris.get(f"/casussen/{site.casus}?{vraag}")
    document = iris.get(f"/casussen/{site.casus}.json?{vraag}")

    assert (pagina.status_code, document.status_code) == (status, status)
    assert pagina.headers["Content-Type"].startswith("text/html")
    assert document.headers["Content-Type"] == "application/problem+json"
    assert code in json.dumps(document.json())


def test_een_onbekende_casus_is_een_pagina_met_404(site, iris):
    antwoord = iris.get("/casussen/00000000-0000-4000-8000-000000000000")

    assert antwoord.status_code == 404
    assert "Deze casus is hier niet bekend." in antwoord.text


def test_de_lijst_wijst_naar_de_casus_en_zoeken_gaat_erheen(site, iris):
    lijst = iris.get("/casussen").text
    zoek = iris.get("/casussen/zoek", params={"casus": f" {site.casus} "})
    gefilterd = iris.get(
        "/casussen/zoek", params={"casus": "", "op": "2020-03-14T12:00", "status": "vast", "partij": ""}
    )

    assert f'href="/casussen/{site.casus}"' in lijst
    assert zoek.headers["Location"] == f"/casussen/{site.casus}"
    assert gefilterd.headers["Location"] == "/casussen?op=2020-03-14T11:00:00Z&status=vast"
    assert site.casus in iris.get(gefilterd.headers["Location"]).text
    assert "Geen casussen gevonden" in iris.get("/casussen?status=onbelegd").text


def test_elke_regel_heeft_een_zin():
    nodig = (
        {f"Z{n}" for n in range(1, 26)}
        | {f"M{n}" for n in range(1, 6)}
        | (set(BANEN) - {"zicht", "monitoring"})
    )

    assert set(REGELS) == nodig
    assert len(SOORTEN) > 30  # their sentences come from the signals themselves
