import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
RUN = PROJECT["dependencies"]
TEST = PROJECT["optional-dependencies"]["test"]
LOCKS = {"requirements.lock": RUN, "requirements-test.lock": RUN + TEST}

PIN = re.compile(r"([\w.-]+)==([\w.+!-]+)")
ADDRESS = re.compile(r"\w://|--\w*-?index|--find-links|--trusted-host| @ ")


def entries(text: str) -> list[str]:
    """Give one string for each package: what stands indented below it belongs to it."""
    return [entry for entry in re.split(r"\n(?=\S)", text) if not entry.startswith("#")]


def pins(text: str) -> dict[str, str]:
    found = [PIN.match(entry) for entry in entries(text)]
    return {canonicalize_name(pin[1]): pin[2] for pin in found if pin}


def unhashed(text: str) -> list[str]:
    return [entry for entry in entries(text) if not re.search(r"--hash=sha256:[0-9a-f]{64}\b", entry)]


def read(lock: str) -> str:
    return (ROOT / lock).read_text(encoding="utf-8")


def unmet(requirements: list[str], pinned: dict[str, str]) -> list[str]:
    wanted = [Requirement(requirement) for requirement in requirements]
    return [
        str(requirement)
        for requirement in wanted
        if (version := pinned.get(canonicalize_name(requirement.name))) is None
        or not requirement.specifier.contains(version, prereleases=True)
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_pins_everything_that_pyproject_asks(lock):
    assert unmet(LOCKS[lock], pins(read(lock))) == []


def test_a_missing_and_a_wrong_pin_are_seen():
    assert unmet(["rich>=15", "typer>=0.29"], pins("rich==14.0 \\\n    --hash=sha256:00\n")) == [
        "rich>=15",
        "typer>=0.29",
    ]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_entry_of_a_lock_file_is_one_pin_with_a_hash(lock):
    text = read(lock)

    assert len(pins(text)) == len(entries(text)) > 1
    assert unhashed(text) == []


def test_a_pin_without_a_hash_is_seen():
    bare, hashed = "rich==15.0 \\\n    # via zicht", "typer==0.29 \\\n    --hash=sha256:" + "0" * 64

    assert unhashed(f"{bare}\n{hashed}\n") == [bare]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_file_says_what_and_never_from_where(lock):
    assert ADDRESS.findall(read(lock)) == []


def test_users_run_what_was_tested():
    run, test = pins(read("requirements.lock")), pins(read("requirements-test.lock"))

    assert run.items() <= test.items()


def test_an_address_is_seen():
    assert ADDRESS.search("--extra-index-url x")
    assert ADDRESS.search("rich @ file:///wheels/rich.whl")
