"""Citations against the ledger: make one for an answer, and give a cited answer again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ledger import agreements
from ledger.errors import Fout, Geweigerd, OnbekendeCasus
from ledger.store.codec import decodeer
from ledger.store.recorder import LedgerRecorder
from projections.citaat import Citaat, Herhaling, herhaal
from projections.tijdlijn import maak_tijdlijn


def positie_van(recorder: LedgerRecorder, casus: UUID, bekend: datetime | int | None, positie: int) -> int:
    """Give K as a position, for an answer that was computed up to `positie`.

    K as an instant becomes the position of the last act of the casus that was known then: positions stay
    what they are, also when acts with an earlier moment of recording are imported later. What was recorded by
    then and is not in the answer, because it came while that was computed, is not in its citation either.
    """
    if bekend is None:
        return positie
    if isinstance(bekend, int):
        return bekend
    return recorder.positie_op(casus, bekend, positie)


def geef_opnieuw(recorder: LedgerRecorder, citaat: Citaat) -> Herhaling:
    """Give the cited answer again from the ledger itself.

    Raises `OnbekendeCasus`, `Geweigerd` for a position that does not exist, and `OngeldigeAfspraken`.
    """
    if citaat.positie > recorder.hoogste_positie():
        raise Geweigerd([Fout("citaat", "positie-bestaat-niet", "De positie in dit citaat is er nog niet.")])
    afspraken = agreements.met_naam(citaat.afspraken)
    rijen = recorder.lees_geheel(citaat.casus)
    toen = [decodeer(rij, met_vertrouwelijk=False) for rij in rijen if rij.positie <= citaat.positie]
    sinds = recorder.sinds(citaat.casus)
    if not toen or (sinds is not None and citaat.op < sinds):
        raise OnbekendeCasus
    later = [decodeer(rij, met_vertrouwelijk=False) for rij in rijen if rij.positie > citaat.positie]
    return herhaal(citaat, maak_tijdlijn(toen, afspraken), later)
