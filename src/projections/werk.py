"""What waits for a party: every term that asks for an act, as a task with an urgency.

A handover to confirm, a first contact, a monitor date, a melding to assess: each is a term of the rulebook
(6), so what waits is what is open or has lapsed. Terms without a deadline wait too, and come last.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, get_args

Taak = Literal[
    "melding-beoordelen",
    "overdracht-bevestigen",
    "eerste-contact",
    "monitoren",
    "dienst",
    "overdracht-versturen",
    "plan-en-voorwaarden",
    "casusregie",
    "terugkoppeling-wegen",
    "betrokkenen-informeren",
    "vernietiging",
]
TAKEN: tuple[Taak, ...] = get_args(Taak)

Urgentie = Literal["verstreken", "bijna", "open", "zonder-termijn"]
URGENTIES: tuple[Urgentie, ...] = get_args(Urgentie)

BIJNA_DAGEN = 2
"""How many days before its deadline a term counts as nearly due, unless asked otherwise."""

SOORTEN: Mapping[Taak, tuple[str, ...]] = {
    "melding-beoordelen": ("veiligheidsbeoordeling", "veiligheidsbeoordeling-landelijk"),
    "overdracht-bevestigen": ("ontvangstbevestiging",),
    "eerste-contact": ("eerste-contact",),
    "monitoren": ("monitorcontact-%", "afsluiten-monitoring"),
    "dienst": ("dienst-starten", "onderzoek-landelijk"),
    "overdracht-versturen": ("overdracht-versturen",),
    "plan-en-voorwaarden": ("evaluatie-plan", "voorwaarde-termijn"),
    "casusregie": ("casusregie-richtlijn",),
    "terugkoppeling-wegen": ("weging-terugkoppeling",),
    "betrokkenen-informeren": ("informeren-betrokkene",),
    "vernietiging": ("beslissen-vernietiging",),
}
"""The terms behind each task; `%` stands for the number of months, which the agreements set."""

TAAKNAMEN: Mapping[Taak, str] = {
    "melding-beoordelen": "Meldingen beoordelen",
    "overdracht-bevestigen": "Overdrachten bevestigen",
    "eerste-contact": "Eerste contact leggen",
    "monitoren": "Monitoren",
    "dienst": "Diensten starten en onderzoeken afronden",
    "overdracht-versturen": "Overdrachten versturen",
    "plan-en-voorwaarden": "Plannen evalueren en voorwaarden nagaan",
    "casusregie": "Casusregie afronden",
    "terugkoppeling-wegen": "Terugkoppelingen wegen",
    "betrokkenen-informeren": "Betrokkenen informeren",
    "vernietiging": "Verzoeken om vernietiging",
}
URGENTIENAMEN: Mapping[Urgentie, str] = {
    "verstreken": "verstreken",
    "bijna": "bijna verstreken",
    "open": "open",
    "zonder-termijn": "zonder uiterste datum",
}


def taak_van(soort: str) -> Taak:
    """Give the task behind a soort of term; raises `KeyError` for a term that does not wait in a casus."""
    for taak, patronen in SOORTEN.items():
        if any(soort == een or (een[-1] == "%" and soort.startswith(een[:-1])) for een in patronen):
            return taak
    raise KeyError(soort)


def urgentie(uiterlijk: datetime | None, op: datetime, bijna: timedelta) -> Urgentie:
    """Say how urgent an unfinished term is at T (`op`, UTC); at the deadline itself it has lapsed."""
    if uiterlijk is None:
        return "zonder-termijn"
    if uiterlijk <= op:
        return "verstreken"
    return "bijna" if uiterlijk <= op + bijna else "open"
