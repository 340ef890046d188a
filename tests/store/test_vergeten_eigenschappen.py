"""Any history of recording, correcting, erasing, restarting and replacing the master key: what reads as what.

Two processes take turns, each with keys of its own in mind. The model is a dictionary: what was said in each
act, and who it is of.
"""

import itertools
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import hypothesis.strategies as st
from hypothesis import settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from tests.conftest import nieuwe_database
from tests.domain.beslissen import aangemeld
from tests.sleutels import nieuw_sleutelbestand
from tests.verhaal import DOOR, VT, contact, handeling, melding

from ledger.acts.dossier import GebeurtenisGecorrigeerd, PersoonsgegevensVernietigd, Vervanging
from ledger.acts.melding import DirectbetrokkeneGeregistreerd
from ledger.store.codec import decodeer
from ledger.store.connection import conninfo_als, open_pool, verbind
from ledger.store.recorder import LedgerRecorder
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.kluis import ROL, open_kluis
from ledger.store.sleutels.roteren import roteer, stand, vernietig
from ledger.vastleggen import Vastlegger

NU = datetime(2020, 6, 1, tzinfo=UTC)
OP = "2020-03-05 10:00"
PERSONEN = st.sampled_from(["p1", "p2"])


class Klok:
    def nu(self):
        return NU


class Grootboek(RuleBasedStateMachine):
    """One casus; `verwacht` gives by volgnummer what is confidential in it, `van` whose it is."""

    database = None

    @initialize()
    def begin(self):
        self.map = TemporaryDirectory()
        self.sleutels = nieuw_sleutelbestand(Path(self.map.name))
        self.processen = []
        self.woord = map("geheim-{}".format, itertools.count())
        for _ in range(2):
            self.start()
        self.beurt = itertools.cycle(range(2))
        act = melding(op="2020-03-02 09:00").act
        aanmelding = aangemeld(handeling(act, op="2020-03-02 09:00"))
        velden = {"melderGegevens": next(self.woord), "omschrijving": next(self.woord)}
        gezegd = act.Vertrouwelijk.model_validate(velden, by_alias=True)
        nieuw = self.schrijver.open_casus(aanmelding.model_copy(update={"vertrouwelijk": gezegd}), DOOR)
        self.casus = nieuw.gebeurtenis.casus
        self.verwacht, self.van = {1: velden}, {1: None}

    def start(self):
        pool = open_pool(self.database.app, maximaal=2)
        kluis = open_kluis(self.database.app, Sleutelbestand(Path(self.map.name) / "hoofdsleutels"))
        recorder = LedgerRecorder(pool)
        geopend = kluis.__enter__()
        self.processen.append((pool, kluis, recorder, geopend, Vastlegger(recorder, geopend, Klok())))

    @property
    def schrijver(self):
        return self.processen[next(self.beurt)][4]

    def leg_vast(self, act, van, **velden):
        aanmelding = aangemeld(handeling(act, op=OP))
        if velden:
            gezegd = act.Vertrouwelijk.model_validate(velden, by_alias=True)
            aanmelding = aanmelding.model_copy(update={"vertrouwelijk": gezegd})
        nummer = self.schrijver.leg_vast(self.casus, aanmelding, DOOR).gebeurtenis.volgnummer
        self.verwacht[nummer], self.van[nummer] = velden or None, van
        return nummer

    @rule(persoon=PERSONEN)
    def registreer(self, persoon):
        act = DirectbetrokkeneGeregistreerd(persoon=persoon, rol="ouder")
        self.leg_vast(act, persoon, naam=next(self.woord))

    @rule()
    def bezoek(self):
        self.leg_vast(contact(door=VT, op=OP).act, None, verslag=next(self.woord))

    @precondition(lambda self: any(van for van in self.van.values()))
    @rule(kies=st.data())
    def verbeter(self, kies):
        over = [n for n, van in self.van.items() if van and self.verwacht[n] and "naam" in self.verwacht[n]]
        if over:
            betreft = kies.draw(st.sampled_from(over))
            nieuw = {"toelichting": next(self.woord), "vervanging": {"naam": next(self.woord)}}
            act = GebeurtenisGecorrigeerd(
                betreft=betreft, wijze="vervangen", vervanging=Vervanging(), reden="invoerfout"
            )
            self.leg_vast(act, self.van[betreft], **nieuw)

    @rule(persoon=PERSONEN)
    def vergeet(self, persoon):
        if persoon in self.van.values():
            self.leg_vast(PersoonsgegevensVernietigd(persoon=persoon, grond="bewaartermijn"), None)
            self.weg(lambda van: van == persoon)

    @rule()
    def vergeet_alles(self):
        self.leg_vast(PersoonsgegevensVernietigd(grond="bewaartermijn"), None)
        self.weg(lambda _: True)

    def weg(self, wie):
        for nummer, van in self.van.items():
            if self.verwacht[nummer] is not None and wie(van):
                self.verwacht[nummer] = "vernietigd"

    @rule()
    def begin_opnieuw(self):
        pool, kluis, *_ = self.processen.pop(0)
        kluis.__exit__(None, None, None)
        pool.close()
        self.start()

    @rule()
    def vervang_de_hoofdsleutel(self):
        with verbind(conninfo_als(self.database.app, ROL)) as verbinding:
            roteer(verbinding, self.sleutels)
            for een in stand(verbinding):
                if een.vervangen_op and not een.vernietigd_op:
                    vernietig(verbinding, self.sleutels, een.id)

    @invariant()
    def everybody_reads_what_was_said_and_not_what_was_erased(self):
        for _, _, recorder, kluis, _ in getattr(self, "processen", []):
            rijen = recorder.lees_casus(self.casus)
            geheimen = kluis.ontsluit(rijen)
            gelezen = [decodeer(rij, geheimen).als_dict().get("vertrouwelijk") for rij in rijen]
            assert dict(enumerate(gelezen, 1)) == self.verwacht

    def teardown(self):
        for pool, kluis, *_ in getattr(self, "processen", []):
            kluis.__exit__(None, None, None)
            pool.close()
        if hasattr(self, "map"):
            self.map.cleanup()


def test_any_history_of_recording_and_forgetting(server, sjabloon):
    def machine():
        class EigenDatabase(Grootboek):
            def __init__(self):
                self._stapel = nieuwe_database(server, sjabloon)
                self.database = self._stapel.__enter__()
                super().__init__()

            def teardown(self):
                super().teardown()
                self._stapel.__exit__(None, None, None)

        return EigenDatabase()

    run_state_machine_as_test(machine, settings=settings(max_examples=6, stateful_step_count=25))
