"""What somebody could have known of a casus when they acted: what they had been shown, and what they wrote.

It says what was on their screen, not what they read or understood; and nothing of what they heard elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ledger.inzage.regel import VastgelegdeInzage, instant

ZELF = "zelf-vastgelegd"
"""The category of acts that they recorded themselves."""

_ZONDER_INHOUD = frozenset({"cijfers", "inzage", "noodtoegang"})


@dataclass(frozen=True, slots=True)
class Stap:
    """An act of the casus: its place in ledger and casus, when it was recorded (UTC) and by whom."""

    positie: int
    volgnummer: int
    vastgelegd_op: datetime
    medewerker: str


@dataclass(frozen=True, slots=True)
class Gezien:
    """Up to which act of the casus had been seen of one kind of data, and when that was last shown (UTC)."""

    categorie: str
    volgnummer: int
    positie: int
    op: datetime

    def als_dict(self) -> dict[str, Any]:
        """Give it as it goes out."""
        return {
            "categorie": self.categorie,
            "volgnummer": self.volgnummer,
            "positie": self.positie,
            "getoondOp": instant(self.op),
        }


def kennis_op(
    regels: Iterable[VastgelegdeInzage], stappen: Sequence[Stap], medewerker: str, op: datetime
) -> list[Gezien]:
    """Give per kind of data how far `medewerker` had seen this casus at `op`.

    `regels` are lines about the casus (of anybody), `stappen` its acts in order. An answer that was ready at
    `op` itself counts.
    """
    verst: dict[str, Gezien] = {}

    def houd(gezien: Gezien) -> None:
        bekend = verst.get(gezien.categorie)
        if bekend is None or gezien.volgnummer >= bekend.volgnummer:
            verst[gezien.categorie] = gezien

    for een in regels:
        regel = een.regel
        if regel.wie.medewerker != medewerker or regel.resultaat != "gegeven" or regel.vastgelegd_op > op:
            continue
        if (laatste := _laatste_getoond(een, stappen)) is None:
            continue
        for categorie in regel.getoond.categorieen:
            if categorie not in _ZONDER_INHOUD:
                houd(Gezien(categorie, laatste.volgnummer, laatste.positie, regel.vastgelegd_op))
    for stap in stappen:
        if stap.medewerker == medewerker and stap.vastgelegd_op <= op:
            houd(Gezien(ZELF, stap.volgnummer, stap.positie, stap.vastgelegd_op))
    return sorted(verst.values(), key=lambda gezien: gezien.categorie)


def _laatste_getoond(een: VastgelegdeInzage, stappen: Sequence[Stap]) -> Stap | None:
    """Give the last act that was in what was shown: by position, and by K where one was asked."""
    getoond = een.regel.getoond
    if getoond.positie is None:
        return None
    bekend = [
        stap
        for stap in stappen
        if stap.positie <= getoond.positie
        and (getoond.bekend_op is None or stap.vastgelegd_op <= getoond.bekend_op)
    ]
    return bekend[-1] if bekend else None
