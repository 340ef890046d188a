"""Breaking the glass: every step stays, in order, and four hours is the most."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import psycopg
import pytest
from psycopg import errors

from ledger.errors import Geweigerd
from ledger.inzage.noodtoegang import Noodstap, keur_stap, vouw
from ledger.store.errors import OpslagGeweigerd
from ledger.store.inzage.lezen import open_inzagepool
from ledger.store.inzage.noodstappen import Noodboek
from ledger.values import Partij

NU = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
VT = Partij(soort="veilig-thuis", id="midden-brabant")
WEST = Partij(soort="lokaal-team", id="west")


def aanvraag(**anders) -> Noodstap:
    basis = {
        "noodtoegang": uuid4(),
        "volgnummer": 1,
        "soort": "aangevraagd",
        "moment": NU,
        "casus": uuid4(),
        "regio": "midden-brabant",
        "medewerker": "mw-1",
        "organisatie": WEST,
        "rol": "medewerker-lokaal-team",
        "minuten": 60,
        "tweede_nodig": False,
        "reden": b"\x01\x00",
    }
    return Noodstap(**(basis | anders))


def volgende(eerste: Noodstap, soort: str, volgnummer: int = 2, **anders) -> Noodstap:
    basis = {
        "noodtoegang": eerste.noodtoegang,
        "volgnummer": volgnummer,
        "soort": soort,
        "moment": NU + timedelta(minutes=10),
        "casus": eerste.casus,
        "regio": eerste.regio,
        "medewerker": "mw-2",
        "organisatie": WEST,
        "rol": "privacyfunctionaris",
    }
    return Noodstap(**(basis | anders))


def later(**duur):
    return NU + timedelta(**duur)


@pytest.fixture
def boek(database):
    with open_inzagepool(database.app) as pool:
        yield Noodboek(pool, database.app)


def test_it_runs_from_the_request_for_as_long_as_was_asked():
    nood = vouw([aanvraag()])

    assert [nood.status(later(minutes=m)) for m in (0, 59, 60)] == ["loopt", "loopt", "verlopen"]
    assert nood.geldt("mw-1", WEST, later(minutes=59))
    assert not nood.geldt("mw-1", WEST, later(minutes=60))
    assert not nood.geldt("mw-2", WEST, NU)
    assert not nood.geldt("mw-1", VT, NU)


def test_with_a_second_person_it_runs_from_when_they_agreed():
    eerste = aanvraag(tweede_nodig=True)
    bevestigd = vouw([eerste, volgende(eerste, "bevestigd")])

    assert not vouw([eerste]).geldt("mw-1", WEST, NU)
    assert vouw([eerste]).status(NU) == "wacht-op-tweede"
    assert vouw([eerste]).status(later(hours=4)) == "verlopen"
    assert bevestigd.geldt("mw-1", WEST, later(minutes=10))
    assert bevestigd.tot == later(minutes=70)
    assert bevestigd.als_dict(NU)["tweede"] == "mw-2"


def test_it_ends_when_somebody_ends_it_and_stays_open_until_it_was_reviewed():
    eerste = aanvraag()
    beeindigd = vouw([eerste, volgende(eerste, "beeindigd")])
    beoordeeld = vouw(
        [eerste, volgende(eerste, "beeindigd"), volgende(eerste, "beoordeeld", 3, oordeel="terecht")]
    )

    assert beeindigd.status(later(minutes=11)) == "beeindigd"
    assert beeindigd.tot == later(minutes=10)
    assert beeindigd.als_dict(NU)["open"] is True
    assert beoordeeld.als_dict(NU) | {"open": False, "oordeel": "terecht", "beoordeeldDoor": "mw-2"} == (
        beoordeeld.als_dict(NU)
    )


@pytest.mark.parametrize(
    ("begin", "stap", "code"),
    [
        ({"tweede_nodig": True}, ("bevestigd", {"medewerker": "mw-1"}), "zelf-bevestigen"),
        ({}, ("bevestigd", {}), "niets-te-bevestigen"),
        ({"tweede_nodig": True}, ("bevestigd", {"moment": later(hours=4)}), "niets-te-bevestigen"),
        ({}, ("beeindigd", {"moment": later(hours=1)}), "al-voorbij"),
        ({}, ("beoordeeld", {"oordeel": "terecht"}), "loopt-nog"),
        (
            {},
            ("beoordeeld", {"oordeel": "terecht", "medewerker": "mw-1", "moment": later(hours=1)}),
            "zelf-beoordelen",
        ),
        ({"tweede_nodig": True}, ("bevestigd", {}), None),
        ({}, ("beeindigd", {"medewerker": "mw-1"}), None),
        ({}, ("beoordeeld", {"oordeel": "onterecht", "moment": later(hours=1)}), None),
    ],
)
def test_a_step_follows_or_is_refused(begin, stap, code):
    eerste = aanvraag(**begin)
    soort, anders = stap

    if code is None:
        keur_stap(vouw([eerste]), volgende(eerste, soort, **anders))
        return
    with pytest.raises(Geweigerd) as geweigerd:
        keur_stap(vouw([eerste]), volgende(eerste, soort, **anders))
    assert [fout.code for fout in geweigerd.value.fouten] == [code]


def test_what_was_reviewed_is_not_reviewed_again():
    eerste = aanvraag()
    beoordeling = volgende(eerste, "beoordeeld", oordeel="terecht", moment=later(hours=2))

    with pytest.raises(Geweigerd, match="al beoordeeld"):
        keur_stap(vouw([eerste, beoordeling]), volgende(eerste, "beoordeeld", 3, moment=later(hours=3)))


def test_steps_are_read_as_they_were_set_and_of_two_at_once_one_wins(boek):
    eerste = aanvraag(tweede_nodig=True)
    tweede = volgende(eerste, "bevestigd")

    assert [boek.zet(stap) for stap in (eerste, tweede, tweede, volgende(eerste, "beeindigd", 5))] == [
        True,
        True,
        False,
        False,
    ]
    assert boek.lees(eerste.noodtoegang) == vouw([eerste, tweede])
    assert boek.lees(uuid4()) is None


@pytest.mark.parametrize(
    "anders",
    [{"minuten": 241}, {"minuten": 0}, {"reden": b"in klare taal"}, {"reden": None}, {"soort": "bevestigd"}],
)
def test_the_database_itself_holds_to_four_hours_and_a_sealed_reason(boek, anders):
    with pytest.raises(OpslagGeweigerd):
        boek.zet(aanvraag(**anders))


def test_the_worklist_has_those_of_ones_people_and_of_ones_region(boek):
    elders = Partij(soort="veilig-thuis", id="elders")
    van_west, van_elders = aanvraag(), aanvraag(organisatie=elders, regio="elders")
    for stap in (van_west, van_elders):
        boek.zet(stap)
    boek.zet(volgende(van_elders, "beoordeeld", oordeel="terecht"))

    def ziet(organisatie, *, alleen_open=True):
        return {een.aanvraag.noodtoegang for een in boek.lijst(organisatie, alleen_open=alleen_open)}

    assert ziet(VT) == ziet(WEST) == {van_west.noodtoegang}
    assert ziet(elders) == set()
    assert ziet(elders, alleen_open=False) == {van_elders.noodtoegang}


@pytest.mark.parametrize(
    "opdracht", ["UPDATE inzage.noodstappen SET rol = rol", "DELETE FROM inzage.noodstappen"]
)
@pytest.mark.parametrize("rol", ["zicht_app", "zicht_inzage", "zicht_inzagelezer", "zicht_eigenaar"])
def test_nobody_changes_a_step(database, boek, opdracht, rol):
    boek.zet(aanvraag())
    with psycopg.connect(database.eigenaar) as eigenaar:
        eigenaar.execute(f"SET ROLE {rol}")
        with pytest.raises(errors.InsufficientPrivilege):
            eigenaar.execute(opdracht)
        eigenaar.rollback()
