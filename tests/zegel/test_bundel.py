"""A third party's view: somebody with a bundle, a key and Python, and nothing else."""

import hashlib
import io
import json
import re
import subprocess
import sys
import zipfile
from datetime import UTC, datetime

import pytest
from tests.api.conftest import VT, bevestiging, melding, overdracht
from tests.zegel.opzet import BELEID, SLEUTEL

from api.bewijs import Bundelvraag, bundel_voor, toets_tijdlijn
from ledger.clock import Systeemklok
from ledger.gebeurtenis import lees_aanmelding
from ledger.store.zegel.fouten import NogNietVerzegeld
from ledger.store.zegel.stand import Verzegeling, open_zegelpool
from ledger.values import Actor
from ledger.vastleggen import Vastlegger
from ledger.zegel.alleenstaand import verifieer_py
from ledger.zegel.blad import lees_blad
from ledger.zegel.bundel import maak_bewijs, pak_in
from ledger.zegel.checkpoint import Beleid, Checkpoint
from ledger.zegel.ondertekenaar import Ondertekenaar
from ledger.zegel.toets import pak_uit, toets_bundel

ACTOR = Actor(medewerker="mw-204", organisatie=VT, rol="medewerker-vt")
VRAAG = Bundelvraag(wie={"voor": "inspectie"}, doel="onderzoek", moment=datetime(2026, 1, 5, tzinfo=UTC))


def vastlegger(opzet):
    return Vastlegger(opzet.recorder, opzet.kluis, Systeemklok())


def schrijf_casus(opzet, nummer="m-1"):
    schrijver = vastlegger(opzet)
    casus = schrijver.open_casus(lees_aanmelding(json.dumps(melding(nummer))), ACTOR).gebeurtenis.casus
    for act in (overdracht(), bevestiging()):
        schrijver.leg_vast(casus, lees_aanmelding(json.dumps(act)), ACTOR)
    return casus


@pytest.fixture
def verzegeling(opzet):
    with open_zegelpool(opzet.app) as pool:
        yield Verzegeling(pool, opzet.logboek, opzet.map)


@pytest.fixture
def casus(opzet):
    """A casus between others, sealed."""
    opzet.schrijf()
    casus = schrijf_casus(opzet)
    opzet.schrijf(casussen=2, acten=2)
    opzet.verzegel()
    return casus


@pytest.fixture
def bundel(verzegeling, casus):
    return bundel_voor(verzegeling, casus, VRAAG)


def bevindingen(ruw, beleid=BELEID, eerder=None):
    uitkomst = toets_bundel(ruw, beleid, eerder)
    toets_tijdlijn(ruw, uitkomst)
    return [str(bevinding) for bevinding in uitkomst.bevindingen]


def verander(ruw, **anders):
    """The same bundle with other files, and a manifest that agrees with them: whoever forges can do that."""
    bestanden = pak_uit(ruw)
    for naam, inhoud in anders.items():
        if inhoud is None:
            bestanden.pop(naam)
        else:
            bestanden[naam] = inhoud
    manifest = json.loads(bestanden.pop("manifest.json"))
    manifest["bestanden"] = {naam: hashlib.sha256(inhoud).hexdigest() for naam, inhoud in bestanden.items()}
    manifest["aantal"] = sum(naam.startswith("bladen/") for naam in bestanden)
    return pak_in({**bestanden, "manifest.json": json.dumps(manifest).encode()})


def test_een_bundel_klopt(bundel):
    uitkomst = toets_bundel(bundel, BELEID)

    assert bevindingen(bundel) == []
    assert [(blad.volgnummer, blad.positie) for blad in uitkomst.bladen] == [(1, 13), (2, 14), (3, 15)]


def test_dezelfde_vraag_geeft_dezelfde_bytes(verzegeling, casus, bundel):
    assert bundel_voor(verzegeling, casus, VRAAG) == bundel


def zelfstandig(tmp_path, ruw, *argumenten):
    """Run the program that is in the bundle, far from our own code."""
    (tmp_path / "verifieer.py").write_bytes(pak_uit(ruw)["verifieer.py"])
    (tmp_path / "bundel.zip").write_bytes(ruw)
    opdracht = [sys.executable, "-I", "verifieer.py", "bundel.zip", *argumenten]
    return subprocess.run(opdracht, cwd=tmp_path, capture_output=True, text=True, check=False, env={})


def test_het_programma_in_de_bundel_zegt_het_zelf(tmp_path, bundel):
    goed = zelfstandig(tmp_path, bundel, "--vertrouwen", str(SLEUTEL.sleutel))

    assert (goed.returncode, goed.stderr) == (0, "")
    assert goed.stdout.startswith("IN ORDE\n")
    assert "volgnummers 1 tot en met 3" in goed.stdout


def test_het_programma_in_de_bundel_vindt_hetzelfde_als_zicht(tmp_path, bundel):
    vals = verander(
        bundel,
        **{"handelingen/000002.json": b"{}", "bladen/000003": None, "stand.json": b"{}"},
    )

    fout = zelfstandig(tmp_path, vals, "--vertrouwen", str(SLEUTEL.sleutel))

    gevonden = [str(bevinding) for bevinding in toets_bundel(vals, BELEID).bevindingen]
    assert fout.returncode == 1
    assert fout.stdout.splitlines() == ["NIET IN ORDE", *gevonden]
    assert len(gevonden) == 4


def test_het_programma_heeft_niets_van_zicht_nodig():
    invoer = re.findall(r"^(?:from|import) (\w+)", verifieer_py(), re.MULTILINE)

    assert set(invoer) - sys.stdlib_module_names == {"cryptography"}


def test_wie_een_ander_vertrouwt_krijgt_nee(bundel):
    ander = Ondertekenaar.uit_zaad(SLEUTEL.sleutel.naam, b"a" * 32)

    assert bevindingen(bundel, Beleid((ander.sleutel,))) == [
        "checkpoint: geen handtekening van een logboek dat u vertrouwt."
    ]


def test_een_checkpoint_dat_een_ander_ondertekende_redt_een_valse_bundel_niet(bundel):
    ander = Ondertekenaar.uit_zaad(SLEUTEL.sleutel.naam, b"a" * 32)
    checkpoint = toets_bundel(bundel, BELEID).checkpoint
    vals = verander(bundel, checkpoint=str(ander.onderteken_checkpoint(checkpoint)).encode())

    assert "checkpoint: geen handtekening van een logboek dat u vertrouwt." in bevindingen(vals)


def test_een_checkpoint_van_nul_wordt_geweigerd(bundel):
    leeg = SLEUTEL.onderteken_checkpoint(Checkpoint(SLEUTEL.sleutel.naam, 0, b"\0" * 32, b"\0" * 32))

    assert bevindingen(verander(bundel, checkpoint=str(leeg).encode())) == [
        "bundel: een checkpoint van 0 bladen bewijst niets."
    ]


def test_de_laatste_handeling_weglaten_wordt_gezien(bundel):
    weg = {
        naam: None
        for naam in pak_uit(bundel)
        if naam.endswith(("000003", "000003.json", "000003.tlog-proof"))
    }
    weg["tijdlijn.json"] = None

    melding = (
        "stand.json: volgens het checkpoint is het laatste volgnummer 3 op positie 15, in de bundel 2 op "
        "positie 14: er is een handeling weggelaten of toegevoegd."
    )
    assert bevindingen(verander(bundel, **weg)) == [melding]


def test_een_handeling_in_het_midden_weglaten_wordt_gezien(bundel):
    bestanden = pak_uit(bundel)
    anders = {"tijdlijn.json": None}
    for map_, soort in (("bladen", ""), ("bewijzen", ".tlog-proof"), ("handelingen", ".json")):
        anders[f"{map_}/000002{soort}"] = bestanden[f"{map_}/000003{soort}"]
        anders[f"{map_}/000003{soort}"] = None

    melding = "verwacht volgnummer 2: er ontbreekt een handeling of de volgorde klopt niet."
    assert bevindingen(verander(bundel, **anders)) == [f"volgnummer 3, positie 15: {melding}"]


def test_een_andere_stand_uit_een_ander_vak_past_niet(verzegeling, opzet, casus, bundel):
    ander = schrijf_casus(opzet, "m-2")
    opzet.verzegel()
    nieuw = pak_uit(bundel_voor(verzegeling, ander, VRAAG))

    vals = verander(bundel, **{"stand.json": nieuw["stand.json"]})

    assert [melding for melding in bevindingen(vals) if "past niet bij het checkpoint" in melding]


@pytest.mark.parametrize(
    ("naam", "maak", "melding"),
    [
        ("handelingen/000002.json", lambda ruw: ruw.replace(b"wijkteam-west", b"wijkteam-oost"),
         "volgnummer 2, positie 14: het open deel is niet wat is verzegeld."),
        ("bladen/000002", lambda ruw: ruw.replace(b"mw-204", b"mw-205"),
         "volgnummer 2, positie 14: staat zo niet in het logboek: het bewijs leidt naar een andere wortel."),
        ("bladen/000002", lambda ruw: ruw[:-1],
         "volgnummer 2: dit zijn geen bladgegevens van vorm 1."),
        ("bewijzen/000002.tlog-proof", lambda ruw: ruw.replace(b"index 13", b"index 12"),
         "volgnummer 2, positie 14: het bewijs is van een andere plaats in het logboek."),
        ("bewijzen/000002.tlog-proof", lambda ruw: ruw.replace(b"tlog-proof@v1", b"tlog-proof@v2"),
         "volgnummer 2, positie 14: het bewijs van insluiting ontbreekt of is onleesbaar."),
        ("tijdlijn.json", lambda ruw: ruw.replace(b"veilig-thuis", b"lokaal-team"),
         "tijdlijn.json: is niet wat uit de handelingen van de bundel volgt."),
        ("tijdlijn.json", lambda _: b"[]",
         "tijdlijn.json: is niet opnieuw te berekenen uit de handelingen van de bundel."),
        ("stand.json", lambda _: b"{}", "stand.json: ontbreekt of is onleesbaar."),
        ("checkpoint", lambda ruw: ruw.replace(b"\n19\n", b"\n20\n"),
         "checkpoint: de handtekening van zicht.example/grootboek klopt niet."),
    ],
)  # fmt: skip
def test_wie_iets_verandert_wordt_met_de_plaats_gevonden(bundel, naam, maak, melding):
    vals = verander(bundel, **{naam: maak(pak_uit(bundel)[naam])})

    assert vals != bundel
    assert melding in bevindingen(vals)


def test_wie_het_manifest_laat_staan_wordt_ook_gevonden(bundel):
    bestanden = pak_uit(bundel)
    bestanden["LEESMIJ.txt"] += b"!"
    bestanden["extra"] = b""
    del bestanden["beleid"]

    assert bevindingen(pak_in(bestanden)) == [
        "LEESMIJ.txt: is niet het bestand dat in het manifest staat.",
        "beleid: staat in het manifest en ontbreekt.",
        "extra: staat niet in het manifest.",
    ]


def test_een_handeling_van_een_andere_casus_past_niet(verzegeling, opzet, bundel):
    ander = schrijf_casus(opzet, "m-2")
    opzet.verzegel()
    vreemd = pak_uit(bundel_voor(verzegeling, ander, VRAAG))
    blad = lees_blad(vreemd["bladen/000003"])

    vals = verander(
        bundel,
        **{
            "bladen/000003": vreemd["bladen/000003"],
            "handelingen/000003.json": vreemd["handelingen/000003.json"],
            "bewijzen/000003.tlog-proof": maak_bewijs(blad.positie - 1, [], pak_uit(bundel)["checkpoint"]),
        },
    )

    assert f"volgnummer 3, positie {blad.positie}: is van een andere casus." in bevindingen(vals)


@pytest.mark.parametrize("ruw", [b"", b"PK\x03\x04", b"geen zip"])
def test_wat_geen_bundel_is_wordt_geweigerd(ruw):
    assert bevindingen(ruw) == ["bundel: dit is geen heel zip-bestand."]


def test_een_bestand_dat_er_tweemaal_in_zit_wordt_geweigerd(bundel):
    uit = io.BytesIO(bundel)
    with zipfile.ZipFile(uit, "a") as zip_, pytest.warns(UserWarning, match="Duplicate name"):
        zip_.writestr("checkpoint", b"ander")

    assert bevindingen(uit.getvalue()) == ["bundel: een bestand staat er tweemaal in."]


def test_een_bundel_bouwt_voort_op_een_checkpoint_dat_werd_bewaard(verzegeling, opzet, casus):
    bewaard = opzet.checkpointbestand.read_bytes()
    opzet.schrijf(casussen=70, acten=4)
    opzet.verzegel()
    met = bundel_voor(verzegeling, casus, Bundelvraag(**{**_velden(VRAAG), "vanaf": 19}))
    zonder = bundel_voor(verzegeling, casus, VRAAG)
    vals = verander(
        met, samenhang=pak_uit(met)["samenhang"].replace(b"old 19\n", b"old 19\n" + b"A" * 43 + b"=\n")
    )

    assert bevindingen(met, eerder=bewaard) == []
    assert bevindingen(zonder, eerder=bewaard) == [
        "eerder checkpoint: er is geen bewijs van samenhang in deze bundel."
    ]
    assert len(bevindingen(vals, eerder=bewaard)) == 1


def _velden(vraag):
    return {naam: getattr(vraag, naam) for naam in ("wie", "doel", "moment", "vanaf")}


def test_een_logboek_dat_kromp_wordt_gezien(verzegeling, opzet, casus, bundel):
    opzet.schrijf()
    opzet.verzegel()

    assert bevindingen(bundel, eerder=opzet.checkpointbestand.read_bytes()) == [
        "samenhang: het logboek bouwt niet voort op uw eerdere checkpoint: de boom kromp van 31 naar 19."
    ]


def test_wat_nog_niet_is_verzegeld_wordt_geteld_en_niet_gegeven(verzegeling, opzet, casus):
    vastlegger(opzet).leg_vast(casus, lees_aanmelding(json.dumps(bevestiging("o-1"))), ACTOR)

    ruw = bundel_voor(verzegeling, casus, VRAAG)

    manifest = json.loads(pak_uit(ruw)["manifest.json"])
    assert bevindingen(ruw) == []
    assert (manifest["aantal"], manifest["weggelaten"]["nogNietVerzegeldeHandelingen"]) == (3, 1)


def test_een_casus_die_nog_niet_is_verzegeld_heeft_geen_bundel(verzegeling, opzet):
    casus = schrijf_casus(opzet)
    with pytest.raises(NogNietVerzegeld):
        bundel_voor(verzegeling, casus, VRAAG)


def test_vertrouwelijke_delen_zitten_niet_in_een_bundel(verzegeling, opzet):
    act = {**melding("m-9"), "vertrouwelijk": {"omschrijving": "VERZONNEN-GEHEIM"}}
    casus = vastlegger(opzet).open_casus(lees_aanmelding(json.dumps(act)), ACTOR).gebeurtenis.casus
    opzet.verzegel()

    ruw = bundel_voor(verzegeling, casus, VRAAG)

    assert bevindingen(ruw) == []
    assert b"VERZONNEN-GEHEIM" not in ruw
    assert json.loads(pak_uit(ruw)["manifest.json"])["weggelaten"]["vertrouwelijkeDelen"] == 1
