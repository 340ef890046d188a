"""An answer across cases carries a citation too, and that gives the same bytes again, whatever came later."""

import json
from datetime import timedelta

import psycopg
import pytest
from tests.api.conftest import bevestiging, correctie, mandaat, overdracht

from api.http.app import ROUTERS
from api.http.citeerbaar import VRAAGSOORTEN

JAAR = {"van": "2020-01-01T00:00:00+01:00", "tot": "2021-01-01T00:00:00+01:00"}
TOEN = "2020-06-01T09:05:00Z"  # before the dispute was recorded
LEZINGEN = {"afsprakenA": "hart-van-brabant-2020", "afsprakenB": "hart-van-brabant-2020-strikt"}
VRAGEN = {
    "/verantwoordelijkheden": {"partij": "lokaal-team:wijkteam-west"},
    "/verantwoordelijkheden/aantallen": {**JAAR, "per": "partij"},
    "/termijnen": {"soort": "veiligheidsbeoordeling", "status": "verstreken"},
    "/signalen": {},
    "/werklijst": {"partij": "veilig-thuis:midden-brabant"},
    "/overzichten/binnen-termijn": {**JAAR, "stap": "kwartaal"},
    "/overzichten/doorlooptijden": JAAR,
    "/overzichten/registratievertraging": JAAR,
    "/overzichten/tekortkomingen": JAAR,
    "/overzichten/onbelegd-en-betwist": {**JAAR, "dagen": 1},
    "/lezingen/verschillen": LEZINGEN,
    "/kennis/verschillen": {"van": "2020-06-01T08:00:00Z"},
    "/casussen/{casus}/tijdlijn/verschil": LEZINGEN,
}


@pytest.fixture
def zeven(verse_api):
    """Seven cases, all handed over, the last one in a dispute; the last act."""
    for nummer in range(7):
        casus = verse_api.open()["casus"]
        verse_api.meld(casus, overdracht())
        verse_api.klok.later(minutes=10)
        if nummer < 6:
            verse_api.meld(casus, bevestiging())
    ruzie = {
        "door": {"soort": "lokaal-team", "id": "wijkteam-west"},
        "niveau": "bestuur",
        "onderwerp": "zicht",
    }
    act = {"soort": "OpschalingGestart", "gebeurdOp": "2020-05-20T11:00:00+02:00", "gegevens": ruzie}
    laatste = verse_api.meld(casus, act)
    verse_api.klok.later(hours=1)
    return casus, laatste


def ask(api, pad, casus, **extra):
    return api.lees(pad.format(casus=casus), **VRAGEN[pad] | extra)


def again(api, citaat):
    antwoord = api.http.get(f"/antwoorden/{citaat}")
    assert antwoord.status_code == 200, (citaat, antwoord.text)
    return antwoord


def mend(api, casus):
    """Change what is known of the casus: its handover is withdrawn, and a new case is opened."""
    api.meld(casus, correctie(2, op="2020-05-25T10:00:00+02:00"))
    return api.open(gebeurdOp="2020-03-03T09:00:00Z")


@pytest.mark.parametrize("moment", ["nu", "toen", "positie"])
def test_a_cited_answer_is_given_again_byte_for_byte(verse_api, zeven, moment):
    casus, laatste = zeven
    bekend = {"nu": None, "toen": TOEN, "positie": laatste["positie"] - 1}[moment]
    verse_api.lees("/signalen", vanaf=laatste)
    eerst = {}
    for pad in VRAGEN:
        kennis = {} if bekend is None else {"tot" if "kennis" in pad else "bekendOp": bekend}
        eerst[pad] = ask(verse_api, pad, casus, **kennis)
    toen = {pad: again(verse_api, antwoord["citaat"]) for pad, antwoord in eerst.items()}

    nieuw = mend(verse_api, casus)
    verse_api.klok.later(days=40)
    verse_api.lees("/signalen", vanaf=nieuw)

    for pad, antwoord in eerst.items():
        later = again(verse_api, antwoord["citaat"])
        assert later.content == toen[pad].content, pad
        assert toen[pad].headers["Zicht-Gelijk"] == later.headers["Zicht-Gelijk"] == "ja", pad
        assert later.headers["Zicht-Gecorrigeerd-Sinds"] == str(nieuw["positie"] - 1)
        assert "Zicht-Gecorrigeerd-Sinds" not in toen[pad].headers
        assert "\n" not in antwoord["citaat"]
        assert len(antwoord["citaat"]) < 300
    for pad in ("/verantwoordelijkheden", "/termijnen", "/signalen", "/lezingen/verschillen"):
        getoond = [{k: v for k, v in een.items() if k != "geparkeerd"} for een in eerst[pad]["resultaten"]]
        assert json.loads(toen[pad].content)["resultaten"] == getoond
        assert getoond


def test_what_is_imported_later_with_an_older_moment_was_not_known(verse_api, zeven, database):
    casus, laatste = zeven
    verse_api.lees("/signalen", vanaf=laatste)
    eerst = {
        pad: ask(verse_api, pad, casus, **{"tot" if "kennis" in pad else "bekendOp": TOEN}) for pad in VRAGEN
    }
    with psycopg.connect(database.eigenaar) as eigenaar:
        # recorded elsewhere an hour before TOEN, received here only now
        eigenaar.execute(
            """
            INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer,
                                               casus, opdracht, regio, soort, open)
            SELECT %(na)s + row_number() OVER (ORDER BY volgnummer), gebeurd_op,
                   %(toen)s::timestamptz - interval '1 hour', ontvangen_op, volgnummer,
                   nieuw.casus, gen_random_uuid(), regio, soort, open
              FROM ledger.gebeurtenissen, (SELECT gen_random_uuid() AS casus) AS nieuw
             WHERE gebeurtenissen.casus = %(casus)s
            """,
            {"na": laatste["positie"], "toen": TOEN, "casus": casus},
        )
        nu = eigenaar.execute("SELECT max(positie) FROM ledger.gebeurtenissen").fetchone()[0]
        eigenaar.execute("SELECT pg_notify('zicht_gebeurtenissen', %s)", (str(nu),))

    verse_api.lees("/signalen", vanafPositie=nu)
    for pad, antwoord in eerst.items():
        assert again(verse_api, antwoord["citaat"]).headers["Zicht-Gelijk"] == "ja", pad
    anders = ask(verse_api, "/termijnen", casus, bekendOp=TOEN)
    assert len(anders["resultaten"]) > len(eerst["/termijnen"]["resultaten"])


@pytest.mark.parametrize("pad", ["/verantwoordelijkheden", "/termijnen", "/signalen"])
def test_every_page_has_a_citation_of_its_own(verse_api, zeven, pad):
    _, laatste = zeven
    eerste = verse_api.lees(pad, vanaf=laatste, pageSize=2)
    tweede = verse_api.lees(pad, pageSize=2, cursor=eerste["volgende"])

    assert eerste["citaat"] != tweede["citaat"]
    assert "na=" in tweede["citaat"]
    for blad in (eerste, tweede):
        herhaald = again(verse_api, blad["citaat"])
        assert herhaald.headers["Zicht-Gelijk"] == "ja"
        assert len(json.loads(herhaald.content)["resultaten"]) == 2


def test_the_citation_of_figures_is_of_what_may_leave_whoever_asks(verse_api, zeven):
    casus, laatste = zeven
    binnen = ask(verse_api, "/overzichten/binnen-termijn", casus, vanafPositie=laatste["positie"], op=TOEN)
    buiten = verse_api.http.get(
        "/overzichten/binnen-termijn",
        params=VRAGEN["/overzichten/binnen-termijn"] | {"op": TOEN},
        headers=verse_api.als("inspecteur", mandaat=mandaat("midden-brabant")),
    ).json()

    assert (binnen["extern"], buiten["extern"]) == (False, True)
    assert binnen["norm"] != buiten["norm"]
    assert binnen["citaat"] == buiten["citaat"]
    assert json.loads(again(verse_api, binnen["citaat"]).content)["norm"] == buiten["norm"]


def test_what_this_service_never_gave_is_no_citation(verse_api, zeven):
    casus, laatste = zeven
    citaat = ask(verse_api, "/termijnen", casus, vanafPositie=laatste["positie"])["citaat"]
    kop, parameters, positie, digest = citaat.removeprefix("zicht2~").split("~")
    bereik, _, rest = parameters.partition("&")
    assert bereik == "bereik=regios:midden-brabant"
    anders = {
        "geen-citaat": [
            f"zicht2~nog-niet-bedacht~{parameters}~{positie}~{digest}",
            f"zicht2~{kop}~{parameters}&soort=x~{positie}~{digest}",
            f"zicht2~{kop}~{parameters}&meer=1~{positie}~{digest}",
            f"zicht2~{kop}~{bereik}&soort=veiligheidsbeoordeling~{positie}~{digest}",  # without T
            f"zicht2~{kop}~{rest}~{positie}~{digest}",  # without a scope
            f"zicht2~{kop}~bekendOp=1&{parameters}~{positie}~{digest}",
            f"zicht2~{kop}~{bereik}&na=x&{rest}~{positie}~{digest}",
            *(
                f"zicht2~{kop}~bereik={anders}&{rest}~{positie}~{digest}"
                for anders in (
                    "regios",
                    "regios:",
                    "midden-brabant",
                    "regios:midden-brabant:midden-brabant",
                    "regios:midden-brabant:utrecht",
                    "partij:lokaal-team",
                    "partij:lokaal-team:wijkteam-west",
                    "partij:familie:wijkteam-west",
                    "partij:veilig-thuis:midden-brabant:x",
                )
            ),
            f"zicht2~{kop}~{parameters}~{positie}",
        ],
        "positie-bestaat-niet": [f"zicht2~{kop}~{parameters}~999999~{digest}"],
    }

    for code, teksten in anders.items():
        for tekst in teksten:
            antwoord = verse_api.http.get(f"/antwoorden/{tekst}")
            assert antwoord.status_code == 400, tekst
            assert antwoord.json()["fouten"][0]["code"] == code, tekst
    vervalst = f"zicht2~{kop}~{parameters}~{positie}~{'0' * 32}"
    assert again(verse_api, vervalst).headers["Zicht-Gelijk"] == "nee"


def test_every_question_across_cases_can_be_cited():
    lijsten = {"verantwoordelijkheden", "termijnen", "signalen", "werklijst", "overzichten"}
    routes = {
        route.path.removeprefix("/v1/").replace("/", ".")
        for router in ROUTERS
        for route in router.routes
        if lijsten & set(route.tags) and not route.path.endswith("/agenda")  # the list in another form
    }

    assert routes == VRAAGSOORTEN.keys() - {"tijdlijn.verschil"}


def test_an_erasure_since_is_told(verse_api, zeven):
    casus, laatste = zeven
    citaat = ask(verse_api, "/signalen", casus, vanafPositie=laatste["positie"])["citaat"]
    verse_api.klok.tijd += timedelta(days=1)
    act = {
        "soort": "PersoonsgegevensVernietigd",
        "gebeurdOp": "2020-06-01T10:00:00Z",
        "gegevens": {"grond": "bewaartermijn"},
    }
    gewist = verse_api.meld(casus, act, **verse_api.als("privacyfunctionaris"))

    assert again(verse_api, citaat).headers["Zicht-Vernietigd-Sinds"] == str(gewist["positie"])


def test_who_may_not_ask_the_question_gets_no_answer_to_its_citation(verse_api, zeven):
    """Not even to one that is made up: then a citation would be a way around the table of rights.

    Who may ask it, but sees other cases, is told that this is no citation (test_http_citaat_bereik).
    """
    casus, laatste = zeven
    verse_api.lees("/signalen", vanaf=laatste)
    mag = {
        "medewerker-lokaal-team": {"/verantwoordelijkheden", "/termijnen", "/signalen", "/werklijst"},
        "auditor": {"/verantwoordelijkheden", "/termijnen", "/signalen", "/werklijst"},
        "beheerder": set(),
    }
    mag["medewerker-lokaal-team"] |= {"/overzichten/onbelegd-en-betwist"}
    mag["auditor"] |= {pad for pad in VRAGEN if pad.startswith("/overzichten") or pad.endswith("aantallen")}
    for pad in VRAGEN:
        citaat = ask(verse_api, pad, casus)["citaat"]
        for rol, paden in mag.items():
            status = verse_api.http.get(f"/antwoorden/{citaat}", headers=verse_api.als(rol)).status_code
            mag_dit = 400 if rol == "medewerker-lokaal-team" else 200
            assert status == (mag_dit if pad in paden else 403), (rol, pad)
