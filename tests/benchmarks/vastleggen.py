"""Record one act with its rules (load, decide, append, durable), against a bare durable INSERT."""

import itertools
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from tests.benchmarks.harness import Uitslag, Werk, meet
from tests.sleutels import nieuw_sleutelbestand

from ledger.clock import Systeemklok
from ledger.gebeurtenis import lees_aanmelding
from ledger.store.connection import open_pool
from ledger.store.embedded import IngebouwdeServer
from ledger.store.migrations import migreer
from ledger.store.recorder import LedgerRecorder
from ledger.store.roles import maak_app_rol
from ledger.store.sleutels.kluis import open_kluis
from ledger.values import Actor, Partij
from ledger.vastleggen import Vastlegger

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
ACTEN_PER_CASUS = 20


@contextmanager
def _server() -> Iterator[IngebouwdeServer]:
    with tempfile.TemporaryDirectory(prefix="zicht-bench-", dir="/var/tmp") as plaats:  # a disk, not memory
        Path(plaats).chmod(0o755)
        with IngebouwdeServer(Path(plaats), {"max_connections": "100"}) as server:
            migreer(server.beheer)
            with psycopg.connect(server.beheer, autocommit=True) as beheer:
                maak_app_rol(beheer)
            yield server


def _zicht(vastlegger: Vastlegger, werkers: int) -> Werk:
    """Each worker goes on with a casus of its own and takes a new one after twenty acts."""
    melding = lees_aanmelding(json.dumps(MELDING))
    contact = lees_aanmelding(json.dumps(CONTACT))
    casussen = [vastlegger.open_casus(melding, ACTOR).gebeurtenis.casus for _ in range(werkers)]
    geschreven = [1] * werkers

    def werk(nummer: int) -> None:
        if geschreven[nummer] >= ACTEN_PER_CASUS:
            casussen[nummer] = vastlegger.open_casus(melding, ACTOR).gebeurtenis.casus
            geschreven[nummer] = 1
        else:
            vastlegger.leg_vast(casussen[nummer], contact, ACTOR)
            geschreven[nummer] += 1

    return werk


def _kaal(verbindingen: list[psycopg.Connection[tuple[object, ...]]]) -> Werk:
    """The same bytes in a table of the same shape, one INSERT and one commit each."""
    open_deel = json.dumps(CONTACT["gegevens"]).encode()
    tellers = [itertools.count() for _ in verbindingen]

    def werk(nummer: int) -> None:
        verbindingen[nummer].execute(
            "INSERT INTO kaal (werker, volgnummer, soort, open) VALUES (%s, %s, %s, %s)",
            (nummer, next(tellers[nummer]), "ContactGelegd/1", open_deel),
            prepare=True,
        )

    return werk


def draai(*, rondes: int, seconden: float) -> list[Uitslag]:
    """Measure at 1 and at 16 writers."""
    uitslagen = []
    with _server() as server, tempfile.TemporaryDirectory() as plaats:
        hoofdsleutels = nieuw_sleutelbestand(Path(plaats))
        with psycopg.connect(server.beheer, autocommit=True) as beheer:
            beheer.execute(
                "CREATE TABLE kaal (werker int, volgnummer bigint, soort text, open bytea,"
                " op timestamptz DEFAULT now(), PRIMARY KEY (werker, volgnummer))"
            )
        for werkers in (1, 16):
            verbindingen = [psycopg.connect(server.beheer, autocommit=True) for _ in range(werkers)]
            with psycopg.connect(server.beheer, autocommit=True) as beheer:
                beheer.execute("TRUNCATE kaal")
            with (
                open_pool(server.app, minimaal=werkers, maximaal=werkers) as pool,
                open_kluis(server.app, hoofdsleutels) as kluis,
            ):
                vastlegger = Vastlegger(LedgerRecorder(pool), kluis, Systeemklok())
                kanten = {"kale INSERT": _kaal(verbindingen), "zicht": _zicht(vastlegger, werkers)}
                uitslagen.append(
                    meet("vastleggen", kanten, werkers=werkers, rondes=rondes, seconden=seconden)
                )
            for verbinding in verbindingen:
                verbinding.close()
    return uitslagen
