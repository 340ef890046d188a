"""Using a noodtoegang: with its id in a header, one casus opens for reading, and every answer says so."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from fastapi import Request

from api.http.inzagepoort import aantekening
from api.http.services import Diensten
from api.identiteit import Identiteit
from api.rollen import Verboden
from ledger.store.bereik import Bereik

KOP = "Zicht-Noodtoegang"

_MELDING = "Deze noodtoegang geldt niet voor u, niet voor dit verzoek of niet meer."


def noemt_noodtoegang(verzoek: Request) -> bool:
    """Whether this request names a noodtoegang."""
    return KOP in verzoek.headers


def noodbereik(verzoek: Request, diensten: Diensten, identiteit: Identiteit, nu: datetime) -> Bereik | None:
    """Give the scope of the noodtoegang that this request names; None when it names none.

    It holds for whoever asked for it, while it runs, for reading that one casus by its own address: the
    region is the scope, the address keeps to the casus. Raises `Verboden`, for every reason the same.
    """
    genoemd = verzoek.headers.get(KOP)
    if genoemd is None:
        return None
    try:
        kenmerk, casus = UUID(genoemd), UUID(str(verzoek.path_params.get("casus")))
    except ValueError:
        raise Verboden("noodtoegang-geldt-niet", _MELDING) from None
    nood = diensten.noodboek.lees(kenmerk)
    if (
        nood is None
        or verzoek.method != "GET"
        or nood.aanvraag.casus != casus
        or not nood.geldt(identiteit.medewerker, identiteit.organisatie, nu)
    ):
        raise Verboden("noodtoegang-geldt-niet", _MELDING)
    note = aantekening(verzoek)
    note.noodtoegang, note.noodtoegang_tot = kenmerk, nood.tot
    return Bereik(regios=(nood.aanvraag.regio,))
