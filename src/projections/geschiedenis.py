"""The history of one casus: every act as it was recorded, and what became of it since.

Source: contract `timeline`.

A correction is an act of its own and stays in its place; what it corrects says so too, with what now stands
instead.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ledger.acts import Act
from ledger.acts.base import Verdwenen, VertrouwelijkDeel
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.corrections import Feit, staande_feiten, vervangend_vertrouwelijk
from ledger.gebeurtenis import Gebeurtenis
from projections.stuk import instant_als_tekst
from projections.zinnen import afloop, tijdstip, zin

Geldigheid = Literal["geldig", "ingetrokken", "vervangen"]


@dataclass(frozen=True, slots=True)
class Regel:
    """An act, which corrections name it, and what it stands as: `geldt_als` only where it was replaced.

    `wat` says in plain Dutch what was recorded, and of a handover what became of it.
    """

    gebeurtenis: Gebeurtenis
    wat: str
    status: Geldigheid
    correcties: tuple[int, ...]
    geldt_als: Feit | None = None
    geldt_vertrouwelijk: VertrouwelijkDeel | None = None

    def als_dict(self) -> dict[str, Any]:
        """Give the act as the contract writes it, with what became of it."""
        uit = {
            **self.gebeurtenis.als_dict(),
            "zin": f"{tijdstip(self.gebeurtenis.gebeurd_op)}, {self.wat}",
            "status": self.status,
            "correcties": list(self.correcties),
        }
        if self.geldt_als is not None:
            uit["geldtAls"] = {
                "gebeurdOp": instant_als_tekst(self.geldt_als.gebeurd_op),
                "gegevens": _als_json(self.geldt_als.gegevens),
            }
            if self.geldt_vertrouwelijk is not None:
                uit["geldtAls"]["vertrouwelijk"] = _als_json(self.geldt_vertrouwelijk)
        return uit


def maak_geschiedenis(gebeurtenissen: Sequence[Gebeurtenis]) -> list[Regel]:
    """Give the history of one casus as far as these acts (those known at K) tell it, by volgnummer."""
    feiten = {feit.volgnummer: feit for feit in staande_feiten(gebeurtenissen)}
    per_act = _correcties(gebeurtenissen, feiten)
    regels: dict[int, Regel] = {}
    # from the last to the first: a correction is settled itself before what it says is applied
    for gebeurtenis in sorted(gebeurtenissen, key=_volgnummer, reverse=True):
        nummer = gebeurtenis.volgnummer
        correcties = [regels[correctie] for correctie in per_act.get(nummer, ())]
        wat = zin(gebeurtenis.gegevens)
        if (feit := feiten.get(nummer)) is not None:
            wat += afloop(feit, feiten.values())
        regels[nummer] = _regel(gebeurtenis, wat, feit, correcties)
    return [regels[nummer] for nummer in sorted(regels)]


def _correcties(gebeurtenissen: Sequence[Gebeurtenis], feiten: Mapping[int, Feit]) -> dict[int, list[int]]:
    """Give the corrections by the act they name: as they stand, those that were withdrawn as recorded."""
    per_act: dict[int, list[int]] = {}
    for gebeurtenis in sorted(gebeurtenissen, key=_volgnummer):
        feit = feiten.get(gebeurtenis.volgnummer)
        act = gebeurtenis.gegevens if feit is None else feit.gegevens
        if isinstance(act, GebeurtenisGecorrigeerd) and act.betreft < gebeurtenis.volgnummer:
            per_act.setdefault(act.betreft, []).append(gebeurtenis.volgnummer)
    return per_act


def _regel(gebeurtenis: Gebeurtenis, wat: str, feit: Feit | None, correcties: Sequence[Regel]) -> Regel:
    nummers = tuple(regel.gebeurtenis.volgnummer for regel in correcties)
    if feit is None:
        return Regel(gebeurtenis, wat, "ingetrokken", nummers)
    staande = [regel for regel in correcties if regel.status != "ingetrokken"]
    if not staande:
        return Regel(gebeurtenis, wat, "geldig", nummers)
    return Regel(gebeurtenis, wat, "vervangen", nummers, feit, _vertrouwelijk(gebeurtenis, staande))


def _vertrouwelijk(gebeurtenis: Gebeurtenis, staande: Sequence[Regel]) -> VertrouwelijkDeel | None:
    """Give the confidential part as it stands: that of the latest correction that gave one, else its own."""
    for regel in reversed(staande):
        gezegd = regel.gebeurtenis.vertrouwelijk if regel.geldt_als is None else regel.geldt_vertrouwelijk
        if isinstance(gezegd, Verdwenen):
            return gezegd  # it may have held a new part: what stood before it does not stand any more
        nieuw = vervangend_vertrouwelijk(gebeurtenis.soort, gezegd)
        if nieuw is not None:
            return nieuw
    return gebeurtenis.vertrouwelijk


def _volgnummer(gebeurtenis: Gebeurtenis) -> int:
    return gebeurtenis.volgnummer


def _als_json(deel: Act | VertrouwelijkDeel) -> dict[str, Any]:
    return deel.model_dump(mode="json", exclude_none=True)
