"""Terms of a story as lines of text, to compare them with."""

from collections.abc import Sequence

from tests.verhaal import GEMEENTE, GGZ, OOST, VT, WEST, afspraken, lokaal

from ledger import agreements
from ledger.corrections import staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from ledger.tijd import AMSTERDAM
from projections.beloop import Beloop
from projections.termijnen import Termijn, maak_termijnen
from projections.tijdlijn import bekend_op
from projections.zicht.verloop import verloop

_KORT = {VT: "VT", WEST: "WEST", OOST: "OOST", GGZ: "GGZ", GEMEENTE: "GEMEENTE"}


def alle_termijnen(
    verteld: Sequence[Gebeurtenis],
    *,
    bekend: str | None = None,
    volgens: str = agreements.STANDAARD,
    **lezingen: str,
) -> tuple[Termijn, ...]:
    """Every term of the story as known at local time `bekend` (None: all)."""
    bekende = bekend_op(verteld, None if bekend is None else lokaal(bekend))
    feiten = staande_feiten(bekende)
    afgesproken = afspraken(volgens, **lezingen)
    return maak_termijnen(bekende, Beloop(feiten, verloop(feiten, afgesproken), afgesproken))


def regel_van(termijn: Termijn, op: str) -> str:
    """A term judged at local time `op`: "#1 VT tot 2020-03-10: gehaald door #2 op 2020-03-05 10:00"."""
    ruw = termijn.als_dict(lokaal(op))
    tot = "" if ruw["uiterlijk"] is None else f" tot {_moment(ruw['uiterlijk'])}"
    door = ""
    if ruw["gehaaldOp"] is not None:
        door = f" door #{ruw['gehaaldDoor']} op {_moment(ruw['gehaaldOp'])}"
    return f"#{termijn.volgnummer} {_KORT[termijn.partij]}{tot}: {ruw['status']}{door}"


def termijnen(soort: str, verteld: Sequence[Gebeurtenis], *, op: str | None = None, **rest: str) -> list[str]:
    """The terms of this soort that there are at local time `op` (None: when it is known), one line each."""
    moment = op or rest["bekend"]
    return [
        regel_van(termijn, moment)
        for termijn in alle_termijnen(verteld, **rest)
        if termijn.soort == soort and termijn.status(lokaal(moment)) is not None
    ]


def _moment(instant: str) -> str:
    return lokaal(instant).astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
