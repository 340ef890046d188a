"""How the pages say it: names of statuses, parties and terms, and the sentence that answers the question."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from ledger.values import Partij
from projections.signalen.termijnen import WAT
from projections.stuk import Status, Stuk
from projections.zinnen import naam

STATUSNAMEN: Mapping[Status, str] = {
    "vast": "vast",
    "in-overdracht": "in overdracht",
    "melding-in-behandeling": "melding in behandeling",
    "betwist": "betwist",
    "bij-clientsysteem": "bij het gezin",
    "onbelegd": "onbelegd: niemand",
    "beeindigd": "beëindigd",
    "te-bezien": "te bezien",
}

PARTIJSOORTEN: Mapping[str, str] = {
    "veilig-thuis": "Veilig Thuis",
    "lokaal-team": "lokaal team",
    "instelling": "instelling",
    "veiligheidsteam": "veiligheidsteam",
    "zorg-en-veiligheidshuis": "Zorg- en Veiligheidshuis",
    "gemeente": "gemeente",
    "clientsysteem": "het gezin",
    "niemand": "geen partij",
}

AFLOOPNAMEN: Mapping[str, str] = {
    "bevestigd": "bevestigd",
    "geweigerd": "geweigerd",
    "ingetrokken": "ingetrokken",
    "niet-bezorgd": "niet bezorgd",
    "open": "nog niet bevestigd",
}

_DAARBIJ: Mapping[Status, str] = {
    "in-overdracht": "er was een overdracht verstuurd die nog niet was overgegaan",
    "melding-in-behandeling": "bij Veilig Thuis lag een open melding",
    "betwist": "dat was betwist",
}
_ZONDER_HOUDER: Mapping[Status, str] = {
    "onbelegd": "had niemand zicht op veiligheid",
    "beeindigd": "was zicht op veiligheid beëindigd",
    "bij-clientsysteem": "had geen professional zicht op veiligheid: het vervolg lag bij het gezin",
}


def partijnaam(partij: Partij) -> str:
    """Name a party as it stands in a page."""
    return naam(partij)


def termijnnaam(soort: str) -> str:
    """Say what must be done within a term."""
    if soort in WAT:
        return WAT[soort]
    return f"het monitorcontact na {soort.removeprefix('monitorcontact-').removesuffix('-maanden')} maanden"


def wie_had(stuk: Stuk) -> str:
    """Say who held zicht by this piece, after 'Op … ': `had wijkteam-west zicht op veiligheid`."""
    status, partij = stuk.vertoon.status, stuk.vertoon.partij
    if partij is None or status == "bij-clientsysteem":
        return _ZONDER_HOUDER[status]
    daarbij = f"; {_DAARBIJ[status]}" if status in _DAARBIJ else ""
    return f"had {partijnaam(partij)} zicht op veiligheid{daarbij}"


def wachttijd(duur: timedelta) -> str:
    """Say how long it took before an act was recorded: `3 dagen`, `5 uur`."""
    if duur.days >= 1:
        return f"{duur.days} {'dag' if duur.days == 1 else 'dagen'}"
    return f"{duur.seconds // 3600} uur"
