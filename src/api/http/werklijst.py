"""What waits for a party: its unfinished terms at T, as known at K, as tasks by urgency."""

from __future__ import annotations

from datetime import datetime, timedelta
from types import NoneType
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from api.http.access import Lijstlezer
from api.http.answers_werklijst import WerklijstAntwoord
from api.http.bladwijzer import Bladgrootte, Cursor
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.services import Services
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from projections.citaat import geen_citaat
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


def _werklijst(vraag: Werklijstvraag, bron: Bron) -> Uitkomst:
    if vraag.partij is None:
        raise geen_citaat()  # every answer was about a party
    na = None
    if vraag.cursor is not None:
        na = Termijnplaats(*vraag.cursor.plaats_als((datetime, NoneType), UUID, int))
    bijna = timedelta(days=vraag.bijna_dagen)
    welke = Werkfilter(vraag.partij, vraag.taak, vraag.urgentie, bijna)
    blad = werklijst(
        bron.leesmodel, welke, op=bron.op, bekend=bron.bekend, regios=None, na=na, limiet=vraag.page_size
    )
    # as known when the page was: an act may have come in between
    bekend = blad.positie if bron.bekend is None else bron.bekend
    _, geteld = tel_werk(bron.leesmodel, welke, op=bron.op, bekend=bekend, regios=None)
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
