"""What is refused, and what is not: only what cannot be true or cannot be understood (rulebook 1.1)."""

from datetime import date

import pytest
from tests.domain.beslissen import doe, fouten, gegeven
from tests.verhaal import (
    ANDER_VT,
    BIJ_WEST,
    CASUS,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    aangevuld,
    beoordeling,
    besloten,
    bevestigd,
    contact,
    dienst,
    dienst_af,
    directe_veiligheid,
    dossier_dicht,
    gestopt,
    geweigerd,
    gewogen,
    handeling,
    incident,
    ingetrokken,
    intrekking,
    lokaal,
    melding,
    monitoring_af,
    niet_bezorgd,
    onderzoek_af,
    opschaling,
    overdracht,
    regie,
    regie_af,
    regisseur,
    stabiel,
    terugkoppeling,
    terugmelding,
    verhaal,
)

from ledger.acts import CASUS_ACTEN
from ledger.acts.dienst import (
    Voorwaarde,
    VoorwaardenAangescherpt,
    VoorwaardenGesteld,
    VoorwaardeVervallen,
    VoorwaardeVoldaan,
)
from ledger.acts.dossier import PersoonsgegevensVernietigd, VernietigingBesloten, VernietigingVerzocht
from ledger.acts.lokaal_team import VeiligheidsplanVastgesteld, Voorwaardetermijn
from ledger.acts.melding import InformatieIngewonnen, MelderGeinformeerd
from ledger.acts.monitoring import MonitorcontactGelegd, PerVoorwaarde
from ledger.acts.overdracht import OntvangstGerappelleerd, WarmeOverdrachtGehouden
from ledger.casus import Casus, evolve
from ledger.verwijzingen import _INHOUD

OP = "2020-06-01 10:00"


def gesteld(*nummers):
    return VoorwaardenGesteld(voorwaarden=tuple(Voorwaarde(id=v, prioriteit=1, voor=()) for v in nummers))


def voldaan(nummer):
    return VoorwaardeVoldaan(door=WEST, voorwaarde=nummer)


def monitorcontact(*nummers):
    per_voorwaarde = tuple(PerVoorwaarde(voorwaarde=v, voldaan=True) for v in nummers)
    return MonitorcontactGelegd(
        met=(WEST,), voorwaarden_voldaan=True, per_voorwaarde=per_voorwaarde, oordeel="stabiel", vervolg=()
    )


def plan(*nummers):
    termijnen = tuple(Voorwaardetermijn(voorwaarde=v, uiterlijk=date(2020, 9, 1)) for v in nummers)
    return VeiligheidsplanVastgesteld(door=WEST, onderdelen=(), evaluatiemomenten=(), termijnen=termijnen)


# #1 to #6: a casus in which everything that can be referred to exists once
ALLES = gegeven(
    *BIJ_WEST,
    handeling(gesteld("v1", "v2"), op="2020-03-20 10:00"),
    handeling(VernietigingVerzocht(verzoek="w1", persoon="p1"), op="2020-03-21 10:00"),
    overdracht("o2", aan=GGZ, van=WEST, medeontvangers=(OOST,), op="2020-03-22 10:00"),
)


# --- the first act ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "eerste",
    [
        dienst(op=OP),
        incident(op=OP),
        overdracht(aan=WEST, op=OP),
        intrekking(1, op=OP),
        contact(door=WEST, op=OP),
    ],
    ids=lambda regel: type(regel.act).__name__,
)
def test_de_eerste_gebeurtenis_is_een_melding(eerste):
    assert fouten(Casus(CASUS), eerste) == [("soort", "eerste-gebeurtenis-geen-melding")]


def test_een_melding_opent_de_casus():
    casus = gegeven(melding("m1", op=OP))

    assert (casus.volgnummer, casus.regio, casus.meldingen) == (1, VT.id, {"m1"})


# --- when it took place -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("op", "gevonden"),
    [
        ("2020-06-01 10:00", []),
        ("2020-06-01 10:00:00.000001", [("gebeurdOp", "gebeurd-op-in-toekomst")]),
        ("2020-06-01 10:00:01", [("gebeurdOp", "gebeurd-op-in-toekomst")]),
        ("2021-06-01 10:00", [("gebeurdOp", "gebeurd-op-in-toekomst")]),
    ],
)
@pytest.mark.parametrize("soort", [incident, contact], ids=["incident", "contact"])
def test_een_handeling_ligt_niet_in_de_toekomst(soort, op, gevonden):
    assert fouten(ALLES, soort(door=WEST, op=op), lokaal("2020-06-01 10:00")) == gevonden


def test_ook_de_eerste_melding_ligt_niet_in_de_toekomst():
    gevonden = fouten(Casus(CASUS), melding(op="2020-06-01 10:01"), lokaal("2020-06-01 10:00"))

    assert gevonden == [("gebeurdOp", "gebeurd-op-in-toekomst")]


@pytest.mark.parametrize(
    ("op", "gevonden"),
    [
        ("2020-03-02 09:00", []),
        ("2020-03-02 08:59:59", [("gebeurdOp", "gebeurd-op-voor-eerste-melding")]),
    ],
)
def test_een_handeling_ligt_niet_voor_de_eerste_melding(op, gevonden):
    assert fouten(ALLES, contact(door=WEST, op=op), lokaal(OP)) == gevonden


def test_een_incident_mag_voor_de_eerste_melding_liggen():
    assert fouten(ALLES, incident(op="2019-01-01 10:00"), lokaal(OP)) == []


def test_een_later_vastgelegde_eerdere_melding_wordt_de_eerste():
    casus = doe(ALLES, melding("m0", op="2020-02-01 10:00"), lokaal(OP))

    assert fouten(casus, contact(door=WEST, op="2020-02-15 10:00"), lokaal(OP)) == []
    assert fouten(casus, contact(door=WEST, op="2020-01-31 10:00"), lokaal(OP)) == [
        ("gebeurdOp", "gebeurd-op-voor-eerste-melding")
    ]


def test_de_eerste_melding_is_de_eerste_die_geldt():
    """With the first melding withdrawn the second is the first; without that one there is none."""
    casus = gegeven(melding("m1", op="2020-03-02 09:00"), melding("m2", op="2020-04-01 09:00"))
    eerder = contact(door=WEST, op="2020-03-15 10:00")

    assert fouten(casus, eerder, lokaal(OP)) == []
    casus = doe(casus, intrekking(1, op="2020-05-01 09:00"))
    assert fouten(casus, eerder, lokaal(OP)) == [("gebeurdOp", "gebeurd-op-voor-eerste-melding")]
    casus = doe(casus, intrekking(2, op="2020-05-02 09:00"))
    assert fouten(casus, eerder, lokaal(OP)) == []


# --- references and ids -------------------------------------------------------------------------------

ONBEKEND = {
    "melding": ("gegevens.melding", "onbekende-melding"),
    "overdracht": ("gegevens.overdracht", "onbekende-overdracht"),
    "voorwaarde": ("gegevens.voorwaarde", "onbekende-voorwaarde"),
    "verzoek": ("gegevens.verzoek", "onbekend-verzoek"),
}


VERWIJZINGEN = {
    "VeiligheidsbeoordelingAfgerond": ("melding", lambda x: beoordeling("geen-vervolg", x, op=OP)),
    "DienstIngezet": ("melding", lambda x: dienst(nummer=x, op=OP)),
    "InformatieIngewonnen": ("melding", lambda x: handeling(InformatieIngewonnen(bij=GGZ, melding=x), op=OP)),
    "MelderGeinformeerd": ("melding", lambda x: handeling(MelderGeinformeerd(melding=x, na="dienst"), op=OP)),
    "OntvangstBevestigd": ("overdracht", lambda x: bevestigd(x, door=WEST, op=OP)),
    "OverdrachtGeweigerd": ("overdracht", lambda x: geweigerd(x, door=WEST, op=OP)),
    "OverdrachtIngetrokken": ("overdracht", lambda x: ingetrokken(x, door=VT, op=OP)),
    "OverdrachtNietBezorgd": ("overdracht", lambda x: niet_bezorgd(x, op=OP)),
    "OverdrachtAangevuld": ("overdracht", lambda x: aangevuld(x, met=("naw",), op=OP)),
    "OntvangstGerappelleerd": (
        "overdracht",
        lambda x: handeling(OntvangstGerappelleerd(overdracht=x), op=OP),
    ),
    "WarmeOverdrachtGehouden": (
        "overdracht",
        lambda x: handeling(WarmeOverdrachtGehouden(overdracht=x, deelnemers=(VT,)), op=OP),
    ),
    "VoorwaardeVoldaan": ("voorwaarde", lambda x: handeling(voldaan(x), op=OP)),
    "VoorwaardeVervallen": (
        "voorwaarde",
        lambda x: handeling(VoorwaardeVervallen(door=VT, voorwaarde=x), op=OP),
    ),
    "VernietigingBesloten": (
        "verzoek",
        lambda x: handeling(VernietigingBesloten(verzoek=x, besluit="deels"), op=OP),
    ),
    "PersoonsgegevensVernietigd": (
        "verzoek",
        lambda x: handeling(PersoonsgegevensVernietigd(grond="verzoek", verzoek=x), op=OP),
    ),
}


@pytest.mark.parametrize("soort", VERWIJZINGEN)
def test_wat_genoemd_wordt_moet_bestaan(soort):
    wat, verwijzing = VERWIJZINGEN[soort]
    bestaat = {"melding": "m1", "overdracht": "o1", "voorwaarde": "v1", "verzoek": "w1"}[wat]

    assert fouten(ALLES, verwijzing("x9")) == [ONBEKEND[wat]]
    assert fouten(ALLES, verwijzing(bestaat)) == []


@pytest.mark.parametrize(
    "zonder",
    [
        dienst(op=OP),
        handeling(InformatieIngewonnen(bij="school"), op=OP),
        handeling(WarmeOverdrachtGehouden(deelnemers=(VT, WEST)), op=OP),
        handeling(PersoonsgegevensVernietigd(grond="bewaartermijn"), op=OP),
        handeling(plan(), op=OP),
        handeling(monitorcontact(), op=OP),
    ],
    ids=lambda regel: type(regel.act).__name__,
)
def test_een_verwijzing_die_mag_ontbreken_mag_ontbreken(zonder):
    assert fouten(ALLES, zonder) == []


def test_elke_onbekende_voorwaarde_in_een_lijst_wordt_genoemd():
    assert fouten(ALLES, handeling(monitorcontact("v1", "x1", "v2", "x2"), op=OP)) == [
        ("gegevens.perVoorwaarde.1.voorwaarde", "onbekende-voorwaarde"),
        ("gegevens.perVoorwaarde.3.voorwaarde", "onbekende-voorwaarde"),
    ]
    assert fouten(ALLES, handeling(plan("x1", "v1"), op=OP)) == [
        ("gegevens.termijnen.0.voorwaarde", "onbekende-voorwaarde")
    ]


@pytest.mark.parametrize(
    ("opnieuw", "veld"),
    [
        (melding("m1", op=OP), "gegevens.melding"),
        (overdracht("o1", aan=WEST, op=OP), "gegevens.overdracht"),
        (handeling(gesteld("v1"), op=OP), "gegevens.voorwaarden.0.id"),
        (handeling(gesteld("v3", "v2"), op=OP), "gegevens.voorwaarden.1.id"),
        (handeling(gesteld("v3", "v3"), op=OP), "gegevens.voorwaarden.1.id"),
        (handeling(VernietigingVerzocht(verzoek="w1", persoon="p2"), op=OP), "gegevens.verzoek"),
    ],
)
def test_een_id_wordt_maar_een_keer_gegeven(opnieuw, veld):
    assert fouten(ALLES, opnieuw) == [(veld, "id-bestaat-al")]


def test_een_melding_en_een_overdracht_mogen_hetzelfde_id_hebben():
    assert fouten(ALLES, overdracht("m1", aan=WEST, op=OP)) == []


def test_aanscherpen_mag_bestaande_en_nieuwe_voorwaarden_noemen():
    aangescherpt = VoorwaardenAangescherpt(voorwaarden=gesteld("v1", "v3").voorwaarden)
    casus = doe(ALLES, handeling(aangescherpt, op=OP))

    assert fouten(casus, handeling(voldaan("v3"), op=OP)) == []
    assert fouten(casus, handeling(gesteld("v3"), op=OP)) == [("gegevens.voorwaarden.0.id", "id-bestaat-al")]


def test_een_ingetrokken_melding_houdt_haar_id():
    casus = doe(ALLES, intrekking(1, op=OP))

    assert fouten(casus, melding("m1", op=OP)) == [("gegevens.melding", "id-bestaat-al")]
    assert fouten(casus, beoordeling("geen-vervolg", "m1", op=OP)) == []


# --- by whom ------------------------------------------------------------------------------------------

NIET_AAN = [("gegevens.door", "overdracht-niet-aan-deze-partij")]


@pytest.mark.parametrize("soort", [bevestigd, geweigerd], ids=["bevestiging", "weigering"])
@pytest.mark.parametrize(
    ("door", "gevonden"),
    [(GGZ, []), (OOST, []), (WEST, NIET_AAN), (VT, NIET_AAN)],
    ids=["ontvanger", "medeontvanger", "afzender", "ander"],
)
def test_alleen_wie_de_overdracht_kreeg_bevestigt_of_weigert(soort, door, gevonden):
    assert fouten(ALLES, soort("o2", door=door, op=OP)) == gevonden


@pytest.mark.parametrize(
    ("door", "gevonden"),
    [
        (WEST, []),
        (VT, [("gegevens.door", "intrekking-door-ander-dan-afzender")]),
        (GGZ, [("gegevens.door", "intrekking-door-ander-dan-afzender")]),
    ],
    ids=["afzender", "veilig-thuis", "ontvanger"],
)
def test_alleen_de_afzender_trekt_een_overdracht_in(door, gevonden):
    assert fouten(ALLES, ingetrokken("o2", door=door, op=OP)) == gevonden


def test_een_melding_bij_een_ander_veilig_thuis_hoort_daar():
    assert fouten(ALLES, melding("m2", vt=ANDER_VT.id, op=OP)) == [
        ("gegevens.veiligThuis", "melding-bij-ander-veilig-thuis")
    ]


# --- several at once ----------------------------------------------------------------------------------


def test_alle_fouten_tegelijk():
    assert fouten(ALLES, melding("m1", vt=ANDER_VT.id, op="2021-01-01 10:00"), lokaal(OP)) == [
        ("gebeurdOp", "gebeurd-op-in-toekomst"),
        ("gegevens.melding", "id-bestaat-al"),
        ("gegevens.veiligThuis", "melding-bij-ander-veilig-thuis"),
    ]
    assert fouten(ALLES, bevestigd("x9", door=WEST, op="2020-01-01 10:00"), lokaal(OP)) == [
        ("gebeurdOp", "gebeurd-op-voor-eerste-melding"),
        ("gegevens.overdracht", "onbekende-overdracht"),
    ]


def test_een_geweigerde_handeling_verandert_de_casus_niet():
    voor = ALLES

    assert fouten(ALLES, melding("m1", op=OP))
    assert voor == ALLES
    assert ALLES.volgnummer == 6


# --- what is not refused: late, incomplete, against the agreement -------------------------------------


@pytest.mark.parametrize(
    "handeling_",
    [
        # an assessment long after its term, a second one, a besluit against the conclusion
        beoordeling("geen-vervolg", "m1", conclusie=1, op="2022-01-01 10:00"),
        beoordeling("dienst", "m1", conclusie=8, op="2020-03-03 10:00", vast=OP),
        # a handover by who does not hold, without anything in it, to who holds, without a dienst
        overdracht("o3", aan=GGZ, van=OOST, op=OP),
        overdracht("o3", aan=WEST, zonder=("melder", "naw"), op=OP),
        overdracht("o3", aan=WEST, van=WEST, op=OP),
        overdracht("o3", aan=OOST, fase=NA_DIENST, op=OP),
        # a receipt after a year, twice, after the refusal
        bevestigd("o1", door=WEST, op="2021-03-09 14:00"),
        bevestigd("o1", door=WEST, op="2020-03-09 14:00", vast=OP),
        geweigerd("o1", door=WEST, op=OP),
        # dated before what it is about
        bevestigd("o1", door=WEST, op="2020-03-03 14:00", vast=OP),
        ingetrokken("o1", door=VT, op="2020-03-03 14:00", vast=OP),
        # by a party that does not hold, of what never started, ended twice
        stabiel(door=OOST, risicofactoren=False, op=OP),
        dienst_af("onderzoek", op=OP),
        regie_af(door=OOST, op=OP),
        regisseur("mw-9", op=OP),
        regie(door=OOST, op=OP),
        monitoring_af(op=OP),
        besloten(aan=ANDER_VT, op=OP),
        opschaling(door=GGZ, op=OP),
        gestopt(op=OP),
        dossier_dicht(door=WEST, op=OP),
        directe_veiligheid(score=3, op=OP),
        onderzoek_af("weerlegd", op=OP),
        terugkoppeling(door=OOST, op=OP),
        terugmelding(door=OOST, op=OP),
        gewogen(op=OP),
        melding("m2", door=WEST, op="2020-03-02 09:00", vast=OP),
        incident(op="1990-01-01 10:00", vast=OP),
    ],
)
def test_een_feit_wordt_niet_geweigerd_om_de_norm(handeling_):
    assert fouten(ALLES, handeling_) == []


def test_evolve_weigert_niets_en_onthoudt_alles():
    """Also an act that decide would refuse: it may come from an import or an earlier program."""
    casus = Casus(CASUS)
    for gebeurtenis in verhaal(dienst(op=OP), melding("m1", op=OP), melding("m1", vt="elders", op=OP)):
        casus = evolve(casus, gebeurtenis)

    assert (casus.volgnummer, casus.regio, casus.meldingen) == (3, VT.id, {"m1"})


def test_elke_soort_die_ergens_naar_verwijst_wordt_nagekeken():
    """A new act with such a field is checked too: the field names say what refers to what."""
    velden = {"melding", "overdracht", "voorwaarde", "verzoek", "per_voorwaarde", "termijnen"}
    verwijst = {naam for naam, act in CASUS_ACTEN.items() if velden & set(act.model_fields)}

    assert {act.__name__ for act in _INHOUD} == verwijst | {"VoorwaardenGesteld"}
