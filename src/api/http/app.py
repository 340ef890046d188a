"""The application over HTTP, put together from its settings: here concrete things are chosen."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager, closing
from functools import partial
from typing import Any

from fastapi import FastAPI, Response
from psycopg_pool import ConnectionPool

from api.achtergrond import Achtergrond, Meedraaiend
from api.afspraken import gebruik_eigen_afspraken
from api.bewaartermijnen import lees_bewaarboek
from api.http import (
    VOORVOEGSEL,
    afspraken,
    antwoorden,
    bewaartermijnen,
    bewijs,
    casussen,
    gezondheid,
    inspectierapport,
    inzage,
    kennis,
    lezingen,
    logboek,
    noodtoegang,
    overzichten,
    rapporten,
    register,
    termijnen_en_signalen,
    tijdlijn,
    verantwoordelijkheden,
    verantwoordelijkheid,
    verschil,
    werklijst,
)
from api.http.gordijn import Gordijn
from api.http.inzagepoort import Inzagepoort
from api.http.inzagerij import Inzagerij
from api.http.openapi import maak_document
from api.http.outer import Buitendeur
from api.http.problems import als_document, gebruik_tabel
from api.http.services import Diensten
from api.http.tempo import Tempo
from api.http.zelfcontrole import Zelfcontrole
from api.pages.app import open_paginas, voeg_paginas_toe
from api.pages.fouten import schrijf
from api.pseudoniem import pseudoniemsleutel
from api.tokens import Tokenlezer
from ledger.clock import Klok, Systeemklok
from ledger.settings import Instellingen, OngeldigeInstellingen
from ledger.store.connection import GEHEEL, Verbinding
from ledger.store.geheugen import Geheugen
from ledger.store.inzage.lezen import Inzagelezer, open_inzagepool
from ledger.store.inzage.noodstappen import Noodboek
from ledger.store.inzage.schrijven import Inzagelogboek
from ledger.store.recorder import LedgerRecorder
from ledger.store.sleutels.kluis import open_kluis
from ledger.store.sleutels.openen import open_hoofdsleutels
from ledger.store.zegel.instellen import logboek_van, zegelmap
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from ledger.vastleggen import Vastlegger
from ledger.vastleggen_register import RegisterVastlegger
from projections.leesmodel.vragen import Leesmodel, open_leespool

_HERKOMSTEN = 20_000  # casussen of which the region is remembered: a few megabytes

ROUTERS = (
    casussen.router,
    verantwoordelijkheid.router,
    tijdlijn.router,
    inspectierapport.router,
    verschil.router,
    verantwoordelijkheden.router,
    termijnen_en_signalen.termijnrouter,
    termijnen_en_signalen.signaalrouter,
    werklijst.router,
    overzichten.router,
    antwoorden.router,
    bewijs.router,
    logboek.router,
    afspraken.router,
    lezingen.router,
    kennis.router,
    bewaartermijnen.router,
    register.router,
    rapporten.router,
    inzage.casusrouter,
    inzage.router,
    noodtoegang.router,
    gezondheid.router,
)


def maak_app(
    instellingen: Instellingen, *, klok: Klok | None = None, achtergrond: Achtergrond | None = None
) -> FastAPI:
    """Make the application; it opens its connections when it starts and closes them when it stops.

    `instellingen.database_url` must say which database: whoever starts an embedded one fills it in.
    `achtergrond` is what goes on beside the requests, without it in threads of this process.
    Raises `OngeldigeInstellingen`.
    """
    instellingen.keur()
    gebruik_eigen_afspraken(instellingen.afspraken_map)
    tijd = klok or Systeemklok()
    tokens = Tokenlezer(instellingen, tijd)
    app = FastAPI(
        title="Zicht",
        openapi_url=None,
        docs_url=None,
        redoc_url=None,
        redirect_slashes=False,
        telemetry={"tracing": False, "metrics": False, "logs": False},  # what we do is in our own log
        lifespan=_levensloop(instellingen, tijd, tokens, achtergrond),
    )
    app.state.routes = [route for router in ROUTERS for route in router.routes]
    # one list instead of routers in a router, which would look twice for the route of each request
    app.router.routes.extend(app.state.routes)
    app.add_api_route("/gezondheid", gezondheid.toon_gezondheid, include_in_schema=False)
    _publiceer(app, instellingen)
    schrijver = partial(schrijf, instellingen=instellingen) if instellingen.toont_paginas else als_document
    gebruik_tabel(app, schrijver)
    if instellingen.toont_paginas:
        voeg_paginas_toe(app, instellingen)
    app.state.klok = tijd
    app.add_middleware(Inzagepoort, schrijf=schrijver)
    app.add_middleware(Gordijn, sleutel=pseudoniemsleutel(instellingen.pseudoniemen))
    app.add_middleware(Buitendeur, productie=instellingen.omgeving == "productie", schrijf=schrijver)
    return app


def _levensloop(
    instellingen: Instellingen, klok: Klok, tokens: Tokenlezer, achtergrond: Achtergrond | None
) -> Any:
    if instellingen.database_url is None:
        raise OngeldigeInstellingen("ZICHT_DATABASE_URL is verplicht.")
    conninfo = instellingen.database_url.get_secret_value()
    hoofdsleutels = open_hoofdsleutels(instellingen)
    bewaarboek = lees_bewaarboek(instellingen.bewaartermijnen_map)

    @asynccontextmanager
    async def levensloop(app: FastAPI) -> AsyncIterator[None]:
        with ExitStack() as stapel:
            zelfcontrole = Zelfcontrole(conninfo, streng=instellingen.omgeving == "productie")
            zelfcontrole.begin()
            ernaast = stapel.enter_context(achtergrond or Meedraaiend(instellingen))
            pool = stapel.enter_context(open_leespool(conninfo, maximaal=instellingen.verbindingen))
            kluis = stapel.enter_context(open_kluis(conninfo, hoofdsleutels))
            boek = stapel.enter_context(
                open_leespool(conninfo, rol=GEHEEL, maximaal=instellingen.verbindingen)
            )
            recorder = LedgerRecorder(boek, schrijver=conninfo)
            if instellingen.toont_paginas:
                app.state.paginas = stapel.enter_context(open_paginas(instellingen, klok, conninfo))
            inzagelogboek = stapel.enter_context(closing(Inzagelogboek(conninfo)))
            app.state.inzagerij = Inzagerij(inzagelogboek.leg_vast_samen)
            inzagepool = stapel.enter_context(open_inzagepool(conninfo))
            app.state.diensten = Diensten(
                instellingen,
                klok,
                tokens,
                recorder,
                kluis,
                Vastlegger(recorder, kluis, klok, eist_bevoegdheid=True),
                RegisterVastlegger(recorder, klok),
                Leesmodel(pool),
                pool,
                Inzagelezer(inzagepool),
                Tempo(instellingen.verzoeken_per_minuut),
                zelfcontrole,
                _verzegeling(instellingen, stapel.enter_context(open_zegelpool(conninfo))),
                ernaast,
                Noodboek(inzagepool, conninfo),
                bewaarboek,
                Leesmodel(boek),
                Geheugen(_HERKOMSTEN),
            )
            ernaast.wacht_op_begin()
            yield

    return levensloop


def _verzegeling(instellingen: Instellingen, pool: ConnectionPool[Verbinding]) -> Verzegeling:
    return Verzegeling(pool, logboek_van(instellingen), zegelmap(instellingen))


def _publiceer(app: FastAPI, instellingen: Instellingen) -> None:
    """Show the OpenAPI document to everybody, also to a page from elsewhere."""
    routes = [route for router in ROUTERS for route in router.routes]
    document = json.dumps(maak_document(routes, instellingen.publieke_url), ensure_ascii=False).encode()
    koppen = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}

    def openapi() -> Response:
        return Response(document, headers=koppen, media_type="application/json")

    app.add_api_route(f"{VOORVOEGSEL}/openapi.json", openapi, include_in_schema=False)
