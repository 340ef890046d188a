"""The follower: alone, with another, cut off, killed between rows and position; always what the fold says."""

import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from tests.projections.leesmodel.verhalen import BEGIN, gebeurtenis, melding

from ledger.errors import NietBijgewerkt
from ledger.store.connection import verbind
from projections.leesmodel.tabellen import conninfo_als
from projections.leesmodel.volger import Bijwerker, Volger
from projections.tijdlijn import maak_tijdlijn

ROOT = Path(__file__).resolve().parents[3]
GEDULD_S = 20

# Holds a follower between its rows and its position for as long as somebody has the lock.
_VALKUIL = """
CREATE FUNCTION public.valkuil() RETURNS trigger LANGUAGE plpgsql AS
    'BEGIN PERFORM pg_advisory_xact_lock(42); RETURN NEW; END';
CREATE TRIGGER valkuil BEFORE UPDATE ON projecties.generaties FOR EACH ROW EXECUTE FUNCTION public.valkuil();
"""
_WACHT_IN_DE_VALKUIL = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted"


def tot(voorwaarde):
    """Wait until it holds; give what it gave."""
    uiterlijk = time.monotonic() + GEDULD_S
    while time.monotonic() < uiterlijk:
        if gevonden := voorwaarde():
            return gevonden
        time.sleep(0.02)
    pytest.fail("het is niet op tijd gebeurd")


def is_de_vouw(opstelling, alle):
    for verhaal in alle:
        antwoord = opstelling.leesmodel.tijdlijn(verhaal[0].casus, regios=None)
        assert (antwoord.tijdlijn, antwoord.volgnummer) == (maak_tijdlijn(verhaal), len(verhaal))


@contextmanager
def volgproces(conninfo):
    """A follower in a process of its own."""
    programma = "import sys; from projections.leesmodel.volger import Volger; Volger(sys.argv[1]).draai()"
    proces = subprocess.Popen([sys.executable, "-c", programma, conninfo], cwd=ROOT)
    try:
        yield proces
    finally:
        proces.kill()
        proces.wait()


def test_a_thread_follows_what_is_written_and_a_writer_can_wait_for_it(opstelling, database, verhalen):
    alle = verhalen(12)
    with Volger(database.app):
        for verhaal in alle:
            positie = opstelling.leg(verhaal)[-1]
            assert opstelling.leesmodel.wacht_op(positie, GEDULD_S) >= positie
            is_de_vouw(opstelling, [verhaal])

    (positie, *_) = opstelling.leg(verhalen(1)[0])
    with pytest.raises(NietBijgewerkt) as fout:
        opstelling.leesmodel.wacht_op(positie, 0.05)
    assert (fout.value.gevraagd, fout.value.bereikt) == (positie, positie - 1)


def test_replaying_what_was_applied_changes_nothing(opstelling, verhalen):
    for verhaal in verhalen(15):
        opstelling.leg(verhaal)
    opstelling.volg(40)
    rijen, standen = opstelling.rijen(), opstelling.standen()

    opstelling.beheer.execute("UPDATE projecties.generaties SET positie = 0 WHERE actief")
    opstelling.volg(7)

    assert rijen
    assert (opstelling.rijen(), opstelling.standen()) == (rijen, standen)


def test_a_follower_killed_between_rows_and_position_leaves_neither(opstelling, database, verhalen):
    alle = verhalen(3)
    for verhaal in alle[:2]:
        opstelling.leg(verhaal)
    opstelling.volg()
    rijen = opstelling.rijen()
    opstelling.beheer.execute(_VALKUIL)
    opstelling.beheer.execute("SELECT pg_advisory_lock(42)")
    with volgproces(database.app) as proces:
        opstelling.leg(alle[2])
        ((pid,),) = tot(lambda: opstelling.beheer.execute(_WACHT_IN_DE_VALKUIL).fetchall())
        proces.send_signal(signal.SIGKILL)
        proces.wait()
    opstelling.beheer.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
    opstelling.beheer.execute("DROP FUNCTION public.valkuil CASCADE")

    assert opstelling.rijen() == rijen
    opstelling.volg()
    assert opstelling.rijen() > rijen
    is_de_vouw(opstelling, alle)


def test_followers_that_all_work_at_once_do_every_act_once(opstelling, database, verhalen):
    """No lock keeps them apart but the one on the position."""
    alle = verhalen(40)
    for verhaal in alle:
        opstelling.leg(verhaal)

    def werk(_):
        with verbind(conninfo_als(database.app, "zicht_projectie")) as verbinding:
            return sum(1 for _ in iter(Bijwerker(verbinding, 3).volg, False))

    with ThreadPoolExecutor(4) as werkers:
        gedaan = list(werkers.map(werk, range(4)))

    assert sum(gedaan) == sum(map(len, alle)) // 3  # the last, with fewer acts than three, is not counted
    samen = opstelling.alles()
    opstelling.beheer.execute(
        "TRUNCATE projecties.stukken_1, projecties.casussen_1, projecties.termijnen_1, projecties.signalen_1,"
        " projecties.meldingen_1, projecties.eindeloos_1"
    )
    opstelling.beheer.execute("UPDATE projecties.generaties SET positie = 0 WHERE actief")
    opstelling.volg()
    assert opstelling.alles() == samen


def test_one_follower_leads_and_the_other_takes_over_when_it_dies(opstelling, database, verhalen):
    alle = verhalen(6)
    with volgproces(database.app) as proces, Volger(database.app) as wachtend:
        tot(lambda: opstelling.leg(verhalen(1)[0]) and opstelling.leesmodel.stand().positie > 0)
        if wachtend.leidt:  # the thread was first; the process waits
            wachtend.stop()
            opstelling.leesmodel.wacht_op(opstelling.leg(alle[0])[-1], GEDULD_S)
        else:
            opstelling.leg(alle[0])
            proces.kill()
            tot(lambda: wachtend.leidt)
        for verhaal in alle[1:]:
            opstelling.leg(verhaal)
        opstelling.leesmodel.wacht_op(opstelling.recorder.hoogste_positie(), GEDULD_S)

    is_de_vouw(opstelling, alle)


def test_only_one_of_two_followers_leads(database, opstelling):
    with Volger(database.app) as een, Volger(database.app) as ander:
        tot(lambda: een.leidt or ander.leidt)
        time.sleep(1.2)  # longer than a follower that waits looks away

        assert een.leidt != ander.leidt


def test_a_follower_goes_on_when_the_database_comes_back(opstelling, database, verhalen):
    alle = verhalen(8)
    with Volger(database.app), psycopg.connect(database.server.beheer(), autocommit=True) as beheer:
        for verhaal in alle[:4]:
            opstelling.leg(verhaal)
        opstelling.leesmodel.wacht_op(opstelling.recorder.hoogste_positie(), GEDULD_S)
        beheer.execute(f"ALTER DATABASE {database.naam} ALLOW_CONNECTIONS false")
        beheer.execute(
            "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s", [database.naam]
        )
        beheer.execute(f"ALTER DATABASE {database.naam} ALLOW_CONNECTIONS true")
        for verhaal in alle[4:]:
            opstelling.leg(verhaal)
        opstelling.leesmodel.wacht_op(opstelling.recorder.hoogste_positie(), GEDULD_S)

    is_de_vouw(opstelling, alle)


def test_the_lag_is_told_in_acts_and_seconds(opstelling):
    casus = uuid4()
    opstelling.leg([gebeurtenis(casus, 1, BEGIN, BEGIN, melding(1))])
    opstelling.leg([gebeurtenis(casus, 2, BEGIN, BEGIN, melding(2))])
    time.sleep(0.05)

    voor = opstelling.leesmodel.stand()
    opstelling.volg()
    na = opstelling.leesmodel.stand()

    assert (voor.positie, voor.achterstand, na.positie, na.achterstand) == (0, 2, 2, 0)
    assert voor.achterstand_s >= 0.05
    assert (na.achterstand_s, na.geparkeerd, na.oudste_geparkeerd_s) == (0, 0, 0)
