"""POST and GET over HTTP with a token, against bare FastAPI endpoints, with sixteen clients.

A server process each; ours follows and seals in a process beside it. Of a bare question that waits until it
is on record it is only told what it does: that is what the durable line costs by itself.
"""

import itertools
import json
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection, HTTPResponse, RemoteDisconnected
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self
from urllib.parse import urlsplit
from uuid import UUID

import psycopg
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.lezen import CASUSSEN, GENERATIE, Vragen
from tests.benchmarks.omgeving import CONTACT, MELDING, VT, acten, server, vul

from ledger.store.embedded import IngebouwdeServer
from projections.leesmodel import vragen_sql
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.kennis import soort_bekend
from projections.leesmodel.tabellen import voor_generatie

_WERKERS = 16
_ZICHT = Path(sys.executable).with_name("zicht")
_ACTEN_PER_CASUS = 30
_WACHT_S = 60


class Klant:
    """One client with a connection that stays open."""

    def __init__(self, adres: str, koppen: dict[str, str]) -> None:
        deel = urlsplit(adres)
        self._verbinding = HTTPConnection(deel.hostname or "", deel.port, timeout=_WACHT_S)
        self._koppen = {"Content-Type": "application/json", **koppen}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._verbinding.close()

    def vraag(self, wijze: str, pad: str, inhoud: object = None) -> Any:
        """Send a request and give what is answered; raises `AssertionError` for anything but success."""
        lichaam = None if inhoud is None else json.dumps(inhoud)
        try:
            antwoord = self._stuur(wijze, pad, lichaam)
        except RemoteDisconnected:  # a server hangs up on who was silent during the rounds of the others
            self._verbinding.close()
            antwoord = self._stuur(wijze, pad, lichaam)
        tekst = antwoord.read()
        if antwoord.status >= 300:
            raise AssertionError(f"{wijze} {pad}: {antwoord.status} {tekst[:500]!r}")
        return json.loads(tekst)

    def _stuur(self, wijze: str, pad: str, lichaam: str | None) -> HTTPResponse:
        self._verbinding.request(wijze, pad, lichaam, self._koppen)
        return self._verbinding.getresponse()


def draai(keuze: Keuze) -> Verslag:
    """Measure POST, then GET."""
    with server() as draait, TemporaryDirectory() as plaats, ExitStack() as stapel:
        vul(draait, acten(keuze.acten))
        herbouw(draait.app, processen=2)
        with psycopg.connect(draait.beheer) as beheer:
            casussen = [rij[0] for rij in beheer.execute(CASUSSEN)]
            generatie = beheer.execute(GENERATIE).fetchall()[0][0]
        adres, token = stapel.enter_context(_zicht(draait, Path(plaats)))
        kaal = stapel.enter_context(_kaal(draait, generatie))
        met_token = {"Authorization": f"Bearer {token}"}
        zicht_klanten = [stapel.enter_context(Klant(adres, met_token)) for _ in range(_WERKERS)]
        kale_klanten = [stapel.enter_context(Klant(kaal, {})) for _ in range(_WERKERS)]
        vragen = Vragen(casussen, _WERKERS)
        posten = {"kaal": Kant(_kale_post(kale_klanten)), "zicht": Kant(_zicht_post(zicht_klanten))}
        halen = {
            "kaal": Kant(_kale_get(kale_klanten, vragen, "kaal")),
            "kaal, vastgelegd": Kant(_kale_get(kale_klanten, vragen, "vastgelegd")),
            "zicht": Kant(_zicht_get(zicht_klanten, vragen)),
        }
        post = meet("POST", posten, keuze, werkers=_WERKERS)
        get = meet("GET (T, K)", halen, keuze, werkers=_WERKERS)
    staart = post.mediaan("zicht", "p99") / post.mediaan("zicht", "p50")
    return Verslag(
        [post, get],
        [
            Doel("POST, 16: zicht / kaal FastAPI met een INSERT", 0.5, post.verhouding("zicht", "kaal")),
            Doel("POST, 16: p99 / p50", 8, staart, hoogstens=True),
            Doel("GET (T, K), 16: zicht / kaal FastAPI met een vraag", 0.6, get.verhouding("zicht", "kaal")),
        ],
        [_wat_kan(get)],
    )


def _wat_kan(get: Uitslag) -> str:
    kaal, zicht = get.verhouding("kaal, vastgelegd", "kaal"), get.verhouding("zicht", "kaal, vastgelegd")
    return f"een kale vraag die wacht tot zij is vastgelegd haalt {kaal:.2f} ×, zicht daarvan {zicht:.2f} ×"


def _kale_post(klanten: list[Klant]) -> Callable[[int], None]:
    return lambda nummer: klanten[nummer].vraag("POST", "/kaal", CONTACT)


def _zicht_post(klanten: list[Klant]) -> Callable[[int], None]:
    plaatsen: list[str | None] = [None] * len(klanten)
    tellers = [itertools.count() for _ in klanten]

    def werk(nummer: int) -> None:
        if next(tellers[nummer]) % _ACTEN_PER_CASUS == 0:
            geopend = klanten[nummer].vraag("POST", "/v1/casussen", MELDING)
            plaatsen[nummer] = f"/v1/casussen/{geopend['casus']}/gebeurtenissen"
        else:
            klanten[nummer].vraag("POST", plaatsen[nummer] or "", CONTACT)

    return werk


def _momenten(vragen: Vragen, nummer: int) -> tuple[UUID, str, str]:
    casus, op = vragen.volgende(nummer)
    # after the first melding of every casus, so that there is an answer, which is then the same as ever
    op = max(op, datetime(2026, 1, 2, tzinfo=UTC))
    return casus, f"{op:%Y-%m-%dT%H:%M:%SZ}", f"{op + timedelta(days=31):%Y-%m-%dT%H:%M:%SZ}"


def _kale_get(klanten: list[Klant], vragen: Vragen, pad: str) -> Callable[[int], None]:
    def werk(nummer: int) -> None:
        casus, op, bekend = _momenten(vragen, nummer)
        klanten[nummer].vraag("GET", f"/{pad}/{casus}?op={op}&bekend={bekend}")

    return werk


def _zicht_get(klanten: list[Klant], vragen: Vragen) -> Callable[[int], None]:
    def werk(nummer: int) -> None:
        casus, op, bekend = _momenten(vragen, nummer)
        klanten[nummer].vraag("GET", f"/v1/casussen/{casus}/verantwoordelijkheid?op={op}&bekendOp={bekend}")

    return werk


@contextmanager
def _zicht(draait: IngebouwdeServer, plaats: Path) -> Iterator[tuple[str, str]]:
    omgeving = {
        **{naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("ZICHT_")},
        "ZICHT_DATABASE_URL": draait.app,
        "ZICHT_DATA_DIR": str(plaats),
        "ZICHT_VERZOEKEN_PER_MINUUT": "10000000",
    }
    vraag = [_ZICHT, "token", "--rol", "medewerker-vt", "--organisatie", str(VT)]
    token = subprocess.run(vraag, env=omgeving, capture_output=True, text=True, check=True).stdout.strip()
    log = plaats / "log.txt"
    with log.open("w") as schrijft:
        dienst = subprocess.Popen([_ZICHT, "serve", "--poort", "0"], env=omgeving, stderr=schrijft)
    try:
        yield _wacht_op_adres(log), token
    finally:
        dienst.terminate()
        dienst.wait()


def _wacht_op_adres(log: Path) -> str:
    for _ in range(_WACHT_S * 10):
        if (gevonden := re.search(r"Zicht luistert op (\S+)", log.read_text())) is not None:
            return gevonden[1]
        time.sleep(0.1)
    raise TimeoutError(log.read_text())


@contextmanager
def _kaal(draait: IngebouwdeServer, generatie: int) -> Iterator[str]:
    vraag = voor_generatie(vragen_sql.casus(soort_bekend(datetime.now(UTC)), op=True), generatie)
    with socket.socket() as vrij:
        vrij.bind(("127.0.0.1", 0))
        poort = vrij.getsockname()[1]
    omgeving = {
        **os.environ,
        "KAAL_DATABASE": draait.beheer,
        "KAAL_LEZER": draait.app,
        "KAAL_VRAAG": vraag.decode(),
        "KAAL_POORT": str(poort),
    }
    dienst = subprocess.Popen([sys.executable, "-m", "tests.benchmarks.kaal_http"], env=omgeving)
    try:
        for _ in range(_WACHT_S * 10):
            with socket.socket() as probeer:
                if probeer.connect_ex(("127.0.0.1", poort)) == 0:
                    break
            time.sleep(0.1)
        yield f"http://127.0.0.1:{poort}"
    finally:
        dienst.terminate()
        dienst.wait()
