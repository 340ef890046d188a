"""What no act may be, whoever writes it and by whatever way; each refusal by the name of what it breaks."""

from uuid import uuid4

import psycopg
import pytest
from psycopg import errors, sql
from psycopg.types.json import Jsonb
from tests.conftest import nieuwe_database, onderhoud
from tests.store.bouw import toevoeging

from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder

KAN_NIET = [
    ("positie", 0, "gebeurtenissen_positie_vanaf_1"),
    ("positie", -5, "gebeurtenissen_positie_vanaf_1"),
    ("gebeurd_op", None, "gebeurtenissen_beide_tijden_of_geen"),
    ("vastgelegd_op", None, "gebeurtenissen_beide_tijden_of_geen"),
    ("volgnummer", 0, "gebeurtenissen_volgnummer_vanaf_1"),
    ("volgnummer", -1, "gebeurtenissen_volgnummer_vanaf_1"),
    ("regio", "", "gebeurtenissen_regio_gevuld"),
    ("soort", "", "gebeurtenissen_soort_gevuld"),
    ("vertrouwelijk", r"\x7b7d", "gebeurtenissen_vertrouwelijk_verzegeld"),
    ("vertrouwelijk", r"\x", "gebeurtenissen_vertrouwelijk_verzegeld"),
]

# Past the function: copies of the first act that differ from it in a few fields.
ERBIJ = """INSERT INTO ledger.gebeurtenissen
           SELECT (jsonb_populate_record(g, anders)).*
             FROM ledger.gebeurtenissen g, jsonb_array_elements(%s) AS anders WHERE g.positie = 1"""


@pytest.fixture(scope="module")
def met_inhoud(server, sjabloon):
    """Two acts in it; nothing of what is tried here stays."""
    with nieuwe_database(server, sjabloon) as database:
        with open_pool(database.app) as pool:
            LedgerRecorder(pool).voeg_toe(toevoeging(uuid4(), 1, aantal=2))
        yield database


@pytest.mark.parametrize(("veld", "waarde", "beperking"), KAN_NIET)
@pytest.mark.parametrize("wie", ["zicht_eigenaar", "postgres"])
def test_what_cannot_be_an_act_is_not_added(met_inhoud, wie, veld, waarde, beperking):
    with psycopg.connect(met_inhoud.eigenaar) as verbinding:
        verbinding.execute("SET session_replication_role = replica")  # an ordinary trigger would not fire
        verbinding.execute(f"SET ROLE {wie}")
        with pytest.raises(errors.CheckViolation) as geweigerd:
            verbinding.execute(ERBIJ, [Jsonb([{"positie": 3, "volgnummer": 3, veld: waarde}])])

    assert geweigerd.value.diag.constraint_name == beperking


@pytest.mark.parametrize(("veld", "waarde", "beperking"), KAN_NIET)
def test_nor_does_an_act_become_that_when_somebody_opened_it_to_change(met_inhoud, veld, waarde, beperking):
    verander = sql.SQL("UPDATE ledger.gebeurtenissen SET {} = {} WHERE positie = 1")
    with pytest.raises(errors.CheckViolation) as geweigerd, onderhoud(met_inhoud.eigenaar) as eigenaar:
        eigenaar.execute(verander.format(sql.Identifier(veld), sql.Literal(waarde)))

    assert geweigerd.value.diag.constraint_name == beperking


def test_one_that_cannot_be_is_found_among_many(met_inhoud):
    velen = [{"positie": nummer, "volgnummer": nummer} for nummer in range(3, 1000)]
    velen[500]["regio"] = ""
    with (
        psycopg.connect(met_inhoud.eigenaar) as verbinding,
        pytest.raises(errors.CheckViolation, match="regio_gevuld"),
    ):
        verbinding.execute(ERBIJ, [Jsonb(velen)])


def test_what_can_be_an_act_is_added_past_the_function_too(met_inhoud):
    zonder_tijd = {"positie": 4, "volgnummer": 0, "gebeurd_op": None, "vastgelegd_op": None}
    with psycopg.connect(met_inhoud.eigenaar) as verbinding:
        verbinding.execute(ERBIJ, [Jsonb([{"positie": 3, "volgnummer": 3}, zonder_tijd])])
        verbinding.rollback()
