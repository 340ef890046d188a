"""What holds for the signals of every story (rulebook 7)."""

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.projections.signaalregels import (
    direct,
    geinformeerd,
    melder_gehoord,
    met,
    monitorcontact,
    plan,
    regel_van,
    voorwaarden,
    vouw,
)
from tests.verhaal import (
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    aangevuld,
    afspraken,
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
    handeling,
    incident,
    ingetrokken,
    melding,
    monitoring_af,
    onderzoek_af,
    opschaling,
    overdracht,
    regie,
    regie_af,
    stabiel,
    terugkoppeling,
    verhaal,
)

from ledger.acts.overdracht import OverdrachtAangekondigd, WarmeOverdrachtGehouden
from ledger.acts.terug import VerzoekTotOnderzoekIngediend
from ledger.corrections import staande_feiten
from projections.signalen import SOORTEN, beoordeeld_op

NU = "2020-03-02 09:00"
WENDINGEN = [
    beoordeling("overdracht", conclusie=2, op=NU),
    met(beoordeling("dienst", op=NU), contra_indicaties=("stalking",), beoordelaars=("mw-1",)),
    met(beoordeling("geen-vervolg", op=NU), contact_met_directbetrokkenen=False),
    dienst(op=NU),
    dienst_af(vervolg="overdracht", op=NU),
    onderzoek_af("weerlegd", op=NU),
    voorwaarden(op=NU),
    directe_veiligheid(score=4, op=NU),
    directe_veiligheid(score=8, op=NU),
    handeling(OverdrachtAangekondigd(aan=WEST, warm=True), op=NU),
    handeling(WarmeOverdrachtGehouden(deelnemers=(VT, WEST)), op=NU),
    geinformeerd(op=NU),
    geinformeerd(WEST, "melding", op=NU),
    melder_gehoord(op=NU),
    contact(door=WEST, op=NU),
    contact(door=VT, op=NU),
    plan(op=NU),
    plan(zonder=("termijnen",), op=NU),
    regie_af(door=WEST, op=NU),
    monitorcontact("onvoldoende", op=NU),
    monitorcontact("stabiel", op=NU),
    monitoring_af(op=NU),
    stabiel(door=WEST, op=NU),
    stabiel(door=VT, op=NU),
    incident(op=NU),
    dossier_dicht(door=WEST, op=NU),
    terugkoppeling(door=WEST, op=NU),
    handeling(VerzoekTotOnderzoekIngediend(door=WEST, bij="raad"), op=NU),
    opschaling(op=NU),
    besloten(aan=OOST, op=NU),
    gestopt(op=NU),
]
"""Lines that can come any number of times."""
GENUMMERD = [
    lambda n: melding(f"m{n}", op=NU),
    lambda n: melding(f"m{n}", door=WEST, op=NU),
    lambda n: direct(f"o{n}", op=NU, warm=True),
    lambda n: direct(f"o{n}", aan=OOST, op=NU),
    lambda n: overdracht(f"o{n}", aan=WEST, fase=NA_DIENST, op=NU),
    lambda n: overdracht(f"o{n}", aan=GGZ, fase="naar-bescherming", van=WEST, op=NU),
    lambda n: overdracht(f"o{n}", aan=GEZIN, op=NU),
    lambda n: aangevuld(f"o{n - 1}", met=("beschermende-factoren",), op=NU),
    lambda n: bevestigd(f"o{n - 1}", door=WEST, op=NU),
    lambda n: geweigerd(f"o{n - 1}", door=WEST, op=NU),
    lambda n: ingetrokken(f"o{n - 1}", op=NU),
    lambda n: regie(f"mw-{n}", door=WEST, op=NU),
    lambda n: regie(f"mw-{n}", door=OOST, op=NU),
]
"""Lines that name a melding or a handover by a number of their own, or the one before it."""
SPRONGEN = [timedelta(hours=uren) for uren in (0, 0, 1, 20, 24, 24 * 4, 24 * 8, 24 * 60, 24 * 200)]


@st.composite
def verhalen(draw):
    """A melding and what came after it, in order of time, often at the same moment."""
    regels = [melding("m1", op=NU)]
    keuze = st.sampled_from([*WENDINGEN, *GENUMMERD])
    for nummer, (wending, sprong) in enumerate(
        draw(st.lists(st.tuples(keuze, st.sampled_from(SPRONGEN)), max_size=14)), start=2
    ):
        regel = wending(nummer) if callable(wending) else wending
        regels.append(replace(regel, op=regels[-1].op + sprong))
    return verhaal(*regels)


def gevouwen(gebeurtenissen):
    return vouw(gebeurtenissen, staande_feiten(gebeurtenissen), afspraken())


@given(verhalen())
def test_elk_signaal_heeft_een_begin_voor_zijn_einde_en_rust_op_een_handeling(gebeurtenissen):
    gevonden = gevouwen(gebeurtenissen)
    nummers = {gebeurtenis.volgnummer for gebeurtenis in gebeurtenissen}

    assert all(s.tot is None or s.van < s.tot for s in gevonden), list(map(regel_van, gevonden))
    assert {s.volgnummer for s in gevonden} <= nummers
    assert {s.code for s in gevonden} <= SOORTEN.keys()
    assert all(s.partij is not None for s in gevonden)
    assert all("{" not in s.toelichting for s in gevonden)
    assert len(set(gevonden)) == len(gevonden)
    assert [(s.van, s.volgnummer) for s in gevonden] == sorted((s.van, s.volgnummer) for s in gevonden)


@given(verhalen(), st.randoms(use_true_random=False))
def test_de_volgorde_waarin_handelingen_worden_gelezen_maakt_niet_uit(gebeurtenissen, toeval):
    geschud = list(gebeurtenissen)
    toeval.shuffle(geschud)

    assert gevouwen(geschud) == gevouwen(gebeurtenissen)


@given(verhalen(), st.data())
def test_wat_na_een_moment_gebeurde_verandert_niets_aan_het_oordeel_op_dat_moment(gebeurtenissen, data):
    """Judged at T: acts that took place after T do not count, whether they are known or not."""
    momenten = [gebeurtenis.gebeurd_op for gebeurtenis in gebeurtenissen]
    op = data.draw(st.sampled_from(momenten)) + timedelta(days=data.draw(st.sampled_from([0, 0, 1, 9, 70])))
    tot_dan = [gebeurtenis for gebeurtenis in gebeurtenissen if gebeurtenis.gebeurd_op <= op]

    assert beoordeeld_op(gevouwen(gebeurtenissen), op) == beoordeeld_op(gevouwen(tot_dan), op)
