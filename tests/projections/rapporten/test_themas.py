"""Cases on the themes of an Integraal Veiligheidsplan, by the codes of their acts."""

from dataclasses import replace

import pytest
from tests.projections.rapporten.bron import Geheugen, casus, gemeld
from tests.verhaal import beoordeling

from api.generator.wereld import VORMEN
from ledger.errors import OngeldigeAfspraken
from projections.rapporten.instroom import Periode
from projections.rapporten.themas import lees_themas, maak_themas, standaardthemas

GEWELD, MPG = "huiselijk-geweld-en-kindermishandeling", "multiprobleemgezinnen"
DRUGS, VERWARD, JEUGD = "alcohol-en-drugsoverlast", "verwarde-personen", "problematische-jeugd"


def themas_van(*regels):
    """Give the themes of one casus with these acts."""
    *_, regio = maak_themas(Geheugen(casus(1, *regels)), Periode(), extern=False)
    assert regio.casussen == 1
    return [thema for thema, aantal in regio.per_thema.items() if aantal]


@pytest.mark.parametrize(
    ("vormen", "verwacht"),
    [
        (("partnergeweld",), [GEWELD]),
        (("partnergeweld", "lichamelijk-geweld"), [GEWELD]),
        (("partnergeweld", "middelengebruik"), [GEWELD, DRUGS]),
        (("verward-gedrag",), [VERWARD]),
        (("jeugdcriminaliteit",), [JEUGD]),
        (("burengerucht",), ["overig"]),
        (("partnergeweld", "burengerucht"), [GEWELD, "overig"]),
        ((), ["overig"]),
    ],
)
def test_forms_of_violence_point_at_a_theme(vormen, verwacht):
    assert themas_van(gemeld(op="2020-03-02", vormen=vormen)) == verwacht


@pytest.mark.parametrize(
    ("conclusie", "verwacht"),
    [(4, [GEWELD]), (5, [GEWELD, MPG]), (6, [GEWELD, MPG]), (7, [GEWELD]), (8, [GEWELD])],
)
def test_so_does_the_conclusion_of_the_assessment(conclusie, verwacht):
    assert (
        themas_van(gemeld(op="2020-03-02"), beoordeling("dienst", conclusie=conclusie, op="2020-03-05"))
        == verwacht
    )


def test_so_do_contra_indications():
    regel = beoordeling("dienst", op="2020-03-05")
    act = regel.act.model_copy(update={"contra_indicaties": ("acute-psychiatrie", "stalking")})

    assert themas_van(gemeld(op="2020-03-02"), replace(regel, act=act)) == [GEWELD, VERWARD]


def test_a_casus_counts_once_a_year_where_its_first_melding_then_came_from():
    bron = Geheugen(
        casus(
            1,
            gemeld(op="2020-03-02"),
            gemeld("m2", op="2020-05-02", gemeente="GM0867", vormen=("drugs",)),
            gemeld("m3", op="2021-05-02", gemeente="GM0867"),
        )
    )

    regels = [
        (r.jaar, r.gemeente, r.casussen, r.per_thema[GEWELD], r.per_thema[DRUGS])
        for r in maak_themas(bron, Periode(), extern=False)
    ]

    assert regels == [
        (2020, "GM0855", 1, 1, 1),
        (2020, None, 1, 1, 1),
        (2021, "GM0867", 1, 1, 0),
        (2021, None, 1, 1, 0),
    ]


def test_outside_small_numbers_and_the_number_of_casussen_are_left_out():
    veel = [casus(n, gemeld(op="2020-03-02")) for n in range(1, 10)]
    bron = Geheugen(*veel, casus(20, gemeld(op="2020-03-02", vormen=("drugs",))))

    (gemeente, regio) = maak_themas(bron, Periode())

    assert (gemeente.casussen, regio.casussen) == (None, None)
    assert (gemeente.per_thema[GEWELD], gemeente.per_thema[DRUGS]) == (9, None)
    assert (regio.per_thema[GEWELD], regio.per_thema[DRUGS]) == (9, None)
    assert gemeente.per_thema[JEUGD] == 0


def test_every_form_that_the_generator_knows_has_a_theme():
    assert [vorm for vorm in VORMEN.keuzen if vorm not in standaardthemas().vormen] == []


def test_a_code_cannot_point_at_a_theme_that_is_not_there():
    with pytest.raises(OngeldigeAfspraken, match="drugs wijst naar overlast"):
        lees_themas('conclusies = {}\ncontraIndicaties = {}\n[themas]\na = "A"\n[vormen]\ndrugs = "overlast"')
