"""Signals as a whole: their table, their shape, terms, both clocks, the shared scenarios."""

import json
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from string import Formatter

import pytest
from tests.projections.signaalregels import (
    GOED_DIRECT,
    GOED_NA_DIENST,
    alle_signalen,
    anders,
    direct,
    geinformeerd,
    met,
    plan,
    signalen,
    zinnen,
)
from tests.verhaal import (
    WEST,
    aangevuld,
    directe_veiligheid,
    geweigerd,
    ingetrokken,
    intrekking,
    lokaal,
    melding,
    regie_af,
    verhaal,
)

from ledger.acts.lokaal_team import Voorwaardetermijn
from ledger.regels import lees_gebeurtenis
from projections.signalen import SOORTEN, beoordeeld_op

MAP = Path(__file__).resolve().parents[3] / "shared" / "scenarios"
SCENARIOS = {pad.stem: json.loads(pad.read_text("utf-8")) for pad in sorted(MAP.glob("*.json"))}

INFORMATIE = {"termijn-verstreken-informatie", "contra-indicatie-onderbouwd", "geen-actueel-beeld"}
AFWIJKING = {
    "termijn-verstreken",
    "beoordeeld-door-minder-dan-twee",
    "overdracht-ondanks-contra-indicatie",
    "contra-indicaties-niet-getoetst",
    "anonieme-melder-zonder-contact",
    "stap-overgeslagen",
    "overdrachtsdocument-onvolledig",
    "voorwaarden-bij-directe-overdracht",
    "voorwaarden-ontbreken",
    "monitorafspraken-ontbreken",
    "warm-niet-gehouden",
    "overdracht-door-niet-houder",
    "overdracht-zonder-directe-veiligheid",
    "bescherming-zonder-directe-veiligheid",
    "direct-betrokkenen-niet-geinformeerd",
    "melder-niet-geinformeerd",
    "zicht-onbelegd",
    "zicht-betwist",
    "houder-zonder-eigen-handeling",
    "zicht-zonder-casusregie",
    "casusregie-zonder-zicht",
    "twee-casusregisseurs",
    "plan-ontbreekt",
    "plan-onvolledig",
    "dossier-gesloten-met-zicht",
    "stabiele-veiligheid-onvoldoende-onderbouwd",
    "directe-veiligheid-score-onder-zes",
    "casusregie-afgerond-zonder-afstemming",
    "monitoring-voortijdig-afgesloten",
    "monitoring-geeindigd-zonder-stabiele-veiligheid",
    "stabiel-tegen-oordeel-monitor",
    "bemoeienis-gestopt-zonder-overleg",
    "teruggekoppeld-zonder-drie-pogingen",
    "verzoek-zonder-eigen-contact",
    "verzoek-door-andere-partij-dan-initiatief",
}
"""Rulebook 7, written out once more."""


def test_de_tabel_heeft_elke_code_van_het_regelboek_en_geen_andere():
    assert {code for code, soort in SOORTEN.items() if soort.ernst == "informatie"} == INFORMATIE
    assert {code for code, soort in SOORTEN.items() if soort.ernst == "afwijking"} == AFWIJKING


@pytest.mark.parametrize("code", SOORTEN)
def test_elke_code_heeft_een_grondslag_en_een_hele_zin(code):
    soort = SOORTEN[code]

    assert soort.grondslag.startswith(("§", "bijlage "))
    assert soort.zin.endswith(".")
    begin, veld, *_ = next(iter(Formatter().parse(soort.zin)))
    assert begin[:1].isupper() or (begin, veld) == ("", "wie")


@pytest.mark.parametrize("regels", [GOED_DIRECT, GOED_NA_DIENST], ids=["direct", "na een dienst"])
def test_waar_alles_goed_ging_is_er_acht_weken_lang_geen_signaal(regels):
    gevonden = alle_signalen(verhaal(*regels))

    assert beoordeeld_op(gevonden, lokaal("2020-05-04 23:59")) == ()


def test_zonder_melding_is_er_geen_signaal():
    assert alle_signalen(verhaal(*GOED_DIRECT, intrekking(1, op="2020-03-10 10:00"))) == ()
    assert alle_signalen([]) == ()


def test_wat_voor_de_eerste_melding_gebeurde_geeft_geen_signaal():
    regels = verhaal(
        melding("m1", op="2020-03-02 09:00"),
        directe_veiligheid(score=5, op="2020-03-03 09:00"),
        melding("m2", op="2020-03-04 09:00"),
        intrekking(1, op="2020-03-05 09:00"),
    )

    assert signalen("directe-veiligheid-score-onder-zes", regels, bekend="2020-03-04 12:00") != []
    assert signalen("directe-veiligheid-score-onder-zes", regels) == []


def test_een_signaal_zoals_het_contract_het_schrijft():
    onvolledig = met(direct(op="2020-03-05 11:00"), onderdelen=GOED_DIRECT[2].act.onderdelen[:-1])
    regels = [*GOED_DIRECT[:2], onvolledig, aangevuld(met=("verrijking",), op="2020-03-06 11:00")]

    assert [s.als_dict() for s in alle_signalen(verhaal(*regels)) if s.code.startswith("overdrachtsdoc")] == [
        {
            "code": "overdrachtsdocument-onvolledig",
            "volgnummer": 3,
            "van": "2020-03-05T10:00:00Z",
            "tot": "2020-03-06T10:00:00Z",
            "partij": {"soort": "veilig-thuis", "id": "midden-brabant"},
            "ernst": "afwijking",
            "grondslag": "§6.1.4",
            "toelichting": "In het overdrachtsdocument ontbreekt: verrijking.",
        }
    ]


# --- terms ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "regels", "verwacht"),
    [
        pytest.param(
            "termijn-verstreken",
            [*GOED_DIRECT[:1], *GOED_DIRECT[1:]],
            [],
            id="op tijd",
        ),
        pytest.param(
            "termijn-verstreken",
            [GOED_DIRECT[0], met(replace(GOED_DIRECT[1], op=lokaal("2020-03-12 10:00")), besluit="dienst")],
            ["#1 VT 2020-03-10 tot 2020-03-12 10:00", "#1 VT 2020-03-10 tot 2020-03-12 10:00"],
            id="te laat gehaald: de eigen en de landelijke termijn",
        ),
        pytest.param(
            "termijn-verstreken",
            GOED_DIRECT[:5],
            ["#3 WEST 2020-03-13 …"],
            id="niet gehaald",
        ),
        pytest.param(
            "termijn-verstreken",
            [*GOED_DIRECT[:5], geweigerd(door=WEST, op="2020-03-16 10:00")],
            ["#3 WEST 2020-03-13 tot 2020-03-16 10:00"],
            id="tot de grond wegviel",
        ),
        pytest.param(
            "termijn-verstreken",
            [*GOED_DIRECT[:5], ingetrokken(op="2020-03-06 10:00")],
            [],
            id="eerder weggevallen",
        ),
        pytest.param(
            "termijn-verstreken-informatie",
            [*GOED_NA_DIENST, regie_af(door=WEST, op="2021-11-01 10:00")],
            ["#7 WEST 2021-10-16 tot 2021-11-01 10:00"],
            id="een richtlijn",
        ),
        pytest.param(
            "termijn-verstreken",
            [
                *GOED_DIRECT,
                met(
                    plan(op="2020-04-01 10:00"),
                    termijnen=(
                        Voorwaardetermijn(voorwaarde="v1", uiterlijk=lokaal("2020-03-20 12:00").date()),
                    ),
                ),
            ],
            ["#7 WEST 2020-04-01 10:00 …"],
            id="een datum die bij het plan al voorbij was",
        ),
    ],
)
def test_signalen_van_termijnen(code, regels, verwacht):
    assert signalen(code, verhaal(*regels)) == verwacht


def test_de_zin_zegt_wat_er_moest_gebeuren():
    gevonden = zinnen("termijn-verstreken", verhaal(*GOED_NA_DIENST))

    assert gevonden == [
        "Niet binnen de termijn: het afgesproken monitorcontact.",
        "Niet binnen de termijn: het monitorcontact na 3 maanden.",
        "Niet binnen de termijn: het monitorcontact na 12 maanden.",
        "Niet binnen de termijn: de monitoring afsluiten.",
    ]


def test_wat_twee_termijnen_met_dezelfde_woorden_zeggen_staat_er_eenmaal():
    dag = datetime(2020, 7, 15).date()  # noqa: DTZ001 — only the date
    termijnen = tuple(Voorwaardetermijn(voorwaarde=naam, uiterlijk=dag) for naam in ("v1", "v2"))
    met_termijnen = met(plan(op="2020-04-20 10:00"), termijnen=termijnen)

    gevonden = zinnen("termijn-verstreken", verhaal(*GOED_NA_DIENST, met_termijnen))

    assert gevonden.count("Niet binnen de termijn: voldoen aan een veiligheidsvoorwaarde.") == 1


# --- both clocks ---------------------------------------------------------------------------------------


def test_beoordeeld_op_een_moment_telt_wat_later_gebeurde_niet():
    regels = verhaal(*anders(GOED_DIRECT, 4), geinformeerd(op="2020-03-20 10:00"))
    code = "direct-betrokkenen-niet-geinformeerd"

    assert signalen(code, regels, op="2020-03-09 13:59") == []
    assert signalen(code, regels, op="2020-03-09 14:00") == ["#5 VT 2020-03-09 14:00 …"]
    assert signalen(code, regels, op="2020-03-20 09:59") == ["#5 VT 2020-03-09 14:00 …"]
    assert signalen(code, regels, op="2020-03-20 10:00") == ["#5 VT 2020-03-09 14:00 tot 2020-03-20 10:00"]


def test_voor_een_correctie_blijft_het_oude_signaal_staan():
    regels = verhaal(
        GOED_DIRECT[0],
        met(GOED_DIRECT[1], beoordelaars=("mw-1",)),
        intrekking(2, op="2020-04-01 10:00"),
    )
    code = "beoordeeld-door-minder-dan-twee"

    assert signalen(code, regels, bekend="2020-03-31 10:00") == ["#2 VT 2020-03-05 10:00 …"]
    assert signalen(code, regels, bekend="2020-04-02 10:00") == []


# --- the shared scenarios ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("scenario", "vraag", "is_er"),
    [
        pytest.param(scenario, vraag, is_er, id=f"{naam}: {vraag['code']}")
        for naam, scenario in SCENARIOS.items()
        for lijst, is_er in (("signalen", True), ("geenSignalen", False))
        for vraag in scenario[lijst]
    ],
)
def test_scenario(scenario, vraag, is_er):
    gebeurtenissen = [lees_gebeurtenis(json.dumps(ruw)) for ruw in scenario["gebeurtenissen"]]
    gevonden = alle_signalen(gebeurtenissen, bekend=vraag["bekendOp"], volgens=scenario["afspraken"])
    op = datetime.fromisoformat(vraag["bekendOp"])

    assert (vraag["code"] in {signaal.code for signaal in beoordeeld_op(gevonden, op)}) is is_er
