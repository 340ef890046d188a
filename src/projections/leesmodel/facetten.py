"""How many there are of each choice beside a list across cases, at T and as known at K.

A choice counts together with every other choice that was made, so its number is how long the list becomes.
Everywhere `bekend`, `op` and `regios` are as in `vragen`; a family is not a choice: it has one casus.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NamedTuple, TypeVar

from ledger.values import Partij
from projections.leesmodel import signaalvragen, termijnvragen
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.kennis import SLEUTEL, in_index, soort_bekend
from projections.leesmodel.signaalvragen import Signaalfilter
from projections.leesmodel.tabellen import sleutels
from projections.leesmodel.termijnvragen import Termijnfilter
from projections.leesmodel.voorwaarden import gevraagd, samen, vaste, vaste_waarden
from projections.leesmodel.vragen import Leesmodel
from projections.stuk import Baan, Status

_Filter = TypeVar("_Filter", Termijnfilter, Signaalfilter)

MEESTE = 100_000
"""Of how many rows the choices are counted: looking at all that a country has ever had takes minutes."""


class Geteld(NamedTuple):
    """The choices of a facet (a party as soort:id) with how many of each, the most first; none has no rows.

    `boven` is given where there are more rows than that: then these are the choices of the first so many, and
    the numbers are not how many there are.
    """

    keuzes: Mapping[str, int]
    boven: int | None = None


Facetten = Mapping[str, Geteld]

_FACETTEN = """
SELECT g.positie, f.facet, f.keuze, f.aantal
  FROM projecties.generaties g
  LEFT JOIN (<takken>) f ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY f.aantal DESC, f.keuze
"""

# The facets that ask the same of a row are counted in one look at it.
_TAK = """
        SELECT CASE <welke> END AS facet, coalesce(<namen>) AS keuze, count(*) AS aantal
          FROM (SELECT <kolommen> FROM <tabel> s WHERE <voorwaarden> LIMIT <meeste> + 1) t
         GROUP BY GROUPING SETS (<groepen>)
"""

_PARTIJ = (
    "CASE WHEN s.partij_soort <> 'clientsysteem' THEN s.partij_soort || ':' || s.partij_id END"  # else NULL
)
_GELDIG = "tstzrange(s.van, s.tot) @> %(op)s::timestamptz"

_VAN_STUKKEN = {"baan": "s.baan", "status": "s.status", "partij": _PARTIJ}
_VAN_TERMIJNEN = {
    "soort": "s.soort",
    "status": termijnvragen.STATUS,
    "ernst": "s.ernst",
    "partij": _PARTIJ,
}
_VAN_SIGNALEN = {
    "code": "s.code",
    "status": "CASE WHEN s.tot <= %(op)s THEN 'voorbij' ELSE 'open' END",
    "ernst": "s.ernst",
    "partij": _PARTIJ,
}


@dataclass(frozen=True, slots=True)
class Stukfilter:
    """Which pieces: in a lane, of a party, with a status (None: any)."""

    baan: Baan
    partij: Partij | None = None
    status: Status | None = None


def facetten_van_stukken(
    leesmodel: Leesmodel,
    welke: Stukfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> Facetten:
    """Count the casussen with a piece at T per lane, status and party; raises what `Leesmodel` raises."""
    eerste, laatste = sleutels(welke.baan, None, None)
    waarden = _waarden(bekend, regios, welke.partij) | {
        "op": op, "baan": welke.baan, "status": welke.status, "eerste": eerste, "laatste": laatste,
    }  # fmt: skip
    filters = {"s.baan = %(baan)s": "baan", "s.status = %(status)s": "status"}
    takken = {
        # the key of the index begins with the lane, so that every lane is another part of it
        facet: [
            in_index(soort_bekend(bekend), _GELDIG, sleutel="true" if facet == "baan" else SLEUTEL),
            *vaste(bekend, regios, None if facet == "partij" else welke.partij),
            *gevraagd({sql: getattr(welke, naam) for sql, naam in filters.items() if naam != facet}),
        ]
        for facet in _VAN_STUKKEN
    }
    return _tel(leesmodel, "{stukken}", _VAN_STUKKEN, takken, waarden, bekend)


def facetten_van_termijnen(
    leesmodel: Leesmodel,
    welke: Termijnfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> Facetten:
    """Count the terms that have started at T per soort, status, ernst and party; raises as `Leesmodel`."""
    waarden = termijnvragen.waarden_voor(replace(welke, partij=None), op, bekend, regios)
    takken = {
        facet: [
            *vaste(bekend, regios, zonder.partij),
            *termijnvragen.voorwaarden_voor(zonder, bekend),
        ]
        for facet in _VAN_TERMIJNEN
        for zonder in (_zonder(welke, facet),)
    }
    waarden |= _waarden(bekend, regios, welke.partij)
    return _tel(leesmodel, "{termijnen}", _VAN_TERMIJNEN, takken, waarden, bekend)


def facetten_van_signalen(
    leesmodel: Leesmodel,
    welke: Signaalfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> Facetten:
    """Count the signals that have begun at T per code, status, ernst and party; raises as `Leesmodel`."""
    waarden = _waarden(bekend, regios, welke.partij) | {
        "op": op, "code": welke.code, "ernst": welke.ernst, "van": welke.van, "tot": welke.tot,
    }  # fmt: skip
    takken = {
        facet: [
            *vaste(bekend, regios, zonder.partij),
            *signaalvragen.voorwaarden_voor(zonder, bekend),
        ]
        for facet in _VAN_SIGNALEN
        for zonder in (_zonder(welke, facet),)
    }
    return _tel(leesmodel, "{signalen}", _VAN_SIGNALEN, takken, waarden, bekend)


def _waarden(bekend: Bekend, regios: Collection[str] | None, partij: Partij | None) -> dict[str, Any]:
    """Give the fixed values; the key of the index is that of every party, for one facet asks for them all."""
    soort, naam = (None, None) if partij is None else (partij.soort, partij.id)
    return vaste_waarden(bekend, regios, None) | {"partij_soort": soort, "partij_id": naam}


def _tel(  # noqa: PLR0913, PLR0917 — the parts of one question
    leesmodel: Leesmodel,
    tabel: str,
    kolommen: Mapping[str, str],
    takken: Mapping[str, Sequence[str]],
    waarden: Mapping[str, Any],
    bekend: Bekend,
) -> Facetten:
    samen_geteld: defaultdict[tuple[str, ...], list[str]] = defaultdict(list)
    for facet, voorwaarden in takken.items():
        samen_geteld[tuple(voorwaarden)].append(facet)
    vraag = _FACETTEN.replace(
        "<takken>",
        "        UNION ALL".join(
            samen(
                _TAK,
                voorwaarden,
                welke=" ".join(f"WHEN grouping({facet}) = 0 THEN '{facet}'" for facet in facetten),
                namen=", ".join(facetten),
                kolommen=", ".join(f'({kolommen[facet]}) COLLATE "C" AS {facet}' for facet in facetten),
                tabel=tabel,
                meeste=str(MEESTE),
                groepen=", ".join(f"({facet})" for facet in facetten),
            )
            for voorwaarden, facetten in samen_geteld.items()
        ),
    )
    keuzes: dict[str, dict[str, int]] = {facet: {} for facet in kolommen}
    bekeken = dict.fromkeys(kolommen, 0)  # with those that are no choice
    for _, facet, keuze, aantal in leesmodel.vraag(vraag, waarden, bekend):
        if facet is not None:
            bekeken[facet] += aantal
            if keuze is not None:
                keuzes[facet][keuze] = aantal
    return {facet: Geteld(per, None if bekeken[facet] <= MEESTE else MEESTE) for facet, per in keuzes.items()}


def _zonder(welke: _Filter, facet: str) -> _Filter:
    """Give the filter without the choice of one facet."""
    zonder: dict[str, Any] = {facet: None}
    return replace(welke, **zonder)
