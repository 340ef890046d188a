"""The read log: written once, in the order of commit, and changed by nobody."""

import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import errors
from tests.conftest import nieuwe_database, onderhoud

from ledger.inzage.regel import Getoond, Inzageregel, Kijker
from ledger.inzage.spoor import Spoor
from ledger.store.connection import conninfo_als
from ledger.store.errors import Opslagfout
from ledger.store.inzage.lezen import Inzagelezer, Inzagevraag, open_inzagepool
from ledger.store.inzage.schrijven import Inzagelogboek
from ledger.store.inzage.verzegelen import inzagelog
from ledger.store.zegel.zegelaar import Zegelaar
from ledger.zegel.bereik import Bereik
from ledger.zegel.boom import bladhash
from ledger.zegel.checkpoint import lees_checkpoint
from ledger.zegel.ondertekenaar import Ondertekenaar

NU = datetime(2026, 3, 2, 9, 0, 0, 123456, tzinfo=UTC)
CASUS = UUID(int=7)


def regel(*casussen: UUID, **anders) -> Inzageregel:
    basis = Inzageregel(
        verzoek=uuid4(),
        wie=Kijker("mw-204", "medewerker-vt", "veilig-thuis", "midden-brabant"),
        kanaal="http",
        actie="toon_tijdlijn",
        handeling="inzien",
        resultaat="gegeven",
        status=200,
        begonnen_op=NU,
        vastgelegd_op=NU + timedelta(milliseconds=4),
        spoor=Spoor("a" * 32, "b" * 16, "c" * 16),
        getoond=Getoond(
            casussen or (CASUS,), ("kind-1",), ("verantwoordelijkheid",), 12, NU, bestand_sha256="e" * 64
        ),
    )
    return replace(basis, **anders)


@pytest.fixture
def logboek(database):
    with closing(Inzagelogboek(database.app)) as logboek:
        yield logboek


@pytest.fixture
def lezer(database):
    with open_inzagepool(database.app) as pool:
        yield Inzagelezer(pool)


def test_a_line_reads_as_it_was_written(logboek, lezer):
    geschreven = regel(uuid4(), uuid4(), noodtoegang=uuid4())
    leeg = regel(
        wie=Kijker("uid-0", "beheerder"),
        getoond=Getoond(alles=True),
        spoor=Spoor("1" * 32, "2" * 16),
    )

    logboek.leg_vast(geschreven)
    logboek.leg_vast(leeg)

    gelezen = lezer.na(0, 10)
    assert [een.regel for een in gelezen] == [geschreven, leeg]
    assert [een.positie for een in gelezen] == [1, 2]
    assert all(een.ontvangen_op > NU for een in gelezen)


def test_the_same_line_twice_is_one_line(logboek, lezer):
    een, ander = regel(), regel()

    for geschreven in (een, een, ander):
        logboek.leg_vast(geschreven)

    assert [(gelezen.positie, gelezen.regel) for gelezen in lezer.na(0, 10)] == [(1, een), (2, ander)]


def test_writing_reads_no_line_of_others_also_before_the_database_has_numbers_of_the_log(database):
    with closing(Inzagelogboek(database.app)) as logboek:
        for _ in range(20):
            logboek.leg_vast_samen([regel() for _ in range(5)])

    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        gelezen = "SELECT seq_tup_read FROM pg_stat_user_tables WHERE relid = 'inzage.regels'::regclass"
        geschreven = "SELECT n_tup_ins FROM pg_stat_user_tables WHERE relid = 'inzage.regels'::regclass"
        uiterlijk = time.monotonic() + 20
        while eigenaar.execute(geschreven).fetchone() != (100,):  # told when the connection has ended
            assert time.monotonic() < uiterlijk
            time.sleep(0.05)
        assert eigenaar.execute(gelezen).fetchone() == (0,)


def test_many_at_once_get_dense_positions_from_two_processes_too(database, lezer):
    logboeken = [Inzagelogboek(database.app) for _ in range(2)]
    regels = [regel() for _ in range(120)]

    def schrijf(deel):
        for nummer, een in enumerate(deel):
            logboeken[nummer % 2].leg_vast(een)

    draden = [threading.Thread(target=schrijf, args=(regels[begin::8],)) for begin in range(8)]
    for draad in draden:
        draad.start()
    for draad in draden:
        draad.join()
    for logboek in logboeken:
        logboek.close()

    gelezen = lezer.na(0, 1000)
    assert [een.positie for een in gelezen] == list(range(1, 121))
    assert {een.regel.verzoek for een in gelezen} == {een.verzoek for een in regels}
    assert [een.ontvangen_op for een in gelezen] == sorted(een.ontvangen_op for een in gelezen)


def test_a_line_that_the_database_refuses_takes_no_other_with_it(logboek, lezer):
    slecht = regel(begonnen_op=NU + timedelta(days=1))

    with pytest.raises(Opslagfout):
        logboek.leg_vast(slecht)
    logboek.leg_vast(regel())

    assert [een.positie for een in lezer.na(0, 10)] == [1]


def test_it_heals_after_its_connection_was_cut(database, logboek, lezer):
    logboek.leg_vast(regel())
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'zicht inzage' "
            "AND datname = current_database()"
        )

    logboek.leg_vast(regel())

    assert [een.positie for een in lezer.na(0, 10)] == [1, 2]


def test_lines_are_found_by_casus_employee_organisation_and_period(logboek, lezer):
    elders = uuid4()
    van_mij = regel()
    van_ander = regel(elders, wie=Kijker("mw-9", "medewerker-lokaal-team", "lokaal-team", "west"))
    later = regel(begonnen_op=NU + timedelta(days=9), vastgelegd_op=NU + timedelta(days=9))
    alles = regel(getoond=Getoond(positie=50, alles=True))
    for een in (van_mij, van_ander, later, alles):
        logboek.leg_vast(een)

    def posities(**vraag):
        return [een.positie for een in lezer.zoek(Inzagevraag(**vraag), limiet=10)]

    assert posities(casus=CASUS, begin=40) == [1, 3, 4]
    assert posities(casus=CASUS, begin=51) == [1, 3]
    assert posities(casus=elders, begin=51) == [2]
    assert posities(medewerker="mw-9") == [2]
    assert posities(organisatie=("veilig-thuis", "midden-brabant")) == [1, 3, 4]
    assert posities(organisatie=("lokaal-team", "midden-brabant")) == []
    assert posities(tot=NU + timedelta(days=1)) == [1, 2, 4]
    assert posities(van=NU + timedelta(days=1)) == [3]
    assert [een.positie for een in lezer.alle(Inzagevraag(), bladzijde=3)] == [1, 2, 3, 4]


WAT_NIEMAND_MAG = [
    "UPDATE inzage.regels SET rol = rol",
    "DELETE FROM inzage.regels",
    "TRUNCATE inzage.regels",
    "UPDATE inzage.regels SET rol = rol WHERE false",
]

WAT_DE_APP_NIET_MAG = [
    *WAT_NIEMAND_MAG,
    "INSERT INTO inzage.regels SELECT * FROM inzage.regels",
    "ALTER TABLE inzage.regels DISABLE TRIGGER ALL",
    "DROP TABLE inzage.regels",
    "CREATE TABLE inzage.van_mij (x int)",
    "DROP SCHEMA inzage CASCADE",
]


@pytest.fixture(scope="module")
def met_regel(server, sjabloon):
    with nieuwe_database(server, sjabloon) as database:
        with closing(Inzagelogboek(database.app)) as logboek:
            logboek.leg_vast(regel())
        yield database


@pytest.mark.parametrize("opdracht", WAT_DE_APP_NIET_MAG)
@pytest.mark.parametrize("rol", [None, "zicht_inzage", "zicht_inzagelezer", "zicht_lezer", "zicht_schrijver"])
def test_no_login_can_change_the_log(met_regel, opdracht, rol):
    conninfo = met_regel.app if rol is None else conninfo_als(met_regel.app, rol)
    with psycopg.connect(conninfo) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(opdracht)


@pytest.mark.parametrize("opdracht", WAT_NIEMAND_MAG)
@pytest.mark.parametrize("rol", [None, "zicht_eigenaar"])
def test_neither_can_its_owner(met_regel, opdracht, rol):
    with psycopg.connect(met_regel.eigenaar) as eigenaar:
        # a superuser who turns triggers off for a session does not turn off these
        eigenaar.execute("SET session_replication_role = replica" if rol is None else f"SET ROLE {rol}")
        with pytest.raises(errors.InsufficientPrivilege, match="alleen toegevoegd"):
            eigenaar.execute(opdracht)
        eigenaar.rollback()


@pytest.mark.parametrize(
    ("groep", "mag"),
    [
        ("zicht_inzage", {"schrijven"}),
        ("zicht_inzagelezer", {"lezen"}),
        ("zicht_zegelaar", {"lezen"}),
        ("zicht_lezer", set()),
        ("zicht_projectie", set()),
        ("zicht_schrijver", set()),
    ],
)
def test_who_writes_cannot_read_and_who_reads_cannot_write(met_regel, groep, mag):
    proeven = {
        "lezen": "SELECT FROM inzage.regels",
        "schrijven": "SELECT FROM inzage.leg_vast('[]')",
    }
    gelukt = set()
    for naam, opdracht in proeven.items():
        with psycopg.connect(met_regel.eigenaar) as eigenaar:
            eigenaar.execute(f"SET ROLE {groep}")
            try:
                eigenaar.execute(opdracht)
                gelukt.add(naam)
            except errors.InsufficientPrivilege:
                pass
            eigenaar.rollback()

    assert gelukt == mag


def test_the_log_is_sealed_with_a_tree_of_its_own_and_a_later_change_shows(database, logboek, tmp_path):
    log = inzagelog("zicht.example/grootboek")
    sleutel = Ondertekenaar.uit_zaad("zicht.example/grootboek", b"z" * 32)
    for _ in range(5):
        logboek.leg_vast(regel())

    checkpoint = lees_checkpoint(Zegelaar(database.app, log, sleutel, tmp_path).eenmaal().tekst)

    def wortel():
        with psycopg.connect(database.eigenaar) as eigenaar:
            rijen = eigenaar.execute(log.rijen, (0, 2**62, 2**31)).fetchall()
        bereik = Bereik()
        bereik.voeg_toe(bladhash(log.blad(log.oorsprong.encode(), rij)) for rij in rijen)
        return bereik.wortel()

    assert (checkpoint.oorsprong, checkpoint.grootte) == ("zicht.example/grootboek/inzage", 5)
    assert checkpoint.wortel == wortel()
    assert (tmp_path / "inzage" / "checkpoint").is_file()
    with onderhoud(database.eigenaar) as eigenaar:
        eigenaar.execute("ALTER TABLE inzage.regels DISABLE TRIGGER ALL")
        eigenaar.execute("UPDATE inzage.regels SET medewerker = 'iemand-anders' WHERE positie = 3")
    assert checkpoint.wortel != wortel()
