"""A casus in which what was known then and what is known now give different holders: for the demo."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from ledger.gebeurtenis import Gebeurtenis
from projections.stuk import Stuk, stuk_op
from projections.tijdlijn import bekend_op, maak_tijdlijn
from projections.zinnen import naam, zin

_SECONDE = timedelta(seconds=1)
_LAAT = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Voorbeeld:
    """Who held zicht at `op` as known now, and as known then, before act `later` was recorded."""

    casus: UUID
    op: datetime
    later: int
    nu: str
    toen: str


def vind_voorbeeld(gebeurtenissen: Sequence[Gebeurtenis]) -> Voorbeeld | None:
    """Give a moment at which an act that was recorded late changed who held zicht; None without one."""
    zicht = maak_tijdlijn(gebeurtenissen).banen["zicht"]
    for gebeurtenis in gebeurtenissen:
        if gebeurtenis.vastgelegd_op - gebeurtenis.gebeurd_op < _LAAT:
            continue
        moment = (gebeurtenis.vastgelegd_op - _SECONDE).replace(microsecond=0)
        stuk = stuk_op(zicht, moment)
        bekend = bekend_op(gebeurtenissen, moment)
        dacht = stuk_op(maak_tijdlijn(bekend).banen["zicht"], moment)
        if stuk is None or dacht is None or stuk.reden.volgnummer != gebeurtenis.volgnummer:
            continue
        if stuk.vertoon.partij is not None and dacht.vertoon.partij not in {None, stuk.vertoon.partij}:
            return Voorbeeld(
                gebeurtenis.casus,
                moment,
                gebeurtenis.volgnummer,
                _zeg(stuk, gebeurtenissen),
                _zeg(dacht, gebeurtenissen),
            )
    return None


def _zeg(stuk: Stuk, gebeurtenissen: Sequence[Gebeurtenis]) -> str:
    partij = "niemand" if stuk.vertoon.partij is None else naam(stuk.vertoon.partij)
    door = next(g for g in gebeurtenissen if g.volgnummer == stuk.reden.volgnummer)
    hoe = "van rechtswege, na" if stuk.reden.rechtens else "want"
    return (
        f"{partij} ({stuk.vertoon.status}), {hoe} nr. {door.volgnummer}: {zin(door.gegevens)} "
        f"[{stuk.reden.regel}, {stuk.reden.grondslag}]"
    )
