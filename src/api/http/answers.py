"""The shapes of the answers, for the OpenAPI document. The answers themselves come from the projections.

Schemathesis holds the two together: every answer of the running server is checked against these.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from ledger.values import Partij
from projections.geschiedenis import Geldigheid
from projections.leesmodel.antwoorden import Per
from projections.stuk import Baan, Status
from projections.tijdstappen import Stap

Geheel = Annotated[int, Field(ge=0)]


class Antwoord(BaseModel):
    """A part of an answer: camelCase; callers should expect fields to be added."""

    model_config = ConfigDict(alias_generator=to_camel, extra="allow")


class Fout(Antwoord):
    """One fault in a request."""

    veld: Annotated[str, Field(description="Welk veld, welke parameter of welke header.")]
    code: Annotated[str, Field(description="Vaste code, voor programma's.")]
    melding: Annotated[str, Field(description="Wat er is, in een zin.")]


class Probleem(Antwoord):
    """A problem document (RFC 9457)."""

    type: Annotated[str, Field(description="De soort probleem, als URN; dezelfde code als in `code`.")]
    title: str
    status: int
    detail: str
    code: Annotated[str, Field(description="Vaste code, voor programma's.")]
    fouten: Annotated[list[Fout] | None, Field(description="Elke fout in het verzoek.")] = None


class OpPositie(Antwoord):
    """Every answer says up to which position of the ledger it is computed."""

    positie: Annotated[
        Geheel,
        Field(description="Tot en met welke positie in het grootboek dit antwoord is berekend."),
    ]


Citaattekst = Annotated[
    str,
    Field(description="Eén regel voor een rapport; `GET /antwoorden/{citaat}` geeft het antwoord opnieuw."),
]


class Geciteerd(OpPositie):
    """An answer with its citation."""

    citaat: Citaattekst


Extern = Annotated[bool, Field(description="Of kleine aantallen zijn weggelaten.")]
Weglaatbaar = Annotated[
    Geheel | None,
    Field(description="null: weggelaten, omdat het 1 tot 4 is of zo'n aantal zou verraden."),
]


BekendOp = Annotated[
    datetime | Geheel,
    Field(description="K: het tijdstip waarop dit bekend was, of de positie die is gevraagd."),
]


class CasusAntwoord(OpPositie):
    """A casus: in which region it lives and how far it is."""

    casus: UUID
    regio: Annotated[str, Field(description="Het Veilig Thuis waar de casus loopt.")]
    volgnummer: Annotated[int, Field(ge=1, description="Het laatste volgnummer; ook de ETag.")]


class GeldtAls(Antwoord):
    """What a replaced act stands as now."""

    gebeurd_op: datetime
    gegevens: dict[str, Any]
    vertrouwelijk: dict[str, Any] | Literal["vernietigd", "onleesbaar"] | None = None


class Geschiedkundig(Antwoord):
    """What became of an act since it was recorded."""

    zin: Annotated[str, Field(description="Wat er gebeurde, in gewoon Nederlands.")]
    status: Geldigheid
    correcties: Annotated[list[int], Field(description="De volgnummers van de correcties op deze handeling.")]
    geldt_als: Annotated[
        GeldtAls | None, Field(description="Bij `vervangen`: hoe de handeling nu geldt.")
    ] = None


class StukAntwoord(Antwoord):
    """A piece of a lane: `[van, tot)`, open when `tot` is null, and why it is so."""

    van: datetime
    tot: datetime | None
    partij: Partij | None
    status: Status
    volgnummer: Annotated[int, Field(ge=1, description="De handeling waarop het stuk rust.")]
    regel: str
    grondslag: str
    rechtens: Annotated[bool, Field(description="Of een termijn het deed verlopen, en geen handeling.")]
    regisseur: Annotated[str | None, Field(description="Alleen in de baan casusregie.")] = None


class Banen(BaseModel):
    """The five lanes."""

    model_config = ConfigDict(alias_generator=lambda naam: naam.replace("_", "-"))

    zicht: list[StukAntwoord]
    directe_veiligheid: list[StukAntwoord]
    monitoring: list[StukAntwoord]
    casusregie: list[StukAntwoord]
    initiatief_dwang: list[StukAntwoord]


class TijdlijnAntwoord(OpPositie):
    """The timeline of a casus as known at K, by one set of agreements."""

    casus: UUID
    bekend_op: BekendOp
    afspraken: str
    banen: Banen
    termijnen: list[dict[str, Any]]
    signalen: list[dict[str, Any]]
    citaat: Annotated[
        str, Field(description="Citaat van wie verantwoordelijk was op `op` (zonder: bekendOp of nu).")
    ]


class Houder(Antwoord):
    """Who is responsible in a lane at a moment, since when, and why."""

    partij: Partij | None
    status: Status
    sinds: datetime
    volgnummer: Annotated[int, Field(ge=1)]
    regel: str
    grondslag: str
    rechtens: bool
    regisseur: Annotated[str | None, Field(description="In de baan casusregie.")] = None
    casusregisseur: Annotated[
        str | None, Field(description="In de baan zicht, als dezelfde partij ook de casusregie heeft.")
    ] = None


class Houders(BaseModel):
    """Who is responsible in each lane; null where nobody is."""

    model_config = ConfigDict(alias_generator=lambda naam: naam.replace("_", "-"))

    zicht: Houder | None
    directe_veiligheid: Houder | None
    monitoring: Houder | None
    casusregie: Houder | None
    initiatief_dwang: Houder | None


class VerantwoordelijkheidAntwoord(OpPositie):
    """Who is responsible at T as known at K, per lane; null where nobody is."""

    model_config = ConfigDict(alias_generator=None)

    casus: UUID
    op: datetime
    bekend_op: Annotated[BekendOp, Field(alias="bekendOp")]
    afspraken: str
    citaat: Citaattekst
    zicht: Houder | None = None
    directe_veiligheid: Annotated[Houder | None, Field(alias="directe-veiligheid")] = None
    monitoring: Houder | None = None
    casusregie: Houder | None = None
    initiatief_dwang: Annotated[Houder | None, Field(alias="initiatief-dwang")] = None


class GeciteerdAntwoord(OpPositie):
    """The answer that a citation is of: who was responsible at T by the acts up to a position."""

    casus: UUID
    op: datetime
    afspraken: str
    verantwoordelijkheid: Houders


class GeciteerdeVraag(OpPositie):
    """The answer across cases that a citation is of: the question, K as a position, and what it said then.

    Small numbers are left out, whoever asks.
    """

    vraag: str
    parameters: dict[str, str]


class GehoudenCasus(Antwoord):
    """A casus and the piece that covers the moment."""

    casus: UUID
    regio: str
    baan: Baan
    stuk: StukAntwoord
    geparkeerd: Annotated[
        bool, Field(description="Of dit antwoord stilstaat bij een handeling die wacht op herstel.")
    ]


class VerantwoordelijkhedenAntwoord(Geciteerd):
    """Cases held at T as known at K, a page at a time, in order of casus."""

    op: datetime
    bekend_op: BekendOp
    baan: Baan
    resultaten: list[GehoudenCasus]
    volgende: Annotated[
        str | None, Field(description="De cursor van de volgende bladzijde; null op de laatste.")
    ]


class Aantal(Antwoord):
    """How many cases at a moment."""

    moment: datetime
    partij: Partij | None = None
    status: Status | None = None
    aantal: Weglaatbaar


class AantallenAntwoord(Geciteerd):
    """Counts over time, per party or per status."""

    van: datetime
    tot: datetime
    stap: Stap
    per: Per
    baan: Baan
    bekend_op: BekendOp
    extern: Extern
    momenten: list[datetime]
    aantallen: list[Aantal]


class Bewaard(Antwoord):
    """A casus that has been kept long enough; nothing of what is in it."""

    casus: UUID
    veilig_thuis: str
    categorie: Literal["dossier", "zonder-vervolg"]
    laatste_wijziging: datetime
    bewaren_tot: datetime
    jaren: Geheel
    grondslag: str
    bewaartermijnen: Annotated[str, Field(description="De set termijnen waarnaar is gerekend.")]


class BewaartermijnenAntwoord(OpPositie):
    """The casussen whose retention period is over."""

    op: datetime
    bekeken: Geheel
    onleesbaar: list[UUID]
    resultaten: list[Bewaard]
    volgende: UUID | None
