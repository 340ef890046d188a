"""Whatever is confidential is nowhere to be read: not on disk, in a dump, a log, an error, or by who may not.

The service runs as an administrator would start it, on a PostgreSQL 15 of its own whose every file is
searched.
"""

import json
import os
import shutil
import subprocess
import urllib.error
import urllib.request
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo
from tests.api.conftest import VT, draai_dienst
from tests.conftest import DEBIAN_15, SNEL, DebianServer, nieuwe_plaats, ontbreekt
from tests.kanaries import PERSOON, VERHAAL, kanaries, nesten

from ledger.store.migrations import migreer
from ledger.store.roles import maak_app_rol

STIL = {"log_min_error_statement": "panic", "log_error_verbosity": "terse", "wal_recycle": "off"}
ALLE = kanaries(VERHAAL)
NIEUW = "0190c1c2-0000-7000-8000-0000000000cc"
ONBEKEND = "00000000-0000-4000-8000-000000000009"


@pytest.fixture(scope="module")
def server():
    """PostgreSQL 15 with the settings that the README asks for, migrated."""
    if not (DEBIAN_15 / "initdb").exists():
        ontbreekt("PostgreSQL 15 van Debian ontbreekt: apt-get install postgresql-15")
    plaats = nieuwe_plaats()
    server = DebianServer(plaats, SNEL | STIL)
    server.app, server.beheer = (
        make_conninfo(host=str(plaats), user=wie, dbname="postgres") for wie in ("zicht_app", "postgres")
    )
    try:
        migreer(server.beheer)
        with psycopg.connect(server.beheer, autocommit=True) as beheer:
            maak_app_rol(beheer)
        yield server
    finally:
        server.stop()
        shutil.rmtree(plaats)


@pytest.fixture(scope="module")
def dienst(server, tmp_path_factory):
    with draai_dienst(server.app, tmp_path_factory.mktemp("dienst")) as dienst:
        dienst.tokens = {
            rol: dienst.zicht("token", "--rol", rol, "--organisatie", f"veilig-thuis:{VT.id}")
            for rol in ("medewerker-vt", "auditor", "privacyfunctionaris")
        }
        yield dienst


def vraag(dienst, methode, pad, inhoud=None, rol="medewerker-vt", **koppen):
    """One request: its status and its body as text."""
    koppen |= {"Authorization": f"Bearer {dienst.tokens[rol]}", "Content-Type": "application/json"}
    koppen = {naam.replace("_", "-"): waarde for naam, waarde in koppen.items()}
    gegevens = None if inhoud is None else json.dumps(inhoud).encode()
    verzoek = urllib.request.Request(f"{dienst.adres}/v1{pad}", gegevens, koppen, method=methode)  # noqa: S310 — our own server
    try:
        with urllib.request.urlopen(verzoek, timeout=30) as antwoord:  # noqa: S310 — as above
            return antwoord.status, antwoord.read().decode()
    except urllib.error.HTTPError as fout:
        return fout.code, fout.read().decode()


@pytest.fixture(scope="module")
def casus(dienst):
    """The whole story, recorded over HTTP."""
    eerste, *rest = VERHAAL
    status, antwoord = vraag(dienst, "POST", "/casussen", eerste)
    assert status == 201, antwoord
    casus = json.loads(antwoord)["casus"]
    for act in rest:
        status, antwoord = vraag(dienst, "POST", f"/casussen/{casus}/gebeurtenissen", act)
        assert status == 201, antwoord
    return casus


@contextmanager
def database_weigert(server):
    """As when an administrator took a right away."""
    for wat, wie in (("REVOKE", "FROM"), ("GRANT", "TO")):
        with psycopg.connect(server.beheer) as beheer:
            beheer.execute("SELECT migratie.open_onderhoud('een storing van de test')")
            beheer.execute(f"{wat} EXECUTE ON FUNCTION ledger.voeg_toe {wie} zicht_schrijver")
        if wat == "REVOKE":
            yield


def op_schijf(server):
    """Every file in which a canary is, once everything that waits to be written was written."""
    with psycopg.connect(server.beheer, autocommit=True) as beheer:
        for opdracht in ("ANALYZE", "CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
            beheer.execute(opdracht)
    return nesten(server.datamap, server._log)


def uitgevoerd(dienst, *keuzes):
    """The lines of an export."""
    return [json.loads(regel) for regel in dienst.zicht("exporteer", "--doel", "test", *keuzes).splitlines()]


def test_the_canaries_are_there_for_who_may_see_them(dienst, casus):
    status, geschiedenis = vraag(dienst, "GET", f"/casussen/{casus}/gebeurtenissen")

    assert (status, kanaries(json.loads(geschiedenis)) >= ALLE) == (200, True)
    assert kanaries(uitgevoerd(dienst)) >= ALLE


def test_what_is_refused_or_fails_is_not_repeated(server, dienst, casus):
    pad = f"/casussen/{casus}/gebeurtenissen"
    contact = next(act for act in VERHAAL if act["soort"] == "ContactGelegd")
    onwaar = next(act for act in VERHAAL if act["soort"] == "OverdrachtVerstuurd")
    kapot = contact | {"gegevens": contact["vertrouwelijk"], "vertrouwelijk": {"verslag": [contact]}}
    antwoorden = [
        (400, vraag(dienst, "POST", pad, onwaar)),
        (400, vraag(dienst, "POST", pad, kapot)),
        (412, vraag(dienst, "POST", pad, contact, If_Match='"1"')),
        (403, vraag(dienst, "POST", pad, contact, rol="auditor")),
        (404, vraag(dienst, "POST", f"/casussen/{ONBEKEND}/gebeurtenissen", contact)),
    ]
    with database_weigert(server):
        antwoorden.append((500, vraag(dienst, "POST", pad, contact)))

    assert [status for _, (status, _) in antwoorden] == [verwacht for verwacht, _ in antwoorden]
    assert not any(kanaries(tekst) for _, (_, tekst) in antwoorden)


@pytest.mark.parametrize(
    ("pad", "verwacht"),
    [
        ("/tijdlijn", 200),
        ("/gebeurtenissen", 403),
        ("/verantwoordelijkheid?op=2020-03-05T12:00:00Z", 403),
        ("/bewijs?doel=test", 403),
    ],
)
def test_who_may_not_see_it_does_not(dienst, casus, pad, verwacht):
    _, lijst = vraag(dienst, "GET", "/termijnen?pageSize=1", rol="auditor")
    naam = json.loads(lijst)["resultaten"][0]["casus"]  # an auditor has names of its own for cases
    status, antwoord = vraag(dienst, "GET", f"/casussen/{naam}{pad}", rol="auditor")

    assert naam != casus
    assert status == verwacht, antwoord
    assert not kanaries(lijst + antwoord)


def test_an_imported_casus_is_as_silent(server, dienst, tmp_path):
    regels = uitgevoerd(dienst)
    nieuw = "0190c1c2-0000-7000-8000-0000000000bb"
    bestand = tmp_path / "in.jsonl"
    eerste = regels[0]["casus"]
    bestand.write_text(
        "".join(json.dumps(r | {"casus": nieuw}) + "\n" for r in regels if r["casus"] == eerste)
    )

    assert "Ingelezen: 1" in dienst.zicht("importeer", str(bestand))

    uit = uitgevoerd(dienst, "--casus", nieuw)
    assert kanaries(uit) >= ALLE
    assert op_schijf(server) == []


def test_nothing_is_readable_on_disk_in_a_dump_or_in_a_log(server, dienst, casus, tmp_path):
    dump = tmp_path / "dump.sql"
    als = {"user": server._als["user"], "group": server._als["group"]} if os.geteuid() == 0 else {}
    with dump.open("wb") as uit:
        subprocess.run([DEBIAN_15 / "pg_dump", "-d", server.beheer], stdout=uit, check=True, cwd="/", **als)

    assert b"COPY ledger.gebeurtenissen" in dump.read_bytes()
    assert nesten(dump, dienst.log) == []
    assert op_schijf(server) == []
    assert len(Path(server._log).read_bytes()) > 0


def test_after_erasure_who_may_see_finds_nothing_either(server, dienst, casus, tmp_path):
    pad = f"/casussen/{casus}/gebeurtenissen"
    toen = f"/casussen/{casus}/tijdlijn?bekendOp={datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}"
    tijdlijn = json.loads(vraag(dienst, "GET", toen)[1])
    (tmp_path / "checkpoint").write_text(vraag(dienst, "GET", "/logboek/checkpoint")[1])
    for gegevens in ({"persoon": PERSOON, "grond": "bewaartermijn"}, {"grond": "bewaartermijn"}):
        act = {
            "soort": "PersoonsgegevensVernietigd",
            "gebeurdOp": "2020-04-01T10:00:00Z",
            "gegevens": gegevens,
        }
        status, antwoord = vraag(dienst, "POST", pad, act, rol="privacyfunctionaris")
        assert status == 201, antwoord

    assert not kanaries(vraag(dienst, "GET", pad)[1])
    regels = uitgevoerd(dienst, "--casus", casus)
    assert not kanaries(regels)
    assert {regel["vertrouwelijk"] for regel in regels if "vertrouwelijk" in regel} == {"vernietigd"}
    assert op_schijf(server) == []
    # the same timeline, from a read model made anew, and the same log, by a checkpoint of before
    dienst.zicht("herbouw")
    nu = json.loads(vraag(dienst, "GET", toen)[1])
    assert {**nu, "positie": 0, "citaat": 0} == {**tijdlijn, "positie": 0, "citaat": 0}
    dienst.zicht("verifieer", "--database", "--checkpoint", str(tmp_path / "checkpoint"))


def test_an_export_with_erased_parts_is_read_in_and_goes_out_the_same(server, dienst, casus, tmp_path):
    uit = [regel | {"casus": NIEUW} for regel in uitgevoerd(dienst, "--casus", casus)]
    bestand = tmp_path / "in.jsonl"
    bestand.write_text("".join(json.dumps(regel) + "\n" for regel in uit))

    assert "Ingelezen: 1" in dienst.zicht("importeer", str(bestand))

    weer = uitgevoerd(dienst, "--casus", NIEUW)
    assert [{n: w for n, w in regel.items() if n != "geimporteerdOp"} for regel in weer] == uit
