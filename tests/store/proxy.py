"""A door between client and server that can be slammed at a chosen moment."""

import contextlib
import random
import socket
import threading
from pathlib import Path
from typing import Literal

Storing = Literal["voor", "tijdens", "na", "zwijg"]


class Proxy:
    """Passes bytes on between a socket of its own and that of the server.

    `storing` says what happens to the next message of a client, once:
      voor     the connection is cut before the server gets it
      tijdens  the server gets it, and the connection is cut at once
      na       the server gets it and answers; the connection is cut before the client hears that
      zwijg    the server gets it; the client hears nothing any more, and the connection stays
    With a `keuze` set, each message is struck by one of the first three with a chance of `kans`.
    While `dicht` is set, new connections are refused; `storing_sluit` sets it with the next storing.
    """

    def __init__(self, plaats: Path, server: Path) -> None:
        self._server = str(server / ".s.PGSQL.5432")
        self.storing: Storing | None = None
        self.storing_sluit = False
        self.keuze: random.Random | None = None
        self.kans = 0.0
        self.storingen = 0
        self.dicht = threading.Event()
        self._slot = threading.Lock()
        self._luister = socket.socket(socket.AF_UNIX)
        self._luister.bind(str(plaats / ".s.PGSQL.5432"))
        self._luister.listen(64)
        self._draad = threading.Thread(target=self._ontvang)
        self._draad.start()

    def stop(self) -> None:
        sluit(self._luister)
        self._draad.join()

    def _ontvang(self) -> None:
        while True:
            try:
                client, _ = self._luister.accept()
            except OSError:
                return
            if self.dicht.is_set():
                sluit(client)
                continue
            server = socket.socket(socket.AF_UNIX)
            server.connect(self._server)
            stil, weg = threading.Event(), threading.Event()
            for doel in (self._heen, self._terug):
                threading.Thread(target=doel, args=(client, server, stil, weg), daemon=True).start()

    def _neem_storing(self) -> Storing | None:
        with self._slot:
            storing, self.storing = self.storing, None
            if self.keuze and self.keuze.random() < self.kans:
                storing = self.keuze.choice(["voor", "tijdens", "na"])
            if storing:
                self.storingen += 1
                if self.storing_sluit:
                    self.dicht.set()
            return storing

    def _heen(
        self, client: socket.socket, server: socket.socket, stil: threading.Event, weg: threading.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while bericht := client.recv(65536):
                storing = self._neem_storing()
                if storing == "voor":
                    break
                if storing == "na":
                    weg.set()
                if storing == "zwijg":
                    stil.set()
                server.sendall(bericht)
                if storing == "tijdens":
                    break
        sluit(client, server)

    def _terug(
        self, client: socket.socket, server: socket.socket, stil: threading.Event, weg: threading.Event
    ) -> None:
        with contextlib.suppress(OSError):
            while bericht := server.recv(65536):
                if weg.is_set():
                    break
                if not stil.is_set():
                    client.sendall(bericht)
        sluit(client, server)


def sluit(*sockets: socket.socket) -> None:
    for een in sockets:
        with contextlib.suppress(OSError):
            een.shutdown(socket.SHUT_RDWR)
        een.close()
