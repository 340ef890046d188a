"""How often a party fell short: signals counted per party and code (§6.5, 'bij herhaling')."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.signaalvragen import Signaalernst, Signaalfilter, voorwaarden_voor
from projections.leesmodel.voorwaarden import samen, vaste, vaste_waarden
from projections.leesmodel.vragen import Leesmodel

# Per region, party and code, those with most cases first; a signal that concerns nobody is left out.
_TELLINGEN = """
SELECT g.positie, s.*
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT s.regio, s.partij_soort, s.partij_id, s.code, s.ernst, count(*) AS aantal,
               count(DISTINCT s.casus) AS casussen
          FROM {signalen} s
         WHERE <voorwaarden>
           AND s.partij_id IS NOT NULL
         GROUP BY s.regio, s.partij_soort, s.partij_id, s.code, s.ernst
       ) s ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY s.casussen DESC, s.regio, s.partij_soort, s.partij_id, s.code
"""


@dataclass(frozen=True, slots=True)
class Signaaltelling:
    """How many signals of a code a party had in a region, in how many cases; None where that was left out."""

    regio: str
    partij: Partij
    code: str
    ernst: Signaalernst
    aantal: int | None
    casussen: int | None


def tel_signalen(
    leesmodel: Leesmodel,
    welke: Signaalfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> tuple[int, list[Signaaltelling]]:
    """Count the signals that have begun at T, as known at K; gives the position and the counts."""
    waarden = vaste_waarden(bekend, regios, welke.partij) | {
        "op": op,
        "code": welke.code,
        "ernst": welke.ernst,
        "van": welke.van,
        "tot": welke.tot,
    }
    voorwaarden = [*vaste(bekend, regios, welke.partij), *voorwaarden_voor(welke, bekend)]
    rijen = leesmodel.vraag(samen(_TELLINGEN, voorwaarden), waarden, bekend)
    tellingen = [
        Signaaltelling(regio, Partij(soort=soort, id=naam), code, ernst, aantal, casussen)
        for _, regio, soort, naam, code, ernst, aantal, casussen in rijen
        if regio is not None
    ]
    return rijen[0][0], tellingen
