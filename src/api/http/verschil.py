"""Where two timelines of a casus differ: two moments of knowledge, or two readings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from pydantic import Field

from api.http.access import Vergelijker
from api.http.answers_verschil import VerschilAntwoord
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, Afsprakennaam, CasusId, Kennis, Vraag, maak_router
from api.http.reading import Dossier, afspraken_met, gelezen, lees_dossier
from api.http.services import Services
from api.http.vraagsoort import Bron, Uitkomst, Vraagsoort, beantwoord
from ledger.agreements import Afspraken
from ledger.corrections import staande_feiten
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis
from projections.leesmodel.antwoorden import Bekend
from projections.stuk import BANEN, instant_als_tekst
from projections.tijdlijn import eigen_afspraken, maak_tijdlijn
from projections.verschil import Verschil, andere_parameters, verschil_in_kennis, verschil_in_lezing

router = maak_router("/casussen/{casus}", "verantwoordelijkheid")


class Verschilvraag(Vraag):
    """The query of `tijdlijn/verschil`: either `van` and `tot`, or `afsprakenA` and `afsprakenB`."""

    van: Annotated[Kennis | None, Field(description="Het ene moment van kennis.")] = None
    tot: Annotated[Kennis | None, Field(description="Het andere moment van kennis.")] = None
    afspraken_a: Annotated[Afsprakennaam | None, Field(description="De ene lezing.")] = None
    afspraken_b: Annotated[Afsprakennaam | None, Field(description="De andere lezing.")] = None
    bekend_op: Annotated[Kennis | None, Field(description="Bij twee lezingen: " + BEKEND_OP)] = None


class Casusverschilvraag(Verschilvraag):
    """The same, of one casus."""

    casus: UUID


@router.get(
    "/tijdlijn/verschil", summary="Waarin twee tijdlijnen verschillen", **antwoord(VerschilAntwoord, 404)
)
def toon_verschil(
    _: Vergelijker, casus: CasusId, vraag: Annotated[Verschilvraag, Query()], diensten: Services
) -> Response:
    """Geef per baan de stukken die verschillen, en de handelingen die het verschil maakten.

    Tussen twee momenten van kennis (`van`, `tot`), of tussen twee lezingen (`afsprakenA`, `afsprakenB`).
    """
    return beantwoord(diensten, VERSCHIL, Casusverschilvraag.model_construct(casus=casus, **dict(vraag)))


def _verschil(vraag: Casusverschilvraag, bron: Bron) -> Uitkomst:
    vergelijk = _vergelijking(vraag)
    dossier = lees_dossier(bron.recorder, vraag.casus, bron.tot)
    gevonden = vergelijk(dossier)
    acten = {een.volgnummer: _oorzaak(een) for een in gevonden.gebeurtenissen}
    inhoud = {
        "casus": str(vraag.casus),
        "afsprakenA": gevonden.a.naam,
        "afsprakenB": gevonden.b.naam,
        "parameters": andere_parameters(gevonden.a, gevonden.b),
        "banen": {
            baan: [
                {**een.als_dict(), "oorzaken": [acten[nummer] for nummer in een.oorzaken]}
                for een in gevonden.verschil[baan]
            ]
            for baan in BANEN
        },
    }
    return Uitkomst(dossier.positie, inhoud, kennis=gevonden.momenten)


VERSCHIL = Vraagsoort("tijdlijn.verschil", "vergelijken", Casusverschilvraag, _verschil)


@dataclass(frozen=True, slots=True)
class _Vergeleken:
    """What was compared, by which agreements, and what came out."""

    gebeurtenissen: list[Gebeurtenis]
    momenten: dict[str, Bekend]
    a: Afspraken
    b: Afspraken
    verschil: Verschil


def _vergelijking(vraag: Verschilvraag) -> Callable[[Dossier], _Vergeleken]:
    """Choose what to compare; raises `Geweigerd` when the query names not exactly one pair."""
    van, tot, a, b = vraag.van, vraag.tot, vraag.afspraken_a, vraag.afspraken_b
    if van is not None and tot is not None and (a, b, vraag.bekend_op) == (None, None, None):
        return partial(_tussen_momenten, van, tot)
    if a is not None and b is not None and (van, tot) == (None, None):
        lezingen = afspraken_met(a, "afsprakenA"), afspraken_met(b, "afsprakenB")
        return partial(_tussen_lezingen, *lezingen, vraag.bekend_op)
    melding = "Geef van en tot, of afsprakenA en afsprakenB (met eventueel bekendOp)."
    raise Geweigerd([Fout("van", "kies-vergelijking", melding)])


def _tussen_momenten(van: Bekend, tot: Bekend, dossier: Dossier) -> _Vergeleken:
    gebeurtenissen = dossier.gebeurtenissen(tot)
    knip = dossier.aantal(van)
    if knip > len(gebeurtenissen):
        raise Geweigerd([Fout("tot", "tot-voor-van", "Op tot was minder bekend dan op van; draai ze om.")])
    with gelezen():
        a, b = (eigen_afspraken(staande_feiten(een)) for een in (gebeurtenissen[:knip], gebeurtenissen))
        verschil = verschil_in_kennis(gebeurtenissen[:knip], gebeurtenissen[knip:])
    return _Vergeleken(gebeurtenissen, {"van": van, "tot": tot}, a, b, verschil)


def _tussen_lezingen(a: Afspraken, b: Afspraken, bekend: Bekend, dossier: Dossier) -> _Vergeleken:
    gebeurtenissen = dossier.gebeurtenissen(bekend)
    with gelezen():
        verschil = verschil_in_lezing(maak_tijdlijn(gebeurtenissen, a), maak_tijdlijn(gebeurtenissen, b))
    return _Vergeleken(gebeurtenissen, {"bekendOp": bekend}, a, b, verschil)


def _oorzaak(gebeurtenis: Gebeurtenis) -> dict[str, Any]:
    return {
        "volgnummer": gebeurtenis.volgnummer,
        "soort": gebeurtenis.soort,
        "gebeurdOp": instant_als_tekst(gebeurtenis.gebeurd_op),
        "vastgelegdOp": instant_als_tekst(gebeurtenis.vastgelegd_op),
    }
