"""The whole application over a real database: `api` speaks HTTP to it, as a medewerker of Veilig Thuis."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from tests.conftest import Database, nieuwe_database

from api.achtergrond import Achtergrond
from api.http.app import maak_app
from api.identiteit import Mandaat
from api.tokens import maak_ontwikkeltoken
from ledger.settings import Instellingen, lees_instellingen
from ledger.values import Actor, Partij

ZICHT = Path(sys.executable).with_name("zicht")
VT = Partij(soort="veilig-thuis", id="midden-brabant")
WEST = Partij(soort="lokaal-team", id="wijkteam-west")


BIJ_ROL = {
    "medewerker-lokaal-team": WEST,
    "medewerker-instelling": Partij(soort="instelling", id="kliniek"),
    "inspecteur": Partij(soort="instelling", id="inspectie"),
}


def mandaat(*regios: str, begin="2020-01-01T00:00:00Z", einde="2040-01-01T00:00:00Z") -> Mandaat:
    """A mandate of an inspection."""
    return Mandaat.model_validate(
        {"regios": list(regios), "begin": begin, "einde": einde, "kenmerk": "IGJ-2020-7"}
    )


@dataclass
class Testklok:
    """A clock that stands still until it is moved."""

    tijd: datetime = field(default=datetime(2020, 6, 1, 8, tzinfo=UTC))

    def nu(self) -> datetime:
        return self.tijd

    def later(self, **duur: float) -> datetime:
        self.tijd += timedelta(**duur)
        return self.tijd


@dataclass
class Api:
    """The application, its clock and its settings; `als` gives a client with the token of somebody else."""

    http: TestClient
    klok: Testklok
    instellingen: Instellingen
    eigenaar: str

    def token(self, rol="medewerker-vt", organisatie=None, medewerker="mw-204", **claims) -> str:
        """Make a token that fits: an organisation for the role, for an inspecteur a mandate too."""
        actor = Actor(medewerker=medewerker, organisatie=organisatie or BIJ_ROL.get(rol, VT), rol=rol)
        if rol == "inspecteur":
            claims.setdefault("mandaat", mandaat(VT.id))
        return maak_ontwikkeltoken(self.instellingen, actor, self.klok, timedelta(days=3650), **claims)

    def als(self, rol, organisatie=None, medewerker="mw-204", **claims) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token(rol, organisatie, medewerker, **claims)}"}

    def open(self, **anders) -> dict:
        """Open a casus and give the recorded melding."""
        antwoord = self.http.post("/casussen", json=melding(**anders))
        assert antwoord.status_code == 201, antwoord.text
        return antwoord.json()

    def meld(self, casus: str, act: dict, **koppen: str) -> dict:
        """Record an act as Veilig Thuis and give it back."""
        antwoord = self.http.post(f"/casussen/{casus}/gebeurtenissen", json=act, headers=koppen)
        assert antwoord.status_code == 201, antwoord.text
        return antwoord.json()

    def lees(self, pad: str, *, vanaf: dict | None = None, **vraag) -> dict:
        """Ask, where needed not before the read model has seen the act `vanaf`."""
        if vanaf is not None:
            vraag["vanafPositie"] = vanaf["positie"]
        antwoord = self.http.get(pad, params=vraag)
        assert antwoord.status_code == 200, antwoord.text
        return antwoord.json()


class Niets(Achtergrond):
    """Nothing goes on beside the requests."""

    fouten = ()

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def wacht_op_begin(self):
        pass


@contextmanager
def applicatie(database: Database, plaats: Path, **anders: object) -> Iterator[Api]:
    """Run the application, follower included, on a database and with keys of its own."""
    gekozen = {
        "verbindingen": 8,
        "verzoek_bytes": 100_000,
        "wachttijd_s": 5.0,
        "verzoeken_per_minuut": 1_000_000,
    }
    instellingen = lees_instellingen(database_url=database.app, data_dir=plaats, **(gekozen | anders))
    klok = Testklok()
    with TestClient(maak_app(instellingen, klok=klok), base_url="http://zicht.example/v1") as http:
        api = Api(http, klok, instellingen, database.eigenaar)
        http.headers.update(api.als("medewerker-vt"))
        yield api


@pytest.fixture
def verse_api(database, tmp_path) -> Iterator[Api]:
    """An application with an empty ledger, for a test that looks at more than its own casus."""
    with applicatie(database, tmp_path) as api:
        yield api


@pytest.fixture(scope="module")
def _gedeeld(server, sjabloon, tmp_path_factory) -> Iterator[Api]:
    with (
        nieuwe_database(server, sjabloon) as database,
        applicatie(database, tmp_path_factory.mktemp("zicht")) as api,
    ):
        yield api


@pytest.fixture
def api(_gedeeld) -> Api:
    """The application, shared with the other tests of the file: each opens a casus of its own."""
    _gedeeld.klok.tijd = Testklok().tijd
    return _gedeeld


@dataclass
class Dienst:
    """`zicht serve` as a process of its own: where it listens and what it wrote."""

    proces: subprocess.Popen
    adres: str
    log: Path
    omgeving: dict[str, str]

    def zicht(self, *argumenten: str) -> str:
        """Run another command of zicht with the same settings."""
        opdracht = [ZICHT, *argumenten]
        return subprocess.run(
            opdracht, env=self.omgeving, capture_output=True, text=True, check=True
        ).stdout.strip()

    def stop(self) -> int:
        self.proces.send_signal(signal.SIGTERM)
        return self.proces.wait(20)


@pytest.fixture
def dienst(database, tmp_path) -> Iterator[Dienst]:
    """The service as an administrator starts it."""
    with draai_dienst(database.app, tmp_path) as dienst:
        yield dienst


@contextmanager
def draai_dienst(conninfo: str, plaats: Path) -> Iterator[Dienst]:
    """Run the service on a database, with keys and a log below `plaats`."""
    eigen = {
        "ZICHT_DATABASE_URL": conninfo,
        "ZICHT_DATA_DIR": str(plaats / "data"),
        "ZICHT_VERZOEKEN_PER_MINUUT": "1000000",  # who tests sends more than one person does
    }
    omgeving = {naam: waarde for naam, waarde in os.environ.items() if not naam.startswith("ZICHT_")} | eigen
    log = plaats / "log"
    with (
        log.open("wb") as uit,
        subprocess.Popen([ZICHT, "serve", "--poort", "0"], env=omgeving, stderr=uit) as proces,
    ):
        try:
            yield Dienst(proces, _adres(proces, log), log, omgeving)
        finally:
            proces.kill()


def _adres(proces: subprocess.Popen, log: Path) -> str:
    einde = time.monotonic() + 60
    while time.monotonic() < einde and proces.poll() is None:
        if (gevonden := re.search(r"luistert op (http://\S+)", log.read_text())) is not None:
            return gevonden[1]
        time.sleep(0.05)
    raise AssertionError(log.read_text())


def melding(nummer="m-1", op="2020-03-02T09:00:00+01:00", **anders) -> dict:
    """A melding as it is reported."""
    gegevens = {
        "melding": nummer,
        "veiligThuis": VT.id,
        "gemeente": "GM0855",
        "melder": {"soort": "professional", "anoniem": False},
        "kanaal": "telefoon",
        "vormen": ["psychisch"],
    }
    return {"soort": "MeldingOntvangen", "gebeurdOp": op, "gegevens": gegevens} | anders


def overdracht(nummer="o-1", op="2020-03-05T11:00:00+01:00", aan=WEST) -> dict:
    """A direct handover as it is reported."""
    gegevens = {
        "overdracht": nummer,
        "van": VT.model_dump(),
        "aan": aan.model_dump(),
        "fase": "na-veiligheidsbeoordeling",
        "warm": False,
        "onderdelen": ["naw"],
    }
    return {"soort": "OverdrachtVerstuurd", "gebeurdOp": op, "gegevens": gegevens}


def bevestiging(nummer="o-1", op="2020-03-09T14:00:00+01:00", door=WEST) -> dict:
    """A receipt as it is reported."""
    return {
        "soort": "OntvangstBevestigd",
        "gebeurdOp": op,
        "gegevens": {"overdracht": nummer, "door": door.model_dump()},
    }


def correctie(betreft, op="2020-05-01T10:00:00+02:00", **vervanging) -> dict:
    """A correction as it is reported: of the moment or the open part, or without those a withdrawal."""
    wijze = {"wijze": "vervangen", "vervanging": vervanging} if vervanging else {"wijze": "ingetrokken"}
    gegevens = {"betreft": betreft, "reden": "invoerfout", **wijze}
    return {"soort": "GebeurtenisGecorrigeerd", "gebeurdOp": op, "gegevens": gegevens}
