"""The words of the forms: a title and a line of help for each act, a label for each field."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from importlib import resources
from typing import Any

_TEKSTEN: Mapping[str, Any] = tomllib.loads(
    (resources.files(__package__) / "teksten.toml").read_text("utf-8")
)

HANDELINGEN: Mapping[str, tuple[str, str]] = {
    soort: (titel, hulp) for soort, (titel, hulp) in _TEKSTEN["handelingen"].items()
}
"""Of every act its title and what it is, with the § it rests on."""

_LABELS: Mapping[str, str] = _TEKSTEN["velden"]
_HULP: Mapping[str, str] = _TEKSTEN["hulp"]
_CODES: Mapping[str, str] = _TEKSTEN["codes"]


def label(soort: str, naam: str) -> str:
    """Give the label of a field, that of this act before that of all; raises `KeyError` without one."""
    eigen = f"{soort}.{naam}"
    return _LABELS[eigen] if eigen in _LABELS else _LABELS[naam]


def hulp(soort: str, naam: str) -> str:
    """Give the help at a field, empty where its label says enough."""
    return _HULP.get(f"{soort}.{naam}", _HULP.get(naam, ""))


def codenaam(code: str) -> str:
    """Say a code of the contract in words."""
    return _CODES[code] if code in _CODES else code[:1].upper() + code[1:].replace("-", " ")
