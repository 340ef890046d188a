"""Who may see who looked, and what they see."""

import json
from datetime import timedelta

import pytest
from tests.api.conftest import VT, WEST, bevestiging, correctie, overdracht

from ledger.values import Partij

VER = Partij(soort="instelling", id="ver-weg")
ELDERS = Partij(soort="veilig-thuis", id="elders")
TRACE = "4bf92f3577b34da6a3ce929d0e0e4736"


@pytest.fixture
def dossier(api):
    """A casus, handed over twice, that an employee of Veilig Thuis and one of a team looked at."""
    casus = api.open()["casus"]
    api.meld(casus, overdracht())
    api.meld(casus, overdracht("o-2", "2020-03-05T12:00:00+01:00", VER))
    for persoon in ("kind-1", "ouder-2"):
        gegevens = {"persoon": persoon, "rol": "kind"}
        laatste = api.meld(
            casus,
            {
                "soort": "DirectbetrokkeneGeregistreerd",
                "gebeurdOp": "2020-03-06T10:00:00Z",
                "gegevens": gegevens,
            },
        )
    api.klok.later(minutes=1)
    api.lees(f"/casussen/{casus}/tijdlijn")
    api.http.get(
        f"/casussen/{casus}/gebeurtenissen", headers=api.als("medewerker-lokaal-team", WEST, "mw-77")
    )
    return laatste


def functionaris(api, organisatie=VT):
    return api.als("privacyfunctionaris", organisatie, "pf-1")


def inzage(api, casus, koppen, pad="", **vraag):
    antwoord = api.http.get(f"/casussen/{casus}/inzage{pad}", headers=koppen, params=vraag)
    assert antwoord.status_code == 200, antwoord.text
    return antwoord.json()


def test_the_privacyfunctionaris_of_the_region_sees_every_line_and_is_seen(api, dossier):
    casus = dossier["casus"]

    eerst = inzage(api, casus, functionaris(api))
    daarna = inzage(api, casus, functionaris(api))

    assert eerst["volledig"] is True
    assert [(een["medewerker"], een["actie"]) for een in eerst["regels"]] == [
        ("mw-204", "toon_tijdlijn"),
        ("mw-77", "toon_geschiedenis"),
    ]
    assert daarna["regels"][-1] | {"medewerker": "pf-1", "actie": "toon_inzage"} == daarna["regels"][-1]
    regel = eerst["regels"][0]
    assert regel["organisatie"] == VT.model_dump()
    assert regel["categorieen"] == ["verantwoordelijkheid", "termijnen", "signalen"]
    assert regel["getoondePositie"] == dossier["positie"]


def test_another_organisation_sees_what_its_own_people_did(api, dossier):
    antwoord = inzage(api, dossier["casus"], functionaris(api, WEST))

    assert antwoord["volledig"] is False
    assert {een["medewerker"] for een in antwoord["regels"]} == {"mw-77"}


def test_an_inspecteur_sees_every_line(api, dossier):
    koppen = api.als("inspecteur", Partij(soort="gemeente", id="inspectie"), "insp-1")

    assert len(inzage(api, dossier["casus"], koppen)["regels"]) == 2


@pytest.mark.parametrize("rol", ["medewerker-vt", "medewerker-lokaal-team", "auditor", "beheerder"])
@pytest.mark.parametrize(
    "pad",
    ["/casussen/{casus}/inzage", "/casussen/{casus}/inzage/overzicht", "/inzage", "/inzage/dataverwerkingen"],
)
def test_others_may_not_see_who_looked(api, dossier, rol, pad):
    antwoord = api.http.get(pad.format(casus=dossier["casus"]), headers=api.als(rol))

    assert antwoord.status_code == 403


def test_a_page_follows_a_page(api, dossier):
    casus, koppen = dossier["casus"], functionaris(api)
    eerste = inzage(api, casus, koppen, pageSize=1)
    tweede = inzage(api, casus, koppen, pageSize=1, na=eerste["volgende"])

    assert [een["medewerker"] for een in (*eerste["regels"], *tweede["regels"])] == ["mw-204", "mw-77"]


def test_lines_of_one_employee_or_period_only(api, dossier):
    casus, koppen = dossier["casus"], functionaris(api)
    later = (api.klok.tijd + timedelta(hours=1)).isoformat()

    assert {een["medewerker"] for een in inzage(api, casus, koppen, medewerker="mw-77")["regels"]} == {
        "mw-77"
    }
    assert inzage(api, casus, koppen, van=later)["regels"] == []


def test_in_plain_words_no_employee_is_named(api, dossier):
    api.http.get(f"/casussen/{dossier['casus']}", headers=api.als("beheerder"))

    antwoord = inzage(api, dossier["casus"], functionaris(api), "/overzicht")

    assert [een["tekst"] for een in antwoord["regels"]] == [
        (
            "Op 1 juni 2020 10:01 bekeek een medewerker van Veilig Thuis Midden-Brabant: "
            "wie verantwoordelijk is, de termijnen en de signalen."
        ),
        "Op 1 juni 2020 10:01 bekeek een medewerker van wijkteam-west: wat er is vastgelegd.",
        (
            "Op 1 juni 2020 10:01 wilde een beheerder van Veilig Thuis Midden-Brabant uw dossier zien; "
            "dat mocht niet, er is niets getoond."
        ),
    ]
    assert "mw-" not in json.dumps(antwoord)


def test_what_somebody_could_have_known_when_they_acted(api):
    casus = api.open()["casus"]
    gezien = api.meld(casus, overdracht())
    api.klok.later(minutes=1)
    koppen = api.als("medewerker-lokaal-team", WEST, "mw-77")
    api.http.get(f"/casussen/{casus}/tijdlijn", headers=koppen)
    toen = api.klok.later(minutes=1)
    api.meld(casus, bevestiging())
    zelf = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=correctie(3), headers=koppen).json()

    def kennis(op):
        return inzage(api, casus, functionaris(api), "/kennis", medewerker="mw-77", op=op.isoformat())[
            "gezien"
        ]

    assert [
        (een["categorie"], een["volgnummer"], een["positie"]) for een in kennis(toen - timedelta(seconds=1))
    ] == [
        (categorie, 2, gezien["positie"]) for categorie in ("signalen", "termijnen", "verantwoordelijkheid")
    ]
    assert [(een["categorie"], een["volgnummer"]) for een in kennis(api.klok.tijd)] == [
        ("signalen", 2),
        ("termijnen", 2),
        ("verantwoordelijkheid", 2),
        ("zelf-vastgelegd", zelf["volgnummer"]),
    ]
    assert kennis(toen - timedelta(minutes=2)) == []


def test_who_asked_as_known_then_has_seen_what_was_known_then(api):
    casus = api.open()["casus"]
    toen = api.klok.tijd
    api.klok.later(days=1)
    api.meld(casus, overdracht())
    api.klok.later(days=1)
    koppen = api.als("medewerker-vt", medewerker="mw-78")
    api.http.get(f"/casussen/{casus}/gebeurtenissen", params={"bekendOp": toen.isoformat()}, headers=koppen)

    gezien = inzage(api, casus, functionaris(api), "/kennis", medewerker="mw-78")["gezien"]

    assert [(een["categorie"], een["volgnummer"]) for een in gezien] == [("handelingen", 1)]


def test_an_organisation_sees_what_its_people_looked_at_anywhere(api, dossier):
    api.http.get("/termijnen", headers=api.als("medewerker-instelling", ELDERS, "mw-5"))

    antwoord = api.http.get("/inzage", headers=functionaris(api, ELDERS)).json()

    assert [een["actie"] for een in antwoord["regels"] if een["medewerker"] == "mw-5"] == ["toon_termijnen"]
    assert {een["organisatie"]["id"] for een in antwoord["regels"]} == {"elders"}


def test_as_logboek_dataverwerkingen_one_line_a_person_and_no_employee(api, dossier):
    casus = dossier["casus"]
    koppen = api.als("medewerker-instelling", VER, "mw-6") | {
        "traceparent": f"00-{TRACE}-00f067aa0ba902b7-01"
    }
    api.http.get(f"/casussen/{casus}/tijdlijn", headers=koppen)

    antwoord = api.http.get("/inzage/dataverwerkingen", headers=functionaris(api, VER))

    assert antwoord.headers["Content-Type"] == "application/jsonl"
    kop, *personen = [json.loads(regel) for regel in antwoord.text.splitlines()]
    assert {een["trace_id"] for een in (kop, *personen)} == {TRACE}
    assert [een["attributes"]["dpl.core.data_subject_id"] for een in personen] == [
        f"{casus}:kind-1",
        f"{casus}:ouder-2",
    ]
    assert {een["parent_span_id"] for een in personen} == {kop["span_id"]}
    assert len({een["span_id"] for een in (kop, *personen)}) == 3
    assert kop["attributes"] == {
        "dpl.core.processing_activity_id": "urn:zicht:verwerking:inzien",
        "dpl.core.foreign_operation.span_id": "00f067aa0ba902b7",
        "dpl.core.foreign_operation.processor": "urn:zicht:partij:instelling:ver-weg",
    }
    assert (kop["name"], kop["status"]) == ("toon_tijdlijn", "Ok")
    assert "mw-6" not in antwoord.text
