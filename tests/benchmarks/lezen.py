"""Who was responsible at (T, K), against the same prepared statement; and questions across cases."""

import itertools
import random
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from uuid import UUID

import psycopg
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.omgeving import VT, acten, server, verbind, vul

from ledger.store.bereik import Bereik
from ledger.store.connection import GEHEEL
from ledger.values import Partij
from projections.leesmodel import vragen_sql
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.kennis import soort_bekend
from projections.leesmodel.signaalvragen import Signaalfilter, signalen
from projections.leesmodel.tabellen import conninfo_als, voor_generatie
from projections.leesmodel.vragen import Leesmodel, open_leespool

_WERKERS = 16
_TEAM = Partij(soort="lokaal-team", id="wijkteam-tilburg-reeshof")
CASUSSEN = """
SELECT DISTINCT casus FROM ledger.gebeurtenissen WHERE regio = 'midden-brabant' ORDER BY casus LIMIT 5000
"""  # those that the token of the benchmark may see
GENERATIE = "SELECT generatie FROM projecties.generaties WHERE actief"
_REGIOS = "SELECT regio FROM ledger.gebeurtenissen GROUP BY regio ORDER BY regio"
_OMVANG = "SELECT ledger.hoogste_positie()"


Bevraging = Callable[[int, UUID, datetime, datetime], None]
"""Ask, as worker so many, who was responsible for a casus at T, as known at K."""


class Vragen:
    """Questions (casus, T, K) by chance, the same for every side."""

    def __init__(self, casussen: list[UUID], werkers: int) -> None:
        toeval = random.Random(1)  # noqa: S311 — chance that can be repeated
        self._vragen = [
            (casus, datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=toeval.randrange(1400)))
            for casus in toeval.choices(casussen, k=20_000)
        ]
        self._beurten = [itertools.count(nummer * 997) for nummer in range(werkers)]

    def volgende(self, werker: int) -> tuple[UUID, datetime]:
        """Give the next question of this worker; K is a month after T."""
        return self._vragen[next(self._beurten[werker]) % len(self._vragen)]


def draai(keuze: Keuze) -> Verslag:
    """Measure with 16 clients in one process."""
    verslag = Verslag()
    with server() as draait, ExitStack() as stapel:
        vul(draait, acten(keuze.acten))
        herbouw(draait.app, processen=2)
        with psycopg.connect(draait.beheer, autocommit=True) as beheer:
            beheer.execute("VACUUM")  # what the server does by itself within a minute or two of a rebuild
            casussen = [rij[0] for rij in beheer.execute(CASUSSEN)]
            generatie = beheer.execute(GENERATIE).fetchall()[0][0]
            bereik = Bereik(tuple(regio for (regio,) in beheer.execute(_REGIOS)))
            omvang: int = beheer.execute(_OMVANG).fetchall()[0][0]
        pool = stapel.enter_context(open_leespool(draait.app, minimaal=_WERKERS, maximaal=_WERKERS))
        leesmodel = Leesmodel(pool, bereik)
        if not leesmodel.tijdlijn(casussen[0], regios=None).bekend:
            raise AssertionError("who asks sees no casus: a question about nothing is no measure")
        verslag.uitslagen.append(
            _een_casus(
                leesmodel, _kale_vraag(draait.app, generatie, stapel), Vragen(casussen, _WERKERS), keuze
            )
        )
        verslag.uitslagen.append(_alle_casussen(leesmodel, keuze))
    een, alle = verslag.uitslagen
    verslag.doelen.append(
        Doel("(T, K) van één casus, 16: zicht / kale vraag", 0.7, een.verhouding("zicht", "kale vraag"))
    )
    verslag.doelen += [
        Doel(f"{kant}, bij {omvang} acten: p99", 50, 1000 * alle.mediaan(kant, "p99"), "ms", hoogstens=True)
        for kant in alle.kanten
    ]
    verslag.opmerkingen.append(
        "de vragen over casussen heen hebben hun doel bij 1.000.000 acten (--acten 1000000)"
    )
    return verslag


def _kale_vraag(conninfo: str, generatie: int, stapel: ExitStack) -> Bevraging:
    """Give the same statement on connections of its own."""
    vraag = voor_generatie(
        vragen_sql.casus(soort_bekend(datetime.now(UTC)), op=True), generatie, gelezen=True
    )
    als_lezer = conninfo_als(conninfo, GEHEEL, "default_transaction_read_only=on", "jit=off")
    verbindingen = [stapel.enter_context(een) for een in verbind(als_lezer, _WERKERS)]

    def vraag_het(nummer: int, casus: UUID, op: datetime, bekend: datetime) -> None:
        waarden = {"casus": casus, "op": op, "bekend": bekend, "regios": None}
        with verbindingen[nummer].cursor(binary=True) as cursor:
            cursor.execute(vraag, waarden, prepare=True).fetchall()

    return vraag_het


def _een_casus(leesmodel: Leesmodel, kale_vraag: Bevraging, vragen: Vragen, keuze: Keuze) -> Uitslag:
    maand = timedelta(days=30)

    def kaal(nummer: int) -> None:
        casus, op = vragen.volgende(nummer)
        kale_vraag(nummer, casus, op, op + maand)

    def zicht(nummer: int) -> None:
        casus, op = vragen.volgende(nummer)
        leesmodel.verantwoordelijkheid(casus, op=op, bekend=op + maand, regios=None)

    kanten = {"kale vraag": Kant(kaal), "zicht": Kant(zicht)}
    return meet("(T, K) van één casus", kanten, keuze, werkers=_WERKERS)


def _alle_casussen(leesmodel: Leesmodel, keuze: Keuze) -> Uitslag:
    toeval = random.Random(2)  # noqa: S311 — chance that can be repeated

    def op() -> datetime:
        return datetime(2022, 1, 1, tzinfo=UTC) + timedelta(days=toeval.randrange(1400))

    def van_partij(_: int) -> None:
        leesmodel.verantwoordelijkheden(op=op(), regios=None, partij=_TEAM)

    def aantallen(_: int) -> None:
        begin = op()
        leesmodel.aantallen(
            van=begin, tot=begin + timedelta(days=365), stap="maand", per="partij", regios=None
        )

    def van_signalen(_: int) -> None:
        signalen(leesmodel, Signaalfilter(partij=VT), op=op(), regios=None)

    kanten = {
        "wie houdt dit team": Kant(van_partij),
        "aantallen per maand, een jaar": Kant(aantallen),
        "signalen van een partij": Kant(van_signalen),
    }
    return meet("over casussen heen", kanten, keuze, werkers=1)
