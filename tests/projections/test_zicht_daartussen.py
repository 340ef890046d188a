"""Between the rules: who may hand over, what lapses, what ends a dispute, which status is shown."""

import pytest
from tests.verhaal import (
    ANDER_VT,
    BIJ_WEST,
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    beoordeling,
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
    stabiel,
    zicht,
)

M1 = melding("m1", op="2020-03-02 09:00")
O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")
VT_HOUDT = "2020-03-02 09:00 VT vast Z1 #1"
VERSTUURD = [VT_HOUDT, "2020-03-05 11:00 VT in-overdracht Z8 #2"]
BIJ_WEST_STUKKEN = [*VERSTUURD, "2020-03-09 14:00 WEST vast Z8 #3"]


# --- who can hand over --------------------------------------------------------------------------------


@pytest.mark.parametrize("van", [OOST, GGZ, ANDER_VT, GEZIN], ids=str)
def test_een_overdracht_van_een_partij_die_niet_houdt_beweegt_niets(van):
    assert zicht(M1, overdracht(aan=WEST, van=van, fase=NA_DIENST, op="2020-03-05 11:00")) == [VT_HOUDT]
    assert zicht(*BIJ_WEST, overdracht("o2", aan=GGZ, van=van, op="2020-04-06 10:00")) == BIJ_WEST_STUKKEN


def test_veilig_thuis_kan_overdragen_ook_als_een_ander_houdt():
    assert zicht(*BIJ_WEST, overdracht("o2", aan=OOST, van=VT, op="2020-04-06 10:00"))[-2:] == [
        "2020-04-06 10:00 WEST in-overdracht Z8 #4",
        "2020-04-14 00:00 OOST vast Z8 #4 rechtens",
    ]


def test_wie_niet_houdt_laat_ook_een_lopende_overdracht_niet_vervallen():
    van_een_ander = overdracht("o2", aan=GGZ, van=OOST, op="2020-03-06 10:00")

    assert zicht(M1, O1, van_een_ander)[-1] == "2020-03-13 00:00 WEST vast Z8 #2 rechtens"


# --- one pending handover -----------------------------------------------------------------------------


def test_een_nieuwe_overdracht_vervangt_de_oudere():
    vervangen = [M1, O1, overdracht("o2", aan=OOST, op="2020-03-06 11:00")]

    assert zicht(*vervangen) == [*VERSTUURD, "2020-03-14 00:00 OOST vast Z8 #3 rechtens"]
    assert zicht(*vervangen, bevestigd("o1", door=WEST, op="2020-03-07 11:00")) == zicht(*vervangen)
    assert zicht(*vervangen, bevestigd("o2", door=OOST, op="2020-03-07 11:00"))[-1] == (
        "2020-03-07 11:00 OOST vast Z8 #4"
    )


def test_wat_door_een_overdracht_overging_is_niet_meer_lopend():
    assert zicht(*BIJ_WEST, ingetrokken(op="2020-03-10 10:00"), niet_bezorgd(op="2020-03-11 10:00")) == (
        BIJ_WEST_STUKKEN
    )


@pytest.mark.parametrize(
    "vervalt",
    [ingetrokken(door=GGZ, op="2020-03-06 10:00"), niet_bezorgd(op="2020-03-06 10:00")],
    ids=["ingetrokken", "niet-bezorgd"],
)
def test_bij_intrekken_en_niet_bezorgen_telt_alleen_het_id(vervalt):
    assert zicht(M1, O1, vervalt) == [*VERSTUURD, "2020-03-06 10:00 VT vast Z16 #3"]


def test_als_veilig_thuis_gaat_houden_vervalt_een_overdracht_naar_veilig_thuis():
    terug = overdracht("o2", aan=VT, van=WEST, fase="overig", op="2020-04-01 10:00")

    assert zicht(*BIJ_WEST, terug, melding("m2", op="2020-04-06 10:00"))[-2:] == [
        "2020-04-01 10:00 WEST in-overdracht Z11 #4",
        "2020-04-13 00:00 VT vast Z3 #5 rechtens",
    ]


def test_als_veilig_thuis_gaat_houden_blijft_een_overdracht_naar_een_ander_lopen():
    door_naar_ggz = overdracht("o2", aan=GGZ, van=WEST, fase="overig", op="2020-04-01 10:00")
    begin = [*BIJ_WEST, door_naar_ggz, melding("m2", op="2020-04-06 10:00")]

    assert zicht(*begin)[-1] == "2020-04-13 00:00 VT in-overdracht Z3 #5 rechtens"
    assert zicht(*begin, bevestigd("o2", door=GGZ, op="2020-04-14 10:00"))[-1] == (
        # the deadline of m2 was past already, and a fase outside the agreement settles no melding
        "2020-04-14 10:00 VT vast Z3 #5 rechtens"
    )


@pytest.mark.parametrize(
    ("overdracht_erna", "stukken"),
    [
        (
            overdracht(aan=WEST, op="2020-03-05 11:00"),
            ["2020-03-13 00:00 WEST vast Z8 #3 rechtens"],
        ),
        (
            overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00"),
            ["2020-03-05 11:00 WEST vast Z9 #3"],
        ),
        (overdracht(aan=GGZ, op="2020-03-05 11:00"), []),
        (
            overdracht(aan=GEZIN, op="2020-03-05 11:00"),
            ["2020-03-05 11:00 GEZIN bij-clientsysteem Z12 #3"],
        ),
    ],
    ids=["Z8", "Z9", "Z11", "Z12"],
)
def test_een_overdracht_terwijl_niemand_houdt_gaat_over_naar_haar_eigen_regel(overdracht_erna, stukken):
    """Nobody holds, so there is no holder to show as in-overdracht."""
    begin = [M1, gestopt(op="2020-03-04 10:00")]

    assert zicht(*begin, overdracht_erna) == [VT_HOUDT, "2020-03-04 10:00 onbelegd Z24 #2", *stukken]


# --- copies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "handeling",
    [
        bevestigd(door=OOST, op="2020-03-06 10:00"),
        contact(door=OOST, op="2020-03-06 10:00"),
        geweigerd(door=OOST, op="2020-03-06 10:00"),
    ],
    ids=["bevestiging", "contact", "weigering"],
)
def test_een_medeontvanger_krijgt_een_kopie_en_houdt_niets(handeling):
    met_kopie = overdracht(aan=WEST, medeontvangers=(OOST,), op="2020-03-05 11:00")

    assert zicht(M1, met_kopie, handeling) == [*VERSTUURD, "2020-03-13 00:00 WEST vast Z8 #2 rechtens"]


# --- how a dispute ends -------------------------------------------------------------------------------

BETWIST_BIJ_WEST = (*BIJ_WEST, geweigerd(door=WEST, op="2020-03-10 10:00"))
BETWIST = "2020-03-10 10:00 WEST betwist Z15 #4"


@pytest.mark.parametrize(
    "handeling",
    [
        melding("m2", op="2020-03-11 10:00"),
        beoordeling("geen-vervolg", op="2020-03-11 10:00"),
        overdracht("o2", aan=OOST, van=WEST, op="2020-03-11 10:00"),
        opschaling(op="2020-03-11 10:00"),
        opschaling("inhoud", op="2020-03-11 10:00"),
        ingetrokken(op="2020-03-11 10:00"),
        contact(door=WEST, op="2020-03-11 10:00"),
        gestopt(op="2020-03-11 10:00"),  # not by VT as holder
        stabiel(door=WEST, op="2020-03-11 10:00"),  # Z21
        bevestigd("o1", door=OOST, op="2020-03-11 10:00"),
        bevestigd("o9", door=WEST, op="2020-03-11 10:00"),
    ],
)
def test_een_geschil_eindigt_hierdoor_niet(handeling):
    assert BETWIST in zicht(*BETWIST_BIJ_WEST, handeling)
    assert not [s for s in zicht(*BETWIST_BIJ_WEST, handeling) if s.startswith("2020-03-11")]


@pytest.mark.parametrize(
    ("handeling", "stuk"),
    [
        (besloten(op="2020-09-10 10:00"), "2020-09-10 10:00 WEST vast Z18 #5"),
        (dienst(op="2020-09-10 10:00"), "2020-09-10 10:00 VT vast Z7 #5"),
        (stabiel(door=WEST, op="2020-09-10 10:00"), "2020-09-10 10:00 beeindigd Z20 #5"),
        (
            overdracht("o2", aan=OOST, van=WEST, fase=NA_DIENST, op="2020-09-10 10:00"),
            "2020-09-10 10:00 OOST vast Z9 #5",
        ),
        (
            overdracht("o2", aan=GEZIN, van=WEST, op="2020-09-10 10:00"),
            "2020-09-10 10:00 GEZIN bij-clientsysteem Z12 #5",
        ),
        (bevestigd(door=WEST, op="2020-09-10 10:00"), "2020-09-10 10:00 WEST vast Z15 #5"),
    ],
    ids=["Z18", "Z7", "Z20", "andere-houder", "gezin", "alsnog-bevestigd"],
)
def test_een_geschil_eindigt_hierdoor(handeling, stuk):
    assert zicht(*BETWIST_BIJ_WEST, handeling)[-2:] == [BETWIST, stuk]


def test_een_geschil_eindigt_door_z24():
    assert zicht(M1, opschaling(op="2020-03-04 10:00"), gestopt(op="2020-03-05 10:00"))[-1] == (
        "2020-03-05 10:00 onbelegd Z24 #3"
    )


def test_een_geschil_eindigt_als_een_termijn_de_houder_verandert():
    assert zicht(*BETWIST_BIJ_WEST, melding("m2", op="2020-03-11 10:00"))[-2:] == [
        BETWIST,
        "2020-03-18 00:00 VT vast Z3 #5 rechtens",
    ]


WEIGERING = (M1, O1, geweigerd(door=WEST, op="2020-03-06 10:00"))


def test_bevestiging_van_de_geweigerde_overdracht_laat_niets_overgaan():
    assert zicht(*WEIGERING, bevestigd(door=WEST, op="2020-03-07 10:00"))[-2:] == [
        "2020-03-06 10:00 VT betwist Z14 #3",
        "2020-03-07 10:00 VT vast Z14 #4",
    ]


def test_bevestiging_van_de_geweigerde_overdracht_eindigt_ook_een_opgeschaald_geschil():
    opgeschaald = [*WEIGERING, opschaling(op="2020-03-06 12:00")]

    assert zicht(*opgeschaald, bevestigd(door=WEST, op="2020-03-07 10:00"))[-1] == (
        "2020-03-07 10:00 VT vast Z14 #5"
    )


def test_een_geschil_door_opschaling_alleen_eindigt_niet_door_bevestiging():
    assert zicht(*BIJ_WEST, opschaling(op="2020-03-10 10:00"), bevestigd(door=WEST, op="2020-03-11 10:00"))[
        -1
    ] == ("2020-03-10 10:00 WEST betwist Z17 #4")


def test_van_meer_geweigerde_overdrachten_eindigt_elke_bevestiging_het_geschil():
    twee_keer = [
        *WEIGERING,
        overdracht("o2", aan=OOST, op="2020-03-07 10:00"),
        geweigerd("o2", door=OOST, op="2020-03-08 10:00"),
    ]

    for nummer, door in (("o1", WEST), ("o2", OOST)):
        assert zicht(*twee_keer, bevestigd(nummer, door=door, op="2020-03-09 10:00"))[-1] == (
            "2020-03-09 10:00 VT vast Z14 #6"
        )


def test_een_nieuw_geschil_kent_de_weigeringen_van_het_vorige_niet():
    opnieuw = [*WEIGERING, besloten(op="2020-03-07 10:00"), opschaling(op="2020-03-08 10:00")]

    assert zicht(*opnieuw, bevestigd(door=WEST, op="2020-03-09 10:00"))[-1] == (
        "2020-03-08 10:00 VT betwist Z17 #5"
    )


def test_als_niemand_houdt_is_er_niets_betwist():
    naar_het_gezin = [M1, opschaling(op="2020-03-04 10:00"), overdracht(aan=GEZIN, op="2020-03-05 10:00")]

    assert zicht(*naar_het_gezin, melding("m2", op="2020-03-10 10:00"))[-2:] == [
        "2020-03-05 10:00 GEZIN bij-clientsysteem Z12 #3",
        "2020-03-10 10:00 VT vast Z1 #4",
    ]


# --- which status is shown ----------------------------------------------------------------------------

ALLES_TEGELIJK = (
    *BIJ_WEST,
    melding("m2", op="2020-03-10 10:00"),
    overdracht("o2", aan=OOST, van=WEST, op="2020-03-11 10:00"),
    opschaling(op="2020-03-12 10:00"),
)


def test_van_meer_statussen_is_getoond_de_eerste():
    assert zicht(*ALLES_TEGELIJK)[2:6] == [
        "2020-03-09 14:00 WEST vast Z8 #3",
        "2020-03-10 10:00 WEST melding-in-behandeling Z3 #4",
        "2020-03-11 10:00 WEST in-overdracht Z8 #5",
        "2020-03-12 10:00 WEST betwist Z17 #6",
    ]


def test_wat_eronder_lag_komt_weer_boven():
    assert zicht(
        *ALLES_TEGELIJK,
        besloten(op="2020-03-13 10:00"),
        ingetrokken("o2", door=WEST, op="2020-03-14 10:00"),
        beoordeling("geen-vervolg", "m2", op="2020-03-15 10:00"),
    )[6:] == [
        "2020-03-13 10:00 WEST in-overdracht Z18 #7",
        "2020-03-14 10:00 WEST melding-in-behandeling Z16 #8",
        "2020-03-15 10:00 WEST vast Z6 #9",
    ]


def test_een_handeling_die_hetzelfde_toont_begint_geen_nieuw_stuk():
    assert zicht(M1, O1, overdracht("o2", aan=GGZ, op="2020-03-06 10:00")) == VERSTUURD


def test_wat_op_hetzelfde_ogenblik_weer_verdwijnt_is_er_niet_geweest():
    assert zicht(M1, O1, ingetrokken(op="2020-03-05 11:00")) == [VT_HOUDT]
