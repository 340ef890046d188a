"""A citation fits on one line and gives the same answer again, whatever came after it."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.verhaal import WEST, bevestigd, intrekking, melding, overdracht, verhaal

from ledger.errors import Geweigerd
from projections.citaat import Citaat, als_bytes, antwoord, citeer, herhaal, lees_citaat
from projections.houder import houders_op
from projections.tijdlijn import maak_tijdlijn

OP = datetime(2020, 3, 14, 11, 0, tzinfo=UTC)


def een_casus(*later):
    return verhaal(
        melding("m1", op="2020-03-02 09:00"),
        overdracht("o1", aan=WEST, fase="na-veiligheidsbeoordeling", op="2020-03-05 11:00"),
        bevestigd("o1", door=WEST, op="2020-03-09 14:00"),
        *later,
    )


@given(
    st.uuids(),
    st.datetimes(min_value=datetime(1901, 1, 1), max_value=datetime(2199, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  # hypothesis adds the time zone
    st.integers(0, 10**18 - 1),
)
def test_een_citaat_leest_terug_wat_het_schreef(casus, op, positie):
    citaat = Citaat(casus, op, positie, "hart-van-brabant-2020", "0" * 32)
    assert lees_citaat(str(citaat)) == citaat
    assert len(str(citaat)) < 160
    assert "\n" not in str(citaat)


@pytest.mark.parametrize(
    "tekst", ["", "zicht1~x", "zicht1~" + "~".join(["a" * 36, "20201399T000000Z", "1", "a", "0" * 32])]
)
def test_een_andere_tekst_is_geen_citaat(tekst):
    with pytest.raises(Geweigerd) as geweigerd:
        lees_citaat(tekst)
    assert geweigerd.value.fouten[0].code == "geen-citaat"


def test_hetzelfde_antwoord_komt_terug_ook_na_een_correctie():
    toen = een_casus()
    tijdlijn = maak_tijdlijn(toen)
    citaat = citeer(toen[0].casus, OP, 3, tijdlijn)
    nu = een_casus(intrekking(3, op="2020-04-01 10:00"))
    herhaling = herhaal(citaat, maak_tijdlijn(nu[:3]), list(nu[3:]))
    assert herhaling.gelijk
    assert herhaling.inhoud == als_bytes(
        antwoord(toen[0].casus, OP, 3, tijdlijn.afspraken.naam, houders_op(tijdlijn, OP))
    )
    assert herhaling.gecorrigeerd_sinds == (4,)
    assert b'"id":"wijkteam-west"' in herhaling.inhoud


def test_een_ander_antwoord_wordt_herkend():
    toen = een_casus()
    citaat = citeer(UUID(int=1), OP, 3, maak_tijdlijn(toen))
    assert not herhaal(citaat, maak_tijdlijn(toen[:2]), []).gelijk
