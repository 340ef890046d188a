"""The running service against its own document: schemathesis sends what fits and what does not.

No answer may be a 5xx or undocumented, and every answer must have the documented shape.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest
from tests.api.conftest import VT, bevestiging, correctie, melding, overdracht

pytestmark = pytest.mark.parametrize("server", ["postgresql-18"], indirect=True)

ST = Path(sys.executable).with_name("st")
SECONDEN = 60

# What the document cannot say: whether an act can be true, and which positions there are.
INSTELLINGEN = """
[parameters]
"query.vanafPositie" = 0  # one that is still to come is waited for, and then a 503; that has its own test

[checks]
positive_data_acceptance.enabled = false

[[operations]]
include-path-regex = "^/casussen/[{]casus[}]"
parameters = { "path.casus" = "CASUS" }
"""


@pytest.fixture
def doelwit(dienst):
    """A service with a casus that has a history, and how to ask it."""
    token = dienst.zicht("token", "--rol", "medewerker-vt", "--organisatie", str(VT))
    koppen = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=f"{dienst.adres}/v1", headers=koppen) as klant:
        casus = klant.post("/casussen", json=melding()).json()["casus"]
        for act in (overdracht(), bevestiging(), correctie(3, gebeurdOp="2020-03-09T12:00:00Z")):
            assert klant.post(f"/casussen/{casus}/gebeurtenissen", json=act).status_code == 201
    return dienst, casus, token


def schemathesis(doelwit, plaats: Path, document: str, *opties: str) -> subprocess.CompletedProcess:
    """Run schemathesis; exit code 1 says that it found something."""
    dienst, casus, token = doelwit
    instellingen = plaats / "schemathesis.toml"
    instellingen.write_text(INSTELLINGEN.replace("CASUS", casus), encoding="utf-8")
    opdracht = [ST, "--config-file", instellingen, "run", document, "--url", f"{dienst.adres}/v1"]
    opdracht += ["--header", f"Authorization: Bearer {token}", "--continue-on-failure", "--no-shrink"]
    if os.environ.get("CI"):
        opdracht += ["--seed", "1"]
    return subprocess.run(
        [*opdracht, *opties], cwd=plaats, capture_output=True, text=True, check=False, timeout=SECONDEN + 120
    )


def test_nothing_that_is_sent_gives_an_accident_or_an_answer_that_is_not_documented(doelwit, tmp_path):
    dienst = doelwit[0]

    gevonden = schemathesis(
        doelwit,
        tmp_path,
        f"{dienst.adres}/v1/openapi.json",
        "--phases", "examples,coverage,fuzzing",
        "--max-examples", "10",
        "--max-time", str(SECONDEN),
    )  # fmt: skip

    assert gevonden.returncode == 0, gevonden.stdout[-5000:] + gevonden.stderr
    gekozen, alle = re.findall(r"(\d+) selected / (\d+) total", gevonden.stdout)[0]
    assert gekozen == alle
    assert re.search(rf"Tested: {alle}\b", gevonden.stdout), gevonden.stdout[-2000:]
    gedaan = re.findall(r"zicht\.toegang: (\S+ \S+) (\d+)", dienst.log.read_text())
    assert len(gedaan) > 1000
    assert {een for een in gedaan if een[1] >= "500"} == set()
    assert {status for _, status in gedaan} >= {"200", "201", "400", "401", "404", "405"}
    gelukt = {adres for adres, status in gedaan if status.startswith("2")}
    assert gelukt >= {f"GET /v1/casussen/{{casus}}{deel}" for deel in ("", "/gebeurtenissen", "/tijdlijn")}
    assert "POST /v1/casussen" in gelukt


def test_what_is_not_documented_is_found(doelwit, tmp_path):
    dienst = doelwit[0]
    document = httpx2.get(f"{dienst.adres}/v1/openapi.json").json()
    del document["paths"]["/casussen/{casus}"]["get"]["responses"]["200"]
    del document["paths"]["/verantwoordelijkheden"]["get"]["responses"]["400"]
    bestand = tmp_path / "openapi.json"
    bestand.write_text(json.dumps(document), encoding="utf-8")

    gevonden = schemathesis(
        doelwit,
        tmp_path,
        str(bestand),
        "--include-operation-id", "toonCasus",
        "--include-operation-id", "toonVerantwoordelijkheden",
        "--phases", "coverage",
    )  # fmt: skip

    assert gevonden.returncode == 1
    assert "Undocumented" in gevonden.stdout, gevonden.stdout
    assert "Received: 200" in gevonden.stdout
    assert "Received: 400" in gevonden.stdout
