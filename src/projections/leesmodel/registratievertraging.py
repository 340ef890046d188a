"""How long after an act it was recorded, per party that recorded it and kind of act.

Asked of the ledger itself: when an act was recorded and by whom never changes, so there is nothing to keep.
Who recorded it is the first thing in what is stored of an act (`ledger.store.codec.OpenDeel`); it is taken
from there without reading the rest, and an act that nobody can read does not get in the way.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.kennis import soort_bekend
from projections.leesmodel.termijncijfers import keur_periode
from projections.leesmodel.voorwaarden import IN_PERIODE, gevraagd, samen, vaste_waarden
from projections.leesmodel.vragen import Leesmodel

_KOP = 300  # bytes: two ids of at most 64 and the names around them; no id has a quote in it

# The head of what is stored, cut at its quotes: names of fields at 2, 4, 8, 10 and 14, what they hold at 6,
# 12 and 16. A regular expression took eight times as long.
_VERTRAGING = """
SELECT g.positie, d.*
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT s.kop[12] AS partij_soort, s.kop[16] AS partij_id, s.soort, count(*) AS aantal,
               percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY s.seconden) AS verdeling
          FROM (SELECT string_to_array(encode(substring(s.open FROM 1 FOR <kop>), 'escape'), '"') AS kop,
                       split_part(s.soort, '/', 1) AS soort,
                       extract(epoch FROM s.vastgelegd_op - s.gebeurd_op)::float8 AS seconden
                  FROM ledger.gebeurtenissen s
                 WHERE s.positie <= g.positie AND <voorwaarden>) s
         WHERE s.kop[2] = 'vastgelegdDoor' AND s.kop[8] = 'organisatie'
           AND s.kop[10] = 'soort' AND s.kop[14] = 'id'<partij>
         GROUP BY 1, 2, 3
       ) d ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY d.partij_soort, d.partij_id, d.soort
"""

_BEKEND = {
    "positie": "s.positie <= %(bekend)s",
    "tijd": "s.vastgelegd_op <= %(bekend)s",
    "tijd tot positie": "s.vastgelegd_op <= %(bekend)s AND s.positie <= %(tot_positie)s",
}


@dataclass(frozen=True, slots=True)
class Registratievertraging:
    """How long after they took place the acts of this soort were recorded by this party, in seconds.

    A number is None where it was left out (see `openbaar`).
    """

    partij: Partij
    soort: str
    aantal: int | None
    mediaan_s: float | None
    p90_s: float | None


def registratievertraging(  # noqa: PLR0913 — the filters of the question
    leesmodel: Leesmodel,
    *,
    van: datetime,
    tot: datetime,
    soort: str | None = None,
    partij: Partij | None = None,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> tuple[int, list[Registratievertraging]]:
    """Give the delay of what was recorded from `van` until before `tot` (UTC), as known at K.

    Every act counts as it was recorded, also one that was corrected later. Raises `Geweigerd` for an empty
    period, and what `Leesmodel` raises.
    """
    keur_periode(van, tot)
    voorwaarden = [
        IN_PERIODE.format(kolom="vastgelegd_op"),
        *([] if bekend is None else [_BEKEND[soort_bekend(bekend)]]),
        *gevraagd(
            {
                "s.regio = ANY (%(regios)s::text[])": regios,
                "s.soort LIKE %(soort)s": soort,
            }
        ),
    ]
    waarden = vaste_waarden(bekend, regios, partij) | {
        "van": van,
        "tot": tot,
        "soort": f"{soort}/%",
    }
    vraag = samen(
        _VERTRAGING,
        voorwaarden,
        kop=str(_KOP),
        partij="" if partij is None else " AND s.kop[12] = %(partij_soort)s AND s.kop[16] = %(partij_id)s",
    )
    rijen = leesmodel.vraag(vraag, waarden, bekend)
    return rijen[0][0], [
        Registratievertraging(Partij(soort=partij_soort, id=partij_id), naam, aantal, *verdeling)
        for _, partij_soort, partij_id, naam, aantal, verdeling in rijen
        if naam is not None
    ]
