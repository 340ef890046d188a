"""Recording acts over HTTP: once, in order, or with every reason why not."""

import json
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest
from tests.api.conftest import VT, WEST, bevestiging, correctie, melding, overdracht


def codes(antwoord):
    """Give the faults of a problem as field and code."""
    return {(fout["veld"], fout["code"]) for fout in antwoord.json()["fouten"]}


def test_the_first_melding_opens_a_casus(api):
    antwoord = api.http.post("/casussen", json=melding(vertrouwelijk={"omschrijving": "Een verhaal."}))

    assert antwoord.status_code == 201
    act = antwoord.json()
    assert antwoord.headers["Location"] == f"/v1/casussen/{UUID(act['casus'])}"
    assert antwoord.headers["ETag"] == '"1"'
    assert act == {
        "casus": act["casus"],
        "volgnummer": 1,
        "soort": "MeldingOntvangen",
        "versie": 1,
        "gebeurdOp": "2020-03-02T08:00:00Z",
        "vastgelegdOp": "2020-06-01T08:00:00Z",
        "vastgelegdDoor": {
            "medewerker": "mw-204",
            "organisatie": {"soort": "veilig-thuis", "id": "midden-brabant"},
            "rol": "medewerker-vt",
        },
        "gegevens": melding()["gegevens"],
        "vertrouwelijk": {"omschrijving": "Een verhaal."},
        "positie": act["positie"],
    }
    assert api.lees(antwoord.headers["Location"].removeprefix("/v1"), vanaf=act) == {
        "casus": act["casus"],
        "regio": "midden-brabant",
        "volgnummer": 1,
        "positie": act["positie"],
    }


def test_acts_follow_one_another_and_the_etag_is_the_last_of_them(api):
    casus = api.open()["casus"]

    tweede = api.http.post(
        f"/casussen/{casus}/gebeurtenissen", json=overdracht(), headers={"If-Match": '"1"'}
    )
    derde = api.http.post(
        f"/casussen/{casus}/gebeurtenissen",
        json=bevestiging(),
        headers={"If-Match": tweede.headers["ETag"]} | api.als("medewerker-lokaal-team", WEST, "mw-9"),
    )

    assert [antwoord.headers["ETag"] for antwoord in (tweede, derde)] == ['"2"', '"3"']
    assert derde.json()["positie"] == tweede.json()["positie"] + 1
    assert derde.json()["vastgelegdDoor"] == {
        "medewerker": "mw-9",
        "organisatie": {"soort": "lokaal-team", "id": "wijkteam-west"},
        "rol": "medewerker-lokaal-team",
    }


def test_who_looked_too_long_ago_is_told_where_the_casus_stands(api):
    casus = api.open()["casus"]
    api.meld(casus, overdracht())

    antwoord = api.http.post(
        f"/casussen/{casus}/gebeurtenissen", json=bevestiging(), headers={"If-Match": '"1"'}
    )

    assert antwoord.status_code == 412
    assert antwoord.json()["code"] == "versie-conflict"
    assert antwoord.json()["detail"] == "Verwacht was volgnummer 1, de casus staat op 2."
    assert len(api.lees(f"/casussen/{casus}/gebeurtenissen")["gebeurtenissen"]) == 2


@pytest.mark.parametrize("etag", ["1", 'W/"1"', '"een"', '"1", "2"', '""', '"0000000000001"'])
def test_an_etag_that_is_not_ours_is_refused_and_a_star_is_any(api, etag):
    casus = api.open()["casus"]
    pad = f"/casussen/{casus}/gebeurtenissen"

    antwoord = api.http.post(pad, json=overdracht(), headers={"If-Match": etag})

    assert antwoord.status_code == 400
    assert codes(antwoord) == {("If-Match", "geen-etag")}
    assert api.http.post(pad, json=overdracht(), headers={"If-Match": "*"}).status_code == 201


def test_a_correction_without_an_act_to_correct_is_refused_and_nothing_is_written(api):
    casus = api.open()["casus"]

    antwoord = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=correctie(7))

    assert antwoord.status_code == 400
    assert codes(antwoord) == {("gegevens.betreft", "onbekende-gebeurtenis")}
    assert len(api.lees(f"/casussen/{casus}/gebeurtenissen")["gebeurtenissen"]) == 1


# --- once, however often it is asked --------------------------------------------------------------------


def test_the_same_key_and_body_give_the_first_answer_again(api):
    sleutel = {"Idempotency-Key": "sleutel-a"}
    eerste = api.http.post("/casussen", json=melding(), headers=sleutel)
    casus = eerste.json()["casus"]
    pad = f"/casussen/{casus}/gebeurtenissen"
    tweede = api.http.post(
        pad, json=overdracht(), headers={"Idempotency-Key": "sleutel-2", "If-Match": '"1"'}
    )
    api.klok.later(hours=3)
    api.meld(casus, bevestiging())

    nogmaals = api.http.post("/casussen", json=melding(), headers=sleutel)
    tweede_nogmaals = api.http.post(
        pad, json=overdracht(), headers={"Idempotency-Key": "sleutel-2", "If-Match": '"1"'}
    )

    assert (nogmaals.status_code, nogmaals.json()) == (201, eerste.json())
    assert (tweede_nogmaals.status_code, tweede_nogmaals.json()) == (201, tweede.json())
    assert tweede_nogmaals.headers["ETag"] == '"2"'
    assert nogmaals.headers["Location"] == eerste.headers["Location"]
    assert len(api.lees(pad)["gebeurtenissen"]) == 3


def test_the_same_key_with_another_body_is_a_conflict_and_another_persons_key_is_not_ours(api):
    sleutel = {"Idempotency-Key": "sleutel-b"}
    eerste = api.http.post("/casussen", json=melding(), headers=sleutel)

    anders = api.http.post("/casussen", json=melding("m-2"), headers=sleutel)
    iemand = api.http.post(
        "/casussen", json=melding("m-2"), headers=sleutel | api.als("medewerker-vt", medewerker="mw-1")
    )

    assert anders.status_code == 409
    assert anders.json()["code"] == "sleutel-conflict"
    assert iemand.status_code == 201
    assert iemand.json()["casus"] != eerste.json()["casus"]


@pytest.mark.parametrize("sleutel", ["", "met spatie", "x" * 256, "tab\t"])
def test_a_key_is_up_to_255_visible_characters(api, sleutel):
    antwoord = api.http.post("/casussen", json=melding(), headers={"Idempotency-Key": sleutel})

    assert (antwoord.status_code, codes(antwoord)) == (400, {("Idempotency-Key", "ongeldige-sleutel")})


@pytest.mark.parametrize(
    "verwacht", [{}, {"If-Match": '"1"'}], ids=["expecting nothing", "expecting the first"]
)
def test_the_same_request_many_times_at_once_is_recorded_once(api, verwacht):
    casus = api.open()["casus"]
    pad = f"/casussen/{casus}/gebeurtenissen"

    def stuur(_):
        return api.http.post(pad, json=overdracht(), headers={"Idempotency-Key": casus} | verwacht)

    with ThreadPoolExecutor(12) as draden:
        antwoorden = list(draden.map(stuur, range(24)))

    assert {antwoord.status_code for antwoord in antwoorden} == {201}
    assert len({antwoord.text for antwoord in antwoorden}) == 1
    assert len(api.lees(pad)["gebeurtenissen"]) == 2


def test_of_many_writers_who_saw_the_same_casus_one_wins_and_the_others_are_told(api):
    casus = api.open()["casus"]
    pad = f"/casussen/{casus}/gebeurtenissen"

    def stuur(nummer):
        return api.http.post(pad, json=overdracht(f"o-{nummer}"), headers={"If-Match": '"1"'})

    with ThreadPoolExecutor(8) as draden:
        statussen = sorted(antwoord.status_code for antwoord in draden.map(stuur, range(8)))

    assert statussen == [201] + [412] * 7
    assert len(api.lees(pad)["gebeurtenissen"]) == 2


def test_writers_who_expect_nothing_all_get_a_number_of_their_own(api):
    casus = api.open()["casus"]
    pad = f"/casussen/{casus}/gebeurtenissen"

    def stuur(nummer):
        while (antwoord := api.http.post(pad, json=overdracht(f"o-{nummer}"))).status_code == 409:
            assert antwoord.headers["Retry-After"]
        return antwoord.json()["volgnummer"]

    with ThreadPoolExecutor(8) as draden:
        nummers = sorted(draden.map(stuur, range(16)))

    assert nummers == list(range(2, 18))


# --- every fault at once ----------------------------------------------------------------------------------


def test_every_fault_of_a_body_is_named_at_once(api):
    slecht = overdracht(op="2020-03-05T11:00:00")
    slecht["gegevens"] |= {"aan": {"soort": "buurtteam", "id": "met spatie"}, "warm": "ja", "extra": 1}
    del slecht["gegevens"]["fase"]
    slecht["vertrouwelijk"] = {"brief": ""}
    slecht["volgnummer"] = 3

    antwoord = api.http.post(f"/casussen/{uuid4()}/gebeurtenissen", json=slecht)

    assert antwoord.status_code == 400
    assert antwoord.headers["Content-Type"] == "application/problem+json"
    assert codes(antwoord) == {
        ("gebeurdOp", "zonder-offset"),
        ("gegevens.aan.soort", "onbekende-code"),
        ("gegevens.aan.id", "ongeldig-id"),
        ("gegevens.warm", "verkeerd-type"),
        ("gegevens.extra", "onbekend-veld"),
        ("gegevens.fase", "verplicht"),
        ("vertrouwelijk.brief", "te-kort"),
        ("volgnummer", "onbekend-veld"),
    }
    probleem = antwoord.json()
    assert probleem["type"] == "urn:zicht:probleem:geweigerd"
    assert probleem["detail"] == "Het verzoek heeft 8 fouten."
    assert all(fout["melding"] for fout in probleem["fouten"])


def test_what_cannot_be_true_is_refused_with_every_reason(api):
    casus = api.open()["casus"]
    slecht = bevestiging("o-onbekend", op="2020-02-01T00:00:00Z", door=VT)

    antwoord = api.http.post(f"/casussen/{casus}/gebeurtenissen", json=slecht)

    assert codes(antwoord) == {
        ("gebeurdOp", "gebeurd-op-voor-eerste-melding"),
        ("gegevens.overdracht", "onbekende-overdracht"),
    }


def test_a_casus_begins_with_a_melding(api):
    antwoord = api.http.post("/casussen", json=overdracht())

    assert (antwoord.status_code, codes(antwoord)) == (400, {("soort", "eerste-gebeurtenis-geen-melding")})


def test_an_act_on_a_casus_that_is_not_there_is_not_found(api):
    antwoord = api.http.post(f"/casussen/{uuid4()}/gebeurtenissen", json=overdracht())

    assert (antwoord.status_code, antwoord.json()["code"]) == (404, "onbekende-casus")


NUL = json.dumps(melding(vertrouwelijk={"omschrijving": "nul\x00"}))


@pytest.mark.parametrize(
    ("inhoud", "verwacht"),
    [
        (b"", ("regel", "geen-json")),
        (b"{", ("regel", "geen-json")),
        (b"\xff\xfe{}", ("regel", "geen-json")),
        (b"[" * 50_000, ("regel", "geen-json")),
        (b'{"soort": "\\ud800"}', ("regel", "geen-json")),
        (b"null", ("soort", "verplicht")),
        (b"[]", ("soort", "verplicht")),
        (b'{"soort": 7}', ("soort", "onbekende-soort")),
        (b'{"soort": "AdviesGegeven"}', ("soort", "onbekende-soort")),
        (NUL.encode(), ("vertrouwelijk.omschrijving", "onleesbaar-teken")),
        (json.dumps(melding(gebeurdOp=1583136000)).encode(), ("gebeurdOp", "verkeerd-type")),
        (
            json.dumps(melding(gebeurdOp="9999-12-31T23:59:59-12:00")).encode(),
            ("gebeurdOp", "jaar-buiten-bereik"),
        ),
        (
            json.dumps(melding(gebeurdOp="2020-06-01T08:00:01Z")).encode(),
            ("gebeurdOp", "gebeurd-op-in-toekomst"),
        ),
    ],
    ids=lambda waarde: str(waarde)[:40],
)
def test_a_body_that_cannot_be_understood_is_a_bad_request(api, inhoud, verwacht):
    antwoord = api.http.post("/casussen", content=inhoud, headers={"Content-Type": "application/json"})

    assert antwoord.status_code == 400
    assert verwacht in codes(antwoord)


@pytest.mark.parametrize(
    "soort", [None, "text/plain", "application/x-www-form-urlencoded", "application/xml"]
)
def test_a_body_is_json_and_says_so(api, soort):
    koppen = {} if soort is None else {"Content-Type": soort}

    antwoord = api.http.post("/casussen", content=json.dumps(melding()), headers=koppen)

    assert (antwoord.status_code, antwoord.json()["code"]) == (415, "geen-json")


@pytest.mark.parametrize("soort", ["application/json; charset=utf-8", "Application/JSON"])
def test_json_may_be_called_by_its_whole_name(api, soort):
    antwoord = api.http.post("/casussen", content=json.dumps(melding()), headers={"Content-Type": soort})

    assert antwoord.status_code == 201


def test_a_body_may_be_as_large_as_the_installation_says_and_not_one_byte_more(api):
    grens = api.instellingen.verzoek_bytes
    precies = json.dumps(melding()).encode().ljust(grens)
    koppen = {"Content-Type": "application/json"}

    te_groot = api.http.post("/casussen", content=precies + b" ", headers=koppen)
    in_stukken = api.http.post("/casussen", content=iter([precies, b" "]), headers=koppen)

    assert api.http.post("/casussen", content=precies, headers=koppen).status_code == 201
    for antwoord in (te_groot, in_stukken):
        assert (antwoord.status_code, antwoord.json()["code"]) == (413, "verzoek-te-groot")


def test_a_clock_that_goes_back_does_not_take_recorded_time_back(api):
    casus = api.open()["casus"]
    api.klok.later(days=-365)

    act = api.meld(casus, overdracht(), **api.als("medewerker-vt"))

    assert act["vastgelegdOp"] == "2020-06-01T08:00:00Z"
