"""Which lists across cases there are beside that of the cases themselves, and how a line of one reads."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from api.formulier.teksten import codenaam
from api.http.termijnen_en_signalen import SIGNALEN, TERMIJNEN, Signaalvraag, Termijnvraag
from api.http.vraagsoort import Vraagsoort
from api.pages.facetten import Facetsoort, partijnaam, volgens
from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.facetten import Facetten, facetten_van_signalen, facetten_van_termijnen
from projections.leesmodel.signaalvragen import Signaalfilter
from projections.leesmodel.termijnvragen import Termijnfilter
from projections.leesmodel.vragen import Leesmodel
from projections.signalen.termijnen import WAT
from projections.zegswijzen import TERMIJNSTATUSNAMEN, kort_moment, termijnnaam
from projections.zinnen import naam


@dataclass(frozen=True, slots=True)
class Lijst:
    """A list: its address, what it tells, its question and filters, its facets, and its lines as cells.

    The first cell of a line is its casus. `tel` counts the choices at T as known at K.
    """

    pad: str
    titel: str
    uitleg: str
    leeg: str
    vraag: Vraagsoort
    koppen: Sequence[str]
    facetten: Mapping[str, Facetsoort]
    rijen: Callable[[Mapping[str, Any]], Iterator[tuple[str, ...]]]
    tel: Callable[[Leesmodel, Any, datetime, Bekend], Facetten]


def _wie(ruw: Mapping[str, str] | None) -> str:
    return "–" if ruw is None else naam(Partij.model_validate(dict(ruw)))


def _wanneer(tekst: str | None, anders: str) -> str:
    return anders if tekst is None else kort_moment(datetime.fromisoformat(tekst))


def _termijnsoort(soort: str) -> str:
    # what is asked for may be a soort that no agreements have
    return termijnnaam(soort) if soort in WAT or soort.startswith("monitorcontact-") else soort


def _termijnrijen(antwoord: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for regel in antwoord["resultaten"]:
        een = regel["termijn"]
        yield (
            regel["casus"],
            termijnnaam(een["soort"]),
            _wie(een["partij"]),
            _wanneer(een["gestartOp"], ""),
            _wanneer(een["uiterlijk"], "geen"),
            TERMIJNSTATUSNAMEN[een["status"]],
            een["ernst"],
            een["grondslag"],
        )


def _signaalrijen(antwoord: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    for regel in antwoord["resultaten"]:
        een = regel["signaal"]
        yield (
            regel["casus"],
            een["toelichting"],
            _wie(een["partij"]),
            _wanneer(een["van"], ""),
            _wanneer(een["tot"], "nog open"),
            een["ernst"],
            een["grondslag"],
        )


def _tel_termijnen(leesmodel: Leesmodel, vraag: Termijnvraag, op: datetime, bekend: Bekend) -> Facetten:
    welke = Termijnfilter(
        vraag.soort, vraag.partij, vraag.status, vraag.ernst, vraag.uiterlijk_van, vraag.uiterlijk_tot
    )
    return facetten_van_termijnen(leesmodel, welke, op=op, bekend=bekend, regios=leesmodel.regios)


def _tel_signalen(leesmodel: Leesmodel, vraag: Signaalvraag, op: datetime, bekend: Bekend) -> Facetten:
    welke = Signaalfilter(vraag.code, vraag.partij, vraag.ernst, vraag.status, vraag.van, vraag.tot)
    return facetten_van_signalen(leesmodel, welke, op=op, bekend=bekend, regios=leesmodel.regios)


_ERNST = Facetsoort("Ernst", codenaam)
_PARTIJ = Facetsoort("Partij", partijnaam)

TERMIJNLIJST = Lijst(
    "/termijnen",
    "Termijnen",
    "Wat er voor wanneer moest gebeuren, door wie, en hoe het ervoor stond, het eerst uiterlijke eerst.",
    "Geen termijnen gevonden die hieraan voldoen. Haal een keuze weg, of kies een later moment.",
    TERMIJNEN,
    ("Casus", "Termijn", "Partij", "Begonnen", "Uiterlijk", "Status", "Ernst", "Grondslag"),
    {
        "status": Facetsoort("Status", volgens(TERMIJNSTATUSNAMEN)),
        "soort": Facetsoort("Termijn", _termijnsoort),
        "partij": _PARTIJ,
        "ernst": _ERNST,
    },
    _termijnrijen,
    _tel_termijnen,
)
SIGNAALLIJST = Lijst(
    "/signalen",
    "Signalen",
    "Waar het anders liep dan de norm, of wat een inspecteur wil zien. Geen oordeel over personen.",
    "Geen signalen gevonden die hieraan voldoen. Haal een keuze weg, of kies een later moment.",
    SIGNALEN,
    ("Casus", "Signaal", "Partij", "Van", "Tot", "Ernst", "Grondslag"),
    {
        "status": Facetsoort("Status", codenaam),
        "code": Facetsoort("Signaal", codenaam),
        "partij": _PARTIJ,
        "ernst": _ERNST,
    },
    _signaalrijen,
    _tel_signalen,
)
