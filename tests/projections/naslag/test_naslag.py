"""The fold against the naslag, a naive second reading of the rulebook: they must agree on any history."""

import collections
import datetime as dt
import os
import random

import holidays
import pytest
from tests.projections.naslag import kansen
from tests.projections.naslag.geschiedenissen import geschiedenis
from tests.projections.naslag.kalender import DAG, feestdagen
from tests.projections.naslag.lezingen import LEZINGEN, SETS
from tests.projections.naslag.vergelijken import volgens_de_naslag, volgens_de_vouw
from tests.projections.naslag.vouw import Vouw, naslag
from tests.verhaal import afspraken

AANTAL = 300
BEGIN = (
    0 if os.environ.get("CI") else random.SystemRandom().randrange(10**9)
)  # another draw each time, but in CI
PER_KEER = 20

REGELS = {f"Z{nummer}" for nummer in range(1, 26)} | {f"M{nummer}" for nummer in range(1, 6)}
ZONDER_GEVOLG = {"Z21"}  # "no change": there is no rule to apply


def trek(zaad):
    """Give the history, readings and K of this seed."""
    r = random.Random(zaad)  # noqa: S311 — chance that can be repeated
    acts = geschiedenis(r)
    return acts, kansen.lezingen(r), kansen.bekend_op(r, acts)


@pytest.mark.parametrize("keer", range(AANTAL // PER_KEER))
def test_de_vouw_zegt_wat_de_naslag_zegt(keer):
    for zaad in range(BEGIN + keer * PER_KEER, BEGIN + (keer + 1) * PER_KEER):
        acts, lezingen, k = trek(zaad)

        for nu in (k, None):
            verwacht, gekregen = volgens_de_naslag(acts, nu, lezingen), volgens_de_vouw(acts, nu, lezingen)
            assert gekregen == verwacht, f"zaad {zaad}, bekend op {nu}, lezingen {lezingen}"


# --- the comparison can fail --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def getrokken():
    return [trek(zaad) for zaad in range(500)]


def test_dezelfde_trekking_geeft_dezelfde_geschiedenis():
    assert trek(7) == trek(7)
    assert trek(7) != trek(8)


def test_elke_regel_komt_voor(getrokken):
    """In histories of a fixed draw every rule was applied, by an act and where it can by a lapse."""
    gebruikt = collections.Counter()
    for acts, lezingen, _ in getrokken:
        staat = Vouw(acts, None, lezingen).draai().staat
        gebruikt.update(staat.gebruikt if staat is not None else ())

    assert {naam for naam in REGELS - ZONDER_GEVOLG - {"M3"} if not gebruikt[naam]} == set()
    assert {naam for naam in ("Z3", "Z8", "Z9", "Z10", "M3") if not gebruikt[f"{naam} rechtens"]} == set()


@pytest.mark.parametrize(
    ("lezing", "waarde"), [(n, w) for n, waarden in LEZINGEN.items() for w in waarden[1:]]
)
def test_elke_lezing_maakt_verschil(getrokken, lezing, waarde):
    def anders(acts):
        return naslag(acts, None, {lezing: waarde}) != naslag(acts)

    assert any(anders(acts) for acts, _, _ in getrokken)


def test_de_sets_van_de_naslag_zijn_die_van_het_product():
    for naam, lezingen in SETS.items():
        zelf = afspraken(naam)
        ruw = zelf.lezingen.model_dump(by_alias=False) | {"weekdagen_aantal": zelf.termijnen.weekdagen}
        assert ruw == lezingen


@pytest.mark.parametrize("jaar", [*range(2014, 2041), 2100])
def test_de_feestdagen_van_de_naslag_zijn_die_van_de_bibliotheek(jaar):
    """Sundays do not matter: they are no werkdag anyway. King's Day is of 2014."""
    bibliotheek = holidays.country_holidays("NL", years=jaar, categories=("public", "optional"))
    dagen = [dt.date(jaar, 1, 1) + DAG * nummer for nummer in range(366)]
    door_de_week = {dag for dag in dagen if dag.weekday() < 6 and dag.year == jaar}

    assert feestdagen(jaar) & door_de_week == {dag for dag in door_de_week if dag in bibliotheek}
