"""A written style that a test enforces; ruff says the rest."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 350
MOST_LINES_OF_A_FUNCTION = 50

THIS = Path(__file__).resolve()  # names what the others may not, so it is not read
UNFINISHED = re.compile(r"\b(?:TODO|FIXME|XXX|NotImplementedError)\b")
SOMEONES_MACHINE = re.compile(r"/(?:home|root|Users)/\w|" + re.escape(f"{ROOT}/"))
EXEMPTION = re.compile(r"#\s*(?:ruff:\s*)?noqa|#\s*type:\s*ignore|#\s*mypy:")
EXPLAINED = re.compile(r"(?:noqa:\s*[A-Z]+\d+(?:,\s*[A-Z]+\d+)*|ignore\[[\w,\s-]+\])\W+\w+\W+\w+")
EXCEPTION_OF_A_TOOL = re.compile(r'^\s+"(?:[A-Z]{1,5}\d{0,4}"|ignore:|.* -> )')


def files() -> list[Path]:
    """Give the files that belong to the project, also those that are not committed yet."""
    folders = ("src", "tests", "migrations", "docs", ".ci")
    below = [file for folder in folders for file in (ROOT / folder).rglob("*")]
    all_files = [file for file in [*ROOT.iterdir(), *below] if file.is_file()]
    return sorted(file for file in all_files if "__pycache__" not in file.parts and file != THIS)


def python_files() -> list[Path]:
    return [file for file in files() if file.suffix == ".py" or file == ROOT / "dev"]


def sources() -> list[Path]:
    return [file for file in python_files() if file.is_relative_to(ROOT / "src")]


def name_of(file: Path) -> str:
    return str(file.relative_to(ROOT))


def hits(pattern: re.Pattern[str], file: Path) -> list[str]:
    try:
        lines = file.read_text(encoding="utf-8").splitlines()
    except UnicodeDecodeError:
        return []  # a picture or another file that nobody wrote by hand
    found = ((number, line) for number, line in enumerate(lines, 1) if pattern.search(line))
    return [f"{name_of(file)}:{number}: {line.strip()}" for number, line in found]


def long_functions(source: str) -> list[str]:
    nodes = ast.walk(ast.parse(source))
    functions = [node for node in nodes if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]
    sizes = {function.name: function.end_lineno - function.lineno + 1 for function in functions}
    return [f"{name}: {size} regels" for name, size in sizes.items() if size > MOST_LINES_OF_A_FUNCTION]


def unexplained(line: str) -> bool:
    return bool(EXEMPTION.search(line)) and not EXPLAINED.search(line)


@pytest.mark.parametrize("file", sources(), ids=name_of)
def test_a_source_fits_on_a_few_screens(file):
    text = file.read_text(encoding="utf-8")
    lines = text.count("\n")

    assert lines <= MOST_LINES
    assert long_functions(text) == []


def test_a_long_function_is_seen():
    assert long_functions("def f():\n" + "    x = 1\n" * 50) == ["f: 51 regels"]
    assert long_functions("def f():\n" + "    x = 1\n" * 49) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (UNFINISHED, "-- TODO: an index"),
        (UNFINISHED, "raise NotImplementedError"),
        (SOMEONES_MACHINE, "see /home/iemand/zicht"),
        (SOMEONES_MACHINE, f"see {ROOT}/dev"),
        (EXCEPTION_OF_A_TOOL, '    "D105",'),
        (EXCEPTION_OF_A_TOOL, '    "ignore:too old:DeprecationWarning",'),
    ],
)
def test_what_does_not_belong_is_seen(pattern, line):
    assert pattern.search(line)


def test_nothing_says_that_it_is_unfinished():
    assert [hit for file in files() for hit in hits(UNFINISHED, file)] == []


def test_nothing_names_a_folder_of_someones_machine():
    assert [hit for file in files() for hit in hits(SOMEONES_MACHINE, file)] == []


def test_every_exemption_from_a_check_says_why():
    found = [hit for file in python_files() for hit in hits(EXEMPTION, file)]

    assert [hit for hit in found if unexplained(hit)] == []


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        ("x = 1  # noqa", True),
        ("x = 1  # noqa: S608", True),
        ("x = 1  # noqa: S608, E501", True),
        ("x = 1  # noqa: S608  # only constants", False),
        ("# ruff: noqa", True),
        ("x = 1  # type: ignore", True),
        ("x = 1  # type: ignore[arg-type]", True),
        ("x = 1  # type: ignore[arg-type]  # the stub lags behind", False),
        ("x = 1  # an ordinary remark", False),
    ],
)
def test_an_exemption_without_a_reason_is_seen(line, wrong):
    assert unexplained(line) is wrong


def test_every_exception_in_the_settings_of_a_tool_has_its_reason_beside_it():
    found = hits(EXCEPTION_OF_A_TOOL, ROOT / "pyproject.toml")

    assert [hit for hit in found if "#" not in hit] == []
    assert len(found) > 1
