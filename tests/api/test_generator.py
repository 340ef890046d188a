"""What is generated is believable, made up, and always the same."""

import collections
import hashlib
import itertools
import json
import re
from datetime import UTC, date, datetime

import pytest
from tests.scenarios.programma import zicht, zicht_hier

from api.generator import genereer
from ledger.acts import CASUS_ACTEN
from ledger.casus import Casus, decide, evolve
from ledger.regels import lees_gebeurtenis
from projections.stuk import STATUSSEN
from projections.tijdlijn import maak_tijdlijn

CASUSSEN = 800


@pytest.fixture(scope="module")
def verteld():
    return list(genereer(CASUSSEN, 7))


@pytest.fixture(scope="module")
def gelezen(verteld):
    return [[lees_gebeurtenis(regel) for regel in regels] for regels in verteld]


def test_a_seed_is_the_same_bytes_on_every_machine_and_for_ever():
    tekst = "".join(f"{regel}\n" for regels in genereer(50, 1) for regel in regels)

    assert (
        hashlib.sha256(tekst.encode()).hexdigest()
        == "9c6d57028c40b1470f8de72e50f633b7599437d29a6a52fbca33cebf2ef33f91"
    )


def test_another_seed_is_another_history():
    assert list(genereer(2, 1)) != list(genereer(2, 2))


def test_a_casus_does_not_depend_on_how_many_are_generated():
    assert list(genereer(3, 9)) == list(itertools.islice(genereer(30, 9), 3))


def test_every_line_is_read_and_written_back_as_it_was(verteld, gelezen):
    for regels, gebeurtenissen in zip(verteld, gelezen, strict=True):
        terug = [json.dumps(g.als_dict(), ensure_ascii=False, separators=(",", ":")) for g in gebeurtenissen]
        assert terug == regels


def test_the_ledger_would_have_recorded_every_act_just_so(gelezen):
    for gebeurtenissen in gelezen:
        casus = Casus(gebeurtenissen[0].casus)
        for gebeurtenis in gebeurtenissen:
            besloten = decide(casus, gebeurtenis, gebeurtenis.vastgelegd_door, gebeurtenis.vastgelegd_op)
            assert besloten.volgnummer == gebeurtenis.volgnummer
            assert besloten.vastgelegd_op == gebeurtenis.vastgelegd_op
            casus = evolve(casus, besloten)


def test_every_act_of_the_vocabulary_occurs(gelezen):
    assert {g.soort for gebeurtenissen in gelezen for g in gebeurtenissen} == set(CASUS_ACTEN)


def test_about_half_is_handed_over_directly_after_the_assessment(gelezen):
    eerste = [
        next((g.gegevens.fase for g in gebeurtenissen if g.soort == "OverdrachtVerstuurd"), None)
        for gebeurtenissen in gelezen
    ]
    geteld = collections.Counter(eerste)

    assert 0.4 <= geteld["na-veiligheidsbeoordeling"] / CASUSSEN <= 0.6
    assert 0.3 <= geteld["na-dienst"] / CASUSSEN <= 0.5
    assert set(geteld) == {"na-veiligheidsbeoordeling", "na-dienst", None}


def test_much_goes_otherwise_than_planned(gelezen):
    alle = [g for gebeurtenissen in gelezen for g in gebeurtenissen]
    soorten = collections.Counter(g.soort for g in alle)
    laat = sum((g.vastgelegd_op - g.gebeurd_op).days >= 1 for g in alle)

    assert soorten["MeldingOntvangen"] > 1.1 * CASUSSEN  # families come back
    assert 0.02 < laat / len(alle) < 0.2
    assert {(g.gegevens.wijze, g.gegevens.reden) for g in alle if g.soort == "GebeurtenisGecorrigeerd"} >= {
        ("ingetrokken", "verkeerde-casus"), ("vervangen", "verkeerde-datum"), ("vervangen", "invoerfout"),
    }  # fmt: skip


def test_they_fold_into_every_status_of_zicht(gelezen):
    statussen = {
        stuk.vertoon.status
        for gebeurtenissen in gelezen
        for stuk in maak_tijdlijn(gebeurtenissen).banen["zicht"]
    }

    assert statussen == set(STATUSSEN) - {"te-bezien"}  # which only initiatief-dwang knows


def test_the_gemeenten_of_hart_van_brabant_and_other_regions_occur(gelezen):
    eerste = [gebeurtenissen[0].gegevens for gebeurtenissen in gelezen]
    hart_van_brabant = {m.gemeente for m in eerste if m.veilig_thuis == "midden-brabant"}

    assert hart_van_brabant == {
        "GM0766", "GM0784", "GM0785", "GM0797", "GM0798", "GM0809", "GM0824", "GM0855", "GM0867",
    }  # fmt: skip
    assert len({m.veilig_thuis for m in eerste}) > 2
    assert 0.4 < sum(m.melder.soort == "politie" for m in eerste) / CASUSSEN < 0.8


def test_nobody_in_them_exists(verteld):
    tekst = "\n".join(itertools.chain.from_iterable(verteld))
    nummers = set(re.findall(r'"bsn":"(\d+)"', tekst))
    namen = set(re.findall(r'"naam":"([^"]+)"', tekst))

    assert len(nummers) > 100
    assert all(nummer.startswith("999") for nummer in nummers)
    assert all(
        re.search("Voorbeeld|Verzonnen|Fictie|Proef|Testers|Denkbeeldig|Fictif|Bedachten", naam)
        for naam in namen
    )
    assert set(re.findall(r'"email":"[^"]+@([^"]+)"', tekst)) == {"voorbeeld.example"}
    assert all(telefoon.startswith("06-0000") for telefoon in re.findall(r'"telefoon":"([^"]+)"', tekst))


def test_what_was_destroyed_is_no_longer_in_the_file():
    weg = 0
    for regels in genereer(2_000, 3):
        gebeurtenissen = [
            json.loads(regel) for regel in regels if "persoon" in regel or "Vernietigd" in regel
        ]
        for vernietigd in (
            g["gegevens"] for g in gebeurtenissen if g["soort"] == "PersoonsgegevensVernietigd"
        ):
            weg += 1
            over = [
                g for g in gebeurtenissen if "vertrouwelijk" in g and g["gegevens"].get("persoon") is not None
            ]
            wie = vernietigd.get("persoon")
            assert [g["volgnummer"] for g in over if wie in {None, g["gegevens"]["persoon"]}] == []
    assert weg > 5


def test_nothing_is_recorded_on_or_after_the_last_day_and_no_casus_begins_before_the_first():
    van, tot = date(2023, 5, 1), date(2023, 6, 30)
    gebeurtenissen = [[json.loads(r) for r in regels] for regels in genereer(300, 4, van, tot)]

    assert all(gebeurtenissen)
    assert min(reeks[0]["gebeurdOp"] for reeks in gebeurtenissen) >= "2023-05-01"
    assert max(g["vastgelegdOp"] for reeks in gebeurtenissen for g in reeks) < "2023-06-30"


def test_all_of_it_lies_in_the_past(gelezen):
    assert max(g.vastgelegd_op for gebeurtenissen in gelezen for g in gebeurtenissen) < datetime(
        2026, 1, 1, tzinfo=UTC
    )


def test_the_command_writes_what_the_generator_tells(tmp_path, verteld):
    bestand = tmp_path / "uit.jsonl"
    verwacht = "".join(f"{regel}\n" for regels in verteld[:30] for regel in regels).encode()

    assert zicht("genereer", "--casussen", 30, "--zaad", 7).uit == verwacht
    klaar = zicht("genereer", "--casussen", 30, "--zaad", 7, "--uitvoer", bestand)
    assert (klaar.code, klaar.uit, klaar.fout) == (0, b"", "")
    assert bestand.read_bytes() == verwacht


@pytest.mark.parametrize(
    ("keuzes", "zin"),
    [
        (["--casussen", "0"], "zicht: --casussen: minstens 1."),
        (["--casussen", "veel"], "zicht: --casussen: verwacht een geheel getal."),
        (["--casussen", "1", "--tot", "2020-01-20"], "zicht: --tot: moet minstens 30 dagen na --van liggen."),
        (
            ["--casussen", "1", "--van", "ooit"],
            "zicht: --van: verwacht een datum als 2020-01-01, of een jaar.",
        ),
        (["--casussen", "1", "--van", "1800"], "zicht: --van: verwacht een datum tussen 1990 en 2100."),
        (["--casussen", "1", "--uitvoer", "/"], "zicht: --uitvoer: dit bestand kan niet geschreven worden."),
    ],
)
def test_a_wrong_wish_is_explained(keuzes, zin, capfdbinary):
    klaar = zicht_hier(capfdbinary, "genereer", *keuzes)

    assert (klaar.code, klaar.uit, klaar.fout) == (2, b"", f"{zin}\n")
