"""Between an act and what is stored of it. Every act itself is in tests/domain/test_voorbeelden.py."""

import json
import pickle
from dataclasses import replace

import pytest
from pydantic import ValidationError
from tests.sleutels import verzegeld
from tests.verhaal import WEST, contact, handeling, lokaal, melding, verhaal

from ledger.acts.dienst import DienstIngezet
from ledger.acts.lokaal_team import ContactGelegd
from ledger.acts.melding import Persoonsgegevens
from ledger.errors import OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import codeer, decodeer, naam_en_versie
from ledger.store.upcasters import OPHOGINGEN, opgehoogd

REGIO = "midden-brabant"
MELDING, CONTACT = verhaal(
    melding(op="2020-03-02 09:00"), contact(door=WEST, op="2020-03-05 10:00", vast="2020-03-06 10:00")
)


def opgeslagen(gebeurtenis=CONTACT, **anders):
    return replace(codeer(gebeurtenis, REGIO), **anders)


def met_state(**anders):
    ruw = json.loads(opgeslagen().state)
    return opgeslagen(state=json.dumps({**ruw, **anders}).encode())


# --- there and back -----------------------------------------------------------------------------------


def test_heen_en_terug():
    assert decodeer(opgeslagen(MELDING)) == MELDING
    assert decodeer(opgeslagen(CONTACT)) == CONTACT


def test_a_built_act_is_what_pydantic_itself_would_make():
    velden = {naam: getattr(CONTACT, naam) for naam in Gebeurtenis.model_fields}

    gebouwd, zelf = Gebeurtenis.bouw(**velden), Gebeurtenis.model_construct(**velden)

    assert gebouwd == zelf
    assert list(vars(gebouwd)) == list(vars(zelf)) == list(Gebeurtenis.model_fields)
    assert gebouwd.model_fields_set == zelf.model_fields_set
    assert gebouwd.model_dump_json() == zelf.model_dump_json()
    assert pickle.loads(pickle.dumps(gebouwd)) == gebouwd.model_copy() == zelf  # noqa: S301 — our own
    with pytest.raises(ValidationError, match="frozen"):
        gebouwd.volgnummer = 9


def test_wat_in_kolommen_staat_staat_niet_ook_in_de_json():
    bewaard = opgeslagen()

    assert (bewaard.topic, bewaard.regio) == ("ContactGelegd/1", REGIO)
    assert (bewaard.originator_id, bewaard.originator_version) == (CONTACT.casus, 2)
    assert (bewaard.gebeurd_op, bewaard.vastgelegd_op) == (
        lokaal("2020-03-05 10:00"),
        lokaal("2020-03-06 10:00"),
    )
    assert json.loads(bewaard.state) == {
        "vastgelegdDoor": {
            "medewerker": "mw-1",
            "organisatie": {"soort": "veilig-thuis", "id": REGIO},
            "rol": "medewerker-vt",
        },
        "gegevens": {"door": {"soort": "lokaal-team", "id": "wijkteam-west"}, "wijze": "huisbezoek"},
    }


def test_het_vertrouwelijke_deel_staat_apart_en_hoeft_niet_gelezen_te_worden():
    vertrouwelijk = ContactGelegd.Vertrouwelijk(verslag="Een verzonnen verslag.")
    bewaard, geheimen = verzegeld(CONTACT.model_copy(update={"vertrouwelijk": vertrouwelijk}), REGIO)

    assert b"verzonnen" not in bewaard.state
    assert b"verzonnen" not in bewaard.vertrouwelijk
    assert decodeer(bewaard, geheimen).vertrouwelijk == vertrouwelijk
    assert decodeer(bewaard, met_vertrouwelijk=False).vertrouwelijk is None
    assert decodeer(replace(bewaard, vertrouwelijk=b"onleesbaar"), met_vertrouwelijk=False) == CONTACT


def test_wanneer_het_werd_ingelezen_blijft_bekend():
    ingelezen = CONTACT.model_copy(update={"geimporteerd_op": lokaal("2024-01-01 12:00")})

    assert decodeer(opgeslagen(ingelezen)) == ingelezen


def test_de_naam_is_een_naam_en_een_versie_geen_plek_in_de_code():
    assert naam_en_versie("DienstIngezet") == "DienstIngezet/1"
    assert "." not in opgeslagen().topic


# --- what cannot be understood ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bewaard", "zin"),
    [
        (opgeslagen(topic="ContactVerbroken/1"), "onbekende naam"),
        (opgeslagen(topic="AdviesGegeven/1"), "onbekende naam"),  # of the register, not of a casus
        (opgeslagen(topic="ContactGelegd"), "onbekende naam"),
        (opgeslagen(topic="ContactGelegd/"), "onbekende naam"),
        (opgeslagen(topic="ContactGelegd/een"), "onbekende naam"),
        (opgeslagen(topic="ContactGelegd/-1"), "onbekende naam"),
        (opgeslagen(topic="ledger.acts.lokaal_team:ContactGelegd"), "onbekende naam"),
        (opgeslagen(topic=""), "onbekende naam"),
        (opgeslagen(topic="ContactGelegd/2"), "versie uit de toekomst"),
        (opgeslagen(topic="ContactGelegd/0"), "onleesbare inhoud"),  # no step leads from there to today
        (opgeslagen(state=b""), "onleesbare inhoud"),
        (opgeslagen(state=b"{"), "onleesbare inhoud"),
        (opgeslagen(state=b"\xff"), "onleesbare inhoud"),
        (opgeslagen(state=b"[]"), "onleesbare inhoud"),
        (opgeslagen(state=b"{}"), "onleesbare inhoud"),
        (met_state(gegevens={"wijze": "huisbezoek"}), "onleesbare inhoud"),
        (met_state(vastgelegdDoor=None), "onleesbare inhoud"),
        (met_state(extra=1), "onleesbare inhoud"),
        (opgeslagen(gebeurd_op=None), "geen gebeurtenis van Zicht"),
        (opgeslagen(vastgelegd_op=None), "geen gebeurtenis van Zicht"),
    ],
)
def test_wat_dit_programma_niet_begrijpt(bewaard, zin):
    with pytest.raises(OnleesbareGebeurtenis) as onleesbaar:
        decodeer(bewaard)

    assert str(onleesbaar.value) == zin
    assert onleesbaar.value.__cause__ is None


def test_een_fout_vertelt_niets_van_wat_er_bewaard_was():
    geheim = met_state(gegevens={"door": "Piet Jansen", "wijze": "Piet Jansen"})

    verkeerd = Persoonsgegevens.model_construct(naam="Piet Jansen")  # of another act
    for bewaard, geheimen in (
        (geheim, {}),
        verzegeld(CONTACT.model_copy(update={"vertrouwelijk": verkeerd}), REGIO),
    ):
        with pytest.raises(OnleesbareGebeurtenis) as onleesbaar:
            decodeer(bewaard, geheimen)
        assert "Piet" not in str(onleesbaar.value)
        assert onleesbaar.value.__suppress_context__


# --- older shapes -------------------------------------------------------------------------------------


def test_een_oude_vorm_wordt_stap_voor_stap_opgehoogd():
    stappen = {
        ("DienstIngezet", 1): lambda gegevens: {**gegevens, "een": True},
        ("DienstIngezet", 2): lambda gegevens: {**gegevens, "twee": gegevens["een"]},
        ("DienstAfgerond", 1): lambda _: {},
    }

    assert opgehoogd("DienstIngezet", 1, 3, {"dienst": "onderzoek"}, stappen) == {
        "dienst": "onderzoek",
        "een": True,
        "twee": True,
    }
    assert opgehoogd("DienstIngezet", 2, 3, {"een": False}, stappen) == {"een": False, "twee": False}
    assert opgehoogd("DienstIngezet", 3, 3, {"dienst": "onderzoek"}, stappen) == {"dienst": "onderzoek"}


def test_een_ontbrekende_stap_valt_op():
    with pytest.raises(KeyError):
        opgehoogd("DienstIngezet", 1, 2, {}, {})


def test_een_oude_vorm_leest_als_de_vorm_van_vandaag(monkeypatch):
    """As if DienstIngezet were at version 2, which renamed `soort` to `dienst`."""
    (_, gebeurtenis) = verhaal(
        melding(op="2020-03-02 09:00"), handeling(DienstIngezet(dienst="onderzoek"), op="2020-03-03 10:00")
    )
    vandaag = codeer(gebeurtenis, REGIO)
    ruw = json.loads(vandaag.state)
    oud = replace(vandaag, state=json.dumps({**ruw, "gegevens": {"soort": "onderzoek"}}).encode())

    monkeypatch.setattr(DienstIngezet, "versie", 2)
    monkeypatch.setitem(OPHOGINGEN, ("DienstIngezet", 1), lambda gegevens: {"dienst": gegevens["soort"]})

    assert decodeer(oud).gegevens == gebeurtenis.gegevens
    assert decodeer(oud).versie == 2
    assert codeer(gebeurtenis, REGIO).topic == "DienstIngezet/2"
