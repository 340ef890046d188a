"""Append-only is a right and not a promise: what the application may and may not do, and everybody else."""

import re
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors
from tests.conftest import nieuwe_database, onderhoud
from tests.store.bouw import toevoeging

from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.roles import _GROEPEN, APP_ROL, maak_app_rol

WAT_MAG_EEN_ANDER_NIET = [
    "SELECT FROM ledger.gebeurtenissen",
    "SELECT FROM ledger.opdrachten",
    "SELECT FROM migratie.toegepast",
    "SELECT FROM ledger.voeg_toe(1,'{}','{}','{}','{}','{}','{}','{}','{}','{}','{}','{}')",
    "CREATE TABLE projecties.van_mij (x int)",
]

WAT_MAG_DE_APP_NIET = [
    "UPDATE ledger.gebeurtenissen SET regio = regio",
    "DELETE FROM ledger.gebeurtenissen",
    "TRUNCATE ledger.gebeurtenissen",
    "INSERT INTO ledger.gebeurtenissen SELECT * FROM ledger.gebeurtenissen",
    "MERGE INTO ledger.gebeurtenissen USING (SELECT 1) AS x ON false WHEN MATCHED THEN DELETE",
    "SELECT FROM ledger.gebeurtenissen FOR UPDATE",
    "LOCK TABLE ledger.gebeurtenissen IN EXCLUSIVE MODE",
    "ALTER TABLE ledger.gebeurtenissen DISABLE TRIGGER ALL",
    "DROP TABLE ledger.gebeurtenissen",
    "UPDATE ledger.opdrachten SET verzoek = verzoek",
    "DELETE FROM ledger.opdrachten",
    "INSERT INTO ledger.opdrachten SELECT * FROM ledger.opdrachten",
    "DELETE FROM migratie.toegepast",
    "CREATE TABLE ledger.van_mij (x int)",
    "CREATE FUNCTION ledger.voeg_toe() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "ALTER FUNCTION ledger.voeg_toe SECURITY INVOKER",
    "DROP SCHEMA ledger CASCADE",
    "SET ROLE zicht_eigenaar",
    "SET ROLE postgres",
    "CREATE ROLE nog_een",
    "SET session_replication_role = replica",
]


@pytest.fixture(scope="module")
def met_inhoud(server, sjabloon):
    """One act in it; nothing of what is tried here stays."""
    with nieuwe_database(server, sjabloon) as database:
        with open_pool(database.app) as pool:
            LedgerRecorder(pool).voeg_toe(toevoeging(uuid4(), 1))
        yield database


@pytest.mark.parametrize("opdracht", WAT_MAG_DE_APP_NIET)
def test_the_application_may_not(met_inhoud, opdracht):
    with psycopg.connect(met_inhoud.app) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(opdracht)


def test_the_application_may_not_copy_into_the_ledger_where_the_owner_may(met_inhoud):
    kopieer = "COPY ledger.gebeurtenissen FROM STDIN"

    with psycopg.connect(met_inhoud.app) as app, pytest.raises(errors.InsufficientPrivilege):
        app.execute(kopieer)
    with psycopg.connect(met_inhoud.eigenaar) as eigenaar, eigenaar.cursor().copy(kopieer):
        pass


@pytest.mark.parametrize("opdracht", WAT_MAG_DE_APP_NIET)
def test_each_of_these_would_have_worked_for_another(met_inhoud, opdracht):
    """Refused for want of a right, and not because the statement was wrong."""
    with onderhoud(met_inhoud.eigenaar) as eigenaar:
        try:
            eigenaar.execute(opdracht)
        except errors.UniqueViolation:
            pass
        finally:
            eigenaar.rollback()


@pytest.mark.parametrize("opdracht", WAT_MAG_EEN_ANDER_NIET)
def test_who_is_in_no_group_may_nothing(met_inhoud, opdracht):
    with psycopg.connect(met_inhoud.eigenaar) as eigenaar:
        eigenaar.execute("CREATE ROLE niemand_in_het_bijzonder")
        eigenaar.execute("SET ROLE niemand_in_het_bijzonder")
        with pytest.raises(errors.InsufficientPrivilege):
            eigenaar.execute(opdracht)
        eigenaar.rollback()


@pytest.mark.parametrize(
    ("groep", "mag"),
    [
        ("zicht_schrijver", {"schrijven"}),
        ("zicht_grootboek", {"lezen", "volgen"}),
        ("zicht_lezer", {"volgen"}),
        ("zicht_projectie", {"volgen", "projecteren"}),
    ],
)
def test_each_group_may_one_thing(met_inhoud, groep, mag):
    proeven = {
        "lezen": "SELECT FROM ledger.gebeurtenissen JOIN ledger.opdrachten USING (opdracht)",
        "schrijven": WAT_MAG_EEN_ANDER_NIET[3],
        "volgen": "SELECT casus, open FROM ledger.gebeurtenissen",
        "projecteren": "UPDATE projecties.generaties SET positie = 1",
    }
    gelukt = set()
    for naam, opdracht in proeven.items():
        with psycopg.connect(met_inhoud.eigenaar) as eigenaar:
            eigenaar.execute(f"SET ROLE {groep}")
            try:
                eigenaar.execute(opdracht)
                gelukt.add(naam)
            except errors.InsufficientPrivilege:
                pass
            eigenaar.rollback()

    assert gelukt == mag


def test_a_read_model_of_the_owner_is_filled_by_the_projector_and_read_by_the_reader(database):
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute("SET ROLE zicht_eigenaar")
        eigenaar.execute("CREATE TABLE projecties.een_proef (id bigint GENERATED ALWAYS AS IDENTITY, x int)")
        eigenaar.execute("SET ROLE zicht_projectie")
        eigenaar.execute("INSERT INTO projecties.een_proef (x) VALUES (1), (2)")
        eigenaar.execute("UPDATE projecties.een_proef SET x = 3 WHERE x = 1")
        eigenaar.execute("DELETE FROM projecties.een_proef WHERE x = 2")
        eigenaar.execute("RESET ROLE")
        eigenaar.execute("SET ROLE zicht_lezer")
        with pytest.raises(errors.InsufficientPrivilege), eigenaar.transaction():
            eigenaar.execute("SELECT x FROM projecties.een_proef")  # closed, until a scope is put around it
        eigenaar.execute("SET ROLE zicht_eigenaar")
        eigenaar.execute("GRANT SELECT ON projecties.een_proef TO zicht_lezer")
        eigenaar.execute("SET ROLE zicht_lezer")
        assert eigenaar.execute("SELECT x FROM projecties.een_proef").fetchall() == [(3,)]
        with pytest.raises(errors.InsufficientPrivilege):
            eigenaar.execute("DELETE FROM projecties.een_proef")
        eigenaar.rollback()


def test_everything_belongs_to_the_owner_who_cannot_log_in(database):
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaars = eigenaar.execute(
            """
            SELECT DISTINCT pg_get_userbyid(eigenaar) FROM (
                SELECT nspowner AS eigenaar, nspname FROM pg_namespace
                UNION SELECT relowner, nspname FROM pg_class JOIN pg_namespace n ON n.oid = relnamespace
                UNION SELECT proowner, nspname FROM pg_proc JOIN pg_namespace n ON n.oid = pronamespace
            ) AS alles
             WHERE nspname IN ('ledger', 'projecties', 'inzage', 'migratie', 'sessies', 'sleutels')"""
        ).fetchall()
        rollen = eigenaar.execute(
            """SELECT rolname, rolcanlogin, rolsuper OR rolbypassrls OR rolcreaterole OR rolcreatedb
                 FROM pg_roles WHERE rolname LIKE 'zicht%' ORDER BY 1"""
        ).fetchall()

    assert eigenaars == [("zicht_eigenaar",)]
    assert [rol for rol, logt_in, _ in rollen if logt_in] == ["zicht_app"]
    assert not any(mag_meer for _, _, mag_meer in rollen)
    assert {rol for rol, _, _ in rollen} == {*_GROEPEN, "zicht_app", "zicht_eigenaar"}


def test_a_function_with_the_rights_of_its_owner_has_a_search_path_that_nobody_can_bend(database):
    with psycopg.connect(database.eigenaar) as eigenaar:
        functies = eigenaar.execute(
            """SELECT oid::regproc::text, proconfig, pg_catalog.array_to_string(proacl, ' ') FROM pg_proc
                WHERE prosecdef AND pronamespace = 'ledger'::regnamespace"""
        ).fetchall()

    assert {naam for naam, _, _ in functies} == {"ledger.voeg_toe", "ledger.hoogste_positie"}
    assert all(instellingen == ["search_path=pg_catalog, pg_temp"] for _, instellingen, _ in functies)
    assert not any(re.search(r"(^| )=", rechten) for _, _, rechten in functies), "not for everybody"


def test_making_the_role_of_the_application_again_changes_nothing(database):
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        maak_app_rol(eigenaar)
        groepen = eigenaar.execute(
            """SELECT roleid::regrole::text FROM pg_auth_members
                WHERE member = %s::regrole ORDER BY 1""",
            [APP_ROL],
        ).fetchall()

    assert [groep for (groep,) in groepen] == sorted(_GROEPEN)
