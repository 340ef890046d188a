"""What a party may see of a casus that came to it halfway: what was so from the sending of its handover on.

Facts are never altered for a reader, only left out: a piece that ran at that moment is shown whole, with
its own begin. The database keeps the same bounds (`toegang.betrokken` and the views of the read model); where
a timeline is folded from all acts, they are kept here. docs/scope.md says why each lies where it lies.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from datetime import datetime

from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.values import Partij
from projections.geschiedenis import Regel
from projections.tijdlijn import Oordeel


def oordeel_vanaf(oordeel: Oordeel, sinds: datetime, partij: Partij) -> Oordeel:
    """Give the lanes, terms and signals that lie within the window of a party, from `sinds` (UTC) on."""
    banen = {
        baan: tuple(stuk for stuk in stukken if stuk.tot is None or stuk.tot > sinds)
        for baan, stukken in oordeel.tijdlijn.banen.items()
    }
    return replace(
        oordeel,
        tijdlijn=replace(oordeel.tijdlijn, banen=banen),
        termijnen=tuple(t for t in oordeel.termijnen if t.gestart_op >= sinds or t.partij == partij),
        signalen=tuple(s for s in oordeel.signalen if s.van >= sinds or s.partij == partij),
    )


def regels_binnen(regels: Iterable[Regel], zichtbaar: Collection[int]) -> list[Regel]:
    """Give the lines of the acts with these volgnummers; a correction only with what it corrects."""
    gezien: set[int] = set()
    uit = []
    for regel in regels:
        act = regel.gebeurtenis
        doel = act.gegevens.betreft if isinstance(act.gegevens, GebeurtenisGecorrigeerd) else None
        if act.volgnummer in zichtbaar and (doel is None or doel in gezien):
            gezien.add(act.volgnummer)
            uit.append(regel)
    return uit
