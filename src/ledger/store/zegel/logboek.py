"""Which logs are sealed: how each is called, where its rows come from, and what of a row is sealed.

The sealer, the proofs and the audit know no other log than what is described here, so a second one (with
positions of its own, dense from 1) is one more `Logboek`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from ledger.zegel.blad import bladbytes

Rij = Sequence[Any]
"""A stored row; the first column is its positie."""

_GEBEURTENISSEN = """
SELECT positie, regio, casus, volgnummer, soort, gebeurd_op, vastgelegd_op, ontvangen_op, opdracht, open,
vertrouwelijk
  FROM ledger.gebeurtenissen
 WHERE positie > %s AND positie <= %s
 ORDER BY positie LIMIT %s
"""

_VAN_CASUS = """
SELECT positie, regio, casus, volgnummer, soort, gebeurd_op, vastgelegd_op, ontvangen_op, opdracht, open,
vertrouwelijk
  FROM ledger.gebeurtenissen WHERE casus = %s ORDER BY volgnummer
"""

_ACHTERSTAND = """
SELECT positie, extract(epoch FROM clock_timestamp() - ontvangen_op)::float8
  FROM ledger.gebeurtenissen WHERE positie > %s ORDER BY positie LIMIT 1
"""

_HOOGSTE = "SELECT coalesce((SELECT positie FROM ledger.gebeurtenissen ORDER BY positie DESC LIMIT 1), 0)"

_STANDEN = """
SELECT casus, max(volgnummer), max(positie) FROM ledger.gebeurtenissen
 WHERE positie > %s AND positie <= %s GROUP BY casus
"""


@dataclass(frozen=True)
class Logboek:
    """A log: `nummer` in the tables of the seal, `naam` of its folder, `oorsprong` in its checkpoints.

    `rijen` takes (after position, up to position, at most) and gives rows in order of positie; `blad` makes
    the contents of a leaf of one. `standen` takes (after, up to) and gives how far each casus is, `van_casus`
    gives the rows of one; both empty for a log that has none.
    """

    nummer: int
    naam: str
    oorsprong: str
    rijen: str
    hoogste: str
    achterstand: str
    standen: str
    blad: Callable[[bytes, Rij], bytes]
    van_casus: str = ""

    @property
    def met_kaart(self) -> bool:
        """Whether a checkpoint of this log also says how many acts each casus has."""
        return bool(self.standen)


def grootboek(oorsprong: str) -> Logboek:
    """Give the log of acts, under the name that this installation has for it."""
    return Logboek(
        nummer=1,
        naam="grootboek",
        oorsprong=oorsprong,
        rijen=_GEBEURTENISSEN,
        hoogste=_HOOGSTE,
        achterstand=_ACHTERSTAND,
        standen=_STANDEN,
        van_casus=_VAN_CASUS,
        blad=bladbytes,
    )


def casusstanden(rijen: Sequence[Rij]) -> list[tuple[Any, int, int]]:
    """Give casus, volgnummer and positie of rows of the log of acts."""
    return [(rij[2], rij[3], rij[0]) for rij in rijen]
