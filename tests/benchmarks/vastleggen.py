"""Record one act with its rules (load twenty, decide, append, durable), and append alone, against peers."""

import itertools
import re
import subprocess
import tempfile
from collections import deque
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from uuid import UUID, uuid4

from eventsourcing.application import Application
from psycopg.conninfo import conninfo_to_dict
from tests.benchmarks import bibliotheek, eventsource_py
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.omgeving import (
    ACTEN_PER_CASUS,
    ACTOR,
    CONTACT_ACT,
    MELDING_ACT,
    OPEN_DEEL,
    VT,
    los_contact,
    server,
    verbind,
)
from tests.sleutels import nieuw_sleutelbestand

from ledger.clock import Systeemklok
from ledger.store.codec import codeer
from ledger.store.connection import open_pool
from ledger.store.host import programmas
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Toevoeging
from ledger.store.sleutels.kluis import open_kluis
from ledger.vastleggen import Vastlegger

_LEES = "SELECT volgnummer, soort, open, op FROM kaal WHERE casus = %s ORDER BY volgnummer"
_SCHRIJF = "INSERT INTO kaal (casus, volgnummer, soort, open) VALUES (%s, %s, %s, %s)"

_MEER = 10


class Voorraad:
    """Casussen of twenty acts, made ready ahead of the clock; each takes ten acts more, by one worker."""

    def __init__(self, maak: Callable[[], UUID], werkers: int) -> None:
        self._maak = maak
        self._klaar: deque[UUID] = deque(maak() for _ in range(werkers))
        self._bezig = [(self._klaar.popleft(), ACTEN_PER_CASUS) for _ in range(werkers)]

    def vul_aan(self, acten: int) -> None:
        """Make ready what about so many acts will use."""
        while len(self._klaar) < acten // _MEER + 1:
            self._klaar.append(self._maak())

    def volgende(self, werker: int) -> tuple[UUID, int]:
        """Give the casus in which this worker puts its next act, and the volgnummer of that."""
        casus, nummer = self._bezig[werker]
        if nummer >= ACTEN_PER_CASUS + _MEER and self._klaar:
            casus, nummer = self._klaar.popleft(), ACTEN_PER_CASUS
        self._bezig[werker] = casus, nummer + 1
        return casus, nummer + 1


def _zicht(vastlegger: Vastlegger, recorder: LedgerRecorder, werkers: int) -> Kant:
    melding = vastlegger.open_casus(MELDING_ACT, ACTOR).gebeurtenis
    contact = vastlegger.leg_vast(melding.casus, CONTACT_ACT, ACTOR).gebeurtenis

    def maak() -> UUID:
        casus = uuid4()
        acten = [melding, *[contact] * (ACTEN_PER_CASUS - 1)]
        genummerd = [
            een.model_copy(update={"casus": casus, "volgnummer": nummer})
            for nummer, een in enumerate(acten, start=1)
        ]
        opdracht = uuid4()
        recorder.voeg_toe(Toevoeging(opdracht, opdracht.bytes, [codeer(een, VT.id) for een in genummerd]))
        return casus

    voorraad = Voorraad(maak, werkers)
    return Kant(
        lambda nummer: vastlegger.leg_vast(voorraad.volgende(nummer)[0], CONTACT_ACT, ACTOR), voorraad.vul_aan
    )


def _kaal(conninfo: str, werkers: int, stapel: ExitStack) -> Kant:
    """SELECT the rows, INSERT one more, COMMIT: the same round trips without any of the work."""
    verbindingen = [stapel.enter_context(een) for een in verbind(conninfo, werkers)]

    def maak() -> UUID:
        casus = uuid4()
        with verbindingen[0].cursor() as cursor:
            cursor.executemany(_SCHRIJF, [(casus, n, "ContactGelegd/1", OPEN_DEEL) for n in range(1, 21)])
        return casus

    voorraad = Voorraad(maak, werkers)

    def werk(nummer: int) -> None:
        casus, volgnummer = voorraad.volgende(nummer)
        verbinding = verbindingen[nummer]
        verbinding.execute(_LEES, (casus,), prepare=True).fetchall()
        verbinding.execute(_SCHRIJF, (casus, volgnummer, "ContactGelegd/1", OPEN_DEEL), prepare=True)

    return Kant(werk, voorraad.vul_aan)


def _bibliotheek(app: Application[UUID], werkers: int) -> Kant:
    door = {"soort": "lokaal-team", "id": "wijkteam-west"}

    def maak() -> UUID:
        casus = bibliotheek.Casus("GM0855")
        for _ in range(ACTEN_PER_CASUS - 1):
            casus.leg_contact(door, "huisbezoek")
        app.save(casus)
        return casus.id

    voorraad = Voorraad(maak, werkers)

    def werk(nummer: int) -> None:
        geladen = app.repository.get(voorraad.volgende(nummer)[0])
        geladen.leg_contact(door, "huisbezoek")
        app.save(geladen)

    return Kant(werk, voorraad.vul_aan)


def _eventsource_py(werkers: list[eventsource_py.Werker]) -> Kant:
    voorraad = Voorraad(werkers[0].maak, len(werkers))
    return Kant(lambda nummer: werkers[nummer].leg_vast(voorraad.volgende(nummer)[0]), voorraad.vul_aan)


def toevoegen(beheer: str, recorder: LedgerRecorder, werkers: int, stapel: ExitStack) -> dict[str, Kant]:
    """Append the same contact alone, already encoded: a bare INSERT, the stock recorder, and ours."""
    verbindingen = [stapel.enter_context(een) for een in verbind(beheer, werkers)]
    app = stapel.enter_context(bibliotheek.applicatie(beheer, werkers))
    contact = codeer(los_contact(), VT.id)
    plaatsen = {
        kant: [(uuid4(), itertools.count(1)) for _ in range(werkers)] for kant in ("kaal", "stock", "zicht")
    }

    def kaal(nummer: int) -> None:
        casus, nummers = plaatsen["kaal"][nummer]
        rij = (casus, next(nummers), "ContactGelegd/1", OPEN_DEEL)
        verbindingen[nummer].execute(_SCHRIJF, rij, prepare=True)

    def stock(nummer: int) -> None:
        casus, nummers = plaatsen["stock"][nummer]
        app.recorder.insert_events([bibliotheek.gebeurtenis(casus, next(nummers), OPEN_DEEL)])

    def zicht(nummer: int) -> None:
        casus, nummers = plaatsen["zicht"][nummer]
        act = replace(contact, originator_id=casus, originator_version=next(nummers))
        opdracht = uuid4()
        recorder.voeg_toe(Toevoeging(opdracht, opdracht.bytes, [act]))

    return {"kale INSERT": Kant(kaal), "bibliotheek": Kant(stock), "zicht": Kant(zicht)}


_PGBENCH_SCRIPT = """INSERT INTO kaal (casus, volgnummer, soort, open)
VALUES (gen_random_uuid(), 1, 'ContactGelegd/1', '{}');
"""


def _pgbench(conninfo: str, werkers: int, keuze: Keuze) -> str:
    """Let the server's own tool, which came with it, do the bare INSERT: what is there without Python."""
    deel = conninfo_to_dict(conninfo)
    with tempfile.NamedTemporaryFile("w") as script:
        script.write(_PGBENCH_SCRIPT)
        script.flush()
        opdracht = [
            str(programmas() / "pgbench"), "-n", "-M", "prepared", "-f", script.name,
            "-c", str(werkers), "-j", "2", "-T", str(max(1, round(keuze.seconden))),
            "-h", str(deel["host"]), "-p", str(deel.get("port", 5432)), "-U", str(deel["user"]),
            str(deel["dbname"]),
        ]  # fmt: skip
        uit = subprocess.run(opdracht, capture_output=True, text=True, check=False)
    tempo = re.search(r"tps = ([\d.]+)", uit.stdout)
    wat = uit.stderr.strip() if tempo is None else f"{float(tempo[1]):,.0f} per seconde"
    return f"pgbench, kale INSERT, {werkers}: {wat}"


def draai(keuze: Keuze) -> Verslag:
    """Measure at 1 and at 16 writers."""
    verslag = Verslag()
    drempels = {1: (0.5, 3.0, 0.6), 16: (0.8, 8.0, 1.0)}
    for werkers, (kaal, stock, alleen) in drempels.items():
        with server() as draait, ExitStack() as stapel:
            pool = stapel.enter_context(open_pool(draait.app, minimaal=werkers, maximaal=werkers))
            recorder = LedgerRecorder(pool)
            sleutels = nieuw_sleutelbestand(Path(stapel.enter_context(tempfile.TemporaryDirectory())))
            kluis = stapel.enter_context(open_kluis(draait.app, sleutels))
            vastlegger = Vastlegger(recorder, kluis, Systeemklok())
            app = stapel.enter_context(bibliotheek.applicatie(draait.beheer, werkers))
            ander = eventsource_py.werkers(draait.beheer, werkers, stapel)
            kanten = {
                "kaal SELECT + INSERT": _kaal(draait.beheer, werkers, stapel),
                "bibliotheek": _bibliotheek(app, werkers),
                "eventsource-py": _eventsource_py(ander),
                "zicht": _zicht(vastlegger, recorder, werkers),
            }
            uitslag = meet("op een casus van twintig", kanten, keuze, werkers=werkers)
            losse = toevoegen(draait.beheer, recorder, werkers, stapel)
            losse["eventsource-py"] = Kant(lambda nummer, ander=ander: ander[nummer].voeg_toe())
            los = meet("alleen toevoegen", losse, keuze, werkers=werkers)
            verslag.opmerkingen.append(_pgbench(draait.beheer, werkers, keuze))
        verslag.uitslagen += [uitslag, los]
        verslag.doelen += [
            _doel("vastleggen", "kaal SELECT + INSERT", uitslag, kaal),
            _doel("vastleggen", "bibliotheek", uitslag, stock),
            _doel("toevoegen", "kale INSERT", los, alleen),
        ]
    p99 = los.mediaan("zicht", "p99") / los.mediaan("bibliotheek", "p99")
    verslag.doelen.append(Doel("toevoegen, 16: p99 t.o.v. bibliotheek", 1 / 3, p99, hoogstens=True))
    return verslag


def _doel(wat: str, tot: str, uitslag: Uitslag, drempel: float) -> Doel:
    return Doel(f"{wat}, {uitslag.werkers}: zicht / {tot}", drempel, uitslag.verhouding("zicht", tot))
