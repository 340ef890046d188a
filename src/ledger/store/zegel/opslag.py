"""The tables of the seal: the head of a log, and the hashes at the levels of tiles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ledger.store.connection import Verbinding
from ledger.store.zegel.fouten import AndereOorsprong
from ledger.store.zegel.logboek import Logboek
from ledger.zegel.bereik import Bereik, Knoop
from ledger.zegel.bewijs import Lezer
from ledger.zegel.boom import LEEG
from ledger.zegel.checkpoint import Checkpoint
from ledger.zegel.kaart import Kaart

# Numbers of advisory locks, one for each log: this and the number of the log.
SLOT_ZEGELAAR = 7450921836540115220

_OPEN = """
INSERT INTO zegel.logboeken (logboek, oorsprong, tijdvak, grootte, wortel, kaart, bereik)
VALUES (%s, %s, 0, 0, %s, %s, '') ON CONFLICT (logboek) DO NOTHING
"""

_NEEM_LEIDING = """
UPDATE zegel.logboeken SET tijdvak = tijdvak + 1 WHERE logboek = %s
RETURNING oorsprong, tijdvak, grootte, wortel, kaart, bereik
"""

_HOOFD = "SELECT oorsprong, grootte, wortel, kaart FROM zegel.logboeken WHERE logboek = %s"

# Compare and set: another sealer in between, whatever it did, leaves nothing to update.
_ZET_HOOFD = """
UPDATE zegel.logboeken
   SET grootte = %s, wortel = %s, kaart = %s, bereik = %s, verzegeld_op = clock_timestamp()
 WHERE logboek = %s AND tijdvak = %s AND grootte = %s
"""

_KNOPEN = """
SELECT hash FROM zegel.knopen
 WHERE logboek = %s AND niveau = %s AND plaats >= %s AND plaats < %s ORDER BY plaats
"""

_SCHRIJF = "COPY zegel.knopen (plaats, logboek, niveau, hash) FROM STDIN (FORMAT BINARY)"


class LeidingVerloren(Exception):
    """Another sealer took over; nothing was written."""


@dataclass
class Voortzetting:
    """Where a sealer goes on: its epoch (tijdvak), the right edge of the tree, and the map of cases."""

    tijdvak: int
    bereik: Bereik
    kaart: Kaart | None


def neem_leiding(verbinding: Verbinding, logboek: Logboek) -> Voortzetting:
    """Take over a log: from here on an earlier sealer can write nothing.

    The map of cases is made from the rows themselves. Raises `AndereOorsprong`.
    """
    leeg = Kaart().wortel() if logboek.met_kaart else None
    verbinding.execute(_OPEN, (logboek.nummer, logboek.oorsprong, LEEG, leeg))
    rij = verbinding.execute(_NEEM_LEIDING, (logboek.nummer,)).fetchone()
    if rij is None:
        raise LeidingVerloren
    oorsprong, tijdvak, grootte, _, _, bereik = rij
    if oorsprong != logboek.oorsprong:
        raise AndereOorsprong(logboek.oorsprong, oorsprong)
    kaart = lees_kaart(verbinding, logboek, grootte) if logboek.met_kaart else None
    return Voortzetting(tijdvak, Bereik.uit_bytes(grootte, bereik), kaart)


def lees_kaart(verbinding: Verbinding, logboek: Logboek, tot: int) -> Kaart:
    """Make the map of cases as of position `tot`, from the rows themselves."""
    kaart = Kaart()
    kaart.werk_bij(verbinding.execute(logboek.standen, (0, tot)))
    return kaart


def schrijf(
    verbinding: Verbinding, logboek: Logboek, was: int, voortzetting: Voortzetting, knopen: Sequence[Knoop]
) -> None:
    """Store hashes and the new head; the caller is in a transaction. Raises `LeidingVerloren`."""
    bereik, kaart = voortzetting.bereik, voortzetting.kaart
    gezet = verbinding.execute(
        _ZET_HOOFD,
        (
            bereik.grootte,
            bereik.wortel(),
            None if kaart is None else kaart.wortel(),
            bereik.als_bytes(),
            logboek.nummer,
            voortzetting.tijdvak,
            was,
        ),
    )
    if gezet.rowcount != 1:
        raise LeidingVerloren
    with verbinding.cursor() as cursor, cursor.copy(_SCHRIJF) as kopie:
        kopie.set_types(["int8", "int2", "int2", "bytea"])
        for niveau, plaats, hash_ in knopen:
            kopie.write_row((plaats, logboek.nummer, niveau, hash_))


def lees_hoofd(verbinding: Verbinding, logboek: Logboek) -> Checkpoint | None:
    """Read the head of a log as it is stored, None when it was never sealed."""
    rij = verbinding.execute(_HOOFD, (logboek.nummer,)).fetchone()
    return None if rij is None else Checkpoint(*rij)


def lezer(verbinding: Verbinding, logboek: Logboek) -> Lezer:
    """Give who reads the stored hashes of a log, to make proofs and tiles of."""

    def lees(niveau: int, van: int, tot: int) -> Sequence[bytes]:
        with verbinding.cursor(binary=True) as cursor:
            rijen = cursor.execute(_KNOPEN, (logboek.nummer, niveau, van, tot)).fetchall()
        return [rij[0] for rij in rijen]

    return lees
