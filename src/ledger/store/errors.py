"""What can go wrong between us and the database.

    Opslagfout                      whatever the store could not do
    ├── DatabaseOnbereikbaar        no connection: nothing was sent, nothing was written
    │   └── GeenVerbinding          not in the time that the pool allows: do not ask again at once
    ├── UitkomstOnbekend            sent, but no answer came: ask again with the same opdracht
    ├── OpslagGeweigerd             the database said no: nothing was written
    ├── ToevoegingOngeldig          not something that can be appended: nothing was sent
    ├── VolgnummerBezet             another act came first, or the casus lives in another regio
    ├── Migratiefout
    │   ├── MigratiebestandOngeldig a file without number, reason or a number of its own
    │   ├── MigratieGewijzigd       a file that was applied is no longer what it was
    │   ├── MigratieOnbekend        the database was migrated further than these files go
    │   └── MigratieTeLaat          a new file with a number below one that was applied
    └── IngebouwdeServerFout        the embedded PostgreSQL does not start, or may not

Where the eventsourcing library has a class of its own for it, ours is one of those too, so that code written
against the library keeps working. Messages carry codes and numbers, never what was to be stored: a driver's
message quotes the row, so it is dropped at this door (`driverfouten`).
"""

from contextlib import AbstractContextManager
from uuid import UUID

import psycopg
from eventsourcing.persistence import IntegrityError, InternalError, OperationalError
from psycopg_pool import PoolTimeout


class Opslagfout(Exception):
    """Whatever the store could not do; `code` is stable and meant for machines."""

    code = "opslagfout"


class DatabaseOnbereikbaar(Opslagfout, OperationalError):
    """No connection could be had, or it broke while reading. Nothing was written."""

    code = "database-onbereikbaar"

    def __init__(self, reden: str) -> None:
        super().__init__(f"De database is niet bereikbaar ({reden}).")
        self.reden = reden


class UitkomstOnbekend(Opslagfout, OperationalError):
    """The append was sent and no answer came, also not after asking again.

    It may have been written. Sending it again with the same opdracht is always safe, and tells.
    """

    code = "uitkomst-onbekend"

    def __init__(self, opdracht: UUID) -> None:
        super().__init__(
            f"Onbekend of opdracht {opdracht} is vastgelegd: de verbinding met de database viel weg. "
            "Stuur dezelfde opdracht opnieuw; zij wordt nooit dubbel vastgelegd."
        )
        self.opdracht = opdracht


class OpslagGeweigerd(Opslagfout, InternalError):
    """The database refused: rights, a broken constraint, a full disk, a time limit. Nothing was written."""

    code = "opslag-geweigerd"

    def __init__(self, sqlstate: str | None, beperking: str | None) -> None:
        naam = f", {beperking}" if beperking else ""
        super().__init__(f"De database weigerde (SQLSTATE {sqlstate or 'onbekend'}{naam}).")
        self.sqlstate = sqlstate
        self.beperking = beperking

    @property
    def ligt_aan_inhoud(self) -> bool:
        """Whether what was sent is to blame, and would be refused again: bad data or a broken constraint."""
        return self.sqlstate is None or self.sqlstate.startswith(("22", "23"))


class ToevoegingOngeldig(Opslagfout, IntegrityError):
    """The append contradicts itself: a mistake of the caller, not of the user."""

    code = "toevoeging-ongeldig"

    def __init__(self, reden: str) -> None:
        super().__init__(f"Deze toevoeging kan niet: {reden}.")


class GeenVerbinding(DatabaseOnbereikbaar):
    """No connection came free or could be made in the time that the pool allows; the next takes as long."""


class VolgnummerBezet(Opslagfout, IntegrityError):
    """Raised only to callers of the library's `insert_events`; `voeg_toe` answers with a Conflict instead."""

    code = "volgnummer-bezet"

    def __init__(self, casus: UUID, verwacht: int, gevonden: int) -> None:
        super().__init__(f"Casus {casus}: verwacht als laatste volgnummer {verwacht}, gevonden {gevonden}.")
        self.casus = casus
        self.verwacht = verwacht
        self.gevonden = gevonden


class Migratiefout(Opslagfout):
    """The database and the migration files do not fit together."""

    code = "migratiefout"


class MigratiebestandOngeldig(Migratiefout):
    """A file in the migrations directory that cannot be a migration."""

    code = "migratiebestand-ongeldig"


class MigratieGewijzigd(Migratiefout):
    """An applied file has other contents now."""

    code = "migratie-gewijzigd"

    def __init__(self, bestand: str, verwacht: str, gevonden: str) -> None:
        super().__init__(
            f"Migratie {bestand} is al toegepast maar daarna gewijzigd: "
            f"verwacht SHA-256 {verwacht}, gevonden {gevonden}. "
            "Zet het bestand terug en maak een nieuwe migratie."
        )
        self.bestand = bestand
        self.verwacht = verwacht
        self.gevonden = gevonden


class MigratieOnbekend(Migratiefout):
    """The database knows a migration for which there is no file: it is newer than this program."""

    code = "migratie-onbekend"

    def __init__(self, bestand: str, hoogste: str) -> None:
        super().__init__(
            f"De database is verder dan dit programma: verwacht als laatste {hoogste}, gevonden {bestand}. "
            "Gebruik een nieuwere versie van Zicht."
        )
        self.bestand = bestand
        self.verwacht = hoogste
        self.gevonden = bestand


class MigratieTeLaat(Migratiefout):
    """A file was added below the number up to which the database was migrated."""

    code = "migratie-te-laat"

    def __init__(self, bestand: str, toegepast: str) -> None:
        super().__init__(
            f"Migratie {bestand} is niet toegepast, terwijl {toegepast} dat al wel is: "
            f"verwacht een nummer na {toegepast}, gevonden {bestand}."
        )
        self.bestand = bestand
        self.verwacht = toegepast
        self.gevonden = bestand


class IngebouwdeServerFout(Opslagfout):
    """The embedded PostgreSQL could not be started, or its directory is not ours."""

    code = "ingebouwde-server"


def vertaald(fout: psycopg.Error) -> Opslagfout:
    """Our error for the driver's: what the server said, without the row it said it about."""
    if isinstance(fout, PoolTimeout):
        return GeenVerbinding(type(fout).__name__)
    verbroken = isinstance(fout, psycopg.OperationalError | psycopg.InterfaceError)
    if (fout.sqlstate is None and verbroken) or (fout.sqlstate or "").startswith(("08", "57P")):
        return DatabaseOnbereikbaar(fout.sqlstate or type(fout).__name__)
    return OpslagGeweigerd(fout.sqlstate, fout.diag.constraint_name)


class _Driverfouten:
    __slots__ = ()

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, fout: BaseException | None, __: object) -> None:
        if isinstance(fout, psycopg.Error):
            raise vertaald(fout) from None


_DRIVERFOUTEN = _Driverfouten()


def driverfouten() -> AbstractContextManager[None]:
    """Be the one door for the driver's errors, for work that only reads or that failed as one transaction."""
    return _DRIVERFOUTEN
