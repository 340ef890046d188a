"""docs/asvs.md names tests that exist, and leaves out no requirement of its chapters."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")

# How many requirements each section of ASVS 5.0.0 has.
SECTIONS = {
    "8.1": 4, "8.2": 4, "8.3": 3, "8.4": 2,
    "9.1": 3, "9.2": 4,
    "11.1": 4, "11.2": 5, "11.3": 5, "11.4": 4, "11.5": 2, "11.6": 2, "11.7": 2,
    "14.1": 2, "14.2": 8, "14.3": 3,
    "16.1": 1, "16.2": 5, "16.3": 4, "16.4": 3, "16.5": 4,
}  # fmt: skip
REQUIRED = [f"{section}.{number}" for section, count in SECTIONS.items() for number in range(1, count + 1)]
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", TEXT)))


def functions_of(file):
    tree = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def test_every_requirement_has_one_row_in_order():
    assert re.findall(r"^\| (\d+\.\d+\.\d+) \|", TEXT, re.MULTILINE) == REQUIRED


def test_every_row_says_which_test_or_who():
    rows = re.findall(r"^\| \d+\.\d+\.\d+ \| ([^|]+) \| ([^|]+) \|$", TEXT, re.MULTILINE)

    assert len(rows) == len(REQUIRED)
    assert all(asked.strip() and answer.strip() for asked, answer in rows)


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_a_test_that_is_named_exists(file, test):
    assert (ROOT / file).is_file()
    assert test == "" or test in functions_of(file)


def test_enough_of_them_are_tests():
    assert len(NAMED) > 40
