"""Recording one act: load, decide, append; once, however often it is asked. On real servers."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import reduce
from uuid import UUID, uuid4

import pytest
from tests.conftest import nieuwe_database
from tests.domain.beslissen import aangemeld
from tests.sleutels import nieuwe_kluis
from tests.verhaal import DOOR, OOST, WEST, bevestigd, contact, incident, lokaal, melding, overdracht

from ledger.casus import Casus, evolve
from ledger.errors import Geweigerd, OnbekendeCasus, SleutelConflict, VersieConflict
from ledger.store.codec import decodeer
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.values import Actor
from ledger.vastleggen import Vastlegger

NU = lokaal("2020-06-01 10:00")
MELDING = aangemeld(melding(op="2020-03-02 09:00"))
CONTACT = aangemeld(contact(door=WEST, op="2020-03-05 10:00"))
ANDER_CONTACT = aangemeld(contact(door=OOST, op="2020-03-06 10:00"))


class Stilstaand:
    """A clock that somebody sets."""

    def __init__(self):
        self.tijd = NU

    def nu(self):
        return self.tijd


@pytest.fixture(scope="module")
def database(server, sjabloon):
    """One ledger for the whole file: a casus of its own keeps each test apart."""
    with nieuwe_database(server, sjabloon) as database:
        yield database


@pytest.fixture(scope="module")
def recorder(database):
    with open_pool(database.app, maximaal=8) as pool:
        yield LedgerRecorder(pool)


@pytest.fixture(scope="module")
def kluis(database, tmp_path_factory):
    with nieuwe_kluis(database.app, tmp_path_factory.mktemp("sleutels")) as kluis:
        yield kluis


@pytest.fixture
def casus():
    return uuid4()


@pytest.fixture
def sleutel():
    return f"sleutel-{uuid4()}"


@pytest.fixture
def klok():
    return Stilstaand()


@pytest.fixture
def vastlegger(recorder, klok, kluis, casus):
    return Vastlegger(recorder, kluis, klok, nieuw_id=lambda: casus)


@pytest.fixture
def open_casus(vastlegger, casus):
    vastlegger.open_casus(MELDING, DOOR)
    return casus


def bewaard(recorder, casus):
    return [decodeer(een) for een in recorder.lees_casus(casus)]


def test_een_melding_opent_een_casus(vastlegger, casus, recorder):
    vastlegging = vastlegger.open_casus(MELDING, DOOR)

    assert (vastlegging.gebeurtenis.casus, vastlegging.gebeurtenis.volgnummer) == (casus, 1)
    assert (vastlegging.gebeurtenis.vastgelegd_op, vastlegging.herhaald) == (NU, False)
    assert bewaard(recorder, casus) == [vastlegging.gebeurtenis]


def test_elke_casus_krijgt_zijn_eigen_id(recorder, klok, kluis):
    vastlegger = Vastlegger(recorder, kluis, klok)
    eerste, tweede = (vastlegger.open_casus(MELDING, DOOR).gebeurtenis.casus for _ in range(2))

    assert eerste != tweede
    assert isinstance(eerste, UUID)


def test_een_handeling_volgt_op_de_vorige(vastlegger, open_casus, recorder, klok):
    klok.tijd += timedelta(hours=1)
    vastlegging = vastlegger.leg_vast(open_casus, CONTACT, DOOR)

    assert vastlegging.gebeurtenis.volgnummer == 2
    assert vastlegging.gebeurtenis.vastgelegd_op == NU + timedelta(hours=1)
    assert bewaard(recorder, open_casus)[-1] == vastlegging.gebeurtenis
    assert vastlegging.positie == recorder.lees_casus(open_casus)[-1].positie


def test_een_handeling_in_een_onbekende_casus(vastlegger):
    with pytest.raises(OnbekendeCasus) as geweigerd:
        vastlegger.leg_vast(uuid4(), CONTACT, DOOR)

    assert [(f.veld, f.code) for f in geweigerd.value.fouten] == [("casus", "onbekende-casus")]


def test_wat_geweigerd_wordt_staat_er_niet(vastlegger, open_casus, recorder):
    with pytest.raises(Geweigerd):
        vastlegger.leg_vast(open_casus, aangemeld(bevestigd("o9", door=WEST, op="2020-03-05 10:00")), DOOR)
    with pytest.raises(Geweigerd):
        vastlegger.open_casus(CONTACT, DOOR)

    assert len(bewaard(recorder, open_casus)) == 1


def test_een_geladen_casus_is_de_gevouwen_casus(vastlegger, open_casus, recorder):
    vastlegger.leg_vast(open_casus, aangemeld(overdracht(aan=WEST, op="2020-03-05 11:00")), DOOR)
    gevouwen = reduce(evolve, bewaard(recorder, open_casus), Casus(open_casus))

    assert vastlegger.lees(open_casus) == gevouwen
    assert set(gevouwen.overdrachten) == {"o1"}


def test_de_klok_terug_terwijl_de_server_opnieuw_begint(recorder, klok, kluis, open_casus):
    """What was recorded is read back, so a new process knows the last moment too."""
    klok.tijd = NU - timedelta(days=365)
    vastlegging = Vastlegger(recorder, kluis, klok).leg_vast(open_casus, CONTACT, DOOR)

    assert vastlegging.gebeurtenis.vastgelegd_op == NU


# --- the volgnummer that was expected -----------------------------------------------------------------


def test_met_het_verwachte_volgnummer(vastlegger, open_casus):
    assert vastlegger.leg_vast(open_casus, CONTACT, DOOR, verwacht=1).gebeurtenis.volgnummer == 2


@pytest.mark.parametrize("verwacht", [0, 2, 7])
def test_met_een_ander_volgnummer_dan_verwacht(vastlegger, open_casus, verwacht, recorder):
    with pytest.raises(VersieConflict) as conflict:
        vastlegger.leg_vast(open_casus, CONTACT, DOOR, verwacht=verwacht)

    assert (conflict.value.verwacht, conflict.value.gevonden) == (verwacht, 1)
    assert len(bewaard(recorder, open_casus)) == 1


class Ingehaald:
    """A recorder in front of which another writer comes in between loading and appending."""

    def __init__(self, recorder, tussendoor):
        self._recorder = recorder
        self._tussendoor = list(tussendoor)

    def __getattr__(self, naam):
        return getattr(self._recorder, naam)

    def voeg_toe(self, toevoeging):
        if self._tussendoor:
            self._tussendoor.pop(0)()
        return self._recorder.voeg_toe(toevoeging)


def test_wie_wordt_ingehaald_beslist_opnieuw(vastlegger, open_casus, recorder, klok, kluis):
    def ander():
        vastlegger.leg_vast(open_casus, ANDER_CONTACT, DOOR)

    ingehaald = Vastlegger(Ingehaald(recorder, [ander, ander]), kluis, klok)

    assert ingehaald.leg_vast(open_casus, CONTACT, DOOR).gebeurtenis.volgnummer == 4
    assert [g.gegevens for g in bewaard(recorder, open_casus)[1:]] == [
        ANDER_CONTACT.gegevens,
        ANDER_CONTACT.gegevens,
        CONTACT.gegevens,
    ]


def test_wie_wordt_ingehaald_kan_alsnog_geweigerd_worden(vastlegger, open_casus, recorder, klok, kluis):
    """Both take the same id; only the first one may."""
    verstuurd = aangemeld(overdracht("o1", aan=WEST, op="2020-03-05 11:00"))
    ingehaald = Vastlegger(
        Ingehaald(recorder, [lambda: vastlegger.leg_vast(open_casus, verstuurd, DOOR)]), kluis, klok
    )

    with pytest.raises(Geweigerd, match="al een overdracht"):
        ingehaald.leg_vast(open_casus, verstuurd, DOOR)


def test_wie_een_volgnummer_verwachtte_en_wordt_ingehaald_hoort_het(
    vastlegger, open_casus, recorder, klok, kluis
):
    ingehaald = Vastlegger(
        Ingehaald(recorder, [lambda: vastlegger.leg_vast(open_casus, ANDER_CONTACT, DOOR)]), kluis, klok
    )

    with pytest.raises(VersieConflict) as conflict:
        ingehaald.leg_vast(open_casus, CONTACT, DOOR, verwacht=1)
    assert (conflict.value.verwacht, conflict.value.gevonden) == (1, 2)


@pytest.mark.parametrize("processen", [1, 2], ids=["een-proces", "twee-processen"])
def test_veel_schrijvers_in_een_casus_verliezen_niets_en_herhalen_niets(
    processen, open_casus, recorder, klok, kluis
):
    """Each Vastlegger stands for a process: they know nothing of one another."""
    vastleggers = [Vastlegger(recorder, kluis, klok) for _ in range(processen)]

    def schrijf(nummer):
        handeling = aangemeld(incident(op=f"2020-03-05 10:{nummer:02}"))
        return vastleggers[nummer % processen].leg_vast(open_casus, handeling, DOOR).gebeurtenis

    with ThreadPoolExecutor(8) as schrijvers:
        geschreven = list(schrijvers.map(schrijf, range(40)))

    assert sorted(g.volgnummer for g in geschreven) == list(range(2, 42))
    assert sorted(geschreven, key=lambda g: g.volgnummer) == bewaard(recorder, open_casus)[1:]


# --- an idempotency key -------------------------------------------------------------------------------


def test_hetzelfde_verzoek_onder_een_sleutel_geeft_het_eerste_antwoord(
    vastlegger, open_casus, recorder, klok, sleutel
):
    eerste = vastlegger.leg_vast(open_casus, CONTACT, DOOR, sleutel=sleutel)
    klok.tijd += timedelta(days=1)
    vastlegger.leg_vast(open_casus, ANDER_CONTACT, DOOR)
    herhaald = vastlegger.leg_vast(open_casus, CONTACT, DOOR, sleutel=sleutel, verwacht=1)

    assert (herhaald.gebeurtenis, herhaald.positie) == (eerste.gebeurtenis, eerste.positie)
    assert (eerste.herhaald, herhaald.herhaald) == (False, True)
    assert len(bewaard(recorder, open_casus)) == 3


def test_dezelfde_sleutel_opent_maar_een_casus(recorder, klok, kluis, sleutel):
    vastlegger = Vastlegger(recorder, kluis, klok)
    eerste, tweede = (vastlegger.open_casus(MELDING, DOOR, sleutel=sleutel).gebeurtenis for _ in range(2))

    assert eerste == tweede


def test_dezelfde_sleutel_voor_een_ander_verzoek_wordt_geweigerd(vastlegger, open_casus, recorder, sleutel):
    vastlegger.leg_vast(open_casus, CONTACT, DOOR, sleutel=sleutel)

    with pytest.raises(SleutelConflict):
        vastlegger.leg_vast(open_casus, ANDER_CONTACT, DOOR, sleutel=sleutel)
    with pytest.raises(SleutelConflict):  # the same act for another casus is another request
        vastlegger.leg_vast(uuid4(), CONTACT, DOOR, sleutel=sleutel)
    assert len(bewaard(recorder, open_casus)) == 2


@pytest.mark.parametrize(
    "ander",
    [
        Actor(medewerker="mw-2", organisatie=DOOR.organisatie, rol=DOOR.rol),
        Actor(medewerker="mw-1", organisatie=WEST, rol=DOOR.rol),
    ],
    ids=["medewerker", "organisatie"],
)
def test_een_sleutel_is_van_wie_hem_koos(vastlegger, open_casus, ander, sleutel):
    vastlegger.leg_vast(open_casus, CONTACT, DOOR, sleutel=sleutel)

    assert not vastlegger.leg_vast(open_casus, ANDER_CONTACT, ander, sleutel=sleutel).herhaald


def test_zonder_sleutel_zijn_twee_gelijke_handelingen_er_twee(vastlegger, open_casus, recorder):
    assert not vastlegger.leg_vast(open_casus, CONTACT, DOOR).herhaald
    assert not vastlegger.leg_vast(open_casus, CONTACT, DOOR).herhaald
    assert len(bewaard(recorder, open_casus)) == 3


def test_een_geweigerde_handeling_verbruikt_haar_sleutel_niet(vastlegger, open_casus, klok, sleutel):
    klok.tijd = lokaal("2020-03-04 10:00") + timedelta(days=730)
    later = aangemeld(contact(door=WEST, op="2022-03-05 10:00"))
    with pytest.raises(Geweigerd):
        vastlegger.leg_vast(open_casus, later, DOOR, sleutel=sleutel)
    klok.tijd += timedelta(days=30)

    assert not vastlegger.leg_vast(open_casus, later, DOOR, sleutel=sleutel).herhaald


# --- what is remembered of a casus ----------------------------------------------------------------------


@pytest.fixture
def ander_proces(recorder, klok, kluis):
    """Records in the same ledger, and remembers by itself."""
    return Vastlegger(recorder, kluis, klok)


def test_een_volgende_handeling_leest_de_casus_niet_opnieuw(vastlegger, open_casus, recorder, monkeypatch):
    monkeypatch.setattr(recorder, "lees_casus", lambda *_, **__: pytest.fail("de casus werd gelezen"))

    vastgelegd = [vastlegger.leg_vast(open_casus, CONTACT, DOOR) for _ in range(3)]

    assert [een.gebeurtenis.volgnummer for een in vastgelegd] == [2, 3, 4]


def test_wie_onthoudt_en_wordt_ingehaald_verliest_niets(vastlegger, ander_proces, open_casus, recorder):
    for _ in range(3):
        vastlegger.leg_vast(open_casus, CONTACT, DOOR)
        ander_proces.leg_vast(open_casus, ANDER_CONTACT, DOOR)

    assert [een.volgnummer for een in bewaard(recorder, open_casus)] == [1, 2, 3, 4, 5, 6, 7]


def test_niets_wordt_geweigerd_op_wat_alleen_onthouden_is(vastlegger, ander_proces, open_casus):
    """Another process sent the handover; this one does not know it when it is confirmed here."""
    verstuurd = aangemeld(overdracht("o1", aan=WEST, op="2020-03-06 10:00"))
    ander_proces.leg_vast(open_casus, verstuurd, DOOR)

    bevestiging = vastlegger.leg_vast(
        open_casus, aangemeld(bevestigd("o1", door=WEST, op="2020-03-07 10:00")), DOOR, verwacht=2
    )

    assert bevestiging.gebeurtenis.volgnummer == 3


def test_ook_wie_onthoudt_hoort_welk_volgnummer_er_staat(vastlegger, ander_proces, open_casus):
    ander_proces.leg_vast(open_casus, CONTACT, DOOR)

    with pytest.raises(VersieConflict) as conflict:
        vastlegger.leg_vast(open_casus, ANDER_CONTACT, DOOR, verwacht=1)

    assert (conflict.value.verwacht, conflict.value.gevonden) == (1, 2)


def test_wat_vertrouwelijk_is_wordt_niet_onthouden(vastlegger, open_casus):
    vertrouwelijk = MELDING.gegevens.Vertrouwelijk(omschrijving="Iets over iemand die niet bestaat")
    tweede = aangemeld(melding("m2", op="2020-03-04 09:00")).model_copy(
        update={"vertrouwelijk": vertrouwelijk}
    )
    vastlegger.leg_vast(open_casus, tweede, DOOR)

    onthouden = vastlegger._onthouden.geef(open_casus)

    assert [een.vertrouwelijk for een in onthouden.gebeurtenissen] == [None, None]
    assert onthouden == vastlegger.lees(open_casus)


def test_de_positie_op_een_moment_is_die_van_wat_toen_het_laatst_was_vastgelegd(
    vastlegger, open_casus, recorder, klok
):
    for uren in (1, 1, 0, 5):
        klok.tijd += timedelta(hours=uren)
        vastlegger.leg_vast(open_casus, CONTACT, DOOR)
    rijen = recorder.lees_casus(open_casus)

    for uren in range(-1, 9):
        moment = NU + timedelta(hours=uren)
        for tot in (rijen[0].positie - 1, rijen[2].positie, rijen[-1].positie):
            bekend = [rij.positie for rij in rijen if rij.vastgelegd_op <= moment and rij.positie <= tot]
            assert recorder.positie_op(open_casus, moment, tot) == max(bekend, default=0)
    assert recorder.positie_op(uuid4(), klok.tijd, rijen[-1].positie) == 0
