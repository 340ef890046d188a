"""Across cases: which a party held at T, as known at K, a page at a time; and how many over time."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from api.http.access import Lezer
from api.http.answers import AantallenAntwoord, VerantwoordelijkhedenAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Partijfilter, Vraag, maak_router
from api.http.reading import bekend_als_json, wacht
from api.http.services import Services
from ledger.errors import Fout, Geweigerd
from projections.leesmodel.antwoorden import Per, Telling, Verantwoordelijkheid
from projections.stuk import Baan, Status, instant_als_tekst, partij_als_dict
from projections.tijdstappen import Stap

router = maak_router("/verantwoordelijkheden", "verantwoordelijkheden")

GROOTSTE_BLADZIJDE = 500


@dataclass(frozen=True, slots=True)
class Cursor:
    """Where the next page begins, and at which T and K: all pages of a question are about one moment."""

    na: UUID
    op: datetime
    bekend: datetime | int

    def als_tekst(self) -> str:
        """Write the cursor; what is in it is not for the caller."""
        bekend = self.bekend if isinstance(self.bekend, int) else self.bekend.isoformat()
        ruw = json.dumps([self.na.hex, self.op.isoformat(), bekend])
        return base64.urlsafe_b64encode(ruw.encode()).rstrip(b"=").decode()


def _lees_cursor(ruw: object) -> Cursor:
    tekst = str(ruw)
    cursor: Cursor | None = None
    try:
        na, op, bekend = json.loads(base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4)))
        kennis = bekend if isinstance(bekend, int) else datetime.fromisoformat(bekend).astimezone(UTC)
        cursor = Cursor(UUID(na), datetime.fromisoformat(op).astimezone(UTC), kennis)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
    # only as we write it: another spelling of the same is not a cursor of ours
    if cursor is None or cursor.als_tekst() != tekst:
        raise PydanticCustomError("ongeldige-cursor", "Dit is geen cursor van deze dienst.")
    return cursor


class Houdersvraag(Vraag):
    """The query of `verantwoordelijkheden`."""

    partij: Annotated[Partijfilter | None, Field(description="Gehouden door deze partij: soort:id.")] = None
    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    status: Annotated[Status | None, Field(description="Met deze status.")] = None
    baan: Annotated[Baan, Field(description="In deze baan.")] = "zicht"
    cursor: Annotated[
        Annotated[Cursor, BeforeValidator(_lees_cursor), WithJsonSchema({"type": "string", "maxLength": 300})]
        | None,
        Field(description="`volgende` van de vorige bladzijde; die legt op en bekendOp vast."),
    ] = None
    page_size: Annotated[int, Field(ge=1, le=GROOTSTE_BLADZIJDE, description="Hoeveel op een bladzijde.")] = (
        100
    )


@router.get("", summary="Casussen van een partij", **antwoord(VerantwoordelijkhedenAntwoord))
def toon_verantwoordelijkheden(
    _: Lezer, vraag: Annotated[Houdersvraag, Query()], diensten: Services
) -> Response:
    """Geef de casussen met een stuk in de baan op tijdstip T, zoals bekend op K, op volgorde van casus."""
    cursor = vraag.cursor
    if cursor is not None:
        _past_bij(cursor, vraag)
    op = vraag.op or (cursor.op if cursor else diensten.klok.nu())
    bekend = cursor.bekend if cursor else vraag.bekend_op
    wacht(diensten, vraag, bekend)
    bladzijde = diensten.leesmodel.verantwoordelijkheden(
        op=op,
        bekend=bekend,
        regios=None,
        partij=vraag.partij,
        status=vraag.status,
        baan=vraag.baan,
        na=cursor.na if cursor else None,
        limiet=vraag.page_size,
    )
    # without K the first page says which one it is, and the others follow it
    volgende = bladzijde.volgende and Cursor(bladzijde.volgende, op, bekend or bladzijde.positie).als_tekst()
    return JSONResponse(
        {
            "op": instant_als_tekst(op),
            "bekendOp": bekend_als_json(diensten, bekend),
            "baan": vraag.baan,
            "positie": bladzijde.positie,
            "resultaten": [_regel(regel, vraag.baan) for regel in bladzijde.regels],
            "volgende": volgende,
        }
    )


def _past_bij(cursor: Cursor, vraag: Houdersvraag) -> None:
    """Refuse a page of another question: an answer in two parts must be about one moment."""
    anders = [
        veld
        for veld, gevraagd, vast in (
            ("op", vraag.op, cursor.op),
            ("bekendOp", vraag.bekend_op, cursor.bekend),
        )
        if gevraagd is not None and gevraagd != vast
    ]
    if anders:
        melding = "De cursor hoort bij een ander moment; laat dit weg of begin opnieuw."
        raise Geweigerd([Fout(veld, "cursor-past-niet", melding) for veld in anders])


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
def toon_aantallen(_: Lezer, vraag: Annotated[Aantallenvraag, Query()], diensten: Services) -> Response:
    """Tel op vaste momenten de casussen per partij of per status."""
    wacht(diensten, vraag, vraag.bekend_op)
    geteld = diensten.leesmodel.aantallen(
        van=vraag.van,
        tot=vraag.tot,
        stap=vraag.stap,
        per=vraag.per,
        bekend=vraag.bekend_op,
        regios=None,
        baan=vraag.baan,
    )
    return JSONResponse(
        {
            "van": instant_als_tekst(vraag.van),
            "tot": instant_als_tekst(vraag.tot),
            "stap": vraag.stap,
            "per": vraag.per,
            "baan": vraag.baan,
            "bekendOp": bekend_als_json(diensten, vraag.bekend_op),
            "positie": geteld.positie,
            "momenten": [instant_als_tekst(moment) for moment in geteld.momenten],
            "aantallen": [_telling(telling, vraag.per) for telling in geteld.tellingen],
        }
    )


def _telling(telling: Telling, per: Per) -> dict[str, Any]:
    if per == "status":
        groep: dict[str, Any] = {"status": telling.status}
    else:
        groep = {"partij": None if telling.partij is None else partij_als_dict(telling.partij)}
    return {"moment": instant_als_tekst(telling.moment), **groep, "aantal": telling.aantal}
