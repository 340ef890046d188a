"""What goes into the store and what comes out: bytes with the few things the database itself must know."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid5

from eventsourcing.persistence import StoredEvent

from ledger.store.errors import ToevoegingOngeldig


@dataclass(frozen=True)
class OpgeslagenGebeurtenis(StoredEvent):
    """One act as it is stored.

    The library's names mean here: originator_id is the casus, originator_version the volgnummer (from 1),
    topic the stored name and version (`OverdrachtVerstuurd/1`), state the JSON of the open part. Both moments
    carry an offset; they are None, together, only for events that are not ours (the library's own tests).
    """

    regio: str
    """The Veilig Thuis organisation whose ledger this is; a casus lives in exactly one."""
    gebeurd_op: datetime | None
    """When it happened."""
    vastgelegd_op: datetime | None
    """When we knew, by the application's clock."""
    vertrouwelijk: bytes | None
    """The confidential part, or None when the act has none."""


@dataclass(frozen=True)
class VastgelegdeGebeurtenis(OpgeslagenGebeurtenis):
    """One act as it is read back."""

    positie: int
    """Place in the whole ledger: dense from 1, in order of commit."""
    opdracht: UUID
    """The command that wrote it."""
    ontvangen_op: datetime
    """When the database received it (UTC, by the database's clock)."""


@dataclass(frozen=True)
class Toevoeging:
    """One command's acts for one casus, written together or not at all.

    `opdracht` names the command: the same one is written once, however often it is sent. `verzoek` is a
    digest of the request, to tell a repetition from another request under the same name. The volgnummers say
    what the writer last saw: the first is one more than that.

    Raises ToevoegingOngeldig for no acts, more than one casus or regio, a gap in the volgnummers, or a moment
    without offset.
    """

    opdracht: UUID
    verzoek: bytes
    gebeurtenissen: Sequence[OpgeslagenGebeurtenis]

    def __post_init__(self) -> None:
        if not self.gebeurtenissen:
            raise ToevoegingOngeldig("verwacht ten minste één gebeurtenis, gevonden geen")
        eerste = self.gebeurtenissen[0]
        for plaats, gebeurtenis in enumerate(self.gebeurtenissen, start=eerste.originator_version):
            if gebeurtenis.originator_id != eerste.originator_id or gebeurtenis.regio != eerste.regio:
                raise ToevoegingOngeldig("verwacht één casus in één regio, gevonden meer")
            if gebeurtenis.originator_version != plaats:
                raise ToevoegingOngeldig(
                    f"verwacht volgnummer {plaats}, gevonden {gebeurtenis.originator_version}"
                )
            for moment in (gebeurtenis.gebeurd_op, gebeurtenis.vastgelegd_op):
                if moment is not None and moment.tzinfo is None:
                    raise ToevoegingOngeldig("verwacht een moment met tijdzone, gevonden een zonder")

    @property
    def casus(self) -> UUID:
        """The casus of all its acts."""
        casus = self.gebeurtenissen[0].originator_id
        if not isinstance(casus, UUID):
            raise ToevoegingOngeldig("verwacht een UUID als casus, gevonden iets anders")
        return casus

    @property
    def eerste(self) -> int:
        """The volgnummer of its first act."""
        return self.gebeurtenissen[0].originator_version


@dataclass(frozen=True)
class Vastgelegd:
    """Written, by this call: one positie per act, in order."""

    posities: Sequence[int]


@dataclass(frozen=True)
class Conflict:
    """Not written. `gevonden` is the last volgnummer of the casus, 0 when it has none.

    `regio` is where the casus lives, None when it does not exist; when that is not the regio of the
    Toevoeging, that is the conflict.
    """

    gevonden: int
    regio: str | None


@dataclass(frozen=True)
class Herhaald:
    """Not written now, because this opdracht was written before: what it wrote, and for which request."""

    verzoek: bytes
    casus: UUID
    eerste: int
    laatste: int
    eerste_positie: int


_IMPORT = UUID("0b2f7a52-6f0c-5d3c-9a41-1d6f3b5a7e90")  # the namespace of commands that import


def importopdracht(naam: str) -> UUID:
    """Name the command that imports `casus <id>` or `register <regio>`."""
    return uuid5(_IMPORT, naam)


Uitkomst = Vastgelegd | Conflict | Herhaald
