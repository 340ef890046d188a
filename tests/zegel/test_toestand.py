"""Whatever is appended, sealed, erased, broken off and started again: every proof that was given stands.

After each step the log is audited against every checkpoint that was ever published, and every bundle of a
casus that is given holds to the first of those.
"""

import json
import shutil
import tempfile
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.api.conftest import VT, bevestiging, melding, overdracht
from tests.conftest import Server, nieuwe_database
from tests.sleutels import nieuwe_kluis
from tests.zegel.opzet import BELEID, Opzet
from tests.zegel.test_zegelaar import STAPPEN

from api.bewijs import Bundelvraag, bundel_voor, toets_tijdlijn
from ledger.clock import Systeemklok
from ledger.gebeurtenis import lees_aanmelding
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.zegel.naloop import Naloop
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from ledger.values import Actor
from ledger.vastleggen import Vastlegger
from ledger.zegel.checkpoint import Checkpoint
from ledger.zegel.toets import toets_bundel

MEDEWERKER = Actor(medewerker="mw-204", organisatie=VT, rol="medewerker-vt")
PRIVACY = Actor(medewerker="pf-1", organisatie=VT, rol="privacyfunctionaris")
VERNIETIGING = {
    "soort": "PersoonsgegevensVernietigd",
    "gebeurdOp": "2026-01-02T10:00:00Z",
    "gegevens": {"grond": "bewaartermijn"},
}
VERHAAL = [overdracht(), bevestiging()]
MOMENT = datetime(2026, 2, 1, tzinfo=UTC)


class Klap(Exception):
    """The sealer ends here, in the middle of what it was doing."""


def lees(act: dict):
    return lees_aanmelding(json.dumps(act))


class Logboek(RuleBasedStateMachine):
    """A log and what somebody outside kept of it."""

    casussen = Bundle("casussen")
    waar: tuple[Server, str]

    def __init__(self) -> None:
        super().__init__()
        self._stapel = ExitStack()
        self._lees = ExitStack()
        self.database = self._stapel.enter_context(nieuwe_database(*self.waar))
        self.plaats = Path(tempfile.mkdtemp(prefix="zicht-test-"))
        self._stapel.callback(shutil.rmtree, self.plaats)
        self.kluis = self._stapel.enter_context(nieuwe_kluis(self.database.app, self.plaats))
        self.bewaard: dict[str, Checkpoint] = {}
        self.eerste: bytes | None = None
        self.nummer = 0
        self._verbind()

    def _verbind(self) -> None:
        pool = self._lees.enter_context(open_pool(self.database.app, maximaal=2))
        zegelpool = self._lees.enter_context(open_zegelpool(self.database.app))
        self.opzet = Opzet(
            self.database.app,
            self.database.eigenaar,
            self.plaats / "zegel",
            LedgerRecorder(pool),
            self.kluis,
        )
        self.vastlegger = Vastlegger(self.opzet.recorder, self.kluis, Systeemklok())
        self.verzegeling = Verzegeling(zegelpool, self.opzet.logboek, self.opzet.map)

    def _bewaar(self) -> None:
        """Keep what is published, as a witness would."""
        if self.opzet.checkpointbestand.exists():
            ruw = self.opzet.checkpointbestand.read_bytes()
            checkpoint = BELEID.controleer(ruw)
            self.bewaard[f"checkpoint van {checkpoint.grootte}"] = checkpoint
            if self.eerste is None and checkpoint.grootte:
                self.eerste = ruw

    @initialize(target=casussen)
    def begin(self):
        return self.open()

    @rule(target=casussen)
    def open(self):
        self.nummer += 1
        act = {**melding(f"m-{self.nummer}"), "vertrouwelijk": {"omschrijving": "verzonnen"}}
        return self.vastlegger.open_casus(lees(act), MEDEWERKER).gebeurtenis.casus

    @rule(casus=casussen, stap=st.sampled_from([0, 1]))
    def leg_vast(self, casus, stap):
        gegevens = VERHAAL[0]["gegevens"] | {"overdracht": f"o-{self.nummer}-{stap}"}
        self.nummer += 1
        self.vastlegger.leg_vast(casus, lees({**VERHAAL[0], "gegevens": gegevens}), MEDEWERKER)

    @rule(casus=casussen)
    def vernietig(self, casus):
        self.vastlegger.leg_vast(casus, lees(VERNIETIGING), PRIVACY)

    @rule()
    def verzegel(self):
        self.opzet.verzegel()

    @precondition(lambda self: self.opzet.recorder.hoogste_positie() > 0)
    @rule(stap=st.sampled_from(STAPPEN))
    def breek_af(self, stap):
        def gedaan(naam: str) -> None:
            if naam == stap:
                raise Klap

        with suppress(Klap):
            self.opzet.zegelaar(stap=gedaan).eenmaal()

    @rule()
    def herstart(self):
        self._lees.close()
        self._verbind()

    @invariant()
    def alles_staat(self):
        self._bewaar()
        uitkomst = Naloop(self.opzet.app, self.opzet.logboek, self.opzet.map).loop_na(self.bewaard)
        # sealed and not published is what a sealer leaves that was broken off
        assert uitkomst.bevindingen == []

    @precondition(lambda self: self.eerste is not None)
    @rule(casus=casussen)
    def bewijs(self, casus):
        self.opzet.verzegel()
        eerste = BELEID.controleer(self.eerste)
        ruw = bundel_voor(
            self.verzegeling, casus, Bundelvraag({"voor": "wie"}, "inspectie", MOMENT, eerste.grootte)
        )
        uitkomst = toets_bundel(ruw, BELEID, self.eerste)
        toets_tijdlijn(ruw, uitkomst)
        assert uitkomst.bevindingen == []
        assert len(uitkomst.bladen) == len(self.opzet.recorder.lees_casus(casus))

    def teardown(self) -> None:
        self._lees.close()
        self._stapel.close()


def test_elk_bewijs_blijft_staan_wat_er_ook_gebeurt(server, sjabloon):
    hier = type("LogboekHier", (Logboek,), {"waar": (server, sjabloon)})

    run_state_machine_as_test(hier, settings=settings(max_examples=6, stateful_step_count=14))


def test_een_vernietigde_casus_houdt_haar_bewijzen(opzet):
    """Once more without chance: the same bundle before and after, but for what came after."""
    vastlegger = Vastlegger(opzet.recorder, opzet.kluis, Systeemklok())
    act = {**melding(), "vertrouwelijk": {"omschrijving": "verzonnen"}}
    casus = vastlegger.open_casus(lees(act), MEDEWERKER).gebeurtenis.casus
    opzet.verzegel()
    vraag = Bundelvraag({"voor": "wie"}, "inspectie", MOMENT)
    with open_zegelpool(opzet.app) as pool:
        verzegeling = Verzegeling(pool, opzet.logboek, opzet.map)
        voor = bundel_voor(verzegeling, casus, vraag)
        eerder = opzet.checkpointbestand.read_bytes()
        vastlegger.leg_vast(casus, lees(VERNIETIGING), PRIVACY)
        nog_niet_verzegeld = bundel_voor(verzegeling, casus, vraag)
        opzet.verzegel()
        na = bundel_voor(verzegeling, casus, replace(vraag, vanaf=1))

    assert toets_bundel(voor, BELEID).bladen == toets_bundel(nog_niet_verzegeld, BELEID).bladen
    uitkomst = toets_bundel(na, BELEID, eerder)
    assert uitkomst.bevindingen == []
    assert uitkomst.bladen[0] == toets_bundel(voor, BELEID).bladen[0]
    assert uitkomst.bladen[0].vertrouwelijk != b""
