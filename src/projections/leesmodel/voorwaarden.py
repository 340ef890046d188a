"""Conditions that the questions about terms, signals and pieces share, on a table under the name `s`.

A question is put together from the conditions that were asked for and no others: then the plan is one for
what was asked. Nothing of a user's text stands in it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.kennis import bekend_op, soort_bekend, waarden_bekend
from projections.leesmodel.tabellen import PARTIJSLEUTELS, partijsleutel

IN_PERIODE = "s.{kolom} >= %(van)s AND s.{kolom} < %(tot)s"

GEPARKEERD = """
EXISTS (SELECT FROM projecties.geparkeerd p WHERE p.generatie = g.generatie AND p.casus = s.casus)
""".strip()

_REGIOS = "s.regio = ANY (%(regios)s::text[])"
_PARTIJ = "s.partij_soort = %(partij_soort)s AND s.partij_id = %(partij_id)s"


def gevraagd(voorwaarden: Mapping[str, Any]) -> list[str]:
    """Give the conditions of which the value is not None."""
    return [voorwaarde for voorwaarde, waarde in voorwaarden.items() if waarde is not None]


def vaste(bekend: Bekend, regios: Collection[str] | None, partij: Partij | None) -> list[str]:
    """Give what every question asks: known at K, in these regions, of this party."""
    return [bekend_op(soort_bekend(bekend)), *gevraagd({_REGIOS: regios, _PARTIJ: partij})]


def vaste_waarden(bekend: Bekend, regios: Collection[str] | None, partij: Partij | None) -> dict[str, Any]:
    """Give the values for `vaste` and for `kennis.in_index`."""
    soort, naam = (None, None) if partij is None else (partij.soort, partij.id)
    eerste = 0 if partij is None else partijsleutel(soort, naam)
    return {
        **waarden_bekend(bekend),
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
