import base64
import hashlib
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.zegel.bereik import Bereik
from ledger.zegel.bewijs import deelwortel, insluitingsbewijs, samenhangsbewijs
from ledger.zegel.boom import (
    LEEG,
    OnjuistBewijs,
    bladhash,
    controleer_insluiting,
    controleer_samenhang,
    knoophash,
)

VECTOREN = Path(__file__).resolve().parents[3] / "shared" / "vectors" / "merkle" / "testdata"


def vectoren(soort: str) -> list:
    bestanden = sorted((VECTOREN / soort).rglob("*.json"))
    if not bestanden:
        return [pytest.param(None, marks=pytest.mark.skip(reason="de gepubliceerde vectoren ontbreken hier"))]
    return [pytest.param(bestand, id=str(bestand.relative_to(VECTOREN))) for bestand in bestanden]


def hashes(tekst: str | None) -> bytes:
    return base64.b64decode(tekst or "")


def houdt(controle, *argumenten, **benoemd) -> bool:
    try:
        controle(*argumenten, **benoemd)
    except OnjuistBewijs:
        return False
    return True


@pytest.mark.parametrize("bestand", vectoren("inclusion"))
def test_een_gepubliceerd_insluitingsbewijs(bestand):
    v = json.loads(bestand.read_text())
    pad = [hashes(stap) for stap in v["proof"] or []]

    juist = houdt(
        controleer_insluiting, hashes(v["leafHash"]), v["leafIdx"], v["treeSize"], pad, hashes(v["root"])
    )

    assert juist is not v["wantErr"], v["desc"]


@pytest.mark.parametrize("bestand", vectoren("consistency"))
def test_een_gepubliceerd_samenhangsbewijs(bestand):
    v = json.loads(bestand.read_text())
    pad = [hashes(stap) for stap in v["proof"] or []]
    wortels = {"eerste_wortel": hashes(v["root1"]), "tweede_wortel": hashes(v["root2"])}

    juist = houdt(controleer_samenhang, v["size1"], v["size2"], pad, **wortels)

    assert juist is not v["wantErr"], v["desc"]


def naief(bladen: list[bytes]) -> bytes:
    """The definition of RFC 9162, 2.1.1, word by word."""
    if not bladen:
        return hashlib.sha256(b"").digest()
    if len(bladen) == 1:
        return bladhash(bladen[0])
    k = 1
    while k * 2 < len(bladen):
        k *= 2
    return knoophash(naief(bladen[:k]), naief(bladen[k:]))


def boom(bladen: list[bytes]):
    """A tree grown leaf by leaf: its edge, and who reads its levels of tiles."""
    bereik = Bereik()
    rijen: dict[int, list[bytes]] = {}
    for niveau, plaats, hash_ in bereik.voeg_toe(map(bladhash, bladen)):
        rij = rijen.setdefault(niveau, [])
        assert len(rij) == plaats
        rij.append(hash_)
    return bereik, lambda niveau, van, tot: rijen.get(niveau, [])[van:tot]


def test_een_boom_van_nul_bewijst_niets():
    wortels = {"eerste_wortel": LEEG, "tweede_wortel": LEEG}

    assert not houdt(controleer_samenhang, 0, 0, [], **wortels)
    assert not houdt(controleer_insluiting, LEEG, 0, 0, [], LEEG)


BLADEN = [str(nummer).encode() for nummer in range(700)]


@pytest.mark.parametrize("grootte", [0, 1, 2, 3, 7, 8, 255, 256, 257, 511, 512, 700])
def test_de_rand_geeft_de_wortel_van_de_definitie_en_gaat_verder_waar_zij_was(grootte):
    bereik, lees = boom(BLADEN[:grootte])
    verder = Bereik.uit_bytes(grootte, bereik.als_bytes())
    verder.voeg_toe(map(bladhash, BLADEN[grootte:]))

    assert bereik.wortel() == naief(BLADEN[:grootte]) == deelwortel((0, grootte), lees)
    assert verder.wortel() == naief(BLADEN)


def test_een_lege_boom_heeft_de_wortel_van_niets():
    assert Bereik().wortel() == LEEG


def test_een_rand_van_een_andere_grootte_wordt_geweigerd():
    with pytest.raises(ValueError, match="1 randen"):
        Bereik(4, [LEEG, LEEG])


@given(st.data())
def test_een_bewijs_van_insluiting_houdt_en_een_ander_blad_niet(data):
    grootte = data.draw(st.integers(1, 700))
    index = data.draw(st.integers(0, grootte - 1))
    bereik, lees = boom(BLADEN[:grootte])
    pad = insluitingsbewijs(index, grootte, lees)
    wortel = bereik.wortel()

    assert houdt(controleer_insluiting, bladhash(BLADEN[index]), index, grootte, pad, wortel)
    assert not houdt(controleer_insluiting, bladhash(b"ander"), index, grootte, pad, wortel)
    ergens = data.draw(st.integers(0, grootte - 1))
    assert houdt(controleer_insluiting, bladhash(BLADEN[index]), ergens, grootte, pad, wortel) is (
        ergens == index
    )


@given(st.data())
def test_een_bewijs_van_samenhang_houdt_en_een_andere_geschiedenis_niet(data):
    tweede = data.draw(st.integers(1, 700))
    eerste = data.draw(st.integers(1, tweede))
    _, lees = boom(BLADEN[:tweede])
    pad = samenhangsbewijs(eerste, tweede, lees)
    wortels = {"eerste_wortel": naief(BLADEN[:eerste]), "tweede_wortel": naief(BLADEN[:tweede])}
    vervalst = [*BLADEN[:eerste]]
    vervalst[data.draw(st.integers(0, eerste - 1))] = b"vervalst"

    assert houdt(controleer_samenhang, eerste, tweede, pad, **wortels)
    assert not houdt(
        controleer_samenhang, eerste, tweede, pad, **wortels | {"eerste_wortel": naief(vervalst)}
    )
    assert not houdt(controleer_samenhang, tweede + 1, tweede, pad, **wortels)
