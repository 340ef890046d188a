"""Keys for tests: real ones, of a vault on a test database, or just a handful for what is pure."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID, uuid4

from ledger.casus import Casus
from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import codeer
from ledger.store.envelop import Datasleutel
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.kluis import Kluis, open_kluis
from ledger.vertrouwelijk import verdeel


def verzegeld(gebeurtenis: Gebeurtenis, regio: str) -> tuple[OpgeslagenGebeurtenis, Mapping[UUID, bytes]]:
    """What is stored of an act that stands alone, with new keys, and those keys."""
    verdeeld = verdeel(Casus(gebeurtenis.casus), gebeurtenis)
    sleutels = {naam: Datasleutel(uuid4(), os.urandom(32)) for naam in verdeeld}
    geheimen = {sleutel.id: sleutel.geheim for sleutel in sleutels.values()}
    return codeer(gebeurtenis, regio, verdeeld, sleutels), geheimen


def nieuw_sleutelbestand(plaats: Path) -> Sleutelbestand:
    """A key file with one master key."""
    bestand = Sleutelbestand(plaats / "hoofdsleutels")
    bestand.maak()
    return bestand


@contextmanager
def nieuwe_kluis(conninfo: str, plaats: Path) -> Iterator[Kluis]:
    """A vault on a database without keys, with a key file of its own."""
    with open_kluis(conninfo, nieuw_sleutelbestand(plaats)) as kluis:
        yield kluis
