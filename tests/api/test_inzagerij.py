"""Lines of requests that are answered at the same time go together; nobody waits who is alone."""

import asyncio
import threading
import time
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from api.http.inzagerij import Inzagerij
from ledger.inzage.regel import Getoond, Inzageregel, Kijker
from ledger.inzage.spoor import Spoor
from ledger.store.errors import DatabaseOnbereikbaar


def regel(casussen=1) -> Inzageregel:
    nu = datetime(2026, 3, 2, 9, tzinfo=UTC)
    return Inzageregel(
        verzoek=uuid4(),
        wie=Kijker("mw-1", "medewerker-vt"),
        kanaal="http",
        actie="toon_tijdlijn",
        handeling="inzien",
        resultaat="gegeven",
        status=200,
        begonnen_op=nu,
        vastgelegd_op=nu,
        spoor=Spoor("a" * 32, "b" * 16),
        getoond=Getoond(tuple(uuid4() for _ in range(casussen))),
    )


class Verzender:
    """Takes groups and keeps them; may be made to take its time, or to fail."""

    def __init__(self, duur=0.0, uitkomst=None):
        self.groepen = []
        self.duur = duur
        self.uitkomst = uitkomst

    def __call__(self, regels):
        self.groepen.append(list(regels))
        time.sleep(self.duur)
        if isinstance(self.uitkomst, RuntimeError):
            raise self.uitkomst
        return [self.uitkomst for _ in regels]


async def breng(rij, een):
    rij.begint()
    return await rij.leg_vast(een)


def test_requests_that_are_under_way_together_share_a_commit():
    verzender = Verzender()

    async def verloop():
        rij = Inzagerij(verzender)
        regels = [regel() for _ in range(5)]
        for _ in regels:
            rij.begint()
        return regels, await asyncio.gather(*(rij.leg_vast(een) for een in regels))

    regels, uitkomsten = asyncio.run(verloop())

    assert verzender.groepen == [regels]
    assert uitkomsten == [None] * 5


def test_what_comes_while_a_group_is_sent_goes_with_the_next():
    verzender = Verzender(duur=0.05)

    async def verloop():
        rij = Inzagerij(verzender)
        eerste = asyncio.create_task(breng(rij, regel()))
        await asyncio.sleep(0.01)
        await asyncio.gather(eerste, *(breng(rij, regel()) for _ in range(3)))

    asyncio.run(verloop())

    assert [len(groep) for groep in verzender.groepen] == [1, 3]


def test_a_group_does_not_stay_for_a_request_that_takes_long():
    verzender = Verzender()

    async def verloop():
        rij = Inzagerij(verzender)
        rij.begint()  # and is never done
        return await asyncio.wait_for(breng(rij, regel()), 1)

    assert asyncio.run(verloop()) is None


def test_a_request_that_leaves_no_line_lets_the_others_go(monkeypatch):
    monkeypatch.setattr("api.http.inzagerij._WACHT_S", 60)

    async def verloop():
        rij = Inzagerij(Verzender())
        rij.begint()
        wacht = asyncio.create_task(breng(rij, regel()))
        await asyncio.sleep(0.01)
        nog_niet = not wacht.done()
        rij.eindigt()
        return nog_niet, await asyncio.wait_for(wacht, 5)

    assert asyncio.run(verloop()) == (True, None)


def test_the_loop_goes_on_while_a_line_is_written():
    vrij = threading.Event()

    async def verloop():
        rij = Inzagerij(lambda regels: [None for _ in regels] if vrij.wait(10) else [])
        wacht = asyncio.create_task(breng(rij, regel()))
        await asyncio.sleep(0.02)
        ongeschreven = not wacht.done()
        vrij.set()
        return ongeschreven, await wacht

    assert asyncio.run(verloop()) == (True, None)


def test_each_hears_what_became_of_its_line():
    fout = DatabaseOnbereikbaar("weg")

    async def verloop():
        rij = Inzagerij(Verzender(uitkomst=fout))
        return await asyncio.gather(breng(rij, regel()), breng(rij, regel()))

    assert asyncio.run(verloop()) == [fout, fout]


def test_an_accident_reaches_everybody_and_stops_nobody_after_it():
    verzender = Verzender(uitkomst=RuntimeError("onverwacht"))

    async def verloop():
        rij = Inzagerij(verzender)
        fouten = await asyncio.gather(breng(rij, regel()), breng(rij, regel()), return_exceptions=True)
        verzender.uitkomst = None
        return fouten, await breng(rij, regel())

    fouten, daarna = asyncio.run(verloop())
    assert [str(fout) for fout in fouten] == ["onverwacht"] * 2
    assert daarna is None


def test_the_line_of_who_hung_up_is_written_and_takes_no_other_with_it():
    verzender = Verzender(duur=0.05)

    async def verloop():
        rij = Inzagerij(verzender)
        weg, blijft = (asyncio.create_task(breng(rij, regel())) for _ in range(2))
        await asyncio.sleep(0.02)
        weg.cancel()
        with pytest.raises(asyncio.CancelledError):
            await weg
        return await blijft

    assert asyncio.run(verloop()) is None
    assert sum(len(groep) for groep in verzender.groepen) == 2


def test_a_group_with_very_many_casussen_goes_in_parts():
    verzender = Verzender()

    async def verloop():
        rij = Inzagerij(verzender)
        regels = [regel(3_000), regel(3_000), regel(5_000)]
        for _ in regels:
            rij.begint()
        await asyncio.gather(*(rij.leg_vast(een) for een in regels))

    asyncio.run(verloop())

    assert [len(groep) for groep in verzender.groepen] == [1, 1, 1]
