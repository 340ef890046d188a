"""Every piece names the § that its rule rests on (rulebook 1.4 and 4)."""

import random
import re
from pathlib import Path

import pytest
from tests.projections.naslag import kansen
from tests.projections.naslag.geschiedenissen import geschiedenis
from tests.projections.naslag.vergelijken import als_gebeurtenissen, gekozen
from tests.verhaal import BIJ_WEST, afspraken, verhaal

from projections.stuk import BANEN
from projections.tijdlijn import maak_tijdlijn

RULEBOOK = Path(__file__).resolve().parents[3] / "shared" / "domain" / "rulebook.md"

GRONDSLAG = {
    "Z1": "§3, §6.1.1",
    "Z3": "§6.3",
    "Z4": "§6.3, bijlage 3",
    "Z5": "§5, §6.1",
    "Z6": "bijlage 2",
    "Z7": "bijlage 3",
    "Z8": "§6.1.1, §4.h",
    "Z9": "§6.2.1",
    "Z10": "§6.2.1, §6.2.4",
    "Z11": "§5, bijlage 5",
    "Z12": "§5, bijlage 2",
    "Z13": "§6.1",
    "Z14": "§6.5",
    "Z15": "§6.2.1, §6.5",
    "Z16": "§6.1.1",
    "Z17": "§6.5",
    "Z18": "§6.5",
    "Z19": "§6.1.6, §6.3",
    "Z20": "§7.1, §4.n",
    "Z22": "§7.1, §7.3",
    "Z23": "bijlage 3",
    "Z24": "bijlage 5, Uitzondering",
    "Z25": "§7",
}
ANDERE_BANEN = {
    "directe-veiligheid": ("directe-veiligheid", "bijlage 4 §1.1, §4.j"),
    "monitoring": ("M1", "§6.2.6, bijlage 5"),
    "casusregie": ("casusregie", "§7.3, bijlage 1"),
    "initiatief-dwang": ("initiatief-dwang", "§6.4"),
}


@pytest.fixture(scope="module")
def tijdlijnen():
    gemaakt = []
    for zaad in range(200):
        r = random.Random(zaad)  # noqa: S311 — chance that can be repeated
        gemaakt.append(maak_tijdlijn(als_gebeurtenissen(geschiedenis(r)), gekozen(kansen.lezingen(r))))
    return gemaakt


def test_elk_stuk_zicht_noemt_de_grondslag_van_zijn_regel(tijdlijnen):
    gezien = {(s.reden.regel, s.reden.grondslag) for t in tijdlijnen for s in t.banen["zicht"]}

    assert gezien <= set(GRONDSLAG.items())
    assert len(gezien) > 18


def test_de_andere_banen_noemen_hun_eigen_regel_en_grondslag(tijdlijnen):
    for baan, reden in ANDERE_BANEN.items():
        assert {(s.reden.regel, s.reden.grondslag) for t in tijdlijnen for s in t.banen[baan]} == {reden}


def test_de_grondslag_is_die_van_het_rulebook():
    if not RULEBOOK.is_file():
        pytest.skip("het rulebook staat niet naast deze checkout")
    rijen = [
        rij.strip("|").split("|")
        for rij in RULEBOOK.read_text("utf-8").splitlines()
        if re.match(r"\| Z\d", rij)
    ]
    rulebook = {rij[0].strip(): set(re.findall(r"§[\d.]+\w*|bijlage \d", rij[-1])) for rij in rijen}

    assert len(rulebook) == 25
    for regel, grondslag in GRONDSLAG.items():
        eigen = set(re.findall(r"§[\d.]+\w*|bijlage \d", grondslag))
        assert eigen == rulebook[regel] or (regel, rulebook[regel]) == ("Z25", set())


def test_een_stuk_als_dict_heeft_de_velden_van_het_contract():
    stuk = maak_tijdlijn(verhaal(*BIJ_WEST), afspraken()).banen["zicht"][0]

    assert stuk.als_dict() == {
        "van": "2020-03-02T08:00:00Z",
        "tot": "2020-03-05T10:00:00Z",
        "partij": {"soort": "veilig-thuis", "id": "midden-brabant"},
        "status": "vast",
        "volgnummer": 1,
        "regel": "Z1",
        "grondslag": "§3, §6.1.1",
        "rechtens": False,
    }
    assert set(maak_tijdlijn(verhaal(*BIJ_WEST)).banen) == set(BANEN)
