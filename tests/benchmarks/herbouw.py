"""The read model anew for every K, against one fold with one clock by the library's own means."""

import gc
import sys
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import Notification
from tests.benchmarks import bibliotheek
from tests.benchmarks.harness import Doel, Keuze, Verslag, hoogste_geheugen, klok, meet_klussen
from tests.benchmarks.omgeving import acten, server, vul

from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import decodeer
from ledger.store.records import OpgeslagenGebeurtenis
from projections.leesmodel.herbouw import herbouw
from projections.rijen import inhoud_van

_BLAD = 5_000
_MOMENTEN = "SELECT positie, regio, gebeurd_op, vastgelegd_op FROM ledger.gebeurtenissen ORDER BY positie"
_ACTEN = "SELECT casus, volgnummer, soort, open FROM ledger.gebeurtenissen ORDER BY positie"
_HERBOUW = "from projections.leesmodel.herbouw import herbouw; import sys; herbouw(sys.argv[1], processen=2)"


def draai(keuze: Keuze) -> Verslag:
    """Rebuild in two processes; the library reads its log page by page and folds each casus once."""
    with server() as draait, bibliotheek.applicatie(draait.beheer, 1) as app:
        vul(draait, acten(keuze.acten))
        with psycopg.connect(draait.beheer, autocommit=True) as verbinding:
            momenten = {rij[0]: rij[1:] for rij in verbinding.execute(_MOMENTEN)}
            for casus, groep in groupby(verbinding.execute(_ACTEN).fetchall(), key=itemgetter(0)):
                app.recorder.insert_events(
                    [
                        bibliotheek.gebeurtenis(casus, nummer, open_deel, soort)
                        for _, nummer, soort, open_deel in groep
                    ]
                )
            verbinding.execute("CREATE TABLE vouwsel (casus uuid, rij text)")

            def bieb() -> tuple[int, float]:
                verbinding.execute("TRUNCATE vouwsel")
                with klok() as duur:
                    _vouw_eenmaal(app, momenten, verbinding)
                return len(momenten), duur()

            def zicht() -> tuple[int, float]:
                with klok() as duur:
                    herbouw(draait.app, processen=2)
                return len(momenten), duur()

            uitslag = meet_klussen("herbouw", {"bibliotheek, één klok": bieb, "zicht, elke K": zicht}, keuze)
            grootte = verbinding.execute(_GROOTTE).fetchall()
        geheugen = hoogste_geheugen([sys.executable, "-c", _HERBOUW, draait.app])
    verhouding = uitslag.verhouding("zicht, elke K", "bibliotheek, één klok")
    opmerkingen = [f"{tabel}: {rijen} rijen, {bytes_ // 1024} kB" for tabel, rijen, bytes_ in grootte]
    return Verslag(
        [uitslag],
        [
            Doel("herbouw, elke K, twee kernen / bibliotheek, één klok", 2.5, verhouding),
            Doel("herbouw: meeste geheugen van één proces", 400, geheugen, "MB", hoogstens=True),
        ],
        opmerkingen,
    )


_GROOTTE = """
SELECT relname, reltuples::bigint, pg_total_relation_size(oid)
  FROM pg_class
 WHERE relnamespace = 'projecties'::regnamespace AND relkind = 'r' AND reltuples > 0
 ORDER BY relname
"""


def _vouw_eenmaal(app: Application[UUID], momenten: dict[int, tuple[Any, ...]], verbinding: Any) -> None:
    """Read the log as the library's runner does, and fold each casus into the same rows, as known now."""
    casussen: dict[UUID, list[Gebeurtenis]] = {}
    na = 0
    while bladzijde := app.recorder.select_notifications(na + 1, _BLAD):
        for een in bladzijde:
            casussen.setdefault(een.originator_id, []).append(_lees(een, momenten[een.id]))
        na = bladzijde[-1].id
    with verbinding.cursor() as cursor, cursor.copy("COPY vouwsel FROM STDIN") as kopie:
        for casus, gebeurtenissen in casussen.items():
            for rij in inhoud_van(gebeurtenissen):
                kopie.write_row((casus, repr(rij)))
    gc.collect()


def _lees(een: Notification, moment: tuple[Any, ...]) -> Gebeurtenis:
    kern = (een.originator_id, een.originator_version, een.topic, een.state)
    return decodeer(OpgeslagenGebeurtenis(*kern, *moment, None))
