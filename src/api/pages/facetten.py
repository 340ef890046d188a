"""The choices beside a list across cases: each a permanent link, with how many lines it leaves."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.http.params import Vraag
from api.pages.weergave import met_vraag
from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend, TotPositie
from projections.leesmodel.facetten import Facetten
from projections.zinnen import naam

_BLADEN = {"cursor", "na", "page_size", "limiet", "vanaf_positie"}  # where in a list, not which list
_GETOOND = 12
"""Of a long facet the choices with the most lines; the others can be chosen by their address."""


@dataclass(frozen=True, slots=True)
class Keuze:
    """A choice: its name, how many lines it leaves as text, its link (None: no choice), whether it holds."""

    titel: str
    aantal: str
    link: str | None
    gekozen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to choose; `meer` choices are not shown; of more than `boven` lines none is counted."""

    titel: str
    keuzes: Sequence[Keuze]
    meer: int = 0
    boven: int | None = None


@dataclass(frozen=True, slots=True)
class Facetsoort:
    """What a facet is called, and its choices; `vast` is one that always has a choice (its default)."""

    titel: str
    zegt: Callable[[str], str]
    vast: str | None = None


def volgens(namen: Mapping[Any, str]) -> Callable[[str], str]:
    """Say a choice by a table of names that has every one of them."""
    return namen.__getitem__


def gekozen(vraag: Vraag) -> dict[str, Any]:
    """Give what a question asks, as its link has it: without what it asks by default, and from the start."""
    return {
        veld.alias or naam_: waarde
        for naam_, veld in type(vraag).model_fields.items()
        if naam_ not in _BLADEN and (waarde := getattr(vraag, naam_)) != veld.default
    }


def facetten(
    pad: str, vraag: Mapping[str, Any], soorten: Mapping[str, Facetsoort], geteld: Facetten
) -> list[Facet]:
    """Make the facets of a page; a choice that holds leads to the list without it."""
    uit = []
    for facet, soort in soorten.items():
        nu = str(vraag.get(facet) or soort.vast or "")
        per, boven = geteld[facet]
        namen = sorted(per, key=lambda keuze: keuze != nu)
        # what was chosen stays to be seen, and to be undone, also where nothing is left of it
        alle = namen if not nu or nu in per else [nu, *namen]
        keuzes = [
            Keuze(
                soort.zegt(keuze),
                str(per.get(keuze, 0)) if boven is None else "",
                met_vraag(pad, {**vraag, facet: None if keuze in {nu, soort.vast} else keuze}),
                keuze == nu,
            )
            for keuze in alle[:_GETOOND]
        ]
        if keuzes:
            uit.append(Facet(soort.titel, keuzes, len(alle) - len(keuzes), boven))
    return uit


def partijnaam(tekst: str) -> str:
    """Say who a party is that is written as soort:id."""
    soort, _, kenmerk = tekst.partition(":")
    return naam(Partij.model_validate({"soort": soort, "id": kenmerk}))


def kennis_van(bekend: datetime | int | None, positie: int) -> Bekend:
    """Give the K at which facets are counted: that of the answer beside them, to the position."""
    if isinstance(bekend, datetime):
        return TotPositie(bekend, positie)
    return positie if bekend is None else bekend
