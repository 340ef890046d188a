"""Who sees what over HTTP: nobody learns anything of a case that is not theirs, not even that it exists."""

import base64
import itertools
import json
import re
from uuid import UUID, uuid4

import pytest
from tests.api.conftest import VT, WEST, applicatie, bevestiging, mandaat, melding, overdracht
from tests.conftest import nieuwe_database

from api.http.app import ROUTERS
from ledger.values import Partij

# what differs between versions is what the database keeps, and that is tested below the service
pytestmark = pytest.mark.parametrize("server", ["postgresql-18"], indirect=True)

UTRECHT = Partij(soort="veilig-thuis", id="utrecht")
OOST = Partij(soort="lokaal-team", id="wijkteam-oost")
GEMEENTE = Partij(soort="gemeente", id="GM0344")
CONTACT = {
    "soort": "ContactGelegd",
    "gebeurdOp": "2020-03-10T10:00:00Z",
    "gegevens": {"door": WEST.model_dump(), "wijze": "gesprek"},
}


@pytest.fixture(scope="module")
def huis(server, sjabloon, tmp_path_factory):
    """Two regions with a case each: Brabant handed its own to WEST; Utrecht keeps it."""
    with (
        nieuwe_database(server, sjabloon) as database,
        applicatie(database, tmp_path_factory.mktemp("zicht")) as api,
    ):
        brabant = api.open(vertrouwelijk={"omschrijving": "kanarie-brabant"})["casus"]
        api.meld(brabant, overdracht())
        api.meld(brabant, bevestiging())
        api.meld(brabant, CONTACT)
        in_utrecht = melding(nummer="m-utrecht", vertrouwelijk={"omschrijving": "kanarie-utrecht"})
        in_utrecht["gegevens"] |= {"veiligThuis": UTRECHT.id, "gemeente": GEMEENTE.id}
        geopend = api.http.post(
            "/casussen", json=in_utrecht, headers=api.als("medewerker-vt", UTRECHT, "mw-9")
        ).json()
        api.lees("/verantwoordelijkheden", vanaf=geopend)
        yield api, UUID(brabant), UUID(geopend["casus"]), geopend["positie"]


VREEMDEN = {
    "VT Utrecht": ("medewerker-vt", UTRECHT, {}),
    "team oost": ("medewerker-lokaal-team", OOST, {}),
    "kliniek": ("medewerker-instelling", Partij(soort="instelling", id="kliniek"), {}),
    "inspecteur van Utrecht": ("inspecteur", None, {"mandaat": mandaat("utrecht")}),
    "auditor van Utrecht": ("auditor", UTRECHT, {}),
    "auditor van een andere gemeente": ("auditor", GEMEENTE, {}),
    "privacyfunctionaris van Utrecht": ("privacyfunctionaris", UTRECHT, {}),
    "beheerder": ("beheerder", None, {}),
}
PERIODE = {"van": "2020-01-01T00:00:00Z", "tot": "2021-01-01T00:00:00Z"}
VRAGEN = {
    "/verantwoordelijkheden/aantallen": PERIODE,
    "/overzichten/binnen-termijn": PERIODE,
    "/overzichten/doorlooptijden": PERIODE,
    "/overzichten/registratievertraging": PERIODE,
    "/overzichten/tekortkomingen": PERIODE,
    "/overzichten/onbelegd-en-betwist": PERIODE,
    "/lezingen/verschillen": {
        "afsprakenA": "hart-van-brabant-2020", "afsprakenB": "hart-van-brabant-2020-strikt"
    },
    "/kennis/verschillen": {"van": "1"},
    "/casussen/{casus}/bewijs": {"doel": "inspectie"},
    "/casussen/{casus}/tijdlijn/verschil": {"van": "1", "tot": "2"},
    "/casussen/{casus}/inzage/kennis": {"medewerker": "mw-204"},
}  # fmt: skip
LEESROUTES = [
    route.path.removeprefix("/v1")
    for router in ROUTERS
    for route in router.routes
    if "GET" in route.methods and "/logboek/" not in route.path and "gezondheid" not in route.path
]
CASUSROUTES = [pad for pad in LEESROUTES if "{casus}" in pad]
# what one's own people asked for stands in the log of one's own organisation, also when they did not get it
LIJSTEN = [pad for pad in LEESROUTES if "{" not in pad and not pad.startswith("/inzage")]


def koppen(api, wie):
    rol, organisatie, claims = VREEMDEN[wie]
    return api.als(rol, organisatie, "mw-vreemd", **claims)


def gezicht(antwoord):
    """All that somebody can tell of an answer but the mark of the request itself."""
    kop = {naam: waarde for naam, waarde in antwoord.headers.items() if naam.lower() != "zicht-verzoek"}
    return antwoord.status_code, kop, re.sub(r"[0-9a-f]{8}-[0-9a-f-]{27}", "<id>", antwoord.text)


@pytest.mark.parametrize("wie", VREEMDEN)
@pytest.mark.parametrize("pad", CASUSROUTES)
def test_a_forbidden_case_and_one_that_does_not_exist_are_the_same(huis, wie, pad):
    api, brabant, _, _ = huis
    gezichten = [
        gezicht(api.http.get(pad.format(casus=casus), params=VRAGEN.get(pad, {}), headers=koppen(api, wie)))
        for casus in (brabant, uuid4())
    ]

    assert gezichten[0] == gezichten[1]
    assert gezichten[0][0] in {403, 404}


ACTEN = [
    CONTACT,
    bevestiging(),
    overdracht(),
    {"soort": "GebeurtenisGecorrigeerd", "gebeurdOp": "2020-05-01T10:00:00Z",
     "gegevens": {"betreft": 1, "wijze": "ingetrokken", "reden": "invoerfout"}},
    {"soort": "VernietigingVerzocht", "gebeurdOp": "2020-05-01T10:00:00Z",
     "gegevens": {"verzoek": "v-1", "persoon": "kind-1"}},
    {"soort": "PersoonsgegevensVernietigd", "gebeurdOp": "2020-05-01T10:00:00Z",
     "gegevens": {"grond": "bewaartermijn"}},
]  # fmt: skip


@pytest.mark.parametrize("extra", [{}, {"If-Match": '"1"'}, {"Idempotency-Key": "sleutel-1"}], ids=str)
@pytest.mark.parametrize("act", ACTEN, ids=[act["soort"] for act in ACTEN])
@pytest.mark.parametrize("wie", VREEMDEN)
def test_who_may_not_see_a_case_cannot_record_in_it_nor_learn_that_it_is_there(huis, wie, act, extra):
    api, brabant, _, _ = huis
    voor = len(api.lees(f"/casussen/{brabant}/gebeurtenissen")["gebeurtenissen"])
    gezichten = [
        gezicht(
            api.http.post(f"/casussen/{casus}/gebeurtenissen", json=act, headers=koppen(api, wie) | extra)
        )
        for casus in (brabant, uuid4())
    ]

    assert gezichten[0] == gezichten[1]
    assert gezichten[0][0] in {403, 404}
    assert len(api.lees(f"/casussen/{brabant}/gebeurtenissen")["gebeurtenissen"]) == voor


def sporen(casus):
    """How a case could be recognised in anything: its id, its words, its own ids, and its id in a cursor."""
    return (str(casus), casus.hex, "kanarie-brabant", '"m-1"', "wijkteam-west", "midden-brabant")


@pytest.mark.parametrize("wie", VREEMDEN)
@pytest.mark.parametrize("pad", LIJSTEN)
def test_no_list_figure_or_report_holds_a_trace_of_a_case_of_others(huis, wie, pad):
    api, brabant, _, _ = huis
    vragen = [{}, {"partij": str(WEST)}, {"partij": str(VT)}, {"regio": VT.id}, {"pageSize": "1"}]
    for anders in vragen:
        antwoord = api.http.get(pad, params=VRAGEN.get(pad, {}) | anders, headers=koppen(api, wie))
        tekst = antwoord.text + str(dict(antwoord.headers))
        for ruw in re.findall(r'"volgende":"([\w-]+)"', antwoord.text):
            tekst += base64.urlsafe_b64decode(ruw + "==").decode("latin-1")
        if pad.startswith("/afspraken"):
            continue
        tekst = tekst.replace("\r\n ", "")  # a calendar breaks its long lines
        gevraagd = set() if "partij" not in anders else {"wijkteam-west", "midden-brabant"}
        gevonden = {spoor for spoor in sporen(brabant) if spoor in tekst} - gevraagd
        assert not gevonden, antwoord.text
        if antwoord.status_code == 200 and "json" in antwoord.headers["Content-Type"]:
            inhoud = antwoord.json()
            rijen = inhoud.get("resultaten", inhoud.get("norm", []))
            assert not [rij for rij in rijen if "midden-brabant" in json.dumps(rij)]


def test_a_cursor_or_a_citation_of_another_gives_nothing(huis):
    api, brabant, *_ = huis
    eigen = api.lees("/termijnen", pageSize=1)
    citaat = api.lees(f"/casussen/{brabant}/verantwoordelijkheid")["citaat"]
    lijstcitaat = eigen["citaat"]
    for wie in ("VT Utrecht", "inspecteur van Utrecht"):
        als = koppen(api, wie)
        blad = api.http.get("/termijnen", params={"cursor": eigen["volgende"]}, headers=als)
        assert str(brabant) not in blad.text
        weg = api.http.get(f"/antwoorden/{citaat}", headers=als)
        nergens = api.http.get(f"/antwoorden/{citaat.replace(str(brabant), str(uuid4()))}", headers=als)
        assert gezicht(weg) == gezicht(nergens)
        assert weg.status_code == 404
        lijst = api.http.get(f"/antwoorden/{lijstcitaat}", headers=als)
        onbekend = api.http.get(f"/antwoorden/{lijstcitaat.replace(VT.id, 'nergens')}", headers=als)
        assert gezicht(lijst) == gezicht(onbekend)
        assert (lijst.status_code, lijst.json()["fouten"][0]["code"]) == (400, "geen-citaat")


def test_each_sees_its_own_and_counts_only_that(huis):
    api, brabant, utrecht, _ = huis
    verwacht = {
        ("medewerker-vt", VT): {brabant},
        ("medewerker-vt", UTRECHT): {utrecht},
        ("medewerker-lokaal-team", WEST): {brabant},
        ("medewerker-lokaal-team", OOST): set(),
    }
    for (rol, organisatie), casussen in verwacht.items():
        als = api.als(rol, organisatie)
        lijst = api.http.get("/verantwoordelijkheden", headers=als).json()
        assert {UUID(rij["casus"]) for rij in lijst["resultaten"]} == casussen
        for pad in ("/termijnen", "/signalen"):
            rijen = api.http.get(pad, headers=als).json()["resultaten"]
            assert {UUID(rij["casus"]) for rij in rijen} <= casussen
    telling = api.http.get(
        "/verantwoordelijkheden/aantallen",
        params={"van": "2020-03-20T00:00:00Z", "tot": "2020-03-21T00:00:00Z", "stap": "dag"},
        headers=api.als("medewerker-vt", UTRECHT),
    ).json()
    assert [een["aantal"] for een in telling["aantallen"]] == [1]
    met_beide = api.als("inspecteur", mandaat=mandaat("midden-brabant", "utrecht"))
    beide = api.http.get("/verantwoordelijkheden", headers=met_beide).json()["resultaten"]
    assert {UUID(rij["casus"]) for rij in beide} == {brabant, utrecht}


def test_a_team_sees_what_happened_since_its_handover(huis):
    api, brabant, _, _ = huis
    team = api.als("medewerker-lokaal-team", WEST)
    heel = api.lees(f"/casussen/{brabant}/gebeurtenissen")
    deel = api.http.get(f"/casussen/{brabant}/gebeurtenissen", headers=team)
    assert [een["volgnummer"] for een in heel["gebeurtenissen"]] == [1, 2, 3, 4]
    assert [een["volgnummer"] for een in deel.json()["gebeurtenissen"]] == [2, 3, 4]
    assert "kanarie" not in deel.text
    assert deel.headers["ETag"] == '"4"'  # to write on, it needs the casus as it is

    van_team = api.http.get(f"/casussen/{brabant}/tijdlijn", headers=team).json()
    van_vt = api.lees(f"/casussen/{brabant}/tijdlijn", bekendOp=van_team["positie"])
    assert (
        van_team["banen"]["zicht"] == van_vt["banen"]["zicht"][1:]
    )  # what ended with the sending is not theirs
    assert {een["soort"] for een in van_vt["termijnen"]} - {
        een["soort"] for een in van_team["termijnen"]
    } >= {"veiligheidsbeoordeling"}
    assert all(
        een["gestartOp"] >= "2020-03-05T10:00:00Z" or een["partij"] == WEST.model_dump()
        for een in van_team["termijnen"]
    )
    nu = api.http.get(f"/casussen/{brabant}/verantwoordelijkheid", headers=team)
    assert nu.json()["zicht"]["partij"] == WEST.model_dump()
    assert api.http.get(f"/antwoorden/{nu.json()['citaat']}", headers=team).headers["Zicht-Gelijk"] == "ja"
    eerder = api.http.get(
        f"/casussen/{brabant}/verantwoordelijkheid", params={"op": "2020-03-03T10:00:00Z"}, headers=team
    )
    assert (eerder.status_code, eerder.json()["code"]) == (404, "voor-de-overdracht")


NAMENS_VT = CONTACT | {"gegevens": {"door": VT.model_dump(), "wijze": "video"}}
NAMENS_OOST = CONTACT | {
    "gegevens": {"door": {"soort": "lokaal-team", "id": "wijkteam-oost"}, "wijze": "video"}
}


@pytest.mark.parametrize(
    ("rol", "organisatie", "act", "status"),
    [
        ("medewerker-lokaal-team", WEST, CONTACT, 201),
        ("medewerker-vt", VT, CONTACT, 201),  # what the team told Veilig Thuis
        ("medewerker-lokaal-team", WEST, NAMENS_VT, 403),
        ("medewerker-lokaal-team", WEST, NAMENS_OOST, 403),
        ("medewerker-lokaal-team", WEST, melding(nummer="m-7"), 403),
        ("medewerker-lokaal-team", WEST, ACTEN[3], 403),
        ("medewerker-lokaal-team", WEST, ACTEN[3] | {"gegevens": ACTEN[3]["gegevens"] | {"betreft": 4}}, 201),
        ("medewerker-vt", VT, ACTEN[3] | {"gegevens": ACTEN[3]["gegevens"] | {"betreft": 3}}, 201),
        ("medewerker-vt", VT, melding(nummer="m-8"), 201),
        ("privacyfunctionaris", VT, CONTACT, 403),
        ("privacyfunctionaris", VT, ACTEN[4], 201),
    ],
)  # fmt: skip
def test_each_records_what_is_its_own(verse_api, rol, organisatie, act, status):
    api = verse_api
    casus = api.open()["casus"]
    for eerder in (overdracht(), bevestiging(), CONTACT):
        api.meld(casus, eerder)

    antwoord = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=act, headers=api.als(rol, organisatie))

    assert antwoord.status_code == status, antwoord.text
    if status == 403 and rol != "privacyfunctionaris":
        assert antwoord.json()["code"] == "niet-namens-deze-partij"
        assert str(organisatie) in antwoord.json()["detail"]


def test_a_case_is_opened_in_the_own_region_only(huis):
    api, *_ = huis

    antwoord = api.http.post("/casussen", json=melding(), headers=api.als("medewerker-vt", UTRECHT))

    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "niet-namens-deze-partij")


def test_a_key_of_one_case_is_no_way_into_another(huis):
    api, brabant, utrecht, _ = huis
    als = api.als("medewerker-vt", UTRECHT, "mw-9") | {"Idempotency-Key": "een-sleutel"}
    eigen = {**CONTACT, "gegevens": {"door": UTRECHT.model_dump(), "wijze": "gesprek"}}

    assert api.http.post(f"/casussen/{utrecht}/gebeurtenissen", json=eigen, headers=als).status_code == 201
    elders = api.http.post(f"/casussen/{brabant}/gebeurtenissen", json=eigen, headers=als)

    assert (elders.status_code, elders.json()["code"]) == (404, "onbekende-casus")


def test_an_auditor_sees_cases_under_names_of_its_own(huis):
    api, brabant, utrecht, _ = huis
    namen = {}
    for organisatie in (VT, Partij(soort="gemeente", id="GM0855"), UTRECHT):
        als = api.als("auditor", organisatie)
        blad = api.http.get("/termijnen", params={"pageSize": 1}, headers=als).json()
        gezien, cursor = [], None
        while True:
            vraag = {"pageSize": 1} | ({} if cursor is None else {"cursor": cursor})
            blad = api.http.get("/termijnen", params=vraag, headers=als).json()
            gezien += [rij["casus"] for rij in blad["resultaten"]]
            assert "citaat" not in blad
            cursor = blad["volgende"]
            if cursor is None:
                break
            assert brabant.hex not in base64.urlsafe_b64decode(cursor + "==").decode("latin-1")
        (namen[organisatie],) = {*gezien}
        assert UUID(namen[organisatie]) not in {brabant, utrecht}
        tijdlijn = api.http.get(f"/casussen/{namen[organisatie]}/tijdlijn", headers=als)
        assert tijdlijn.status_code == 200, tijdlijn.text
        assert tijdlijn.json()["casus"] == namen[organisatie]
        assert str(brabant) not in tijdlijn.text
        assert api.http.get(f"/casussen/{brabant}/tijdlijn", headers=als).status_code == 404
    assert len({*namen.values()}) == 3, "of one organisation no name says anything of another's"
    for een, ander in itertools.permutations(namen, 2):
        weg = api.http.get(f"/casussen/{namen[een]}/tijdlijn", headers=api.als("auditor", ander))
        assert weg.status_code == 404


def test_a_figure_that_cannot_be_made_of_one_gemeente_is_not_made(huis):
    api, *_ = huis
    als = api.als("auditor", GEMEENTE)
    for pad, vraag in (("/rapporten/instroom", {}), ("/overzichten/registratievertraging", PERIODE)):
        antwoord = api.http.get(pad, params=vraag, headers=als)
        assert (antwoord.status_code, antwoord.json()["code"]) == (403, "alleen-per-regio")
