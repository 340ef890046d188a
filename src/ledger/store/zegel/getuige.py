"""A witness: somebody else who remembers the last head of a log, and signs only what adds to it.

What it saw last is compared and replaced under a lock and stored before the signature leaves: two runs at
once cannot sign two histories. What it refuses it keeps: a signed fork is proof against who signed it.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from ledger.store.zegel.fouten import Zegelfout
from ledger.store.zegel.uitgave import schrijf_bestand
from ledger.zegel.bewijs import Lezer, deelwortel, samenhangsbewijs
from ledger.zegel.boom import HASHLENGTE, OnjuistBewijs, controleer_samenhang
from ledger.zegel.checkpoint import Beleid, Checkpoint
from ledger.zegel.notitie import Notitie, OngeldigeNotitie, Sleutel, lees_notitie
from ledger.zegel.ondertekenaar import Ondertekenaar
from ledger.zegel.tegels import BREEDTE, Tegel

Bron = Callable[[str], bytes | None]
"""Gives a published file of the log by its path (`checkpoint`, `tile/0/000`), None when it is not there."""


class Geweigerd(Zegelfout):
    """The witness does not sign this checkpoint."""

    code = "getuige-weigert"


@dataclass(frozen=True)
class Getuige:
    """A witness with its own key, for the log of `logsleutel`; `staat` is the file in which it remembers."""

    ondertekenaar: Ondertekenaar
    logsleutel: Sleutel
    staat: Path

    def getuig(self, bron: Bron, tijd: int) -> Notitie:
        """Read the published checkpoint and cosign it at `tijd` (seconds since 1970), if it adds to the last.

        Gives the checkpoint with the signatures of the log and of this witness. Raises `Geweigerd`.
        """
        ruw = bron("checkpoint")
        if ruw is None:
            raise Geweigerd("Er is geen checkpoint.")
        beleid = Beleid((self.logsleutel,))
        try:
            nieuw, notitie = beleid.controleer(ruw), lees_notitie(ruw)
        except OngeldigeNotitie as fout:
            raise Geweigerd(f"Het checkpoint: {fout}.") from None
        with self._alleen():
            try:
                keur_groei(self._laatste(beleid), nieuw, tegellezer(bron, nieuw.grootte))
            except (OnjuistBewijs, LookupError) as fout:
                schrijf_bestand(self.staat.with_name(f"{self.staat.name}.geweigerd"), ruw)
                raise Geweigerd(f"Dit checkpoint van {nieuw.grootte} bladen: {fout}.") from None
            schrijf_bestand(self.staat, ruw)
        van_log = [h for h in notitie.handtekeningen if h in notitie.van(self.logsleutel)]
        return Notitie(notitie.tekst, (*van_log, self.ondertekenaar.medeonderteken(notitie.tekst, tijd)))

    def _laatste(self, beleid: Beleid) -> Checkpoint | None:
        try:
            return beleid.controleer(self.staat.read_bytes())
        except FileNotFoundError:
            return None
        except OngeldigeNotitie as fout:
            raise Geweigerd(f"Wat deze getuige bewaarde is onleesbaar: {fout}.") from None

    @contextmanager
    def _alleen(self) -> Iterator[None]:
        self.staat.parent.mkdir(parents=True, exist_ok=True)
        with self.staat.with_name(f".{self.staat.name}.slot").open("ab") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            yield


def keur_groei(vorige: Checkpoint | None, nieuw: Checkpoint, lees: Lezer) -> None:
    """Refuse what does not add to what was seen before; raises `OnjuistBewijs`, LookupError for no tiles.

    The first time there is nothing to compare with: then the tiles have to lead to the root.
    """
    if vorige is None or vorige.grootte == 0:
        if deelwortel((0, nieuw.grootte), lees) != nieuw.wortel:
            raise OnjuistBewijs("de tegels leiden naar een andere wortel")
        return
    pad: Sequence[bytes] = ()
    if nieuw.grootte > vorige.grootte:
        pad = samenhangsbewijs(vorige.grootte, nieuw.grootte, lees)
    controleer_samenhang(
        vorige.grootte, nieuw.grootte, pad, eerste_wortel=vorige.wortel, tweede_wortel=nieuw.wortel
    )
    if vorige.grootte == nieuw.grootte and vorige != nieuw:
        raise OnjuistBewijs("even groot, maar een andere telling per casus")


def tegellezer(bron: Bron, grootte: int) -> Lezer:
    """Read the hashes of a log of this size from its published tiles."""
    gelezen: dict[tuple[int, int], bytes] = {}

    def tegel(niveau: int, nummer: int) -> bytes:
        if (niveau, nummer) not in gelezen:
            breedte = min(BREEDTE, (grootte >> (8 * niveau)) - nummer * BREEDTE)
            ruw = bron(Tegel(niveau, nummer, breedte).pad)
            if ruw is None and breedte < BREEDTE:
                ruw = bron(Tegel(niveau, nummer, BREEDTE).pad)  # it was filled meanwhile
            if ruw is None:
                raise LookupError(f"tegel {nummer} van niveau {niveau} ontbreekt")
            gelezen[niveau, nummer] = ruw
        return gelezen[niveau, nummer]

    def lees(niveau: int, van: int, tot: int) -> Sequence[bytes]:
        hashes = []
        for plaats in range(van, tot):
            nummer, in_tegel = divmod(plaats, BREEDTE)
            hash_ = tegel(niveau, nummer)[HASHLENGTE * in_tegel : HASHLENGTE * (in_tegel + 1)]
            hashes.append(hash_)
        return hashes

    return lees
