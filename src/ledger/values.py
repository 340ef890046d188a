"""The values that acts are made of: identifiers, codes, parties, instants and texts.

A field's type decides what is refused before any rule is asked: an unknown code, an instant without
an offset, an id with a space in it. Source: contract `acts`.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel
from pydantic_core import PydanticCustomError

VROEGSTE_JAAR = 1900
LAATSTE_JAAR = 2199  # far enough for any act; terms of months never run off the calendar


_NIET_OP_TE_SLAAN = re.compile("[\x00\ud800-\udfff]")


def _in_bereik(dag: date) -> date:
    if not VROEGSTE_JAAR <= dag.year <= LAATSTE_JAAR:
        raise PydanticCustomError(
            "jaar_buiten_bereik", f"Het jaar moet tussen {VROEGSTE_JAAR} en {LAATSTE_JAAR} liggen."
        )
    return dag


def _in_utc(instant: datetime) -> datetime:
    # as it was given, which may be too far off to turn into another zone, and as it is kept and read back
    _in_bereik(instant)
    utc = instant.astimezone(UTC)
    _in_bereik(utc)
    return utc


def _opslaanbaar(tekst: str) -> str:
    """Refuse what PostgreSQL cannot store as text: NUL and half a surrogate pair."""
    if _NIET_OP_TE_SLAAN.search(tekst):
        raise PydanticCustomError("onleesbaar_teken", "De tekst bevat een teken dat niet bewaard kan worden.")
    return tekst


def _voldoet_aan_elfproef(bsn: str) -> str:
    """Check the eleven-test: 9a + 8b + 7c + 6d + 5e + 4f + 3g + 2h - i is a multiple of eleven."""
    som = sum(
        int(cijfer) * gewicht for cijfer, gewicht in zip(bsn, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True)
    )
    if som % 11 or int(bsn) == 0:
        raise PydanticCustomError("ongeldige_bsn", "Het BSN voldoet niet aan de elfproef.")
    return bsn


Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
"""A moment, given with an offset, kept in UTC."""

Datum = Annotated[date, AfterValidator(_in_bereik)]
"""A local date in the Netherlands."""

_ID = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"

Id = Annotated[str, StringConstraints(pattern=f"^{_ID}$")]
"""An opaque id: never a name, never free text."""


def is_id(tekst: str) -> bool:
    """Whether a text is an opaque id, or a code."""
    return re.fullmatch(_ID, tekst, re.ASCII) is not None


Code = Id
"""A code from a list that is not ours to close (forms of violence, grounds, gemeenten)."""

Medewerker = Id
"""The pseudonym of an employee."""

Tekst = Annotated[str, StringConstraints(min_length=1, max_length=100_000), AfterValidator(_opslaanbaar)]
"""Free text; only ever in a confidential part."""

Bsn = Annotated[str, StringConstraints(pattern=r"^[0-9]{9}$"), AfterValidator(_voldoet_aan_elfproef)]
"""A burgerservicenummer that passes the eleven-test."""

Score = Annotated[int | float, Field(ge=0, le=10, allow_inf_nan=False)]
"""A mark on the veiligheidsschaal, 0 (acute danger) to 10 (safe); bijlage 4."""


class Deel(BaseModel):
    """A frozen part of an act: camelCase in JSON, nothing unknown, nothing coerced."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        strict=True,
        alias_generator=to_camel,
        validate_by_name=True,  # for our own code; what comes from outside is read by alias only
        validate_by_alias=True,
        serialize_by_alias=True,
    )


SoortPartij = Literal[
    "veilig-thuis",
    "lokaal-team",
    "instelling",
    "veiligheidsteam",
    "zorg-en-veiligheidshuis",
    "gemeente",
    "clientsysteem",
]


class Partij(Deel):
    """A party that can hold zicht, send or receive; the id of a clientsysteem is the casus."""

    soort: SoortPartij
    id: Id

    def __str__(self) -> str:
        return f"{self.soort}:{self.id}"

    # the folds compare parties all the time; pydantic's own comparison looks at much more than two strings
    def __eq__(self, ander: object) -> bool:
        return self is ander or (isinstance(ander, Partij) and self.__dict__ == ander.__dict__)

    def __hash__(self) -> int:
        return hash(self.id)  # an id is hardly ever of two sorts


class Persoon(Deel):
    """A person concerned, by opaque id."""

    persoon: Id


class Actor(Deel):
    """Who recorded an act; taken from the token, never from the body of a request."""

    medewerker: Medewerker
    organisatie: Partij
    rol: Code
