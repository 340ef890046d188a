"""Which casussen are due for destruction; no personal data in it."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.bewaartermijnen import verlopen
from api.http.access import Vernietiger
from api.http.answers import BewaartermijnenAntwoord
from api.http.documentation import antwoord
from api.http.params import Moment, Vraag, maak_router
from api.http.services import Services
from projections.stuk import instant_als_tekst

router = maak_router("/bewaartermijnen", "vernietiging")

GROOTSTE_BLADZIJDE = 500


class Bewaarvraag(Vraag):
    """The query of what is due."""

    op: Annotated[Moment | None, Field(description="Wat dan verlopen is; zonder: nu.")] = None
    na: Annotated[
        UUID | None, Field(description="`volgende` van de vorige bladzijde: verder na deze casus.")
    ] = None
    page_size: Annotated[
        int, Field(ge=1, le=GROOTSTE_BLADZIJDE, description="Hoeveel casussen per bladzijde te bekijken.")
    ] = 100


@router.get("", summary="Wat vernietigd moet worden", **antwoord(BewaartermijnenAntwoord))
def toon_bewaartermijnen(
    verzoek: Request, _: Vernietiger, vraag: Annotated[Bewaarvraag, Query()], diensten: Services
) -> Response:
    """Geef van de eigen organisatie de casussen waarvan de bewaartermijn voorbij is.

    Gerekend vanaf de laatste vastlegging. Vernietigen doet dit niet: dat is een `PersoonsgegevensVernietigd`.
    """
    op = vraag.op or diensten.klok.nu()
    positie = diensten.recorder.hoogste_positie()
    bladzijde = verlopen(
        diensten.recorder,
        diensten.bewaarboek,
        op,
        regios=verzoek.state.bereik.regios,
        na=vraag.na,
        limiet=vraag.page_size,
    )
    return JSONResponse({"op": instant_als_tekst(op), "positie": positie, **bladzijde.als_dict()})
