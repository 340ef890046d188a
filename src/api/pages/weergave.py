"""From what a page has to show to HTML: Jinja2, the words it may use, and the headers of every page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from fastapi import Request, Response
from jinja2 import Environment, PackageLoader, StrictUndefined

from api.pages.bestanden import adres
from api.pages.navigatie import menu
from api.pages.teksten import WOORDEN
from api.pages.toegang import FORMULIERVELD, Bezoeker
from ledger.settings import Instellingen
from ledger.tijd import AMSTERDAM, lokale_datum
from projections.stuk import instant_als_tekst
from projections.zegswijzen import moment
from projections.zinnen import datum, naam

KOPPEN = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
}
"""On every page. The policy has no exception: no style and no script stands in a page itself."""


def invoertijd(instant: datetime) -> str:
    """Write an instant as a field for date and time wants it: local, to the second."""
    return f"{instant.astimezone(AMSTERDAM):%Y-%m-%dT%H:%M:%S}"


def met_vraag(pad: str, vraag: Mapping[str, Any]) -> str:
    """Give a link with a query; what is None is left out."""
    gegeven = {sleutel: als_tekst(waarde) for sleutel, waarde in vraag.items() if waarde is not None}
    return f"{pad}?{urlencode(gegeven, safe=':')}" if gegeven else pad


def als_tekst(waarde: Any) -> str:
    """Write a value as a link has it."""
    return instant_als_tekst(waarde) if isinstance(waarde, datetime) else str(waarde)


def aantal(hoeveel: int, een: str, meer: str) -> str:
    """Write a number with its noun: `1 wijziging`, `7 wijzigingen`."""
    return f"{hoeveel} {een if hoeveel == 1 else meer}"


_OMGEVING = Environment(
    loader=PackageLoader("api.pages", "sjablonen"),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_OMGEVING.globals |= {
    "adres": adres,
    "aantal": aantal,
    "formulierveld": FORMULIERVELD,
    "met_vraag": met_vraag,
}
_OMGEVING.filters |= {
    "dag": lambda instant: datum(lokale_datum(instant)),
    "datum": datum,
    "instant": instant_als_tekst,
    "invoertijd": invoertijd,
    "naam": naam,
    "tijdstip": moment,
}


def pagina(  # noqa: PLR0913 — what a page is made of
    verzoek: Request,
    instellingen: Instellingen,
    bezoeker: Bezoeker | None,
    sjabloon: str,
    *,
    status: int = 200,
    koppen: Mapping[str, str] | None = None,
    **inhoud: Any,
) -> Response:
    """Give a page: a template with its content, for this visitor (None: nobody is logged in)."""
    gebruikt: dict[str, str] = {}  # the words of the list that stand in this page, in order
    html = _OMGEVING.get_template(sjabloon).render(
        **inhoud,
        bezoeker=bezoeker,
        menu=menu(bezoeker, verzoek.url.path),
        omgeving=instellingen.omgeving,
        woorden=gebruikt,
        omschrijving=WOORDEN,
        pad=verzoek.url.path,
        vraagadres=f"{verzoek.url.path}?{verzoek.url.query}" if verzoek.url.query else verzoek.url.path,
    )
    return Response(html, status, {**KOPPEN, **(koppen or {})}, media_type="text/html; charset=utf-8")
