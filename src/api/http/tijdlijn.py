"""The timeline of a casus, as known at K, by its own agreements or by others."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.citaten import positie_van
from api.http.access import Tijdlijnlezer
from api.http.answers import TijdlijnAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, Afsprakennaam, CasusId, Kennis, Moment, Vraag, maak_router
from api.http.reading import afspraken_met, bekend_als_json, gelezen, lees_dossier, wacht
from api.http.services import Services
from projections.citaat import citeer
from projections.tijdlijn import maak_oordeel
from projections.venster import oordeel_vanaf
from projections.weergave import oordeel_als_dict

router = maak_router("/casussen/{casus}", "verantwoordelijkheid")


class Tijdlijnvraag(Vraag):
    """The query of `tijdlijn`."""

    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    afspraken: Annotated[
        Afsprakennaam | None, Field(description="Volgens deze afspraken; zonder: die van de casus zelf.")
    ] = None
    op: Annotated[
        Moment | None, Field(description="Beoordeel termijnen en signalen op dit tijdstip; zonder: bekendOp.")
    ] = None


@router.get("/tijdlijn", summary="De tijdlijn", **antwoord(TijdlijnAntwoord, 404))
def toon_tijdlijn(
    _: Tijdlijnlezer, casus: CasusId, vraag: Annotated[Tijdlijnvraag, Query()], diensten: Services
) -> Response:
    """Geef banen, termijnen en signalen van de casus, zoals bekend op tijdstip K.

    Gevouwen uit het grootboek zelf, dat altijd bij is.
    """
    afspraken = None if vraag.afspraken is None else afspraken_met(vraag.afspraken, "afspraken")
    wacht(diensten, vraag, vraag.bekend_op)
    dossier = lees_dossier(diensten.recorder, casus)
    gebeurtenissen = dossier.gebeurtenissen(vraag.bekend_op)
    with gelezen():
        oordeel = maak_oordeel(gebeurtenissen, afspraken)
    heel = oordeel.tijdlijn
    sinds, partij = diensten.recorder.sinds(casus), diensten.bereik.partij
    if sinds is not None and partij is not None:
        oordeel = oordeel_vanaf(oordeel, sinds, partij)
    bekend = gebeurtenissen[-1].vastgelegd_op if isinstance(vraag.bekend_op, int) else vraag.bekend_op
    moment = vraag.op or bekend or diensten.klok.nu()
    tot = positie_van(diensten.recorder, casus, vraag.bekend_op, dossier.positie)
    return JSONResponse(
        {
            **oordeel_als_dict(casus, moment, oordeel),
            "bekendOp": bekend_als_json(diensten, vraag.bekend_op),
            "positie": dossier.positie,
            "citaat": str(citeer(casus, moment, tot, heel)),
        }
    )
