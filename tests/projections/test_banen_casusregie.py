"""The lane casusregie: which party and which person (§7.3, bijlage 1)."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    OOST,
    WEST,
    baan,
    dienst,
    melding,
    regie,
    regie_af,
    regisseur,
    stabiel,
    verhaal,
)

START = regie("mw-7", door=WEST, op="2020-03-10 10:00")
MW7 = "2020-03-10 10:00 WEST vast mw-7 #4"


def lijn(*regels):
    return baan("casusregie", verhaal(*BIJ_WEST, *regels))


def test_van_start_tot_afronding():
    assert lijn() == []
    assert lijn(START) == [MW7]
    assert lijn(START, regie_af(door=WEST, op="2020-05-01 10:00")) == [MW7, "2020-05-01 10:00 niets"]


@pytest.mark.parametrize("reden", ["stabiel-veilig", "gemeld-bij-veilig-thuis", "geen-mogelijkheden"])
def test_elke_reden_rondt_af(reden):
    assert lijn(START, regie_af(reden, door=WEST, op="2020-05-01 10:00"))[-1] == "2020-05-01 10:00 niets"


@pytest.mark.parametrize(
    ("handeling", "stuk"),
    [
        (regisseur("mw-8", op="2020-04-01 10:00"), "2020-04-01 10:00 WEST vast mw-8 #5"),
        (regisseur("mw-8", door=OOST, op="2020-04-01 10:00"), "2020-04-01 10:00 OOST vast mw-8 #5"),
        (regisseur("mw-7", door=OOST, op="2020-04-01 10:00"), "2020-04-01 10:00 OOST vast mw-7 #5"),
        (regie("mw-9", door=OOST, op="2020-04-01 10:00"), "2020-04-01 10:00 OOST vast mw-9 #5"),
        (regie("mw-9", door=WEST, op="2020-04-01 10:00"), "2020-04-01 10:00 WEST vast mw-9 #5"),
    ],
)
def test_een_wissel_of_latere_start_vervangt_persoon_of_partij(handeling, stuk):
    assert lijn(START, handeling) == [MW7, stuk]


def test_dezelfde_persoon_bij_dezelfde_partij_begint_geen_nieuw_stuk():
    assert lijn(START, regie("mw-7", door=WEST, op="2020-04-01 10:00")) == [MW7]


def test_een_wissel_zonder_lopende_casusregie_doet_niets():
    assert lijn(regisseur("mw-8", op="2020-04-01 10:00")) == []
    assert lijn(
        START, regie_af(door=WEST, op="2020-04-01 10:00"), regisseur("mw-8", op="2020-04-02 10:00")
    ) == [
        MW7,
        "2020-04-01 10:00 niets",
    ]


@pytest.mark.parametrize(
    "handeling",
    [
        stabiel(door=WEST, op="2020-10-01 10:00"),
        dienst(op="2020-04-01 10:00"),
        melding("m2", op="2020-04-01 10:00"),
    ],
    ids=["zicht-beeindigd", "zicht-naar-veilig-thuis", "melding"],
)
def test_begint_en_eindigt_niet_uit_zichzelf(handeling):
    assert lijn(START, handeling) == [MW7]


def test_ook_door_een_partij_die_geen_zicht_houdt():
    assert lijn(regie("mw-9", door=OOST, op="2020-04-01 10:00")) == ["2020-04-01 10:00 OOST vast mw-9 #4"]
