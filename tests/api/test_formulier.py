"""The form of every act: made from its class, filled in as strings, read back as the act."""

import json
from datetime import date

import pytest
from tests.domain.voorbeelden import EERSTE, LAATSTE, VOORBEELDEN

from api.formulier.invullen import lees_formulier
from api.formulier.teksten import _CODES, _HULP, _LABELS, HANDELINGEN
from api.formulier.voorinvullen import vul_voor
from api.formulier.vorm import maak_formulier
from ledger.acts import CASUS_ACTEN
from ledger.errors import Fout

OP = "2020-03-05T11:00:00+01:00"
IN_CASUS = [een for een in VOORBEELDEN if een.soort in CASUS_ACTEN]


def alle_velden(velden):
    for veld in velden:
        yield veld
        yield from alle_velden(veld.velden)


def nodige_velden(velden):
    """The fields that stay empty where nothing is typed: not those of a group that may be left out."""
    for veld in velden:
        if veld.verplicht and veld.soort in {"groep", "partij"}:
            yield from nodige_velden(veld.velden)
        elif veld.verplicht and veld.soort not in {"rijen", "lijst", "meerkeuze"}:
            yield veld.pad


def als_act(voorbeeld):
    ruw = {"soort": voorbeeld.soort, "gebeurdOp": OP, "gegevens": voorbeeld.gegevens}
    return ruw | ({"vertrouwelijk": voorbeeld.vertrouwelijk} if voorbeeld.vertrouwelijk else {})


def invullen(soort, **waarden):
    act = als_act(LAATSTE[soort])
    formulier = maak_formulier(soort)
    return lees_formulier(formulier, vul_voor(formulier, act) | waarden)


@pytest.mark.parametrize("soort", CASUS_ACTEN)
def test_every_field_of_every_act_has_a_label_and_every_choice_a_name(soort):
    formulier = maak_formulier(soort)

    assert formulier.titel
    assert formulier.hulp.endswith((".", ")"))
    velden = list(alle_velden(formulier.velden))
    assert all(veld.label for veld in velden)
    assert all(keuze.label for veld in velden for keuze in veld.keuzes)
    assert len({veld.pad for veld in formulier.velden}) == len(formulier.velden)


@pytest.mark.parametrize("soort", CASUS_ACTEN)
def test_the_fields_are_those_of_the_act(soort):
    act = CASUS_ACTEN[soort]
    namen = {
        *(f"gegevens.{veld.alias}" for veld in act.model_fields.values()),
        *(f"vertrouwelijk.{veld.alias}" for veld in act.Vertrouwelijk.model_fields.values()),
    }
    formulier = maak_formulier(soort)

    assert {veld.pad for veld in formulier.velden} == namen | {"gebeurdOp"}
    assert all(veld.vertrouwelijk == veld.pad.startswith("vertrouwelijk") for veld in formulier.velden)
    verplicht = {veld.alias for veld in act.model_fields.values() if veld.is_required()}
    assert {veld.pad.removeprefix("gegevens.") for veld in formulier.velden if veld.verplicht} == (
        verplicht | {"gebeurdOp"}
    )


def test_no_text_is_for_something_that_is_not_there():
    gebruikt, codes = set(), set()
    for soort in CASUS_ACTEN:
        for veld in alle_velden(maak_formulier(soort).velden):
            naam = veld.pad.rsplit(".", 1)[-1]
            gebruikt |= {naam, f"{soort}.{naam}"}
            codes |= {keuze.waarde for keuze in veld.keuzes}

    assert HANDELINGEN.keys() == CASUS_ACTEN.keys()
    assert set(_LABELS) <= gebruikt
    assert set(_HULP) <= gebruikt
    assert set(_CODES) <= codes


def test_an_act_outside_a_casus_has_no_form_here():
    with pytest.raises(KeyError):
        maak_formulier("AdviesGegeven")


@pytest.mark.parametrize("voorbeeld", IN_CASUS, ids=str)
def test_what_is_typed_is_the_act_and_the_act_is_what_is_typed(voorbeeld):
    act = als_act(voorbeeld)
    formulier = maak_formulier(voorbeeld.soort)

    ingevuld = lees_formulier(formulier, vul_voor(formulier, act))

    assert ingevuld.fouten == {}
    gelezen = ingevuld.aanmelding.model_dump(mode="json", exclude_none=True)
    zonder = {naam: waarde for naam, waarde in voorbeeld.wordt.items() if waarde != []}
    assert {naam: waarde for naam, waarde in gelezen["gegevens"].items() if waarde != []} == zonder
    assert gelezen.get("vertrouwelijk") == voorbeeld.vertrouwelijk
    assert gelezen["gebeurdOp"] == "2020-03-05T10:00:00Z"


@pytest.mark.parametrize("soort", CASUS_ACTEN)
def test_an_empty_form_tells_of_every_field_that_is_required_and_of_no_other(soort):
    formulier = maak_formulier(soort)

    ingevuld = lees_formulier(formulier, {})

    assert ingevuld.aanmelding is None
    assert ingevuld.fouten.keys() == set(nodige_velden(formulier.velden))
    assert {fout.code for fouten in ingevuld.fouten.values() for fout in fouten} == {"verplicht"}


@pytest.mark.parametrize("soort", CASUS_ACTEN)
def test_nonsense_in_any_field_is_told_at_that_field_and_kept(soort):
    formulier = maak_formulier(soort)
    vol = vul_voor(formulier, als_act(EERSTE[soort]))
    for naam in vol:
        if naam.startswith("vertrouwelijk.") and not naam.endswith(("bsn", "geboortedatum", "vervanging")):
            continue  # free text: nothing is nonsense there
        onzin = vol | {naam: ["??"]}

        ingevuld = lees_formulier(formulier, onzin)

        assert ingevuld.fouten.keys() == {naam}, naam
        assert ingevuld.waarden == onzin
        assert ingevuld.aanmelding is None
        assert "??" not in ingevuld.fouten[naam][0].melding


@pytest.mark.parametrize(
    ("typt", "wordt"),
    [
        ("2020-03-05T11:00", "2020-03-05T10:00:00Z"),
        ("2020-07-05T11:00:30", "2020-07-05T09:00:30Z"),
        ("2020-10-25T02:30", "2020-10-25T00:30:00Z"),  # comes twice: the first
        ("2020-03-29T02:30", None),  # does not exist
        ("gisteren", None),
    ],
)
def test_a_moment_is_local_time(typt, wordt):
    ingevuld = invullen("OverdrachtNietBezorgd", gebeurdOp=[typt])

    if wordt is None:
        assert [fout.code for fout in ingevuld.fouten["gebeurdOp"]] == ["verkeerd-type"]
    else:
        assert ingevuld.aanmelding.model_dump(mode="json")["gebeurdOp"] == wordt


@pytest.mark.parametrize(
    ("typt", "wordt"), [("7,5", 7.5), ("8", 8), ("8.0", 8), ("nan", None), ("acht", None)]
)
def test_a_score_may_have_a_comma(typt, wordt):
    ingevuld = invullen("VeiligheidGescoord", **{"gegevens.score": [typt]})

    assert (None if ingevuld.aanmelding is None else ingevuld.aanmelding.gegevens.score) == wordt
    assert ("gegevens.score" in ingevuld.fouten) == (wordt is None)


def test_a_line_that_is_wrong_is_named_by_its_number_and_empty_lines_do_not_count():
    ingevuld = invullen(
        "VeiligheidsplanVastgesteld",
        **{"gegevens.evaluatiemomenten": ["2020-06-01\n\n  2020-09-01 \n31-12-2020"]},
    )

    (fout,) = ingevuld.fouten["gegevens.evaluatiemomenten"]
    assert fout.melding.startswith("Regel 3: ")
    goed = invullen(
        "VeiligheidsplanVastgesteld", **{"gegevens.evaluatiemomenten": ["2020-06-01\r\n\r\n2020-09-01"]}
    )
    assert goed.aanmelding.gegevens.evaluatiemomenten == (date(2020, 6, 1), date(2020, 9, 1))


def test_a_fault_in_a_row_stands_at_the_row_as_it_was_posted():
    rijen = {
        "gegevens.voorwaarden.0.id": [""],
        "gegevens.voorwaarden.3.id": ["v-1"],
        "gegevens.voorwaarden.3.prioriteit": ["1"],
        "gegevens.voorwaarden.7.id": ["v 2"],
        "gegevens.voorwaarden.7.prioriteit": ["hoog"],
    }
    ingevuld = lees_formulier(
        maak_formulier("VoorwaardenGesteld"), {"gebeurdOp": ["2020-03-05T11:00"]} | rijen
    )

    assert ingevuld.fouten.keys() == {"gegevens.voorwaarden.7.id", "gegevens.voorwaarden.7.prioriteit"}


def test_an_optional_group_that_was_begun_must_be_whole():
    ingevuld = invullen("OverdrachtVerstuurd", **{"gegevens.monitorafspraken.wijze": ["telefonisch"]})

    assert ingevuld.fouten.keys() == {"gegevens.monitorafspraken.eersteContactOp"}


def test_a_field_that_this_form_does_not_have_is_told_and_other_names_are_left_alone():
    ingevuld = invullen("OntvangstBevestigd", **{"gegevens.reden": ["x"], "csrf": ["y"], "terug": ["/"]})

    assert [fout.code for fout in ingevuld.fouten[""]] == ["onbekend-veld"]
    assert ingevuld.fouten.keys() == {""}


def test_what_the_ledger_refuses_comes_at_the_field_and_otherwise_above_the_form():
    ingevuld = invullen("OntvangstBevestigd").met_fouten(
        [Fout("gegevens.overdracht", "onbekende-overdracht", "Onbekend."), Fout("casus", "x", "Iets anders.")]
    )

    assert {naam: fouten[0].melding for naam, fouten in ingevuld.fouten.items()} == {
        "gegevens.overdracht": "Onbekend.",
        "": "Iets anders.",
    }
    assert ingevuld.waarde("gegevens.overdracht")


def test_free_text_stays_as_it_was_typed():
    tekst = "  Eerste regel\n\n* <b>tweede</b>  "
    ingevuld = invullen("ContactGelegd", **{"vertrouwelijk.verslag": [tekst.replace("\n", "\r\n")]})

    assert ingevuld.aanmelding.vertrouwelijk.verslag == tekst
    assert json.loads(json.dumps(ingevuld.waarden))
