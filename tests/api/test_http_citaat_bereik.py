"""A citation across cases says its scope: the same answer to all who may see that much, none to others."""

from uuid import UUID

import pytest
from tests.api.conftest import VT, WEST, applicatie, bevestiging, mandaat, melding, overdracht
from tests.api.test_scope import GEMEENTE, OOST, PERIODE, UTRECHT
from tests.conftest import nieuwe_database

pytestmark = pytest.mark.parametrize("server", ["postgresql-18"], indirect=True)

BEIDE = mandaat("utrecht", "midden-brabant")
VRAGEN = {
    "/verantwoordelijkheden": {},
    "/termijnen": {},
    "/signalen": {},
    "/werklijst": {"partij": "lokaal-team:wijkteam-west"},
}
CIJFERS = {
    "/verantwoordelijkheden/aantallen": PERIODE,
    "/overzichten/binnen-termijn": PERIODE,
    "/overzichten/registratievertraging": PERIODE,
    "/overzichten/tekortkomingen": PERIODE,
    "/lezingen/verschillen": {
        "afsprakenA": "hart-van-brabant-2020", "afsprakenB": "hart-van-brabant-2020-strikt"
    },
}  # fmt: skip


@pytest.fixture(scope="module")
def regios(server, sjabloon, tmp_path_factory):
    """WEST got a case of Brabant and one of Utrecht; its first case there stayed with Utrecht itself."""
    with (
        nieuwe_database(server, sjabloon) as database,
        applicatie(database, tmp_path_factory.mktemp("zicht")) as api,
    ):
        brabant = api.open()["casus"]
        api.meld(brabant, overdracht())
        api.meld(brabant, bevestiging())
        utrecht = []
        for nummer in ("m-u1", "m-u2"):
            act = melding(nummer=nummer)
            act["gegevens"] |= {"veiligThuis": UTRECHT.id, "gemeente": GEMEENTE.id}
            als = api.als("medewerker-vt", UTRECHT, "mw-9")
            utrecht.append(api.http.post("/casussen", json=act, headers=als).json()["casus"])
        verstuurd = overdracht()
        verstuurd["gegevens"] |= {"van": UTRECHT.model_dump()}
        laatste = api.meld(utrecht[1], verstuurd, **api.als("medewerker-vt", UTRECHT, "mw-9"))
        api.lees("/verantwoordelijkheden", vanaf=laatste)
        yield api, database, UUID(brabant), [UUID(casus) for casus in utrecht]


def wie(api, naam):
    return {
        "brabant": lambda: api.als("medewerker-vt", VT),
        "utrecht": lambda: api.als("medewerker-vt", UTRECHT, "mw-9"),
        "west": lambda: api.als("medewerker-lokaal-team", WEST, "mw-77"),
        "oost": lambda: api.als("medewerker-lokaal-team", OOST, "mw-78"),
        "inspecteur": lambda: api.als("inspecteur", mandaat=BEIDE),
        "inspecteur van brabant": lambda: api.als("inspecteur", mandaat=mandaat("midden-brabant")),
    }[naam]()


DEKT = {
    "brabant": {"brabant", "inspecteur", "inspecteur van brabant"},
    "utrecht": {"utrecht", "inspecteur"},
    "west": {"west"},
    "inspecteur": {"inspecteur"},
}
"""Whose own scope covers that of whom; the others are told that it is no citation."""
BEREIK = {
    "brabant": "bereik=regios:midden-brabant",
    "utrecht": "bereik=regios:utrecht",
    "west": "bereik=partij:lokaal-team:wijkteam-west",
    "inspecteur": "bereik=regios:midden-brabant:utrecht",
}


@pytest.mark.parametrize("maker", DEKT)
def test_whose_scope_covers_it_gets_the_same_bytes_and_anybody_else_no_citation(regios, maker):
    api, *_ = regios
    vragen = VRAGEN if maker == "west" else VRAGEN | CIJFERS
    for pad, vraag in vragen.items():
        gesteld = api.http.get(pad, params=vraag, headers=wie(api, maker))
        citaat = gesteld.json()["citaat"]
        assert BEREIK[maker] in citaat.split("~")[2].split("&")
        eigen = api.http.get(f"/antwoorden/{citaat}", headers=wie(api, maker))
        assert (eigen.status_code, eigen.headers["Zicht-Gelijk"]) == (200, "ja"), pad
        for lezer in ("brabant", "utrecht", "west", "oost", "inspecteur", "inspecteur van brabant"):
            antwoord = api.http.get(f"/antwoorden/{citaat}", headers=wie(api, lezer))
            if pad in CIJFERS and lezer in {"west", "oost"}:
                assert antwoord.status_code == 403
            elif lezer in DEKT[maker]:
                assert antwoord.content == eigen.content, (pad, lezer)
                assert antwoord.headers["Zicht-Gelijk"] == "ja"
            else:
                onbekend = api.http.get("/antwoorden/zicht2~niets~~1~" + "0" * 32, headers=wie(api, lezer))
                assert antwoord.status_code == onbekend.status_code == 400, (pad, lezer)
                assert antwoord.json()["fouten"] == onbekend.json()["fouten"]


def test_the_answer_is_of_the_scope_of_its_maker(regios):
    api, _, brabant, utrecht = regios
    gezien = {}
    for maker in DEKT:
        citaat = api.http.get("/verantwoordelijkheden", headers=wie(api, maker)).json()["citaat"]
        lezer = "west" if maker == "west" else "inspecteur"
        inhoud = api.http.get(f"/antwoorden/{citaat}", headers=wie(api, lezer)).json()
        gezien[maker] = {UUID(rij["casus"]) for rij in inhoud["resultaten"]}

    assert gezien == {
        "brabant": {brabant},
        "utrecht": {*utrecht},
        "west": {brabant, utrecht[1]},
        "inspecteur": {brabant, *utrecht},
    }


def test_a_scope_that_is_made_up_gives_no_more_than_ones_own(regios):
    api, *_ = regios
    eigen = api.http.get("/termijnen", headers=wie(api, "west")).json()["citaat"]
    for anders in ("regios:midden-brabant", "regios:utrecht", "partij:lokaal-team:wijkteam-oost"):
        verzonnen = eigen.replace("partij:lokaal-team:wijkteam-west", anders)
        antwoord = api.http.get(f"/antwoorden/{verzonnen}", headers=wie(api, "west"))
        assert antwoord.status_code == 400
        assert antwoord.json()["fouten"][0]["code"] == "geen-citaat"


def test_a_figure_that_is_only_for_a_whole_region_has_no_citation_of_a_party(regios):
    api, *_ = regios
    citaat = api.http.get(
        "/overzichten/registratievertraging", params=PERIODE, headers=wie(api, "brabant")
    ).json()["citaat"]
    verzonnen = citaat.replace("regios:midden-brabant", f"partij:{GEMEENTE}")

    antwoord = api.http.get(f"/antwoorden/{verzonnen}", headers=api.als("auditor", GEMEENTE))

    assert (antwoord.status_code, antwoord.json()["fouten"][0]["code"]) == (400, "geen-citaat")


def test_what_was_corrected_since_is_told_within_that_scope_only(regios):
    api, _, brabant, _ = regios
    citaten = {
        maker: api.http.get("/signalen", headers=wie(api, maker)).json()["citaat"]
        for maker in ("brabant", "utrecht")
    }
    correctie = {
        "soort": "GebeurtenisGecorrigeerd",
        "gebeurdOp": "2020-05-25T10:00:00Z",
        "gegevens": {"betreft": 2, "wijze": "ingetrokken", "reden": "invoerfout"},
    }
    vastgelegd = api.meld(str(brabant), correctie)

    sinds = {
        maker: api.http.get(f"/antwoorden/{citaat}", headers=wie(api, "inspecteur")).headers.get(
            "Zicht-Gecorrigeerd-Sinds"
        )
        for maker, citaat in citaten.items()
    }

    assert sinds == {"brabant": str(vastgelegd["positie"]), "utrecht": None}
