"""The lane monitoring: M1 to M5 (§6.2.6, bijlage 5)."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    BIJ_WEST_NA_DIENST,
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    aangevuld,
    baan,
    besloten,
    bevestigd,
    dienst,
    gestopt,
    incident,
    melding,
    monitoring_af,
    opschaling,
    overdracht,
    regie_af,
    stabiel,
    terugmelding,
    verhaal,
)

M1 = melding("m1", op="2020-03-02 09:00")
DIENST = dienst(op="2020-03-03 10:00")
BEGIN = "2020-04-01 12:00 VT vast #3"
M3 = "2021-10-02 00:00 niets"


def lijn(*regels, **lezingen):
    return baan("monitoring", verhaal(*regels), **lezingen)


# --- M1 -----------------------------------------------------------------------------------------------


def test_m1_begint_als_een_overdracht_na_een_dienst_overgaat():
    assert lijn(*BIJ_WEST_NA_DIENST) == [BEGIN, M3]


def test_m1_begint_niet_bij_het_versturen_maar_bij_het_overgaan():
    onvolledig = overdracht(aan=WEST, fase=NA_DIENST, zonder=["monitorfunctie"], op="2020-04-01 12:00")
    aanvulling = aangevuld(met=("monitorfunctie",), op="2020-04-03 12:00")

    assert lijn(M1, DIENST, onvolledig) == []
    assert lijn(M1, DIENST, onvolledig, aanvulling) == [
        "2020-04-03 12:00 VT vast #4",
        "2021-10-04 00:00 niets",
    ]


def test_m1_ook_naar_een_andere_partij():
    naar_ggz = [M1, DIENST, overdracht(aan=GGZ, fase=NA_DIENST, op="2020-04-01 12:00")]

    assert lijn(*naar_ggz) == []
    assert lijn(*naar_ggz, bevestigd(door=GGZ, op="2020-04-02 12:00")) == [
        "2020-04-02 12:00 VT vast #4",
        "2021-10-03 00:00 niets",
    ]


def test_m1_ook_zonder_dienst_telt_de_fase():
    assert (
        lijn(M1, overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00"))[0]
        == "2020-03-05 11:00 VT vast #2"
    )


def test_m1_rechtens_als_de_overdracht_rechtens_overgaat():
    assert lijn(*BIJ_WEST_NA_DIENST, overdracht_na_dienst="bevestiging-of-termijn") == [
        "2020-04-09 00:00 VT vast #3 rechtens",
        "2021-10-10 00:00 niets",
    ]


@pytest.mark.parametrize(
    "verteld",
    [
        BIJ_WEST,
        (M1, DIENST, overdracht(aan=WEST, op="2020-04-01 12:00")),
        (M1, DIENST, overdracht(aan=GEZIN, fase=NA_DIENST, op="2020-04-01 12:00")),
        (M1, DIENST, overdracht(aan=WEST, fase="naar-bescherming", op="2020-04-01 12:00"),
         bevestigd(door=WEST, op="2020-04-02 12:00")),
        (*BIJ_WEST, overdracht("o2", aan=VT, van=WEST, fase=NA_DIENST, op="2020-04-01 12:00"),
         bevestigd("o2", door=VT, op="2020-04-02 12:00")),
        (M1, DIENST, besloten(aan=WEST, op="2020-04-01 12:00")),
    ],
    ids=["direct", "direct-na-dienst", "gezin", "andere-fase", "naar-veilig-thuis", "besluit"],
)  # fmt: skip
def test_m1_anders_begint_zij_niet(verteld):
    assert lijn(*verteld) == []


def test_m1_begint_niet_opnieuw_terwijl_zij_loopt():
    door_naar_oost = overdracht("o2", aan=OOST, van=WEST, fase=NA_DIENST, op="2020-06-01 12:00")

    assert lijn(*BIJ_WEST_NA_DIENST, door_naar_oost) == [BEGIN, M3]


def test_m1_begint_na_het_einde_wel_opnieuw():
    assert lijn(
        *BIJ_WEST_NA_DIENST,
        monitoring_af(op="2020-05-01 12:00"),
        overdracht("o2", aan=OOST, van=WEST, fase=NA_DIENST, op="2020-06-01 12:00"),
    ) == [
        BEGIN,
        "2020-05-01 12:00 niets",
        "2020-06-01 12:00 VT vast #5",
        "2021-12-02 00:00 niets",
    ]


def test_m1_als_zicht_meteen_terugkomt_is_er_geen_stuk():
    """A melding received after the sending lies past its deadline when the handover passes at last."""
    verteld = [
        M1,
        DIENST,
        overdracht(aan=WEST, fase=NA_DIENST, zonder=["monitorfunctie"], op="2020-04-01 12:00"),
        melding("m2", op="2020-04-02 10:00"),
        aangevuld(met=("monitorfunctie",), op="2020-04-09 00:00"),
    ]

    assert lijn(*verteld) == []


# --- M2 -----------------------------------------------------------------------------------------------


def test_m2_eindigt_als_zij_wordt_afgesloten():
    assert lijn(*BIJ_WEST_NA_DIENST, monitoring_af(op="2020-05-01 12:00")) == [
        BEGIN,
        "2020-05-01 12:00 niets",
    ]


def test_m2_wat_daarna_met_zicht_gebeurt_begint_niets_opnieuw():
    afgesloten = [*BIJ_WEST_NA_DIENST, monitoring_af(op="2020-05-01 12:00")]

    for later in (opschaling(op="2020-06-01 10:00"), melding("m2", op="2020-06-01 10:00")):
        assert lijn(*afgesloten, later) == [BEGIN, "2020-05-01 12:00 niets"]


def test_m2_afsluiten_voor_het_begin_doet_niets():
    assert lijn(M1, DIENST, monitoring_af(op="2020-03-20 12:00"), BIJ_WEST_NA_DIENST[2]) == [
        "2020-04-01 12:00 VT vast #4",
        M3,
    ]


# --- M3 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "einde"),
    [
        ("2020-04-01 00:00", "2021-10-02 00:00"),
        ("2020-04-01 23:59:59", "2021-10-02 00:00"),
        ("2020-08-30 12:00", "2022-03-01 00:00"),  # 28 February 2022
        ("2020-08-31 12:00", "2022-03-01 00:00"),
        ("2022-08-31 12:00", "2024-03-01 00:00"),  # 29 February 2024
        ("2020-09-29 12:00", "2022-03-30 00:00"),  # summer time began on 27 March 2022
    ],
)
def test_m3_eindigt_aan_het_eind_van_achttien_maanden(begin, einde):
    assert lijn(M1, DIENST, overdracht(aan=WEST, fase=NA_DIENST, op=begin)) == [
        f"{begin} VT vast #3",
        f"{einde} niets",
    ]


@pytest.mark.parametrize("lezing", ["maximum", "richtlijn"])
def test_m3_als_richtlijn_eindigt_zij_niet_uit_zichzelf(lezing):
    open_einde = lijn(*BIJ_WEST_NA_DIENST, einde_monitoring=lezing)
    afgesloten = lijn(*BIJ_WEST_NA_DIENST, monitoring_af(op="2022-01-01 12:00"), einde_monitoring=lezing)

    assert open_einde == ([BEGIN, M3] if lezing == "maximum" else [BEGIN])
    assert afgesloten == ([BEGIN, M3] if lezing == "maximum" else [BEGIN, "2022-01-01 12:00 niets"])


@pytest.mark.parametrize(
    ("op", "einde"),
    [
        ("2021-10-01 23:59:59", M3),  # still runs, so it does not start again
        ("2021-10-02 00:00", "2023-04-03 00:00 niets"),  # ended, so it does; equal neighbours are one piece
    ],
)
def test_m3_gaat_voor_een_handeling_op_hetzelfde_ogenblik(op, einde):
    door_naar_oost = overdracht("o2", aan=OOST, van=WEST, fase=NA_DIENST, op=op)

    assert lijn(*BIJ_WEST_NA_DIENST, door_naar_oost) == [BEGIN, einde]


def test_m3_een_overdracht_die_op_hetzelfde_ogenblik_rechtens_overgaat_komt_eerst():
    """It passes while monitoring still runs, so it starts nothing, and then monitoring ends."""
    onvolledig = overdracht("o2", aan=OOST, van=WEST, fase=NA_DIENST, op="2021-10-02 12:00")

    assert lijn(*BIJ_WEST_NA_DIENST, onvolledig, overdracht_na_dienst="bevestiging-of-termijn") == [
        "2020-04-09 00:00 VT vast #3 rechtens",
        "2021-10-10 00:00 niets",
    ]


# --- M4 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("vaststelling", "eindigt"),
    [
        (stabiel(door=VT, op="2020-10-01 10:00"), True),
        (stabiel(door=VT, risicofactoren=False, op="2020-10-01 10:00"), False),
        (stabiel(door=VT, herstel=False, op="2020-10-01 10:00"), False),
        (stabiel(door=OOST, op="2020-10-01 10:00"), False),
        (stabiel(door=WEST, op="2020-10-01 10:00"), False),  # ends zicht, not monitoring
        (stabiel(door=VT, op="2020-09-02 00:00"), True),
        (stabiel(door=VT, op="2020-09-01 23:59:59"), False),  # the melding was less than six months ago
    ],
)
def test_m4_veilig_thuis_stelt_stabiele_veiligheid_vast(vaststelling, eindigt):
    stukken = lijn(*BIJ_WEST_NA_DIENST, vaststelling)

    assert (stukken[1] != M3) is eindigt


def test_m4_niet_bij_onveiligheid_in_zes_maanden():
    vaststelling = stabiel(door=VT, op="2020-10-01 10:00")

    assert lijn(*BIJ_WEST_NA_DIENST, incident(op="2020-04-02 10:00"), vaststelling) == [BEGIN, M3]
    assert (
        lijn(*BIJ_WEST_NA_DIENST, incident(op="2020-04-01 10:00"), vaststelling)[1]
        == "2020-10-01 10:00 niets"
    )


# --- M5 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("handeling", "einde"),
    [
        (gestopt(op="2020-06-01 10:00"), "2020-06-01 10:00 niets"),
        (dienst(op="2020-06-01 10:00"), "2020-06-01 10:00 niets"),  # Z7
        (besloten(aan=VT, op="2020-06-01 10:00"), "2020-06-01 10:00 niets"),  # Z18
        (melding("m2", op="2020-06-01 10:00"), "2020-06-08 00:00 niets"),  # Z3
        (besloten(aan=OOST, op="2020-06-01 10:00"), M3),
        (terugmelding(door=WEST, op="2020-06-01 10:00"), M3),
        (regie_af(door=WEST, op="2020-06-01 10:00"), M3),
    ],
)
def test_m5_eindigt_als_veilig_thuis_stopt_of_gaat_houden(handeling, einde):
    assert lijn(*BIJ_WEST_NA_DIENST, handeling) == [BEGIN, einde]


def test_m5_loopt_door_als_het_team_zicht_beeindigt():
    assert lijn(*BIJ_WEST_NA_DIENST, stabiel(door=WEST, op="2020-10-01 10:00")) == [BEGIN, M3]
