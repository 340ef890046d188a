"""Reports beyond one casus. What leaves the organisation has no small numbers in it (rulebook 8)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated, Any

from fastapi import Query, Response
from fastapi.responses import JSONResponse
from pydantic import Field

from api.http.access import Cijferlezer
from api.http.answers import Antwoord, BekendOp, Geheel, OpPositie
from api.http.documentation import antwoord
from api.http.params import BEKEND_OP, OP, Kennis, Moment, Vraag, maak_router
from api.http.reading import bekend_als_json, wacht
from api.http.register import is_van
from api.http.services import Diensten, Services
from api.rollen import eis_regio
from ledger.errors import Fout, Geweigerd
from ledger.store.bron import Grootboekbron
from ledger.values import LAATSTE_JAAR, VROEGSTE_JAAR, Id, Partij
from projections.rapporten.instroom import Per, Periode, maak_instroom
from projections.rapporten.plustaken import Evaluatie, maak_plustaken
from projections.rapporten.tekortschieten import maak_tekortschieten
from projections.rapporten.themas import maak_themas
from projections.stuk import instant_als_tekst
from projections.termijnen import Termijnstatus

router = maak_router("/rapporten", "rapporten")

_Jaar = Annotated[int, Field(ge=VROEGSTE_JAAR, le=LAATSTE_JAAR)]
_WEGGELATEN = "null: weggelaten, omdat het 1 tot 4 is of zo'n aantal zou verraden."
Aantal = Annotated[Geheel | None, Field(description=_WEGGELATEN)]


class Rapportvraag(Vraag):
    """What every report takes."""

    regio: Annotated[Id | None, Field(description="Alleen de regio van dit Veilig Thuis.")] = None
    bekend_op: Annotated[Kennis | None, Field(description=BEKEND_OP)] = None


class Jarenvraag(Rapportvraag):
    """The query of `rapporten/themas`."""

    van: Annotated[_Jaar | None, Field(description="Vanaf dit jaar.")] = None
    tot: Annotated[_Jaar | None, Field(description="Tot en met dit jaar.")] = None


class Instroomvraag(Jarenvraag):
    """The query of `rapporten/instroom`."""

    per: Annotated[Per, Field(description="Per jaar, of ook per gemeente.")] = "jaar"


class Momentvraag(Rapportvraag):
    """The query of a report that is judged at a moment."""

    op: Annotated[Moment | None, Field(description=OP)] = None


class _Rapport(OpPositie):
    bekend_op: BekendOp


class _Cijfers(_Rapport):
    extern: Annotated[bool, Field(description="Of kleine aantallen zijn weggelaten.")]


class Instroomregel(Antwoord):
    """Instroom of a year in a region, in one gemeente or (null) in all."""

    jaar: int
    regio: str
    gemeente: str | None
    meldingen: Aantal
    waarvan_politie: Aantal
    adviezen: Aantal


class InstroomAntwoord(_Cijfers):
    """Instroom."""

    regels: list[Instroomregel]


class Themaregel(Antwoord):
    """Casussen of a year in a region, in one gemeente or (null) in all, per theme."""

    jaar: int
    regio: str
    gemeente: str | None
    casussen: Aantal
    themas: dict[str, Aantal]


class ThemasAntwoord(_Cijfers):
    """Casussen per theme."""

    regels: list[Themaregel]


class Plustaakregel(Antwoord):
    """The plustaken of a gemeente in a period `[van, tot)`; amounts in euros."""

    regio: str
    gemeente: str
    van: date | None
    tot: date | None
    plustaken: list[str]
    bedrag: float
    activiteiten: Geheel
    activiteiten_per_plustaak: dict[str, Geheel]
    deelnemers: Geheel
    uren: float
    bedrag_per_uur: float | None
    bedrag_per_deelnemer: float | None
    evaluatie: Evaluatie


class PlustakenAntwoord(_Rapport):
    """Plustaken, with their evaluation judged at T."""

    op: datetime
    regels: list[Plustaakregel]


class Berichtregel(Antwoord):
    """A message to a gemeente about a party, and its answer."""

    regio: str
    bericht: str
    gemeente: str
    over: Partij
    aanleiding: str
    geinformeerd_op: datetime
    uiterlijk: datetime
    status: Termijnstatus
    beantwoord_op: datetime | None
    stappen: list[str]


class TekortschietenAntwoord(_Rapport):
    """Messages to gemeenten, judged at T."""

    op: datetime
    regels: list[Berichtregel]


@router.get("/instroom", summary="Instroom", **antwoord(InstroomAntwoord))
def toon_instroom(wie: Cijferlezer, vraag: Annotated[Instroomvraag, Query()], diensten: Services) -> Response:
    """Geef meldingen (die van de politie apart) en adviezen, per jaar, regio en gemeente.

    Wie bij het Veilig Thuis werkt en naar de eigen `regio` vraagt, ziet alle aantallen; anders ontbreken
    kleine aantallen en waar die uit zouden volgen.
    """
    periode, bron = _periode(vraag), _bron(diensten, vraag)
    extern = not is_van(wie, vraag.regio)
    regels = maak_instroom(bron, periode, vraag.per, extern=extern)
    return _rapport(diensten, vraag, bron, [regel.als_dict() for regel in regels], extern=extern)


@router.get("/themas", summary="Thema's van het veiligheidsplan", **antwoord(ThemasAntwoord))
def toon_themas(wie: Cijferlezer, vraag: Annotated[Jarenvraag, Query()], diensten: Services) -> Response:
    """Geef casussen per gemeente op de thema's van een Integraal Veiligheidsplan.

    Wie welke aantallen ziet, is als bij de instroom.
    """
    periode, bron = _periode(vraag), _bron(diensten, vraag)
    extern = not is_van(wie, vraag.regio)
    regels = maak_themas(bron, periode, extern=extern)
    return _rapport(diensten, vraag, bron, [regel.als_dict() for regel in regels], extern=extern)


@router.get("/plustaken", summary="Plustaken", **antwoord(PlustakenAntwoord))
def toon_plustaken(_: Cijferlezer, vraag: Annotated[Momentvraag, Query()], diensten: Services) -> Response:
    """Geef per gemeente en periode wat is afgenomen, gedaan en gekost, en hoe het met de evaluatie staat."""
    bron, op = _bron(diensten, vraag), vraag.op or diensten.klok.nu()
    regels = [regel.als_dict() for regel in maak_plustaken(bron, op, vraag.regio)]
    return _rapport(diensten, vraag, bron, regels, op=instant_als_tekst(op))


@router.get("/tekortschieten", summary="Berichten aan gemeenten", **antwoord(TekortschietenAntwoord))
def toon_tekortschieten(
    _: Cijferlezer, vraag: Annotated[Momentvraag, Query()], diensten: Services
) -> Response:
    """Geef wat aan gemeenten over een partij is gemeld, en of zij binnen zes weken antwoordden (§6.5)."""
    bron, op = _bron(diensten, vraag), vraag.op or diensten.klok.nu()
    regels = [bericht.als_dict() for bericht in maak_tekortschieten(bron, op, vraag.regio)]
    return _rapport(diensten, vraag, bron, regels, op=instant_als_tekst(op))


def _periode(vraag: Jarenvraag) -> Periode:
    if vraag.van is not None and vraag.tot is not None and vraag.van > vraag.tot:
        raise Geweigerd([Fout("tot", "tot-voor-van", "Dit jaar ligt vóór het begin van de periode.")])
    return Periode(vraag.van, vraag.tot, vraag.regio)


def _bron(diensten: Diensten, vraag: Rapportvraag) -> Grootboekbron:
    eis_regio(diensten.bereik)
    wacht(diensten, vraag, vraag.bekend_op)
    if isinstance(vraag.bekend_op, int):
        return Grootboekbron(diensten.recorder, positie=vraag.bekend_op)
    return Grootboekbron(diensten.recorder, moment=vraag.bekend_op)


def _rapport(
    diensten: Diensten,
    vraag: Rapportvraag,
    bron: Grootboekbron,
    regels: Sequence[Mapping[str, Any]],
    **velden: object,
) -> Response:
    bekend_op = bekend_als_json(diensten, vraag.bekend_op)
    return JSONResponse({"bekendOp": bekend_op, "positie": bron.positie, **velden, "regels": regels})
