"""Over all cases: which casussen there are, who holds them at a moment, and the way to one of them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from api.http.params import Kennis, Moment, Partijfilter, Vraag
from api.http.problems import NietGevonden
from api.http.reading import wacht
from api.http.services import Services
from api.pages.casusvraag import lees_lokaal
from api.pages.toegang import Lijstlezer
from api.pages.weergave import met_vraag, pagina
from projections.stuk import STATUSSEN, Baan, Status
from projections.zegswijzen import STATUSNAMEN

router = APIRouter(include_in_schema=False)

_BLADZIJDE = 50
_PAD = "/casussen"


class Casussenvraag(Vraag):
    """The query of the list of cases."""

    op: Moment | None = None
    bekend_op: Kennis | None = None
    partij: Partijfilter | None = None
    status: Status | None = None
    baan: Baan = "zicht"
    na: UUID | None = None
    limiet: Annotated[int, Field(ge=1, le=200)] = _BLADZIJDE


@router.get(_PAD)
def toon_casussenpagina(
    verzoek: Request, bezoeker: Lijstlezer, vraag: Annotated[Casussenvraag, Query()], diensten: Services
) -> Response:
    """Show the cases that have a piece in a lane at T, a page at a time."""
    wacht(diensten, vraag, vraag.bekend_op)
    op = vraag.op or diensten.klok.nu()
    blad = diensten.leesmodel.verantwoordelijkheden(
        op=op,
        bekend=vraag.bekend_op,
        regios=None,
        partij=vraag.partij,
        status=vraag.status,
        baan=vraag.baan,
        na=vraag.na,
        limiet=vraag.limiet,
    )
    gevraagd = {
        "op": vraag.op,
        "bekendOp": vraag.bekend_op,
        "partij": vraag.partij,
        "status": vraag.status,
        "baan": None if vraag.baan == "zicht" else vraag.baan,
    }
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "casussen.html",
        blad=blad,
        op=op,
        vraag=vraag,
        statussen=STATUSSEN,
        statusnamen=STATUSNAMEN,
        link=lambda **anders: met_vraag(_PAD, {**gevraagd, **anders}),
    )


@router.get("/casussen/zoek")
def zoek(_: Lijstlezer, verzoek: Request) -> Response:
    """Go to the casus that was typed, or to the list with the filters that were chosen."""
    vraag = verzoek.query_params
    if (getypt := vraag.get("casus", "").strip()) != "":
        try:
            return RedirectResponse(f"{_PAD}/{UUID(getypt)}", 303)
        except ValueError:
            raise NietGevonden(
                "onbekende-casus", "Een casus is een kenmerk van 36 tekens, met streepjes."
            ) from None
    gekozen = {naam: waarde for naam, waarde in vraag.items() if waarde and naam != "casus"}
    if "op" in gekozen:
        return RedirectResponse(
            met_vraag(_PAD, {**gekozen, "op": lees_lokaal(gekozen["op"], tot_en_met=False)}), 303
        )
    return RedirectResponse(met_vraag(_PAD, gekozen), 303)
