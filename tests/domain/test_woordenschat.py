"""The vocabulary is that of the contract, and what is not in it is refused with every fault at once."""

import json
import re
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest
from pydantic import BaseModel
from tests.domain.voorbeelden import EERSTE
from tests.verhaal import CASUS, DOOR

from ledger.acts import ACTEN, CASUS_ACTEN, REGISTER_ACTEN
from ledger.acts.base import ContraIndicatie, Onderdeel, Planonderdeel
from ledger.errors import Geweigerd
from ledger.gebeurtenis import lees_aanmelding, lees_gegevens, lees_vertrouwelijk
from ledger.regels import lees_gebeurtenis

CONTRACT = Path(__file__).resolve().parents[3] / "shared" / "contract" / "acts.md"
BEOORDELING = "VeiligheidsbeoordelingAfgerond"
CORRECTIE = "GebeurtenisGecorrigeerd"
NAIEF = "2020-03-05T11:00:00"
GEEN_CONTRACT = "het contract staat niet naast deze checkout"

MAG_ONTBREKEN = {("TerugkoppelingOntvangen", "pogingen")}
"""Where we ask less than the contract: a scenario of the contract leaves it out."""


# --- reading the contract -----------------------------------------------------------------------------


def _velden(cel):
    """Read `naam`?, its codes and its parts in braces, as {name: (may be absent, codes, parts)}."""
    velden, plaats = {}, 0
    while (gevonden := re.compile(r"`(\w+)`(\??)").search(cel, plaats)) is not None:
        plaats, einde = gevonden.end(), _einde(cel, gevonden.end())
        uitleg = cel[plaats:einde]
        delen = _velden(uitleg[uitleg.index("{") + 1 : uitleg.rindex("}")]) if "{" in uitleg else {}
        velden[gevonden[1]] = (bool(gevonden[2]), _codes(uitleg), delen)
        plaats = einde
    return velden


def _einde(cel, begin):
    """Give where the next field on the same level begins."""
    diepte = 0
    for plaats in range(begin, len(cel)):
        diepte += {"{": 1, "}": -1}.get(cel[plaats], 0)
        if cel[plaats] == "`" and diepte == 0:
            return plaats
    return len(cel)


def _codes(uitleg):
    """Read the codes after a colon or in brackets that are spelled out, of the field itself."""
    vlak = re.sub(r"\{.*\}", "", re.sub(r"\([^)]*\)", "", uitleg))
    lijst = re.search(r":\s*([a-z0-9, -]+)", vlak) or re.search(
        r"\[([a-z]+(?:-[a-z]+)*(?:, [a-z-]+)+)\]", vlak
    )
    return {code.strip() for code in lijst[1].split(",") if code.strip()} if lijst else set()


def _namen(cel):
    """Read the names of the confidential fields."""
    vlak = re.sub(r"\([^)]*\)| by id|:.*", "", cel)
    return {naam.strip() for naam in vlak.split(",")} - {"—", ""}


def contract():
    """Give {soort: (open fields, names of confidential fields)} of the contract."""
    if not CONTRACT.is_file():
        pytest.skip(GEEN_CONTRACT)
    acten = {}
    for rij in CONTRACT.read_text("utf-8").splitlines():
        cellen = [cel.strip() for cel in rij.strip("| ").split(" | ")]
        if rij.startswith("| `"):
            kop, velden, vertrouwelijk = cellen
            for soort in re.findall(r"`([A-Z]\w+)`", kop):
                acten[soort] = (_velden(velden), _namen(vertrouwelijk))
    acten["DirectbetrokkeneGewijzigd"] = (
        acten["DirectbetrokkeneGewijzigd"][0],
        acten["DirectbetrokkeneGeregistreerd"][1],  # "the changed personal fields"
    )
    return acten


def register():
    """Give {soort: open fields} of the acts outside a casus."""
    if not CONTRACT.is_file():
        pytest.skip(GEEN_CONTRACT)
    alinea = next(r for r in CONTRACT.read_text("utf-8").splitlines() if r.startswith("Outside a casus"))
    return {soort: _velden(velden) for soort, velden in re.findall(r"`([A-Z]\w+)` \(((?:[^()])*)\)", alinea)}


def codes_van(soort_veld):
    if get_origin(soort_veld) is Literal:
        return set(get_args(soort_veld))
    return {code for deel in getattr(soort_veld, "__args__", ()) for code in codes_van(deel)}


def delen_van(soort_veld):
    if isinstance(soort_veld, type) and issubclass(soort_veld, BaseModel):
        return [soort_veld]
    return [deel for stuk in getattr(soort_veld, "__args__", ()) for deel in delen_van(stuk)]


def verschillen(soort, velden, model):
    """Say where the fields of a class and those of the contract differ."""
    ons = {veld.alias or naam: veld for naam, veld in model.model_fields.items()}
    gevonden = [f"{soort}: {naam}" for naam in set(velden) ^ set(ons)]
    for naam in set(velden) & set(ons):
        mag_ontbreken, codes, delen = velden[naam]
        if ons[naam].is_required() is mag_ontbreken and (soort, naam) not in MAG_ONTBREKEN:
            gevonden.append(f"{soort}.{naam}: verplicht of niet")
        if codes and codes != codes_van(ons[naam].annotation):
            gevonden.append(f"{soort}.{naam}: codes {codes ^ codes_van(ons[naam].annotation)}")
        if delen:
            met_die_delen = [d for d in delen_van(ons[naam].annotation) if not verschillen(soort, delen, d)]
            gevonden += [] if met_die_delen else [f"{soort}.{naam}: delen"]
    return gevonden


# --- the same as the contract -------------------------------------------------------------------------


def test_precies_de_handelingen_van_het_contract():
    assert set(CASUS_ACTEN) == set(contract())
    assert REGISTER_ACTEN.keys() - CASUS_ACTEN.keys() == set(register())
    assert REGISTER_ACTEN.keys() & CASUS_ACTEN.keys() == {"GebeurtenisGecorrigeerd"}
    assert len(CASUS_ACTEN) > 50


@pytest.mark.parametrize("soort", CASUS_ACTEN)
def test_precies_de_velden_van_het_contract(soort):
    velden, vertrouwelijk = contract()[soort]

    assert verschillen(soort, velden, ACTEN[soort]) == []
    assert {veld.alias or n for n, veld in ACTEN[soort].Vertrouwelijk.model_fields.items()} == vertrouwelijk


@pytest.mark.parametrize("soort", REGISTER_ACTEN.keys() - CASUS_ACTEN.keys())
def test_precies_de_velden_van_het_register(soort):
    assert verschillen(soort, register()[soort], ACTEN[soort]) == []


def test_de_lezer_van_het_contract_ziet_een_verschil():
    """The comparison can fail: on a field more, a code less, another mark, another part."""
    velden = contract()["OverdrachtVerstuurd"][0]
    mag_ontbreken, codes, delen = velden["fase"]

    for anders in (
        {**velden, "extra": (False, set(), {})},
        {**velden, "fase": (not mag_ontbreken, codes, delen)},
        {**velden, "fase": (mag_ontbreken, codes | {"ooit"}, delen)},
        {naam: veld for naam, veld in velden.items() if naam != "fase"},
        {**velden, "monitorafspraken": (True, set(), {"ooit": (False, set(), {})})},
    ):
        assert verschillen("OverdrachtVerstuurd", anders, ACTEN["OverdrachtVerstuurd"])
    assert codes == {"na-veiligheidsbeoordeling", "na-dienst", "naar-bescherming", "overig"}
    assert set(velden["monitorafspraken"][2]) == {"eersteContactOp", "met", "wijze", "toetsOp"}


@pytest.mark.parametrize(
    ("begin", "codes"),
    [
        ("Codes of `onderdelen`, §6.1.4", Onderdeel),
        ("§7.2 (plan)", Planonderdeel),
        ("§5.1 (contra-indicaties)", ContraIndicatie),
    ],
)
def test_de_lijsten_van_codes(begin, codes):
    if not CONTRACT.is_file():
        pytest.skip(GEEN_CONTRACT)
    tekst = CONTRACT.read_text("utf-8")
    tekst = tekst[tekst.index("A document is complete") :]
    regels = [regel for regel in tekst.splitlines() if begin in regel]
    if codes is Onderdeel:
        regels.append(next(regel for regel in tekst.splitlines() if regel.startswith("§6.2.4")))
    genoemd = {code for regel in regels for code in re.findall(r"`([a-z-]+)`", regel)} - {"onderdelen"}

    assert set(get_args(codes)) == genoemd - {"nietVanToepassing"}


# --- what is refused ----------------------------------------------------------------------------------


def lijn(soort="OntvangstBevestigd", **anders):
    ruw = {
        "casus": str(CASUS),
        "volgnummer": 3,
        "soort": soort,
        "versie": 1,
        "gebeurdOp": "2020-03-05T11:00:00+01:00",
        "vastgelegdOp": "2020-03-05T10:02:11.412Z",
        "vastgelegdDoor": DOOR.model_dump(mode="json"),
        "gegevens": EERSTE[soort].gegevens if soort in EERSTE else {},
    }
    return json.dumps({naam: waarde for naam, waarde in (ruw | anders).items() if waarde is not ...})


def fouten(lees, *args):
    with pytest.raises(Geweigerd) as geweigerd:
        lees(*args)
    return [(fout.veld, fout.code) for fout in geweigerd.value.fouten]


def test_de_regel_van_het_contract():
    gelezen = lees_gebeurtenis(lijn())

    assert gelezen.gebeurd_op.isoformat() == "2020-03-05T10:00:00+00:00"
    assert gelezen.vastgelegd_op.isoformat() == "2020-03-05T10:02:11.412000+00:00"
    assert (gelezen.volgnummer, gelezen.versie, gelezen.geimporteerd_op) == (3, 1, None)
    assert lees_gebeurtenis(lijn(versie=...)).versie == 1


@pytest.mark.parametrize(
    ("anders", "veld", "code"),
    [
        ({"casus": "geen-uuid"}, "casus", "ongeldig-uuid"),
        ({"casus": ...}, "casus", "verplicht"),
        ({"volgnummer": 0}, "volgnummer", "buiten-bereik"),
        ({"volgnummer": "3"}, "volgnummer", "verkeerd-type"),
        ({"volgnummer": 3.5}, "volgnummer", "verkeerd-type"),
        ({"volgnummer": True}, "volgnummer", "verkeerd-type"),
        ({"soort": "OverdrachtGegeven"}, "soort", "onbekende-soort"),
        ({"soort": ...}, "soort", "verplicht"),
        ({"soort": 7}, "soort", "onbekende-soort"),
        ({"versie": 2}, "versie", "onbekende-code"),
        ({"versie": "1"}, "versie", "onbekende-code"),
        ({"gebeurdOp": NAIEF}, "gebeurdOp", "zonder-offset"),
        ({"gebeurdOp": "2020-03-05"}, "gebeurdOp", "verkeerd-type"),
        ({"gebeurdOp": "gisteren"}, "gebeurdOp", "verkeerd-type"),
        ({"gebeurdOp": 1583402400}, "gebeurdOp", "verkeerd-type"),
        ({"gebeurdOp": "0020-03-05T11:00:00Z"}, "gebeurdOp", "jaar-buiten-bereik"),
        ({"gebeurdOp": "9999-12-31T23:59:59-12:00"}, "gebeurdOp", "jaar-buiten-bereik"),
        ({"gebeurdOp": "1900-01-01T00:00:00+01:00"}, "gebeurdOp", "jaar-buiten-bereik"),  # in UTC it is 1899
        ({"gebeurdOp": ...}, "gebeurdOp", "verplicht"),
        ({"gebeurdOp": None}, "gebeurdOp", "verkeerd-type"),
        ({"vastgelegdOp": NAIEF}, "vastgelegdOp", "zonder-offset"),
        ({"vastgelegdDoor": {"medewerker": "mw 1"}}, "vastgelegdDoor.medewerker", "ongeldig-id"),
        ({"vastgelegdDoor": "mw-1"}, "vastgelegdDoor", "verkeerd-type"),
        ({"gegevens": ...}, "gegevens", "verplicht"),
        ({"gegevens": []}, "gegevens", "verkeerd-type"),
        ({"gebeurd_op": "2020-03-05T11:00:00Z"}, "gebeurd_op", "onbekend-veld"),
        ({"notitie": "x"}, "notitie", "onbekend-veld"),
        ({"vertrouwelijk": {"notitie": "x"}}, "vertrouwelijk.notitie", "onbekend-veld"),
    ],
)  # fmt: skip
def test_een_regel_die_niet_deugt(anders, veld, code):
    assert (veld, code) in fouten(lees_gebeurtenis, lijn(**anders))


@pytest.mark.parametrize(
    "ruw", ["", "{", "[]", "null", '"x"', "{}", '{"soort": "DienstIngezet"', b"\xff\xfe"]
)
def test_wat_geen_regel_is(ruw):
    assert fouten(lees_gebeurtenis, ruw)


@pytest.mark.parametrize(
    ("soort", "anders", "veld", "code"),
    [
        ("OverdrachtVerstuurd", {"fase": "na-de-dienst"}, "fase", "onbekende-code"),
        ("OverdrachtVerstuurd", {"onderdelen": ["naw", "postzegel"]}, "onderdelen.1", "onbekende-code"),
        ("OverdrachtVerstuurd", {"onderdelen": "naw"}, "onderdelen", "verkeerd-type"),
        ("OverdrachtVerstuurd", {"aan": {"soort": "wijkteam", "id": "x"}}, "aan.soort", "onbekende-code"),
        ("OverdrachtVerstuurd", {"aan": {"soort": "lokaal-team"}}, "aan.id", "verplicht"),
        ("OverdrachtVerstuurd", {"aan": "lokaal-team"}, "aan", "verkeerd-type"),
        ("OverdrachtVerstuurd", {"aan": None}, "aan", "verkeerd-type"),
        ("OverdrachtVerstuurd", {"warm": "ja"}, "warm", "verkeerd-type"),
        ("OverdrachtVerstuurd", {"warm": 1}, "warm", "verkeerd-type"),
        ("OverdrachtVerstuurd", {"naam": "x"}, "naam", "onbekend-veld"),
        ("OverdrachtVerstuurd", {"niet_van_toepassing": []}, "niet_van_toepassing", "onbekend-veld"),
        ("OverdrachtVerstuurd", {"monitorafspraken": {}}, "monitorafspraken.eersteContactOp", "verplicht"),
        (BEOORDELING, {"conclusie": 0}, "conclusie", "buiten-bereik"),
        (BEOORDELING, {"conclusie": 9}, "conclusie", "buiten-bereik"),
        (BEOORDELING, {"conclusie": 3.0}, "conclusie", "verkeerd-type"),
        (BEOORDELING, {"conclusie": "3"}, "conclusie", "verkeerd-type"),
        (BEOORDELING, {"contraIndicaties": ["haast"]}, "contraIndicaties.0", "onbekende-code"),
        ("DirecteVeiligheidBeoordeeld", {"score": -0.1}, "score", "buiten-bereik"),
        ("DirecteVeiligheidBeoordeeld", {"score": 10.1}, "score", "buiten-bereik"),
        ("DirecteVeiligheidBeoordeeld", {"score": True}, "score", "verkeerd-type"),
        ("DirecteVeiligheidBeoordeeld", {"score": "7"}, "score", "verkeerd-type"),
        ("WoonplaatsGewijzigd", {"perDatum": "2020-02-30"}, "perDatum", "verkeerd-type"),
        ("WoonplaatsGewijzigd", {"perDatum": "2020-03-05T10:00:00Z"}, "perDatum", "verkeerd-type"),
        ("WoonplaatsGewijzigd", {"perDatum": "0001-01-01"}, "perDatum", "jaar-buiten-bereik"),
        ("MeldingOntvangen", {"melder": {"soort": "buur"}}, "melder.soort", "onbekende-code"),
        ("MeldingOntvangen", {"melder": {"naam": "x"}}, "melder.naam", "onbekend-veld"),
        ("CasusGekoppeld", {"metCasus": "casus-2"}, "metCasus", "ongeldig-uuid"),
        (CORRECTIE, {"betreft": 0}, "betreft", "buiten-bereik"),
        (CORRECTIE, {"vervanging": {"gebeurdOp": NAIEF}}, "vervanging.gebeurdOp", "zonder-offset"),
        (CORRECTIE, {"vervanging": {"vertrouwelijk": {}}}, "vervanging.vertrouwelijk", "onbekend-veld"),
    ],
)  # fmt: skip
def test_een_open_deel_dat_niet_deugt(soort, anders, veld, code):
    ruw = json.dumps({**EERSTE[soort].gegevens, **anders})

    assert (f"gegevens.{veld}", code) in fouten(lees_gegevens, soort, ruw)


@pytest.mark.parametrize(
    ("id_", "goed"),
    [
        ("m-1", True),
        ("0190c1c2-6f1e-7000-8000-000000000000", True),
        ("A.b_c-9", True),
        ("x" * 64, True),
        ("x" * 65, False),
        ("", False),
        ("-m", False),
        (".m", False),
        ("_m", False),
        ("m 1", False),
        ("m\n", False),
        ("jansen, piet", False),
        ("piet@voorbeeld.invalid", False),
        ("mé", False),
        ("m/1", False),
        (7, False),
    ],
)
def test_een_id_is_een_ondoorzichtig_teken_geen_naam(id_, goed):
    ruw = json.dumps({"overdracht": id_})

    if goed:
        assert lees_gegevens("OverdrachtNietBezorgd", ruw).overdracht == id_
    else:
        assert [veld for veld, _ in fouten(lees_gegevens, "OverdrachtNietBezorgd", ruw)] == [
            "gegevens.overdracht"
        ]


@pytest.mark.parametrize(
    ("bsn", "code"),
    [
        ("999990019", None),
        ("999990021", "ongeldige-bsn"),
        ("999990091", "ongeldige-bsn"),  # two digits swapped
        ("000000000", "ongeldige-bsn"),
        ("99999001", "ongeldig-id"),
        ("9999900190", "ongeldig-id"),
        ("99999001x", "ongeldig-id"),
        (999990019, "verkeerd-type"),
    ],
)
def test_een_bsn_voldoet_aan_de_elfproef(bsn, code):
    ruw = json.dumps({"bsn": bsn})

    if code is None:
        assert lees_vertrouwelijk("DirectbetrokkeneGeregistreerd", ruw).bsn == bsn
    else:
        assert fouten(lees_vertrouwelijk, "DirectbetrokkeneGeregistreerd", ruw) == [
            ("vertrouwelijk.bsn", code)
        ]


@pytest.mark.parametrize(
    ("tekst", "code"),
    [
        ("Een verzonnen tekst, met é, 漢 en \U0001f600.", None),
        ("twee\nregels\ten een tab", None),
        ("", "te-kort"),
        ("x" * 100_000, None),
        ("x" * 100_001, "te-lang"),
        ("nul \x00", "onleesbaar-teken"),
        (5, "verkeerd-type"),
    ],
    ids=["letters", "witruimte", "leeg", "lang", "te-lang", "nul", "getal"],
)
def test_een_tekst_kan_bewaard_worden(tekst, code):
    ruw = json.dumps({"toelichting": tekst})

    if code is None:
        assert lees_vertrouwelijk("DienstIngezet", ruw).toelichting == tekst
    else:
        assert fouten(lees_vertrouwelijk, "DienstIngezet", ruw) == [("vertrouwelijk.toelichting", code)]


def test_een_half_teken_wordt_geweigerd():
    assert fouten(lees_vertrouwelijk, "DienstIngezet", '{"toelichting": "\\ud800"}')


@pytest.mark.parametrize("soort", ["BehandelaarToegewezen", "OntvangstBevestigd", "DossierGesloten"])
def test_waar_niets_vertrouwelijk_is_mag_niets_vertrouwelijks_staan(soort):
    assert fouten(lees_gebeurtenis, lijn(soort, vertrouwelijk={"toelichting": "x"})) == [
        ("vertrouwelijk.toelichting", "onbekend-veld")
    ]


def test_alle_fouten_van_een_regel_tegelijk():
    gegevens = {"overdracht": "o 1", "door": {"soort": "buurt", "id": "-"}, "notitie": "x"}

    assert fouten(lees_gebeurtenis, lijn(volgnummer=0, gebeurdOp=NAIEF, gegevens=gegevens)) == [
        ("gebeurdOp", "zonder-offset"),
        ("gegevens.door.id", "ongeldig-id"),
        ("gegevens.door.soort", "onbekende-code"),
        ("gegevens.notitie", "onbekend-veld"),
        ("gegevens.overdracht", "ongeldig-id"),
        ("volgnummer", "buiten-bereik"),
    ]


def test_wat_het_grootboek_zelf_zet_hoort_niet_in_een_aanmelding():
    gevonden = fouten(lees_aanmelding, lijn())

    assert gevonden == [
        (naam, "onbekend-veld")
        for naam in ("casus", "vastgelegdDoor", "vastgelegdOp", "versie", "volgnummer")
    ]


@pytest.mark.parametrize(
    "ruw",
    [
        lijn(gegevens={"overdracht": "Piet Jansen", "door": {"soort": "Piet Jansen", "id": "Piet Jansen"}}),
        lijn(gebeurdOp="Piet Jansen", volgnummer="Piet Jansen"),
        lijn("DienstIngezet", vertrouwelijk={"toelichting": ["Piet Jansen"]}),
        lijn(soort="Piet Jansen"),
    ],
)
def test_een_fout_herhaalt_nooit_wat_er_stond(ruw):
    with pytest.raises(Geweigerd) as geweigerd:
        lees_gebeurtenis(ruw)

    assert "Piet" not in str(geweigerd.value)
    assert all(fout.melding.endswith(".") for fout in geweigerd.value.fouten)
