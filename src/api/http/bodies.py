"""The body of a request: how large it may be, what it must be called, and the act that is in it."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Request

from api.http.problems import GeenJson, VerzoekTeGroot
from api.http.services import Services
from ledger.gebeurtenis import Aanmelding, Registeraanmelding, lees_aanmelding, lees_registeraanmelding


async def _json(verzoek: Request, diensten: Services) -> bytes:
    soort = verzoek.headers.get("content-type", "").partition(";")[0].strip().lower()
    if soort != "application/json":
        raise GeenJson
    return await lees_inhoud(verzoek, diensten.instellingen.verzoek_bytes)


async def lees_inhoud(verzoek: Request, grens: int) -> bytes:
    """Read the body, and stop reading where it gets too large: what a header promises is not trusted."""
    gezegd = verzoek.headers.get("content-length", "")
    if gezegd.isdecimal() and int(gezegd) > grens:
        raise VerzoekTeGroot(grens)
    inhoud = bytearray()
    async for deel in verzoek.stream():
        inhoud += deel
        if len(inhoud) > grens:
            raise VerzoekTeGroot(grens)
    return bytes(inhoud)


async def _aanmelding(verzoek: Request, diensten: Services) -> Aanmelding:
    return lees_aanmelding(await _json(verzoek, diensten))


async def _registeraanmelding(verzoek: Request, diensten: Services) -> Registeraanmelding:
    return lees_registeraanmelding(await _json(verzoek, diensten))


GemeldeAct = Annotated[Aanmelding, Depends(_aanmelding)]
"""The act that a request reports; refused with every fault at once."""

GemeldeRegisteract = Annotated[Registeraanmelding, Depends(_registeraanmelding)]
"""The same for the register of a region."""
