"""The pages as part of the application: their routes, what they need, and how they tell of errors."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

from fastapi import APIRouter, FastAPI, Request, Response

from api.http.problems import Probleem
from api.pages import (
    beheer,
    bestanden,
    bewaard,
    casus,
    casussen,
    fouten,
    inloggen,
    inzage,
    lijsten,
    overzichten,
    vastleggen,
    vertrouwelijk,
    voordeur,
    werklijst,
)
from api.pages.bewaarde_vragen import BewaardeVragen
from api.pages.oidc import Aanmelder, InloggenMislukt
from api.pages.sessies import Sessies, open_sessiepool
from api.pages.toegang import FormulierGeweigerd, NietIngelogd, Paginadiensten
from ledger.clock import Klok
from ledger.settings import Instellingen
from projections.leesmodel.herbouwer import Herbouwer

ROUTERS: tuple[APIRouter, ...] = (
    bestanden.router,
    inloggen.router,
    voordeur.router,
    werklijst.router,
    overzichten.router,
    bewaard.router,
    lijsten.router,
    beheer.router,
    casussen.router,
    vastleggen.router,
    vertrouwelijk.router,
    inzage.router,
    casus.router,
)


def voeg_paginas_toe(app: FastAPI, instellingen: Instellingen) -> None:
    """Add the pages to the application."""
    for router in ROUTERS:
        app.include_router(router)
    app.add_exception_handler(NietIngelogd, fouten.naar_inloggen)
    for soort, status, code, titel in (
        (FormulierGeweigerd, 403, "formulier-geweigerd", "Dit formulier wordt niet aangenomen"),
        (InloggenMislukt, 403, "inloggen-mislukt", "Inloggen is niet gelukt"),
    ):
        app.add_exception_handler(soort, _fout(status, code, titel, instellingen))


def _fout(
    status: int, code: str, titel: str, instellingen: Instellingen
) -> Callable[[Request, Exception], Response]:
    return lambda verzoek, fout: fouten.schrijf(
        verzoek, Probleem(status, code, titel, str(fout)), instellingen
    )


@contextmanager
def open_paginas(instellingen: Instellingen, klok: Klok, conninfo: str) -> Iterator[Paginadiensten]:
    """Open what the pages need beside the services of the API, and close it."""
    with open_sessiepool(conninfo) as pool, Herbouwer(conninfo) as herbouwer:
        sessies = Sessies(
            pool,
            duur=timedelta(hours=instellingen.sessie_uren),
            rust=timedelta(minutes=instellingen.sessie_rust_minuten),
        )
        aanmelder = None if instellingen.oidc_issuer is None else Aanmelder(instellingen, klok)
        yield Paginadiensten(sessies, aanmelder, herbouwer, BewaardeVragen(pool))
