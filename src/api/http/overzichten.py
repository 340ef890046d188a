"""Figures over a period: within term, the pace of handing over, late registration, cases without a holder."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from api.http.access import Lezer
from api.http.answers_termijnen import (
    BinnenTermijnAntwoord,
    DoorlooptijdenAntwoord,
    RegistratievertragingAntwoord,
    TekortkomingenAntwoord,
    ZonderHouderAntwoord,
)
from api.http.bladwijzer import Bladgrootte, Bladwijzer, Cursor
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.reading import bekend_als_json, wacht
from api.http.services import Services
from ledger.acts import CASUS_ACTEN
from ledger.values import Id
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.registratievertraging import Registratievertraging, registratievertraging
from projections.leesmodel.signaalcijfers import tel_signalen
from projections.leesmodel.signaalvragen import Signaalernst, Signaalfilter
from projections.leesmodel.termijncijfers import (
    BinnenTermijn,
    Cijfervraag,
    Doorlooptijd,
    Periodestap,
    Traject,
    binnen_termijn,
    doorlooptijden,
)
from projections.leesmodel.zonder_houder import Plaats, ZonderHouder, ZonderHouderRegel, zonder_houder
from projections.stuk import instant_als_tekst, partij_als_dict

router = maak_router("/overzichten", "overzichten")

MEESTE_DAGEN = 36_500


def _bekende_soort(soort: str) -> str:
    if soort not in CASUS_ACTEN:
        raise PydanticCustomError("onbekende-soort", "Deze soort handeling bestaat niet.")
    return soort


Handelingsoort = Annotated[
    str, AfterValidator(_bekende_soort), WithJsonSchema({"type": "string", "enum": sorted(CASUS_ACTEN)})
]


class Periodevraag(Vraag):
    """What every overview asks: which period, as known at K."""

    van: Annotated[Moment, Field(description="Begin van de periode.")]
    tot: Annotated[Moment, Field(description="Einde van de periode, zelf niet meer geteld.")]
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None


class Termijncijfervraag(Periodevraag):
    """The query of `binnen-termijn`."""

    soort: Annotated[Id | None, Field(description="Termijnen van deze soort.")] = None
    partij: Annotated[Partijfilter | None, Field(description="Te halen door deze partij: soort:id.")] = None
    stap: Annotated[Periodestap, Field(description="Per maand, kwartaal of jaar van begin.")] = "maand"
    op: Annotated[Moment | None, Field(description=OP)] = None


class Doorlooptijdvraag(Periodevraag):
    """The query of `doorlooptijden`."""

    traject: Annotated[Traject | None, Field(description="Alleen dit traject.")] = None
    partij: Annotated[Partijfilter | None, Field(description="Van deze partij: soort:id.")] = None
    stap: Annotated[Periodestap, Field(description="Per maand, kwartaal of jaar van begin.")] = "maand"
    op: Annotated[Moment | None, Field(description=OP)] = None


class Registratievraag(Periodevraag):
    """The query of `registratievertraging`."""

    soort: Annotated[Handelingsoort | None, Field(description="Handelingen van deze soort.")] = None
    partij: Annotated[Partijfilter | None, Field(description="Vastgelegd door deze partij: soort:id.")] = None


class Tekortvraag(Periodevraag):
    """The query of `tekortkomingen`."""

    partij: Annotated[Partijfilter | None, Field(description="Van deze partij: soort:id.")] = None
    code: Annotated[Id | None, Field(description="Signalen met deze code.")] = None
    ernst: Annotated[Signaalernst, Field(description="Afwijkingen, of alleen ter informatie.")] = "afwijking"
    op: Annotated[Moment | None, Field(description=OP)] = None


class ZonderHouderVraag(Periodevraag):
    """The query of `onbelegd-en-betwist`."""

    dagen: Annotated[int, Field(ge=0, le=MEESTE_DAGEN, description="Langer dan zoveel etmalen.")] = 0
    status: Annotated[ZonderHouder | None, Field(description="Alleen onbelegd, of alleen betwist.")] = None
    op: Annotated[Moment | None, Field(description=OP)] = None
    cursor: Cursor = None
    page_size: Bladgrootte = 100


@router.get("/binnen-termijn", summary="Binnen de termijn", **antwoord(BinnenTermijnAntwoord))
def toon_binnen_termijn(
    _: Lezer, vraag: Annotated[Termijncijfervraag, Query()], diensten: Services
) -> Response:
    """Tel per soort, partij en periode de termijnen die gehaald, te laat, verstreken of open zijn."""
    wacht(diensten, vraag, vraag.bekend_op)
    op = vraag.op or diensten.klok.nu()
    positie, regels = binnen_termijn(
        diensten.leesmodel,
        Cijfervraag(vraag.van, vraag.tot, vraag.stap, vraag.soort, vraag.partij),
        op=op,
        bekend=vraag.bekend_op,
        regios=None,
    )
    groepen = {
        ernst: [_binnen(regel) for regel in regels if regel.ernst == ernst]
        for ernst in ("norm", "informatie")
    }
    return JSONResponse({**_kop(diensten, vraag, positie, op), "stap": vraag.stap, **groepen})


@router.get("/doorlooptijden", summary="Doorlooptijden", **antwoord(DoorlooptijdenAntwoord))
def toon_doorlooptijden(
    _: Lezer, vraag: Annotated[Doorlooptijdvraag, Query()], diensten: Services
) -> Response:
    """Geef mediaan en 90e percentiel van de tijd tussen de stappen van een overdracht."""
    wacht(diensten, vraag, vraag.bekend_op)
    op = vraag.op or diensten.klok.nu()
    positie, regels = doorlooptijden(
        diensten.leesmodel,
        Cijfervraag(vraag.van, vraag.tot, vraag.stap, partij=vraag.partij),
        vraag.traject,
        op=op,
        bekend=vraag.bekend_op,
        regios=None,
    )
    kop = _kop(diensten, vraag, positie, op)
    return JSONResponse({**kop, "stap": vraag.stap, "resultaten": [_doorlooptijd(regel) for regel in regels]})


@router.get(
    "/registratievertraging", summary="Registratievertraging", **antwoord(RegistratievertragingAntwoord)
)
def toon_registratievertraging(
    _: Lezer, vraag: Annotated[Registratievraag, Query()], diensten: Services
) -> Response:
    """Geef hoelang na het gebeuren handelingen zijn vastgelegd, van wat in de periode is vastgelegd."""
    wacht(diensten, vraag, vraag.bekend_op)
    positie, regels = registratievertraging(
        diensten.leesmodel,
        van=vraag.van,
        tot=vraag.tot,
        soort=vraag.soort,
        partij=vraag.partij,
        bekend=vraag.bekend_op,
        regios=None,
    )
    kop = _kop(diensten, vraag, positie)
    return JSONResponse({**kop, "resultaten": [_registratie(regel) for regel in regels]})


@router.get("/tekortkomingen", summary="Tekortkomingen per partij", **antwoord(TekortkomingenAntwoord))
def toon_tekortkomingen(_: Lezer, vraag: Annotated[Tekortvraag, Query()], diensten: Services) -> Response:
    """Geef per partij hoe vaak en in hoeveel casussen zij in de periode van een norm afweek (§6.5)."""
    wacht(diensten, vraag, vraag.bekend_op)
    op = vraag.op or diensten.klok.nu()
    welke = Signaalfilter(
        code=vraag.code, partij=vraag.partij, ernst=vraag.ernst, van=vraag.van, tot=vraag.tot
    )
    positie, tellingen = tel_signalen(diensten.leesmodel, welke, op=op, bekend=vraag.bekend_op, regios=None)
    resultaten = [{**asdict(een), "partij": partij_als_dict(een.partij)} for een in tellingen]
    return JSONResponse({**_kop(diensten, vraag, positie, op), "resultaten": resultaten})


@router.get("/onbelegd-en-betwist", summary="Onbelegd of betwist", **antwoord(ZonderHouderAntwoord))
def toon_onbelegd_en_betwist(
    _: Lezer, vraag: Annotated[ZonderHouderVraag, Query()], diensten: Services
) -> Response:
    """Geef de casussen die langer dan zoveel dagen in de periode niemand hield, of die werden betwist."""
    na = None
    if vraag.cursor is not None:
        vraag.cursor.keur(vraag.op, vraag.bekend_op)
        na = Plaats(*vraag.cursor.plaats_als(UUID, str))
    op = vraag.op or (vraag.cursor.op if vraag.cursor else diensten.klok.nu())
    bekend = vraag.cursor.bekend if vraag.cursor else vraag.bekend_op
    wacht(diensten, vraag, bekend)
    blad = zonder_houder(
        diensten.leesmodel,
        van=vraag.van,
        tot=vraag.tot,
        langer_dan=timedelta(days=vraag.dagen),
        status=vraag.status,
        op=op,
        bekend=bekend,
        regios=None,
        na=na,
        limiet=vraag.page_size,
    )
    vast = blad.positie if bekend is None else bekend
    volgende = None if blad.volgende is None else Bladwijzer(tuple(blad.volgende), op, vast).als_tekst()
    return JSONResponse(
        {
            **_kop(diensten, vraag, blad.positie, op, bekend),
            "dagen": vraag.dagen,
            "resultaten": [_zonder_houder(regel) for regel in blad.regels],
            "volgende": volgende,
        }
    )


def _kop(
    diensten: Services,
    vraag: Periodevraag,
    positie: int,
    op: datetime | None = None,
    bekend: Bekend = None,
) -> dict[str, Any]:
    bekend = vraag.bekend_op if bekend is None else bekend
    return {
        "van": instant_als_tekst(vraag.van),
        "tot": instant_als_tekst(vraag.tot),
        **({} if op is None else {"op": instant_als_tekst(op)}),
        "bekendOp": bekend_als_json(diensten, bekend),
        "positie": positie,
    }


def _binnen(regel: BinnenTermijn) -> dict[str, Any]:
    tellingen = {
        to_camel(naam): waarde
        for naam, waarde in asdict(regel).items()
        if naam not in {"ernst", "partij", "begin", "soort"}
    }
    return {
        "soort": regel.soort,
        "partij": partij_als_dict(regel.partij),
        "begin": instant_als_tekst(regel.begin),
        **tellingen,
        "percentage": regel.percentage,
    }


def _doorlooptijd(regel: Doorlooptijd) -> dict[str, Any]:
    return {
        "traject": regel.traject,
        "partij": partij_als_dict(regel.partij),
        "begin": instant_als_tekst(regel.begin),
        "gemeten": regel.gemeten,
        "loopt": regel.loopt,
        "mediaanSeconden": regel.mediaan_s,
        "p90Seconden": regel.p90_s,
    }


def _registratie(regel: Registratievertraging) -> dict[str, Any]:
    return {
        "soort": regel.soort,
        "partij": partij_als_dict(regel.partij),
        "aantal": regel.aantal,
        "mediaanSeconden": regel.mediaan_s,
        "p90Seconden": regel.p90_s,
    }


def _zonder_houder(regel: ZonderHouderRegel) -> dict[str, Any]:
    return {
        "casus": str(regel.casus),
        "regio": regel.regio,
        "geparkeerd": regel.geparkeerd,
        "status": regel.status,
        "sinds": instant_als_tekst(regel.sinds),
        "seconden": regel.duur.total_seconds(),
        "langsteSeconden": regel.langste.total_seconds(),
    }
