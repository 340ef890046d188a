"""The tables and the pure fold give the same answer, for every K at which something changed."""

from collections import Counter
from datetime import timedelta
from itertools import product
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from tests.projections.leesmodel.verhalen import BEGIN, OOST, REGIO, VT, WEST, vertel

from ledger.errors import Geweigerd, NietBijgewerkt
from projections.leesmodel.antwoorden import Telling
from projections.stuk import BANEN, stuk_op
from projections.tijdlijn import maak_tijdlijn
from projections.tijdstappen import momenten

ELDERS = "hart-van-brabant"
DAG = timedelta(days=1)

# Every example has cases of its own, so one ledger can hold them all: the tables must keep them apart anyway.
# A failure is shown as it was drawn: shrinking would write thousands of histories more. What is wrong in the
# pure part shrinks in test_bitemporeel.
met_een_ledger = settings(
    max_examples=30,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@st.composite
def door_elkaar(draw):
    """A few cases, their acts recorded through one another, some in one command."""
    kies = lambda keuzes: draw(st.sampled_from(keuzes))  # noqa: E731 — a name for what it does
    verhalen = [vertel(kies, uuid4(), draw(st.integers(1, 9))) for _ in range(draw(st.integers(1, 3)))]
    opdrachten = []
    rest = [list(verhaal) for verhaal in verhalen]
    while any(rest):
        verhaal = kies([een for een in rest if een])
        aantal = draw(st.integers(1, min(3, len(verhaal))))
        opdrachten.append(verhaal[:aantal])
        del verhaal[:aantal]
    return verhalen, opdrachten


@met_een_ledger
@given(door_elkaar(), st.sampled_from([1, 2, 5, 500]), st.data())
def test_a_question_at_any_k_is_answered_as_the_fold_answers_it(opstelling, gevallen, groep, data):
    verhalen, opdrachten = gevallen
    posities = {verhaal[0].casus: [] for verhaal in verhalen}
    for opdracht in opdrachten:
        posities[opdracht[0].casus] += opstelling.leg(opdracht)

    opstelling.volg(groep)

    for verhaal in verhalen:
        casus = verhaal[0].casus
        for bekend, bekende in elk_moment_van_kennis(verhaal, posities[casus]):
            verwacht = maak_tijdlijn(bekende)
            antwoord = opstelling.leesmodel.tijdlijn(casus, bekend=bekend, regios=None)
            assert antwoord.tijdlijn == verwacht
            assert antwoord.positie == opstelling.recorder.hoogste_positie()

            op = data.draw(st.sampled_from(grenzen(verwacht)))
            antwoord = opstelling.leesmodel.verantwoordelijkheid(casus, op=op, bekend=bekend, regios=None)
            assert antwoord.tijdlijn.banen == {
                baan: tuple(filter(None, [stuk_op(verwacht.banen[baan], op)])) for baan in BANEN
            }


def elk_moment_van_kennis(verhaal, posities):
    """Every K at which something changed, by position and by time, with the acts that are known then."""
    for tot, positie in enumerate(posities, start=1):
        yield positie, verhaal[:tot]
    for moment in {een.vastgelegd_op for een in verhaal}:
        yield moment, [een for een in verhaal if een.vastgelegd_op <= moment]
    yield None, verhaal


def grenzen(tijdlijn):
    """Both sides of every boundary of a piece."""
    stukken = [stuk for baan in tijdlijn.banen.values() for stuk in baan]
    instanten = {
        BEGIN,
        *(stuk.van for stuk in stukken),
        *(stuk.tot for stuk in stukken if stuk.tot is not None),
    }
    return sorted({*instanten, *(instant - timedelta(microseconds=1) for instant in instanten)})


def test_nothing_is_known_of_a_casus_before_its_first_act_was_recorded(opstelling):
    verhaal = vertel(lambda keuzes: keuzes[0], uuid4(), 2)
    opstelling.leg(vertel(lambda keuzes: keuzes[0], uuid4(), 1))
    eerste, _ = opstelling.leg(verhaal)
    opstelling.volg()
    casus = verhaal[0].casus

    for voor in (eerste - 1, BEGIN - timedelta(microseconds=1)):
        antwoord = opstelling.leesmodel.tijdlijn(casus, bekend=voor, regios=None)
        assert (antwoord.bekend, antwoord.regio, antwoord.volgnummer) == (False, None, 0)
        assert set(antwoord.tijdlijn.banen.values()) == {()}
    assert opstelling.leesmodel.tijdlijn(casus, bekend=eerste, regios=None).bekend
    assert not opstelling.leesmodel.tijdlijn(uuid4(), regios=None).bekend


def test_a_position_that_is_not_reached_is_no_answer(opstelling):
    casus = uuid4()
    (positie,) = opstelling.leg(vertel(lambda keuzes: keuzes[0], casus, 1))

    with pytest.raises(NietBijgewerkt) as fout:
        opstelling.leesmodel.tijdlijn(casus, bekend=positie, regios=None)

    assert (fout.value.gevraagd, fout.value.bereikt) == (positie, 0)


# Across cases: what the tables say against a walk over all timelines


@pytest.fixture
def bevolkt(opstelling, keuze):
    """Forty cases in two regions, followed."""
    verhalen = {}
    for nummer in range(40):
        verhaal = vertel(keuze, uuid4(), 1 + nummer % 12, BEGIN + nummer * DAG)
        opstelling.leg(verhaal, ELDERS if nummer % 5 == 0 else REGIO)
        verhalen[verhaal[0].casus] = (ELDERS if nummer % 5 == 0 else REGIO, verhaal)
    opstelling.volg(50)
    return verhalen


@pytest.fixture
def keuze():
    """Choices that are the same every time, and not in a row."""
    stap = iter(range(10**9))
    return lambda keuzes: keuzes[(next(stap) * 7919 + 13) % 104729 % len(keuzes)]


def houders(bevolkt, op, bekend, regios, baan):
    """The piece at `op` of every casus, by walking over all of them."""
    for casus, (regio, verhaal) in sorted(bevolkt.items()):
        bekende = [een for een in verhaal if bekend is None or een.vastgelegd_op <= bekend]
        if bekende and (regios is None or regio in regios):
            stuk = stuk_op(maak_tijdlijn(bekende).banen[baan], op)
            if stuk is not None:
                yield casus, stuk


KENNIS = [None, BEGIN + 30 * DAG, BEGIN + 300 * DAG]
GEBIEDEN = [None, [ELDERS], [REGIO, ELDERS], []]


def alle_bladzijden(leesmodel, limiet, **waarden):
    """Every line of every page, by following the cursor."""
    na = None
    while True:
        bladzijde = leesmodel.verantwoordelijkheden(**waarden, na=na, limiet=limiet)
        assert len(bladzijde.regels) <= limiet
        yield from bladzijde.regels
        na = bladzijde.volgende
        if na is None:
            return


def test_the_pages_of_who_holds_are_all_cases_that_are_held(opstelling, bevolkt):
    op = BEGIN + 45 * DAG
    gevonden = Counter()
    for bekend, regios, baan in product(KENNIS, GEBIEDEN, ["zicht", "initiatief-dwang"]):
        allen = list(houders(bevolkt, op, bekend, regios, baan))
        for partij, status in product([None, VT, WEST, OOST], [None, "vast", "in-overdracht", "beeindigd"]):
            regels = alle_bladzijden(
                opstelling.leesmodel,
                7,
                op=op,
                bekend=bekend,
                regios=regios,
                partij=partij,
                status=status,
                baan=baan,
            )
            verwacht = [
                (casus, stuk)
                for casus, stuk in allen
                if partij in (None, stuk.vertoon.partij) and status in (None, stuk.vertoon.status)
            ]
            assert [(regel.casus, regel.stuk) for regel in regels] == verwacht
            gevonden[str(regios)] += len(verwacht)
    assert min(gevonden[str(regios)] for regios in GEBIEDEN if regios != []) > 0
    assert gevonden["[]"] == 0


def test_counts_are_the_cases_one_by_one(opstelling, bevolkt):
    van, tot = BEGIN + DAG, BEGIN + 90 * DAG
    reeks = momenten(van, tot, "week")
    for bekend, regios in product(KENNIS, GEBIEDEN):
        verwacht = {"partij": Counter(), "status": Counter()}
        for moment in reeks:
            for _, stuk in houders(bevolkt, moment, bekend, regios, "zicht"):
                partij = stuk.vertoon.partij
                familie = partij is not None and partij.soort == "clientsysteem"
                verwacht["status"][moment, None, stuk.vertoon.status] += 1
                verwacht["partij"][moment, None if familie else partij, None] += 1
        for per, tellingen in verwacht.items():
            antwoord = opstelling.leesmodel.aantallen(
                van=van, tot=tot, stap="week", per=per, bekend=bekend, regios=regios
            )
            assert Counter(antwoord.tellingen) == Counter(
                Telling(*sleutel, aantal) for sleutel, aantal in tellingen.items()
            )
            assert list(antwoord.momenten) == reeks
            momenten_van_tellingen = [telling.moment for telling in antwoord.tellingen]
            assert momenten_van_tellingen == sorted(momenten_van_tellingen)


def test_a_period_with_too_many_steps_is_refused(opstelling):
    with pytest.raises(Geweigerd, match="grotere stap"):
        opstelling.leesmodel.aantallen(
            van=BEGIN, tot=BEGIN + 2000 * DAG, stap="dag", per="status", regios=None
        )


def test_a_casus_of_another_region_is_as_unknown_as_one_that_is_not_there(opstelling):
    casus = uuid4()
    opstelling.leg(vertel(lambda keuzes: keuzes[0], casus, 1), ELDERS)
    opstelling.volg()

    elders = opstelling.leesmodel.tijdlijn(casus, regios=[REGIO])
    nergens = opstelling.leesmodel.tijdlijn(UUID(int=1), regios=[REGIO])

    assert elders == nergens
    assert not elders.bekend
    assert opstelling.leesmodel.tijdlijn(casus, regios={ELDERS}).regio == ELDERS
