"""The harness of the benchmarks works; what it measures is for `python3 dev bench`, never for a test."""

import itertools
import json
import math
from importlib import import_module

import pytest
from tests.benchmarks.__main__ import BENCHMARKS, kies
from tests.benchmarks.harness import Doel, Kant, Keuze, Verslag, hoogste_geheugen, meet, meet_klussen, toon

KORT = Keuze(acten=10, rondes=2, seconden=0.01)


def test_every_benchmark_is_there_and_can_be_named():
    for naam in BENCHMARKS:
        assert callable(import_module(f"tests.benchmarks.{naam}").draai)
        assert kies([naam, "--acten", "5", "--ronden", "1"]).namen == [naam]


def test_sides_are_measured_in_turn_and_prepared_off_the_clock():
    beurten = []
    kanten = {
        naam: Kant(
            lambda _, naam=naam: beurten.append(naam), lambda _, naam=naam: beurten.append(naam.upper())
        )
        for naam in ("a", "b")
    }

    uitslag = meet("beurten", kanten, KORT, werkers=1)

    volgorde = [naam for naam, _ in itertools.groupby(beurten)]
    assert volgorde == ["A", "a", "B", "b"] * (1 + KORT.rondes)
    assert {kant: len(rondes) for kant, rondes in uitslag.kanten.items()} == {"a": 2, "b": 2}
    assert uitslag.verhouding("b", "a") > 0


def test_what_goes_wrong_in_a_worker_ends_the_measurement():
    def mislukt(nummer: int) -> None:
        raise LookupError(nummer)

    with pytest.raises(LookupError):
        meet("mislukt", {"a": Kant(mislukt)}, KORT, werkers=2)


def test_the_first_round_of_a_job_does_not_count():
    duren = iter([100.0, 2.0, 4.0])

    uitslag = meet_klussen("klus", {"a": lambda: (8, next(duren))}, KORT)

    assert [meting.per_seconde for meting in uitslag.kanten["a"]] == [4.0, 2.0]


@pytest.mark.parametrize(
    ("hoogstens", "gemeten", "gehaald"),
    [(False, 0.5, True), (False, 0.49, False), (True, 0.5, True), (True, 0.51, False)],
)
def test_a_line_is_reached_at_its_threshold(hoogstens, gemeten, gehaald):
    assert Doel("iets", 0.5, gemeten, hoogstens=hoogstens).gehaald is gehaald


def test_every_round_is_written_down(tmp_path, capsys):
    uitslag = meet_klussen("klus", {"a": lambda: (1, 1.0)}, KORT)
    verslag = Verslag([uitslag], [Doel("iets", 2, 1.0)], ["een opmerking"])
    pad = tmp_path / "uit.json"

    toon({"iets": verslag}, KORT, als_json=False, uitvoer=pad)

    ruw = json.loads(pad.read_text())
    assert [len(een["kanten"]["a"]) for een in ruw["metingen"]["iets"]["kanten"]] == [2]
    assert ruw["metingen"]["iets"]["doelen"][0]["gehaald"] is False
    assert {"op", "commit", "machine", "keuze"} <= ruw.keys()
    assert "NIET GEHAALD" in capsys.readouterr().out


def test_the_memory_of_a_program_is_told():
    weinig, veel = (hoogste_geheugen(["python3", "-c", f"x = b'x' * {maat}_000_000"]) for maat in (1, 100))

    assert veel > weinig + 50


@pytest.mark.parametrize("naam", BENCHMARKS)
def test_every_benchmark_runs_to_its_end(naam):
    """Small, and for its shape only: no figure of it is looked at but for being one."""
    klein = Keuze(acten=600, rondes=1, seconden=0.05, groei=(600, 1_200))

    verslag = import_module(f"tests.benchmarks.{naam}").draai(klein)

    assert verslag.doelen
    assert all(math.isfinite(doel.gemeten) for doel in verslag.doelen)
    assert all(
        meting.per_seconde > 0
        for een in verslag.uitslagen
        for rondes in een.kanten.values()
        for meting in rondes
    )
