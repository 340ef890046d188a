"""The register of a region in the real ledger: recorded once, read back whole, and no casus to a follower."""

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from uuid import UUID

import pytest
from tests.registerverhaal import NU, advies, geinformeerd, gemeld, gereageerd, register
from tests.verhaal import DOOR, VT

from ledger.acts import ACTEN, CASUS_ACTEN, REGISTER_ACTEN
from ledger.errors import Geweigerd, OnleesbareGebeurtenis, SleutelConflict
from ledger.store.registercodec import (
    codeer_register,
    decodeer_regel,
    decodeer_register,
    is_registersoort,
    register_id,
)
from ledger.vastleggen_register import RegisterVastlegger


class Stilstaand:
    def nu(self):
        return NU


@pytest.fixture
def vastlegger(recorder):
    return RegisterVastlegger(recorder, Stilstaand())


def test_the_stream_of_a_register_is_for_ever():
    assert register_id("midden-brabant") == UUID("e0531c07-3aa4-5f6c-b2bb-9b3b35cc218f")
    assert register_id("midden-brabant") != register_id("west-brabant")


def test_every_act_is_of_a_casus_or_of_a_register():
    van_register = {soort for soort in ACTEN if is_registersoort(f"{soort}/1")}

    assert van_register == REGISTER_ACTEN.keys() - CASUS_ACTEN.keys()
    assert not van_register & set(CASUS_ACTEN)


def test_what_is_stored_is_read_back():
    for handeling in register(advies(), geinformeerd(), gereageerd()):
        opgeslagen = codeer_register(handeling)
        assert opgeslagen.vertrouwelijk is None
        assert decodeer_register(opgeslagen) == handeling
        assert decodeer_regel(opgeslagen) == handeling


def test_an_act_of_a_casus_is_not_read_as_one_of_a_register():
    (handeling,) = register(advies())

    with pytest.raises(OnleesbareGebeurtenis, match="onbekende naam"):
        decodeer_register(replace(codeer_register(handeling), topic="OntvangstBevestigd/1"))


def test_acts_follow_one_another_in_the_register_of_their_region(vastlegger, recorder):
    vastlegger.leg_vast(VT.id, gemeld(advies("a")), DOOR)
    vastlegger.leg_vast("west-brabant", gemeld(advies("a")), DOOR)
    laatste = vastlegger.leg_vast(VT.id, gemeld(advies("b")), DOOR)

    assert (laatste.handeling.volgnummer, laatste.positie, laatste.herhaald) == (2, 3, False)
    (eerste, tweede) = map(decodeer_register, recorder.lees_casus(register_id(VT.id)))
    assert (eerste.gegevens.advies, tweede) == ("a", laatste.handeling)
    with pytest.raises(Geweigerd, match=re.escape("gegevens.advies")):
        vastlegger.leg_vast(VT.id, gemeld(advies("a")), DOOR)
    assert recorder.hoogste_positie() == 3


def test_the_same_key_records_once_and_another_request_under_it_is_refused(vastlegger, recorder):
    eerste = vastlegger.leg_vast(VT.id, gemeld(advies("a")), DOOR, sleutel="k")

    assert vastlegger.leg_vast(VT.id, gemeld(advies("a")), DOOR, sleutel="k") == replace(
        eerste, herhaald=True
    )
    with pytest.raises(SleutelConflict):
        vastlegger.leg_vast(VT.id, gemeld(advies("b")), DOOR, sleutel="k")
    assert recorder.hoogste_positie() == 1


def test_a_recorder_that_was_overtaken_decides_again(recorder):
    een, ander = (RegisterVastlegger(recorder, Stilstaand()) for _ in range(2))
    een.leg_vast(VT.id, gemeld(advies("a")), DOOR)
    ander.leg_vast(VT.id, gemeld(advies("b")), DOOR)

    with pytest.raises(Geweigerd, match=re.escape("gegevens.advies")):
        een.leg_vast(VT.id, gemeld(advies("b")), DOOR)
    assert een.leg_vast(VT.id, gemeld(advies("c")), DOOR).handeling.volgnummer == 3


def test_many_at_once_get_every_number_once(recorder):
    vastleggers = [RegisterVastlegger(recorder, Stilstaand()) for _ in range(3)]

    def leg(nummer):
        vastlegger = vastleggers[nummer % 3]
        uitkomst = vastlegger.leg_vast(VT.id, gemeld(advies(f"a{nummer}")), DOOR)
        return uitkomst.handeling.volgnummer

    with ThreadPoolExecutor(3) as pool:
        nummers = list(pool.map(leg, range(30)))

    assert sorted(nummers) == list(range(1, 31))


def test_only_the_acts_that_are_asked_for_are_read_and_only_up_to_a_position(vastlegger, recorder):
    for act in (advies("a"), geinformeerd(), advies("b"), advies("c")):
        vastlegger.leg_vast(VT.id, gemeld(act), DOOR)

    gelezen = recorder.lees_van_soort(["AdviesGegeven/1"], 3)

    assert [een.positie for een in gelezen] == [1, 3]
    assert list(recorder.lees_van_soort(["AdviesGegeven/1"], 0)) == []
