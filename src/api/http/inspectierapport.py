"""The inspection report of a casus as a PDF: the answer at T and K, to print, to keep and to check."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from pydantic import Field

from api.http.access import Bundellezer
from api.http.documentation import bestand
from api.http.inzagepoort import aantekening
from api.http.params import BEKEND_OP, Afsprakennaam, CasusId, Kennis, Moment, Vraag, maak_router
from api.http.reading import afspraken_met, wacht
from api.http.services import Diensten, Services
from api.inspectierapport.lezen import Aanvraag, getoond_in, rapporteer

router = maak_router("/casussen/{casus}", "verantwoordelijkheid")


class Rapportvraag(Vraag):
    """The query of `rapport`: that of `tijdlijn`."""

    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None
    afspraken: Annotated[
        Afsprakennaam | None, Field(description="Volgens deze afspraken; zonder: die van de casus zelf.")
    ] = None
    op: Annotated[Moment | None, Field(description="Het gevraagde moment; zonder: bekendOp.")] = None


@router.get(
    "/rapport",
    summary="Het inspectierapport",
    **bestand(
        "application/pdf",
        404,
        koppen={"Repr-Digest": "De SHA-256 van het bestand, zoals RFC 9530 haar schrijft."},
    ),
)
def toon_rapport(
    verzoek: Request,
    _: Bundellezer,
    casus: CasusId,
    vraag: Annotated[Rapportvraag, Query()],
    diensten: Services,
) -> Response:
    """Geef het antwoord op T zoals bekend op K als rapport om te bewaren; zonder vertrouwelijke delen.

    Een PDF/A-2a en PDF/UA-1. Voor hetzelfde moment en dezelfde positie als `bekendOp` komt er, eenmaal
    verzegeld, hetzelfde bestand uit, byte voor byte.
    """
    return geef_rapport(verzoek, casus, vraag, diensten)


def geef_rapport(verzoek: Request, casus: UUID, vraag: Rapportvraag, diensten: Diensten) -> Response:
    """Make the report, and tell the read log what is in it."""
    afspraken = None if vraag.afspraken is None else afspraken_met(vraag.afspraken, "afspraken")
    wacht(diensten, vraag, vraag.bekend_op)
    aanvraag = Aanvraag(casus, diensten.klok.nu(), vraag.op, vraag.bekend_op, afspraken)
    gegevens, rapport = rapporteer(diensten.recorder, diensten.verzegeling, aanvraag)
    aantekening(verzoek).getoond = getoond_in(gegevens, rapport)  # a PDF cannot be read as JSON is
    naam = f"zicht-{casus}-{gegevens.positie}.pdf"
    koppen = {"Content-Disposition": f'inline; filename="{naam}"', "Repr-Digest": rapport.kop}
    return Response(rapport.inhoud, media_type="application/pdf", headers=koppen)
