"""The sealed log for others: its checkpoint, its tiles, and proofs. Hashes only.

Checkpoint and tiles are open to everybody: whoever wants to watch over the log needs nobody's leave.
"""

from __future__ import annotations

import re
from typing import Annotated

from fastapi import Path, Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.http.access import Bewijslezer
from api.http.answers_zegel import InsluitingAntwoord, SamenhangAntwoord
from api.http.documentation import antwoord, bestand
from api.http.params import GROOTSTE_POSITIE, Vraag, maak_router
from api.http.problems import NietGevonden
from api.http.services import Diensten, Services
from ledger.errors import Fout, Geweigerd
from ledger.store.zegel.stand import Gepubliceerd
from ledger.zegel.notitie import als_base64

router = maak_router("/logboek", "logboek")

_TEGELPAD = re.compile(r"\d{1,2}/(?:x\d{3}/)*\d{3}(?:\.p/\d{1,3})?")
_TEKST = "text/plain; charset=utf-8"
_ONVERANDERLIJK = {"Cache-Control": "public, max-age=31536000, immutable"}

Grootte = Annotated[int, Field(ge=1, le=GROOTSTE_POSITIE)]


def _laatste(diensten: Diensten) -> Gepubliceerd:
    laatste = diensten.verzegeling.laatste()
    if laatste is None:
        raise NietGevonden("nog-niet-verzegeld", "Er is nog geen checkpoint.")
    return laatste


@router.get("/checkpoint", summary="Het checkpoint", **bestand(_TEKST, 404, openbaar=True))
def toon_checkpoint(diensten: Services) -> Response:
    """Geef het hoofd van het logboek als ondertekende notitie (C2SP tlog-checkpoint)."""
    return Response(_laatste(diensten).notitie, media_type=_TEKST)


@router.get(
    "/tile/{pad:path}",
    summary="Een tegel",
    **bestand("application/octet-stream", 400, 404, openbaar=True),
)
def toon_tegel(
    pad: Annotated[str, Path(description="Niveau en nummer van de tegel, zoals 0/x001/234.", max_length=60)],
    diensten: Services,
) -> Response:
    """Geef een tegel met hashes van het logboek (C2SP tlog-tiles)."""
    inhoud = diensten.verzegeling.tegel(pad) if _TEGELPAD.fullmatch(pad) else None
    if inhoud is None:
        raise NietGevonden("tegel-bestaat-niet", "Deze tegel is er niet.")
    return Response(inhoud, headers=_ONVERANDERLIJK, media_type="application/octet-stream")


class Insluitingsvraag(Vraag):
    """The query of `insluiting`."""

    positie: Annotated[Grootte, Field(description="De positie van de handeling in het grootboek.")]
    grootte: Annotated[
        Grootte | None, Field(description="In het logboek van deze grootte; zonder: van het checkpoint.")
    ] = None


@router.get(
    "/insluiting",
    summary="Bewijs van insluiting",
    **antwoord(InsluitingAntwoord, 404),
)
def toon_insluiting(
    _: Bewijslezer, vraag: Annotated[Insluitingsvraag, Query()], diensten: Services
) -> Response:
    """Bewijs dat het blad van een handeling in het logboek staat (RFC 9162, 2.1.3)."""
    laatste = _laatste(diensten)
    grootte = vraag.grootte or laatste.checkpoint.grootte
    _keur(grootte, laatste, "grootte")
    _keur(vraag.positie, laatste, "positie", tot=grootte)
    (pad,) = diensten.verzegeling.insluiting([vraag.positie], grootte)
    return JSONResponse(
        {
            "index": vraag.positie - 1,
            "grootte": grootte,
            "bewijs": [als_base64(stap) for stap in pad],
            "checkpoint": laatste.notitie.decode(),
        }
    )


class Samenhangvraag(Vraag):
    """The query of `samenhang`."""

    van: Annotated[Grootte, Field(description="De grootte van een eerder checkpoint.")]
    tot: Annotated[
        Grootte | None, Field(description="De grootte van een later checkpoint; zonder: het laatste.")
    ] = None


@router.get(
    "/samenhang",
    summary="Bewijs van samenhang",
    **antwoord(SamenhangAntwoord, 404),
)
def toon_samenhang(_: Bewijslezer, vraag: Annotated[Samenhangvraag, Query()], diensten: Services) -> Response:
    """Bewijs dat het logboek sinds een eerder checkpoint alleen is aangevuld (RFC 9162, 2.1.4)."""
    laatste = _laatste(diensten)
    tot = vraag.tot or laatste.checkpoint.grootte
    _keur(tot, laatste, "tot")
    _keur(vraag.van, laatste, "van", tot=tot)
    pad = diensten.verzegeling.samenhang(vraag.van, tot)
    return JSONResponse(
        {
            "van": vraag.van,
            "tot": tot,
            "bewijs": [als_base64(stap) for stap in pad],
            "checkpoint": laatste.notitie.decode(),
        }
    )


def _keur(grootte: int, laatste: Gepubliceerd, veld: str, tot: int | None = None) -> None:
    grens = laatste.checkpoint.grootte if tot is None else tot
    if grootte > grens:
        raise Geweigerd([Fout(veld, "nog-niet-verzegeld", f"Hoogstens {grens}: verder is niet verzegeld.")])
