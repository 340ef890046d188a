"""What was once recorded is read for ever: the stored examples of every act (style 12)."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest
from pydantic import BaseModel
from tests.domain.voorbeelden import EERSTE, LAATSTE, VOORBEELDEN
from tests.sleutels import verzegeld
from tests.verhaal import CASUS, DOOR

from ledger import gebeurtenis
from ledger.acts import ACTEN, CASUS_ACTEN, REGISTER_ACTEN
from ledger.acts.base import VERNIETIGD
from ledger.errors import Geweigerd
from ledger.gebeurtenis import Registerhandeling, lees_aanmelding, lees_gegevens, lezer
from ledger.regels import lees_gebeurtenis
from ledger.store.codec import OpenDeel, decodeer, open_deel
from ledger.store.envelop import Datasleutel, plaats_van, verzegel
from ledger.store.records import OpgeslagenGebeurtenis

SLEUTEL = Datasleutel(UUID(int=1), bytes(32))
GEHEIMEN = {SLEUTEL.id: SLEUTEL.geheim}
OP = datetime(2020, 3, 5, 10, tzinfo=UTC)
VAN_EEN_CASUS = [v for v in VOORBEELDEN if v.soort in CASUS_ACTEN]
VAN_HET_REGISTER = [v for v in VOORBEELDEN if v.soort in REGISTER_ACTEN and v.vertrouwelijk is None]


def regel(voorbeeld):
    """Give the line of the contract that the example stands for."""
    ruw = {
        "casus": str(CASUS),
        "volgnummer": 3,
        "soort": voorbeeld.soort,
        "versie": ACTEN[voorbeeld.soort].versie,
        "gebeurdOp": "2020-03-05T10:00:00Z",
        "vastgelegdOp": "2020-03-05T10:00:00Z",
        "vastgelegdDoor": DOOR.model_dump(mode="json"),
        "gegevens": voorbeeld.wordt,
        "vertrouwelijk": voorbeeld.vertrouwelijk,
    }
    return {naam: waarde for naam, waarde in ruw.items() if waarde is not None}


def opgeslagen(voorbeeld):
    """Give what the ledger stored of it."""
    state = {"vastgelegdDoor": DOOR.model_dump(mode="json"), "gegevens": voorbeeld.gegevens}
    zonder = OpgeslagenGebeurtenis(
        originator_id=CASUS,
        originator_version=3,
        topic=f"{voorbeeld.soort}/{voorbeeld.versie}",
        state=json.dumps(state).encode(),
        regio="midden-brabant",
        gebeurd_op=OP,
        vastgelegd_op=OP,
        vertrouwelijk=None,
    )
    if voorbeeld.vertrouwelijk is None:
        return zonder
    return replace(
        zonder, vertrouwelijk=verzegel([("casus", SLEUTEL, voorbeeld.vertrouwelijk)], plaats_van(zonder))
    )


# --- nothing is missing -------------------------------------------------------------------------------


@pytest.mark.parametrize("soort", ACTEN)
def test_elke_versie_van_elke_handeling_heeft_een_voorbeeld(soort):
    versies = {v.versie for v in VOORBEELDEN if v.soort == soort}

    assert versies == set(range(1, ACTEN[soort].versie + 1))


def test_geen_voorbeeld_van_iets_dat_niet_bestaat():
    assert {v.soort for v in VOORBEELDEN} <= set(ACTEN)


def velden(model):
    """Give the JSON names of a part, with those of the parts in it."""
    return {veld.alias or naam for naam, veld in model.model_fields.items()}


@pytest.mark.parametrize("soort", ACTEN)
def test_het_eerste_voorbeeld_heeft_elk_veld(soort):
    voorbeeld, act = EERSTE[soort], ACTEN[soort]

    assert set(voorbeeld.wordt) == velden(act)
    assert set(voorbeeld.vertrouwelijk or {}) == velden(act.Vertrouwelijk)


@pytest.mark.parametrize("soort", ACTEN)
def test_het_laatste_voorbeeld_kan_geen_veld_missen(soort):
    gegevens = LAATSTE[soort].gegevens

    for naam in gegevens:
        zonder = {ander: waarde for ander, waarde in gegevens.items() if ander != naam}
        with pytest.raises(Geweigerd) as geweigerd:
            lees_gegevens(soort, json.dumps(zonder))
        assert (f"gegevens.{naam}", "verplicht") in [(f.veld, f.code) for f in geweigerd.value.fouten]


# --- it is read, and written down the same ------------------------------------------------------------


@pytest.mark.parametrize("voorbeeld", VAN_EEN_CASUS, ids=str)
def test_een_voorbeeld_wordt_voor_altijd_gelezen(voorbeeld):
    gelezen = decodeer(opgeslagen(voorbeeld), GEHEIMEN)

    assert isinstance(gelezen.gegevens, ACTEN[voorbeeld.soort])
    assert gelezen.als_dict() == regel(voorbeeld)


@pytest.mark.parametrize("voorbeeld", VAN_EEN_CASUS, ids=str)
def test_een_voorbeeld_wordt_net_zo_weer_opgeslagen(voorbeeld):
    """Unless it is of an older version: that is stored as today's."""
    gelezen = lees_gebeurtenis(json.dumps(regel(voorbeeld)))
    weer, geheimen = verzegeld(gelezen, "midden-brabant")

    assert weer.topic == f"{voorbeeld.soort}/{ACTEN[voorbeeld.soort].versie}"
    assert json.loads(weer.state)["gegevens"] == voorbeeld.wordt
    assert decodeer(weer, geheimen) == decodeer(opgeslagen(voorbeeld), GEHEIMEN)


@pytest.mark.parametrize("voorbeeld", VAN_EEN_CASUS, ids=str)
def test_een_voorbeeld_kan_gemeld_worden(voorbeeld):
    lichaam = {
        n: w for n, w in regel(voorbeeld).items() if n in {"soort", "gebeurdOp", "gegevens", "vertrouwelijk"}
    }
    aangemeld = lees_aanmelding(json.dumps(lichaam))

    assert (aangemeld.soort, aangemeld.gebeurd_op) == (voorbeeld.soort, OP)
    assert aangemeld.gegevens == decodeer(opgeslagen(voorbeeld), GEHEIMEN).gegevens


@pytest.mark.parametrize("voorbeeld", VAN_HET_REGISTER, ids=str)
def test_een_voorbeeld_van_het_register_wordt_gelezen(voorbeeld):
    ruw = {naam: waarde for naam, waarde in regel(voorbeeld).items() if naam != "casus"} | {
        "regio": "midden-brabant"
    }
    gelezen = lezer(Registerhandeling).validate_json(json.dumps(ruw), by_alias=True, by_name=False)

    assert gelezen.gegevens.model_dump(mode="json", exclude_none=True) == voorbeeld.wordt


@pytest.mark.parametrize("soort", REGISTER_ACTEN.keys() - CASUS_ACTEN.keys())
def test_een_handeling_van_het_register_hoort_niet_in_een_casus_en_kent_niets_vertrouwelijks(soort):
    with pytest.raises(Geweigerd) as geweigerd:
        lees_gebeurtenis(json.dumps(regel(EERSTE[soort])))

    assert [(f.veld, f.code) for f in geweigerd.value.fouten] == [("soort", "onbekende-soort")]
    assert ACTEN[soort].Vertrouwelijk.model_fields == {}


# --- the quick way to read a line says what the long way says ----------------------------------------


VREEMD = (
    None, "", "x y", "\ud800", "\x00", "vernietigd", "onleesbaar", 0, -1, 3.5, True, [], ["x"], {}, {"x": 1},
    "2020-03-05T10:00:00+01:00", "2020-03-05T10:00:00.5Z", "2020-03-05T24:00:00Z", "2020-02-30T10:00:00Z",
    "2020-03-05T10:00:60Z", "2020-03-05t10:00:00z", "1899-12-31T10:00:00Z", "2199-12-31T23:59:59.999999Z",
    "2200-01-01T00:00:00Z", "2020-03-05T10:00:00", "2020-03-05", "0190c1c2-0000-7000-8000-00000000000a",
)  # fmt: skip


def zoals_geexporteerd(ruw):
    """Write a line without spaces: only such a line is read the quick way."""
    return json.dumps(ruw, separators=(",", ":")).encode()


def gelezen_of_niet(json_regel):
    try:
        een = lees_gebeurtenis(json_regel)
    except Geweigerd as geweigerd:
        return geweigerd.fouten
    return type(een), vars(een), een.model_fields_set


def afgeweken(ruw):
    """Give a line with each field, also those inside, left out and replaced by what may not be there."""
    for naam in [*ruw, "vertrouwelijk", "geimporteerdOp", "onbekend"]:
        yield {ander: waarde for ander, waarde in ruw.items() if ander != naam}
        yield from (ruw | {naam: waarde} for waarde in VREEMD)
    for deel in ("gegevens", "vertrouwelijk", "vastgelegdDoor"):
        for naam in ruw.get(deel, ()):
            yield ruw | {deel: {ander: waarde for ander, waarde in ruw[deel].items() if ander != naam}}
            yield from (ruw | {deel: ruw[deel] | {naam: waarde}} for waarde in VREEMD)


@pytest.mark.parametrize("voorbeeld", VAN_EEN_CASUS, ids=str)
def test_de_vlugge_weg_leest_en_weigert_wat_de_lange_leest_en_weigert(voorbeeld):
    for ruw in afgeweken(regel(voorbeeld)):
        assert gelezen_of_niet(zoals_geexporteerd(ruw)) == gelezen_of_niet(json.dumps(ruw)), ruw


@pytest.mark.parametrize("voorbeeld", [EERSTE["ContactGelegd"], EERSTE["GebeurtenisGecorrigeerd"]], ids=str)
def test_ook_van_een_regel_die_anders_is_opgebouwd(voorbeeld):
    ruw = regel(voorbeeld)
    vlug = zoals_geexporteerd(ruw)
    nagebootst = json.dumps(vlug.decode())  # a text with every field of a line in it
    for anders in (
        vlug + b"\n",
        vlug + b"}",
        vlug[:-1],
        vlug[1:],
        zoals_geexporteerd(dict(reversed(ruw.items()))),
        *(
            vlug.replace(b'"vastgelegdOp"', b'"%b":%b,"vastgelegdOp"' % (veld, waarde))
            for veld in (b"vastgelegdDoor", b"gegevens", b"vertrouwelijk", b"casus", b"onbekend")
            for waarde in (b"null", b"{}", vlug, nagebootst.encode())
        ),
        *(
            vlug[:-1] + b',"%b":%b}' % (veld.encode(), json.dumps(ruw[veld]).encode())
            for veld in ("vastgelegdDoor", "gegevens", "casus", "soort")
        ),
    ):
        assert gelezen_of_niet(anders) == gelezen_of_niet(anders.decode()), anders


@pytest.mark.parametrize("voorbeeld", VAN_EEN_CASUS, ids=str)
def test_een_geexporteerde_regel_gaat_de_vlugge_weg(voorbeeld, monkeypatch):
    monkeypatch.setattr(gebeurtenis, "lezer", pytest.fail)

    assert lees_gebeurtenis(zoals_geexporteerd(regel(voorbeeld))).soort == voorbeeld.soort
    if voorbeeld.vertrouwelijk is not None:
        weg = lees_gebeurtenis(zoals_geexporteerd(regel(voorbeeld) | {"vertrouwelijk": "vernietigd"}))
        assert weg.vertrouwelijk == VERNIETIGD


# --- what every act promises --------------------------------------------------------------------------


def delen(model):
    """Give a model and every model inside it."""
    gezien = {model}
    wachtrij = [model]
    while wachtrij:
        for veld in wachtrij.pop().model_fields.values():
            nieuw = {deel for deel in _modellen(veld.annotation) if deel not in gezien}
            gezien |= nieuw
            wachtrij += nieuw
    return gezien


def _modellen(soort):
    if isinstance(soort, type) and issubclass(soort, BaseModel):
        return [soort]
    return [model for deel in getattr(soort, "__args__", ()) for model in _modellen(deel)]


@pytest.mark.parametrize("soort", ACTEN)
def test_een_handeling_is_onveranderlijk_en_streng(soort):
    for deel in delen(ACTEN[soort]) | delen(ACTEN[soort].Vertrouwelijk):
        assert deel.model_config["frozen"]
        assert deel.model_config["strict"]
        assert deel.model_config["extra"] == "forbid"


@pytest.mark.parametrize("soort", ACTEN)
def test_wat_vertrouwelijk_is_mag_altijd_ontbreken(soort):
    assert [
        naam for naam, veld in ACTEN[soort].Vertrouwelijk.model_fields.items() if veld.is_required()
    ] == []


@pytest.mark.parametrize("moment", [None, OP, OP.replace(microsecond=120)], ids=["hier", "heel", "micro"])
@pytest.mark.parametrize("voorbeeld", VOORBEELDEN, ids=str)
def test_what_is_put_together_is_byte_for_byte_what_the_model_would_write(voorbeeld, moment):
    gegevens = lees_gegevens(voorbeeld.soort, json.dumps(voorbeeld.wordt))
    model = OpenDeel(vastgelegd_door=DOOR, geimporteerd_op=moment, gegevens=gegevens)

    assert open_deel(DOOR, moment, gegevens) == model.model_dump_json(exclude_none=True).encode()
