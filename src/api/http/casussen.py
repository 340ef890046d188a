"""Recording acts, and the history of a casus as it was recorded."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.http import VOORVOEGSEL
from api.http.access import Casuslezer, Geschiedenislezer, Opener, Vastlegger
from api.http.answers import CasusAntwoord
from api.http.bodies import GemeldeAct
from api.http.documentation import CASUS_GEOPEND, GESCHIEDENIS, HANDELING_VASTGELEGD, antwoord
from api.http.params import BEKEND_OP, CasusId, IdempotencyKey, IfMatch, Kennis, Vraag, maak_router
from api.http.reading import (
    bekend_als_json,
    eis_zichtbaar,
    gelezen,
    keur,
    lees_dossier,
    wacht,
    zichtbare_acten,
)
from api.http.services import Services
from api.rollen import Verboden, heeft, mag_vastleggen
from ledger.errors import OnbekendeCasus
from ledger.vastleggen import Vastlegging
from projections.geschiedenis import maak_geschiedenis
from projections.venster import regels_binnen

router = maak_router("/casussen", "casussen")


@router.post("", status_code=201, summary="Een casus openen", **CASUS_GEOPEND)
def open_casus(
    wie: Opener, aanmelding: GemeldeAct, diensten: Services, sleutel: IdempotencyKey = None
) -> Response:
    """Leg de eerste `MeldingOntvangen` van een nieuwe casus vast."""
    vastlegging = diensten.vastlegger.open_casus(aanmelding, wie.actor, sleutel=sleutel)
    return _vastgelegd(vastlegging, Location=f"{VOORVOEGSEL}/casussen/{vastlegging.gebeurtenis.casus}")


@router.post(
    "/{casus}/gebeurtenissen", status_code=201, summary="Een handeling vastleggen", **HANDELING_VASTGELEGD
)
def leg_vast(  # noqa: PLR0913, PLR0917 — a parameter of the request each
    wie: Vastlegger,
    casus: CasusId,
    aanmelding: GemeldeAct,
    diensten: Services,
    verwacht: IfMatch = None,
    sleutel: IdempotencyKey = None,
) -> Response:
    """Leg een handeling vast in een bestaande casus. Elke fout in het verzoek wordt in één keer genoemd.

    Een team of instelling legt vast wat zij zelf deed, Veilig Thuis ook wat een ander haar meldde.
    `PersoonsgegevensVernietigd` vernietigt wat het noemt, voorgoed en in dezelfde transactie; daarvoor is een
    eigen recht nodig.
    """
    if not mag_vastleggen(wie, aanmelding.soort):
        raise Verboden
    eis_zichtbaar(diensten, casus)
    return _vastgelegd(
        diensten.vastlegger.leg_vast(casus, aanmelding, wie.actor, verwacht=verwacht, sleutel=sleutel)
    )


def _vastgelegd(vastlegging: Vastlegging, **koppen: str) -> Response:
    gebeurtenis = vastlegging.gebeurtenis
    inhoud = {**gebeurtenis.als_dict(), "positie": vastlegging.positie}
    return JSONResponse(inhoud, 201, {"ETag": _etag(gebeurtenis.volgnummer), **koppen})


def _etag(volgnummer: int) -> str:
    """Give the strong entity tag of a casus: its last volgnummer."""
    return f'"{volgnummer}"'


@router.get("/{casus}", summary="Een casus", **antwoord(CasusAntwoord, 404, etag=True))
def toon_casus(
    _: Casuslezer, casus: CasusId, vraag: Annotated[Vraag, Query()], diensten: Services
) -> Response:
    """Geef in welke regio de casus loopt en hoe ver zij is."""
    wacht(diensten, vraag)
    gevonden = keur(
        diensten, casus, diensten.leesmodel.tijdlijn(casus, regios=diensten.leesmodel.regios), None
    )
    inhoud = {
        "casus": str(casus),
        "regio": gevonden.regio,
        "volgnummer": gevonden.volgnummer,
        "positie": gevonden.positie,
    }
    return JSONResponse(inhoud, headers={"ETag": _etag(gevonden.volgnummer)})


class Geschiedenisvraag(Vraag):
    """The query of the history."""

    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None


@router.get("/{casus}/gebeurtenissen", summary="De geschiedenis", **GESCHIEDENIS)
def toon_geschiedenis(
    wie: Geschiedenislezer, casus: CasusId, vraag: Annotated[Geschiedenisvraag, Query()], diensten: Services
) -> Response:
    """Geef elke handeling zoals vastgelegd, met wat er sindsdien van is geworden.

    Vertrouwelijke delen alleen voor wie ze mag zien. Een partij aan wie de casus is overgedragen ziet wat er
    sinds die overdracht gebeurde.
    """
    wacht(diensten, vraag, vraag.bekend_op)
    dossier = lees_dossier(diensten.recorder, casus)
    kluis = diensten.kluis if heeft(wie, "vertrouwelijk") else None
    gebeurtenissen = dossier.gebeurtenissen(vraag.bekend_op, kluis=kluis)
    with gelezen():
        regels = maak_geschiedenis(gebeurtenissen)
    # who writes on from here needs the casus as it is, not as it was known at K
    volledig = len(regels) == len(dossier.rijen)
    koppen = {"ETag": _etag(len(regels))} if volledig else {}
    if (zichtbaar := zichtbare_acten(diensten, casus)) is not None:
        regels = regels_binnen(regels, zichtbaar)
        if not regels:
            raise OnbekendeCasus
    inhoud = {
        "casus": str(casus),
        "bekendOp": bekend_als_json(diensten, vraag.bekend_op),
        "positie": dossier.positie,
        "gebeurtenissen": [regel.als_dict() for regel in regels],
    }
    return JSONResponse(inhoud, headers=koppen)
