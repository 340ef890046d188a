"""All terms of one casus."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.gebeurtenis import Gebeurtenis
from projections.termijnen import casusregie, dienst, melding, monitoring, overdracht, plan, rechten
from projections.termijnen.beloop import Beloop
from projections.termijnen.termijn import Termijn
from projections.zicht.verloop import Stap

_SOORTEN: tuple[Callable[[Beloop], Iterator[Termijn]], ...] = (
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


def maak_termijnen(
    gebeurtenissen: Sequence[Gebeurtenis],
    feiten: Sequence[Feit],
    stappen: Sequence[Stap],
    afspraken: Afspraken,
) -> tuple[Termijn, ...]:
    """Give every term of one casus, sorted; none without a melding that stands.

    `gebeurtenissen` are the acts recorded up to K, `feiten` those of them that stand and `stappen` the steps
    of zicht that they make. Each term is described without a moment of judging: also one that starts only
    when a handover will pass rechtens is among them (see `Termijn.status`).
    """
    if not stappen:
        return ()
    beloop = Beloop(feiten, stappen, afspraken)
    vastgelegd_op = {gebeurtenis.volgnummer: gebeurtenis.vastgelegd_op for gebeurtenis in gebeurtenissen}
    termijnen = [termijn for soort in _SOORTEN for termijn in soort(beloop)]
    termijnen += rechten.te_informeren(beloop, vastgelegd_op)
    return tuple(sorted(termijnen, key=Termijn.volgorde))
