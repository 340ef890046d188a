import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parents[2]
PIP_OF_THE_TEST = """
import sys
if "--version" in sys.argv:
    print("pip {version} from here")
else:
    print("pip", *sys.argv[3:])
"""


@pytest.fixture
def checkout(tmp_path):
    """A checkout with the script and what it reads, and a folder for a pip of the test's own."""
    for name in ("dev", "pyproject.toml", "requirements.lock", "requirements-test.lock"):
        shutil.copy(ROOT / name, tmp_path)
    shutil.copytree(ROOT / ".ci", tmp_path / ".ci")
    (tmp_path / "path" / "pip").mkdir(parents=True)
    return tmp_path


def put_pip(checkout, source):
    (checkout / "path" / "pip" / "__init__.py").touch()
    (checkout / "path" / "pip" / "__main__.py").write_text(source, encoding="utf-8")


def dev(folder, *arguments):
    return subprocess.run(
        [sys.executable, folder / "dev", *arguments],
        env=os.environ | {"PYTHONPATH": str(folder / "path"), "OSV_URL": "http://127.0.0.1:9/"},
        capture_output=True,
        text=True,
        check=False,
    )


def installs(done):
    return [line for line in done.stdout.splitlines() if line.startswith("pip ")]


def test_an_older_python_can_read_the_script_to_be_told_so():
    tree = ast.parse((ROOT / "dev").read_text(encoding="utf-8"), feature_version=(3, 7))

    imports = [node for node in tree.body if isinstance(node, ast.Import)]
    used = {alias.name.split(".")[0] for node in imports for alias in node.names}
    assert used <= sys.stdlib_module_names


@pytest.mark.parametrize("arguments", [[], ["bouw"], ["check", "erbij"], ["lock", "--opnieuw"]])
def test_what_dev_does_not_know_it_refuses(checkout, arguments):
    done = dev(checkout, *arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("Onbekend")
    assert not (checkout / ".venv").exists()


def test_help_names_every_task(checkout):
    done = dev(checkout, "--help")

    assert done.returncode == 0
    assert all(f"\n  {task} " in done.stdout for task in ("run", "test", "check", "fmt", "bench", "lock"))


def test_without_pip_it_says_what_to_install(checkout):
    put_pip(checkout, "raise SystemExit('No module named pip')")

    done = dev(checkout, "check")

    assert done.returncode == 1
    assert "apt install python3-pip" in done.stderr


def test_a_pip_that_cannot_install_elsewhere_is_refused_by_its_version(checkout):
    put_pip(checkout, PIP_OF_THE_TEST.format(version="22.2"))

    done = dev(checkout, "check")

    assert done.returncode == 1
    assert "dit is pip 22.2" in done.stderr


def test_a_second_time_installs_nothing_until_the_input_changes(checkout):
    put_pip(checkout, PIP_OF_THE_TEST.format(version="22.3"))
    (checkout / ".venv" / "bin").mkdir(parents=True)

    first, second = dev(checkout, "bench"), dev(checkout, "bench")
    with (checkout / "requirements-test.lock").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    third = dev(checkout, "bench")

    assert [len(installs(done)) for done in (first, second, third)] == [2, 0, 2]
    with_hashes, project = installs(first)
    assert "--require-hashes --requirement requirements-test.lock" in with_hashes
    assert "--no-index --no-deps --no-build-isolation --editable ." in project


def test_an_installation_that_failed_is_tried_again(checkout):
    put_pip(checkout, PIP_OF_THE_TEST.format(version="22.3") + "    sys.exit('--editable' in sys.argv)\n")

    first, second = dev(checkout, "bench"), dev(checkout, "bench")

    assert first.returncode == second.returncode == 1
    assert "Dit ging mis" in second.stderr


def test_the_demo_is_given_what_follows_run(checkout):
    put_pip(checkout, PIP_OF_THE_TEST.format(version="22.3"))
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", checkout / ".venv"], check=True)
    demo = checkout / ".venv" / "bin" / "zicht"
    demo.write_text('#!/bin/sh\necho "demo: $@"\n', encoding="utf-8")
    demo.chmod(0o755)

    done = dev(checkout, "run", "--poort", "8080")

    assert done.returncode == 0
    assert done.stdout.splitlines()[-1] == "demo: demo --poort 8080"
    assert "requirements.lock" in installs(done)[0]


def put_programs(checkout, **codes):
    """Put programs in the environment that end with these codes."""
    put_pip(checkout, PIP_OF_THE_TEST.format(version="22.3"))
    dev(checkout, "bench")
    for name, code in codes.items():
        program = checkout / ".venv" / "bin" / name.replace("_", "-")
        program.write_text(f"#!/bin/sh\necho {program.name} ran\nexit {code}\n", encoding="utf-8")
        program.chmod(0o755)


def test_what_could_not_be_checked_is_told_and_is_no_fault(checkout):
    put_programs(checkout, ruff=0, mypy=0, lint_imports=0)

    done = dev(checkout, "check")

    assert done.returncode == 0
    assert "NIET NAGEGAAN: de databank met kwetsbaarheden is niet bereikbaar" in done.stdout
    assert "audit         NIET NAGEGAAN" in done.stdout


def test_every_step_is_done_and_one_that_failed_is_told(checkout):
    put_programs(checkout, ruff=0, mypy=3, lint_imports=0)

    done = dev(checkout, "check")

    assert done.returncode == 1
    assert "lint-imports ran" in done.stdout
    assert "mypy          FOUT (3)" in done.stdout
    assert "lint-imports  in orde" in done.stdout


def test_property_tests_have_no_deadline_and_print_how_to_repeat_them():
    assert settings.default.deadline is None
    assert settings.default.print_blob
