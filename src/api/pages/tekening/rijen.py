"""Handovers, terms and signals as lines, packed into as few rows as they need."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from api.pages.overdrachten import Overdracht
from api.pages.tekening.schaal import Schaal
from api.pages.tekening.vormen import Rijenbeeld, Streep
from api.pages.zeggen import AFLOOPNAMEN
from projections.signalen import Signaal
from projections.termijnen import Termijn
from projections.zegswijzen import termijnnaam
from projections.zinnen import naam, tijdstip

_OPSCHRIFT = 15.0
_RIJ = 15.0
_MEESTE_RIJEN = 12
_NUMMERBREEDTE = 20.0
_LUCHT = 6.0
_STAARTJE = 14.0
_LETTER = 5.8


def teken_overdrachten(
    overdrachten: Sequence[Overdracht], schaal: Schaal, op: datetime, y: float
) -> Rijenbeeld:
    """Draw what was offered: from the sending until it was accepted, refused, taken back or replaced."""
    strepen = []
    for plaats, een in enumerate(overdrachten, 1):
        eind = een.geeindigd_op or op
        x1, x2 = schaal.x(een.verstuurd_op), schaal.x(max(eind, een.verstuurd_op))
        wie = naam(een.aan)
        hoe = (
            "nog niet bevestigd"
            if een.geeindigd_op is None
            else f"{AFLOOPNAMEN[een.afloop]} op {tijdstip(een.geeindigd_op)}"
        )
        strepen.append(
            Streep(
                f"o{plaats}",
                x1,
                max(x2, x1 + 3),
                0,
                f"o-{een.afloop}",
                f"Overdracht aan {wie}, verstuurd op {tijdstip(een.verstuurd_op)}: {hoe}",
                merk=een.afloop,
                x_merk=max(x2, x1 + 3),
                opschrift=f"aan {wie}",
            )
        )
    return _pak("Aangeboden overdrachten", strepen, y, met_opschrift=True)


def teken_termijnen(termijnen: Sequence[Termijn], schaal: Schaal, op: datetime, y: float) -> Rijenbeeld:
    """Draw the terms, judged at `op`: the line runs to the deadline, the mark is when it was met."""
    strepen = [_termijn(plaats, een, schaal, op) for plaats, een in enumerate(termijnen, 1)]
    return _pak("Termijnen", strepen, y)


def _termijn(plaats: int, termijn: Termijn, schaal: Schaal, op: datetime) -> Streep:
    status = termijn.status(op) or "open"
    uiterlijk = termijn.uiterlijk_op(op)
    gehaald = termijn.gehaald_op if status in {"gehaald", "te-laat"} else None
    einden = [een for een in (uiterlijk, gehaald) if een is not None] or [op]
    x1 = schaal.x(min(termijn.gestart_op, *einden))
    x2 = schaal.x(max(einden)) if status != "verstreken" else schaal.x(max(op, *einden))
    merkplaats = gehaald or (uiterlijk if status == "verstreken" else None)
    uitleg = f"Termijn {termijnnaam(termijn.soort)}, begonnen op {tijdstip(termijn.gestart_op)}"
    uitleg += "" if uiterlijk is None else f", uiterlijk {tijdstip(uiterlijk)}"
    return Streep(
        f"t{plaats}",
        x1,
        max(x2, x1 + 3),
        0,
        f"t-{status}",
        f"{uitleg}: {status}",
        merk=status,
        x_merk=max(x2, x1 + 3) if merkplaats is None else schaal.x(merkplaats),
        grens=None if uiterlijk is None or not schaal.bevat(uiterlijk) else schaal.x(uiterlijk),
    )


def teken_signalen(signalen: Sequence[Signaal], schaal: Schaal, y: float) -> Rijenbeeld:
    """Draw the signals: a mark where each begins, a line until it was over."""
    strepen = []
    for plaats, een in enumerate(signalen, 1):
        x1 = schaal.x(een.van)
        x2 = x1 + _STAARTJE if een.tot is None else schaal.x(een.tot)
        duur = "" if een.tot is None else f" tot {tijdstip(een.tot)}"
        strepen.append(
            Streep(
                f"s{plaats}",
                x1,
                max(x2, x1 + 3),
                0,
                f"s-{een.ernst}{'' if een.tot else '-open'}",
                f"Signaal vanaf {tijdstip(een.van)}{duur}: {een.toelichting}",
                merk=een.ernst,
                x_merk=x1,
            )
        )
    return _pak("Signalen", strepen, y)


def _pak(titel: str, strepen: Iterable[Streep], y: float, *, met_opschrift: bool = False) -> Rijenbeeld:
    """Put every line in the first row that has room for it."""
    breed = _breedte_met if met_opschrift else _breedte_zonder
    vrij: list[float] = []
    gepakt: list[Streep] = []
    verborgen = 0
    for streep in strepen:
        links, rechts = breed(streep)
        rij = next((i for i, einde in enumerate(vrij) if einde <= links), len(vrij))
        if rij == _MEESTE_RIJEN:
            verborgen += 1
            continue
        vrij[rij : rij + 1] = [rechts + _LUCHT]
        gepakt.append(replace(streep, y=y + _OPSCHRIFT + rij * _RIJ + _RIJ / 2))
    return Rijenbeeld(titel, y, tuple(gepakt), verborgen, _OPSCHRIFT + max(len(vrij), 1) * _RIJ)


def _breedte_zonder(streep: Streep) -> tuple[float, float]:
    return streep.x1 - _NUMMERBREEDTE, max(streep.x2, streep.x_merk) + _LUCHT


def _breedte_met(streep: Streep) -> tuple[float, float]:
    links, rechts = _breedte_zonder(streep)
    return links, rechts + len(streep.opschrift) * _LETTER
