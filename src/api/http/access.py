"""Who is asking: from the token of a request to an identity, and which right a route needs.

What a role permits stands in `api.rollen`; what somebody sees within it is the scope of the services that a
route gets (`services`).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import Depends, Request
from fastapi.concurrency import run_in_threadpool

from api.http.inzagepoort import teken_aan
from api.http.noodgebruik import noemt_noodtoegang, noodbereik
from api.http.services import Diensten, machine
from api.identiteit import Identiteit
from api.rollen import Recht, Verboden, bereik_van, heeft, keur_organisatie
from api.tokens import TokenOngeldig


async def wie(verzoek: Request) -> Identiteit:
    """Give who is asking; raises `TokenOngeldig`, the same for every reason, and `RechtenWijkenAf`.

    What it usually needs is at hand. A thread is only for what may have to wait: the first time that a token
    comes, and the look at the rights that is made once a minute.
    """
    diensten = machine(verzoek)
    if not diensten.zelfcontrole.is_vers:
        await run_in_threadpool(diensten.zelfcontrole.eis)
    soort, _, token = verzoek.headers.get("authorization", "").partition(" ")
    if soort.lower() != "bearer":
        raise TokenOngeldig
    token = token.strip()
    identiteit = diensten.tokens.herken(token)
    if identiteit is None:
        identiteit = await run_in_threadpool(diensten.tokens.lees, token)
    diensten.tempo.neem(f"{identiteit.organisatie}/{identiteit.medewerker}")
    teken_aan(verzoek, identiteit)  # from here on the read log knows who is asking
    return identiteit


def met_recht(recht: Recht, *, met_bereik: bool = True) -> Callable[..., Awaitable[Identiteit]]:
    """Make the dependency of a route that needs this right; it also gives the services their scope.

    Without `met_bereik` the route shows nothing of a casus, and somebody without a mandate may come too.
    """

    async def mag(verzoek: Request) -> Identiteit:
        diensten, identiteit = machine(verzoek), await wie(verzoek)
        if noemt_noodtoegang(verzoek):  # which has to be read
            return await run_in_threadpool(
                laat_toe, verzoek, diensten, identiteit, recht, met_bereik=met_bereik
            )
        return laat_toe(verzoek, diensten, identiteit, recht, met_bereik=met_bereik)

    return mag


def laat_toe(
    verzoek: Request,
    diensten: Diensten,
    identiteit: Identiteit,
    *rechten: Recht,
    met_bereik: bool = True,
) -> Identiteit:
    """Let in who has one of these rights, and give the services their scope; raises `Verboden`.

    The scope is that of the noodtoegang which the request names, if it names one.
    """
    if not any(heeft(identiteit, recht) for recht in rechten):
        raise Verboden
    keur_organisatie(identiteit)
    if met_bereik:
        nu = diensten.klok.nu()
        nood = noodbereik(verzoek, diensten, identiteit, nu)
        verzoek.state.bereik = bereik_van(identiteit, nu) if nood is None else nood
    return identiteit


def ziet_alle_aantallen(identiteit: Identiteit) -> bool:
    """Whether small numbers in figures over cases may be shown too: what this reader sees, stays inside.

    Everybody else gets figures as they may leave the organisation (rulebook 8).
    """
    return identiteit.rol == "medewerker-vt"


Afsprakenlezer = Annotated[Identiteit, Depends(met_recht("afspraken"))]
"""Who may read the agreements."""

Casuslezer = Annotated[Identiteit, Depends(met_recht("casus"))]
"""Who may know that a casus exists."""

Lezer = Annotated[Identiteit, Depends(met_recht("verantwoordelijkheid"))]
"""Who may read who was responsible for a casus."""

Tijdlijnlezer = Annotated[Identiteit, Depends(met_recht("tijdlijn"))]
"""Who may read the timeline of a casus."""

Geschiedenislezer = Annotated[Identiteit, Depends(met_recht("geschiedenis"))]
"""Who may read what was recorded in a casus."""

Bundellezer = Annotated[Identiteit, Depends(met_recht("bundel"))]
"""Who may take away what was recorded in a casus, with its proofs."""

Bewijslezer = Annotated[Identiteit, Depends(met_recht("bewijs"))]
"""Who may ask for proofs about the log; hashes only."""

Vergelijker = Annotated[Identiteit, Depends(met_recht("vergelijken"))]
"""Who may compare moments of knowledge and readings."""

Lijstlezer = Annotated[Identiteit, Depends(met_recht("lijsten"))]
"""Who may ask across cases."""

Cijferlezer = Annotated[Identiteit, Depends(met_recht("cijfers"))]
"""Who may see figures."""

Opener = Annotated[Identiteit, Depends(met_recht("openen"))]
"""Who may open a casus."""

Vastlegger = Annotated[Identiteit, Depends(met_recht("vastleggen"))]
"""Who may record in a casus."""

Vernietiger = Annotated[Identiteit, Depends(met_recht("vernietigen"))]
"""Who may see what is due for destruction, and carry it out."""

Registerhouder = Annotated[Identiteit, Depends(met_recht("register"))]
"""Who may record in the register of a region."""

Logboeklezer = Annotated[Identiteit, Depends(met_recht("inzage"))]
"""Who may read who looked at a casus."""

Organisatielezer = Annotated[Identiteit, Depends(met_recht("inzage-organisatie"))]
"""Who may read what the people of their own organisation looked at."""

Noodvrager = Annotated[Identiteit, Depends(met_recht("noodtoegang", met_bereik=False))]
"""Who may ask to break the glass."""

Noodbevestiger = Annotated[Identiteit, Depends(met_recht("noodbevestiging", met_bereik=False))]
"""Who may agree to it as a second person."""

Noodbetrokkene = Annotated[Identiteit, Depends(met_recht("noodinzage", met_bereik=False))]
"""Who may see what became of it."""

Noodbeoordelaar = Annotated[Identiteit, Depends(met_recht("noodbeoordeling", met_bereik=False))]
"""Who reviews it."""
