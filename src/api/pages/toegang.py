"""Who looks at a page, whether that role may, and whether a form was sent by a page of ours.

The rights are those of the API (`api.http.access`): a page shows nothing that a token of the same person
could not ask for.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, cast
from urllib.parse import parse_qsl, urlsplit

from fastapi import Depends, Request, Response

from api.http.bodies import lees_inhoud
from api.http.inzagepoort import aantekening, teken_aan
from api.http.services import Machine
from api.identiteit import Identiteit
from api.pages.bewaarde_vragen import BewaardeVragen
from api.pages.oidc import Aanmelder
from api.pages.sessies import Sessies
from api.rollen import Recht, Verboden, bereik_van, heeft
from ledger.errors import ZichtError
from ledger.settings import Instellingen
from projections.leesmodel.herbouwer import Herbouwer

FORMULIERVELD = "formuliersleutel"
"""The hidden field of every form: only our own page can know what is in it."""


class NietIngelogd(ZichtError):
    """Nobody is logged in; `terug` is the page that was asked for."""

    def __init__(self, terug: str) -> None:
        self.terug = terug
        super().__init__("Log eerst in.")


class FormulierGeweigerd(ZichtError):
    """A form that was not sent by a page of ours, or by one of an earlier session."""

    def __init__(self) -> None:
        super().__init__(
            "Dit formulier kwam niet van een geldige pagina. Ga terug, ververs en probeer het opnieuw."
        )


@dataclass(frozen=True, slots=True)
class Paginadiensten:
    """What the pages have beside the services of the API; `aanmelder` is None in development."""

    sessies: Sessies
    aanmelder: Aanmelder | None
    herbouwer: Herbouwer
    vragen: BewaardeVragen


def _paginadiensten(verzoek: Request) -> Paginadiensten:
    return cast("Paginadiensten", verzoek.app.state.paginas)


Paginas = Annotated[Paginadiensten, Depends(_paginadiensten)]
"""The services of the pages, as a route asks for them."""


@dataclass(frozen=True, slots=True)
class Bezoeker:
    """Somebody who is logged in, and the key that their forms carry."""

    identiteit: Identiteit
    formuliersleutel: str

    def mag(self, recht: Recht) -> bool:
        """Whether the role of this person permits it."""
        return heeft(self.identiteit, recht)


def koeknaam(instellingen: Instellingen, wat: str) -> str:
    """Name a cookie: behind TLS with the prefix that makes a browser guard it (RFC 6265bis, 4.1.3.2)."""
    return f"__Host-zicht-{wat}" if is_veilig(instellingen) else f"zicht-{wat}"


def is_veilig(instellingen: Instellingen) -> bool:
    """Whether browsers reach us over TLS: always in production."""
    return instellingen.omgeving == "productie" or instellingen.publieke_url.startswith("https://")


def zet_koek(antwoord: Response, instellingen: Instellingen, wat: str, waarde: str, seconden: int) -> None:
    """Give the browser a cookie that no script can read and no other site can send along with a form."""
    antwoord.set_cookie(
        koeknaam(instellingen, wat),
        waarde,
        max_age=seconden,
        path="/",
        secure=is_veilig(instellingen),
        httponly=True,
        samesite="lax",  # strict would log nobody in: the issuer is another site
    )


def wis_koek(antwoord: Response, instellingen: Instellingen, wat: str) -> None:
    """Take a cookie back."""
    antwoord.delete_cookie(
        koeknaam(instellingen, wat), path="/", secure=is_veilig(instellingen), httponly=True, samesite="lax"
    )


def formuliersleutel(koek: str) -> str:
    """Give the key of the forms of one session: nobody can make it without the cookie."""
    return hmac.new(koek.encode(), b"zicht formulier", hashlib.sha256).hexdigest()


def wie(verzoek: Request, diensten: Machine, paginas: Paginas) -> Bezoeker:
    """Give who is logged in; raises `NietIngelogd`."""
    diensten.zelfcontrole.eis()
    koek = verzoek.cookies.get(koeknaam(diensten.instellingen, "sessie"), "")
    identiteit = paginas.sessies.lees(koek, diensten.klok.nu()) if koek else None
    if identiteit is None:
        terug = verzoek.url.path + (f"?{verzoek.url.query}" if verzoek.url.query else "")
        raise NietIngelogd(terug if verzoek.method == "GET" else "/")
    diensten.tempo.neem(f"{identiteit.organisatie}/{identiteit.medewerker}")
    teken_aan(verzoek, identiteit)  # from here on the read log knows who is asking
    aantekening(verzoek).kanaal = "pagina"
    return Bezoeker(identiteit, formuliersleutel(koek))


Ingelogd = Annotated[Bezoeker, Depends(wie)]
"""Anybody who is logged in, whatever their role."""


def met_recht(recht: Recht) -> Callable[..., Bezoeker]:
    """Make the dependency of a page that needs this right; it also gives the services their scope."""

    def mag(verzoek: Request, diensten: Machine, bezoeker: Ingelogd) -> Bezoeker:
        if not bezoeker.mag(recht):
            raise Verboden
        if bezoeker.identiteit.rol == "auditor" and recht != "cijfers":
            # a page shows a casus under its own name; the API has other names for who may not know it
            raise Verboden("niet-op-een-pagina", "Wat u van een casus mag zien, geeft alleen de API.")
        verzoek.state.bereik = bereik_van(bezoeker.identiteit, diensten.klok.nu())
        return bezoeker

    return mag


Tijdlijnlezer = Annotated[Bezoeker, Depends(met_recht("tijdlijn"))]
"""Who may read the timeline of a casus."""

Vertrouwelijklezer = Annotated[Bezoeker, Depends(met_recht("vertrouwelijk"))]
"""Who may read what was recorded confidentially in a casus."""

Logboeklezer = Annotated[Bezoeker, Depends(met_recht("inzage"))]
"""Who may read who looked at a casus."""

Bundellezer = Annotated[Bezoeker, Depends(met_recht("bundel"))]
"""Who may take away what was recorded in a casus."""

Cijferlezer = Annotated[Bezoeker, Depends(met_recht("cijfers"))]
"""Who may see figures."""

Beheerder = Annotated[Bezoeker, Depends(met_recht("beheer"))]
"""Who runs the machine."""

Vastlegger = Annotated[Bezoeker, Depends(met_recht("vastleggen"))]
"""Who may record in a casus."""

Opener = Annotated[Bezoeker, Depends(met_recht("openen"))]
"""Who may open a casus."""

Lijstlezer = Annotated[Bezoeker, Depends(met_recht("lijsten"))]
"""Who may ask across cases."""


def _lijst_of_aantallen(verzoek: Request, diensten: Machine, bezoeker: Ingelogd) -> Bezoeker:
    return met_recht("cijfers" if bezoeker.identiteit.rol == "auditor" else "lijsten")(
        verzoek, diensten, bezoeker
    )


Telling = Annotated[Bezoeker, Depends(_lijst_of_aantallen)]
"""Who may ask across cases; an auditor gets figures and no list."""


def eigen_adres(verzoek: Request, instellingen: Instellingen) -> str:
    """Give the origin under which browsers know us."""
    if instellingen.publieke_url:
        delen = urlsplit(instellingen.publieke_url)
        return f"{delen.scheme}://{delen.netloc}"
    return f"{verzoek.url.scheme}://{verzoek.url.netloc}"


async def _formulier(verzoek: Request, diensten: Machine) -> Mapping[str, list[str]]:
    """Read a form sent by one of our own pages; raises `FormulierGeweigerd`."""
    if verzoek.headers.get("origin") != eigen_adres(verzoek, diensten.instellingen):
        raise FormulierGeweigerd
    soort = verzoek.headers.get("content-type", "").partition(";")[0].strip().lower()
    if soort != "application/x-www-form-urlencoded":
        raise FormulierGeweigerd
    inhoud = await lees_inhoud(verzoek, diensten.instellingen.verzoek_bytes)
    velden: dict[str, list[str]] = {}
    try:
        for naam, waarde in parse_qsl(inhoud.decode(), keep_blank_values=True, errors="strict"):
            velden.setdefault(naam, []).append(waarde)
    except ValueError:
        raise FormulierGeweigerd from None
    return velden


OnbewaaktFormulier = Annotated[Mapping[str, list[str]], Depends(_formulier)]
"""The fields of a form of ours that somebody sends before they are logged in."""


def _bewaakt(velden: OnbewaaktFormulier, bezoeker: Ingelogd) -> Mapping[str, list[str]]:
    gegeven = velden.get(FORMULIERVELD, [""])[0]
    if not hmac.compare_digest(gegeven.encode(), bezoeker.formuliersleutel.encode()):
        raise FormulierGeweigerd
    return velden


Formulier = Annotated[Mapping[str, list[str]], Depends(_bewaakt)]
"""The fields of a form of ours, sent by the session that it was made for."""


def veilig_terug(terug: str) -> str:
    """Give a path of ours to go on to; the front page for anything else."""
    delen = urlsplit(terug)
    ons = terug.startswith("/") and not terug.startswith(("//", "/\\")) and terug.isprintable()
    return terug if ons and not delen.scheme and not delen.netloc else "/"
