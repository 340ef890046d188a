"""What the tests of the read model share: a reader, a follower driven by hand, and rows to look at."""

import random
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import psycopg
import pytest
from tests.projections.leesmodel.verhalen import REGIO, toevoeging, vertel

from ledger.gebeurtenis import Gebeurtenis
from ledger.store.connection import GEHEEL, Verbinding, verbind
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Vastgelegd
from projections.leesmodel.tabellen import conninfo_als
from projections.leesmodel.volger import Bijwerker
from projections.leesmodel.vragen import Leesmodel, open_leespool

_LEG_RUW = """
INSERT INTO ledger.gebeurtenissen (positie, gebeurd_op, vastgelegd_op, ontvangen_op, volgnummer, casus,
                                   opdracht, regio, soort, open)
SELECT coalesce(max(positie), 0) + 1, now(), now(), now(), %s, %s, gen_random_uuid(), %s, %s, %s
  FROM ledger.gebeurtenissen
RETURNING positie
"""
_ACTIEF = "SELECT generatie FROM projecties.generaties WHERE actief"


@dataclass
class Opstelling:
    """A ledger, its read model, and a follower that only follows when told to.

    It remembers the casussen that it followed, unless it takes another number of acts at a time than before.
    """

    recorder: LedgerRecorder
    leesmodel: Leesmodel
    verbinding: Verbinding
    beheer: psycopg.Connection
    bijwerkers: dict[int, Bijwerker] = field(default_factory=dict)

    def leg(self, gebeurtenissen: Sequence[Gebeurtenis], regio: str = REGIO) -> list[int]:
        """Record these acts of one casus as one command; give their positions."""
        uitkomst = self.recorder.voeg_toe(toevoeging(uuid4(), gebeurtenissen, regio))
        assert isinstance(uitkomst, Vastgelegd), uitkomst
        return list(uitkomst.posities)

    def volg(self, groep: int = 500) -> None:
        """Follow until there is nothing more to do."""
        bijwerker = self.bijwerkers.setdefault(groep, Bijwerker(self.verbinding, groep))
        while bijwerker.volg():
            pass

    def leg_ruw(self, casus: UUID, volgnummer: int, soort: str, inhoud: bytes) -> int:
        """Put an act into the ledger that nobody could have recorded; give its position."""
        (positie,) = self.beheer.execute(_LEG_RUW, [volgnummer, casus, REGIO, soort, inhoud]).fetchone()
        return positie

    def rijen(self) -> set[tuple]:
        """Every piece of the read model that is read now."""
        return set(self.beheer.execute("SELECT * FROM projecties.stukken").fetchall())

    def alles(self) -> Counter[tuple[str, str]]:
        """Every row of the read model that is read now, of whatever sort, and what is counted of them."""
        (generatie,) = self.beheer.execute(_ACTIEF).fetchone()
        tabellen = {een: een for een in ("stukken", "termijnen", "signalen", "meldingen")}
        return Counter(
            (naam, str(rij))
            for naam, tabel in ({"eindeloos": f"eindeloos_{generatie}"} | tabellen).items()
            for rij in self.beheer.execute(f"TABLE projecties.{tabel}").fetchall()
        )

    def standen(self) -> list[tuple]:
        """Every casus and how far it is, of the tables that are read now."""
        (generatie,) = self.beheer.execute(_ACTIEF).fetchone()
        return self.beheer.execute(f"TABLE projecties.casussen_{generatie} ORDER BY casus").fetchall()


@pytest.fixture
def opstelling(database, recorder) -> Iterator[Opstelling]:
    """A fresh ledger with an empty read model."""
    with (
        open_leespool(database.app, rol=GEHEEL) as pool,
        verbind(conninfo_als(database.app, "zicht_projectie")) as verbinding,
        psycopg.connect(database.eigenaar, autocommit=True) as beheer,
    ):
        yield Opstelling(recorder, Leesmodel(pool), verbinding, beheer)


@pytest.fixture
def verhalen():
    """Histories of one to nine acts: so many, and always the same for the same seed."""

    def vertel_er(aantal, zaad=1):
        kies = random.Random(zaad).choice  # noqa: S311 — nothing secret about it
        return [vertel(kies, uuid4(), 1 + nummer % 9) for nummer in range(aantal)]

    return vertel_er
