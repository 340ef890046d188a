"""Until when a casus is kept: twenty years from the last change, unless an organisation says otherwise."""

import pytest
from tests.verhaal import CASUS, VT, WEST, contact, handeling, lokaal, melding, overdracht, verhaal

from ledger.acts.dienst import VeiligheidsbeoordelingAfgerond
from ledger.acts.dossier import GebeurtenisGecorrigeerd, PersoonsgegevensVernietigd
from ledger.bewaren import Bewaarboek, lees_toml
from ledger.bewaren.termijnen import OngeldigeBewaartermijnen
from projections.bewaartermijn import bewaring

WET = Bewaarboek()
EIGEN = """
naam = "eigen"
titel = "Bewaarbeleid"
organisaties = ["midden-brabant"]
[dossier]
jaren = 15
grondslag = "beleid"
zin = "Vijftien jaar."
[zonder-vervolg]
jaren = 5
grondslag = "beleid"
zin = "Vijf jaar."
"""


def beoordeling(besluit, op="2020-03-06 10:00"):
    gegevens = {
        "melding": "m1", "conclusie": 8, "besluit": besluit, "beoordelaars": ("mw-1", "mw-2"),
        "contact_met_directbetrokkenen": True, "contra_indicaties_getoetst": True, "contra_indicaties": (),
        "afwijking_onderbouwd": False,
    }  # fmt: skip
    return handeling(VeiligheidsbeoordelingAfgerond(**gegevens), op=op)


def weg(persoon=None, op="2030-01-01 10:00"):
    return handeling(PersoonsgegevensVernietigd(persoon=persoon, grond="verzoek"), op=op)


def van(*regels, boek=WET):
    return bewaring(verhaal(melding(op="2020-03-02 09:00"), *regels, casus=CASUS), VT.id, boek)


@pytest.mark.parametrize(
    ("regels", "tot"),
    [
        ((), "2040-03-03 00:00"),
        ((contact(door=WEST, op="2020-03-05 10:00", vast="2021-07-09 23:30"),), "2041-07-10 00:00"),
        ((contact(door=WEST, op="2024-02-29 10:00"),), "2044-03-01 00:00"),
        ((contact(door=WEST, op="2023-02-28 23:30"),), "2043-03-01 00:00"),
        ((weg("p1"),), "2040-03-03 00:00"),  # destroying changes nothing
    ],
)
def test_twenty_years_from_the_last_change_to_the_end_of_that_day(regels, tot):
    gevonden = van(*regels)

    assert gevonden.tot == lokaal(tot)
    assert (gevonden.jaren, gevonden.grondslag, gevonden.set) == (20, "Wmo 2015 art. 5.3.4", "wmo-2015")


def test_of_what_was_destroyed_as_a_whole_nothing_is_kept_until_something_new_is_recorded():
    assert van(weg()) is None
    assert van(weg(), weg("p1", op="2031-01-01 10:00")) is None
    assert van(weg(), contact(door=WEST, op="2031-01-01 10:00")).tot == lokaal("2051-01-02 00:00")


@pytest.mark.parametrize(
    ("regels", "categorie", "jaren"),
    [
        ((), "dossier", 15),
        ((beoordeling("geen-vervolg"),), "zonder-vervolg", 5),
        ((beoordeling("dienst"),), "dossier", 15),
        ((beoordeling("geen-vervolg"), beoordeling("dienst", "2020-03-07 10:00")), "dossier", 15),
        ((beoordeling("geen-vervolg"), overdracht("o1", aan=WEST, op="2020-03-08 10:00")), "dossier", 15),
    ],
)
def test_an_organisation_may_keep_what_was_not_followed_up_shorter(regels, categorie, jaren):
    gevonden = van(*regels, boek=Bewaarboek([lees_toml(EIGEN, herkomst="eigen.toml")]))

    assert (gevonden.categorie, gevonden.jaren, gevonden.set) == (categorie, jaren, "eigen")


def test_what_stands_after_corrections_counts():
    terug = GebeurtenisGecorrigeerd(betreft=2, wijze="ingetrokken", reden="invoerfout")

    gevonden = van(beoordeling("geen-vervolg"), handeling(terug, op="2020-03-09 10:00"))

    assert gevonden.categorie == "dossier"


def test_every_other_organisation_keeps_to_the_law_or_to_what_is_said_for_all():
    eigen = lees_toml(EIGEN, herkomst="eigen.toml")
    voor_ieder = lees_toml(
        EIGEN.replace("midden-brabant", "*").replace('"eigen"', '"ieder"'), herkomst="ieder"
    )

    assert Bewaarboek([eigen]).voor("west-brabant").naam == "wmo-2015"
    assert Bewaarboek([eigen, voor_ieder]).voor("west-brabant").naam == "ieder"
    assert Bewaarboek([eigen, voor_ieder]).voor("midden-brabant").naam == "eigen"
    with pytest.raises(OngeldigeBewaartermijnen, match="midden-brabant heeft er al"):
        Bewaarboek([eigen, eigen])


@pytest.mark.parametrize(
    ("tekst", "zin"),
    [
        ("naam =", "geen geldige TOML"),
        (EIGEN.replace("jaren = 5", "jaren = 0"), "te klein"),
        (EIGEN.replace("jaren = 5", "jaren = 5.5"), "een geheel getal"),
        (EIGEN.replace("[zonder-vervolg]", "[anders]"), "anders"),
    ],
)
def test_a_set_that_cannot_be_used_names_the_file_and_the_fault(tekst, zin):
    with pytest.raises(OngeldigeBewaartermijnen, match=f"eigen.toml: .*{zin}"):
        lees_toml(tekst, herkomst="eigen.toml")
