"""A sealer that is killed right after a step: CONNINFO MAP STAP NAAM-VAN-DE-STAP KEER."""

import os
import signal
import sys
from pathlib import Path

from tests.zegel.opzet import OORSPRONG, SLEUTEL

from ledger.store.zegel.logboek import grootboek
from ledger.store.zegel.zegelaar import Zegelaar


def main(conninfo: str, map_: str, stap: str) -> None:
    def gedaan(naam: str) -> None:
        if naam == stap:
            os.kill(os.getpid(), signal.SIGKILL)

    Zegelaar(conninfo, grootboek(OORSPRONG), SLEUTEL, Path(map_), stap=gedaan).eenmaal()


if __name__ == "__main__":
    main(*sys.argv[1:])
