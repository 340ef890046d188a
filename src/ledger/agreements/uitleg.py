"""A set of agreements explained: every parameter with its value and the sentence that it reads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, get_args

from pydantic.fields import FieldInfo

from ledger.agreements.model import Afspraken


@dataclass(frozen=True, slots=True)
class Parameteruitleg:
    """One parameter: its group and name, its value, the values it may have (readings only), its sentence."""

    groep: str
    naam: str
    waarde: Any
    mogelijk: tuple[str, ...]
    zin: str

    def als_dict(self) -> dict[str, Any]:
        """Give the parameter as it goes out."""
        return {
            "groep": self.groep,
            "naam": self.naam,
            "waarde": self.waarde,
            "mogelijk": list(self.mogelijk),
            "zin": self.zin,
        }


def uitleg(afspraken: Afspraken) -> tuple[Parameteruitleg, ...]:
    """Explain every parameter of a set, in the order of the rulebook."""
    return tuple(
        _uitleg(groep, naam, getattr(deel, naam), veld)
        for groep in ("lezingen", "termijnen", "documenten")
        for deel in [getattr(afspraken, groep)]
        for naam, veld in type(deel).model_fields.items()
    )


def _uitleg(groep: str, naam: str, waarde: Any, veld: FieldInfo) -> Parameteruitleg:
    if isinstance(waarde, frozenset | tuple):
        waarde = sorted(waarde)
    mogelijk = tuple(keuze for keuze in get_args(veld.annotation) if isinstance(keuze, str))
    return Parameteruitleg(groep, naam, waarde, mogelijk, " ".join((veld.description or "").split()))


def kop(afspraken: Afspraken) -> dict[str, Any]:
    """Give what a set is: its name, title, source, from when and for whom it is in force."""
    return {
        "naam": afspraken.naam,
        "titel": afspraken.titel,
        "bron": afspraken.bron,
        "geldigVanaf": afspraken.geldig_vanaf.isoformat(),
        "regios": list(afspraken.regios),
    }
