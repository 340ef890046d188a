"""From an error to a problem document (RFC 9457): one table, and the only place that knows status codes.

Every problem has a stable `code`; `type` is the same code as a URN. Texts are for a person and in Dutch. A
problem never repeats what was sent: it may be personal data.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from api.http.faults import fouten_van
from api.http.tempo import TeVeelVerzoeken
from api.http.zelfcontrole import RechtenWijkenAf
from api.rollen import Verboden
from api.sleutels import SleutelsOnbereikbaar
from api.tokens import TokenOngeldig
from ledger.bevoegdheid import NietNamensDezePartij
from ledger.errors import (
    Fout,
    Geweigerd,
    NietBijgewerkt,
    OnbekendeCasus,
    OnleesbareGebeurtenis,
    SleutelConflict,
    VersieConflict,
    ZichtError,
)
from ledger.store.errors import DatabaseOnbereikbaar, Opslagfout, OpslagGeweigerd, UitkomstOnbekend
from ledger.store.sleutels.hoofdsleutel import SleutelFout
from ledger.store.zegel.fouten import Zegelfout
from projections.leesmodel.fouten import GeenLeesmodel

PROBLEM_JSON = "application/problem+json"
WACHT_S = 1
"""After how many seconds a caller may try again what failed for a moment."""


class VerzoekTeGroot(ZichtError):
    """The body of the request is larger than this installation takes."""

    def __init__(self, grens: int) -> None:
        super().__init__(f"Het verzoek is te groot; hoogstens {grens} bytes.")


class GeenJson(ZichtError):
    """The body of the request is not said to be JSON."""

    def __init__(self) -> None:
        super().__init__("Stuur de gegevens als application/json.")


class NietGevonden(ZichtError):
    """What was asked for is not there; `code` says what."""

    def __init__(self, code: str, melding: str) -> None:
        self.code = code
        super().__init__(melding)


class CasusGeparkeerd(ZichtError):
    """What is known of this casus cannot be computed from a certain act on; it waits for repair."""

    def __init__(self, volgnummer: int) -> None:
        super().__init__(f"Deze casus staat stil bij volgnummer {volgnummer} en wacht op herstel.")


@dataclass(frozen=True, slots=True)
class Probleem:
    """A problem as it goes out."""

    status: int
    code: str
    titel: str
    detail: str
    fouten: Sequence[Fout] = ()
    koppen: Mapping[str, str] = field(default_factory=dict)

    def als_dict(self) -> dict[str, Any]:
        """Give the document."""
        document: dict[str, Any] = {
            "type": f"urn:zicht:probleem:{self.code}",
            "title": self.titel,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.fouten:
            document["fouten"] = [asdict(fout) for fout in self.fouten]
        return document

    def als_antwoord(self) -> JSONResponse:
        """Give the response."""
        return JSONResponse(self.als_dict(), self.status, dict(self.koppen), media_type=PROBLEM_JSON)


def onverwacht(kenmerk: str) -> Probleem:
    """Give what is said of an error that nobody foresaw; `kenmerk` finds it in the log."""
    return Probleem(
        500, "onverwachte-fout", "Er ging iets mis", f"Er ging iets mis aan onze kant. Kenmerk: {kenmerk}."
    )


_PROBEER_WEER = {"Retry-After": str(WACHT_S)}


def _geweigerd(fout: Geweigerd, _: Request) -> Probleem:
    aantal = len(fout.fouten)
    detail = "Het verzoek heeft een fout." if aantal == 1 else f"Het verzoek heeft {aantal} fouten."
    return Probleem(400, "geweigerd", "Het verzoek kan niet worden verwerkt", detail, fout.fouten)


def _ongeldig_verzoek(fout: RequestValidationError, verzoek: Request) -> Probleem:
    return _geweigerd(Geweigerd(fouten_van(fout)), verzoek)


def _token_ongeldig(fout: TokenOngeldig, _: Request) -> Probleem:
    koppen = {"WWW-Authenticate": 'Bearer realm="zicht"'}
    return Probleem(401, "token-ongeldig", "Niet aangemeld", str(fout), koppen=koppen)


def _onbekende_casus(fout: OnbekendeCasus, _: Request) -> Probleem:
    return Probleem(404, "onbekende-casus", "Niet gevonden", fout.fouten[0].melding)


def _versie_conflict(fout: VersieConflict, verzoek: Request) -> Probleem:
    if "if-match" in verzoek.headers:
        return Probleem(412, "versie-conflict", "De casus is intussen verder", str(fout))
    return Probleem(
        409,
        "versie-conflict",
        "De casus is intussen verder",
        "Anderen legden tegelijk iets vast in deze casus. Probeer het opnieuw.",
        koppen=_PROBEER_WEER,
    )


def _uitkomst_onbekend(_: UitkomstOnbekend, verzoek: Request) -> Probleem:
    met_sleutel = (
        "Stuur hetzelfde verzoek opnieuw met dezelfde Idempotency-Key: het wordt nooit dubbel vastgelegd."
    )
    zonder = (
        "Kijk in de geschiedenis van de casus of het is vastgelegd, en gebruik voortaan een Idempotency-Key."
    )
    detail = met_sleutel if "idempotency-key" in verzoek.headers else zonder
    return Probleem(
        503,
        "uitkomst-onbekend",
        "Onbekend of het is vastgelegd",
        f"De verbinding met de database viel weg. {detail}",
        koppen=_PROBEER_WEER,
    )


def _opslag_geweigerd(fout: OpslagGeweigerd, _: Request) -> Probleem:
    # a time limit, a full disk, a server that takes no writes now: nothing was written, and it may pass
    voorbij = (fout.sqlstate or "").startswith(("25006", "40", "53", "55", "57"))
    if not voorbij:
        return Probleem(500, fout.code, "Er ging iets mis", "De database weigerde; er is niets vastgelegd.")
    return Probleem(
        503,
        fout.code,
        "Even niet beschikbaar",
        "De database kon dit nu niet doen; er is niets vastgelegd.",
        koppen=_PROBEER_WEER,
    )


def _http(fout: HTTPException, verzoek: Request) -> Probleem:
    code, titel, detail = {
        404: ("niet-gevonden", "Niet gevonden", "Dit adres bestaat niet."),
        405: ("methode-niet-toegestaan", "Methode niet toegestaan", "Dit adres kent deze methode niet."),
    }.get(fout.status_code, ("ongeldig-verzoek", "Ongeldig verzoek", "Dit verzoek kan niet worden gelezen."))
    koppen = dict(fout.headers or {})
    if "Allow" in koppen:
        koppen["Allow"] = _methoden(verzoek)
    return Probleem(fout.status_code, code, titel, detail, koppen=koppen)


def _methoden(verzoek: Request) -> str:
    """Give the methods of this address; the router itself only looks at the first route that fits."""
    routes: Sequence[APIRoute] = getattr(verzoek.app.state, "routes", ())
    passend = [route.methods or set() for route in routes if route.path_regex.match(verzoek.url.path)]
    return ", ".join(sorted(set[str]().union(*passend)))


def _vast(
    status: int, code: str, titel: str, koppen: Mapping[str, str] | None = None
) -> Callable[[Exception, Request], Probleem]:
    """Make an entry whose detail is the sentence of the error itself."""
    return lambda fout, _: Probleem(status, code, titel, str(fout), koppen=koppen or {})


def _niet_gevonden(fout: NietGevonden, _: Request) -> Probleem:
    return Probleem(404, fout.code, "Niet gevonden", str(fout))


def _te_veel_verzoeken(fout: TeVeelVerzoeken, _: Request) -> Probleem:
    koppen = {"Retry-After": str(fout.wacht_s)}
    return Probleem(429, "te-veel-verzoeken", "Te veel verzoeken", str(fout), koppen=koppen)


def _verboden(fout: Verboden, _: Request) -> Probleem:
    return Probleem(403, fout.code, "Niet toegestaan", str(fout))


TABEL: Mapping[type[Exception], Callable[[Any, Request], Probleem]] = {
    RequestValidationError: _ongeldig_verzoek,
    HTTPException: _http,
    Geweigerd: _geweigerd,
    OnbekendeCasus: _onbekende_casus,
    TokenOngeldig: _token_ongeldig,
    Verboden: _verboden,
    NietNamensDezePartij: _vast(403, "niet-namens-deze-partij", "Niet toegestaan"),
    NietGevonden: _niet_gevonden,
    VersieConflict: _versie_conflict,
    SleutelConflict: _vast(409, "sleutel-conflict", "Deze sleutel is al gebruikt"),
    TeVeelVerzoeken: _te_veel_verzoeken,
    VerzoekTeGroot: _vast(413, "verzoek-te-groot", "Het verzoek is te groot"),
    GeenJson: _vast(415, "geen-json", "Dit mediatype wordt niet gelezen"),
    CasusGeparkeerd: _vast(503, "casus-geparkeerd", "Deze casus staat stil"),
    RechtenWijkenAf: _vast(503, "rechten-wijken-af", "Even niet beschikbaar"),
    GeenLeesmodel: _vast(503, "geen-leesmodel", "Even niet beschikbaar"),
    NietBijgewerkt: _vast(503, "niet-bijgewerkt", "Nog niet bijgewerkt", _PROBEER_WEER),
    SleutelsOnbereikbaar: _vast(503, "sleutels-onbereikbaar", "Even niet beschikbaar", _PROBEER_WEER),
    DatabaseOnbereikbaar: _vast(503, "database-onbereikbaar", "Even niet beschikbaar", _PROBEER_WEER),
    UitkomstOnbekend: _uitkomst_onbekend,
    OpslagGeweigerd: _opslag_geweigerd,
    # the same to who asks, whether the read model or the ledger itself was asked
    OnleesbareGebeurtenis: lambda *_: Probleem(
        503,
        "casus-geparkeerd",
        "Deze casus staat stil",
        "Hier staat een gebeurtenis die dit programma niet kan lezen; zij wacht op herstel.",
    ),
    Zegelfout: lambda fout, _: Probleem(
        500, fout.code, "Dit is niet te bewijzen", "Het zegel past niet bij de database."
    ),
    SleutelFout: lambda *_: Probleem(
        503,
        "hoofdsleutel-onbereikbaar",
        "Even niet beschikbaar",
        "De sleutels van de vertrouwelijke delen zijn niet bereikbaar; er is niets vastgelegd of getoond.",
        koppen=_PROBEER_WEER,
    ),
    Opslagfout: lambda *_: Probleem(500, "opslagfout", "Er ging iets mis", "De opslag kon dit niet doen."),
}
"""Every error that reaches HTTP; what is not here is an accident, and answered by `onverwacht`."""


Schrijver = Callable[[Request, Probleem], Response]
"""Writes a problem for who asked: a document, or a page."""


def als_document(_: Request, probleem: Probleem) -> Response:
    """Write a problem as the API does."""
    return probleem.als_antwoord()


def gebruik_tabel(app: FastAPI, schrijf: Schrijver = als_document) -> None:
    """Let the app answer every error of the table with its problem."""
    for soort, maak in TABEL.items():
        app.add_exception_handler(soort, _handler(maak, schrijf))


def _handler(
    maak: Callable[[Any, Request], Probleem], schrijf: Schrijver
) -> Callable[[Request, Exception], Response]:
    return lambda verzoek, fout: schrijf(verzoek, maak(fout, verzoek))
