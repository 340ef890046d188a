"""The confidential parts of a casus: a page of its own, so that opening them is a choice and is logged."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.formulier.teksten import codenaam, label
from api.getoond import Antwoordlezer
from api.http.inzagepoort import aantekening
from api.http.inzagetabel import PAGINAS
from api.http.params import CasusId, Kennis, Vraag
from api.http.problems import NietGevonden
from api.http.reading import bekend_als_json, gelezen, lees_dossier, wacht, zichtbare_acten
from api.http.services import Services
from api.pages.toegang import Vertrouwelijklezer
from api.pages.weergave import met_vraag, pagina
from ledger.errors import OnbekendeCasus
from projections.geschiedenis import Regel, maak_geschiedenis
from projections.venster import regels_binnen

router = APIRouter(prefix="/casussen", include_in_schema=False)


class Vertrouwelijkvraag(Vraag):
    """The query of the page: K."""

    bekend_op: Kennis | None = None


@router.get("/{casus}/vertrouwelijk")
def toon_vertrouwelijk(
    verzoek: Request,
    bezoeker: Vertrouwelijklezer,
    casus: CasusId,
    vraag: Annotated[Vertrouwelijkvraag, Query()],
    diensten: Services,
) -> Response:
    """Show what was recorded confidentially, act by act, as the history of the API gives it."""
    wacht(diensten, vraag, vraag.bekend_op)
    dossier = lees_dossier(diensten.recorder, casus)
    if not dossier.rijen:
        raise OnbekendeCasus
    if dossier.aantal(vraag.bekend_op) == 0:
        raise NietGevonden("nog-niets-bekend", "Op dat moment was van deze casus nog niets bekend.")
    acten = dossier.gebeurtenissen(vraag.bekend_op, kluis=diensten.kluis)
    with gelezen():
        geschiedenis = maak_geschiedenis(acten)
    if (zichtbaar := zichtbare_acten(diensten, casus)) is not None:
        geschiedenis = regels_binnen(geschiedenis, zichtbaar)
    if not geschiedenis:
        raise OnbekendeCasus
    regels = [(regel, regel.als_dict()) for regel in geschiedenis]
    inhoud = {
        "casus": str(casus),
        "bekendOp": bekend_als_json(diensten, vraag.bekend_op),
        "positie": dossier.positie,
        "gebeurtenissen": [als_json for _, als_json in regels],
    }
    soort = PAGINAS["toon_vertrouwelijk"]
    # told to the read log as the API would: the persons that are named, and whether anything was opened
    aantekening(verzoek).getoond = Antwoordlezer(soort.categorieen, soort.kennis).lees(
        json.dumps(inhoud).encode(), diensten.klok.nu()
    )
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "vertrouwelijk.html",
        casus=casus,
        terug=met_vraag(f"/casussen/{casus}", {"bekendOp": vraag.bekend_op}),
        bekend_op=vraag.bekend_op,
        regels=[_regel(regel, als_json) for regel, als_json in regels if "vertrouwelijk" in als_json],
    )


def _regel(regel: Regel, als_json: dict[str, Any]) -> dict[str, Any]:
    """Give an act as the page shows it: what was said, and where it was replaced, what that came to."""
    soort = regel.gebeurtenis.soort
    nu = als_json.get("geldtAls", {}).get("vertrouwelijk")
    gezegd = als_json["vertrouwelijk"]
    return {
        "gebeurtenis": regel.gebeurtenis,
        "wat": regel.wat,
        "status": regel.status,
        "gezegd": _delen(soort, gezegd),
        "geldt": [] if nu == gezegd else _delen(soort, nu),
    }


def _delen(soort: str, deel: Any) -> Sequence[tuple[str, str]]:
    """Give the fields of a confidential part with their labels; one word has none."""
    return list(_velden(soort, deel, ""))


def _velden(soort: str, waarde: Any, naam: str) -> Iterator[tuple[str, str]]:
    if isinstance(waarde, dict):
        for veld, binnen in waarde.items():
            eigen = _label(soort, veld)
            yield from _velden(soort, binnen, f"{naam}: {eigen[:1].lower()}{eigen[1:]}" if naam else eigen)
    elif isinstance(waarde, list):
        for een in waarde:
            yield from _velden(soort, een, naam)
    elif waarde is not None:
        yield naam, str(waarde)


def _label(soort: str, veld: str) -> str:
    try:
        return label(soort, veld)
    except KeyError:  # the name of a person or a condition
        return codenaam(veld)
