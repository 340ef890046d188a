"""The inspection report: what it says, what a reader of PDF finds in it, and that it stays the same."""

import hashlib
import io
import os
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pikepdf
import pytest
from tests.conftest import ontbreekt
from tests.verhaal import (
    CASUS,
    GEZIN,
    NA_DIENST,
    OOST,
    WEST,
    beoordeling,
    besloten,
    bevestigd,
    contact,
    dienst,
    gestopt,
    geweigerd,
    intrekking,
    lokaal,
    melding,
    overdracht,
    regie,
    verhaal,
    vervanging,
)

from api.generator import genereer
from api.inspectierapport.gegevens import Rapportgegevens
from api.inspectierapport.inhoud import Zegel, maak_inhoud
from api.inspectierapport.pdf import maak_rapport, zet
from api.inspectierapport.tekening import BREEDTE, LINKS
from ledger import agreements
from ledger.acts.lokaal_team import ContactGelegd
from ledger.gebeurtenis import Gebeurtenis
from ledger.regels import lees_gebeurtenis
from projections.stuk import BANEN

VERHAAL = verhaal(
    melding("m1", op="2020-03-02 09:00"),
    beoordeling("overdracht", "m1", op="2020-03-04 10:00"),
    overdracht("o1", aan=WEST, op="2020-03-05 11:00"),
    geweigerd("o1", door=WEST, op="2020-03-06 09:00"),
    besloten(aan=WEST, op="2020-03-10 09:00"),
    contact(door=WEST, op="2020-03-12 09:00", vast="2020-03-20 08:00"),
    regie(door=WEST, op="2020-03-21 09:00"),
    contact(door=WEST, op="2020-03-22 09:00"),
    intrekking(8, op="2020-03-23 09:00"),
)
T = lokaal("2020-03-14 10:00")


def gegevens(acten=VERHAAL, op=T, **anders) -> Rapportgegevens:
    return Rapportgegevens(acten[0].casus, op, 41, acten, **anders)


@pytest.fixture(scope="module")
def pdf():
    with pikepdf.open(io.BytesIO(maak_rapport(gegevens()).inhoud)) as document:
        yield document


def casussen(aantal: int, zaad: int) -> list[list[Gebeurtenis]]:
    """Give the acts of so many made-up casussen."""
    return [[lees_gebeurtenis(regel.encode()) for regel in regels] for regels in genereer(aantal, zaad=zaad)]


def tekst_van(inhoud: bytes) -> str:
    """Read the PDF as another program does, as one line."""
    if shutil.which("pdftotext") is None:
        ontbreekt("pdftotext ontbreekt: apt-get install poppler-utils")
    klaar = subprocess.run(["pdftotext", "-", "-"], input=inhoud, capture_output=True, check=True)
    return " ".join(klaar.stdout.decode().split())


def tags(element, soort):
    """Give the elements of this kind in the tree of a tagged PDF."""
    if isinstance(element, pikepdf.Array):
        return [een for kind in element for een in tags(kind, soort)]
    if not isinstance(element, pikepdf.Dictionary):
        return []
    eigen = [element] if element.get("/S") == soort else []
    return eigen + tags(element.get("/K", pikepdf.Array()), soort)


# --- what it says ---------------------------------------------------------------------------------------


def test_the_report_opens_with_the_answer_its_rule_paragraph_act_and_citation():
    inhoud = maak_inhoud(gegevens())

    assert inhoud["antwoord"] == "Op 14 maart 2020 10:00 had wijkteam-west zicht op veiligheid."
    assert inhoud["reden"] == [
        "Dat was zo sinds 10 maart 2020 09:00. Status: vast.",
        "Het rust op handeling 5: de opschaling werd besloten: zicht is toegewezen aan wijkteam-west.",
        (
            "Regel Z18, grondslag §6.5: Het besluit in de opschaling beëindigt het geschil en wijst zo nodig "
            "aan wie zicht heeft."
        ),
    ]
    assert inhoud["citaat"] == str(gegevens().citaat)
    assert inhoud["citaat"].startswith(f"zicht1~{CASUS}~20200314T090000Z~41~hart-van-brabant-2020~")


@pytest.mark.parametrize(
    ("op", "zin"),
    [
        ("2020-03-01 09:00", "was er nog geen melding, dus nog geen zicht op veiligheid."),
        ("2020-03-02 09:00", "had Veilig Thuis Midden-Brabant zicht op veiligheid."),
        ("2020-03-05 12:00", "er was een overdracht verstuurd die nog niet was overgegaan."),
        ("2020-03-06 09:00", "had Veilig Thuis Midden-Brabant zicht op veiligheid; dat was betwist."),
    ],
)
def test_the_sentence_fits_the_moment(op, zin):
    assert maak_inhoud(gegevens(op=lokaal(op)))["antwoord"].endswith(zin)


def test_a_lapse_is_told_as_a_lapse_and_by_which_act_it_began():
    acten = verhaal(melding("m1", op="2020-03-02 09:00"), overdracht("o1", aan=WEST, op="2020-03-03 11:00"))

    reden = maak_inhoud(gegevens(acten))["reden"]

    assert reden[1].startswith("Het kwam van rechtswege, door het verstrijken van een termijn")
    assert "De termijn begon met handeling 2: Veilig Thuis Midden-Brabant droeg over" in reden[1]


def test_every_piece_term_signal_and_act_has_its_row():
    inhoud, bron = maak_inhoud(gegevens()), gegevens()

    assert len(inhoud["stukken"]) == sum(len(bron.oordeel.tijdlijn.banen[baan]) for baan in BANEN)
    assert len(inhoud["termijnen"]) == len(bron.termijnen) > 0
    assert len(inhoud["signalen"]) == len(bron.signalen) > 0
    assert [rij[0] for rij in inhoud["geschiedenis"]] == [str(nr) for nr in range(1, 10)]


def test_what_was_late_withdrawn_or_replaced_says_so():
    laat = verhaal(
        melding("m1", op="2020-03-02 09:00"),
        contact(door=WEST, op="2020-03-12 09:00", vast="2020-03-20 08:00"),
        vervanging(2, gebeurd_op="2020-03-11 09:00", op="2020-03-21 09:00"),
    )
    opmerkingen = {rij[0]: rij[3] for rij in maak_inhoud(gegevens(laat))["geschiedenis"]}

    assert {rij[0]: rij[3] for rij in maak_inhoud(gegevens())["geschiedenis"]}["8"] == (
        "Ingetrokken door handeling 9"
    )
    assert opmerkingen["2"] == (
        "7 dagen later vastgelegd. Vervangen door handeling 3. "
        "Geldt als: 11-03-2020 09:00, wijkteam-west had contact met het gezin (huisbezoek)"
    )
    assert opmerkingen["1"] == ""


def test_nothing_confidential_is_in_it():
    deel = ContactGelegd.Vertrouwelijk(verslag="kanarie-in-het-verslag")
    acten = [
        een.model_copy(update={"vertrouwelijk": deel}) if een.volgnummer == 6 else een for een in VERHAAL
    ]

    assert maak_rapport(gegevens(acten)) == maak_rapport(gegevens())


# --- the drawing ----------------------------------------------------------------------------------------


def test_the_drawing_shows_every_piece_under_the_number_of_its_row_and_stays_on_the_paper():
    for acten in casussen(12, zaad=5):
        inhoud = maak_inhoud(gegevens(acten, acten[-1].gebeurd_op))
        blokken = inhoud["tekening"]["blokken"]
        assert [str(blok["nummer"]) for blok in blokken] == [rij[0] for rij in inhoud["stukken"]]
        assert all(blok["x"] >= LINKS and blok["breedte"] > 0 for blok in blokken)
        assert all(blok["x"] + blok["breedte"] <= BREEDTE + 0.5 for blok in blokken)
        for groep in inhoud["tekening"]["groepen"]:
            assert all(LINKS <= merk["x1"] <= merk["x2"] <= BREEDTE for merk in groep["merken"])
            assert groep["merken"] or not groep["over"]


def test_no_two_marks_of_a_row_cover_each_other():
    for acten in casussen(12, zaad=6):
        for groep in maak_inhoud(gegevens(acten, acten[-1].gebeurd_op))["tekening"]["groepen"]:
            per_rij = {}
            for merk in groep["merken"]:
                assert per_rij.get(merk["y"], 0.0) < merk["x1"]
                per_rij[merk["y"]] = merk["x2"]


@pytest.mark.parametrize(
    ("naam", "regels"),
    [
        ("onbelegd", (gestopt(op="2020-03-04 10:00"),)),
        ("bij-clientsysteem", (overdracht("o1", aan=GEZIN, op="2020-03-04 10:00"),)),
        (
            "betwist",
            (
                overdracht("o1", aan=WEST, op="2020-03-04 10:00"),
                geweigerd("o1", door=WEST, op="2020-03-05 10:00"),
            ),
        ),
        ("beeindigd", (beoordeling("geen-vervolg", "m1", op="2020-03-04 10:00"),)),
        (
            "melding-in-behandeling",
            (
                dienst(op="2020-03-03 10:00"),
                overdracht("o1", aan=OOST, fase=NA_DIENST, op="2020-03-04 10:00"),
                bevestigd("o1", door=OOST, op="2020-03-05 10:00"),
                melding("m2", op="2020-03-06 10:00"),
            ),
        ),
    ],
)
def test_every_status_can_be_printed(naam, regels):
    bron = gegevens(verhaal(melding("m1", op="2020-03-02 09:00"), *regels), lokaal("2020-03-07 10:00"))

    assert naam in {een["status"] for een in maak_inhoud(bron)["tekening"]["statussen"]}
    assert maak_rapport(bron).inhoud.startswith(b"%PDF-1.7")


# --- the file -------------------------------------------------------------------------------------------


def test_the_file_claims_to_be_pdf_a_2a_and_pdf_ua_1(pdf):
    with pdf.open_metadata() as meta:
        assert (meta["pdfaid:part"], meta["pdfaid:conformance"], meta["pdfuaid:part"]) == ("2", "A", "1")
        assert meta.pdfa_status == "2A"
    assert pdf.Root.MarkInfo.Marked
    assert str(pdf.Root.Lang).startswith("nl")
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert str(CASUS) in str(pdf.docinfo.Title)
    assert pdf.Root.OutputIntents[0].S == "/GTS_PDFA1"


def test_the_tags_name_headings_tables_with_headers_and_a_drawing_told_in_words(pdf):
    boom = pdf.Root.StructTreeRoot

    assert len(tags(boom.K, "/H1")) == 1
    assert len(tags(boom.K, "/H2")) == 10
    tabellen = tags(boom.K, "/Table")
    assert len(tabellen) == 5
    assert all(tags(tabel.K, "/TH") for tabel in tabellen)
    (figuur,) = tags(boom.K, "/Figure")
    assert str(figuur.Alt).startswith(
        "Tijdlijn met vijf banen. Zicht op veiligheid: Veilig Thuis Midden-Brabant"
    )


def test_every_font_is_in_the_file(pdf):
    fonts = {str(font.BaseFont): font for blad in pdf.pages for font in blad.Resources.Font.values()}

    assert {re.sub(r"^/\w+\+", "", naam).split("-")[0] for naam in fonts} == {
        "LibertinusSerif",
        "DejaVuSansMono",
    }
    for font in fonts.values():
        (kind,) = font.DescendantFonts
        assert {"/FontFile2", "/FontFile3"} & set(kind.FontDescriptor.keys())


def test_the_same_answer_gives_the_same_bytes_on_another_machine_and_another_day(tmp_path):
    """Another process, time zone, language and idea of the date; no home with fonts."""
    script = (
        "import sys; from tests.api.test_inspectierapport import *; "
        "sys.stdout.write(maak_rapport(gegevens()).sha256.hex())"
    )
    omgeving = os.environ | {
        "TZ": "Asia/Tokyo", "LANG": "C", "SOURCE_DATE_EPOCH": "1", "HOME": str(tmp_path),
    }  # fmt: skip
    klaar = subprocess.run(
        [sys.executable, "-c", script], env=omgeving, capture_output=True, text=True, check=True
    )

    assert klaar.stdout == maak_rapport(gegevens()).sha256.hex()


def test_the_date_is_that_of_the_last_act_that_was_known(pdf):
    assert str(pdf.docinfo.CreationDate).startswith("D:20200323080100")
    assert max(een.vastgelegd_op for een in VERHAAL) == datetime(2020, 3, 23, 8, 1, tzinfo=UTC)


def test_a_text_is_never_read_as_markup():
    inhoud = maak_inhoud(gegevens())
    vreemd = '#panic("x") *vet* $x$ @wie <label> \\ [haak] https://x.example // weg'
    inhoud["antwoord"] = vreemd
    inhoud["geschiedenis"][0][2] = vreemd

    gelezen = tekst_van(zet(inhoud, 41, T).inhoud)

    assert gelezen.count(vreemd) >= 1
    assert gelezen.count("*vet* $x$ @wie") == 2


def test_the_pages_say_what_was_put_in_and_how_to_check_it():
    zegel = Zegel("zicht.example/grootboek", 41, "wortel+AAAA=")
    zonder, met = maak_rapport(gegevens()), maak_rapport(gegevens(), zegel)

    assert "nog niet verzegeld" in tekst_van(zonder.inhoud)
    gelezen = tekst_van(met.inhoud)
    assert "De wortel van zijn eerste 41 bladen" in gelezen
    assert "wortel+AAAA=" in gelezen
    assert "zicht herhaal" in gelezen
    assert "Handelingen die na positie 41 zijn vastgelegd" in gelezen
    assert "de opschaling werd besloten" in gelezen
    assert met.sha256 == hashlib.sha256(met.inhoud).digest()


def test_agreements_of_choice_and_k_as_a_moment_are_named():
    k = datetime(2020, 3, 24, tzinfo=UTC)
    bron = gegevens(bekend_op=k, afspraken=agreements.met_naam("hart-van-brabant-2020-strikt"))
    vraag = dict(maak_inhoud(bron)["vraag"])

    assert vraag["Beoordeeld naar"] == "hart-van-brabant-2020-strikt"
    assert vraag["Zoals bekend (K)"] == "op 24 maart 2020 01:00 (tot en met positie 41 van het grootboek)"


def test_an_act_by_nobody_known_is_no_reason_to_fail():
    """A casus of which the only act was withdrawn has nothing to draw but its history."""
    acten = verhaal(melding("m1", op="2020-03-02 09:00"), intrekking(1, op="2020-03-03 09:00"))

    rapport = maak_rapport(gegevens(acten))

    assert "nog geen melding" in tekst_van(rapport.inhoud)
