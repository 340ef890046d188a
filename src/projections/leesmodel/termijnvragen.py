"""Terms across cases: which, of whom, due when, and what each is at T, as known at K.

What a term is at T is worked out in the statement (`projecties.termijnstatus`), so a term lapses by itself.
Everywhere `bekend`, `op` and `regios` are as in `vragen`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.kennis import in_index, soort_bekend
from projections.leesmodel.rijsoorten import TERMIJNEN, termijn_van
from projections.leesmodel.voorwaarden import GEPARKEERD, gevraagd, samen, vaste, vaste_waarden
from projections.leesmodel.vragen import Leesmodel
from projections.termijnen import Ernst, Termijn, Termijnstatus

_KOLOMMEN = [kolom for kolom, _ in TERMIJNEN.kolommen if kolom not in {"kenmerk", "sleutel"}]

# By deadline; those without one come last.
_VOLGORDE = "coalesce(s.uiterlijk, 'infinity'), s.casus, s.kenmerk"

_TERMIJNEN = """
SELECT g.positie, s.casus, s.regio, <geparkeerd>, s.kenmerk, <kolommen>
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT * FROM {termijnen} s
         WHERE <voorwaarden>
         ORDER BY <volgorde>
         LIMIT %(limiet)s
       ) s ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY <volgorde>
"""

STATUS = "projecties.termijnstatus(%(op)s, s.gestart_op, s.uiterlijk, s.gehaald_op, s.vervallen_op)"

# The same as STATUS, a status at a time: what still asks for attention as its index has it, the others on
# columns of which the planner knows how often they are filled.
_PERIODE = "projecties.{status}(s.gestart_op, s.uiterlijk, s.gehaald_op, s.vervallen_op)"
_OPEN = _PERIODE.format(status="open") + " @> %(op)s::timestamptz"
_VERSTREKEN = "NOT isempty({periode}) AND {periode} @> %(op)s::timestamptz".format(
    periode=_PERIODE.format(status="verstreken")
)
_MET_STATUS: Mapping[Termijnstatus, str] = {
    "gehaald": "s.gehaald_op <= %(op)s AND s.gehaald_op < coalesce(s.uiterlijk, 'infinity')",
    "te-laat": "s.gehaald_op <= %(op)s AND s.gehaald_op >= s.uiterlijk",
    "vervallen": "s.vervallen_op <= %(op)s AND s.vervallen_op < coalesce(s.uiterlijk, 'infinity')",
}
_VERDER = (
    f"({_VOLGORDE}) > (coalesce(%(na_uiterlijk)s::timestamptz, 'infinity'), %(na_casus)s, %(na_kenmerk)s)"
)


class Termijnplaats(NamedTuple):
    """Where a page ended: deadline, casus and mark of its last term."""

    uiterlijk: datetime | None
    casus: UUID
    kenmerk: int


@dataclass(frozen=True, slots=True)
class Casustermijn:
    """A term, of which casus, and whether that casus waits for repair."""

    casus: UUID
    regio: str
    geparkeerd: bool
    termijn: Termijn


@dataclass(frozen=True, slots=True)
class Termijnbladzijde:
    """One page, in order of deadline, those without one last; `volgende` is the cursor, None on the last."""

    positie: int
    regels: tuple[Casustermijn, ...]
    volgende: Termijnplaats | None


@dataclass(frozen=True, slots=True)
class Termijnfilter:
    """Which terms; None asks for any. Due from `uiterlijk_van` until before `uiterlijk_tot` (UTC).

    The deadline asked for is the last one, also where a postponement came after T. `onafgedaan`: only what is
    open or has lapsed at T; `soorten` are several at once, as patterns of LIKE.
    """

    soort: str | None = None
    partij: Partij | None = None
    status: Termijnstatus | None = None
    ernst: Ernst | None = None
    uiterlijk_van: datetime | None = None
    uiterlijk_tot: datetime | None = None
    onafgedaan: bool = False
    soorten: Sequence[str] | None = None


def termijnen(  # noqa: PLR0913 — what, when, as known when, by whom, and which page
    leesmodel: Leesmodel,
    welke: Termijnfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
    na: Termijnplaats | None = None,
    limiet: int = 100,
) -> Termijnbladzijde:
    """Give a page of the terms that have started at T, as known at K; each is judged by its own `status(op)`.

    Raises what `Leesmodel` raises.
    """
    waarden = waarden_voor(welke, op, bekend, regios) | {
        "na_uiterlijk": na and na.uiterlijk,
        "na_casus": na and na.casus,
        "na_kenmerk": na and na.kenmerk,
        "limiet": limiet + 1,
    }
    voorwaarden = [*vaste(bekend, regios, welke.partij), *voorwaarden_voor(welke, bekend, na)]
    vraag = samen(
        _TERMIJNEN,
        voorwaarden,
        volgorde=_VOLGORDE,
        geparkeerd=GEPARKEERD,
        kolommen=", ".join(f"s.{kolom}" for kolom in _KOLOMMEN),
    )
    rijen = leesmodel.vraag(vraag, waarden, bekend)
    gevonden = [
        (kenmerk, Casustermijn(casus, regio, geparkeerd, termijn_van(*rest)))
        for _, casus, regio, geparkeerd, kenmerk, *rest in rijen
        if casus is not None
    ]
    volgende = None
    if len(gevonden) > limiet:
        kenmerk, laatste = gevonden[limiet - 1]
        volgende = Termijnplaats(laatste.termijn.uiterlijk, laatste.casus, kenmerk)
    return Termijnbladzijde(rijen[0][0], tuple(regel for _, regel in gevonden[:limiet]), volgende)


def waarden_voor(
    welke: Termijnfilter, op: datetime, bekend: Bekend, regios: Collection[str] | None
) -> dict[str, Any]:
    """Give the values for the conditions of a question about terms."""
    return vaste_waarden(bekend, regios, welke.partij) | {
        "op": op,
        "soort": welke.soort,
        "soorten": None if welke.soorten is None else list(welke.soorten),
        "ernst": welke.ernst,
        "uiterlijk_van": welke.uiterlijk_van,
        "uiterlijk_tot": welke.uiterlijk_tot,
    }


def voorwaarden_voor(welke: Termijnfilter, bekend: Bekend, na: Termijnplaats | None = None) -> list[str]:
    """Give the conditions of a question about terms that have started at T."""
    voorwaarden = [
        "s.gestart_op <= %(op)s",
        *gevraagd(
            {
                "s.soort = %(soort)s": welke.soort,
                "s.soort LIKE ANY (%(soorten)s::text[])": welke.soorten,
                "s.ernst = %(ernst)s": welke.ernst,
                "coalesce(s.uiterlijk, 'infinity') >= %(uiterlijk_van)s": welke.uiterlijk_van,
                "coalesce(s.uiterlijk, 'infinity') < %(uiterlijk_tot)s": welke.uiterlijk_tot,
                _VERDER: na,
            }
        ),
    ]
    soort = soort_bekend(bekend)
    if welke.onafgedaan:
        voorwaarden.append(f"({in_index(soort, _OPEN)} OR {in_index(soort, _VERSTREKEN)})")
    match welke.status:
        case None:
            pass
        case "open":
            voorwaarden.append(in_index(soort, _OPEN))
        case "verstreken":
            voorwaarden.append(in_index(soort, _VERSTREKEN))
        case _:
            voorwaarden.append(_MET_STATUS[welke.status])
    return voorwaarden
