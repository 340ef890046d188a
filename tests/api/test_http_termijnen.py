"""Terms, signals and figures across cases over HTTP."""

import pytest
from tests.api.conftest import VT, WEST, bevestiging, overdracht

WEST_JSON, VT_JSON = WEST.model_dump(), VT.model_dump()
LIJSTEN = ["/termijnen", "/signalen"]
OVERZICHTEN = [
    "/overzichten/binnen-termijn",
    "/overzichten/doorlooptijden",
    "/overzichten/registratievertraging",
    "/overzichten/onbelegd-en-betwist",
    "/overzichten/tekortkomingen",
]
JAAR = {"van": "2020-01-01T00:00:00+01:00", "tot": "2021-01-01T00:00:00+01:00"}


def beoordeling(op="2020-03-04T10:00:00+01:00"):
    gegevens = {
        "melding": "m-1",
        "conclusie": 3,
        "besluit": "overdracht",
        "beoordelaars": ["mw-1", "mw-2"],
        "contactMetDirectbetrokkenen": True,
        "contraIndicatiesGetoetst": True,
        "contraIndicaties": [],
        "afwijkingOnderbouwd": False,
    }
    return {"soort": "VeiligheidsbeoordelingAfgerond", "gebeurdOp": op, "gegevens": gegevens}


@pytest.fixture
def drie(verse_api):
    """Three cases: assessed in time and handed over; assessed late; not assessed. And the last act."""
    casussen = [verse_api.open()["casus"] for _ in range(3)]
    verse_api.meld(casussen[0], beoordeling())
    verse_api.meld(casussen[0], overdracht())
    verse_api.meld(casussen[0], bevestiging())
    laatste = verse_api.meld(casussen[1], beoordeling(op="2020-04-01T10:00:00+02:00"))
    return casussen, laatste


def test_terms_are_found_by_soort_party_status_and_deadline(verse_api, drie):
    casussen, laatste = drie

    def gevonden(**vraag):
        antwoord = verse_api.lees("/termijnen", vanaf=laatste, soort="veiligheidsbeoordeling", **vraag)
        return {(regel["casus"], regel["termijn"]["status"]) for regel in antwoord["resultaten"]}

    assert gevonden() == {
        (casussen[0], "gehaald"),
        (casussen[1], "te-laat"),
        (casussen[2], "verstreken"),
    }
    assert gevonden(status="verstreken") == {(casussen[2], "verstreken")}
    assert gevonden(status="te-laat", partij="veilig-thuis:midden-brabant") == {(casussen[1], "te-laat")}
    assert gevonden(partij="lokaal-team:wijkteam-west") == set()
    assert gevonden(uiterlijkTot="2020-03-09T00:00:00Z") == set()
    assert len(gevonden(uiterlijkVan="2020-03-09T00:00:00Z", ernst="norm")) == 3


def test_a_term_lapses_without_anything_being_recorded(verse_api, drie):
    casussen, laatste = drie
    # the deadline of a melding of Monday 2 March 9:00: the end of the seventh day, in winter time
    for op, status in [
        ("2020-03-02T07:59:59Z", None),
        ("2020-03-09T22:59:59.999999Z", "open"),
        ("2020-03-09T23:00:00Z", "verstreken"),
    ]:
        antwoord = verse_api.lees("/termijnen", vanaf=laatste, soort="veiligheidsbeoordeling", op=op)
        statussen = {regel["casus"]: regel["termijn"]["status"] for regel in antwoord["resultaten"]}
        assert statussen.get(casussen[2]) == status
        assert antwoord["op"] == op


def test_terms_and_signals_are_as_they_were_known_at_k(verse_api, drie):
    casussen, laatste = drie
    for pad, filter_, deel in (
        ("/termijnen", {"status": "verstreken", "soort": "veiligheidsbeoordeling"}, "termijn"),
        ("/signalen", {"code": "termijn-verstreken", "status": "open"}, "signaal"),
    ):
        nu = verse_api.lees(pad, vanaf=laatste, **filter_)
        toen = verse_api.lees(pad, bekendOp=laatste["positie"] - 1, **filter_)

        assert casussen[1] not in {regel["casus"] for regel in nu["resultaten"]}
        assert casussen[1] in {regel["casus"] for regel in toen["resultaten"]}
        assert all(regel[deel]["partij"] == VT_JSON for regel in nu["resultaten"])
        assert toen["bekendOp"] == laatste["positie"] - 1


def test_signals_are_found_by_code_and_period(verse_api, drie):
    casussen, laatste = drie
    vraag = {"code": "overdrachtsdocument-onvolledig"}

    (regel,) = verse_api.lees("/signalen", vanaf=laatste, **vraag)["resultaten"]

    assert (regel["casus"], regel["signaal"]["van"]) == (casussen[0], "2020-03-05T10:00:00Z")
    assert regel["signaal"]["partij"] == VT_JSON
    assert regel["signaal"]["toelichting"].startswith("In het overdrachtsdocument ontbreken: ")
    for periode, aantal in (
        ({"van": "2020-03-05T10:00:00Z"}, 1),
        ({"tot": "2020-03-05T10:00:00Z"}, 0),
        ({"ernst": "informatie"}, 0),
    ):
        assert len(verse_api.lees("/signalen", **vraag, **periode)["resultaten"]) == aantal


@pytest.mark.parametrize("pad", LIJSTEN)
def test_pages_fit_together_and_are_all_of_the_moment_of_the_first(verse_api, drie, pad):
    _, laatste = drie
    heel = verse_api.lees(pad, vanaf=laatste, pageSize=500)
    regels, cursor = [], {}
    while True:
        blad = verse_api.lees(pad, pageSize=2, **cursor)
        regels += blad["resultaten"]
        assert len(blad["resultaten"]) <= 2
        if blad["volgende"] is None:
            break
        cursor = {"cursor": blad["volgende"]}
        verse_api.open()  # of no concern to the pages after the first
        verse_api.klok.later(days=1)

    assert len(regels) > 4
    assert regels == heel["resultaten"]
    assert (blad["op"], blad["bekendOp"]) == (heel["op"], heel["positie"])


def test_percentages_within_term_keep_norm_and_information_apart(verse_api, drie):
    _, laatste = drie
    antwoord = verse_api.lees(
        "/overzichten/binnen-termijn", vanaf=laatste, soort="veiligheidsbeoordeling", **JAAR
    )

    (regel,) = antwoord["norm"]
    assert antwoord["informatie"] == []
    assert regel == {
        "soort": "veiligheidsbeoordeling", "partij": VT_JSON, "begin": "2020-02-29T23:00:00Z", "totaal": 3,
        "gehaald": 1, "teLaat": 1, "verstreken": 1, "open": 0, "vervallen": 0, "percentage": 33.3,
    }  # fmt: skip


def test_how_long_handing_over_took(verse_api, drie):
    _, laatste = drie
    antwoord = verse_api.lees("/overzichten/doorlooptijden", vanaf=laatste, stap="jaar", **JAAR)
    regels = {(regel["traject"], regel["partij"]["id"]): regel for regel in antwoord["resultaten"]}

    bevestigd = regels["verstuurd-bevestigd", WEST.id]
    assert (bevestigd["gemeten"], bevestigd["loopt"]) == (1, 0)
    assert bevestigd["mediaanSeconden"] == bevestigd["p90Seconden"] == (4 * 24 + 3) * 3600
    beoordeeld = regels["melding-beoordeling", VT.id]
    assert (beoordeeld["gemeten"], beoordeeld["loopt"], beoordeeld["begin"]) == (2, 1, "2019-12-31T23:00:00Z")
    contact = regels["overgang-eerste-contact", WEST.id]
    assert (contact["gemeten"], contact["loopt"], contact["mediaanSeconden"]) == (0, 1, None)
    een = verse_api.lees("/overzichten/doorlooptijden", traject="verstuurd-bevestigd", **JAAR)
    assert {regel["traject"] for regel in een["resultaten"]} == {"verstuurd-bevestigd"}


def test_how_late_acts_were_recorded(verse_api, drie):
    _, laatste = drie
    vraag = {"vanaf": laatste, "soort": "OntvangstBevestigd", **JAAR}
    (regel,) = verse_api.lees("/overzichten/registratievertraging", **vraag)["resultaten"]

    assert (regel["soort"], regel["partij"], regel["aantal"]) == ("OntvangstBevestigd", VT_JSON, 1)
    # happened on 9 March 13:00, recorded on 1 June 08:00
    assert regel["mediaanSeconden"] == ((84 * 24) - 5) * 3600
    niemand = {**vraag, "partij": "lokaal-team:wijkteam-west"}
    assert verse_api.lees("/overzichten/registratievertraging", **niemand)["resultaten"] == []


def test_cases_of_which_the_holder_was_disputed_longer_than_so_many_days(verse_api, drie):
    casussen, _ = drie
    gegevens = {"door": VT_JSON, "niveau": "bestuur", "onderwerp": "zicht"}
    opschaling = {"soort": "OpschalingGestart", "gebeurdOp": "2020-05-12T00:00:00Z", "gegevens": gegevens}
    laatste = verse_api.meld(casussen[0], opschaling)
    vraag = {"vanaf": laatste, "van": "2020-05-01T00:00:00Z", "tot": "2020-06-01T00:00:00Z"}

    (regel,) = verse_api.lees("/overzichten/onbelegd-en-betwist", dagen=19, **vraag)["resultaten"]

    assert (regel["casus"], regel["status"]) == (casussen[0], "betwist")
    assert (regel["sinds"], regel["seconden"], regel["langsteSeconden"]) == (
        "2020-05-12T00:00:00Z", 20 * 86400, 20 * 86400,
    )  # fmt: skip
    for anders in ({"dagen": 20}, {"status": "onbelegd"}, {"op": "2020-05-12T00:00:00Z"}):
        assert verse_api.lees("/overzichten/onbelegd-en-betwist", **vraag, **anders)["resultaten"] == []


@pytest.mark.parametrize(
    ("pad", "vraag", "veld"),
    [
        ("/termijnen", {"status": "bijna"}, "status"),
        ("/termijnen", {"partij": "wijkteam-west"}, "partij"),
        ("/termijnen", {"uiterlijkVan": "gisteren"}, "uiterlijkVan"),
        ("/termijnen", {"uiterlijkvan": "2020-01-01T00:00:00Z"}, "uiterlijkvan"),
        ("/termijnen", {"cursor": "AAAA"}, "cursor"),
        ("/termijnen", {"pageSize": 501}, "pageSize"),
        ("/signalen", {"code": "onzin"}, "code"),
        ("/signalen", {"ernst": "norm"}, "ernst"),
        ("/overzichten/binnen-termijn", {}, "tot"),
        ("/overzichten/binnen-termijn", {"van": JAAR["tot"], "tot": JAAR["van"]}, "tot"),
        ("/overzichten/doorlooptijden", {**JAAR, "traject": "x"}, "traject"),
        ("/overzichten/doorlooptijden", {**JAAR, "stap": "week"}, "stap"),
        ("/overzichten/registratievertraging", {**JAAR, "soort": "Gefluisterd"}, "soort"),
        ("/overzichten/onbelegd-en-betwist", {**JAAR, "dagen": -1}, "dagen"),
        ("/overzichten/onbelegd-en-betwist", {"van": JAAR["tot"], "tot": JAAR["van"]}, "tot"),
    ],
)
def test_a_faulty_question_is_a_problem_that_names_the_parameter(api, pad, vraag, veld):
    antwoord = api.http.get(pad, params=vraag)

    assert antwoord.status_code == 400
    assert antwoord.headers["content-type"] == "application/problem+json"
    assert veld in {fout["veld"] for fout in antwoord.json()["fouten"]}


def test_a_cursor_belongs_to_its_own_list_and_moment(verse_api, drie):
    _, laatste = drie
    cursor = verse_api.lees("/termijnen", vanaf=laatste, pageSize=1)["volgende"]
    for pad, vraag, code in (
        ("/overzichten/onbelegd-en-betwist", JAAR, "ongeldige-cursor"),
        ("/termijnen", {"op": "2020-01-01T00:00:00Z"}, "cursor-past-niet"),
        ("/termijnen", {"bekendOp": 1}, "cursor-past-niet"),
    ):
        antwoord = verse_api.http.get(pad, params={**vraag, "cursor": cursor})
        assert antwoord.status_code == 400
        assert [fout["code"] for fout in antwoord.json()["fouten"]] == [code]


@pytest.mark.parametrize("pad", [*LIJSTEN, *OVERZICHTEN])
def test_these_are_for_who_may_read(api, pad):
    vraag = JAAR if pad in OVERZICHTEN else {}
    assert api.http.get(pad, params=vraag, headers={"Authorization": ""}).status_code == 401
    assert api.http.get(pad, params=vraag, headers=api.als("beheerder")).status_code == 403
    assert api.http.get(pad, params=vraag, headers=api.als("inspecteur")).status_code == 200


@pytest.mark.parametrize("pad", [*LIJSTEN, *OVERZICHTEN])
def test_every_answer_waits_for_the_position_that_was_asked_for(verse_api, pad):
    laatste = verse_api.open()
    vraag = JAAR if pad in OVERZICHTEN else {}

    assert verse_api.lees(pad, vanaf=laatste, **vraag)["positie"] >= laatste["positie"]
    antwoord = verse_api.http.get(pad, params={**vraag, "bekendOp": laatste["positie"] + 1})
    assert antwoord.status_code == 400


def test_what_a_party_fell_short_in_is_what_its_signals_add_up_to(verse_api, drie):
    _, laatste = drie
    telling = verse_api.lees("/overzichten/tekortkomingen", vanaf=laatste, **JAAR)["resultaten"]
    signalen = verse_api.lees("/signalen", vanaf=laatste, ernst="afwijking", pageSize=500)["resultaten"]
    verwacht = {}
    for regel in signalen:
        signaal = regel["signaal"]
        if signaal["partij"] is None or not signaal["van"].startswith("2020"):
            continue
        sleutel = (regel["regio"], signaal["partij"]["id"], signaal["code"])
        verwacht.setdefault(sleutel, []).append(regel["casus"])
    gevonden = {
        (een["regio"], een["partij"]["id"], een["code"]): (een["aantal"], een["casussen"]) for een in telling
    }
    assert gevonden == {wie: (len(casussen), len(set(casussen))) for wie, casussen in verwacht.items()}
    assert ("midden-brabant", "midden-brabant", "termijn-verstreken") in gevonden
    alleen = verse_api.lees(
        "/overzichten/tekortkomingen", vanaf=laatste, **JAAR, partij="lokaal-team:wijkteam-west"
    )
    assert {een["partij"]["id"] for een in alleen["resultaten"]} <= {"wijkteam-west"}
