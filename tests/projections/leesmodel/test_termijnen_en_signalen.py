"""The rows of terms, signals and meldingen are what the pure fold gives, for every K; what a term is at a
moment the database says as the fold does."""

from collections import Counter
from datetime import timedelta
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.projections.leesmodel.verhalen import vertel

from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.rijsoorten import MELDINGEN, SIGNALEN, TERMIJNEN
from projections.meldingen import maak_meldingen
from projections.tijdlijn import maak_oordeel

KANTJE = timedelta(microseconds=1)

met_een_ledger = settings(
    max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)

BEKEND = {
    int: "bekend_van_positie <= %(k)s AND (bekend_tot_positie > %(k)s OR bekend_tot_positie IS NULL)",
    object: "bekend_van <= %(k)s AND (bekend_tot > %(k)s OR bekend_tot IS NULL)",
}


def bekende_rijen(beheer, rijsoort, casus, k):
    """What the table says is known of a casus at K, by position or by instant."""
    kolommen = ", ".join(kolom for kolom, _ in rijsoort.kolommen)
    bekend = BEKEND[int if isinstance(k, int) else object]
    vraag = f"SELECT {kolommen} FROM projecties.{rijsoort.tabel} WHERE casus = %(casus)s AND {bekend}"  # noqa: S608 — our own names
    rijen = beheer.execute(vraag, {"casus": casus, "k": k})
    return Counter(rijsoort.eruit(*rij) for rij in rijen)


@met_een_ledger
@given(st.data(), st.integers(1, 9), st.sampled_from([1, 2, 500]))
def test_what_is_known_at_any_k_is_what_the_fold_says(opstelling, data, aantal, groep):
    verhaal = vertel(lambda keuzes: data.draw(st.sampled_from(keuzes)), uuid4(), aantal)
    posities = [positie for een in verhaal for positie in opstelling.leg([een])]
    opstelling.volg(groep)

    kennis = [(positie, verhaal[:tot]) for tot, positie in enumerate(posities, start=1)]
    kennis += [
        (moment, [een for een in verhaal if een.vastgelegd_op <= moment])
        for moment in {een.vastgelegd_op for een in verhaal}
    ]
    for k, bekende in kennis:
        oordeel = maak_oordeel(bekende)
        for rijsoort, verwacht in (
            (TERMIJNEN, oordeel.termijnen),
            (SIGNALEN, oordeel.signalen),
            (MELDINGEN, maak_meldingen(bekende)),
        ):
            assert bekende_rijen(opstelling.beheer, rijsoort, verhaal[0].casus, k) == Counter(verwacht)


STATUS = """
SELECT projecties.termijnstatus(%(op)s, gestart_op, uiterlijk, gehaald_op, vervallen_op),
       projecties.open(gestart_op, uiterlijk, gehaald_op, vervallen_op) @> %(op)s::timestamptz,
       projecties.verstreken(gestart_op, uiterlijk, gehaald_op, vervallen_op) @> %(op)s::timestamptz
  FROM projecties.termijnen WHERE kenmerk = %(kenmerk)s AND casus = %(casus)s LIMIT 1
"""


def test_a_term_is_at_every_moment_what_the_fold_says_without_a_row_being_rewritten(opstelling, verhalen):
    alle = verhalen(40)
    for verhaal in alle:
        opstelling.leg(verhaal)
    opstelling.volg()
    rijen = opstelling.alles()
    gezien = Counter()
    for verhaal in alle:
        for termijn in maak_oordeel(verhaal).termijnen:
            kenmerk = dict(
                zip((naam for naam, _ in TERMIJNEN.kolommen), TERMIJNEN.erin(termijn), strict=True)
            )
            grenzen = {termijn.gestart_op, termijn.uiterlijk, termijn.gehaald_op, termijn.vervallen_op} - {
                None
            }
            for op in sorted({*grenzen, *(grens - KANTJE for grens in grenzen)}):
                waarden = {"op": op, "kenmerk": kenmerk["kenmerk"], "casus": verhaal[0].casus}
                status, *perioden = opstelling.beheer.execute(STATUS, waarden).fetchone()
                assert status == termijn.status(op)
                assert perioden == [status == "open", status == "verstreken"]
                gezien[status] += 1
    assert {None, "open", "gehaald", "te-laat", "verstreken", "vervallen"} == set(gezien)
    assert opstelling.alles() == rijen


def test_a_rebuild_gives_the_same_rows(opstelling, database, verhalen):
    for verhaal in verhalen(40):
        opstelling.leg(verhaal)
    opstelling.volg(7)
    gevolgd = opstelling.alles()
    assert {tabel for tabel, _ in gevolgd} == {"stukken", "termijnen", "signalen", "meldingen", "eindeloos"}

    herbouw(database.app)

    assert opstelling.alles() == gevolgd
