"""Where two timelines of one casus differ, piece by piece, and which act made it so.

Two moments of knowledge: what was believed then, what is known now, and the act that changed it. Two
readings: what each set of agreements makes of the same acts, by which rule, resting on which act.
Source: contract `timeline`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.agreements import Afspraken
from ledger.gebeurtenis import Gebeurtenis
from projections.stuk import BANEN, Baan, Stuk, instant_als_tekst, stuk_op
from projections.tijdlijn import Tijdlijn, maak_tijdlijn


@dataclass(frozen=True, slots=True)
class Onderscheid:
    """An interval `[van, tot)` in which side a shows another party or status than side b.

    Open when `tot` is None. `a` and `b` are the pieces that cover it (None: nobody); `oorzaken` are the
    volgnummers of the acts that made the difference.
    """

    van: datetime
    tot: datetime | None
    a: Stuk | None
    b: Stuk | None
    oorzaken: tuple[int, ...]

    def als_dict(self) -> dict[str, Any]:
        """Give the interval as JSON, the acts by volgnummer."""
        return {
            "van": instant_als_tekst(self.van),
            "tot": None if self.tot is None else instant_als_tekst(self.tot),
            "a": None if self.a is None else self.a.als_dict(),
            "b": None if self.b is None else self.b.als_dict(),
            "oorzaken": list(self.oorzaken),
        }


Verschil = Mapping[Baan, Sequence[Onderscheid]]
"""The intervals per lane, in order of time; a lane without difference is there and empty."""


def verschil_in_kennis(eerder: Sequence[Gebeurtenis], daarna: Sequence[Gebeurtenis]) -> Verschil:
    """Compare what was known with what became known after it.

    `eerder` are the acts known at the first moment, `daarna` those recorded between the two, in order of
    volgnummer. The cause of a difference is the act whose recording last changed what the interval shows.
    Each timeline is judged by the casus's own agreements, as they followed from what was known.
    """
    tijdlijnen = [maak_tijdlijn([*eerder, *daarna[:aantal]]) for aantal in range(len(daarna) + 1)]
    nummers = [gebeurtenis.volgnummer for gebeurtenis in daarna]
    return {baan: _voeg_samen(_veranderd([een.banen[baan] for een in tijdlijnen], nummers)) for baan in BANEN}


def verschil_in_lezing(a: Tijdlijn, b: Tijdlijn) -> Verschil:
    """Compare two readings of the same acts; the causes are the acts that the two pieces rest on."""
    return {baan: _voeg_samen(_anders_gelezen(a.banen[baan], b.banen[baan])) for baan in BANEN}


def andere_houders(a: Tijdlijn, b: Tijdlijn) -> list[Onderscheid]:
    """Give the intervals in which two readings give different holders of zicht, both rules named."""
    return [een for een in verschil_in_lezing(a, b)["zicht"] if _andere_houder(een)]


def andere_houders_in_kennis(
    eerder: Sequence[Gebeurtenis], daarna: Sequence[Gebeurtenis]
) -> list[Onderscheid]:
    """Give the intervals for which later knowledge gives another holder of zicht, and the act that did."""
    return [een for een in verschil_in_kennis(eerder, daarna)["zicht"] if _andere_houder(een)]


def _andere_houder(een: Onderscheid) -> bool:
    return (een.a and een.a.vertoon.partij) != (een.b and een.b.vertoon.partij)


def andere_parameters(a: Afspraken, b: Afspraken) -> list[dict[str, Any]]:
    """Give every reading, term and list of parts in which two sets differ, with both values."""
    return [
        {"parameter": f"{deel}.{naam}", "a": waarde, "b": rechts[naam]}
        for deel in ("lezingen", "termijnen", "documenten")
        for links, rechts in [(_waarden(getattr(a, deel)), _waarden(getattr(b, deel)))]
        for naam, waarde in links.items()
        if waarde != rechts[naam]
    ]


def _waarden(deel: Any) -> dict[str, Any]:
    ruw = deel.model_dump(by_alias=False)
    return {
        naam: sorted(waarde) if isinstance(waarde, frozenset | tuple) else waarde
        for naam, waarde in ruw.items()
    }


def _veranderd(reeks: Sequence[Sequence[Stuk]], nummers: Sequence[int]) -> Iterator[Onderscheid]:
    """Compare the first of a series of lanes with the last; those between tell which step did it."""
    for van, tot in _delen(reeks):
        stukken = [stuk_op(lane, van) for lane in reeks]
        if _zelfde(stukken[0], stukken[-1]):
            continue
        stap = max(i for i in range(1, len(stukken)) if not _zelfde(stukken[i - 1], stukken[i]))
        yield Onderscheid(van, tot, stukken[0], stukken[-1], (nummers[stap - 1],))


def _anders_gelezen(a: Sequence[Stuk], b: Sequence[Stuk]) -> Iterator[Onderscheid]:
    for van, tot in _delen([a, b]):
        links, rechts = stuk_op(a, van), stuk_op(b, van)
        if not _zelfde(links, rechts):
            rust_op = {stuk.reden.volgnummer for stuk in (links, rechts) if stuk is not None}
            yield Onderscheid(van, tot, links, rechts, tuple(sorted(rust_op)))


def _zelfde(a: Stuk | None, b: Stuk | None) -> bool:
    return (a and a.vertoon) == (b and b.vertoon)


def _delen(reeks: Iterable[Sequence[Stuk]]) -> Iterator[tuple[datetime, datetime | None]]:
    """Cut time at every instant at which one of the lanes changes; the last part is open."""
    alle = [stuk for lane in reeks for stuk in lane]
    grenzen = sorted({stuk.van for stuk in alle} | {stuk.tot for stuk in alle if stuk.tot is not None})
    for plaats, van in enumerate(grenzen):
        yield van, grenzen[plaats + 1] if plaats + 1 < len(grenzen) else None


def _voeg_samen(delen: Iterable[Onderscheid]) -> tuple[Onderscheid, ...]:
    """Join neighbours that differ in the same way for the same reason."""
    samen: list[Onderscheid] = []
    for deel in delen:
        vorig = samen[-1] if samen else None
        if (
            vorig is not None
            and vorig.tot == deel.van
            and (vorig.a, vorig.b, vorig.oorzaken) == (deel.a, deel.b, deel.oorzaken)
        ):
            samen[-1] = Onderscheid(vorig.van, deel.tot, deel.a, deel.b, deel.oorzaken)
        else:
            samen.append(deel)
    return tuple(samen)
