"""A process that writes as fast as it can, and says what was acknowledged as soon as it is.

Arguments: CONNINFO DRADEN AANTAL VERSLAG. Each thread writes AANTAL appends (0: until killed), a new casus
after every eight. In VERSLAG stands a line per acknowledgement: opdracht, positie of the first, number of
acts.
"""

import os
import random
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from uuid import uuid4

from tests.store.bouw import toevoeging

from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Vastgelegd


def main(conninfo: str, draden: int, aantal: int, verslag: str) -> None:
    uit = os.open(verslag, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    with open_pool(conninfo, maximaal=2) as pool:
        recorder = LedgerRecorder(pool)

        def schrijf(zaad: int) -> None:
            keuze = random.Random(zaad)  # noqa: S311 — nothing secret about it
            casus, volgende = uuid4(), 1
            for nummer in range(aantal) if aantal else count():
                if nummer % 8 == 0:
                    casus, volgende = uuid4(), 1
                append = toevoeging(casus, volgende, aantal=keuze.randint(1, 3))
                uitkomst = recorder.voeg_toe(append)
                assert isinstance(uitkomst, Vastgelegd), uitkomst
                volgende += len(uitkomst.posities)
                # One write, so that a kill leaves whole lines.
                os.write(uit, f"{append.opdracht} {uitkomst.posities[0]} {len(uitkomst.posities)}\n".encode())

        with ThreadPoolExecutor(draden) as werkers:
            list(werkers.map(schrijf, range(draden)))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4])
