"""Over all cases: which casussen there are, who holds them at a moment, and the way to one of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse
from pydantic import Field

from api.http.access import ziet_alle_aantallen
from api.http.params import Kennis, Moment, Partijfilter, Vraag
from api.http.problems import NietGevonden
from api.http.reading import wacht
from api.http.services import Diensten, Services
from api.http.verantwoordelijkheden import AANTALLEN, HOUDERS, Houdersvraag
from api.http.vraagsoort import beantwoord
from api.pages.casusvraag import lees_lokaal, uit_formulier
from api.pages.facetten import Facet, Facetsoort, Keuze, facetten, gekozen, kennis_van, partijnaam, volgens
from api.pages.lijsten import tabel
from api.pages.overzichtsoorten import ONDERDRUKT
from api.pages.toegang import Bezoeker, Lijstlezer, Telling
from api.pages.weergave import als_tekst, met_vraag, pagina
from api.rollen import Verboden
from projections.leesmodel.facetten import Stukfilter, facetten_van_stukken
from projections.stuk import Baan, Status
from projections.zegswijzen import BAANNAMEN, STATUSNAMEN

router = APIRouter(include_in_schema=False)

_BLADZIJDE = 50
_PAD = "/casussen"
_TIK = timedelta(seconds=1)
_KOPPEN = ("Casus", "Partij", "Status", "Sinds", "Regel", "Grondslag")

_FACETTEN = {
    "baan": Facetsoort("Baan", volgens(BAANNAMEN), vast="zicht"),
    "status": Facetsoort("Status", volgens(STATUSNAMEN)),
    "partij": Facetsoort("Partij", partijnaam),
}


class Casussenvraag(Vraag):
    """The query of the list of cases."""

    op: Moment | None = None
    bekend_op: Kennis | None = None
    partij: Partijfilter | None = None
    status: Status | None = None
    baan: Baan = "zicht"
    na: UUID | None = None
    limiet: Annotated[int, Field(ge=1, le=200)] = _BLADZIJDE


@router.get(_PAD)
def toon_casussenpagina(
    verzoek: Request, bezoeker: Telling, vraag: Annotated[Casussenvraag, Query()], diensten: Services
) -> Response:
    """Show the cases that have a piece in a lane at T, a page at a time; to an auditor how many there are."""
    if bezoeker.identiteit.rol == "auditor":
        return _aantallen(verzoek, bezoeker, vraag, diensten)
    wacht(diensten, vraag, vraag.bekend_op)
    op, leesmodel = vraag.op or diensten.klok.nu(), diensten.leesmodel
    blad = leesmodel.verantwoordelijkheden(
        op=op,
        bekend=vraag.bekend_op,
        regios=leesmodel.regios,
        partij=vraag.partij,
        status=vraag.status,
        baan=vraag.baan,
        na=vraag.na,
        limiet=vraag.limiet,
    )
    geteld = facetten_van_stukken(
        leesmodel,
        Stukfilter(vraag.baan, vraag.partij, vraag.status),
        op=op,
        bekend=kennis_van(vraag.bekend_op, blad.positie),
        regios=leesmodel.regios,
    )
    nu = gekozen(vraag)
    vast = {"op": op, "bekendOp": blad.positie if vraag.bekend_op is None else vraag.bekend_op}
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "casussen.html",
        blad=blad,
        op=op,
        vraag=vraag,
        baannamen=BAANNAMEN,
        statusnamen=STATUSNAMEN,
        facetten=facetten(_PAD, nu, _FACETTEN, geteld),
        link=lambda achter="", **anders: met_vraag(_PAD + achter, {**nu, **vast, **anders}),
    )


@router.get("/casussen.json")
def geef_casussen_json(
    _: Lijstlezer, vraag: Annotated[Houdersvraag, Query()], diensten: Services
) -> Response:
    """Give the answer of the API."""
    return beantwoord(diensten, HOUDERS, vraag)


@router.get("/casussen.csv")
def geef_casussen_csv(_: Lijstlezer, vraag: Annotated[Houdersvraag, Query()], diensten: Services) -> Response:
    """Give all of them for a spreadsheet."""
    return tabel(diensten, HOUDERS, vraag, _KOPPEN, _rijen)


def _rijen(antwoord: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for regel in antwoord["resultaten"]:
        een = regel["stuk"]
        wie = "" if een["partij"] is None else partijnaam(f"{een['partij']['soort']}:{een['partij']['id']}")
        yield regel["casus"], wie, STATUSNAMEN[een["status"]], een["van"], een["regel"], een["grondslag"]


def _aantallen(verzoek: Request, bezoeker: Bezoeker, vraag: Casussenvraag, diensten: Diensten) -> Response:
    """Show how many cases there are per status and per party: the figures of the API, small ones left out.

    One choice at a time: what two together leave could tell what was left out.
    """
    if (vraag.partij, vraag.status, vraag.na) != (None, None, None):
        raise Verboden("alleen-aantallen", "Een auditor ziet hier aantallen, zonder verdere keuze.")
    op, bekend = vraag.op or diensten.klok.nu(), vraag.bekend_op
    getoond, positie, ziet_alle = [], 0, ziet_alle_aantallen(bezoeker.identiteit)
    for per, titel in (("status", "Status"), ("partij", "Partij")):
        # the second is as known at the very position of the first
        kennis = (positie or None) if bekend is None else bekend
        velden = {"van": op, "tot": op + _TIK, "per": per, "baan": vraag.baan, "bekendOp": kennis}
        gegeven = {naam: als_tekst(waarde) for naam, waarde in velden.items() if waarde is not None}
        gevraagd = AANTALLEN.model.model_validate(gegeven)
        antwoord = json.loads(bytes(beantwoord(diensten, AANTALLEN, gevraagd, alle_aantallen=ziet_alle).body))
        positie = antwoord["positie"]
        getoond.append(Facet(titel, [_keuze(een) for een in antwoord["aantallen"]]))
    banen = [
        Keuze(naam, "", met_vraag(_PAD, {**gekozen(vraag), "baan": baan}), baan == vraag.baan)
        for baan, naam in BAANNAMEN.items()
    ]
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "lijsten/aantallen.html",
        facetten=[Facet("Baan", banen), *getoond],
        op=op,
        vraag=vraag,
        positie=positie,
        link=met_vraag(_PAD, {**gekozen(vraag), "op": op, "bekendOp": positie if bekend is None else bekend}),
    )


def _keuze(telling: Mapping[str, Any]) -> Keuze:
    if "status" in telling:
        titel = STATUSNAMEN[telling["status"]]
    elif (partij := telling["partij"]) is None:
        titel = "niemand, of het gezin"
    else:
        titel = partijnaam(f"{partij['soort']}:{partij['id']}")
    aantal = telling["aantal"]
    return Keuze(titel, ONDERDRUKT if aantal is None else str(aantal), None, gekozen=False)


@router.get("/casussen/telop")
def kies_telmoment(_: Telling, verzoek: Request) -> Response:
    """Go to the permanent link of the moment that was chosen."""
    return RedirectResponse(uit_formulier(_PAD, verzoek.query_params), 303)


@router.get("/casussen/zoek")
def zoek(_: Lijstlezer, verzoek: Request) -> Response:
    """Go to the casus that was typed, or to the list with the filters that were chosen."""
    vraag = verzoek.query_params
    if (getypt := vraag.get("casus", "").strip()) != "":
        try:
            return RedirectResponse(f"{_PAD}/{UUID(getypt)}", 303)
        except ValueError:
            raise NietGevonden(
                "onbekende-casus", "Een casus is een kenmerk van 36 tekens, met streepjes."
            ) from None
    gekozen = {naam: waarde for naam, waarde in vraag.items() if waarde and naam != "casus"}
    if "op" in gekozen:
        return RedirectResponse(
            met_vraag(_PAD, {**gekozen, "op": lees_lokaal(gekozen["op"], tot_en_met=False)}), 303
        )
    return RedirectResponse(met_vraag(_PAD, gekozen), 303)
