"""Who may do what: the token of a request, its role, and what that role permits."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Annotated, Literal

from fastapi import Depends, Request

from api.http.inzagepoort import teken_aan
from api.http.problems import Verboden
from api.http.services import Services
from api.tokens import TokenOngeldig
from ledger.values import Actor

Recht = Literal["lezen", "vastleggen", "vertrouwelijk", "inzage", "inzage-organisatie"]
_LEEST: frozenset[Recht] = frozenset({"lezen"})
_WERKT_MEE: frozenset[Recht] = frozenset({"lezen", "vastleggen", "vertrouwelijk"})

RECHTEN: Mapping[str, frozenset[Recht]] = {
    "medewerker-vt": _WERKT_MEE,
    "medewerker-lokaal-team": _WERKT_MEE,
    "medewerker-instelling": _WERKT_MEE,
    "inspecteur": frozenset({"lezen", "vertrouwelijk", "inzage"}),
    "auditor": _LEEST,
    "privacyfunctionaris": frozenset({"lezen", "inzage", "inzage-organisatie"}),
    "beheerder": frozenset(),  # runs the machine, sees no casus
}
"""What a role permits; a role that is not here permits nothing."""


def wie(verzoek: Request, diensten: Services) -> Actor:
    """Give who is asking; raises `TokenOngeldig`, the same for every reason, and `RechtenWijkenAf`."""
    diensten.zelfcontrole.eis()
    soort, _, token = verzoek.headers.get("authorization", "").partition(" ")
    if soort.lower() != "bearer":
        raise TokenOngeldig
    actor = diensten.tokens.lees(token.strip())
    diensten.tempo.neem(f"{actor.organisatie}/{actor.medewerker}")
    teken_aan(verzoek, actor)  # from here on the read log knows who is asking
    return actor


def _met_recht(recht: Recht) -> Callable[[Actor], Actor]:
    def mag(actor: Annotated[Actor, Depends(wie)]) -> Actor:
        if not heeft(actor, recht):
            raise Verboden
        return actor

    return mag


def heeft(actor: Actor, recht: Recht) -> bool:
    """Whether the role of this actor permits it."""
    return recht in RECHTEN.get(actor.rol, frozenset())


def ziet_alle_aantallen(actor: Actor) -> bool:
    """Whether small numbers in figures over cases may be shown too: what this reader sees, stays inside.

    Everybody else gets figures as they may leave the organisation (rulebook 8).
    """
    return actor.rol == "medewerker-vt"


Lezer = Annotated[Actor, Depends(_met_recht("lezen"))]
"""Who may read."""

Vastlegger = Annotated[Actor, Depends(_met_recht("vastleggen"))]
"""Who may record."""

Logboeklezer = Annotated[Actor, Depends(_met_recht("inzage"))]
"""Who may read who looked at a casus."""

Organisatielezer = Annotated[Actor, Depends(_met_recht("inzage-organisatie"))]
"""Who may read what the people of their own organisation looked at."""
