"""A melding, its assessment and coming back without one: Z1 to Z6 and Z19."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    GEZIN,
    GGZ,
    OOST,
    VT,
    WEST,
    beoordeling,
    besloten,
    bevestigd,
    dienst,
    dienst_af,
    gestopt,
    gewogen,
    handeling,
    intrekking,
    melding,
    overdracht,
    stabiel,
    terugkoppeling,
    terugmelding,
    zicht,
)

from ledger.acts.terug import OndersteuningGeboden

EERST = "2020-03-02 09:00"
VT_HOUDT = "2020-03-02 09:00 VT vast Z1 #1"
BIJ_WEST_STUKKEN = [
    VT_HOUDT,
    "2020-03-05 11:00 VT in-overdracht Z8 #2",
    "2020-03-09 14:00 WEST vast Z8 #3",
]


# --- Z1 -----------------------------------------------------------------------------------------------


def test_z1_bij_de_eerste_melding_houdt_veilig_thuis():
    assert zicht(melding(op=EERST)) == [VT_HOUDT]


def test_z1_voor_de_eerste_melding_is_er_niets():
    assert zicht() == []
    assert zicht(dienst(op=EERST)) == []


@pytest.mark.parametrize(
    ("einde", "stuk"),
    [
        (beoordeling("geen-vervolg", op="2020-03-04 12:00"), "2020-03-04 12:00 beeindigd Z6 #2"),
        (gestopt(op="2020-03-04 12:00"), "2020-03-04 12:00 onbelegd Z24 #2"),
        (overdracht(aan=GEZIN, op="2020-03-04 12:00"), "2020-03-04 12:00 GEZIN bij-clientsysteem Z12 #2"),
    ],
    ids=["beeindigd", "onbelegd", "bij-clientsysteem"],
)
def test_z1_een_nieuwe_melding_als_niemand_houdt(einde, stuk):
    assert zicht(melding(op=EERST), einde, melding("m2", op="2020-05-01 10:00")) == [
        VT_HOUDT,
        stuk,
        "2020-05-01 10:00 VT vast Z1 #3",
    ]


# --- Z2 -----------------------------------------------------------------------------------------------


def test_z2_een_melding_terwijl_veilig_thuis_houdt_verandert_niets():
    assert zicht(melding(op=EERST), melding("m2", op="2020-03-03 09:00")) == [VT_HOUDT]


def test_z2_de_tweede_melding_is_wel_open():
    """Otherwise the besluit on the first would end zicht (Z6)."""
    beide = [melding(op=EERST), melding("m2", op="2020-03-03 09:00")]
    eerste_dicht = beoordeling("geen-vervolg", "m1", op="2020-03-04 12:00")

    assert zicht(*beide, eerste_dicht) == [VT_HOUDT]
    assert zicht(*beide, eerste_dicht, beoordeling("geen-vervolg", "m2", op="2020-03-05 12:00")) == [
        VT_HOUDT,
        "2020-03-05 12:00 beeindigd Z6 #4",
    ]


# --- Z3 -----------------------------------------------------------------------------------------------


def test_z3_het_team_houdt_tot_het_begin_van_de_zevende_weekdag():
    assert zicht(*BIJ_WEST, melding("m2", op="2020-04-06 10:00")) == [
        *BIJ_WEST_STUKKEN,
        "2020-04-06 10:00 WEST melding-in-behandeling Z3 #4",
        "2020-04-13 00:00 VT vast Z3 #4 rechtens",
    ]


@pytest.mark.parametrize(
    ("op", "zicht_komt"),
    [
        ("2020-04-06 00:00", "2020-04-13 00:00"),
        ("2020-04-06 23:59:59", "2020-04-13 00:00"),
        ("2020-04-07 00:00", "2020-04-14 00:00"),
        ("2020-10-20 10:00", "2020-10-27 00:00"),  # the clock goes back on 25 October
        ("2021-03-24 10:00", "2021-03-31 00:00"),  # and forward on 28 March
    ],
)
def test_z3_de_dag_van_de_melding_is_dag_nul(op, zicht_komt):
    assert zicht(*BIJ_WEST, melding("m2", op=op))[-1] == f"{zicht_komt} VT vast Z3 #4 rechtens"


def test_z3_de_vroegste_termijn_van_de_open_meldingen_telt():
    twee = [*BIJ_WEST, melding("m2", op="2020-04-06 10:00"), melding("m3", op="2020-04-08 10:00")]

    assert zicht(*twee)[-1] == "2020-04-13 00:00 VT vast Z3 #4 rechtens"
    assert zicht(*twee, beoordeling("geen-vervolg", "m2", op="2020-04-09 10:00"))[-1] == (
        "2020-04-15 00:00 VT vast Z3 #5 rechtens"
    )


def test_z3_bij_gelijke_termijnen_noemt_het_stuk_de_eerst_ontvangen_melding():
    later_vastgelegd = melding("m3", op="2020-04-06 09:00", vast="2020-04-07 09:00")

    assert zicht(*BIJ_WEST, melding("m2", op="2020-04-06 10:00"), later_vastgelegd)[-1] == (
        "2020-04-13 00:00 VT vast Z3 #5 rechtens"
    )


def test_z3_een_termijn_die_al_voorbij_is_als_zicht_overgaat_werkt_meteen():
    """VT lets a melding lie, hands over by a fase that settles no melding, and holds again at once."""
    begin = [
        melding(op=EERST),
        overdracht(aan=WEST, fase="overig", op="2020-03-05 11:00"),
    ]

    assert zicht(*begin, bevestigd(door=WEST, op="2020-03-08 23:59:59")) == [
        VT_HOUDT,
        "2020-03-05 11:00 VT in-overdracht Z11 #2",
        "2020-03-08 23:59:59 WEST melding-in-behandeling Z11 #3",
        "2020-03-09 00:00 VT vast Z3 #1 rechtens",
    ]
    assert zicht(*begin, bevestigd(door=WEST, op="2020-03-09 00:00")) == [
        VT_HOUDT,
        "2020-03-05 11:00 VT in-overdracht Z11 #2",
        "2020-03-09 00:00 VT vast Z3 #1 rechtens",
    ]


def test_z3_ook_als_niemand_houdt():
    assert zicht(melding(op=EERST), overdracht(aan=GEZIN, fase="overig", op="2020-03-08 23:59:59")) == [
        VT_HOUDT,
        "2020-03-08 23:59:59 GEZIN bij-clientsysteem Z12 #2",
        "2020-03-09 00:00 VT vast Z3 #1 rechtens",
    ]
    assert zicht(melding(op=EERST), overdracht(aan=GEZIN, fase="overig", op="2020-03-09 00:00")) == [VT_HOUDT]


def test_z3_na_beeindigd_door_het_team_loopt_de_termijn_van_een_open_melding_door():
    """Z20 by the holder while a melding assessed as safe lies open: nobody holds until its deadline."""
    assert zicht(
        *BIJ_WEST,
        melding("m2", op="2020-10-05 10:00"),
        beoordeling("overdracht", "m2", conclusie=8, op="2020-10-06 10:00"),
        stabiel(door=WEST, op="2020-10-07 10:00"),
    )[-2:] == [
        "2020-10-07 10:00 beeindigd Z20 #6",
        "2020-10-12 00:00 VT vast Z3 #4 rechtens",
    ]


# --- Z4 -----------------------------------------------------------------------------------------------

MELDING_BIJ_WEST = (*BIJ_WEST, melding("m2", op="2020-04-06 10:00"))
BIJ_WEST_MET_MELDING = [*BIJ_WEST_STUKKEN, "2020-04-06 10:00 WEST melding-in-behandeling Z3 #4"]


def test_z4_besluit_dienst_geeft_veilig_thuis_meteen_zicht():
    assert zicht(*MELDING_BIJ_WEST, beoordeling("dienst", "m2", op="2020-04-08 15:00")) == [
        *BIJ_WEST_MET_MELDING,
        "2020-04-08 15:00 VT vast Z4 #5",
    ]


@pytest.mark.parametrize(
    ("op", "door"),
    [
        ("2020-04-12 23:59:59", "2020-04-12 23:59:59 VT vast Z4 #5"),
        ("2020-04-13 00:00", "2020-04-13 00:00 VT vast Z3 #4 rechtens"),
    ],
)
def test_z4_op_het_ogenblik_van_de_termijn_gaat_de_termijn_voor(op, door):
    assert zicht(*MELDING_BIJ_WEST, beoordeling("dienst", "m2", op=op))[-1] == door


def test_z4_alleen_op_een_open_melding():
    assert zicht(*BIJ_WEST, beoordeling("dienst", "m1", op="2020-04-08 15:00")) == BIJ_WEST_STUKKEN


def test_z4_ook_als_niemand_houdt():
    assert (
        zicht(
            melding(op=EERST),
            overdracht(aan=GEZIN, fase="overig", op="2020-03-03 11:00"),
            beoordeling("dienst", op="2020-03-04 11:00"),
        )[-1]
        == "2020-03-04 11:00 VT vast Z4 #3"
    )


def test_z4_terwijl_veilig_thuis_houdt_verandert_niets():
    assert zicht(melding(op=EERST), beoordeling("dienst", op="2020-03-04 11:00")) == [VT_HOUDT]


def test_z4_sluit_de_melding_niet():
    """When zicht passes again by a fase that settles no melding, its deadline still runs."""
    assert zicht(
        *MELDING_BIJ_WEST,
        beoordeling("dienst", "m2", op="2020-04-08 15:00"),
        overdracht("o2", aan=GGZ, fase="overig", op="2020-04-09 09:00"),
        bevestigd("o2", door=GGZ, op="2020-04-10 09:00"),
    )[-2:] == [
        "2020-04-10 09:00 GGZ melding-in-behandeling Z11 #7",
        "2020-04-13 00:00 VT vast Z3 #4 rechtens",
    ]


# --- Z5 -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("belegd_bij", "daarna"),
    [
        (WEST, ["2020-04-08 15:00 WEST vast Z5 #5"]),
        (OOST, ["2020-04-13 00:00 VT vast Z3 #4 rechtens"]),
        (None, ["2020-04-13 00:00 VT vast Z3 #4 rechtens"]),
    ],
    ids=["bij-de-houder", "bij-een-ander", "zonder"],
)
def test_z5_besluit_overdracht_sluit_de_melding_als_belegd_bij_de_houder(belegd_bij, daarna):
    besluit = beoordeling("overdracht", "m2", belegd_bij=belegd_bij, op="2020-04-08 15:00")

    assert zicht(*MELDING_BIJ_WEST, besluit) == [*BIJ_WEST_MET_MELDING, *daarna]


def test_z5_belegd_bij_veilig_thuis_zelf_sluit_niets():
    """VT holds: its melding stays open, so a geen-vervolg on another does not end zicht."""
    assert zicht(
        melding("m1", op=EERST),
        melding("m2", op="2020-03-03 09:00"),
        beoordeling("overdracht", "m1", belegd_bij=VT, op="2020-03-04 09:00"),
        beoordeling("geen-vervolg", "m2", op="2020-03-05 09:00"),
    ) == [VT_HOUDT]


def test_z5_sluit_alleen_de_melding_van_het_besluit():
    assert (
        zicht(
            *MELDING_BIJ_WEST,
            melding("m3", op="2020-04-07 10:00"),
            beoordeling("overdracht", "m2", belegd_bij=WEST, op="2020-04-08 15:00"),
        )[-1]
        == "2020-04-14 00:00 VT vast Z3 #5 rechtens"
    )


# --- Z6 -----------------------------------------------------------------------------------------------


def test_z6_geen_vervolg_beeindigt_als_veilig_thuis_houdt_en_niets_loopt():
    assert zicht(melding(op=EERST), beoordeling("geen-vervolg", op="2020-03-04 12:00")) == [
        VT_HOUDT,
        "2020-03-04 12:00 beeindigd Z6 #2",
    ]


@pytest.mark.parametrize(
    "wat_loopt",
    [
        melding("m2", op="2020-03-03 09:00"),
        dienst(op="2020-03-03 09:00"),
    ],
    ids=["andere-melding", "dienst"],
)
def test_z6_beeindigt_niet_zolang_er_iets_loopt(wat_loopt):
    assert zicht(melding(op=EERST), wat_loopt, beoordeling("geen-vervolg", op="2020-03-04 12:00")) == [
        VT_HOUDT
    ]


def test_z6_beeindigt_niet_zolang_een_overdracht_loopt():
    assert zicht(
        melding(op=EERST),
        overdracht(aan=GGZ, op="2020-03-03 09:00"),
        beoordeling("geen-vervolg", op="2020-03-04 12:00"),
    ) == [VT_HOUDT, "2020-03-03 09:00 VT in-overdracht Z11 #2"]


def test_z6_na_het_einde_van_de_dienst_wel():
    assert zicht(
        melding(op=EERST),
        dienst(op="2020-03-03 09:00"),
        dienst_af(op="2020-03-10 09:00"),
        beoordeling("geen-vervolg", op="2020-03-11 12:00"),
    ) == [VT_HOUDT, "2020-03-11 12:00 beeindigd Z6 #4"]


def test_z6_bij_een_andere_houder_sluit_alleen_de_melding():
    assert zicht(*MELDING_BIJ_WEST, beoordeling("geen-vervolg", "m2", op="2020-04-08 15:00")) == [
        *BIJ_WEST_MET_MELDING,
        "2020-04-08 15:00 WEST vast Z6 #5",
    ]


def test_z6_op_een_melding_die_niet_geldt_doet_niets():
    assert zicht(
        melding("m1", op=EERST),
        melding("m2", op="2020-03-03 09:00"),
        beoordeling("geen-vervolg", "m1", op="2020-03-04 09:00"),
        beoordeling("geen-vervolg", "m2", op="2020-03-05 09:00"),
        intrekking(2, op="2020-03-06 09:00"),
    ) == [VT_HOUDT, "2020-03-04 09:00 beeindigd Z6 #3"]


# --- Z19 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "terug",
    [
        terugkoppeling(door=WEST, op="2020-04-06 10:00"),
        terugmelding(door=WEST, op="2020-04-06 10:00"),
        gewogen(nodig=True, op="2020-04-06 10:00"),
        handeling(OndersteuningGeboden(aan=WEST, vorm="casusoverleg"), op="2020-04-06 10:00"),
    ],
    ids=["terugkoppeling", "terugmelding", "gewogen", "ondersteuning"],
)
def test_z19_terugkomen_zonder_melding_verandert_niets(terug):
    assert zicht(*BIJ_WEST, terug) == BIJ_WEST_STUKKEN


# --- what closes an open melding ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sluit", "dicht"),
    [
        (beoordeling("geen-vervolg", "m2", op="2020-04-08 15:00"), True),
        (beoordeling("overdracht", "m2", belegd_bij=WEST, op="2020-04-08 15:00"), True),
        (beoordeling("overdracht", "m2", op="2020-04-08 15:00"), False),
        (overdracht("o2", aan=WEST, van=VT, op="2020-04-08 15:00"), True),
        (overdracht("o2", aan=OOST, van=WEST, fase="na-dienst", op="2020-04-08 15:00"), True),
        (overdracht("o2", aan=OOST, van=WEST, op="2020-04-08 15:00"), False),  # has not passed in time
        (besloten(aan=OOST, op="2020-04-08 15:00"), True),
        (besloten(op="2020-04-08 15:00"), False),
        (gestopt(op="2020-04-08 15:00"), False),  # not by VT as holder
        (gewogen(op="2020-04-08 15:00"), False),
        (terugkoppeling(door=WEST, op="2020-04-08 15:00"), False),
    ],
)
def test_wat_een_open_melding_sluit(sluit, dicht):
    komt_bij_vt = [stuk for stuk in zicht(*MELDING_BIJ_WEST, sluit) if stuk.endswith("Z3 #4 rechtens")]

    assert bool(komt_bij_vt) is not dicht


def test_dienst_sluit_alle_open_meldingen_ook_als_hij_er_een_noemt():
    assert (
        zicht(
            melding("m1", op=EERST),
            melding("m2", op="2020-03-02 10:00"),
            dienst(nummer="m1", op="2020-03-03 09:00"),
            overdracht(aan=GGZ, fase="overig", op="2020-03-04 09:00"),
            bevestigd(door=GGZ, op="2020-03-05 09:00"),
        )[-1]
        == "2020-03-05 09:00 GGZ vast Z11 #5"
    )


@pytest.mark.parametrize(
    ("ontvangen", "einde"),
    [
        ("2020-03-05 10:59:59", "2020-03-13 00:00 WEST vast Z8 #3 rechtens"),
        ("2020-03-05 11:00", "2020-03-13 00:00 WEST vast Z8 #3 rechtens"),  # at the sending counts as before
        ("2020-03-05 11:00:01", "2020-03-13 00:00 VT vast Z3 #2 rechtens"),
    ],
)
def test_een_overdracht_die_overgaat_sluit_meldingen_tot_en_met_het_versturen(ontvangen, einde):
    assert (
        zicht(
            melding("m1", op=EERST),
            melding("m2", op=ontvangen),
            overdracht(aan=WEST, op="2020-03-05 11:00", vast="2020-03-06 12:00"),
        )[-1]
        == einde
    )
