"""Ask one question within a scope: the scope and the question in one transaction and one round trip.

Below the driver's cursors, because its pipeline waits for the server five times for that and this once; each
wait gives the interpreter to another thread. Values and rows are still turned by the driver.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from psycopg import generators
from psycopg.abc import PQGen
from psycopg.adapt import PyFormat
from psycopg.errors import error_from_result
from psycopg.pq import ExecStatus, Format
from psycopg.pq.abc import PGconn, PGresult
from psycopg.sql import Composed

from ledger.store.bereik import Bereik
from ledger.store.connection import Verbinding

_ZET = b"""
SELECT set_config('zicht.regios', $1, true), set_config('zicht.partij_soort', $2, true),
       set_config('zicht.partij_id', $3, true)
"""
_ZET_SOORTEN = (25, 25, 25)  # text, as PostgreSQL numbers it
_ZET_VORMEN = (Format.TEXT,) * 3

_PLAATS = re.compile(rb"%(?:\((\w+)\)s|s|%)")

# Of more statements the server keeps no plan: who asks for ever other combinations gains nothing by it.
_HOOGSTENS = 500

Waarden = Mapping[str, Any] | Sequence[Any]


class _Zin(NamedTuple):
    """A statement with its values as they are sent; `naam` is how the server knows it, empty when not."""

    tekst: bytes
    soorten: tuple[int, ...]
    waarden: Sequence[Any]
    vormen: Sequence[Format]
    naam: bytes
    is_nieuw: bool

    def verstuur(self, pgconn: PGconn) -> None:
        """Hand it to the library, which sends it with what follows."""
        if self.is_nieuw:
            pgconn.send_prepare(self.naam, self.tekst, self.soorten)
        pgconn.send_query_prepared(self.naam, self.waarden, self.vormen, Format.BINARY)


def lees_binnen(
    verbinding: Verbinding, bereik: Bereik | None, vraag: str | bytes | Composed, waarden: Waarden = ()
) -> list[tuple[Any, ...]]:
    """Ask one question within a scope, in one round trip; None for a role that sees the whole ledger.

    The connection is in autocommit. What is asked before one sync is one transaction, and the scope ends with
    it. Raises psycopg's errors.
    """
    tekst = _als_bytes(vraag)
    if bereik is None:
        with verbinding.cursor(binary=True) as cursor:
            return cursor.execute(tekst, waarden, prepare=True).fetchall()
    vertaler = verbinding.vertaler
    zinnen = [_bereikzin(verbinding, bereik), _zin(verbinding, vertaler, tekst, waarden)]
    try:
        resultaten = verbinding.wait(_gesprek(verbinding.pgconn, zinnen))
    except BaseException:
        verbinding.close()  # halfway a conversation it is of no use to the next
        raise
    for een in resultaten:
        if een.status == ExecStatus.FATAL_ERROR:
            verbinding.vergeet_voorbereide()
            raise error_from_result(een)
    vertaler.set_pgresult(resultaten[-1], format=Format.BINARY)
    rijen: list[tuple[Any, ...]] = vertaler.load_rows(0, resultaten[-1].ntuples, tuple)
    vertaler.set_pgresult(None)  # a large answer is not kept with the connection
    return rijen


def _als_bytes(vraag: str | bytes | Composed) -> bytes:
    if isinstance(vraag, Composed):
        return vraag.as_bytes(None)
    return vraag.encode() if isinstance(vraag, str) else vraag


def _bereikzin(verbinding: Verbinding, bereik: Bereik) -> _Zin:
    klaar = [instelling.encode() for instelling in bereik.instellingen]
    bekend = verbinding.voorbereid(_ZET, _ZET_SOORTEN, _HOOGSTENS)
    return _Zin(_ZET, _ZET_SOORTEN, klaar, _ZET_VORMEN, *bekend)


# `vertaler` is a Transformer, which the driver gives no type.
def _zin(verbinding: Verbinding, vertaler: Any, vraag: bytes, waarden: Waarden) -> _Zin:
    tekst, namen = _vertaald(vraag)
    reeks = [waarden[naam] for naam in namen] if isinstance(waarden, Mapping) else waarden
    klaar = vertaler.dump_sequence(reeks, [PyFormat.AUTO] * len(reeks))
    soorten, vormen = (vertaler.types or (), vertaler.formats or ()) if reeks else ((), ())
    return _Zin(tekst, soorten, klaar, vormen, *verbinding.voorbereid(tekst, soorten, _HOOGSTENS))


@lru_cache(maxsize=1024)
def _vertaald(vraag: bytes) -> tuple[bytes, tuple[str, ...]]:
    """Give a statement as the server knows it, and the names of its values, in order."""
    namen: list[str] = []
    aantal = 0

    def plaats(gevonden: re.Match[bytes]) -> bytes:
        nonlocal aantal
        if gevonden[0] == b"%%":
            return b"%"
        if gevonden[1] is None:
            aantal += 1
            return b"$%d" % aantal
        naam = gevonden[1].decode()
        if naam not in namen:
            namen.append(naam)
        return b"$%d" % (namen.index(naam) + 1)

    return _PLAATS.sub(plaats, vraag), tuple(namen)


def _gesprek(pgconn: PGconn, zinnen: Sequence[_Zin]) -> PQGen[list[PGresult]]:
    """Send statements with one sync behind them; give what the server says of each, in order."""
    pgconn.enter_pipeline_mode()
    for zin in zinnen:
        zin.verstuur(pgconn)
    pgconn.pipeline_sync()
    yield from generators.send(pgconn)
    resultaten: list[PGresult] = []
    while True:
        resultaat = yield from generators.fetch(pgconn)
        if resultaat is None:  # between the answers to two statements
            continue
        if resultaat.status == ExecStatus.PIPELINE_SYNC:
            pgconn.exit_pipeline_mode()
            return resultaten
        resultaten.append(resultaat)
