"""Across cases: which a party held at T, as known at K, a page at a time; and how many over time."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from api.http.access import Cijferlezer, Lijstlezer, ziet_alle_aantallen
from api.http.answers import AantallenAntwoord, VerantwoordelijkhedenAntwoord
from api.http.bladwijzer import Bladgrootte, Cursor
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.services import Services
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from projections.leesmodel.antwoorden import Per, Telling, Verantwoordelijkheid
from projections.leesmodel.openbaar import openbare_tellingen
from projections.stuk import Baan, Status, instant_als_tekst, partij_als_dict
from projections.tijdstappen import Stap

router = maak_router("/verantwoordelijkheden", "verantwoordelijkheden")


class Houdersvraag(Vraag):
    """The query of `verantwoordelijkheden`."""

    partij: Annotated[Partijfilter | None, Field(description="Gehouden door deze partij: soort:id.")] = None
    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    status: Annotated[Status | None, Field(description="Met deze status.")] = None
    baan: Annotated[Baan, Field(description="In deze baan.")] = "zicht"
    cursor: Cursor = None
    page_size: Bladgrootte = 100


@router.get("", summary="Casussen van een partij", **antwoord(VerantwoordelijkhedenAntwoord))
def toon_verantwoordelijkheden(
    _: Lijstlezer, vraag: Annotated[Houdersvraag, Query()], diensten: Services
) -> Response:
    """Geef de casussen met een stuk in de baan op tijdstip T, zoals bekend op K, op volgorde van casus."""
    return beantwoord(diensten, HOUDERS, vraag)


def _houders(vraag: Houdersvraag, bron: Bron) -> Uitkomst:
    bladzijde = bron.leesmodel.verantwoordelijkheden(
        op=bron.op,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
        partij=vraag.partij,
        status=vraag.status,
        baan=vraag.baan,
        na=None if vraag.cursor is None else vraag.cursor.plaats_als(UUID)[0],
        limiet=vraag.page_size,
    )
    regels = [_regel(regel, vraag.baan) for regel in bladzijde.regels]
    return Uitkomst(
        bladzijde.positie,
        {"baan": vraag.baan, "resultaten": regels},
        volgende=None if bladzijde.volgende is None else (bladzijde.volgende,),
    )


HOUDERS = Vraagsoort("verantwoordelijkheden", "lijsten", Houdersvraag, _houders)


def _regel(regel: Verantwoordelijkheid, baan: Baan) -> dict[str, Any]:
    return {
        "casus": str(regel.casus),
        "regio": regel.regio,
        "baan": baan,
        "stuk": regel.stuk.als_dict(),
        "geparkeerd": regel.geparkeerd,
    }


class Aantallenvraag(Vraag):
    """The query of `verantwoordelijkheden/aantallen`."""

    van: Annotated[Moment, Field(description="Begin van de periode.")]
    tot: Annotated[Moment, Field(description="Einde van de periode, zelf niet meer geteld.")]
    stap: Annotated[Stap, Field(description="Hoe vaak er wordt geteld, in Nederlandse tijd.")] = "maand"
    per: Annotated[Per, Field(description="Per partij of per status.")] = "status"
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    baan: Annotated[Baan, Field(description="In deze baan.")] = "zicht"


@router.get("/aantallen", summary="Aantallen door de tijd", **antwoord(AantallenAntwoord))
def toon_aantallen(
    wie: Cijferlezer, vraag: Annotated[Aantallenvraag, Query()], diensten: Services
) -> Response:
    """Tel op vaste momenten de casussen per partij of per status.

    Kleine aantallen, en waar die uit zouden volgen, alleen voor wie bij het Veilig Thuis werkt.
    """
    return beantwoord(diensten, AANTALLEN, vraag, alle_aantallen=ziet_alle_aantallen(wie))


def _aantallen(vraag: Aantallenvraag, bron: Bron) -> Uitkomst:
    geteld = bron.leesmodel.aantallen(
        van=vraag.van,
        tot=vraag.tot,
        stap=vraag.stap,
        per=vraag.per,
        bekend=bron.bekend,
        regios=bron.leesmodel.regios,
        baan=vraag.baan,
    )
    kop = {
        "van": instant_als_tekst(vraag.van),
        "tot": instant_als_tekst(vraag.tot),
        "stap": vraag.stap,
        "per": vraag.per,
        "baan": vraag.baan,
        "momenten": [instant_als_tekst(moment) for moment in geteld.momenten],
    }
    alle, openbaar = (
        kop | {"aantallen": [_telling(telling, vraag.per) for telling in tellingen]}
        for tellingen in (geteld.tellingen, openbare_tellingen(geteld.tellingen))
    )
    return Uitkomst(geteld.positie, alle, openbaar)


AANTALLEN = Vraagsoort("verantwoordelijkheden.aantallen", "cijfers", Aantallenvraag, _aantallen)


def _telling(telling: Telling, per: Per) -> dict[str, Any]:
    if per == "status":
        groep: dict[str, Any] = {"status": telling.status}
    else:
        groep = {"partij": None if telling.partij is None else partij_als_dict(telling.partij)}
    return {"moment": instant_als_tekst(telling.moment), **groep, "aantal": telling.aantal}
