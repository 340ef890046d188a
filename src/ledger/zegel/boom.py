"""The Merkle tree of RFC 9162 (certificate transparency 2.0), SHA-256: hashes, and the checking of proofs.

A leaf and a node are hashed with different first bytes, so that nobody can pass off the one as the other. A
tree of size 0 is refused wherever something has to be proven: it says nothing about any log.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

LEEG = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""

HASHLENGTE = 32


class OnjuistBewijs(Exception):
    """A proof does not prove what it should; the text says in Dutch why not."""


def bladhash(inhoud: bytes) -> bytes:
    """Hash the contents of a leaf (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x00" + inhoud).digest()


def knoophash(links: bytes, rechts: bytes) -> bytes:
    """Hash two subtrees into one (RFC 9162, 2.1.1)."""
    return hashlib.sha256(b"\x01" + links + rechts).digest()


def wortel_uit_insluiting(blad: bytes, index: int, grootte: int, pad: Sequence[bytes]) -> bytes:
    """Give the root that leaf hash `blad` at `index` (from 0) and its path lead to (RFC 9162, 2.1.3.2).

    Raises `OnjuistBewijs` when the path cannot belong to that place in a tree of that size.
    """
    if not 0 <= index < grootte:
        raise OnjuistBewijs(f"plaats {index} bestaat niet in een boom van {grootte}")
    if any(len(stap) != HASHLENGTE for stap in (blad, *pad)):
        raise OnjuistBewijs("een hash heeft niet de lengte van SHA-256")
    plaats, laatste, wortel = index, grootte - 1, blad
    for stap in pad:
        if laatste == 0:
            raise OnjuistBewijs("het bewijs is te lang")
        if plaats & 1 or plaats == laatste:
            wortel = knoophash(stap, wortel)
            while not plaats & 1 and plaats:
                plaats, laatste = plaats >> 1, laatste >> 1
        else:
            wortel = knoophash(wortel, stap)
        plaats, laatste = plaats >> 1, laatste >> 1
    if laatste != 0:
        raise OnjuistBewijs("het bewijs is te kort")
    return wortel


def controleer_insluiting(blad: bytes, index: int, grootte: int, pad: Sequence[bytes], wortel: bytes) -> None:
    """Check that leaf hash `blad` stands at `index` in the tree with this root; raises `OnjuistBewijs`."""
    if wortel_uit_insluiting(blad, index, grootte, pad) != wortel:
        raise OnjuistBewijs("het bewijs leidt naar een andere wortel")


def controleer_samenhang(
    eerste: int, tweede: int, pad: Sequence[bytes], *, eerste_wortel: bytes, tweede_wortel: bytes
) -> None:
    """Check that the second tree only adds to the first (RFC 9162, 2.1.4.2); raises `OnjuistBewijs`."""
    if eerste < 1:
        raise OnjuistBewijs("een boom van 0 bewijst niets")
    if tweede < eerste:
        raise OnjuistBewijs(f"de boom kromp van {eerste} naar {tweede}")
    if eerste == tweede:
        if pad:
            raise OnjuistBewijs("het bewijs is te lang")
        if eerste_wortel != tweede_wortel:
            raise OnjuistBewijs("even groot, maar een andere wortel")
        return
    if not pad:
        raise OnjuistBewijs("het bewijs is te kort")
    if any(len(stap) != HASHLENGTE for stap in (*pad, eerste_wortel, tweede_wortel)):
        raise OnjuistBewijs("een hash heeft niet de lengte van SHA-256")
    oud, nieuw = _wortels_uit_samenhang(eerste, tweede, pad, eerste_wortel)
    if oud != eerste_wortel:
        raise OnjuistBewijs("het bewijs past niet bij de eerste wortel")
    if nieuw != tweede_wortel:
        raise OnjuistBewijs("het bewijs past niet bij de tweede wortel")


def _wortels_uit_samenhang(
    eerste: int, tweede: int, pad: Sequence[bytes], eerste_wortel: bytes
) -> tuple[bytes, bytes]:
    stappen = [eerste_wortel, *pad] if eerste & (eerste - 1) == 0 else list(pad)
    plaats, laatste = eerste - 1, tweede - 1
    while plaats & 1:
        plaats, laatste = plaats >> 1, laatste >> 1
    oud = nieuw = stappen[0]
    for stap in stappen[1:]:
        if laatste == 0:
            raise OnjuistBewijs("het bewijs is te lang")
        if plaats & 1 or plaats == laatste:
            oud, nieuw = knoophash(stap, oud), knoophash(stap, nieuw)
            while not plaats & 1 and plaats:
                plaats, laatste = plaats >> 1, laatste >> 1
        else:
            nieuw = knoophash(nieuw, stap)
        plaats, laatste = plaats >> 1, laatste >> 1
    if laatste != 0:
        raise OnjuistBewijs("het bewijs is te kort")
    return oud, nieuw
