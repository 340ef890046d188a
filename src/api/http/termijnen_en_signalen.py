"""Terms and signals across cases, as judged at T and known at K, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from types import NoneType
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.http.access import Lezer
from api.http.answers_termijnen import SignalenAntwoord, TermijnenAntwoord
from api.http.bladwijzer import Bladgrootte, Bladwijzer, Cursor, Veld
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.reading import bekend_als_json, wacht
from api.http.services import Services
from ledger.values import Id
from projections.leesmodel.antwoorden import Bekend
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
from projections.stuk import instant_als_tekst
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
def toon_termijnen(_: Lezer, vraag: Annotated[Termijnvraag, Query()], diensten: Services) -> Response:
    """Geef de termijnen die op tijdstip T zijn begonnen, zoals bekend op K, op volgorde van uiterlijk."""
    na = None
    if vraag.cursor is not None:
        vraag.cursor.keur(vraag.op, vraag.bekend_op)
        na = Termijnplaats(*vraag.cursor.plaats_als((datetime, NoneType), UUID, int))
    op = vraag.op or (vraag.cursor.op if vraag.cursor else diensten.klok.nu())
    bekend = vraag.cursor.bekend if vraag.cursor else vraag.bekend_op
    wacht(diensten, vraag, bekend)
    welke = Termijnfilter(
        vraag.soort, vraag.partij, vraag.status, vraag.ernst, vraag.uiterlijk_van, vraag.uiterlijk_tot
    )
    blad = termijnen(
        diensten.leesmodel, welke, op=op, bekend=bekend, regios=None, na=na, limiet=vraag.page_size
    )
    regels = [_termijn(regel, op) for regel in blad.regels]
    return _bladzijde(diensten, blad.positie, blad.volgende, regels, op, bekend)


@signaalrouter.get("", summary="Signalen over casussen heen", **antwoord(SignalenAntwoord))
def toon_signalen(_: Lezer, vraag: Annotated[Signaalvraag, Query()], diensten: Services) -> Response:
    """Geef de signalen die op tijdstip T zijn begonnen, zoals bekend op K, op volgorde van begin."""
    na = None
    if vraag.cursor is not None:
        vraag.cursor.keur(vraag.op, vraag.bekend_op)
        na = Signaalplaats(*vraag.cursor.plaats_als(datetime, UUID, int))
    op = vraag.op or (vraag.cursor.op if vraag.cursor else diensten.klok.nu())
    bekend = vraag.cursor.bekend if vraag.cursor else vraag.bekend_op
    wacht(diensten, vraag, bekend)
    welke = Signaalfilter(vraag.code, vraag.partij, vraag.ernst, vraag.status, vraag.van, vraag.tot)
    blad = signalen(
        diensten.leesmodel, welke, op=op, bekend=bekend, regios=None, na=na, limiet=vraag.page_size
    )
    regels = [_signaal(regel) for regel in blad.regels]
    return _bladzijde(diensten, blad.positie, blad.volgende, regels, op, bekend)


def _bladzijde(  # noqa: PLR0913, PLR0917 — what all pages say
    diensten: Services,
    positie: int,
    volgende: Sequence[Veld] | None,
    resultaten: list[dict[str, Any]],
    op: datetime,
    bekend: Bekend,
) -> Response:
    # without K the first page says which one it is, and the others follow it
    vast = positie if bekend is None else bekend
    return JSONResponse(
        {
            "op": instant_als_tekst(op),
            "bekendOp": bekend_als_json(diensten, bekend),
            "positie": positie,
            "resultaten": resultaten,
            "volgende": None if volgende is None else Bladwijzer(tuple(volgende), op, vast).als_tekst(),
        }
    )


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
