"""The seal as the settings want it: which logs, where they are published, and the key that signs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from ledger.settings import Instellingen
from ledger.store.inzage.verzegelen import inzagelog
from ledger.store.zegel.fouten import SleutelbestandOngeldig
from ledger.store.zegel.logboek import Logboek, grootboek
from ledger.store.zegel.sleutelbestand import lees_sleutelbestand, maak_sleutelbestand
from ledger.store.zegel.zegelaar import Zegelaar
from ledger.zegel.notitie import ED25519, OngeldigeNotitie, Sleutel, lees_sleutel
from ledger.zegel.ondertekenaar import Ondertekenaar


def logboek_van(instellingen: Instellingen) -> Logboek:
    """Give the log of acts of this installation."""
    return grootboek(instellingen.zegel_oorsprong)


def logboeken_van(instellingen: Instellingen) -> Sequence[Logboek]:
    """Give every log that is sealed: that of acts, and that of who looked."""
    return [logboek_van(instellingen), inzagelog(instellingen.zegel_oorsprong)]


def zegelmap(instellingen: Instellingen) -> Path:
    """Give the folder below which every log is published."""
    return instellingen.zegel_map or instellingen.data_dir / "zegel"


def sleutelbestand(instellingen: Instellingen) -> Path:
    """Give the file of the key that signs."""
    return instellingen.zegel_sleutel or instellingen.data_dir / "zegelsleutel"


def ondertekenaar_van(instellingen: Instellingen) -> Ondertekenaar:
    """Read the key that signs; made the first time, except in production.

    Raises `SleutelbestandOngeldig`.
    """
    bestand = sleutelbestand(instellingen)
    if instellingen.omgeving != "productie" and not bestand.exists():
        maak_sleutelbestand(bestand, instellingen.zegel_oorsprong, ED25519)
    return lees_sleutelbestand(bestand, instellingen.zegel_oorsprong, ED25519)


def ondertekenaars_van(instellingen: Instellingen) -> Sequence[Ondertekenaar]:
    """Give the key under the name of each log: it has to be the origin in its checkpoints."""
    eigen = ondertekenaar_van(instellingen)
    return [eigen.voor(logboek.oorsprong) for logboek in logboeken_van(instellingen)]


def _getuigen(instellingen: Instellingen) -> Sequence[Sleutel]:
    if instellingen.zegel_getuigen is None:
        return ()
    try:
        regels = instellingen.zegel_getuigen.read_text(encoding="utf-8").split("\n")
        return [lees_sleutel(regel) for regel in regels if regel.strip()]
    except OSError as fout:
        raise SleutelbestandOngeldig(f"{instellingen.zegel_getuigen}: {fout.strerror}.") from None
    except OngeldigeNotitie as fout:
        raise SleutelbestandOngeldig(f"{instellingen.zegel_getuigen}: {fout}.") from None


def zegelaars_van(conninfo: str, instellingen: Instellingen) -> Sequence[Zegelaar]:
    """Give a sealer for each log, none when a service of its own seals; raises `SleutelbestandOngeldig`."""
    if not instellingen.verzegelt:
        return []
    return alle_zegelaars(conninfo, instellingen)


def alle_zegelaars(conninfo: str, instellingen: Instellingen) -> Sequence[Zegelaar]:
    """Give a sealer for each log; raises `SleutelbestandOngeldig`."""
    getuigen = _getuigen(instellingen)
    return [
        Zegelaar(conninfo, logboek, ondertekenaar, zegelmap(instellingen), getuigen=getuigen)
        for logboek, ondertekenaar in zip(
            logboeken_van(instellingen), ondertekenaars_van(instellingen), strict=True
        )
    ]
