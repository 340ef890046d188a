"""Questions across cases about terms, signals and cases without a holder, against a walk over all cases."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import product
from statistics import median
from uuid import uuid4

import pytest
from tests.projections.leesmodel.verhalen import BEGIN, OOST, REGIO, VT, WEST, vertel

from ledger.errors import Geweigerd
from ledger.tijd import AMSTERDAM
from projections.leesmodel.registratievertraging import registratievertraging
from projections.leesmodel.signaalvragen import Signaalfilter, signalen
from projections.leesmodel.termijncijfers import SOORT_VAN, Cijfervraag, binnen_termijn, doorlooptijden
from projections.leesmodel.termijnvragen import Termijnfilter, termijnen
from projections.leesmodel.zonder_houder import zonder_houder
from projections.signalen import beoordeeld_op
from projections.tijdlijn import maak_oordeel

ELDERS = "hart-van-brabant"
DAG = timedelta(days=1)
NOOIT = datetime.max.replace(tzinfo=UTC)
OP = BEGIN + 100 * DAG
KENNIS = [None, BEGIN + 30 * DAG, BEGIN + 300 * DAG]
GEBIEDEN = [None, [ELDERS], []]
EEN_JAAR = (BEGIN - DAG, BEGIN + 365 * DAG)


@pytest.fixture
def bevolkt(opstelling):
    """Sixty cases in two regions, followed: region and acts by casus."""
    stap = iter(range(10**9))
    verhalen = {}
    for nummer in range(60):
        verhaal = vertel(
            lambda keuzes: keuzes[(next(stap) * 7919 + 13) % 104729 % len(keuzes)],
            uuid4(),
            1 + nummer % 12,
            BEGIN + nummer % 40 * DAG,
        )
        regio = ELDERS if nummer % 5 == 0 else REGIO
        opstelling.leg(verhaal, regio)
        verhalen[verhaal[0].casus] = (regio, verhaal)
    opstelling.volg(50)
    return verhalen


def oordelen(bevolkt, bekend, regios):
    """What the fold says of every casus that is known, in order of casus."""
    for casus, (regio, verhaal) in sorted(bevolkt.items()):
        bekende = [een for een in verhaal if bekend is None or een.vastgelegd_op <= bekend]
        if bekende and (regios is None or regio in regios):
            yield casus, maak_oordeel(bekende)


def alle_bladzijden(vraag, limiet):
    """Every line of every page, by following the cursor."""
    na = None
    while True:
        blad = vraag(na=na, limiet=limiet)
        assert len(blad.regels) <= limiet
        yield from blad.regels
        na = blad.volgende
        if na is None:
            return


TERMIJNFILTERS = [
    Termijnfilter(*keuze)
    for keuze in product([None, "ontvangstbevestiging"], [None, VT, WEST], [None, "open", "te-laat"])
] + [
    *(Termijnfilter(status=status) for status in ("gehaald", "verstreken", "vervallen")),
    Termijnfilter(ernst="informatie"),
    Termijnfilter(uiterlijk_van=OP - 80 * DAG, uiterlijk_tot=OP + 5 * DAG),
    Termijnfilter(status="verstreken", partij=OOST, uiterlijk_tot=OP),
]


def past(termijn, filter_, op):
    uiterlijk = termijn.uiterlijk or NOOIT
    return (
        termijn.gestart_op <= op
        and filter_.soort in (None, termijn.soort)
        and filter_.partij in (None, termijn.partij)
        and filter_.status in (None, termijn.status(op))
        and filter_.ernst in (None, termijn.ernst)
        and (filter_.uiterlijk_van is None or filter_.uiterlijk_van <= uiterlijk)
        and (filter_.uiterlijk_tot is None or uiterlijk < filter_.uiterlijk_tot)
    )


def test_the_pages_of_terms_are_all_terms(opstelling, bevolkt):
    gevonden = Counter()
    for bekend, regios in product(KENNIS, GEBIEDEN):
        allen = list(oordelen(bevolkt, bekend, regios))
        for nummer, filter_ in enumerate(TERMIJNFILTERS):
            verwacht = Counter(
                (casus, termijn)
                for casus, oordeel in allen
                for termijn in oordeel.termijnen
                if past(termijn, filter_, OP)
            )

            def vraag(filter_=filter_, bekend=bekend, regios=regios, **blad):
                return termijnen(opstelling.leesmodel, filter_, op=OP, bekend=bekend, regios=regios, **blad)

            regels = list(alle_bladzijden(vraag, 7))
            assert Counter((regel.casus, regel.termijn) for regel in regels) == verwacht
            volgorde = [(regel.termijn.uiterlijk or NOOIT, regel.casus) for regel in regels]
            assert volgorde == sorted(volgorde)
            gevonden[nummer] += len(verwacht)
    assert {filter_.status for nummer, filter_ in enumerate(TERMIJNFILTERS) if gevonden[nummer]} == {
        None, "open", "gehaald", "te-laat", "verstreken", "vervallen",
    }  # fmt: skip
    assert min(gevonden[nummer] for nummer, een in enumerate(TERMIJNFILTERS) if een.uiterlijk_van) > 0


SIGNAALFILTERS = [
    Signaalfilter(*keuze)
    for keuze in product([None, "termijn-verstreken"], [None, VT, WEST], [None], [None, "open", "voorbij"])
] + [Signaalfilter(ernst="informatie"), Signaalfilter(van=OP - 20 * DAG, tot=OP - DAG)]


def test_the_pages_of_signals_are_all_signals(opstelling, bevolkt):
    gevonden = Counter()
    for bekend, regios in product(KENNIS, GEBIEDEN):
        allen = list(oordelen(bevolkt, bekend, regios))
        for filter_ in SIGNAALFILTERS:
            verwacht = Counter(
                (casus, signaal)
                for casus, oordeel in allen
                for signaal in beoordeeld_op(oordeel.signalen, OP)
                if filter_.code in (None, signaal.code)
                and filter_.partij in (None, signaal.partij)
                and filter_.ernst in (None, signaal.ernst)
                and filter_.status in (None, "voorbij" if signaal.tot else "open")
                and (filter_.van is None or filter_.van <= signaal.van < filter_.tot)
            )

            def vraag(filter_=filter_, bekend=bekend, regios=regios, **blad):
                return signalen(opstelling.leesmodel, filter_, op=OP, bekend=bekend, regios=regios, **blad)

            regels = list(alle_bladzijden(vraag, 5))
            assert Counter((regel.casus, regel.signaal) for regel in regels) == verwacht
            gevonden[filter_] += len(verwacht)
    assert {een.status for een in SIGNAALFILTERS if gevonden[een]} == {None, "open", "voorbij"}
    assert {een.code for een in SIGNAALFILTERS if gevonden[een]} == {None, "termijn-verstreken"}
    assert min(gevonden[een] for een in SIGNAALFILTERS if een.van or een.ernst) > 0


def begin_van_de_maand(moment):
    lokaal = moment.astimezone(AMSTERDAM)
    return datetime(lokaal.year, lokaal.month, 1, tzinfo=AMSTERDAM).astimezone(UTC)


def test_percentages_within_term_are_the_terms_one_by_one(opstelling, bevolkt):
    van, tot = EEN_JAAR
    for bekend, regios in product(KENNIS, GEBIEDEN):
        verwacht = Counter()
        for _, oordeel in oordelen(bevolkt, bekend, regios):
            for termijn in oordeel.termijnen:
                status = termijn.status(OP)
                if status is None or termijn.uiterlijk is None or not van <= termijn.gestart_op < tot:
                    continue
                groep = termijn.ernst, termijn.soort, termijn.partij
                verwacht[*groep, begin_van_de_maand(termijn.gestart_op), status] += 1

        _, regels = binnen_termijn(
            opstelling.leesmodel, Cijfervraag(van, tot), op=OP, bekend=bekend, regios=regios
        )

        gekregen = Counter()
        for regel in regels:
            groep = regel.ernst, regel.soort, regel.partij, regel.begin
            tellingen = {
                "gehaald": regel.gehaald, "te-laat": regel.te_laat, "verstreken": regel.verstreken,
                "open": regel.open, "vervallen": regel.vervallen,
            }  # fmt: skip
            assert regel.totaal == sum(tellingen.values())
            gekregen.update({(*groep, status): aantal for status, aantal in tellingen.items() if aantal})
            beslist = regel.gehaald + regel.te_laat + regel.verstreken
            assert regel.percentage == (round(100 * regel.gehaald / beslist, 1) if beslist else None)
        assert gekregen == verwacht
        assert [regel.ernst for regel in regels] == sorted((regel.ernst for regel in regels), reverse=True)


def test_the_pace_of_handing_over_is_that_of_the_terms_one_by_one(opstelling, bevolkt):
    van, tot = EEN_JAAR
    _, regels = doorlooptijden(opstelling.leesmodel, Cijfervraag(van, tot, "jaar"), op=tot, regios=None)

    duren = {}
    for _, oordeel in oordelen(bevolkt, None, None):
        for termijn in oordeel.termijnen:
            if termijn.soort in SOORT_VAN.values() and termijn.status(tot) in {"gehaald", "te-laat"}:
                jaar = termijn.gestart_op.astimezone(AMSTERDAM).year
                duur = max(0.0, (termijn.gehaald_op - termijn.gestart_op).total_seconds())
                duren.setdefault((termijn.soort, termijn.partij, jaar), []).append(duur)
    assert duren
    gekregen = {
        (SOORT_VAN[regel.traject], regel.partij, regel.begin.astimezone(AMSTERDAM).year): regel
        for regel in regels
        if regel.gemeten
    }
    assert gekregen.keys() == duren.keys()
    for groep, reeks in duren.items():
        regel = gekregen[groep]
        assert (regel.gemeten, regel.mediaan_s) == (len(reeks), pytest.approx(median(reeks)))
        assert regel.mediaan_s <= regel.p90_s <= max(reeks)
    assert all(regel.mediaan_s is None for regel in regels if not regel.gemeten)


def test_how_late_acts_were_recorded_is_told_per_party_and_kind(opstelling, bevolkt):
    alle = [een for _, verhaal in bevolkt.values() for een in verhaal]
    van, tot = BEGIN, BEGIN + 90 * DAG
    opstelling.leg_ruw(uuid4(), 1, "Gefluisterd/1", b"\xff geen JSON")
    opstelling.volg()
    for bekend, soort in product([None, BEGIN + 60 * DAG, 30], [None, "OverdrachtVerstuurd"]):
        verwacht = {}
        posities = dict(
            opstelling.beheer.execute(
                "SELECT casus::text || volgnummer, positie FROM ledger.gebeurtenissen"
            ).fetchall()
        )
        for een in alle:
            geweten = (
                bekend is None
                or (isinstance(bekend, int) and posities[f"{een.casus}{een.volgnummer}"] <= bekend)
                or (isinstance(bekend, datetime) and een.vastgelegd_op <= bekend)
            )
            if geweten and van <= een.vastgelegd_op < tot and soort in (None, een.soort):
                duur = (een.vastgelegd_op - een.gebeurd_op).total_seconds()
                verwacht.setdefault((VT, een.soort), []).append(duur)

        positie, regels = registratievertraging(
            opstelling.leesmodel, van=van, tot=tot, soort=soort, bekend=bekend, regios=None
        )

        assert positie == opstelling.recorder.hoogste_positie()
        assert {(regel.partij, regel.soort): (regel.aantal, regel.mediaan_s) for regel in regels} == {
            groep: (len(reeks), pytest.approx(median(reeks))) for groep, reeks in verwacht.items()
        }
        assert verwacht


def test_late_recording_can_be_asked_of_one_party_and_one_region(opstelling, bevolkt):
    periode = {"van": BEGIN, "tot": BEGIN + 9000 * DAG}
    aantal = {
        naam: sum(
            regel.aantal
            for regel in registratievertraging(
                opstelling.leesmodel, **periode, partij=partij, regios=regios
            )[1]
        )
        for naam, partij, regios in [
            ("alle", None, None), ("vt", VT, None), ("west", WEST, None), ("elders", VT, [ELDERS]),
        ]
    }  # fmt: skip
    assert aantal["alle"] == aantal["vt"] == sum(len(verhaal) for _, verhaal in bevolkt.values())
    assert aantal["west"] == 0 < aantal["elders"] < aantal["vt"]


@pytest.mark.parametrize("dagen", [0, 3, 30])
def test_cases_without_an_undisputed_holder_are_those_of_the_lane(opstelling, bevolkt, dagen):
    van, tot, duur = BEGIN + 5 * DAG, BEGIN + 80 * DAG, dagen * DAG
    gevonden = Counter()
    for bekend, regios, status in product(KENNIS, GEBIEDEN, [None, "onbelegd", "betwist"]):
        verwacht = {}
        for casus, oordeel in oordelen(bevolkt, bekend, regios):
            for stuk in oordeel.tijdlijn.banen["zicht"]:
                if stuk.vertoon.status in ({"onbelegd", "betwist"} if status is None else {status}):
                    deel = min(stuk.tot or NOOIT, tot) - max(stuk.van, van)
                    if deel > timedelta(0):
                        verwacht.setdefault((casus, stuk.vertoon.status), []).append(deel)
        verwacht = {
            naam: (sum(delen, timedelta(0)), max(delen))
            for naam, delen in verwacht.items()
            if sum(delen, timedelta(0)) > duur
        }

        def vraag(bekend=bekend, regios=regios, status=status, **blad):
            return zonder_houder(
                opstelling.leesmodel, van=van, tot=tot, langer_dan=duur, status=status,
                op=tot, bekend=bekend, regios=regios, **blad,
            )  # fmt: skip

        regels = list(alle_bladzijden(vraag, 3))
        assert {(r.casus, r.status): (r.duur, r.langste) for r in regels} == verwacht
        assert len(regels) == len(verwacht)
        gevonden[status] += len(verwacht)
    assert gevonden[None] > 0


def test_what_comes_after_t_is_not_counted_as_time_without_a_holder(opstelling, bevolkt):
    van, tot = BEGIN, BEGIN + 2000 * DAG
    vraag = {"van": van, "tot": tot, "langer_dan": timedelta(0), "regios": None, "limiet": 500}
    regels = zonder_houder(opstelling.leesmodel, op=OP, **vraag).regels

    assert regels
    assert all(regel.duur <= OP - van for regel in regels)


def test_an_empty_period_is_refused(opstelling):
    with pytest.raises(Geweigerd, match="na het begin"):
        Cijfervraag(BEGIN, BEGIN)
    with pytest.raises(Geweigerd, match="na het begin"):
        registratievertraging(opstelling.leesmodel, van=BEGIN, tot=BEGIN, regios=None)
