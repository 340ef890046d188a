"""A dienst, and how zicht ends: Z7 and Z20 to Z25."""

from datetime import datetime, timedelta

import pytest
from tests.verhaal import (
    BIJ_WEST,
    BIJ_WEST_NA_DIENST,
    CASUS,
    GGZ,
    OOST,
    VT,
    WEST,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    dienst_af,
    dossier_dicht,
    gestopt,
    geweigerd,
    handeling,
    incident,
    melding,
    onderzoek_af,
    opschaling,
    overdracht,
    regie,
    regie_af,
    stabiel,
    vervanging,
    zicht,
)

from ledger.acts.dienst import BehandelaarToegewezen, VoorwaardenGesteld
from ledger.acts.dossier import CasusGekoppeld
from ledger.acts.lokaal_team import VeiligheidsplanGeevalueerd
from ledger.acts.melding import AfstemmingGehad
from ledger.acts.monitoring import MonitorcontactGelegd
from ledger.acts.overdracht import OverdrachtAangekondigd, WarmeOverdrachtGehouden

M1 = melding("m1", op="2020-03-02 09:00")
VT_HOUDT = "2020-03-02 09:00 VT vast Z1 #1"
BIJ_WEST_STUKKEN = [
    VT_HOUDT,
    "2020-03-05 11:00 VT in-overdracht Z8 #2",
    "2020-03-09 14:00 WEST vast Z8 #3",
]


# --- Z7 -----------------------------------------------------------------------------------------------


def test_z7_een_dienst_geeft_veilig_thuis_zicht():
    assert zicht(*BIJ_WEST, dienst(op="2020-04-06 10:00")) == [
        *BIJ_WEST_STUKKEN,
        "2020-04-06 10:00 VT vast Z7 #4",
    ]


def test_z7_als_veilig_thuis_al_houdt_verandert_er_niets():
    assert zicht(M1, dienst(op="2020-03-03 10:00")) == [VT_HOUDT]


def test_z7_als_niemand_houdt():
    assert zicht(M1, gestopt(op="2020-03-03 10:00"), dienst(op="2020-03-04 10:00"))[-1] == (
        "2020-03-04 10:00 VT vast Z7 #3"
    )


def test_z7_een_lopende_overdracht_vervalt():
    begin = [M1, overdracht(aan=WEST, op="2020-03-05 11:00"), dienst("onderzoek", op="2020-03-06 10:00")]
    verwacht = [
        VT_HOUDT,
        "2020-03-05 11:00 VT in-overdracht Z8 #2",
        "2020-03-06 10:00 VT vast Z7 #3",
    ]

    assert zicht(*begin) == verwacht
    assert zicht(*begin, bevestigd(door=WEST, op="2020-03-07 10:00")) == verwacht


@pytest.mark.parametrize(
    ("op", "einde"),
    [
        ("2020-03-12 23:59:59", ["2020-03-12 23:59:59 VT vast Z7 #3"]),
        ("2020-03-13 00:00", ["2020-03-13 00:00 VT vast Z7 #3"]),  # WEST held for no time at all
        (
            "2020-03-13 00:00:01",
            ["2020-03-13 00:00 WEST vast Z8 #2 rechtens", "2020-03-13 00:00:01 VT vast Z7 #3"],
        ),
    ],
)
def test_z7_rond_het_ogenblik_van_de_termijn(op, einde):
    assert zicht(M1, overdracht(aan=WEST, op="2020-03-05 11:00"), dienst(op=op))[2:] == einde


@pytest.mark.parametrize(
    "geschil",
    [opschaling(op="2020-03-04 10:00"), opschaling("overdracht", op="2020-03-04 10:00")],
)
def test_z7_een_geschil_vervalt(geschil):
    assert zicht(M1, geschil, dienst(op="2020-03-06 10:00"))[-2:] == [
        "2020-03-04 10:00 VT betwist Z17 #2",
        "2020-03-06 10:00 VT vast Z7 #3",
    ]


def test_z7_sluit_de_open_meldingen():
    assert (
        zicht(
            *BIJ_WEST,
            melding("m2", op="2020-04-06 10:00"),
            dienst(op="2020-04-07 10:00"),
            dienst_af(vervolg="geen-vervolg", op="2020-04-08 10:00"),
        )[-1]
        == "2020-04-08 10:00 beeindigd Z23 #6"
    )


# --- Z20 and Z21 --------------------------------------------------------------------------------------


def test_z20_de_houder_stelt_stabiele_veiligheid_vast():
    assert zicht(*BIJ_WEST, stabiel(door=WEST, op="2020-10-01 10:00")) == [
        *BIJ_WEST_STUKKEN,
        "2020-10-01 10:00 beeindigd Z20 #4",
    ]


def test_z20_ook_veilig_thuis_als_houder():
    met_dienst = [M1, dienst(op="2020-03-03 10:00")]

    assert zicht(*met_dienst, stabiel(door=VT, op="2020-10-01 10:00")) == [
        VT_HOUDT,
        "2020-10-01 10:00 beeindigd Z20 #3",
    ]


def test_z20_met_een_open_melding_over_de_termijn_houdt_veilig_thuis_meteen_weer():
    assert zicht(M1, stabiel(door=VT, op="2020-10-01 10:00")) == [VT_HOUDT]


def test_z20_een_lopende_overdracht_vervalt():
    begin = [*BIJ_WEST, overdracht("o2", aan=GGZ, van=WEST, op="2020-09-30 10:00")]
    einde = [*begin, stabiel(door=WEST, op="2020-10-01 10:00")]

    assert zicht(*einde)[-1] == "2020-10-01 10:00 beeindigd Z20 #5"
    assert zicht(*einde, bevestigd("o2", door=GGZ, op="2020-10-02 10:00"))[-1] == (
        "2020-10-01 10:00 beeindigd Z20 #5"
    )


def test_z20_een_geschil_vervalt():
    assert (
        zicht(
            *BIJ_WEST, geweigerd(door=WEST, op="2020-03-10 10:00"), stabiel(door=WEST, op="2020-10-01 10:00")
        )[-1]
        == "2020-10-01 10:00 beeindigd Z20 #5"
    )


@pytest.mark.parametrize(
    "vaststelling",
    [
        stabiel(door=WEST, risicofactoren=False, op="2020-10-01 10:00"),
        stabiel(door=WEST, herstel=False, op="2020-10-01 10:00"),
        stabiel(door=OOST, op="2020-10-01 10:00"),
        stabiel(door=VT, op="2020-10-01 10:00"),
        stabiel(door=WEST, op="2020-09-01 10:00"),
    ],
    ids=["risicofactoren", "herstel", "andere-partij", "veilig-thuis-houdt-niet", "binnen-zes-maanden"],
)
def test_z21_anders_verandert_er_niets(vaststelling):
    assert zicht(*BIJ_WEST, vaststelling) == BIJ_WEST_STUKKEN


def test_z21_als_niemand_houdt():
    assert zicht(M1, gestopt(op="2020-03-03 10:00"), stabiel(door=VT, op="2020-10-01 10:00"))[-1] == (
        "2020-03-03 10:00 onbelegd Z24 #2"
    )


EINDE_Z20 = "beeindigd Z20"


def beeindigd_op(op, *ervoor, **lezingen):
    """Whether WEST, saying so at `op`, ends zicht."""
    vaststelling = stabiel(door=WEST, op=op, vast="2023-01-01 00:00")
    return any(EINDE_Z20 in stuk for stuk in zicht(*BIJ_WEST, *ervoor, vaststelling, **lezingen))


@pytest.mark.parametrize(
    ("onveilig_op", "veilig_vanaf"),
    [
        ("2020-06-15 00:00", "2020-12-15 00:00"),
        ("2020-06-15 23:59:59", "2020-12-15 00:00"),
        ("2020-08-30 12:00", "2021-02-28 00:00"),  # clipped to the last day of the month
        ("2020-08-31 12:00", "2021-02-28 00:00"),
        ("2021-08-31 12:00", "2022-02-28 00:00"),
        ("2020-03-31 00:30", "2020-09-30 00:00"),  # the local date counts, also across summer time
    ],
)
@pytest.mark.parametrize("soort", ["incident", "melding"])
def test_z20_zes_maanden_na_de_lokale_datum_van_onveiligheid(soort, onveilig_op, veilig_vanaf):
    vlak_ervoor = (datetime.fromisoformat(veilig_vanaf) - timedelta(seconds=1)).isoformat(" ")
    if soort == "incident":
        onveilig = [incident(op=onveilig_op)]
    else:  # a melding that is closed at once, so that only its date matters
        onveilig = [
            melding("m2", op=onveilig_op),
            beoordeling("overdracht", "m2", belegd_bij=WEST, op=onveilig_op),
        ]

    assert not beeindigd_op(vlak_ervoor, *onveilig)
    assert beeindigd_op(veilig_vanaf, *onveilig)


def test_z20_een_incident_na_de_vaststelling_telt_niet_op_hetzelfde_ogenblik_wel():
    assert beeindigd_op("2020-10-01 10:00", incident(op="2020-10-01 10:00:01", vast="2020-12-01 00:00"))
    assert not beeindigd_op("2020-10-01 10:00", incident(op="2020-10-01 10:00", vast="2020-12-01 00:00"))


def test_z20_een_incident_van_voor_de_eerste_melding_telt():
    """The melding itself does not count here: it was assessed as no worry about safety."""
    begin = [M1, beoordeling("dienst", conclusie=8, op="2020-03-03 10:00"), dienst(op="2020-03-03 10:00")]
    eerder = incident(op="2020-03-01 12:00")

    def einde(*extra, op):
        return zicht(*begin, *extra, stabiel(door=VT, op=op))[1:]

    assert einde(op="2020-08-31 23:59:59") == ["2020-08-31 23:59:59 beeindigd Z20 #4"]
    assert einde(eerder, op="2020-08-31 23:59:59") == []
    assert einde(eerder, op="2020-09-01 00:00") == ["2020-09-01 00:00 beeindigd Z20 #5"]


@pytest.mark.parametrize(
    ("conclusie", "telt_als_onveilig"),
    [(1, True), (2, True), (3, True), (4, True), (5, False), (6, False), (7, False), (8, False)],
)
def test_z20_een_melding_met_conclusie_5_tot_8_is_geen_onveiligheid(conclusie, telt_als_onveilig):
    melding_en_oordeel = [
        melding("m2", op="2020-09-01 10:00"),
        beoordeling("geen-vervolg", "m2", conclusie=conclusie, op="2020-09-02 10:00"),
    ]

    assert beeindigd_op("2020-10-01 10:00", *melding_en_oordeel) is not telt_als_onveilig


def test_z20_de_laatste_beoordeling_van_die_melding_telt():
    m2 = melding("m2", op="2020-09-01 10:00")
    veilig, onveilig = ({"conclusie": 8}, {"conclusie": 1})

    def na(eerst, dan, dan_op="2020-09-03 10:00"):
        return beeindigd_op(
            "2020-10-01 10:00",
            m2,
            beoordeling("geen-vervolg", "m2", **eerst, op="2020-09-02 10:00"),
            beoordeling("geen-vervolg", "m2", **dan, op=dan_op, vast="2020-11-01 00:00"),
        )

    assert na(onveilig, veilig)
    assert not na(veilig, onveilig)
    assert na(veilig, onveilig, dan_op="2020-10-01 10:00:01")  # after the conclusion it does not count
    assert not na(veilig, onveilig, dan_op="2020-10-01 10:00")


@pytest.mark.parametrize(("conclusie", "veilig"), [(3, False), (8, True)])
def test_z20_een_beoordeling_blijft_van_haar_melding_ook_als_die_later_blijkt(conclusie, veilig):
    """A correction puts the only melding after its assessment; a handover settles the melding."""
    na = [
        beoordeling("overdracht", conclusie=conclusie, op="2020-03-05 10:00"),
        overdracht("o1", aan=WEST, op="2020-03-06 11:00"),
        bevestigd("o1", door=WEST, op="2020-03-07 09:00"),
        stabiel(door=WEST, op="2020-04-01 10:00"),
        vervanging(1, gebeurd_op="2020-03-06 10:00", op="2020-04-02 10:00"),
    ]

    assert zicht(M1, *na)[-1].endswith("beeindigd Z20 #5") is veilig


@pytest.mark.parametrize(("van", "veilig"), [("m1", False), ("m2", True)])
def test_z20_alleen_de_beoordeling_van_die_melding_telt(van, veilig):
    """The melding itself is settled by handing over to who holds already (Z13)."""
    assert (
        beeindigd_op(
            "2020-10-01 10:00",
            melding("m2", op="2020-09-01 10:00"),
            overdracht("o2", aan=WEST, op="2020-09-01 11:00"),
            beoordeling("overdracht", van, conclusie=8, op="2020-09-02 10:00"),
        )
        is veilig
    )


@pytest.mark.parametrize(
    ("uitkomst", "op", "veilig"),
    [
        ("weerlegd", "2020-09-02 10:00", True),
        ("weerlegd", "2020-09-01 10:00", True),  # from the melding itself on
        ("weerlegd", "2020-09-01 09:59:59", False),
        ("weerlegd", "2020-10-01 10:00", True),  # up to and including the conclusion
        ("weerlegd", "2020-10-01 10:00:01", False),
        ("bevestigd", "2020-09-02 10:00", False),
        ("niet-vast-te-stellen", "2020-09-02 10:00", False),
    ],
)
def test_z20_een_onderzoek_dat_de_melding_weerlegt(uitkomst, op, veilig):
    onderzoek = onderzoek_af(uitkomst, op=op, vast="2020-11-01 00:00")
    dicht = beoordeling("overdracht", "m2", belegd_bij=WEST, op="2020-09-01 10:00")

    assert beeindigd_op("2020-10-01 10:00", melding("m2", op="2020-09-01 10:00"), dicht, onderzoek) is veilig


def test_z20_een_weerlegging_doet_niets_af_aan_een_incident():
    assert not beeindigd_op(
        "2020-10-01 10:00", incident(op="2020-09-01 10:00"), onderzoek_af("weerlegd", op="2020-09-02 10:00")
    )


# --- Z22 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("reden", ["stabiel-veilig", "gemeld-bij-veilig-thuis", "geen-mogelijkheden"])
def test_z22_het_einde_van_casusregie_beeindigt_geen_zicht(reden):
    met_regie = [*BIJ_WEST, regie(door=WEST, op="2020-03-10 10:00")]

    assert zicht(*met_regie, regie_af(reden, door=WEST, op="2020-12-01 10:00")) == BIJ_WEST_STUKKEN


# --- Z23 ----------------------------------------------------------------------------------------------


def test_z23_een_dienst_zonder_vervolg_beeindigt():
    assert zicht(
        M1,
        dienst("onderzoek", op="2020-03-03 10:00"),
        dienst_af("onderzoek", vervolg="geen-vervolg", op="2020-04-01 10:00"),
    ) == [VT_HOUDT, "2020-04-01 10:00 beeindigd Z23 #3"]


@pytest.mark.parametrize("vervolg", ["overdracht", None])
def test_z23_met_een_ander_vervolg_niet(vervolg):
    assert zicht(M1, dienst(op="2020-03-03 10:00"), dienst_af(vervolg=vervolg, op="2020-04-01 10:00")) == [
        VT_HOUDT
    ]


@pytest.mark.parametrize(
    ("wat_loopt", "stukken"),
    [
        (melding("m2", op="2020-03-20 10:00"), [VT_HOUDT]),
        (dienst("onderzoek", op="2020-03-20 10:00"), [VT_HOUDT]),
        (
            overdracht(aan=GGZ, op="2020-03-20 10:00"),
            [VT_HOUDT, "2020-03-20 10:00 VT in-overdracht Z11 #3"],
        ),
    ],
    ids=["open-melding", "andere-dienst", "lopende-overdracht"],
)
def test_z23_niet_zolang_er_iets_loopt(wat_loopt, stukken):
    einde = dienst_af(vervolg="geen-vervolg", op="2020-04-01 10:00")

    assert zicht(M1, dienst(op="2020-03-03 10:00"), wat_loopt, einde) == stukken


def test_z23_niet_als_een_ander_houdt():
    einde = dienst_af(vervolg="geen-vervolg", op="2020-04-02 10:00")

    assert zicht(*BIJ_WEST_NA_DIENST, einde) == [VT_HOUDT, "2020-04-01 12:00 WEST vast Z9 #3"]


# --- Z24 ----------------------------------------------------------------------------------------------


def test_z24_veilig_thuis_stopt_en_niemand_houdt():
    assert zicht(M1, gestopt(op="2020-03-04 10:00")) == [VT_HOUDT, "2020-03-04 10:00 onbelegd Z24 #2"]


def test_z24_een_lopende_overdracht_en_een_geschil_vervallen():
    stopt = [
        M1,
        overdracht(aan=WEST, op="2020-03-05 11:00"),
        opschaling(op="2020-03-06 10:00"),
        gestopt(op="2020-03-07 10:00"),
    ]

    assert zicht(*stopt)[-1] == "2020-03-07 10:00 onbelegd Z24 #4"
    assert zicht(*stopt, contact(door=WEST, op="2020-03-08 10:00"))[-1] == "2020-03-07 10:00 onbelegd Z24 #4"


def test_z24_als_een_ander_houdt_verandert_er_niets():
    assert zicht(*BIJ_WEST, gestopt(op="2020-04-01 10:00")) == BIJ_WEST_STUKKEN


# --- Z25 ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("door", [WEST, VT, OOST], ids=str)
def test_z25_een_gesloten_dossier_beeindigt_geen_zicht(door):
    assert zicht(*BIJ_WEST, dossier_dicht(door=door, op="2020-04-01 10:00")) == BIJ_WEST_STUKKEN


@pytest.mark.parametrize(
    "act",
    [
        AfstemmingGehad(door=VT, met=(WEST,), onderwerp="planning"),
        BehandelaarToegewezen(door=WEST, behandelaar="mw-9"),
        VoorwaardenGesteld(voorwaarden=()),
        OverdrachtAangekondigd(aan=OOST, warm=True),
        WarmeOverdrachtGehouden(deelnemers=(VT, OOST)),
        VeiligheidsplanGeevalueerd(door=WEST, bijgesteld=False),
        MonitorcontactGelegd(met=(WEST,), voorwaarden_voldaan=True, oordeel="stabiel", vervolg=()),
        CasusGekoppeld(met_casus=CASUS, soort="afsplitsing"),
    ],
    ids=lambda act: type(act).__name__,
)
def test_z25_elke_andere_handeling_verandert_niets(act):
    assert zicht(*BIJ_WEST, handeling(act, op="2020-04-01 10:00")) == BIJ_WEST_STUKKEN
