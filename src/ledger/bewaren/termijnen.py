"""Retention periods by category, and which organisation keeps to which set. Source: Wmo 2015 art. 5.3.4."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable
from functools import lru_cache
from importlib import resources
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ledger.errors import ZichtError
from ledger.faults import fouten_uit
from ledger.values import Id

Categorie = Literal["dossier", "zonder-vervolg"]
"""What a casus is for the law: a file, or meldingen on which nothing followed."""

IEDER = "*"
_LANGST = 100


class OngeldigeBewaartermijnen(ZichtError):
    """A set of retention periods that cannot be used; names the file and the key."""


class _Deel(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Termijn(_Deel):
    """How long one category is kept after the last change, with the sentence that says so."""

    jaren: Annotated[int, Field(ge=1, le=_LANGST)]
    grondslag: Annotated[str, Field(min_length=1)]
    zin: Annotated[str, Field(min_length=1)]


class Bewaartermijnen(_Deel):
    """A set of periods. `organisaties` are the ids of a Veilig Thuis that keep to it, `*` for every other."""

    naam: Id
    titel: Annotated[str, Field(min_length=1)]
    organisaties: tuple[Annotated[str, Field(min_length=1)], ...]
    dossier: Termijn
    zonder_vervolg: Annotated[Termijn, Field(alias="zonder-vervolg")]

    def voor(self, categorie: Categorie) -> Termijn:
        """Give the period of a category."""
        return self.dossier if categorie == "dossier" else self.zonder_vervolg


def lees_toml(tekst: str, *, herkomst: str) -> Bewaartermijnen:
    """Read a set; raises `OngeldigeBewaartermijnen` naming `herkomst` and each fault."""
    try:
        return Bewaartermijnen.model_validate_json(json.dumps(tomllib.loads(tekst), default=str))
    except tomllib.TOMLDecodeError as error:
        raise OngeldigeBewaartermijnen(f"{herkomst}: geen geldige TOML: {error}") from None
    except ValidationError as error:
        zinnen = "; ".join(f"{fout.veld}: {fout.melding}" for fout in fouten_uit(error))
        raise OngeldigeBewaartermijnen(f"{herkomst}: {zinnen}") from None


@lru_cache(maxsize=1)
def _wettelijk() -> Bewaartermijnen:
    bestand = resources.files("ledger.bewaren") / "wmo-2015.toml"
    return lees_toml(bestand.read_text("utf-8"), herkomst=bestand.name)


class Bewaarboek:
    """The sets that an installation works with: its own, and the law for every other organisation.

    Raises `OngeldigeBewaartermijnen` when two sets name the same organisation.
    """

    def __init__(self, eigen: Iterable[Bewaartermijnen] = ()) -> None:
        self._per_organisatie: dict[str, Bewaartermijnen] = {}
        for termijnen in eigen:
            for organisatie in termijnen.organisaties:
                if organisatie in self._per_organisatie:
                    raise OngeldigeBewaartermijnen(f"{termijnen.naam}: {organisatie} heeft er al.")
                self._per_organisatie[organisatie] = termijnen

    def voor(self, organisatie: str) -> Bewaartermijnen:
        """Give the set of the Veilig Thuis with this id."""
        eigen = self._per_organisatie
        return eigen.get(organisatie) or eigen.get(IEDER) or _wettelijk()
