"""Terms and signals across cases: a page at a time, with choices and their numbers beside them.

The answers are those of the API, with its citation; every choice and every page is a permanent link.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.bladwijzer import GROOTSTE_BLADZIJDE
from api.http.params import Vraag
from api.http.services import Diensten, Services
from api.http.termijnen_en_signalen import Signaalvraag, Termijnvraag
from api.http.vraagsoort import Vraagsoort, beantwoord
from api.pages.casusvraag import uit_formulier
from api.pages.facetten import facetten, gekozen, kennis_van
from api.pages.lijstsoorten import SIGNAALLIJST, TERMIJNLIJST, Lijst
from api.pages.toegang import Bezoeker, Lijstlezer
from api.pages.weergave import als_tekst, met_vraag, pagina
from ledger.errors import Fout, Geweigerd

router = APIRouter(include_in_schema=False)

_EIGEN_VELD = {"op", "bekendOp"}  # of the form; every other choice goes along unseen

GROOTSTE_TABEL = 10_000
"""Lines in one file for a spreadsheet: more is a question that was asked too wide."""


@router.get("/termijnen")
def toon_termijnenpagina(
    verzoek: Request, bezoeker: Lijstlezer, vraag: Annotated[Termijnvraag, Query()], diensten: Services
) -> Response:
    """Show the terms that have started at T, a page at a time."""
    return _pagina(verzoek, bezoeker, TERMIJNLIJST, vraag, diensten)


@router.get("/termijnen.json")
def geef_termijnen_json(
    _: Lijstlezer, vraag: Annotated[Termijnvraag, Query()], diensten: Services
) -> Response:
    """Give the answer of the API."""
    return beantwoord(diensten, TERMIJNLIJST.vraag, vraag)


@router.get("/termijnen.csv")
def geef_termijnen_csv(
    _: Lijstlezer, vraag: Annotated[Termijnvraag, Query()], diensten: Services
) -> Response:
    """Give all of them for a spreadsheet."""
    return tabel(diensten, TERMIJNLIJST.vraag, vraag, TERMIJNLIJST.koppen, TERMIJNLIJST.rijen)


@router.get("/signalen")
def toon_signalenpagina(
    verzoek: Request, bezoeker: Lijstlezer, vraag: Annotated[Signaalvraag, Query()], diensten: Services
) -> Response:
    """Show the signals that have begun at T, a page at a time."""
    return _pagina(verzoek, bezoeker, SIGNAALLIJST, vraag, diensten)


@router.get("/signalen.json")
def geef_signalen_json(
    _: Lijstlezer, vraag: Annotated[Signaalvraag, Query()], diensten: Services
) -> Response:
    """Give the answer of the API."""
    return beantwoord(diensten, SIGNAALLIJST.vraag, vraag)


@router.get("/signalen.csv")
def geef_signalen_csv(_: Lijstlezer, vraag: Annotated[Signaalvraag, Query()], diensten: Services) -> Response:
    """Give all of them for a spreadsheet."""
    return tabel(diensten, SIGNAALLIJST.vraag, vraag, SIGNAALLIJST.koppen, SIGNAALLIJST.rijen)


@router.get("/termijnen/kies")
def kies_termijnen(_: Lijstlezer, verzoek: Request) -> Response:
    """Go to the permanent link of what was chosen in the form."""
    return RedirectResponse(uit_formulier("/termijnen", verzoek.query_params), 303)


@router.get("/signalen/kies")
def kies_signalen(_: Lijstlezer, verzoek: Request) -> Response:
    """Go to the permanent link of what was chosen in the form."""
    return RedirectResponse(uit_formulier("/signalen", verzoek.query_params), 303)


def _pagina(
    verzoek: Request, bezoeker: Bezoeker, lijst: Lijst, vraag: Termijnvraag | Signaalvraag, diensten: Diensten
) -> Response:
    antwoord = _antwoord(beantwoord(diensten, lijst.vraag, vraag))
    op = datetime.fromisoformat(antwoord["op"])
    bekend = vraag.cursor.bekend if vraag.cursor is not None else vraag.bekend_op
    geteld = lijst.tel(diensten.leesmodel, vraag, op, kennis_van(bekend, antwoord["positie"]))
    nu = gekozen(vraag)
    # a page that follows is of the T and K of the first one
    vast = {"op": op, "bekendOp": antwoord["positie"] if bekend is None else bekend}
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "lijsten/lijst.html",
        lijst=lijst,
        antwoord=antwoord,
        rijen=list(lijst.rijen(antwoord)),
        facetten=facetten(lijst.pad, nu, lijst.facetten, geteld),
        op=op,
        vraag=vraag,
        kennis_is_positie=isinstance(vraag.bekend_op, int),
        verborgen={naam: als_tekst(waarde) for naam, waarde in nu.items() if naam not in _EIGEN_VELD},
        link=lambda achter="", **anders: met_vraag(lijst.pad + achter, {**nu, **vast, **anders}),
    )


def tabel(
    diensten: Diensten,
    soort: Vraagsoort,
    vraag: Vraag,
    koppen: Iterable[str],
    rijen: Callable[[dict[str, Any]], Iterable[Iterable[str]]],
) -> Response:
    """Give all lines of a list, of one T and K, as CSV; raises `Geweigerd` where they are too many."""
    uit = io.StringIO()
    schrijver = csv.writer(uit)
    schrijver.writerow(koppen)
    for nummer, antwoord in enumerate(_bladen(partial(beantwoord, diensten, soort), vraag, soort)):
        if nummer * GROOTSTE_BLADZIJDE >= GROOTSTE_TABEL:
            melding = f"Het zijn meer dan {GROOTSTE_TABEL} regels. Kies minder, of vraag ze aan de API."
            raise Geweigerd([Fout("pageSize", "te-veel-regels", melding)])
        schrijver.writerows(rijen(antwoord))
    koppen_ = {"Content-Disposition": f'attachment; filename="zicht-{soort.naam}.csv"'}
    return Response("\ufeff" + uit.getvalue(), headers=koppen_, media_type="text/csv; charset=utf-8")


def _bladen(
    vraag_het: Callable[[Any], Response], vraag: Vraag, soort: Vraagsoort
) -> Iterator[dict[str, Any]]:
    velden = {veld: getattr(vraag, veld) for veld in type(vraag).model_fields}
    volgende: Any = velden["cursor"]
    while True:
        # what the cursor says already may not be asked again in other words
        moment = {} if volgende is None else {"op": None, "bekend_op": None}
        deel = vraag.model_copy(update={"page_size": GROOTSTE_BLADZIJDE, "cursor": volgende, **moment})
        antwoord = _antwoord(vraag_het(deel))
        yield antwoord
        if antwoord["volgende"] is None:
            return
        volgende = dict(soort.model.model_validate({"cursor": antwoord["volgende"]}))["cursor"]


def _antwoord(antwoord: Response) -> dict[str, Any]:
    inhoud: dict[str, Any] = json.loads(bytes(antwoord.body))
    return inhoud
