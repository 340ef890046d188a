"""The peer: the eventsourcing library as it comes, with its recorder, mapper and repository."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from eventsourcing.application import Application
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import StoredEvent
from psycopg.conninfo import conninfo_to_dict


class Casus(Aggregate):
    """A casus as the library's tutorial writes it."""

    def __init__(self, gemeente: str) -> None:
        self.gemeente = gemeente
        self.contacten: list[dict[str, Any]] = []

    @event("ContactGelegd")
    def leg_contact(self, door: dict[str, str], wijze: str) -> None:
        """Add a contact."""
        self.contacten.append({"door": door, "wijze": wijze})


@contextmanager
def applicatie(conninfo: str, werkers: int) -> Iterator[Application[UUID]]:
    """Open the stock application, which makes its own tables."""
    deel = conninfo_to_dict(conninfo)
    app: Application[UUID] = Application(
        env={
            "PERSISTENCE_MODULE": "eventsourcing.postgres",
            "POSTGRES_DBNAME": str(deel["dbname"]),
            "POSTGRES_HOST": str(deel.get("host", "")),
            "POSTGRES_PORT": str(deel.get("port", "5432")),
            "POSTGRES_USER": str(deel.get("user", "")),
            "POSTGRES_PASSWORD": str(deel.get("password", "")),
            "POSTGRES_POOL_SIZE": str(werkers),
            "POSTGRES_MAX_OVERFLOW": str(werkers),
        }
    )
    try:
        yield app
    finally:
        app.close()


def gebeurtenis(casus: UUID, nummer: int, open_deel: bytes, soort: str = "ContactGelegd/1") -> StoredEvent:
    """Give an event for its recorder."""
    return StoredEvent(originator_id=casus, originator_version=nummer, topic=soort, state=open_deel)


def nieuw() -> UUID:
    """Give the id of a new stream."""
    return uuid4()
