"""Every look leaves a line before the answer leaves; without a line no answer."""

import re
from types import SimpleNamespace
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.api.conftest import VT, WEST, bevestiging, correctie, melding, overdracht

from api.http import bewaartermijnen, inzage, noodtoegang
from api.http.app import ROUTERS
from api.http.inzagepoort import Aantekening, _laat_een_regel
from api.http.inzagetabel import TABEL, ZONDER_DOSSIER
from ledger.inzage.regel import Kijker

NAMEN = sorted({route.name for router in ROUTERS for route in router.routes})
LEZEND = [
    (route.name, route.path.removeprefix("/v1"))
    for router in ROUTERS
    for route in router.routes
    if "GET" in route.methods and route.name not in ZONDER_DOSSIER
]
VERPLICHT = {
    "geef_bewijs": {"doel": "inspectie"},
    "toon_bewaartermijnen": {"op": "2050-01-01T00:00:00Z"},
    "toon_kennis": {"medewerker": "mw-204"},
    "toon_lezingverschillen": {
        "afsprakenA": "hart-van-brabant-2020",
        "afsprakenB": "hart-van-brabant-2020-strikt",
    },
}
PERIODE = {"van": "2020-01-01T00:00:00Z", "tot": "2021-01-01T00:00:00Z"}
ROL = {
    route.name: "privacyfunctionaris"
    for router in (inzage.casusrouter, inzage.router, noodtoegang.router, bewaartermijnen.router)
    for route in router.routes
}
UUIDS = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


@pytest.fixture
def dossier(api):
    """A casus with a pending handover and a person in it."""
    act = api.open()
    casus = act["casus"]
    persoon = {"soort": "DirectbetrokkeneGeregistreerd", "gebeurdOp": "2020-03-02T10:00:00Z"}
    api.meld(casus, persoon | {"gegevens": {"persoon": "kind-1", "rol": "kind"}})
    api.meld(casus, overdracht())
    laatste = api.meld(casus, bevestiging(), Prefer="wait=10")  # sealed, for the routes that prove
    api.lees(f"/casussen/{casus}", vanaf=laatste)
    aanvraag = {"casus": casus, "minuten": 5, "reden": "Omdat het moet."}
    noodtoegang = api.http.post("/noodtoegangen", json=aanvraag).json()["noodtoegang"]
    return laatste | {"noodtoegang": noodtoegang}


def regels(api, na=0):
    return api.http.app.state.diensten.inzagelezer.na(na, 10_000)


def nieuwe(api, na):
    return regels(api, na[-1].positie if na else 0)


def vraag(naam, pad, dossier):
    """Give an address and a query with which this route has something to show."""
    citaat = (
        f"zicht1~{dossier['casus']}~20200601T000000Z~{dossier['positie']}~hart-van-brabant-2020~{'0' * 32}"
    )
    vullingen = {"casus": dossier["casus"], "citaat": citaat, "noodtoegang": dossier.get("noodtoegang")}
    kennis = {"van": dossier["positie"] - 1, "tot": dossier["positie"]}
    verplicht = VERPLICHT | {"toon_verschil": kennis, "toon_kennisverschillen": kennis}
    params = verplicht.get(
        naam, PERIODE if pad.startswith("/overzichten") or pad.endswith("/aantallen") else {}
    )
    return pad.format(**vullingen), params


@pytest.mark.parametrize("naam", NAMEN)
def test_every_route_says_what_it_shows(naam):
    """A new route is named in api/http/inzagetabel.py, or among those that show nothing of a casus."""
    assert (naam in TABEL) != (naam in ZONDER_DOSSIER)


def test_the_table_names_no_route_that_is_gone():
    assert sorted(set(TABEL) - set(NAMEN)) == []


@pytest.mark.parametrize(("naam", "pad"), LEZEND)
def test_every_route_leaves_one_line_that_names_what_its_answer_names(api, dossier, naam, pad):
    adres, params = vraag(naam, pad, dossier)
    eerder = regels(api)

    antwoord = api.http.get(adres, params=params, headers=api.als(rol(naam)))

    assert antwoord.status_code == 200, antwoord.text
    (regel,) = [een.regel for een in nieuwe(api, eerder)]
    assert (regel.actie, regel.resultaat, regel.status) == (naam, "gegeven", 200)
    assert (regel.handeling, regel.getoond.categorieen[: len(TABEL[naam].categorieen)]) == (
        TABEL[naam].handeling,
        TABEL[naam].categorieen,
    )
    assert (regel.wie.medewerker, regel.wie.organisatie, regel.wie.rol) == ("mw-204", VT.id, rol(naam))
    assert str(regel.verzoek) == antwoord.headers["Zicht-Verzoek"]
    bekend = {str(een) for een in alle_casussen(api)}
    genoemd = {een for een in UUIDS.findall(antwoord.text) if een in bekend}
    assert {str(een) for een in regel.getoond.casussen} == genoemd | (
        {dossier["casus"]} & set(UUIDS.findall(adres))
    )


def rol(naam):
    return ROL.get(naam, "medewerker-vt")


def alle_casussen(api):
    return api.http.app.state.diensten.recorder.lees_casussen(UUID(int=0), tot=2**60, limiet=10_000)


@pytest.mark.parametrize(("naam", "pad"), [een for een in LEZEND if "{casus}" in een[1]])
def test_an_attempt_at_a_casus_that_is_not_there_leaves_a_line(api, dossier, naam, pad):
    casus = str(uuid4())
    adres, params = vraag(naam, pad, dossier | {"casus": casus})
    eerder = regels(api)

    assert api.http.get(adres, params=params, headers=api.als(rol(naam))).status_code == 404

    (regel,) = [een.regel for een in nieuwe(api, eerder)]
    assert (regel.resultaat, regel.getoond.casussen) == ("niet-gevonden", (UUID(casus),))
    assert (regel.getoond.positie, regel.getoond.categorieen) == (None, ())


@pytest.mark.parametrize(("naam", "pad"), LEZEND)
def test_a_refused_attempt_leaves_a_line(api, dossier, naam, pad):
    adres, params = vraag(naam, pad, dossier)
    eerder = regels(api)

    assert api.http.get(adres, params=params, headers=api.als("beheerder")).status_code == 403

    (regel,) = [een.regel for een in nieuwe(api, eerder)]
    assert (regel.resultaat, regel.wie.rol, regel.getoond.categorieen) == ("geweigerd", "beheerder", ())


def test_a_question_that_cannot_be_understood_leaves_a_line(api, dossier):
    eerder = regels(api)

    assert api.http.get(f"/casussen/{dossier['casus']}", params={"vanafpositie": 1}).status_code == 400

    (regel,) = [een.regel for een in nieuwe(api, eerder)]
    assert (regel.resultaat, regel.getoond.casussen) == ("ongeldig", (UUID(dossier["casus"]),))


def test_who_is_nobody_leaves_no_line(api, dossier):
    eerder = regels(api)

    antwoord = api.http.get(f"/casussen/{dossier['casus']}", headers={"Authorization": "Bearer onzin"})

    assert antwoord.status_code == 401
    assert nieuwe(api, eerder) == []


def test_an_act_that_was_recorded_is_its_own_line_and_a_refused_one_leaves_one(api, dossier):
    eerder = regels(api)

    api.open()
    assert nieuwe(api, eerder) == []
    geweigerd = api.http.post(
        f"/casussen/{dossier['casus']}/gebeurtenissen", json=bevestiging("o-9"), headers=api.als("beheerder")
    )
    fout = api.http.post(f"/casussen/{dossier['casus']}/gebeurtenissen", json=correctie(99))

    assert (geweigerd.status_code, fout.status_code) == (403, 400)
    gezien = [een.regel for een in nieuwe(api, eerder)]
    assert [(een.handeling, een.resultaat) for een in gezien] == [
        ("vastleggen", "geweigerd"),
        ("vastleggen", "ongeldig"),
    ]
    assert {een.getoond.casussen for een in gezien} == {(UUID(dossier["casus"]),)}


def test_the_line_says_which_position_was_shown(api, dossier):
    pad, positie = f"/casussen/{dossier['casus']}/gebeurtenissen", dossier["positie"]
    eerder = regels(api)

    api.lees(pad)
    api.lees(pad, bekendOp=positie - 1)
    api.http.get(pad, params={"bekendOp": "2020-05-31T08:00:00Z"})

    nu, toen, niets = (een.regel.getoond for een in nieuwe(api, eerder))
    assert (nu.positie, nu.bekend_op) == (positie, None)
    assert (toen.positie, toen.bekend_op) == (positie - 1, None)
    assert (niets.positie, niets.categorieen) == (None, ())


def test_as_known_at_a_moment_the_line_says_which_moment(api, dossier):
    moment = api.klok.tijd
    api.klok.later(days=1)
    eerder = regels(api)

    api.lees(f"/casussen/{dossier['casus']}/tijdlijn", bekendOp=moment.isoformat())

    (regel,) = nieuwe(api, eerder)
    assert regel.regel.getoond.bekend_op == moment
    assert regel.regel.begonnen_op == api.klok.tijd


def test_persons_and_confidential_parts_are_named_where_they_were_shown(api, dossier):
    pad = f"/casussen/{dossier['casus']}/gebeurtenissen"
    api.meld(
        dossier["casus"],
        {
            "soort": "ContactGelegd",
            "gebeurdOp": "2020-04-01T10:00:00Z",
            "gegevens": {"door": WEST.model_dump(), "wijze": "gesprek", "personen": ["kind-1", "ouder-2"]},
            "vertrouwelijk": {"verslag": 'De "casus":"11111111-1111-1111-1111-111111111111" van hiernaast.'},
        },
    )
    eerder = regels(api)

    api.lees(pad)

    (ruim,) = (een.regel.getoond for een in nieuwe(api, eerder))
    assert ruim.personen == ("kind-1", "ouder-2")
    assert ruim.categorieen == ("handelingen", "vertrouwelijk")
    assert ruim.casussen == (UUID(dossier["casus"]),)


def test_the_trace_of_the_caller_is_followed(api, dossier):
    trace, ouder = "4bf92f3577b34da6a3ce929d0e0e4736", "00f067aa0ba902b7"
    eerder = regels(api)

    for kop in (f"00-{trace}-{ouder}-01", "00-onzin", f"00-{'0' * 32}-{ouder}-01", f"ff-{trace}-{ouder}-01"):
        api.http.get("/verantwoordelijkheden", headers={"traceparent": kop})

    goed, *andere = (een.regel.spoor for een in nieuwe(api, eerder))
    assert (goed.trace, goed.ouder_span) == (trace, ouder)
    assert all(spoor.trace != trace and spoor.ouder_span is None for spoor in andere)
    assert len({spoor.span for spoor in (goed, *andere)}) == 4


@pytest.fixture
def geen_logboek(api):
    """The log takes no lines: the table is locked away from its function for as long as this lasts."""
    with psycopg.connect(api.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute("REVOKE EXECUTE ON FUNCTION inzage.leg_vast FROM zicht_inzage")
        try:
            yield
        finally:
            eigenaar.execute("GRANT EXECUTE ON FUNCTION inzage.leg_vast TO zicht_inzage")


@pytest.mark.parametrize(("naam", "pad"), LEZEND)
def test_where_the_line_cannot_be_written_nothing_leaves(api, dossier, geen_logboek, naam, pad):
    adres, params = vraag(naam, pad, dossier)

    antwoord = api.http.get(adres, params=params, headers=api.als(rol(naam)))

    assert antwoord.status_code == 503
    assert antwoord.json()["code"] == "inzage-niet-vastgelegd"
    assert antwoord.headers["Retry-After"] == "1"
    assert "ETag" not in antwoord.headers
    assert dossier["casus"] not in antwoord.text


def test_neither_does_a_refusal(api, dossier, geen_logboek):
    antwoord = api.http.get(f"/casussen/{uuid4()}")

    assert (antwoord.status_code, antwoord.json()["code"]) == (503, "inzage-niet-vastgelegd")


def test_who_records_is_not_held_up_by_the_log(api, dossier, geen_logboek):
    assert api.http.post("/casussen", json=melding()).status_code == 201


def test_why_comes_along_as_a_code_and_never_as_words(api, dossier):
    eerder = regels(api)
    pad = f"/casussen/{dossier['casus']}"

    goed = api.http.get(pad, headers={"Zicht-Reden": "zaak-2026-14"})
    fout = api.http.get(pad, headers={"Zicht-Reden": "omdat Jan het vroeg"})

    assert (goed.status_code, fout.status_code) == (200, 400)
    assert fout.json()["fouten"] == [
        {
            "veld": "Zicht-Reden",
            "code": "geen-code",
            "melding": "Verwacht een code, zoals zaak-2026-14; geen tekst.",
        }
    ]
    assert [(een.regel.wie.reden, een.regel.resultaat) for een in nieuwe(api, eerder)] == [
        ("zaak-2026-14", "gegeven"),
        (None, "ongeldig"),
    ]


def test_mandate_and_purpose_of_the_token_stand_in_the_line(api, dossier):
    eerder = regels(api)

    api.http.get(f"/casussen/{dossier['casus']}", headers=api.als("inspecteur", doel="toezicht-2026"))

    (regel,) = nieuwe(api, eerder)
    assert (regel.regel.wie.mandaat, regel.regel.wie.doel) == ("IGJ-2020-7", "toezicht-2026")


@pytest.mark.parametrize(("status", "regel"), [(201, False), (303, False), (200, True), (400, True)])
def test_only_an_act_that_is_there_leaves_no_line(status, regel):
    """A form that shows what it will do, or what is wrong with it, shows a casus and leaves one."""
    note = Aantekening(wie=Kijker("mw-1", "medewerker-vt"))
    scope = {"route": SimpleNamespace(name="neem_vastleggen")}

    assert _laat_een_regel(scope, note, status) is regel
