"""The pieces that a timeline is made of, and how a lane is laid out of them. Source: contract `timeline`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any, Literal, NamedTuple, get_args

from ledger.values import Partij

Baan = Literal["zicht", "directe-veiligheid", "monitoring", "casusregie", "initiatief-dwang"]
BANEN: tuple[Baan, ...] = get_args(Baan)

Status = Literal[
    "vast",
    "in-overdracht",
    "melding-in-behandeling",
    "betwist",
    "bij-clientsysteem",
    "onbelegd",
    "beeindigd",
    "te-bezien",
]
STATUSSEN: tuple[Status, ...] = get_args(Status)


class Reden(NamedTuple):
    """Why something is so: the act, the rule of the rulebook and the § it rests on.

    `rechtens` says that a term lapsed; `volgnummer` is then the act that started the term.
    """

    volgnummer: int
    regel: str
    grondslag: str
    rechtens: bool = False


class Vertoon(NamedTuple):
    """What a lane shows at an instant: which party, in which status (and who is casusregisseur)."""

    partij: Partij | None
    status: Status
    regisseur: str | None = None


class Stuk(NamedTuple):
    """A piece of a lane: `[van, tot)` in UTC, open when `tot` is None, and why it is so."""

    van: datetime
    tot: datetime | None
    vertoon: Vertoon
    reden: Reden

    def als_dict(self) -> dict[str, Any]:
        """Give the piece as the contract writes it."""
        ruw = {
            "van": instant_als_tekst(self.van),
            "tot": None if self.tot is None else instant_als_tekst(self.tot),
            "partij": None if self.vertoon.partij is None else partij_als_dict(self.vertoon.partij),
            "status": self.vertoon.status,
            "volgnummer": self.reden.volgnummer,
            "regel": self.reden.regel,
            "grondslag": self.reden.grondslag,
            "rechtens": self.reden.rechtens,
        }
        if self.vertoon.regisseur is not None:
            ruw["regisseur"] = self.vertoon.regisseur
        return ruw


def partij_als_dict(partij: Partij) -> dict[str, str]:
    """Give a party as the contract writes it."""
    return {"soort": partij.soort, "id": partij.id}


@lru_cache(maxsize=16384)  # an act and a term are each told of in several places
def instant_als_tekst(instant: datetime) -> str:
    """Write a UTC instant as the contract does: ISO 8601 with `Z`."""
    return instant.isoformat().replace("+00:00", "Z")


def leg_baan(wisselingen: Iterable[tuple[datetime, Vertoon | None, Reden]]) -> tuple[Stuk, ...]:
    """Lay out a lane from what it shows after each change, in order of time; None shows nothing.

    Pieces come out sorted, never empty and never overlapping; a change that shows the same as before starts
    no new piece, also when something else was shown in between for no time at all.
    """
    stukken: list[Stuk] = []
    for op, vertoon, reden in wisselingen:
        vorig = stukken[-1] if stukken else None
        if vorig is not None and vorig.tot is None:
            if vorig.vertoon == vertoon:
                continue
            stukken.pop()
            if vorig.van < op:
                stukken.append(Stuk(vorig.van, op, vorig.vertoon, vorig.reden))
        if vertoon is None:
            continue
        aangrenzend = stukken[-1] if stukken else None
        if aangrenzend is not None and aangrenzend.tot == op and aangrenzend.vertoon == vertoon:
            stukken[-1] = Stuk(aangrenzend.van, None, vertoon, aangrenzend.reden)
        else:
            stukken.append(Stuk(op, None, vertoon, reden))
    return tuple(stukken)


def stuk_op(stukken: Iterable[Stuk], op: datetime) -> Stuk | None:
    """Give the piece that covers instant `op`, if any."""
    return next((stuk for stuk in stukken if stuk.van <= op and (stuk.tot is None or op < stuk.tot)), None)
