"""The keys of the confidential parts on a real database: made once, kept wrapped, gone when destroyed."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors
from tests.domain.beslissen import aangemeld
from tests.sleutels import nieuw_sleutelbestand
from tests.store.bouw import gebeurtenis
from tests.verhaal import DOOR, handeling, lokaal, melding

from ledger.acts.dossier import PersoonsgegevensVernietigd
from ledger.acts.melding import DirectbetrokkeneGeregistreerd
from ledger.errors import VersieConflict
from ledger.store.codec import decodeer
from ledger.store.connection import conninfo_als
from ledger.store.errors import OpslagGeweigerd
from ledger.store.records import Toevoeging
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOntbreekt, InpakkenMislukt, SleutelVernietigd
from ledger.store.sleutels.kluis import ROL, nieuwe_sleutel, open_kluis
from ledger.vastleggen import Vastlegger
from ledger.vertrouwelijk import Sleutelnaam

VAN_CASUS = Sleutelnaam("casus")
P1 = Sleutelnaam("persoon", "p1")
OP = "2020-03-03 10:00"


class Stil:
    def nu(self):
        return lokaal("2020-06-01 10:00")


def geregistreerd(naam="Iemand", persoon="p1"):
    (act,) = [DirectbetrokkeneGeregistreerd(persoon=persoon, rol="ouder")]
    aanmelding = aangemeld(handeling(act, op=OP))
    return aanmelding.model_copy(update={"vertrouwelijk": act.Vertrouwelijk(naam=naam)})


def vernietigd(persoon="p1"):
    return aangemeld(
        handeling(PersoonsgegevensVernietigd(persoon=persoon, grond="bewaartermijn"), op="2020-05-01 10:00")
    )


@pytest.fixture
def vastlegger(recorder, kluis):
    return Vastlegger(recorder, kluis, Stil())


@pytest.fixture
def casus(vastlegger):
    """A casus with a person in it."""
    nieuw = vastlegger.open_casus(aangemeld(melding(op="2020-03-02 09:00")), DOOR).gebeurtenis.casus
    vastlegger.leg_vast(nieuw, geregistreerd(), DOOR)
    return nieuw


def gelezen(recorder, kluis, casus):
    """What is confidential in each act, as JSON."""
    rijen = recorder.lees_casus(casus)
    geheimen = kluis.ontsluit(rijen)
    delen = [decodeer(rij, geheimen).vertrouwelijk for rij in rijen]
    return [None if deel is None else deel.model_dump(mode="json", exclude_none=True) for deel in delen]


# --- making -------------------------------------------------------------------------------------------


def test_a_key_is_made_once_and_stays_the_same_for_everybody(database, kluis, tmp_path):
    gevraagd = [(uuid4(), VAN_CASUS), (uuid4(), P1)]
    eerst = kluis.geef(gevraagd)

    with open_kluis(database.app, Sleutelbestand(tmp_path / "hoofdsleutels")) as ander:
        assert ander.geef(gevraagd) == eerst == kluis.geef(gevraagd)
        assert ander.geef(gevraagd, nieuw=True) == eerst
    assert len({sleutel.geheim for sleutel in eerst.values()}) == 2


def test_many_who_ask_for_the_same_new_key_at_once_get_the_same(database, kluis, tmp_path):
    gevraagd = [(uuid4(), VAN_CASUS)]
    with (
        open_kluis(database.app, Sleutelbestand(tmp_path / "hoofdsleutels")) as ander,
        ThreadPoolExecutor(8) as velen,
    ):
        kluizen = [kluis, ander] * 8
        antwoorden = list(velen.map(lambda een: een.geef(gevraagd)[gevraagd[0]].geheim, kluizen))

    assert len(set(antwoorden)) == 1


def test_keys_that_were_made_elsewhere_are_kept_under_the_names_that_are_free(database, kluis, tmp_path):
    casus = uuid4()
    bezet = kluis.geef([(casus, VAN_CASUS)])
    vers = {(casus, naam): nieuwe_sleutel() for naam in (VAN_CASUS, P1)}

    with open_kluis(database.app, Sleutelbestand(tmp_path / "hoofdsleutels")) as ander:
        assert ander.bewaar(vers) == {(casus, P1)}
        assert ander.bewaar(vers) == set(), "they are not free any more, also not for who has them"
        assert ander.bewaar({}) == set()

    assert kluis.geef(list(vers)) == {**bezet, (casus, P1): vers[casus, P1]}


def test_in_the_database_a_key_is_only_there_wrapped(database, kluis):
    (sleutel,) = kluis.geef([(uuid4(), P1)]).values()
    with psycopg.connect(database.eigenaar) as eigenaar:
        (ingepakt,) = eigenaar.execute("SELECT ingepakt FROM sleutels.datasleutels").fetchone()

    assert sleutel.geheim not in ingepakt


def test_a_wrapped_key_put_in_the_row_of_another_does_not_open(database, kluis, tmp_path):
    een, twee = kluis.geef([(uuid4(), P1), (uuid4(), P1)])
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute(
            "UPDATE sleutels.datasleutels a SET ingepakt = b.ingepakt FROM sleutels.datasleutels b"
            " WHERE a.casus = %s AND b.casus = %s",
            [een[0], twee[0]],
        )

    with (
        open_kluis(database.app, Sleutelbestand(tmp_path / "hoofdsleutels")) as ander,
        pytest.raises(InpakkenMislukt),
    ):
        ander.geef([een])


def test_without_the_master_key_nothing_opens(database, kluis, tmp_path):
    gevraagd = [(uuid4(), P1)]
    kluis.geef(gevraagd)

    (tmp_path / "elders").mkdir()
    with (
        open_kluis(database.app, nieuw_sleutelbestand(tmp_path / "elders")) as ander,
        pytest.raises(HoofdsleutelOntbreekt),
    ):
        ander.geef(gevraagd)


# --- destroying ---------------------------------------------------------------------------------------


def test_the_act_destroys_the_key_of_the_person_and_of_nobody_else(vastlegger, recorder, kluis, casus):
    vastlegger.leg_vast(casus, geregistreerd("Een ander", "p2"), DOOR)

    vastlegger.leg_vast(casus, vernietigd(), DOOR)

    assert gelezen(recorder, kluis, casus) == [None, "vernietigd", {"naam": "Een ander"}, None]


def test_of_the_whole_casus_everything(vastlegger, recorder, kluis, casus):
    vastlegger.leg_vast(casus, geregistreerd("Een ander", "p2"), DOOR)
    vastlegger.leg_vast(casus, vernietigd(None), DOOR)
    vastlegger.leg_vast(casus, geregistreerd("Weer gezien"), DOOR)

    assert gelezen(recorder, kluis, casus) == [
        None,
        "vernietigd",
        "vernietigd",
        None,
        {"naam": "Weer gezien"},
    ]


def test_when_the_key_cannot_be_destroyed_the_act_is_not_recorded(
    vastlegger, recorder, kluis, casus, database
):
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute("ALTER TABLE sleutels.datasleutels ADD CHECK (vernietigd_op IS NULL)")

    with pytest.raises(Exception, match="23514"):
        vastlegger.leg_vast(casus, vernietigd(), DOOR)

    assert gelezen(recorder, kluis, casus) == [None, {"naam": "Iemand"}]


_ANDER_PROCES = """
import sys
from pathlib import Path
from uuid import UUID
from ledger.store.codec import decodeer
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from ledger.store.sleutels.bestand import Sleutelbestand
from ledger.store.sleutels.kluis import open_kluis

conninfo, bestand, casus = sys.argv[1:]
with open_pool(conninfo) as pool, open_kluis(conninfo, Sleutelbestand(Path(bestand))) as kluis:
    recorder = LedgerRecorder(pool)
    while sys.stdin.readline():
        rijen = recorder.lees_casus(UUID(casus))
        een = decodeer(rijen[1], kluis.ontsluit(rijen))
        print(een.vertrouwelijk.model_dump_json(exclude_none=True), flush=True)
"""


def test_another_process_that_had_the_key_says_destroyed_at_once(vastlegger, database, casus, tmp_path):
    opdracht = [sys.executable, "-c", _ANDER_PROCES, database.app, tmp_path / "hoofdsleutels", str(casus)]
    with subprocess.Popen(opdracht, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as ander:

        def vraag():
            ander.stdin.write("\n")
            ander.stdin.flush()
            return ander.stdout.readline().strip()

        assert vraag() == '{"naam":"Iemand"}'
        vastlegger.leg_vast(casus, vernietigd(), DOOR)
        assert vraag() == '"vernietigd"'
        ander.stdin.close()


def test_who_still_has_the_key_never_seals_with_it_again(vastlegger, recorder, kluis, database, tmp_path):
    """The other one saw the casus before the erasure: it is refused, looks again, and asks for a new key."""
    casus = vastlegger.open_casus(aangemeld(melding(op="2020-03-02 09:00")), DOOR).gebeurtenis.casus
    with open_kluis(database.app, Sleutelbestand(tmp_path / "hoofdsleutels")) as eigen:
        ander = Vastlegger(recorder, eigen, Stil())
        ander.leg_vast(casus, geregistreerd("Nog voor de vernietiging"), DOOR)
        staat = ander.lees(casus)
        vastlegger.leg_vast(casus, vernietigd(), DOOR)

        ander.lees = lambda _, oud=[staat]: oud.pop() if oud else vastlegger.lees(casus)
        ander.leg_vast(casus, geregistreerd("Erna"), DOOR)

    assert gelezen(recorder, kluis, casus)[-3:] == ["vernietigd", None, {"naam": "Erna"}]
    with psycopg.connect(database.eigenaar) as eigenaar:
        namen = eigenaar.execute(
            "SELECT na, ingepakt IS NULL FROM sleutels.datasleutels WHERE klasse = 'persoon' ORDER BY na"
        ).fetchall()
    assert namen == [(0, True), (3, False)]


def test_who_expected_a_volgnummer_hears_that_the_casus_went_on(
    vastlegger, recorder, kluis, casus, monkeypatch
):
    staat = vastlegger.lees(casus)
    vastlegger.leg_vast(casus, vernietigd(), DOOR)
    kluis._op_naam.vergeet((casus, P1))
    with pytest.raises(SleutelVernietigd):
        kluis.geef([(casus, P1)])

    oud = [staat]
    echt = vastlegger.lees
    monkeypatch.setattr(vastlegger, "lees", lambda casus: oud.pop() if oud else echt(casus))
    with pytest.raises(VersieConflict) as conflict:
        vastlegger.leg_vast(casus, geregistreerd("Erna"), DOOR, verwacht=2)
    assert (conflict.value.verwacht, conflict.value.gevonden) == (2, 3)


# --- who may what -------------------------------------------------------------------------------------


def test_who_appends_cannot_read_keys_and_who_has_the_keys_cannot_append(database, kluis):
    kluis.geef([(uuid4(), P1)])
    leeg = ",".join(["1", *["'{}'"] * 11])
    for rol, verboden in (
        ("zicht_schrijver", "SELECT FROM sleutels.datasleutels"),
        ("zicht_lezer", "SELECT FROM sleutels.datasleutels"),
        (ROL, f"SELECT FROM ledger.voeg_toe({leeg})"),
        (ROL, "SELECT FROM ledger.gebeurtenissen"),
    ):
        with (
            psycopg.connect(conninfo_als(database.app, rol)) as verbinding,
            pytest.raises(errors.InsufficientPrivilege),
        ):
            verbinding.execute(verboden)


def test_a_key_that_was_destroyed_cannot_be_put_back_by_who_has_the_keys(vastlegger, casus, database):
    vastlegger.leg_vast(casus, vernietigd(), DOOR)
    for terug, fout in (
        ("UPDATE sleutels.datasleutels SET ingepakt = '\\x00'", errors.CheckViolation),
        ("UPDATE sleutels.datasleutels SET vernietigd_op = NULL", errors.InsufficientPrivilege),
        ("DELETE FROM sleutels.datasleutels", errors.InsufficientPrivilege),
        ("SELECT sleutels.vernietig(gen_random_uuid(), 1, NULL)", errors.InsufficientPrivilege),
    ):
        with psycopg.connect(conninfo_als(database.app, ROL)) as sleutels, pytest.raises(fout):
            sleutels.execute(terug)


def test_nothing_readable_can_be_stored_whoever_tries(recorder, casus):
    volgende = replace(gebeurtenis(casus, 3), vertrouwelijk=b'{"naam":"x"}')

    with pytest.raises(OpslagGeweigerd) as geweigerd:
        recorder.voeg_toe(Toevoeging(uuid4(), b"", [volgende]))

    assert geweigerd.value.beperking == "gebeurtenissen_vertrouwelijk_verzegeld"


# --- the key file -------------------------------------------------------------------------------------


def test_the_key_file_is_for_its_owner_only(tmp_path):
    bestand = nieuw_sleutelbestand(tmp_path / "diep" / "er")

    assert (tmp_path / "diep" / "er" / "hoofdsleutels").stat().st_mode & 0o777 == 0o600
    assert len(bestand.aanwezig()) == 1


@pytest.mark.parametrize(
    ("inhoud", "rechten", "zin"),
    [
        ("", 0o640, "leesbaar voor anderen"),
        ("geen sleutel\n", 0o600, "onleesbare regel"),
        (f"{uuid4()} 00ff\n", 0o600, "onleesbare regel"),
    ],
)
def test_a_key_file_that_cannot_be_trusted_is_refused_without_saying_what_is_in_it(
    tmp_path, inhoud, rechten, zin
):
    pad = Path(tmp_path / "hoofdsleutels")
    pad.write_text(inhoud)
    pad.chmod(rechten)

    with pytest.raises(Exception, match=zin) as fout:
        Sleutelbestand(pad).aanwezig()
    assert "00ff" not in str(fout.value)


def test_a_master_key_that_is_destroyed_is_gone_and_the_others_stay(tmp_path):
    bestand = nieuw_sleutelbestand(tmp_path)
    (een,) = bestand.aanwezig()
    twee = bestand.maak()
    sleutel, geheim = uuid4(), bytes(32)
    ingepakt = {naam: bestand.pak_in(naam, sleutel, geheim) for naam in (een, twee)}
    oude_regel = (tmp_path / "hoofdsleutels").read_text().split()[1]

    bestand.vernietig(een)
    bestand.vernietig(een)

    with pytest.raises(HoofdsleutelOntbreekt):
        bestand.pak_uit(een, sleutel, ingepakt[een])
    assert bestand.pak_uit(twee, sleutel, ingepakt[twee]) == geheim
    assert not any(oude_regel in pad.read_text() for pad in tmp_path.iterdir())
