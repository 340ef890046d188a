"""Who looks from the terminal leaves a line too, or sees nothing."""

import os
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.api.test_cli_databank import CASUS, A
from tests.scenarios.programma import zicht_hier

from api.cli.app import COMMANDOS
from ledger.store.inzage.lezen import Inzagelezer, open_inzagepool

TOON_NIETS = {
    "tijdlijn", "genereer", "migreer", "importeer", "afspraken", "herbouw", "serve", "token", "demo",
    "verzegel", "zegelsleutel", "rechten", "verifieer", "getuige", "sleutels",
}  # fmt: skip
"""Commands that show nothing of the ledger."""

KIJKT = {
    "toon": ([A, "--uitvoer", "json"], "inzien", (UUID(A),), False, 5),
    "inspectierapport": ([A, "--uitvoer", os.devnull], "exporteren", (UUID(A),), False, 5),
    "exporteer": ([], "exporteren", (), True, 5),
    "rapport": (["instroom", "--uitvoer", "json"], "cijfers", (), False, 5),
    "bewaartermijnen": (["--op", "2060-01-01T00:00:00Z"], "zoeken", (UUID(A),), False, 5),
    "bewijs": ([A, "--doel", "inspectie"], "exporteren", (UUID(A),), False, 5),
    "herhaal": (["CITAAT"], "inzien", (UUID(A),), False, 4),
}


@pytest.fixture
def voer(database, monkeypatch, capfdbinary, tmp_path):
    monkeypatch.setenv("ZICHT_DATABASE_URL", database.app)
    monkeypatch.setenv("ZICHT_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)  # a bundle is written where one stands
    bestand = tmp_path / "acten.jsonl"
    bestand.write_text(CASUS)
    zicht_hier(capfdbinary, "importeer", str(bestand))
    zicht_hier(capfdbinary, "verzegel", "--eenmaal")
    return lambda *argumenten: zicht_hier(capfdbinary, *argumenten)


def regels(database):
    with open_inzagepool(database.app) as pool:
        return [een.regel for een in Inzagelezer(pool).na(0, 100)]


def argumenten_van(naam):
    citaat = f"zicht1~{A}~20200601T000000Z~4~hart-van-brabant-2020~{'0' * 32}"
    return [naam, *(citaat if een == "CITAAT" else een for een in KIJKT[naam][0])]


def test_every_command_says_whether_it_shows_something():
    """A new command is named in this file: here, or with what its line says."""
    assert sorted([*TOON_NIETS, *KIJKT]) == sorted(COMMANDOS)


@pytest.mark.parametrize("naam", KIJKT)
def test_a_command_that_shows_something_leaves_a_line(voer, database, naam):
    _, handeling, casussen, alles, positie = KIJKT[naam]

    voer(*argumenten_van(naam))

    (regel,) = regels(database)
    assert (regel.kanaal, regel.actie, regel.handeling) == ("opdrachtregel", f"zicht {naam}", handeling)
    assert (regel.resultaat, regel.wie.rol, regel.wie.medewerker) == (
        "gegeven",
        "beheerder",
        f"uid-{os.getuid()}",
    )
    assert (regel.getoond.casussen, regel.getoond.alles, regel.getoond.positie) == (casussen, alles, positie)


@pytest.mark.parametrize("naam", KIJKT)
def test_without_a_line_it_shows_nothing(voer, database, naam):
    with psycopg.connect(database.eigenaar, autocommit=True) as eigenaar:
        eigenaar.execute("REVOKE EXECUTE ON FUNCTION inzage.leg_vast FROM zicht_inzage")

        try:
            klaar = voer(*argumenten_van(naam))
        finally:
            eigenaar.execute("GRANT EXECUTE ON FUNCTION inzage.leg_vast TO zicht_inzage")

    assert klaar.code != 0
    assert klaar.uit == b""
    assert "kon niet worden vastgelegd" in klaar.fout


def test_a_purpose_and_a_pseudonym_stand_in_the_line(voer, database, monkeypatch):
    monkeypatch.setenv("ZICHT_MEDEWERKER", "mw-beheer-1")

    voer("toon", A, "--doel", "verzoek-2026-14")
    geweigerd = voer("toon", A, "--doel", "omdat Jan het vroeg")

    (regel,) = regels(database)
    assert (regel.wie.medewerker, regel.wie.doel) == ("mw-beheer-1", "verzoek-2026-14")
    assert geweigerd.code == 2
    assert "verwacht een code" in geweigerd.fout


@pytest.mark.parametrize("naam", ["toon", "exporteer"])
def test_asking_for_a_casus_that_is_not_there_leaves_a_line(voer, database, naam):
    casus = uuid4()

    voer("toon", str(casus)) if naam == "toon" else voer("exporteer", "--casus", str(casus))

    (regel,) = regels(database)
    assert (regel.resultaat, regel.status, regel.getoond.casussen) == ("niet-gevonden", 1, (casus,))
