"""How an answer is said in Dutch: names of lanes, statuses and terms, and the sentence that answers.

For pages, reports and feeds alike, so that all of them say the same. Pure; moments in local time.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from ledger.tijd import AMSTERDAM
from projections.signalen.termijnen import termijnnaam as termijnnaam
from projections.stuk import Baan, Status, Stuk
from projections.termijnen import Termijnstatus
from projections.zinnen import naam, tijdstip

BAANNAMEN: Mapping[Baan, str] = {
    "zicht": "Zicht op veiligheid",
    "directe-veiligheid": "Directe veiligheid",
    "monitoring": "Monitoring",
    "casusregie": "Casusregie",
    "initiatief-dwang": "Initiatief dwang",
}

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

TERMIJNSTATUSNAMEN: Mapping[Termijnstatus, str] = {
    "open": "open",
    "gehaald": "gehaald",
    "te-laat": "te laat",
    "verstreken": "verstreken",
    "vervallen": "vervallen",
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


def moment(instant: datetime) -> str:
    """Write an instant in local time, with seconds where it is not on the minute: `5 maart 2020 11:00:07`."""
    lokaal = instant.astimezone(AMSTERDAM)
    return f"{tijdstip(instant)}{f':{lokaal:%S}' if lokaal.second or lokaal.microsecond else ''}"


def kort_moment(instant: datetime) -> str:
    """Write an instant for a column of a table: `05-03-2020 11:00`, with seconds as `moment` has them."""
    lokaal = instant.astimezone(AMSTERDAM)
    return f"{lokaal:%d-%m-%Y %H:%M}{f':{lokaal:%S}' if lokaal.second or lokaal.microsecond else ''}"


def wie_had(stuk: Stuk) -> str:
    """Say who held zicht by this piece, after 'Op … ': `had wijkteam-west zicht op veiligheid`."""
    status, partij = stuk.vertoon.status, stuk.vertoon.partij
    if partij is None or status == "bij-clientsysteem":
        return _ZONDER_HOUDER[status]
    daarbij = f"; {_DAARBIJ[status]}" if status in _DAARBIJ else ""
    return f"had {naam(partij)} zicht op veiligheid{daarbij}"


def antwoordzin(op: datetime, zicht: Stuk | None) -> str:
    """Answer in one sentence who held zicht at T (`op`, UTC); None: nothing was reported yet by then."""
    if zicht is None:
        return f"Op {moment(op)} was er nog geen melding, dus nog geen zicht op veiligheid."
    return f"Op {moment(op)} {wie_had(zicht)}."


def wachttijd(duur: timedelta) -> str:
    """Say how long something took: `3 dagen`, `1 dag`, `5 uur`."""
    if duur.days >= 1:
        return f"{duur.days} {'dag' if duur.days == 1 else 'dagen'}"
    return f"{duur.seconds // 3600} uur"
