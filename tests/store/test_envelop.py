"""The envelope of a confidential part: its bytes are for ever, and it opens only where it belongs."""

from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from ledger.store.envelop import (
    Datasleutel,
    EnvelopOngeldig,
    Plaats,
    lees_envelop,
    sleutels_in,
    verzegel,
)

CASUS = UUID("0190c1c2-0000-7000-8000-000000000001")
PLAATS = Plaats("midden-brabant", CASUS, 3, "ContactGelegd/1")
EEN, TWEE = (Datasleutel(UUID(int=nummer), bytes([nummer]) * 32) for nummer in (1, 2))
VELDEN = {"verslag": "Een verzonnen verslag, met ëen trema."}
ENVELOP = verzegel([("casus", EEN, VELDEN), ("melder", TWEE, {"melderGegevens": "x"})], PLAATS)


def test_the_layout_that_was_agreed_byte_by_byte():
    """Version, count, class, key id, nonce, length, ciphertext; read here without our own code."""
    assert ENVELOP[:2] == b"\x01\x02"
    assert ENVELOP[2:19] == b"c" + EEN.id.bytes
    nonce, lengte = ENVELOP[19:31], int.from_bytes(ENVELOP[31:35], "big")
    cijfertekst = ENVELOP[35 : 35 + lengte]
    assert ENVELOP[35 + lengte :][:17] == b"m" + TWEE.id.bytes

    velden = [b"midden-brabant", CASUS.bytes, (3).to_bytes(8, "big"), b"ContactGelegd/1", b"c", EEN.id.bytes]
    erbij = b"".join(len(veld).to_bytes(4, "big") + veld for veld in velden)
    klaar = AESGCM(EEN.geheim).decrypt(nonce, cijfertekst, erbij)

    assert klaar == '{"verslag":"Een verzonnen verslag, met ëen trema."}'.encode()


def test_there_and_back():
    eerste, tweede = lees_envelop(ENVELOP)

    assert (eerste.klasse, tweede.klasse) == ("casus", "melder")
    assert eerste.open(EEN.geheim, PLAATS) == VELDEN
    assert tweede.open(TWEE.geheim, PLAATS) == {"melderGegevens": "x"}
    assert sleutels_in(ENVELOP) == [EEN.id, TWEE.id]
    assert lees_envelop(verzegel([], PLAATS)) == []


def test_the_same_words_never_look_the_same():
    assert verzegel([("casus", EEN, VELDEN)], PLAATS) != verzegel([("casus", EEN, VELDEN)], PLAATS)


@pytest.mark.parametrize(
    "elders",
    [
        {"regio": "west-brabant"},
        {"casus": UUID(int=9)},
        {"volgnummer": 4},
        {"naam": "ContactGelegd/2"},
        {"naam": "ContactGelegd/1x", "regio": "midden-braban"},
    ],
    ids=str,
)
def test_a_part_that_was_moved_does_not_open(elders):
    (deel, _) = lees_envelop(ENVELOP)

    assert deel.open(EEN.geheim, replace(PLAATS, **elders)) is None


def test_nor_with_another_key_class_or_name_of_its_key():
    (deel, _) = lees_envelop(ENVELOP)

    assert deel.open(TWEE.geheim, PLAATS) is None
    assert replace(deel, klasse="persoon").open(EEN.geheim, PLAATS) is None
    assert replace(deel, sleutel=TWEE.id).open(EEN.geheim, PLAATS) is None
    assert replace(deel, cijfertekst=b"").open(EEN.geheim, PLAATS) is None


@pytest.mark.parametrize("plek", [*range(len(ENVELOP))])
def test_not_one_byte_can_be_changed_unseen(plek):
    veranderd = bytearray(ENVELOP)
    veranderd[plek] ^= 1
    try:
        delen = lees_envelop(bytes(veranderd))
    except EnvelopOngeldig:
        return
    sleutels = {EEN.id: EEN.geheim, TWEE.id: TWEE.geheim}

    assert None in [deel.open(sleutels.get(deel.sleutel, bytes(32)), PLAATS) for deel in delen] or len(
        delen
    ) != len(sleutels)


@pytest.mark.parametrize("ruw", [b"", b"\x01", b"\x02\x00", b'{"verslag":"x"}', b"\x01\x00x", ENVELOP[:-1]])
def test_what_is_no_envelope(ruw):
    with pytest.raises(EnvelopOngeldig):
        lees_envelop(ruw)
    assert sleutels_in(ruw) == []
    assert sleutels_in(None) == []


def test_a_key_does_not_show_itself():
    assert "0101" not in repr(EEN)
    assert repr(EEN) == f"Datasleutel({EEN.id})"
