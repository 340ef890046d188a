"""The answer to a citation, given again: the same bytes, and what has come after it since."""

from __future__ import annotations

from typing import Annotated

from fastapi import Depends, Path, Query, Request, Response

from api.http.access import laat_toe, wie
from api.http.answers import GeciteerdAntwoord, GeciteerdeVraag
from api.http.citaatbereik import Citaatlezer
from api.http.citeerbaar import geef_geciteerd, rechten_voor
from api.http.documentation import antwoord
from api.http.params import Vraag, maak_router
from api.http.services import Machine, Services
from api.identiteit import Identiteit
from ledger.errors import Fout, Geweigerd, OngeldigeAfspraken

router = maak_router("/antwoorden", "verantwoordelijkheid")


Citaatpad = Annotated[str, Path(description="Het citaat uit een eerder antwoord.", max_length=4000)]


def _mag_herhalen(
    verzoek: Request, diensten: Machine, identiteit: Annotated[Identiteit, Depends(wie)], citaat: Citaatpad
) -> Identiteit:
    """Let in who may ask the question that is cited: to make up a citation must not give more."""
    return laat_toe(verzoek, diensten, identiteit, *rechten_voor(citaat))


class Citaatvraag(Vraag):
    """The query of `antwoorden`: nothing of its own."""


@router.get(
    "/{citaat}",
    summary="Een geciteerd antwoord, opnieuw",
    **antwoord(GeciteerdAntwoord | GeciteerdeVraag, 404),
)
def herhaal_antwoord(
    _: Annotated[Identiteit, Depends(_mag_herhalen)],
    citaat: Citaatpad,
    __: Annotated[Citaatvraag, Query()],
    diensten: Services,
) -> Response:
    """Geef hetzelfde antwoord als toen, byte voor byte, ook na latere correcties.

    In de kopregels staat wat er sindsdien is gecorrigeerd of vernietigd (van één casus de volgnummers, over
    casussen heen de eerste posities in het grootboek), en `Zicht-Gelijk: nee` als het antwoord niet meer bij
    het citaat past: dan zijn de regels of afspraken van het programma veranderd, of stond een casus stil.

    Over casussen heen zijn kleine aantallen weggelaten, ook als wie het citaat kreeg ze wel zag, en gaat het
    antwoord over de casussen die de maker van het citaat mocht zien: die regio's of die partij staan erin.
    Wie die niet allemaal mag zien, krijgt te horen dat dit geen citaat is.
    """
    try:
        herhaling = geef_geciteerd(Citaatlezer(diensten.recorder, diensten.leespool, diensten.bereik), citaat)
    except OngeldigeAfspraken as fout:
        raise Geweigerd([Fout("citaat", "onbekende-afspraken", str(fout))]) from None
    koppen = {"Zicht-Gelijk": "ja" if herhaling.gelijk else "nee"}
    for kop, nummers in (
        ("Zicht-Gecorrigeerd-Sinds", herhaling.gecorrigeerd_sinds),
        ("Zicht-Vernietigd-Sinds", herhaling.vernietigd_sinds),
    ):
        if nummers:
            koppen[kop] = ", ".join(map(str, nummers))
    return Response(herhaling.inhoud, headers=koppen, media_type="application/json")
