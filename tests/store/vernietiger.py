"""A process that erases a person and dies at the end of a step, by a signal that it cannot hear."""

import os
import signal
import sys
from pathlib import Path
from uuid import UUID

import ledger.vastleggen
from ledger.clock import Systeemklok
from ledger.gebeurtenis import lees_aanmelding
from ledger.store.append import Bijschrijver
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.kluis import Kluis, open_kluis
from ledger.values import Actor, Partij
from ledger.vastleggen import Vastlegger

WIE = Actor(
    medewerker="mw-1",
    organisatie=Partij(soort="veilig-thuis", id="midden-brabant"),
    rol="privacyfunctionaris",
)
ACT = """{"soort": "PersoonsgegevensVernietigd", "gebeurdOp": "2020-05-01T10:00:00Z",
          "gegevens": {"persoon": "p1", "grond": "bewaartermijn"}}"""


def sterf(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def sterf_na(plaats: object, naam: str) -> None:
    echt = getattr(plaats, naam)
    setattr(plaats, naam, lambda *argumenten: (echt(*argumenten), sterf()))


def main(conninfo: str, bestand: str, casus: str, stap: str) -> None:
    match stap:
        case "besloten":
            sterf_na(ledger.vastleggen, "decide")
        case "gecodeerd":
            sterf_na(Kluis, "codeer")
        case "verstuurd":
            Bijschrijver._roep_aan = sterf
        case "beantwoord":
            sterf_na(Bijschrijver, "_roep_aan")
    with open_pool(conninfo) as pool, open_kluis(conninfo, Sleutelbestand(Path(bestand))) as kluis:
        vastlegger = Vastlegger(LedgerRecorder(pool), kluis, Systeemklok())
        vastlegger.leg_vast(UUID(casus), lees_aanmelding(ACT), WIE)


if __name__ == "__main__":
    main(*sys.argv[1:])
