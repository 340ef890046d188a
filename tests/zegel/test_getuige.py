import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from tests.zegel.opzet import BELEID, SLEUTEL
from tests.zegel.test_aanvallen import herschrijf

from ledger.store.zegel.getuige import Getuige, Geweigerd
from ledger.zegel.checkpoint import Beleid, lees_beleid
from ledger.zegel.notitie import COSIGNATUUR, OngeldigeNotitie
from ledger.zegel.ondertekenaar import Ondertekenaar

ZICHT = Path(sys.executable).with_name("zicht")
EIGEN = Ondertekenaar.uit_zaad("inspectie.example/w", b"i" * 32, COSIGNATUUR)
MET_GETUIGE = lees_beleid(f"log {SLEUTEL.sleutel}\nwitness w {EIGEN.sleutel}\nquorum w\n")


@pytest.fixture
def getuige(tmp_path):
    return Getuige(EIGEN, SLEUTEL.sleutel, tmp_path / "getuige" / "checkpoint")


@pytest.fixture
def bron(opzet):
    """The published files, as whoever serves them gives them."""
    map_ = opzet.map / "grootboek"
    return lambda pad: (map_ / pad).read_bytes() if (map_ / pad).is_file() else None


def test_een_getuige_tekent_mee_wat_voortbouwt(opzet, getuige, bron):
    for casussen in (3, 70, 1):
        opzet.schrijf(casussen=casussen)
        opzet.verzegel()

        mede = str(getuige.getuig(bron, 1_700_000_000)).encode()

        assert MET_GETUIGE.controleer(mede) == BELEID.controleer(mede) == opzet.gepubliceerd()
    assert getuige.staat.read_bytes() == opzet.checkpointbestand.read_bytes()


def test_hetzelfde_nog_eens_mag(opzet, getuige, bron):
    opzet.schrijf()
    opzet.verzegel()

    assert getuige.getuig(bron, 1).tekst == getuige.getuig(bron, 2).tekst


def test_een_kleiner_logboek_wordt_geweigerd(opzet, getuige, bron):
    opzet.schrijf()
    opzet.verzegel()
    kleiner = opzet.checkpointbestand.read_bytes()
    opzet.schrijf()
    opzet.verzegel()
    getuige.getuig(bron, 1)
    groter = getuige.staat.read_bytes()
    opzet.checkpointbestand.write_bytes(kleiner)

    with pytest.raises(Geweigerd, match="de boom kromp van 24 naar 12"):
        getuige.getuig(bron, 2)
    assert getuige.staat.read_bytes() == groter
    assert getuige.staat.with_name("checkpoint.geweigerd").read_bytes() == kleiner


@pytest.mark.parametrize("erbij", [0, 5])
def test_een_andere_geschiedenis_wordt_geweigerd_ook_met_de_echte_sleutel(opzet, getuige, bron, erbij):
    opzet.schrijf()
    opzet.verzegel()
    getuige.getuig(bron, 1)
    if erbij:
        opzet.schrijf(casussen=erbij)
    herschrijf(opzet, SLEUTEL)

    with pytest.raises(Geweigerd, match=r"eerste wortel|andere wortel"):
        getuige.getuig(bron, 2)


def test_de_eerste_keer_moeten_de_tegels_kloppen(opzet, getuige, bron):
    opzet.schrijf()
    opzet.verzegel()
    tegel = opzet.map / "grootboek/tile/0/000.p/12"
    tegel.write_bytes(bytes(32) + tegel.read_bytes()[32:])

    with pytest.raises(Geweigerd, match="de tegels leiden naar een andere wortel"):
        getuige.getuig(bron, 1)
    tegel.unlink()
    with pytest.raises(Geweigerd, match="tegel 0 van niveau 0 ontbreekt"):
        getuige.getuig(bron, 1)
    assert not getuige.staat.exists()


def test_een_andere_telling_bij_dezelfde_wortel_is_een_tweede_geschiedenis(opzet, getuige, bron):
    opzet.schrijf()
    hoofd = opzet.verzegel()
    getuige.getuig(bron, 1)
    vals = SLEUTEL.onderteken_checkpoint(replace(hoofd, kaart=bytes(32)))
    opzet.checkpointbestand.write_text(str(vals), encoding="utf-8")

    with pytest.raises(Geweigerd, match="een andere telling per casus"):
        getuige.getuig(bron, 2)


def test_wie_het_logboek_niet_vertrouwt_tekent_niet(opzet, getuige, bron):
    opzet.schrijf()
    opzet.verzegel()
    ander = replace(getuige, logsleutel=Ondertekenaar.uit_zaad(SLEUTEL.sleutel.naam, b"x" * 32).sleutel)

    with pytest.raises(Geweigerd, match="dat u vertrouwt"):
        ander.getuig(bron, 1)
    with pytest.raises(Geweigerd, match="geen checkpoint"):
        ander.getuig(lambda _: None, 1)


def test_twee_tegelijk_tekenen_geen_twee_geschiedenissen(opzet, getuige, bron, tmp_path):
    opzet.schrijf()
    opzet.verzegel()
    getuige.getuig(bron, 1)
    andere = replace(opzet, map=tmp_path / "tweede")
    opzet.schrijf()
    opzet.verzegel()
    opzet.sql("UPDATE ledger.gebeurtenissen SET open = open || ' ' WHERE positie = 20")
    opzet.sql("TRUNCATE zegel.knopen, zegel.logboeken")
    andere.zegelaar().eenmaal()
    tweede = andere.map / "grootboek"
    bronnen = [bron, lambda pad: (tweede / pad).read_bytes() if (tweede / pad).is_file() else None] * 4

    def probeer(eentje):
        try:
            return getuige.getuig(eentje, 1).tekst
        except Geweigerd:
            return None

    with ThreadPoolExecutor(8) as werkers:
        getekend = set(werkers.map(probeer, bronnen)) - {None}

    assert len(getekend) == 1


def test_de_zegelaar_zet_de_getuigen_onder_het_checkpoint_en_niemand_anders(opzet, getuige, bron):
    opzet.schrijf()
    opzet.verzegel()
    map_ = opzet.map / "grootboek/getuigen"
    map_.mkdir()
    vreemd = Getuige(Ondertekenaar.uit_zaad("vreemd", b"v" * 32, COSIGNATUUR), SLEUTEL.sleutel, map_ / ".v")
    (map_ / "inspectie").write_text(str(getuige.getuig(bron, 7)), encoding="utf-8")
    (map_ / "vreemd").write_text(str(vreemd.getuig(bron, 8)), encoding="utf-8")
    (map_ / "onzin").write_text("onzin", encoding="utf-8")

    opzet.zegelaar(getuigen=[EIGEN.sleutel]).eenmaal()
    opzet.zegelaar(getuigen=[EIGEN.sleutel]).eenmaal()

    notitie = opzet.checkpointbestand.read_bytes()
    assert MET_GETUIGE.controleer(notitie) == opzet.gepubliceerd()
    assert notitie.decode().count("\u2014 ") == 2
    opzet.schrijf()
    opzet.zegelaar(getuigen=[EIGEN.sleutel]).eenmaal()
    with pytest.raises(OngeldigeNotitie, match="te weinig getuigen"):
        MET_GETUIGE.controleer(opzet.checkpointbestand.read_bytes())


def test_de_opdracht(opzet, tmp_path):
    opzet.schrijf()
    opzet.verzegel()
    opdracht = [
        ZICHT, "getuige", opzet.map / "grootboek", "--logboek", str(SLEUTEL.sleutel),
        "--naam", "inspectie.example/w", "--staat", tmp_path / "staat",
    ]  # fmt: skip

    def zicht(*meer):
        return subprocess.run([*opdracht, *meer], capture_output=True, text=True, check=False)

    sleutel = zicht("--toon-sleutel").stdout.strip()
    goed = zicht("--naar", tmp_path / "mede")
    herschrijf(opzet, SLEUTEL)
    fout = zicht()

    beleid = lees_beleid(f"log {SLEUTEL.sleutel}\nwitness w {sleutel}\nquorum w\n")
    assert goed.returncode == 0, goed.stderr
    assert beleid.controleer((tmp_path / "mede").read_bytes()).grootte == 12
    assert goed.stdout == (tmp_path / "mede").read_text(encoding="utf-8")
    assert fout.returncode == 1
    assert "even groot, maar een andere wortel" in fout.stderr
    assert Beleid((SLEUTEL.sleutel,)).controleer((tmp_path / "staat/checkpoint.geweigerd").read_bytes())
