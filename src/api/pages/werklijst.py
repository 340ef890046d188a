"""What waits for one's own party: a list by urgency, and the deadlines as a calendar without names."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from api.http.params import Vraag
from api.http.services import Diensten, Services
from api.http.vraagsoort import beantwoord
from api.http.werklijst import WERKLIJST, Agendavraag, Werklijstvraag, toon_agenda
from api.pages.toegang import Bezoeker, Lijstlezer
from api.pages.weergave import met_vraag, pagina
from projections.werk import TAAKNAMEN, TAKEN, URGENTIENAMEN, URGENTIES, Taak, Urgentie

router = APIRouter(prefix="/werklijst", include_in_schema=False)

_PAD = "/werklijst"
_BLAD = 50

HANDELING: Mapping[Taak, str] = {
    "melding-beoordelen": "VeiligheidsbeoordelingAfgerond",
    "overdracht-bevestigen": "OntvangstBevestigd",
    "eerste-contact": "ContactGelegd",
    "monitoren": "MonitorcontactGelegd",
    "dienst": "DienstIngezet",
    "overdracht-versturen": "OverdrachtVerstuurd",
    "plan-en-voorwaarden": "VeiligheidsplanGeevalueerd",
    "casusregie": "CasusregieAfgerond",
    "terugkoppeling-wegen": "TerugkoppelingGewogen",
    "betrokkenen-informeren": "DirectbetrokkenenGeinformeerd",
    "vernietiging": "VernietigingBesloten",
}
"""The act that a task most often asks for."""


class Lijstvraag(Vraag):
    """The query of the worklist; it is always about one's own party, now."""

    taak: Taak | None = None
    urgentie: Urgentie | None = None
    cursor: str | None = None


@router.get("")
def toon_werklijstpagina(
    verzoek: Request, bezoeker: Lijstlezer, vraag: Annotated[Lijstvraag, Query()], diensten: Services
) -> Response:
    """Show what waits for the party of who is logged in: what lapsed longest ago first."""
    antwoord = _vraag(diensten, bezoeker, vraag.model_dump(by_alias=True, exclude_none=True), _BLAD)
    gekozen = {"taak": vraag.taak, "urgentie": vraag.urgentie}
    return pagina(
        verzoek,
        diensten.instellingen,
        bezoeker,
        "werklijst.html",
        antwoord=antwoord,
        taken=_tellingen(antwoord["aantallen"]),
        urgenties=URGENTIES,
        taaknamen=TAAKNAMEN,
        urgentienamen=URGENTIENAMEN,
        gekozen=gekozen,
        handeling=HANDELING if bezoeker.mag("vastleggen") else {},
        link=lambda **anders: met_vraag(_PAD, {**gekozen, **anders}),
    )


@router.get(".json")
def geef_werklijst_json(
    bezoeker: Lijstlezer, vraag: Annotated[Lijstvraag, Query()], diensten: Services
) -> Response:
    """Give the same as the API does."""
    velden = vraag.model_dump(by_alias=True, exclude_none=True)
    return beantwoord(diensten, WERKLIJST, _werklijstvraag(bezoeker, velden, _BLAD))


@router.get(".ics")
def geef_agenda(bezoeker: Lijstlezer, diensten: Services) -> Response:
    """Give the same calendar as the API does: for who is logged in, not for a program that subscribes."""
    return toon_agenda(bezoeker.identiteit, Agendavraag(), diensten)


def _werklijstvraag(bezoeker: Bezoeker, velden: Mapping[str, Any], blad: int) -> Werklijstvraag:
    partij = str(bezoeker.identiteit.organisatie)
    return Werklijstvraag.model_validate({**velden, "partij": partij, "pageSize": blad})


def _vraag(diensten: Diensten, bezoeker: Bezoeker, velden: Mapping[str, Any], blad: int) -> dict[str, Any]:
    antwoord = beantwoord(diensten, WERKLIJST, _werklijstvraag(bezoeker, velden, blad))
    inhoud: dict[str, Any] = json.loads(bytes(antwoord.body))
    for regel in inhoud["resultaten"]:
        uiterlijk = regel["termijn"]["uiterlijk"]
        regel["uiterlijk"] = None if uiterlijk is None else datetime.fromisoformat(uiterlijk)
        # a deadline is the first instant after its last day
        regel["laatste"] = None if uiterlijk is None else regel["uiterlijk"] - timedelta(microseconds=1)
    return inhoud


def _tellingen(aantallen: Iterable[Mapping[str, Any]]) -> dict[Taak, dict[Urgentie, int]]:
    """Give the counts per task, only of tasks that wait, in the order of the process."""
    per: dict[Taak, dict[Urgentie, int]] = {}
    for een in aantallen:
        per.setdefault(een["taak"], {})[een["urgentie"]] = een["aantal"]
    return {taak: per[taak] for taak in TAKEN if taak in per}
