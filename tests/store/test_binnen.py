"""A question within a scope, sent below the driver's cursors: values, errors, a connection that breaks."""

from datetime import UTC, datetime
from uuid import UUID

import psycopg
import pytest

from ledger.store import binnen
from ledger.store.bereik import Bereik
from ledger.store.binnen import lees_binnen
from ledger.store.connection import verbind

BRABANT = Bereik(regios=("midden-brabant",))
STAND = "SELECT current_setting('zicht.regios', true)"


@pytest.fixture
def lezer(database):
    with verbind(database.app) as verbinding:
        yield verbinding


@pytest.mark.parametrize(
    ("waarde", "soort"),
    [
        (1, "int"), (2**40, "bigint"), ("één % en 'twee'", "text"), (None, "text"), (True, "bool"),
        (UUID(int=7), "uuid"), (datetime(2020, 3, 2, 9, tzinfo=UTC), "timestamptz"), (["a", "b"], "text[]"),
        ([], "text[]"), (b"\x00\xff", "bytea"),
    ],
)  # fmt: skip
def test_a_value_comes_back_as_it_went(lezer, waarde, soort):
    for _ in range(3):
        assert lees_binnen(lezer, BRABANT, f"SELECT %s::{soort}", [waarde]) == [(waarde,)]
        assert lees_binnen(lezer, BRABANT, f"SELECT %(x)s::{soort}", {"x": waarde, "y": 1}) == [(waarde,)]


def test_a_name_may_be_asked_twice_and_a_percent_sign_is_one(lezer):
    vraag = "SELECT %(a)s::int, %(b)s::int, %(a)s::int, 'x' LIKE '%%x'"

    assert lees_binnen(lezer, BRABANT, vraag, {"b": 2, "a": 1}) == [(1, 2, 1, True)]


def test_one_question_with_values_of_other_types_is_asked_anew(lezer):
    for waarde in (1, 2**40, 1, 2**40):
        assert lees_binnen(lezer, BRABANT, "SELECT %s + 1", [waarde]) == [(waarde + 1,)]


def test_the_scope_is_there_for_the_question_and_gone_after_it(lezer):
    assert lees_binnen(lezer, BRABANT, STAND) == [("midden-brabant",)]
    assert lezer.execute(STAND).fetchone() in {("",), (None,)}


@pytest.mark.parametrize("fout", ["SELECT 1 / (%s - 1)", "SELECT nergens FROM niets WHERE %s = 1"])
def test_after_an_error_the_next_question_is_answered(lezer, fout):
    lees_binnen(lezer, BRABANT, "SELECT %s", [1])

    for _ in range(2):
        with pytest.raises(psycopg.Error):
            lees_binnen(lezer, BRABANT, fout, [1])
        assert lees_binnen(lezer, BRABANT, "SELECT %s", [1]) == [(1,)]
        assert lees_binnen(lezer, BRABANT, STAND) == [("midden-brabant",)]
    assert lezer.execute(STAND).fetchone() in {("",), (None,)}


def test_a_connection_that_breaks_is_closed_and_says_so(lezer, database):
    lees_binnen(lezer, BRABANT, STAND)
    with psycopg.connect(database.eigenaar, autocommit=True) as beheer:
        beheer.execute("SELECT pg_terminate_backend(%s)", [lezer.info.backend_pid])

    with pytest.raises(psycopg.OperationalError):
        lees_binnen(lezer, BRABANT, STAND)

    assert lezer.closed


def test_a_question_that_is_cut_off_halfway_leaves_no_connection_behind(lezer):
    lezer.geduld = 0.2

    with pytest.raises(psycopg.OperationalError):
        lees_binnen(lezer, BRABANT, "SELECT pg_sleep(5)")

    assert lezer.closed


def test_the_server_keeps_no_more_plans_than_so_many(lezer, monkeypatch):
    monkeypatch.setattr(binnen, "_HOOGSTENS", 3)

    for ronde in range(2):
        for nummer in range(6):
            vraag = f"SELECT {nummer} + %s"
            assert lees_binnen(lezer, BRABANT, vraag, [ronde]) == [(nummer + ronde,)]

    ((aantal,),) = lezer.execute("SELECT count(*) FROM pg_prepared_statements WHERE name <> ''").fetchall()
    assert aantal == 3
