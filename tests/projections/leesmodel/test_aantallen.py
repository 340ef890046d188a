"""Counts over a period are what counting pieces one by one gives: for whoever asks, any lane, any K."""

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count, product
from uuid import UUID

import pytest
from tests.projections.leesmodel.verhalen import OOST, VT, WEST

from ledger.store.bereik import Bereik
from ledger.store.binnen import lees_binnen
from ledger.store.connection import verbind
from ledger.values import Partij
from projections.leesmodel.antwoorden import Telling, TotPositie
from projections.leesmodel.tabellen import conninfo_als, partijsleutel, sleutel
from projections.leesmodel.vragen import Leesmodel, open_leespool
from projections.stuk import BANEN, STATUSSEN
from projections.tijdstappen import momenten

REGIOS = ("midden-brabant", "hart-van-brabant", "haaglanden")
VAN = datetime(2024, 1, 31, 9, tzinfo=UTC)  # months are clipped, and the clock goes forward in March
STAPPEN = {"dag": (300, 30), "week": (0, 150), "maand": (0, 400), "kwartaal": (0, 400)}
"""After how many days each begins, and how many it goes on: one in the middle of a year (see `eindeloos`)."""
TIK = timedelta(microseconds=1)
KENNIS = (None, 40, 90, VAN + timedelta(days=40), TotPositie(VAN + timedelta(days=60), 70))
BEREIKEN = {
    "alles": Bereik(regios=REGIOS),
    "regio": Bereik(regios=REGIOS[:1]),
    "partij": Bereik(partij=WEST),
    "geen": Bereik(),
}
GEZIN = Partij(soort="clientsysteem", id="gezin-1")

_ZET_IN = """
INSERT INTO projecties.stukken_1
       (casus, van, tot, bekend_van, bekend_tot, bekend_van_positie, bekend_tot_positie, sleutel, volgnummer,
        rechtens, regio, baan, status, partij_soort, partij_id, regel, grondslag, afspraken)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s, 1, false, %s, %s, %s, %s, %s, 'Z1', '§3', 'x')
    ON CONFLICT DO NOTHING
"""
_BETROKKEN = """
INSERT INTO toegang.betrokken (vanaf_op, positie, casus, volgnummer, regio, partij_soort, partij_id)
VALUES (%s, %s, %s, 1, %s, %s, %s)
"""
_STUKKEN = """
SELECT baan, status, partij_soort, partij_id, regio, van, tot, bekend_van, bekend_tot, bekend_van_positie,
       bekend_tot_positie
  FROM projecties.gelezen_stukken_1
"""


def met_dezelfde_sleutel() -> tuple[Partij, Partij]:
    """Two parties that the key of the index does not tell apart."""
    gezien: dict[int, str] = {}
    for nummer in count():
        naam = f"wijkteam-{nummer}"
        eerder = gezien.setdefault(partijsleutel("lokaal-team", naam), naam)
        if eerder != naam:
            return Partij(soort="lokaal-team", id=eerder), Partij(soort="lokaal-team", id=naam)
    raise AssertionError


def stukken(toeval: random.Random, aantal: int) -> Iterator[tuple]:
    """Pieces that begin and end at, just before and just after what may be asked, and anywhere else."""
    partijen = [VT, WEST, OOST, GEZIN, *met_dezelfde_sleutel(), None]
    randen = [moment for stap in STAPPEN for moment in momenten(*periode(stap), stap)]
    randen += [datetime(2024, maand, 1, tzinfo=UTC) for maand in (1, 6, 11) for _ in range(15)]

    def moment() -> datetime:
        if toeval.random() < 0.6:
            return toeval.choice(randen) + toeval.choice([-TIK, timedelta(0), TIK])
        if toeval.random() < 0.1:
            return VAN.replace(year=1950)  # and ends after more than any class of duration has as its limit
        return VAN + timedelta(minutes=toeval.randrange(-400_000, 700_000))

    for nummer in range(aantal):
        van, tot = sorted([moment(), moment()])
        partij = toeval.choice(partijen)
        soort, naam = (None, None) if partij is None else (partij.soort, partij.id)
        baan, status = toeval.choice(BANEN), toeval.choice(STATUSSEN)
        begin, einde = sorted(toeval.sample(range(100), 2))
        bekend_van = VAN + timedelta(days=toeval.randrange(60))
        bekend_tot = bekend_van + timedelta(days=toeval.choice([0, 5, 30, 90]))
        nog = toeval.random() < 0.6
        kennis = (bekend_van, None if nog else bekend_tot, begin, None if nog else einde)
        casus = nummer % 25
        yield (
            UUID(int=casus), van, None if tot == van or toeval.random() < 0.2 else tot, *kennis,
            sleutel(baan, soort, naam, status), REGIOS[casus % 3], baan, status, soort, naam,
        )  # fmt: skip


def periode(stap):
    """From when until when counts by this step are asked."""
    na, dagen = STAPPEN[stap]
    return VAN + timedelta(days=na), VAN + timedelta(days=na + dagen)


def bekend_op(bekend, van, tot, van_positie, tot_positie):
    """Whether a piece is known at K."""
    match bekend:
        case None:
            return tot_positie is None
        case int():
            return van_positie <= bekend and (tot_positie is None or tot_positie > bekend)
        case TotPositie():
            return (van <= bekend.moment and van_positie <= bekend.positie) and (
                tot_positie is None or tot > bekend.moment or tot_positie > bekend.positie
            )
        case _:
            return van <= bekend and (tot is None or tot > bekend)


def bekende(rijen, baan, bekend, regios):
    """The pieces of a lane, of these regions, as known at K: status, party, from when and until when."""
    for van_baan, status, soort, naam, regio, van, tot, *kennis in rijen:
        partij = None if soort in {None, "clientsysteem"} else Partij(soort=soort, id=naam)
        if van_baan == baan and bekend_op(bekend, *kennis) and (regios is None or regio in regios):
            yield status, partij, van, tot


def een_voor_een(gevonden, instanten, per):
    """What counting pieces at every moment gives."""
    geteld = Counter()
    for moment, (status, partij, van, tot) in product(instanten, gevonden):
        if van <= moment and (tot is None or tot > moment):
            geteld[(moment, None, status) if per == "status" else (moment, partij, None)] += 1
    return [Telling(*wie, aantal) for wie, aantal in geteld.items()]


@pytest.mark.parametrize("zaad", range(3))
def test_counts_are_the_pieces_one_by_one(opstelling, database, zaad):
    toeval = random.Random(zaad)  # noqa: S311 — nothing secret about it
    with opstelling.beheer.cursor() as cursor:
        cursor.executemany(_ZET_IN, stukken(toeval, 400))
        for casus in range(0, 25, 2):
            vanaf = VAN + timedelta(days=toeval.randrange(-100, 100))
            wie = (WEST.soort, WEST.id)
            cursor.execute(_BETROKKEN, (vanaf, casus + 1, UUID(int=casus), REGIOS[casus % 3], *wie))
        cursor.execute("UPDATE projecties.generaties SET positie = 100 WHERE actief")
        cursor.execute("SELECT projecties.tel_eindeloos(1::smallint)")
        if zaad == 0:  # then the planner knows that the index is enough
            cursor.execute("VACUUM ANALYZE projecties.stukken_1")
    gevonden = Counter()
    with open_leespool(database.app) as pool, verbind(conninfo_als(database.app, "zicht_lezer")) as lezer:
        for naam, bereik in BEREIKEN.items():
            rijen = lees_binnen(lezer, bereik, _STUKKEN)
            leesmodel = Leesmodel(pool, bereik)
            for stap in STAPPEN:
                van, tot = periode(stap)
                instanten = momenten(van, tot, stap)
                for baan, per, bekend, regios in product(
                    BANEN, ("partij", "status"), KENNIS, (None, list(REGIOS[1:]))
                ):
                    antwoord = leesmodel.aantallen(
                        van=van, tot=tot, stap=stap, per=per, bekend=bekend, regios=regios, baan=baan,
                    )  # fmt: skip
                    verwacht = een_voor_een(bekende(rijen, baan, bekend, regios), instanten, per)
                    assert Counter(antwoord.tellingen) == Counter(verwacht), (naam, stap, baan, per, bekend)
                    gevonden[naam] += len(verwacht)
    assert gevonden["geen"] == 0
    assert min(gevonden[naam] for naam in BEREIKEN if naam != "geen") > 1000
