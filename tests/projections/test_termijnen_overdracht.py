"""Terms of a handover: confirming its receipt, and the first contact of whoever holds by it."""

import pytest
from tests.projections.termijnregels import alle_termijnen, termijnen
from tests.verhaal import (
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    aangevuld,
    bevestigd,
    contact,
    dienst,
    gestopt,
    geweigerd,
    handeling,
    ingetrokken,
    intrekking,
    melding,
    niet_bezorgd,
    opschaling,
    overdracht,
    stabiel,
    verhaal,
    vervanging,
)

from ledger.acts.dienst import Voorwaarde, VoorwaardenGesteld

M1 = melding("m1", op="2020-03-02 09:00")
O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")
DIENST = (M1, dienst(op="2020-03-03 10:00"))
VOORWAARDEN = handeling(
    VoorwaardenGesteld(voorwaarden=(Voorwaarde(id="v1", prioriteit=1, voor=("p1",)),)), op="2020-03-20 15:00"
)
GEEN_VOORWAARDEN = handeling(VoorwaardenGesteld(voorwaarden=()), op="2020-03-20 15:00")


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2020-03-05 11:00", ["#2 WEST tot 2020-03-13: open"], id="started"),
        pytest.param(
            [bevestigd(door=WEST, op="2020-03-12 23:00")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: gehaald door #3 op 2020-03-12 23:00"],
            id="met on the seventh day",
        ),
        pytest.param(
            [], "2020-03-13", ["#2 WEST tot 2020-03-13: verstreken"], id="lapsed: it passed rechtens"
        ),
        pytest.param(
            [bevestigd(door=WEST, op="2020-03-13 09:00")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: te-laat door #3 op 2020-03-13 09:00"],
            id="late, after it passed",
        ),
        pytest.param(
            [contact(door=WEST, op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: verstreken"],
            id="contact is no confirmation",
        ),
        pytest.param(
            [geweigerd(door=WEST, op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: vervallen"],
            id="refused",
        ),
        pytest.param(
            [geweigerd(door=WEST, op="2020-03-06"), bevestigd(door=WEST, op="2020-03-07")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: vervallen"],
            id="confirmed after it was refused",
        ),
        pytest.param(
            [bevestigd(door=WEST, op="2020-03-06"), geweigerd(door=WEST, op="2020-03-07")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: gehaald door #3 op 2020-03-06"],
            id="refused after it was confirmed",
        ),
        pytest.param(
            [geweigerd(door=WEST, op="2020-03-16")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: verstreken"],
            id="refused after it lapsed",
        ),
        pytest.param(
            [ingetrokken(op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: vervallen"],
            id="withdrawn",
        ),
        pytest.param(
            [niet_bezorgd(op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: vervallen"],
            id="not delivered",
        ),
        pytest.param(
            [niet_bezorgd(op="2020-03-06")],
            "2020-03-05 12:00",
            ["#2 WEST tot 2020-03-13: open"],
            id="open until that took place",
        ),
        pytest.param(
            [overdracht("o2", aan=OOST, op="2020-03-06")],
            "2020-03-07",
            ["#2 WEST tot 2020-03-13: vervallen", "#3 OOST tot 2020-03-14: open"],
            id="replaced by one to another",
        ),
        pytest.param(
            [overdracht("o2", van=OOST, aan=GGZ, op="2020-03-06")],
            "2020-03-07",
            ["#2 WEST tot 2020-03-13: open", "#3 GGZ: open"],
            id="not replaced by one that moves nothing",
        ),
        pytest.param(
            [dienst(op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: verstreken"],
            id="a dienst ends the handover, not the confirmation: only four grounds are named",
        ),
        pytest.param(
            [gestopt(op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: verstreken"],
            id="nor when Veilig Thuis stopped",
        ),
        pytest.param(
            [opschaling(op="2020-03-06")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: verstreken"],
            id="a dispute takes the lapse of the handover away, not the confirmation",
        ),
        pytest.param(
            [bevestigd(door=WEST, op="2020-03-06"), intrekking(3, op="2020-03-20")],
            "2020-04-01",
            ["#2 WEST tot 2020-03-13: verstreken"],
            id="the confirmation was withdrawn",
        ),
        pytest.param(
            [vervanging(2, door=overdracht("o1", aan=GGZ, op="2020-03-05"), op="2020-03-20")],
            "2020-04-01",
            ["#2 GGZ: open"],
            id="it was sent to another, outside the agreement",
        ),
    ],
)
def test_a_direct_handover_is_confirmed_within_seven_weekdagen(regels, op, verwacht):
    assert termijnen("ontvangstbevestiging", verhaal(M1, O1, *regels), op=op) == verwacht


@pytest.mark.parametrize(
    "regel",
    [geweigerd(door=WEST, op="2020-03-06"), ingetrokken(op="2020-03-06"), niet_bezorgd(op="2020-03-06")],
)
def test_the_ground_of_a_confirmation_also_falls_away_after_zicht_passed(regel):
    verteld = verhaal(M1, overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00"), regel)

    assert termijnen("ontvangstbevestiging", verteld, op="2020-04-01") == ["#2 WEST: vervallen"]


def test_a_copy_is_not_confirmed_for_the_receiver():
    verteld = verhaal(
        M1,
        overdracht("o1", aan=WEST, medeontvangers=(OOST,), op="2020-03-05 11:00"),
        bevestigd(door=OOST, op="2020-03-06"),
    )

    assert termijnen("ontvangstbevestiging", verteld, op="2020-03-07") == ["#2 WEST tot 2020-03-13: open"]


@pytest.mark.parametrize(
    ("verstuurd", "verwacht", "grondslag"),
    [
        pytest.param(O1, ["#2 WEST tot 2020-03-13: open"], ["§4.h, §6.1.1"], id="direct, to a team"),
        pytest.param(
            overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00"),
            ["#2 WEST: open"],
            ["§4.o"],
            id="after a dienst: no deadline",
        ),
        pytest.param(
            overdracht(aan=GGZ, op="2020-03-05 11:00"), ["#2 GGZ: open"], ["§4.h"], id="another kind"
        ),
        pytest.param(overdracht(aan=GEZIN, op="2020-03-05 11:00"), [], [], id="the family confirms nothing"),
    ],
)
def test_the_deadline_of_a_confirmation_depends_on_what_was_sent_to_whom(verstuurd, verwacht, grondslag):
    verteld = verhaal(M1, verstuurd)

    assert termijnen("ontvangstbevestiging", verteld, op="2020-03-06") == verwacht
    soort = "ontvangstbevestiging"
    assert [term.grondslag for term in alle_termijnen(verteld) if term.soort == soort] == grondslag


@pytest.mark.parametrize("volgens", ["hart-van-brabant-2020-ma-vr", "landelijk-2019"])
def test_the_deadline_of_a_confirmation_follows_the_set(volgens):
    tot = {"hart-van-brabant-2020-ma-vr": "2020-03-17", "landelijk-2019": "2020-03-13"}[volgens]

    assert termijnen("ontvangstbevestiging", verhaal(M1, O1), op="2020-03-06", volgens=volgens) == [
        f"#2 WEST tot {tot}: open"
    ]


NA_DIENST_BIJ_WEST = (*DIENST, VOORWAARDEN, overdracht(aan=WEST, fase=NA_DIENST, op="2020-04-15 13:00"))


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([], "2020-04-15 13:00", ["#4 WEST tot 2020-04-23: open"], id="started as it passed"),
        pytest.param([], "2020-04-15 12:59", [], id="not while Veilig Thuis holds"),
        pytest.param(
            [contact(door=WEST, op="2020-04-21 09:00")],
            "2020-05-01",
            ["#4 WEST tot 2020-04-23: gehaald door #5 op 2020-04-21 09:00"],
            id="met in time",
        ),
        pytest.param(
            [contact(door=WEST, wijze="telefoon", op="2020-04-23 00:00")],
            "2020-05-01",
            ["#4 WEST tot 2020-04-23: te-laat door #5 op 2020-04-23"],
            id="met late",
        ),
        pytest.param([], "2020-04-23", ["#4 WEST tot 2020-04-23: verstreken"], id="lapsed"),
        pytest.param(
            [contact(door=VT, op="2020-04-16")],
            "2020-04-17",
            ["#4 WEST tot 2020-04-23: open"],
            id="contact of another",
        ),
        pytest.param(
            [dienst(op="2020-04-18"), contact(door=WEST, op="2020-04-19")],
            "2020-05-01",
            ["#4 WEST tot 2020-04-23: vervallen"],
            id="zicht left the team first",
        ),
        pytest.param(
            [stabiel(door=WEST, op="2020-04-18"), dienst(op="2020-04-30")],
            "2020-05-01",
            ["#4 WEST tot 2020-04-23: verstreken"],
            id="zicht left the team after it lapsed",
        ),
        pytest.param(
            [geweigerd(door=WEST, op="2020-04-16")],
            "2020-04-17",
            ["#4 WEST tot 2020-04-23: open"],
            id="a dispute leaves zicht where it is",
        ),
        pytest.param(
            [overdracht("o2", van=WEST, aan=OOST, fase=NA_DIENST, op="2020-04-17")],
            "2020-04-18",
            ["#4 WEST tot 2020-04-23: vervallen", "#5 OOST tot 2020-04-25: open"],
            id="passed on to another team",
        ),
    ],
)
def test_after_a_dienst_with_voorwaarden_the_first_contact_is_within_seven_weekdagen(regels, op, verwacht):
    assert termijnen("eerste-contact", verhaal(*NA_DIENST_BIJ_WEST, *regels), op=op) == verwacht


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([M1, O1], "2020-03-12", [], id="not while the handover is pending"),
        pytest.param([M1, O1], "2020-03-13", ["#2 WEST: open"], id="passed rechtens: by the sending"),
        pytest.param(
            [M1, O1, bevestigd(door=WEST, op="2020-03-06")],
            "2020-03-13",
            ["#3 WEST: open"],
            id="passed by the confirmation",
        ),
        pytest.param(
            [M1, O1, contact(door=WEST, op="2020-03-06 10:00")],
            "2020-03-13",
            ["#3 WEST: gehaald door #3 op 2020-03-06 10:00"],
            id="passed by that very contact",
        ),
        pytest.param(
            [M1, contact(door=WEST, op="2020-03-05 11:00"), O1, bevestigd(door=WEST, op="2020-03-06")],
            "2020-03-13",
            ["#4 WEST: gehaald door #2 op 2020-03-05 11:00"],
            id="contact at the instant of the sending does",
        ),
        pytest.param(
            [M1, contact(door=WEST, op="2020-03-05 10:59"), O1, bevestigd(door=WEST, op="2020-03-06")],
            "2020-03-13",
            ["#4 WEST: open"],
            id="contact before the sending does not count",
        ),
        pytest.param(
            [*DIENST, overdracht(aan=WEST, fase=NA_DIENST, zonder=("monitorfunctie",), op="2020-04-15 13:00"),
             contact(door=WEST, op="2020-04-20 10:00"), aangevuld(met=("monitorfunctie",), op="2020-05-06")],
            "2020-05-07",
            ["#5 WEST: gehaald door #4 op 2020-04-20 10:00"],
            id="contact between sending and passing does count",
        ),
        pytest.param(
            [*DIENST, GEEN_VOORWAARDEN, overdracht(aan=WEST, fase=NA_DIENST, op="2020-04-15 13:00")],
            "2020-05-07",
            ["#4 WEST: open"],
            id="after a dienst without voorwaarden: no deadline",
        ),
        pytest.param([M1, overdracht(aan=GEZIN, op="2020-03-05")], "2020-04-01", [], id="not the family"),
        pytest.param(
            [M1, overdracht(aan=GGZ, op="2020-03-05"), bevestigd(door=GGZ, op="2020-03-06")],
            "2020-04-01",
            ["#3 GGZ: open"],
            id="another kind of party",
        ),
    ],
)  # fmt: skip
def test_the_first_contact_counts_from_the_passing(regels, op, verwacht):
    assert termijnen("eerste-contact", verhaal(*regels), op=op) == verwacht


def test_a_first_contact_names_the_section_it_rests_on():
    direct = alle_termijnen(verhaal(M1, O1))
    na_dienst = alle_termijnen(verhaal(*NA_DIENST_BIJ_WEST))

    assert [term.grondslag for term in direct if term.soort == "eerste-contact"] == ["§4.d"]
    assert [term.grondslag for term in na_dienst if term.soort == "eerste-contact"] == ["§4.i"]


@pytest.mark.parametrize(
    ("lezing", "verwacht"),
    [
        pytest.param("belegd-of-termijn", ["#2 WEST: open"], id="the term lapsed"),
        pytest.param("alleen-belegd", [], id="nothing passed"),
        pytest.param("verzending", ["#2 WEST: open"], id="passed as it was sent"),
    ],
)
def test_when_zicht_passes_is_read_from_the_agreements(lezing, verwacht):
    verteld = verhaal(M1, O1)

    assert termijnen("eerste-contact", verteld, op="2020-04-01", directe_overdracht=lezing) == verwacht


def test_under_the_strict_set_the_first_contact_waits_for_the_confirmation():
    verteld = verhaal(*NA_DIENST_BIJ_WEST, bevestigd(door=WEST, op="2020-04-20"))

    assert termijnen("eerste-contact", verteld, op="2020-04-21", volgens="hart-van-brabant-2020-strikt") == [
        "#5 WEST tot 2020-04-28: open"
    ]
