"""The database that a command works on: the one of ZICHT_DATABASE_URL, or else the embedded one."""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import typer
from psycopg.conninfo import conninfo_to_dict

from ledger.settings import Instellingen, lees_instellingen
from ledger.store.connection import verbind
from ledger.store.embedded import IngebouwdeServer
from ledger.store.errors import Opslagfout, driverfouten
from ledger.store.migrations import Migratie, migreer
from ledger.store.roles import APP_ROL, maak_app_rol
from ledger.store.sleutels.hoofdsleutel import Sleutelmaker
from ledger.store.sleutels.openen import open_hoofdsleutels


@dataclass(frozen=True, slots=True)
class Databank:
    """Two ways in: `app` as the application, `beheer` as who may migrate (None: not told).

    `instellingen` say where the master keys of the confidential parts are.
    """

    app: str
    beheer: str | None
    instellingen: Instellingen

    @property
    def app_rol(self) -> str:
        """The role that the application logs in as."""
        return str(conninfo_to_dict(self.app).get("user") or APP_ROL)

    def hoofdsleutels(self) -> Sleutelmaker:
        """Open the master keys; raises `SleutelFout`."""
        return open_hoofdsleutels(self.instellingen)


@contextmanager
def open_databank(instellingen: Instellingen | None = None, *, bijwerken: bool = True) -> Iterator[Databank]:
    """Open the database of the settings; the embedded one is started for as long as it is used.

    The embedded one is brought up to date first, unless `bijwerken` is False; a database of one's own only
    by `zicht migreer`. What the store could not do is told on standard error, and ends the command with 1.
    """
    instellingen = instellingen or lees_instellingen()
    logging.getLogger("psycopg.pool").setLevel(
        logging.CRITICAL
    )  # what it has to say, the command says itself
    try:
        if instellingen.database_url is not None:
            beheer = instellingen.migratie_url
            yield Databank(
                instellingen.database_url.get_secret_value(),
                None if beheer is None else beheer.get_secret_value(),
                instellingen,
            )
            return
        with IngebouwdeServer(instellingen.data_dir) as server:
            bank = Databank(server.app, server.beheer, instellingen)
            if bijwerken:
                richt_in(bank)
            yield bank
    except Opslagfout as fout:
        sys.stderr.write(f"zicht: {fout}\n")
        raise typer.Exit(1) from None


_MAG_ROLLEN_MAKEN = "SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user"


def richt_in(bank: Databank) -> Sequence[Migratie]:
    """Apply the migrations that are missing and give them; let the application in, if this login may.

    A login that may not make roles finds that its administrator made the application's role already.
    """
    conninfo = bank.beheer or bank.app
    gedaan = migreer(conninfo, hoofdsleutels=bank.hoofdsleutels)
    with driverfouten(), verbind(conninfo, naam="zicht migreer") as verbinding:
        mag = verbinding.execute(_MAG_ROLLEN_MAKEN).fetchone()
        if mag is not None and mag[0]:
            maak_app_rol(verbinding, bank.app_rol)
    return gedaan
