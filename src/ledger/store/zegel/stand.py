"""What is sealed, for who reads: the published checkpoint, how far behind it is, and proofs."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from uuid import UUID

from psycopg_pool import ConnectionPool

from ledger.store.connection import Verbinding, conninfo_als, open_pool
from ledger.store.errors import driverfouten
from ledger.store.zegel.fouten import LogboekGewijzigd, NogNietVerzegeld, UitgaveOnleesbaar
from ledger.store.zegel.logboek import Logboek, Rij
from ledger.store.zegel.opslag import lezer
from ledger.store.zegel.uitgave import Uitgave
from ledger.zegel.bewijs import Lezer, deelwortel, insluitingsbewijs, per_tegel, samenhangsbewijs
from ledger.zegel.checkpoint import Checkpoint, lees_checkpoint
from ledger.zegel.kaart import Kaart
from ledger.zegel.notitie import OngeldigeNotitie, lees_notitie

_TIK_S = 0.02


@dataclass(frozen=True, slots=True)
class Gepubliceerd:
    """A published checkpoint: the note to the byte, and what it says. Who signed it is for who reads it."""

    notitie: bytes
    checkpoint: Checkpoint


@dataclass(frozen=True, slots=True)
class Achterstand:
    """How many acts are not sealed yet, and how long ago the first of those was received (seconds)."""

    aantal: int
    seconden: float


def open_zegelpool(conninfo: str, *, maximaal: int = 4) -> ConnectionPool[Verbinding]:
    """Open a pool that reads what is sealed and what seals are made of, and cannot write."""
    als = conninfo_als(conninfo, "zicht_zegelaar", "default_transaction_read_only=on")
    return open_pool(als, naam="zicht leest zegels", minimaal=0, maximaal=maximaal)


class Verzegeling:
    """One sealed log, for reading; `pool` is of `open_zegelpool`."""

    def __init__(self, pool: ConnectionPool[Verbinding], logboek: Logboek, map_: Path) -> None:
        self._pool = pool
        self.logboek = logboek
        self._uitgave = Uitgave(map_ / logboek.naam)
        self._gelezen: tuple[tuple[int, int, int], Gepubliceerd] | None = None
        self._kaart: tuple[int, Kaart] | None = None
        self._slot = Lock()

    def laatste(self) -> Gepubliceerd | None:
        """Give the published checkpoint, None when there is none yet; raises `UitgaveOnleesbaar`."""
        try:
            staat = self._uitgave.bestand.stat()
        except FileNotFoundError:
            return None
        merk = (staat.st_ino, staat.st_mtime_ns, staat.st_size)
        gelezen = self._gelezen
        if gelezen is None or gelezen[0] != merk:
            ruw = self._uitgave.lees() or b""
            try:
                gelezen = (merk, Gepubliceerd(ruw, lees_checkpoint(lees_notitie(ruw).tekst)))
            except OngeldigeNotitie as fout:
                raise UitgaveOnleesbaar(f"Het gepubliceerde checkpoint is onleesbaar: {fout}.") from None
            self._gelezen = gelezen
        return gelezen[1]

    def sleutel(self) -> str:
        """Give the public key of the log as it was published beside the checkpoint."""
        return self._uitgave.sleutelbestand.read_text(encoding="utf-8").strip()

    def dekt(self, positie: int) -> Checkpoint | None:
        """Give a published checkpoint that covers this position, None when it is not sealed yet.

        One that was read before and covers it still does: nothing is looked up for what is long sealed.
        """
        gelezen = self._gelezen
        if gelezen is not None and gelezen[1].checkpoint.grootte >= positie:
            return gelezen[1].checkpoint
        laatste = self.laatste()
        return laatste.checkpoint if laatste and laatste.checkpoint.grootte >= positie else None

    def wacht_op(self, positie: int, seconden: float) -> bool:
        """Wait until this position is sealed and published, at most so long; say whether it is."""
        einde = time.monotonic() + seconden
        while self.dekt(positie) is None:
            if time.monotonic() >= einde:
                return False
            time.sleep(_TIK_S)
        return True

    def tegel(self, pad: str) -> bytes | None:
        """Read a published tile by its path, None when it is not there; the caller checked the path."""
        return self._uitgave.tegel(pad)

    def achterstand(self, grootte: int) -> Achterstand:
        """Tell how far behind a checkpoint of this size is."""
        with driverfouten(), self._pool.connection() as verbinding:
            hoogste = verbinding.execute(self.logboek.hoogste).fetchone() or (0,)
            eerste = verbinding.execute(self.logboek.achterstand, (grootte,)).fetchone()
        seconden = 0.0 if eerste is None else max(0.0, float(eerste[1]))
        return Achterstand(max(0, int(hoogste[0]) - grootte), seconden)

    def blad(self, rij: Rij) -> bytes:
        """Make the contents of the leaf of a row."""
        return self.logboek.blad(self.logboek.oorsprong.encode(), rij)

    def rijen_van(self, casus: UUID) -> list[Rij]:
        """Read the stored rows of a casus, sealed or not, in order of volgnummer."""
        with driverfouten(), self._pool.connection() as verbinding, verbinding.cursor(binary=True) as cursor:
            return list(cursor.execute(self.logboek.van_casus, (casus,)).fetchall())

    def insluiting(self, posities: Sequence[int], grootte: int) -> list[list[bytes]]:
        """Make the inclusion proof of each position in the log of `grootte`.

        Raises `NogNietVerzegeld`, and `LogboekGewijzigd` when hashes are missing.
        """
        self._keur(grootte)
        if any(not 1 <= positie <= grootte for positie in posities):
            raise NogNietVerzegeld
        with self._lezer(grootte) as lees:
            return [insluitingsbewijs(positie - 1, grootte, lees) for positie in posities]

    def wortel(self, grootte: int) -> bytes:
        """Give the root of the first `grootte` leaves, at least 1; raises as `insluiting`."""
        self._keur(grootte)
        with self._lezer(grootte) as lees:
            return deelwortel((0, grootte), lees)

    def samenhang(self, eerste: int, tweede: int) -> list[bytes]:
        """Make the consistency proof between two sizes, 0 < eerste <= tweede; raises as `insluiting`."""
        self._keur(tweede)
        with self._lezer(tweede) as lees:
            return samenhangsbewijs(eerste, tweede, lees)

    def kaart(self, casus: UUID, checkpoint: Checkpoint) -> tuple[bytes, list[bytes]]:
        """Give the compartment of a casus as of the published checkpoint, and the proof of it.

        Made from the rows themselves. Raises `LogboekGewijzigd` when those do not lead to that checkpoint.
        """
        with self._slot:
            tot, kaart = self._kaart or (0, Kaart())
            if tot > checkpoint.grootte:
                tot, kaart = 0, Kaart()
            with driverfouten(), self._pool.connection() as verbinding:
                kaart.werk_bij(verbinding.execute(self.logboek.standen, (tot, checkpoint.grootte)))
            if kaart.wortel() != checkpoint.kaart:
                self._kaart = None
                raise LogboekGewijzigd(checkpoint.grootte)
            self._kaart = (checkpoint.grootte, kaart)
            return kaart.vak(casus), kaart.pad(casus)

    @contextmanager
    def _lezer(self, grootte: int) -> Iterator[Lezer]:
        with driverfouten(), self._pool.connection() as verbinding:
            try:
                yield per_tegel(lezer(verbinding, self.logboek))
            except LookupError:
                raise LogboekGewijzigd(grootte) from None

    def _keur(self, grootte: int) -> None:
        laatste = self.laatste()
        if laatste is None or grootte > laatste.checkpoint.grootte:
            raise NogNietVerzegeld
