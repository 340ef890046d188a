"""Bring a database to the shape this program expects: plain SQL files, forward only.

A file is `migrations/NNNN_onderwerp.sql`; its first line says why (`-- why: …`). Each file is one
transaction. What was applied stands in `migratie.toegepast` with its SHA-256: a file that changed afterwards
is refused, and so is a database that went further than the files do. Numbers may have gaps, but a new file
comes after everything that was applied.
"""

import hashlib
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import psycopg

from ledger.store.connection import Verbinding, verbind
from ledger.store.errors import (
    MigratiebestandOngeldig,
    MigratieGewijzigd,
    MigratieOnbekend,
    MigratieTeLaat,
    driverfouten,
)
from ledger.store.sleutels.bestaand import ruim_op, verzegel_bestaand
from ledger.store.sleutels.hoofdsleutel import Sleutelmaker

# Any number will do, as long as nothing else in the same database locks on it.
_SLOT = 7450921836540115200

_VERZEGELD = "0031_verzegeld.sql"

_BESTANDSNAAM = re.compile(r"(?P<nummer>\d{4})_[a-z0-9_]+\.sql")
_REDEN = re.compile(r"-- why: \S")

# The book is opened here and not in a migration, because it has to be there before the first one.
_OPEN_HET_BOEK = """
CREATE SCHEMA IF NOT EXISTS migratie;
CREATE TABLE IF NOT EXISTS migratie.toegepast (
    nummer       integer     PRIMARY KEY,
    bestand      text        NOT NULL UNIQUE,
    sha256       bytea       NOT NULL,
    toegepast_op timestamptz NOT NULL DEFAULT clock_timestamp()
);
"""


@dataclass(frozen=True)
class Migratie:
    """One file; `sha256` is the hexadecimal digest of its bytes."""

    nummer: int
    bestand: str
    tekst: str
    sha256: str


def migratiemap() -> Path:
    """Where the files are: inside the installed package, or at the root of the checkout.

    Raises MigratiebestandOngeldig when they are in neither place.
    """
    hier = Path(__file__).resolve()
    plaatsen = (hier.parent / "_migrations", hier.parents[3] / "migrations")
    for plaats in plaatsen:
        if plaats.is_dir():
            return plaats
    raise MigratiebestandOngeldig("De map met migraties ontbreekt in deze installatie.")


def lees_migraties(plaats: Path | None = None) -> list[Migratie]:
    """All files in order of number. Raises MigratiebestandOngeldig, naming the file."""
    migraties: dict[int, Migratie] = {}
    for pad in sorted((plaats or migratiemap()).glob("*.sql")):
        naam = _BESTANDSNAAM.fullmatch(pad.name)
        inhoud = pad.read_bytes()
        if naam is None:
            raise MigratiebestandOngeldig(
                f"Migratie {pad.name}: verwacht een naam als 0001_onderwerp.sql, gevonden {pad.name}."
            )
        tekst = inhoud.decode("utf-8")
        if not _REDEN.match(tekst):
            raise MigratiebestandOngeldig(
                f"Migratie {pad.name}: verwacht als eerste regel '-- why: …', gevonden iets anders."
            )
        nummer = int(naam["nummer"])
        if nummer in migraties:
            raise MigratiebestandOngeldig(
                f"Migratie {pad.name}: verwacht een eigen nummer, "
                f"gevonden dat van {migraties[nummer].bestand}."
            )
        migraties[nummer] = Migratie(nummer, pad.name, tekst, hashlib.sha256(inhoud).hexdigest())
    return [migraties[nummer] for nummer in sorted(migraties)]


def plan(verbinding: psycopg.Connection[tuple[object, ...]], plaats: Path | None = None) -> list[Migratie]:
    """Tell what `migreer` would apply now, in order; nothing when up to date. Changes nothing.

    Raises MigratieGewijzigd, MigratieOnbekend or MigratieTeLaat when the database and the files contradict
    each other.
    """
    migraties = lees_migraties(plaats)
    with driverfouten():
        toegepast = _toegepast(verbinding)
    return _vergelijk(migraties, toegepast)


def migreer(
    conninfo: str, plaats: Path | None = None, hoofdsleutels: Callable[[], Sleutelmaker] | None = None
) -> list[Migratie]:
    """Apply what is missing and return it. Several processes may do this at once: one works, the others wait.

    The login has to be superuser or may create roles and schemas (first time) or is a member of
    zicht_eigenaar (later). `hoofdsleutels` opens the master keys, for a ledger that is still to be sealed;
    raises `SleutelFout` when they are needed and not there.
    """
    gedaan: list[Migratie] = []
    with driverfouten(), verbind(conninfo, naam="zicht migreer", statement_timeout_ms=0) as verbinding:
        verbinding.execute("SELECT pg_advisory_lock(%s)", [_SLOT])
        for migratie in plan(verbinding, plaats):
            _pas_toe(verbinding, migratie, hoofdsleutels)
            gedaan.append(migratie)
        ruim_op(verbinding)
    return gedaan


def _toegepast(verbinding: psycopg.Connection[tuple[object, ...]]) -> dict[int, tuple[str, str]]:
    bestaat = verbinding.execute("SELECT to_regclass('migratie.toegepast') IS NOT NULL").fetchone()
    if bestaat is None or not bestaat[0]:
        return {}
    rijen = verbinding.execute(
        "SELECT nummer, bestand, encode(sha256, 'hex') FROM migratie.toegepast"
    ).fetchall()
    return {int(str(nummer)): (str(bestand), str(sha256)) for nummer, bestand, sha256 in rijen}


def _vergelijk(migraties: Sequence[Migratie], toegepast: dict[int, tuple[str, str]]) -> list[Migratie]:
    bekend = {migratie.nummer: migratie for migratie in migraties}
    for nummer, (bestand, sha256) in sorted(toegepast.items()):
        migratie = bekend.get(nummer)
        if migratie is None:
            raise MigratieOnbekend(bestand, migraties[-1].bestand if migraties else "niets")
        if migratie.sha256 != sha256:
            raise MigratieGewijzigd(migratie.bestand, verwacht=sha256, gevonden=migratie.sha256)
    nieuw = [migratie for migratie in migraties if migratie.nummer not in toegepast]
    if nieuw and toegepast and nieuw[0].nummer < max(toegepast):
        raise MigratieTeLaat(nieuw[0].bestand, toegepast[max(toegepast)][0])
    return nieuw


def _pas_toe(
    verbinding: Verbinding, migratie: Migratie, hoofdsleutels: Callable[[], Sleutelmaker] | None
) -> None:
    with verbinding.transaction():
        verbinding.execute(_OPEN_HET_BOEK)
        # Without parameters the driver sends the whole file in one message, as psql -f would line by line.
        verbinding.execute(migratie.tekst)
        if migratie.bestand == _VERZEGELD:  # what SQL cannot do is done in the same transaction
            verzegel_bestaand(verbinding, hoofdsleutels)
        verbinding.execute("RESET ROLE")
        verbinding.execute(
            "INSERT INTO migratie.toegepast (nummer, bestand, sha256) VALUES (%s, %s, decode(%s, 'hex'))",
            [migratie.nummer, migratie.bestand, migratie.sha256],
        )
