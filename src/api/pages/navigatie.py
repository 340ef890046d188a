"""What stands in the menu for whom: only pages that this role may open."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from api.pages.toegang import Bezoeker
from api.rollen import Recht


@dataclass(frozen=True, slots=True)
class Menupunt:
    """A link in the menu; `hier` says that it is the page that is shown."""

    titel: str
    adres: str
    hier: bool


_PUNTEN: Sequence[tuple[str, str, Recht | None]] = (
    ("Casussen", "/casussen", "lijsten"),
    ("Werklijst", "/werklijst", "vastleggen"),
    ("Overzichten", "/overzichten", "cijfers"),
    ("Machinekamer", "/beheer", "beheer"),
    ("Bewaard", "/bewaard", None),
    ("Woordenlijst", "/woordenlijst", None),
)


def menu(bezoeker: Bezoeker | None, pad: str) -> list[Menupunt]:
    """Give the menu for this visitor on this page."""
    if bezoeker is None:
        return []
    return [
        Menupunt(titel, adres, pad == adres or pad.startswith(f"{adres}/"))
        for titel, adres, recht in _PUNTEN
        if recht is None or bezoeker.mag(recht)
    ]
