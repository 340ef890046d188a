"""What goes wrong, as a page: the same problems as in the API, told to a person."""

from __future__ import annotations

import logging

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from starlette.types import Scope

from api.http import VOORVOEGSEL
from api.http.problems import Probleem
from api.pages.toegang import NietIngelogd
from api.pages.weergave import met_vraag, pagina
from ledger.settings import Instellingen

_log = logging.getLogger(__name__)

_GEGEVENS = (".json", ".csv", ".ics", ".pdf")


def is_pagina(scope: Scope) -> bool:
    """Whether a person looks at what this request asks for, and not a program."""
    pad = str(scope["path"])
    return not pad.startswith((f"{VOORVOEGSEL}/", "/gezondheid")) and not pad.endswith(_GEGEVENS)


def schrijf(verzoek: Request, probleem: Probleem, instellingen: Instellingen) -> Response:
    """Write a problem as who asked can read it."""
    if not is_pagina(verzoek.scope):
        return probleem.als_antwoord()
    koppen = {naam: waarde for naam, waarde in probleem.koppen.items() if naam != "WWW-Authenticate"}
    return pagina(
        verzoek, instellingen, None, "fout.html", status=probleem.status, koppen=koppen, probleem=probleem
    )


def naar_inloggen(verzoek: Request, fout: Exception) -> Response:
    """Send somebody who is not logged in to where they can; a program is told that it may not."""
    if not isinstance(fout, NietIngelogd) or not is_pagina(verzoek.scope):
        return Probleem(
            401, "niet-ingelogd", "Niet ingelogd", "Log eerst in op de pagina's van Zicht."
        ).als_antwoord()
    adres = met_vraag("/inloggen", {"terug": None if fout.terug == "/" else fout.terug})
    if verzoek.headers.get("hx-request"):
        return Response(status_code=204, headers={"HX-Redirect": adres})
    return RedirectResponse(adres, 303)
