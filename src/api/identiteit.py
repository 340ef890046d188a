"""Who is asking, as the token says it: the actor, on whose behalf (mandaat) and for what (doel)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from ledger.values import Actor, Code, Deel, Id, Instant, Partij

MEESTE_REGIOS = 50


def _als_tijdstip(ruw: Any) -> Any:
    """Read an instant of a token: a claim is JSON, so it comes as text."""
    return datetime.fromisoformat(ruw) if isinstance(ruw, str) else ruw


_Tijdstip = Annotated[Instant, BeforeValidator(_als_tijdstip)]


class Mandaat(Deel):
    """What an inspection may look at: which regions (ids of a Veilig Thuis), from when until when (UTC).

    `kenmerk` is the reference under which the mandate was given, and stands in the read log.
    """

    regios: Annotated[list[Id], Field(min_length=1, max_length=MEESTE_REGIOS)]
    begin: _Tijdstip
    einde: _Tijdstip
    kenmerk: Id

    @model_validator(mode="after")
    def _begint_voor_het_eindigt(self) -> Mandaat:
        if self.begin >= self.einde:
            raise PydanticCustomError("mandaat-zonder-duur", "Een mandaat begint voor het eindigt.")
        return self

    def geldt(self, op: datetime) -> bool:
        """Whether it holds at this UTC instant."""
        return self.begin <= op < self.einde


@dataclass(frozen=True, slots=True)
class Identiteit:
    """Who is asking. Only the actor is ever stored in the ledger; the rest is for the read log."""

    actor: Actor
    mandaat: Mandaat | None = None
    doel: Code | None = None

    @property
    def medewerker(self) -> str:
        """The pseudonym of the employee."""
        return self.actor.medewerker

    @property
    def organisatie(self) -> Partij:
        """For whom the employee works."""
        return self.actor.organisatie

    @property
    def rol(self) -> str:
        """In which role."""
        return self.actor.rol
