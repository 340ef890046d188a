"""Every question of the shared scenarios, through the real program and through the pure fold."""

import functools
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.scenarios.programma import als_invoer, zicht

from ledger import agreements
from ledger.regels import lees_gebeurtenis
from projections.tijdlijn import bekend_op, maak_tijdlijn

MAP = Path(__file__).resolve().parents[3] / "shared" / "scenarios"
SCENARIOS = {pad.stem: json.loads(pad.read_text("utf-8")) for pad in sorted(MAP.glob("*.json"))}
VRAGEN = [
    pytest.param(scenario, vraag, id=f"{naam}-{nummer}-{vraag['baan']}")
    for naam, scenario in SCENARIOS.items()
    for nummer, vraag in enumerate(scenario["vragen"], start=1)
]
pytestmark = pytest.mark.skipif(not SCENARIOS, reason="naast deze map staat geen ../shared/scenarios")


TERMIJNEN = [
    pytest.param(scenario, termijn, id=f"{naam}-{nummer}-{termijn['soort']}")
    for naam, scenario in SCENARIOS.items()
    for nummer, termijn in enumerate(scenario["termijnen"], start=1)
]
SIGNALEN = [
    pytest.param(scenario, signaal, verwacht, id=f"{naam}-{lijst}-{nummer}-{signaal['code']}")
    for naam, scenario in SCENARIOS.items()
    for verwacht, lijst in ((True, "signalen"), (False, "geenSignalen"))
    for nummer, signaal in enumerate(scenario[lijst], start=1)
]


def casus_van(scenario):
    return scenario["gebeurtenissen"][0]["casus"]


@functools.cache
def door_het_programma(afspraken, bekend):
    """One run for all scenarios of a set of agreements: their cases come in one file, mixed."""
    samen = [s["gebeurtenissen"] for s in SCENARIOS.values() if s["afspraken"] == afspraken]
    langste = max(map(len, samen))
    gemengd = [reeks[plaats] for plaats in range(langste) for reeks in samen if plaats < len(reeks)]
    keuzes = ["--bekend-op", bekend] if bekend else []
    klaar = zicht(
        "tijdlijn",
        "--invoer",
        "-",
        "--afspraken",
        afspraken,
        "--uitvoer",
        "json",
        *keuzes,
        invoer=als_invoer(gemengd),
    )
    assert (klaar.code, klaar.fout) == (0, "")
    return {tijdlijn["casus"]: tijdlijn for tijdlijn in klaar.regels}


def door_de_vouw(scenario, bekend):
    gebeurtenissen = [lees_gebeurtenis(json.dumps(ruw)) for ruw in scenario["gebeurtenissen"]]
    bekende = bekend_op(gebeurtenissen, datetime.fromisoformat(bekend) if bekend else None)
    tijdlijn = maak_tijdlijn(bekende, agreements.met_naam(scenario["afspraken"]))
    return {baan: [stuk.als_dict() for stuk in stukken] for baan, stukken in tijdlijn.banen.items()}


def antwoord(stukken, op):
    """Give party and status at a moment; neither where the lane is empty."""
    moment = datetime.fromisoformat(op)
    op_dat_moment = [
        (stuk["partij"], stuk["status"])
        for stuk in stukken
        if datetime.fromisoformat(stuk["van"]) <= moment
        and (stuk["tot"] is None or moment < datetime.fromisoformat(stuk["tot"]))
    ]
    assert len(op_dat_moment) <= 1
    return op_dat_moment[0] if op_dat_moment else (None, None)


@pytest.mark.parametrize(("scenario", "vraag"), VRAGEN)
def test_the_program_answers_every_question(scenario, vraag):
    tijdlijn = door_het_programma(scenario["afspraken"], vraag["bekendOp"])[casus_van(scenario)]

    assert antwoord(tijdlijn["banen"][vraag["baan"]], vraag["op"]) == (vraag["partij"], vraag["status"])


@pytest.mark.parametrize(("scenario", "vraag"), VRAGEN)
def test_the_fold_answers_every_question(scenario, vraag):
    banen = door_de_vouw(scenario, vraag["bekendOp"])

    assert antwoord(banen[vraag["baan"]], vraag["op"]) == (vraag["partij"], vraag["status"])


@pytest.mark.parametrize(("scenario", "termijn"), TERMIJNEN)
def test_the_program_judges_every_term(scenario, termijn):
    tijdlijn = door_het_programma(scenario["afspraken"], termijn["bekendOp"])[casus_van(scenario)]

    gevonden = [
        een
        for een in tijdlijn["termijnen"]
        if (een["soort"], een["volgnummer"]) == (termijn["soort"], termijn["volgnummer"])
    ]
    assert [(in_utc(een["uiterlijk"]), een["status"]) for een in gevonden] == [
        (in_utc(termijn["uiterlijk"]), termijn["status"])
    ]


@pytest.mark.parametrize(("scenario", "signaal", "verwacht"), SIGNALEN)
def test_the_program_signals_what_it_must_and_nothing_else(scenario, signaal, verwacht):
    tijdlijn = door_het_programma(scenario["afspraken"], signaal["bekendOp"])[casus_van(scenario)]

    gevonden = [een for een in tijdlijn["signalen"] if een["code"] == signaal["code"]]
    if "volgnummer" in signaal:
        gevonden = [een for een in gevonden if een["volgnummer"] == signaal["volgnummer"]]
    assert bool(gevonden) is verwacht


def in_utc(tekst):
    return None if tekst is None else datetime.fromisoformat(tekst).astimezone(UTC)


def test_a_wrong_answer_would_be_seen():
    scenario, vraag = SCENARIOS["01"], SCENARIOS["01"]["vragen"][1]

    assert antwoord(door_de_vouw(scenario, None)["zicht"], vraag["op"]) != (vraag["partij"], "betwist")
