"""Which acts stand at K, in which order, and what was known before (rulebook 1.2, 1.3 and 3)."""

import pytest
from tests.verhaal import (
    BIJ_WEST,
    BIJ_WEST_NA_DIENST,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    baan,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    gestopt,
    handeling,
    incident,
    intrekking,
    lokaal,
    melding,
    onderzoek_af,
    overdracht,
    stabiel,
    verhaal,
    vervanging,
    zicht,
)

from ledger.acts.dossier import GebeurtenisGecorrigeerd, Vervanging
from ledger.corrections import Feit, staande_feiten
from ledger.errors import Geweigerd
from projections.stuk import BANEN, instant_als_tekst

M1 = melding("m1", op="2020-03-02 09:00")
O1 = overdracht("o1", aan=WEST, op="2020-03-05 11:00")
VT_HOUDT = "2020-03-02 09:00 VT vast Z1 #1"
VERSTUURD = "2020-03-05 11:00 VT in-overdracht Z8 #2"
BEVESTIGD = "2020-03-09 14:00 WEST vast Z8 #3"
RECHTENS = "2020-03-13 00:00 WEST vast Z8 #2 rechtens"


# --- withdrawing and replacing ------------------------------------------------------------------------


def test_een_ingetrokken_handeling_geldt_niet():
    assert zicht(*BIJ_WEST, intrekking(3, op="2020-04-01 10:00")) == [VT_HOUDT, VERSTUURD, RECHTENS]


def test_een_vervangen_moment():
    assert zicht(*BIJ_WEST, vervanging(3, gebeurd_op="2020-03-10 16:00", op="2020-04-01 10:00"))[2:] == [
        "2020-03-10 16:00 WEST vast Z8 #3"
    ]


def test_vervangen_gegevens_zijn_geheel_vervangen():
    """The receiver was wrong, so the confirmation by WEST is of a handover that was not sent to it."""
    aan_oost = overdracht("o1", aan=OOST, op="2020-04-01 10:00")

    assert zicht(*BIJ_WEST, vervanging(2, door=aan_oost, op="2020-04-01 10:00"))[1:] == [
        VERSTUURD,
        "2020-03-13 00:00 OOST vast Z8 #2 rechtens",
    ]


def test_moment_en_gegevens_tegelijk():
    beide = vervanging(
        2,
        gebeurd_op="2020-03-06 11:00",
        door=overdracht("o1", aan=WEST, fase=NA_DIENST, op="2020-04-01 10:00"),
        op="2020-04-01 10:00",
    )

    assert zicht(*BIJ_WEST, beide)[1:] == ["2020-03-06 11:00 WEST vast Z9 #2"]


def test_van_meer_vervangingen_wint_de_laatst_vastgelegde_per_veld():
    moment = vervanging(3, gebeurd_op="2020-03-10 16:00", op="2020-04-01 10:00")
    gegevens = vervanging(3, door=bevestigd("o1", door=OOST, op="2020-04-02 10:00"), op="2020-04-02 10:00")
    later_moment = vervanging(3, gebeurd_op="2020-03-11 16:00", op="2020-04-03 10:00")
    terug = vervanging(3, door=bevestigd("o1", door=WEST, op="2020-04-04 10:00"), op="2020-04-04 10:00")

    assert zicht(*BIJ_WEST, moment, gegevens)[2:] == [RECHTENS]
    assert zicht(*BIJ_WEST, moment, gegevens, terug)[2:] == ["2020-03-10 16:00 WEST vast Z8 #3"]
    assert zicht(*BIJ_WEST, moment, later_moment, terug)[2:] == ["2020-03-11 16:00 WEST vast Z8 #3"]
    assert zicht(*BIJ_WEST, later_moment, moment, terug)[2:] == ["2020-03-10 16:00 WEST vast Z8 #3"]


def test_laatst_vastgelegd_is_het_hoogste_volgnummer_niet_het_eigen_moment():
    eerst = vervanging(3, gebeurd_op="2020-03-10 16:00", op="2020-05-01 10:00", vast="2020-05-01 10:00")
    dan = vervanging(3, gebeurd_op="2020-03-11 16:00", op="2020-04-01 10:00", vast="2020-05-02 10:00")

    assert zicht(*BIJ_WEST, eerst, dan)[2:] == ["2020-03-11 16:00 WEST vast Z8 #3"]


def test_een_intrekking_gaat_voor_een_vervanging_ook_een_latere():
    moment = vervanging(3, gebeurd_op="2020-03-10 16:00", op="2020-04-02 10:00")

    assert zicht(*BIJ_WEST, intrekking(3, op="2020-04-01 10:00"), moment)[2:] == [RECHTENS]
    assert zicht(*BIJ_WEST, moment, intrekking(3, op="2020-04-03 10:00"))[2:] == [RECHTENS]


def test_een_correctie_beweegt_zelf_niets():
    """Its own moment plays no part, also when it lies between the acts."""
    stukken = [VT_HOUDT, VERSTUURD, BEVESTIGD]

    assert zicht(*BIJ_WEST, vervanging(3, gebeurd_op="2020-03-09 14:00", op="2020-03-06 10:00")) == stukken


# --- corrections of corrections -----------------------------------------------------------------------


def test_een_ingetrokken_intrekking_herstelt():
    weg = [*BIJ_WEST, intrekking(3, op="2020-04-01 10:00")]
    hersteld = [*weg, intrekking(4, op="2020-04-02 10:00")]

    assert zicht(*hersteld) == [VT_HOUDT, VERSTUURD, BEVESTIGD]
    assert zicht(*hersteld, intrekking(5, op="2020-04-03 10:00")) == [VT_HOUDT, VERSTUURD, RECHTENS]


def test_een_ingetrokken_vervanging_laat_de_vorige_weer_gelden():
    eerste = vervanging(3, gebeurd_op="2020-03-10 16:00", op="2020-04-01 10:00")
    tweede = vervanging(3, gebeurd_op="2020-03-11 16:00", op="2020-04-02 10:00")

    assert zicht(*BIJ_WEST, eerste, tweede, intrekking(5, op="2020-04-03 10:00"))[2:] == [
        "2020-03-10 16:00 WEST vast Z8 #3"
    ]
    assert zicht(*BIJ_WEST, eerste, tweede, intrekking(4, op="2020-04-03 10:00"))[2:] == [
        "2020-03-11 16:00 WEST vast Z8 #3"
    ]


def test_een_vervangen_correctie_zegt_iets_anders():
    """#4 withdrew #3; it should have moved it."""
    anders = GebeurtenisGecorrigeerd(
        betreft=3,
        wijze="vervangen",
        vervanging=Vervanging(gebeurd_op=lokaal("2020-03-10 16:00")),
        reden="invoerfout",
    )
    verbeterd = vervanging(4, door=handeling(anders, op="2020-04-02 10:00"), op="2020-04-02 10:00")

    assert zicht(*BIJ_WEST, intrekking(3, op="2020-04-01 10:00"), verbeterd)[2:] == [
        "2020-03-10 16:00 WEST vast Z8 #3"
    ]


def test_een_correctie_van_een_latere_gebeurtenis_doet_niets():
    """Recording refuses it; from a file it may come."""
    assert zicht(
        M1, intrekking(3, op="2020-03-03 10:00"), overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00")
    ) == [
        VT_HOUDT,
        "2020-03-05 11:00 WEST vast Z9 #3",
    ]
    assert zicht(M1, intrekking(2, op="2020-03-03 10:00")) == [VT_HOUDT]
    assert zicht(M1, intrekking(99, op="2020-03-03 10:00")) == [VT_HOUDT]


def test_een_correctie_gericht_op_een_correctie_die_zelf_is_ingetrokken():
    """#5 withdraws the withdrawal #4, and is itself withdrawn by #6: #3 is gone again."""
    assert zicht(
        *BIJ_WEST,
        intrekking(3, op="2020-04-01 10:00"),
        intrekking(4, op="2020-04-02 10:00"),
        intrekking(5, op="2020-04-03 10:00"),
    )[2:] == [RECHTENS]


# --- as known at K ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bekend", "stukken"),
    [
        ("2020-03-02 09:00:59", []),
        ("2020-03-02 09:01", [VT_HOUDT]),
        ("2020-03-05 11:01", [VT_HOUDT, VERSTUURD, RECHTENS]),  # what is determined already, is told
        ("2020-03-19 23:59:59", [VT_HOUDT, VERSTUURD, RECHTENS]),  # the confirmation was recorded late
        ("2020-03-20 00:00", [VT_HOUDT, VERSTUURD, BEVESTIGD]),
        ("2020-03-31 23:59:59", [VT_HOUDT, VERSTUURD, BEVESTIGD]),
        ("2020-04-01 00:00", [VT_HOUDT, VERSTUURD, RECHTENS]),
    ],
)
def test_bekend_op(bekend, stukken):
    verteld = verhaal(
        M1,
        O1,
        bevestigd(door=WEST, op="2020-03-09 14:00", vast="2020-03-20 00:00"),
        intrekking(3, op="2020-03-31 10:00", vast="2020-04-01 00:00"),
    )

    assert baan("zicht", verteld, bekend=bekend) == stukken


def test_k_voor_een_correctie_is_de_geschiedenis_zonder_haar():
    verteld = verhaal(*BIJ_WEST, vervanging(1, gebeurd_op="2020-03-01 09:00", op="2020-04-01 10:00"))

    for naam in BANEN:
        assert baan(naam, verteld, bekend="2020-04-01 10:00:59") == baan(naam, verhaal(*BIJ_WEST))
    assert baan("zicht", verteld, bekend="2020-04-01 10:01")[0] == "2020-03-01 09:00 VT vast Z1 #1"


# --- order --------------------------------------------------------------------------------------------


def test_de_volgorde_is_die_van_gebeuren_dan_die_van_vastleggen():
    verteld = verhaal(
        M1,
        contact(door=VT, op="2020-03-05 10:00"),
        dienst(op="2020-03-03 10:00", vast="2020-03-06 10:00"),
        gestopt(op="2020-03-05 10:00", vast="2020-03-06 10:00"),
    )

    assert [feit.volgnummer for feit in staande_feiten(verteld)] == [1, 3, 2, 4]
    assert [feit.volgnummer for feit in staande_feiten(reversed(verteld))] == [1, 3, 2, 4]


def test_een_vervangen_moment_verandert_de_volgorde():
    verteld = verhaal(*BIJ_WEST, vervanging(3, gebeurd_op="2020-03-03 10:00", op="2020-04-01 10:00"))
    feiten = staande_feiten(verteld)

    assert [feit.volgnummer for feit in feiten] == [1, 3, 2, 4]
    assert feiten[1] == Feit(3, lokaal("2020-03-03 10:00"), verteld[2].gegevens)


def test_op_hetzelfde_ogenblik_telt_het_volgnummer():
    heen = overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00")
    terug = dienst(op="2020-03-05 11:00")

    assert zicht(M1, heen, terug) == [VT_HOUDT]
    assert zicht(M1, terug, heen) == [VT_HOUDT, "2020-03-05 11:00 WEST vast Z9 #3"]


def test_op_hetzelfde_ogenblik_verstrijkt_een_overdracht_voor_een_melding():
    """The melding is settled by the passing, so VT never comes to hold and monitoring goes on (M5)."""
    verteld = [
        *BIJ_WEST_NA_DIENST,
        melding("m2", op="2020-05-04 10:00"),
        overdracht("o2", aan=OOST, van=WEST, op="2020-05-04 11:00"),
    ]

    assert zicht(*verteld, zevende_dag="einde")[-1] == "2020-05-12 00:00 OOST vast Z8 #5 rechtens"
    assert baan("monitoring", verhaal(*verteld), zevende_dag="einde")[-1] == "2021-10-02 00:00 niets"


def test_een_termijn_gaat_voor_elke_handeling_op_dat_ogenblik():
    assert zicht(M1, O1, gestopt(op="2020-03-12 23:59:59"))[-1] == "2020-03-12 23:59:59 onbelegd Z24 #3"
    assert zicht(M1, O1, gestopt(op="2020-03-13 00:00"))[-1] == RECHTENS


def test_de_tijdlijn_reikt_tot_wat_vaststaat():
    assert zicht(M1, O1, melding("m2", op="2020-03-10 10:00")) == [
        VT_HOUDT,
        VERSTUURD,
        "2020-03-13 00:00 WEST melding-in-behandeling Z8 #2 rechtens",
        "2020-03-17 00:00 VT vast Z3 #3 rechtens",
    ]


# --- before the first effective melding ---------------------------------------------------------------


def test_wat_voor_de_eerste_geldende_melding_ligt_beweegt_niets():
    """With m1 withdrawn, m2 is the first melding; the handover before it moves nothing."""
    verteld = [
        M1,
        overdracht(aan=WEST, fase=NA_DIENST, op="2020-03-05 11:00"),
        dienst(op="2020-03-06 10:00"),
        melding("m2", op="2020-04-01 10:00"),
        intrekking(1, op="2020-05-01 10:00"),
    ]

    assert zicht(*verteld) == ["2020-04-01 10:00 VT vast Z1 #4"]
    assert [baan(naam, verhaal(*verteld)) for naam in ("directe-veiligheid", "monitoring", "casusregie")] == [
        [],
        [],
        [],
    ]


def test_op_hetzelfde_ogenblik_maar_eerder_vastgelegd_ligt_ook_voor_de_melding():
    verteld = [
        M1,
        dienst(op="2020-03-02 08:00"),
        vervanging(1, gebeurd_op="2020-03-02 08:00", op="2020-03-03 10:00"),
    ]

    assert baan("directe-veiligheid", verhaal(*verteld)) == ["2020-03-02 08:00 VT vast #2"]
    later = [
        M1,
        dienst(op="2020-03-02 09:00"),
        melding("m2", op="2020-03-02 09:00"),
        intrekking(1, op="2020-03-03 10:00"),
    ]
    assert baan("directe-veiligheid", verhaal(*later)) == []


def test_zonder_geldende_melding_is_er_niets():
    verteld = verhaal(*BIJ_WEST, intrekking(1, op="2020-04-01 10:00"))

    assert [baan(naam, verteld) for naam in BANEN] == [[], [], [], [], []]


def test_een_incident_voor_de_eerste_geldende_melding_telt_nog_wel():
    verteld = [
        M1,
        incident(op="2020-03-20 10:00"),
        melding("m2", op="2020-04-01 10:00"),
        beoordeling("dienst", "m2", conclusie=8, op="2020-04-02 10:00"),
        dienst(op="2020-04-02 10:00"),
        stabiel(door=VT, op="2020-09-10 10:00"),
        intrekking(1, op="2020-10-01 10:00"),
    ]

    assert zicht(*verteld) == ["2020-04-01 10:00 VT vast Z1 #3"]
    zonder_incident = [*verteld, intrekking(2, op="2020-10-02 10:00")]
    assert zicht(*zonder_incident)[-1] == "2020-09-10 10:00 beeindigd Z20 #6"


def test_een_weerlegging_van_voor_de_melding_maakt_haar_niet_veilig():
    verteld = [
        M1,
        onderzoek_af("weerlegd", op="2020-03-20 10:00"),
        melding("m2", op="2020-04-01 10:00"),
        dienst(op="2020-04-02 10:00"),
        stabiel(door=VT, op="2020-09-10 10:00"),
    ]

    assert zicht(*verteld) == [VT_HOUDT]


# --- how a piece is written down ----------------------------------------------------------------------


def test_een_onleesbare_vervanging_wordt_niet_stil_overgeslagen():
    """Recording refuses it, reading a file finds it; a fold that meets it all the same says so."""
    kapot = GebeurtenisGecorrigeerd(
        betreft=1, wijze="vervangen", vervanging=Vervanging(gegevens={"onzin": 1}), reden="invoerfout"
    )

    with pytest.raises(Geweigerd):
        zicht(M1, handeling(kapot, op="2020-04-01 10:00"))


def test_een_instant_wordt_in_utc_geschreven():
    assert instant_als_tekst(lokaal("2020-03-02 09:00")) == "2020-03-02T08:00:00Z"
    assert instant_als_tekst(lokaal("2020-07-02 09:00:00.123456")) == "2020-07-02T07:00:00.123456Z"
