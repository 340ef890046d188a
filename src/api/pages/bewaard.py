"""The questions that somebody keeps: to open again, to add to from a list or overview, and to remove."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from api.http.services import Machine
from api.pages.bewaarde_vragen import MEESTE, adres_van, is_naam
from api.pages.toegang import Bezoeker, Formulier, Ingelogd, Paginadiensten, Paginas
from api.pages.weergave import pagina
from ledger.settings import Instellingen

router = APIRouter(prefix="/bewaard", include_in_schema=False)

_GEEN_NAAM = "Een naam is hoogstens 40 letters, cijfers, spaties en streepjes, en geen persoonsgegeven."
_GEEN_ADRES = "Alleen een lijst of overzicht kan worden bewaard, zonder casus erin."
_BEZET = f"Deze naam gebruikt u al, of u bewaart al {MEESTE} vragen. Kies een andere naam of ruim op."


@router.get("")
def toon_bewaard(verzoek: Request, bezoeker: Ingelogd, diensten: Machine, paginas: Paginas) -> Response:
    """Show what who is logged in keeps."""
    return _pagina(verzoek, diensten.instellingen, bezoeker, paginas)


@router.post("")
def bewaar_vraag(
    velden: Formulier, verzoek: Request, bezoeker: Ingelogd, diensten: Machine, paginas: Paginas
) -> Response:
    """Keep the address of a list or overview under a name."""
    naam = " ".join(velden.get("naam", [""])[0].split())
    gegeven = velden.get("adres", [""])[0]
    adres = adres_van(gegeven)
    fout = None
    if adres is None:
        fout = _GEEN_ADRES
    elif not is_naam(naam):
        fout = _GEEN_NAAM
    elif not paginas.vragen.bewaar(bezoeker.identiteit, naam, adres, diensten.klok.nu()):
        fout = _BEZET
    if fout is None:
        return RedirectResponse("/bewaard", 303)
    return _pagina(
        verzoek, diensten.instellingen, bezoeker, paginas, fout=fout, adres=adres, getypt=naam, status=400
    )


@router.post("/weg")
def verwijder_vraag(velden: Formulier, bezoeker: Ingelogd, paginas: Paginas) -> Response:
    """Keep a question no longer."""
    with suppress(ValueError):  # no question has such an id, so it is gone already
        paginas.vragen.verwijder(bezoeker.identiteit, UUID(velden.get("vraag", [""])[0]))
    return RedirectResponse("/bewaard", 303)


def _pagina(  # noqa: PLR0913 — what a page is made of
    verzoek: Request,
    instellingen: Instellingen,
    bezoeker: Bezoeker,
    paginas: Paginadiensten,
    *,
    fout: str | None = None,
    adres: str | None = None,
    getypt: str = "",
    status: int = 200,
) -> Response:
    return pagina(
        verzoek,
        instellingen,
        bezoeker,
        "bewaard.html",
        status=status,
        vragen=paginas.vragen.van(bezoeker.identiteit),
        fout=fout,
        te_bewaren=adres,
        getypt=getypt,
    )
