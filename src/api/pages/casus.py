"""The page of one casus: the answer, the picture, the tables and the history."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse, RedirectResponse

from api.http.inspectierapport import Rapportvraag, geef_rapport
from api.http.inzagepoort import aantekening
from api.http.params import CasusId
from api.http.services import Diensten, Services
from api.pages.casusblik import Blik, bekijk
from api.pages.casusvraag import Casusvraag, Stand, stand_van, uit_formulier
from api.pages.tekening.beeld import Tafereel, Vergelijking, teken
from api.pages.tekening.vormen import Beeld
from api.pages.teksten import REGELS
from api.pages.toegang import Bezoeker, Bundellezer, Tijdlijnlezer
from api.pages.weergave import pagina
from api.pages.zeggen import AFLOOPNAMEN, PARTIJSOORTEN
from api.rollen import Verboden
from ledger import agreements
from ledger.inzage.regel import Categorie, Getoond
from projections.houder import houders_op
from projections.stuk import BANEN, instant_als_tekst
from projections.weergave import oordeel_als_dict
from projections.zegswijzen import BAANNAMEN, STATUSNAMEN, termijnnaam, wachttijd, wie_had
from projections.zinnen import zin

router = APIRouter(prefix="/casussen", include_in_schema=False)

_KOPPEN = (
    "casus", "bekendOp", "afspraken", "wat", "naam", "van", "tot", "partij", "status", "volgnummer", "regel",
    "grondslag", "rechtens",
)  # fmt: skip


@router.get("/{casus}.json")
def geef_casus_json(
    verzoek: Request,
    bezoeker: Tijdlijnlezer,
    casus: CasusId,
    vraag: Annotated[Casusvraag, Query()],
    diensten: Services,
) -> Response:
    """Give what the page shows as JSON: the answer at T, the timeline and the history, as known at K."""
    blik = _bekijk(verzoek, bezoeker, diensten, stand_van(casus, vraag))
    inhoud = {
        "op": instant_als_tekst(blik.op),
        "positie": blik.dossier.positie,
        "citaat": str(blik.citaat),
        "verantwoordelijkheid": houders_op(blik.oordeel.tijdlijn, blik.op),
        **oordeel_als_dict(casus, blik.bekend, blik.oordeel),
    }
    if bezoeker.mag("geschiedenis"):
        inhoud["geschiedenis"] = [regel.als_dict() for regel in blik.geschiedenis]
    return JSONResponse(inhoud)


@router.get("/{casus}.csv")
def geef_casus_csv(
    verzoek: Request,
    bezoeker: Tijdlijnlezer,
    casus: CasusId,
    vraag: Annotated[Casusvraag, Query()],
    diensten: Services,
) -> Response:
    """Give the tables under the picture as one table for a spreadsheet."""
    blik = _bekijk(verzoek, bezoeker, diensten, stand_van(casus, vraag))
    uit = io.StringIO()
    schrijver = csv.writer(uit)
    schrijver.writerow(_KOPPEN)
    vast = (casus, instant_als_tekst(blik.bekend), blik.oordeel.tijdlijn.afspraken.naam)
    schrijver.writerows((*vast, *rij) for rij in _rijen(blik))
    koppen = {"Content-Disposition": f'attachment; filename="casus-{casus}.csv"'}
    # with the mark at the front a spreadsheet knows that it is UTF-8
    return Response("\ufeff" + uit.getvalue(), headers=koppen, media_type="text/csv; charset=utf-8")


def _rijen(blik: Blik) -> Iterable[tuple[object, ...]]:
    for baan in BANEN:
        for stuk in blik.oordeel.tijdlijn.banen[baan]:
            een = stuk.als_dict()
            yield (
                "baan", baan, een["van"], een["tot"], stuk.vertoon.partij, een["status"], een["volgnummer"],
                een["regel"], een["grondslag"], "ja" if een["rechtens"] else "nee",
            )  # fmt: skip
    for termijn in blik.termijnen:
        een = termijn.als_dict(blik.bekend)
        yield (
            "termijn", een["soort"], een["gestartOp"], een["uiterlijk"], termijn.partij, een["status"],
            een["volgnummer"], "", een["grondslag"], "",
        )  # fmt: skip
    for signaal in blik.signalen:
        een = signaal.als_dict()
        yield (
            "signaal", een["code"], een["van"], een["tot"], signaal.partij, een["ernst"],
            een["volgnummer"], "", een["grondslag"], "",
        )  # fmt: skip


@router.get("/{casus}.pdf")
def geef_casus_pdf(
    verzoek: Request,
    _: Bundellezer,
    casus: CasusId,
    vraag: Annotated[Rapportvraag, Query()],
    diensten: Services,
) -> Response:
    """Give the inspection report of this state, the same file as over the API."""
    return geef_rapport(verzoek, casus, vraag, diensten)


@router.get("/{casus}/kies")
def kies(_: Tijdlijnlezer, casus: CasusId, verzoek: Request) -> Response:
    """Go to the permanent link of what was chosen in a form."""
    return RedirectResponse(uit_formulier(f"/casussen/{casus}", verzoek.query_params), 303)


@router.get("/{casus}")
def toon_casuspagina(
    verzoek: Request,
    bezoeker: Tijdlijnlezer,
    casus: CasusId,
    vraag: Annotated[Casusvraag, Query()],
    diensten: Services,
) -> Response:
    """Show the casus."""
    blik = _bekijk(verzoek, bezoeker, diensten, stand_van(casus, vraag))
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "casus.html",
        blik=blik,
        ziet_acten=bezoeker.mag("geschiedenis"),
        mag_vergelijken=bezoeker.mag("vergelijken"),
        stand=blik.stand,
        beeld=_beeld(blik, met_acten=bezoeker.mag("geschiedenis")),
        stukken_op=blik.stukken_op,
        afspraken=sorted(agreements.in_gebruik().sets),
        banen=BANEN,
        baannamen=BAANNAMEN,
        regels=REGELS,
        statusnamen=STATUSNAMEN,
        partijsoorten=PARTIJSOORTEN,
        afloopnamen=AFLOOPNAMEN,
        termijnnaam=termijnnaam,
        wachttijd=wachttijd,
        wie_had=wie_had,
        zin=zin,
    )


def _bekijk(verzoek: Request, bezoeker: Bezoeker, diensten: Diensten, stand: Stand) -> Blik:
    """Look at the casus, and tell the read log so: HTML has no fields to read that back from.

    Raises `Verboden` for a comparison by a role that may not compare, and what `bekijk` raises.
    """
    if (stand.eerder, stand.lezing) != (None, None) and not bezoeker.mag("vergelijken"):
        raise Verboden
    blik = bekijk(diensten, stand)
    acten: tuple[Categorie, ...] = ("handelingen",) if bezoeker.mag("geschiedenis") else ()
    aantekening(verzoek).getoond = Getoond(
        (stand.casus,),
        categorieen=("verantwoordelijkheid", "termijnen", "signalen", *acten),
        positie=blik.citaat.positie,
        bekend_op=stand.bekend_op if isinstance(stand.bekend_op, datetime) else None,
    )
    return blik


def _beeld(blik: Blik, *, met_acten: bool) -> Beeld:
    naast = blik.vergeleken
    return teken(
        Tafereel(
            blik.oordeel.tijdlijn,
            blik.overdrachten if met_acten else (),
            blik.termijnen,
            blik.signalen,
            blik.alle,
            len(blik.bekende),
            blik.op,
            blik.bekend,
            None
            if naast is None
            else Vergelijking(naast.tijdlijn, naast.naam, naast.eigen_naam, naast.verschil),
        )
    )
