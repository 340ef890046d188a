"""Nobody sends more than is taken, and nobody waits for another."""

from uuid import uuid4

import pytest
from tests.api.conftest import WEST, applicatie

from api.http.tempo import Tempo, TeVeelVerzoeken


class Wijzer:
    def __init__(self):
        self.s = 0.0

    def __call__(self):
        return self.s


def neemt(tempo, wie="a"):
    try:
        tempo.neem(wie)
    except TeVeelVerzoeken as fout:
        return fout.wacht_s
    return 0


def test_a_bucket_holds_ten_seconds_and_then_what_comes_in():
    wijzer = Wijzer()
    tempo = Tempo(60, wijzer)

    assert [neemt(tempo) for _ in range(12)] == [0] * 10 + [1, 1]
    wijzer.s = 0.9
    assert neemt(tempo) == 1
    wijzer.s = 1.0
    assert [neemt(tempo), neemt(tempo)] == [0, 1]
    wijzer.s = 100.0
    assert [neemt(tempo) for _ in range(11)] == [0] * 10 + [1]


def test_the_time_to_wait_is_told_in_whole_seconds():
    tempo = Tempo(1, Wijzer())

    assert [neemt(tempo), neemt(tempo)] == [0, 60]


def test_one_does_not_wait_for_another():
    tempo = Tempo(6, Wijzer())

    assert [neemt(tempo, wie) for wie in ("a", "a", "b")] == [0, 10, 0]


@pytest.mark.parametrize("aantal", [10_001, 25_000])
def test_it_forgets_who_was_longest_away(aantal):
    tempo = Tempo(60, Wijzer())
    for nummer in range(aantal):
        tempo.neem(f"mw-{nummer}")

    assert len(tempo._emmers) == 10_000


@pytest.fixture
def trage_api(database, tmp_path):
    with applicatie(database, tmp_path, verzoeken_per_minuut=6) as api:
        yield api


def test_who_sends_too_much_gets_429_and_when_to_come_back(trage_api):
    eerst, te_veel = (trage_api.http.get("/afspraken") for _ in range(2))
    ander = trage_api.http.get("/afspraken", headers=trage_api.als("medewerker-lokaal-team", WEST, "mw-9"))

    assert (eerst.status_code, te_veel.status_code, ander.status_code) == (200, 429, 200)
    assert te_veel.json()["code"] == "te-veel-verzoeken"
    assert 1 <= int(te_veel.headers["Retry-After"]) <= 10


def test_every_refusal_has_the_same_shape(trage_api):
    """Who is refused learns from the shape of the answer nothing but its code."""
    http, vt = trage_api.http, trage_api.als("medewerker-vt", medewerker="mw-1")
    weigeringen = [
        http.get("/casussen/x", headers={"Authorization": "onzin"}),
        http.get("/registers", headers=vt),
        http.get("/inzage", headers=trage_api.als("auditor", medewerker="mw-2")),
        http.get(f"/casussen/{uuid4()}", headers=trage_api.als("medewerker-vt", medewerker="mw-3")),
        http.post("/casussen", content=b"x", headers=trage_api.als("medewerker-vt", medewerker="mw-4")),
    ]
    http.get("/afspraken", headers=vt)
    weigeringen.append(http.get("/afspraken", headers=vt))

    assert [een.status_code for een in weigeringen] == [401, 404, 403, 404, 415, 429]
    for een in weigeringen:
        assert list(een.json()) == ["type", "title", "status", "detail", "code"]
        assert een.headers["Content-Type"] == "application/problem+json"
        assert een.headers["Cache-Control"] == "no-store"
        assert een.json()["type"] == f"urn:zicht:probleem:{een.json()['code']}"
