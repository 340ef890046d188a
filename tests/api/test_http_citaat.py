"""An answer carries a citation, and the citation gives the same bytes again, whatever came later."""

import json

import psycopg
import pytest
from tests.api.conftest import VT, WEST

VERSTUURD = {
    "soort": "OverdrachtVerstuurd",
    "gebeurdOp": "2020-03-05T11:00:00+01:00",
    "gegevens": {
        "overdracht": "o1",
        "van": VT.model_dump(),
        "aan": WEST.model_dump(),
        "fase": "na-veiligheidsbeoordeling",
        "warm": False,
        "onderdelen": [],
    },
}
BEVESTIGD = {
    "soort": "OntvangstBevestigd",
    "gebeurdOp": "2020-03-09T14:00:00+01:00",
    "gegevens": {"overdracht": "o1", "door": WEST.model_dump()},
}
INGETROKKEN = {
    "soort": "GebeurtenisGecorrigeerd",
    "gebeurdOp": "2020-05-01T14:00:00+02:00",
    "gegevens": {"betreft": 3, "wijze": "ingetrokken", "reden": "invoerfout"},
}
OP = "2020-03-10T09:00:00Z"


def vraag(api, casus, positie, **query):
    antwoord = api.http.get(
        f"/casussen/{casus}/verantwoordelijkheid", params={"op": OP, "vanafPositie": positie, **query}
    )
    assert antwoord.status_code == 200, antwoord.text
    return antwoord.json()


def test_een_citaat_geeft_het_antwoord_van_toen_ook_na_een_correctie(api):
    casus = api.open()["casus"]
    api.meld(casus, VERSTUURD)
    positie = api.meld(casus, BEVESTIGD)["positie"]
    eerst = vraag(api, casus, positie)
    assert eerst["zicht"]["partij"]["id"] == "wijkteam-west"

    opnieuw = api.http.get(f"/antwoorden/{eerst['citaat']}")
    assert opnieuw.status_code == 200, opnieuw.text
    assert opnieuw.headers["Zicht-Gelijk"] == "ja"
    assert "Zicht-Gecorrigeerd-Sinds" not in opnieuw.headers

    na = api.meld(casus, INGETROKKEN)["positie"]
    assert vraag(api, casus, na)["zicht"]["regel"] == "Z8"
    assert vraag(api, casus, na)["zicht"]["rechtens"] is False
    later = api.http.get(f"/antwoorden/{eerst['citaat']}")
    assert later.content == opnieuw.content
    assert later.headers["Zicht-Gelijk"] == "ja"
    assert later.headers["Zicht-Gecorrigeerd-Sinds"] == "4"
    herhaald = json.loads(later.content)
    assert herhaald["verantwoordelijkheid"]["zicht"] == eerst["zicht"]


def test_een_citaat_naar_een_tijdstip_van_kennis_houdt_die_kennis_vast(api):
    casus = api.open()["casus"]
    positie = api.meld(casus, VERSTUURD)["positie"]
    kennis = api.klok.nu().isoformat()
    eerst = vraag(api, casus, positie, bekendOp=kennis)
    api.klok.later(days=1)
    api.meld(casus, BEVESTIGD)
    assert json.loads(api.http.get(f"/antwoorden/{eerst['citaat']}").content)["positie"] == positie


def test_de_tijdlijn_draagt_termijnen_signalen_en_een_citaat(api):
    casus = api.open()["casus"]
    api.meld(casus, VERSTUURD)
    tijdlijn = api.http.get(f"/casussen/{casus}/tijdlijn", params={"op": OP}).json()
    assert {"veiligheidsbeoordeling", "ontvangstbevestiging"} <= {t["soort"] for t in tijdlijn["termijnen"]}
    assert "overdrachtsdocument-onvolledig" in {s["code"] for s in tijdlijn["signalen"]}
    assert api.http.get(f"/antwoorden/{tijdlijn['citaat']}").headers["Zicht-Gelijk"] == "ja"


def test_een_veranderd_citaat_wordt_herkend(api):
    casus = api.open()["casus"]
    positie = api.meld(casus, VERSTUURD)["positie"]
    citaat = vraag(api, casus, positie)["citaat"]
    vervalst = citaat[:-1] + ("0" if citaat[-1] != "0" else "1")
    assert api.http.get(f"/antwoorden/{vervalst}").headers["Zicht-Gelijk"] == "nee"


def test_wat_geen_citaat_is_wordt_geweigerd(api):
    antwoord = api.http.get("/antwoorden/zomaar-iets")
    assert antwoord.status_code == 400
    assert antwoord.json()["fouten"][0]["code"] == "geen-citaat"


@pytest.mark.parametrize("bekend_op", [None, "2199-01-01T00:00:00Z"])
def test_wat_het_leesmodel_nog_niet_heeft_staat_ook_niet_in_het_citaat(verse_api, database, bekend_op):
    """An act that was recorded, while the follower has not come to it: the answer is of before that act."""
    casus = verse_api.open()["casus"]
    positie = verse_api.meld(casus, VERSTUURD)["positie"]
    kennis = {} if bekend_op is None else {"bekendOp": bekend_op}
    vraag(verse_api, casus, positie)
    with psycopg.connect(database.eigenaar) as houdt_op:
        houdt_op.execute("SELECT FROM projecties.generaties FOR UPDATE")  # whoever follows waits for this
        verse_api.meld(casus, BEVESTIGD)

        eerst = vraag(verse_api, casus, positie, **kennis)
        opnieuw = verse_api.http.get(f"/antwoorden/{eerst['citaat']}")

    assert eerst["positie"] == positie
    assert eerst["zicht"]["status"] == "in-overdracht"
    assert opnieuw.headers["Zicht-Gelijk"] == "ja"
    assert json.loads(opnieuw.content)["verantwoordelijkheid"]["zicht"] == eerst["zicht"]
