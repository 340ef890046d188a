"""For the machine room: how far everything is, what stands still and why. Nothing of what is in a casus."""

from __future__ import annotations

import json
from typing import Any

from fastapi import APIRouter, Request, Response

from api.http.gezondheid import toon_gezondheid
from api.http.services import Diensten, Machine
from api.pages.toegang import Beheerder
from api.pages.weergave import pagina
from ledger.store.errors import Opslagfout
from projections.leesmodel.antwoorden import Geparkeerd
from projections.leesmodel.fouten import GeenLeesmodel

router = APIRouter(prefix="/beheer", include_in_schema=False)


@router.get("")
def toon_beheer(verzoek: Request, bezoeker: Beheerder, diensten: Machine) -> Response:
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
        nu=diensten.klok.nu(),
    )


def _gezondheid(diensten: Diensten) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(bytes(toon_gezondheid(diensten).body))
    return inhoud


def _positie(diensten: Diensten) -> int | None:
    try:
        return diensten.recorder.hoogste_positie()
    except Opslagfout:
        return None


def _geparkeerd(diensten: Diensten) -> list[Geparkeerd]:
    """Give the cases that stand still: which, where and why; nothing that was recorded in them."""
    try:
        return diensten.toezicht.geparkeerde_casussen(regios=None)
    except (Opslagfout, GeenLeesmodel):
        return []
