"""For the machine room: how far everything is, what stands still and why. Nothing of what is in a casus."""

from __future__ import annotations

import json
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.gezondheid import toon_gezondheid
from api.http.params import Vraag
from api.http.services import Diensten, Machine
from api.pages.toegang import Beheerder, Formulier, Paginas
from api.pages.weergave import met_vraag, pagina
from ledger.store.errors import Opslagfout
from projections.leesmodel.antwoorden import Geparkeerd, Herbouwstand
from projections.leesmodel.fouten import GeenLeesmodel, HerbouwBezig

router = APIRouter(prefix="/beheer", include_in_schema=False)

_PAD = "/beheer"


class Beheervraag(Vraag):
    """The query of the page: what was done just now."""

    gedaan: Literal["herkans", "herbouw", "herbouw-bezig"] | None = None


@router.get("")
def toon_beheer(
    verzoek: Request, bezoeker: Beheerder, vraag: Annotated[Beheervraag, Query()], diensten: Machine
) -> Response:
    """Show how the service is, also when it is not well."""
    gezondheid = _gezondheid(diensten)
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "beheer.html",
        gezondheid=gezondheid,
        positie=_positie(diensten),
        geparkeerd=_geparkeerd(diensten),
        herbouw=_herbouw(diensten),
        gedaan=vraag.gedaan,
        nu=diensten.klok.nu(),
    )


@router.post("/herkans")
def herkans_geparkeerd(_: Beheerder, __: Formulier, paginas: Paginas) -> Response:
    """Try every case that stands still once more, as after a repair."""
    paginas.herbouwer.herkans()
    return RedirectResponse(met_vraag(_PAD, {"gedaan": "herkans"}), 303)


@router.post("/herbouw")
def begin_herbouw(_: Beheerder, __: Formulier, paginas: Paginas) -> Response:
    """Begin a rebuild of the read model, unless one runs, here or in another program; do not wait for it."""
    gedaan = "herbouw"
    try:
        paginas.herbouwer.begin()
    except HerbouwBezig:
        gedaan = "herbouw-bezig"
    return RedirectResponse(met_vraag(_PAD, {"gedaan": gedaan}), 303)


def _herbouw(diensten: Diensten) -> Herbouwstand | None:
    try:
        return diensten.toezicht.herbouwstand()
    except Opslagfout:
        return None


def _gezondheid(diensten: Diensten) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(bytes(toon_gezondheid(diensten).body))
    return inhoud


def _positie(diensten: Diensten) -> int | None:
    try:
        return diensten.recorder.hoogste_positie()
    except Opslagfout:
        return None


def _geparkeerd(diensten: Diensten) -> list[Geparkeerd]:
    """Give the cases that stand still: at which act and why; nothing that was recorded in them.

    The page names them by the position of that act, which is what a repair needs.
    """
    try:
        return diensten.toezicht.geparkeerde_casussen(regios=None)
    except (Opslagfout, GeenLeesmodel):
        return []
