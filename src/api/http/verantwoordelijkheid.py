"""Who was responsible for a casus at T, as known at K, and why."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.citaten import positie_van
from api.http.access import Lezer
from api.http.answers import VerantwoordelijkheidAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, CasusId, Kennis, Moment, Vraag, maak_router
from api.http.problems import NietGevonden
from api.http.reading import bekend_als_json, eis_binnen, keur, wacht
from api.http.services import Services
from projections.citaat import citeer_houders
from projections.houder import houders_op
from projections.stuk import BANEN, Baan, instant_als_tekst

router = maak_router("/casussen/{casus}", "verantwoordelijkheid")


class Verantwoordelijkheidsvraag(Vraag):
    """The query of `verantwoordelijkheid`."""

    op: Annotated[Moment | None, Field(description=OP)] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    baan: Annotated[Baan | None, Field(description="Alleen deze baan; zonder: alle vijf.")] = None


@router.get(
    "/verantwoordelijkheid",
    summary="Wie verantwoordelijk was",
    **antwoord(VerantwoordelijkheidAntwoord, 404),
)
def toon_verantwoordelijkheid(
    _: Lezer, casus: CasusId, vraag: Annotated[Verantwoordelijkheidsvraag, Query()], diensten: Services
) -> Response:
    """Geef per baan wie verantwoordelijk was op tijdstip T, zoals bekend op tijdstip K, en waarom.

    Niemand: `null`. Voor de eerste melding is er geen antwoord (404).
    """
    wacht(diensten, vraag, vraag.bekend_op)
    op = vraag.op or diensten.klok.nu()
    eis_binnen(diensten, casus, op)
    gevonden = keur(
        diensten,
        casus,
        diensten.leesmodel.verantwoordelijkheid(
            casus, op=op, bekend=vraag.bekend_op, regios=diensten.leesmodel.regios
        ),
        vraag.bekend_op,
    )
    houders = houders_op(gevonden.tijdlijn, op)
    if houders["zicht"] is None:
        raise NietGevonden("nog-geen-melding", "Op dat tijdstip was er, zoals toen bekend, nog geen melding.")
    positie = gevonden.laatst_bekend
    if positie is None:  # K is none or a position, or who asks does not see all acts
        positie = positie_van(diensten.recorder, casus, vraag.bekend_op, gevonden.positie)
    afspraken = gevonden.tijdlijn.afspraken.naam
    banen = BANEN if vraag.baan is None else (vraag.baan,)
    return JSONResponse(
        {
            "casus": str(casus),
            "op": instant_als_tekst(op),
            "bekendOp": bekend_als_json(diensten, vraag.bekend_op),
            "positie": gevonden.positie,
            "afspraken": afspraken,
            "citaat": str(citeer_houders(casus, op, positie, afspraken, houders)),
            **{baan: houders[baan] for baan in banen},
        }
    )
