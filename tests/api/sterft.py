"""`zicht`, in a process that kills itself around the first line of the read log: STERFT is `voor` or `na`."""

import os
import signal

from api.cli import main
from ledger.store.inzage.schrijven import Inzagelogboek

echt = Inzagelogboek.leg_vast_samen


def sterf(self, regels):
    if os.environ["STERFT"] == "na":
        echt(self, regels)
    os.kill(os.getpid(), signal.SIGKILL)


Inzagelogboek.leg_vast_samen = sterf
main()
