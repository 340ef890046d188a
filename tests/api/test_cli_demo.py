"""The demo as a newcomer runs it, and the tokens and the server that it is made of."""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import tempfile
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.scenarios.programma import ZICHT, zicht, zicht_hier


@contextmanager
def loopt(*argumenten, omgeving, tot):
    """Run a command until it wrote a line that matches `tot`; give it and what it wrote, then stop it."""
    with subprocess.Popen(
        [ZICHT, *map(str, argumenten)],
        env=os.environ | omgeving,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as proces:
        gezegd = ""
        for regel in proces.stdout:
            gezegd += regel
            if re.search(tot, regel):
                break
        try:
            yield proces, gezegd
        finally:
            proces.send_signal(signal.SIGTERM)
            proces.communicate(timeout=60)


def doe(opdracht, token):
    """Do what a line with curl says, and give status, Location and the answer."""
    woorden = shlex.split(opdracht.replace("\\\n", " ").replace("$TOKEN", token))
    adres = next(woord for woord in woorden if woord.startswith("http"))
    koppen = dict(woorden[plaats + 1].split(": ", 1) for plaats, woord in enumerate(woorden) if woord == "-H")
    inhoud = woorden[woorden.index("-d") + 1].encode() if "-d" in woorden else None
    verzoek = urllib.request.Request(adres, data=inhoud, headers=koppen)  # noqa: S310 — our own server
    with urllib.request.urlopen(verzoek, timeout=10) as antwoord:  # noqa: S310 — the same
        return antwoord.status, antwoord.headers.get("Location"), json.load(antwoord)


def stukken(gezegd):
    """Give the three commands with what is said to be their answer, and the token."""
    token = re.search(r"^TOKEN=(\S+)$", gezegd, re.MULTILINE)[1]
    return token, re.findall(r"^   (curl .*?)\n   antwoord: (.*?)$", gezegd, re.MULTILINE | re.DOTALL)


@pytest.fixture
def lege_map():
    """A place for an embedded server; not under pytest's own, which is closed to the user it runs as."""
    plaats = Path(tempfile.mkdtemp(prefix="zicht-demo-", dir="/tmp"))
    yield plaats / "data"
    shutil.rmtree(plaats)


def test_the_demo_says_three_things_to_try_and_they_answer_as_it_says(lege_map):
    demo = ("demo", "--casussen", 90, "--poort", 0)
    omgeving = {"ZICHT_DATA_DIR": str(lege_map)}
    with loopt(*demo, omgeving=omgeving, tot="201 Created") as (proces, gezegd):
        token, [nu, toen, vastleggen] = stukken(gezegd)

        for opdracht, gezegd_antwoord in (nu, toen):
            status, _, antwoord = doe(opdracht, token)
            assert status == 200
            zicht_op = antwoord["zicht"]
            assert f"nr. {zicht_op['volgnummer']}:" in gezegd_antwoord
            assert f"({zicht_op['status']})" in gezegd_antwoord
            assert f"[{zicht_op['regel']}, {zicht_op['grondslag']}]" in gezegd_antwoord
        assert nu[1] != toen[1]

        status, adres, antwoord = doe(vastleggen[0], token)
        assert (status, adres) == (201, f"/v1/casussen/{antwoord['casus']}")

    assert proces.returncode == 0
    assert not (lege_map / "postgres" / "postmaster.pid").exists()


def test_a_token_of_ours_is_believed_by_our_server(database, tmp_path):
    omgeving = {"ZICHT_DATABASE_URL": database.app, "ZICHT_DATA_DIR": str(tmp_path)}
    with loopt("serve", "--poort", 0, omgeving=omgeving, tot="luistert op") as (_, gezegd):
        adres = re.search(r"http://\S+", gezegd)[0]
        gegeven = zicht(
            "token",
            "--rol",
            "inspecteur",
            "--organisatie",
            "instelling:inspectie",
            "--mandaat",
            "IGJ-7",
            "--regio",
            "midden-brabant",
            "--doel",
            "toezicht",
            omgeving=omgeving,
        ).uit.decode()
        vraag = f"curl -H 'Authorization: Bearer $TOKEN' {adres}/v1/verantwoordelijkheden"

        status, _, antwoord = doe(vraag, gegeven.strip())

    assert (status, antwoord["positie"]) == (200, 0)


@pytest.mark.parametrize(
    ("keuzes", "zin"),
    [
        (["--rol", "baas", "--organisatie", "gemeente:GM0855"], "--rol: verwacht een van medewerker-vt, "),
        (["--rol", "auditor", "--organisatie", "GM0855"], "--organisatie: verwacht soort:id"),
        (["--rol", "auditor", "--organisatie", "gemeente:GM0855", "--medewerker", "a b"], "--medewerker: "),
        (["--rol", "auditor", "--organisatie", "gemeente:GM0855", "--uren", "25"], "--uren: hoogstens 24."),
        (
            ["--rol", "medewerker-vt", "--organisatie", "gemeente:GM0855"],
            "--organisatie: bij medewerker-vt hoort",
        ),
        (["--rol", "inspecteur", "--organisatie", "instelling:x"], "--mandaat: een inspecteur heeft"),
        (
            ["--rol", "auditor", "--organisatie", "gemeente:GM0855", "--mandaat", "x"],
            "--mandaat: verwacht ook --regio",
        ),
        (
            ["--rol", "auditor", "--organisatie", "gemeente:GM0855", "--regio", "x"],
            "--regio: een regio hoort bij",
        ),
    ],
)
def test_a_wrong_token_is_not_made(keuzes, zin, tmp_path, monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_DATA_DIR", str(tmp_path))

    klaar = zicht_hier(capfdbinary, "token", *keuzes)

    assert (klaar.code, klaar.uit) == (2, b"")
    assert klaar.fout.startswith(f"zicht: {zin}")


@pytest.mark.parametrize(
    "commando", [("demo",), ("token", "--rol", "auditor", "--organisatie", "gemeente:GM0855")]
)
def test_production_has_no_demo_and_no_tokens_of_ours(commando, monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_OMGEVING", "productie")

    klaar = zicht_hier(capfdbinary, *commando)

    assert (klaar.code, klaar.uit) == (1, b"")
    assert "productie" in klaar.fout


def test_a_server_for_production_says_what_it_misses(monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_OMGEVING", "productie")

    klaar = zicht_hier(capfdbinary, "serve")

    assert (klaar.code, klaar.uit) == (1, b"")
    assert "ZICHT_JWKS" in klaar.fout
