"""Within which scope a cited answer across cases was given: part of its citation, as one short parameter.

`regios:midden-brabant` (several in order, with a colon between) or `partij:lokaal-team:wijkteam-west`: ids of
organisations, nothing of a person. Whoever repeats the citation gets the answer as that scope gave it, when
their own covers it; for everybody else the text is no citation.
"""

from __future__ import annotations

from dataclasses import dataclass

from psycopg_pool import ConnectionPool
from pydantic import ValidationError

from ledger.store.bereik import Bereik
from ledger.store.connection import Verbinding
from ledger.store.recorder import LedgerRecorder
from ledger.values import Partij
from projections.citaat import geen_citaat
from projections.leesmodel.vragen import Leesmodel

PARAMETER = "bereik"
_REGIOS, _PARTIJ = "regios", "partij"


def als_tekst(bereik: Bereik) -> str:
    """Write a scope in its one form; it is one of regions or of a party."""
    if bereik.partij is not None:
        return f"{_PARTIJ}:{bereik.partij.soort}:{bereik.partij.id}"
    return ":".join((_REGIOS, *sorted(set(bereik.regios))))


def lees(tekst: str | None) -> Bereik:
    """Read a scope; raises the refusal of a text that is no citation, also for another spelling."""
    soort, *delen = (tekst or "").split(":")
    try:
        match soort, delen:
            case "regios", [_, *_] as regios:
                bereik = Bereik(regios=tuple(regios))
            case "partij", [partijsoort, naam]:
                partij = Partij.model_validate({"soort": partijsoort, "id": naam})
                bereik = Bereik(partij=partij)
            case _:
                raise geen_citaat()
    except ValidationError:
        raise geen_citaat() from None
    if als_tekst(bereik) != tekst:
        raise geen_citaat()
    return bereik


@dataclass(frozen=True, slots=True)
class Citaatlezer:
    """Who repeats a citation: `recorder` is theirs, and `bereik` what they may see (None: every case).

    `leespool` reads only what is within the scope of a question.
    """

    recorder: LedgerRecorder
    leespool: ConnectionPool[Verbinding]
    bereik: Bereik | None

    def binnen(self, bereik: Bereik) -> tuple[LedgerRecorder, Leesmodel]:
        """Give ledger and read model within the scope of a citation; refuses one that is not covered."""
        if self.bereik is not None and not self.bereik.dekt(bereik):
            raise geen_citaat()
        return self.recorder.binnen(self.leespool, bereik), Leesmodel(self.leespool, bereik)
