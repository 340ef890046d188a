"""Terms and signals across cases, as judged at T and known at K, a page at a time."""

from __future__ import annotations

from datetime import datetime
from types import NoneType
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.http.access import Lijstlezer
from api.http.answers_termijnen import SignalenAntwoord, TermijnenAntwoord
from api.http.bladwijzer import Bladgrootte, Cursor
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.services import Services
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from ledger.values import Id
from projections.leesmodel.signaalvragen import (
    Casussignaal,
    Signaalernst,
    Signaalfilter,
    Signaalplaats,
    Signaalstatus,
    signalen,
)
from projections.leesmodel.termijnvragen import Casustermijn, Termijnfilter, Termijnplaats, termijnen
from projections.signalen import SOORTEN
from projections.termijnen import Ernst, Termijnstatus

termijnrouter = maak_router("/termijnen", "termijnen")
signaalrouter = maak_router("/signalen", "signalen")


def _bekende_code(code: str) -> str:
    if code not in SOORTEN:
        raise PydanticCustomError("onbekende-code", "Deze code van een signaal bestaat niet.")
    return code


Signaalcode = Annotated[
    str, AfterValidator(_bekende_code), WithJsonSchema({"type": "string", "enum": sorted(SOORTEN)})
]


class Termijnvraag(Vraag):
    """The query of `termijnen`."""

    soort: Annotated[Id | None, Field(description="Van deze soort.")] = None
    partij: Annotated[Partijfilter | None, Field(description="Te halen door deze partij: soort:id.")] = None
    status: Annotated[Termijnstatus | None, Field(description="Met deze status op tijdstip T.")] = None
    ernst: Annotated[Ernst | None, Field(description="Een norm, of alleen ter informatie.")] = None
    uiterlijk_van: Annotated[Moment | None, Field(description="Uiterlijk op of na dit tijdstip.")] = None
    uiterlijk_tot: Annotated[Moment | None, Field(description="Uiterlijk voor dit tijdstip.")] = None
    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    cursor: Cursor = None
    page_size: Bladgrootte = 100


class Signaalvraag(Vraag):
    """The query of `signalen`."""

    code: Annotated[Signaalcode | None, Field(description="Met deze code.")] = None
    partij: Annotated[Partijfilter | None, Field(description="Over deze partij: soort:id.")] = None
    status: Annotated[
        Signaalstatus | None, Field(description="Nog open op tijdstip T, of toen al voorbij.")
    ] = None
    ernst: Annotated[Signaalernst | None, Field(description="Een afwijking, of alleen ter informatie.")] = (
        None
    )
    van: Annotated[Moment | None, Field(description="Begonnen op of na dit tijdstip.")] = None
    tot: Annotated[Moment | None, Field(description="Begonnen voor dit tijdstip.")] = None
    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    cursor: Cursor = None
    page_size: Bladgrootte = 100


@termijnrouter.get("", summary="Termijnen over casussen heen", **antwoord(TermijnenAntwoord))
def toon_termijnen(_: Lijstlezer, vraag: Annotated[Termijnvraag, Query()], diensten: Services) -> Response:
    """Geef de termijnen die op tijdstip T zijn begonnen, zoals bekend op K, op volgorde van uiterlijk."""
    return beantwoord(diensten, TERMIJNEN, vraag)


def _termijnen(vraag: Termijnvraag, bron: Bron) -> Uitkomst:
    na = None
    if vraag.cursor is not None:
        na = Termijnplaats(*vraag.cursor.plaats_als((datetime, NoneType), UUID, int))
    welke = Termijnfilter(
        vraag.soort, vraag.partij, vraag.status, vraag.ernst, vraag.uiterlijk_van, vraag.uiterlijk_tot
    )
    blad = termijnen(
        bron.leesmodel,
        welke,
        op=bron.op,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
        na=na,
        limiet=vraag.page_size,
    )
    regels = [_termijn(regel, bron.op) for regel in blad.regels]
    return Uitkomst(blad.positie, {"resultaten": regels}, volgende=blad.volgende)


TERMIJNEN = Vraagsoort("termijnen", "lijsten", Termijnvraag, _termijnen)


@signaalrouter.get("", summary="Signalen over casussen heen", **antwoord(SignalenAntwoord))
def toon_signalen(_: Lijstlezer, vraag: Annotated[Signaalvraag, Query()], diensten: Services) -> Response:
    """Geef de signalen die op tijdstip T zijn begonnen, zoals bekend op K, op volgorde van begin."""
    return beantwoord(diensten, SIGNALEN, vraag)


def _signalen(vraag: Signaalvraag, bron: Bron) -> Uitkomst:
    na = None if vraag.cursor is None else Signaalplaats(*vraag.cursor.plaats_als(datetime, UUID, int))
    welke = Signaalfilter(vraag.code, vraag.partij, vraag.ernst, vraag.status, vraag.van, vraag.tot)
    blad = signalen(
        bron.leesmodel,
        welke,
        op=bron.op,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
        na=na,
        limiet=vraag.page_size,
    )
    return Uitkomst(blad.positie, {"resultaten": list(map(_signaal, blad.regels))}, volgende=blad.volgende)


SIGNALEN = Vraagsoort("signalen", "lijsten", Signaalvraag, _signalen)


def _termijn(regel: Casustermijn, op: datetime) -> dict[str, Any]:
    return {
        "casus": str(regel.casus),
        "regio": regel.regio,
        "geparkeerd": regel.geparkeerd,
        "termijn": regel.termijn.als_dict(op),
    }


def _signaal(regel: Casussignaal) -> dict[str, Any]:
    return {
        "casus": str(regel.casus),
        "regio": regel.regio,
        "geparkeerd": regel.geparkeerd,
        "signaal": regel.signaal.als_dict(),
    }
