"""Civil time and the arithmetic of terms (rulebook 2)."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.verhaal import afspraken, lokaal

from ledger.tijd import begin_van, einde_van, is_werkdag, lokale_datum, nde_weekdag, plus_maanden

DAG = timedelta(days=1)
MAANDAG = "2020-03-02 09:00"


def utc(tekst):
    return datetime.fromisoformat(tekst).astimezone(UTC)


# --- the examples of the rulebook, to the letter ------------------------------------------------------


def test_zeven_alle_dagen_na_maandag_2_maart():
    standaard = afspraken()

    assert standaard.weekdag_na(lokaal(MAANDAG)) == date(2020, 3, 9)
    assert standaard.einde_zeven_weekdagen(lokaal(MAANDAG)) == utc("2020-03-10T00:00+01:00")


def test_zeven_dagen_maandag_vrijdag():
    ma_vr = afspraken(weekdagen="maandag-vrijdag")

    assert ma_vr.weekdag_na(lokaal(MAANDAG)) == date(2020, 3, 11)
    assert ma_vr.einde_zeven_weekdagen(lokaal(MAANDAG)) == utc("2020-03-12T00:00+01:00")


def test_vanaf_uiterlijk_de_zevende_weekdag_is_het_begin_van_die_dag():
    assert afspraken().vanaf_zevende_weekdag(lokaal(MAANDAG)) == utc("2020-03-09T00:00+01:00")
    assert afspraken(zevende_dag="einde").vanaf_zevende_weekdag(lokaal(MAANDAG)) == utc(
        "2020-03-10T00:00+01:00"
    )


@pytest.mark.parametrize(
    ("dag", "maanden", "later"),
    [
        (date(2019, 11, 30), 3, date(2020, 2, 29)),
        (date(2020, 11, 30), 3, date(2021, 2, 28)),
        (date(2020, 1, 31), 1, date(2020, 2, 29)),
        (date(2020, 3, 31), 6, date(2020, 9, 30)),
        (date(2020, 2, 29), 12, date(2021, 2, 28)),
        (date(2020, 8, 31), 18, date(2022, 2, 28)),
        (date(2020, 6, 15), 6, date(2020, 12, 15)),
        (date(2020, 12, 31), 12, date(2021, 12, 31)),
        (date(2020, 5, 5), 0, date(2020, 5, 5)),
    ],
)
def test_maanden_tot_dezelfde_dag_of_de_laatste_van_de_maand(dag, maanden, later):
    assert plus_maanden(dag, maanden) == later


# --- local time ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "begin"),
    [
        (date(2020, 3, 29), "2020-03-28T23:00+00:00"),  # 23 hours long
        (date(2020, 3, 30), "2020-03-29T22:00+00:00"),
        (date(2020, 10, 25), "2020-10-24T22:00+00:00"),  # 25 hours long
        (date(2020, 10, 26), "2020-10-25T23:00+00:00"),
    ],
)
def test_een_dag_begint_om_middernacht_plaatselijke_tijd(dag, begin):
    assert begin_van(dag) == utc(begin)
    assert einde_van(dag - DAG) == utc(begin)


@pytest.mark.parametrize(
    ("op", "dag"),
    [
        ("2020-03-01T22:59:59+00:00", date(2020, 3, 1)),
        ("2020-03-01T23:00:00+00:00", date(2020, 3, 2)),
        ("2020-06-30T21:59:59+00:00", date(2020, 6, 30)),
        ("2020-06-30T22:00:00+00:00", date(2020, 7, 1)),
        ("2020-06-30T23:30:00-05:00", date(2020, 7, 1)),  # wherever it was written down
    ],
)
def test_de_lokale_datum_is_die_in_nederland(op, dag):
    assert lokale_datum(utc(op)) == dag


@pytest.mark.parametrize(
    ("op", "uiterlijk", "uren"),
    [
        ("2020-03-25 12:00", "2020-04-02T00:00+02:00", 7 * 24 + 12 - 1),
        ("2020-10-21 12:00", "2020-10-29T00:00+01:00", 7 * 24 + 12 + 1),
        ("2020-06-10 12:00", "2020-06-18T00:00+02:00", 7 * 24 + 12),
    ],
)
def test_een_termijn_gaat_over_de_klokwissel_in_dagen_niet_in_uren(op, uiterlijk, uren):
    einde = afspraken().einde_zeven_weekdagen(lokaal(op))

    assert einde == utc(uiterlijk)
    assert einde - lokaal(op) == timedelta(hours=uren)


# --- werkdagen ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("dag", "naam"),
    [
        (date(2020, 1, 1), "Nieuwjaarsdag"),
        (date(2020, 4, 10), "Goede Vrijdag"),
        (date(2020, 4, 13), "Tweede Paasdag"),
        (date(2020, 4, 27), "Koningsdag"),
        (date(2025, 4, 26), "Koningsdag op zaterdag, want de 27e is een zondag"),
        (date(2020, 5, 5), "Bevrijdingsdag in een lustrumjaar"),
        (date(2021, 5, 5), "Bevrijdingsdag buiten een lustrumjaar"),
        (date(2020, 5, 21), "Hemelvaartsdag"),
        (date(2020, 6, 1), "Tweede Pinksterdag"),
        (date(2020, 12, 25), "Eerste Kerstdag"),
        (date(2023, 12, 26), "Tweede Kerstdag"),
        (date(2020, 3, 7), "zaterdag"),
        (date(2020, 3, 8), "zondag"),
    ],
)
def test_geen_werkdag_volgens_artikel_3_algemene_termijnenwet(dag, naam):
    assert not is_werkdag(dag), naam


@pytest.mark.parametrize(
    "dag",
    [
        date(2020, 4, 9),  # Maundy Thursday
        date(2020, 4, 14),
        date(2020, 4, 28),
        date(2025, 4, 28),  # the Monday after a King's Day that moved to the Saturday
        date(2020, 5, 4),
        date(2020, 5, 22),  # the Friday after Ascension Day
        date(2020, 12, 24),
        date(2020, 12, 31),
    ],
)
def test_wel_een_werkdag(dag):
    assert is_werkdag(dag)


@pytest.mark.parametrize(
    ("vanaf", "vijfde"),
    [
        (date(2020, 4, 8), date(2020, 4, 17)),  # over Good Friday and Easter Monday
        (date(2020, 4, 30), date(2020, 5, 8)),  # over 5 May
        (date(2020, 5, 20), date(2020, 5, 28)),  # over Ascension Day
        (date(2020, 12, 23), date(2020, 12, 31)),  # over Christmas
        (date(2020, 12, 30), date(2021, 1, 7)),  # over New Year
        (date(2020, 3, 7), date(2020, 3, 13)),  # from a Saturday
    ],
)
def test_vijf_werkdagen_over_feestdagen_heen(vanaf, vijfde):
    assert nde_weekdag(vanaf, 5, "werkdagen") == vijfde


@pytest.mark.parametrize("jaar", range(1960, 2105, 5))
def test_de_feestdagen_zijn_die_van_de_bibliotheek(jaar):
    feestdagen = holidays.country_holidays("NL", years=jaar, categories=("public", "optional"))
    dagen_van_het_jaar = [date(jaar, 1, 1) + DAG * n for n in range(365)]

    assert [dag for dag in dagen_van_het_jaar if not is_werkdag(dag)] == [
        dag for dag in dagen_van_het_jaar if dag in feestdagen or dag.weekday() >= 5
    ]


# --- whatever the day ---------------------------------------------------------------------------------

dagen = st.dates(date(2000, 1, 1), date(2099, 12, 31))
soorten = st.sampled_from(["alle-dagen", "maandag-vrijdag", "werkdagen"])


@given(dagen, st.integers(1, 20), soorten)
def test_de_nde_weekdag_telt_precies_n_dagen_die_meetellen(dag, aantal, soort):
    def telt_mee(een):
        return {"alle-dagen": True, "maandag-vrijdag": een.weekday() < 5, "werkdagen": is_werkdag(een)}[soort]

    einde = nde_weekdag(dag, aantal, soort)
    tussen = [dag + DAG * n for n in range(1, (einde - dag).days + 1)]

    assert telt_mee(einde)
    assert sum(map(telt_mee, tussen)) == aantal


@given(dagen, soorten)
def test_de_dag_van_de_handeling_is_dag_nul(dag, soort):
    assert nde_weekdag(dag, 0, soort) == dag
    assert nde_weekdag(dag, 1, soort) > dag


@given(dagen)
def test_hoe_minder_dagen_meetellen_hoe_later(dag):
    alle, ma_vr, werk = (nde_weekdag(dag, 7, s) for s in ("alle-dagen", "maandag-vrijdag", "werkdagen"))

    assert dag < alle <= ma_vr <= werk


@given(dagen)
def test_begin_en_einde_van_een_dag(dag):
    assert lokale_datum(begin_van(dag)) == dag
    assert lokale_datum(begin_van(dag) - timedelta(microseconds=1)) == dag - DAG
    assert begin_van(dag) < einde_van(dag) == begin_van(dag + DAG)
    assert einde_van(dag) - begin_van(dag) in {timedelta(hours=u) for u in (23, 24, 25)}


@given(dagen, st.integers(0, 40), st.integers(0, 40))
def test_maanden_lopen_nooit_over_en_klimmen(dag, maanden, meer):
    later = plus_maanden(dag, maanden)

    assert (later.year * 12 + later.month) - (dag.year * 12 + dag.month) == maanden
    assert later.day <= dag.day
    assert later.day == dag.day or (later + DAG).day == 1
    assert plus_maanden(dag, maanden + meer) >= later


@given(st.datetimes(datetime(2000, 1, 1), datetime(2099, 1, 1)).map(lambda d: d.replace(tzinfo=UTC)))  # noqa: DTZ001 — hypothesis wants them naive
def test_een_termijn_eindigt_om_middernacht_na_de_handeling(op):
    for lezing in ("alle-dagen", "maandag-vrijdag", "werkdagen"):
        gekozen = afspraken(weekdagen=lezing)
        einde = gekozen.einde_zeven_weekdagen(op)

        assert einde == begin_van(lokale_datum(einde))
        assert einde - op >= timedelta(days=7) - timedelta(hours=1)
        assert gekozen.vanaf_zevende_weekdag(op) == begin_van(gekozen.weekdag_na(op))
