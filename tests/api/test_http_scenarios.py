"""Every question of the shared scenarios, asked over HTTP of the read model and of the timeline."""

import json
from datetime import datetime
from pathlib import Path
from uuid import uuid4

import pytest
from tests.api.conftest import VT

from ledger.regels import lees_gebeurtenis
from ledger.store.codec import codeer
from ledger.store.records import Toevoeging

MAP = Path(__file__).resolve().parents[3] / "shared" / "scenarios"
SCENARIOS = {pad.stem: json.loads(pad.read_text("utf-8")) for pad in sorted(MAP.glob("*.json"))}
VRAGEN = [
    pytest.param(scenario, vraag, id=f"{naam}-{nummer}-{vraag['baan']}")
    for naam, scenario in SCENARIOS.items()
    for nummer, vraag in enumerate(scenario["vragen"], start=1)
]
STANDAARD = "hart-van-brabant-2020"
pytestmark = pytest.mark.skipif(not SCENARIOS, reason="naast deze map staat geen ../shared/scenarios")


@pytest.fixture(scope="module")
def positie(_gedeeld):
    """Put the acts of every scenario into the ledger as recorded; the position of the last."""
    recorder = _gedeeld.http.app.state.diensten.recorder
    for scenario in SCENARIOS.values():
        gebeurtenissen = [lees_gebeurtenis(json.dumps(ruw)) for ruw in scenario["gebeurtenissen"]]
        opgeslagen = [codeer(gebeurtenis, VT.id) for gebeurtenis in gebeurtenissen]
        laatste = recorder.voeg_toe(Toevoeging(uuid4(), b"", opgeslagen))
    return laatste.posities[-1]


def casus_van(scenario):
    return f"/casussen/{scenario['gebeurtenissen'][0]['casus']}"


def bekend(vraag):
    return {} if vraag["bekendOp"] is None else {"bekendOp": vraag["bekendOp"]}


@pytest.mark.parametrize(("scenario", "vraag"), VRAGEN)
def test_the_read_model_answers_every_question_of_the_own_agreements(api, positie, scenario, vraag):
    antwoord = api.http.get(
        f"{casus_van(scenario)}/verantwoordelijkheid",
        params={"op": vraag["op"], "baan": vraag["baan"], "vanafPositie": positie} | bekend(vraag),
    )

    if scenario["afspraken"] != STANDAARD:
        assert antwoord.json()["afspraken"] == STANDAARD, "this casus is judged by its own set here"
    elif antwoord.status_code == 404:
        assert (vraag["partij"], vraag["status"]) == (None, None)
    else:
        houder = antwoord.json()[vraag["baan"]] or {"partij": None, "status": None}
        assert (houder["partij"], houder["status"]) == (vraag["partij"], vraag["status"])


@pytest.mark.parametrize(("scenario", "vraag"), VRAGEN)
def test_the_timeline_answers_every_question_by_any_agreements(api, positie, scenario, vraag):
    tijdlijn = api.lees(
        f"{casus_van(scenario)}/tijdlijn",
        afspraken=scenario["afspraken"],
        vanafPositie=positie,
        **bekend(vraag),
    )

    moment = datetime.fromisoformat(vraag["op"])
    gevonden = [
        (stuk["partij"], stuk["status"])
        for stuk in tijdlijn["banen"][vraag["baan"]]
        if datetime.fromisoformat(stuk["van"]) <= moment
        and (stuk["tot"] is None or moment < datetime.fromisoformat(stuk["tot"]))
    ]
    assert (gevonden or [(None, None)]) == [(vraag["partij"], vraag["status"])]
    assert tijdlijn["afspraken"] == scenario["afspraken"]
