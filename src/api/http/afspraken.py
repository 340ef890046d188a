"""The sets of agreements, with the sentence beside each parameter."""

from __future__ import annotations

from typing import Annotated

from fastapi import Path, Query, Response
from fastapi.responses import JSONResponse

from api.http.access import Afsprakenlezer
from api.http.answers_afspraken import AfsprakenAntwoord, AfsprakenLijst
from api.http.documentation import antwoord
from api.http.params import Afsprakennaam, Vraag, maak_router
from api.http.problems import NietGevonden
from ledger import agreements
from ledger.agreements.uitleg import kop
from ledger.errors import OngeldigeAfspraken

router = maak_router("/afspraken", "afspraken")


class Afsprakenvraag(Vraag):
    """The query of `afspraken`: nothing of its own."""


@router.get("", summary="De stellen afspraken", **antwoord(AfsprakenLijst))
def toon_alle_afspraken(_: Afsprakenlezer, __: Annotated[Afsprakenvraag, Query()]) -> Response:
    """Geef de stellen afspraken waarnaar een casus kan worden beoordeeld."""
    return JSONResponse({"resultaten": [kop(een) for een in agreements.in_gebruik().sets.values()]})


@router.get("/{naam}", summary="Een stel afspraken", **antwoord(AfsprakenAntwoord, 404))
def toon_afspraken(
    _: Afsprakenlezer,
    naam: Annotated[Afsprakennaam, Path(description="De naam van het stel afspraken.")],
    __: Annotated[Afsprakenvraag, Query()],
) -> Response:
    """Geef elke parameter van een stel afspraken, met de zin uit de bron die erachter zit."""
    try:
        gevonden = agreements.met_naam(naam)
    except OngeldigeAfspraken as fout:
        raise NietGevonden("onbekende-afspraken", str(fout)) from None
    parameters = [een.als_dict() for een in agreements.uitleg(gevonden)]
    return JSONResponse({**kop(gevonden), "parameters": parameters})
