"""Where the reading matters: over all cases, when two sets of agreements give different holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.http.access import Lezer
from api.http.answers import LezingverschillenAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, Afsprakennaam, Kennis, Vraag, maak_router
from api.http.reading import afspraken_met, bekend_als_json, wacht
from api.http.services import Diensten, Services
from ledger.agreements import Afspraken
from ledger.errors import Geweigerd, OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import decodeer
from projections.leesmodel.antwoorden import Bekend
from projections.tijdlijn import maak_tijdlijn
from projections.verschil import Onderscheid, andere_houders, andere_parameters

router = maak_router("/lezingen", "verantwoordelijkheden")

GROOTSTE_BLADZIJDE = 500
_BEGIN = UUID(int=0)


class Lezingenvraag(Vraag):
    """The query of `lezingen/verschillen`."""

    afspraken_a: Annotated[Afsprakennaam, Field(description="De ene lezing.")]
    afspraken_b: Annotated[Afsprakennaam, Field(description="De andere lezing.")]
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    na: Annotated[
        UUID | None,
        Field(description="`volgende` van de vorige bladzijde: de casus na welke verder te gaan."),
    ] = None
    page_size: Annotated[
        int, Field(ge=1, le=GROOTSTE_BLADZIJDE, description="Hoeveel casussen per bladzijde te vergelijken.")
    ] = 100


@router.get(
    "/verschillen", summary="Waar de lezing een andere houder geeft", **antwoord(LezingverschillenAntwoord)
)
def toon_lezingverschillen(
    _: Lezer, vraag: Annotated[Lezingenvraag, Query()], diensten: Services
) -> Response:
    """Geef per casus de perioden waarin twee lezingen een andere houder van zicht geven, met beide regels.

    Een bladzijde vergelijkt een vast aantal casussen; alleen die met een verschil staan erop. Vraag voor een
    volgende bladzijde dezelfde `bekendOp`, of de positie van de eerste, om bij één moment te blijven.
    """
    wacht(diensten, vraag, vraag.bekend_op)
    a = afspraken_met(vraag.afspraken_a, "afsprakenA")
    b = afspraken_met(vraag.afspraken_b, "afsprakenB")
    positie = vraag.bekend_op if isinstance(vraag.bekend_op, int) else diensten.recorder.hoogste_positie()
    casussen = diensten.recorder.lees_casussen(vraag.na or _BEGIN, tot=positie, limiet=vraag.page_size)
    resultaten, onleesbaar = _vergelijk(diensten, casussen, (a, b), vraag.bekend_op, positie)
    return JSONResponse(
        {
            "bekendOp": bekend_als_json(diensten, vraag.bekend_op),
            "positie": positie,
            "afsprakenA": a.naam,
            "afsprakenB": b.naam,
            "parameters": andere_parameters(a, b),
            "vergeleken": len(casussen),
            "onleesbaar": onleesbaar,
            "resultaten": resultaten,
            "volgende": str(casussen[-1]) if len(casussen) == vraag.page_size else None,
        }
    )


def _vergelijk(
    diensten: Diensten,
    casussen: Sequence[UUID],
    lezingen: tuple[Afspraken, Afspraken],
    bekend: Bekend,
    positie: int,
) -> tuple[list[dict[str, Any]], list[str]]:
    """Give the cases that differ, and those that cannot be read: one of those must not hide the others."""
    resultaten, onleesbaar = [], []
    for casus in casussen:
        try:
            verschillen = _verschillen(_acten(diensten, casus, bekend, positie), *lezingen)
        except (OnleesbareGebeurtenis, Geweigerd):
            onleesbaar.append(str(casus))
            continue
        if verschillen:
            resultaten.append({"casus": str(casus), "verschillen": [een.als_dict() for een in verschillen]})
    return resultaten, onleesbaar


def _acten(diensten: Diensten, casus: UUID, bekend: Bekend, positie: int) -> list[Gebeurtenis]:
    return [
        decodeer(rij, met_vertrouwelijk=False)
        for rij in diensten.recorder.lees_casus(casus)
        if rij.positie <= positie
        and (
            bekend is None
            or isinstance(bekend, int)
            or (rij.vastgelegd_op is not None and rij.vastgelegd_op <= bekend)
        )
    ]


def _verschillen(acten: Sequence[Gebeurtenis], a: Afspraken, b: Afspraken) -> Sequence[Onderscheid]:
    return andere_houders(maak_tijdlijn(acten, a), maak_tijdlijn(acten, b))
