"""One append and its answer: written, in conflict, or written before — alone and together with others."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from uuid import UUID, uuid4

import psycopg
import pytest
from eventsourcing.persistence import IntegrityError, StoredEvent
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from psycopg import errors
from tests.conftest import onderhoud
from tests.store.bouw import BEGIN, REGIO, gebeurtenis, gebreken, toevoeging

from ledger.store.append import Bijschrijver, bereid_voor, roep_aan, uitkomsten_in
from ledger.store.connection import conninfo_als, verbind
from ledger.store.encoding import codeer, parameters
from ledger.store.errors import OpslagGeweigerd, ToevoegingOngeldig, VolgnummerBezet
from ledger.store.records import Conflict, Herhaald, OpgeslagenGebeurtenis, Toevoeging, Vastgelegd


def test_a_first_append_gets_the_first_positions(recorder):
    assert recorder.voeg_toe(toevoeging(uuid4(), 1, aantal=3)) == Vastgelegd(range(1, 4))
    assert recorder.voeg_toe(toevoeging(uuid4(), 1)) == Vastgelegd(range(4, 5))


def test_what_was_written_is_read_back_in_full(recorder):
    casus, opdracht = uuid4(), uuid4()
    recorder.voeg_toe(toevoeging(uuid4(), 1))
    voor = datetime.now(UTC)

    recorder.voeg_toe(toevoeging(casus, 1, aantal=2, opdracht=opdracht))

    gelezen = recorder.lees_casus(casus)
    assert [
        OpgeslagenGebeurtenis(
            **{naam: getattr(een, naam) for naam in OpgeslagenGebeurtenis.__dataclass_fields__}
        )
        for een in gelezen
    ] == [gebeurtenis(casus, 1), gebeurtenis(casus, 2)]
    assert [(een.positie, een.opdracht) for een in gelezen] == [(2, opdracht), (3, opdracht)]
    assert all(voor <= een.ontvangen_op <= datetime.now(UTC) for een in gelezen)
    assert recorder.select_events(casus) == [gebeurtenis(casus, 1), gebeurtenis(casus, 2)]


def test_a_part_of_a_casus_and_a_part_of_the_ledger_can_be_read(recorder):
    casus, ander = uuid4(), uuid4()
    recorder.voeg_toe(toevoeging(casus, 1, aantal=4))
    recorder.voeg_toe(toevoeging(ander, 1, aantal=2))

    assert [een.originator_version for een in recorder.lees_casus(casus, na=1, tot=3)] == [2, 3]
    assert [een.positie for een in recorder.lees_na(3, 2)] == [4, 5]
    assert [een.originator_id for een in recorder.lees_na(3, 10)] == [casus, ander, ander]
    assert recorder.lees_na(6, 10) == []
    assert recorder.hoogste_positie() == 6


def test_an_empty_ledger_has_no_positions(recorder):
    assert recorder.hoogste_positie() == 0
    assert recorder.lees_na(0, 10) == []
    assert recorder.zoek_opdracht(uuid4()) is None


@pytest.mark.parametrize(
    ("eerste", "gevonden"),
    [
        pytest.param(2, 2, id="een ander was eerder"),
        pytest.param(1, 2, id="een ander begon de casus"),
        pytest.param(4, 2, id="er zou een gat vallen"),
    ],
)
def test_a_volgnummer_that_is_not_the_next_is_a_conflict_that_tells_the_last(recorder, eerste, gevonden):
    casus = uuid4()
    recorder.voeg_toe(toevoeging(casus, 1, aantal=2))

    assert recorder.voeg_toe(toevoeging(casus, eerste)) == Conflict(gevonden, REGIO)
    assert recorder.hoogste_positie() == 2


@pytest.mark.parametrize("eerste", [0, 2, 7])
def test_a_new_casus_begins_at_one(recorder, eerste):
    assert recorder.voeg_toe(toevoeging(uuid4(), eerste)) == Conflict(0, None)


def test_a_casus_lives_in_one_regio(recorder):
    casus = uuid4()
    recorder.voeg_toe(toevoeging(casus, 1))

    assert recorder.voeg_toe(toevoeging(casus, 2, regio="utrecht")) == Conflict(1, REGIO)


def test_the_same_opdracht_is_written_once(recorder):
    casus, opdracht = uuid4(), uuid4()
    recorder.voeg_toe(toevoeging(uuid4(), 1))
    eerste = toevoeging(casus, 1, aantal=3, opdracht=opdracht, verzoek=b"het eerste")
    recorder.voeg_toe(eerste)
    recorder.voeg_toe(toevoeging(casus, 4))

    herhaald = Herhaald(b"het eerste", casus, 1, 3, 2)
    assert recorder.voeg_toe(eerste) == herhaald
    assert recorder.voeg_toe(toevoeging(uuid4(), 1, opdracht=opdracht, verzoek=b"een ander")) == herhaald
    assert recorder.zoek_opdracht(opdracht) == herhaald
    assert recorder.hoogste_positie() == 5


def test_an_opdracht_that_conflicted_may_be_sent_again(recorder):
    """A conflict writes nothing, also not that the command was seen."""
    casus, opdracht = uuid4(), uuid4()
    recorder.voeg_toe(toevoeging(casus, 1))

    assert recorder.voeg_toe(toevoeging(casus, 1, opdracht=opdracht)) == Conflict(1, REGIO)
    assert recorder.zoek_opdracht(opdracht) is None
    assert recorder.voeg_toe(toevoeging(casus, 2, opdracht=opdracht)) == Vastgelegd(range(2, 3))


@pytest.fixture
def samen(database):
    """Send a group in one call, which threads only do by chance."""
    bijschrijver = Bijschrijver(database.app, herkansen_s=5)

    def schrijf(*groep: Toevoeging) -> list[object]:
        antwoorden = bijschrijver.schrijf([(een.opdracht, codeer(een)) for een in groep])
        return [antwoord.uitkomst for antwoord in antwoorden]

    yield schrijf
    bijschrijver.sluit()


def test_appends_that_nothing_stands_in_the_way_of_get_the_positions_that_follow(samen, database):
    """Also the first of all, when no position is known yet, and those of several acts."""
    casus, ander = uuid4(), uuid4()

    assert samen(toevoeging(casus, 1)) == [Vastgelegd(range(1, 2))]
    assert samen(toevoeging(casus, 2)) == [Vastgelegd(range(2, 3))]
    assert samen(toevoeging(casus, 3), toevoeging(ander, 1)) == [
        Vastgelegd(range(3, 4)),
        Vastgelegd(range(4, 5)),
    ]
    assert samen(toevoeging(ander, 2, aantal=3), toevoeging(casus, 4), toevoeging(uuid4(), 1, aantal=2)) == [
        Vastgelegd(range(5, 8)),
        Vastgelegd(range(8, 9)),
        Vastgelegd(range(9, 11)),
    ]
    assert gebreken(database.eigenaar) == []


@pytest.mark.parametrize("aantal", [1, 2])
@pytest.mark.parametrize("vanaf", [None, -1, 0, 1, 3, 4, 1_000_000])
def test_whatever_a_caller_thinks_to_know_the_position_is_the_next(samen, database, vanaf, aantal):
    """A position may be one of before a back-up was put back, or one that others have gone far beyond."""
    samen(toevoeging(uuid4(), 1, aantal=3))

    with verbind(conninfo_als(database.app, "zicht_schrijver")) as verbinding:
        bereid_voor(verbinding)
        groep = [codeer(toevoeging(uuid4(), 1)) for _ in range(aantal)]
        antwoord = roep_aan(verbinding, parameters(groep, vanaf))

    assert uitkomsten_in(antwoord, [1] * aantal) == [
        Vastgelegd(range(positie, positie + 1)) for positie in range(4, 4 + aantal)
    ]
    assert gebreken(database.eigenaar) == []


def test_others_may_have_written_since(samen, recorder, database):
    casus = uuid4()
    samen(toevoeging(casus, 1))

    assert recorder.voeg_toe(toevoeging(uuid4(), 1, aantal=5)) == Vastgelegd(range(2, 7))
    assert samen(toevoeging(casus, 2)) == [Vastgelegd(range(7, 8))]
    assert samen(toevoeging(casus, 2)) == [Conflict(2, REGIO)]
    assert gebreken(database.eigenaar) == []


@pytest.mark.parametrize("vanaf", [None, 1])
@pytest.mark.parametrize("waar", [5, 6])  # what is told of the number of acts, and of the acts themselves
def test_a_call_that_contradicts_itself_writes_nothing(samen, recorder, database, vanaf, waar):
    samen(toevoeging(uuid4(), 1))
    for groep in ([toevoeging(uuid4(), 1)], [toevoeging(uuid4(), 1), toevoeging(uuid4(), 1)]):
        argumenten = parameters([codeer(een) for een in groep], vanaf)
        ander = parameters([codeer(toevoeging(uuid4(), 1, aantal=4))], vanaf)
        argumenten[waar + 1] = ander[waar + 1]
        with verbind(conninfo_als(database.app, "zicht_schrijver")) as verbinding:
            bereid_voor(verbinding)
            with pytest.raises((errors.DataError, errors.IntegrityError)):
                roep_aan(verbinding, argumenten)

    assert recorder.hoogste_positie() == 1


def test_a_plan_made_for_a_small_ledger_finds_by_key(database):
    """Each of the questions of the function, as its plan is kept, is answered from an index."""
    with (
        psycopg.connect(database.eigenaar, autocommit=True) as eigenaar,
        verbind(conninfo_als(database.app, "zicht_schrijver")) as verbinding,
    ):
        bereid_voor(verbinding)

        def schrijf_enige_malen() -> tuple[int, int]:
            for keer in range(16):  # of the first the plans are thrown away
                groep = [codeer(toevoeging(uuid4(), 1)) for _ in range(1 + keer % 2)]
                roep_aan(verbinding, parameters(groep, 1))
            verbinding.execute("SELECT pg_stat_force_next_flush()")
            verbinding.execute("SELECT 1")
            (gelezen,) = eigenaar.execute(
                """SELECT sum(seq_tup_read), sum(idx_scan) FROM pg_stat_user_tables
                    WHERE relid IN ('ledger.gebeurtenissen'::regclass, 'ledger.opdrachten'::regclass)"""
            ).fetchall()
            return gelezen

        na_begin, na_begin_op_sleutel = schrijf_enige_malen()
        van_voor_tot_achter, op_sleutel = schrijf_enige_malen()

    assert van_voor_tot_achter == na_begin
    assert op_sleutel > na_begin_op_sleutel


def test_in_one_call_the_second_append_to_a_casus_sees_the_first(samen, database):
    casus, ander = uuid4(), uuid4()

    assert samen(
        toevoeging(casus, 1, aantal=2),
        toevoeging(ander, 1),
        toevoeging(casus, 2),
        toevoeging(casus, 3),
        toevoeging(casus, 4, regio="utrecht"),
    ) == [
        Vastgelegd(range(1, 3)),
        Vastgelegd(range(3, 4)),
        Conflict(2, REGIO),
        Vastgelegd(range(4, 5)),
        Conflict(3, REGIO),
    ]
    assert gebreken(database.eigenaar) == []


def test_in_one_call_the_same_opdracht_is_written_once(samen, database):
    casus, opdracht = uuid4(), uuid4()
    een = toevoeging(casus, 1, aantal=2, opdracht=opdracht, verzoek=b"x")

    assert samen(
        toevoeging(uuid4(), 5, opdracht=opdracht), een, een, toevoeging(casus, 3, opdracht=opdracht)
    ) == [
        Conflict(0, None),
        Vastgelegd(range(1, 3)),
        Herhaald(b"x", casus, 1, 2, 1),
        Herhaald(b"x", casus, 1, 2, 1),
    ]
    assert gebreken(database.eigenaar) == []


def test_a_refused_append_leaves_the_others_of_its_call_alone(samen):
    """The database cannot store a NUL in a text, and refuses the whole call for it."""
    goed, fout = toevoeging(uuid4(), 1), uuid4()
    kapot = Toevoeging(
        uuid4(), b"v", [OpgeslagenGebeurtenis(fout, 1, "Contact\0Gelegd/1", b"{}", REGIO, BEGIN, BEGIN, None)]
    )

    antwoorden = samen(goed, kapot, toevoeging(uuid4(), 1))

    assert antwoorden[0] == Vastgelegd(range(1, 2))
    assert antwoorden[2] == Vastgelegd(range(2, 3))
    assert isinstance(antwoorden[1], OpslagGeweigerd)
    assert str(antwoorden[1]) == "De database weigerde (SQLSTATE 22021)."


def test_a_commit_that_fails_after_the_answer_is_a_refusal(recorder, database):
    """The server says what it is going to write, and then that it could not commit it."""
    with onderhoud(database.eigenaar) as eigenaar:
        eigenaar.execute("""
            CREATE FUNCTION ledger.zeg_nee() RETURNS trigger LANGUAGE plpgsql AS
            $$BEGIN RAISE EXCEPTION 'nee' USING ERRCODE = 'lock_not_available'; END$$;
            CREATE CONSTRAINT TRIGGER zeg_nee AFTER INSERT ON ledger.opdrachten DEFERRABLE INITIALLY DEFERRED
               FOR EACH ROW EXECUTE FUNCTION ledger.zeg_nee()""")
    append = toevoeging(uuid4(), 1)

    with pytest.raises(OpslagGeweigerd, match="55P03"):
        recorder.voeg_toe(append)

    assert recorder.zoek_opdracht(append.opdracht) is None
    with onderhoud(database.eigenaar) as eigenaar:
        eigenaar.execute("DROP TRIGGER zeg_nee ON ledger.opdrachten; DROP FUNCTION ledger.zeg_nee()")
    assert recorder.voeg_toe(append) == Vastgelegd(range(1, 2))


@dataclass
class Model:
    """The ledger as a page of Python: what each append must answer."""

    laatste: dict[UUID, tuple[int, str]] = field(default_factory=dict)
    opdrachten: dict[UUID, Herhaald] = field(default_factory=dict)
    positie: int = 0

    def verwacht(self, append: Toevoeging) -> object:
        if append.opdracht in self.opdrachten:
            return self.opdrachten[append.opdracht]
        laatste, regio = self.laatste.get(append.casus, (0, None))
        nieuwe_regio = append.gebeurtenissen[0].regio
        if append.eerste != laatste + 1 or regio not in (None, nieuwe_regio):
            return Conflict(laatste, regio)
        aantal = len(append.gebeurtenissen)
        vanaf, self.positie = self.positie + 1, self.positie + aantal
        self.laatste[append.casus] = (laatste + aantal, nieuwe_regio)
        self.opdrachten[append.opdracht] = Herhaald(
            append.verzoek, append.casus, append.eerste, laatste + aantal, vanaf
        )
        return Vastgelegd(range(vanaf, self.positie + 1))


APPEND = st.builds(
    toevoeging,
    casus=st.integers(1, 3).map(lambda n: UUID(int=n)),
    eerste=st.integers(1, 6),
    aantal=st.integers(1, 3),
    opdracht=st.integers(1, 12).map(lambda n: UUID(int=n)),
    regio=st.sampled_from([REGIO, REGIO, REGIO, "utrecht"]),
    verzoek=st.sampled_from([b"a", b"b"]),
)


@given(groepen=st.lists(st.lists(APPEND, min_size=1, max_size=8), max_size=6))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_every_history_of_groups_answers_as_one_by_one(samen, database, groepen):
    """However appends are grouped, the answers are those of a ledger that takes them one at a time."""
    with onderhoud(database.eigenaar) as eigenaar:
        eigenaar.execute("TRUNCATE ledger.gebeurtenissen, ledger.opdrachten")
    model = Model()

    for groep in groepen:
        assert samen(*groep) == [model.verwacht(append) for append in groep]

    assert gebreken(database.eigenaar) == []


def zonder_tijdzone(casus: UUID) -> OpgeslagenGebeurtenis:
    naief = BEGIN.replace(tzinfo=None)
    return OpgeslagenGebeurtenis(casus, 1, "ContactGelegd/1", b"{}", REGIO, naief, BEGIN, None)


CASUS = uuid4()


@pytest.mark.parametrize(
    "gebeurtenissen",
    [
        pytest.param([], id="geen"),
        pytest.param([gebeurtenis(CASUS, 1), gebeurtenis(uuid4(), 2)], id="twee casussen"),
        pytest.param([gebeurtenis(CASUS, 1), gebeurtenis(CASUS, 2, regio="utrecht")], id="twee regio's"),
        pytest.param([gebeurtenis(CASUS, 1), gebeurtenis(CASUS, 3)], id="een gat"),
        pytest.param([gebeurtenis(CASUS, 1), gebeurtenis(CASUS, 1)], id="tweemaal hetzelfde volgnummer"),
        pytest.param([zonder_tijdzone(CASUS)], id="een moment zonder tijdzone"),
    ],
)
def test_an_append_that_contradicts_itself_is_refused_before_it_is_sent(gebeurtenissen):
    with pytest.raises(ToevoegingOngeldig):
        Toevoeging(uuid4(), b"v", gebeurtenissen)


def test_a_large_append_is_written_whole(recorder):
    """Beyond a megabyte the library's own way of sending hangs for ever."""
    casus = uuid4()
    acten = [gebeurtenis(casus, volgnummer, open_=b"x" * 2_000) for volgnummer in range(1, 1_001)]

    assert recorder.voeg_toe(Toevoeging(uuid4(), b"v", acten)) == Vastgelegd(range(1, 1_001))
    assert [len(een.state) for een in recorder.lees_casus(casus)] == [2_000] * 1_000


def test_the_library_is_told_of_a_conflict_in_its_own_words(recorder):
    casus = uuid4()
    recorder.insert_events([gebeurtenis(casus, 1)])

    with pytest.raises(IntegrityError) as gevangen:
        recorder.insert_events([gebeurtenis(casus, 1)])

    assert isinstance(gevangen.value, VolgnummerBezet)
    assert (gevangen.value.verwacht, gevangen.value.gevonden) == (0, 1)


def test_the_library_may_name_its_opdracht(recorder):
    casus, opdracht = uuid4(), uuid4()

    eerste = recorder.insert_events([gebeurtenis(casus, 1)], opdracht=opdracht, verzoek=b"v")

    assert list(recorder.insert_events([gebeurtenis(casus, 1)], opdracht=opdracht, verzoek=b"v")) == list(
        eerste
    )
    with pytest.raises(ToevoegingOngeldig, match="tracking"):
        recorder.insert_events([gebeurtenis(casus, 2)], tracking=1)


def test_events_that_are_not_ours_stay_what_they_were(recorder):
    vreemd = StoredEvent(uuid4(), 0, "vreemd", b"state")
    recorder.insert_events([vreemd])

    assert recorder.select_events(vreemd.originator_id) == [vreemd]
    assert [(een.gebeurd_op, een.regio) for een in recorder.lees_na(0, 1)] == [(None, "onbekend")]
