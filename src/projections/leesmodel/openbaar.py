"""The figures as they may leave the organisation: without small numbers (rulebook 8; 002).

Weighed together is what belongs to one answer and its other forms: per party and per status at the same
moment, per month and kwartaal and year. Answers at another T or K are not: what changes between two moments
is somebody's to see who may ask at every moment.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import groupby
from operator import attrgetter
from typing import Any

from ledger.tijd import begin_van, lokale_datum
from projections.leesmodel.antwoorden import Bekend, Telling
from projections.leesmodel.registratievertraging import Registratievertraging
from projections.leesmodel.signaalcijfers import Signaaltelling
from projections.leesmodel.termijncijfers import (
    BinnenTermijn,
    Cijfervraag,
    Doorlooptijd,
    Periodestap,
    binnen_termijn,
)
from projections.leesmodel.vragen import Leesmodel
from projections.rapporten.onderdrukking import KLEINSTE_GETOONDE, onderdruk, onderdruk_jaar

_MAANDEN: Mapping[Periodestap, int] = {"maand": 1, "kwartaal": 3, "jaar": 12}
_REGEL: Mapping[Periodestap, int] = {"maand": 0, "kwartaal": 12, "jaar": 16}
_UITKOMSTEN = ("gehaald", "te_laat", "verstreken", "open", "vervallen")


def openbare_tellingen(tellingen: Iterable[Telling]) -> list[Telling]:
    """Give the counts without small ones; at each moment what they add up to is known from other counts."""
    uit = []
    for _, groep in groupby(tellingen, key=attrgetter("moment")):
        van_een = list(groep)
        getoond = onderdruk([[telling.aantal or 0] for telling in van_een])
        uit += [replace(telling, aantal=rij[0]) for telling, rij in zip(van_een, getoond, strict=False)]
    return uit


def openbare_doorlooptijden(regels: Iterable[Doorlooptijd]) -> list[Doorlooptijd]:
    """Give times over five stretches or more; how many there were stands among the terms, if it may."""
    return [
        replace(regel, gemeten=None, loopt=None)
        if (regel.gemeten or 0) >= KLEINSTE_GETOONDE
        else replace(regel, gemeten=None, loopt=None, mediaan_s=None, p90_s=None)
        for regel in regels
    ]


def openbare_vertraging(regels: Iterable[Registratievertraging]) -> list[Registratievertraging]:
    """Give numbers and times over five acts or more."""
    return [
        regel
        if (regel.aantal or 0) >= KLEINSTE_GETOONDE
        else replace(regel, aantal=None, mediaan_s=None, p90_s=None)
        for regel in regels
    ]


def openbare_signaaltellingen(regels: Iterable[Signaaltelling]) -> list[Signaaltelling]:
    """Give numbers over five cases or more, in an order that does not tell which of the others is larger."""
    uit = [
        regel if (regel.casussen or 0) >= KLEINSTE_GETOONDE else replace(regel, aantal=None, casussen=None)
        for regel in regels
    ]
    return sorted(uit, key=lambda een: (-(een.casussen or 0), een.regio, str(een.partij), een.code))


def openbaar_binnen_termijn(
    leesmodel: Leesmodel,
    welke: Cijfervraag,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> tuple[int, list[BinnenTermijn]]:
    """Count as `binnen_termijn`, without small numbers.

    What is left out is the same whichever part of a year and whichever step is asked for: whole years are
    weighed, in local time. Of a period that lies only partly between `van` and `tot` nothing is shown: of two
    that differ by a day, the difference would be a day.
    """
    eerste, laatste = lokale_datum(welke.van).year, lokale_datum(welke.tot).year
    heel = replace(
        welke, van=begin_van(date(eerste, 1, 1)), tot=begin_van(date(laatste + 1, 1, 1)), stap="maand"
    )
    positie, regels = binnen_termijn(leesmodel, heel, op=op, bekend=bekend, regios=regios)
    groepen: defaultdict[tuple[object, ...], list[BinnenTermijn]] = defaultdict(list)
    for regel in regels:
        jaar = lokale_datum(regel.begin).year
        groepen[regel.ernst, regel.soort, regel.partij, jaar].append(regel)
    return positie, [uit for groep in groepen.values() for uit in _jaar(groep, welke)]


def _jaar(groep: Sequence[BinnenTermijn], welke: Cijfervraag) -> Iterator[BinnenTermijn]:
    """Give the lines of one soort and party in one year, for the periods in which something began."""
    per_maand = {lokale_datum(regel.begin).month: regel for regel in groep}
    jaar = lokale_datum(groep[0].begin).year
    getoond = onderdruk_jaar(
        [[getattr(per_maand.get(maand), naam, 0) for naam in _UITKOMSTEN] for maand in range(1, 13)]
    )
    lengte = _MAANDEN[welke.stap]
    for nummer in range(12 // lengte):
        maanden = range(nummer * lengte + 1, (nummer + 1) * lengte + 1)
        begin = begin_van(date(jaar, maanden[0], 1))
        einde = begin_van(date(jaar + maanden[-1] // 12, maanden[-1] % 12 + 1, 1))
        if per_maand.keys() & set(maanden) and begin < welke.tot and einde > welke.van:
            heel = welke.van <= begin and einde <= welke.tot
            *aantallen, totaal = getoond[_REGEL[welke.stap] + nummer] if heel else [None] * 6
            velden: dict[str, Any] = dict(zip(_UITKOMSTEN, aantallen, strict=True))
            yield replace(groep[0], begin=begin, totaal=totaal, **velden)
