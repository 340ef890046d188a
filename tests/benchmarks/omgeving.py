"""Where the sides run: a server of their own on a disk, with the tables of Zicht and a plain one beside."""

import json
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from uuid import uuid4

import psycopg

from api.cli.databank import Databank
from api.cli.importeer import Telling, lees_in
from api.generator import genereer
from ledger.casus import Casus, decide, evolve
from ledger.gebeurtenis import Gebeurtenis, lees_aanmelding
from ledger.settings import Instellingen
from ledger.store.embedded import IngebouwdeServer
from ledger.store.migrations import migreer
from ledger.store.roles import maak_app_rol
from ledger.values import Actor, Partij

ACTEN_PER_CASUS = 20
VT = Partij(soort="veilig-thuis", id="midden-brabant")
ACTOR = Actor(medewerker="mw-1", organisatie=VT, rol="medewerker-vt")
MELDING = {
    "soort": "MeldingOntvangen",
    "gebeurdOp": "2020-03-02T09:00:00+01:00",
    "gegevens": {
        "melding": "m1",
        "veiligThuis": "midden-brabant",
        "gemeente": "GM0855",
        "melder": {"soort": "politie", "anoniem": False},
        "kanaal": "corv",
        "vormen": ["lichamelijk-geweld"],
    },
}
CONTACT = {
    "soort": "ContactGelegd",
    "gebeurdOp": "2020-03-09T14:00:00+01:00",
    "gegevens": {"door": {"soort": "lokaal-team", "id": "wijkteam-west"}, "wijze": "huisbezoek"},
}
OPEN_DEEL = json.dumps(CONTACT["gegevens"]).encode()
MELDING_ACT = lees_aanmelding(json.dumps(MELDING))
CONTACT_ACT = lees_aanmelding(json.dumps(CONTACT))

Kale = psycopg.Connection[tuple[object, ...]]
"""A connection without anything of ours."""

_KAAL = """
CREATE TABLE kaal (casus uuid, volgnummer bigint, soort text, open bytea, op timestamptz DEFAULT now(),
                   PRIMARY KEY (casus, volgnummer))
"""


@contextmanager
def server(instellingen: Mapping[str, str] | None = None) -> Iterator[IngebouwdeServer]:
    """Start a server on a disk (not in memory), with everything in it that the sides need."""
    with tempfile.TemporaryDirectory(prefix="zicht-bench-", dir="/var/tmp") as plaats:
        Path(plaats).chmod(0o755)
        alle = {"max_connections": "200", **(instellingen or {})}
        with IngebouwdeServer(Path(plaats), alle) as draait:
            migreer(draait.beheer)
            with psycopg.connect(draait.beheer, autocommit=True) as beheer:
                maak_app_rol(beheer)
                beheer.execute(_KAAL)
            yield draait


def acten(aantal: int, zaad: int = 1) -> bytes:
    """Give about so many acts, whole cases of believable histories, as lines of JSON."""
    regels: list[str] = []
    for casus in genereer(aantal, zaad):
        regels += casus
        if len(regels) >= aantal:
            break
    return "\n".join(regels).encode() + b"\n"


@contextmanager
def bestand_met(inhoud: bytes) -> Iterator[Path]:
    """Keep this in a file for a while."""
    with tempfile.TemporaryDirectory(prefix="zicht-bench-", dir="/var/tmp") as plaats:
        pad = Path(plaats, "acten.jsonl")
        pad.write_bytes(inhoud)
        yield pad


def vul(draait: IngebouwdeServer, inhoud: bytes) -> Telling:
    """Bring acts into the ledger."""
    with bestand_met(inhoud) as pad, pad.open("rb") as regels:
        instellingen = Instellingen(data_dir=pad.parent)
        return lees_in(regels, Databank(draait.app, draait.beheer, instellingen))


def los_contact() -> Gebeurtenis:
    """Give a contact as it would be recorded, for who appends without deciding."""
    nu = datetime.now(UTC)
    leeg = Casus(uuid4())
    return decide(evolve(leeg, decide(leeg, MELDING_ACT, ACTOR, nu)), CONTACT_ACT, ACTOR, nu)


def verbind(conninfo: str, aantal: int) -> list[Kale]:
    """Open plain connections, a commit for each statement."""
    return [psycopg.connect(conninfo, autocommit=True) for _ in range(aantal)]


def lees_uit(verbinding: Kale, wat: str) -> bytes:
    """Read rows out by COPY, binary."""
    buffer = BytesIO()
    with verbinding.cursor() as cursor, cursor.copy(f"COPY {wat} TO STDOUT (FORMAT BINARY)") as kopie:
        for blok in kopie:
            buffer.write(blok)
    return buffer.getvalue()


def zet_in(verbinding: Kale, wat: str, rijen: bytes) -> None:
    """Put rows in by COPY, binary."""
    with verbinding.cursor() as cursor, cursor.copy(f"COPY {wat} FROM STDIN (FORMAT BINARY)") as kopie:
        kopie.write(rijen)
