"""Older shapes of stored acts, brought up to the shape of today. Stored events themselves never change.

A new shape of an act is a new version: raise `versie` on its class, add here the function that turns the
open part of the version before into the new one, and keep a stored example of every version in the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

Ophoging = Callable[[dict[str, Any]], dict[str, Any]]

OPHOGINGEN: Mapping[tuple[str, int], Ophoging] = {}
"""(stored name, version) → from the open part of that version to that of the next."""


def opgehoogd(
    soort: str,
    versie: int,
    naar: int,
    gegevens: dict[str, Any],
    ophogingen: Mapping[tuple[str, int], Ophoging] = OPHOGINGEN,
) -> dict[str, Any]:
    """Bring an open part from `versie` up to `naar`; raises KeyError where a step is missing."""
    for stap in range(versie, naar):
        gegevens = ophogingen[soort, stap](gegevens)
    return gegevens
