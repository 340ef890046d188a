"""The pages as people meet them: a server with a told casus, a browser, an issuer of identities."""

import re
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import httpx2
import psycopg
import pytest
import uvicorn
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Locator, Page, sync_playwright
from tests.api.conftest import WEST, Api, Niets, Testklok, bevestiging, correctie, overdracht
from tests.conftest import SJABLOON, SNEL, Server, nieuwe_database, nieuwe_plaats, ontbreekt

from api.http.app import maak_app
from ledger.settings import Instellingen, lees_instellingen
from ledger.store.embedded import IngebouwdeServer
from ledger.store.migrations import migreer
from ledger.store.roles import maak_app_rol

CHROMIUM = Path("/usr/bin/chromium")
UITGEVER = Path(__file__).with_name("uitgever.py")

# Everything that could change between two runs is held still, and nothing outside this machine is called.
VLAGGEN = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--no-first-run"]


LUISTER_NAAR_BELEID = """
    addEventListener('securitypolicyviolation', e => schend(`${e.violatedDirective} ${e.blockedURI}`))
"""


@pytest.fixture(scope="session")
def paginaserver() -> Iterator[Server]:
    """One PostgreSQL for all pages: which version is beneath they do not know."""
    plaats = nieuwe_plaats()
    try:
        with IngebouwdeServer(plaats, SNEL):
            server = Server("postgresql-18", str(plaats / "socket"))
            with psycopg.connect(server.beheer(), autocommit=True) as beheer:
                beheer.execute(f"CREATE DATABASE {SJABLOON}")
            migreer(server.beheer(SJABLOON))
            with psycopg.connect(server.beheer(SJABLOON), autocommit=True) as beheer:
                maak_app_rol(beheer)
            yield server
    finally:
        shutil.rmtree(plaats, ignore_errors=True)


@dataclass
class Site:
    """The application, where it listens, and the casus that was told to it."""

    api: Api
    adres: str
    casus: str
    bezoekers: list[httpx2.Client] = field(default_factory=list)

    def bezoek(self, wie: str | None = None) -> httpx2.Client:
        """Give a browser without a screen, logged in as a made-up person; it follows no redirects."""
        client = httpx2.Client(base_url=self.adres)
        self.bezoekers.append(client)  # closed when the test is over
        if wie is not None:
            antwoord = client.post("/inloggen/verzonnen", data={"wie": wie}, headers={"Origin": self.adres})
            assert antwoord.status_code == 303, antwoord.text
        return client


def vertel(api: Api) -> str:
    """Tell a casus in which what was known changes: a handover that lapsed, a receipt that came late."""
    api.klok.tijd = datetime(2020, 3, 2, 9, tzinfo=UTC)
    api.http.headers.update(api.als("medewerker-vt"))
    eerste = api.open()
    casus = eerste["casus"]
    api.klok.tijd = datetime(2020, 3, 5, 12, tzinfo=UTC)
    api.meld(casus, overdracht())
    api.klok.tijd = datetime(2020, 3, 20, 13, tzinfo=UTC)
    api.meld(casus, bevestiging())
    api.klok.tijd = datetime(2020, 4, 20, 13, tzinfo=UTC)
    contact = {"door": WEST.model_dump(), "wijze": "huisbezoek"}
    api.meld(
        casus,
        {"soort": "ContactGelegd", "gebeurdOp": "2020-04-20T10:00:00+02:00", "gegevens": contact},
    )
    api.klok.tijd = datetime(2020, 5, 1, 9, tzinfo=UTC)
    api.meld(casus, correctie(2, gebeurdOp="2020-03-04T11:00:00+01:00"))
    api.klok.tijd = Testklok().tijd
    return casus


@contextmanager
def luisterend(app: object) -> Iterator[str]:
    """Serve an application that has been started on a free port; give its address."""
    contactdoos = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_config=None, access_log=False, ws="none"))
    draad = threading.Thread(target=server.run, kwargs={"sockets": [contactdoos]})
    draad.start()
    try:
        yield f"http://127.0.0.1:{contactdoos.getsockname()[1]}"
    finally:
        server.should_exit = True
        draad.join()
        contactdoos.close()


@contextmanager
def open_site(server: Server, plaats: Path) -> Iterator[Site]:
    """Run the pages over a database of their own, with one told casus."""
    with nieuwe_database(server, SJABLOON) as database:
        instellingen = lees_instellingen(
            database_url=database.app,
            data_dir=plaats,
            verbindingen=8,
            verzoeken_per_minuut=1_000_000,
        )
        klok = Testklok()
        app = maak_app(instellingen, klok=klok)
        with TestClient(app, base_url="http://zicht.example/v1") as http, luisterend(app) as adres:
            api = Api(http, klok, instellingen, database.eigenaar)
            casus = vertel(api)
            api.lees("/verantwoordelijkheden", vanaf={"positie": 5})
            yield Site(api, adres, casus)


@pytest.fixture(scope="session")
def _site(paginaserver, tmp_path_factory) -> Iterator[Site]:
    with open_site(paginaserver, tmp_path_factory.mktemp("zicht")) as site:
        yield site


@pytest.fixture
def site(_site) -> Iterator[Site]:
    """The pages over one told casus, for every test that only looks; on the first of June 2020."""
    _site.api.klok.tijd = Testklok().tijd
    yield _site
    while _site.bezoekers:
        _site.bezoekers.pop().close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    if not CHROMIUM.exists():
        ontbreekt("Chromium van Debian ontbreekt: apt-get install chromium chromium-l10n fonts-liberation")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            args=VLAGGEN,
            env={"LANGUAGE": "nl_NL", "HOME": "/tmp"},  # noqa: S108 — a place for its caches
        )
        yield browser
        browser.close()


@dataclass
class Scherm:
    """A page in the browser, of somebody who is logged in; what the browser complains of is kept."""

    page: Page
    site: Site
    klachten: list[str]

    def ga(self, pad: str) -> Page:
        """Go to a page and wait until it is there."""
        antwoord = self.page.goto(self.site.adres + pad)
        assert antwoord is not None
        assert antwoord.status < 400, antwoord.status
        return self.page

    def volg(self, verwijzing: Locator) -> Page:
        """Click on what leads to another page, and wait until that one is there.

        A click alone ends on the page that is being left: what looks at once can still see that one.
        """
        with self.page.expect_navigation():
            verwijzing.click()
        return self.page


def _schend(bericht: str) -> str:
    return f"beleid geschonden: {bericht}"


@contextmanager
def scherm(browser: Browser, site: Site, wie: str | None = "mw-iris", **anders: object) -> Iterator[Scherm]:
    """Open a page of its own and log in; at the end the browser must not have complained of anything."""
    context: BrowserContext = browser.new_context(
        **{
            "locale": "nl-NL",
            "timezone_id": "Europe/Amsterdam",
            "viewport": {"width": 1280, "height": 900},
            **anders,
        }
    )
    context.set_default_timeout(15_000)
    klachten: list[str] = []
    page = context.new_page()

    def hoor(bericht: ConsoleMessage) -> None:
        if bericht.type in {"error", "warning"}:
            klachten.append(bericht.text)

    page.on("console", hoor)
    page.on("pageerror", lambda fout: klachten.append(str(fout)))
    if anders.get("java_script_enabled", True):
        context.expose_function("schend", lambda wat: klachten.append(_schend(wat)))
        page.add_init_script(LUISTER_NAAR_BELEID)
    s = Scherm(page, site, klachten)
    if wie is not None:
        s.volg(s.ga("/inloggen").locator(f"button[value={wie}]"))
    try:
        yield s
        assert klachten == []
    finally:
        context.close()


@pytest.fixture(scope="module")
def uitgever() -> Iterator[str]:
    """An issuer of identities: a process of its own that listens on this machine; give its address."""
    with subprocess.Popen([sys.executable, UITGEVER], stdout=subprocess.PIPE, text=True) as proces:
        try:
            assert proces.stdout is not None
            regel = proces.stdout.readline()
            gevonden = re.search(r"http://\S+", regel)
            assert gevonden is not None, regel
            yield gevonden[0]
        finally:
            proces.kill()


@contextmanager
def met_uitgever(
    server: Server, plaats: Path, uitgever: str, **anders: object
) -> Iterator[tuple[TestClient, Instellingen, Testklok]]:
    """Run the pages with an issuer, as browsers behind TLS reach them."""
    with nieuwe_database(server, SJABLOON) as database:
        gekozen = {"publieke_url": "https://zicht.example", "oidc_issuer": uitgever, **anders}
        instellingen = lees_instellingen(
            database_url=database.app, data_dir=plaats, verbindingen=4, **gekozen
        )
        klok = Testklok(datetime.now(UTC))
        with TestClient(
            maak_app(instellingen, klok=klok, achtergrond=Niets()),
            base_url="https://zicht.example",
            follow_redirects=False,
        ) as http:
            yield http, instellingen, klok
