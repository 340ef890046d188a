"""The inspection bundle of a casus: everything somebody needs who trusts nobody here."""

from __future__ import annotations

from typing import Annotated

from fastapi import Query, Request, Response
from pydantic import Field

from api.bewijs import Bundelvraag, bundel_voor, getoond_in_bundel
from api.http.access import Bundellezer
from api.http.documentation import bestand
from api.http.inzagepoort import aantekening
from api.http.params import CasusId, Vraag, maak_router
from api.http.problems import NietGevonden
from api.http.reading import eis_zichtbaar, wacht
from api.http.services import Services
from ledger.store.zegel.fouten import NogNietVerzegeld
from ledger.values import Id

router = maak_router("/casussen/{casus}", "logboek")

_ZIP = "application/zip"


class Bewijsvraag(Vraag):
    """The query of `bewijs`."""

    doel: Annotated[Id, Field(description="Waarvoor: een code, zoals inspectie. Komt in het manifest.")]
    vanaf: Annotated[
        int | None,
        Field(ge=1, le=2**53, description="Grootte van een checkpoint dat u bewaarde."),
    ] = None


@router.get("/bewijs", summary="De bewijsbundel", **bestand(_ZIP, 404))
def geef_bewijs(
    verzoek: Request,
    wie: Bundellezer,
    casus: CasusId,
    vraag: Annotated[Bewijsvraag, Query()],
    diensten: Services,
) -> Response:
    """Geef een zip met de handelingen van de casus, hun bewijzen, de tijdlijn en `verifieer.py`.

    Alles onder het laatste checkpoint; zonder vertrouwelijke delen. Offline te controleren met de publieke
    sleutel van het logboek. `404` zolang van de casus nog niets is verzegeld.
    """
    wacht(diensten, vraag)
    eis_zichtbaar(diensten, casus)
    gevraagd = Bundelvraag(
        wie=wie.actor.model_dump(mode="json"),
        doel=vraag.doel,
        moment=diensten.klok.nu(),
        vanaf=vraag.vanaf,
    )
    try:
        bundel = bundel_voor(diensten.verzegeling, casus, gevraagd)
    except NogNietVerzegeld as fout:
        raise NietGevonden(fout.code, str(fout)) from None
    aantekening(verzoek).getoond = getoond_in_bundel(casus, bundel)  # a zip cannot be read as JSON is
    koppen = {"Content-Disposition": f'attachment; filename="bewijs-{casus}.zip"'}
    return Response(bundel, headers=koppen, media_type=_ZIP)
