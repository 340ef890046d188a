"""What holds for the terms of any story, however unlikely."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st
from tests.verhaal import (
    BIJ_WEST_NA_DIENST,
    CASUS,
    DOOR,
    GEZIN,
    GGZ,
    NA_BEOORDELING,
    NA_DIENST,
    OOST,
    VT,
    WEST,
    Regel,
    afspraken,
    beoordeling,
    bevestigd,
    contact,
    dienst,
    dienst_af,
    gestopt,
    geweigerd,
    gewogen,
    incident,
    ingetrokken,
    lokaal,
    melding,
    monitoring_af,
    niet_bezorgd,
    onderzoek_af,
    overdracht,
    regie,
    regie_af,
    stabiel,
    terugkoppeling,
    verhaal,
)

from ledger.acts import Act
from ledger.acts.dienst import (
    VeiligheidsbeoordelingAfgerond,
    Voorwaarde,
    VoorwaardenGesteld,
    VoorwaardeVervallen,
    VoorwaardeVoldaan,
)
from ledger.acts.dossier import (
    GebeurtenisGecorrigeerd,
    InformerenUitgesteld,
    PersoonsgegevensVernietigd,
    VernietigingBesloten,
    VernietigingVerzocht,
    Vervanging,
)
from ledger.acts.lokaal_team import (
    VeiligheidsplanGeevalueerd,
    VeiligheidsplanVastgesteld,
    Voorwaardetermijn,
)
from ledger.acts.melding import (
    DirectbetrokkeneGeregistreerd,
    DirectbetrokkenenGeinformeerd,
    MeldingOntvangen,
)
from ledger.acts.monitoring import MonitorcontactGelegd
from ledger.acts.overdracht import Monitorafspraken
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from projections.beloop import Beloop
from projections.monitoring import baan_monitoring
from projections.stuk import stuk_op
from projections.termijnen import Termijn, maak_termijnen, termijnen_op
from projections.termijnen.monitoring import periodes
from projections.tijdlijn import bekend_op
from projections.zicht.verloop import verloop

BEGIN = lokaal("2020-03-02 09:00")
SPRONGEN = [timedelta(0), timedelta(hours=3), timedelta(days=1), timedelta(days=6), timedelta(days=45)]
MOMENTEN = st.timedeltas(min_value=-timedelta(days=1), max_value=timedelta(days=900)).map(
    lambda na: BEGIN + na
)


def _act(regel: Regel) -> Act:
    return regel.act


def _verstuurd(nummer: str, *, dag: date | None, **rest: Any) -> Act:
    act = _act(overdracht(nummer, op="2020-03-02", **rest))
    if dag is None:
        return act
    afspraak = Monitorafspraken(eerste_contact_op=dag, met=(act.aan,), wijze="telefoon", toets_op=())
    return act.model_copy(update={"monitorafspraken": afspraak})


OP = {"op": "2020-03-02"}  # the moment is given by the story
DAGEN = st.dates(date(2020, 3, 1), date(2021, 6, 1))
TEAMS = st.sampled_from([WEST, OOST])
OVERDRACHT = st.sampled_from(["o1", "o2", "o3"])
ACTEN = st.one_of(
    st.sampled_from(["m1", "m2", "m3"]).map(lambda m: _act(melding(m, **OP))),
    st.builds(
        lambda besluit, m: _act(beoordeling(besluit, m, **OP)),
        st.sampled_from(["dienst", "overdracht", "geen-vervolg"]),
        st.sampled_from(["m1", "m2"]),
    ),
    st.builds(
        _verstuurd,
        OVERDRACHT,
        van=st.sampled_from([VT, VT, WEST]),
        aan=st.sampled_from([WEST, WEST, OOST, GGZ, VT, GEZIN]),
        fase=st.sampled_from([NA_BEOORDELING, NA_DIENST, NA_DIENST, "overig"]),
        zonder=st.sampled_from([(), (), ("monitorfunctie",)]),
        dag=st.none() | DAGEN,
    ),
    st.builds(lambda o, team: _act(bevestigd(o, door=team, **OP)), OVERDRACHT, TEAMS),
    st.builds(lambda o, team: _act(geweigerd(o, door=team, **OP)), OVERDRACHT, TEAMS),
    OVERDRACHT.map(lambda o: _act(ingetrokken(o, **OP))),
    OVERDRACHT.map(lambda o: _act(niet_bezorgd(o, **OP))),
    TEAMS.map(lambda team: _act(contact(door=team, **OP))),
    TEAMS.map(lambda team: _act(regie(door=team, **OP))),
    TEAMS.map(lambda team: _act(regie_af(door=team, **OP))),
    TEAMS.map(lambda team: _act(terugkoppeling(door=team, **OP))),
    st.sampled_from([VT, WEST]).map(lambda door: _act(stabiel(door=door, **OP))),
    st.sampled_from(
        [
            _act(dienst(**OP)),
            _act(dienst("onderzoek", **OP)),
            _act(dienst_af(vervolg="overdracht", **OP)),
            _act(onderzoek_af("weerlegd", **OP)),
            _act(gewogen(**OP)),
            _act(monitoring_af(**OP)),
            _act(gestopt(**OP)),
            _act(incident(**OP)),
            VoorwaardenGesteld(voorwaarden=(Voorwaarde(id="v1", prioriteit=1, voor=("p1",)),)),
            VoorwaardeVoldaan(door=WEST, voorwaarde="v1"),
            VoorwaardeVervallen(door=VT, voorwaarde="v1"),
            DirectbetrokkeneGeregistreerd(persoon="p1", rol="kind"),
            DirectbetrokkenenGeinformeerd(door=VT, over="vastlegging", wijze="brief", personen=("p1",)),
            VernietigingVerzocht(verzoek="z1", persoon="p1"),
            VernietigingBesloten(verzoek="z1", besluit="toegewezen"),
            PersoonsgegevensVernietigd(persoon="p1", grond="verzoek", verzoek="z1"),
            VeiligheidsplanGeevalueerd(door=WEST, bijgesteld=False),
        ]
    ),
    DAGEN.map(lambda tot: InformerenUitgesteld(persoon="p1", tot=tot, grond="veiligheid")),
    st.builds(
        lambda team, momenten, uiterlijk: VeiligheidsplanVastgesteld(
            door=team,
            onderdelen=(),
            evaluatiemomenten=tuple(momenten),
            termijnen=(Voorwaardetermijn(voorwaarde="v1", uiterlijk=uiterlijk),),
        ),
        TEAMS,
        st.lists(DAGEN, max_size=2),
        DAGEN,
    ),
    (st.none() | DAGEN).map(
        lambda volgend: MonitorcontactGelegd(
            met=(WEST,),
            voorwaarden_voldaan=True,
            oordeel="direct-veilig",
            vervolg=(),
            volgend_contact_op=volgend,
        )
    ),
)


@st.composite
def verhalen(draw, *, correcties: bool = True) -> list[Gebeurtenis]:
    """A story of one casus; half of them begin with a handover after a dienst."""
    regels = list(draw(st.sampled_from([(melding("m1", op="2020-03-02 09:00"),), BIJ_WEST_NA_DIENST])))
    op = regels[-1].op
    for act in draw(st.lists(ACTEN, max_size=14)):
        op += draw(st.sampled_from(SPRONGEN))
        regels.append(Regel(op, act))
        if correcties and draw(st.integers(0, 9)) == 0:
            regels.append(Regel(op, draw(_correctie(regels))))
    return verhaal(*regels)


@st.composite
def _correctie(draw, regels: list[Regel]) -> Act:
    """Withdraw an act, or say that it took place earlier than was recorded."""
    betreft = draw(st.integers(1, len(regels)))
    vervanging = None
    if draw(st.booleans()):
        eerder = timedelta(days=draw(st.sampled_from([1, 8])))
        vervanging = Vervanging(gebeurd_op=max(BEGIN, regels[betreft - 1].op - eerder))
    wijze = "ingetrokken" if vervanging is None else "vervangen"
    return GebeurtenisGecorrigeerd(betreft=betreft, wijze=wijze, vervanging=vervanging, reden="invoerfout")


AFSPRAKEN = st.sampled_from(
    [
        afspraken(),
        afspraken("hart-van-brabant-2020-ma-vr"),
        afspraken("hart-van-brabant-2020-strikt"),
        afspraken("landelijk-2019"),
        afspraken(einde_monitoring="richtlijn", melding_bij_andere_houder="ontvangst"),
    ]
)


def van_feiten(verteld: list[Gebeurtenis], feiten: list[Feit], volgens) -> tuple[Termijn, ...]:
    return maak_termijnen(verteld, Beloop(feiten, verloop(feiten, volgens), volgens))


def van(verteld: list[Gebeurtenis], volgens) -> tuple[Termijn, ...]:
    return van_feiten(verteld, staande_feiten(verteld), volgens)


def grenzen(termijn: Termijn) -> list[datetime]:
    """The only instants at which the status of a term may change."""
    alle = (termijn.gestart_op, termijn.gehaald_op, termijn.uiterlijk, termijn.vervallen_op)
    return sorted({grens for grens in alle if grens is not None})


GAAT_OVER_IN = {
    None: {"open", "gehaald", "te-laat", "verstreken", "vervallen"},
    "open": {"gehaald", "verstreken", "vervallen", "te-laat"},  # te-laat: met at the deadline itself
    "verstreken": {"te-laat"},
    "gehaald": set(),
    "te-laat": set(),
    "vervallen": set(),
}


@given(verhalen(), AFSPRAKEN)
def test_a_status_changes_only_at_the_moments_of_its_term_and_never_back(verteld, volgens):
    tel = timedelta(microseconds=1)
    for termijn in van(verteld, volgens):
        momenten = [moment for grens in grenzen(termijn) for moment in (grens - tel, grens, grens + tel)]
        statussen = [termijn.status(moment) for moment in momenten]

        for voor, (eerder, later) in zip(momenten, pairwise(statussen), strict=False):
            assert later == eerder or later in GAAT_OVER_IN[eerder]
            assert later == eerder or voor + tel in grenzen(termijn)
        assert termijn.status(datetime(2199, 1, 1, tzinfo=UTC)) == statussen[-1]
        assert (statussen[-1] == "open") <= (termijn.uiterlijk is None)


@given(verhalen(), AFSPRAKEN, MOMENTEN)
def test_a_term_judged_at_t_sees_no_act_after_t(verteld, volgens, op):
    """Judging the whole story at T is the same as folding only what had taken place by T."""
    feiten = staande_feiten(verteld)
    gezien: set[str] = set()
    for feit in feiten:  # a besluit before its own melding is the one thing that zicht itself looks ahead for
        if isinstance(feit.gegevens, MeldingOntvangen):
            gezien.add(feit.gegevens.melding)
        if isinstance(feit.gegevens, VeiligheidsbeoordelingAfgerond):
            assume(feit.gegevens.melding in gezien)
    tot_dan = [feit for feit in feiten if feit.gebeurd_op <= op]

    assert termijnen_op(van_feiten(verteld, feiten, volgens), op) == termijnen_op(
        van_feiten(verteld, tot_dan, volgens), op
    )


@given(verhalen(), AFSPRAKEN, MOMENTEN, st.integers(0, 20))
def test_what_is_recorded_later_never_changes_a_term_as_known_before(verteld, volgens, op, aantal):
    eerder = verteld[:aantal]
    k = verteld[aantal].vastgelegd_op - timedelta(microseconds=1) if aantal < len(verteld) else None
    assume(k is None or all(gebeurtenis.vastgelegd_op <= k for gebeurtenis in eerder))

    toen, nu = van(eerder, volgens), van(bekend_op(verteld, k), volgens)

    assert termijnen_op(toen, op) == termijnen_op(nu, op)


@given(verhalen(correcties=False), AFSPRAKEN, st.data())
def test_an_act_that_was_withdrawn_never_was(verteld, volgens, data):
    weg = data.draw(st.sampled_from(verteld))
    correctie = Gebeurtenis(
        casus=CASUS,
        volgnummer=len(verteld) + 1,
        soort="GebeurtenisGecorrigeerd",
        gebeurd_op=verteld[-1].gebeurd_op,
        vastgelegd_op=verteld[-1].vastgelegd_op,
        vastgelegd_door=DOOR,
        gegevens=GebeurtenisGecorrigeerd(betreft=weg.volgnummer, wijze="ingetrokken", reden="invoerfout"),
    )
    zonder = [gebeurtenis for gebeurtenis in verteld if gebeurtenis is not weg]

    assert van([*verteld, correctie], volgens) == van(zonder, volgens)


@given(verhalen(), AFSPRAKEN)
def test_terms_come_sorted_and_can_be_told_apart(verteld, volgens):
    termijnen = van(verteld, volgens)
    sleutels = [(term.soort, term.volgnummer, term.uiterlijk, term.betreft) for term in termijnen]

    assert list(termijnen) == sorted(termijnen, key=Termijn.volgorde)
    assert len(set(sleutels)) == len(sleutels)
    assert all(term.gehaald_op is None or term.vervallen_op is None for term in termijnen)
    assert all((term.gehaald_op is None) == (term.gehaald_door is None) for term in termijnen)


@given(verhalen(), AFSPRAKEN)
def test_monitoring_runs_for_the_terms_when_it_runs_in_its_lane(verteld, volgens):
    feiten = staande_feiten(verteld)
    beloop = Beloop(feiten, verloop(feiten, volgens), volgens)
    baan = baan_monitoring(beloop)
    gevonden = [(beloop.stappen[periode.begin].op, periode.einde) for periode in periodes(beloop)]
    momenten = {moment for paar in gevonden for moment in paar if moment is not None}
    momenten |= {stuk.van for stuk in baan} | {stuk.tot for stuk in baan if stuk.tot is not None}

    for moment in momenten:
        loopt = any(van <= moment and (tot is None or moment < tot) for van, tot in gevonden)
        assert loopt == (stuk_op(baan, moment) is not None)
