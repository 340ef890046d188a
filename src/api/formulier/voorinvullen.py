"""From an act back to the strings of its form: to correct one, or to begin with what is known."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from api.formulier.veld import JA, NEE, Formulier, Veld
from ledger.tijd import AMSTERDAM


def vul_voor(formulier: Formulier, act: Mapping[str, Any]) -> dict[str, list[str]]:
    """Give the values of a form for an act as its JSON has it; what it does not say stays empty."""
    waarden: dict[str, list[str]] = {}
    for veld in formulier.velden:
        waarde: Any = act
        for deel in veld.pad.split("."):
            waarde = None if waarde is None else waarde.get(deel)
        waarden.update(_van(veld, veld.pad, waarde))
    return waarden


def _van(  # noqa: C901 — a case for each kind
    veld: Veld, pad: str, waarde: Any
) -> Iterator[tuple[str, list[str]]]:
    if waarde is None:
        return
    match veld.soort:
        case "groep" | "partij":
            for een in veld.velden:
                naam = een.pad.rsplit(".", 1)[-1]
                yield from _van(een, f"{pad}.{naam}", waarde.get(naam))
        case "rijen":
            for plaats, rij in enumerate(waarde):
                for een in veld.velden:
                    yield from _van(een, f"{pad}.{plaats}.{een.pad}", rij.get(een.pad))
        case "teksten":
            for plaats, (sleutel, tekst) in enumerate(waarde.items()):
                yield f"{pad}.{plaats}.id", [sleutel]
                yield f"{pad}.{plaats}.tekst", [tekst]
        case "lijst":
            yield pad, ["\n".join(_regel(een) for een in waarde)]
        case "meerkeuze":
            yield pad, list(waarde)
        case _:
            yield pad, [_enkel(veld, waarde)]


def _regel(waarde: Any) -> str:
    if not isinstance(waarde, Mapping):
        return str(waarde)
    return f"persoon:{waarde['persoon']}" if "persoon" in waarde else f"{waarde['soort']}:{waarde['id']}"


def _enkel(veld: Veld, waarde: Any) -> str:
    match veld.soort:
        case "ja-nee":
            return JA if waarde else NEE
        case "json":
            return json.dumps(waarde, ensure_ascii=False)
        case "verwijzing":
            return _regel(waarde)
        case "getal":
            return str(waarde).replace(".", ",")
        case "tijdstip":
            return f"{datetime.fromisoformat(waarde).astimezone(AMSTERDAM):%Y-%m-%dT%H:%M:%S}"
    return str(waarde)
