"""Whose key a confidential field is sealed with; a correction follows what it corrects."""

import json
from functools import reduce

import pytest
from tests.domain.voorbeelden import EERSTE
from tests.verhaal import CASUS, VT, contact, handeling, melding, verhaal

from ledger.acts import CASUS_ACTEN
from ledger.acts.base import ONLEESBAAR, VERNIETIGD
from ledger.acts.dossier import GebeurtenisGecorrigeerd, PersoonsgegevensVernietigd
from ledger.acts.melding import DirectbetrokkeneGeregistreerd, MeldingOntvangen, WoonplaatsGewijzigd
from ledger.casus import Casus, evolve
from ledger.gebeurtenis import lees_gegevens, lees_vertrouwelijk
from ledger.vertrouwelijk import Sleutelnaam, verdeel, voeg_samen, zonder

VAN_CASUS = Sleutelnaam("casus")
VAN_MELDER = Sleutelnaam("melder")
P1, P2 = Sleutelnaam("persoon", "p1"), Sleutelnaam("persoon", "p2")
PERSOONLIJK = {
    "DirectbetrokkeneGeregistreerd",
    "DirectbetrokkeneGewijzigd",
    "EigenVerklaringToegevoegd",
    "VernietigingVerzocht",
    "WoonplaatsGewijzigd",
}
VERDEELD = {"MeldingOntvangen", "GebeurtenisGecorrigeerd"}
MET_VERTROUWELIJK = [n for n, a in CASUS_ACTEN.items() if a.Vertrouwelijk.model_fields and n not in VERDEELD]
GEREGISTREERD = handeling(DirectbetrokkeneGeregistreerd(persoon="p1", rol="ouder"), op="2020-03-02 10:00")
OP = "2020-04-01 10:00"


def casus(*regels):
    """The casus after a melding and these lines."""
    return reduce(evolve, verhaal(melding(op="2020-03-02 09:00"), *regels), Casus(CASUS))


def verdeeld(staat, act, **velden):
    """How the confidential part of the next act is divided."""
    (een,) = verhaal(handeling(act, op=OP))
    deel = lees_vertrouwelijk(een.soort, json.dumps(velden))
    return verdeel(staat, een.model_copy(update={"vertrouwelijk": deel}))


def vervangen(betreft, gegevens=None):
    vervanging = {} if gegevens is None else {"gegevens": gegevens}
    return GebeurtenisGecorrigeerd.model_validate(
        {"betreft": betreft, "wijze": "vervangen", "vervanging": vervanging, "reden": "invoerfout"}
    )


def test_of_a_melding_who_the_melder_is_stands_apart():
    gegevens = casus().gebeurtenissen[0].gegevens

    assert verdeeld(Casus(CASUS), gegevens, melderGegevens="m", omschrijving="o") == {
        VAN_MELDER: {"melderGegevens": "m"},
        VAN_CASUS: {"omschrijving": "o"},
    }


@pytest.mark.parametrize("soort", MET_VERTROUWELIJK)
def test_what_is_of_a_person_is_sealed_under_that_person_and_the_rest_under_the_casus(soort):
    voorbeeld = EERSTE[soort]
    act = lees_gegevens(soort, json.dumps(voorbeeld.gegevens))

    (naam,) = verdeeld(casus(), act, **voorbeeld.vertrouwelijk)

    persoon = getattr(act, "persoon", None)
    assert naam == (Sleutelnaam("persoon", persoon) if soort in PERSOONLIJK and persoon else VAN_CASUS)


def test_where_the_household_moves_its_address_is_of_the_casus():
    verhuisd = WoonplaatsGewijzigd.model_validate_json('{"gemeente":"GM0855","per_datum":"2020-04-01"}')

    assert verdeeld(casus(), verhuisd, adres="a") == {VAN_CASUS: {"adres": "a"}}


def test_a_correction_with_new_data_of_a_person_dies_with_that_person_and_so_does_the_remark():
    staat = casus(GEREGISTREERD)

    assert verdeeld(staat, vervangen(2), toelichting="t", vervanging={"naam": "n"}) == {
        P1: {"vervanging": {"naam": "n"}, "toelichting": "t"}
    }


def test_a_correction_of_a_correction_follows_what_stands_at_the_end_of_it():
    staat = casus(GEREGISTREERD, handeling(vervangen(2), op=OP))

    nieuw = {"toelichting": "a", "vervanging": {"naam": "n"}}
    assert verdeeld(staat, vervangen(3), toelichting="t", vervanging=nieuw) == {
        P1: {"vervanging": nieuw, "toelichting": "t"}
    }


def test_a_correction_that_says_it_was_another_person_is_sealed_under_the_other():
    nu_p2 = vervangen(2, {"persoon": "p2", "rol": "ouder"})
    staat = casus(GEREGISTREERD)

    assert list(verdeeld(staat, nu_p2, vervanging={"naam": "n"})) == [P2]
    staat = casus(GEREGISTREERD, handeling(nu_p2, op=OP))
    assert list(verdeeld(staat, vervangen(2), vervanging={"naam": "n"})) == [P2]


def test_a_correction_of_a_melding_is_divided_as_the_melding_was_and_becomes_one_again():
    velden = {"toelichting": "t", "vervanging": {"melderGegevens": "m", "omschrijving": "o"}}

    delen = verdeeld(casus(), vervangen(1), **velden)

    assert delen == {
        VAN_MELDER: {"vervanging": {"melderGegevens": "m"}},
        VAN_CASUS: {"vervanging": {"omschrijving": "o"}, "toelichting": "t"},
    }
    assert voeg_samen(delen.values()) == velden


def test_an_empty_part_stays_an_empty_part():
    assert verdeeld(casus(), contact(door=VT, op=OP).act) == {}
    assert verdeeld(casus(GEREGISTREERD), vervangen(2), vervanging={}) == {P1: {"vervanging": {}}}


def test_after_an_erasure_what_is_recorded_anew_gets_a_new_key():
    weg = handeling(PersoonsgegevensVernietigd(persoon="p1", grond="verzoek"), op="2020-03-20 10:00")
    alles_weg = handeling(PersoonsgegevensVernietigd(grond="bewaartermijn"), op="2020-03-21 10:00")
    weer, ander = GEREGISTREERD.act, GEREGISTREERD.act.model_copy(update={"persoon": "p2"})

    assert list(verdeeld(casus(GEREGISTREERD, weg), weer, naam="n")) == [P1._replace(na=3)]
    assert list(verdeeld(casus(GEREGISTREERD, weg), ander, naam="n")) == [P2]
    assert list(verdeeld(casus(GEREGISTREERD, weg, alles_weg), weer, naam="n")) == [P1._replace(na=4)]
    assert list(verdeeld(casus(alles_weg, GEREGISTREERD, weg), weer, naam="n")) == [P1._replace(na=4)]
    assert list(verdeeld(casus(alles_weg), contact(door=VT, op=OP).act, verslag="v")) == [
        VAN_CASUS._replace(na=2)
    ]


def test_what_was_erased_elsewhere_is_given_every_key_it_may_have_had():
    een = casus().gebeurtenissen[0].model_copy(update={"vertrouwelijk": VERNIETIGD})

    assert verdeel(Casus(CASUS), een) == {VAN_CASUS: {}, VAN_MELDER: {}}


def test_what_is_gone_is_one_word_and_what_is_left_keeps_its_fields():
    act = casus().gebeurtenissen[0].gegevens
    assert isinstance(act, MeldingOntvangen)

    heel = zonder(act, {}, {"casus": VERNIETIGD, "melder": VERNIETIGD}, iets_over=False)
    deels = zonder(act, {"omschrijving": "o"}, {"melder": VERNIETIGD}, iets_over=True)
    stuk = zonder(act, {}, {"casus": VERNIETIGD, "melder": ONLEESBAAR}, iets_over=False)

    assert heel.model_dump(mode="json") == "vernietigd"
    assert deels.model_dump(mode="json") == {"omschrijving": "o", "melderGegevens": "vernietigd"}
    assert stuk.model_dump(mode="json") == "onleesbaar"
