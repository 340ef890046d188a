import ast
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CONTRACTS = {
    contract["name"]: contract
    for contract in tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
}
WORLD = CONTRACTS["pure rooms do not reach the world"]
ROOMS = CONTRACTS["pure rooms do not use a room that reaches the world"]["protected_modules"]

# What would make the same acts give another answer tomorrow; imports alone do not show it.
UNREPEATABLE = {"now", "utcnow", "today", "uuid1", "uuid4", "getenv"}


def module_name(file: Path) -> str:
    return ".".join(file.relative_to(ROOT / "src").with_suffix("").parts).removesuffix(".__init__")


def pure_files() -> list[Path]:
    files = [file for package in ("ledger", "projections") for file in (ROOT / "src" / package).rglob("*.py")]
    return [file for file in files if not reaches_the_world(module_name(file))]


def reaches_the_world(module: str) -> bool:
    return any(module == room or module.startswith(f"{room}.") for room in ROOMS)


def unrepeatable_calls(source: str) -> list[str]:
    calls = (node.func for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    names = (getattr(func, "attr", getattr(func, "id", "")) for func in calls)
    return sorted(name for name in names if name in UNREPEATABLE)


def lint_imports(src: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache", "--config", ROOT / "pyproject.toml"],
        env=os.environ | {"PYTHONPATH": str(src)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_room_that_reaches_the_world_stands_in_all_three_lists():
    allowed = CONTRACTS["pure rooms do not use a room that reaches the world"]["allowed_importers"]
    ignored = [f"{room}{below} -> *" for room in ROOMS for below in ("", ".**")]

    assert allowed == ["api", *ROOMS]
    assert sorted(set(WORLD["ignore_imports"]) - set(ignored)) == []
    assert [room for room in ROOMS if f"{room} -> *" not in WORLD["ignore_imports"]] == []


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_that_reaches_the_world_is_there(room):
    path = ROOT / "src" / Path(*room.split("."))

    assert path.with_suffix(".py").is_file() or list(path.glob("*.py"))


@pytest.mark.parametrize("file", pure_files(), ids=module_name)
def test_a_pure_room_asks_nobody_for_time_identity_or_settings(file):
    assert unrepeatable_calls(file.read_text(encoding="utf-8")) == []


def test_a_call_that_cannot_be_repeated_is_seen():
    assert unrepeatable_calls("x = datetime.now(tz=UTC)\ny = uuid4()\nz = nu()") == ["now", "uuid4"]


@pytest.mark.parametrize(
    ("file", "line", "found"),
    [
        ("ledger/nieuw.py", "import psycopg", "ledger.nieuw -> psycopg"),
        ("ledger/acts/nieuw.py", "from os import environ", "ledger.acts.nieuw -> os"),
        ("projections/nieuw.py", "from ledger import store", "projections.nieuw -> ledger.store"),
        ("ledger/nieuw.py", "import projections", "ledger.nieuw -> projections"),
        ("projections/nieuw.py", "import api", "projections.nieuw -> api"),
    ],
)
def test_a_new_room_is_pure_and_keeps_the_direction_without_being_named(tmp_path, file, line, found):
    src = tmp_path / "src"
    shutil.copytree(ROOT / "src", src, ignore=shutil.ignore_patterns("__pycache__"))
    (src / file).write_text(line + "\n", encoding="utf-8")

    linted = lint_imports(src)

    assert linted.returncode == 1
    assert found in linted.stdout
