"""What holds for any casus, whatever is reported in it."""

import json

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.beslissen import doe
from tests.projections.willekeurig import SOORTEN, regels
from tests.verhaal import CASUS, Regel

from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.casus import Casus
from ledger.corrections import ongeldige_vervangingen
from ledger.errors import Geweigerd
from projections.tijdlijn import maak_tijdlijn


@st.composite
def vervangingen(draw, verteld, betreft):
    """What may be said to take the place of line `betreft`: mostly its like, now and then nonsense."""
    soort = type(verteld[betreft - 1].act).__name__ if betreft <= len(verteld) else "DienstIngezet"
    if soort == "GebeurtenisGecorrigeerd":
        return draw(correcties(verteld))
    if soort not in SOORTEN or draw(st.sampled_from([True, False, False])):
        return {"onzin": 1}
    return draw(SOORTEN[soort]).act.model_dump(mode="json", exclude_none=True)


@st.composite
def correcties(draw, verteld):
    """The open part of a correction, of any line or of one that is not there."""
    betreft = draw(st.integers(1, len(verteld) + 1))
    inhoud = {"betreft": betreft, "wijze": "ingetrokken", "reden": "invoerfout"}
    if draw(st.booleans()):
        vervanging = {"gegevens": draw(vervangingen(verteld, betreft))}
        inhoud |= {"wijze": "vervangen", "vervanging": vervanging}
    return inhoud


@st.composite
def gemeld(draw):
    """What is reported: any acts, and then corrections of anything by anything."""
    verteld = draw(regels(meeste=6))
    for _ in range(draw(st.integers(0, 5)) if verteld else 0):
        act = GebeurtenisGecorrigeerd.model_validate_json(json.dumps(draw(correcties(verteld))))
        verteld.append(Regel(verteld[-1].op, act))
    return verteld


def vastgelegd(verteld):
    """Record what is not refused; nothing but a refusal may be raised."""
    casus = Casus(CASUS)
    for regel in verteld:
        try:
            casus = doe(casus, regel)
        except Geweigerd:
            continue
    return casus


@given(gemeld())
def test_wat_is_vastgelegd_kan_altijd_gevouwen_worden(verteld):
    casus = vastgelegd(verteld)

    assert ongeldige_vervangingen(casus.gebeurtenissen) == {}
    maak_tijdlijn(casus.gebeurtenissen)


@given(gemeld())
def test_volgnummers_lopen_door_en_vastgelegd_op_daalt_niet(verteld):
    gebeurtenissen = vastgelegd(verteld).gebeurtenissen
    momenten = [gebeurtenis.vastgelegd_op for gebeurtenis in gebeurtenissen]

    assert [g.volgnummer for g in gebeurtenissen] == list(range(1, len(gebeurtenissen) + 1))
    assert momenten == sorted(momenten)
    assert all(g.gebeurd_op <= g.vastgelegd_op for g in gebeurtenissen)
    assert not gebeurtenissen or gebeurtenissen[0].soort == "MeldingOntvangen"


@given(gemeld())
def test_een_id_wordt_maar_door_een_handeling_gegeven(verteld):
    gebeurtenissen = vastgelegd(verteld).gebeurtenissen

    for soort, naam in (("MeldingOntvangen", "melding"), ("OverdrachtVerstuurd", "overdracht")):
        gegeven = [getattr(g.gegevens, naam) for g in gebeurtenissen if g.soort == soort]
        assert len(gegeven) == len(set(gegeven))
