"""All terms of one casus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledger.gebeurtenis import Gebeurtenis
from projections.beloop import Beloop
from projections.termijnen import casusregie, dienst, melding, monitoring, overdracht, plan, rechten
from projections.termijnen.termijn import Termijn

SOORTEN: tuple[Callable[[Beloop], Iterator[Termijn]], ...] = (
    melding.van_meldingen,
    melding.van_terugkoppelingen,
    dienst.van_besluiten_tot_dienst,
    dienst.van_onderzoeken,
    overdracht.te_versturen,
    overdracht.te_bevestigen,
    overdracht.eerste_contacten,
    monitoring.van_monitoring,
    plan.evaluaties,
    plan.voorwaarden,
    casusregie.van_casusregie,
    rechten.te_beslissen,
)
"""Beside `rechten.te_informeren`, which also asks when acts were recorded."""


def maak_termijnen(gebeurtenissen: Sequence[Gebeurtenis], beloop: Beloop) -> tuple[Termijn, ...]:
    """Give every term of one casus, sorted; none without a melding that stands.

    `gebeurtenissen` are the acts recorded up to K, `beloop` what those of them that stand come to. Each term
    is described without a moment of judging: also one that starts only when a handover will pass rechtens is
    among them (see `Termijn.status`).
    """
    if not beloop.stappen:
        return ()
    vastgelegd_op = {gebeurtenis.volgnummer: gebeurtenis.vastgelegd_op for gebeurtenis in gebeurtenissen}
    termijnen = [termijn for soort in SOORTEN for termijn in soort(beloop)]
    termijnen += rechten.te_informeren(beloop, vastgelegd_op)
    return tuple(sorted(termijnen, key=Termijn.volgorde))
