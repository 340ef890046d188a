"""Ask a database of known vulnerabilities (OSV, osv.dev) about everything that the lock file pins.

Exit codes: 0 nothing known, 1 something known, 75 not asked, because the database cannot be reached: never
a pass. What was looked at and accepted stands in pyproject.toml under [tool.zicht.audit], each with its
reason.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
DATABASE = os.environ.get("OSV_URL", "https://api.osv.dev/v1/querybatch")
NOT_ASKED = 75  # EX_TEMPFAIL
PATIENCE_S = 10
PINNED = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)


def main() -> int:
    """Ask and tell; answers the exit code."""
    pinned = PINNED.findall((ROOT / "requirements-test.lock").read_text(encoding="utf-8"))
    try:
        known = dict(ask(pinned))
    except (OSError, ValueError, urllib.error.URLError) as error:
        print(f"NIET NAGEGAAN: de databank met kwetsbaarheden is niet bereikbaar ({type(error).__name__}).")
        print("Draai dit waar osv.dev bereikbaar is voordat u een versie uitbrengt.")
        return NOT_ASKED
    accepted = accepted_ids()
    found = {package: ids - accepted for package, ids in known.items() if ids - accepted}
    for package, ids in sorted(found.items()):
        print(f"{package}: {', '.join(sorted(ids))}")
    print(f"{len(pinned)} pakketten nagegaan, {len(found)} met een bekende kwetsbaarheid.")
    return int(bool(found))


def ask(pinned: list[tuple[str, str]]) -> Iterator[tuple[str, set[str]]]:
    """Give for each package what is known of the pinned version; raises when there is no good answer."""
    queries = [
        {"package": {"name": name, "ecosystem": "PyPI"}, "version": version} for name, version in pinned
    ]
    request = urllib.request.Request(
        DATABASE, json.dumps({"queries": queries}).encode(), {"Content-Type": "application/json"}
    )
    with urllib.request.urlopen(request, timeout=PATIENCE_S) as response:
        results = json.load(response)["results"]
    if len(results) != len(pinned):
        raise ValueError("another number of answers than of questions")
    for (name, version), result in zip(pinned, results, strict=True):
        yield f"{name} {version}", ids_in(result)


def ids_in(result: dict[str, Any]) -> set[str]:
    """Give the ids of the vulnerabilities in one answer."""
    return {vulnerability["id"] for vulnerability in result.get("vulns", [])}


def accepted_ids() -> set[str]:
    """Give what somebody looked at and accepted."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return set(settings["tool"]["zicht"]["audit"]["accepted"])


if __name__ == "__main__":
    sys.exit(main())
