"""Terms of assessing, weighing, and of the diensten: met, late, lapsed, corrected, read otherwise."""

import pytest
from tests.projections.termijnregels import alle_termijnen, termijnen
from tests.verhaal import (
    OOST,
    VT,
    WEST,
    beoordeling,
    bevestigd,
    dienst,
    dienst_af,
    gewogen,
    intrekking,
    melding,
    onderzoek_af,
    overdracht,
    terugkoppeling,
    verhaal,
    vervanging,
)

M1 = melding("m1", op="2020-03-02 09:00")
BESLUIT_OVERDRACHT = (M1, beoordeling("overdracht", op="2020-03-05 10:00"))
BESLUIT_DIENST = (M1, beoordeling("dienst", op="2020-03-05 10:00"))


@pytest.mark.parametrize(
    ("regels", "vraag", "verwacht"),
    [
        pytest.param([M1], {"op": "2020-03-02 09:00"}, ["#1 VT tot 2020-03-10: open"], id="started"),
        pytest.param([M1], {"op": "2020-03-02 08:59"}, [], id="not before it was received"),
        pytest.param(
            BESLUIT_DIENST,
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-10: gehaald door #2 op 2020-03-05 10:00"],
            id="met in time",
        ),
        pytest.param(
            [M1, beoordeling("dienst", op="2020-03-09 23:59")],
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-10: gehaald door #2 op 2020-03-09 23:59"],
            id="met at the end of the seventh day",
        ),
        pytest.param(
            [M1, beoordeling("dienst", op="2020-03-10 00:00")],
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-10: te-laat door #2 op 2020-03-10"],
            id="late on the eighth",
        ),
        pytest.param([M1], {"op": "2020-03-10 00:00"}, ["#1 VT tot 2020-03-10: verstreken"], id="lapsed"),
        pytest.param(
            [M1, beoordeling("dienst", op="2020-03-04"), beoordeling("overdracht", op="2020-03-30")],
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-10: gehaald door #2 op 2020-03-04"],
            id="the first assessment counts",
        ),
        pytest.param(
            [M1, melding("m2", op="2020-03-04 12:00"), beoordeling("dienst", "m2", op="2020-03-06")],
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-10: verstreken", "#2 VT tot 2020-03-12: gehaald door #3 op 2020-03-06"],
            id="each melding has its own",
        ),
        pytest.param(
            [*BESLUIT_DIENST, intrekking(2, op="2020-03-20")],
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-10: verstreken"],
            id="the assessment was withdrawn",
        ),
        pytest.param(
            [*BESLUIT_DIENST, intrekking(2, op="2020-03-20")],
            {"op": "2020-03-19", "bekend": "2020-03-19"},
            ["#1 VT tot 2020-03-10: gehaald door #2 op 2020-03-05 10:00"],
            id="before that was known it stood",
        ),
        pytest.param(
            [*BESLUIT_DIENST, vervanging(1, gebeurd_op="2020-02-24 09:00", op="2020-03-20")],
            {"op": "2020-04-01"},
            ["#1 VT tot 2020-03-03: te-laat door #2 op 2020-03-05 10:00"],
            id="the melding came a week earlier",
        ),
        pytest.param(
            [M1, melding("m2", op="2020-03-04"), intrekking(2, op="2020-03-05")],
            {"op": "2020-03-06"},
            ["#1 VT tot 2020-03-10: open"],
            id="a melding that was withdrawn has none",
        ),
        pytest.param(
            [M1],
            {"op": "2020-03-03", "volgens": "hart-van-brabant-2020-ma-vr"},
            ["#1 VT tot 2020-03-12: open"],
            id="seven days of Monday to Friday",
        ),
        pytest.param(
            [melding(op="2020-04-09 09:00")],
            {"op": "2020-04-10", "volgens": "landelijk-2019"},
            ["#1 VT tot 2020-04-21: open"],
            id="five werkdagen around Easter",
        ),
        pytest.param(
            [melding(op="2020-03-27 09:00")],
            {"op": "2020-03-28"},
            ["#1 VT tot 2020-04-04: open"],
            id="across the start of summer time in local days",
        ),
    ],
)
def test_a_melding_is_assessed_within_seven_weekdagen(regels, vraag, verwacht):
    assert termijnen("veiligheidsbeoordeling", verhaal(*regels), **vraag) == verwacht


@pytest.mark.parametrize(
    "volgens", ["hart-van-brabant-2020", "hart-van-brabant-2020-ma-vr", "landelijk-2019"]
)
@pytest.mark.parametrize(
    ("begin", "verwacht"),
    [
        pytest.param("2020-03-02 09:00", ["#1 VT tot 2020-03-10: open"], id="a weekend"),
        pytest.param("2020-04-09 09:00", ["#1 VT tot 2020-04-21: open"], id="two weekends and Easter"),
    ],
)
def test_the_national_norm_is_five_werkdagen_by_every_set(begin, verwacht, volgens):
    verteld = verhaal(melding(op=begin))

    assert termijnen("veiligheidsbeoordeling-landelijk", verteld, op=begin, volgens=volgens) == verwacht


def test_the_national_norm_is_met_by_the_same_assessment():
    verteld = verhaal(
        melding(op="2020-03-05 09:00"),  # Thursday: seven days is before five werkdagen here
        beoordeling("dienst", op="2020-03-12 10:00"),
    )

    assert termijnen("veiligheidsbeoordeling-landelijk", verteld, op="2020-04-01") == [
        "#1 VT tot 2020-03-13: gehaald door #2 op 2020-03-12 10:00"
    ]
    assert termijnen("veiligheidsbeoordeling", verteld, op="2020-04-01") == [
        "#1 VT tot 2020-03-13: gehaald door #2 op 2020-03-12 10:00"
    ]


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param(BESLUIT_DIENST, "2020-03-05 09:59", [], id="not before the besluit"),
        pytest.param(BESLUIT_DIENST, "2021-03-05", ["#2 VT: open"], id="waiting, for however long"),
        pytest.param(
            [*BESLUIT_DIENST, dienst(op="2020-05-01 10:00")],
            "2020-06-01",
            ["#2 VT: gehaald door #3 op 2020-05-01 10:00"],
            id="started, never late",
        ),
        pytest.param(
            [*BESLUIT_DIENST, dienst(op="2020-05-01 10:00")],
            "2020-04-30",
            ["#2 VT: open"],
            id="still waiting then",
        ),
        pytest.param(BESLUIT_OVERDRACHT, "2020-06-01", [], id="another besluit"),
        pytest.param(
            [M1, melding("m2", op="2020-03-03"), beoordeling("dienst", "m2", op="2020-03-04"),
             intrekking(2, op="2020-03-05")],
            "2020-06-01",
            [],
            id="on a melding that does not stand",
        ),
    ],
)  # fmt: skip
def test_a_dienst_that_was_decided_on_is_started(regels, op, verwacht):
    assert termijnen("dienst-starten", verhaal(*regels), op=op) == verwacht


@pytest.mark.parametrize(
    ("regels", "op", "verwacht"),
    [
        pytest.param([M1, dienst("onderzoek", op="2020-03-05")], "2020-03-06", ["#2 VT tot 2020-05-15: open"],
                     id="ten weeks from Thursday to Thursday"),
        pytest.param([M1, dienst(op="2020-03-05")], "2020-03-06", [], id="not the other dienst"),
        pytest.param(
            [M1, dienst("onderzoek", op="2020-03-05"), onderzoek_af("weerlegd", op="2020-05-14 17:00")],
            "2020-06-01",
            ["#2 VT tot 2020-05-15: gehaald door #3 op 2020-05-14 17:00"],
            id="met on its last day",
        ),
        pytest.param(
            [M1, dienst("onderzoek", op="2020-03-05"), onderzoek_af("weerlegd", op="2020-05-15 09:00")],
            "2020-06-01",
            ["#2 VT tot 2020-05-15: te-laat door #3 op 2020-05-15 09:00"],
            id="met late",
        ),
        pytest.param(
            [M1, dienst("onderzoek", op="2020-03-05"), dienst_af("onderzoek", op="2020-04-01")],
            "2020-06-01",
            ["#2 VT tot 2020-05-15: verstreken"],
            id="the end of the dienst is no outcome",
        ),
        pytest.param(
            [M1, dienst("onderzoek", op="2020-03-05"), onderzoek_af("bevestigd", op="2020-05-01"),
             vervanging(3, gebeurd_op="2020-05-20", op="2020-05-21")],
            "2020-06-01",
            ["#2 VT tot 2020-05-15: te-laat door #3 op 2020-05-20"],
            id="corrected to a later day",
        ),
    ],
)  # fmt: skip
def test_an_onderzoek_takes_ten_weeks_at_most(regels, op, verwacht):
    assert termijnen("onderzoek-landelijk", verhaal(*regels), op=op) == verwacht


@pytest.mark.parametrize(
    ("regels", "verwacht"),
    [
        pytest.param(BESLUIT_OVERDRACHT, ["#2 VT: open"], id="decided, not sent"),
        pytest.param(
            [*BESLUIT_OVERDRACHT, overdracht(aan=WEST, op="2020-03-05 11:00")],
            ["#2 VT: gehaald door #3 op 2020-03-05 11:00"],
            id="sent",
        ),
        pytest.param(
            [*BESLUIT_OVERDRACHT, overdracht(van=WEST, aan=OOST, op="2020-03-05 11:00")],
            ["#2 VT: open"],
            id="what another sends does not relieve Veilig Thuis",
        ),
        pytest.param(BESLUIT_DIENST, [], id="another besluit"),
        pytest.param(
            [M1, dienst(op="2020-03-03"), dienst_af(vervolg="overdracht", op="2020-04-01")],
            ["#3 VT: open"],
            id="after a dienst",
        ),
        pytest.param(
            [M1, dienst(op="2020-03-03"), dienst_af(vervolg="geen-vervolg", op="2020-04-01")],
            [],
            id="a dienst without anything to follow",
        ),
        pytest.param([M1, dienst(op="2020-03-03"), dienst_af(op="2020-04-01")], [], id="nothing said of it"),
        pytest.param(
            [M1, melding("m2", op="2020-03-03"), beoordeling("overdracht", "m2", op="2020-03-04"),
             intrekking(2, op="2020-03-05")],
            [],
            id="on a melding that does not stand",
        ),
    ],
)  # fmt: skip
def test_a_handover_that_was_decided_on_is_sent(regels, verwacht):
    assert termijnen("overdracht-versturen", verhaal(*regels), op="2020-06-01") == verwacht


def test_each_ground_of_sending_names_its_own_section():
    lijst = alle_termijnen(
        verhaal(
            *BESLUIT_OVERDRACHT, dienst(op="2020-03-06"), dienst_af(vervolg="overdracht", op="2020-04-01")
        )
    )

    assert [term.grondslag for term in lijst if term.soort == "overdracht-versturen"] == ["§6.1.1", "§6.2.1"]


BIJ_WEST = (M1, overdracht(aan=WEST, op="2020-03-05"), bevestigd(door=WEST, op="2020-03-06"))


@pytest.mark.parametrize(
    ("regels", "verwacht"),
    [
        pytest.param([], ["#4 VT: open"], id="not weighed"),
        pytest.param([gewogen(op="2020-04-08")], ["#4 VT: gehaald door #5 op 2020-04-08"], id="weighed"),
        pytest.param([dienst(op="2020-04-09")], ["#4 VT: gehaald door #5 op 2020-04-09"], id="a dienst"),
        pytest.param(
            [beoordeling("overdracht", op="2020-04-09")], ["#4 VT: open"], id="an assessment weighs no form"
        ),
        pytest.param(
            [gewogen(op="2020-04-08"), intrekking(5, op="2020-04-10")], ["#4 VT: open"], id="withdrawn"
        ),
    ],
)
def test_a_terugkoppeling_is_weighed(regels, verwacht):
    verteld = verhaal(*BIJ_WEST, terugkoppeling(door=WEST, op="2020-04-01"), *regels)

    assert termijnen("weging-terugkoppeling", verteld, op="2020-06-01") == verwacht


def test_the_terms_of_veilig_thuis_are_norms():
    lijst = alle_termijnen(verhaal(*BESLUIT_DIENST, dienst("onderzoek", op="2020-03-06")))

    assert {(term.ernst, term.partij) for term in lijst} == {("norm", VT)}
    assert {term.soort for term in lijst} == {
        "veiligheidsbeoordeling",
        "veiligheidsbeoordeling-landelijk",
        "dienst-starten",
        "onderzoek-landelijk",
    }
