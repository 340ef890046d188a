"""The register of a region and the reports over HTTP: who may record, who sees which numbers."""

import pytest
from tests.api.conftest import VT, WEST, melding

from ledger.store.registercodec import register_id
from ledger.values import Partij

ELDERS = Partij(soort="veilig-thuis", id="west-brabant")
PAD = "/registers/midden-brabant/handelingen"


def advies(nummer="adv-1", op="2020-03-02T09:00:00+01:00", **anders) -> dict:
    gegevens = {
        "advies": nummer, "datum": "2020-03-02", "vrager": "professional", "gemeente": "GM0855", "vormen": [],
    }  # fmt: skip
    return {"soort": "AdviesGegeven", "gebeurdOp": op, "gegevens": gegevens} | anders


def act(soort, op="2020-03-02T09:00:00+01:00", **gegevens) -> dict:
    return {"soort": soort, "gebeurdOp": op, "gegevens": gegevens}


def leg(api, act_, pad=PAD, **koppen):
    return api.http.post(pad, json=act_, headers=koppen)


def test_an_act_is_recorded_and_given_back(verse_api):
    antwoord = leg(verse_api, advies())

    assert antwoord.status_code == 201
    inhoud = antwoord.json()
    assert (inhoud["regio"], inhoud["volgnummer"], inhoud["positie"]) == ("midden-brabant", 1, 1)
    assert inhoud["vastgelegdDoor"]["medewerker"] == "mw-204"
    assert leg(verse_api, advies("adv-2")).json()["volgnummer"] == 2


def test_the_same_key_records_once(verse_api):
    eerste, weer = (leg(verse_api, advies(), **{"Idempotency-Key": "k"}) for _ in range(2))

    assert weer.json() == eerste.json()
    assert leg(verse_api, advies("adv-2"), **{"Idempotency-Key": "k"}).status_code == 409


@pytest.mark.parametrize(
    ("anders", "veld"),
    [({"vertrouwelijk": {"naam": "A. Voorbeeld"}}, "vertrouwelijk"), ({"naam": "A. Voorbeeld"}, "naam")],
)
def test_personal_data_is_refused_and_not_repeated(verse_api, anders, veld):
    antwoord = leg(verse_api, advies(**anders))

    assert antwoord.status_code == 400
    (fout,) = antwoord.json()["fouten"]
    assert (fout["veld"], fout["code"]) == (veld, "geen-persoonsgegevens-in-advies")
    assert "Voorbeeld" not in antwoord.text


def test_every_other_fault_is_named_too(verse_api):
    leg(verse_api, advies())
    antwoord = leg(verse_api, advies(op="2021-03-02T09:00:00+01:00"))

    assert [(f["veld"], f["code"]) for f in antwoord.json()["fouten"]] == [
        ("gebeurdOp", "gebeurd-op-in-toekomst"),
        ("gegevens.advies", "id-bestaat-al"),
    ]


@pytest.mark.parametrize(
    ("rol", "organisatie", "status"),
    [
        ("medewerker-vt", VT, 201),
        ("medewerker-vt", ELDERS, 403),
        ("medewerker-lokaal-team", WEST, 403),
        ("inspecteur", Partij(soort="instelling", id="inspectie"), 403),
        ("beheerder", VT, 403),
    ],
)
def test_only_veilig_thuis_writes_in_its_own_register(verse_api, rol, organisatie, status):
    assert leg(verse_api, advies(), **verse_api.als(rol, organisatie)).status_code == status


@pytest.mark.parametrize("pad", ["instroom", "themas", "plustaken", "tekortschieten"])
def test_reports_are_for_who_may_read(verse_api, pad):
    def status(**koppen):
        return verse_api.http.get(f"/rapporten/{pad}", headers=koppen).status_code

    assert status() == 200
    assert status(**verse_api.als("auditor")) == 200
    assert status(**verse_api.als("beheerder")) == 403
    assert status(Authorization="") == 401


@pytest.fixture
def gevuld(verse_api):
    """Nine meldingen in one gemeente and two in another, and three adviezen."""
    for nummer in range(11):
        act_ = melding()
        act_["gegevens"]["gemeente"] = "GM0855" if nummer < 9 else "GM0867"
        assert verse_api.http.post("/casussen", json=act_).status_code == 201
    for nummer in range(3):
        assert leg(verse_api, advies(f"adv-{nummer}")).status_code == 201
    return verse_api


def aantallen(api, koppen=None, **vraag):
    antwoord = api.http.get("/rapporten/instroom", params={"per": "gemeente", **vraag}, headers=koppen or {})
    assert antwoord.status_code == 200, antwoord.text
    regels = antwoord.json()["regels"]
    return antwoord.json()["extern"], [(r["gemeente"], r["meldingen"], r["adviezen"]) for r in regels]


def test_who_works_there_sees_every_number_of_the_own_region(gevuld):
    assert aantallen(gevuld, regio="midden-brabant") == (
        False,
        [("GM0855", 9, 3), ("GM0867", 2, 0), (None, 11, 3)],
    )


def test_a_mistake_is_mended_and_the_old_answer_stands_before_it(gevuld):
    zonder = {"betreft": 1, "wijze": "ingetrokken", "reden": "invoerfout"}
    correctie = leg(gevuld, act("GebeurtenisGecorrigeerd", op="2020-05-01T09:00:00Z", **zonder))
    vreemd = leg(
        gevuld, act("GebeurtenisGecorrigeerd", op="2020-05-01T09:00:00Z", **zonder | {"betreft": 40})
    )

    assert (correctie.status_code, correctie.json()["volgnummer"]) == (201, 4)
    assert [fout["code"] for fout in vreemd.json()["fouten"]] == ["onbekende-gebeurtenis"]
    eigen = {"regio": "midden-brabant"}
    assert aantallen(gevuld, **eigen)[1][-1] == (None, 11, 2)
    assert aantallen(gevuld, bekendOp=str(correctie.json()["positie"] - 1), **eigen)[1][-1] == (None, 11, 3)
    # it is no casus, and what follows the ledger does not stumble over it
    pad = f"/casussen/{register_id('midden-brabant')}/tijdlijn"
    assert gevuld.http.get(pad).status_code == 404
    antwoord = gevuld.http.get("/verantwoordelijkheden", params={"vanafPositie": correctie.json()["positie"]})
    assert (antwoord.json()["positie"], len(antwoord.json()["resultaten"])) == (15, 11)
    assert gevuld.lees("/gezondheid")["leesmodel"]["geparkeerd"] == 0


WEINIG = [("GM0855", None, None), ("GM0867", None, 0), (None, 11, None)]


def test_everybody_else_does_not_see_small_numbers_nor_what_they_follow_from(gevuld):
    auditor = gevuld.als("auditor")
    buren = gevuld.als("medewerker-vt", ELDERS)

    assert aantallen(gevuld, auditor, regio="midden-brabant") == (True, WEINIG)
    assert aantallen(gevuld, buren, regio="midden-brabant") == (True, [])
    assert aantallen(gevuld) == (True, WEINIG)


def test_themes_are_judged_the_same_way(gevuld):
    def geweld(**vraag):
        antwoord = gevuld.http.get("/rapporten/themas", params=vraag).json()
        return [
            (r["gemeente"], r["themas"]["huiselijk-geweld-en-kindermishandeling"]) for r in antwoord["regels"]
        ]

    assert geweld(regio="midden-brabant") == [("GM0855", 9), ("GM0867", 2), (None, 11)]
    assert geweld() == [("GM0855", None), ("GM0867", None), (None, 11)]


def test_as_known_at_a_position_and_at_a_moment(gevuld):
    eigen = {"regio": "midden-brabant"}

    assert aantallen(gevuld, bekendOp="9", **eigen)[1][-1] == (None, 9, 0)
    assert aantallen(gevuld, bekendOp="0", **eigen)[1] == []
    assert aantallen(gevuld, bekendOp="2020-03-02T09:00:00Z", **eigen)[1] == []
    assert gevuld.http.get("/rapporten/instroom", params={"bekendOp": "99"}).status_code == 400


def test_years_that_go_backwards_are_refused(verse_api):
    antwoord = verse_api.http.get("/rapporten/instroom", params={"van": 2020, "tot": 2019})

    assert [fout["veld"] for fout in antwoord.json()["fouten"]] == ["tot"]


def test_plustaken_and_messages_to_gemeenten(verse_api):
    periode = {"gemeente": "GM0855", "van": "2019-01-01", "tot": "2020-01-01"}
    leg(verse_api, act("PlustakenAfgenomen", **periode, plustaken=["voorlichting"], bedragCent=18016350))
    over = {"soort": "lokaal-team", "id": "wijkteam-west"}
    leg(
        verse_api,
        act("GemeenteGeinformeerd", bericht="b-1", gemeente="GM0855", over=over, aanleiding="te-laat"),
    )

    (plus,) = verse_api.lees("/rapporten/plustaken")["regels"]
    (bericht,) = verse_api.lees("/rapporten/tekortschieten", op="2020-03-03T00:00:00Z")["regels"]

    assert (plus["bedrag"], plus["evaluatie"]) == (180163.5, "verschuldigd")
    assert (bericht["over"], bericht["status"]) == (over, "open")


def test_the_register_does_not_hold_up_the_read_model(verse_api):
    vastgelegd = leg(verse_api, advies()).json()
    casus = verse_api.open()

    assert verse_api.lees(f"/casussen/{casus['casus']}", vanaf=casus)["positie"] == vastgelegd["positie"] + 1


def test_the_register_is_no_casus(verse_api):
    leg(verse_api, advies())
    casus = register_id("midden-brabant")

    for pad in ("", "/gebeurtenissen", "/tijdlijn", "/verantwoordelijkheid"):
        assert verse_api.http.get(f"/casussen/{casus}{pad}").status_code == 404, pad
    assert verse_api.http.post(f"/casussen/{casus}/gebeurtenissen", json=melding()).status_code == 404
