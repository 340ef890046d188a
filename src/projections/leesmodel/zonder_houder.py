"""Cases that nobody held, or of which it was disputed who did, for longer than so many days in a period."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal, NamedTuple
from uuid import UUID

from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.termijncijfers import keur_periode
from projections.leesmodel.voorwaarden import GEPARKEERD, gevraagd, samen, vaste, vaste_waarden
from projections.leesmodel.vragen import Leesmodel

ZonderHouder = Literal["onbelegd", "betwist"]

# The two statuses are written out so that their own small index is used.
_ZONDER_HOUDER = """
SELECT g.positie, s.casus, s.regio, s.status, s.sinds, s.duur, s.langste, <geparkeerd>
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT s.casus, s.regio, s.status, min(s.van) AS sinds, sum(s.duur) AS duur, max(s.duur) AS langste
          FROM (SELECT s.casus, s.regio, s.status, s.van,
                       least(s.tot, %(grens)s) - greatest(s.van, %(van)s) AS duur
                  FROM {stukken} s
                 WHERE s.baan = 'zicht' AND s.status IN ('onbelegd', 'betwist')
                   AND s.van < %(grens)s AND (s.tot > %(van)s OR s.tot IS NULL)
                   AND <voorwaarden>) s
         GROUP BY s.casus, s.regio, s.status
        HAVING sum(s.duur) > %(duur)s
         ORDER BY s.casus, s.status
         LIMIT %(limiet)s
       ) s ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY s.casus, s.status
"""

_VERDER = "(s.casus, s.status) > (%(na_casus)s, %(na_status)s)"


class Plaats(NamedTuple):
    """Where a page ended."""

    casus: UUID
    status: ZonderHouder


@dataclass(frozen=True, slots=True)
class ZonderHouderRegel:
    """A casus and how long it was so within the period, in all and at a stretch; `sinds` may lie before."""

    casus: UUID
    regio: str
    status: ZonderHouder
    sinds: datetime
    duur: timedelta
    langste: timedelta
    geparkeerd: bool


@dataclass(frozen=True, slots=True)
class ZonderHouderBladzijde:
    """One page, in order of casus; `volgende` is the cursor of the next, None on the last."""

    positie: int
    regels: tuple[ZonderHouderRegel, ...]
    volgende: Plaats | None


def zonder_houder(  # noqa: PLR0913 — the filters of the question, and which page
    leesmodel: Leesmodel,
    *,
    van: datetime,
    tot: datetime,
    langer_dan: timedelta,
    status: ZonderHouder | None = None,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
    na: Plaats | None = None,
    limiet: int = 100,
) -> ZonderHouderBladzijde:
    """Give the cases that were so for longer than this, all stretches between `van` and `tot` (UTC) together.

    What comes after T is not counted. Raises `Geweigerd` for an empty period, and what `Leesmodel` raises.
    """
    keur_periode(van, tot)
    waarden = vaste_waarden(bekend, regios, None) | {
        "van": van,
        "grens": min(tot, op),
        "duur": langer_dan,
        "status": status,
        "na_casus": na and na.casus,
        "na_status": na and na.status,
        "limiet": limiet + 1,
    }
    voorwaarden = [*vaste(bekend, regios, None), *gevraagd({"s.status = %(status)s": status, _VERDER: na})]
    rijen = leesmodel.vraag(samen(_ZONDER_HOUDER, voorwaarden, geparkeerd=GEPARKEERD), waarden, bekend)
    regels = tuple(ZonderHouderRegel(*rest) for _, *rest in rijen if rest[0] is not None)
    volgende = Plaats(regels[limiet - 1].casus, regels[limiet - 1].status) if len(regels) > limiet else None
    return ZonderHouderBladzijde(rijen[0][0], regels[:limiet], volgende)
