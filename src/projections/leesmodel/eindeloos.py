"""How many pieces have no end, by when they began: what counting does not read one by one.

A closed casus leaves a piece that never ends, and so do others; a count over a period would read all of
them, however long ago they began. Kept as pieces are known now, with what a count asks of them and the
region, which says who may see it; of whole years too, so that many years are few numbers. Who counts the
casussen of a party, or by an earlier K, reads the pieces.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import NamedTuple

from ledger.store.connection import Verbinding
from projections.bitemporeel import BekendeRij
from projections.leesmodel.tabellen import sleutel, voor_generatie
from projections.rijen import Rij

_KOLOMMEN = "sleutel, partij_soort, partij_id, regio, heel_jaar, vanaf, aantal"
_RIJEN = """unnest(%s::integer[], %s::text[], %s::text[], %s::text[], %s::boolean[], %s::timestamptz[],
               %s::integer[])"""

_TEL_OP = f"""
INSERT INTO {{eindeloos}} AS e ({_KOLOMMEN})
SELECT * FROM {_RIJEN}
    ON CONFLICT (heel_jaar, vanaf, sleutel, regio, partij_soort, partij_id)
    DO UPDATE SET aantal = e.aantal + excluded.aantal
"""  # noqa: S608 — the names are those of this file

# Else a number would stay for each month of each party that ever held for a while.
_RUIM_OP = f"""
DELETE FROM {{eindeloos}} e
 USING {_RIJEN} AS v ({_KOLOMMEN})
 WHERE (e.heel_jaar, e.vanaf, e.sleutel, e.regio) = (v.heel_jaar, v.vanaf, v.sleutel, v.regio)
   AND (e.partij_soort, e.partij_id) IS NOT DISTINCT FROM (v.partij_soort, v.partij_id)
   AND e.aantal = 0
"""  # noqa: S608 — the same


class Tel(NamedTuple):
    """What is counted together: the key of a piece (see `tabellen.sleutel`), its party and region, and when.

    `vanaf` is the UTC instant at which the month, or the year, in which it began begins itself.
    """

    sleutel: int
    partij_soort: str | None
    partij_id: str | None
    regio: str
    heel_jaar: bool
    vanaf: datetime


def maand_van(moment: datetime) -> datetime:
    """Give the instant at which the month of UTC in which `moment` lies begins."""
    return moment.astimezone(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)


def verschillen(
    regio: str, nieuw: Iterable[BekendeRij], vervalt: Iterable[BekendeRij]
) -> Iterator[tuple[Tel, int]]:
    """Give what the rows of a casus that became known add, and what those that stood before take off."""
    for rij, _, bekend_tot in nieuw:
        if bekend_tot is None and isinstance(rij, Rij) and rij.tot is None:
            yield from ((tel, 1) for tel in _tellen(rij, regio))
    for rij, _, bekend_tot in vervalt:
        if bekend_tot is not None and isinstance(rij, Rij) and rij.tot is None:
            yield from ((tel, -1) for tel in _tellen(rij, regio))


def _tellen(rij: Rij, regio: str) -> Iterator[Tel]:
    # a family is not a party to count by: it holds one casus, its own
    is_gezin = rij.partij_soort == "clientsysteem"
    soort, naam = (None, None) if is_gezin else (rij.partij_soort, rij.partij_id)
    plaats = sleutel(rij.baan, soort, naam, rij.status), soort, naam, regio
    maand = maand_van(rij.van)
    yield Tel(*plaats, False, maand)
    yield Tel(*plaats, True, maand.replace(month=1))


def tel_op(verbinding: Verbinding, generatie: int, geteld: Iterable[tuple[Tel, int]]) -> None:
    """Add these to what is kept, in the transaction of the rows that they are of."""
    samen: Counter[Tel] = Counter()
    for tel, verschil in geteld:
        samen[tel] += verschil
    rijen = [(*tel, verschil) for tel, verschil in samen.items() if verschil]
    if not rijen:
        return
    kolommen = [list(kolom) for kolom in zip(*rijen, strict=True)]
    verbinding.execute(voor_generatie(_TEL_OP, generatie), kolommen)
    if min(samen.values()) < 0:
        verbinding.execute(voor_generatie(_RUIM_OP, generatie), kolommen)
