"""Lists across cases: every choice says how long the list becomes, every page is of one T and K."""

import csv
import html
import io
import re
from datetime import UTC, datetime

import pytest
from tests.api.conftest import WEST, overdracht

from api.pages import lijsten
from api.pages.verzonnen import MENSEN
from projections.leesmodel import facetten as telling

KEUZE = re.compile(
    r'<li><a href="([^"]+)"( aria-current="true")?>[^<]+</a> <span class="klein">\((\d+)\)</span>'
)
RIJ = re.compile(r'<tr>\s*<th scope="row"><a href="/casussen/([0-9a-f-]{36})')


@pytest.fixture(scope="module")
def velen(_site):
    """Six casussen more, one of them offered to a team: its id."""
    api = _site.api
    eerst, api.klok.tijd = api.klok.tijd, datetime(2020, 5, 20, 9, tzinfo=UTC)
    api.http.headers.update(api.als("medewerker-vt"))
    *_, laatste = (api.open(op="2020-05-20T09:00:00+02:00") for _ in range(6))
    verstuurd = api.meld(laatste["casus"], overdracht(op="2020-05-20T10:00:00+02:00", nummer="o-velen"))
    api.klok.tijd = eerst
    api.lees("/verantwoordelijkheden", vanaf=verstuurd)
    return laatste["casus"]


def keuzes(pagina):
    return [(html.unescape(link), bool(nu), int(getal)) for link, nu, getal in KEUZE.findall(pagina)]


def alles(client, link):
    """Give all that a page would show, page after page."""
    pad, _, vraag = link.partition("?")
    return client.get(f"{pad}.json?{vraag}&pageSize=500").json()["resultaten"]


@pytest.mark.parametrize(
    "pad",
    [
        "/casussen",
        "/casussen?status=melding-in-behandeling",
        f"/casussen?partij={WEST}&status=vast",
        "/casussen?baan=casusregie",
        "/termijnen",
        "/termijnen?status=open&soort=veiligheidsbeoordeling",
        f"/termijnen?partij={WEST}",
        "/signalen",
        "/signalen?status=open",
        "/casussen?bekendOp=2020-05-10T00:00:00Z",
        "/termijnen?bekendOp=2020-05-10T00:00:00Z",
        "/signalen?bekendOp=4",
    ],
)
def test_het_getal_bij_een_keuze_is_hoe_lang_de_lijst_ermee_wordt(site, velen, pad):
    iris = site.bezoek("mw-iris")
    gevonden = keuzes(iris.get(pad).text)

    assert gevonden
    for link, gekozen, getal in gevonden:
        lijst = pad if gekozen else link
        assert len(alles(iris, lijst)) == getal, link


def test_een_keuze_die_geldt_is_weer_weg_te_halen_ook_als_niets_er_aan_voldoet(site, velen):
    iris = site.bezoek("mw-iris")

    ((link, _, getal),) = [
        een
        for een in keuzes(iris.get("/termijnen?status=open&soort=bestaat-niet").text)
        if een[1] and "status" in een[0]
    ]

    assert (link, getal) == ("/termijnen?status=open", 0)


def test_wat_wacht_op_bevestiging_is_een_keuze_met_een_vaste_verwijzing(site, velen):
    iris = site.bezoek("mw-iris")
    assert '<a href="/casussen?status=in-overdracht">' in iris.get("/overzichten").text

    pagina = iris.get("/casussen?status=in-overdracht&op=2020-05-21T00:00:00Z").text

    assert velen in RIJ.findall(pagina)
    vast = html.unescape(re.search(r'een <a href="([^"]+)">vaste verwijzing', pagina)[1])
    assert re.fullmatch(r"/casussen\?op=2020-05-21T00:00:00Z&status=in-overdracht&bekendOp=\d+", vast)
    assert RIJ.findall(iris.get(vast).text) == RIJ.findall(pagina)


@pytest.mark.parametrize("pad", ["/termijnen", "/signalen", "/casussen"])
def test_bladen_gaat_over_een_moment_ook_als_er_intussen_iets_bijkomt(site, velen, pad):
    iris, api = site.bezoek("mw-iris"), site.api
    maat = "limiet" if pad == "/casussen" else "pageSize"
    alle = [een["casus"] for een in iris.get(f"{pad}.json?pageSize=500").json()["resultaten"]]
    assert len(alle) > 4
    pagina = iris.get(f"{pad}?{maat}=2").text
    gezien = RIJ.findall(pagina)

    api.http.headers.update(api.als("medewerker-vt"))
    api.lees("/verantwoordelijkheden", vanaf=api.open(op="2020-05-01T09:00:00+02:00"))
    while volgende := re.search(r'href="([^"]+)">Volgende bladzijde', pagina):
        pagina = iris.get(f"{html.unescape(volgende[1])}&{maat}=2").text
        gezien += RIJ.findall(pagina)

    assert gezien == alle


@pytest.mark.parametrize("pad", ["/termijnen", "/signalen", "/casussen"])
def test_een_csv_is_heel_en_wat_te_groot_is_wordt_niet_stil_afgekapt(site, velen, monkeypatch, pad):
    iris = site.bezoek("mw-iris")
    alle = [een["casus"] for een in iris.get(f"{pad}.json?pageSize=500").json()["resultaten"]]
    monkeypatch.setattr(lijsten, "GROOTSTE_BLADZIJDE", 2)

    rijen = list(csv.reader(io.StringIO(iris.get(f"{pad}.csv").text.removeprefix("\ufeff"))))
    monkeypatch.setattr(lijsten, "GROOTSTE_TABEL", 4)
    te_groot = iris.get(f"{pad}.csv")

    assert [rij[0] for rij in rijen[1:]] == alle
    assert all(len(rij) == len(rijen[0]) for rij in rijen)
    assert (te_groot.status_code, te_groot.json()["fouten"][0]["code"]) == (400, "te-veel-regels")


@pytest.mark.parametrize("pad", ["/termijnen", "/signalen", "/casussen"])
def test_een_lijst_is_het_antwoord_van_de_api(site, velen, pad):
    vraag = {"op": "2020-05-25T00:00:00Z", "bekendOp": "2020-05-25T00:00:00Z"}
    iris = MENSEN["mw-iris"].identiteit
    token = site.api.als(iris.rol, iris.organisatie, mandaat=iris.mandaat)
    api = site.api.http.get(
        {"/casussen": "/verantwoordelijkheden"}.get(pad, pad), params=vraag, headers=token
    )

    client = site.bezoek("mw-iris")

    assert client.get(f"{pad}.json", params=vraag).json() == api.json()
    pagina = client.get(pad, params=vraag).text
    assert RIJ.findall(pagina) == [een["casus"] for een in api.json()["resultaten"]]
    if pad != "/casussen":
        assert f'value="{api.json()["citaat"]}"' in html.unescape(pagina)


def test_een_auditor_ziet_aantallen_en_geen_casus_en_geen_kleine(site, velen):
    anton = MENSEN["mw-anton"].identiteit
    token = site.api.als(anton.rol, anton.organisatie, mandaat=anton.mandaat)
    op = {"op": "2020-05-25T00:00:00Z"}
    periode = {"van": "2020-05-25T00:00:00Z", "tot": "2020-05-25T00:00:01Z"}
    api = site.api.http.get("/verantwoordelijkheden/aantallen", params=periode, headers=token).json()
    client = site.bezoek("mw-anton")

    pagina = client.get("/casussen", params=op)

    getallen = re.findall(r'<span class="klein">\(([^)]+)\)</span>', html.unescape(pagina.text))
    verwacht = ["< 5" if een["aantal"] is None else str(een["aantal"]) for een in api["aantallen"]]
    assert getallen[: len(verwacht)] == verwacht
    assert "< 5" in verwacht
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}", pagina.text)
    for meer in ({"status": "vast"}, {"partij": str(WEST)}):
        assert client.get("/casussen", params=op | meer).status_code == 403


def test_een_gekozen_moment_wordt_een_vaste_verwijzing_die_de_keuzes_houdt(site):
    iris = site.bezoek("mw-iris")
    gekozen = {"op": "2020-05-25T12:00", "bekendOp": "", "status": "open"}

    assert (
        iris.get("/termijnen/kies", params=gekozen).headers["Location"]
        == "/termijnen?op=2020-05-25T10:00:00Z&status=open"
    )
    assert (
        iris.get("/signalen/kies", params=gekozen).headers["Location"]
        == "/signalen?op=2020-05-25T10:00:00Z&status=open"
    )


def test_what_is_too_much_to_count_is_not_counted(site, velen, monkeypatch):
    monkeypatch.setattr(telling, "MEESTE", 3)

    pagina = site.bezoek("mw-iris").get("/termijnen").text

    assert "Meer dan 3 regels: niet geteld" in pagina
    assert keuzes(pagina) == []
    assert '<a href="/termijnen?status=' in pagina
