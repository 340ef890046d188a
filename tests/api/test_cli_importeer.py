"""Bulk import and export through the real command, on both servers."""

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress

import psycopg
import pytest
from tests.conftest import onderhoud
from tests.scenarios.programma import ZICHT, zicht, zicht_hier

from api.cli import verdelen
from api.generator import genereer


@pytest.fixture
def voer(database, monkeypatch, capfdbinary):
    """Run a command on the database of this test."""
    monkeypatch.setenv("ZICHT_DATABASE_URL", database.app)
    return lambda *argumenten: zicht_hier(capfdbinary, *argumenten)


@pytest.fixture
def schrijf(tmp_path):
    """Write lines to a file and give its path."""

    def naar(regels, naam="in.jsonl"):
        bestand = tmp_path / naam
        bestand.write_text("".join(f"{regel}\n" for regel in regels), "utf-8")
        return bestand

    return naar


def casussen(aantal, zaad=21):
    return list(genereer(aantal, zaad))


def met(regel, **velden):
    """Give a line with other values at these (dotted) names; None takes a name away."""
    ruw = json.loads(regel)
    for naam, waarde in velden.items():
        *pad, laatste = naam.split("__")
        deel = ruw
        for stap in pad:
            deel = deel[stap]
        if waarde is None:
            del deel[laatste]
        else:
            deel[laatste] = waarde
    return json.dumps(ruw, ensure_ascii=False, separators=(",", ":"))


def rijen(database, vraag):
    with psycopg.connect(database.eigenaar) as verbinding:
        return verbinding.execute(vraag).fetchall()


def posities(database):
    return [positie for (positie,) in rijen(database, "SELECT positie FROM ledger.gebeurtenissen ORDER BY 1")]


def test_what_comes_in_goes_out_as_it_was_with_the_moment_of_import(voer, schrijf, database):
    verteld = [regel for regels in casussen(60) for regel in regels]

    klaar = voer("importeer", schrijf(verteld))

    assert (klaar.code, klaar.fout) == (0, "")
    assert klaar.uit.decode() == (
        f"Ingelezen: 60 casussen en registers, met {len(verteld)} gebeurtenissen; overgeslagen: 0.\n"
    )
    assert posities(database) == list(range(1, len(verteld) + 1))
    eruit = voer("exporteer").uit.decode().splitlines()
    assert len({json.loads(regel)["geimporteerdOp"] for regel in eruit}) == 1
    assert [met(regel, geimporteerdOp=None) for regel in eruit] == verteld


def test_lines_may_come_in_any_order(voer, schrijf):
    verteld = [regel for regels in casussen(5) for regel in regels]

    assert voer("importeer", schrijf(reversed(verteld))).code == 0
    eruit = [met(regel, geimporteerdOp=None) for regel in voer("exporteer").uit.decode().splitlines()]
    assert sorted(eruit) == sorted(verteld)


def test_an_export_is_the_same_bytes_every_time_and_the_beginning_of_a_later_one(voer, schrijf, tmp_path):
    eerst, later = casussen(4), casussen(6)[4:]
    voer("importeer", schrijf(regel for regels in eerst for regel in regels))
    bestand = tmp_path / "uit.jsonl"
    assert voer("exporteer", "--uitvoer", bestand).uit == b""
    assert bestand.stat().st_mode & 0o077 == 0, "confidential parts are for nobody else"
    toen = bestand.read_bytes()
    assert voer("exporteer").uit == toen

    voer("importeer", schrijf((regel for regels in later for regel in regels), "later.jsonl"))

    nu = voer("exporteer").uit
    assert len(nu) > len(toen)
    assert nu.startswith(toen)


def test_an_export_can_be_read_by_the_timeline_of_a_file(voer, schrijf):
    bestand = schrijf(regel for regels in casussen(3) for regel in regels)
    voer("importeer", bestand)

    uitvoer = zicht("tijdlijn", "--invoer", "-", invoer=voer("exporteer").uit)

    assert uitvoer == zicht("tijdlijn", "--invoer", bestand)


def registerregel(volgnummer, soort="AdviesGegeven", regio="midden-brabant", **gegevens):
    ruw = {
        "regio": regio,
        "volgnummer": volgnummer,
        "soort": soort,
        "versie": 1,
        "gebeurdOp": "2021-03-02T08:00:00Z",
        "vastgelegdOp": "2021-03-02T08:05:00Z",
        "vastgelegdDoor": json.loads(casussen(1)[0][0])["vastgelegdDoor"],
        "gegevens": gegevens,
    }
    return json.dumps(ruw, ensure_ascii=False, separators=(",", ":"))


def advies(volgnummer, **velden):
    gegevens = {
        "advies": f"a{volgnummer}",
        "datum": "2021-03-02",
        "vrager": "professional",
        "gemeente": "GM0855",
        "vormen": ["partnergeweld"],
    }
    return registerregel(volgnummer, **(gegevens | velden))


def test_the_registers_go_out_and_come_in_too(voer, schrijf, database):
    correctie = {"betreft": 1, "wijze": "ingetrokken", "reden": "invoerfout"}
    verteld = [
        *casussen(1)[0], advies(1), advies(2), registerregel(3, "GebeurtenisGecorrigeerd", **correctie),
    ]  # fmt: skip

    klaar = voer("importeer", schrijf(verteld))

    assert (klaar.code, klaar.fout) == (0, "")
    assert [met(r, geimporteerdOp=None) for r in voer("exporteer").uit.decode().splitlines()] == verteld
    nog_eens = voer("importeer", schrijf(verteld))
    assert nog_eens.fout.splitlines()[-1] == "register midden-brabant: overgeslagen, is al eerder ingelezen."
    assert len(posities(database)) == len(verteld)


def test_a_register_with_a_fault_is_skipped_as_a_whole(voer, schrijf, database):
    goed = casussen(1)[0]

    klaar = voer("importeer", schrijf([*goed, advies(1), advies(2, advies="a1"), advies(3, duif=1)]))
    andere = voer("importeer", schrijf([advies(1), advies(2, advies="a1")]))

    assert [fout.split(": ")[:2] for fout in klaar.fout.splitlines()] == [
        [f"regel {len(goed) + 3}", "gegevens.duif"]
    ]
    assert [fout.split("[")[-1] for fout in andere.fout.splitlines()] == ["id-bestaat-al]"]
    assert len(posities(database)) == len(goed)


def test_the_timeline_of_a_file_leaves_registers_out_but_reads_them(schrijf):
    casus = casussen(1)[0]

    assert zicht("tijdlijn", "--invoer", schrijf([*casus, advies(1)])).uit == (
        zicht("tijdlijn", "--invoer", schrijf(casus)).uit
    )
    slecht = zicht("tijdlijn", "--invoer", schrijf([*casus, advies(1, duif=1)]))
    assert (slecht.code, slecht.uit) == (2, b"")
    assert slecht.fout.startswith(f"regel {len(casus) + 1}: gegevens.duif: ")


def test_one_casus_can_be_exported(voer, schrijf):
    ene, andere = casussen(2)
    voer("importeer", schrijf([*ene, *andere]))
    casus = json.loads(andere[0])["casus"]

    eruit = voer("exporteer", "--casus", casus).uit.decode().splitlines()

    assert [met(regel, geimporteerdOp=None) for regel in eruit] == andere
    onbekend = voer("exporteer", "--casus", "0190c1c2-0000-7000-8000-00000000000f")
    assert (onbekend.code, onbekend.uit) == (1, b"")
    assert onbekend.fout.endswith("is hier niet bekend.\n")


def test_reading_a_file_again_doubles_nothing(voer, schrijf, database):
    ene, andere = casussen(2)
    voer("importeer", schrijf(ene))
    voor = posities(database)

    klaar = voer("importeer", schrijf([*ene, *andere]))

    casus = json.loads(ene[0])["casus"]
    assert klaar.code == 1
    assert klaar.fout == f"casus {casus}: overgeslagen, is al eerder ingelezen.\n"
    assert posities(database) == list(range(1, len(voor) + len(andere) + 1))


def test_a_casus_that_was_recorded_here_is_refused_as_a_whole(voer, schrijf, database):
    ene, andere = casussen(2)
    casus = json.loads(ene[0])["casus"]
    voer("importeer", schrijf(andere))
    with onderhoud(database.eigenaar) as verbinding:  # as if it came in another way
        verbinding.execute("SET session_replication_role = replica")
        verbinding.execute("UPDATE ledger.gebeurtenissen SET casus = %s", [casus])

    klaar = voer("importeer", schrijf(ene))

    assert (klaar.code, klaar.fout) == (1, f"casus {casus}: overgeslagen, staat hier al.\n")
    assert len(posities(database)) == len(andere)


def fout_in(casus, plaats, **velden):
    return [met(regel, **velden) if nummer == plaats else regel for nummer, regel in enumerate(casus)]


@pytest.mark.parametrize(
    ("naam", "verander", "veld", "code"),
    [
        ("unknown field", lambda c: fout_in(c, 2, gegevens__duif=1), "gegevens.duif", "onbekend-veld"),
        ("gap", lambda c: [*c[:2], *c[3:]], "volgnummer", "gat-in-volgnummers"),
        ("not from 1", lambda c: c[1:], "volgnummer", "gat-in-volgnummers"),
        ("twice", lambda c: [*c, c[-1]], "volgnummer", "dubbel-volgnummer"),
        (
            "recorded in the future",
            lambda c: fout_in(c, len(c) - 1, vastgelegdOp="2150-01-01T00:00:00Z"),
            "vastgelegdOp",
            "vastgelegd-op-in-toekomst",
        ),
        (
            "recorded before the one before",
            lambda c: fout_in(c, 1, vastgelegdOp="2001-01-01T00:00:00Z", gebeurdOp="2001-01-01T00:00:00Z"),
            "vastgelegdOp",
            "vastgelegd-op-loopt-terug",
        ),
        (
            "took place after it was recorded",
            lambda c: fout_in(c, 1, gebeurdOp="2150-01-01T00:00:00Z"),
            "gebeurdOp",
            "gebeurd-op-in-toekomst",
        ),
        (
            "refers to nothing",
            lambda c: fout_in(
                c, 1, soort="OverdrachtNietBezorgd", gegevens={"overdracht": "o9"}, vertrouwelijk={}
            ),
            "gegevens.overdracht",
            "onbekende-overdracht",
        ),
        (
            "does not begin with a melding",
            lambda c: fout_in(
                c, 0, soort="DienstIngezet", gegevens={"dienst": "onderzoek"}, vertrouwelijk={}
            ),
            "soort",
            "eerste-gebeurtenis-geen-melding",
        ),
    ],
)
def test_a_casus_with_a_fault_is_skipped_as_a_whole(naam, verander, veld, code, voer, schrijf, database):  # noqa: PLR0913, PLR0917 — a case and where it runs
    goed, slecht = casussen(2)

    klaar = voer("importeer", schrijf([*goed, *verander(slecht)]))

    assert klaar.code == 1
    assert klaar.uit.decode().endswith("overgeslagen: 1.\n")
    eerste = klaar.fout.splitlines()[0]
    assert eerste.startswith("regel ")
    assert int(eerste.split(":")[0].removeprefix("regel ")) > len(goed)
    assert f": {veld}: " in eerste
    assert eerste.endswith(f"[{code}]")
    assert len(posities(database)) == len(goed)


def test_a_line_that_nobody_can_read_is_named_and_the_rest_comes_in(voer, schrijf, database):
    goed, slecht = casussen(2)

    klaar = voer("importeer", schrijf([goed[0], "{", *goed[1:], *slecht[:3], "x", *slecht[4:]]))

    assert klaar.code == 1
    assert [fout.split(": ")[0] for fout in klaar.fout.splitlines()] == [
        "regel 2",
        f"regel {len(goed) + 5}",
        f"regel {len(goed) + 6}",  # the line after the unreadable one: its volgnummer does not follow
    ]
    assert len(posities(database)) == len(goed)


def test_every_act_is_judged_so_that_one_fault_is_told_once(voer, schrijf):
    casus = casussen(1)[0]
    zonder = [regel for regel in casus if '"DirectbetrokkeneGeregistreerd"' not in regel]
    hernummerd = [met(regel, volgnummer=nummer) for nummer, regel in enumerate(zonder, start=1)]
    dubbel = met(hernummerd[0], volgnummer=len(hernummerd) + 1, vastgelegdOp="2025-12-31T00:00:00Z")

    klaar = voer("importeer", schrijf([*hernummerd, dubbel]))

    assert [fout.split("[")[-1] for fout in klaar.fout.splitlines()] == ["id-bestaat-al]"]


def test_a_killed_import_leaves_whole_casussen_and_can_be_done_again(schrijf, database):
    verteld = casussen(400)
    per_casus = {json.loads(regels[0])["casus"]: len(regels) for regels in verteld}
    bestand = schrijf(regel for regels in verteld for regel in regels)
    omgeving = {"ZICHT_DATABASE_URL": database.app}
    with subprocess.Popen(
        [ZICHT, "importeer", bestand],
        env=os.environ | omgeving,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as proces:
        while not posities(database) and proces.poll() is None:
            time.sleep(0.02)
        os.killpg(proces.pid, signal.SIGKILL)
    toen = rijen(database, "SELECT casus::text, count(*) FROM ledger.gebeurtenissen GROUP BY 1")
    assert all(per_casus[casus] == aantal for casus, aantal in toen)
    assert len(toen) < len(per_casus), "it was killed too late to show anything"

    zicht("importeer", bestand, omgeving=omgeving)

    daarna = rijen(database, "SELECT casus::text, count(*) FROM ledger.gebeurtenissen GROUP BY 1")
    assert dict(daarna) == per_casus
    assert posities(database) == list(range(1, sum(per_casus.values()) + 1))


def test_the_number_of_processes_changes_nothing(voer, schrijf, database, monkeypatch):
    verteld = [regel for regels in casussen(90) for regel in regels]
    verteld[40] = met(verteld[40], gegevens__duif=1)
    monkeypatch.setattr(verdelen, "_REGELS_VOOR_MEER_PROCESSEN", 1)
    gaf = []
    for processen in (1, 3):
        monkeypatch.setattr(
            os, "sched_getaffinity", lambda _, hoeveel=processen: range(hoeveel), raising=False
        )
        klaar = voer("importeer", schrijf(verteld))
        eruit = [met(regel, geimporteerdOp=None) for regel in voer("exporteer").uit.decode().splitlines()]
        gaf.append((klaar, eruit))
        leeg(database)

    assert gaf[0] == gaf[1]
    assert gaf[0][0].fout.startswith("regel 41: gegevens.duif: ")


def leeg(database):
    with onderhoud(database.eigenaar) as verbinding:
        verbinding.execute(
            "TRUNCATE ledger.gebeurtenissen, ledger.opdrachten, toegang.betrokken, sleutels.datasleutels"
        )


def test_the_processes_that_share_the_work_end_with_the_one_that_began(schrijf, database):
    bestand = schrijf(regel for regels in casussen(400) for regel in regels)
    with subprocess.Popen(
        [ZICHT, "importeer", bestand],
        env=os.environ | {"ZICHT_DATABASE_URL": database.app},
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    ) as proces:
        while not posities(database) and proces.poll() is None:
            time.sleep(0.02)
        proces.kill()
        try:
            proces.communicate(timeout=30)  # its end is told only when nobody can write any more
        finally:
            with suppress(ProcessLookupError):
                os.killpg(proces.pid, signal.SIGKILL)


STERFT_ONDERWEG = """
import os, signal
from api.cli import importeer, main
importeer._schrijf = lambda *_: os.kill(os.getpid(), signal.SIGKILL)
main()
"""


def test_an_import_that_died_between_its_keys_and_its_acts_is_sealed_with_the_keys_that_are_there(
    voer, schrijf, database
):
    verteld = [regel for regels in casussen(3) for regel in regels]
    bestand = schrijf(verteld)
    gedood = subprocess.run(
        [sys.executable, "-c", STERFT_ONDERWEG, "importeer", bestand],
        env=os.environ | {"ZICHT_DATABASE_URL": database.app},
        stdout=subprocess.DEVNULL,
        check=False,
    )
    sleutels = "SELECT id, ingepakt FROM sleutels.datasleutels ORDER BY id"
    toen = rijen(database, sleutels)
    assert (gedood.returncode, posities(database)) == (-signal.SIGKILL, [])
    assert toen

    assert voer("importeer", bestand).code == 0

    assert rijen(database, sleutels) == toen
    assert [met(r, geimporteerdOp=None) for r in voer("exporteer").uit.decode().splitlines()] == verteld


@pytest.mark.parametrize("commando", ["importeer", "exporteer"])
def test_a_database_that_is_not_there_is_told_without_its_secrets(commando, schrijf):
    argumenten = [schrijf(casussen(1)[0])] if commando == "importeer" else []

    nergens = {"ZICHT_DATABASE_URL": "postgresql://zicht_app:geheim@127.0.0.1:1/zicht"}
    klaar = zicht(commando, *argumenten, omgeving=nergens)

    assert (klaar.code, klaar.uit) == (1, b"")
    assert klaar.fout.startswith("zicht: De database is niet bereikbaar (")
