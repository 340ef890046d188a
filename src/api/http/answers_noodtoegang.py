"""The shapes of the answers about noodtoegang, for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.http.answers import Antwoord
from ledger.inzage.noodtoegang import Noodstatus, Oordeel
from ledger.values import Partij


class NoodtoegangAntwoord(Antwoord):
    """What became of a noodtoegang."""

    noodtoegang: UUID
    casus: UUID
    regio: str
    status: Noodstatus
    open: Annotated[bool, Field(description="Nog niet beoordeeld door een privacyfunctionaris.")]
    medewerker: str
    organisatie: Partij
    rol: str
    mandaat: str | None
    aangevraagd_op: datetime
    minuten: Annotated[int, Field(ge=1, le=240)]
    tweede_nodig: bool
    tweede: Annotated[str | None, Field(description="Wie bevestigde.")]
    begin: Annotated[
        datetime | None, Field(description="Ontbreekt zolang een tweede persoon niet bevestigde.")
    ]
    tot: datetime | None
    beoordeeld_door: str | None
    beoordeeld_op: datetime | None
    oordeel: Oordeel | None


class NoodtoegangMetRedenAntwoord(NoodtoegangAntwoord):
    """The same with the written reason."""

    reden: Annotated[str | None, Field(description="Ontbreekt als de casus is vernietigd.")]


class NoodtoegangenAntwoord(Antwoord):
    """The worklist, latest first."""

    noodtoegangen: list[NoodtoegangAntwoord]
