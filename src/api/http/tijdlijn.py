"""The timeline of a casus, as known at K, by its own agreements or by others."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.http.access import Lezer
from api.http.answers import TijdlijnAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, Afsprakennaam, CasusId, Kennis, Moment, Vraag, maak_router
from api.http.reading import afspraken_met, bekend_als_json, gelezen, keur, lees_dossier, wacht
from api.http.services import Services
from projections.tijdlijn import maak_tijdlijn
from projections.weergave import tijdlijn_als_dict

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
    _: Lezer, casus: CasusId, vraag: Annotated[Tijdlijnvraag, Query()], diensten: Services
) -> Response:
    """Geef de vijf banen van de casus, stuk voor stuk, zoals bekend op tijdstip K."""
    afspraken = None if vraag.afspraken is None else afspraken_met(vraag.afspraken, "afspraken")
    wacht(diensten, vraag, vraag.bekend_op)
    gevonden = keur(
        diensten,
        casus,
        diensten.leesmodel.tijdlijn(casus, bekend=vraag.bekend_op, regios=None),
        vraag.bekend_op,
    )
    tijdlijn, positie = gevonden.tijdlijn, gevonden.positie
    if afspraken is not None and afspraken.naam != tijdlijn.afspraken.naam:
        dossier = lees_dossier(diensten, casus)
        positie, gebeurtenissen = dossier.positie, dossier.gebeurtenissen(vraag.bekend_op)
        with gelezen():
            tijdlijn = maak_tijdlijn(gebeurtenissen, afspraken)
    uit = tijdlijn_als_dict(casus, diensten.klok.nu(), tijdlijn)
    return JSONResponse({**uit, "bekendOp": bekend_als_json(diensten, vraag.bekend_op), "positie": positie})
