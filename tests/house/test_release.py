"""What goes out of the house: the version, the licence, and a wheel that has everything."""

import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def test_the_changelog_opens_with_the_version_of_the_project():
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    headings = re.findall(r"^## (.+)$", text, re.MULTILINE)
    form = re.compile(r"\d+\.\d+\.\d+ \((unreleased|\d{4}-\d\d-\d\d)\)")

    assert [heading for heading in headings if not form.fullmatch(heading)] == []
    assert headings[0].split()[0] == PROJECT["version"]


def test_the_licence_is_the_one_that_the_project_names():
    assert PROJECT["license"] == "EUPL-1.2"
    assert (ROOT / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2\n")


def test_the_wheel_has_the_packages_the_migrations_and_the_data(tmp_path):
    build = [Path(sys.executable).with_name("hatchling"), "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True)

    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        inside = {name for name in wheel.namelist() if ".dist-info/" not in name}

    files = [file for file in (ROOT / "src").rglob("*") if file.is_file()]
    packed = {file.relative_to(ROOT / "src").as_posix() for file in files if file.suffix != ".pyc"}
    migrations = {f"ledger/store/_migrations/{file.name}" for file in (ROOT / "migrations").iterdir()}
    assert inside == packed | migrations
