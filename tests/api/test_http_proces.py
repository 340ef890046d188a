"""From the outside: a process, a socket, and nothing shared with the test but the database server."""

import re
import signal
import subprocess
from concurrent.futures import ThreadPoolExecutor

import httpx2
import pytest
from tests.api.conftest import VT, WEST, ZICHT, bevestiging, correctie, melding, overdracht

# what PostgreSQL does differently is tested below the process; here one of them is enough
pytestmark = pytest.mark.parametrize("server", ["postgresql-18"], indirect=True)

KANARIE = "kanarie-Jansen-Dorpsstraat"


@pytest.fixture
def klant(dienst):
    """A client with a token that `zicht token` gave."""
    token = dienst.zicht("token", "--rol", "medewerker-vt", "--organisatie", str(VT))
    with httpx2.Client(base_url=f"{dienst.adres}/v1", headers={"Authorization": f"Bearer {token}"}) as klant:
        yield klant


def test_who_held_zicht_is_asked_and_answered_after_the_acts_that_say_so(dienst, klant):
    geopend = klant.post("/casussen", json=melding(vertrouwelijk={"omschrijving": KANARIE}))
    pad = geopend.headers["Location"].removeprefix("/v1")
    etag = geopend.headers["ETag"]
    for act in (overdracht(), bevestiging(), correctie(3, gebeurdOp="2020-03-09T12:00:00Z")):
        antwoord = klant.post(f"{pad}/gebeurtenissen", json=act, headers={"If-Match": etag})
        assert antwoord.status_code == 201, antwoord.text
        etag = antwoord.headers["ETag"]
    positie = antwoord.json()["positie"]

    vraag = {"op": "2020-03-09T12:30:00Z", "baan": "zicht"}
    nu = klant.get(f"{pad}/verantwoordelijkheid", params=vraag | {"vanafPositie": positie}).json()
    toen = klant.get(f"{pad}/verantwoordelijkheid", params=vraag | {"bekendOp": positie - 1}).json()

    assert nu["positie"] == positie
    assert (nu["zicht"]["partij"], nu["zicht"]["volgnummer"]) == (WEST.model_dump(), 3)
    assert (toen["zicht"]["partij"], toen["zicht"]["status"]) == (VT.model_dump(), "in-overdracht")
    assert klant.get(f"{pad}/tijdlijn").json()["banen"]["zicht"][-1]["van"] == "2020-03-09T12:00:00Z"


def test_anybody_may_see_how_it_goes_and_what_can_be_asked(dienst):
    with httpx2.Client(base_url=dienst.adres) as iemand:
        goed = [iemand.get("/gezondheid"), iemand.get("/v1/gezondheid")]
        document = iemand.get("/v1/openapi.json", headers={"Origin": "https://elders.example"})
        niet = iemand.get("/v1/verantwoordelijkheden")

    assert [antwoord.json()["status"] for antwoord in goed] == ["goed", "goed"]
    assert document.headers["Access-Control-Allow-Origin"] == "*"
    assert document.json()["info"]["title"] == "Zicht"
    assert niet.status_code == 401


def test_the_log_of_the_process_holds_no_personal_data_whatever_is_sent(dienst, klant):
    klant.post("/casussen", json=melding(vertrouwelijk={"omschrijving": KANARIE}))
    klant.post("/casussen", json=melding(gebeurdOp=KANARIE))
    klant.post(f"/casussen/{KANARIE}/gebeurtenissen", content=KANARIE)
    klant.get("/verantwoordelijkheden", params={"partij": f"lokaal-team:{KANARIE}", KANARIE: KANARIE})
    klant.get(f"/{KANARIE}", headers={"Authorization": f"Bearer {KANARIE}"})
    klant.request(KANARIE, "/casussen", headers={"Idempotency-Key": KANARIE})
    dienst.stop()

    log = dienst.log.read_text()
    regels = re.findall(r"zicht\.toegang: (\S+) (\S+) (\d+) [\d.]+ ms", log)
    assert KANARIE not in log
    assert regels == [
        ("POST", "/v1/casussen", "201"),
        ("POST", "/v1/casussen", "400"),
        ("POST", "/v1/casussen/{casus}/gebeurtenissen", "415"),
        ("GET", "/v1/verantwoordelijkheden", "400"),
        ("GET", "?", "404"),
        ("?", "/v1/casussen", "405"),
    ]


def test_a_signal_lets_requests_finish_and_ends_well(dienst, klant):
    with ThreadPoolExecutor(8) as draden:
        bezig = [draden.submit(klant.post, "/casussen", json=melding()) for _ in range(40)]
        bezig[0].result()
        dienst.proces.send_signal(signal.SIGTERM)
        gelukt = [verzoek for verzoek in bezig if verzoek.exception() is None]

    assert dienst.proces.wait(20) == 0
    assert gelukt
    assert {verzoek.result().status_code for verzoek in gelukt} == {201}
    assert "Traceback" not in dienst.log.read_text()


def test_an_answer_does_not_wait_for_the_network_to_have_more_to_say(dienst, klant):
    klant.get("/gezondheid")
    duur = min(klant.get("/gezondheid").elapsed.total_seconds() for _ in range(10))

    assert duur < 0.035, "40 ms is what Nagle's delay and a delayed acknowledgement make together"


def test_a_port_that_is_taken_is_told(dienst):
    poort = dienst.adres.rsplit(":", 1)[1]

    tweede = subprocess.run(
        [ZICHT, "serve", "--poort", poort], env=dienst.omgeving, capture_output=True, text=True, check=False
    )

    assert tweede.returncode == 1
    assert f"Kan niet luisteren op 127.0.0.1:{poort}" in tweede.stderr
    assert "Traceback" not in tweede.stderr
