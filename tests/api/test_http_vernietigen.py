"""Forgetting over HTTP: who may, what is refused, and what everything says afterwards."""

import json

import psycopg
import pytest
from tests.api.conftest import bevestiging, overdracht

KANARIE = "kanarie-7f3a"
WEG = "vernietigd"


def handeling(soort, op="2020-05-04T10:00:00+02:00", vertrouwelijk=None, **gegevens):
    act = {"soort": soort, "gebeurdOp": op, "gegevens": gegevens}
    return act if vertrouwelijk is None else act | {"vertrouwelijk": vertrouwelijk}


def persoon(wie="p1", naam=KANARIE, **anders):
    return handeling(
        "DirectbetrokkeneGeregistreerd",
        "2020-03-02T10:00:00+01:00",
        {"naam": f"{naam}-{wie}", "geboortedatum": "1990-01-01"},
        persoon=wie,
        rol="ouder",
        **anders,
    )


def vernietiging(**gegevens):
    return handeling("PersoonsgegevensVernietigd", **{"grond": "bewaartermijn"} | gegevens)


def vervanging(betreft, vertrouwelijk=None, **vervanging):
    gegevens = {"betreft": betreft, "wijze": "vervangen", "reden": "invoerfout", "vervanging": vervanging}
    return handeling("GebeurtenisGecorrigeerd", vertrouwelijk=vertrouwelijk, **gegevens)


@pytest.fixture
def casus(api):
    """A casus with a melder, two persons, a report and a handover."""
    nieuw = api.open(vertrouwelijk={"melderGegevens": f"{KANARIE}-m", "omschrijving": f"{KANARIE}-o"})[
        "casus"
    ]
    api.meld(nieuw, persoon())
    api.meld(nieuw, persoon("p2"))
    api.meld(nieuw, overdracht())
    api.meld(nieuw, bevestiging())
    return nieuw


@pytest.fixture
def vernietig(api, casus):
    """Record an act as the privacyfunctionaris; gives the response."""

    def doe(act):
        return api.http.post(
            f"/casussen/{casus}/gebeurtenissen", json=act, headers=api.als("privacyfunctionaris")
        )

    return doe


def delen(api, casus, **vraag):
    """What is confidential in each act, as the history shows it."""
    regels = api.lees(f"/casussen/{casus}/gebeurtenissen", **vraag)["gebeurtenissen"]
    return {regel["volgnummer"]: regel.get("vertrouwelijk") for regel in regels}


# --- who may ------------------------------------------------------------------------------------------


def test_only_the_privacyfunctionaris_destroys_and_records_nothing_else(api, casus, vernietig):
    gewoon = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=vernietiging(persoon="p1"))
    anders = vernietig(persoon("p3"))

    assert (gewoon.status_code, gewoon.json()["code"]) == (403, "niet-toegestaan")
    assert (anders.status_code, anders.json()["code"]) == (403, "niet-toegestaan")
    assert delen(api, casus)[2]["naam"] == f"{KANARIE}-p1"
    assert vernietig(vernietiging(persoon="p1")).status_code == 201
    nieuw = api.http.post("/casussen", json=persoon(), headers=api.als("privacyfunctionaris"))
    assert nieuw.status_code == 403


@pytest.mark.parametrize("rol", ["medewerker-vt", "privacyfunctionaris"])
def test_a_request_is_handled_by_either(api, casus, rol):
    for act in (
        handeling("VernietigingVerzocht", verzoek="v1", persoon="p1", vertrouwelijk={"toelichting": "x"}),
        handeling("VernietigingBesloten", verzoek="v1", besluit="geweigerd", grond="belang-van-ander"),
    ):
        assert (
            api.http.post(f"/casussen/{casus}/gebeurtenissen", json=act, headers=api.als(rol)).status_code
            == 201
        )


# --- what is refused ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("act", "fout"),
    [
        (vernietiging(persoon="p9"), ("gegevens.persoon", "onbekende-persoon")),
        (vernietiging(persoon="p1", verzoek="v9"), ("gegevens.verzoek", "onbekend-verzoek")),
        (
            vernietiging(persoon="p2", verzoek="v1", grond="verzoek"),
            ("gegevens.verzoek", "verzoek-van-ander"),
        ),
    ],
)
def test_what_cannot_be_true_destroys_nothing(api, casus, vernietig, act, fout):
    api.meld(casus, handeling("VernietigingVerzocht", verzoek="v1", persoon="p1"))

    geweigerd = vernietig(act)

    assert geweigerd.status_code == 400
    assert [(een["veld"], een["code"]) for een in geweigerd.json()["fouten"]] == [fout]
    assert delen(api, casus)[2]["naam"] == f"{KANARIE}-p1"


def test_what_was_destroyed_cannot_be_taken_back(api, casus, vernietig):
    (nummer,) = [vernietig(vernietiging(persoon="p1")).json()["volgnummer"]]
    terug = handeling("GebeurtenisGecorrigeerd", betreft=nummer, wijze="ingetrokken", reden="invoerfout")
    van_ander = vervanging(nummer, gegevens={"persoon": "p2", "grond": "bewaartermijn"})
    later = vervanging(nummer, gebeurdOp="2020-05-03T10:00:00+02:00")

    for act in (terug, van_ander):
        geweigerd = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=act)
        assert [fout["code"] for fout in geweigerd.json()["fouten"]] == ["vernietiging-onomkeerbaar"]
    assert api.http.post(f"/casussen/{casus}/gebeurtenissen", json=later).status_code == 201


# --- afterwards ---------------------------------------------------------------------------------------


def test_a_person_is_forgotten_and_everything_else_says_what_it_said(api, casus, vernietig):
    pad = f"/casussen/{casus}"
    tot = api.lees(f"{pad}/gebeurtenissen")["positie"]
    vraag = {"op": "2020-03-20T12:00:00Z", "vanafPositie": tot}
    voor = {
        naam: api.lees(f"{pad}/{naam}", bekendOp="2020-06-01T08:00:00Z", **extra)
        for naam, extra in (("tijdlijn", {}), ("verantwoordelijkheid", vraag))
    }
    citaat = api.lees(f"{pad}/verantwoordelijkheid", **vraag)["citaat"]
    geciteerd = api.http.get(f"/antwoorden/{citaat}")

    api.klok.later(days=1)
    weg = vernietig(vernietiging(persoon="p1")).json()

    assert delen(api, casus, vanafPositie=weg["positie"]) == {
        1: {"melderGegevens": f"{KANARIE}-m", "omschrijving": f"{KANARIE}-o"},
        2: WEG,
        3: {"naam": f"{KANARIE}-p2", "geboortedatum": "1990-01-01"},
        4: None,
        5: None,
        6: None,
    }
    assert delen(api, casus, bekendOp="2020-06-01T08:00:00Z")[2] == WEG
    for naam, extra in (("tijdlijn", {}), ("verantwoordelijkheid", vraag)):
        nu = api.lees(f"{pad}/{naam}", bekendOp="2020-06-01T08:00:00Z", **extra)
        zonder = {"positie", "citaat"}
        assert {k: v for k, v in nu.items() if k not in zonder} == {
            k: v for k, v in voor[naam].items() if k not in zonder
        }
    opnieuw = api.http.get(f"/antwoorden/{citaat}")
    assert opnieuw.content == geciteerd.content
    assert (opnieuw.headers["Zicht-Gelijk"], opnieuw.headers["Zicht-Vernietigd-Sinds"]) == ("ja", "6")


def test_of_the_whole_casus_nothing_confidential_is_left_anywhere(api, casus, vernietig):
    west = {"soort": "lokaal-team", "id": "wijkteam-west"}
    bezocht = handeling("ContactGelegd", door=west, wijze="huisbezoek", vertrouwelijk={"verslag": KANARIE})
    api.meld(casus, bezocht)
    nieuw = {"toelichting": KANARIE, "vervanging": {"naam": KANARIE}}
    api.meld(casus, vervanging(2, vertrouwelijk=nieuw))

    assert vernietig(vernietiging()).status_code == 201

    geschiedenis = api.lees(f"/casussen/{casus}/gebeurtenissen")
    assert KANARIE not in json.dumps(geschiedenis)
    assert [d for d in delen(api, casus).values() if d is not None] == [WEG] * 5
    (vervangen,) = [r["geldtAls"] for r in geschiedenis["gebeurtenissen"] if "geldtAls" in r]
    assert vervangen["vertrouwelijk"] == WEG


def test_who_is_met_again_is_recorded_again_under_a_new_key(api, casus, vernietig):
    vernietig(vernietiging(persoon="p1"))
    api.meld(casus, persoon(naam="later"))
    weer = handeling("DirectbetrokkeneGewijzigd", persoon="p1", vertrouwelijk={"telefoon": "0600000000"})
    api.meld(casus, weer)

    assert [delen(api, casus)[n] for n in (2, 7, 8)] == [
        WEG,
        {"naam": "later-p1", "geboortedatum": "1990-01-01"},
        {"telefoon": "0600000000"},
    ]


def test_the_same_request_again_is_answered_and_says_what_was_destroyed_since(api, casus, vernietig):
    sleutel = {"Idempotency-Key": "nog-eens"}
    eerste = api.meld(casus, persoon("p3"), **sleutel)
    assert api.meld(casus, persoon("p3"), **sleutel) == eerste
    vernietig(vernietiging(persoon="p3"))

    assert api.meld(casus, persoon("p3"), **sleutel) == eerste | {"vertrouwelijk": WEG}


def test_nobody_reports_that_something_was_destroyed_by_writing_the_word(api, casus):
    gemeld = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=persoon("p4") | {"vertrouwelijk": WEG})

    assert [(f["veld"], f["code"]) for f in gemeld.json()["fouten"]] == [("vertrouwelijk", "verkeerd-type")]


def test_a_part_that_was_moved_reads_as_unreadable_and_the_rest_is_shown(verse_api, database, caplog):
    """As a superuser would do it; the seal finds it too."""
    casus = verse_api.open()["casus"]
    verse_api.meld(casus, persoon())
    verse_api.meld(casus, persoon("p2"))
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute("SELECT migratie.open_onderhoud('een aanval van de test')")
        eigenaar.execute(
            "UPDATE ledger.gebeurtenissen SET vertrouwelijk ="
            " (SELECT vertrouwelijk FROM ledger.gebeurtenissen WHERE positie = 2) WHERE positie = 3"
        )

    assert delen(verse_api, casus) == {
        1: None,
        2: {"naam": f"{KANARIE}-p1", "geboortedatum": "1990-01-01"},
        3: "onleesbaar",
    }
    assert f"casus {casus} volgnummer 3" in caplog.text
    assert KANARIE not in caplog.text


# --- the master key -----------------------------------------------------------------------------------


def test_without_the_master_key_the_service_says_so_and_records_nothing(verse_api):
    casus = verse_api.open()["casus"]
    verse_api.meld(casus, persoon())
    bestand = verse_api.instellingen.data_dir / "hoofdsleutels"
    bewaard = bestand.read_bytes()
    bestand.write_bytes(b"")
    kluis = verse_api.http.app.state.diensten.kluis
    kluis._hoofdsleutels._gelezen = {}
    kluis._op_id._dingen.clear()

    gemeld = verse_api.http.post(f"/casussen/{casus}/gebeurtenissen", json=persoon("p2"))
    gelezen = verse_api.http.get(f"/casussen/{casus}/gebeurtenissen")
    gezond = verse_api.http.get("/gezondheid")

    for antwoord in (gemeld, gelezen):
        assert (antwoord.status_code, antwoord.json()["code"]) == (503, "hoofdsleutel-onbereikbaar")
    assert (gezond.status_code, gezond.json()["kwalen"]) == (503, ["hoofdsleutel-onbereikbaar"])
    bestand.write_bytes(bewaard)
    assert verse_api.http.get("/gezondheid").status_code == 200
    assert len(delen(verse_api, casus)) == 2
