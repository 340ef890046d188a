"""Who may log in: one role per program, member of what that program needs and never of the owner."""

import psycopg
from psycopg import sql

from ledger.store.errors import driverfouten

APP_ROL = "zicht_app"

_GROEPEN = (
    "zicht_schrijver",
    "zicht_grootboek",
    "zicht_lezer",
    "zicht_projectie",
    "zicht_zegelaar",
    "zicht_inzage",
    "zicht_inzagelezer",
    "zicht_sessies",
    "zicht_sleutels",
)

_KENT_ERVEN_PER_LIDMAATSCHAP = 160000

# Another process may be doing the same: the server then says that the role is there, or that its row just
# changed.
_TEGELIJK = ("42710", "23505", "XX000")


def maak_app_rol(verbinding: psycopg.Connection[tuple[object, ...]], naam: str = APP_ROL) -> None:
    """Make the login role of the application, without a password, when it is not there yet.

    It inherits nothing: a connection may do what the role may that it asks for (`conninfo_als`), and without
    one nothing at all. So who appends cannot read keys, and who forgets to say as whom it reads sees nothing.

    After the migrations, by a superuser; for a server that others can reach, its administrator sets a
    password.
    """
    zonder = " WITH INHERIT FALSE" if verbinding.info.server_version >= _KENT_ERVEN_PER_LIDMAATSCHAP else ""
    with driverfouten():
        for opdracht in (
            "CREATE ROLE {rol} LOGIN NOINHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOBYPASSRLS",
            "ALTER ROLE {rol} NOINHERIT",
            *(f"GRANT {groep} TO {{rol}}{zonder}" for groep in _GROEPEN),
        ):
            _eenmaal(verbinding, sql.SQL(opdracht).format(rol=sql.Identifier(naam)))


def _eenmaal(verbinding: psycopg.Connection[tuple[object, ...]], opdracht: sql.Composed) -> None:
    try:
        verbinding.execute(opdracht)
    except psycopg.Error as fout:
        if fout.sqlstate not in _TEGELIJK:
            raise
