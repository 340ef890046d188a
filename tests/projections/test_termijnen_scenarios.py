"""Every term that the shared scenarios ask for, through the pure fold."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from ledger import agreements
from ledger.corrections import staande_feiten
from ledger.regels import lees_gebeurtenis
from projections.beloop import Beloop
from projections.termijnen import maak_termijnen, termijnen_op
from projections.tijdlijn import bekend_op
from projections.zicht.verloop import verloop

MAP = Path(__file__).resolve().parents[3] / "shared" / "scenarios"
SCENARIOS = {pad.stem: json.loads(pad.read_text("utf-8")) for pad in sorted(MAP.glob("*.json"))}
VRAGEN = [
    pytest.param(scenario, vraag, id=f"{naam}-{nummer}-{vraag['soort']}")
    for naam, scenario in SCENARIOS.items()
    for nummer, vraag in enumerate(scenario["termijnen"], start=1)
]
pytestmark = pytest.mark.skipif(not SCENARIOS, reason="naast deze map staat geen ../shared/scenarios")


@pytest.mark.parametrize(("scenario", "vraag"), VRAGEN)
def test_a_term_of_a_scenario(scenario, vraag):
    volgens = agreements.met_naam(scenario["afspraken"])
    k = datetime.fromisoformat(vraag["bekendOp"])
    bekende = bekend_op([lees_gebeurtenis(json.dumps(ruw)) for ruw in scenario["gebeurtenissen"]], k)
    feiten = staande_feiten(bekende)

    lijst = termijnen_op(maak_termijnen(bekende, Beloop(feiten, verloop(feiten, volgens), volgens)), k)

    gevonden = [t for t in lijst if (t["soort"], t["volgnummer"]) == (vraag["soort"], vraag["volgnummer"])]
    assert [(t["status"], datetime.fromisoformat(t["uiterlijk"])) for t in gevonden] == [
        (vraag["status"], datetime.fromisoformat(vraag["uiterlijk"]))
    ]


def test_the_scenarios_ask_for_terms():
    assert VRAGEN != []
