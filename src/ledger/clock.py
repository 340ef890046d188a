"""Where time comes from: one clock, handed to whoever needs it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Protocol


class Klok(Protocol):
    """Something that tells the present UTC instant."""

    def nu(self) -> datetime:
        """Give the present instant, aware, in UTC."""
        ...


class Systeemklok:
    """The clock of the machine."""

    def nu(self) -> datetime:
        """Give the present instant by the machine's clock."""
        return datetime.now(UTC)
