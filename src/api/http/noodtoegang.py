"""Breaking the glass: ask for it with a reason, agree as a second person, end it, review it.

Whoever asks can use it at once (`noodgebruik`), an inspecteur after a second person agreed. It stays on the
worklist of the privacyfunctionaris, of the organisation and of the region, until one of them has reviewed
it.
"""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID, uuid4

from fastapi import Depends, Path, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.http import VOORVOEGSEL
from api.http.access import Noodbeoordelaar, Noodbetrokkene, Noodbevestiger, Noodvrager
from api.http.answers_noodtoegang import (
    NoodtoegangAntwoord,
    NoodtoegangenAntwoord,
    NoodtoegangMetRedenAntwoord,
)
from api.http.bodies import Noodaanvraag, Noodbeoordeling, lichaam
from api.http.documentation import antwoord, neemt_aan
from api.http.inzagepoort import aantekening
from api.http.params import maak_router
from api.http.problems import NietGevonden
from api.http.services import Diensten, Machine
from api.identiteit import Identiteit
from ledger.errors import Fout, Geweigerd, OnbekendeCasus
from ledger.inzage.noodtoegang import (
    Noodstap,
    Noodtoegang,
    Stapsoort,
    keur_stap,
    vouw,
)
from ledger.store.codec import decodeer
from ledger.store.inzage.noodreden import open_reden, verzegel_reden

router = maak_router("/noodtoegangen", "noodtoegang")

NoodtoegangId = Annotated[UUID, Path(alias="noodtoegang", description="De noodtoegang, als UUID.")]


class Lijstvraag(BaseModel):
    """The query of the worklist."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    alle: Annotated[bool, Field(description="Ook wat al is beoordeeld.")] = False


@router.post(
    "",
    status_code=201,
    summary="Noodtoegang vragen",
    **neemt_aan(Noodaanvraag, NoodtoegangAntwoord, 404, status=201),
)
def vraag_noodtoegang(
    verzoek: Request,
    wie: Noodvrager,
    aanvraag: Annotated[Noodaanvraag, Depends(lichaam(Noodaanvraag))],
    diensten: Machine,
) -> Response:
    """Open één casus die buiten bereik is, hoogstens vier uur, met een reden op schrift.

    Gebruik daarna het kenmerk in de header `Zicht-Noodtoegang`. Een inspecteur heeft eerst een tweede persoon
    nodig; de tijd loopt vanaf diens bevestiging. De privacyfunctionaris krijgt het te zien en beoordeelt het.
    """
    rijen = diensten.recorder.lees_casus(aanvraag.casus)
    if not rijen:
        raise OnbekendeCasus
    acten = [decodeer(rij, met_vertrouwelijk=False) for rij in rijen]
    kenmerk, regio = uuid4(), rijen[0].regio
    stap = _stap(
        diensten,
        wie,
        "aangevraagd",
        kenmerk,
        aanvraag.casus,
        regio,
        minuten=aanvraag.minuten,
        tweede_nodig=wie.rol == "inspecteur",
        reden=verzegel_reden(diensten.kluis, aanvraag.reden, kenmerk, regio, acten),
    )
    diensten.noodboek.zet(stap)
    return _zoals_het_is(
        verzoek, diensten, vouw([stap]), 201, Location=f"{VOORVOEGSEL}/noodtoegangen/{kenmerk}"
    )


@router.get("", summary="De werklijst", **antwoord(NoodtoegangenAntwoord))
def toon_noodtoegangen(
    wie: Noodbeoordelaar, vraag: Annotated[Lijstvraag, Query()], diensten: Machine
) -> Response:
    """Geef de noodtoegangen van de eigen organisatie en van de casussen van de eigen regio, laatste eerst."""
    nu = diensten.klok.nu()
    lijst = diensten.noodboek.lijst(wie.organisatie, alleen_open=not vraag.alle)
    return JSONResponse({"noodtoegangen": [nood.als_dict(nu) for nood in lijst]})


@router.get("/{noodtoegang}", summary="Een noodtoegang", **antwoord(NoodtoegangMetRedenAntwoord, 404))
def toon_noodtoegang(
    verzoek: Request, wie: Noodbetrokkene, noodtoegang: NoodtoegangId, diensten: Machine
) -> Response:
    """Geef hoe het met een noodtoegang staat en waarom zij is gevraagd, voor wie haar vroeg of beoordeelt."""
    nood = _zoek(diensten, wie, noodtoegang)
    aantekening(verzoek).noodtoegang = noodtoegang
    reden = open_reden(diensten.kluis, nood.aanvraag)
    return JSONResponse({**nood.als_dict(diensten.klok.nu()), "reden": reden})


@router.post(
    "/{noodtoegang}/bevestiging",
    summary="Als tweede persoon bevestigen",
    **neemt_aan(None, NoodtoegangAntwoord, 404),
)
def bevestig_noodtoegang(
    verzoek: Request, wie: Noodbevestiger, noodtoegang: NoodtoegangId, diensten: Machine
) -> Response:
    """Sta als tweede persoon van dezelfde organisatie toe dat een inspecteur de noodtoegang gebruikt."""
    return _zet(verzoek, diensten, wie, noodtoegang, "bevestigd")


@router.post("/{noodtoegang}/einde", summary="Beëindigen", **neemt_aan(None, NoodtoegangAntwoord, 404))
def beeindig_noodtoegang(
    verzoek: Request, wie: Noodbetrokkene, noodtoegang: NoodtoegangId, diensten: Machine
) -> Response:
    """Beëindig een noodtoegang voordat haar tijd om is."""
    return _zet(verzoek, diensten, wie, noodtoegang, "beeindigd")


@router.post(
    "/{noodtoegang}/beoordeling",
    summary="Beoordelen",
    **neemt_aan(Noodbeoordeling, NoodtoegangAntwoord, 404),
)
def beoordeel_noodtoegang(
    verzoek: Request,
    wie: Noodbeoordelaar,
    noodtoegang: NoodtoegangId,
    beoordeling: Annotated[Noodbeoordeling, Depends(lichaam(Noodbeoordeling))],
    diensten: Machine,
) -> Response:
    """Zeg als privacyfunctionaris of een noodtoegang die voorbij is terecht was."""
    return _zet(verzoek, diensten, wie, noodtoegang, "beoordeeld", oordeel=beoordeling.oordeel)


def _zoek(diensten: Diensten, wie: Identiteit, noodtoegang: UUID) -> Noodtoegang:
    """Find one that concerns who asks: their own organisation's, or about a casus of their region."""
    nood = diensten.noodboek.lees(noodtoegang)
    if nood is not None:
        aanvraag = nood.aanvraag
        zelf = (wie.medewerker, wie.organisatie) == (aanvraag.medewerker, aanvraag.organisatie)
        van_ons = wie.organisatie == aanvraag.organisatie
        van_regio = (wie.organisatie.soort, wie.organisatie.id) == ("veilig-thuis", aanvraag.regio)
        toezicht = wie.rol in {"privacyfunctionaris", "inspecteur"}
        if zelf or (toezicht and (van_ons or (van_regio and wie.rol == "privacyfunctionaris"))):
            return nood
    raise NietGevonden("onbekende-noodtoegang", "Deze noodtoegang is hier niet bekend.")


def _stap(  # noqa: PLR0913, PLR0917 — the parts of one step
    diensten: Diensten,
    wie: Identiteit,
    soort: Stapsoort,
    noodtoegang: UUID,
    casus: UUID,
    regio: str,
    volgnummer: int = 1,
    **anders: Any,
) -> Noodstap:
    return Noodstap(
        noodtoegang=noodtoegang,
        volgnummer=volgnummer,
        soort=soort,
        moment=diensten.klok.nu(),
        casus=casus,
        regio=regio,
        medewerker=wie.medewerker,
        organisatie=wie.organisatie,
        rol=wie.rol,
        mandaat=None if wie.mandaat is None else wie.mandaat.kenmerk,
        **anders,
    )


def _zet(
    verzoek: Request,
    diensten: Diensten,
    wie: Identiteit,
    noodtoegang: UUID,
    soort: Stapsoort,
    **anders: Any,
) -> Response:
    nood = _zoek(diensten, wie, noodtoegang)
    aantekening(verzoek).noodtoegang = noodtoegang
    aanvraag = nood.aanvraag
    stap = _stap(
        diensten, wie, soort, noodtoegang, aanvraag.casus, aanvraag.regio, nood.volgnummer + 1, **anders
    )
    keur_stap(nood, stap)
    if not diensten.noodboek.zet(stap):
        raise Geweigerd([Fout("noodtoegang", "intussen-verder", "Een ander was net eerder; kijk opnieuw.")])
    return _zoals_het_is(verzoek, diensten, diensten.noodboek.lees(noodtoegang), 200)


def _zoals_het_is(
    verzoek: Request, diensten: Diensten, nood: Noodtoegang | None, status: int, **koppen: str
) -> Response:
    if nood is None:  # it was there a moment ago, and nothing is ever taken away
        raise NietGevonden("onbekende-noodtoegang", "Deze noodtoegang is hier niet bekend.")
    aantekening(verzoek).noodtoegang = nood.aanvraag.noodtoegang
    return JSONResponse(nood.als_dict(diensten.klok.nu()), status, koppen)
