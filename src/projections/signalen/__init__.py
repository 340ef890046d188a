"""Signals: departures from a norm, and what an inspector would want to see (rulebook 7).

Pure: what the acts, the steps of zicht, the lanes and the terms say. A page for each group: `termijnen`,
`beoordeling`, `overdracht` and `informeren`, `zicht` and `casusregie`, `einde`, `terug_en_dwang`; every code
stands in `signaal`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from itertools import chain

from projections.beloop import Beloop
from projections.signalen.beeld import Beeld
from projections.signalen.beoordeling import signalen_beoordeling
from projections.signalen.casusregie import SIGNALEN_CASUSREGIE
from projections.signalen.einde import signalen_einde
from projections.signalen.informeren import signalen_informeren
from projections.signalen.overdracht import SIGNALEN_OVERDRACHT
from projections.signalen.signaal import SOORTEN, Signaal, beoordeeld_op
from projections.signalen.termijnen import signalen_termijnen
from projections.signalen.terug_en_dwang import SIGNALEN_TERUG_EN_DWANG
from projections.signalen.verzending import verzendingen
from projections.signalen.zicht import SIGNALEN_ZICHT
from projections.stuk import Baan, Stuk
from projections.termijnen import Termijn

__all__ = ["SOORTEN", "Signaal", "beoordeeld_op", "maak_signalen"]

REGELS = (
    signalen_beoordeling,
    *SIGNALEN_OVERDRACHT,
    signalen_informeren,
    *SIGNALEN_ZICHT,
    *SIGNALEN_CASUSREGIE,
    signalen_einde,
    *SIGNALEN_TERUG_EN_DWANG,
)
"""Every rule but those on terms; each is asked by itself, so that an act need not ask all of them again."""
NOOIT = datetime.max.replace(tzinfo=UTC)


def maak_signalen(
    beloop: Beloop, banen: Mapping[Baan, tuple[Stuk, ...]], termijnen: Iterable[Termijn]
) -> tuple[Signaal, ...]:
    """Give the signals of one casus as known at K, in order of beginning; see `beoordeeld_op` for a moment T.

    `banen` and `termijnen` are what follows from `beloop` by the same agreements. Like a timeline they reach
    into the future as far as it is already determined. A signal is never empty: what is mended at the very
    moment at which it was missed is no signal. What two terms say in the same words is said once.
    """
    signalen = signalen_termijnen(termijnen)
    if beloop.stappen:
        beeld = Beeld(beloop, banen, verzendingen(beloop))
        signalen = chain(signalen, *(regel(beeld) for regel in REGELS))
    return tuple(sorted({*filter(is_er, signalen)}, key=_volgorde))


def is_er(signaal: Signaal) -> bool:
    """Whether a signal is there for any time at all."""
    return signaal.tot is None or signaal.van < signaal.tot


def _volgorde(signaal: Signaal) -> tuple[datetime, int, str, str, datetime, str]:
    return (
        signaal.van,
        signaal.volgnummer,
        signaal.code,
        str(signaal.partij),
        signaal.tot or NOOIT,
        signaal.toelichting,
    )
