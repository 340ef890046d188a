"""What nobody can do by accident, the owner of the tables neither: change, empty, drop or bend the ledger."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors
from tests.conftest import nieuwe_database, onderhoud
from tests.store.bouw import toevoeging

from ledger.store.connection import open_pool
from ledger.store.migrations import migratiemap
from ledger.store.recorder import LedgerRecorder

RIJEN = [
    "UPDATE ledger.gebeurtenissen SET regio = regio",
    "UPDATE ledger.gebeurtenissen SET regio = regio WHERE false",
    "DELETE FROM ledger.gebeurtenissen",
    "TRUNCATE ledger.gebeurtenissen",
    "TRUNCATE ledger.opdrachten CASCADE",
    "UPDATE ledger.opdrachten SET verzoek = verzoek",
    "DELETE FROM migratie.toegepast",
    "UPDATE migratie.onderhoud SET reden = 'iets anders dan er stond'",
    "MERGE INTO ledger.gebeurtenissen USING (SELECT 1) AS x ON true WHEN MATCHED THEN DELETE",
]
VORMEN = [
    "DROP TABLE ledger.gebeurtenissen",
    "DROP TABLE ledger.opdrachten CASCADE",
    "DROP SCHEMA ledger CASCADE",
    "DROP SCHEMA migratie CASCADE",  # the book itself: never
    "DROP TRIGGER alleen_toevoegen ON ledger.gebeurtenissen",
    "DROP TRIGGER keur ON ledger.gebeurtenissen",
    "ALTER TABLE ledger.gebeurtenissen DISABLE TRIGGER keur",
    "CREATE OR REPLACE FUNCTION ledger.keur() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "DROP FUNCTION ledger.voeg_toe",
    "DROP FUNCTION ledger.weiger_wijziging CASCADE",
    "DROP INDEX ledger.gebeurtenissen_bij_vastlegging",
    "ALTER TABLE ledger.gebeurtenissen DISABLE TRIGGER ALL",
    "ALTER TABLE ledger.gebeurtenissen DISABLE TRIGGER alleen_toevoegen",
    "ALTER TABLE ledger.gebeurtenissen ENABLE REPLICA TRIGGER alleen_toevoegen",
    "ALTER TRIGGER alleen_toevoegen ON ledger.gebeurtenissen RENAME TO x",
    "ALTER TABLE ledger.gebeurtenissen RENAME TO x",
    "ALTER TABLE ledger.gebeurtenissen ADD x int",
    "ALTER TABLE ledger.gebeurtenissen DROP COLUMN open",
    "ALTER TABLE ledger.gebeurtenissen DROP CONSTRAINT gebeurtenissen_positie_key",
    "ALTER FUNCTION ledger.voeg_toe SECURITY INVOKER",
    "CREATE OR REPLACE FUNCTION ledger.weiger_wijziging() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
    "CREATE RULE weg AS ON INSERT TO ledger.gebeurtenissen DO INSTEAD NOTHING",
    "CREATE POLICY weg ON ledger.gebeurtenissen USING (false)",
    "CREATE TABLE projecties.kind () INHERITS (ledger.gebeurtenissen)",
    "CREATE TABLE ledger.van_mij (x int)",
    "ALTER TABLE inzage.regels ADD x int",
    "DROP TABLE inzage.regels",
]
WIE = ["zicht_eigenaar", "postgres"]


@pytest.fixture(scope="module")
def met_inhoud(server, sjabloon):
    """Acts in it; nothing of what is tried here stays."""
    with nieuwe_database(server, sjabloon) as database:
        with open_pool(database.app) as pool:
            LedgerRecorder(pool).voeg_toe(toevoeging(uuid4(), 1, aantal=2))
        yield database


@pytest.mark.parametrize("wie", WIE)
@pytest.mark.parametrize("opdracht", RIJEN + VORMEN)
def test_neither_the_owner_nor_a_superuser_does_it_unawares(met_inhoud, wie, opdracht):
    with psycopg.connect(met_inhoud.eigenaar) as verbinding:
        verbinding.execute("SET session_replication_role = replica")  # an ordinary trigger would not fire
        verbinding.execute(f"SET ROLE {wie}")
        with pytest.raises(errors.InsufficientPrivilege, match=r"alleen toegevoegd|bewaakt"):
            verbinding.execute(opdracht)


@pytest.mark.parametrize("opdracht", [een for een in RIJEN + VORMEN if "migratie CASCADE" not in een])
def test_a_migration_that_says_why_gets_through_and_leaves_a_trace(met_inhoud, opdracht):
    with onderhoud(met_inhoud.eigenaar) as eigenaar:
        eigenaar.execute("SET ROLE zicht_eigenaar")
        eigenaar.execute("SELECT migratie.open_onderhoud('een kolom erbij voor de test')")
        geopend = eigenaar.execute(
            "SELECT login, reden FROM migratie.onderhoud ORDER BY nummer DESC"
        ).fetchone()
        eigenaar.execute(opdracht)
        eigenaar.rollback()

    assert geopend == ("postgres", "een kolom erbij voor de test")


def test_maintenance_is_over_with_its_transaction_and_loud(database):
    gehoord = []
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.add_notice_handler(
            lambda melding: gehoord.append((melding.severity, melding.message_primary))
        )
        eigenaar.execute("SELECT migratie.open_onderhoud('een proef van een test')")
        eigenaar.execute("UPDATE ledger.gebeurtenissen SET regio = regio")
        eigenaar.commit()
        with pytest.raises(errors.InsufficientPrivilege):
            eigenaar.execute("UPDATE ledger.gebeurtenissen SET regio = regio")

    assert gehoord == [
        ("WARNING", "onderhoud aan het grootboek geopend door postgres: een proef van een test")
    ]


def test_the_application_cannot_open_maintenance(database):
    for rol in ("zicht_schrijver", "zicht_lezer", "zicht_projectie"):
        with psycopg.connect(database.eigenaar) as verbinding:
            verbinding.execute(f"SET ROLE {rol}")
            with pytest.raises(errors.InsufficientPrivilege):
                verbinding.execute("SELECT migratie.open_onderhoud('omdat het zo makkelijk is')")
            verbinding.rollback()
            verbinding.execute(f"SET ROLE {rol}")
            with pytest.raises(errors.InsufficientPrivilege):
                verbinding.execute(
                    "INSERT INTO migratie.onderhoud (reden) VALUES ('omdat het zo makkelijk is')"
                )


def test_what_is_not_the_ledgers_may_be_changed_as_ever(database):
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute("CREATE TABLE projecties.iets (x int)")
        eigenaar.execute("ALTER TABLE projecties.iets ADD y int")
        eigenaar.execute("CREATE INDEX ON projecties.iets (y)")
        eigenaar.execute("DROP TABLE projecties.iets")


def test_a_later_table_is_made_append_only_in_one_line(database):
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        with eigenaar.transaction():
            eigenaar.execute("SET LOCAL ROLE zicht_eigenaar")
            eigenaar.execute("CREATE TABLE projecties.boekje (x int)")
            eigenaar.execute("SELECT migratie.maak_alleen_toevoegbaar('projecties.boekje')")
        eigenaar.execute("INSERT INTO projecties.boekje VALUES (1)")
        for opdracht in ("UPDATE projecties.boekje SET x = 2", "DROP TABLE projecties.boekje"):
            with pytest.raises(errors.InsufficientPrivilege):
                eigenaar.execute(opdracht)


def test_without_a_superuser_the_tables_hold_and_the_shape_does_not(database):
    """What happens where the migrating login is none: the triggers stay, DROP and ALTER are not stopped."""
    bestand = (migratiemap() / "0041_wachters.sql").read_text()
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute("DROP SCHEMA wacht CASCADE")  # as it is where no superuser migrated
        gehoord = []
        eigenaar.add_notice_handler(lambda melding: gehoord.append(melding.message_primary))
        with eigenaar.transaction():
            eigenaar.execute("SET LOCAL ROLE zicht_eigenaar")
            eigenaar.execute(bestand)
        assert "geen superuser" in gehoord[0]
        with eigenaar.transaction(force_rollback=True):
            eigenaar.execute("SET LOCAL ROLE zicht_eigenaar")
            with pytest.raises(errors.InsufficientPrivilege), eigenaar.transaction():
                eigenaar.execute("DELETE FROM ledger.gebeurtenissen")
            eigenaar.execute("DROP TABLE ledger.gebeurtenissen")

        eigenaar.execute(bestand)  # a superuser, later
        with pytest.raises(errors.InsufficientPrivilege, match="bewaakt"):
            eigenaar.execute("DROP TABLE ledger.gebeurtenissen")
        eigenaar.execute(bestand)  # and once more changes nothing
