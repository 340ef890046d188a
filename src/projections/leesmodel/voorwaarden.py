"""Conditions that the questions about terms, signals and pieces share, on a table under the name `s`.

A question is put together from the conditions that were asked for and no others: then the plan is one for
what was asked. Nothing of a user's text stands in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend, TotPositie
from projections.leesmodel.tabellen import PARTIJSLEUTELS, partijsleutel
from projections.leesmodel.vragen_sql import KENNIS_TOT_POSITIE, bekend_in_index, soort_bekend, tot_positie

IN_PERIODE = "s.{kolom} >= %(van)s AND s.{kolom} < %(tot)s"

GEPARKEERD = """
EXISTS (SELECT FROM projecties.geparkeerd p WHERE p.generatie = g.generatie AND p.casus = s.casus)
""".strip()

_BEKEND = {
    "nu": "s.bekend_tot_positie IS NULL",
    "positie": "s.bekend_van_positie <= %(bekend)s"
    " AND (s.bekend_tot_positie > %(bekend)s OR s.bekend_tot_positie IS NULL)",
    "tijd": "s.bekend_van <= %(bekend)s AND (s.bekend_tot > %(bekend)s OR s.bekend_tot IS NULL)",
    "tijd tot positie": KENNIS_TOT_POSITIE.format(moment="bekend"),
}

# As the indexes have it, party first; which range stands between is told by who asks.
_IN_INDEX = {
    "positie": "int8range(s.bekend_van_positie, s.bekend_tot_positie) @> %(bekend_in_index)s::bigint",
    "tijd": "tstzrange(s.bekend_van, s.bekend_tot) @> %(bekend_in_index)s::timestamptz",
    "tijd tot positie": KENNIS_TOT_POSITIE.format(moment="bekend_in_index"),
}
_SLEUTEL = "int4range(s.sleutel, s.sleutel, '[]') && int4range(%(eerste)s, %(laatste)s)"

_REGIOS = "s.regio = ANY (%(regios)s::text[])"
_PARTIJ = "s.partij_soort = %(partij_soort)s AND s.partij_id = %(partij_id)s"


def bekend_op(bekend: Bekend) -> str:
    """Give the condition that a row is known at K."""
    return _BEKEND[soort_bekend(bekend)]


def in_index(bekend: Bekend, geldig: str) -> list[str]:
    """Give the conditions by which an index on party, validity and knowledge finds rows."""
    soort = soort_bekend(bekend)
    return [_SLEUTEL, geldig, _IN_INDEX["positie" if soort == "nu" else soort]]


def gevraagd(voorwaarden: Mapping[str, Any]) -> list[str]:
    """Give the conditions of which the value is not None."""
    return [voorwaarde for voorwaarde, waarde in voorwaarden.items() if waarde is not None]


def vaste(bekend: Bekend, regios: Collection[str] | None, partij: Partij | None) -> list[str]:
    """Give what every question asks: known at K, in these regions, of this party."""
    return [bekend_op(bekend), *gevraagd({_REGIOS: regios, _PARTIJ: partij})]


def vaste_waarden(bekend: Bekend, regios: Collection[str] | None, partij: Partij | None) -> dict[str, Any]:
    """Give the values for `vaste` and `in_index`."""
    soort, naam = (None, None) if partij is None else (partij.soort, partij.id)
    eerste = 0 if partij is None else partijsleutel(soort, naam)
    return {
        "bekend": bekend.moment if isinstance(bekend, TotPositie) else bekend,
        "tot_positie": tot_positie(bekend),
        "bekend_in_index": bekend_in_index(bekend),
        "regios": None if regios is None else list(regios),
        "partij_soort": soort,
        "partij_id": naam,
        "eerste": eerste,
        "laatste": PARTIJSLEUTELS if partij is None else eerste + 1,
    }


def samen(vraag: str, voorwaarden: Iterable[str], **vervangingen: str) -> str:
    """Put a question together: `<voorwaarden>` and the other places between angle brackets."""
    for plaats, tekst in {"voorwaarden": "\n           AND ".join(voorwaarden), **vervangingen}.items():
        vraag = vraag.replace(f"<{plaats}>", tekst)
    return vraag
