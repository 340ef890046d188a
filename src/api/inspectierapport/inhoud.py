"""What the report says, as strings and rows that `rapport.typ` places. Nothing confidential, no clock."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from api.inspectierapport.gegevens import Rapportgegevens
from api.inspectierapport.tekening import teken
from api.pages.teksten import REGELS
from projections.geschiedenis import Regel
from projections.signalen import Signaal
from projections.stuk import BANEN, Reden, Stuk
from projections.termijnen import Termijn
from projections.zegswijzen import (
    BAANNAMEN,
    STATUSNAMEN,
    TERMIJNSTATUSNAMEN,
    antwoordzin,
    kort_moment,
    moment,
    termijnnaam,
    wachttijd,
)
from projections.zinnen import naam, zin

_LAAT = timedelta(days=1)
"""From when on it is told that an act was recorded late."""

Rij = list[str]


@dataclass(frozen=True, slots=True)
class Zegel:
    """The sealed log that the acts are in: its origin, how many leaves, and their root in base64."""

    oorsprong: str
    grootte: int
    wortel: str


def maak_inhoud(gegevens: Rapportgegevens, zegel: Zegel | None = None) -> dict[str, Any]:
    """Give everything that the report says; the same answer gives the same words."""
    tekening = teken(gegevens)
    return {
        "titel": "Inspectierapport zicht op veiligheid",
        "casus": str(gegevens.casus),
        "vraag": _vraag(gegevens),
        "antwoord": antwoordzin(gegevens.op, gegevens.op_t["zicht"]),
        "reden": list(_reden(gegevens)),
        "citaat": str(gegevens.citaat),
        "op_t": [[BAANNAMEN[baan], *_nu(stuk)] for baan, stuk in gegevens.op_t.items()],
        "tekening": tekening,
        "tekening_in_woorden": _in_woorden(gegevens),
        "stukken": list(_stukken(gegevens)),
        "termijnen": [_termijn(nr, een, gegevens.op) for nr, een in enumerate(gegevens.termijnen, 1)],
        "signalen": [_signaal(nr, een) for nr, een in enumerate(gegevens.signalen, 1)],
        "geschiedenis": [_regel(een) for een in gegevens.geschiedenis],
        "afspraken": gegevens.oordeel.tijdlijn.afspraken.naam,
        "zegel": None if zegel is None else asdict(zegel),
    }


def _vraag(gegevens: Rapportgegevens) -> list[Rij]:
    zoals = f"tot en met positie {gegevens.positie} van het grootboek"
    if gegevens.bekend_op is not None:
        zoals = f"op {moment(gegevens.bekend_op)} ({zoals})"
    eerste, laatste = gegevens.gebeurtenissen[0], gegevens.gebeurtenissen[-1]
    periode = f"van {moment(eerste.vastgelegd_op)} tot en met {moment(laatste.vastgelegd_op)}"
    return [
        ["Casus", str(gegevens.casus)],
        ["Gevraagd moment (T)", moment(gegevens.op)],
        ["Zoals bekend (K)", zoals],
        ["Beoordeeld naar", gegevens.oordeel.tijdlijn.afspraken.naam],
        ["Bekende handelingen", f"{len(gegevens.gebeurtenissen)}, vastgelegd {periode}"],
    ]


def _reden(gegevens: Rapportgegevens) -> Iterator[str]:
    stuk = gegevens.op_t["zicht"]
    if stuk is None:
        return
    tot = "" if stuk.tot is None else f" tot {moment(stuk.tot)}, naar wat bekend was"
    yield f"Dat was zo sinds {moment(stuk.van)}{tot}. Status: {STATUSNAMEN[stuk.vertoon.status]}."
    nummer, wat = stuk.reden.volgnummer, gegevens.wat[stuk.reden.volgnummer]
    if stuk.reden.rechtens:
        yield (
            "Het kwam van rechtswege, door het verstrijken van een termijn en niet door een handeling. "
            f"De termijn begon met handeling {nummer}: {wat}."
        )
    else:
        yield f"Het rust op handeling {nummer}: {wat}."
    yield f"Regel {stuk.reden.regel}, grondslag {stuk.reden.grondslag}: {REGELS[stuk.reden.regel]}"
    regie = gegevens.op_t["casusregie"]
    if regie is not None and regie.vertoon.partij == stuk.vertoon.partij:
        yield f"Casusregisseur bij deze partij: {regie.vertoon.regisseur}."


def _nu(stuk: Stuk | None) -> Rij:
    if stuk is None:
        return ["niemand", "–", "–", "–"]
    return [_wie(stuk), STATUSNAMEN[stuk.vertoon.status], kort_moment(stuk.van), _waarop(stuk.reden)]


def _wie(stuk: Stuk) -> str:
    if stuk.vertoon.partij is None:
        return "niemand"
    wie = naam(stuk.vertoon.partij)
    return wie if stuk.vertoon.regisseur is None else f"{wie} ({stuk.vertoon.regisseur})"


def _waarop(reden: Reden) -> str:
    hoe = "van rechtswege, na" if reden.rechtens else "door"
    return f"{hoe} handeling {reden.volgnummer}; {reden.regel}; {reden.grondslag}"


def _in_woorden(gegevens: Rapportgegevens) -> str:
    """Say what the drawing shows to who cannot see it; the tables say it in full."""
    zicht = "; ".join(
        f"{_wie(stuk)} ({STATUSNAMEN[stuk.vertoon.status]}) vanaf {moment(stuk.van)}"
        for stuk in gegevens.oordeel.tijdlijn.banen["zicht"]
    )
    return (
        f"Tijdlijn met vijf banen. Zicht op veiligheid: {zicht or 'geen'}. "
        f"Daaronder {len(gegevens.termijnen)} termijnen en {len(gegevens.signalen)} signalen. "
        "Alles staat ook in de tabellen hierna."
    )


def _stukken(gegevens: Rapportgegevens) -> Iterator[Rij]:
    nummer = 0
    for baan in BANEN:
        for stuk in gegevens.oordeel.tijdlijn.banen[baan]:
            nummer += 1
            yield [
                str(nummer),
                BAANNAMEN[baan],
                kort_moment(stuk.van),
                "open" if stuk.tot is None else kort_moment(stuk.tot),
                _wie(stuk),
                STATUSNAMEN[stuk.vertoon.status],
                _waarop(stuk.reden),
            ]


def _termijn(nummer: int, termijn: Termijn, op: datetime) -> Rij:
    status = termijn.status(op) or "open"
    uiterlijk = termijn.uiterlijk_op(op)
    afloop = TERMIJNSTATUSNAMEN[status]
    if status in {"gehaald", "te-laat"} and termijn.gehaald_op is not None:
        afloop += f" op {kort_moment(termijn.gehaald_op)} (handeling {termijn.gehaald_door})"
    return [
        str(nummer),
        termijnnaam(termijn.soort),
        naam(termijn.partij),
        f"{kort_moment(termijn.gestart_op)} (handeling {termijn.volgnummer})",
        "geen" if uiterlijk is None else f"vóór {kort_moment(uiterlijk)}",
        afloop,
        termijn.grondslag if termijn.ernst == "norm" else f"{termijn.grondslag} (richttijd)",
    ]


def _signaal(nummer: int, signaal: Signaal) -> Rij:
    return [
        str(nummer),
        signaal.toelichting if signaal.ernst == "afwijking" else f"{signaal.toelichting} (ter informatie)",
        "–" if signaal.partij is None else naam(signaal.partij),
        kort_moment(signaal.van),
        "loopt" if signaal.tot is None else kort_moment(signaal.tot),
        f"handeling {signaal.volgnummer}; {signaal.grondslag}",
    ]


def _regel(regel: Regel) -> Rij:
    een = regel.gebeurtenis
    door = een.vastgelegd_door
    return [
        str(een.volgnummer),
        kort_moment(een.gebeurd_op),
        regel.wat,
        ". ".join(een[:1].upper() + een[1:] for een in _opmerkingen(regel)),
        kort_moment(een.vastgelegd_op),
        f"{door.medewerker} ({naam(door.organisatie)})",
    ]


def _opmerkingen(regel: Regel) -> Iterator[str]:
    een = regel.gebeurtenis
    duur = een.vastgelegd_op - een.gebeurd_op
    if duur >= _LAAT:
        yield f"{wachttijd(duur)} later vastgelegd"
    if een.geimporteerd_op is not None:
        yield f"overgenomen op {kort_moment(een.geimporteerd_op)}"
    if regel.status == "geldig":
        return
    door = ", ".join(str(nummer) for nummer in regel.correcties)
    yield f"{regel.status} door handeling {door}" if door else regel.status
    if regel.geldt_als is not None:
        geldt = regel.geldt_als
        yield f"geldt als: {kort_moment(geldt.gebeurd_op)}, {zin(geldt.gegevens)}"
