"""What holds for every lane of every story, by any readings."""

import json
from datetime import timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.voorbeelden import VOORBEELDEN
from tests.projections.naslag.vergelijken import volgens_de_naslag, volgens_de_vouw
from tests.projections.willekeurig import DAG, SOORTEN, lezingen, regels, verhalen
from tests.verhaal import Regel, afspraken, verhaal, vervanging

from ledger.acts import CASUS_ACTEN
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.acts.melding import MeldingOntvangen
from ledger.agreements import alle
from ledger.corrections import staande_feiten
from ledger.gebeurtenis import lees_gegevens
from projections.stuk import BANEN, stuk_op
from projections.tijdlijn import bekend_op, maak_tijdlijn

SECONDE = timedelta(seconds=1)
HOUDEN = {"vast", "in-overdracht", "melding-in-behandeling", "betwist", "bij-clientsysteem"}


def banen(verteld, gekozen=None):
    return maak_tijdlijn(verteld, afspraken(**(gekozen or {}))).banen


def eerste_melding(verteld):
    """Give when the first melding that stands took place, or None."""
    return next(
        (f.gebeurd_op for f in staande_feiten(verteld) if isinstance(f.gegevens, MeldingOntvangen)), None
    )


# --- the pieces ---------------------------------------------------------------------------------------


@given(verhalen(), lezingen)
def test_vanaf_de_eerste_melding_is_er_altijd_precies_een_stuk_zicht(verteld, gekozen):
    zicht = banen(verteld, gekozen)["zicht"]

    assert (zicht[0].van if zicht else None) == eerste_melding(verteld)
    for stuk, volgend in pairwise(zicht):
        assert stuk.tot == volgend.van
    assert not zicht or zicht[-1].tot is None


@given(verhalen(), lezingen)
def test_stukken_zijn_gesorteerd_nooit_leeg_en_buren_verschillen(verteld, gekozen):
    for baan in banen(verteld, gekozen).values():
        for stuk in baan:
            assert stuk.tot is None or stuk.van < stuk.tot
        for stuk, volgend in pairwise(baan):
            assert stuk.tot is not None
            assert stuk.tot <= volgend.van
            assert stuk.tot < volgend.van or stuk.vertoon != volgend.vertoon


@given(verhalen(), lezingen)
def test_elk_stuk_noemt_een_handeling_die_geldt(verteld, gekozen):
    nummers = {feit.volgnummer: feit.gebeurd_op for feit in staande_feiten(verteld)}

    for baan in banen(verteld, gekozen).values():
        for stuk in baan:
            assert stuk.reden.volgnummer in nummers
            assert nummers[stuk.reden.volgnummer] <= stuk.van
            assert stuk.reden.regel
            assert stuk.reden.grondslag
            # by an act a piece begins when that took place, by a lapse at a local midnight (or at an act, Z3)
            assert stuk.reden.rechtens or stuk.van == nummers[stuk.reden.volgnummer]


@given(verhalen(), lezingen)
def test_wie_er_staat_past_bij_de_status(verteld, gekozen):
    for naam, baan in banen(verteld, gekozen).items():
        for stuk in baan:
            assert (stuk.vertoon.partij is not None) == (stuk.vertoon.status in HOUDEN)
            assert (stuk.vertoon.regisseur is not None) == (naam == "casusregie")
            assert naam == "zicht" or stuk.vertoon.status in {"vast", "te-bezien"}


@given(verhalen(), st.integers(-10, 900), lezingen)
def test_op_een_ogenblik_is_er_hoogstens_een_stuk(verteld, dagen, gekozen):
    op = verteld[0].gebeurd_op + DAG * dagen if verteld else None

    for baan in banen(verteld, gekozen).values():
        gevonden = [
            stuk for stuk in baan if op is not None and stuk.van <= op and (stuk.tot is None or op < stuk.tot)
        ]
        assert gevonden in ([], [stuk_op(baan, op)] if op is not None else [])


# --- the same acts, the same answer -------------------------------------------------------------------


@given(verhalen(), st.randoms(use_true_random=False), lezingen)
def test_de_volgorde_van_aanleveren_doet_niet_ter_zake(verteld, toeval, gekozen):
    door_elkaar = list(verteld)
    toeval.shuffle(door_elkaar)

    assert banen(door_elkaar, gekozen) == banen(verteld, gekozen)


@given(verhalen(), st.integers(0, 12), lezingen)
def test_k_voor_een_vastlegging_is_de_geschiedenis_zonder_haar(verteld, plaats, gekozen):
    """Corrections too: before K of the correction the old answer still stands."""
    if plaats >= len(verteld):
        return
    k = verteld[plaats].vastgelegd_op - timedelta(microseconds=1)
    toen = [g for g in verteld[: plaats + 1] if g.vastgelegd_op <= k]

    assert banen(bekend_op(verteld, k), gekozen) == banen(toen, gekozen)
    assert verteld[plaats] not in toen
    assert verteld[plaats] in bekend_op(verteld, k + timedelta(microseconds=1))


# --- corrections --------------------------------------------------------------------------------------


def intrekking_van(nummer, op):
    return Regel(op, GebeurtenisGecorrigeerd(betreft=nummer, wijze="ingetrokken", reden="invoerfout"))


@given(regels().filter(bool), lezingen)
def test_de_laatste_intrekken_geeft_de_geschiedenis_zonder_haar(verteld, gekozen):
    """Whatever it was: also a correction, whose withdrawal restores what it changed."""
    ingetrokken = [*verteld, intrekking_van(len(verteld), verteld[-1].op)]

    assert banen(verhaal(*ingetrokken), gekozen) == banen(verhaal(*verteld[:-1]), gekozen)


@given(regels().filter(bool), st.data(), lezingen)
def test_een_intrekking_intrekken_geeft_de_geschiedenis_terug(verteld, data, gekozen):
    nummer = data.draw(st.integers(1, len(verteld)))
    op = verteld[-1].op
    heen_en_weer = [*verteld, intrekking_van(nummer, op), intrekking_van(len(verteld) + 1, op)]

    assert banen(verhaal(*heen_en_weer), gekozen) == banen(verhaal(*verteld), gekozen)


@given(regels(met_correcties=False).filter(bool), st.data(), lezingen)
def test_vervangen_door_hetzelfde_verandert_niets(verteld, data, gekozen):
    nummer = data.draw(st.integers(1, len(verteld)))
    doel = verteld[nummer - 1]
    zelfde = vervanging(nummer, gebeurd_op=doel.op.isoformat(), door=doel, op=verteld[-1].op.isoformat())

    assert banen(verhaal(*verteld, zelfde), gekozen) == banen(verhaal(*verteld), gekozen)


@given(regels(met_correcties=False).filter(bool), st.data(), lezingen)
def test_een_verplaatste_handeling_is_er_een_van_dat_moment(verteld, data, gekozen):
    """The same as if it had been told so at first; only the number of the act decides at equal moments."""
    nummer = data.draw(st.integers(1, len(verteld)))
    nieuw = verteld[-1].op + data.draw(st.sampled_from([-9, -1, 0, 1, 30])) * DAG
    verplaatst = vervanging(nummer, gebeurd_op=nieuw.isoformat(), op=verteld[-1].op.isoformat())
    meteen_goed = [Regel(nieuw, r.act) if plaats == nummer else r for plaats, r in enumerate(verteld, 1)]

    assert banen(verhaal(*verteld, verplaatst), gekozen) == banen(verhaal(*meteen_goed), gekozen)


# --- what moves nothing -------------------------------------------------------------------------------

ZONDER_REGEL = [
    (v.soort, lees_gegevens(v.soort, json.dumps(v.wordt)))
    for v in VOORBEELDEN
    if v.soort in CASUS_ACTEN and v.soort not in SOORTEN and v.soort != "GebeurtenisGecorrigeerd"
]


@given(regels().filter(bool), st.randoms(use_true_random=False), lezingen)
def test_een_handeling_die_geen_regel_noemt_verandert_niets(verteld, toeval, gekozen):
    """All of them at once, each at a moment at which something took place."""
    erbij = [Regel(toeval.choice(verteld).op, act) for _, act in ZONDER_REGEL]

    assert banen(verhaal(*verteld, *erbij), gekozen) == banen(verhaal(*verteld), gekozen)


def test_er_zijn_veel_handelingen_die_geen_regel_noemt():
    assert len({soort for soort, _ in ZONDER_REGEL}) == len(CASUS_ACTEN) - len(SOORTEN) - 1 > 30


def tot(baan, op):
    """Give what the lane shows before `op`."""
    return [(stuk.van, min(stuk.tot or op, op), stuk.vertoon, stuk.reden) for stuk in baan if stuk.van < op]


@given(regels().filter(bool), st.data(), lezingen)
def test_wat_later_gebeurt_verandert_het_verleden_niet(verteld, data, gekozen):
    """Save a melding: a besluit that was dated before it counts once it stands."""
    soort = data.draw(st.sampled_from(sorted(set(SOORTEN) - {"MeldingOntvangen"})))
    op = max(feit.gebeurd_op for feit in [*staande_feiten(verhaal(*verteld)), *verhaal(*verteld)]) + SECONDE
    later = Regel(op, data.draw(SOORTEN[soort]).act)

    met, zonder = banen(verhaal(*verteld, later), gekozen), banen(verhaal(*verteld), gekozen)
    for naam in BANEN:
        assert tot(met[naam], op) == tot(zonder[naam], op)


# --- by every set, and against the naslag -------------------------------------------------------------


@given(verhalen(), st.sampled_from(sorted(alle())))
def test_elke_set_afspraken_geeft_een_tijdlijn(verteld, naam):
    tijdlijn = maak_tijdlijn(verteld, afspraken(naam))

    assert tijdlijn.afspraken.naam == naam
    assert set(tijdlijn.banen) == set(BANEN)
    assert maak_tijdlijn(verteld).banen.keys() == tijdlijn.banen.keys()


@given(verhalen(), lezingen, st.sampled_from([7, 5]))
def test_de_vouw_zegt_wat_de_naslag_zegt(verteld, gekozen, aantal):
    acts = [gebeurtenis.als_dict() for gebeurtenis in verteld]
    gekozen = gekozen | {"weekdagen_aantal": aantal}

    assert volgens_de_vouw(acts, None, gekozen) == volgens_de_naslag(acts, None, gekozen)
