"""A follower that remembers casussen writes what one writes that remembers nothing, whatever happens."""

import random
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from uuid import uuid4

import psycopg
import pytest
from tests.projections.leesmodel.test_volger import tot
from tests.projections.leesmodel.verhalen import BEGIN, REGIO, gebeurtenis, melding, vertel

from ledger.acts.dienst import DienstIngezet
from ledger.store.connection import verbind
from projections.bitemporeel import Bijhouding
from projections.leesmodel.dossiers import Dossier
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.onthouden import Lopend, Onthouden, Stand
from projections.leesmodel.tabellen import conninfo_als
from projections.leesmodel.volger import Bijwerker

# A transaction of a session that asks for it fails at its very end, after its rows and its position.
_FAALT_BIJ_COMMIT = """
CREATE FUNCTION public.faalt() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN
    IF coalesce(current_setting('proef.faalt', true), '') <> '' THEN
        RAISE EXCEPTION 'proef' USING ERRCODE = current_setting('proef.faalt');
    END IF;
    RETURN NULL;
END$$;
CREATE CONSTRAINT TRIGGER faalt AFTER UPDATE ON projecties.generaties DEFERRABLE INITIALLY DEFERRED
    FOR EACH ROW EXECUTE FUNCTION public.faalt();
"""
_WACHT_BIJ_COMMIT = _FAALT_BIJ_COMMIT.replace("IF coalesce", "PERFORM pg_advisory_xact_lock(42); IF coalesce")
_VERBROKEN = "40001"  # says nothing about rows
_GEWEIGERD = "23514"  # says that it does not take some row

_WACHT = "SELECT pid FROM pg_locks WHERE locktype = 'advisory' AND objid = 42 AND NOT granted"


def is_als_nieuw(opstelling, database):
    """What stands in the tables is what a rebuild writes, and so is how far each casus is."""
    rijen, standen = opstelling.alles(), opstelling.standen()
    herbouw(database.app)
    assert rijen
    assert (rijen, standen) == (opstelling.alles(), opstelling.standen())


def act_voor_act(verhalen, zaad):
    """The acts of all these histories, one by one, in an order of chance that keeps each casus in its own."""
    volgorde = [nummer for nummer, verhaal in enumerate(verhalen) for _ in verhaal]
    random.Random(zaad).shuffle(volgorde)  # noqa: S311 — chance that can be repeated
    reeksen = [iter(verhaal) for verhaal in verhalen]
    return [next(reeksen[nummer]) for nummer in volgorde]


@contextmanager
def bijwerker(database, groep=500):
    with verbind(conninfo_als(database.app, "zicht_projectie")) as verbinding:
        yield verbinding, Bijwerker(verbinding, groep)


def volg(een):
    while een.volg():
        pass


@pytest.mark.parametrize("zaad", range(6))
def test_act_by_act_is_what_a_rebuild_writes(opstelling, database, verhalen, zaad):
    for act in act_voor_act(verhalen(12, zaad), zaad):
        opstelling.leg([act])
        opstelling.volg()

    is_als_nieuw(opstelling, database)


@pytest.mark.parametrize("zaad", range(6))
def test_two_that_take_turns_and_fail_at_their_commit_and_see_rebuilds(opstelling, database, verhalen, zaad):
    toeval = random.Random(zaad)  # noqa: S311 — chance that can be repeated
    opstelling.beheer.execute(_FAALT_BIJ_COMMIT)
    with bijwerker(database) as een, bijwerker(database, 2) as ander:
        for act in act_voor_act(verhalen(12, zaad), zaad):
            opstelling.leg([act])
            verbinding, werker = toeval.choice((een, ander))
            match toeval.choice(["volgt", "volgt", "volgt", "verbroken", "geweigerd", "herbouwd", "niets"]):
                case "volgt":
                    volg(werker)
                case "verbroken":
                    verbinding.execute(f"SET proef.faalt = '{_VERBROKEN}'")
                    with pytest.raises(psycopg.OperationalError):
                        volg(werker)
                    verbinding.execute("RESET proef.faalt")
                case "geweigerd":  # and again when every casus is written by itself
                    verbinding.execute(f"SET proef.faalt = '{_GEWEIGERD}'")
                    with pytest.raises(psycopg.IntegrityError):
                        volg(werker)
                    verbinding.execute("RESET proef.faalt")
                case "herbouwd":
                    herbouw(database.app)
                case _:
                    pass
        volg(ander[1])

    is_als_nieuw(opstelling, database)


def test_a_connection_that_is_cut_before_the_commit_takes_what_it_remembered_along(opstelling, database):
    casus = uuid4()
    acten = [gebeurtenis(casus, 1, BEGIN, BEGIN, melding(1))]
    acten += [gebeurtenis(casus, n, BEGIN, BEGIN, DienstIngezet(dienst="onderzoek")) for n in (2, 3)]
    opstelling.beheer.execute(_WACHT_BIJ_COMMIT)
    with bijwerker(database) as (_, werker), psycopg.connect(database.eigenaar, autocommit=True) as ander:
        opstelling.leg(acten[:1])
        volg(werker)
        opstelling.leg(acten[1:2])
        opstelling.beheer.execute("SELECT pg_advisory_lock(42)")
        with ThreadPoolExecutor(1) as draad:
            bezig = draad.submit(werker.volg)
            ((pid,),) = tot(lambda: ander.execute(_WACHT).fetchall())
            ander.execute("SELECT pg_terminate_backend(%s, 5000)", [pid])
            with pytest.raises(psycopg.OperationalError):
                bezig.result()
        opstelling.beheer.execute("SELECT pg_advisory_unlock(42)")
        with suppress(psycopg.OperationalError):
            werker.volg()
    opstelling.leg(acten[2:])
    opstelling.volg()

    is_als_nieuw(opstelling, database)


def test_a_position_that_was_put_back_makes_it_look_anew(opstelling, database, verhalen):
    for verhaal in verhalen(9):
        opstelling.leg(verhaal[:-1] or verhaal)
        opstelling.volg()
    rijen = opstelling.alles()

    opstelling.beheer.execute("UPDATE projecties.generaties SET positie = positie - 5 WHERE actief")
    opstelling.volg()

    assert opstelling.alles() == rijen
    is_als_nieuw(opstelling, database)


def test_a_casus_that_stands_still_is_read_anew_by_its_next_act(opstelling):
    casus = uuid4()
    opstelling.leg([gebeurtenis(casus, 1, BEGIN, BEGIN, melding(1))])
    opstelling.volg()
    opstelling.leg_ruw(casus, 3, "DienstIngezet/1", b"")  # its number does not follow, and it cannot be read
    opstelling.volg()

    (geparkeerd,) = opstelling.leesmodel.geparkeerde_casussen(regios=None)
    assert (geparkeerd.volgnummer, geparkeerd.reden) == (3, "onleesbare-gebeurtenis")


STAND = Stand(1, 10, "700")


def lopend(acten=1):
    dossier = Dossier(uuid4(), REGIO, [], None, datetime.now(UTC), 1, 1)
    return Lopend(dossier, Bijhouding((), acten))


@pytest.mark.parametrize(
    "anders", [STAND._replace(generatie=2), STAND._replace(positie=11), STAND._replace(door="701")]
)
def test_only_at_the_stand_where_it_was_left_anything_is_remembered(anders):
    onthouden, een = Onthouden(), lopend()
    onthouden.begin_bij(STAND)
    onthouden.onthoud(een)
    onthouden.verlaat(STAND)

    onthouden.begin_bij(STAND)
    assert onthouden.geef(een.dossier.casus) == een
    onthouden.begin_bij(anders)
    assert onthouden.geef(een.dossier.casus) is None


def test_a_very_long_casus_is_not_remembered_and_no_casus_keeps_its_dossier():
    onthouden, kort, lang = Onthouden(), lopend(), lopend(10_000)
    for een in (kort, lang):
        met_acten = een.dossier._replace(acten=vertel(lambda keuzes: keuzes[0], een.dossier.casus, 2))
        onthouden.onthoud(Lopend(met_acten, een.bijhouding))

    assert onthouden.geef(lang.dossier.casus) is None
    assert onthouden.geef(kort.dossier.casus).dossier.acten == []
