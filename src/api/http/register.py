"""Recording acts outside any casus, in the register of a region. No person fits in it (rulebook 8)."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Response
from fastapi.responses import JSONResponse

from api.http.access import Registerhouder
from api.http.bodies import GemeldeRegisteract
from api.http.documentation import IN_REGISTER_VASTGELEGD
from api.http.params import IdempotencyKey, maak_router
from api.http.services import Services
from api.identiteit import Identiteit
from api.rollen import Verboden
from ledger.values import Id

router = maak_router("/registers", "registers")

Regio = Annotated[Id, Path(description="Het id van het Veilig Thuis van de regio.")]


@router.post(
    "/{regio}/handelingen", status_code=201, summary="In het register vastleggen", **IN_REGISTER_VASTGELEGD
)
def leg_vast_in_register(
    wie: Registerhouder,
    regio: Regio,
    aanmelding: GemeldeRegisteract,
    diensten: Services,
    sleutel: IdempotencyKey = None,
) -> Response:
    """Leg een advies, plustaken, een activiteit of een bericht aan een gemeente vast.

    Alleen voor wie bij het Veilig Thuis van die regio werkt. Persoonsgegevens worden geweigerd.
    """
    if not is_van(wie, regio):
        raise Verboden
    vastlegging = diensten.registers.leg_vast(regio, aanmelding, wie.actor, sleutel=sleutel)
    return JSONResponse({**vastlegging.handeling.als_dict(), "positie": vastlegging.positie}, 201)


def is_van(wie: Identiteit, regio: str | None) -> bool:
    """Whether somebody works at the Veilig Thuis of this region."""
    organisatie = wie.organisatie
    return wie.rol == "medewerker-vt" and (organisatie.soort, organisatie.id) == ("veilig-thuis", regio)
