"""Terms as tasks with an urgency."""

from datetime import UTC, datetime, timedelta

import pytest

from projections.signalen.termijnen import WAT
from projections.werk import SOORTEN, TAAKNAMEN, TAKEN, URGENTIENAMEN, URGENTIES, taak_van, urgentie

NU = datetime(2020, 3, 10, 12, tzinfo=UTC)
TWEE_DAGEN = timedelta(days=2)
BUITEN_EEN_CASUS = {"antwoord-gemeente"}


@pytest.mark.parametrize("soort", sorted(WAT.keys() - BUITEN_EEN_CASUS))
def test_every_term_of_a_casus_is_one_task(soort):
    begin = soort.removesuffix("afgesproken")
    passend = [taak for taak in TAKEN if {soort, f"{begin}%"} & set(SOORTEN[taak])]
    assert passend == [taak_van(soort)]


@pytest.mark.parametrize("maanden", [3, 12, 7])
def test_a_monitor_contact_is_monitoring_whatever_its_months(maanden):
    assert taak_van(f"monitorcontact-{maanden}-maanden") == "monitoren"


def test_a_term_outside_a_casus_is_no_task():
    with pytest.raises(KeyError):
        taak_van("antwoord-gemeente")


def test_every_task_and_urgency_has_a_name():
    assert SOORTEN.keys() == TAAKNAMEN.keys() == set(TAKEN)
    assert URGENTIENAMEN.keys() == set(URGENTIES)


@pytest.mark.parametrize(
    ("over", "verwacht"),
    [
        (timedelta(days=-3), "verstreken"),
        (timedelta(0), "verstreken"),
        (timedelta(microseconds=1), "bijna"),
        (TWEE_DAGEN, "bijna"),
        (TWEE_DAGEN + timedelta(microseconds=1), "open"),
    ],
)
def test_at_the_deadline_itself_a_term_has_lapsed(over, verwacht):
    assert urgentie(NU + over, NU, TWEE_DAGEN) == verwacht


def test_without_a_deadline_there_is_no_urgency():
    assert urgentie(None, NU, TWEE_DAGEN) == "zonder-termijn"
