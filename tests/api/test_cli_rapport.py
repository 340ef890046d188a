"""Reports through the real commands, from a file and from the ledger."""

import json

import pytest
from tests.registerverhaal import activiteit, advies, afgenomen, geinformeerd, gemeld, register
from tests.scenarios.programma import zicht, zicht_hier
from tests.verhaal import DOOR, VT, lokaal, melding, verhaal

from ledger.gebeurtenis import Aanmelding
from ledger.vastleggen import Vastlegger
from ledger.vastleggen_register import RegisterVastlegger

BRON_004 = {2015: (465, 1596), 2016: (623, 1826), 2017: (3364, 2717), 2018: (4197, 3567)}
"""Meldingen and adviezen of Veilig Thuis Zuid-Limburg (source 004)."""


@pytest.fixture(scope="module")
def zuid_limburg(tmp_path_factory):
    """The acts of `zicht genereer --instroom zuid-limburg`, in a file."""
    bestand = tmp_path_factory.mktemp("instroom") / "zuid-limburg.jsonl"
    klaar = zicht("genereer", "--instroom", "zuid-limburg", "--uitvoer", bestand)
    assert (klaar.code, klaar.fout) == (0, "")
    return bestand


def test_the_table_of_source_004_comes_back(zuid_limburg):
    klaar = zicht("rapport", "instroom", "--invoer", zuid_limburg)

    assert (klaar.code, klaar.fout) == (0, "")
    assert {r["jaar"]: (r["meldingen"], r["adviezen"]) for r in klaar.regels} == BRON_004
    assert [(r["regio"], r["gemeente"]) for r in klaar.regels] == [("zuid-limburg", None)] * 4


def test_police_reports_come_to_veilig_thuis_from_the_middle_of_2017(zuid_limburg):
    klaar = zicht("rapport", "instroom", "--invoer", zuid_limburg)
    politie = [
        act["gebeurdOp"]
        for act in map(json.loads, zuid_limburg.read_text().splitlines())
        if act["soort"] == "MeldingOntvangen" and act["gegevens"]["melder"]["soort"] == "politie"
    ]

    assert [r["waarvanPolitie"] > 0 for r in klaar.regels] == [False, False, True, True]
    assert min(politie) >= "2017-07-01"


def test_per_gemeente_the_years_add_up_to_the_same(zuid_limburg):
    klaar = zicht("rapport", "instroom", "--invoer", zuid_limburg, "--per", "gemeente", "--van", "2016")

    for jaar, (meldingen, adviezen) in BRON_004.items():
        delen = [r for r in klaar.regels if r["jaar"] == jaar and r["gemeente"]]
        assert (sum(r["meldingen"] for r in delen), sum(r["adviezen"] for r in delen)) == (
            (meldingen, adviezen) if jaar >= 2016 else (0, 0)
        )


def test_what_is_withdrawn_later_counted_as_long_as_nobody_knew(zuid_limburg):
    toen = zicht("rapport", "instroom", "--invoer", zuid_limburg, "--bekend-op", "2017-01-01T00:00:00+01:00")
    acten = [json.loads(regel) for regel in zuid_limburg.read_text().splitlines()]

    assert [r["jaar"] for r in toen.regels] == [2015, 2016]
    assert sum(act["soort"] == "GebeurtenisGecorrigeerd" for act in acten) > 10


def test_another_seed_gives_other_acts_and_the_same_table(zuid_limburg, tmp_path):
    ander = tmp_path / "ander.jsonl"
    zicht("genereer", "--instroom", "zuid-limburg", "--zaad", "7", "--uitvoer", ander)
    nog_eens = zicht("genereer", "--instroom", "zuid-limburg")

    assert nog_eens.uit == zuid_limburg.read_bytes()
    assert ander.read_bytes() != zuid_limburg.read_bytes()
    klaar = zicht("rapport", "instroom", "--invoer", ander)
    assert {r["jaar"]: (r["meldingen"], r["adviezen"]) for r in klaar.regels} == BRON_004


def test_a_table_for_a_person_and_one_for_a_spreadsheet(zuid_limburg, capfdbinary):
    tabel = zicht_hier(capfdbinary, "rapport", "instroom", "--invoer", zuid_limburg, "--uitvoer", "tabel")
    csv = zicht_hier(
        capfdbinary, "rapport", "instroom", "--invoer", zuid_limburg, "--uitvoer", "csv", "--tot", 2015
    )

    assert ["2017", "zuid-limburg", "alle", "3.364", "2.564", "2.717"] in [
        regel.split() for regel in tabel.uit.decode().splitlines()
    ]
    assert csv.uit.decode().splitlines() == [
        "jaar,regio,gemeente,meldingen,waarvanPolitie,adviezen",
        "2015,zuid-limburg,alle,465,0,1596",
    ]


def test_themes_leave_small_numbers_out_unless_asked(zuid_limburg, capfdbinary):
    def getallen(*keuzes):
        klaar = zicht_hier(
            capfdbinary, "rapport", "themas", "--invoer", zuid_limburg, "--uitvoer", "json", *keuzes
        )
        return [getal for regel in klaar.regels for getal in regel["themas"].values()]

    buiten, binnen = getallen(), getallen("--intern")

    assert None in buiten
    assert [g for g in buiten if g is not None and 0 < g < 5] == []
    assert [g for g in binnen if g is not None and 0 < g < 5] != []
    assert None not in binnen


def schrijf(tmp_path, *regels):
    bestand = tmp_path / "in.jsonl"
    bestand.write_text("".join(f"{json.dumps(regel)}\n" for regel in regels), "utf-8")
    return bestand


def test_the_other_reports_from_a_file(tmp_path, capfdbinary):
    acten = register(afgenomen(), activiteit(), (geinformeerd(), "2020-06-01 12:00"))
    bestand = schrijf(tmp_path, *(handeling.als_dict() for handeling in acten))

    def rapport(naam, *keuzes):
        klaar = zicht_hier(
            capfdbinary,
            "rapport",
            naam,
            "--invoer",
            bestand,
            "--op",
            "2020-07-01T00:00:00Z",
            "--uitvoer",
            *keuzes,
        )
        assert (klaar.code, klaar.fout) == (0, "")
        return klaar

    (plus,) = rapport("plustaken", "json").regels
    assert (plus["bedrag"], plus["bedragPerUur"], plus["evaluatie"]) == (1000.0, 400.0, "nog-niet")
    (bericht,) = rapport("tekortschieten", "json").regels
    assert (bericht["over"]["id"], bericht["status"]) == ("wijkteam-west", "open")
    (partij,) = rapport("tekortschieten", "json", "--per", "partij").regels
    assert (partij["berichten"], partij["open"]) == (1, 1)
    tabel = rapport("tekortschieten", "tabel").uit.decode()
    assert "lokaal-team wijkteam-west" in tabel
    assert "14-07-2020 00:00" in tabel
    assert rapport("plustaken", "csv").uit.decode().count("\n") == 2


@pytest.mark.parametrize(
    ("regel", "gezegd"),
    [
        ("geen json", "regel 1: soort: Deze regel is geen handeling. [onbekende-soort]"),
        ('{"soort": "AdviesGeven"}', "regel 1: soort: Deze regel is geen handeling. [onbekende-soort]"),
        ('{"soort": "AdviesGegeven"}', "regel 1: gebeurdOp: Dit veld is verplicht. [verplicht]"),
        ('{"soort": "AdviesGegeven", "vertrouwelijk": {}}', "[geen-persoonsgegevens-in-advies]"),
    ],
)
def test_a_line_that_cannot_be_read_is_named(tmp_path, capfdbinary, regel, gezegd):
    bestand = tmp_path / "in.jsonl"
    bestand.write_text(regel + "\n", "utf-8")

    klaar = zicht_hier(capfdbinary, "rapport", "instroom", "--invoer", bestand)

    assert (klaar.code, klaar.uit) == (2, b"")
    assert gezegd in klaar.fout


@pytest.mark.parametrize(
    ("keuzes", "gezegd"),
    [
        (("instroom", "--invoer", "-", "--bekend-op", "12"), "een bestand heeft geen posities"),
        (("instroom", "--van", "2020", "--tot", "2019"), "--tot: ligt vóór --van."),
        (("instroom", "--per", "dag"), "--per"),
        (("onzin",), "Onbekend commando"),
    ],
)
def test_a_question_that_cannot_be_answered(capfdbinary, keuzes, gezegd):
    klaar = zicht_hier(capfdbinary, "rapport", *keuzes)

    assert klaar.code == 2
    assert gezegd in klaar.fout


@pytest.mark.parametrize(
    ("keuzes", "gezegd"),
    [
        ((), "--casussen"),
        (("--casussen", "1", "--instroom", "zuid-limburg"), "een van de twee"),
        (("--instroom", "elders"), "verwacht een van zuid-limburg"),
        (("--instroom", "zuid-limburg", "--van", "2020"), "liggen vast"),
    ],
)
def test_what_to_generate_must_be_clear(capfdbinary, keuzes, gezegd):
    klaar = zicht_hier(capfdbinary, "genereer", *keuzes)

    assert klaar.code == 2
    assert gezegd in klaar.fout


class Stilstaand:
    def nu(self):
        return lokaal("2020-09-01 12:00")


def test_from_the_ledger_as_known_at_a_position_or_at_a_moment(
    database, recorder, kluis, monkeypatch, capfdbinary
):
    monkeypatch.setenv("ZICHT_DATABASE_URL", database.app)
    (act,) = verhaal(melding(op="2020-03-02"))
    vastlegger, registers = (
        Vastlegger(recorder, kluis, Stilstaand()),
        RegisterVastlegger(recorder, Stilstaand()),
    )
    registers.leg_vast(VT.id, gemeld(advies("a")), DOOR)
    aanmelding = Aanmelding(soort=act.soort, gebeurd_op=act.gebeurd_op, gegevens=act.gegevens)
    vastlegger.open_casus(aanmelding, DOOR)
    registers.leg_vast(VT.id, gemeld(advies("b")), DOOR)

    def geteld(*keuzes):
        klaar = zicht_hier(capfdbinary, "rapport", "instroom", "--uitvoer", "json", *keuzes)
        assert (klaar.code, klaar.fout) == (0, "")
        return [(r["jaar"], r["meldingen"], r["adviezen"]) for r in klaar.regels]

    assert geteld() == [(2020, 1, 2)]
    assert geteld("--bekend-op", "2") == [(2020, 1, 1)]
    assert geteld("--bekend-op", "1") == [(2020, 0, 1)]
    assert geteld("--bekend-op", "0") == []
    assert geteld("--bekend-op", "2020-09-01T11:59:59+02:00") == []
    assert geteld("--bekend-op", "2020-09-01T12:00:00+02:00") == [(2020, 1, 2)]
