"""What the service says of its own seal, and gives to who does not have to trust it."""

import base64
import time
from uuid import uuid4

import pytest
from tests.api.conftest import applicatie, bevestiging, melding, overdracht

from api.bewijs import toets_tijdlijn
from api.http.zegel import CHECKPOINT, VERZEGELD
from ledger.store.zegel.instellen import ondertekenaar_van
from ledger.zegel.boom import controleer_samenhang, wortel_uit_insluiting
from ledger.zegel.checkpoint import Beleid, lees_checkpoint
from ledger.zegel.notitie import als_base64, lees_notitie
from ledger.zegel.toets import toets_bundel


def checkpoint(api):
    antwoord = api.http.get("/logboek/checkpoint")
    assert antwoord.status_code == 200, antwoord.text
    return lees_checkpoint(lees_notitie(antwoord.content).tekst)


def verzegeld_open(api):
    """Open a casus and wait for its seal."""
    antwoord = api.http.post("/casussen", json=melding(), headers={"Prefer": "wait=10"})
    assert antwoord.status_code == 201
    assert antwoord.headers[VERZEGELD] == "ja", antwoord.headers
    return antwoord


def wacht_op(api, positie):
    einde = time.monotonic() + 10
    while checkpoint(api).grootte < positie:
        assert time.monotonic() < einde
        time.sleep(0.05)


def test_wie_vastlegt_kan_op_het_zegel_wachten(api):
    antwoord = verzegeld_open(api)

    oorsprong, grootte, wortel = antwoord.headers[CHECKPOINT].split(" ")
    assert antwoord.headers["Preference-Applied"] == "wait=10"
    assert oorsprong == api.instellingen.zegel_oorsprong
    assert int(grootte) >= antwoord.json()["positie"]
    assert len(base64.b64decode(wortel)) == 32


def test_wie_niet_wacht_hoort_of_het_al_is_verzegeld(api):
    antwoord = api.http.post("/casussen", json=melding())

    assert antwoord.status_code == 201
    assert antwoord.headers[VERZEGELD] in {"ja", "nee"}
    assert "Preference-Applied" not in antwoord.headers


def test_wat_niet_op_tijd_is_verzegeld_is_toch_vastgelegd(api):
    antwoord = api.http.post("/casussen", json=melding(), headers={"Prefer": "wait=0, return=minimal"})

    assert antwoord.status_code == 201
    assert ("Preference-Applied" in antwoord.headers) == (antwoord.headers[VERZEGELD] == "ja")


LEZEN = [
    "/casussen/{casus}",
    "/casussen/{casus}/gebeurtenissen",
    "/casussen/{casus}/tijdlijn",
    "/casussen/{casus}/verantwoordelijkheid",
    "/casussen/{casus}/tijdlijn/verschil?van=2020-01-01T00:00:00Z&tot=2030-01-01T00:00:00Z",
    "/verantwoordelijkheden",
    "/termijnen",
    "/signalen",
]


@pytest.mark.parametrize("pad", LEZEN)
def test_elk_antwoord_noemt_het_checkpoint_waar_het_onder_valt(api, pad):
    act = verzegeld_open(api).json()

    antwoord = api.http.get(
        pad.format(casus=act["casus"]), params={"vanafPositie": act["positie"]} if "?" not in pad else None
    )

    assert antwoord.status_code == 200, antwoord.text
    wacht_op(api, antwoord.json()["positie"])
    opnieuw = api.http.get(pad.format(casus=act["casus"]))
    assert opnieuw.headers[VERZEGELD] == "ja"
    assert opnieuw.headers[CHECKPOINT].split(" ")[2] == als_base64(checkpoint(api).wortel)


def test_een_geciteerd_antwoord_blijft_gelijk_en_noemt_in_de_kop_een_later_checkpoint(api):
    act = verzegeld_open(api).json()
    citaat = api.lees(f"/casussen/{act['casus']}/verantwoordelijkheid", vanaf=act)["citaat"]
    toen = api.http.get(f"/antwoorden/{citaat}")
    verzegeld_open(api)

    nu = api.http.get(f"/antwoorden/{citaat}")

    assert nu.content == toen.content
    assert nu.headers[VERZEGELD] == "ja"
    assert int(nu.headers[CHECKPOINT].split(" ")[1]) > int(toen.headers[CHECKPOINT].split(" ")[1])


def test_checkpoint_en_tegels_zijn_voor_iedereen(api):
    verzegeld_open(api)
    verzoek = api.http.build_request("GET", "/logboek/checkpoint")
    del verzoek.headers["Authorization"]

    antwoord = api.http.send(verzoek)
    hoofd = checkpoint(api)

    assert antwoord.status_code == 200
    assert antwoord.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert antwoord.headers["Cache-Control"] == "no-store"
    Beleid((ondertekenaar_van(api.instellingen).sleutel,)).controleer(antwoord.content)
    tegel = api.http.get(f"/logboek/tile/0/000.p/{hoofd.grootte}")
    assert (tegel.status_code, len(tegel.content)) == (200, 32 * hoofd.grootte)


@pytest.mark.parametrize(
    "pad", ["0/001", "0/000.p/255", "../checkpoint", "0/000/../../checkpoint", "x", "0/0"]
)
def test_een_tegel_die_er_niet_is(api, pad):
    verzegeld_open(api)

    assert api.http.get(f"/logboek/tile/{pad.replace('/', '%2F')}").status_code == 404


def test_een_bewijs_van_insluiting_leidt_naar_het_checkpoint(api):
    act = verzegeld_open(api).json()
    hoofd = checkpoint(api)

    bewijs = api.lees("/logboek/insluiting", positie=act["positie"], grootte=hoofd.grootte)

    breedte = hoofd.grootte
    tegel = api.http.get(f"/logboek/tile/0/000.p/{breedte}").content
    blad = tegel[32 * bewijs["index"] : 32 * bewijs["index"] + 32]
    pad = [base64.b64decode(stap) for stap in bewijs["bewijs"]]
    assert wortel_uit_insluiting(blad, bewijs["index"], hoofd.grootte, pad) == hoofd.wortel


def test_een_bewijs_van_samenhang_verbindt_twee_checkpoints(api):
    verzegeld_open(api)
    eerste = checkpoint(api)
    verzegeld_open(api)
    tweede = checkpoint(api)

    bewijs = api.lees("/logboek/samenhang", van=eerste.grootte, tot=tweede.grootte)

    pad = [base64.b64decode(stap) for stap in bewijs["bewijs"]]
    controleer_samenhang(
        eerste.grootte, tweede.grootte, pad, eerste_wortel=eerste.wortel, tweede_wortel=tweede.wortel
    )


@pytest.mark.parametrize(
    ("pad", "veld"),
    [
        ("insluiting?positie=99999", "positie"),
        ("insluiting?positie=1&grootte=99999", "grootte"),
        ("insluiting?positie=0", "positie"),
        ("samenhang?van=99999", "van"),
        ("samenhang?van=0", "van"),
        ("samenhang?van=2&tot=1", "van"),
    ],
)
def test_verder_dan_verzegeld_is_er_geen_bewijs(api, pad, veld):
    verzegeld_open(api)
    verzegeld_open(api)

    antwoord = api.http.get(f"/logboek/{pad}")

    assert antwoord.status_code == 400
    assert [fout["veld"] for fout in antwoord.json()["fouten"]] == [veld]


def test_de_bundel_van_een_casus_klopt(api):
    act = verzegeld_open(api).json()
    eerder = api.http.get("/logboek/checkpoint").content
    api.meld(act["casus"], overdracht())
    laatste = api.meld(act["casus"], bevestiging())
    wacht_op(api, laatste["positie"])
    beleid = Beleid((ondertekenaar_van(api.instellingen).sleutel,))
    vanaf = lees_checkpoint(lees_notitie(eerder).tekst).grootte

    antwoord = api.http.get(
        f"/casussen/{act['casus']}/bewijs",
        params={"doel": "inspectie", "vanaf": vanaf},
        headers=api.als("inspecteur"),
    )

    assert antwoord.status_code == 200, antwoord.text
    assert antwoord.headers["Content-Type"] == "application/zip"
    uitkomst = toets_bundel(antwoord.content, beleid, eerder)
    toets_tijdlijn(antwoord.content, uitkomst)
    assert uitkomst.bevindingen == []
    assert [blad.volgnummer for blad in uitkomst.bladen] == [1, 2, 3]


def test_van_een_casus_die_er_niet_is_is_er_geen_bundel(api):
    verzegeld_open(api)

    assert api.http.get(f"/casussen/{uuid4()}/bewijs", params={"doel": "inspectie"}).status_code == 404
    assert api.http.get(f"/casussen/{uuid4()}/bewijs").status_code == 400


def test_de_gezondheid_zegt_hoe_ver_er_is_verzegeld(api):
    act = verzegeld_open(api).json()

    zegel = api.lees("/gezondheid")["verzegeling"]

    assert zegel["status"] == "goed"
    assert zegel["grootte"] >= act["positie"]
    assert (zegel["achterstand"], zegel["achterstandSeconden"]) == (0, 0.0)


def test_zonder_zegelaar_zegt_de_dienst_hoe_ver_zij_achter_is(database, tmp_path):
    with applicatie(database, tmp_path, verzegelt=False) as api:
        antwoord = api.http.post("/casussen", json=melding(), headers={"Prefer": "wait=0"})
        act = antwoord.json()

        assert antwoord.headers[VERZEGELD] == "nee"
        assert "Preference-Applied" not in antwoord.headers
        assert api.http.get("/logboek/checkpoint").status_code == 404
        assert api.http.get(f"/casussen/{act['casus']}/bewijs?doel=x").json()["code"] == "nog-niet-verzegeld"
        zegel = api.lees("/gezondheid")["verzegeling"]
        assert (zegel["grootte"], zegel["achterstand"]) == (0, 1)
        assert zegel["achterstandSeconden"] > 0


def test_een_zegelaar_die_iets_vindt_staat_stil_en_de_dienst_zegt_het(database, tmp_path):
    (tmp_path / "zegel/grootboek").mkdir(parents=True)
    (tmp_path / "zegel/grootboek/checkpoint").write_text("geknoeid\n")
    with applicatie(database, tmp_path) as api:
        api.open()
        einde = time.monotonic() + 10
        while (zegel := api.lees("/gezondheid")["verzegeling"])[
            "status"
        ] == "goed" and time.monotonic() < einde:
            time.sleep(0.05)

    assert (zegel["status"], zegel["code"]) == ("staat-stil", "uitgave-onleesbaar")
