from uuid import UUID

import pytest

from ledger.zegel.boom import OnjuistBewijs
from ledger.zegel.kaart import Kaart, casushash, controleer_stand, stand_uit_vak, vak_van

CASUS, ANDER = UUID(int=1), UUID(int=2)


def regel(casus, volgnummer=3, positie=9):
    return casushash(casus) + volgnummer.to_bytes(8, "big") + positie.to_bytes(8, "big")


def gesorteerd(*regels):
    return b"".join(sorted(regels))


def test_een_vak_zegt_hoe_ver_een_casus_is_en_van_een_andere_niets():
    vak = gesorteerd(regel(CASUS), regel(ANDER, 1, 2))

    assert stand_uit_vak(vak, CASUS) == (3, 9)
    assert stand_uit_vak(vak, UUID(int=3)) is None
    assert stand_uit_vak(b"", CASUS) is None
    assert CASUS.bytes not in vak


@pytest.mark.parametrize(
    "vak",
    [
        regel(CASUS) + regel(CASUS, 4, 12),
        regel(CASUS) + regel(CASUS),
        b"".join(sorted([regel(CASUS), regel(ANDER)], reverse=True)),
        regel(CASUS)[:-1],
    ],
    ids=["tweemaal met een andere stand", "tweemaal", "niet op volgorde", "een halve regel"],
)
def test_een_vak_waarin_een_casus_tweemaal_kan_staan_is_geen_vak(vak):
    with pytest.raises(OnjuistBewijs, match="vak van de casus"):
        stand_uit_vak(vak, CASUS)


def test_het_vak_van_een_ander_past_niet_op_de_plaats_van_de_casus():
    kaart = Kaart()
    kaart.werk_bij([(CASUS, 3, 9), (ANDER, 1, 2)])

    assert controleer_stand(CASUS, kaart.vak(CASUS), kaart.pad(CASUS), kaart.wortel()) == (3, 9)
    assert vak_van(casushash(CASUS)) != vak_van(casushash(ANDER))
    with pytest.raises(OnjuistBewijs):
        controleer_stand(CASUS, kaart.vak(ANDER), kaart.pad(ANDER), kaart.wortel())
