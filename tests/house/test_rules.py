"""docs/rules.md says for every rule, term and signal where it is and what tests it."""

import re
from pathlib import Path

import pytest

from projections.signalen import SOORTEN

HUIS = Path(__file__).resolve().parents[2]
TABEL = (HUIS / "docs" / "rules.md").read_text("utf-8")
RULEBOOK = HUIS.parent / "shared" / "domain" / "rulebook.md"
REGELS = [regel.strip("| ").split(" | ") for regel in TABEL.splitlines() if "`src/" in regel]
VERWIJZING = re.compile(r"`([^`]+)` `([^`]+)`")


@pytest.mark.parametrize("regel", REGELS, ids=lambda regel: regel[0])
def test_elke_regel_wijst_naar_code_en_test_die_er_zijn(regel):
    code, test = VERWIJZING.fullmatch(regel[-2]), VERWIJZING.fullmatch(regel[-1])
    for verwijzing in (code, test):
        assert verwijzing is not None, regel
        bestand, wat = verwijzing.groups()
        assert wat in (HUIS / bestand).read_text("utf-8"), f"{wat} staat niet in {bestand}"


def test_geen_regel_en_geen_signaal_ontbreekt():
    genoemd = {regel[0] for regel in REGELS}
    verwacht = {f"Z{n}" for n in range(1, 26)} | {f"M{n}" for n in range(1, 6)} | set(SOORTEN)
    assert verwacht <= genoemd


@pytest.mark.skipif(not RULEBOOK.exists(), reason="het rulebook (../shared) is hier niet")
def test_geen_termijn_en_geen_signaal_van_het_rulebook_ontbreekt():
    zes, zeven = RULEBOOK.read_text("utf-8").split("## 6.")[1].split("## 8.")[0].split("## 7.")
    termijnen = {
        naam
        for regel in zes.splitlines()
        if regel.startswith("| `")
        for naam in re.findall(r"`([a-z0-9-]+)`", regel.split("|")[1])
    }
    signalen = {naam for naam in re.findall(r"`([a-z0-9-]+)`", zeven) if "-" in naam}
    genoemd = {regel[0] for regel in REGELS}
    assert termijnen <= genoemd
    assert signalen <= genoemd
