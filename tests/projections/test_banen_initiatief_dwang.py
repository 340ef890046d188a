"""The lane initiatief-dwang: who takes the initiative for a coercive measure (§6.4)."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    GEZIN,
    OOST,
    VT,
    WEST,
    baan,
    beoordeling,
    besloten,
    bevestigd,
    contact,
    gestopt,
    melding,
    overdracht,
    stabiel,
    verhaal,
)

M1 = melding("m1", op="2020-03-02 09:00")
O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")
VT_NEEMT = "2020-03-02 09:00 VT vast #1"
TE_BEZIEN = "2020-03-09 14:00 te-bezien #3"


def lijn(*regels, **lezingen):
    return baan("initiatief-dwang", verhaal(*regels), **lezingen)


def test_veilig_thuis_van_melding_tot_overdracht():
    assert lijn(M1) == [VT_NEEMT]
    assert lijn(*BIJ_WEST) == [VT_NEEMT, TE_BEZIEN]


def test_rechtens_als_zicht_rechtens_overgaat():
    assert lijn(M1, O1) == [VT_NEEMT, "2020-03-13 00:00 te-bezien #2 rechtens"]


@pytest.mark.parametrize("wijze", ["gesprek", "huisbezoek", "video"])
def test_de_houder_vanaf_een_eigen_contact(wijze):
    assert lijn(*BIJ_WEST, contact(door=WEST, wijze=wijze, op="2020-03-11 10:00")) == [
        VT_NEEMT,
        TE_BEZIEN,
        "2020-03-11 10:00 WEST vast #4",
    ]


@pytest.mark.parametrize(
    "geen_eigen_contact",
    [
        contact(door=WEST, wijze="telefoon", op="2020-03-11 10:00"),
        contact(door=OOST, op="2020-03-11 10:00"),
        contact(door=VT, op="2020-03-11 10:00"),
    ],
    ids=["telefoon", "ander-team", "veilig-thuis"],
)
def test_anders_blijft_het_te_bezien(geen_eigen_contact):
    assert lijn(*BIJ_WEST, geen_eigen_contact) == [VT_NEEMT, TE_BEZIEN]


@pytest.mark.parametrize(
    ("contact_op", "einde"),
    [
        ("2020-03-05 10:59:59", "2020-03-05 12:00 te-bezien #4"),
        ("2020-03-05 11:00", "2020-03-05 12:00 WEST vast #4"),
    ],
)
def test_contact_telt_vanaf_het_versturen(contact_op, einde):
    """A visit at the very moment of sending counts, also when it was recorded before it."""
    verteld = [
        M1,
        contact(door=WEST, op=contact_op),
        overdracht(aan=WEST, op="2020-03-05 11:00"),
        bevestigd(door=WEST, op="2020-03-05 12:00"),
    ]

    assert lijn(*verteld) == [VT_NEEMT, einde]


def test_contact_tussen_versturen_en_overgaan_telt_vanaf_het_overgaan():
    """By a fase that contact does not make pass."""
    verteld = [
        M1,
        beoordeling("overdracht", op="2020-03-03 09:00"),
        overdracht(aan=WEST, fase="na-dienst", zonder=["monitorfunctie"], op="2020-03-05 11:00"),
        contact(door=WEST, op="2020-03-06 10:00"),
        bevestigd(door=WEST, op="2020-03-07 10:00"),
    ]

    assert lijn(*verteld, overdracht_na_dienst="bevestiging") == [VT_NEEMT, "2020-03-07 10:00 WEST vast #5"]


def test_wie_door_een_besluit_houdt_pas_na_contact_sindsdien():
    verteld = [M1, contact(door=WEST, op="2020-03-04 10:00"), besloten(aan=WEST, op="2020-03-05 10:00")]

    assert lijn(*verteld) == [VT_NEEMT, "2020-03-05 10:00 te-bezien #3"]
    assert lijn(*verteld, contact(door=WEST, op="2020-03-06 10:00"))[-1] == "2020-03-06 10:00 WEST vast #4"
    op_het_ogenblik = [besloten(aan=WEST, op="2020-03-05 10:00"), contact(door=WEST, op="2020-03-05 10:00")]
    assert lijn(M1, *op_het_ogenblik) == [VT_NEEMT, "2020-03-05 10:00 WEST vast #3"]


def test_een_nieuwe_overdracht_vraagt_een_nieuw_contact():
    """WEST visited while it held before; when it comes to hold again that was before the sending."""
    assert lijn(
        *BIJ_WEST,
        contact(door=WEST, op="2020-03-10 10:00"),
        besloten(aan=OOST, op="2020-04-01 10:00"),
        contact(door=OOST, op="2020-04-10 10:00"),
        overdracht("o2", aan=WEST, van=OOST, fase="na-dienst", op="2020-05-01 10:00"),
    )[2:] == [
        "2020-03-10 10:00 WEST vast #4",
        "2020-04-01 10:00 te-bezien #5",
        "2020-04-10 10:00 OOST vast #6",
        "2020-05-01 10:00 te-bezien #7",
    ]


def test_een_open_melding_geeft_veilig_thuis_het_initiatief():
    met_contact = [*BIJ_WEST, contact(door=WEST, op="2020-03-11 10:00"), melding("m2", op="2020-04-06 10:00")]

    assert lijn(*met_contact, beoordeling("geen-vervolg", "m2", op="2020-04-08 10:00"))[-3:] == [
        "2020-03-11 10:00 WEST vast #4",
        "2020-04-06 10:00 VT vast #5",
        "2020-04-08 10:00 WEST vast #6",
    ]


def test_zonder_open_melding_neemt_niemand_het_initiatief_als_niemand_houdt():
    for einde in (
        [beoordeling("geen-vervolg", op="2020-03-04 10:00")],
        [gestopt(op="2020-03-04 10:00")],
        [overdracht(aan=GEZIN, op="2020-03-04 10:00")],
    ):
        assert lijn(M1, *einde) == [VT_NEEMT, "2020-03-04 10:00 niets"]


def test_met_een_open_melding_wel():
    bij_gezin = [M1, overdracht(aan=GEZIN, fase="overig", op="2020-03-04 10:00")]

    assert lijn(*bij_gezin) == [VT_NEEMT]


def test_na_het_einde_van_zicht_niemand():
    assert lijn(*BIJ_WEST, stabiel(door=WEST, op="2020-10-01 10:00"))[-1] == "2020-10-01 10:00 niets"
