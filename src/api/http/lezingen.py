"""Where the reading matters: over all cases, when two sets of agreements give different holders."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from api.http.access import Vergelijker
from api.http.answers_verschil import LezingverschillenAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, Afsprakennaam, Kennis, maak_router
from api.http.reading import afspraken_met, is_bekend
from api.http.services import Services
from api.http.vergelijken import Bladvraag, vergelijk_bladzijde
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from ledger.store.codec import decodeer
from ledger.store.records import VastgelegdeGebeurtenis
from projections.tijdlijn import maak_tijdlijn
from projections.verschil import Onderscheid, andere_houders, andere_parameters

router = maak_router("/lezingen", "verantwoordelijkheden")


class Lezingenvraag(Bladvraag):
    """The query of `lezingen/verschillen`."""

    afspraken_a: Annotated[Afsprakennaam, Field(description="De ene lezing.")]
    afspraken_b: Annotated[Afsprakennaam, Field(description="De andere lezing.")]
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None


@router.get(
    "/verschillen", summary="Waar de lezing een andere houder geeft", **antwoord(LezingverschillenAntwoord)
)
def toon_lezingverschillen(
    _: Vergelijker, vraag: Annotated[Lezingenvraag, Query()], diensten: Services
) -> Response:
    """Geef per casus de perioden waarin twee lezingen een andere houder van zicht geven, met beide regels.

    Een bladzijde vergelijkt een vast aantal casussen; alleen die met een verschil staan erop. Vraag voor een
    volgende bladzijde dezelfde `bekendOp`, of de positie van de eerste, om bij één moment te blijven.
    """
    return beantwoord(diensten, LEZINGVERSCHILLEN, vraag)


def _lezingverschillen(vraag: Lezingenvraag, bron: Bron) -> Uitkomst:
    a = afspraken_met(vraag.afspraken_a, "afsprakenA")
    b = afspraken_met(vraag.afspraken_b, "afsprakenB")
    positie = bron.recorder.hoogste_positie() if bron.tot is None else bron.tot

    def vergelijk(rijen: Sequence[VastgelegdeGebeurtenis]) -> Sequence[Onderscheid]:
        acten = [decodeer(r, met_vertrouwelijk=False) for r in rijen if is_bekend(r, bron.bekend)]
        return andere_houders(maak_tijdlijn(acten, a), maak_tijdlijn(acten, b))

    inhoud = {
        "afsprakenA": a.naam,
        "afsprakenB": b.naam,
        "parameters": andere_parameters(a, b),
        **vergelijk_bladzijde(bron.recorder, vraag, positie, vergelijk).als_dict(),
    }
    return Uitkomst(positie, inhoud)


LEZINGVERSCHILLEN = Vraagsoort("lezingen.verschillen", "vergelijken", Lezingenvraag, _lezingverschillen)
