"""The golden snapshot of rights: what a fresh database gives, on every version, and what it notices."""

import psycopg
import pytest

from ledger.store.rechten import momentopname, vergelijk, verwacht

# An attack or an accident each, done by a superuser, and a word of the line that tells of it.
INGREPEN = [
    ("GRANT UPDATE ON ledger.gebeurtenissen TO zicht_lezer", "UPDATE"),
    ("GRANT SELECT (vertrouwelijk) ON ledger.gebeurtenissen TO zicht_projectie", "kolom vertrouwelijk"),
    ("GRANT USAGE ON SCHEMA ledger TO PUBLIC", "iedereen"),
    ("REVOKE SELECT ON ledger.opdrachten FROM zicht_grootboek", "ledger.opdrachten: zicht_grootboek"),
    ("GRANT EXECUTE ON FUNCTION ledger.voeg_toe TO zicht_lezer", "voeg_toe"),
    ("ALTER TABLE ledger.gebeurtenissen ENABLE TRIGGER alleen_toevoegen", "alleen_toevoegen O"),
    ("ALTER TABLE ledger.gebeurtenissen DISABLE TRIGGER alleen_toevoegen", "alleen_toevoegen D"),
    ("DROP TRIGGER alleen_toevoegen ON ledger.opdrachten", "alleen_toevoegen"),
    ("ALTER FUNCTION ledger.voeg_toe SECURITY INVOKER", "eigen rechten"),
    ("ALTER FUNCTION ledger.voeg_toe RESET search_path", "zonder instellingen"),
    ("ALTER FUNCTION ledger.voeg_toe SET SCHEMA public", "ledger.voeg_toe"),
    (
        """CREATE OR REPLACE FUNCTION ledger.weiger_wijziging() RETURNS trigger LANGUAGE plpgsql
           SET search_path = pg_catalog, pg_temp AS 'BEGIN RETURN NULL; END'""",
        "weiger_wijziging",
    ),
    ("ALTER TABLE ledger.gebeurtenissen OWNER TO postgres", "eigenaar postgres"),
    ("CREATE RULE weg AS ON INSERT TO ledger.gebeurtenissen DO INSTEAD NOTHING", "regel weg"),
    ("CREATE POLICY weg ON ledger.gebeurtenissen USING (false)", "beleid weg"),
    ("CREATE TABLE projecties.erbij (x int)", "projecties.erbij"),
    ("ALTER EVENT TRIGGER zicht_bewaakt_ddl DISABLE", "zicht_bewaakt_ddl"),
    ("DROP EVENT TRIGGER zicht_bewaakt_drop", "zicht_bewaakt_drop"),
    ("GRANT zicht_eigenaar TO zicht_app", "lid van zicht_eigenaar"),
    ("ALTER ROLE zicht_app SUPERUSER", "SUPERUSER"),
    ("ALTER ROLE zicht_app BYPASSRLS", "BYPASSRLS"),
    ("ALTER ROLE zicht_lezer LOGIN", "zicht_lezer"),
    ("ALTER ROLE zicht_app SET session_replication_role = replica", "session_replication_role"),
    ("ALTER TABLE ledger.gebeurtenissen DISABLE ROW LEVEL SECURITY", "rijen open"),
    ("DROP POLICY van_regio ON ledger.gebeurtenissen", "beleid van_regio"),
    ("ALTER POLICY van_regio ON ledger.gebeurtenissen USING (true)", "beleid van_regio"),
    ("GRANT SELECT ON projecties.stukken_1 TO zicht_lezer", "projecties.stukken_1: zicht_lezer"),
    ("ALTER ROLE zicht_app INHERIT", "de applicatie"),
    ("ALTER VIEW projecties.stukken SET (security_invoker = false)", "security_invoker"),
]


def opname(verbinding):
    return momentopname(verbinding, "zicht_app")


def test_a_migrated_database_is_what_the_file_says(database):
    with psycopg.connect(database.app) as app:
        gevonden = momentopname(app)

    assert vergelijk(gevonden).regels() == [], "na een migratie met andere rechten: python3 dev rechten"
    assert len(gevonden) == len(verwacht()) > 100


@pytest.mark.parametrize(("ingreep", "woord"), INGREPEN)
def test_every_change_is_noticed(database, ingreep, woord):
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute("SELECT migratie.open_onderhoud('een ingreep van de test')")
        eigenaar.execute(ingreep)
        afwijking = vergelijk(opname(eigenaar))
        eigenaar.rollback()

    assert afwijking
    assert any(woord in regel for regel in afwijking.regels()), afwijking.regels()


def test_a_database_without_guards_is_told_apart_from_one_with_other_rights(database):
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute("DROP SCHEMA wacht CASCADE")
        afwijking = vergelijk(opname(eigenaar))
        eigenaar.rollback()

    assert not afwijking
    assert len(afwijking.onbewaakt) == 2
    assert all(regel.startswith("- bewaking") for regel in afwijking.regels())
