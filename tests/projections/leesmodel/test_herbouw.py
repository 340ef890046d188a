"""A rebuild is the same read model again; nobody who asks meanwhile sees it come."""

import threading
import time
from itertools import chain, cycle

import psycopg
import pytest

from projections.leesmodel.fouten import HerbouwBezig
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.herbouwer import Herbouwer
from projections.leesmodel.volger import Volger
from projections.tijdlijn import maak_tijdlijn


@pytest.mark.parametrize("processen", [1, 2])
def test_a_rebuild_is_what_the_follower_made(opstelling, database, processen, verhalen):
    alle = verhalen(60)
    for verhaal in alle:
        opstelling.leg(verhaal)
    opstelling.volg(30)
    gevolgd, standen = opstelling.rijen(), opstelling.standen()
    opstelling.beheer.execute("DELETE FROM projecties.stukken_1 WHERE baan = 'zicht'")
    voortgang = []

    gedaan = herbouw(database.app, voortgang=lambda *hoever: voortgang.append(hoever), processen=processen)

    totaal = sum(map(len, alle))
    assert (gedaan.positie, gedaan.casussen, gedaan.geparkeerd) == (totaal, 60, 0)
    assert opstelling.rijen() == gevolgd
    assert [stand[0] for stand in opstelling.standen()] == [stand[0] for stand in standen]
    assert (voortgang[0], voortgang[-1]) == ((0, totaal), (totaal, totaal))
    assert voortgang == sorted(voortgang)


def test_pages_and_parts_cut_no_casus_in_two(opstelling, database, monkeypatch, verhalen):
    alle = verhalen(30)
    for verhaal in alle:
        opstelling.leg(verhaal)
    opstelling.volg()
    gevolgd = opstelling.rijen()
    for bladzijde, deel in ((1, 1), (2, 10), (3, 25), (100, 7)):
        monkeypatch.setattr("projections.leesmodel.herbouw._BLADZIJDE", bladzijde)
        monkeypatch.setattr("projections.leesmodel.herbouw._DEEL", deel)
        herbouw(database.app)
        assert opstelling.rijen() == gevolgd


def test_an_empty_ledger_can_be_rebuilt(opstelling, database, verhalen):
    gedaan = herbouw(database.app)

    assert (gedaan.positie, gedaan.casussen) == (0, 0)
    verhaal = verhalen(1)[0]
    opstelling.leg(verhaal)
    opstelling.volg()
    assert opstelling.leesmodel.tijdlijn(verhaal[0].casus, regios=None).tijdlijn == maak_tijdlijn(verhaal)


class Vrager(threading.Thread):
    """Asks for one casus after another; `mis` is every answer that was not whole, or went back in time."""

    def __init__(self, leesmodel, verhalen):
        super().__init__()
        self.leesmodel, self.verhalen = leesmodel, cycle(verhalen)
        self.klaar = threading.Event()
        self.gevraagd, self.mis = 0, []

    def run(self):
        positie = 0
        while not self.klaar.is_set():
            verhaal = next(self.verhalen)
            antwoord = self.leesmodel.tijdlijn(verhaal[0].casus, regios=None)
            bladzijde = self.leesmodel.verantwoordelijkheden(op=verhaal[0].gebeurd_op, regios=None, limiet=1)
            if (
                antwoord.tijdlijn != maak_tijdlijn(verhaal)
                or not bladzijde.regels
                or antwoord.positie < positie
            ):
                self.mis.append((antwoord, bladzijde, positie))
            positie = bladzijde.positie
            self.gevraagd += 1

    def stop(self):
        self.klaar.set()
        self.join()


def test_who_asks_and_who_writes_during_rebuilds_notices_nothing(opstelling, database, verhalen):
    bekend, nieuw = verhalen(25), verhalen(60, zaad=3)
    for verhaal in bekend:
        opstelling.leg(verhaal)

    def schrijf():
        for een in chain(*nieuw):
            opstelling.leg([een])

    with Volger(database.app):
        opstelling.leesmodel.wacht_op(opstelling.recorder.hoogste_positie(), 20)
        schrijver = threading.Thread(target=schrijf)
        vragers = [Vrager(opstelling.leesmodel, bekend) for _ in range(2)]
        for draad in (schrijver, *vragers):
            draad.start()
        gedaan = [herbouw(database.app).positie for _ in range(4)]
        schrijver.join()
        for vrager in vragers:
            vrager.stop()
        opstelling.leesmodel.wacht_op(opstelling.recorder.hoogste_positie(), 20)

    assert [vrager.mis for vrager in vragers] == [[], []]
    assert min(vrager.gevraagd for vrager in vragers) > 0
    assert gedaan == sorted(gedaan)
    for verhaal in (*bekend, *nieuw):
        assert opstelling.leesmodel.tijdlijn(verhaal[0].casus, regios=None).tijdlijn == maak_tijdlijn(verhaal)


def test_a_second_rebuild_at_the_same_time_is_refused(opstelling, database, verhalen):
    verhaal = verhalen(1)[0]
    opstelling.leg(verhaal)
    geweigerd = []

    def nog_een(_gedaan, _totaal):
        with pytest.raises(HerbouwBezig, match="loopt al een herbouw"):
            herbouw(database.app)
        geweigerd.append(1)

    herbouw(database.app, voortgang=nog_een)

    assert geweigerd
    assert opstelling.leesmodel.tijdlijn(verhaal[0].casus, regios=None).tijdlijn == maak_tijdlijn(verhaal)
    assert herbouw(database.app).casussen == 1


def test_a_rebuild_that_dies_leaves_what_was_read_and_the_next_one_succeeds(opstelling, database, verhalen):
    for verhaal in verhalen(5):
        opstelling.leg(verhaal)
    opstelling.volg()
    rijen = opstelling.rijen()

    def sterf(gedaan, _totaal):
        if gedaan:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        herbouw(database.app, voortgang=sterf)

    assert opstelling.rijen() == rijen
    assert opstelling.leesmodel.stand().achterstand == 0
    assert herbouw(database.app).casussen == 5
    assert opstelling.rijen() == rijen


def test_how_far_a_rebuild_is_anybody_can_see(opstelling, database, verhalen):
    assert opstelling.leesmodel.herbouwstand() is None
    for verhaal in verhalen(5):
        opstelling.leg(verhaal)
    totaal = opstelling.recorder.hoogste_positie()
    gezien = []

    def kijk(_gedaan, _totaal):
        gezien.append(opstelling.leesmodel.herbouwstand())

    herbouw(database.app, voortgang=kijk)

    assert [(een.bezig, een.stap, een.gedaan, een.totaal) for een in gezien] == [
        (True, "vullen", 0, totaal),
        (True, "vullen", totaal, totaal),
    ]
    na = opstelling.leesmodel.herbouwstand()
    assert (na.bezig, na.stap, na.gedaan) == (False, "klaar", totaal)
    assert na.begonnen_op == gezien[0].begonnen_op < na.bijgewerkt_op


def test_a_rebuild_that_was_broken_off_is_seen_as_such(opstelling, database, verhalen):
    for verhaal in verhalen(2):
        opstelling.leg(verhaal)

    def sterf(_gedaan, _totaal):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        herbouw(database.app, voortgang=sterf)

    stand = opstelling.leesmodel.herbouwstand()
    assert (stand.bezig, stand.stap, stand.gedaan) == (False, "vullen", 0)


def test_a_rebuild_in_the_background_goes_on_by_itself_and_stops_with_the_server(
    opstelling, database, verhalen, monkeypatch
):
    for verhaal in verhalen(3):
        opstelling.leg(verhaal)
    monkeypatch.setattr("projections.leesmodel.herbouw._BLADZIJDE", 1)
    monkeypatch.setattr("projections.leesmodel.herbouwer._AANLOOP_S", 0.1)
    monkeypatch.setattr("projections.leesmodel.herbouwer._GEDULD_S", 0.1)
    with psycopg.connect(database.eigenaar) as remmer:
        remmer.execute("LOCK projecties.stukken_2")
        with Herbouwer(database.app) as bouwer:
            bouwer.begin()
            with pytest.raises(HerbouwBezig):
                bouwer.begin()
    uiterlijk = time.monotonic() + 30
    while (stand := opstelling.leesmodel.herbouwstand()).bezig and time.monotonic() < uiterlijk:
        time.sleep(0.01)

    assert (stand.bezig, stand.stap) == (False, "vullen")


def test_a_reader_that_takes_its_time_keeps_the_old_tables_until_the_next_rebuild(
    opstelling, database, verhalen
):
    for verhaal in verhalen(3):
        opstelling.leg(verhaal)
    opstelling.volg()
    with psycopg.connect(database.eigenaar) as lezer:
        (voor,) = lezer.execute("SELECT count(*) FROM projecties.stukken_1").fetchone()
        herbouw(database.app)
        (na,) = lezer.execute("SELECT count(*) FROM projecties.stukken_1").fetchone()

    assert voor == na > 0
    herbouw(database.app)
    assert len(opstelling.rijen()) == voor


def test_the_set_that_is_read_cannot_be_emptied(opstelling):
    with pytest.raises(psycopg.errors.ObjectInUse):
        opstelling.verbinding.execute("SELECT projecties.leeg_generatie(1::smallint)")
