"""The stored examples: of every act and version the open and the confidential part, as they were written.

`<page>.json` holds "Naam/versie" → examples. The first has every field, the last only what is required.
Once released an example is never changed. `wordt` is the open part it is read as, where that differs: a new
version of an act gets examples of its own, and those of the older one then say what they have become.
"""

import json
from dataclasses import dataclass
from pathlib import Path

MAP = Path(__file__).parent / "voorbeelden"


@dataclass(frozen=True)
class Voorbeeld:
    """One stored example."""

    soort: str
    versie: int
    gegevens: dict
    vertrouwelijk: dict | None
    wordt: dict
    plaats: int

    def __str__(self) -> str:
        return f"{self.soort}/{self.versie}-{self.plaats}"


def _lees() -> list[Voorbeeld]:
    voorbeelden = []
    for bestand in sorted(MAP.glob("*.json")):
        for naam, reeks in json.loads(bestand.read_text("utf-8")).items():
            soort, versie = naam.split("/")
            for plaats, een in enumerate(reeks):
                wordt = een.get("wordt", een["gegevens"])
                vertrouwelijk = een.get("vertrouwelijk")
                voorbeelden.append(
                    Voorbeeld(soort, int(versie), een["gegevens"], vertrouwelijk, wordt, plaats)
                )
    return voorbeelden


VOORBEELDEN = _lees()
EERSTE = {v.soort: v for v in reversed(VOORBEELDEN)}
"""Of every act the example with every field."""
LAATSTE = {v.soort: v for v in VOORBEELDEN}
"""Of every act the example with as little as possible."""
