"""Over all cases: figures as a drawing and a table, each with the citation of the API's own answer.

The answers are those of the API, small numbers left out for the same readers.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from api.http.access import ziet_alle_aantallen
from api.http.params import Moment, Vraag
from api.http.problems import NietGevonden
from api.http.services import Diensten, Services
from api.http.vraagsoort import beantwoord
from api.pages.casusvraag import lees_lokaal
from api.pages.overzichtsoorten import SOORTEN, Overzicht, Rij
from api.pages.toegang import Bezoeker, Cijferlezer
from api.pages.weergave import met_vraag, pagina
from ledger.tijd import begin_van, lokale_datum, plus_maanden

router = APIRouter(prefix="/overzichten", include_in_schema=False)

_MAANDEN = 12

Naam = Annotated[str, Path(pattern=r"^[a-z-]{1,40}$")]


class Overzichtvraag(Vraag):
    """The query of every overview: which period."""

    van: Moment | None = None
    tot: Moment | None = None


@router.get("")
def toon_overzichten(verzoek: Request, bezoeker: Cijferlezer, diensten: Services) -> Response:
    """Show which overviews there are."""
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "overzichten/lijst.html",
        soorten=SOORTEN,
        lijsten=bezoeker.mag("lijsten") and bezoeker.identiteit.rol != "auditor",
    )


@router.get("/{naam}/kies")
def kies_periode(_: Cijferlezer, naam: Naam, verzoek: Request) -> Response:
    """Go to the permanent link of the period that was chosen by date."""
    gekozen = {
        veld: lees_lokaal(f"{waarde}T00:00", tot_en_met=False)
        for veld, waarde in verzoek.query_params.items()
        if veld in {"van", "tot"} and waarde
    }
    return RedirectResponse(met_vraag(f"/overzichten/{naam}", gekozen), 303)


@router.get("/{naam}.json")
def geef_overzicht_json(
    bezoeker: Cijferlezer, naam: Naam, vraag: Annotated[Overzichtvraag, Query()], diensten: Services
) -> Response:
    """Give the answer of the API."""
    return _beantwoord(diensten, bezoeker, _soort(naam), _periode(diensten, vraag))


@router.get("/{naam}.csv")
def geef_overzicht_csv(
    bezoeker: Cijferlezer, naam: Naam, vraag: Annotated[Overzichtvraag, Query()], diensten: Services
) -> Response:
    """Give the table for a spreadsheet."""
    soort, (van, tot) = _soort(naam), _periode(diensten, vraag)
    rijen = _rijen(diensten, bezoeker, soort, (van, tot))[1]
    uit = io.StringIO()
    schrijver = csv.writer(uit)
    schrijver.writerow(soort.koppen)
    schrijver.writerows(rij.cellen for rij in rijen)
    koppen = {"Content-Disposition": f'attachment; filename="zicht-{naam}.csv"'}
    return Response("\ufeff" + uit.getvalue(), headers=koppen, media_type="text/csv; charset=utf-8")


@router.get("/{naam}")
def toon_overzicht(
    verzoek: Request,
    bezoeker: Cijferlezer,
    naam: Naam,
    vraag: Annotated[Overzichtvraag, Query()],
    diensten: Services,
) -> Response:
    """Show one overview over a period: a drawing and the table it was made of."""
    soort, (van, tot) = _soort(naam), _periode(diensten, vraag)
    antwoord, rijen = _rijen(diensten, bezoeker, soort, (van, tot))
    hoogste = max((rij.waarde or 0.0 for rij in rijen), default=0.0)
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "overzichten/overzicht.html",
        naam=naam,
        soort=soort,
        soorten=SOORTEN,
        antwoord=antwoord,
        rijen=rijen,
        hoogste=max(hoogste, soort.minstens) or 1.0,
        van=van,
        tot=tot,
        link=lambda achter="": met_vraag(f"/overzichten/{naam}{achter}", {"van": van, "tot": tot}),
    )


def _soort(naam: str) -> Overzicht:
    if naam not in SOORTEN:
        raise NietGevonden("onbekend-overzicht", "Dit overzicht bestaat niet.")
    return SOORTEN[naam]


def _periode(diensten: Diensten, vraag: Overzichtvraag) -> tuple[datetime, datetime]:
    """Give the period that was asked for; without: the twelve months up to this one, and this one."""
    eerste = lokale_datum(diensten.klok.nu()).replace(day=1)
    tot = vraag.tot or begin_van(plus_maanden(eerste, 1))
    return vraag.van or begin_van(plus_maanden(lokale_datum(tot), -_MAANDEN)), tot.astimezone(UTC)


def _rijen(
    diensten: Diensten, bezoeker: Bezoeker, soort: Overzicht, periode: tuple[datetime, datetime]
) -> tuple[Mapping[str, Any], list[Rij]]:
    antwoord: dict[str, Any] = json.loads(bytes(_beantwoord(diensten, bezoeker, soort, periode).body))
    return antwoord, list(soort.maak(antwoord))


def _beantwoord(
    diensten: Diensten, bezoeker: Bezoeker, soort: Overzicht, periode: tuple[datetime, datetime]
) -> Response:
    van, tot = periode
    vraag = soort.vraag.model.model_validate({"van": van.isoformat(), "tot": tot.isoformat(), **soort.vast})
    return beantwoord(diensten, soort.vraag, vraag, alle_aantallen=ziet_alle_aantallen(bezoeker.identiteit))
