"""Every route against every role: written out here, apart from the program, and asked of the program.

A route that is not in the table fails. A new route names its right (`api.http.access`), a new right its
roles (`api.rollen`), and both are written down here once more: that is what a review looks at.
"""

import re

import pytest
from tests.api.conftest import VT, WEST, mandaat, melding

from api.http.app import ROUTERS
from api.rollen import RECHTEN
from ledger.values import Partij

VT_ALLEEN = "medewerker-vt"
TEAMS = "medewerker-lokaal-team medewerker-instelling"
INSPECTEUR = "inspecteur"
MATRIX = {
    ("POST", "/casussen"): VT_ALLEEN,
    ("POST", "/casussen/{casus}/gebeurtenissen"): f"{VT_ALLEEN} {TEAMS} privacyfunctionaris",
    ("GET", "/casussen/{casus}"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} privacyfunctionaris",
    ("GET", "/casussen/{casus}/gebeurtenissen"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR}",
    ("GET", "/casussen/{casus}/verantwoordelijkheid"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR}",
    ("GET", "/casussen/{casus}/tijdlijn"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/casussen/{casus}/tijdlijn/verschil"): f"{VT_ALLEEN} {INSPECTEUR}",
    ("GET", "/casussen/{casus}/inzage"): f"{INSPECTEUR} privacyfunctionaris",
    ("GET", "/casussen/{casus}/inzage/overzicht"): f"{INSPECTEUR} privacyfunctionaris",
    ("GET", "/casussen/{casus}/inzage/kennis"): f"{INSPECTEUR} privacyfunctionaris",
    ("GET", "/inzage"): "privacyfunctionaris",
    ("GET", "/inzage/dataverwerkingen"): "privacyfunctionaris",
    ("GET", "/casussen/{casus}/bewijs"): f"{VT_ALLEEN} {INSPECTEUR}",
    ("GET", "/casussen/{casus}/rapport"): f"{VT_ALLEEN} {INSPECTEUR}",
    ("GET", "/logboek/insluiting"): " ".join(RECHTEN),
    ("GET", "/logboek/samenhang"): " ".join(RECHTEN),
    # of one casus; across cases it takes the right of the question (test_http_citaat_vragen)
    ("GET", "/antwoorden/{citaat}"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/verantwoordelijkheden"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/werklijst"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/termijnen"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/werklijst/agenda"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/signalen"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/overzichten/onbelegd-en-betwist"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} auditor",
    ("GET", "/verantwoordelijkheden/aantallen"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/overzichten/binnen-termijn"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/overzichten/doorlooptijden"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/overzichten/registratievertraging"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/overzichten/tekortkomingen"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/rapporten/instroom"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/rapporten/themas"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/rapporten/plustaken"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/rapporten/tekortschieten"): f"{VT_ALLEEN} {INSPECTEUR} auditor",
    ("GET", "/lezingen/verschillen"): f"{VT_ALLEEN} {INSPECTEUR}",
    ("GET", "/kennis/verschillen"): f"{VT_ALLEEN} {INSPECTEUR}",
    ("GET", "/bewaartermijnen"): "privacyfunctionaris",
    ("POST", "/noodtoegangen"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR}",
    ("GET", "/noodtoegangen"): "privacyfunctionaris",
    ("GET", "/noodtoegangen/{noodtoegang}"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} privacyfunctionaris",
    ("POST", "/noodtoegangen/{noodtoegang}/bevestiging"): f"{INSPECTEUR} privacyfunctionaris",
    ("POST", "/noodtoegangen/{noodtoegang}/einde"): f"{VT_ALLEEN} {TEAMS} {INSPECTEUR} privacyfunctionaris",
    ("POST", "/noodtoegangen/{noodtoegang}/beoordeling"): "privacyfunctionaris",
    ("POST", "/registers/{regio}/handelingen"): VT_ALLEEN,
    ("GET", "/afspraken"): " ".join(RECHTEN),
    ("GET", "/afspraken/{naam}"): " ".join(RECHTEN),
}
"""Which roles may; every other may not."""

OPENBAAR = {
    ("GET", "/gezondheid"),
    ("GET", "/logboek/checkpoint"),
    ("GET", "/logboek/tile/{pad:path}"),
}
ROUTES = [
    (methode, route.path.removeprefix("/v1"))
    for router in ROUTERS
    for route in router.routes
    for methode in sorted(route.methods)
]
ROLLEN = [*RECHTEN, "rol-die-niemand-kent"]
WAARDEN = {
    "casus": "0190c1c2-0000-7000-8000-00000000000a",
    "regio": VT.id,
    "naam": "x",
    "citaat": "x",
    "noodtoegang": "0190c1c2-0000-7000-8000-00000000000b",
}


def vraag(api, methode, pad, koppen):
    ingevuld = re.sub(r"\{(\w+)\}", lambda treffer: WAARDEN[treffer[1]], pad)
    return api.http.request(methode, ingevuld, headers=koppen, **({"json": {}} if methode == "POST" else {}))


def test_every_route_is_in_the_table_and_no_other():
    assert {*ROUTES} - OPENBAAR == MATRIX.keys()


@pytest.mark.parametrize("rol", ROLLEN)
@pytest.mark.parametrize(("methode", "pad"), sorted({*ROUTES} - OPENBAAR))
def test_a_role_may_what_the_table_says(api, methode, pad, rol):
    antwoord = vraag(api, methode, pad, api.als(rol))

    if rol in MATRIX[methode, pad].split():
        assert antwoord.status_code not in {401, 403, 500, 503}, antwoord.text
    else:
        assert antwoord.status_code == 403
        assert antwoord.json() == {
            "type": "urn:zicht:probleem:niet-toegestaan",
            "title": "Niet toegestaan",
            "status": 403,
            "detail": "De rol in het token mag dit niet.",
            "code": "niet-toegestaan",
        }


def test_the_table_names_no_role_that_does_not_exist():
    assert {rol for rollen in MATRIX.values() for rol in rollen.split()} <= RECHTEN.keys()


@pytest.mark.parametrize(
    ("rol", "organisatie"),
    [
        ("medewerker-vt", WEST),
        ("medewerker-lokaal-team", VT),
        ("medewerker-lokaal-team", Partij(soort="instelling", id="kliniek")),
        ("medewerker-instelling", WEST),
        ("medewerker-instelling", Partij(soort="gemeente", id="GM0855")),
        ("privacyfunctionaris", Partij(soort="gemeente", id="GM0855")),
    ],
)
def test_a_role_at_an_organisation_that_cannot_have_it_may_nothing(api, rol, organisatie):
    antwoord = api.http.get("/afspraken", headers=api.als(rol, organisatie))

    assert (antwoord.status_code, antwoord.json()["code"]) == (403, "organisatie-past-niet-bij-rol")


@pytest.mark.parametrize(
    ("van", "tot", "code"),
    [
        ("2020-06-01T08:00:00Z", "2020-06-01T08:00:01Z", None),  # the clock of the test says eight o'clock
        ("2020-05-01T00:00:00Z", "2020-06-01T08:00:00Z", "mandaat-geldt-niet"),
        ("2020-06-01T08:00:01Z", "2020-07-01T00:00:00Z", "mandaat-geldt-niet"),
    ],
)
def test_a_mandate_holds_from_its_begin_until_its_end(api, van, tot, code):
    koppen = api.als("inspecteur", mandaat=mandaat(VT.id, begin=van, einde=tot))

    antwoord = api.http.get("/verantwoordelijkheden", headers=koppen)

    assert antwoord.status_code == (200 if code is None else 403)
    assert antwoord.json().get("code") == code


@pytest.mark.parametrize(
    ("rol", "organisatie"),
    [
        ("inspecteur", Partij(soort="instelling", id="inspectie")),
        ("auditor", Partij(soort="instelling", id="accountant")),
        ("auditor", WEST),
    ],
)
def test_who_looks_from_outside_needs_a_mandate(api, rol, organisatie):
    zonder = api.http.get("/termijnen", headers=api.als(rol, organisatie, mandaat=None))
    met = api.http.get("/termijnen", headers=api.als(rol, organisatie, mandaat=mandaat(VT.id)))

    assert (zonder.status_code, zonder.json()["code"]) == (403, "mandaat-ontbreekt")
    assert met.status_code == 200


def test_nobody_but_employees_records():
    schrijft = {"openen", "vastleggen", "register"}
    assert [rol for rol, rechten in RECHTEN.items() if schrijft & rechten] == [
        "medewerker-vt",
        "medewerker-lokaal-team",
        "medewerker-instelling",
        "privacyfunctionaris",
    ]


def test_whether_one_may_is_asked_before_what_is_sent(api):
    for inhoud in (b"geen json", b"{}", str(melding()).encode()):
        antwoord = api.http.post("/casussen", content=inhoud, headers=api.als("auditor"))
        assert antwoord.status_code == 403
