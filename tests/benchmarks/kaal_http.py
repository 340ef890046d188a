"""The bare side over HTTP: FastAPI with a pool, one durable INSERT or one prepared question, nothing else."""

import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import uvicorn
from fastapi import Body, FastAPI
from psycopg_pool import ConnectionPool

from projections.leesmodel.tabellen import conninfo_als

_SCHRIJF = "INSERT INTO kaal (casus, volgnummer, soort, open) VALUES (%s, 1, %s, %s)"


def maak(conninfo: str, lezen: str, vraag: bytes) -> FastAPI:
    """Make the application; `vraag` is the prepared question with `casus`, `op`, `bekend` and `regios`."""
    pool = ConnectionPool(conninfo, min_size=8, max_size=8, kwargs={"autocommit": True}, open=False)
    leespool = ConnectionPool(lezen, min_size=8, max_size=8, kwargs={"autocommit": True}, open=False)

    @asynccontextmanager
    async def levensloop(_: FastAPI) -> AsyncIterator[None]:
        with pool, leespool:
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

    app.add_api_route("/kaal", schrijf, methods=["POST"], status_code=201)
    app.add_api_route("/kaal/{casus}", lees, methods=["GET"])
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
