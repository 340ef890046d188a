"""Read sets of agreements from TOML and find the one that a casus is judged by. Source: rulebook 1.5."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from importlib import resources

from pydantic import ValidationError

from ledger.agreements.model import Afspraken
from ledger.errors import OngeldigeAfspraken
from ledger.faults import fouten_uit

STANDAARD = "hart-van-brabant-2020"
"""The agreement that the rulebook is written from."""

ELDERS = "*"


def lees_toml(tekst: str, *, herkomst: str) -> Afspraken:
    """Read one set; raises `OngeldigeAfspraken` naming `herkomst` and of each fault the key and the value."""
    try:
        ruw = tomllib.loads(tekst)
    except tomllib.TOMLDecodeError as error:
        raise OngeldigeAfspraken(f"{herkomst}: geen geldige TOML: {error}") from error
    try:
        return Afspraken.model_validate_json(json.dumps(ruw, default=str), by_name=True, by_alias=False)
    except ValidationError as error:
        raise OngeldigeAfspraken(f"{herkomst}: {'; '.join(_zinnen(error))}") from error


def _zinnen(error: ValidationError) -> list[str]:
    """Say what is wrong, with the value that stands there: agreements hold no personal data."""
    staat_er = {
        ".".join(str(stap) for stap in fout["loc"] if not _is_type(stap)): fout["input"]
        for fout in error.errors(include_url=False)
        if fout["type"] != "missing"
    }
    return [
        f"{fout.veld}: {fout.melding}"
        + (
            f" Er staat: {json.dumps(staat_er[fout.veld], ensure_ascii=False)}."
            if fout.veld in staat_er
            else ""
        )
        for fout in fouten_uit(error, weglaten=_is_type)
    ]


def _is_type(stap: object) -> bool:
    """Whether a step of pydantic's path names a type of a union and not a key."""
    return isinstance(stap, str) and stap.startswith(("constrained-", "literal["))


@lru_cache(maxsize=1)
def alle() -> dict[str, Afspraken]:
    """Give every set that ships with Zicht, by name."""
    bestanden = sorted(
        (
            bestand
            for bestand in resources.files("ledger.agreements").iterdir()
            if bestand.name.endswith(".toml")
        ),
        key=lambda bestand: bestand.name,
    )
    return _op_naam(lees_toml(bestand.read_text("utf-8"), herkomst=bestand.name) for bestand in bestanden)


def _op_naam(sets: Iterable[Afspraken]) -> dict[str, Afspraken]:
    op_naam: dict[str, Afspraken] = {}
    for afspraken in sets:
        if afspraken.naam in op_naam:
            raise OngeldigeAfspraken(f"Twee sets afspraken heten {afspraken.naam}.")
        op_naam[afspraken.naam] = afspraken
    return op_naam


class Boek:
    """The sets that this organisation works with: those that ship with Zicht and those of its own.

    Raises `OngeldigeAfspraken` when two sets have the same name.
    """

    def __init__(self, eigen: Iterable[Afspraken] = ()) -> None:
        self.sets = _op_naam([*alle().values(), *eigen])

    def met_naam(self, naam: str) -> Afspraken:
        """Give the set of this name; raises `OngeldigeAfspraken` naming those that exist."""
        try:
            return self.sets[naam]
        except KeyError:
            bekend = ", ".join(self.sets)
            raise OngeldigeAfspraken(f"Onbekende afspraken {naam[:64]!r}; bekend zijn: {bekend}.") from None

    def voor(self, regio: str, op: date) -> Afspraken:
        """Give the set that judges a casus of `regio` whose first melding falls on local date `op`.

        That is the region's own set latest in force on that date, else the set for every other region; for
        a melding before the first set, that first one: a casus is always judged by something.
        """
        op_datum = sorted(self.sets.values(), key=lambda afspraken: afspraken.geldig_vanaf)
        for gebied in (regio, ELDERS):
            in_kracht = [s for s in op_datum if gebied in s.regios and s.geldig_vanaf <= op]
            if in_kracht:
                return in_kracht[-1]
        return next(afspraken for afspraken in op_datum if ELDERS in afspraken.regios)


class _Gebruik:
    """Which book this process judges by: that of Zicht until a program chooses another at its start."""

    boek: Boek | None = None


def gebruik(boek: Boek) -> None:
    """Let this process judge by `boek`. Only for the start of a program, before anything was judged."""
    _Gebruik.boek = boek


def in_gebruik() -> Boek:
    """Give the book that this process judges by."""
    if _Gebruik.boek is None:
        _Gebruik.boek = Boek()
    return _Gebruik.boek


def met_naam(naam: str) -> Afspraken:
    """Give the set of this name from the book in use; see `Boek.met_naam`."""
    return in_gebruik().met_naam(naam)


def voor(regio: str, op: date) -> Afspraken:
    """Give the set for a casus from the book in use; see `Boek.voor`."""
    return in_gebruik().voor(regio, op)
