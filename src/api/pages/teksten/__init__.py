"""Texts that are data: the word list, and a sentence for every rule. A file each, a line each."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources


def _lees(naam: str) -> Mapping[str, str]:
    return tomllib.loads((resources.files(__name__) / f"{naam}.toml").read_text("utf-8"))


WOORDEN = _lees("woorden")
"""What a newcomer must know, by the word as it stands in a page; shown as a note there, and as a page."""

REGELS = _lees("regels")
"""What a rule says to who asks why, by the name that an answer gives it. Source: rulebook 4 and 5."""
