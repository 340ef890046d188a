"""The body of a request: how large it may be, what it must be called, and the act that is in it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, TypeVar
from uuid import UUID

from fastapi import Depends, Request
from pydantic import BaseModel, Field, ValidationError

from api.http.problems import GeenJson, VerzoekTeGroot
from api.http.services import Machine, Services
from ledger.errors import Geweigerd
from ledger.faults import fouten_uit
from ledger.gebeurtenis import Aanmelding, Registeraanmelding, lees_aanmelding, lees_registeraanmelding
from ledger.inzage.noodtoegang import LANGSTE_MINUTEN, Oordeel
from ledger.values import Deel, Tekst

Gelezen = TypeVar("Gelezen", bound=BaseModel)


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


def lichaam(model: type[Gelezen]) -> Callable[..., Coroutine[Any, Any, Gelezen]]:
    """Make the dependency that reads a body of this shape; refused with every fault at once."""

    async def lees(verzoek: Request, diensten: Machine) -> Gelezen:
        ruw = await _json(verzoek, diensten)
        try:
            return model.model_validate_json(ruw, by_alias=True, by_name=False)
        except ValidationError as error:
            raise Geweigerd(fouten_uit(error)) from None

    return lees


class Noodaanvraag(Deel):
    """For which casus, for how many minutes, and why in words."""

    casus: UUID
    minuten: Annotated[int, Field(ge=1, le=LANGSTE_MINUTEN)]
    reden: Tekst


class Noodbeoordeling(Deel):
    """What the privacyfunctionaris thinks of it."""

    oordeel: Oordeel
