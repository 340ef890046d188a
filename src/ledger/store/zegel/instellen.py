"""The seal as the settings want it: which log, where it is published, and the key that signs."""

from __future__ import annotations

from pathlib import Path

from ledger.settings import Instellingen
from ledger.store.zegel.logboek import Logboek, grootboek
from ledger.store.zegel.sleutelbestand import lees_sleutelbestand, maak_sleutelbestand
from ledger.zegel.notitie import ED25519
from ledger.zegel.ondertekenaar import Ondertekenaar


def logboek_van(instellingen: Instellingen) -> Logboek:
    """Give the log of acts of this installation."""
    return grootboek(instellingen.zegel_oorsprong)


def zegelmap(instellingen: Instellingen) -> Path:
    """Give the folder below which every log is published."""
    return instellingen.zegel_map or instellingen.data_dir / "zegel"


def ondertekenaar_van(instellingen: Instellingen) -> Ondertekenaar:
    """Read the key that signs; made the first time, except in production.

    Raises `SleutelbestandOngeldig`.
    """
    bestand = instellingen.zegel_sleutel or instellingen.data_dir / "zegelsleutel"
    if instellingen.omgeving != "productie" and not bestand.exists():
        maak_sleutelbestand(bestand, instellingen.zegel_oorsprong, ED25519)
    return lees_sleutelbestand(bestand, instellingen.zegel_oorsprong, ED25519)
