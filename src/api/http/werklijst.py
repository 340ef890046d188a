"""What waits for a party: its unfinished terms at T, as known at K, as tasks by urgency."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from types import NoneType
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from api.agenda import MEDIATYPE, maak_agenda
from api.http.access import Lijstlezer
from api.http.answers_werklijst import WerklijstAntwoord
from api.http.bladwijzer import GROOTSTE_BLADZIJDE, Bladgrootte, Cursor
from api.http.documentation import antwoord, bestand
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.reading import wacht
from api.http.services import Diensten, Services
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from projections.citaat import geen_citaat
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.termijnvragen import Casustermijn, Termijnplaats
from projections.leesmodel.werklijst import Werkfilter, tel_werk, werklijst
from projections.werk import BIJNA_DAGEN, Taak, Urgentie, taak_van, urgentie
from projections.zegswijzen import termijnnaam

router = maak_router("/werklijst", "werklijst")


class Werklijstvraag(Vraag):
    """The query of `werklijst`."""

    partij: Annotated[
        Partijfilter | None, Field(description="Wat wacht op deze partij: soort:id; zonder: op de uwe.")
    ] = None
    taak: Annotated[Taak | None, Field(description="Alleen deze taak.")] = None
    urgentie: Annotated[Urgentie | None, Field(description="Alleen met deze urgentie op tijdstip T.")] = None
    bijna_dagen: Annotated[
        int, Field(ge=0, le=365, description="Hoeveel dagen voor het einde een termijn bijna is verstreken.")
    ] = BIJNA_DAGEN
    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    cursor: Cursor = None
    page_size: Bladgrootte = 100


@router.get("", summary="Wat er op een partij wacht", **antwoord(WerklijstAntwoord))
def toon_werklijst(
    wie: Lijstlezer, vraag: Annotated[Werklijstvraag, Query()], diensten: Services
) -> Response:
    """Geef wat op tijdstip T op een partij wacht, zoals bekend op K: wat het langst is verstreken eerst.

    Elke regel is een termijn die open of verstreken is; wat geen uiterste datum heeft, komt achteraan.
    `aantallen` telt alles wat wacht, per taak en urgentie, welke bladzijde of selectie ook is gevraagd.
    """
    eigen = vraag.model_copy(update={"partij": vraag.partij or wie.organisatie})
    return beantwoord(diensten, WERKLIJST, eigen)


class Agendavraag(Vraag):
    """The query of `agenda`."""

    partij: Annotated[
        Partijfilter | None, Field(description="Wat wacht op deze partij: soort:id; zonder: op de uwe.")
    ] = None
    taak: Annotated[Taak | None, Field(description="Alleen deze taak.")] = None
    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None


@router.get("/agenda", summary="Wat er op een partij wacht, als agenda", **bestand(MEDIATYPE))
def toon_agenda(wie: Lijstlezer, vraag: Annotated[Agendavraag, Query()], diensten: Services) -> Response:
    """Geef elke termijn van de werklijst met een uiterste datum als iCalendar (RFC 5545), zonder namen.

    Wat aan het einde van een dag afloopt, staat op die dag, de hele dag.
    """
    wacht(diensten, vraag, vraag.bekend_op)
    op = vraag.op or diensten.klok.nu()
    welke = Werkfilter(vraag.partij or wie.organisatie, vraag.taak)
    inhoud = maak_agenda(_alle(diensten, welke, op, vraag.bekend_op), op)
    koppen = {"Content-Disposition": 'inline; filename="zicht.ics"'}
    return Response(inhoud, media_type=f"{MEDIATYPE}; charset=utf-8", headers=koppen)


def _alle(diensten: Diensten, welke: Werkfilter, op: datetime, bekend: Bekend) -> Iterator[Casustermijn]:
    """Give all that waits, page after page, as known when the first page was."""
    na: Termijnplaats | None = None
    while True:
        blad = werklijst(
            diensten.leesmodel,
            welke,
            op=op,
            bekend=bekend,
            regios=diensten.leesmodel.regios,
            na=na,
            limiet=GROOTSTE_BLADZIJDE,
        )
        yield from blad.regels
        na = blad.volgende
        if na is None:
            return
        bekend = blad.positie if bekend is None else bekend


def _werklijst(vraag: Werklijstvraag, bron: Bron) -> Uitkomst:
    if vraag.partij is None:
        raise geen_citaat()  # every answer was about a party
    na = None
    if vraag.cursor is not None:
        na = Termijnplaats(*vraag.cursor.plaats_als((datetime, NoneType), UUID, int))
    bijna = timedelta(days=vraag.bijna_dagen)
    welke = Werkfilter(vraag.partij, vraag.taak, vraag.urgentie, bijna)
    blad = werklijst(
        bron.leesmodel,
        welke,
        op=bron.op,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
        na=na,
        limiet=vraag.page_size,
    )
    # as known when the page was: an act may have come in between
    bekend = blad.positie if bron.bekend is None else bron.bekend
    _, geteld = tel_werk(bron.leesmodel, welke, op=bron.op, bekend=bekend, regios=bron.leesmodel.regios)
    inhoud = {
        "partij": vraag.partij.model_dump(),
        "bijnaDagen": vraag.bijna_dagen,
        "aantallen": [
            {"taak": taak, "urgentie": hoe, "aantal": aantal} for (taak, hoe), aantal in geteld.items()
        ],
        "resultaten": [_regel(regel, bron.op, bijna) for regel in blad.regels],
    }
    return Uitkomst(blad.positie, inhoud, volgende=blad.volgende)


WERKLIJST = Vraagsoort("werklijst", "lijsten", Werklijstvraag, _werklijst)


def _regel(regel: Casustermijn, op: datetime, bijna: timedelta) -> dict[str, Any]:
    termijn = regel.termijn
    return {
        "casus": str(regel.casus),
        "regio": regel.regio,
        "geparkeerd": regel.geparkeerd,
        "taak": taak_van(termijn.soort),
        "urgentie": urgentie(termijn.uiterlijk, op, bijna),
        "wat": termijnnaam(termijn.soort),
        "termijn": termijn.als_dict(op),
    }
