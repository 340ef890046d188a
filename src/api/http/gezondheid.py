"""Whether the service can do its work; open to whoever watches over it."""

from __future__ import annotations

from typing import Any

from fastapi import Response
from fastapi.responses import JSONResponse

from api.http.answers_gezondheid import GezondheidAntwoord
from api.http.documentation import antwoord
from api.http.params import maak_router
from api.http.problems import PROBLEM_JSON, Probleem
from api.http.services import Diensten, Machine
from ledger.store.errors import Migratiefout, Opslagfout, driverfouten
from ledger.store.migrations import plan
from ledger.store.sleutels.hoofdsleutel import SleutelFout
from ledger.store.zegel.fouten import UitgaveOnleesbaar
from projections.leesmodel.antwoorden import Stand
from projections.leesmodel.fouten import GeenLeesmodel

router = maak_router("", "gezondheid")

_GEDULD_S = 1.0  # who asks how it goes does not wait long for the answer
LANGSTE_ACHTERSTAND_S = 300.0
"""A read model that is further behind than this does not answer for today any more."""


@router.get("/gezondheid", summary="Hoe het gaat", **antwoord(GezondheidAntwoord, openbaar=True))
def toon_gezondheid(diensten: Machine) -> Response:
    """Geef hoe het gaat met database, migraties, leesmodel en verzegeling. Een token is niet nodig."""
    stand, kwalen = _onderzoek(diensten)
    if not kwalen:
        return JSONResponse({"status": "goed", "database": "goed", "migraties": "bijgewerkt", **stand})
    probleem = Probleem(503, "verstoord", "De dienst is verstoord", " ".join(kwalen.values()))
    return JSONResponse(
        {**probleem.als_dict(), "kwalen": list(kwalen), **stand}, 503, media_type=PROBLEM_JSON
    )


def _onderzoek(diensten: Diensten) -> tuple[dict[str, Any], dict[str, str]]:
    """Give what was measured, and by code what is wrong."""
    try:
        with driverfouten(), diensten.leespool.connection(timeout=_GEDULD_S) as verbinding:
            te_doen = plan(verbinding)
        if te_doen:
            return {}, {"migraties-achter": f"Er zijn nog {len(te_doen)} migraties niet uitgevoerd."}
        stand = diensten.toezicht.stand()
        rechten = diensten.zelfcontrole.kijk()
        zegel = _zegelstand(diensten)
        sleutels_weg = _sleutels_weg(diensten)
    except Migratiefout:
        return {}, {"migraties-passen-niet": "De migraties van database en programma passen niet bij elkaar."}
    except GeenLeesmodel as fout:
        return {}, {"geen-leesmodel": str(fout)}
    except Opslagfout:
        return {}, {"database-onbereikbaar": "De database is niet bereikbaar."}
    kwalen = {}
    if sleutels_weg:
        kwalen["hoofdsleutel-onbereikbaar"] = "De sleutels van de vertrouwelijke delen zijn niet bereikbaar."
    if stand.achterstand_s > LANGSTE_ACHTERSTAND_S:
        kwalen["leesmodel-achter"] = "Het leesmodel loopt te ver achter."
    if rechten:
        kwalen["rechten-wijken-af"] = "De rechten in de database zijn niet wat ze horen te zijn."
    bewaakt = "onbewaakt" if rechten.onbewaakt else "bewaakt"
    return {"rechten": bewaakt, "leesmodel": _als_json(stand), "verzegeling": zegel}, kwalen


def _sleutels_weg(diensten: Diensten) -> bool:
    try:
        diensten.kluis.keur()
    except SleutelFout:
        return True
    return False


def _zegelstand(diensten: Diensten) -> dict[str, Any]:
    """Tell how the seal is. When it stands still everybody can still record and read: it is no kwaal."""
    codes = list(diensten.achtergrond.fouten)
    try:
        laatste = diensten.verzegeling.laatste()
    except UitgaveOnleesbaar as fout:
        laatste, codes = None, [*codes, fout.code]
    achterstand = diensten.verzegeling.achterstand(0 if laatste is None else laatste.checkpoint.grootte)
    return {
        "status": "staat-stil" if codes else "goed",
        **({"code": codes[0]} if codes else {}),
        "grootte": 0 if laatste is None else laatste.checkpoint.grootte,
        "achterstand": achterstand.aantal,
        "achterstandSeconden": round(achterstand.seconden, 3),
    }


def _als_json(stand: Stand) -> dict[str, float]:
    return {
        "positie": stand.positie,
        "achterstand": stand.achterstand,
        "achterstandSeconden": round(stand.achterstand_s, 3),
        "geparkeerd": stand.geparkeerd,
        "oudsteGeparkeerdSeconden": round(stand.oudste_geparkeerd_s, 3),
    }
