from datetime import UTC, datetime

import pytest

from ledger.errors import Geweigerd
from projections.tijdstappen import MEESTE_STAPPEN, momenten


def utc(tekst):
    return datetime.fromisoformat(tekst).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("van", "tot", "stap", "verwacht"),
    [
        pytest.param("2020-03-27T23:00", "2020-03-29T22:01", "dag",
                     ["2020-03-27T23:00", "2020-03-28T23:00", "2020-03-29T22:00"], id="over de zomertijd"),
        pytest.param("2020-01-30T23:00", "2020-04-30T00:00", "maand",
                     ["2020-01-30T23:00", "2020-02-28T23:00", "2020-03-30T22:00", "2020-04-29T22:00"],
                     id="einde van de maand"),
        pytest.param("2020-01-01T00:00", "2020-01-15T00:00", "week", ["2020-01-01T00:00", "2020-01-08T00:00"],
                     id="het einde telt niet mee"),
        pytest.param("2020-01-01T00:00", "2020-04-01T00:00", "kwartaal",
                     ["2020-01-01T00:00", "2020-03-31T23:00"], id="kwartaal"),
        pytest.param("2020-02-29T12:00", "2021-03-01T00:00", "jaar", ["2020-02-29T12:00", "2021-02-28T12:00"],
                     id="schrikkeljaar"),
        pytest.param("2020-01-01T00:00", "2020-01-01T00:01", "jaar", ["2020-01-01T00:00"], id="kort"),
    ],
)  # fmt: skip
def test_steps_keep_the_time_of_day_in_the_netherlands(van, tot, stap, verwacht):
    assert momenten(utc(van), utc(tot), stap) == [utc(een) for een in verwacht]


@pytest.mark.parametrize(
    ("tot", "code"), [("2020-01-01T00:00", "periode-leeg"), ("2024-01-01T00:00", "te-veel-stappen")]
)
def test_a_period_without_steps_or_with_too_many_is_refused(tot, code):
    with pytest.raises(Geweigerd) as fout:
        momenten(utc("2020-01-01T00:00"), utc(tot), "dag")

    assert [een.code for een in fout.value.fouten] == [code]


def test_as_many_steps_as_are_allowed_are_given():
    assert len(momenten(utc("2020-01-01T12:00"), utc("2022-09-27T11:00"), "dag")) == MEESTE_STAPPEN
