"""Audit a whole log: every leaf computed again from the stored rows, held against signed checkpoints.

What is stored of the seal is never what is judged by. Only when a root differs are leaf hashes looked up, in
the published tiles or in the tables of the seal, to tell which positions it is; and only if those lead to the
root that was signed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from uuid import UUID

from ledger.store.connection import Verbinding, conninfo_als, verbind
from ledger.store.errors import driverfouten
from ledger.store.zegel.logboek import Logboek
from ledger.store.zegel.opslag import lees_hoofd, lezer
from ledger.store.zegel.orde import Orde, Regel, regel_van
from ledger.store.zegel.uitgave import lees_bladtegels
from ledger.zegel.bereik import Bereik
from ledger.zegel.boom import HASHLENGTE, bladhash
from ledger.zegel.checkpoint import Checkpoint
from ledger.zegel.kaart import Kaart
from ledger.zegel.toets import Bevinding

_DEEL = 20_000  # positions that one process takes at a time
_NIETS = bytes(HASHLENGTE)  # where a row is missing: no leaf has this hash

Posities = tuple[int, int]
"""From the first up to and including the last."""


@dataclass
class Nagelopen:
    """What an audit found; `grootte` is the last position there is, `verzegeld` up to where was judged."""

    grootte: int = 0
    verzegeld: int = 0
    bevindingen: list[Bevinding] = field(default_factory=list)

    def meld(self, plaats: str, melding: str) -> None:
        """Add a finding."""
        self.bevindingen.append(Bevinding(plaats, melding))


@dataclass(frozen=True)
class Naloop:
    """What is audited: a log, over `conninfo`, whose tiles are in `map_`; `processen` share the work."""

    conninfo: str
    logboek: Logboek
    map_: Path
    processen: int = 1

    def loop_na(self, checkpoints: Mapping[str, Checkpoint]) -> Nagelopen:
        """Audit against these checkpoints, which were verified; each has a name for the findings.

        Raises the errors of the store.
        """
        uitkomst = Nagelopen(verzegeld=max((een.grootte for een in checkpoints.values()), default=0))
        with driverfouten(), verbind(self._als, naam="zicht loopt na", statement_timeout_ms=0) as verbinding:
            (uitkomst.grootte,) = verbinding.execute(self.logboek.hoogste).fetchone() or (0,)
            berekend = _Berekend(self.logboek, [een.grootte for een in checkpoints.values()])
            for stuk in self._stukken(uitkomst.grootte):
                berekend.neem(stuk)
            _vergelijk_hoofd(verbinding, self.logboek, checkpoints, uitkomst)
            gemist = berekend.orde.ontbrekend(max(uitkomst.grootte, uitkomst.verzegeld))
            for van, tot in gemist:
                uitkomst.meld(_plaats(van, tot), "ontbreekt." if van == tot else "ontbreken.")
            for plaats, melding in berekend.orde.meldingen:
                uitkomst.meld(plaats, melding)
            for naam, checkpoint in checkpoints.items():
                self._houd_tegen(verbinding, naam, checkpoint, berekend, uitkomst)
        uitkomst.bevindingen = list(dict.fromkeys(uitkomst.bevindingen))
        return uitkomst

    @property
    def _als(self) -> str:
        return conninfo_als(self.conninfo, "zicht_zegelaar", "default_transaction_read_only=on")

    def _stukken(self, tot: int) -> Iterator[_Stuk]:
        """Compute every stretch of the log, in order."""
        bereken = partial(_bereken, self._als, self.logboek)
        delen = [(van, min(van + _DEEL, tot)) for van in range(0, tot, _DEEL)]
        if self.processen == 1 or len(delen) == 1:
            yield from map(bereken, delen)
            return
        with ProcessPoolExecutor(self.processen, mp_context=get_context("spawn")) as werkers:
            yield from werkers.map(bereken, delen)

    def _houd_tegen(
        self,
        verbinding: Verbinding,
        naam: str,
        checkpoint: Checkpoint,
        berekend: _Berekend,
        uitkomst: Nagelopen,
    ) -> None:
        """Hold what was computed against one checkpoint, and look up the positions that differ."""
        if checkpoint.grootte == 0:
            return
        if berekend.wortel(checkpoint.grootte) == checkpoint.wortel:
            if checkpoint.kaart not in (None, berekend.kaart(checkpoint.grootte)):
                uitkomst.meld(naam, "telt de handelingen per casus anders dan zij in het grootboek staan.")
            return
        uitkomst.meld(naam, f"de eerste {checkpoint.grootte} bladen geven een andere wortel.")
        verzegeld = self._verzegelde_hashes(verbinding, checkpoint)
        if verzegeld is None:
            uitkomst.meld(naam, "welke posities is niet te zeggen: geen tegels passen bij dit checkpoint.")
            return
        for positie in berekend.anders(verzegeld):
            uitkomst.meld(f"positie {positie}", "is niet wat is verzegeld.")

    def _verzegelde_hashes(self, verbinding: Verbinding, checkpoint: Checkpoint) -> bytes | None:
        """Give the leaf hashes that were sealed: from the tiles or the tables, if they lead to this root."""
        lees = lezer(verbinding, self.logboek)
        for hashes in (
            lees_bladtegels(self.map_ / self.logboek.naam, checkpoint.grootte),
            b"".join(lees(0, 0, checkpoint.grootte)),
        ):
            if len(hashes) == HASHLENGTE * checkpoint.grootte and _wortel(hashes) == checkpoint.wortel:
                return hashes
        return None


def _vergelijk_hoofd(
    verbinding: Verbinding, logboek: Logboek, checkpoints: Mapping[str, Checkpoint], uitkomst: Nagelopen
) -> None:
    """Tell when the tables of the seal are behind what was signed."""
    hoofd = lees_hoofd(verbinding, logboek)
    grootte = 0 if hoofd is None else hoofd.grootte
    for naam, checkpoint in checkpoints.items():
        if grootte < checkpoint.grootte:
            uitkomst.meld(
                naam, f"noemt {checkpoint.grootte} bladen, de database heeft er {grootte} verzegeld."
            )


def _plaats(van: int, tot: int) -> str:
    return f"positie {van}" if van == tot else f"posities {van} tot en met {tot}"


def _wortel(hashes: bytes) -> bytes:
    bereik = Bereik()
    bereik.voeg_toe(_gesplitst(hashes))
    return bereik.wortel()


def _gesplitst(hashes: bytes) -> Iterator[bytes]:
    return (hashes[i : i + HASHLENGTE] for i in range(0, len(hashes), HASHLENGTE))


@dataclass(frozen=True)
class _Stuk:
    """A stretch of the log as one process computed it: position and leaf hash of each row, and its order."""

    posities: Sequence[int]
    hashes: Sequence[bytes]
    regels: Sequence[Regel]


def _bereken(conninfo: str, logboek: Logboek, deel: Posities) -> _Stuk:
    """Compute the leaves of the rows after the first up to the second position."""
    oorsprong = logboek.oorsprong.encode()
    with (
        driverfouten(),
        verbind(conninfo, naam="zicht loopt na", statement_timeout_ms=0) as verbinding,
        verbinding.cursor(binary=True) as cursor,
    ):
        rijen = cursor.execute(logboek.rijen, (*deel, None)).fetchall()
    return _Stuk(
        [rij[0] for rij in rijen],
        [bladhash(logboek.blad(oorsprong, rij)) for rij in rijen],
        [regel_van(rij) for rij in rijen] if logboek.met_kaart else [],
    )


class _Berekend:
    """Every leaf hash in order of position, and in which order the acts stand.

    `groottes` are the sizes at which somebody will ask how many acts each casus had.
    """

    def __init__(self, logboek: Logboek, groottes: Iterable[int]) -> None:
        self.orde = Orde(met_casussen=logboek.met_kaart)
        self._hashes = bytearray()
        self._standen: dict[bytes, tuple[int, int]] = {}
        self._grenzen = sorted(set(groottes), reverse=True)
        self._kaarten: dict[int, bytes] = {}

    def neem(self, stuk: _Stuk) -> None:
        """Take the next stretch."""
        for positie, hash_ in zip(stuk.posities, stuk.hashes, strict=True):
            if self.orde.plaats(positie):
                self._hashes += _NIETS * (positie - 1 - len(self._hashes) // HASHLENGTE)
                self._hashes += hash_
        for regel in stuk.regels:
            positie, casus, volgnummer, *_ = regel
            self._teken_kaarten(positie)
            self._standen[casus] = (volgnummer, positie)
            self.orde.neem(regel)

    def _teken_kaarten(self, positie: int | None = None) -> None:
        """Make the map of cases for every size that lies before this position, or for all that are left."""
        while self._grenzen and (positie is None or self._grenzen[-1] < positie):
            kaart = Kaart()
            kaart.werk_bij((UUID(bytes=casus), *stand) for casus, stand in self._standen.items())
            self._kaarten[self._grenzen.pop()] = kaart.wortel()

    def wortel(self, grootte: int) -> bytes:
        """Give the root over the first so many leaves; a row that is missing has a hash of zeros."""
        return _wortel(bytes(self._hashes[: HASHLENGTE * grootte]).ljust(HASHLENGTE * grootte, b"\0"))

    def kaart(self, grootte: int) -> bytes:
        """Give the root over how many acts each casus had at this size."""
        self._teken_kaarten()
        return self._kaarten[grootte]

    def anders(self, verzegeld: bytes) -> Iterator[int]:
        """Give the positions of rows whose leaf is not the one that was sealed; not those without a row."""
        for positie, hash_ in enumerate(_gesplitst(verzegeld), 1):
            plaats = HASHLENGTE * (positie - 1)
            gevonden = self._hashes[plaats : plaats + HASHLENGTE]
            if gevonden not in (hash_, _NIETS, b""):
                yield positie
