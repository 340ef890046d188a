"""The checks that the other tests trust are themselves able to find something."""

from uuid import uuid4

import pytest
from tests.conftest import onderhoud
from tests.store.bouw import gebreken, toevoeging, vastgelegde_opdrachten


@pytest.mark.parametrize(
    ("schade", "gebrek"),
    [
        ("DELETE FROM ledger.gebeurtenissen WHERE positie = 2", "posities niet dicht"),
        ("DELETE FROM ledger.gebeurtenissen WHERE positie = 2", "volgnummers niet dicht"),
        (
            "UPDATE ledger.gebeurtenissen SET regio = 'utrecht' WHERE positie = 2",
            "volgnummers niet dicht",
        ),
        (
            "UPDATE ledger.gebeurtenissen SET positie = 14 - positie WHERE positie IN (6, 8)",
            "volgnummers niet in volgorde van positie",
        ),
        (
            "DELETE FROM ledger.opdrachten WHERE eerste_positie = 1",
            "opdrachten kloppen niet met gebeurtenissen",
        ),
        (
            "UPDATE ledger.gebeurtenissen SET ontvangen_op = '2020-03-02' WHERE positie = 9",
            "ontvangst niet in volgorde van positie",
        ),
    ],
)
def test_damage_is_found(recorder, database, schade, gebrek):
    casus = uuid4()
    recorder.voeg_toe(toevoeging(casus, 1, aantal=3))
    for eerste in range(4, 10):
        recorder.voeg_toe(toevoeging(casus, eerste))
    assert gebreken(database.eigenaar) == []

    with onderhoud(database.eigenaar) as eigenaar:
        # One row at a time has to pass over the other, which a unique index does not wait for.
        eigenaar.execute("ALTER TABLE ledger.gebeurtenissen DROP CONSTRAINT gebeurtenissen_positie_key")
        eigenaar.execute(schade)

    assert gebrek in gebreken(database.eigenaar)


def test_acts_are_counted_by_opdracht(recorder, database):
    een, twee = toevoeging(uuid4(), 1, aantal=3), toevoeging(uuid4(), 1)
    recorder.voeg_toe(een)
    recorder.voeg_toe(twee)

    assert vastgelegde_opdrachten(database.eigenaar) == {een.opdracht: 3, twee.opdracht: 1}
