"""The number beside a choice is how long the list becomes with it, whatever else was chosen."""

from dataclasses import replace
from datetime import timedelta
from itertools import product
from uuid import uuid4

import pytest
from tests.projections.leesmodel.verhalen import BEGIN, REGIO, VT, WEST, vertel

from ledger.values import Partij
from projections.leesmodel import facetten as telling
from projections.leesmodel.antwoorden import TotPositie
from projections.leesmodel.facetten import (
    Stukfilter,
    facetten_van_signalen,
    facetten_van_stukken,
    facetten_van_termijnen,
)
from projections.leesmodel.signaalvragen import Signaalfilter, signalen
from projections.leesmodel.termijnvragen import Termijnfilter, termijnen

ELDERS = "hart-van-brabant"
OP = BEGIN + timedelta(days=60)
KENNIS = (None, 60, BEGIN + timedelta(days=50), TotPositie(BEGIN + timedelta(days=50), 60))
GEBIEDEN = (None, [REGIO])
VEEL = 10_000


@pytest.fixture
def model(opstelling, verhalen):
    """Sixty histories in two regions, followed."""
    for nummer, verhaal in enumerate(verhalen(60, zaad=7)):
        opstelling.leg(verhaal, ELDERS if nummer % 5 == 0 else REGIO)
    opstelling.leg(vertel(lambda keuzes: keuzes[-1], uuid4(), 9))
    opstelling.volg()
    return opstelling.leesmodel


def gekozen(facet, keuze):
    """The choice as a filter has it."""
    if facet != "partij":
        return {facet: keuze}
    soort, _, naam = keuze.partition(":")
    return {facet: Partij(soort=soort, id=naam)}


def klopt(facetten, welke, lengte):
    """Hold each number to the length of its list, all of a facet to the whole; give how many there were."""
    for facet, (keuzes, boven) in facetten.items():
        assert boven is None
        for keuze, aantal in keuzes.items():
            assert aantal == lengte(replace(welke, **gekozen(facet, keuze))), (facet, keuze, welke)
        if facet != "partij":  # those without a party, and families, are no choice
            assert sum(keuzes.values()) == lengte(replace(welke, **{facet: None}))
    return sum(len(geteld.keuzes) for geteld in facetten.values())


def test_numbers_beside_terms(model):
    gezien = 0
    filters = (
        Termijnfilter(), Termijnfilter(partij=VT), Termijnfilter(status="open"),
        Termijnfilter(ernst="informatie"), Termijnfilter(partij=WEST, status="verstreken"),
        Termijnfilter(status="gehaald", uiterlijk_tot=OP),
    )  # fmt: skip
    for welke, bekend, regios in product(filters, KENNIS, GEBIEDEN):
        hoe = {"op": OP, "bekend": bekend, "regios": regios}
        facetten = facetten_van_termijnen(model, welke, **hoe)
        gezien += klopt(facetten, welke, lambda een: len(termijnen(model, een, limiet=VEEL, **hoe).regels))  # noqa: B023 — called before the loop goes on
    assert gezien > 100


def test_numbers_beside_signals(model):
    gezien = 0
    filters = (
        Signaalfilter(), Signaalfilter(partij=VT), Signaalfilter(status="open"),
        Signaalfilter(status="voorbij", ernst="afwijking"), Signaalfilter(partij=WEST, van=BEGIN),
    )  # fmt: skip
    for welke, bekend, regios in product(filters, KENNIS, GEBIEDEN):
        hoe = {"op": OP, "bekend": bekend, "regios": regios}
        facetten = facetten_van_signalen(model, welke, **hoe)
        gezien += klopt(facetten, welke, lambda een: len(signalen(model, een, limiet=VEEL, **hoe).regels))  # noqa: B023 — called before the loop goes on
    assert gezien > 100


def test_numbers_beside_pieces(model):
    gezien = 0
    filters = (Stukfilter("zicht"), Stukfilter("zicht", VT), Stukfilter("initiatief-dwang", status="vast"))
    for welke, bekend, regios in product(filters, KENNIS, GEBIEDEN):
        hoe = {"op": OP, "bekend": bekend, "regios": regios}
        facetten = dict(facetten_van_stukken(model, welke, **hoe))

        def lengte(een, hoe=hoe):
            alleen = {"baan": een.baan, "partij": een.partij, "status": een.status}
            return len(model.verantwoordelijkheden(limiet=VEEL, **alleen, **hoe).regels)

        banen = facetten.pop("baan").keuzes  # a list is always of one lane
        for baan, aantal in banen.items():
            assert aantal == lengte(replace(welke, baan=baan))
        gezien += klopt(facetten, welke, lengte) + len(banen)
    assert gezien > 100


def test_beyond_so_many_the_choices_are_not_counted(model, monkeypatch):
    hoe = {"op": OP, "bekend": None, "regios": None}
    geteld = facetten_van_termijnen(model, Termijnfilter(status="open"), **hoe)
    open_ = sum(geteld["soort"].keuzes.values())
    assert open_ < sum(geteld["status"].keuzes.values())

    for meeste, boven in ((open_, None), (open_ - 1, open_ - 1)):
        monkeypatch.setattr(telling, "MEESTE", meeste)
        begrensd = facetten_van_termijnen(model, Termijnfilter(status="open"), **hoe)

        assert begrensd["soort"].boven == begrensd["partij"].boven == boven
        assert begrensd["status"].boven == meeste  # of every status together there are more
        assert (begrensd["soort"] == geteld["soort"]) == (boven is None)
        assert begrensd["soort"].keuzes.keys() <= geteld["soort"].keuzes.keys()
