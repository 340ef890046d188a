"""A handover from sending to passing: Z8 to Z13."""

import pytest
from tests.verhaal import (
    ANDER_VT,
    BIJ_WEST,
    GEMEENTE,
    GEZIN,
    GGZ,
    NA_BEOORDELING,
    NA_DIENST,
    OOST,
    VEILIGHEIDSTEAM,
    VT,
    WEST,
    ZVH,
    aangevuld,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    geweigerd,
    melding,
    opschaling,
    overdracht,
    zicht,
)

M1 = melding("m1", op="2020-03-02 09:00")
VT_HOUDT = "2020-03-02 09:00 VT vast Z1 #1"
MAG_NIET_VAN_TOEPASSING = [
    "veiligheidsvoorwaarden",
    "aanvullende-afspraken",
    "monitorfunctie",
    "bij-wie-gemonitord",
]
MOET = [
    "overdrachtspartij",
    "samenvatting-melding",
    "verloop-betrokkenheid",
    "onveilige-situaties",
    "beschermende-factoren",
    "afspraken-wie-doet-wat",
    "overzicht-directbetrokkenen",
]

# --- Z8 -----------------------------------------------------------------------------------------------

O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")
VERSTUURD = [VT_HOUDT, "2020-03-05 11:00 VT in-overdracht Z8 #2"]


def test_z8_gaat_rechtens_over_na_het_einde_van_de_zevende_weekdag():
    assert zicht(M1, O1) == [*VERSTUURD, "2020-03-13 00:00 WEST vast Z8 #2 rechtens"]


@pytest.mark.parametrize(
    ("verstuurd", "gaat_over"),
    [
        ("2020-03-05 00:00", "2020-03-13 00:00"),
        ("2020-03-05 23:59:59", "2020-03-13 00:00"),
        ("2020-03-06 00:00", "2020-03-14 00:00"),
        ("2020-03-24 12:00", "2020-04-01 00:00"),  # summer time begins on 29 March
        ("2020-10-20 12:00", "2020-10-28 00:00"),  # and ends on 25 October
    ],
)
def test_z8_de_dag_van_versturen_is_dag_nul(verstuurd, gaat_over):
    assert zicht(M1, overdracht(aan=WEST, op=verstuurd))[-1] == f"{gaat_over} WEST vast Z8 #2 rechtens"


@pytest.mark.parametrize(
    ("handeling", "stuk"),
    [
        (bevestigd(door=WEST, op="2020-03-09 14:00"), "2020-03-09 14:00 WEST vast Z8 #3"),
        (contact(door=WEST, wijze="telefoon", op="2020-03-09 14:00"), "2020-03-09 14:00 WEST vast Z8 #3"),
        (bevestigd(door=WEST, op="2020-03-12 23:59:59"), "2020-03-12 23:59:59 WEST vast Z8 #3"),
        (contact(door=WEST, op="2020-03-12 23:59:59"), "2020-03-12 23:59:59 WEST vast Z8 #3"),
        (bevestigd(door=WEST, op="2020-03-13 00:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (contact(door=WEST, op="2020-03-13 00:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (contact(door=OOST, op="2020-03-09 14:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (contact(door=VT, op="2020-03-09 14:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (bevestigd(door=OOST, op="2020-03-09 14:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
        (bevestigd("o9", door=WEST, op="2020-03-09 14:00"), "2020-03-13 00:00 WEST vast Z8 #2 rechtens"),
    ],
)
def test_z8_gaat_over_bij_het_eerste_van_bevestiging_contact_en_termijn(handeling, stuk):
    assert zicht(M1, O1, handeling) == [*VERSTUURD, stuk]


def test_z8_de_tweede_bevestiging_verandert_niets():
    bevestigingen = [bevestigd(door=WEST, op="2020-03-06 14:00"), bevestigd(door=WEST, op="2020-03-07 14:00")]

    assert zicht(M1, O1, *bevestigingen)[2:] == ["2020-03-06 14:00 WEST vast Z8 #3"]


def test_z8_contact_voor_het_versturen_telt_niet():
    begin = [M1, contact(door=WEST, op="2020-03-04 11:00")]

    assert zicht(*begin, overdracht(aan=WEST, op="2020-03-05 11:00"))[-1] == (
        "2020-03-13 00:00 WEST vast Z8 #3 rechtens"
    )


def test_z8_onvolledig_of_niet_een_directe_overdracht_gaat_over():
    zonder_alles = overdracht(aan=WEST, zonder=[*MOET, *MAG_NIET_VAN_TOEPASSING], op="2020-03-05 11:00")

    assert zicht(M1, zonder_alles) == [*VERSTUURD, "2020-03-13 00:00 WEST vast Z8 #2 rechtens"]


def test_z8_van_team_naar_team_na_een_melding_bij_het_eerste():
    assert zicht(*BIJ_WEST, overdracht("o2", aan=OOST, van=WEST, op="2020-04-06 10:00"))[-2:] == [
        "2020-04-06 10:00 WEST in-overdracht Z8 #4",
        "2020-04-14 00:00 OOST vast Z8 #4 rechtens",
    ]


# --- Z9 -----------------------------------------------------------------------------------------------

NA_EEN_DIENST = (M1, dienst(op="2020-03-03 10:00"))


def na_dienst(**rest):
    return overdracht(aan=WEST, fase=NA_DIENST, op="2020-04-01 12:00", **rest)


GAAT_OVER = [VT_HOUDT, "2020-04-01 12:00 WEST vast Z9 #3"]
WACHT = [VT_HOUDT, "2020-04-01 12:00 VT in-overdracht Z10 #3"]


def test_z9_volledig_na_een_dienst_gaat_meteen_over():
    assert zicht(*NA_EEN_DIENST, na_dienst()) == GAAT_OVER


def test_z9_een_bevestiging_beweegt_niets():
    assert zicht(*NA_EEN_DIENST, na_dienst(), bevestigd(door=WEST, op="2020-04-02 12:00")) == GAAT_OVER


@pytest.mark.parametrize("deel", MAG_NIET_VAN_TOEPASSING)
def test_z9_wat_niet_van_toepassing_mag_zijn_telt_als_aanwezig(deel):
    assert zicht(*NA_EEN_DIENST, na_dienst(zonder=[deel], nvt=(deel,))) == GAAT_OVER


@pytest.mark.parametrize("deel", MOET)
def test_z10_wat_nodig_is_kan_niet_niet_van_toepassing_zijn(deel):
    assert zicht(*NA_EEN_DIENST, na_dienst(zonder=[deel], nvt=(deel,))) == WACHT


# --- Z10 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("deel", [*MOET, *MAG_NIET_VAN_TOEPASSING])
def test_z10_een_ontbrekend_onderdeel_houdt_de_overdracht_tegen(deel):
    assert zicht(*NA_EEN_DIENST, na_dienst(zonder=[deel])) == WACHT


@pytest.mark.parametrize(
    "handeling",
    [bevestigd(door=WEST, op="2020-04-02 12:00"), contact(door=WEST, op="2020-04-02 12:00")],
    ids=["bevestiging", "contact"],
)
def test_z10_bevestiging_en_contact_bewegen_niets_en_er_is_geen_termijn(handeling):
    assert zicht(*NA_EEN_DIENST, na_dienst(zonder=["monitorfunctie"]), handeling) == WACHT


def test_z10_gaat_over_als_aanvulling_het_document_volledig_maakt():
    onvolledig = na_dienst(zonder=["monitorfunctie", "onveilige-situaties"])
    eerste = aangevuld(met=("onveilige-situaties",), op="2020-04-02 12:00")

    assert zicht(*NA_EEN_DIENST, onvolledig, eerste) == WACHT
    for tweede in (
        aangevuld(met=("monitorfunctie",), op="2020-04-03 12:00"),
        aangevuld(nvt=("monitorfunctie",), op="2020-04-03 12:00"),
    ):
        assert zicht(*NA_EEN_DIENST, onvolledig, eerste, tweede) == [
            *WACHT,
            "2020-04-03 12:00 WEST vast Z10 #5",
        ]


def test_z10_een_aanvulling_van_een_andere_overdracht_telt_niet():
    onvolledig = na_dienst(zonder=["monitorfunctie"])
    ander = overdracht("o9", aan=OOST, van=GGZ, fase=NA_DIENST, op="2020-03-20 12:00")

    assert (
        zicht(
            *NA_EEN_DIENST, ander, onvolledig, aangevuld("o9", met=("monitorfunctie",), op="2020-04-02 12:00")
        )[-1]
        == "2020-04-01 12:00 VT in-overdracht Z10 #4"
    )


def test_z10_een_aanvulling_van_een_geweigerde_overdracht_laat_niets_overgaan():
    assert (
        zicht(
            *NA_EEN_DIENST,
            na_dienst(zonder=["monitorfunctie"]),
            geweigerd(door=WEST, op="2020-04-02 12:00"),
            aangevuld(met=("monitorfunctie",), op="2020-04-03 12:00"),
        )[-1]
        == "2020-04-02 12:00 VT betwist Z14 #4"
    )


# --- Z11 ----------------------------------------------------------------------------------------------

BUITEN = [GGZ, VEILIGHEIDSTEAM, ANDER_VT, ZVH, GEMEENTE]


@pytest.mark.parametrize("fase", [NA_BEOORDELING, NA_DIENST, "naar-bescherming", "overig"])
@pytest.mark.parametrize("partij", BUITEN, ids=str)
def test_z11_naar_een_andere_partij_gaat_alleen_over_door_bevestiging(partij, fase):
    verstuurd = overdracht(aan=partij, fase=fase, op="2020-03-05 11:00")

    wacht = zicht(M1, verstuurd)
    overgegaan = zicht(M1, verstuurd, bevestigd(door=partij, op="2020-03-05 12:00"))

    assert wacht == [VT_HOUDT, "2020-03-05 11:00 VT in-overdracht Z11 #2"]
    assert overgegaan[2].startswith("2020-03-05 12:00 ")
    assert "VT in-overdracht" not in overgegaan[2]
    assert overgegaan[2].endswith("Z11 #3")


@pytest.mark.parametrize("fase", ["naar-bescherming", "overig"])
def test_z11_ook_naar_een_lokaal_team_buiten_de_twee_fasen(fase):
    verstuurd = overdracht(aan=WEST, fase=fase, op="2020-03-05 11:00")
    wacht = [VT_HOUDT, "2020-03-05 11:00 VT in-overdracht Z11 #2"]

    assert zicht(M1, verstuurd) == wacht
    assert zicht(M1, verstuurd, contact(door=WEST, op="2020-03-06 11:00")) == wacht
    assert zicht(M1, verstuurd, bevestigd(door=WEST, op="2020-03-06 11:00"))[2] == (
        "2020-03-06 11:00 WEST melding-in-behandeling Z11 #3"
    )


@pytest.mark.parametrize(
    ("fase", "gaat_over"),
    [(NA_BEOORDELING, True), (NA_DIENST, False), ("naar-bescherming", False), ("overig", False)],
)
def test_z11_contact_laat_alleen_de_directe_overdracht_overgaan(fase, gaat_over):
    stukken = zicht(
        M1, overdracht(aan=GGZ, fase=fase, op="2020-03-05 11:00"), contact(door=GGZ, op="2020-03-06 11:00")
    )

    assert ("2020-03-06 11:00 GGZ vast Z11 #3" in stukken) is gaat_over


def test_z11_een_overdracht_terug_naar_veilig_thuis_gaat_over_door_bevestiging():
    terug = overdracht("o2", aan=VT, van=WEST, fase="overig", op="2020-04-06 10:00")

    assert zicht(*BIJ_WEST, terug)[-1] == "2020-04-06 10:00 WEST in-overdracht Z11 #4"
    assert zicht(*BIJ_WEST, terug, bevestigd("o2", door=VT, op="2020-04-07 10:00"))[-1] == (
        "2020-04-07 10:00 VT vast Z11 #5"
    )


# --- Z12 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fase", [NA_BEOORDELING, NA_DIENST, "naar-bescherming", "overig"])
def test_z12_terugleggen_bij_het_gezin_gaat_meteen(fase):
    assert zicht(M1, overdracht(aan=GEZIN, fase=fase, op="2020-03-05 11:00"))[1] == (
        "2020-03-05 11:00 GEZIN bij-clientsysteem Z12 #2"
    )


def test_z12_ook_door_het_team_dat_houdt():
    assert zicht(*BIJ_WEST, overdracht("o2", aan=GEZIN, van=WEST, op="2020-04-06 10:00"))[-1] == (
        "2020-04-06 10:00 GEZIN bij-clientsysteem Z12 #4"
    )


# --- Z13 ----------------------------------------------------------------------------------------------


def test_z13_een_overdracht_aan_wie_al_houdt_is_geen_overdracht():
    stukken = zicht(*BIJ_WEST)

    assert zicht(*BIJ_WEST, overdracht("o2", aan=WEST, op="2020-04-06 10:00")) == stukken
    assert zicht(M1, overdracht(aan=VT, van=VT, op="2020-03-05 11:00")) == [VT_HOUDT]


def test_z13_een_oudere_lopende_overdracht_vervalt():
    assert zicht(
        *BIJ_WEST,
        overdracht("o2", aan=OOST, van=WEST, op="2020-04-06 10:00"),
        overdracht("o3", aan=WEST, fase="overig", op="2020-04-07 10:00"),
    )[-2:] == [
        "2020-04-06 10:00 WEST in-overdracht Z8 #4",
        "2020-04-07 10:00 WEST vast Z13 #5",
    ]


@pytest.mark.parametrize(
    ("fase", "sluit"),
    [(NA_BEOORDELING, True), (NA_DIENST, True), ("naar-bescherming", False), ("overig", False)],
)
def test_z13_in_de_twee_fasen_sluit_zij_de_meldingen_van_voor_die_tijd(fase, sluit):
    stukken = zicht(
        *BIJ_WEST,
        melding("m2", op="2020-04-06 10:00"),
        overdracht("o2", aan=WEST, fase=fase, op="2020-04-07 10:00"),
        melding("m3", op="2020-04-08 10:00"),
    )

    assert stukken[-1] == (
        "2020-04-15 00:00 VT vast Z3 #6 rechtens" if sluit else "2020-04-13 00:00 VT vast Z3 #4 rechtens"
    )
    assert ("2020-04-07 10:00 WEST vast Z13 #5" in stukken) is sluit


def test_z13_aan_veilig_thuis_zelf_sluit_geen_melding():
    """With the melding still open, a besluit on another does not end zicht."""
    assert zicht(
        M1,
        melding("m2", op="2020-03-03 09:00"),
        overdracht(aan=VT, van=VT, op="2020-03-04 11:00"),
        beoordeling("geen-vervolg", "m2", op="2020-03-05 11:00"),
    ) == [VT_HOUDT]


def test_z13_een_geschil_gaat_er_niet_door_over():
    assert (
        zicht(
            *BIJ_WEST, opschaling(op="2020-04-06 10:00"), overdracht("o2", aan=WEST, op="2020-04-07 10:00")
        )[-1]
        == "2020-04-06 10:00 WEST betwist Z17 #4"
    )
