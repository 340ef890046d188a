"""What waits for a party: its unfinished terms at T, as known at K, by deadline, and how many of which.

Everywhere `bekend`, `op` and `regios` are as in `vragen`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.termijnvragen import (
    Termijnbladzijde,
    Termijnfilter,
    Termijnplaats,
    termijnen,
    voorwaarden_voor,
    waarden_voor,
)
from projections.leesmodel.voorwaarden import samen, vaste
from projections.leesmodel.vragen import Leesmodel
from projections.werk import BIJNA_DAGEN, SOORTEN, TAKEN, URGENTIES, Taak, Urgentie, taak_van

_NOOIT = datetime.max.replace(tzinfo=UTC)
_TIK = timedelta(microseconds=1)

_TELLINGEN = """
SELECT g.positie, s.*
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT s.soort,
               CASE WHEN s.uiterlijk IS NULL THEN 'zonder-termijn'
                    WHEN s.uiterlijk <= %(op)s THEN 'verstreken'
                    WHEN s.uiterlijk <= %(bijna)s THEN 'bijna'
                    ELSE 'open' END AS urgentie,
               count(*) AS aantal
          FROM {termijnen} s
         WHERE <voorwaarden>
         GROUP BY 1, 2
       ) s ON true
 WHERE g.generatie = {generatie} AND g.actief
"""


@dataclass(frozen=True, slots=True)
class Werkfilter:
    """What waits for `partij`: of a task, of an urgency (None: any); `bijna` is how soon is nearly due."""

    partij: Partij
    taak: Taak | None = None
    urgentie: Urgentie | None = None
    bijna: timedelta = timedelta(days=BIJNA_DAGEN)


def werklijst(  # noqa: PLR0913 — what, when, as known when, by whom, and which page
    leesmodel: Leesmodel,
    welke: Werkfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
    na: Termijnplaats | None = None,
    limiet: int = 100,
) -> Termijnbladzijde:
    """Give a page of what waits, what lapsed longest ago first; raises what `Leesmodel` raises."""
    return termijnen(leesmodel, _filter(welke, op), op=op, bekend=bekend, regios=regios, na=na, limiet=limiet)


def tel_werk(
    leesmodel: Leesmodel,
    welke: Werkfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> tuple[int, dict[tuple[Taak, Urgentie], int]]:
    """Count all that waits per task and urgency, whatever task and urgency are asked for; with the position.

    Only what there is; in the order of tasks and urgencies.
    """
    filter_ = _filter(replace(welke, taak=None, urgentie=None), op)
    waarden = waarden_voor(filter_, op, bekend, regios) | {"bijna": op + welke.bijna}
    voorwaarden = [*vaste(bekend, regios, welke.partij), *voorwaarden_voor(filter_, bekend)]
    rijen = leesmodel.vraag(samen(_TELLINGEN, voorwaarden), waarden, bekend)
    aantallen: Counter[tuple[Taak, Urgentie]] = Counter()
    for _, soort, urgentie, aantal in rijen:
        if soort is not None:
            aantallen[taak_van(soort), urgentie] += aantal
    geordend = {
        (taak, urgentie): aantallen[taak, urgentie]
        for taak in TAKEN
        for urgentie in URGENTIES
        if aantallen[taak, urgentie]
    }
    return rijen[0][0], geordend


def _filter(welke: Werkfilter, op: datetime) -> Termijnfilter:
    van, tot = _grenzen(welke, op)
    return Termijnfilter(
        partij=welke.partij,
        uiterlijk_van=van,
        uiterlijk_tot=tot,
        onafgedaan=True,
        soorten=None if welke.taak is None else SOORTEN[welke.taak],
    )


def _grenzen(welke: Werkfilter, op: datetime) -> tuple[datetime | None, datetime | None]:
    """Give between which deadlines an urgency lies, the second one excluded."""
    bijna = op + welke.bijna
    match welke.urgentie:
        case "verstreken":
            return None, op + _TIK
        case "bijna":
            return op + _TIK, bijna + _TIK
        case "open":
            return bijna + _TIK, _NOOIT
        case "zonder-termijn":
            return _NOOIT, None
    return None, None
