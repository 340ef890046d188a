"""Each attack on the log, performed: who is stopped by which layer, and by which position it is found.

As the application and as the owner of the tables most are refused. A superuser cannot be stopped, so what he
does is done here, and then the log is audited against a checkpoint that somebody kept.
"""

import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import psycopg
import pytest
from tests.conftest import SNEL, nieuwe_plaats
from tests.zegel.opzet import BELEID, OORSPRONG, SLEUTEL, Opzet

from api.cli.verifieer import keur_checkpoints
from ledger.store.connection import open_pool
from ledger.store.embedded import IngebouwdeServer
from ledger.store.migrations import migreer
from ledger.store.recorder import LedgerRecorder
from ledger.store.roles import maak_app_rol
from ledger.store.zegel.fouten import LogboekTeruggezet
from ledger.store.zegel.naloop import Naloop
from ledger.zegel.notitie import lees_sleutel
from ledger.zegel.ondertekenaar import Ondertekenaar

WISSEL = """
UPDATE ledger.gebeurtenissen g SET {kolom} = a.{kolom}
  FROM ledger.gebeurtenissen a
 WHERE (g.positie, a.positie) IN ((3, 4), (4, 3))
"""
NA_SCHUIVEN = """
INSERT INTO ledger.gebeurtenissen SELECT 5, gebeurd_op, vastgelegd_op, ontvangen_op, 1, gen_random_uuid(),
       gen_random_uuid(), regio, soort, open, NULL FROM ledger.gebeurtenissen WHERE positie = 4
"""
TERUGGEDATEERD = """
INSERT INTO ledger.gebeurtenissen SELECT 13, gebeurd_op, vastgelegd_op - interval '1 year',
       ontvangen_op - interval '1 day', 5, casus, gen_random_uuid(), regio, soort, open, NULL
  FROM ledger.gebeurtenissen WHERE positie = 10
"""
HERSCHIK = "UPDATE ledger.gebeurtenissen SET positie = {naar} WHERE positie = {van}"

GEWIJZIGD = "is niet wat is verzegeld."
AANVALLEN = {
    "het open deel gewijzigd": (
        ["UPDATE ledger.gebeurtenissen SET open = open || ' ' WHERE positie = 5"],
        {"positie 5": GEWIJZIGD},
    ),
    "een tijdstip gewijzigd": (
        ["UPDATE ledger.gebeurtenissen SET gebeurd_op = gebeurd_op - interval '1 us' WHERE positie = 7"],
        {"positie 7": GEWIJZIGD},
    ),
    "het moment van ontvangst gewijzigd": (
        ["UPDATE ledger.gebeurtenissen SET ontvangen_op = ontvangen_op + interval '1 us' WHERE positie = 7"],
        {"positie 7": GEWIJZIGD},
    ),
    "gewist": (
        ["DELETE FROM ledger.gebeurtenissen WHERE positie = 5"],
        {"positie 5": "ontbreekt.", "positie 8": "heeft volgnummer 3, verwacht 2."},
    ),
    "twee handelingen verwisseld": (
        [WISSEL.format(kolom="gebeurd_op")],
        {"positie 3": GEWIJZIGD, "positie 4": GEWIJZIGD},
    ),
    "een versleuteld deel naar een andere rij verplaatst": (
        [WISSEL.format(kolom="vertrouwelijk")],
        {"positie 3": GEWIJZIGD, "positie 4": GEWIJZIGD},
    ),
    "de volgorde veranderd": (
        [
            HERSCHIK.format(van=5, naar=99),
            HERSCHIK.format(van=6, naar=5),
            HERSCHIK.format(van=99, naar=6),
        ],
        {"positie 5": GEWIJZIGD, "positie 6": GEWIJZIGD},
    ),
    "met terugwerkende kracht tussengevoegd": (
        [
            "UPDATE ledger.gebeurtenissen SET positie = positie + 100 WHERE positie >= 5",
            "UPDATE ledger.gebeurtenissen SET positie = positie - 99 WHERE positie > 100",
            NA_SCHUIVEN,
        ],
        {f"positie {positie}": GEWIJZIGD for positie in range(5, 13)},
    ),
    "teruggedateerd toegevoegd": (
        [TERUGGEDATEERD],
        {
            "positie 13": "is ontvangen voor de vorige positie: later tussengevoegd.",
            "positie 13 ": "is vastgelegd voor de vorige handeling van de casus.",
        },
    ),
    "de staart afgeknipt": (
        ["DELETE FROM ledger.gebeurtenissen WHERE positie > 8"],
        {"posities 9 tot en met 12": "ontbreken."},
    ),
    "alles gewist": (
        ["DELETE FROM ledger.gebeurtenissen"],
        {"posities 1 tot en met 12": "ontbreken."},
    ),
}
ALLEEN_TOEVOEGEN = {"teruggedateerd toegevoegd"}


def loop_na(opzet, bewaard, map_=None, processen=1):
    """The findings of an audit by somebody who kept a checkpoint."""
    gelezen = {"bewaard": bewaard, "gepubliceerd": opzet.checkpointbestand.read_bytes()}
    checkpoints, bevindingen = keur_checkpoints(gelezen, BELEID, opzet.logboek)
    uitkomst = Naloop(opzet.app, opzet.logboek, map_ or opzet.map, processen).loop_na(checkpoints)
    return [str(bevinding) for bevinding in (*bevindingen, *uitkomst.bevindingen)]


@pytest.fixture
def verzegeld(opzet):
    """A sealed log of twelve acts, and the checkpoint that somebody kept."""
    opzet.schrijf()
    opzet.verzegel()
    return opzet.checkpointbestand.read_bytes()


def test_een_log_dat_niemand_aanraakte_is_in_orde(opzet, verzegeld):
    opzet.schrijf(casussen=1, acten=3)

    assert loop_na(opzet, verzegeld) == []
    opzet.verzegel()
    assert loop_na(opzet, verzegeld) == []


@pytest.mark.parametrize("naam", AANVALLEN)
def test_de_applicatie_wordt_tegengehouden_door_haar_rechten(opzet, verzegeld, naam):
    eerste, *_ = AANVALLEN[naam][0]
    with psycopg.connect(opzet.app) as app, pytest.raises(psycopg.errors.InsufficientPrivilege):
        app.execute(eerste)
    assert loop_na(opzet, verzegeld) == []


@pytest.mark.parametrize("naam", [naam for naam in AANVALLEN if naam not in ALLEEN_TOEVOEGEN])
def test_de_eigenaar_van_de_tabellen_wordt_tegengehouden_door_een_trigger(opzet, verzegeld, naam):
    eerste, *_ = AANVALLEN[naam][0]
    with psycopg.connect(opzet.eigenaar) as eigenaar:
        eigenaar.execute("SET ROLE zicht_eigenaar")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            eigenaar.execute(eerste)
    assert loop_na(opzet, verzegeld) == []


@pytest.mark.parametrize("naam", AANVALLEN)
def test_wat_een_superuser_doet_wordt_gevonden_met_de_plaats(opzet, verzegeld, naam):
    opdrachten, plaatsen = AANVALLEN[naam]
    for opdracht in opdrachten:
        opzet.sql(opdracht)

    gevonden = loop_na(opzet, verzegeld)

    meldingen = {f"{plaats.strip()}: {melding}" for plaats, melding in plaatsen.items()}
    assert meldingen <= set(gevonden), gevonden
    genoemd = {een.partition(":")[0] for een in gevonden} - {"bewaard", "gepubliceerd"}
    assert genoemd <= {plaats.strip() for plaats in plaatsen} | VOLGNUMMERS, gevonden
    if naam not in ALLEEN_TOEVOEGEN:
        assert "bewaard: de eerste 12 bladen geven een andere wortel." in gevonden


# what moves a volgnummer out of its place is told as well, where its casus goes on
VOLGNUMMERS = {f"positie {positie}" for positie in range(4, 13)}


def test_een_wijziging_in_een_kolom_is_genoeg_in_elke_kolom(opzet, verzegeld):
    kolommen = {
        "volgnummer": "volgnummer + 40",
        "casus": "gen_random_uuid()",
        "opdracht": "gen_random_uuid()",
        "regio": "regio || 'x'",
        "soort": "soort || '1'",
        "vertrouwelijk": "NULL",
        "vastgelegd_op": "vastgelegd_op + interval '1 us'",
    }
    for positie, (kolom, waarde) in enumerate(kolommen.items(), 1):
        opdracht = "UPDATE ledger.gebeurtenissen SET {} = {} WHERE positie = {}"
        opzet.sql(opdracht.format(kolom, waarde, positie))

    gevonden = loop_na(opzet, verzegeld)

    assert {f"positie {nummer}: {GEWIJZIGD}" for nummer in range(1, len(kolommen) + 1)} <= set(gevonden)


def herschrijf(opzet, sleutel):
    """Change an act and seal everything again, tables and files, with a key of one's own."""
    opzet.sql("UPDATE ledger.gebeurtenissen SET open = open || ' ' WHERE positie = 5")
    opzet.sql("TRUNCATE zegel.knopen, zegel.logboeken")
    shutil.rmtree(opzet.map)
    replace(opzet, sleutel=sleutel).zegelaar().eenmaal()


def test_zegels_die_met_een_andere_sleutel_zijn_herschreven_worden_gevonden(opzet, verzegeld):
    herschrijf(opzet, Ondertekenaar.uit_zaad(OORSPRONG, b"x" * 32))

    gevonden = loop_na(opzet, verzegeld)

    assert "gepubliceerd: geen handtekening van een logboek dat u vertrouwt." in gevonden
    assert "bewaard: de eerste 12 bladen geven een andere wortel." in gevonden
    assert "bewaard: welke posities is niet te zeggen: geen tegels passen bij dit checkpoint." in gevonden


def test_ook_met_de_echte_sleutel_en_wie_een_afschrift_van_de_tegels_heeft_weet_de_plaats(
    opzet, verzegeld, tmp_path
):
    shutil.copytree(opzet.map, tmp_path / "afschrift")
    herschrijf(opzet, SLEUTEL)

    gevonden = loop_na(opzet, verzegeld, tmp_path / "afschrift")

    assert gevonden == ["bewaard: de eerste 12 bladen geven een andere wortel.", f"positie 5: {GEWIJZIGD}"]


def test_de_zegels_zelf_wijzigen_verandert_het_oordeel_niet(opzet, verzegeld):
    opzet.sql("UPDATE zegel.knopen SET hash = sha256(hash)")
    opzet.sql("UPDATE zegel.logboeken SET wortel = sha256(wortel)")
    assert loop_na(opzet, verzegeld) == []
    opzet.sql("DELETE FROM ledger.gebeurtenissen WHERE positie = 12")

    assert "positie 12: ontbreekt." in loop_na(opzet, verzegeld)


def test_een_gewiste_tegel_is_te_missen_zolang_de_tabellen_er_zijn(opzet, verzegeld):
    shutil.rmtree(opzet.map / "grootboek/tile")
    opzet.sql("UPDATE ledger.gebeurtenissen SET open = open || ' ' WHERE positie = 5")

    assert f"positie 5: {GEWIJZIGD}" in loop_na(opzet, verzegeld)


def test_een_kleiner_checkpoint_op_de_plaats_van_een_groter_is_een_vondst(opzet, verzegeld):
    opzet.schrijf()
    opzet.verzegel()
    groter = opzet.checkpointbestand.read_bytes()
    opzet.checkpointbestand.write_bytes(verzegeld)

    assert loop_na(opzet, groter) == ["gepubliceerd: is kleiner (12) dan bewaard (24)."]


def test_de_naloop_telt_per_casus_na(opzet, verzegeld):
    vals = replace(BELEID.controleer(verzegeld), kaart=b"\0" * 32)
    opzet.checkpointbestand.write_text(str(SLEUTEL.onderteken_checkpoint(vals)), encoding="utf-8")

    assert loop_na(opzet, verzegeld) == [
        "gepubliceerd: telt de handelingen per casus anders dan zij in het grootboek staan."
    ]


def test_twee_processen_vinden_hetzelfde_als_een(opzet, verzegeld, monkeypatch):
    monkeypatch.setattr("ledger.store.zegel.naloop._DEEL", 5)
    opzet.sql("UPDATE ledger.gebeurtenissen SET open = open || ' ' WHERE positie = 5")
    opzet.sql("DELETE FROM ledger.gebeurtenissen WHERE positie = 11")

    assert loop_na(opzet, verzegeld, processen=2) == loop_na(opzet, verzegeld) != []


def test_een_database_die_naar_een_reservekopie_is_teruggezet_wordt_gevonden(tmp_path):
    """Truly: the data directory of a stopped server is copied, and put back after more was recorded."""
    plaats, kopie = nieuwe_plaats(), tmp_path / "kopie"
    try:
        with IngebouwdeServer(plaats, SNEL) as server:
            migreer(server.beheer)
            with psycopg.connect(server.beheer, autocommit=True) as beheer:
                maak_app_rol(beheer)
            opzet, _ = _schrijf_en_verzegel(server, tmp_path)
        shutil.copytree(plaats / "postgres", kopie, copy_function=shutil.copy2)
        with IngebouwdeServer(plaats, SNEL) as server:
            opzet, bewaard = _schrijf_en_verzegel(server, tmp_path)
        _zet_terug(kopie, plaats / "postgres")
        with IngebouwdeServer(plaats, SNEL):
            gevonden = loop_na(opzet, bewaard)
            with pytest.raises(LogboekTeruggezet):
                opzet.zegelaar().eenmaal()
    finally:
        shutil.rmtree(plaats, ignore_errors=True)

    assert "posities 13 tot en met 24: ontbreken." in gevonden
    assert opzet.checkpointbestand.read_bytes() == bewaard


def _schrijf_en_verzegel(server, tmp_path):
    with open_pool(server.app) as pool:
        opzet = Opzet(server.app, server.beheer, tmp_path / "zegel", LedgerRecorder(pool))
        opzet.schrijf()
        opzet.verzegel()
    return opzet, opzet.checkpointbestand.read_bytes()


def _zet_terug(kopie: Path, datamap: Path) -> None:
    eigenaar = datamap.stat()
    shutil.rmtree(datamap)
    shutil.copytree(kopie, datamap)
    for pad in (datamap, *datamap.rglob("*")):
        shutil.chown(pad, eigenaar.st_uid, eigenaar.st_gid)
    datamap.chmod(0o700)


ZICHT = Path(sys.executable).with_name("zicht")


def test_in_productie_wordt_een_sleutel_alleen_gemaakt_als_daarom_is_gevraagd(tmp_path):
    omgeving = {
        "PATH": "/usr/bin",
        "ZICHT_OMGEVING": "productie",
        "ZICHT_DATA_DIR": str(tmp_path),
        "ZICHT_ZEGEL_OORSPRONG": OORSPRONG,
    }

    def zegelsleutel(*meer):
        opdracht = [ZICHT, "zegelsleutel", *meer]
        return subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)

    zonder, gemaakt, weer = zegelsleutel(), zegelsleutel("--maak"), zegelsleutel("--maak")

    assert (zonder.returncode, zonder.stdout) == (1, "")
    assert gemaakt.stdout == weer.stdout
    assert [lees_sleutel(regel).naam for regel in gemaakt.stdout.splitlines()] == [
        OORSPRONG,
        f"{OORSPRONG}/inzage",
    ]
    assert (tmp_path / "zegelsleutel").stat().st_mode & 0o777 == 0o600


def test_de_opdracht_zegt_het_ook(opzet, verzegeld, tmp_path):
    bewaard = tmp_path / "bewaard"
    bewaard.write_bytes(verzegeld)
    omgeving = {
        "PATH": "/usr/bin",
        "ZICHT_DATABASE_URL": opzet.app,
        "ZICHT_DATA_DIR": str(tmp_path),
        "ZICHT_ZEGEL_OORSPRONG": OORSPRONG,
    }
    opdracht = [
        ZICHT,
        "verifieer",
        "--database",
        "--checkpoint",
        bewaard,
        "--vertrouwen",
        str(SLEUTEL.sleutel),
    ]

    goed = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)
    opzet.sql("UPDATE ledger.gebeurtenissen SET open = open || ' ' WHERE positie = 5")
    opzet.schrijf(casussen=1, acten=2)
    fout = subprocess.run(opdracht, env=omgeving, capture_output=True, text=True, check=False)

    assert (goed.returncode, goed.stderr) == (0, "")
    assert goed.stdout == "IN ORDE\n12 posities nagelopen, verzegeld tot en met 12, nog niet verzegeld 0.\n"
    assert fout.returncode == 1
    assert f"positie 5: {GEWIJZIGD}" in fout.stdout.splitlines()
    assert fout.stdout.endswith("14 posities nagelopen, verzegeld tot en met 12, nog niet verzegeld 2.\n")
