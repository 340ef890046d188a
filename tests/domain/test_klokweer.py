"""Two times, in any clock weather: `vastgelegdOp` never decreases within a casus (rulebook 1.2)."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st
from tests.domain.beslissen import aangemeld, doe, fouten, gegeven
from tests.verhaal import CASUS, DOOR, WEST, contact, lokaal, melding

from ledger.casus import Casus, decide, evolve
from ledger.errors import Geweigerd

NU = lokaal("2020-06-01 10:00")
JAAR = timedelta(days=365)


def vastgelegd(casus):
    return [gebeurtenis.vastgelegd_op for gebeurtenis in casus.gebeurtenissen]


def test_een_handeling_wordt_nu_vastgelegd():
    casus = gegeven(melding(op="2020-03-02 09:00"))

    assert vastgelegd(doe(casus, contact(door=WEST, op="2020-03-05 10:00"), NU))[-1] == NU


def test_ook_het_moment_van_vastleggen_is_utc():
    casus = doe(Casus(CASUS), melding(op="2020-03-02 09:00"), NU)

    assert vastgelegd(casus) == [datetime(2020, 6, 1, 8, tzinfo=UTC)]


def test_de_klok_een_jaar_terug():
    """Recorded with the act before it, and what took place before that is not in the future."""
    casus = doe(Casus(CASUS), melding(op="2020-03-02 09:00"), NU)
    net_gebeurd = contact(door=WEST, op="2020-06-01 09:59")

    assert fouten(casus, net_gebeurd, NU - JAAR) == []
    assert vastgelegd(doe(casus, net_gebeurd, NU - JAAR)) == [NU, NU]


def test_de_klok_een_jaar_terug_bij_de_eerste_melding():
    """There is no act before it: the clock is all we have."""
    gevonden = fouten(Casus(CASUS), melding(op="2020-03-02 09:00"), NU - JAAR)

    assert gevonden == [("gebeurdOp", "gebeurd-op-in-toekomst")]


def test_de_klok_een_jaar_vooruit_en_weer_goed():
    casus = doe(Casus(CASUS), melding(op="2020-03-02 09:00"), NU + JAAR)
    later = doe(casus, contact(door=WEST, op="2020-06-01 09:00"), NU)
    weer_later = doe(later, contact(door=WEST, op="2021-06-05 09:00"), NU + JAAR + timedelta(days=9))

    assert vastgelegd(weer_later) == [NU + JAAR, NU + JAAR, NU + JAAR + timedelta(days=9)]


def test_een_stilstaande_klok_is_goed():
    casus = doe(Casus(CASUS), melding(op="2020-03-02 09:00"), NU)

    assert vastgelegd(doe(casus, contact(door=WEST, op="2020-03-02 10:00"), NU)) == [NU, NU]


minuten = st.integers(-2 * 365 * 24 * 60, 2 * 365 * 24 * 60).map(lambda m: timedelta(minutes=m))


@given(st.lists(st.tuples(minuten, minuten), max_size=15))
def test_vastgelegd_op_daalt_nooit(weer):
    casus = doe(Casus(CASUS), melding(op="2020-03-02 09:00"), NU)
    for verschil, gebeurd in weer:
        regel = contact(door=WEST, op=(NU + gebeurd).isoformat())
        try:
            gebeurtenis = decide(casus, aangemeld(regel), DOOR, NU + verschil)
        except Geweigerd:
            continue
        assert gebeurtenis.vastgelegd_op >= gebeurtenis.gebeurd_op
        casus = evolve(casus, gebeurtenis)

    assert vastgelegd(casus) == sorted(vastgelegd(casus))
    assert [g.volgnummer for g in casus.gebeurtenissen] == list(range(1, len(casus.gebeurtenissen) + 1))


def test_wie_het_vastlegde_en_wanneer_het_werd_ingelezen():
    aanmelding = aangemeld(melding(op="2020-03-02 09:00"))
    gewoon = decide(Casus(CASUS), aanmelding, DOOR, NU)
    ingelezen = decide(Casus(CASUS), aanmelding, DOOR, NU, geimporteerd_op=NU + JAAR)

    assert (gewoon.casus, gewoon.volgnummer, gewoon.versie) == (CASUS, 1, 1)
    assert (gewoon.vastgelegd_door, gewoon.geimporteerd_op) == (DOOR, None)
    assert (ingelezen.vastgelegd_op, ingelezen.geimporteerd_op) == (NU, NU + JAAR)
