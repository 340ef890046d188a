"""Refusing, taking back and disagreeing: Z14 to Z18."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    besloten,
    bevestigd,
    contact,
    dienst,
    gestopt,
    geweigerd,
    ingetrokken,
    melding,
    niet_bezorgd,
    opschaling,
    overdracht,
    zicht,
)

M1 = melding("m1", op="2020-03-02 09:00")
O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")
VERSTUURD = ["2020-03-02 09:00 VT vast Z1 #1", "2020-03-05 11:00 VT in-overdracht Z8 #2"]
BIJ_WEST_STUKKEN = [*VERSTUURD, "2020-03-09 14:00 WEST vast Z8 #3"]


# --- Z14 ----------------------------------------------------------------------------------------------


def test_z14_weigering_van_een_lopende_overdracht_laat_haar_vervallen():
    assert zicht(M1, O1, geweigerd(door=WEST, op="2020-03-06 10:00")) == [
        *VERSTUURD,
        "2020-03-06 10:00 VT betwist Z14 #3",
    ]


@pytest.mark.parametrize(
    ("op", "einde"),
    [
        ("2020-03-12 23:59:59", "2020-03-12 23:59:59 VT betwist Z14 #3"),
        ("2020-03-13 00:00", "2020-03-13 00:00 WEST betwist Z15 #3"),
    ],
)
def test_z14_op_het_ogenblik_van_de_termijn_is_zicht_al_over(op, einde):
    assert zicht(M1, O1, geweigerd(door=WEST, op=op)) == [*VERSTUURD, einde]


@pytest.mark.parametrize(
    "weigering",
    [
        geweigerd("o1", door=OOST, op="2020-03-06 10:00"),
        geweigerd("o9", door=WEST, op="2020-03-06 10:00"),
    ],
    ids=["andere-partij", "andere-overdracht"],
)
def test_z14_alleen_door_de_ontvanger_van_deze_overdracht(weigering):
    assert zicht(M1, O1, weigering) == [*VERSTUURD, "2020-03-13 00:00 WEST vast Z8 #2 rechtens"]


def test_z14_als_niemand_houdt_is_er_niets_betwist():
    gestopt_en_verstuurd = [
        melding(op="2020-03-02 09:00"),
        gestopt(op="2020-03-03 09:00"),
        overdracht(aan=WEST, op="2020-03-04 09:00"),
    ]

    assert zicht(*gestopt_en_verstuurd, geweigerd(door=WEST, op="2020-03-05 09:00")) == [
        "2020-03-02 09:00 VT vast Z1 #1",
        "2020-03-03 09:00 onbelegd Z24 #2",
    ]


# --- Z15 ----------------------------------------------------------------------------------------------


def test_z15_weigering_achteraf_geeft_niets_terug():
    assert zicht(*BIJ_WEST, geweigerd(door=WEST, op="2020-03-10 10:00")) == [
        *BIJ_WEST_STUKKEN,
        "2020-03-10 10:00 WEST betwist Z15 #4",
    ]


def test_z15_ook_na_een_overgang_rechtens_en_na_een_dienst():
    assert zicht(M1, O1, geweigerd(door=WEST, op="2020-03-20 10:00"))[-2:] == [
        "2020-03-13 00:00 WEST vast Z8 #2 rechtens",
        "2020-03-20 10:00 WEST betwist Z15 #3",
    ]
    assert zicht(
        M1,
        overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00"),
        geweigerd(door=WEST, op="2020-03-06 10:00"),
    )[-2:] == ["2020-03-05 11:00 WEST vast Z9 #2", "2020-03-06 10:00 WEST betwist Z15 #3"]


def test_z15_alleen_van_de_overdracht_waardoor_zij_houdt():
    """WEST holds by o2; refusing the older o1, which brought it zicht before, disputes nothing."""
    heen_en_weer = [
        *BIJ_WEST,
        dienst(op="2020-04-01 10:00"),
        overdracht("o2", aan=WEST, fase=NA_DIENST, op="2020-04-02 10:00"),
    ]

    assert zicht(*heen_en_weer, geweigerd("o1", door=WEST, op="2020-04-03 10:00"))[-1] == (
        "2020-04-02 10:00 WEST vast Z9 #5"
    )
    assert zicht(*heen_en_weer, geweigerd("o2", door=WEST, op="2020-04-03 10:00"))[-1] == (
        "2020-04-03 10:00 WEST betwist Z15 #6"
    )


def test_z15_wie_door_een_besluit_houdt_weigert_geen_overdracht():
    assert (
        zicht(M1, O1, besloten(aan=WEST, op="2020-03-06 10:00"), geweigerd(door=WEST, op="2020-03-07 10:00"))[
            -1
        ]
        == "2020-03-06 10:00 WEST vast Z18 #3"
    )


# --- Z16 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vervalt", "einde"),
    [
        (ingetrokken(op="2020-03-06 10:00"), "2020-03-06 10:00 VT vast Z16 #3"),
        (niet_bezorgd(op="2020-03-06 10:00"), "2020-03-06 10:00 VT vast Z16 #3"),
        (ingetrokken(op="2020-03-12 23:59:59"), "2020-03-12 23:59:59 VT vast Z16 #3"),
        (ingetrokken(op="2020-03-13 00:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (niet_bezorgd(op="2020-03-13 00:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (ingetrokken("o9", op="2020-03-06 10:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (niet_bezorgd("o9", op="2020-03-06 10:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
    ],
)
def test_z16_ingetrokken_of_niet_bezorgd_laat_de_lopende_overdracht_vervallen(vervalt, einde):
    assert zicht(M1, O1, vervalt) == [*VERSTUURD, einde]


@pytest.mark.parametrize("vervalt", [ingetrokken(op="2020-03-10 10:00"), niet_bezorgd(op="2020-03-10 10:00")])
def test_z16_na_de_overgang_verandert_niets(vervalt):
    assert zicht(*BIJ_WEST, vervalt) == BIJ_WEST_STUKKEN


# --- Z17 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("onderwerp", ["zicht", "overdracht"])
def test_z17_opschaling_over_zicht_of_overdracht_maakt_het_betwist(onderwerp):
    assert zicht(*BIJ_WEST, opschaling(onderwerp, op="2020-04-06 10:00")) == [
        *BIJ_WEST_STUKKEN,
        "2020-04-06 10:00 WEST betwist Z17 #4",
    ]


def test_z17_over_de_inhoud_niet():
    assert zicht(*BIJ_WEST, opschaling("inhoud", op="2020-04-06 10:00")) == BIJ_WEST_STUKKEN


def test_z17_als_niemand_houdt_niet():
    assert zicht(M1, gestopt(op="2020-03-03 09:00"), opschaling(op="2020-03-04 10:00"))[-1] == (
        "2020-03-03 09:00 onbelegd Z24 #2"
    )


def test_z17_als_niemand_houdt_behoudt_een_lopende_overdracht_haar_termijn():
    niemand = [M1, gestopt(op="2020-03-03 09:00"), O1]

    assert (
        zicht(*niemand, opschaling(op="2020-03-06 10:00"))[-1] == "2020-03-13 00:00 WEST vast Z8 #3 rechtens"
    )


def test_z17_een_lopende_overdracht_verliest_haar_termijn():
    assert zicht(M1, O1, opschaling(op="2020-03-12 23:59:59")) == [
        *VERSTUURD,
        "2020-03-12 23:59:59 VT betwist Z17 #3",
    ]
    assert zicht(M1, O1, opschaling(op="2020-03-13 00:00"))[-1] == "2020-03-13 00:00 WEST betwist Z17 #3"


def test_z17_over_de_inhoud_loopt_de_termijn_door():
    assert zicht(M1, O1, opschaling("inhoud", op="2020-03-06 10:00")) == [
        *VERSTUURD,
        "2020-03-13 00:00 WEST vast Z8 #2 rechtens",
    ]


@pytest.mark.parametrize(
    "handeling",
    [bevestigd(door=WEST, op="2020-05-01 10:00"), contact(door=WEST, op="2020-05-01 10:00")],
    ids=["bevestiging", "contact"],
)
def test_z17_een_handeling_laat_de_overdracht_nog_wel_overgaan(handeling):
    assert (
        zicht(M1, O1, opschaling(op="2020-03-06 10:00"), handeling)[-1] == "2020-05-01 10:00 WEST vast Z8 #4"
    )


def test_z17_de_verloren_termijn_komt_na_het_besluit_niet_terug():
    assert zicht(M1, O1, opschaling(op="2020-03-06 10:00"), besloten(op="2020-03-07 10:00")) == [
        *VERSTUURD,
        "2020-03-06 10:00 VT betwist Z17 #3",
        "2020-03-07 10:00 VT in-overdracht Z18 #4",
    ]


def test_z17_een_latere_overdracht_heeft_haar_eigen_termijn():
    assert zicht(M1, opschaling(op="2020-03-04 10:00"), O1) == [
        "2020-03-02 09:00 VT vast Z1 #1",
        "2020-03-04 10:00 VT betwist Z17 #2",
        "2020-03-13 00:00 WEST vast Z8 #3 rechtens",
    ]


# --- Z18 ----------------------------------------------------------------------------------------------


def test_z18_het_besluit_wijst_aan_wie_houdt():
    assert zicht(*BIJ_WEST, opschaling(op="2020-04-06 10:00"), besloten(aan=OOST, op="2020-04-08 10:00"))[
        -2:
    ] == ["2020-04-06 10:00 WEST betwist Z17 #4", "2020-04-08 10:00 OOST vast Z18 #5"]


def test_z18_ook_zonder_lopend_geschil():
    assert zicht(*BIJ_WEST, besloten(aan=VT, op="2020-04-08 10:00"))[-1] == "2020-04-08 10:00 VT vast Z18 #4"


def test_z18_zonder_toewijzing_eindigt_alleen_het_geschil():
    assert zicht(*BIJ_WEST, opschaling(op="2020-04-06 10:00"), besloten(op="2020-04-08 10:00"))[-1] == (
        "2020-04-08 10:00 WEST vast Z18 #5"
    )


@pytest.mark.parametrize("aan", [VT, OOST], ids=["aan-de-houder", "aan-een-ander"])
def test_z18_met_toewijzing_vervalt_de_lopende_overdracht(aan):
    houder = "VT" if aan == VT else "OOST"

    assert zicht(
        M1, O1, besloten(aan=aan, op="2020-03-06 10:00"), bevestigd(door=WEST, op="2020-03-07 10:00")
    )[2:] == [f"2020-03-06 10:00 {houder} vast Z18 #3"]


def test_z18_toewijzing_aan_de_houder_eindigt_het_geschil():
    assert (
        zicht(
            *BIJ_WEST, geweigerd(door=WEST, op="2020-03-10 10:00"), besloten(aan=WEST, op="2020-03-12 10:00")
        )[-1]
        == "2020-03-12 10:00 WEST vast Z18 #5"
    )


def test_z18_toewijzing_als_niemand_houdt():
    assert zicht(M1, gestopt(op="2020-03-03 09:00"), besloten(aan=OOST, op="2020-03-05 09:00"))[-1] == (
        "2020-03-05 09:00 OOST vast Z18 #3"
    )


def test_z18_toewijzing_aan_het_gezin():
    assert zicht(*BIJ_WEST, besloten(aan=GEZIN, op="2020-04-08 10:00"))[-1] == (
        "2020-04-08 10:00 GEZIN bij-clientsysteem Z18 #4"
    )


def test_z18_een_instelling_die_houdt_zonder_overdracht():
    assert zicht(M1, besloten(aan=GGZ, op="2020-03-03 10:00"))[-1] == "2020-03-03 10:00 GGZ vast Z18 #2"
