"""Write lines of the read log: those that are handed over together in one call and one commit."""

from __future__ import annotations

import weakref
from collections.abc import Sequence
from threading import Lock

from psycopg.types.json import Jsonb

from ledger.inzage.regel import Inzageregel
from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.errors import DatabaseOnbereikbaar, Opslagfout, driverfouten

ROL = "zicht_inzage"

# A line is looked up by its id, whatever the planner believes of a log of which it has no numbers yet: until
# the first ANALYZE it read the whole log for each group.
_MET_INDEX = ("enable_seqscan=off", "enable_hashjoin=off", "enable_mergejoin=off", "jit=off")

_LEG_VAST = "SELECT verzoek FROM inzage.leg_vast(%s)"


class Inzagelogboek:
    """The log to write in, over one connection of its own as a role that can do nothing else.

    `conninfo` names a member of zicht_inzage. Safe for many threads, which take turns.
    """

    def __init__(self, conninfo: str) -> None:
        self._schrijver = _Schrijver(conninfo_als(conninfo, ROL, *_MET_INDEX))
        self._slot = Lock()
        # like a recorder, a log that nobody holds any more leaves no connection behind
        self.close = weakref.finalize(self, self._schrijver.sluit)

    def leg_vast(self, regel: Inzageregel) -> None:
        """Write one line, durable when this returns; raises `Opslagfout` when that is not certain."""
        (fout,) = self.leg_vast_samen([regel])
        if fout is not None:
            raise fout

    def leg_vast_samen(self, regels: Sequence[Inzageregel]) -> Sequence[Opslagfout | None]:
        """Write lines in one commit; give of each why that is not certain, None where it is."""
        with self._slot:
            return self._schrijver.schrijf(regels)


class _Schrijver:
    """Sends groups. A line has an id of its own, so that asking again after a broken connection is safe."""

    def __init__(self, conninfo: str) -> None:
        self._conninfo = conninfo
        self._verbinding: Verbinding | None = None

    def sluit(self) -> None:
        verbinding, self._verbinding = self._verbinding, None
        if verbinding is not None:
            verbinding.close()

    def schrijf(self, groep: Sequence[Inzageregel]) -> Sequence[Opslagfout | None]:
        try:
            try:
                self._stuur(groep)
            except DatabaseOnbereikbaar:
                self._stuur(groep)  # after a restart of the server the old connection does not know it yet
        except Opslagfout as fout:
            if len(groep) == 1 or isinstance(fout, DatabaseOnbereikbaar):
                return [fout for _ in groep]
            return [antwoord for een in groep for antwoord in self.schrijf([een])]
        return [None for _ in groep]

    def _stuur(self, groep: Sequence[Inzageregel]) -> None:
        try:
            with driverfouten():
                verbinding = self._verbinding = self._verbinding or verbind(
                    self._conninfo, naam="zicht inzage"
                )
                regels = Jsonb([regel.als_kolommen() for regel in groep])
                verbinding.execute(_LEG_VAST, [regels], prepare=True).fetchall()
        except BaseException:
            # interrupted or refused: whatever this connection still has to say is not for the next group
            self.sluit()
            raise
