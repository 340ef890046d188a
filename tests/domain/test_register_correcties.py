"""A mistake in the register of a region is mended by a new act; given these, when this one is reported."""

import pytest
from tests.registerverhaal import (
    NU,
    advies,
    gecorrigeerd,
    geinformeerd,
    gemeld,
    register,
)
from tests.verhaal import DOOR, VT

from ledger.errors import Geweigerd
from ledger.register import Register, decide, evolve

ADVIES = {
    "advies": "adv-1", "datum": "2020-06-01", "vrager": "professional", "gemeente": "GM0766", "vormen": [],
}  # fmt: skip


def fouten(act, *eerder):
    reeks = register(*eerder)
    try:
        decide(evolve(Register(VT.id), *reeks), gemeld(act), DOOR, NU, betreft=reeks)
    except Geweigerd as geweigerd:
        return [(fout.veld, fout.code) for fout in geweigerd.fouten]
    return []


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(gecorrigeerd(), id="withdrawn"),
        pytest.param(gecorrigeerd(op="2020-05-30 10:00"), id="another moment"),
        pytest.param(gecorrigeerd(**ADVIES), id="another gemeente"),
        pytest.param(gecorrigeerd(3), id="a correction withdrawn"),
    ],
)
def test_a_mistake_is_mended_by_a_new_act(act):
    assert fouten(act, advies(), advies("adv-2"), gecorrigeerd(2)) == []


@pytest.mark.parametrize(
    ("act", "verwacht"),
    [
        pytest.param(gecorrigeerd(9), ("gegevens.betreft", "onbekende-gebeurtenis"), id="nothing there"),
        pytest.param(
            gecorrigeerd(4), ("gegevens.betreft", "onbekende-gebeurtenis"), id="itself is not an earlier one"
        ),
        pytest.param(
            gecorrigeerd().model_copy(update={"wijze": "vervangen"}),
            ("gegevens.vervanging", "vervanging-past-niet"),
            id="replaced by nothing",
        ),
        pytest.param(
            gecorrigeerd(3, op="2020-05-30 10:00"),
            ("gegevens.vervanging", "vervanging-past-niet"),
            id="a correction replaced",
        ),
        pytest.param(
            gecorrigeerd(op="2031-05-30 10:00"),
            ("gegevens.vervanging.gebeurdOp", "gebeurd-op-in-toekomst"),
            id="in the future",
        ),
        pytest.param(
            gecorrigeerd(**ADVIES | {"advies": "adv-9"}),
            ("gegevens.vervanging.gegevens.advies", "id-anders"),
            id="another id",
        ),
        pytest.param(
            gecorrigeerd(**ADVIES | {"gemeente": "Tilburg"}),
            ("gegevens.vervanging.gegevens.gemeente", "ongeldige-gemeente"),
            id="no gemeente",
        ),
        pytest.param(
            gecorrigeerd(**ADVIES | {"naam": "A. Voorbeeld"}),
            ("gegevens.vervanging.gegevens.naam", "geen-persoonsgegevens-in-advies"),
            id="a person",
        ),
    ],
)
def test_what_cannot_be_a_correction_is_refused(act, verwacht):
    assert fouten(act, advies(), geinformeerd(), gecorrigeerd(2)) == [verwacht]


def test_an_id_stays_taken_after_its_act_is_withdrawn():
    assert fouten(advies(), advies(), gecorrigeerd()) == [("gegevens.advies", "id-bestaat-al")]
