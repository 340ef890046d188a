"""Where two moments of knowledge, or two readings, give different answers."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.projections.leesmodel.verhalen import vertel
from tests.verhaal import (
    BIJ_WEST,
    BIJ_WEST_NA_DIENST,
    CASUS,
    OOST,
    WEST,
    afspraken,
    besloten,
    bevestigd,
    contact,
    intrekking,
    melding,
    monitoring_af,
    overdracht,
    regie,
    verhaal,
    vervanging,
)

from ledger import agreements
from projections.stuk import BANEN, stuk_op
from projections.tijdlijn import maak_tijdlijn
from projections.verschil import andere_parameters, verschil_in_kennis, verschil_in_lezing


def regels(verschil, baan="zicht"):
    """Write the differences of a lane as lines: van, tot, who and status on both sides, causes."""

    def kant(stuk):
        return "-" if stuk is None else f"{stuk.vertoon.partij.id} {stuk.vertoon.status}"

    def moment(instant):
        return "..." if instant is None else f"{instant:%m-%d %H:%M}"

    return [
        f"{moment(een.van)} {moment(een.tot)} | {kant(een.a)} | {kant(een.b)} | {list(een.oorzaken)}"
        for een in verschil[baan]
    ]


def test_an_act_that_came_later_changes_the_answer_from_when_it_took_place():
    gebeurtenissen = verhaal(
        melding(op="2020-03-02T08:00Z"),
        overdracht(aan=WEST, op="2020-03-05T10:00Z"),
        bevestigd(door=WEST, op="2020-03-09T13:00Z"),
    )

    assert regels(verschil_in_kennis(gebeurtenissen[:2], gebeurtenissen[2:])) == [
        # until the lapse of the term, which the confirmation came before
        "03-09 13:00 03-12 23:00 | midden-brabant in-overdracht | wijkteam-west vast | [3]"
    ]


def test_the_cause_is_the_act_that_said_so_last():
    gebeurtenissen = verhaal(
        melding(op="2020-03-02T08:00Z"),
        besloten(aan=OOST, op="2020-03-05T10:00Z"),
        besloten(aan=WEST, op="2020-03-05T10:00Z"),
        contact(door=WEST, op="2020-03-06T10:00Z"),
    )

    assert regels(verschil_in_kennis(gebeurtenissen[:1], gebeurtenissen[1:])) == [
        "03-05 10:00 ... | midden-brabant vast | wijkteam-west vast | [3]"
    ]


def test_a_correction_is_the_cause_and_not_the_act_that_stands_because_of_it():
    gebeurtenissen = verhaal(
        *BIJ_WEST, besloten(aan=OOST, op="2020-04-01T10:00Z"), intrekking(4, op="2020-05-01T10:00Z")
    )

    assert regels(verschil_in_kennis(gebeurtenissen[:4], gebeurtenissen[4:])) == [
        "04-01 10:00 ... | wijkteam-oost vast | wijkteam-west vast | [5]"
    ]


def test_each_part_of_a_difference_has_its_own_cause():
    gebeurtenissen = verhaal(
        melding(op="2020-03-02T08:00Z"),
        besloten(aan=WEST, op="2020-03-05T10:00Z"),
        vervanging(1, gebeurd_op="2020-03-01T08:00Z", op="2020-03-06T10:00Z"),
    )

    assert regels(verschil_in_kennis(gebeurtenissen[:1], gebeurtenissen[1:])) == [
        "03-01 08:00 03-02 08:00 | - | midden-brabant vast | [3]",
        "03-05 10:00 ... | midden-brabant vast | wijkteam-west vast | [2]",
    ]


def test_from_knowing_nothing_everything_is_different_and_of_nothing_new_nothing_is():
    gebeurtenissen = verhaal(*BIJ_WEST)

    alles = verschil_in_kennis([], gebeurtenissen)

    assert [(een.a, een.oorzaken) for een in alles["zicht"]] == [
        (None, (1,)),
        (None, (2,)),
        (None, (3,)),
        (None, (2,)),  # where zicht passes by the lapse of the term too
    ]
    assert all(not stukken for stukken in verschil_in_kennis(gebeurtenissen, []).values())
    assert set(alles) == set(BANEN)


def test_what_is_taken_back_again_in_between_is_no_difference():
    gebeurtenissen = verhaal(
        *BIJ_WEST, besloten(aan=OOST, op="2020-04-01T10:00Z"), intrekking(4, op="2020-05-01T10:00Z")
    )

    assert regels(verschil_in_kennis(gebeurtenissen[:3], gebeurtenissen[3:])) == []


def test_other_lanes_are_compared_too_and_a_casusregisseur_counts():
    gebeurtenissen = verhaal(
        *BIJ_WEST_NA_DIENST,
        regie("mw-7", door=WEST, op="2020-04-02T10:00Z"),
        regie("mw-9", door=WEST, op="2020-04-02T10:00Z"),
        monitoring_af(op="2020-06-01T10:00Z"),
    )

    verschil = verschil_in_kennis(gebeurtenissen[:4], gebeurtenissen[4:])

    assert regels(verschil, "casusregie") == [
        "04-02 10:00 ... | wijkteam-west vast | wijkteam-west vast | [5]"
    ]
    assert [een.b.vertoon.regisseur for een in verschil["casusregie"]] == ["mw-9"]
    assert [een.oorzaken for een in verschil["monitoring"]] == [(6,)]


def test_two_readings_name_both_rules_and_the_acts_they_rest_on():
    gebeurtenissen = verhaal(melding(op="2020-03-02T08:00Z"), overdracht(aan=WEST, op="2020-03-05T10:00Z"))
    a = afspraken()
    b = afspraken(directe_overdracht="verzending")

    verschil = verschil_in_lezing(maak_tijdlijn(gebeurtenissen, a), maak_tijdlijn(gebeurtenissen, b))

    assert regels(verschil) == [
        "03-05 10:00 03-12 23:00 | midden-brabant in-overdracht | wijkteam-west vast | [2]"
    ]
    (een,) = verschil["zicht"]
    assert (een.a.reden.regel, een.b.reden.regel) == ("Z8", "Z8")
    assert andere_parameters(a, b) == [
        {"parameter": "lezingen.directe_overdracht", "a": "belegd-of-termijn", "b": "verzending"}
    ]


def test_sets_of_agreements_differ_in_readings_terms_and_parts():
    a, b = agreements.met_naam("hart-van-brabant-2020"), agreements.met_naam("landelijk-2019")

    assert [een["parameter"] for een in andere_parameters(a, b)] == [
        "lezingen.weekdagen",
        "termijnen.weekdagen",
    ]
    assert andere_parameters(a, a) == []
    zonder = a.model_copy(
        update={"documenten": a.documenten.model_copy(update={"plan": frozenset({"termijnen"})})}
    )
    assert [een["parameter"] for een in andere_parameters(a, zonder)] == ["documenten.plan"]


@st.composite
def geknipte_verhalen(draw):
    """A random history and a place to cut it."""
    gebeurtenissen = vertel(lambda uit: draw(st.sampled_from(list(uit))), CASUS, draw(st.integers(1, 12)))
    knip = draw(st.integers(0, len(gebeurtenissen)))
    return gebeurtenissen[:knip], gebeurtenissen[knip:]


def vertoond(stukken, op):
    stuk = stuk_op(stukken, op)
    return None if stuk is None else stuk.vertoon


def momenten(*tijdlijnen):
    """Give every instant at which one of the timelines changes, and one just before each."""
    grenzen = {
        grens
        for tijdlijn in tijdlijnen
        for stukken in tijdlijn.banen.values()
        for stuk in stukken
        for grens in (stuk.van, stuk.tot)
        if grens is not None
    }
    return sorted(grenzen | {grens - timedelta(microseconds=1) for grens in grenzen})


@given(geknipte_verhalen())
def test_a_difference_in_knowledge_is_reported_where_the_answers_differ_and_nowhere_else(verteld):
    eerder, daarna = verteld
    a, b = maak_tijdlijn(eerder), maak_tijdlijn([*eerder, *daarna])

    verschil = verschil_in_kennis(eerder, daarna)

    for baan in BANEN:
        for op in momenten(a, b):
            links, rechts = vertoond(a.banen[baan], op), vertoond(b.banen[baan], op)
            gemeld = [een for een in verschil[baan] if een.van <= op and (een.tot is None or op < een.tot)]
            assert len(gemeld) == (links != rechts)
            for een in gemeld:
                assert (een.a and een.a.vertoon, een.b and een.b.vertoon) == (links, rechts)


@given(geknipte_verhalen())
def test_before_its_cause_a_difference_was_not_there_yet_and_after_it_nothing_changed_it(verteld):
    eerder, daarna = verteld
    gebeurtenissen = [*eerder, *daarna]

    for baan, onderscheiden in verschil_in_kennis(eerder, daarna).items():
        for een in onderscheiden:
            (oorzaak,) = een.oorzaken
            na = [
                vertoond(maak_tijdlijn(gebeurtenissen[:n]).banen[baan], een.van)
                for n in range(oorzaak - 1, len(gebeurtenissen) + 1)
            ]
            assert na[0] != na[1]
            assert set(na[1:]) == {een.b and een.b.vertoon}


@given(geknipte_verhalen())
def test_two_readings_differ_where_their_answers_differ_and_nowhere_else(verteld):
    gebeurtenissen = [*verteld[0], *verteld[1]]
    a = maak_tijdlijn(gebeurtenissen, agreements.met_naam("hart-van-brabant-2020"))
    b = maak_tijdlijn(gebeurtenissen, agreements.met_naam("hart-van-brabant-2020-strikt"))

    verschil = verschil_in_lezing(a, b)

    for baan in BANEN:
        for op in momenten(a, b):
            gemeld = [een for een in verschil[baan] if een.van <= op and (een.tot is None or op < een.tot)]
            assert len(gemeld) == (vertoond(a.banen[baan], op) != vertoond(b.banen[baan], op))
            for een in gemeld:
                assert {stuk.reden.volgnummer for stuk in (een.a, een.b) if stuk} == set(een.oorzaken)


@given(geknipte_verhalen())
def test_a_reading_does_not_differ_from_itself(verteld):
    tijdlijn = maak_tijdlijn([*verteld[0], *verteld[1]])

    assert not any(verschil_in_lezing(tijdlijn, tijdlijn).values())
