"""Figures over a period: within term, the pace of handing over, late registration, cases without a holder.

Who does not work at a Veilig Thuis gets them without small numbers (rulebook 8).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import asdict
from datetime import timedelta
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Query, Response
from pydantic import AfterValidator, Field, WithJsonSchema
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

from api.http.access import Cijferlezer, Lijstlezer, ziet_alle_aantallen
from api.http.answers_termijnen import (
    BinnenTermijnAntwoord,
    DoorlooptijdenAntwoord,
    RegistratievertragingAntwoord,
    TekortkomingenAntwoord,
    ZonderHouderAntwoord,
)
from api.http.bladwijzer import Bladgrootte, Cursor
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.services import Services
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from ledger.acts import CASUS_ACTEN
from ledger.values import Id
from projections.leesmodel.openbaar import (
    openbaar_binnen_termijn,
    openbare_doorlooptijden,
    openbare_signaaltellingen,
    openbare_vertraging,
)
from projections.leesmodel.registratievertraging import Registratievertraging, registratievertraging
from projections.leesmodel.signaalcijfers import Signaaltelling, tel_signalen
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

Regel = TypeVar("Regel")


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
    wie: Cijferlezer, vraag: Annotated[Termijncijfervraag, Query()], diensten: Services
) -> Response:
    """Tel per soort, partij en periode de termijnen die gehaald, te laat, verstreken of open zijn."""
    return beantwoord(diensten, BINNEN_TERMIJN, vraag, alle_aantallen=ziet_alle_aantallen(wie))


def _binnen_termijn(vraag: Termijncijfervraag, bron: Bron) -> Uitkomst:
    welke = Cijfervraag(vraag.van, vraag.tot, vraag.stap, vraag.soort, vraag.partij)
    positie, regels = binnen_termijn(
        bron.leesmodel, welke, op=bron.op, bekend=bron.bekend, regios=bron.leesmodel.regios
    )
    _, openbaar = openbaar_binnen_termijn(
        bron.leesmodel,
        welke,
        op=bron.op,
        bekend=positie if bron.bekend is None else bron.bekend,
        regios=bron.leesmodel.regios,
    )

    def groepen(regels: Iterable[BinnenTermijn]) -> dict[str, Any]:
        per_ernst: dict[str, Any] = {"stap": vraag.stap, "norm": [], "informatie": []}
        for regel in regels:
            per_ernst[regel.ernst].append(_binnen(regel))
        return _periode(vraag) | per_ernst

    return Uitkomst(positie, groepen(regels), groepen(openbaar))


@router.get("/doorlooptijden", summary="Doorlooptijden", **antwoord(DoorlooptijdenAntwoord))
def toon_doorlooptijden(
    wie: Cijferlezer, vraag: Annotated[Doorlooptijdvraag, Query()], diensten: Services
) -> Response:
    """Geef mediaan en 90e percentiel van de tijd tussen de stappen van een overdracht."""
    return beantwoord(diensten, DOORLOOPTIJDEN, vraag, alle_aantallen=ziet_alle_aantallen(wie))


def _doorlooptijden(vraag: Doorlooptijdvraag, bron: Bron) -> Uitkomst:
    positie, regels = doorlooptijden(
        bron.leesmodel,
        Cijfervraag(vraag.van, vraag.tot, vraag.stap, partij=vraag.partij),
        vraag.traject,
        op=bron.op,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
    )
    kop = _periode(vraag) | {"stap": vraag.stap}
    return _cijfers(positie, kop, regels, openbare_doorlooptijden(regels), _doorlooptijd)


@router.get(
    "/registratievertraging", summary="Registratievertraging", **antwoord(RegistratievertragingAntwoord)
)
def toon_registratievertraging(
    wie: Cijferlezer, vraag: Annotated[Registratievraag, Query()], diensten: Services
) -> Response:
    """Geef hoelang na het gebeuren handelingen zijn vastgelegd, van wat in de periode is vastgelegd."""
    return beantwoord(diensten, REGISTRATIEVERTRAGING, vraag, alle_aantallen=ziet_alle_aantallen(wie))


def _registratievertraging(vraag: Registratievraag, bron: Bron) -> Uitkomst:
    positie, regels = registratievertraging(
        bron.leesmodel,
        van=vraag.van,
        tot=vraag.tot,
        soort=vraag.soort,
        partij=vraag.partij,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
    )
    return _cijfers(positie, _periode(vraag), regels, openbare_vertraging(regels), _registratie)


@router.get("/tekortkomingen", summary="Tekortkomingen per partij", **antwoord(TekortkomingenAntwoord))
def toon_tekortkomingen(
    wie: Cijferlezer, vraag: Annotated[Tekortvraag, Query()], diensten: Services
) -> Response:
    """Geef per partij hoe vaak en in hoeveel casussen zij in de periode van een norm afweek (§6.5)."""
    return beantwoord(diensten, TEKORTKOMINGEN, vraag, alle_aantallen=ziet_alle_aantallen(wie))


def _tekortkomingen(vraag: Tekortvraag, bron: Bron) -> Uitkomst:
    welke = Signaalfilter(
        code=vraag.code, partij=vraag.partij, ernst=vraag.ernst, van=vraag.van, tot=vraag.tot
    )
    positie, regels = tel_signalen(
        bron.leesmodel, welke, op=bron.op, bekend=bron.bekend, regios=bron.leesmodel.regios
    )
    return _cijfers(positie, _periode(vraag), regels, openbare_signaaltellingen(regels), _tekortkoming)


@router.get("/onbelegd-en-betwist", summary="Onbelegd of betwist", **antwoord(ZonderHouderAntwoord))
def toon_onbelegd_en_betwist(
    _: Lijstlezer, vraag: Annotated[ZonderHouderVraag, Query()], diensten: Services
) -> Response:
    """Geef de casussen die langer dan zoveel dagen in de periode niemand hield, of die werden betwist."""
    return beantwoord(diensten, ZONDER_HOUDER, vraag)


def _zonder_houders(vraag: ZonderHouderVraag, bron: Bron) -> Uitkomst:
    na = None if vraag.cursor is None else Plaats(*vraag.cursor.plaats_als(UUID, str))
    blad = zonder_houder(
        bron.leesmodel,
        van=vraag.van,
        tot=vraag.tot,
        langer_dan=timedelta(days=vraag.dagen),
        status=vraag.status,
        op=bron.op,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
        na=na,
        limiet=vraag.page_size,
    )
    regels = [_zonder_houder(regel) for regel in blad.regels]
    inhoud = _periode(vraag) | {"dagen": vraag.dagen, "resultaten": regels}
    return Uitkomst(blad.positie, inhoud, volgende=blad.volgende)


BINNEN_TERMIJN = Vraagsoort("overzichten.binnen-termijn", "cijfers", Termijncijfervraag, _binnen_termijn)
DOORLOOPTIJDEN = Vraagsoort("overzichten.doorlooptijden", "cijfers", Doorlooptijdvraag, _doorlooptijden)
REGISTRATIEVERTRAGING = Vraagsoort(
    "overzichten.registratievertraging",
    "cijfers",
    Registratievraag,
    _registratievertraging,
    per_regio=True,
)
TEKORTKOMINGEN = Vraagsoort("overzichten.tekortkomingen", "cijfers", Tekortvraag, _tekortkomingen)
ZONDER_HOUDER = Vraagsoort("overzichten.onbelegd-en-betwist", "lijsten", ZonderHouderVraag, _zonder_houders)


def _periode(vraag: Periodevraag) -> dict[str, Any]:
    return {"van": instant_als_tekst(vraag.van), "tot": instant_als_tekst(vraag.tot)}


def _cijfers(
    positie: int,
    kop: dict[str, Any],
    regels: Iterable[Regel],
    openbaar: Iterable[Regel],
    als_dict: Callable[[Regel], dict[str, Any]],
) -> Uitkomst:
    """Give figures, with all numbers and without the small ones."""
    alle, zonder_kleine = (kop | {"resultaten": list(map(als_dict, een))} for een in (regels, openbaar))
    return Uitkomst(positie, alle, zonder_kleine)


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


def _tekortkoming(regel: Signaaltelling) -> dict[str, Any]:
    return {**asdict(regel), "partij": partij_als_dict(regel.partij)}


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
