"""The agreements of an organisation of its own, beside those that ship with Zicht: a folder of TOML files."""

from __future__ import annotations

from pathlib import Path

from ledger.agreements import Boek, gebruik, lees_toml
from ledger.errors import OngeldigeAfspraken


def gebruik_eigen_afspraken(plaats: Path | None) -> None:
    """Let this process judge by the sets in folder `plaats` too; None: only by those of Zicht.

    Raises `OngeldigeAfspraken` naming the file, the key and what is wrong with its value.
    """
    if plaats is None:
        return
    if not plaats.is_dir():
        raise OngeldigeAfspraken("De map in ZICHT_AFSPRAKEN_MAP bestaat niet.")
    bestanden = sorted(plaats.glob("*.toml"))
    gebruik(Boek(lees_toml(_tekst(bestand), herkomst=bestand.name) for bestand in bestanden))


def _tekst(bestand: Path) -> str:
    try:
        return bestand.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        raise OngeldigeAfspraken(f"{bestand.name}: niet te lezen.") from None
