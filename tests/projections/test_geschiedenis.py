"""Corrections are shown at what they correct."""

from hypothesis import given
from hypothesis import strategies as st
from tests.projections.leesmodel.verhalen import vertel
from tests.verhaal import BIJ_WEST, CASUS, WEST, contact, intrekking, verhaal, vervanging

from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.acts.lokaal_team import ContactGelegd
from ledger.corrections import staande_feiten
from projections.geschiedenis import maak_geschiedenis


def regels(gebeurtenissen):
    """Write the history as lines: volgnummer, what became of it, which corrections name it."""
    return [
        f"{regel.gebeurtenis.volgnummer} {regel.status} {list(regel.correcties)}"
        for regel in maak_geschiedenis(gebeurtenissen)
    ]


def test_without_corrections_every_act_stands():
    assert regels(verhaal(*BIJ_WEST)) == ["1 geldig []", "2 geldig []", "3 geldig []"]


def test_a_withdrawn_act_stays_in_its_place_and_says_so():
    gebeurtenissen = verhaal(*BIJ_WEST, intrekking(3, op="2020-03-10 09:00"))

    assert regels(gebeurtenissen) == ["1 geldig []", "2 geldig []", "3 ingetrokken [4]", "4 geldig []"]
    assert "geldtAls" not in maak_geschiedenis(gebeurtenissen)[2].als_dict()


def test_a_replaced_act_says_what_it_stands_as():
    gebeurtenissen = verhaal(*BIJ_WEST, vervanging(3, gebeurd_op="2020-03-08 14:00", op="2020-03-10 09:00"))

    derde = maak_geschiedenis(gebeurtenissen)[2].als_dict()

    assert derde["gebeurdOp"] == "2020-03-09T13:00:00Z"
    assert derde["status"] == "vervangen"
    assert derde["correcties"] == [4]
    assert derde["geldtAls"] == {"gebeurdOp": "2020-03-08T13:00:00Z", "gegevens": derde["gegevens"]}


def test_who_withdraws_a_correction_restores_what_it_changed_and_both_stay_in_sight():
    gebeurtenissen = verhaal(
        *BIJ_WEST, intrekking(3, op="2020-03-10 09:00"), intrekking(4, op="2020-03-11 09:00")
    )

    assert regels(gebeurtenissen)[2:] == ["3 geldig [4]", "4 ingetrokken [5]", "5 geldig []"]


def test_a_correction_that_was_moved_to_another_act_is_shown_there():
    nieuw = intrekking(2, op="2020-03-10 09:00")
    gebeurtenissen = verhaal(
        *BIJ_WEST, intrekking(3, op="2020-03-10 09:00"), vervanging(4, door=nieuw, op="2020-03-11 09:00")
    )

    assert regels(gebeurtenissen)[1:4] == ["2 ingetrokken [4]", "3 geldig []", "4 vervangen [5]"]


def met_vertrouwelijk(gebeurtenis, **delen):
    return gebeurtenis.model_copy(update={"vertrouwelijk": type(gebeurtenis.gegevens).Vertrouwelijk(**delen)})


def test_the_confidential_part_stands_as_the_latest_correction_that_gave_one_says():
    eerste, tweede, *_ = verhaal(*BIJ_WEST[:1], contact(door=WEST, op="2020-03-05 09:00"))
    correctie, nogeens, zonder = verhaal(
        *(vervanging(2, gebeurd_op=f"2020-03-0{dag} 09:00", op="2020-03-10 09:00") for dag in (4, 3, 2))
    )
    gebeurtenissen = [
        eerste,
        met_vertrouwelijk(tweede, verslag="eerste lezing"),
        met_vertrouwelijk(correctie, vervanging={"verslag": "tweede"}).model_copy(update={"volgnummer": 3}),
        met_vertrouwelijk(nogeens, vervanging={"verslag": "derde"}).model_copy(update={"volgnummer": 4}),
        zonder.model_copy(update={"volgnummer": 5}),
    ]

    tot_drie = maak_geschiedenis(gebeurtenissen[:3])[1].als_dict()
    alles = maak_geschiedenis(gebeurtenissen)[1].als_dict()

    assert isinstance(tweede.gegevens, ContactGelegd)
    assert alles["vertrouwelijk"] == {"verslag": "eerste lezing"}
    assert tot_drie["geldtAls"]["vertrouwelijk"] == {"verslag": "tweede"}
    assert alles["geldtAls"]["vertrouwelijk"] == {"verslag": "derde"}
    assert alles["geldtAls"]["gebeurdOp"] == "2020-03-02T08:00:00Z"


@given(st.data(), st.integers(1, 15))
def test_the_history_agrees_with_what_stands(data, aantal):
    gebeurtenissen = vertel(lambda uit: data.draw(st.sampled_from(list(uit))), CASUS, aantal)
    feiten = {feit.volgnummer: feit for feit in staande_feiten(gebeurtenissen)}

    for regel in maak_geschiedenis(gebeurtenissen):
        act = regel.gebeurtenis
        assert (act.volgnummer in feiten) == (regel.status != "ingetrokken")
        if regel.status == "geldig":
            assert (feiten[act.volgnummer].gebeurd_op, feiten[act.volgnummer].gegevens) == (
                act.gebeurd_op,
                act.gegevens,
            )
        if regel.status == "vervangen":
            assert regel.geldt_als == feiten[act.volgnummer]
        for correctie in regel.correcties:
            assert isinstance(gebeurtenissen[correctie - 1].gegevens, GebeurtenisGecorrigeerd)
