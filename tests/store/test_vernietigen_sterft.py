"""An erasure that is cut short: the act and the destroyed key are there together, or neither is."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from tests.domain.beslissen import aangemeld
from tests.verhaal import DOOR, handeling, lokaal, melding

from ledger.acts.melding import DirectbetrokkeneGeregistreerd
from ledger.vastleggen import Vastlegger

VERNIETIGER = Path(__file__).with_name("vernietiger.py")
STAPPEN = ["besloten", "gecodeerd", "verstuurd", "beantwoord"]


class Stil:
    def nu(self):
        return lokaal("2020-06-01 10:00")


@pytest.fixture
def casus(recorder, kluis):
    vastlegger = Vastlegger(recorder, kluis, Stil())
    nieuw = vastlegger.open_casus(aangemeld(melding(op="2020-03-02 09:00")), DOOR).gebeurtenis.casus
    act = DirectbetrokkeneGeregistreerd(persoon="p1", rol="ouder")
    gemeld = aangemeld(handeling(act, op="2020-03-03 10:00"))
    vastlegger.leg_vast(
        nieuw, gemeld.model_copy(update={"vertrouwelijk": act.Vertrouwelijk(naam="Iemand")}), DOOR
    )
    return nieuw


def stand(database, casus):
    """Whether the act is there, and whether the key is gone."""
    with psycopg.connect(database.eigenaar) as eigenaar:
        return eigenaar.execute(
            "SELECT (SELECT count(*) FROM ledger.gebeurtenissen WHERE casus = %(c)s AND volgnummer = 3),"
            " (SELECT count(*) FROM sleutels.datasleutels WHERE casus = %(c)s AND ingepakt IS NULL)",
            {"c": casus},
        ).fetchone()


def start(database, tmp_path, casus, stap):
    argumenten = [database.app, tmp_path / "hoofdsleutels", str(casus), stap]
    return subprocess.Popen([sys.executable, VERNIETIGER, *argumenten], stderr=subprocess.PIPE)


@contextmanager
def sleutel_bezet(database, casus):
    """Hold on to the keys of a casus; gives who holds them, and a connection to look with."""
    with (
        psycopg.connect(database.eigenaar) as bezet,
        psycopg.connect(database.eigenaar, autocommit=True) as kijk,
    ):
        bezet.execute("SELECT FROM sleutels.datasleutels WHERE casus = %s FOR UPDATE", [casus])
        yield bezet, kijk


@pytest.mark.parametrize("stap", STAPPEN)
def test_a_process_that_dies_between_two_steps(database, tmp_path, casus, stap):
    with start(database, tmp_path, casus, stap) as proces:
        _, gezegd = proces.communicate(timeout=60)

    assert proces.returncode == -signal.SIGKILL, gezegd.decode()
    assert stand(database, casus) == ((1, 1) if stap == "beantwoord" else (0, 0))


@pytest.mark.parametrize(("wie", "uitkomst"), [("de schrijver", (1, 1)), ("de server", (0, 0))])
def test_what_dies_while_the_key_is_being_destroyed(database, tmp_path, casus, wie, uitkomst):
    """The act is inserted and the key is waited for: whoever dies then, nothing is left half done."""
    with sleutel_bezet(database, casus) as (bezet, kijk):
        with start(database, tmp_path, casus, "helemaal") as proces:
            pid = _wachtende(kijk)
            if wie == "de schrijver":
                proces.kill()
            else:
                kijk.execute("SELECT pg_terminate_backend(%s)", [pid])
                proces.kill()  # it would ask again, as it should, and then succeed
            proces.communicate(timeout=60)
        assert stand(database, casus) == (0, 0)
        bezet.rollback()
        _weg(kijk, pid)

    assert stand(database, casus) == uitkomst


def test_a_writer_whose_connection_breaks_asks_again_and_it_happens_once(database, casus, tmp_path):
    with (
        sleutel_bezet(database, casus) as (bezet, kijk),
        start(database, tmp_path, casus, "helemaal") as proces,
    ):
        kijk.execute("SELECT pg_terminate_backend(%s)", [_wachtende(kijk)])
        bezet.rollback()
        _, gezegd = proces.communicate(timeout=60)

    assert proces.returncode == 0, gezegd.decode()
    assert stand(database, casus) == (1, 1)


def _wachtende(kijk):
    """Wait until somebody waits for the key; give the process that the server has for them."""
    vraag = (
        "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        " AND wait_event_type = 'Lock' AND application_name = 'zicht schrijft'"
    )
    einde = time.monotonic() + 60
    while time.monotonic() < einde:
        if (rij := kijk.execute(vraag).fetchone()) is not None:
            return rij[0]
        time.sleep(0.02)
    raise AssertionError("nobody waits")


def _weg(kijk, pid):
    einde = time.monotonic() + 60
    while kijk.execute("SELECT FROM pg_stat_activity WHERE pid = %s", [pid]).fetchone() is not None:
        assert time.monotonic() < einde
        time.sleep(0.02)
