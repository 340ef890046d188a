"""A ledger of version 0.1.0, with everything confidential readable in it, is sealed by `zicht migreer`.

`oud/grootboek-0.1.0.copy` was written by that version: two casussen recorded one by one (of the second a
person was destroyed, as far as that version could) and one imported, each the story of tests/kanaries.py.
"""

import shutil
from uuid import UUID

import psycopg
import pytest
from tests.conftest import SNEL, nieuwe_plaats
from tests.kanaries import BSN, KANARIE, VERHAAL, kanaries, nesten
from tests.sleutels import nieuw_sleutelbestand

from ledger.store import migrations
from ledger.store.codec import decodeer
from ledger.store.connection import open_pool
from ledger.store.embedded import IngebouwdeServer
from ledger.store.migrations import lees_migraties, migratiemap, migreer
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import importopdracht
from ledger.store.roles import maak_app_rol
from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig
from ledger.store.sleutels.kluis import open_kluis

OUD = migratiemap().parent / "tests" / "migrations" / "oud" / "grootboek-0.1.0.copy"
VOOR = 30  # the migrations of before keys
EEN, TWEE = (UUID(f"0190c1c2-0000-7000-8000-00000000000{nummer}") for nummer in (1, 2))
STEEKPROEF = "SELECT count(*) FROM pg_stats WHERE tablename = 'gebeurtenissen' AND attname = 'vertrouwelijk'"
VERZOEK = "SELECT verzoek FROM ledger.opdrachten WHERE opdracht = %s"
INGELEZEN = UUID("0190c1c2-0000-7000-8000-0000000000aa")


@pytest.fixture
def plaats():
    plaats = nieuwe_plaats()
    yield plaats
    shutil.rmtree(plaats, ignore_errors=True)


@pytest.fixture
def server(plaats, tmp_path):
    """A server of its own with the old ledger in it, of which the planner has samples."""
    oude = tmp_path / "oude-migraties"
    oude.mkdir()
    for migratie in lees_migraties():
        if migratie.nummer < VOOR:
            shutil.copy(migratiemap() / migratie.bestand, oude)
    with IngebouwdeServer(plaats, SNEL) as server:
        migreer(server.beheer, oude)
        with psycopg.connect(server.beheer, autocommit=True) as beheer:
            _laad(beheer)
            beheer.execute("ANALYZE")
            beheer.execute("CHECKPOINT")
        yield server


def _laad(beheer: psycopg.Connection) -> None:
    for stuk in OUD.read_bytes().split(b"\\.\n")[:-1]:
        opdracht, rijen = stuk.split(b"\n", 1)
        with beheer.cursor().copy(opdracht.decode()) as kopie:
            kopie.write(rijen)


def rij(server, vraag, *waarden):
    with psycopg.connect(server.beheer) as beheer:
        return beheer.execute(vraag, waarden).fetchone()


def test_an_old_ledger_is_sealed_and_nothing_readable_stays_behind(server, tmp_path):
    hoofdsleutels = nieuw_sleutelbestand(tmp_path)
    ingelezen = importopdracht(f"casus {INGELEZEN}")
    nesten_voor = nesten(server.datamap)
    assert {"/base/" in nest for nest in nesten_voor} == {"/pg_wal/" in nest for nest in nesten_voor}
    assert rij(server, STEEKPROEF) == (1,)
    (digest,) = rij(server, VERZOEK, ingelezen)

    migreer(server.beheer, hoofdsleutels=lambda: hoofdsleutels)

    assert nesten(server.datamap) == []
    assert rij(server, STEEKPROEF) == (0,)
    assert rij(server, VERZOEK, ingelezen) != (digest,)
    assert rij(server, "SELECT count(*) FROM sleutels.op_te_ruimen") == (0,)


def test_and_reads_as_before_but_for_what_it_had_said_to_be_destroyed(server, tmp_path):
    hoofdsleutels = nieuw_sleutelbestand(tmp_path)
    migreer(server.beheer, hoofdsleutels=lambda: hoofdsleutels)
    with psycopg.connect(server.beheer, autocommit=True) as beheer:
        maak_app_rol(beheer)

    with open_pool(server.app) as pool, open_kluis(server.app, hoofdsleutels) as kluis:
        gelezen = {}
        for casus in (EEN, TWEE, INGELEZEN):
            rijen = LedgerRecorder(pool).lees_casus(casus)
            geheimen = kluis.ontsluit(rijen)
            gelezen[casus] = [decodeer(een, geheimen).als_dict() for een in rijen]

    def vertrouwelijk(casus):
        return [act.get("vertrouwelijk") for act in gelezen[casus]]

    verteld = [act.get("vertrouwelijk") for act in VERHAAL]
    assert vertrouwelijk(EEN) == vertrouwelijk(INGELEZEN) == verteld
    weg = [act["soort"] for act in gelezen[TWEE] if act.get("vertrouwelijk") == "vernietigd"]
    assert weg == [
        "DirectbetrokkeneGeregistreerd",
        "DirectbetrokkeneGewijzigd",
        "WoonplaatsGewijzigd",
        "EigenVerklaringToegevoegd",
        "VernietigingVerzocht",
        "GebeurtenisGecorrigeerd",
    ]
    assert BSN not in str(gelezen[TWEE])
    assert len(kanaries(gelezen[TWEE])) < len(kanaries(gelezen[EEN])) == len(kanaries(VERHAAL))


def test_without_a_master_key_nothing_is_changed(server):
    def geen():
        raise HoofdsleutelOngeldig("geen sleutel")

    for hoofdsleutels in (None, geen):
        with pytest.raises(HoofdsleutelOngeldig):
            migreer(server.beheer, hoofdsleutels=hoofdsleutels)

    assert rij(server, "SELECT max(nummer) FROM migratie.toegepast") == (VOOR,)
    (deel,) = rij(server, "SELECT convert_from(vertrouwelijk, 'UTF8') FROM ledger.gebeurtenissen LIMIT 1")
    assert KANARIE in deel


def test_a_migration_that_dies_before_it_cleared_away_goes_on_there(server, tmp_path, monkeypatch):
    hoofdsleutels = nieuw_sleutelbestand(tmp_path)

    def dood(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as anders:
        anders.setattr(migrations, "ruim_op", dood)
        with pytest.raises(KeyboardInterrupt):
            migreer(server.beheer, hoofdsleutels=lambda: hoofdsleutels)
    assert nesten(server.datamap) != []

    assert migreer(server.beheer, hoofdsleutels=lambda: hoofdsleutels) == []

    assert nesten(server.datamap) == []


def test_a_part_that_the_old_version_could_not_read_either_is_sealed_whole(server, tmp_path):
    with psycopg.connect(server.beheer) as beheer:
        kapot = f"{KANARIE} kapot".encode()
        beheer.execute("UPDATE ledger.gebeurtenissen SET vertrouwelijk = %s WHERE positie = 1", [kapot])
        beheer.execute("UPDATE ledger.gebeurtenissen SET soort = 'Onbekend/7' WHERE positie = 2")
    hoofdsleutels = nieuw_sleutelbestand(tmp_path)

    migreer(server.beheer, hoofdsleutels=lambda: hoofdsleutels)

    assert nesten(server.datamap) == []


def test_who_may_not_clear_away_says_so_and_leaves_the_mark(server, tmp_path, monkeypatch, caplog):
    hoofdsleutels = nieuw_sleutelbestand(tmp_path)
    with monkeypatch.context() as anders:
        anders.setattr(migrations, "ruim_op", lambda _: None)
        migreer(server.beheer, hoofdsleutels=lambda: hoofdsleutels)
    with psycopg.connect(server.beheer, autocommit=True) as beheer:
        beheer.execute("CREATE ROLE migreert LOGIN IN ROLE zicht_eigenaar")

    migreer(server.conninfo("migreert"))

    assert "laat een superuser migreren" in caplog.text
    assert nesten(server.datamap) != []
    assert rij(server, "SELECT count(*) FROM sleutels.op_te_ruimen") == (3,)
