"""How many acts each casus has: one hash over all of them, in every checkpoint.

A proof of inclusion shows that an act is in the log; it cannot show that no later act of the same casus is
kept back. So a checkpoint also commits to the last volgnummer of every casus, with its positie. The cases are
divided over 65,536 compartments (vakken) by a hash of their id; a compartment holds its cases in order, and
the compartments are the leaves of a Merkle tree of their own. Who knows the id of a casus can check its
compartment; of the others he sees hashes.

Whoever has the whole log computes the same root from it, so a checkpoint that leaves an act out of this
count is found, and carries the signature of who made it.
"""

from __future__ import annotations

import hashlib
import struct
from collections.abc import Iterable, Sequence
from uuid import UUID

from ledger.zegel.boom import OnjuistBewijs, bladhash, controleer_insluiting, knoophash

HOOGTE = 16
VAKKEN = 1 << HOOGTE
_CASUSVORM = b"zicht-casus/1\x00"
_REGEL = struct.Struct(">32sqq")  # hash of the casus, last volgnummer, its positie

Stand = tuple[int, int]
"""The last volgnummer of a casus, and its positie."""


def casushash(casus: UUID) -> bytes:
    """Give the hash that stands for a casus."""
    return hashlib.sha256(_CASUSVORM + casus.bytes).digest()


def vak_van(sleutel: bytes) -> int:
    """Give the number of the compartment of a casus, by its hash."""
    return int.from_bytes(sleutel[:2], "big")


def stand_uit_vak(inhoud: bytes, casus: UUID) -> Stand | None:
    """Give how far a casus is by the contents of its compartment, None when it is not there.

    Raises `OnjuistBewijs` when they are not in order: then a casus might be in it twice.
    """
    if len(inhoud) % _REGEL.size:
        raise OnjuistBewijs("het vak van de casus heeft geen hele regels")
    regels = list(_REGEL.iter_unpack(inhoud))
    sleutels = [regel[0] for regel in regels]
    if sleutels != sorted(set(sleutels)):
        raise OnjuistBewijs("het vak van de casus staat niet op volgorde")
    gezocht = casushash(casus)
    gevonden = [(volgnummer, positie) for sleutel, volgnummer, positie in regels if sleutel == gezocht]
    return gevonden[0] if gevonden else None


def controleer_stand(casus: UUID, inhoud: bytes, pad: Sequence[bytes], wortel: bytes) -> Stand | None:
    """Give how far a casus is, if its compartment is in the tree with this root; raises `OnjuistBewijs`."""
    controleer_insluiting(bladhash(inhoud), vak_van(casushash(casus)), VAKKEN, pad, wortel)
    return stand_uit_vak(inhoud, casus)


class Kaart:
    """How far every casus is, and the root over it; takes acts in order of positie."""

    def __init__(self) -> None:
        self._vakken: dict[int, dict[bytes, bytes]] = {}
        self._gewijzigd: set[int] = set()
        leeg = bladhash(b"")
        self._leeg: list[bytes] = []
        for _ in range(HOOGTE + 1):
            self._leeg.append(leeg)
            leeg = knoophash(leeg, leeg)
        # sparse: a node that is not here is that of nothing
        self._knopen: list[dict[int, bytes]] = [{} for _ in range(HOOGTE + 1)]

    def werk_bij(self, standen: Iterable[tuple[UUID, int, int]]) -> None:
        """Take acts: casus, volgnummer, positie; of one casus the last counts."""
        for casus, stand in {casus: stand for casus, *stand in standen}.items():
            sleutel = casushash(casus)
            vak = vak_van(sleutel)
            self._vakken.setdefault(vak, {})[sleutel] = _REGEL.pack(sleutel, *stand)
            self._gewijzigd.add(vak)

    def vak(self, casus: UUID) -> bytes:
        """Give the contents of the compartment of a casus."""
        return self._inhoud(vak_van(casushash(casus)))

    def pad(self, casus: UUID) -> list[bytes]:
        """Give the proof that the compartment of a casus is in the tree."""
        self.wortel()
        plaats, pad = vak_van(casushash(casus)), []
        for hoogte in range(HOOGTE):
            pad.append(self._knoop(hoogte, plaats ^ 1))
            plaats >>= 1
        return pad

    def wortel(self) -> bytes:
        """Give the root over all cases."""
        for vak in self._gewijzigd:
            self._knopen[0][vak] = bladhash(self._inhoud(vak))
        plaatsen, self._gewijzigd = self._gewijzigd, set()
        for hoogte in range(HOOGTE):
            plaatsen = {plaats >> 1 for plaats in plaatsen}
            for plaats in plaatsen:
                links, rechts = self._knoop(hoogte, 2 * plaats), self._knoop(hoogte, 2 * plaats + 1)
                self._knopen[hoogte + 1][plaats] = knoophash(links, rechts)
        return self._knoop(HOOGTE, 0)

    def _inhoud(self, vak: int) -> bytes:
        return b"".join([regel for _, regel in sorted(self._vakken.get(vak, {}).items())])

    def _knoop(self, hoogte: int, plaats: int) -> bytes:
        return self._knopen[hoogte].get(plaats, self._leeg[hoogte])
