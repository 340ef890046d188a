"""Who looked at a casus: the lines of the read log in plain Dutch, for who may read them."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.inzage import Casuslogvraag, zoek_inzage
from api.http.params import CasusId
from api.http.services import Services
from api.pages.toegang import Logboeklezer
from api.pages.weergave import met_vraag, pagina
from projections.inzage.zinnen import inzagezin

router = APIRouter(include_in_schema=False)


@router.get("/inzage")
def zoek_logboek(_: Logboeklezer, verzoek: Request) -> Response:
    """Go to the page of the casus whose number was filled in."""
    casus = verzoek.query_params.get("casus", "").strip()
    return RedirectResponse(f"/casussen/{quote(casus, safe='')}/inzage", 303)


@router.get("/casussen/{casus}/inzage")
def toon_inzagepagina(
    verzoek: Request,
    bezoeker: Logboeklezer,
    casus: CasusId,
    vraag: Annotated[Casuslogvraag, Query()],
    diensten: Services,
) -> Response:
    """Show who looked at the casus, or wanted to, in order of time; this page itself is in it next time."""
    gevonden = zoek_inzage(diensten, bezoeker.identiteit, casus, vraag)
    adres = f"/casussen/{casus}/inzage"
    gekozen = vraag.model_dump(by_alias=True, exclude_defaults=True)
    verder = None if gevonden.volgende is None else met_vraag(adres, gekozen | {"na": gevonden.volgende})
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "inzage.html",
        casus=casus,
        regels=[(een.regel, inzagezin(een)) for een in gevonden.regels],
        volledig=gevonden.volledig,
        verder=verder,
        begin=met_vraag(adres, gekozen | {"na": None}) if vraag.na else None,
        medewerker=vraag.medewerker,
        logboek=adres,
    )
