"""Which overviews there are, and how an answer of the API becomes rows of a table with a bar beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from api.formulier.teksten import HANDELINGEN
from api.http.overzichten import (
    BINNEN_TERMIJN,
    DOORLOOPTIJDEN,
    REGISTRATIEVERTRAGING,
    TEKORTKOMINGEN,
    ZONDER_HOUDER,
)
from api.http.verantwoordelijkheden import AANTALLEN
from api.http.vraagsoort import Vraagsoort
from ledger.tijd import AMSTERDAM
from ledger.values import Partij
from projections.zegswijzen import STATUSNAMEN, termijnnaam, wachttijd
from projections.zinnen import datum, naam

ONDERDRUKT = "< 5"
"""What stands for a number that is too small to leave the organisation."""


@dataclass(frozen=True, slots=True)
class Rij:
    """A row: its cells, how long its bar is (None: no bar), what stands at the bar, and where it leads."""

    cellen: tuple[str, ...]
    waarde: float | None
    bij: str
    link: str | None = None


@dataclass(frozen=True, slots=True)
class Overzicht:
    """An overview: its title, what it tells, the question it asks, and the rows it makes of the answer.

    `minstens` is what the longest bar stands for at least; `vast` are parts of the question that stay.
    """

    titel: str
    uitleg: str
    vraag: Vraagsoort
    koppen: tuple[str, ...]
    maak: Callable[[Mapping[str, Any]], Iterable[Rij]]
    minstens: float = 0.0
    vast: Mapping[str, str] = field(default_factory=dict)


def _partij(ruw: Mapping[str, str] | None) -> str:
    return "niemand" if ruw is None else naam(Partij.model_validate(dict(ruw)))


def _dag(tekst: str) -> str:
    return datum(datetime.fromisoformat(tekst).astimezone(AMSTERDAM).date())


def _duur(seconden: float | None) -> str:
    return ONDERDRUKT if seconden is None else wachttijd(timedelta(seconds=seconden))


def _getal(waarde: float | None) -> str:
    return ONDERDRUKT if waarde is None else f"{waarde:g}".replace(".", ",")


def _per_moment(antwoord: Mapping[str, Any]) -> Iterator[Rij]:
    for een in antwoord["aantallen"]:
        hoeveel = een.get("aantal")
        status = een.get("status")
        wat = STATUSNAMEN[status] if status is not None else _partij(een.get("partij"))
        yield Rij((_dag(een["moment"]), wat, _getal(hoeveel)), hoeveel, _getal(hoeveel))


def _binnen_termijn(antwoord: Mapping[str, Any]) -> Iterator[Rij]:
    for een in (*antwoord["norm"], *antwoord["informatie"]):
        deel = een.get("percentage")
        tekst = "–" if deel is None else f"{_getal(deel)} %"
        yield Rij(
            (
                termijnnaam(een["soort"]),
                _partij(een["partij"]),
                _dag(een["begin"]),
                _getal(een.get("totaal")),
                tekst,
            ),
            deel,
            tekst,
        )


def _doorlooptijden(antwoord: Mapping[str, Any]) -> Iterator[Rij]:
    for een in antwoord["resultaten"]:
        mediaan, p90 = een.get("mediaanSeconden"), een.get("p90Seconden")
        traject = een["traject"].replace("-", " ")
        yield Rij(
            (
                traject,
                _partij(een["partij"]),
                _dag(een["begin"]),
                _getal(een.get("gemeten")),
                _duur(mediaan),
                _duur(p90),
            ),
            p90,
            _duur(p90),
        )


def _registratie(antwoord: Mapping[str, Any]) -> Iterator[Rij]:
    for een in antwoord["resultaten"]:
        mediaan, p90 = een.get("mediaanSeconden"), een.get("p90Seconden")
        soort = HANDELINGEN[een["soort"]][0] if een["soort"] in HANDELINGEN else een["soort"]
        yield Rij(
            (soort, _partij(een["partij"]), _getal(een.get("aantal")), _duur(mediaan), _duur(p90)),
            p90,
            _duur(p90),
        )


def _tekortkomingen(antwoord: Mapping[str, Any]) -> Iterator[Rij]:
    for een in antwoord["resultaten"]:
        hoeveel = een.get("aantal")
        wat = een["code"].replace("-", " ")
        yield Rij(
            (wat, _partij(een["partij"]), _getal(hoeveel), _getal(een.get("casussen"))),
            hoeveel,
            _getal(hoeveel),
        )


def _onbelegd(antwoord: Mapping[str, Any]) -> Iterator[Rij]:
    for een in antwoord["resultaten"]:
        duur = een["seconden"]
        yield Rij(
            (str(een["casus"]), STATUSNAMEN[een["status"]], _dag(een["sinds"]), _duur(duur)),
            duur,
            _duur(duur),
            f"/casussen/{een['casus']}?op={een['sinds']}",
        )


SOORTEN: Mapping[str, Overzicht] = {
    "aantallen": Overzicht(
        "Hoe casussen ervoor staan",
        "Hoeveel casussen op het begin van elke maand welke status van zicht hadden.",
        AANTALLEN,
        ("Moment", "Status", "Casussen"),
        _per_moment,
    ),
    "partijen": Overzicht(
        "Wie zicht had",
        "Bij hoeveel casussen elke partij op het begin van elke maand zicht op veiligheid had.",
        AANTALLEN,
        ("Moment", "Partij", "Casussen"),
        _per_moment,
        vast={"per": "partij", "stap": "maand"},
    ),
    "onbelegd-en-betwist": Overzicht(
        "Zonder houder of betwist",
        "Casussen waarvan niemand zicht had, of waarvan dat werd betwist, het langst eerst.",
        ZONDER_HOUDER,
        ("Casus", "Status", "Sinds", "Hoelang"),
        _onbelegd,
    ),
    "binnen-termijn": Overzicht(
        "Binnen de termijn",
        "Welk deel van de termijnen die in een maand begonnen op tijd is gehaald.",
        BINNEN_TERMIJN,
        ("Termijn", "Partij", "Begonnen in", "Aantal", "Op tijd"),
        _binnen_termijn,
        100.0,
    ),
    "doorlooptijden": Overzicht(
        "Hoe snel wordt overgedragen",
        "De tijd tussen de stappen van een overdracht. De helft was sneller dan de mediaan, 90 % dan P90.",
        DOORLOOPTIJDEN,
        ("Traject", "Partij", "Begonnen in", "Gemeten", "Mediaan", "P90"),
        _doorlooptijden,
    ),
    "registratievertraging": Overzicht(
        "Hoe laat wordt vastgelegd",
        "Hoelang na het gebeuren handelingen zijn vastgelegd.",
        REGISTRATIEVERTRAGING,
        ("Handeling", "Partij", "Aantal", "Mediaan", "P90"),
        _registratie,
    ),
    "tekortkomingen": Overzicht(
        "Afwijkingen van een norm",
        "Hoe vaak een partij van een norm afweek, en in hoeveel casussen. Geen oordeel over personen.",
        TEKORTKOMINGEN,
        ("Signaal", "Partij", "Aantal", "Casussen"),
        _tekortkomingen,
    ),
}
"""By the name in the address."""
