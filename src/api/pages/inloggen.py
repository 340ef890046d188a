"""Logging in and out: by the issuer of identities, or in development as somebody who was made up."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.http.problems import NietGevonden
from api.http.services import Diensten, Machine
from api.identiteit import Identiteit
from api.pages.oidc import InloggenMislukt
from api.pages.sessies import POGING
from api.pages.toegang import (
    Formulier,
    Ingelogd,
    OnbewaaktFormulier,
    Paginadiensten,
    Paginas,
    eigen_adres,
    koeknaam,
    veilig_terug,
    wis_koek,
    zet_koek,
)
from api.pages.verzonnen import MENSEN
from api.pages.weergave import pagina

router = APIRouter(include_in_schema=False)

ANTWOORDPAD = "/inloggen/antwoord"


@router.get("/inloggen")
def toon_inloggen(verzoek: Request, diensten: Machine, paginas: Paginas, terug: str = "/") -> Response:
    """Show how to log in."""
    if paginas.aanmelder is None and not diensten.instellingen.ontwikkelt_zelf:
        raise NietGevonden("niet-gevonden", "Dit adres bestaat niet.")
    return pagina(
        verzoek,
        diensten.instellingen,
        None,
        "inloggen.html",
        mensen=() if paginas.aanmelder else tuple(MENSEN.values()),
        terug=veilig_terug(terug),
    )


@router.post("/inloggen/verzonnen")
def word_verzonnen(velden: OnbewaaktFormulier, diensten: Machine, paginas: Paginas) -> Response:
    """Log in as a made-up person: in development only, and never beside an issuer of identities."""
    gekozen = MENSEN.get(velden.get("wie", [""])[0])
    if paginas.aanmelder is not None or not diensten.instellingen.ontwikkelt_zelf or gekozen is None:
        raise NietGevonden("niet-gevonden", "Dit adres bestaat niet.")
    return _binnen(diensten, paginas, gekozen.identiteit, velden.get("terug", ["/"])[0])


@router.get("/inloggen/begin")
def begin(verzoek: Request, diensten: Machine, paginas: Paginas, terug: str = "/") -> Response:
    """Send the browser to the issuer."""
    if paginas.aanmelder is None:
        raise NietGevonden("niet-gevonden", "Dit adres bestaat niet.")
    adres, poging = paginas.aanmelder.begin(veilig_terug(terug), _antwoordadres(verzoek, diensten))
    antwoord = RedirectResponse(adres, 303)
    koek = paginas.sessies.begin_poging(poging, diensten.klok.nu())
    zet_koek(antwoord, diensten.instellingen, "poging", koek, int(POGING.total_seconds()))
    return antwoord


@router.get(ANTWOORDPAD)
def neem_antwoord(verzoek: Request, diensten: Machine, paginas: Paginas) -> Response:
    """Let in who comes back from the issuer, if it was this browser that went, and only once."""
    if paginas.aanmelder is None:
        raise NietGevonden("niet-gevonden", "Dit adres bestaat niet.")
    koek = verzoek.cookies.get(koeknaam(diensten.instellingen, "poging"), "")
    poging = paginas.sessies.neem_poging(koek, diensten.klok.nu())
    if poging is None:
        raise InloggenMislukt
    identiteit = paginas.aanmelder.voltooi(
        poging, dict(verzoek.query_params), _antwoordadres(verzoek, diensten)
    )
    antwoord = _binnen(diensten, paginas, identiteit, poging.terug)
    wis_koek(antwoord, diensten.instellingen, "poging")
    return antwoord


@router.post("/uitloggen")
def log_uit(_: Formulier, __: Ingelogd, verzoek: Request, diensten: Machine, paginas: Paginas) -> Response:
    """End the session, here and in the browser."""
    paginas.sessies.eindig(verzoek.cookies[koeknaam(diensten.instellingen, "sessie")])
    antwoord = RedirectResponse("/inloggen", 303)
    wis_koek(antwoord, diensten.instellingen, "sessie")
    antwoord.headers["Clear-Site-Data"] = '"cache"'
    return antwoord


def _binnen(diensten: Diensten, paginas: Paginadiensten, identiteit: Identiteit, terug: str) -> Response:
    """Begin a session under a new cookie and go on to the page that was asked for."""
    antwoord = RedirectResponse(veilig_terug(terug), 303)
    koek = paginas.sessies.begin(identiteit, diensten.klok.nu())
    zet_koek(antwoord, diensten.instellingen, "sessie", koek, diensten.instellingen.sessie_uren * 3600)
    return antwoord


def _antwoordadres(verzoek: Request, diensten: Diensten) -> str:
    return f"{eigen_adres(verzoek, diensten.instellingen)}{ANTWOORDPAD}"
