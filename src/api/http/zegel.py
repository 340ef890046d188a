"""Every answer names the checkpoint it is covered by, or says that it is not sealed yet: in its headers.

Not in its body: who asks the same question again with the position as `bekendOp` gets the same bytes, and a
cited answer always does, while the checkpoint over it changes with every act that anybody records.

A request that records may wait for the seal (RFC 7240, `Prefer: wait=N`).
"""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable, Coroutine
from functools import lru_cache
from typing import Any, cast

from anyio import sleep, to_thread
from fastapi import Request, Response
from fastapi.routing import APIRoute

from api.http.rechtstreeks import Rechtstreeks, is_recht
from api.http.services import Diensten
from ledger.errors import Fout, Geweigerd
from ledger.store.zegel.fouten import UitgaveOnleesbaar
from ledger.store.zegel.stand import Verzegeling
from ledger.zegel.checkpoint import Checkpoint
from ledger.zegel.notitie import als_base64

VERZEGELD = "Zicht-Verzegeld"
CHECKPOINT = "Zicht-Checkpoint"
LANGST_WACHTEN_S = 10

_POSITIE = re.compile(rb'"positie"\s*:\s*(\d{1,18})')
_WACHT = re.compile(r'(?:^|,)\s*wait\s*=\s*"?(\d{1,6})"?\s*(?:[,;]|$)', re.IGNORECASE)
_TIK_S = 0.03
_VASTGELEGD = 201

_Handler = Callable[[Request], Coroutine[Any, Any, Response]]


class VerzegeldeRoute(APIRoute):
    """A route whose answer says how far it is sealed, when it says a position at all.

    It takes no query that gives a name twice.
    """

    def get_route_handler(self) -> _Handler:
        """Give the handler: straight to the answer where that can be, else that of FastAPI."""
        van_fastapi = super().get_route_handler()
        recht = Rechtstreeks(self) if is_recht(self) else None

        async def handler(verzoek: Request) -> Response:
            vraag = _elke_naam_eenmaal(verzoek)
            antwoord = None if recht is None else await recht.beantwoord(verzoek, vraag)
            if antwoord is None:
                antwoord = await van_fastapi(verzoek)
            await _noem_zegel(verzoek, antwoord)
            return antwoord

        return handler


def _elke_naam_eenmaal(verzoek: Request) -> dict[str, str]:
    """Give the query; refuse one that gives the same key twice: we could only guess which was meant."""
    alle = verzoek.query_params.multi_items()
    vraag = dict(alle)
    if len(vraag) < len(alle):
        namen = Counter(naam for naam, _ in alle)
        dubbel = sorted(naam for naam, aantal in namen.items() if aantal > 1)
        raise Geweigerd(
            [Fout(naam, "dubbel", "Deze parameter mag maar één keer voorkomen.") for naam in dubbel]
        )
    return vraag


async def _noem_zegel(verzoek: Request, antwoord: Response) -> None:
    soort = antwoord.headers.get("content-type", "")
    # an answer that is streamed or of another kind says no position
    gevonden = _POSITIE.search(antwoord.body) if soort.startswith("application/json") else None
    if gevonden is None:
        return
    positie = int(gevonden[1])
    verzegeling = cast("Diensten", verzoek.app.state.diensten).verzegeling
    try:
        checkpoint = verzegeling.dekt(positie)
        wachttijd = _wachttijd(verzoek) if antwoord.status_code == _VASTGELEGD else None
        if wachttijd is not None:
            checkpoint = checkpoint or await _wacht(verzegeling, positie, wachttijd)
            if checkpoint is not None:
                antwoord.headers["Preference-Applied"] = f"wait={wachttijd}"
    except (UitgaveOnleesbaar, OSError):
        checkpoint = None  # that the act is recorded stays true; what is wrong is told by /gezondheid
    antwoord.headers.append(VERZEGELD, "nee" if checkpoint is None else "ja")
    if checkpoint is not None:
        antwoord.headers.append(CHECKPOINT, als_kop(checkpoint))


@lru_cache(maxsize=8)  # nearly every answer names the last one
def als_kop(checkpoint: Checkpoint) -> str:
    """Name a checkpoint in one line: origin, size, root hash in base64."""
    return f"{checkpoint.oorsprong} {checkpoint.grootte} {als_base64(checkpoint.wortel)}"


def _wachttijd(verzoek: Request) -> int | None:
    """Give how many seconds the caller wants to wait for the seal; None for who does not ask."""
    gevonden = _WACHT.search(",".join(verzoek.headers.getlist("prefer")))
    return None if gevonden is None else min(int(gevonden[1]), LANGST_WACHTEN_S)


async def _wacht(verzegeling: Verzegeling, positie: int, seconden: int) -> Checkpoint | None:
    """Wait without holding a thread until the position is sealed; None when it takes longer than that."""
    einde = time.monotonic() + seconden
    while time.monotonic() < einde:
        await sleep(_TIK_S)
        if (checkpoint := await to_thread.run_sync(verzegeling.dekt, positie)) is not None:
            return checkpoint
    return None
