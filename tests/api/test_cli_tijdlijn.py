import csv
import io
import json
import os
import pty
import subprocess
from pathlib import Path

import pytest
from tests.scenarios.programma import ZICHT, Klaar, zicht, zicht_hier

from api.generator import genereer

A = "0190c1c2-0000-7000-8000-00000000000a"
B = "0190c1c2-0000-7000-8000-00000000000b"
VT = {"soort": "veilig-thuis", "id": "midden-brabant"}
WEST = {"soort": "lokaal-team", "id": "wijkteam-west"}
BANEN = ["zicht", "directe-veiligheid", "monitoring", "casusregie", "initiatief-dwang"]


def regel(nummer, soort, op, gegevens, *, casus=A, vast=None, **rest):  # noqa: PLR0913 — the fields of a line
    ruw = {
        "casus": casus,
        "volgnummer": nummer,
        "soort": soort,
        "versie": 1,
        "gebeurdOp": op,
        "vastgelegdOp": vast or op,
        "vastgelegdDoor": {"medewerker": "mw-1", "organisatie": VT, "rol": "medewerker-vt"},
        "gegevens": gegevens,
        **rest,
    }
    return json.dumps(ruw).encode() + b"\n"


def melding(nummer=1, op="2020-03-02T09:00:00+01:00", casus=A, **rest):
    gegevens = {
        "melding": f"m{nummer}",
        "veiligThuis": "midden-brabant",
        "gemeente": "GM0855",
        "melder": {"soort": "professional", "anoniem": False},
        "kanaal": "telefoon",
        "vormen": ["partnergeweld"],
    }
    return regel(nummer, "MeldingOntvangen", op, gegevens | rest, casus=casus)


def contact(nummer, op="2020-03-03T09:00:00+01:00", casus=A, **rest):
    return regel(nummer, "ContactGelegd", op, {"door": VT, "wijze": "gesprek"}, casus=casus, **rest)


def correctie(nummer, betreft, gegevens, op="2020-03-04T09:00:00+01:00"):
    vervanging = {
        "betreft": betreft,
        "wijze": "vervangen",
        "vervanging": {"gegevens": gegevens},
        "reden": "invoerfout",
    }
    return regel(nummer, "GebeurtenisGecorrigeerd", op, vervanging)


def tijdlijn(invoer, *keuzes):
    return zicht("tijdlijn", "--invoer", "-", *keuzes, invoer=invoer)


# --- what it prints -----------------------------------------------------------------------------------


def test_a_timeline_has_the_shape_of_the_contract():
    klaar = tijdlijn(melding())

    assert (klaar.code, klaar.fout) == (0, "")
    [lijn] = klaar.regels
    assert list(lijn) == ["casus", "bekendOp", "afspraken", "banen", "termijnen", "signalen"]
    assert (lijn["casus"], lijn["afspraken"]) == (A, "hart-van-brabant-2020")
    assert list(lijn["banen"]) == BANEN
    assert klaar.uit.decode() == json.dumps(lijn, ensure_ascii=False, separators=(",", ":")) + "\n"
    assert lijn["banen"]["zicht"] == [
        {
            "van": "2020-03-02T08:00:00Z",
            "tot": None,
            "partij": VT,
            "status": "vast",
            "volgnummer": 1,
            "regel": "Z1",
            "grondslag": "§3, §6.1.1",
            "rechtens": False,
        }
    ]


def test_cases_come_in_order_of_appearance_though_their_lines_are_mixed():
    klaar = tijdlijn(melding(casus=B) + melding(casus=A) + contact(2, casus=B) + contact(2, casus=A))

    assert [lijn["casus"] for lijn in klaar.regels] == [B, A]


def test_one_casus_can_be_asked_for():
    klaar = tijdlijn(melding(casus=B) + melding(casus=A), "--casus", A.upper())

    assert [lijn["casus"] for lijn in klaar.regels] == [A]


def test_known_is_what_was_recorded_by_then_and_else_everything_in_the_file():
    invoer = melding() + contact(2, vast="2020-03-09T10:00:00.25+01:00")

    assert tijdlijn(invoer).regels[0]["bekendOp"] == "2020-03-09T09:00:00.250000Z"
    voor = tijdlijn(invoer, "--bekend-op", "2020-01-01T00:00:00+01:00").regels[0]
    assert (voor["bekendOp"], voor["banen"]["zicht"]) == ("2019-12-31T23:00:00Z", [])
    assert tijdlijn(invoer, "--bekend-op", "nu").code == 0


def test_other_agreements_can_be_asked_for():
    assert tijdlijn(melding(), "--afspraken", "landelijk-2019").regels[0]["afspraken"] == "landelijk-2019"


def test_a_table_is_for_a_person_and_can_be_limited_to_a_moment():
    klaar = tijdlijn(melding(), "--uitvoer", "tabel", "--op", "2020-03-05T00:00:00Z")
    daarvoor = tijdlijn(melding(), "--uitvoer", "tabel", "--op", "2020-03-01T00:00:00Z")

    assert (klaar.code, klaar.fout) == (0, "")
    tekst = klaar.uit.decode()
    assert f"Casus {A}" in tekst
    assert "02-03-2020 09:00" in tekst
    assert "veilig-thuis midden-brabant" in tekst
    assert "door nr. 1 · Z1 · §3, §6.1.1" in tekst
    assert "midden-brabant" not in daarvoor.uit.decode().replace("hart-van-brabant", "")


def test_csv_has_a_line_per_piece():
    klaar = tijdlijn(melding(), "--uitvoer", "csv")

    regels = list(csv.DictReader(io.StringIO(klaar.uit.decode())))
    assert [(r["baan"], r["partijId"], r["status"], r["rechtens"]) for r in regels] == [
        ("zicht", "midden-brabant", "vast", "nee"),
        ("initiatief-dwang", "midden-brabant", "vast", "nee"),
    ]


def test_without_a_choice_it_is_a_table_on_a_terminal(tmp_path):
    bestand = tmp_path / "acts.jsonl"
    bestand.write_bytes(melding())
    meester, slaaf = pty.openpty()
    with subprocess.Popen([ZICHT, "tijdlijn", "--invoer", bestand], stdout=slaaf, stderr=slaaf) as proces:
        os.close(slaaf)
        uit = b""
        while deel := lees_van_terminal(meester):
            uit += deel
    os.close(meester)

    assert proces.returncode == 0
    assert f"Casus {A}" in uit.decode()


def lees_van_terminal(meester):
    try:
        return os.read(meester, 65536)
    except OSError:  # how Linux says that nobody writes any more
        return b""


def test_a_file_without_acts_gives_nothing():
    assert tijdlijn(b"\n  \n") == Klaar(0, b"", "")


def test_a_large_file_over_several_processes_gives_the_same_as_case_by_case(tmp_path):
    casussen = list(genereer(400, 5))
    bestand = tmp_path / "veel.jsonl"
    bestand.write_text("".join(f"{regel}\n" for regels in casussen for regel in regels), "utf-8")
    assert sum(map(len, casussen)) > 4_000

    samen = zicht("tijdlijn", "--invoer", bestand).uit.splitlines()

    assert len(samen) == len(casussen)
    for plaats in (0, 199, 399):
        los = tijdlijn("".join(f"{regel}\n" for regel in casussen[plaats]).encode())
        assert los.uit.splitlines() == [samen[plaats]]


# --- what it refuses ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("naam", "slecht", "velden"),
    [
        ("no JSON", b"{\n", ["regel"]),
        ("not UTF-8", b'{"casus": "\xff"}\n', ["regel"]),
        ("another thing than an object", b"[1]\n", ["soort"]),
        ("an unknown act", regel(2, "Verzonnen", "2020-03-03T09:00:00Z", {}), ["soort"]),
        ("an unknown field", contact(2, extra=1), ["extra"]),
        ("no offset", contact(2, op="2020-03-03T09:00:00"), ["gebeurdOp", "vastgelegdOp"]),
        ("a number as text", contact("2"), ["volgnummer"]),
        ("no volgnummer 0", contact(0), ["volgnummer"]),
        ("two faults", melding(2, kanaal="duif", gemeente="a b"), ["gegevens.gemeente", "gegevens.kanaal"]),
        ("no actor", contact(2, vastgelegdDoor=None), ["vastgelegdDoor"]),
        ("no casus", contact(2, casus="A"), ["casus"]),
        ("another version", contact(2, versie=2), ["versie"]),
        ("the same number twice", contact(1), ["volgnummer"]),
        ("the same name twice", contact(2).replace(b"{", f'{{"casus": "{B}", '.encode(), 1), ["regel"]),
    ],
)  # fmt: skip
def test_a_line_that_cannot_be_read_is_named_with_its_fields(naam, slecht, velden, tmp_path, capfdbinary):
    bestand = tmp_path / "acts.jsonl"
    bestand.write_bytes(melding() + slecht + contact(3))

    klaar = zicht_hier(capfdbinary, "tijdlijn", "--invoer", bestand)

    assert (klaar.code, klaar.uit) == (2, b"")
    gevonden = [fout.split(": ", 2) for fout in klaar.fout.splitlines()]
    assert sorted({veld for _, veld, _ in gevonden}) == velden, klaar.fout
    assert {waar for waar, _, _ in gevonden} == {"regel 2"}


def test_all_faults_of_all_lines_are_named_in_order_and_nothing_is_printed():
    klaar = tijdlijn(contact(2, wat=1) + melding() + b"{}\n" + contact(3, casus=B, wat=1) + contact(3, wat=1))

    assert (klaar.code, klaar.uit) == (2, b"")
    assert [fout.split(": ")[:2] for fout in klaar.fout.splitlines()] == [
        ["regel 1", "wat"],
        ["regel 3", "soort"],
        ["regel 4", "wat"],
        ["regel 5", "wat"],
    ]


def test_a_replacement_that_cannot_be_read_as_the_act_it_replaces_is_named_on_its_own_line():
    klaar = tijdlijn(correctie(3, 2, {"door": VT, "wijze": "duif"}) + melding() + contact(2))

    assert (klaar.code, klaar.uit) == (2, b"")
    assert klaar.fout.startswith("regel 1: gegevens.vervanging.gegevens.wijze: ")
    assert tijdlijn(correctie(3, 2, {"door": VT, "wijze": "video"}) + melding() + contact(2)).code == 0


def test_a_fault_never_repeats_the_value():
    slecht = regel(
        2,
        "DirectbetrokkeneGeregistreerd",
        "2020-03-03T09:00:00Z",
        {"persoon": "p1", "rol": "kind"},
        vertrouwelijk={"bsn": "123456789", "naam": 7, "geheim": "Robin Voorbeeld"},
    )

    klaar = tijdlijn(melding() + slecht)

    assert klaar.code == 2
    assert "123456789" not in klaar.fout
    assert "Voorbeeld" not in klaar.fout
    assert len(klaar.fout.splitlines()) == 3


GOED = Path(__file__)  # any file that exists: the question is refused before it is read


@pytest.mark.parametrize(
    ("keuzes", "zin"),
    [
        ([], "Verplicht en niet gegeven: --invoer"),
        (["--invoer", "bestaat-niet"], "--invoer: dit bestand bestaat niet."),
        (["--invoer", "."], "--invoer: dit bestand kan niet gelezen worden."),
        (["--invoer"], "Achter --invoer hoort een waarde."),
        (["--invoer", GOED, "--casus", "x"], "--casus: verwacht een UUID."),
        (
            ["--invoer", GOED, "--bekend-op", "2020-03-02T09:00"],
            "--bekend-op: het tijdstip heeft een tijdzone-offset nodig, zoals +01:00 of Z.",
        ),
        (
            ["--invoer", GOED, "--op", "gisteren"],
            "--op: verwacht een tijdstip als 2020-06-01T00:00:00+02:00, of nu.",
        ),
        (
            ["--invoer", GOED, "--op", "0001-01-01T00:00+01:00"],
            "--op: het jaar moet tussen 1900 en 2199 liggen.",
        ),
        (["--invoer", GOED, "--uitvoer", "xml"], "--uitvoer: verwacht een van 'tabel', 'json', 'csv'."),
        (["--invoer", GOED, "--vandaag"], "Onbekende optie: --vandaag"),
        (["--invoer", GOED, "nog iets"], "Onverwacht: nog iets"),
    ],
)
def test_a_wrong_question_is_explained_in_dutch(keuzes, zin, capfdbinary):
    klaar = zicht_hier(capfdbinary, "tijdlijn", *keuzes)

    assert (klaar.code, klaar.uit, klaar.fout) == (2, b"", f"zicht: {zin}\n")


def test_a_casus_that_is_not_there_is_told():
    klaar = tijdlijn(melding(), "--casus", B)

    assert (klaar.code, klaar.uit) == (1, b"")
    assert klaar.fout == f"zicht: casus {B} komt in de invoer niet voor.\n"


def test_unknown_agreements_are_answered_with_those_that_exist():
    klaar = tijdlijn(melding(), "--afspraken", "overal-2030")

    assert klaar.code == 2
    assert "hart-van-brabant-2020" in klaar.fout


def test_a_reader_that_stops_halfway_is_not_an_error(tmp_path):
    bestand = tmp_path / "veel.jsonl"
    bestand.write_text("".join(f"{regel}\n" for regels in genereer(300, 5) for regel in regels), "utf-8")
    with subprocess.Popen(
        [ZICHT, "tijdlijn", "--invoer", bestand], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as proces:
        proces.stdout.readline()
        proces.stdout.close()

        assert proces.stderr.read() == b""
        assert proces.wait() == 1


def test_the_program_tells_what_it_can_do():
    klaar = zicht("--help")

    assert klaar.code == 0
    assert "tijdlijn" in klaar.uit.decode()
    assert zicht("bestaatniet").fout == "zicht: Onbekend commando: bestaatniet\n"
    assert zicht("--versie").uit.decode().startswith("zicht ")
