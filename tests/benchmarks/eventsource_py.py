"""A second peer: eventsource-py as it comes, with its store, its aggregate and its repository.

It is asynchronous; each worker has an event loop and a connection of its own, so nobody waits for another.
"""

import asyncio
import itertools
from contextlib import ExitStack
from typing import Any
from uuid import UUID, uuid4

from eventsource import AggregateRepository, AggregateRoot, DomainEvent, StreamId, register_event
from eventsource.adapters.postgresql.store import PostgreSQLEventStore
from eventsource.ports import ExpectedVersion
from psycopg.conninfo import conninfo_to_dict
from pydantic import BaseModel
from sqlalchemy import URL
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import StaticPool
from tests.benchmarks.omgeving import ACTEN_PER_CASUS, CONTACT

_SOORT = "Casus"
_CONTACT: dict[str, Any] = CONTACT["gegevens"]


@register_event
class ContactGelegd(DomainEvent):
    """A contact, as its guide writes an event."""

    event_type: str = "ContactGelegd"
    aggregate_type: str = _SOORT
    door: dict[str, str]
    wijze: str


class Staat(BaseModel):
    """What a casus is folded into."""

    contacten: tuple[dict[str, Any], ...] = ()


class Casus(AggregateRoot[Staat]):
    """A casus as its guide writes an aggregate."""

    aggregate_type = _SOORT

    def _get_initial_state(self) -> Staat:
        return Staat()

    def _apply(self, event: DomainEvent) -> None:
        if isinstance(event, ContactGelegd):
            contact = {"door": event.door, "wijze": event.wijze}
            self._state = Staat(contacten=(*(self._state or Staat()).contacten, contact))

    def leg_contact(self) -> None:
        """Add a contact."""
        self.apply_event(_contact(self.aggregate_id, self.get_next_version()))


def _contact(casus: UUID, nummer: int) -> ContactGelegd:
    return ContactGelegd(aggregate_id=casus, aggregate_version=nummer, **_CONTACT)


class Werker:
    """One worker: a loop, a connection, a store and a repository."""

    def __init__(self, conninfo: str, stapel: ExitStack) -> None:
        self._lus = asyncio.new_event_loop()
        stapel.callback(self._lus.close)
        deel = conninfo_to_dict(conninfo)
        adres = URL.create(
            "postgresql+asyncpg",
            username=str(deel["user"]),
            database=str(deel["dbname"]),
            query={"host": str(deel["host"]), "port": str(deel.get("port", 5432))},
        )
        motor = create_async_engine(adres, poolclass=StaticPool)
        stapel.callback(lambda: self._lus.run_until_complete(motor.dispose()))
        self._winkel = PostgreSQLEventStore(motor, create_schema=True)
        self._repository = AggregateRepository(
            event_store=self._winkel, aggregate_factory=Casus, aggregate_type=_SOORT
        )
        self._los = uuid4(), itertools.count(1)

    def maak(self) -> UUID:
        """Make a casus of twenty acts."""
        casus = uuid4()
        acten = [_contact(casus, nummer) for nummer in range(1, ACTEN_PER_CASUS + 1)]
        self._lus.run_until_complete(
            self._winkel.append(StreamId(casus, _SOORT), acten, ExpectedVersion.no_stream())
        )
        return casus

    def leg_vast(self, casus: UUID) -> None:
        """Load a casus, add a contact, save."""
        self._lus.run_until_complete(self._leg_vast(casus))

    async def _leg_vast(self, casus: UUID) -> None:
        geladen = await self._repository.load(casus)
        geladen.leg_contact()
        await self._repository.save(geladen)

    def voeg_toe(self) -> None:
        """Append one event to a stream of its own."""
        casus, nummers = self._los
        nummer = next(nummers)
        verwacht = ExpectedVersion.exact(nummer - 1) if nummer > 1 else ExpectedVersion.no_stream()
        self._lus.run_until_complete(
            self._winkel.append(StreamId(casus, _SOORT), [_contact(casus, nummer)], verwacht)
        )


def werkers(conninfo: str, aantal: int, stapel: ExitStack) -> list[Werker]:
    """Open so many; the first makes the table."""
    alle = [Werker(conninfo, stapel) for _ in range(aantal)]
    for een in alle:
        een.maak()
    return alle
