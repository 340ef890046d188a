"""The front page, which shows each role its way, and the word list."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.http.services import Machine
from api.pages.teksten import WOORDEN
from api.pages.toegang import Ingelogd
from api.pages.weergave import pagina

router = APIRouter(include_in_schema=False)


@router.get("/")
def toon_voordeur(verzoek: Request, bezoeker: Ingelogd, diensten: Machine) -> Response:
    """Go to where this role begins."""
    if bezoeker.mag("lijsten"):
        return RedirectResponse("/casussen", 303)
    if bezoeker.mag("beheer"):
        return RedirectResponse("/beheer", 303)
    return pagina(verzoek, diensten.instellingen, bezoeker, "voordeur.html")


@router.get("/woordenlijst")
def toon_woordenlijst(verzoek: Request, bezoeker: Ingelogd, diensten: Machine) -> Response:
    """Show the word list."""
    return pagina(verzoek, diensten.instellingen, bezoeker, "woordenlijst.html", lijst=WOORDEN)
