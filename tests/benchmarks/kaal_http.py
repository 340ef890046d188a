"""The bare side over HTTP: FastAPI with a pool, one durable INSERT or one prepared question, nothing else.

And the two together, the INSERTs of who asks at the same time in one commit: what it costs that an answer
waits until it is on record, without a token, a scope or anything else.
"""

import os
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from fastapi import Body, FastAPI
from psycopg_pool import ConnectionPool

from ledger.store.group import Groep
from projections.leesmodel.tabellen import conninfo_als

_MAAK_INZAGE = """
CREATE TABLE IF NOT EXISTS kaal_inzage (verzoek uuid PRIMARY KEY, casus uuid, op timestamptz DEFAULT now())
"""
_INZAGE = "INSERT INTO kaal_inzage (verzoek, casus) SELECT * FROM unnest(%s::uuid[], %s::uuid[])"
_SCHRIJF = "INSERT INTO kaal (casus, volgnummer, soort, open) VALUES (%s, 1, %s, %s)"


def maak(conninfo: str, lezen: str, vraag: bytes) -> FastAPI:
    """Make the application; `vraag` is the prepared question with `casus`, `op`, `bekend` and `regios`."""
    pool = ConnectionPool(conninfo, min_size=8, max_size=8, kwargs={"autocommit": True}, open=False)
    leespool = ConnectionPool(lezen, min_size=8, max_size=8, kwargs={"autocommit": True}, open=False)

    @asynccontextmanager
    async def levensloop(_: FastAPI) -> AsyncIterator[None]:
        with pool, leespool:
            with pool.connection() as verbinding:
                verbinding.execute(_MAAK_INZAGE)
            yield

    app = FastAPI(lifespan=levensloop)

    def schrijf(act: dict[str, Any] = Body()) -> dict[str, str]:  # noqa: B008 — FastAPI's way
        casus = uuid4()
        with pool.connection() as verbinding:
            verbinding.execute(_SCHRIJF, (casus, act["soort"], str(act["gegevens"]).encode()), prepare=True)
        return {"casus": str(casus)}

    def lees(casus: UUID, op: datetime, bekend: datetime) -> list[Any]:
        waarden = {"casus": casus, "op": op, "bekend": bekend, "regios": None}
        with leespool.connection() as verbinding, verbinding.cursor(binary=True) as cursor:
            return cursor.execute(vraag, waarden, prepare=True).fetchall()

    def leg_vast(casussen: Sequence[UUID]) -> Sequence[None]:
        with pool.connection() as verbinding:
            verbinding.execute(_INZAGE, ([uuid4() for _ in casussen], list(casussen)), prepare=True)
        return [None for _ in casussen]

    groep: Groep[UUID, None] = Groep(leg_vast, lambda _: 1, grootste_groep=256, grootste_omvang=256)

    def lees_op_de_lijst(casus: UUID, op: datetime, bekend: datetime) -> list[Any]:
        antwoord = lees(casus, op, bekend)
        groep.vraag(casus)
        return antwoord

    app.add_api_route("/kaal", schrijf, methods=["POST"], status_code=201)
    app.add_api_route("/kaal/{casus}", lees, methods=["GET"])
    app.add_api_route("/vastgelegd/{casus}", lees_op_de_lijst, methods=["GET"])
    return app


if __name__ == "__main__":
    uvicorn.run(
        maak(
            os.environ["KAAL_DATABASE"],
            conninfo_als(os.environ["KAAL_LEZER"], "zicht_projectie", "jit=off"),
            os.environ["KAAL_VRAAG"].encode(),
        ),
        port=int(os.environ["KAAL_POORT"]),
        log_level="warning",
        access_log=False,
    )
