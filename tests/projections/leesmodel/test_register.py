"""The register of a region is no casus: the read model passes by it, and is not behind because of it."""

from uuid import uuid4

import pytest
from tests.registerverhaal import advies, register

from ledger.store.records import Toevoeging
from ledger.store.registercodec import codeer_register
from projections.leesmodel.herbouw import herbouw


@pytest.fixture
def met_register(opstelling, verhalen):
    """Two adviezen, a casus, and one more advies."""
    opgeslagen = [codeer_register(handeling) for handeling in register(*map(advies, "abc"))]
    opstelling.recorder.voeg_toe(Toevoeging(uuid4(), b"v", opgeslagen[:2]))
    opstelling.leg(verhalen(1)[0])
    opstelling.recorder.voeg_toe(Toevoeging(uuid4(), b"v", opgeslagen[2:]))
    return opstelling


@pytest.mark.parametrize("groep", [1, 2, 500])
def test_a_follower_passes_by_the_register(met_register, groep):
    met_register.volg(groep)

    assert len(met_register.standen()) == 1
    assert met_register.leesmodel.stand().positie == met_register.recorder.hoogste_positie()
    assert met_register.leesmodel.stand().geparkeerd == 0


def test_a_rebuild_gives_the_same(met_register, database):
    met_register.volg()
    eerst = met_register.rijen()

    gedaan = herbouw(database.app)

    assert (gedaan.casussen, gedaan.geparkeerd) == (1, 0)
    assert met_register.rijen() == eerst
