"""What goes on beside the requests: keeping the read model up to date, and sealing.

`zicht serve` does it in a process of its own (`Achtergrondproces`), which shares no interpreter lock with the
requests. It ends when its standard input does: then it was told to stop, or who started it is gone. On its
standard output it tells, a line of JSON each time that changes, why it does not seal.
"""

from __future__ import annotations

import gc
import json
import logging
import os
import signal
import subprocess
import sys
import time
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from contextlib import ExitStack, suppress
from io import FileIO
from logging.config import dictConfig
from threading import Event, Lock, Thread
from typing import Any, Self

from pydantic import SecretStr

from api.afspraken import gebruik_eigen_afspraken
from ledger.settings import Instellingen, OngeldigeInstellingen
from ledger.store.achtergrond import RUST_S, Achtergrondwerk
from ledger.store.zegel.instellen import zegelaars_van
from projections.leesmodel.volger import Volger

_log = logging.getLogger("zicht.achtergrond")

STAAT_STIL = "achtergrond-staat-stil"
"""Why nothing is sealed while the process is not there."""

_BLIK_S = 0.2  # how often the process looks how its work is
_BEGINTIJD_S = 15.0  # how long a server waits for it when it starts
_GENADE_S = 10.0  # how long it gets to end
_GEZOND_S = 60.0  # who lived so long is started again at once


class Achtergrond(ABC):
    """The work beside the requests, from `with` on until its end."""

    @property
    @abstractmethod
    def fouten(self) -> Sequence[str]:
        """Why something is not sealed, as stable codes; empty when all is well."""

    @abstractmethod
    def __enter__(self) -> Self:
        """Begin; raises `SleutelbestandOngeldig`."""

    @abstractmethod
    def __exit__(self, *_: object) -> None:
        """Stop after the transactions at hand."""

    @abstractmethod
    def wacht_op_begin(self) -> None:
        """Wait until it has begun, for as long as that is reasonable."""


class Meedraaiend(Achtergrond):
    """In threads of this process."""

    def __init__(self, instellingen: Instellingen) -> None:
        conninfo = _conninfo(instellingen)
        self._zegelaars = zegelaars_van(conninfo, instellingen)
        self._werk: Sequence[Achtergrondwerk] = [Volger(conninfo), *self._zegelaars]
        self._stapel = ExitStack()

    @property
    def fouten(self) -> Sequence[str]:
        """Why a sealer does not seal."""
        return [zegelaar.fout for zegelaar in self._zegelaars if zegelaar.fout]

    @property
    def leeft(self) -> bool:
        """Whether every thread is still there."""
        return all(werk.leeft for werk in self._werk)

    def __enter__(self) -> Self:
        for werk in self._werk:
            self._stapel.enter_context(werk)
        return self

    def __exit__(self, *_: object) -> None:
        self._stapel.close()

    def wacht_op_begin(self) -> None:
        """Return at once: it begins within `with`."""


class Achtergrondproces(Achtergrond):
    """In a process of its own, started again when it ends; `log` is a configuration for `logging`."""

    def __init__(self, instellingen: Instellingen, log: Mapping[str, Any]) -> None:
        self._instellingen = instellingen
        self._opdracht = _als_regel(instellingen, log)
        self._gestopt = Event()
        self._begonnen = Event()
        self._slot = Lock()
        self._proces: subprocess.Popen[bytes] | None = None
        self._wacht = Thread(target=self._bewaak, name="zicht bewaakt", daemon=True)
        self._verteld: Sequence[str] = []

    @property
    def fouten(self) -> Sequence[str]:
        """What the process told last; `STAAT_STIL` while there is none."""
        return self._verteld

    @property
    def pid(self) -> int | None:
        """The id of the process that works now."""
        return None if self._proces is None else self._proces.pid

    def __enter__(self) -> Self:
        # what a person has to repair is told by who starts, and not by a process that starts again and again
        zegelaars_van(_conninfo(self._instellingen), self._instellingen)
        self._wacht.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._gestopt.set()
        with self._slot:
            if self._proces is not None:
                _laat_stoppen(self._proces)
        self._wacht.join()

    def wacht_op_begin(self) -> None:
        """Wait until the process told how its work is, for the first time."""
        if not self._begonnen.wait(_BEGINTIJD_S):
            _log.warning("het achtergrondproces is er nog niet")

    def _bewaak(self) -> None:
        mislukt = 0
        while not self._gestopt.is_set():
            begin = time.monotonic()
            hoe = self._een_leven()
            if self._gestopt.is_set():
                return
            mislukt = 0 if time.monotonic() - begin > _GEZOND_S else mislukt + 1
            _log.error("het achtergrondproces eindigde (%s) en wordt opnieuw gestart", hoe)
            self._gestopt.wait(RUST_S[min(mislukt, len(RUST_S) - 1)])

    def _een_leven(self) -> str:
        """Start the process and listen until it ends; tell how it did."""
        try:
            with self._slot:
                if self._gestopt.is_set():
                    return "gestopt"
                proces = self._proces = _begin(self._opdracht)
            with proces:
                for regel in proces.stdout or ():
                    self._verteld = json.loads(regel)
                    self._begonnen.set()
        except OSError as fout:
            return f"starten lukte niet: {fout.strerror}"
        finally:
            self._verteld = [STAAT_STIL] if self._instellingen.verzegelt else []
        return f"code {proces.returncode}"


def _begin(opdracht: bytes) -> subprocess.Popen[bytes]:
    proces = subprocess.Popen(  # noqa: S603 — this program, our own arguments
        [sys.executable, "-P", "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    if proces.stdin is not None:
        # one that ended before it listened is seen by who waits for what it tells
        with suppress(BrokenPipeError):
            proces.stdin.write(opdracht)
            proces.stdin.flush()
    return proces


def _laat_stoppen(proces: subprocess.Popen[bytes]) -> None:
    if proces.stdin is not None:
        proces.stdin.close()
    try:
        proces.wait(_GENADE_S)
    except subprocess.TimeoutExpired:
        proces.kill()


def _conninfo(instellingen: Instellingen) -> str:
    if instellingen.database_url is None:
        raise OngeldigeInstellingen("ZICHT_DATABASE_URL is verplicht.")
    return instellingen.database_url.get_secret_value()


def _als_regel(instellingen: Instellingen, log: Mapping[str, Any]) -> bytes:
    """Write settings, secrets included, as one line for the process: not in its arguments or environment."""
    velden = {
        naam: waarde.get_secret_value() if isinstance(waarde, SecretStr) else waarde
        for naam, waarde in instellingen.model_dump().items()
    }
    return json.dumps({"instellingen": velden, "log": log}, default=str).encode() + b"\n"


def main() -> int:
    """Work until standard input ends; answers 1 when a part of the work ended by itself."""
    # a signal for the whole group is for the server, which lets us stop when the requests are done
    for nummer in (signal.SIGINT, signal.SIGTERM):
        signal.signal(nummer, signal.SIG_IGN)
    invoer = FileIO(sys.stdin.fileno(), closefd=False)
    opdracht = json.loads(invoer.readline())
    dictConfig(opdracht["log"])
    instellingen = Instellingen(**opdracht["instellingen"])
    gebruik_eigen_afspraken(instellingen.afspraken_map)
    gestopt = Event()
    Thread(target=_wacht_op_einde, args=[invoer, gestopt], daemon=True).start()
    gc.freeze()  # what was loaded stays: to look through the rest is short, and nothing waits for it long
    with Meedraaiend(instellingen) as werk:
        return _vertel(werk, gestopt)


def _wacht_op_einde(invoer: FileIO, gestopt: Event) -> None:
    invoer.read()
    gestopt.set()


def _vertel(werk: Meedraaiend, gestopt: Event) -> int:
    verteld: Sequence[str] | None = None
    while not gestopt.is_set():
        if not werk.leeft:
            return 1
        if (fouten := werk.fouten) != verteld:
            try:
                os.write(sys.stdout.fileno(), json.dumps(fouten).encode() + b"\n")
            except BrokenPipeError:
                return 0  # nobody listens any more
            verteld = fouten
        gestopt.wait(_BLIK_S)
    return 0


if __name__ == "__main__":
    sys.exit(main())
