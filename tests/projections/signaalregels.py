"""Signals of a story as lines of text, to compare them with."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from tests.verhaal import (
    GEZIN,
    GGZ,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    Regel,
    afspraken,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    directe_veiligheid,
    handeling,
    lokaal,
    melding,
    overdracht,
    regie,
)

from ledger import agreements
from ledger.acts.dienst import Voorwaarde, VoorwaardenGesteld
from ledger.acts.lokaal_team import VeiligheidsplanVastgesteld
from ledger.acts.melding import DirectbetrokkenenGeinformeerd, MelderGeinformeerd
from ledger.acts.monitoring import MonitorcontactGelegd
from ledger.acts.overdracht import Monitorafspraken
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from ledger.tijd import AMSTERDAM
from projections.beloop import Beloop
from projections.signalen import Signaal, beoordeeld_op, maak_signalen
from projections.termijnen import maak_termijnen
from projections.tijdlijn import bekend_op, maak_tijdlijn
from projections.zicht.verloop import verloop

_KORT = {VT: "VT", WEST: "WEST", OOST: "OOST", GGZ: "GGZ", GEZIN: "GEZIN", None: "niemand"}


def alle_signalen(
    verteld: Sequence[Gebeurtenis],
    *,
    bekend: str | None = None,
    volgens: str = agreements.STANDAARD,
    **lezingen: str,
) -> tuple[Signaal, ...]:
    """Every signal of the story as known at local time `bekend` (None: all)."""
    bekende = bekend_op(verteld, None if bekend is None else lokaal(bekend))
    return vouw(bekende, staande_feiten(bekende), afspraken(volgens, **lezingen))


def vouw(bekende: Sequence[Gebeurtenis], feiten: Sequence[Feit], afgesproken) -> tuple[Signaal, ...]:
    """Fold the acts into signals, by way of everything that those rest on."""
    beloop = Beloop(feiten, verloop(feiten, afgesproken), afgesproken)
    banen = maak_tijdlijn(bekende, afgesproken).banen
    termijnen = maak_termijnen(bekende, beloop)
    return maak_signalen(beloop, banen, termijnen)


def regel_van(signaal: Signaal) -> str:
    """A signal as "#3 WEST 2020-03-09 14:00 tot 2020-03-10 09:00"; one that goes on ends in "…"."""
    tot = "…" if signaal.tot is None else f"tot {_moment(signaal.tot)}"
    return f"#{signaal.volgnummer} {_KORT[signaal.partij]} {_moment(signaal.van)} {tot}"


def signalen(code: str, verteld: Sequence[Gebeurtenis], *, op: str | None = None, **rest: str) -> list[str]:
    """The signals of this code, one line each; judged at local time `op` if that is given."""
    gevonden = alle_signalen(verteld, **rest)
    if op is not None:
        gevonden = beoordeeld_op(gevonden, lokaal(op))
    return [regel_van(signaal) for signaal in gevonden if signaal.code == code]


def zinnen(code: str, verteld: Sequence[Gebeurtenis]) -> list[str]:
    """The sentences of the signals of this code."""
    return [signaal.toelichting for signaal in alle_signalen(verteld) if signaal.code == code]


def _moment(instant) -> str:
    return instant.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")


# --- two stories in which nothing is wrong, and how to tell them otherwise -----------------------------


def met(regel: Regel, **velden: Any) -> Regel:
    """The same line, with these fields otherwise."""
    return replace(regel, act=type(regel.act)(**{**dict(regel.act), **velden}))


def anders(verteld: Sequence[Regel], nummer: int, *regels: Regel) -> list[Regel]:
    """The same story with these lines instead of line `nummer`."""
    return [*verteld[: nummer - 1], *regels, *verteld[nummer:]]


def geinformeerd(door=VT, over="overdracht", wijze="brief", personen=None, *, op: str) -> Regel:
    act = DirectbetrokkenenGeinformeerd(door=door, over=over, wijze=wijze, personen=personen)
    return handeling(act, op=op)


def melder_gehoord(nummer="m1", na="overdracht", *, op: str) -> Regel:
    return handeling(MelderGeinformeerd(melding=nummer, na=na), op=op)


def voorwaarden(*, op: str) -> Regel:
    gesteld = (Voorwaarde(id="v1", prioriteit=1, voor=("p1",)),)
    return handeling(VoorwaardenGesteld(voorwaarden=gesteld), op=op)


def plan(door=WEST, zonder=(), *, op: str) -> Regel:
    delen = tuple(deel for deel in PLANDELEN if deel not in zonder)
    return handeling(VeiligheidsplanVastgesteld(door=door, onderdelen=delen, evaluatiemomenten=()), op=op)


def monitorcontact(oordeel="direct-veilig", *, op: str) -> Regel:
    return handeling(
        MonitorcontactGelegd(met=(WEST,), voorwaarden_voldaan=True, oordeel=oordeel, vervolg=()), op=op
    )


def direct(nummer="o1", *, aan=WEST, op: str, **velden: Any) -> Regel:
    """A handover directly after the assessment, with every part of §6.1.4."""
    return met(overdracht(nummer, aan=aan, op=op), onderdelen=ONDERDELEN_DIRECT, **velden)


PLANDELEN = (
    "vertaling-voorwaarden", "termijnen", "consequenties", "risicofactoren", "hulp-en-behandeling",
    "evaluatiemomenten",
)  # fmt: skip
"""§7.2, written out once more."""
ONDERDELEN_DIRECT = (
    "naw", "overdrachtspartij", "melder", "samenvatting-melding", "grootste-zorg",
    "reactie-directbetrokkenen", "contact-geweest", "besluit-en-afwegingen", "verwachtingen",
    "advies-en-aandachtspunten", "verrijking",
)  # fmt: skip
"""§6.1.4, written out once more."""
MONITORAFSPRAKEN = Monitorafspraken(
    eerste_contact_op=date(2020, 7, 1), met=(WEST,), wijze="telefoon", toets_op=("voorwaarden",)
)

GOED_DIRECT = (
    melding("m1", op="2020-03-02 09:00"),
    beoordeling("overdracht", conclusie=7, op="2020-03-05 10:00"),
    direct("o1", op="2020-03-05 11:00"),
    geinformeerd(op="2020-03-05 12:00"),
    melder_gehoord(op="2020-03-05 12:00"),
    bevestigd("o1", door=WEST, op="2020-03-09 14:00"),
)
"""#1 to #6: WEST holds by a direct handover from 9 March 14:00, and nothing is wrong for eight weeks."""

GOED_NA_DIENST = (
    melding("m1", op="2020-03-02 09:00"),
    beoordeling("dienst", op="2020-03-04 10:00"),
    dienst(op="2020-03-04 11:00"),
    voorwaarden(op="2020-03-20 15:00"),
    directe_veiligheid(score=7, op="2020-04-10 10:00"),
    melder_gehoord(na="dienst", op="2020-04-14 10:00"),
    regie(door=WEST, op="2020-04-15 13:00"),
    plan(op="2020-04-15 13:00"),
    met(overdracht("o1", aan=WEST, fase=NA_DIENST, op="2020-04-15 13:00"), monitorafspraken=MONITORAFSPRAKEN),
    contact(door=WEST, op="2020-04-16 10:00"),
)
"""#1 to #10: WEST holds after a dienst from 15 April 13:00, and nothing is wrong for eight weeks."""
