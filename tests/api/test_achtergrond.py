"""What goes on beside the requests has a process of its own: it may die, and must not outlive its server."""

import os
import re
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import httpx2
import pytest
from tests.api.conftest import VT, draai_dienst, melding

from api.achtergrond import STAAT_STIL, Achtergrondproces, Meedraaiend
from ledger.settings import lees_instellingen
from ledger.store.zegel.fouten import SleutelbestandOngeldig

# what PostgreSQL does differently is tested below the process; here one of them is enough
pytestmark = pytest.mark.parametrize("server", ["postgresql-18"], indirect=True)

LOG = {"version": 1, "disable_existing_loggers": False}


def tot(voorwaarde, seconden=20.0):
    """Wait until something holds, and give what it was then."""
    einde = time.monotonic() + seconden
    while not (gevonden := voorwaarde()):
        assert time.monotonic() < einde, "dit duurt te lang"
        time.sleep(0.02)
    return gevonden


def kinderen(pid):
    """Give the processes that this one started and that are still there."""
    gevonden = []
    for staat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            velden = staat.read_text().rpartition(")")[2].split()
            if int(velden[1]) == pid and velden[0] != "Z":
                gevonden.append(int(staat.parent.name))
    return gevonden


def draait(pid):
    staat = Path(f"/proc/{pid}/stat")
    return staat.exists() and staat.read_text().rpartition(")")[2].split()[0] != "Z"


@pytest.fixture
def klant(dienst):
    token = dienst.zicht("token", "--rol", "medewerker-vt", "--organisatie", str(VT))
    koppen = {"Authorization": f"Bearer {token}"}
    with httpx2.Client(base_url=f"{dienst.adres}/v1", headers=koppen, timeout=30) as klant:
        yield klant


def gevolgd_en_verzegeld(klant):
    """Record an act, and wait until the read model and the seal have it too."""
    antwoord = klant.post("/casussen", json=melding())
    assert antwoord.status_code == 201
    positie = antwoord.json()["positie"]

    def is_zover():
        stand = klant.get("/gezondheid").json()
        return stand["leesmodel"]["positie"] >= positie and stand["verzegeling"]["grootte"] >= positie

    return tot(is_zover)


def test_a_killed_child_is_told_and_started_again_while_requests_go_on(dienst, klant):
    assert gevolgd_en_verzegeld(klant)

    for _ in range(2):
        (kind,) = kinderen(dienst.proces.pid)
        os.kill(kind, signal.SIGKILL)
        assert klant.post("/casussen", json=melding()).status_code == 201
        tot(lambda: kinderen(dienst.proces.pid))
        assert gevolgd_en_verzegeld(klant)

    assert klant.get("/gezondheid").json()["verzegeling"]["status"] == "goed"
    assert len(re.findall(r"achtergrondproces eindigde \(code -9\)", dienst.log.read_text())) == 2


def test_a_server_that_is_stopped_takes_its_child_along(dienst):
    (kind,) = kinderen(dienst.proces.pid)

    assert dienst.stop() == 0

    assert not draait(kind)
    assert "eindigde" not in dienst.log.read_text()


def test_a_server_that_is_killed_leaves_no_child_behind(dienst):
    (kind,) = kinderen(dienst.proces.pid)

    dienst.proces.kill()

    tot(lambda: not draait(kind))


def test_a_signal_for_the_whole_group_ends_the_server_first(database, tmp_path):
    with draai_dienst(database.app, tmp_path) as dienst:
        (kind,) = kinderen(dienst.proces.pid)
        os.kill(kind, signal.SIGTERM)
        os.kill(kind, signal.SIGINT)
        time.sleep(0.3)
        assert draait(kind)
        assert dienst.stop() == 0
    assert not draait(kind)


def test_while_it_is_not_there_nothing_is_said_to_be_sealed(database, tmp_path, monkeypatch):
    instellingen = lees_instellingen(database_url=database.app, data_dir=tmp_path)
    monkeypatch.setattr("api.achtergrond.RUST_S", (30.0,))
    with Achtergrondproces(instellingen, LOG) as proces:
        proces.wacht_op_begin()
        assert proces.fouten == []
        os.kill(proces.pid, signal.SIGKILL)
        tot(lambda: proces.fouten == [STAAT_STIL])
    # it also ends while it rests


def test_who_seals_elsewhere_is_not_told_that_sealing_stands_still(database, tmp_path, monkeypatch):
    instellingen = lees_instellingen(database_url=database.app, data_dir=tmp_path, verzegelt=False)
    monkeypatch.setattr("api.achtergrond.RUST_S", (0.0,))
    with Achtergrondproces(instellingen, LOG) as proces:
        proces.wacht_op_begin()
        eerste = proces.pid
        os.kill(eerste, signal.SIGKILL)
        tot(lambda: proces.pid != eerste)
        assert proces.fouten == []


def test_why_it_does_not_seal_comes_over_from_the_process(database, tmp_path):
    instellingen = lees_instellingen(database_url=database.app, data_dir=tmp_path)
    with Meedraaiend(instellingen):
        checkpoint, _ = tot(lambda: len(er := [*tmp_path.rglob("checkpoint")]) == 2 and er)
    checkpoint.write_bytes(b"iets anders\n")

    with Achtergrondproces(instellingen, LOG) as proces:
        tot(lambda: proces.fouten)
        fouten = list(proces.fouten)

    assert len(fouten) == 1
    assert fouten != [STAAT_STIL]


def test_a_key_that_cannot_be_used_is_told_by_who_starts(database, tmp_path):
    (tmp_path / "zegelsleutel").write_text("geen sleutel")
    (tmp_path / "zegelsleutel").chmod(0o600)
    instellingen = lees_instellingen(database_url=database.app, data_dir=tmp_path)

    with pytest.raises(SleutelbestandOngeldig), Achtergrondproces(instellingen, LOG):
        pass


def test_a_part_that_ends_by_itself_ends_the_process(database, tmp_path):
    # the thread of a part is gone, whatever took it: the process says so by ending, and is started again
    regels = (
        "from api import achtergrond as a; from projections.leesmodel.volger import Volger;"
        "Volger.draai = lambda zelf: None; import sys; sys.exit(a.main())"
    )
    with Achtergrondproces(lees_instellingen(database_url=database.app, data_dir=tmp_path), LOG) as proces:
        opdracht = proces._opdracht
    with subprocess.Popen([sys.executable, "-c", regels], stdin=subprocess.PIPE) as kind:
        kind.stdin.write(opdracht)
        kind.stdin.flush()
        assert kind.wait(20) == 1
