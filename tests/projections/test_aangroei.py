"""Act by act is the same as anew after every act: any history, any order of recording, any reading."""

import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.projections import test_signalen_eigenschappen as signalen
from tests.projections import test_termijnen_eigenschappen as termijnen
from tests.projections import willekeurig
from tests.projections.naslag import kansen
from tests.projections.naslag.geschiedenissen import geschiedenis
from tests.projections.naslag.vergelijken import als_gebeurtenissen, gekozen
from tests.verhaal import (
    NA_BEOORDELING,
    VT,
    WEST,
    afspraken,
    beoordeling,
    bevestigd,
    dienst,
    dienst_af,
    incident,
    melding,
    overdracht,
    stabiel,
    verhaal,
)

from ledger.corrections import staande_feiten
from projections.aangroei import Aangroei
from projections.beloop import Beloop
from projections.bitemporeel import FOUTEN_VAN_EEN_CASUS
from projections.rijen import inhoud_van
from projections.zicht.verloop import verloop


def anew(gebeurtenissen, volgens):
    try:
        return set(inhoud_van(gebeurtenissen, volgens))
    except FOUTEN_VAN_EEN_CASUS as fout:
        return type(fout)


def is_the_same_after_every_act(gebeurtenissen, volgens=None, begin=1):
    """Compare after every act, from `begin` acts at once on, up to an act that cannot be folded."""
    casus = Aangroei(gebeurtenissen[:begin], volgens)
    staand = set(casus.staand)
    assert staand == anew(gebeurtenissen[:begin], volgens)
    for aantal in range(begin + 1, len(gebeurtenissen) + 1):
        verwacht = anew(gebeurtenissen[:aantal], volgens)
        if isinstance(verwacht, type):
            with pytest.raises(verwacht):
                casus.voeg_toe(gebeurtenissen[aantal - 1])
            return
        vervallen, nieuw = casus.voeg_toe(gebeurtenissen[aantal - 1])
        assert staand >= set(vervallen)
        assert staand.isdisjoint(nieuw)
        staand = staand - set(vervallen) | set(nieuw)
        assert staand == set(casus.staand) == verwacht
        assert all(vaker >= 0 for vaker in casus.staand.values())


@given(willekeurig.verhalen(), st.integers(1, 4))
def test_any_act_by_anybody_in_any_order(acten, begin):
    is_the_same_after_every_act(acten, begin=begin)


@given(termijnen.verhalen(), termijnen.AFSPRAKEN)
def test_everything_that_has_a_term(acten, volgens):
    is_the_same_after_every_act(acten, volgens)


@given(signalen.verhalen(), st.randoms(use_true_random=False))
def test_everything_that_has_a_signal_also_when_it_is_recorded_out_of_order(acten, toeval):
    is_the_same_after_every_act(acten)
    geschud = [*acten]
    toeval.shuffle(geschud)
    is_the_same_after_every_act(geschud)


@pytest.mark.parametrize("zaad", range(60))
def test_believable_histories_by_any_reading(zaad):
    toeval = random.Random(zaad)  # noqa: S311 — chance that can be repeated
    is_the_same_after_every_act(als_gebeurtenissen(geschiedenis(toeval)), gekozen(kansen.lezingen(toeval)))


def test_a_besluit_on_a_melding_that_comes_later_counts_from_then_on():
    """Z6 on a melding that is not there moves nothing; once it is there, it ended zicht before it came."""
    is_the_same_after_every_act(
        verhaal(
            melding("m1", op="2020-03-02 09:00"),
            dienst(op="2020-03-03 09:00"),
            dienst_af(op="2020-04-03 09:00"),
            beoordeling("geen-vervolg", "m2", op="2020-05-04 09:00"),
            melding("m2", op="2020-06-02 09:00"),
        )
    )


def test_what_took_place_in_one_instant_is_judged_together_in_whatever_order_it_was_recorded():
    """Z20 looks at the six months up to the instant itself, so an incident of that instant counts."""
    is_the_same_after_every_act(
        verhaal(
            melding("m1", op="2020-03-02 09:00"),
            beoordeling("overdracht", "m1", op="2020-03-03 09:00"),
            overdracht("o1", aan=WEST, van=VT, fase=NA_BEOORDELING, op="2020-03-04 09:00"),
            bevestigd("o1", door=WEST, op="2020-03-05 09:00"),
            stabiel(door=WEST, op="2021-03-05 09:00"),
            incident(door=WEST, op="2021-03-05 09:00"),
        )
    )


@given(signalen.verhalen())
def test_where_nothing_moves_the_state_stands_and_no_instant_goes_on(acten):
    feiten = staande_feiten(acten)
    beloop = Beloop(feiten, verloop(feiten, afspraken()), afspraken())
    bewogen = {plaats for plaats, _ in beloop.stappen_met("beweging")}

    for plaats, (vorige, stap) in enumerate(pairwise(beloop.stappen), start=1):
        if plaats not in bewogen:
            assert stap.reden is None
            assert stap.toestand.staat_als(vorige.toestand)
            assert plaats - 1 not in bewogen or vorige.op < stap.op
