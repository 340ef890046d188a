"""What is published of a log: a folder with its checkpoint and its tiles, outside the database.

A file is there whole or not at all, and stays there when the power goes: written beside its place, synced,
renamed, and the folder synced. Tiles come before the checkpoint that needs them. A checkpoint is only ever
replaced by one that adds to it; whatever the database says, what was published stands.
"""

from __future__ import annotations

import fcntl
import os
import shutil
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from ledger.store.zegel.fouten import LogboekGewijzigd, LogboekTeruggezet, UitgaveOnleesbaar
from ledger.zegel.bewijs import Lezer, deelwortel
from ledger.zegel.boom import HASHLENGTE
from ledger.zegel.checkpoint import Checkpoint, getuigd_op, lees_checkpoint
from ledger.zegel.notitie import Handtekening, Notitie, OngeldigeNotitie, Sleutel, lees_notitie
from ledger.zegel.ondertekenaar import Ondertekenaar
from ledger.zegel.tegels import BREEDTE, Tegel, tegels

Stap = Callable[[str], None]
"""Called with the name of each step that was just done, for whoever wants to see them."""


def schrijf_bestand(bestand: Path, inhoud: bytes) -> None:
    """Put a file in its place, whole and durable, whatever was there."""
    bestand.parent.mkdir(parents=True, exist_ok=True)
    eigen = bestand.with_name(f".{bestand.name}.{os.getpid()}")
    with eigen.open("wb") as uit:
        uit.write(inhoud)
        uit.flush()
        os.fsync(uit.fileno())
    eigen.rename(bestand)
    _sync_map(bestand.parent)


def _sync_map(map_: Path) -> None:
    beschrijving = os.open(map_, os.O_RDONLY)
    try:
        os.fsync(beschrijving)
    finally:
        os.close(beschrijving)


def lees_bladtegels(map_: Path, grootte: int) -> bytes:
    """Read the leaf hashes of a log of this size from its tiles; shorter where a tile is missing."""
    hashes = bytearray()
    for van in range(0, grootte, BREEDTE):
        breedte = min(BREEDTE, grootte - van)
        vol = map_ / Tegel(0, van // BREEDTE, BREEDTE).pad
        delen = vol.with_name(f"{vol.name}.p")
        breedtes = sorted(int(deel.name) for deel in delen.glob("[0-9]*")) if delen.is_dir() else []
        # a larger tile begins with the same hashes
        kandidaten = [vol, *(delen / str(een) for een in breedtes if een >= breedte)]
        gevonden = next((kandidaat for kandidaat in kandidaten if kandidaat.is_file()), None)
        if gevonden is None:
            break
        hashes += gevonden.read_bytes()[: HASHLENGTE * breedte]
    return bytes(hashes)


class Uitgave:
    """The folder of one log; made when something is published."""

    def __init__(self, map_: Path) -> None:
        self._map = map_

    @property
    def bestand(self) -> Path:
        """Where the checkpoint is."""
        return self._map / "checkpoint"

    @property
    def sleutelbestand(self) -> Path:
        """Where the public key is, for who makes a bundle; whom to trust is told along another way."""
        return self._map / "sleutel"

    def lees(self) -> bytes | None:
        """Read the published checkpoint, None when there is none."""
        try:
            return self.bestand.read_bytes()
        except FileNotFoundError:
            return None

    def tegel(self, pad: str) -> bytes | None:
        """Read a tile by its path below `tile`, None when it is not there."""
        try:
            return (self._map / "tile" / pad).read_bytes()
        except (FileNotFoundError, IsADirectoryError, NotADirectoryError):
            return None

    def gepubliceerd(self, sleutel: Sleutel) -> tuple[Notitie, Checkpoint] | None:
        """Read the published checkpoint, if this key signed it; raises `UitgaveOnleesbaar`."""
        ruw = self.lees()
        if ruw is None:
            return None
        try:
            notitie = lees_notitie(ruw)
            checkpoint = lees_checkpoint(notitie.tekst)
            van_ons = notitie.geldig_van([sleutel])
        except OngeldigeNotitie as fout:
            raise UitgaveOnleesbaar(f"{self.bestand}: {fout}.") from None
        if not van_ons:
            raise UitgaveOnleesbaar(f"{self.bestand}: niet ondertekend door {sleutel.naam}.")
        return notitie, checkpoint

    def publiceer(
        self, hoofd: Checkpoint, ondertekenaar: Ondertekenaar, lees: Lezer, stap: Stap = lambda _: None
    ) -> Notitie:
        """Sign the head that was committed and publish it with its tiles; give what stands there now.

        Raises `LogboekTeruggezet` or `LogboekGewijzigd` when it does not add to what was published.
        """
        with self._alleen():
            eerder = self.gepubliceerd(ondertekenaar.sleutel)
            was = 0
            if eerder is not None:
                notitie, checkpoint = eerder
                _past(checkpoint, hoofd, lees)
                if checkpoint == hoofd:
                    return notitie
                was = checkpoint.grootte
            if not self.sleutelbestand.exists():
                schrijf_bestand(self.sleutelbestand, f"{ondertekenaar.sleutel}\n".encode())
            notitie = ondertekenaar.onderteken_checkpoint(hoofd)
            stap("ondertekend")
            for tegel in tegels(was, hoofd.grootte):
                self._schrijf_tegel(tegel, lees)
            stap("tegels geschreven")
            schrijf_bestand(self.bestand, str(notitie).encode())
            stap("gepubliceerd")
        return notitie

    def verzamel(self, getuigen: Sequence[Sleutel]) -> int:
        """Put what these witnesses cosigned below the published checkpoint; give how many were new.

        They leave it in the folder `getuigen`. Whatever is not of a known witness, about this checkpoint and
        right, is passed over.
        """
        aangeboden = [handtekening for bestand in self._aangeboden() for handtekening in bestand]
        with self._alleen():
            ruw = self.lees()
            if ruw is None or not aangeboden:
                return 0
            notitie = lees_notitie(ruw)
            nieuw: list[Handtekening] = []
            for getuige in getuigen:
                if notitie.van(getuige):
                    continue
                eigen = [h for h in aangeboden if _is_van(getuige, Notitie(notitie.tekst, (h,)))]
                nieuw += eigen[:1]
            if nieuw:
                geheel = Notitie(notitie.tekst, (*notitie.handtekeningen, *nieuw))
                schrijf_bestand(self.bestand, str(geheel).encode())
        return len(nieuw)

    def _aangeboden(self) -> Iterator[Sequence[Handtekening]]:
        for bestand in sorted((self._map / "getuigen").glob("[!.]*")):
            try:
                yield lees_notitie(bestand.read_bytes()).handtekeningen
            except (OSError, OngeldigeNotitie):
                continue

    def _schrijf_tegel(self, tegel: Tegel, lees: Lezer) -> None:
        van = tegel.nummer * BREEDTE
        hashes = lees(tegel.niveau, van, van + tegel.breedte)
        if len(hashes) != tegel.breedte:
            raise LogboekGewijzigd(van + tegel.breedte)
        bestand = self._map / tegel.pad
        schrijf_bestand(bestand, b"".join(hashes))
        if tegel.breedte == BREEDTE:
            shutil.rmtree(bestand.with_name(f"{bestand.name}.p"), ignore_errors=True)

    @contextmanager
    def _alleen(self) -> Iterator[None]:
        # Held while reading and replacing: a sealer that was held up must not put an older one back.
        self._map.mkdir(parents=True, exist_ok=True)
        with (self._map / ".slot").open("ab") as slot:
            fcntl.flock(slot, fcntl.LOCK_EX)
            yield


def _is_van(getuige: Sleutel, notitie: Notitie) -> bool:
    try:
        return getuigd_op(notitie, getuige) is not None
    except OngeldigeNotitie:
        return False


def _past(eerder: Checkpoint, hoofd: Checkpoint, lees: Lezer) -> None:
    """Refuse a head that does not add to the checkpoint that was published."""
    if eerder.oorsprong != hoofd.oorsprong:
        raise UitgaveOnleesbaar(f"Het gepubliceerde checkpoint is van {eerder.oorsprong}.")
    if eerder.grootte > hoofd.grootte:
        raise LogboekTeruggezet(eerder.grootte, hoofd.grootte)
    try:
        wortel = deelwortel((0, eerder.grootte), lees)
        gelijk = deelwortel((0, hoofd.grootte), lees) == hoofd.wortel
    except LookupError:
        raise LogboekGewijzigd(eerder.grootte) from None
    if wortel != eerder.wortel or not gelijk or (eerder.grootte == hoofd.grootte and eerder != hoofd):
        raise LogboekGewijzigd(eerder.grootte)
