"""Who looked: for the privacyfunctionaris, for an inspecteur, and in plain words for the person concerned.

Looking here leaves a line too. Who works for the Veilig Thuis of the casus, and an inspecteur, sees every
line about it; another organisation sees what its own people did.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Annotated, Any
from uuid import UUID

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

from api.http.access import Logboeklezer, Organisatielezer
from api.http.answers_inzage import (
    CasusInzageAntwoord,
    InzageAntwoord,
    InzageoverzichtAntwoord,
    KennisAntwoord,
)
from api.http.documentation import DATAVERWERKINGEN, antwoord
from api.http.params import OP, CasusId, Moment, Positie, maak_router
from api.http.reading import Dossier, lees_dossier
from api.http.services import Diensten, Services
from api.identiteit import Identiteit
from ledger.acts.melding import DirectbetrokkeneGeregistreerd
from ledger.errors import OnbekendeCasus
from ledger.inzage.regel import VastgelegdeInzage
from ledger.store.codec import decodeer
from ledger.store.inzage.lezen import Inzagevraag
from ledger.store.records import VastgelegdeGebeurtenis
from ledger.values import Medewerker
from projections.inzage.dataverwerkingen import dataverwerkingen
from projections.inzage.kennis import Stap, kennis_op
from projections.inzage.zinnen import inzagezin
from projections.stuk import instant_als_tekst

casusrouter = maak_router("/casussen/{casus}/inzage", "inzage")
router = maak_router("/inzage", "inzage")

GROOTSTE_BLADZIJDE = 1_000
_VAN = "Vanaf dit tijdstip."
_TOT = "Tot dit tijdstip, zelf niet meer."


class Logvraag(BaseModel):
    """What every question about the read log takes: a period, and a page by position in the log."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    van: Annotated[Moment | None, Field(description=_VAN)] = None
    tot: Annotated[Moment | None, Field(description=_TOT)] = None
    na: Annotated[Positie, Field(description="`volgende` van de vorige bladzijde.")] = 0
    page_size: Annotated[
        int, Field(ge=1, le=GROOTSTE_BLADZIJDE, description="Hoeveel regels op een bladzijde.")
    ] = 100


class Casuslogvraag(Logvraag):
    """The query of who looked at a casus."""

    medewerker: Annotated[Medewerker | None, Field(description="Alleen deze medewerker.")] = None


class Kennisvraag(BaseModel):
    """The query of what somebody could have known."""

    model_config = ConfigDict(alias_generator=to_camel, extra="forbid", frozen=True)

    medewerker: Annotated[Medewerker, Field(description="Van deze medewerker.")]
    op: Annotated[Moment | None, Field(description=OP)] = None


@casusrouter.get("", summary="Wie een casus bekeek", **antwoord(CasusInzageAntwoord, 404))
def toon_inzage(
    wie: Logboeklezer, casus: CasusId, vraag: Annotated[Casuslogvraag, Query()], diensten: Services
) -> Response:
    """Geef wie wanneer wat van de casus te zien kreeg of wilde zien, op volgorde van tijd.

    Ook deze vraag zelf komt in het logboek.
    """
    gevonden = zoek_inzage(diensten, wie, casus, vraag)
    return JSONResponse(
        {
            "casus": str(casus),
            "volledig": gevonden.volledig,
            "regels": [een.als_dict() for een in gevonden.regels],
            "volgende": gevonden.volgende,
        }
    )


@dataclass(frozen=True, slots=True)
class Gevonden:
    """A page of lines about a casus; `volledig` is whether those of every organisation are among them."""

    regels: Sequence[VastgelegdeInzage]
    volledig: bool
    volgende: int | None


def zoek_inzage(diensten: Diensten, wie: Identiteit, casus: UUID, vraag: Casuslogvraag) -> Gevonden:
    """Give who looked at a casus as far as that is for this reader; raises `OnbekendeCasus`."""
    dossier = _dossier(diensten, casus)
    regels = _zoek(diensten, wie, vraag, dossier, casus, vraag.medewerker)
    return Gevonden(regels, _ziet_alles(wie, dossier), _volgende(regels, vraag))


@casusrouter.get("/overzicht", summary="In gewone woorden", **antwoord(InzageoverzichtAntwoord, 404))
def toon_inzageoverzicht(
    wie: Logboeklezer, casus: CasusId, vraag: Annotated[Logvraag, Query()], diensten: Services
) -> Response:
    """Geef wie er keek, in gewone woorden: het overzicht waar een betrokkene om kan vragen.

    Medewerkers worden niet bij naam of kenmerk genoemd, alleen hun rol en organisatie.
    """
    dossier = _dossier(diensten, casus)
    regels = _zoek(diensten, wie, vraag, dossier, casus)
    return JSONResponse(
        {
            "casus": str(casus),
            "volledig": _ziet_alles(wie, dossier),
            "regels": [
                {"moment": instant_als_tekst(een.regel.begonnen_op), "tekst": inzagezin(een)}
                for een in regels
            ],
            "volgende": _volgende(regels, vraag),
        }
    )


@casusrouter.get("/kennis", summary="Wat iemand kon weten", **antwoord(KennisAntwoord, 404))
def toon_kennis(
    wie: Logboeklezer, casus: CasusId, vraag: Annotated[Kennisvraag, Query()], diensten: Services
) -> Response:
    """Geef tot en met welke handeling een medewerker de casus op tijdstip T had gezien, per soort gegevens.

    Wie met die positie als `bekendOp` de casus opvraagt, ziet wat toen te zien was. Het zegt wat er is
    getoond, niet wat iemand heeft gelezen of van een ander hoorde.
    """
    dossier = _dossier(diensten, casus)
    stappen = _stappen(dossier)
    op = vraag.op or diensten.klok.nu()
    organisatie = None if _ziet_alles(wie, dossier) else _van(wie)
    welke = Inzagevraag(casus, _begin(dossier), organisatie, vraag.medewerker)
    gezien = kennis_op(diensten.inzagelezer.alle(welke), stappen, vraag.medewerker, op)
    return JSONResponse(
        {
            "casus": str(casus),
            "medewerker": vraag.medewerker,
            "op": instant_als_tekst(op),
            "positie": dossier.positie,
            "gezien": [een.als_dict() for een in gezien],
        }
    )


@router.get("", summary="Wat een organisatie bekeek", **antwoord(InzageAntwoord))
def toon_inzage_van_organisatie(
    wie: Organisatielezer, vraag: Annotated[Casuslogvraag, Query()], diensten: Services
) -> Response:
    """Geef wat de medewerkers van de eigen organisatie bekeken, van allen of van één."""
    welke = Inzagevraag(organisatie=_van(wie), medewerker=vraag.medewerker, van=vraag.van, tot=vraag.tot)
    regels = diensten.inzagelezer.zoek(welke, na=vraag.na, limiet=vraag.page_size)
    return JSONResponse({"regels": [een.als_dict() for een in regels], "volgende": _volgende(regels, vraag)})


@router.get("/dataverwerkingen", summary="Als Logboek Dataverwerkingen", **DATAVERWERKINGEN)
def toon_dataverwerkingen(
    wie: Organisatielezer, vraag: Annotated[Logvraag, Query()], diensten: Services
) -> Response:
    """Geef het logboek van de eigen organisatie in de velden van Logboek Dataverwerkingen, als regels JSON.

    Eén regel per betrokkene, zonder medewerker. In `Zicht-Volgende` staat `na` voor de volgende bladzijde.
    """
    welke = Inzagevraag(organisatie=_van(wie), van=vraag.van, tot=vraag.tot)
    regels = diensten.inzagelezer.zoek(welke, na=vraag.na, limiet=vraag.page_size)
    tekst = "".join(
        json.dumps(rij, ensure_ascii=False, separators=(",", ":")) + "\n"
        for rij in _verwerkt(diensten, regels)
    )
    volgende = _volgende(regels, vraag)
    koppen = {} if volgende is None else {"Zicht-Volgende": str(volgende)}
    return Response(tekst, headers=koppen, media_type="application/jsonl")


def _dossier(diensten: Diensten, casus: UUID) -> Dossier:
    dossier = lees_dossier(diensten.recorder, casus)
    if not dossier.rijen:
        raise OnbekendeCasus
    return dossier


def _van(wie: Identiteit) -> tuple[str, str]:
    return wie.organisatie.soort, wie.organisatie.id


def _ziet_alles(wie: Identiteit, dossier: Dossier) -> bool:
    """Whether lines of other organisations are for this reader too."""
    return wie.rol == "inspecteur" or _van(wie) == ("veilig-thuis", dossier.rijen[0].regio)


def _begin(dossier: Dossier) -> int:
    return dossier.rijen[0].positie


def _zoek(  # noqa: PLR0913, PLR0917 — the parts of one question
    diensten: Diensten,
    wie: Identiteit,
    vraag: Logvraag,
    dossier: Dossier,
    casus: UUID,
    medewerker: str | None = None,
) -> list[VastgelegdeInzage]:
    organisatie = None if _ziet_alles(wie, dossier) else _van(wie)
    welke = Inzagevraag(casus, _begin(dossier), organisatie, medewerker, vraag.van, vraag.tot)
    return diensten.inzagelezer.zoek(welke, na=vraag.na, limiet=vraag.page_size)


def _volgende(regels: Sequence[VastgelegdeInzage], vraag: Logvraag) -> int | None:
    return regels[-1].positie if len(regels) == vraag.page_size else None


def _stappen(dossier: Dossier) -> list[Stap]:
    return [
        Stap(rij.positie, act.volgnummer, act.vastgelegd_op, act.vastgelegd_door.medewerker)
        for rij in dossier.rijen
        for act in (decodeer(rij, met_vertrouwelijk=False),)
    ]


def _verwerkt(diensten: Diensten, regels: Sequence[VastgelegdeInzage]) -> Iterator[dict[str, Any]]:
    """Give the lines of the standard; a person concerned is one recorded in the casus by then."""
    genoemd: dict[UUID, list[tuple[int, str]]] = {}

    def betrokkenen(casus: UUID, positie: int) -> list[str]:
        if casus not in genoemd:
            acten = ((rij.positie, decodeer(rij, met_vertrouwelijk=False).gegevens) for rij in rijen(casus))
            genoemd[casus] = [
                (plaats, act.persoon)
                for plaats, act in acten
                if isinstance(act, DirectbetrokkeneGeregistreerd)
            ]
        return [persoon for plaats, persoon in genoemd[casus] if plaats <= positie]

    def rijen(casus: UUID) -> Sequence[VastgelegdeGebeurtenis]:
        return diensten.recorder.lees_casus(casus)

    for een in regels:
        getoond = een.regel.getoond
        personen = {casus: betrokkenen(casus, getoond.positie or 0) for casus in getoond.casussen}
        yield from dataverwerkingen(een.regel, personen, diensten.instellingen.verwerkingenregister)
