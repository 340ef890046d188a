"""The program around the check of a bundle: whom to trust, what to say, which exit code."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ledger.zegel.checkpoint import Beleid, lees_beleid
from ledger.zegel.notitie import OngeldigeNotitie
from ledger.zegel.toets import Uitkomst, toets_bundel


def lees_vertrouwen(opgaven: Sequence[str]) -> Beleid:
    """Read whom to trust: keys as text, or files with keys or a policy; raises `OngeldigeNotitie`."""
    teksten = []
    for opgave in opgaven:
        bestand = Path(opgave)
        is_sleutel = "+" in opgave and not bestand.exists()
        try:
            teksten.append(opgave if is_sleutel else bestand.read_text(encoding="utf-8"))
        except (OSError, UnicodeDecodeError):
            raise OngeldigeNotitie(f"{opgave} is geen sleutel en geen leesbaar bestand") from None
    return lees_beleid("\n".join(teksten))


def verslag(uitkomst: Uitkomst) -> str:
    """Say in Dutch what was found, one line a fault."""
    if uitkomst.bevindingen or uitkomst.checkpoint is None:
        return "\n".join(["NIET IN ORDE", *map(str, uitkomst.bevindingen)])
    checkpoint, aantal = uitkomst.checkpoint, len(uitkomst.bladen)
    wat = "1 handeling" if aantal == 1 else f"{aantal} handelingen, volgnummers 1 tot en met {aantal}"
    return (
        f"IN ORDE\nCasus {uitkomst.casus}: {wat}, en volgens het checkpoint geen andere.\n"
        f"Logboek {checkpoint.oorsprong}, {checkpoint.grootte} bladen."
    )


def hoofdprogramma(argumenten: Sequence[str] | None = None) -> int:
    """Check a bundle from the command line; 0 when it is right, 1 when not."""
    lezer = argparse.ArgumentParser(description="Controleer een bewijsbundel van Zicht, zonder netwerk.")
    lezer.add_argument("bundel", type=Path)
    lezer.add_argument(
        "--vertrouwen", action="append", required=True, metavar="SLEUTEL",
        help="sleutel van het logboek of een bestand met sleutels of beleid; niet uit de bundel overnemen",
    )  # fmt: skip
    lezer.add_argument("--eerder", type=Path, help="een checkpoint van dit logboek dat u bewaarde")
    keuze = lezer.parse_args(argumenten)
    try:
        beleid = lees_vertrouwen(keuze.vertrouwen)
        eerder = None if keuze.eerder is None else keuze.eerder.read_bytes()
        uitkomst = toets_bundel(keuze.bundel.read_bytes(), beleid, eerder)
    except (OSError, OngeldigeNotitie) as fout:
        sys.stdout.write(f"NIET IN ORDE\n{fout}\n")
        return 1
    sys.stdout.write(verslag(uitkomst) + "\n")
    return 0 if uitkomst.goed else 1
