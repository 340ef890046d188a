"""Connections say who they are, keep to UTC, and do not wait for ever."""

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from ledger.store.connection import met_instellingen, open_pool, verbind
from ledger.store.errors import DatabaseOnbereikbaar, OpslagGeweigerd, driverfouten
from ledger.store.recorder import LedgerRecorder
from projections.leesmodel.vragen import Leesmodel


def toon(verbinding: psycopg.Connection, naam: str) -> str:
    return verbinding.execute(f"SHOW {naam}").fetchone()[0]


def test_a_connection_keeps_to_utc_and_says_what_it_is_for(database):
    with verbind(database.app, naam="zicht proeft") as verbinding:
        assert toon(verbinding, "timezone") == "UTC"
        assert toon(verbinding, "application_name") == "zicht proeft"
        assert toon(verbinding, "statement_timeout") == "10s"
        assert verbinding.autocommit


def test_a_pool_gives_connections_like_that(database):
    pool = open_pool(database.app, naam="zicht leest", statement_timeout_ms=1_234)
    with pool, pool.connection() as verbinding:
        assert toon(verbinding, "timezone") == "UTC"
        assert toon(verbinding, "application_name") == "zicht leest"
        assert toon(verbinding, "statement_timeout") == "1234ms"


def test_what_somebody_chose_for_a_server_of_his_own_is_kept():
    eigen = make_conninfo(
        host="db.example",
        connect_timeout=2,
        sslmode="verify-full",
        options="-c search_path=x -c timezone=CET",
    )

    samen = conninfo_to_dict(met_instellingen(eigen, naam="zicht"))

    assert samen["sslmode"] == "verify-full"
    assert samen["connect_timeout"] == "2"
    assert samen["options"] == "-c TimeZone=UTC -c statement_timeout=10000 -c search_path=x -c timezone=CET"


def test_a_statement_that_takes_too_long_is_refused(database):
    verbinding = verbind(database.app, statement_timeout_ms=50)
    with verbinding, pytest.raises(OpslagGeweigerd) as fout, driverfouten():
        verbinding.execute("SELECT pg_sleep(5)")

    assert fout.value.sqlstate == "57014"
    assert not fout.value.ligt_aan_inhoud


def test_an_error_of_the_driver_does_not_quote_the_row(database):
    """What PostgreSQL says about a value that it cannot take, it says with the value."""
    with verbind(database.app) as verbinding, pytest.raises(OpslagGeweigerd) as fout, driverfouten():
        verbinding.execute("SELECT %s::int", ["J. Jansen"])

    assert str(fout.value) == "De database weigerde (SQLSTATE 22P02)."
    assert fout.value.__cause__ is None
    assert fout.value.__suppress_context__


def test_a_connection_that_is_gone_is_named_so(database):
    with verbind(database.app) as verbinding:
        with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
            eigenaar.execute("SELECT pg_terminate_backend(%s)", [verbinding.info.backend_pid])
        with pytest.raises(DatabaseOnbereikbaar), driverfouten():
            verbinding.execute("SELECT 1")


def test_a_pool_that_is_used_up_says_so_in_time(database):
    pool = open_pool(database.app, maximaal=1, wachttijd_s=0.1)
    with pool, pool.connection(), pytest.raises(DatabaseOnbereikbaar), driverfouten(), pool.connection():
        pass


def test_who_reads_without_a_server_waits_for_a_connection_once(database):
    weg = make_conninfo(database.app, host="127.0.0.1", port=9)  # nobody listens there
    for maak in (lambda pool: Leesmodel(pool).stand, lambda pool: LedgerRecorder(pool).hoogste_positie):
        with open_pool(weg, wachttijd_s=0.1) as pool:
            with pytest.raises(DatabaseOnbereikbaar):
                maak(pool)()
            assert pool.get_stats()["requests_num"] == 1
