"""The lane directe-veiligheid: who leads direct safety (rulebook 5; bijlage 4 §1.1)."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    GEZIN,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    baan,
    besloten,
    bevestigd,
    dienst,
    dienst_af,
    directe_veiligheid,
    gestopt,
    incident,
    melding,
    overdracht,
    regie,
    regie_af,
    stabiel,
    verhaal,
)

M1 = melding("m1", op="2020-03-02 09:00")
DIENST = dienst(op="2020-03-03 10:00")
VT_LEIDT = "2020-03-03 10:00 VT vast #2"


def lijn(*regels, **lezingen):
    return baan("directe-veiligheid", verhaal(*regels), **lezingen)


def test_een_melding_alleen_is_nog_geen_directe_veiligheid():
    assert lijn(M1) == []


def test_veilig_thuis_leidt_vanaf_een_dienst():
    assert lijn(M1, DIENST) == [VT_LEIDT]


@pytest.mark.parametrize(
    ("score", "eindigt"), [(0, False), (5, False), (5.9, False), (6, True), (6.0, True), (10, True)]
)
def test_gerealiseerd_met_minstens_een_zes_eindigt(score, eindigt):
    einde = ["2020-03-10 10:00 niets"] if eindigt else []

    assert lijn(M1, DIENST, directe_veiligheid(score=score, op="2020-03-10 10:00")) == [VT_LEIDT, *einde]


def test_niet_gerealiseerd_opent_opnieuw_zolang_een_dienst_loopt():
    weer = [
        M1,
        DIENST,
        directe_veiligheid(score=7, op="2020-03-10 10:00"),
        directe_veiligheid(gerealiseerd=False, score=3, op="2020-03-12 10:00"),
    ]

    assert lijn(*weer) == [VT_LEIDT, "2020-03-10 10:00 niets", "2020-03-12 10:00 VT vast #4"]


@pytest.mark.parametrize(
    ("dienst_eindigt", "opent"),
    [
        (dienst_af(op="2020-03-11 10:00"), False),
        (dienst_af("onderzoek", op="2020-03-11 10:00"), True),  # of another kind
        (overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-11 10:00"), False),
        (overdracht(aan=WEST, op="2020-03-11 10:00"), True),
        (overdracht(aan=GEZIN, fase=NA_DIENST, op="2020-03-11 10:00"), False),
        (overdracht(aan=GEZIN, op="2020-03-11 10:00"), True),
        (gestopt(op="2020-03-11 10:00"), False),
        (besloten(aan=WEST, op="2020-03-11 10:00"), True),
    ],
)
def test_hoe_lang_een_dienst_loopt(dienst_eindigt, opent):
    """Seen from whether 'not realised' opens the lane again."""
    verteld = [
        M1,
        DIENST,
        directe_veiligheid(score=7, op="2020-03-10 10:00"),
        dienst_eindigt,
        directe_veiligheid(gerealiseerd=False, score=3, op="2020-03-12 10:00"),
    ]

    assert ("2020-03-12 10:00 VT vast #5" in lijn(*verteld)) is opent


def test_een_dienst_loopt_niet_meer_als_zicht_beeindigd_is():
    verteld = [
        M1,
        DIENST,
        stabiel(door=VT, op="2020-10-01 10:00"),
        directe_veiligheid(gerealiseerd=False, score=3, op="2020-10-02 10:00"),
    ]

    assert lijn(*verteld) == [VT_LEIDT, "2020-10-01 10:00 niets"]


def test_een_dienst_loopt_niet_meer_als_zicht_onbelegd_is():
    """By the reading of Z22; the lane itself does not end by it."""
    verteld = [
        M1,
        DIENST,
        regie(door=VT, op="2020-03-04 10:00"),
        directe_veiligheid(score=7, op="2020-03-05 10:00"),
        regie_af(door=VT, op="2020-03-06 10:00"),
        directe_veiligheid(gerealiseerd=False, score=3, op="2020-03-07 10:00"),
    ]

    assert lijn(*verteld, casusregie_geen_mogelijkheden="onbelegd")[-1] == "2020-03-05 10:00 niets"
    assert lijn(*verteld)[-1] == "2020-03-07 10:00 VT vast #6"


def test_van_twee_diensten_loopt_de_andere_door():
    verteld = [
        M1,
        DIENST,
        dienst("onderzoek", op="2020-03-04 10:00"),
        directe_veiligheid(score=7, op="2020-03-10 10:00"),
        dienst_af(op="2020-03-11 10:00"),
        directe_veiligheid(gerealiseerd=False, score=3, op="2020-03-12 10:00"),
    ]

    assert lijn(*verteld)[-1] == "2020-03-12 10:00 VT vast #6"


@pytest.mark.parametrize(
    "handeling",
    [
        dienst_af(op="2020-03-10 10:00"),
        dienst_af(vervolg="overdracht", op="2020-03-10 10:00"),
        overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-10 10:00"),
        overdracht(aan=GEZIN, op="2020-03-10 10:00"),
        besloten(aan=OOST, op="2020-03-10 10:00"),
        directe_veiligheid(gerealiseerd=False, score=8, op="2020-03-10 10:00"),
        dienst(op="2020-03-10 10:00"),
        incident(op="2020-03-10 10:00"),
    ],
)
def test_eindigt_hierdoor_niet(handeling):
    assert lijn(M1, DIENST, handeling) == [VT_LEIDT]


@pytest.mark.parametrize(
    "handeling",
    [
        gestopt(op="2020-10-10 10:00"),
        stabiel(door=VT, op="2020-10-10 10:00"),  # Z20
        dienst_af(vervolg="geen-vervolg", op="2020-10-10 10:00"),  # Z23
    ],
    ids=["Z24", "Z20", "Z23"],
)
def test_eindigt_als_veilig_thuis_stopt_of_zicht_beeindigd_wordt(handeling):
    assert lijn(M1, DIENST, handeling) == [VT_LEIDT, "2020-10-10 10:00 niets"]


def test_eindigt_als_het_team_zicht_beeindigt():
    verteld = [
        M1,
        DIENST,
        overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-10 10:00"),
        stabiel(door=WEST, op="2020-10-10 10:00"),
    ]

    assert lijn(*verteld) == [VT_LEIDT, "2020-10-10 10:00 niets"]


def test_gestopt_eindigt_ook_als_een_ander_houdt():
    overgedragen = [M1, DIENST, overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-10 10:00")]

    assert lijn(*overgedragen, gestopt(op="2020-03-11 10:00")) == [VT_LEIDT, "2020-03-11 10:00 niets"]


def test_een_latere_dienst_begint_opnieuw():
    verteld = [*BIJ_WEST, dienst(op="2020-04-06 10:00")]

    assert lijn(*verteld) == ["2020-04-06 10:00 VT vast #4"]


def test_ook_na_een_einde_van_zicht_begint_een_dienst_de_baan_opnieuw():
    verteld = [
        M1,
        DIENST,
        dienst_af(vervolg="geen-vervolg", op="2020-03-10 10:00"),
        melding("m2", op="2020-04-01 10:00"),
        dienst(op="2020-04-02 10:00"),
        incident(op="2020-04-03 10:00"),
        melding("m3", op="2020-04-04 10:00"),
    ]

    assert lijn(*verteld) == [VT_LEIDT, "2020-03-10 10:00 niets", "2020-04-02 10:00 VT vast #5"]


def test_zicht_dat_op_hetzelfde_ogenblik_terugkomt_was_toch_beeindigd():
    """VT ends zicht while a melding lies past its deadline: it holds again at once, but no longer leads."""
    verteld = [
        M1,
        DIENST,
        melding("m2", op="2020-03-04 10:00"),
        stabiel(door=VT, op="2020-10-01 10:00"),
    ]

    assert baan("zicht", verhaal(*verteld)) == ["2020-03-02 09:00 VT vast Z1 #1"]
    assert lijn(*verteld) == [VT_LEIDT, "2020-10-01 10:00 niets"]


def test_een_directe_overdracht_raakt_de_baan_niet():
    overgegaan = [overdracht(aan=WEST, op="2020-03-05 10:00"), bevestigd(door=WEST, op="2020-03-06 10:00")]

    assert lijn(M1, DIENST, *overgegaan) == [VT_LEIDT]
