"""Which acts stand after the corrections known so far. Source: rulebook 1.3 and 3.

Nothing is changed or lost: a correction is an act of its own, and before it was known the old answer stands.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from ledger.acts import Act
from ledger.acts.base import VertrouwelijkDeel
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.errors import Geweigerd
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling, lees_gegevens, lees_vertrouwelijk


class Feit(NamedTuple):
    """An act as it stands now: when it took place (UTC) and what, by whichever record said so last."""

    volgnummer: int
    gebeurd_op: datetime
    gegevens: Act


def vervangende_gegevens(
    soort: str, ruw: dict[str, Any], *, veld: str = "gegevens.vervanging.gegevens"
) -> Act:
    """Read the open part that a correction puts in place of that of an act of `soort`.

    Raises `Geweigerd` with faults under path `veld`.
    """
    return lees_gegevens(soort, json.dumps(ruw), veld=veld)


def vervangend_vertrouwelijk(soort: str, vertrouwelijk: VertrouwelijkDeel | None) -> VertrouwelijkDeel | None:
    """Read the confidential part that a correction puts in place of that of an act of `soort`, if it has one.

    Raises `Geweigerd` with faults under `vertrouwelijk.vervanging`.
    """
    ruw = getattr(vertrouwelijk, "vervanging", None)
    if ruw is None:
        return None
    return lees_vertrouwelijk(soort, json.dumps(ruw), veld="vertrouwelijk.vervanging")


def _staand(gebeurtenissen: Sequence[Gebeurtenis | Registerhandeling]) -> dict[int, tuple[datetime, Act]]:
    """Give moment and open part of every act that stands, by volgnummer; corrections among them.

    A correction only reaches back, so going from the last record to the first every correction is settled
    (withdrawn, replaced or standing) before it is applied.
    """
    op_nummer = {gebeurtenis.volgnummer: gebeurtenis for gebeurtenis in gebeurtenissen}
    weg: set[int] = set()
    nieuwe_op: dict[int, datetime] = {}
    nieuwe_gegevens: dict[int, Act] = {}
    staand: dict[int, tuple[datetime, Act]] = {}
    for nummer in sorted(op_nummer, reverse=True):
        if nummer in weg:
            continue
        oud = op_nummer[nummer]
        op = nieuwe_op.get(nummer, oud.gebeurd_op)
        gegevens = nieuwe_gegevens.get(nummer, oud.gegevens)
        staand[nummer] = (op, gegevens)
        if not isinstance(gegevens, GebeurtenisGecorrigeerd):
            continue
        doel = op_nummer.get(gegevens.betreft)
        if doel is None or doel.volgnummer >= nummer:
            continue
        if gegevens.wijze == "ingetrokken":
            weg.add(doel.volgnummer)
        elif gegevens.vervanging is not None:
            # the latest record is met first, and wins field by field
            if gegevens.vervanging.gebeurd_op is not None:
                nieuwe_op.setdefault(doel.volgnummer, gegevens.vervanging.gebeurd_op)
            if gegevens.vervanging.gegevens is not None and doel.volgnummer not in nieuwe_gegevens:
                nieuwe_gegevens[doel.volgnummer] = vervangende_gegevens(
                    doel.soort, gegevens.vervanging.gegevens
                )
    return staand


def staande_feiten(gebeurtenissen: Iterable[Gebeurtenis | Registerhandeling]) -> list[Feit]:
    """Give the acts of one casus or register that stand, as they took place (then by volgnummer)."""
    reeks = list(gebeurtenissen)
    if not any(isinstance(gebeurtenis.gegevens, GebeurtenisGecorrigeerd) for gebeurtenis in reeks):
        feiten = [Feit(g.volgnummer, g.gebeurd_op, g.gegevens) for g in reeks]
    else:
        feiten = [Feit(nummer, op, gegevens) for nummer, (op, gegevens) in _staand(reeks).items()]
    feiten.sort(key=volgorde)
    return feiten


def volgorde(feit: Feit) -> tuple[datetime, int]:
    """Give the key by which acts are in order: when they took place, and then as they were recorded."""
    return feit.gebeurd_op, feit.volgnummer


def plaats_voor(feit: Feit, feiten: Sequence[Feit]) -> int:
    """Give the place of an act among others that are in order."""
    if not feiten or volgorde(feiten[-1]) < volgorde(feit):
        return len(feiten)
    return bisect_left(feiten, volgorde(feit), key=volgorde)


def ongeldige_vervangingen(gebeurtenissen: Iterable[Gebeurtenis | Registerhandeling]) -> dict[int, Geweigerd]:
    """Give the corrections whose replacement cannot be read as the act it replaces, by volgnummer."""
    reeks = list(gebeurtenissen)
    correcties = {g.volgnummer: g.gegevens for g in reeks if isinstance(g.gegevens, GebeurtenisGecorrigeerd)}
    fouten: dict[int, Geweigerd] = {}
    if not correcties:
        return fouten
    soorten = {gebeurtenis.volgnummer: gebeurtenis.soort for gebeurtenis in reeks}
    for volgnummer, correctie in correcties.items():
        try:
            _lees_vervanging(correctie, soorten, "gegevens")
        except Geweigerd as geweigerd:
            fouten[volgnummer] = geweigerd
    return fouten


def _lees_vervanging(act: Act, soorten: Mapping[int, str], veld: str) -> None:
    """Read what a correction puts in place; in place of a correction comes a correction, with its own."""
    if not isinstance(act, GebeurtenisGecorrigeerd) or act.betreft not in soorten:
        return
    if act.vervanging is None or act.vervanging.gegevens is None:
        return
    veld = f"{veld}.vervanging.gegevens"
    nieuw = vervangende_gegevens(soorten[act.betreft], act.vervanging.gegevens, veld=veld)
    _lees_vervanging(nieuw, soorten, veld)
