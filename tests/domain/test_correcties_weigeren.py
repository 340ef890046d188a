"""A correction names an act that exists; what takes its place can be read and be true (rulebook 1.1, 1.3)."""

import pytest
from tests.domain.beslissen import doe, fouten, gegeven
from tests.verhaal import (
    ANDER_VT,
    BIJ_WEST,
    DOOR,
    GGZ,
    OOST,
    VT,
    WEST,
    bevestigd,
    contact,
    handeling,
    incident,
    ingetrokken,
    intrekking,
    lokaal,
    melding,
    overdracht,
    verhaal,
    vervanging,
)

from ledger.acts.dossier import GebeurtenisGecorrigeerd, Vervanging
from ledger.casus import decide
from ledger.corrections import ongeldige_vervangingen
from ledger.errors import Geweigerd
from ledger.gebeurtenis import Aanmelding
from projections.tijdlijn import maak_tijdlijn

OP = "2020-06-01 10:00"
CASUS_BIJ_WEST = gegeven(*BIJ_WEST)
VELD = "gegevens.vervanging"


def correctie(betreft, *, wijze="vervangen", gegevens=None, met=True):
    nieuw = Vervanging(gegevens=gegevens)
    act = GebeurtenisGecorrigeerd(
        betreft=betreft, wijze=wijze, vervanging=nieuw if met else None, reden="invoerfout"
    )
    return handeling(act, op=OP)


# --- what it names ------------------------------------------------------------------------------------


@pytest.mark.parametrize("betreft", [4, 5, 99])
def test_een_correctie_noemt_een_gebeurtenis_die_er_al_is(betreft):
    assert fouten(CASUS_BIJ_WEST, intrekking(betreft, op=OP)) == [
        ("gegevens.betreft", "onbekende-gebeurtenis")
    ]


@pytest.mark.parametrize("betreft", [1, 2, 3])
def test_elke_gebeurtenis_kan_worden_ingetrokken_en_weer_hersteld(betreft):
    ingetrokken_ = doe(CASUS_BIJ_WEST, intrekking(betreft, op=OP))

    assert fouten(ingetrokken_, intrekking(betreft, op=OP)) == []  # once more says nothing new, and is true
    assert fouten(ingetrokken_, intrekking(4, op=OP)) == []


@pytest.mark.parametrize(
    ("wijze", "met", "past"),
    [
        ("vervangen", True, True),
        ("vervangen", False, False),
        ("ingetrokken", True, False),
        ("ingetrokken", False, True),
    ],
)
def test_een_vervanging_hoort_bij_vervangen(wijze, met, past):
    gevonden = fouten(CASUS_BIJ_WEST, correctie(2, wijze=wijze, met=met))

    assert gevonden == ([] if past else [(VELD, "vervanging-past-niet")])


# --- what takes its place -----------------------------------------------------------------------------


def test_een_onleesbare_vervanging_noemt_al_haar_fouten():
    gegevens = {"overdracht": "o 1", "fase": "ooit", "onzin": 1}

    assert set(fouten(CASUS_BIJ_WEST, correctie(3, gegevens=gegevens))) == {
        (f"{VELD}.gegevens.door", "verplicht"),
        (f"{VELD}.gegevens.fase", "onbekend-veld"),
        (f"{VELD}.gegevens.onzin", "onbekend-veld"),
        (f"{VELD}.gegevens.overdracht", "ongeldig-id"),
    }


def test_een_vervanging_is_een_handeling_van_dezelfde_soort():
    gevonden = fouten(CASUS_BIJ_WEST, vervanging(1, door=contact(door=WEST, op=OP), op=OP))

    assert (f"{VELD}.gegevens.melding", "verplicht") in gevonden
    assert (f"{VELD}.gegevens.door", "onbekend-veld") in gevonden


@pytest.mark.parametrize(
    ("betreft", "gebeurd_op", "gevonden"),
    [
        (2, "2020-03-04 11:00", []),
        (2, "2020-03-02 08:59", [(f"{VELD}.gebeurdOp", "gebeurd-op-voor-eerste-melding")]),
        (2, "2020-06-01 10:02", [(f"{VELD}.gebeurdOp", "gebeurd-op-in-toekomst")]),
        (1, "2020-03-09 09:00", []),  # the melding itself, also to after what followed
        (1, "2020-01-01 09:00", []),
        (1, "2020-06-01 10:02", [(f"{VELD}.gebeurdOp", "gebeurd-op-in-toekomst")]),
    ],
)
def test_het_vervangende_moment_is_waar(betreft, gebeurd_op, gevonden):
    assert fouten(CASUS_BIJ_WEST, vervanging(betreft, gebeurd_op=gebeurd_op, op=OP)) == gevonden


def test_een_incident_mag_naar_voor_de_eerste_melding():
    casus = doe(CASUS_BIJ_WEST, incident(op="2020-03-10 10:00"))

    assert fouten(casus, vervanging(4, gebeurd_op="2019-12-01 10:00", op=OP)) == []


@pytest.mark.parametrize(
    ("betreft", "door", "gevonden"),
    [
        (2, overdracht("o1", aan=OOST, op=OP), []),
        (2, overdracht("o2", aan=OOST, op=OP), []),  # another id for this act
        (1, melding("m1", door=WEST, op=OP), []),
        (1, melding("m9", op=OP), []),
        (1, melding("m1", vt=ANDER_VT.id, op=OP), [("veiligThuis", "melding-bij-ander-veilig-thuis")]),
        (3, bevestigd("o9", door=WEST, op=OP), [("overdracht", "onbekende-overdracht")]),
        (3, bevestigd("o1", door=OOST, op=OP), [("door", "overdracht-niet-aan-deze-partij")]),
    ],
)
def test_wat_in_de_plaats_komt_wordt_nagekeken_als_elke_handeling(betreft, door, gevonden):
    verwacht = [(f"{VELD}.gegevens.{veld}", code) for veld, code in gevonden]

    assert fouten(CASUS_BIJ_WEST, vervanging(betreft, door=door, op=OP)) == verwacht


def test_een_vervanging_neemt_geen_id_van_een_ander():
    casus = gegeven(*BIJ_WEST, melding("m2", op="2020-04-01 10:00"))

    assert fouten(casus, vervanging(4, door=melding("m1", op=OP), op=OP)) == [
        (f"{VELD}.gegevens.melding", "id-bestaat-al")
    ]


def test_een_vervangen_id_blijft_naast_het_nieuwe_bekend():
    """What referred to the old id can still be understood; neither may be given again."""
    casus = doe(CASUS_BIJ_WEST, vervanging(2, door=overdracht("o2", aan=OOST, op=OP), op=OP))

    assert fouten(casus, bevestigd("o1", door=WEST, op=OP)) == []
    assert fouten(casus, bevestigd("o2", door=OOST, op=OP)) == []
    assert fouten(casus, overdracht("o1", aan=GGZ, op=OP)) == [("gegevens.overdracht", "id-bestaat-al")]
    assert fouten(casus, overdracht("o2", aan=GGZ, op=OP)) == [("gegevens.overdracht", "id-bestaat-al")]


def test_na_een_vervangen_ontvanger_of_afzender_mogen_oude_en_nieuwe():
    """The old one did confirm what was then said to be sent to it."""
    casus = doe(CASUS_BIJ_WEST, vervanging(2, door=overdracht("o1", aan=OOST, van=GGZ, op=OP), op=OP))

    for door, mag in ((WEST, True), (OOST, True), (GGZ, False)):
        assert (fouten(casus, bevestigd("o1", door=door, op=OP)) == []) is mag
    for door, mag in ((VT, True), (GGZ, True), (WEST, False)):
        assert (fouten(casus, ingetrokken("o1", door=door, op=OP)) == []) is mag


def test_ook_het_vertrouwelijke_deel_van_een_vervanging_moet_leesbaar_zijn():
    def met(vervangend):
        act = correctie(2).act
        vertrouwelijk = act.Vertrouwelijk(toelichting="verkeerde brief", vervanging=vervangend)
        return Aanmelding(
            soort="GebeurtenisGecorrigeerd", gebeurd_op=lokaal(OP), gegevens=act, vertrouwelijk=vertrouwelijk
        )

    assert decide(CASUS_BIJ_WEST, met({"brief": "de goede"}), DOOR, lokaal(OP)).volgnummer == 4
    with pytest.raises(Geweigerd) as geweigerd:
        decide(CASUS_BIJ_WEST, met({"brief": 1, "bsn": "x"}), DOOR, lokaal(OP))
    assert [(f.veld, f.code) for f in geweigerd.value.fouten] == [
        ("vertrouwelijk.vervanging.brief", "verkeerd-type"),
        ("vertrouwelijk.vervanging.bsn", "onbekend-veld"),
    ]


# --- a correction in place of a correction ------------------------------------------------------------

MET_CORRECTIE = doe(CASUS_BIJ_WEST, intrekking(2, op=OP))  # #4


def inhoud(betreft, **vervanging_):
    if not vervanging_:
        return {"betreft": betreft, "wijze": "ingetrokken", "reden": "invoerfout"}
    return {"betreft": betreft, "wijze": "vervangen", "reden": "invoerfout", "vervanging": vervanging_}


@pytest.mark.parametrize(
    ("gegevens", "gevonden"),
    [
        (inhoud(3), []),
        (inhoud(99), [("betreft", "onbekende-gebeurtenis")]),
        (inhoud(4), [("betreft", "onbekende-gebeurtenis")]),  # itself: a correction reaches back only
        (inhoud(5), [("betreft", "onbekende-gebeurtenis")]),
        (inhoud(2, gegevens={"onzin": 1}), [("vervanging.gegevens.onzin", "onbekend-veld")]),
        (inhoud(3, gegevens={"overdracht": "o9", "door": WEST.model_dump()}),
         [("vervanging.gegevens.overdracht", "onbekende-overdracht")]),
        (inhoud(3, gebeurdOp="2030-01-01T00:00:00Z"), [("vervanging.gebeurdOp", "gebeurd-op-in-toekomst")]),
        (inhoud(3, gebeurdOp="2020-01-01T00:00:00Z"),
         [("vervanging.gebeurdOp", "gebeurd-op-voor-eerste-melding")]),
    ],
)  # fmt: skip
def test_een_correctie_in_plaats_van_een_correctie_wordt_net_zo_nagekeken(gegevens, gevonden):
    verwacht = {(f"{VELD}.gegevens.{veld}", code) for veld, code in gevonden}
    gekregen = set(fouten(MET_CORRECTIE, correctie(4, gegevens=gegevens)))

    assert verwacht <= gekregen
    assert bool(gekregen) is bool(verwacht)


def test_een_id_uit_een_geneste_correctie_is_bekend():
    nieuw = overdracht("o7", aan=OOST, op=OP).act.model_dump(mode="json", exclude_none=True)
    casus = doe(MET_CORRECTIE, correctie(4, gegevens=inhoud(2, gegevens=nieuw)))

    assert fouten(casus, bevestigd("o7", door=OOST, op=OP)) == []


# --- what was recorded all the same -------------------------------------------------------------------


def test_een_onleesbare_vervanging_uit_een_bestand_wordt_gevonden_ook_in_een_correctie_van_een_correctie():
    goed = [*BIJ_WEST, vervanging(3, door=bevestigd("o1", door=OOST, op=OP), op=OP)]
    direct = verhaal(*goed, correctie(3, gegevens={"onzin": 1}))
    genest = verhaal(*goed, correctie(4, gegevens=inhoud(3, gegevens={"onzin": 1})))

    assert ongeldige_vervangingen(verhaal(*goed)) == {}
    for gebeurtenissen, veld in ((direct, VELD), (genest, f"{VELD}.gegevens.vervanging")):
        (gevonden,) = ongeldige_vervangingen(gebeurtenissen).items()
        assert gevonden[0] == 5
        assert (f"{veld}.gegevens.onzin", "onbekend-veld") in [(f.veld, f.code) for f in gevonden[1].fouten]


def test_wat_de_casus_aanneemt_kan_altijd_gevouwen_worden():
    casus = doe(MET_CORRECTIE, correctie(4, gegevens=inhoud(3, gebeurdOp="2020-03-10T13:00:00Z")))

    assert maak_tijdlijn(casus.gebeurtenissen).banen["zicht"]
