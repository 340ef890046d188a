"""The shapes of the answers about terms and signals, for the OpenAPI document; see `answers`."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from api.http.answers import (
    Antwoord,
    BekendOp,
    Extern,
    Geciteerd,
    Geheel,
    Weglaatbaar,
)
from ledger.values import Partij
from projections.leesmodel.signaalvragen import Signaalernst
from projections.leesmodel.termijncijfers import Periodestap, Traject
from projections.leesmodel.zonder_houder import ZonderHouder
from projections.termijnen import Ernst, Termijnstatus

Volgende = Annotated[
    str | None, Field(description="De cursor van de volgende bladzijde; null op de laatste.")
]
Geparkeerd = Annotated[
    bool, Field(description="Of dit antwoord stilstaat bij een handeling die wacht op herstel.")
]
Seconden = Annotated[float | None, Field(ge=0, description="In seconden; null als er niets te meten viel.")]


class TermijnAntwoord(Antwoord):
    """A term as judged at T."""

    soort: str
    volgnummer: Annotated[int, Field(ge=1, description="De handeling die de termijn deed beginnen.")]
    gestart_op: datetime
    uiterlijk: Annotated[
        datetime | None, Field(description="Zelf te laat; null: alleen hoelang het duurde telt.")
    ]
    status: Termijnstatus
    gehaald_op: datetime | None
    gehaald_door: int | None
    partij: Partij
    ernst: Ernst
    grondslag: str


class SignaalAntwoord(Antwoord):
    """A signal as judged at T."""

    code: str
    volgnummer: Annotated[int, Field(ge=1)]
    van: datetime
    tot: datetime | None
    partij: Partij | None
    ernst: Signaalernst
    grondslag: str
    toelichting: str


class Casustermijn(Antwoord):
    """A term, and of which casus."""

    casus: UUID
    regio: str
    geparkeerd: Geparkeerd
    termijn: TermijnAntwoord


class Casussignaal(Antwoord):
    """A signal, and of which casus."""

    casus: UUID
    regio: str
    geparkeerd: Geparkeerd
    signaal: SignaalAntwoord


class TermijnenAntwoord(Geciteerd):
    """Terms in order of deadline, a page at a time; those without a deadline come last."""

    op: datetime
    bekend_op: BekendOp
    resultaten: list[Casustermijn]
    volgende: Volgende


class SignalenAntwoord(Geciteerd):
    """Signals in order of beginning, a page at a time."""

    op: datetime
    bekend_op: BekendOp
    resultaten: list[Casussignaal]
    volgende: Volgende


class Cijferantwoord(Geciteerd):
    """What all figures say: over which period, as judged at T and known at K."""

    van: datetime
    tot: datetime
    op: datetime
    bekend_op: BekendOp


class BinnenTermijnRegel(Antwoord):
    """Terms of one soort and party that started in one period."""

    soort: str
    partij: Partij
    begin: Annotated[datetime, Field(description="Het begin van de maand, het kwartaal of het jaar.")]
    totaal: Weglaatbaar
    gehaald: Weglaatbaar
    te_laat: Weglaatbaar
    verstreken: Weglaatbaar
    open: Weglaatbaar
    vervallen: Weglaatbaar
    percentage: Annotated[
        float | None,
        Field(ge=0, le=100, description="Gehaald, van wat gehaald, te laat of verstreken is."),
    ]


class BinnenTermijnAntwoord(Cijferantwoord):
    """Terms met in time, norm and information apart."""

    extern: Extern
    stap: Periodestap
    norm: list[BinnenTermijnRegel]
    informatie: list[BinnenTermijnRegel]


class Doorlooptijdregel(Antwoord):
    """How long a stretch took a party, of those that began in one period."""

    traject: Traject
    partij: Partij
    begin: datetime
    gemeten: Weglaatbaar
    loopt: Annotated[Weglaatbaar, Field(description="Nog niet afgerond; telt niet mee in de tijden.")]
    mediaan_seconden: Seconden
    p90_seconden: Seconden


class DoorlooptijdenAntwoord(Cijferantwoord):
    """Delays of handing over."""

    extern: Extern
    stap: Periodestap
    resultaten: list[Doorlooptijdregel]


class Registratieregel(Antwoord):
    """How long after they took place a party recorded acts of one soort."""

    soort: str
    partij: Partij
    aantal: Weglaatbaar
    mediaan_seconden: float | None
    p90_seconden: float | None


class RegistratievertragingAntwoord(Geciteerd):
    """Delays of recording."""

    van: datetime
    tot: datetime
    bekend_op: BekendOp
    extern: Extern
    resultaten: list[Registratieregel]


class ZonderHouderRegel(Antwoord):
    """A casus and how long nobody held it, or it was disputed who did, within the period."""

    casus: UUID
    regio: str
    geparkeerd: Geparkeerd
    status: ZonderHouder
    sinds: datetime
    seconden: Annotated[float, Field(gt=0, description="Bij elkaar, binnen de periode.")]
    langste_seconden: Annotated[float, Field(gt=0, description="Aaneen, binnen de periode.")]


class ZonderHouderAntwoord(Cijferantwoord):
    """Cases without an undisputed holder, in order of casus, a page at a time."""

    dagen: Geheel
    resultaten: list[ZonderHouderRegel]
    volgende: Volgende


class Tekortkoming(Antwoord):
    """How often a party departed from a norm, and in how many cases."""

    regio: str
    partij: Partij
    code: str
    ernst: Signaalernst
    aantal: Weglaatbaar
    casussen: Weglaatbaar


class TekortkomingenAntwoord(Cijferantwoord):
    """Departures per party and code, those with most cases first."""

    extern: Extern
    resultaten: list[Tekortkoming]
