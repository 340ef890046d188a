"""What was believed then and what is known now: over all cases, where two moments of knowledge differ."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from fastapi import Query, Response
from pydantic import Field

from api.http.access import Vergelijker
from api.http.answers_verschil import KennisverschillenAntwoord
from api.http.documentation import antwoord
from api.http.params import Kennis, maak_router
from api.http.reading import is_bekend
from api.http.services import Services
from api.http.vergelijken import Bladvraag, vergelijk_bladzijde
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from ledger.store.codec import decodeer
from ledger.store.records import VastgelegdeGebeurtenis
from projections.verschil import Onderscheid, andere_houders_in_kennis

router = maak_router("/kennis", "verantwoordelijkheden")


class Kennisvraag(Bladvraag):
    """The query of `kennis/verschillen`."""

    van: Annotated[Kennis, Field(description="Wat toen bekend was: een tijdstip of een positie.")]
    tot: Annotated[
        Kennis | None, Field(description="Wat later bekend was: een tijdstip of een positie; zonder: nu.")
    ] = None


@router.get(
    "/verschillen",
    summary="Waar latere kennis een andere houder geeft",
    **antwoord(KennisverschillenAntwoord),
)
def toon_kennisverschillen(
    _: Vergelijker, vraag: Annotated[Kennisvraag, Query()], diensten: Services
) -> Response:
    """Geef per casus de perioden waarvoor later een andere houder van zicht bleek dan toen bekend was.

    `a` is wat toen gold als bekend, `b` wat later bekend was; `oorzaken` zijn de handelingen die het
    veranderden. Alleen casussen waarvan toen al iets bekend was.
    """
    return beantwoord(diensten, KENNISVERSCHILLEN, vraag)


def _kennisverschillen(vraag: Kennisvraag, bron: Bron) -> Uitkomst:
    positie = bron.recorder.hoogste_positie() if bron.tot is None else bron.tot

    def vergelijk(rijen: Sequence[VastgelegdeGebeurtenis]) -> Sequence[Onderscheid]:
        acten = [decodeer(rij, met_vertrouwelijk=False) for rij in rijen if is_bekend(rij, vraag.tot)]
        toen = sum(is_bekend(rij, vraag.van) for rij in rijen)
        if toen == 0 or toen >= len(acten):
            return ()
        return andere_houders_in_kennis(acten[:toen], acten[toen:])

    inhoud = vergelijk_bladzijde(bron.recorder, vraag, positie, vergelijk).als_dict()
    return Uitkomst(positie, inhoud, kennis={"van": vraag.van, "tot": vraag.tot})


KENNISVERSCHILLEN = Vraagsoort("kennis.verschillen", "vergelijken", Kennisvraag, _kennisverschillen)
