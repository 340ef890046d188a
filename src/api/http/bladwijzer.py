"""The cursor of a list: where the next page begins, and of which T and K all pages are."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from ledger.errors import Fout, Geweigerd
from projections.citaat import geen_citaat
from projections.stuk import instant_als_tekst

GROOTSTE_BLADZIJDE = 500

Veld = datetime | UUID | str | int | None
"""What a place in a list can be made of."""


def _ongeldig() -> PydanticCustomError:
    return PydanticCustomError("ongeldige-cursor", "Dit is geen cursor van deze dienst.")


@dataclass(frozen=True, slots=True)
class Bladwijzer:
    """The place after which the next page begins, T (UTC) and K."""

    plaats: tuple[Veld, ...]
    op: datetime
    bekend: datetime | int

    def als_tekst(self) -> str:
        """Write the cursor; what is in it is not for the caller."""
        ruw = json.dumps([_schrijf(veld) for veld in (*self.plaats, self.op, self.bekend)])
        return base64.urlsafe_b64encode(ruw.encode()).rstrip(b"=").decode()

    def plaats_als(self, *soorten: type | tuple[type, ...]) -> tuple[Any, ...]:
        """Give the place when it is made of these; raises `Geweigerd` for a cursor of another list."""
        if len(self.plaats) != len(soorten) or not all(map(isinstance, self.plaats, soorten)):
            raise Geweigerd([Fout("cursor", "ongeldige-cursor", "Deze cursor hoort bij een andere lijst.")])
        return self.plaats

    def keur(self, op: datetime | None, bekend: datetime | int | None) -> None:
        """Refuse a page of another question: an answer in two parts must be about one moment."""
        anders = [
            naam
            for naam, gevraagd, vast in (("op", op, self.op), ("bekendOp", bekend, self.bekend))
            if gevraagd is not None and gevraagd != vast
        ]
        if anders:
            melding = "De cursor hoort bij een ander moment; laat dit weg of begin opnieuw."
            raise Geweigerd([Fout(naam, "cursor-past-niet", melding) for naam in anders])


def _schrijf(veld: Veld) -> list[str | int] | None:
    match veld:
        case datetime():
            return ["t", veld.astimezone(UTC).isoformat()]
        case UUID():
            return ["u", veld.hex]
        case int():
            return ["n", veld]
        case str():
            return ["s", veld]
    return None


def _lees_veld(ruw: Any) -> Veld:
    match ruw:
        case None:
            return None
        case ["t", str(tekst)]:
            return datetime.fromisoformat(tekst).astimezone(UTC)
        case ["u", str(tekst)]:
            return UUID(tekst)
        case ["n", int(getal)] if not isinstance(getal, bool) and -(2**63) <= getal < 2**63:
            return getal
        case ["s", str(tekst)] if "\x00" not in tekst:
            return tekst
    raise ValueError("geen veld")


def _lees(ruw: Any) -> Bladwijzer:
    tekst = str(ruw)
    try:
        velden = json.loads(base64.urlsafe_b64decode(tekst + "=" * (-len(tekst) % 4)))
        *plaats, op, bekend = [_lees_veld(veld) for veld in velden]
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise _ongeldig() from None
    if not isinstance(op, datetime) or not isinstance(bekend, datetime | int):
        raise _ongeldig()
    bladwijzer = Bladwijzer(tuple(plaats), op, bekend)
    # only as we write it: another spelling of the same is not a cursor of ours
    if bladwijzer.als_tekst() != tekst:
        raise _ongeldig()
    return bladwijzer


def plaats_als_tekst(plaats: tuple[Veld, ...]) -> str:
    """Write a place shorter, for a citation, which has T and K already."""
    return "_".join(_kort(veld) for veld in plaats)


def _kort(veld: Veld) -> str:
    if isinstance(veld, datetime):
        return f"t{instant_als_tekst(veld)}"
    geschreven = _schrijf(veld)
    return "-" if geschreven is None else f"{geschreven[0]}{geschreven[1]}"


def lees_plaats(tekst: str) -> tuple[Veld, ...]:
    """Read a place as `plaats_als_tekst` writes it; raises `Geweigerd`."""
    try:
        return tuple(None if deel == "-" else _lees_kort(deel[:1], deel[1:]) for deel in tekst.split("_"))
    except (ValueError, OverflowError):
        raise geen_citaat() from None


def _lees_kort(soort: str, waarde: str) -> Veld:
    return _lees_veld([soort, int(waarde) if soort == "n" else waarde])


Cursor = Annotated[
    Annotated[Bladwijzer, BeforeValidator(_lees), WithJsonSchema({"type": "string", "maxLength": 400})]
    | None,
    Field(description="`volgende` van de vorige bladzijde; die legt op en bekendOp vast."),
]
"""A cursor in a query."""

Bladgrootte = Annotated[int, Field(ge=1, le=GROOTSTE_BLADZIJDE, description="Hoeveel op een bladzijde.")]
"""How many on a page."""
