"""The commands that look after the database, and the one that shows a casus from it."""

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from tests.scenarios.programma import zicht_hier

from api.generator import genereer
from ledger.regels import lees_gebeurtenis
from projections.citaat import citeer
from projections.tijdlijn import maak_tijdlijn

A = "0190c1c2-0000-7000-8000-00000000000a"
VT = {"soort": "veilig-thuis", "id": "midden-brabant"}
WEST = {"soort": "lokaal-team", "id": "wijkteam-west"}


@pytest.fixture
def voer(database, monkeypatch, capfdbinary):
    """Run a command on the database of this test."""
    monkeypatch.setenv("ZICHT_DATABASE_URL", database.app)
    return lambda *argumenten: zicht_hier(capfdbinary, *argumenten)


def regel(nummer, soort, op, gegevens, vast=None):
    ruw = {
        "casus": A,
        "volgnummer": nummer,
        "soort": soort,
        "gebeurdOp": op,
        "vastgelegdOp": vast or op,
        "vastgelegdDoor": {"medewerker": "mw-1", "organisatie": VT, "rol": "medewerker-vt"},
        "gegevens": gegevens,
    }
    return json.dumps(ruw) + "\n"


MELDING = {
    "melding": "m1",
    "veiligThuis": "midden-brabant",
    "gemeente": "GM0855",
    "melder": {"soort": "politie", "anoniem": False},
    "kanaal": "corv",
    "vormen": ["partnergeweld"],
}
VERSTUURD = {
    "overdracht": "o1",
    "van": VT,
    "aan": WEST,
    "fase": "na-veiligheidsbeoordeling",
    "warm": False,
    "onderdelen": ["naw"],
}
BEVESTIGD = {"overdracht": "o1", "door": WEST}
INGETROKKEN = {"betreft": 3, "wijze": "ingetrokken", "reden": "invoerfout"}
CASUS = "".join([
    regel(1, "MeldingOntvangen", "2020-03-02T09:00:00+01:00", MELDING),
    regel(2, "OverdrachtVerstuurd", "2020-03-05T11:00:00+01:00", VERSTUURD),
    regel(3, "ContactGelegd", "2020-03-05T12:00:00+01:00", {"door": VT, "wijze": "gesprek"}),
    regel(4, "OntvangstBevestigd", "2020-03-06T10:00:00+01:00", BEVESTIGD, "2020-03-20T10:00:00Z"),
    regel(5, "GebeurtenisGecorrigeerd", "2020-03-21T10:00:00Z", INGETROKKEN),
])  # fmt: skip


@pytest.fixture
def casus(voer, tmp_path):
    bestand = tmp_path / "casus.jsonl"
    bestand.write_text(CASUS, "utf-8")
    assert voer("importeer", bestand).code == 0
    return A


# --- toon ---------------------------------------------------------------------------------------------


def test_toon_says_who_holds_and_by_which_act(voer, casus):
    tekst = voer("toon", casus, "--uitvoer", "tabel", "--op", "2020-03-10T00:00:00Z").uit.decode()

    assert f"Casus {A}" in tekst
    zicht = next(lijn for lijn in tekst.splitlines() if lijn.strip().startswith("zicht "))
    assert "wijkteam-west" in zicht
    assert "06-03-2020 10:00" in zicht
    assert "door nr. 4" in zicht


def test_toon_answers_as_known_at_a_moment_or_a_position(voer, casus):
    def houder(*keuzes):
        klaar = voer("toon", casus, "--op", "2020-03-10T00:00:00Z", *keuzes)
        return klaar.regels[0]["verantwoordelijkheid"]["zicht"]

    assert (houder()["partij"], houder()["rechtens"]) == (WEST, False)
    toen = houder("--bekend-op", "2020-03-15T00:00:00Z")
    assert (toen["partij"], toen["status"]) == (VT, "in-overdracht")
    assert houder("--bekend-op", "3") == toen
    assert houder("--bekend-op", "4") == houder()


def test_toon_tells_the_history_and_marks_what_was_withdrawn_or_late(voer, casus):
    tekst = voer("toon", casus, "--uitvoer", "tabel").uit.decode()
    [lijn] = voer("toon", casus).regels
    rijen = list(csv.DictReader(io.StringIO(voer("toon", casus, "--uitvoer", "csv").uit.decode())))

    assert "[ingetrokken door nr. 5]" in tekst
    assert "pas op 20 maart 2020 11:00" in tekst
    assert [gebeurtenis["status"] for gebeurtenis in lijn["geschiedenis"]] == [
        "geldig", "geldig", "ingetrokken", "geldig", "geldig",
    ]  # fmt: skip
    assert [(rij["volgnummer"], rij["status"], rij["correcties"]) for rij in rijen][2] == (
        "3",
        "ingetrokken",
        "5",
    )


def test_toon_leaves_out_what_is_confidential(voer, tmp_path):
    bestand = tmp_path / "casussen.jsonl"
    regels = [regel for regels in genereer(5, 8) for regel in regels]
    bestand.write_text("\n".join(regels), "utf-8")
    voer("importeer", bestand)
    vertrouwelijk = {json.loads(r)["casus"] for r in regels if '"naam"' in r}

    for casus in vertrouwelijk:
        for vorm in ("tabel", "json", "csv"):
            uit = voer("toon", casus, "--uitvoer", vorm).uit.decode()
            assert "vertrouwelijk" not in uit
            assert "Voorbeeldstraat" not in uit
            assert '"999' not in uit
    assert vertrouwelijk


def test_toon_does_not_know_every_casus_at_every_moment(voer, casus):
    onbekend = "0190c1c2-0000-7000-8000-00000000000f"

    assert voer("toon", onbekend).fout == f"zicht: casus {onbekend} is hier niet bekend.\n"
    toen = voer("toon", casus, "--bekend-op", "2020-01-01T00:00:00Z")
    assert (toen.code, toen.uit) == (1, b"")
    assert toen.fout == f"zicht: casus {casus} is hier toen niet bekend.\n"


# --- migreer, herbouw ---------------------------------------------------------------------------------


def test_migreer_shows_a_plan_does_it_and_then_has_nothing_to_do(lege_database, monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_DATABASE_URL", lege_database.app)
    monkeypatch.setenv("ZICHT_MIGRATIE_URL", lege_database.eigenaar)

    plan = zicht_hier(capfdbinary, "migreer", "--plan")
    nog_eens = zicht_hier(capfdbinary, "migreer", "--plan")
    gedaan = zicht_hier(capfdbinary, "migreer")
    daarna = zicht_hier(capfdbinary, "migreer")

    assert plan.uit == nog_eens.uit
    assert plan.uit.decode().startswith("nog uit te voeren: 0001_")
    assert gedaan.uit == plan.uit.replace(b"nog uit te voeren", b"uitgevoerd")
    assert (daarna.code, daarna.uit) == (0, b"De database is bij.\n")
    assert zicht_hier(capfdbinary, "exporteer").code == 0  # the application may log in


def test_who_may_not_migrate_is_told(lege_database, monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_DATABASE_URL", lege_database.app)

    klaar = zicht_hier(capfdbinary, "migreer")

    assert (klaar.code, klaar.uit) == (1, b"")
    assert klaar.fout.startswith("zicht: ")


def test_herbouw_reads_every_act(voer, casus):
    klaar = voer("herbouw")

    assert klaar.code == 0
    assert klaar.uit.decode() == "Herbouwd tot en met positie 5: 1 casussen, waarvan 0 geparkeerd.\n"


def test_a_setting_that_nobody_knows_is_named(monkeypatch, capfdbinary):
    monkeypatch.setenv("ZICHT_DATABASE_ULR", "x")

    klaar = zicht_hier(capfdbinary, "exporteer")

    assert klaar.code == 1
    assert "ZICHT_DATABASE_ULR" in klaar.fout


def test_een_citaat_geeft_aan_de_terminal_hetzelfde_antwoord(voer, casus):
    uit = voer("exporteer", "--casus", casus)
    acten = [lees_gebeurtenis(json.dumps(een)) for een in uit.regels]
    op = datetime(2020, 3, 10, 12, tzinfo=UTC)
    citaat = citeer(acten[0].casus, op, 4, maak_tijdlijn(acten[:4]))

    gelezen = voer("herhaal", str(citaat))
    assert gelezen.code == 0
    assert json.loads(gelezen.uit)["verantwoordelijkheid"]["zicht"]["partij"] == WEST
    assert "gecorrigeerd, bij volgnummer 5" in gelezen.fout

    vervalst = voer("herhaal", str(citaat)[:-1] + ("0" if str(citaat)[-1] != "0" else "1"))
    assert vervalst.code == 1
    assert "past niet meer bij het citaat" in vervalst.fout
    assert voer("herhaal", "geen-citaat").code == 2


def test_een_citaat_over_casussen_heen_heeft_ook_daar_zijn_eigen_bereik(voer, casus):
    voer("herbouw")
    gezien = {}
    for regio in ("midden-brabant", "utrecht"):
        vraag = f"bereik=regios:{regio}&op=2020-03-10T12:00:00Z"
        gelezen = voer("herhaal", f"zicht2~verantwoordelijkheden~{vraag}~4~{'0' * 32}")
        assert gelezen.code == 1  # nobody gave it: its digest is made up
        gezien[regio] = [rij["casus"] for rij in json.loads(gelezen.uit)["resultaten"]]

    assert casus in gezien["midden-brabant"]
    assert gezien["utrecht"] == []
