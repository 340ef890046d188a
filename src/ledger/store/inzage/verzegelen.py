"""The read log as the sealer sees it: its own name, positions and tree, beside those of the ledger."""

from __future__ import annotations

from ledger.inzage.blad import blad
from ledger.store.inzage.lezen import KOLOMMEN, lees_regel
from ledger.store.zegel.logboek import Logboek, Rij

_RIJEN = KOLOMMEN + " WHERE positie > %s AND positie <= %s ORDER BY positie LIMIT %s"

_ACHTERSTAND = """
SELECT positie, extract(epoch FROM clock_timestamp() - ontvangen_op)::float8
  FROM inzage.regels WHERE positie > %s ORDER BY positie LIMIT 1
"""

_HOOGSTE = "SELECT coalesce((SELECT positie FROM inzage.regels ORDER BY positie DESC LIMIT 1), 0)"


def inzagelog(oorsprong: str) -> Logboek:
    """Give the read log of the installation whose ledger is called `oorsprong`."""
    return Logboek(
        nummer=2,
        naam="inzage",
        oorsprong=f"{oorsprong}/inzage",
        rijen=_RIJEN,
        hoogste=_HOOGSTE,
        achterstand=_ACHTERSTAND,
        standen="",  # a casus has no numbers here: lines are about any number of them
        blad=inzageblad,
    )


def inzageblad(oorsprong: bytes, rij: Rij) -> bytes:
    """Write the leaf of a stored row."""
    return blad(oorsprong.decode(), lees_regel(tuple(rij)))
