"""Sets of agreements: the four that ship, which judges a casus, what is refused (rulebook 1.5, 9)."""

import re
from datetime import date
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.verhaal import ONDERDELEN_NA_DIENST, WEST, melding, overdracht, verhaal

from ledger.agreements import Boek, Lezingen, alle, lees_toml, met_naam, voor
from ledger.errors import OngeldigeAfspraken
from projections.tijdlijn import eigen_afspraken, maak_tijdlijn

GEDEELD = Path(__file__).resolve().parents[3] / "shared"
STANDAARD = "hart-van-brabant-2020"

LEZINGEN = {
    "weekdagen": ("alle-dagen", "maandag-vrijdag", "werkdagen"),
    "zevende_dag": ("begin", "einde"),
    "directe_overdracht": ("belegd-of-termijn", "verzending", "alleen-belegd"),
    "overdracht_na_dienst": ("informatie-volledig", "verzending", "bevestiging", "bevestiging-of-termijn"),
    "melding_bij_andere_houder": ("besluit-of-termijn", "ontvangst", "alleen-termijn"),
    "melding_door_derde": ("zelfde", "houder-blijft"),
    "terugkoppeling": ("verplaatst-niet", "als-melding"),
    "terugmelding": ("verplaatst-niet", "als-melding"),
    "melding_als_incident": ("ja", "nee"),
    "einde_na_directe_overdracht": ("zoals-7.1", "afsluiting-team"),
    "casusregie_geen_mogelijkheden": ("zicht-blijft", "onbelegd"),
    "einde_monitoring": ("maximum", "richtlijn"),
}
"""Rulebook 9; the first value is the default."""


def lezingen_uit_het_rulebook():
    tekst = (GEDEELD / "domain" / "rulebook.md").read_text("utf-8")
    tabel = tekst[tekst.index("| parameter | values | sentence |") :]
    gevonden = {}
    for rij in tabel.splitlines()[2:]:
        if not rij.startswith("|"):
            break
        namen, waarden, _ = (cel.strip() for cel in re.split(r"(?<!\\)\|", rij.strip("|"))[:3])
        zonder_uitleg = re.sub(r"\([^()]*\)", "", waarden)
        codes = tuple(re.findall(r"`([a-z0-9.-]+)`", zonder_uitleg))
        gevonden |= dict.fromkeys(re.findall(r"`([a-z_]+)`", namen), codes)
    return gevonden


# --- the four sets ------------------------------------------------------------------------------------


def test_er_zijn_vier_afspraken():
    assert list(alle()) == [
        "hart-van-brabant-2020-ma-vr",
        "hart-van-brabant-2020-strikt",
        "hart-van-brabant-2020",
        "landelijk-2019",
    ]


@pytest.mark.parametrize(
    ("naam", "anders"),
    [
        (STANDAARD, {}),
        ("hart-van-brabant-2020-ma-vr", {"weekdagen": "maandag-vrijdag"}),
        (
            "hart-van-brabant-2020-strikt",
            {
                "directe_overdracht": "alleen-belegd",
                "overdracht_na_dienst": "bevestiging",
                "zevende_dag": "einde",
            },
        ),
        ("landelijk-2019", {"weekdagen": "werkdagen"}),
    ],
)
def test_de_lezingen_van_elke_set(naam, anders):
    gekozen = met_naam(naam).lezingen.model_dump(by_alias=False)

    assert gekozen == {lezing: waarden[0] for lezing, waarden in LEZINGEN.items()} | anders


def test_landelijk_telt_vijf_werkdagen():
    assert {naam: s.termijnen.weekdagen for naam, s in alle().items()} == {
        STANDAARD: 7,
        "hart-van-brabant-2020-ma-vr": 7,
        "hart-van-brabant-2020-strikt": 7,
        "landelijk-2019": 5,
    }


@pytest.mark.parametrize("naam", sorted(alle()))
def test_elke_set_heeft_dezelfde_documenten_en_overige_termijnen(naam):
    documenten, termijnen = met_naam(naam).documenten, met_naam(naam).termijnen

    assert documenten.na_dienst == set(ONDERDELEN_NA_DIENST)
    assert "contactgegevens" not in documenten.na_veiligheidsbeoordeling
    assert len(documenten.na_veiligheidsbeoordeling) == 11
    assert len(documenten.plan) == 6
    assert documenten.mag_niet_van_toepassing == {
        "veiligheidsvoorwaarden",
        "aanvullende-afspraken",
        "monitorfunctie",
        "bij-wie-gemonitord",
        "verrijking",
        "reactie-directbetrokkenen",
    }
    assert (termijnen.onveiligheid_maanden, termijnen.monitoring_maanden) == (6, 18)


@pytest.mark.parametrize("lezing", LEZINGEN)
def test_de_lezingen_en_hun_volgorde(lezing):
    veld = Lezingen.model_fields[lezing]

    assert get_args(veld.annotation) == LEZINGEN[lezing]
    assert veld.default == LEZINGEN[lezing][0]


def test_er_zijn_geen_andere_lezingen():
    assert set(Lezingen.model_fields) == set(LEZINGEN)


def test_de_lezingen_zijn_die_van_het_rulebook():
    if not GEDEELD.is_dir():
        pytest.skip("het rulebook staat niet naast deze checkout")

    assert lezingen_uit_het_rulebook() == LEZINGEN


# --- which set judges a casus -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("regio", "op", "naam"),
    [
        ("midden-brabant", date(2020, 1, 1), STANDAARD),
        ("midden-brabant", date(2030, 1, 1), STANDAARD),
        ("midden-brabant", date(2019, 12, 31), "landelijk-2019"),
        ("midden-brabant", date(2019, 1, 1), "landelijk-2019"),
        ("midden-brabant", date(2018, 12, 31), "landelijk-2019"),  # something always judges
        ("west-brabant", date(2020, 1, 1), "landelijk-2019"),
        ("west-brabant", date(2018, 1, 1), "landelijk-2019"),
    ],
)
def test_de_afspraken_van_de_regio_op_de_datum_van_de_eerste_melding(regio, op, naam):
    assert voor(regio, op).naam == naam


def test_de_lokale_datum_van_de_eerste_melding_telt():
    for op, naam in (("2019-12-31 23:59:59", "landelijk-2019"), ("2020-01-01 00:00", STANDAARD)):
        assert maak_tijdlijn(verhaal(melding(op=op))).afspraken.naam == naam


def test_een_eerder_gebeurde_melding_bepaalt_de_afspraken():
    verteld = verhaal(
        melding("m1", op="2020-03-02 09:00"), melding("m0", op="2019-12-30 09:00", vast="2020-04-01 09:00")
    )

    assert maak_tijdlijn(verteld).afspraken.naam == "landelijk-2019"
    assert maak_tijdlijn(verteld[:1]).afspraken.naam == STANDAARD


def test_zonder_melding_de_standaard():
    assert eigen_afspraken([]).naam == STANDAARD


def test_een_latere_set_van_de_regio_gaat_voor():
    boek = Boek(
        [met_naam(STANDAARD).model_copy(update={"naam": "hvb-2024", "geldig_vanaf": date(2024, 1, 1)})]
    )

    assert boek.voor("midden-brabant", date(2023, 12, 31)).naam == STANDAARD
    assert boek.voor("midden-brabant", date(2024, 1, 1)).naam == "hvb-2024"
    assert boek.voor("west-brabant", date(2024, 1, 1)).naam == "landelijk-2019"
    assert boek.met_naam("hvb-2024").lezingen == met_naam(STANDAARD).lezingen


def test_twee_sets_met_dezelfde_naam_worden_geweigerd():
    with pytest.raises(OngeldigeAfspraken, match=STANDAARD):
        Boek([met_naam(STANDAARD)])


def test_een_lezing_zonder_regio_moet_gevraagd_worden():
    assert met_naam("hart-van-brabant-2020-strikt").regios == ()
    gevraagd = maak_tijdlijn(
        verhaal(melding(op="2020-03-02 09:00"), overdracht(aan=WEST, op="2020-03-05 11:00")),
        met_naam("hart-van-brabant-2020-strikt"),
    )
    assert gevraagd.afspraken.naam == "hart-van-brabant-2020-strikt"
    assert len(gevraagd.banen["zicht"]) == 2


@given(
    st.sampled_from(["midden-brabant", "west-brabant", "drenthe"]),
    st.dates(date(1900, 1, 1), date(2199, 12, 31)),
)
def test_er_is_altijd_een_set(regio, op):
    assert voor(regio, op).naam in alle()


def test_onbekende_afspraken_noemt_de_bekende():
    with pytest.raises(OngeldigeAfspraken, match=r"'amsterdam'.*landelijk-2019"):
        met_naam("amsterdam")


# --- a set that cannot be used ------------------------------------------------------------------------

GOED = """
naam = "proef"
titel = "Proef"
bron = "verzonnen"
geldig_vanaf = 2024-01-01
regios = ["proefstad"]
[lezingen]
weekdagen = "werkdagen"
[termijnen]
weekdagen = 5
[documenten]
na_veiligheidsbeoordeling = ["naw"]
na_dienst = ["overdrachtspartij"]
mag_niet_van_toepassing = []
plan = ["termijnen"]
"""


def test_een_eigen_set_van_een_regio():
    eigen = lees_toml(GOED, herkomst="proef.toml")

    assert (eigen.naam, eigen.geldig_vanaf, eigen.regios) == ("proef", date(2024, 1, 1), ("proefstad",))
    assert eigen.lezingen.zevende_dag == "begin"  # what it leaves out is the default
    assert eigen.termijnen.monitoring_maanden == 18


@pytest.mark.parametrize(
    ("was", "wordt", "noemt"),
    [
        ('"werkdagen"', '"zondagen"', ["lezingen.weekdagen", '"zondagen"', "'alle-dagen'"]),
        ('"werkdagen"', "5", ["lezingen.weekdagen", "Er staat: 5"]),
        ('weekdagen = "w', 'weekdag = "w', ["lezingen.weekdag:", "werkdagen", "niet bekend"]),
        ('weekdagen = "werkdagen"', 'zevendeDag = "begin"', ["lezingen.zevendeDag"]),
        ("weekdagen = 5", "weekdagen = 0", ["termijnen.weekdagen", "Er staat: 0", "minstens 1"]),
        ("weekdagen = 5", "weekdagen = 2.5", ["termijnen.weekdagen", "2.5"]),
        ("weekdagen = 5", 'weekdagen = "5"', ["termijnen.weekdagen", '"5"']),
        ("weekdagen = 5", "weken = 5", ["termijnen.weken"]),
        ("2024-01-01", "'ooit'", ["geldig_vanaf", "ooit"]),
        ("2024-01-01", "1024-01-01", ["geldig_vanaf", "1024-01-01"]),
        ('naam = "proef"', 'naam = "een proef"', ["naam", "een proef"]),
        ('titel = "Proef"', "", ["titel", "verplicht"]),
        ('["overdrachtspartij"]', '["naw", "postzegel"]', ["documenten.na_dienst.1", '"postzegel"']),
        ('["termijnen"]', '"termijnen"', ["documenten.plan", '"termijnen"']),
        ('["proefstad"]', '["proef stad"]', ["regios.0", "proef stad"]),
        ("[documenten]", "[bijlagen]", ["bijlagen", "documenten"]),
        ("[lezingen]", "[lezingen", ["TOML"]),
    ],
)  # fmt: skip
def test_een_verkeerde_set_wordt_geweigerd_met_sleutel_en_waarde(was, wordt, noemt):
    assert was in GOED

    with pytest.raises(OngeldigeAfspraken) as geweigerd:
        lees_toml(GOED.replace(was, wordt, 1), herkomst="proef.toml")
    zin = str(geweigerd.value)
    assert zin.startswith("proef.toml: ")
    assert [woord for woord in noemt if woord not in zin] == []


def test_alle_fouten_van_een_set_tegelijk():
    verkeerd = GOED.replace('"werkdagen"', '"zondagen"').replace("weekdagen = 5", "weekdagen = 0")

    with pytest.raises(OngeldigeAfspraken, match=r"lezingen\.weekdagen.*termijnen\.weekdagen"):
        lees_toml(verkeerd, herkomst="proef.toml")
