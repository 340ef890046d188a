"""What becomes known by which act: the rows that open and close are what is known after every act."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.projections.leesmodel.verhalen import (
    BEGIN,
    VT,
    WEST,
    gebeurtenis,
    melding,
    overdracht,
    vertel,
)

from ledger.acts.dienst import DienstIngezet
from ledger.acts.dossier import GebeurtenisGecorrigeerd, Vervanging
from ledger.acts.melding import DirectbetrokkeneGeregistreerd, WoonplaatsGewijzigd
from ledger.acts.overdracht import OntvangstBevestigd
from projections.bitemporeel import BekendeRij, Rij, VastgelegdeAct, inhoud_van, rijen_van, werk_bij
from projections.signalen import Signaal
from projections.termijnen import Termijn
from projections.tijdlijn import maak_tijdlijn

CASUS = UUID(int=7)
UUR = timedelta(hours=1)
DAG = timedelta(days=1)


@st.composite
def verhalen(draw):
    """A history, and positions in the ledger with room between them for other cases."""
    verhaal = vertel(lambda keuzes: draw(st.sampled_from(keuzes)), CASUS, draw(st.integers(1, 14)))
    gaten = draw(st.lists(st.integers(1, 3), min_size=len(verhaal), max_size=len(verhaal)))
    return [VastgelegdeAct(act, sum(gaten[: plaats + 1])) for plaats, act in enumerate(verhaal)]


def acten(*gebeurtenissen):
    return [VastgelegdeAct(een, 10 + een.volgnummer) for een in gebeurtenissen]


def op_positie(rijen, positie):
    return {
        een.rij
        for een in rijen
        if een.bekend_van.positie <= positie and (een.bekend_tot is None or positie < een.bekend_tot.positie)
    }


def op_tijd(rijen, moment):
    return {
        een.rij
        for een in rijen
        if een.bekend_van.op <= moment and (een.bekend_tot is None or moment < een.bekend_tot.op)
    }


def verwacht(gebeurtenissen):
    return set(inhoud_van(gebeurtenissen))


@given(verhalen())
def test_what_is_known_at_every_k_is_what_the_acts_until_then_come_to(verhaal):
    rijen = werk_bij(verhaal, 0, ()).nieuw

    for tot in range(len(verhaal)):
        assert op_positie(rijen, verhaal[tot].positie) == verwacht(
            [een.gebeurtenis for een in verhaal[: tot + 1]]
        )
    for moment in {een.gebeurtenis.vastgelegd_op for een in verhaal}:
        bekend = [een.gebeurtenis for een in verhaal if een.gebeurtenis.vastgelegd_op <= moment]
        assert op_tijd(rijen, moment) == verwacht(bekend)


@given(verhalen(), st.data())
def test_bit_by_bit_or_at_once_is_the_same(verhaal, data):
    geheel = set(werk_bij(verhaal, 0, ()).nieuw)

    rijen: set[BekendeRij] = set()
    staand: list[BekendeRij] = []
    toegepast = 0
    while toegepast < len(verhaal):
        tot = data.draw(st.integers(toegepast + 1, len(verhaal)))
        bijwerking = werk_bij(verhaal[:tot], toegepast, staand)
        rijen -= {een._replace(bekend_tot=None) for een in bijwerking.vervalt}
        rijen |= {*bijwerking.nieuw, *bijwerking.vervalt}
        assert {een for een in rijen if een.bekend_tot is None} == set(bijwerking.staand)
        toegepast, staand = bijwerking.volgnummer, bijwerking.staand

    assert rijen == geheel


@given(verhalen())
def test_what_was_applied_before_changes_nothing(verhaal):
    staand = werk_bij(verhaal, 0, ()).staand

    weer = werk_bij(verhaal, len(verhaal), staand)

    assert (weer.nieuw, weer.vervalt, weer.volgnummer) == ([], [], len(verhaal))
    assert set(weer.staand) == set(staand)


def test_a_piece_is_closed_by_the_act_that_made_it_obsolete_and_the_others_stay():
    verstuurd = overdracht(1, VT, WEST, "na-veiligheidsbeoordeling", ())
    bevestigd = OntvangstBevestigd(overdracht="o-1", door=WEST)
    verhaal = acten(
        gebeurtenis(CASUS, 1, BEGIN, BEGIN, melding(1)),
        gebeurtenis(CASUS, 2, BEGIN + UUR, BEGIN + 2 * UUR, verstuurd),
        gebeurtenis(CASUS, 3, BEGIN + 3 * UUR, BEGIN + 4 * UUR, bevestigd),
    )

    zicht = [
        een for een in werk_bij(verhaal, 0, ()).nieuw if isinstance(een.rij, Rij) and een.rij.baan == "zicht"
    ]

    verloop_van_rechtswege = BEGIN + 7 * DAG + 15 * UUR  # the end of the seventh day, in winter time
    zicht.sort(key=lambda een: (een.bekend_van, een.rij.van))
    assert [
        (van.positie, tot and tot.positie, rij.partij_id, rij.status, rij.van) for rij, van, tot in zicht
    ] == [
        (11, 12, VT.id, "vast", BEGIN),
        (12, None, VT.id, "vast", BEGIN),
        (12, 13, VT.id, "in-overdracht", BEGIN + UUR),
        (12, 13, WEST.id, "vast", verloop_van_rechtswege),
        (13, None, VT.id, "in-overdracht", BEGIN + UUR),
        (13, None, WEST.id, "vast", BEGIN + 3 * UUR),
    ]


def test_of_acts_in_one_instant_only_the_last_counts_by_instant_but_every_one_by_position():
    verhaal = acten(
        gebeurtenis(CASUS, 1, BEGIN, BEGIN, melding(1)),
        gebeurtenis(CASUS, 2, BEGIN, BEGIN, overdracht(1, VT, WEST, "na-veiligheidsbeoordeling", ())),
        gebeurtenis(CASUS, 3, BEGIN, BEGIN, OntvangstBevestigd(overdracht="o-1", door=WEST)),
    )

    rijen = werk_bij(verhaal, 0, ()).nieuw

    assert op_tijd(rijen, BEGIN - UUR) == set()
    assert op_tijd(rijen, BEGIN) == op_positie(rijen, 13) != op_positie(rijen, 12) != op_positie(rijen, 11)


def test_an_act_that_changes_nothing_makes_nothing_known():
    verhaal = acten(
        gebeurtenis(CASUS, 1, BEGIN, BEGIN, melding(1)),
        gebeurtenis(
            CASUS, 2, BEGIN + UUR, BEGIN + UUR, WoonplaatsGewijzigd(gemeente="GM0855", per_datum=BEGIN.date())
        ),
    )

    bijwerking = werk_bij(verhaal, 1, werk_bij(verhaal[:1], 0, ()).staand)

    assert (bijwerking.nieuw, bijwerking.vervalt, bijwerking.volgnummer) == ([], [], 2)


def test_an_act_that_no_lane_looks_at_can_start_a_term():
    persoon = DirectbetrokkeneGeregistreerd(persoon="p-1", rol="kind")
    verhaal = acten(
        gebeurtenis(CASUS, 1, BEGIN, BEGIN, melding(1)),
        gebeurtenis(CASUS, 2, BEGIN + UUR, BEGIN + UUR, persoon),
    )

    bijwerking = werk_bij(verhaal, 1, werk_bij(verhaal[:1], 0, ()).staand)

    assert bijwerking.vervalt == []
    assert {type(een.rij) for een in bijwerking.nieuw} == {Termijn, Signaal}


def correctie(**gegevens):
    vervanging = Vervanging(gegevens=gegevens)
    return GebeurtenisGecorrigeerd(betreft=2, wijze="vervangen", reden="invoerfout", vervanging=vervanging)


ONVOUWBAAR = {
    "gat": (gebeurtenis(CASUS, 4, BEGIN, BEGIN, melding(2)), "volgnummer-ontbreekt"),
    "terug in de tijd": (gebeurtenis(CASUS, 3, BEGIN, BEGIN - UUR, melding(2)), "tijd-loopt-terug"),
    "onleesbare correctie": (
        gebeurtenis(CASUS, 3, BEGIN, BEGIN, correctie(dienst="?")),
        "onleesbare-correctie",
    ),
    "buiten de kalender": (
        gebeurtenis(CASUS, 3, BEGIN, BEGIN, melding(2)).model_copy(
            update={"gebeurd_op": datetime.max.replace(tzinfo=UTC)}
        ),
        "rekenfout",
    ),
}


@pytest.mark.parametrize(("laatste", "reden"), ONVOUWBAAR.values(), ids=ONVOUWBAAR)
def test_a_casus_stands_still_at_an_act_that_cannot_be_folded_and_says_why(laatste, reden):
    goed = acten(
        gebeurtenis(CASUS, 1, BEGIN, BEGIN, melding(1)),
        gebeurtenis(CASUS, 2, BEGIN, BEGIN, DienstIngezet(dienst="onderzoek")),
    )

    bijwerking = werk_bij([*goed, VastgelegdeAct(laatste, 13)], 0, ())

    assert bijwerking.vastgelopen is not None
    assert (bijwerking.vastgelopen.reden, bijwerking.vastgelopen.positie) == (reden, 13)
    assert bijwerking.volgnummer == 2
    assert bijwerking.nieuw == werk_bij(goed, 0, ()).nieuw


def test_a_row_gives_back_the_piece_it_was_made_of():
    verhaal = vertel(lambda keuzes: keuzes[-1], CASUS, 12)
    stukken = [stuk for baan in maak_tijdlijn(verhaal).banen.values() for stuk in baan]

    assert [rij.als_stuk() for rij in rijen_van(maak_tijdlijn(verhaal))] == stukken
