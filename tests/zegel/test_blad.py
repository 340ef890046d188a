"""The bytes of a leaf are for ever: the stored examples must come out the same in every later version."""

import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from uuid import UUID

import pytest

from ledger.zegel.blad import OnleesbaarBlad, bladbytes, lees_blad, sleutel_ids
from ledger.zegel.boom import bladhash

VOORBEELDEN = json.loads((Path(__file__).parent / "bladen.json").read_text(encoding="utf-8"))
OORSPRONG = b"zicht.example/grootboek"
CASUS = UUID("0190c1c2-0000-7000-8000-000000000001")
OPEN = (
    b'{"vastgelegdDoor":{"medewerker":"mw-204","organisatie":{"soort":"veilig-thuis","id":"midden-brabant"},'
    b'"rol":"medewerker-vt"},"gegevens":{"door":{"soort":"lokaal-team","id":"wijkteam-west"}}}'
)
SLEUTEL_A, SLEUTEL_B = bytes(range(16)), bytes(range(16, 32))


def deel(klasse: bytes, sleutel: bytes, inhoud: bytes = b"verzegeld" * 3) -> bytes:
    return klasse + sleutel + b"n" * 12 + len(inhoud).to_bytes(4, "big") + inhoud


ENVELOP = b"\x01\x02" + deel(b"c", SLEUTEL_A) + deel(b"p", SLEUTEL_B)


def rij(**anders):
    moment = datetime(2020, 3, 2, 8, 0, 0, 123456, tzinfo=UTC)
    velden = {
        "positie": 7,
        "regio": "midden-brabant",
        "casus": CASUS,
        "volgnummer": 3,
        "soort": "ContactGelegd/1",
        "gebeurd_op": moment,
        "vastgelegd_op": moment + timedelta(hours=1),
        "ontvangen_op": moment + timedelta(hours=1, microseconds=5),
        "opdracht": UUID(int=9),
        "open": OPEN,
        "vertrouwelijk": None,
    } | anders
    return tuple(velden.values())


RIJEN = {
    "zonder vertrouwelijk deel": rij(),
    "versleuteld": rij(vertrouwelijk=ENVELOP),
    "vertrouwelijk in klare taal, zoals vroeger": rij(vertrouwelijk=b'{"toelichting":"verzonnen"}'),
    "voor 1970": rij(gebeurd_op=datetime(1969, 12, 31, 23, 59, 59, 999999, tzinfo=UTC)),
    "niet van ons": rij(volgnummer=0, gebeurd_op=None, vastgelegd_op=None, soort="vreemd:Ding", open=b"\xff"),
}


@pytest.mark.parametrize("naam", RIJEN)
def test_een_bewaard_blad_komt_er_byte_voor_byte_uit(naam):
    ruw = bladbytes(OORSPRONG, RIJEN[naam])

    assert {"blad": ruw.hex(), "hash": bladhash(ruw).hex()} == VOORBEELDEN[naam]


@pytest.mark.parametrize("naam", RIJEN)
def test_een_blad_wordt_teruggelezen_en_weer_geschreven(naam):
    ruw = bladbytes(OORSPRONG, RIJEN[naam])

    assert lees_blad(ruw).als_bytes() == ruw


def test_elke_kolom_staat_in_het_blad():
    gewoon = bladbytes(OORSPRONG, rij(vertrouwelijk=ENVELOP))
    later = datetime(2021, 1, 1, tzinfo=UTC)
    anders = {
        "positie": 8,
        "regio": "midden-brabant2",
        "casus": UUID(int=1),
        "volgnummer": 4,
        "soort": "ContactGelegd/2",
        "gebeurd_op": later,
        "vastgelegd_op": later,
        "ontvangen_op": later,
        "opdracht": UUID(int=8),
        "open": OPEN + b" ",
        "vertrouwelijk": ENVELOP[:-1] + b"!",
    }

    bladen = [
        bladbytes(OORSPRONG, rij(**{"vertrouwelijk": ENVELOP} | {naam: w})) for naam, w in anders.items()
    ]

    assert len({gewoon, bladbytes(b"zicht.example/ander", rij(vertrouwelijk=ENVELOP)), *bladen}) == 2 + len(
        anders
    )


def test_een_blad_zegt_wie_het_vastlegde_en_met_welke_sleutels_en_niet_wat():
    blad = lees_blad(bladbytes(OORSPRONG, rij(vertrouwelijk=ENVELOP)))

    assert (blad.medewerker, blad.organisatie) == ("mw-204", "veilig-thuis:midden-brabant")
    assert blad.sleutels == SLEUTEL_A + SLEUTEL_B
    assert blad.vertrouwelijk == sha256(ENVELOP).digest()
    assert blad.open == sha256(OPEN).digest()


@pytest.mark.parametrize(
    "vertrouwelijk",
    [b"", b"{}", b"\x02\x01", b"\x01\x01", ENVELOP[:-1], ENVELOP + b"x", b"\x01\xff" + ENVELOP[2:]],
)
def test_wat_geen_hele_envelop_is_heeft_geen_sleutels(vertrouwelijk):
    assert sleutel_ids(vertrouwelijk) == b""


@pytest.mark.parametrize(
    "open_",
    [b"", b"[]", b"{}", b'{"vastgelegdDoor":3}', b'{"vastgelegdDoor":{"medewerker":3,"organisatie":{}}}',
     b'{"vastgelegdDoor":{"medewerker":"\\ud800","organisatie":{"soort":"a","id":"b"}}}', b"[" * 100_000],
)  # fmt: skip
def test_een_open_deel_dat_niet_van_ons_is_krijgt_ook_een_blad(open_):
    blad = lees_blad(bladbytes(OORSPRONG, rij(open=open_)))

    assert (blad.medewerker, blad.organisatie, blad.open) == ("", "", sha256(open_).digest())


@pytest.mark.parametrize("knip", [0, 3, 20, -1])
def test_een_half_blad_is_geen_blad(knip):
    with pytest.raises(OnleesbaarBlad):
        lees_blad(bladbytes(OORSPRONG, rij())[:knip])


def test_iets_achter_een_blad_is_geen_blad():
    ruw = bladbytes(OORSPRONG, rij())

    for anders in (ruw + b"x", ruw + bytes(4), ruw.replace(b"zicht-blad/1", b"zicht-blad/2")):
        with pytest.raises(OnleesbaarBlad):
            lees_blad(anders)
