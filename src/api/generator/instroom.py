"""Instroom by the numbers of a region and year: casussen with one melding, and adviezen in the register.

The numbers are data (`instroom.toml`); the same seed gives the same bytes. A few meldingen are entered twice
and withdrawn, as happens, and do not count.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import resources
from typing import Any
from uuid import UUID

from api.generator.kalender import DAG, UUR, als_tekst, datum, op_kantoor, seconden
from api.generator.toeval import Toeval, Verdeling
from api.generator.verhaal import begin_van
from api.generator.wereld import INSTELLINGEN, VORMEN

_ALS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_MELDERS = Verdeling(
    {"professional": 60, "particulier": 24, "lokaal-team": 10, "veilig-thuis": 4, "anders": 2}
)
_VRAGERS = Verdeling({"professional": 62, "directbetrokkene": 20, "omstander": 15, "anders": 3})
_ERNAAST = ("multiproblematiek", "middelengebruik", "verward-gedrag", "kindproblematiek")
"""What else is going on in some households, so that every theme of a veiligheidsplan has its cases."""

_DUBBEL = 0.01
"""How many meldingen are entered a second time by mistake."""


@dataclass(frozen=True, slots=True)
class Jaar:
    """How much came in during one calendar year; `politie` are among the `meldingen`."""

    jaar: int
    meldingen: int
    politie: int
    adviezen: int


@dataclass(frozen=True, slots=True)
class Instroom:
    """What came in at one Veilig Thuis; meldingen of the police from `politie_vanaf` (a local date) on."""

    regio: str
    gemeenten: Verdeling[str]
    politie_vanaf: date
    jaren: tuple[Jaar, ...]


@lru_cache(maxsize=1)
def alle_instroom() -> Mapping[str, Instroom]:
    """Give the regions of which there are numbers, by the id of their Veilig Thuis."""
    ruw = tomllib.loads(resources.files("api.generator").joinpath("instroom.toml").read_text("utf-8"))
    return {
        regio: Instroom(
            regio,
            Verdeling(gegevens["gemeenten"]),
            gegevens["politie-vanaf"],
            tuple(Jaar(int(jaar), **getallen) for jaar, getallen in gegevens["jaren"].items()),
        )
        for regio, gegevens in ruw.items()
    }


def genereer_instroom(instroom: Instroom, zaad: int) -> Iterator[list[str]]:
    """Give the acts of each casus, and last those of the register, as lines of JSON without line ends."""
    nummer = 0
    adviezen: list[tuple[int, int, str, Toeval]] = []
    for jaar in instroom.jaren:
        begin, einde = _grenzen(jaar.jaar)
        for plaats in range(jaar.meldingen):
            politie = plaats < jaar.politie
            vanaf = max(begin, seconden(instroom.politie_vanaf)) if politie else begin
            op, casus = begin_van(zaad, nummer, vanaf, einde)
            yield _casus(instroom, Toeval(zaad, nummer), casus, op, einde, politie=politie)
            nummer += 1
        for plaats in range(jaar.adviezen):
            op, _ = begin_van(zaad, nummer, begin, einde)
            toeval = Toeval(zaad, nummer)
            op = min(op_kantoor(op, toeval), einde)
            adviezen.append((op, nummer, f"adv-{jaar.jaar}-{plaats + 1}", toeval))
            nummer += 1
    yield _register(instroom, adviezen)


def _grenzen(jaar: int) -> tuple[int, int]:
    """Give moments within a calendar year, the same year by Dutch time."""
    return seconden(date(jaar, 1, 1)), seconden(date(jaar + 1, 1, 1)) - 2 * UUR


def _casus(  # noqa: PLR0913 — a melding has this many sides
    instroom: Instroom, toeval: Toeval, casus: UUID, op: int, einde: int, *, politie: bool
) -> list[str]:
    if not politie:
        op = min(op_kantoor(op, toeval), einde)
    acten = [("MeldingOntvangen", op, _melding(instroom, toeval, "m1", politie=politie))]
    if toeval.kans(_DUBBEL):
        dubbel = {**acten[0][2], "melding": "m2"}
        correctie = {"betreft": 2, "wijze": "ingetrokken", "reden": "invoerfout"}
        acten += [("MeldingOntvangen", op, dubbel), ("GebeurtenisGecorrigeerd", op + DAG, correctie)]
    regels = []
    vastgelegd = op
    for volgnummer, (soort, gebeurd, gegevens) in enumerate(acten, start=1):
        vastgelegd = max(vastgelegd, gebeurd) + toeval.geheel(60, 4 * UUR)
        begin = {"casus": str(casus), "volgnummer": volgnummer}
        regels.append(_regel(begin, soort, gebeurd, vastgelegd, _door(instroom, toeval), gegevens))
    return regels


def _melding(instroom: Instroom, toeval: Toeval, nummer: str, *, politie: bool) -> dict[str, Any]:
    soort = "politie" if politie else toeval.gewogen(_MELDERS)
    melder: dict[str, Any] = {"soort": soort, "anoniem": soort == "particulier" and toeval.kans(0.5)}
    if soort == "professional":
        melder["organisatie"] = toeval.kies(INSTELLINGEN)
    return {
        "melding": nummer,
        "veiligThuis": instroom.regio,
        "gemeente": toeval.gewogen(instroom.gemeenten),
        "melder": melder,
        "kanaal": "corv" if politie else toeval.kies(("telefoon", "formulier")),
        "vormen": _vormen(toeval),
    }


def _vormen(toeval: Toeval) -> list[str]:
    vormen = {toeval.gewogen(VORMEN) for _ in range(toeval.geheel(1, 2))}
    return sorted(vormen | {toeval.kies(_ERNAAST)} if toeval.kans(0.2) else vormen)


def _register(instroom: Instroom, adviezen: list[tuple[int, int, str, Toeval]]) -> list[str]:
    """Write the adviezen in the order in which they were given, each recorded minutes later."""
    regels = []
    vastgelegd = 0
    for volgnummer, (op, _, nummer, toeval) in enumerate(
        sorted(adviezen, key=lambda advies: advies[:2]), start=1
    ):
        vastgelegd = max(vastgelegd, op + toeval.geheel(1, 30) * 60)
        gegevens = {
            "advies": nummer,
            "datum": datum(op),
            "vrager": toeval.gewogen(_VRAGERS),
            "gemeente": toeval.gewogen(instroom.gemeenten),
            "vormen": _vormen(toeval),
        }
        begin = {"regio": instroom.regio, "volgnummer": volgnummer}
        regels.append(_regel(begin, "AdviesGegeven", op, vastgelegd, _door(instroom, toeval), gegevens))
    return regels


def _door(instroom: Instroom, toeval: Toeval) -> dict[str, Any]:
    organisatie = {"soort": "veilig-thuis", "id": instroom.regio}
    return {"medewerker": f"mw-{toeval.geheel(100, 160)}", "organisatie": organisatie, "rol": "medewerker-vt"}


def _regel(  # noqa: PLR0913, PLR0917 — a line has this many fields
    begin: dict[str, Any],
    soort: str,
    gebeurd: int,
    vastgelegd: int,
    door: dict[str, Any],
    gegevens: dict[str, Any],
) -> str:
    return _ALS_JSON(
        {
            **begin,
            "soort": soort,
            "versie": 1,
            "gebeurdOp": als_tekst(gebeurd),
            "vastgelegdOp": als_tekst(vastgelegd),
            "vastgelegdDoor": door,
            "gegevens": gegevens,
        }
    )
