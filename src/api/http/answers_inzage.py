"""The shapes of the answers about who looked, for the OpenAPI document."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from api.http.answers import Antwoord, Geheel, OpPositie
from ledger.inzage.regel import Categorie, Handeling, Kanaal, Resultaat
from ledger.values import Partij


class InzageregelAntwoord(Antwoord):
    """One line of the read log."""

    positie: Annotated[int, Field(ge=1, description="De plaats in het logboek zelf, niet in het grootboek.")]
    begonnen_op: Annotated[datetime, Field(description="Wanneer het verzoek binnenkwam.")]
    vastgelegd_op: Annotated[
        datetime, Field(description="Wanneer het antwoord klaar was, en dit vastgelegd.")
    ]
    medewerker: str
    organisatie: Annotated[Partij | None, Field(description="Ontbreekt voor wie op de machine zelf werkte.")]
    rol: str
    mandaat: str | None
    doel: str | None
    reden: str | None
    kanaal: Kanaal
    actie: Annotated[str, Field(description="Welke vraag het was.")]
    handeling: Handeling
    resultaat: Resultaat
    status: int
    casussen: list[UUID]
    alles: Annotated[bool, Field(description="Elke casus zat erin, tot en met de getoonde positie.")]
    personen: list[str]
    categorieen: list[Categorie]
    getoonde_positie: Annotated[
        Geheel | None, Field(description="Tot en met welke positie in het grootboek is getoond.")
    ]
    bekend_op: Annotated[
        datetime | None, Field(description="Zo was het gevraagd: zoals bekend op dit moment.")
    ]
    bestand_sha256: Annotated[
        str | None, Field(description="De SHA-256 van het bestand dat is meegegeven, zoals van een rapport.")
    ]
    noodtoegang: UUID | None
    verzoek: Annotated[UUID, Field(description="Het kenmerk van het verzoek (Zicht-Verzoek).")]
    trace: str
    span: str


class InzageAntwoord(Antwoord):
    """A page of the read log."""

    regels: list[InzageregelAntwoord]
    volgende: Annotated[Geheel | None, Field(description="`na` voor de volgende bladzijde.")]


class CasusInzageAntwoord(InzageAntwoord):
    """A page of who looked at a casus; `volledig` is whether lines of other organisations are in it."""

    casus: UUID
    volledig: bool


class Overzichtsregel(Antwoord):
    """One line in plain words."""

    moment: datetime
    tekst: str


class InzageoverzichtAntwoord(Antwoord):
    """Who looked, in plain words, in order of time."""

    casus: UUID
    volledig: bool
    regels: list[Overzichtsregel]
    volgende: Annotated[Geheel | None, Field(description="`na` voor de volgende bladzijde.")]


class GezienAntwoord(Antwoord):
    """How far one kind of data had been seen."""

    categorie: Categorie | Literal["zelf-vastgelegd"]
    volgnummer: Annotated[int, Field(ge=1, description="De laatste handeling die erin zat.")]
    positie: Annotated[
        int, Field(ge=1, description="De positie van die handeling; vraag ermee als bekendOp.")
    ]
    getoond_op: datetime


class KennisAntwoord(OpPositie):
    """What somebody could have known of a casus at T."""

    casus: UUID
    medewerker: str
    op: datetime
    gezien: list[GezienAntwoord]
