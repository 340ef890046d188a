"""A log with acts, its key and its folder, for the tests of the seal."""

from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

from tests.conftest import onderhoud
from tests.store.bouw import toevoeging

from ledger.store.recorder import LedgerRecorder
from ledger.store.sleutels.kluis import Kluis
from ledger.store.zegel.logboek import Logboek, grootboek
from ledger.store.zegel.zegelaar import Zegelaar
from ledger.zegel.checkpoint import Beleid, Checkpoint
from ledger.zegel.ondertekenaar import Ondertekenaar

OORSPRONG = "zicht.example/grootboek"
SLEUTEL = Ondertekenaar.uit_zaad(OORSPRONG, b"z" * 32)
BELEID = Beleid((SLEUTEL.sleutel,))


@dataclass
class Opzet:
    """One log: `app` is the conninfo of the application, `eigenaar` that of a superuser."""

    app: str
    eigenaar: str
    map: Path
    recorder: LedgerRecorder
    kluis: Kluis | None = None
    sleutel: Ondertekenaar = SLEUTEL

    @property
    def logboek(self) -> Logboek:
        return grootboek(OORSPRONG)

    @property
    def checkpointbestand(self) -> Path:
        return self.map / "grootboek" / "checkpoint"

    def zegelaar(self, **anders) -> Zegelaar:
        return Zegelaar(self.app, self.logboek, self.sleutel, self.map, **anders)

    def verzegel(self) -> Checkpoint:
        """Seal all there is and give the published checkpoint, checked with the key."""
        self.zegelaar().eenmaal()
        return self.gepubliceerd()

    def gepubliceerd(self) -> Checkpoint:
        return BELEID.controleer(self.checkpointbestand.read_bytes())

    def schrijf(self, casussen: int = 3, acten: int = 4) -> list[UUID]:
        """Write acts of several cases, one from each in turn; give the cases."""
        nieuw = [uuid4() for _ in range(casussen)]
        for volgnummer in range(1, acten + 1):
            for casus in nieuw:
                self.recorder.voeg_toe(toevoeging(casus, volgnummer))
        return nieuw

    def sql(self, opdracht: str, *waarden: object) -> list[tuple]:
        """Do something as superuser, with the triggers that hold others back out of the way."""
        with onderhoud(self.eigenaar) as verbinding:
            verbinding.execute("SET session_replication_role = replica")
            klaar = verbinding.execute(opdracht, waarden)
            return klaar.fetchall() if klaar.description else []
