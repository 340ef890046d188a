"""A read model of any size, in which a question has the same answer whatever the size: a log of more years.

A small one is made by the program itself, from believable histories; the others are that one and copies of
it, each a whole period longer ago, with other casussen at the same parties. What is still open at the end of
a period, as known now, closes then, as cases do: of each casus it stays that zicht has ended, for ever.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from psycopg import sql
from psycopg.types.json import Jsonb
from tests.benchmarks.omgeving import Kale, acten, vul

from ledger.store.embedded import IngebouwdeServer
from projections.leesmodel.herbouw import herbouw
from projections.leesmodel.tabellen import andere, conninfo_als, sleutel

_TABELLEN = ("stukken", "casussen", "termijnen", "signalen", "meldingen")
_ACTIEF = "SELECT generatie FROM projecties.generaties WHERE actief"
_PERIODE = "SELECT min(gebeurd_op), max(gebeurd_op), max(positie) FROM ledger.gebeurtenissen"
_KOLOMMEN = """
SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
 WHERE attrelid = %s::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum
"""
_SLUIT = (
    """INSERT INTO zaad.stukken
       SELECT (jsonb_populate_record(s, %(beeindigd)s)).* FROM zaad.stukken s
        WHERE bekend_tot_positie IS NULL AND tot IS NULL AND van < %(einde)s
          AND baan = 'zicht' AND status <> 'beeindigd'""",
    """UPDATE zaad.stukken SET tot = %(einde)s
        WHERE bekend_tot_positie IS NULL AND tot IS NULL AND van < %(einde)s
          AND (baan, status) <> ('zicht', 'beeindigd')""",
    """UPDATE zaad.signalen SET tot = %(einde)s
        WHERE bekend_tot_positie IS NULL AND tot IS NULL AND van < %(einde)s""",
    """UPDATE zaad.termijnen SET vervallen_op = %(einde)s
        WHERE bekend_tot_positie IS NULL AND gestart_op < %(einde)s
          AND gehaald_op IS NULL AND vervallen_op IS NULL""",
)
# What a question about one casus looks at is in memory on a server that is asked every day.
_WARM = (
    "SELECT count(*) FROM projecties.casussen_{generatie} WHERE casus IS NOT NULL",
    "SELECT count(regio) FROM projecties.casussen_{generatie}",
    "SELECT count(*) FROM (SELECT casus FROM projecties.stukken_{generatie} ORDER BY casus, baan, van) s",
    "SELECT count(regio) FROM projecties.stukken_{generatie}",
)
_GROOTTE = """
SELECT sum(pg_relation_size(c.oid)), sum(pg_indexes_size(c.oid))
  FROM pg_class c
 WHERE c.relnamespace = 'projecties'::regnamespace AND c.relkind = 'r' AND c.relname LIKE %s
"""


@dataclass(frozen=True, slots=True)
class Zaad:
    """The small one: its acts, its casussen, and the period in which it plays."""

    acten: int
    casussen: list[UUID]
    begin: datetime
    duur: timedelta


def zaai(draait: IngebouwdeServer, beheer: Kale, aantal: int) -> Zaad:
    """Make the small one, and keep its rows aside."""
    vul(draait, acten(aantal))
    herbouw(conninfo_als(draait.beheer, "zicht_projectie"), processen=2)
    eerste, laatste, positie = _rij(beheer, _PERIODE)
    einde = laatste + timedelta(days=1)
    generatie = _rij(beheer, _ACTIEF)[0]
    beheer.execute("CREATE SCHEMA zaad AUTHORIZATION zicht_eigenaar")
    for tabel in _TABELLEN:
        beheer.execute(
            sql.SQL("CREATE TABLE {} AS TABLE {}").format(
                sql.Identifier("zaad", tabel), sql.Identifier("projecties", f"{tabel}_{generatie}")
            )
        )
    beeindigd = {
        "van": einde.isoformat(), "status": "beeindigd", "partij_soort": None, "partij_id": None,
        "sleutel": sleutel("zicht", None, None, "beeindigd"),
    }  # fmt: skip
    for zin in _SLUIT:
        beheer.execute(zin, {"einde": einde, "beeindigd": Jsonb(beeindigd)})
    casussen: list[Any] = [rij[0] for rij in beheer.execute("SELECT casus FROM zaad.casussen ORDER BY casus")]
    return Zaad(positie, casussen, eerste, einde - eerste)


def laat_groeien(beheer: Kale, zaad: Zaad, tot: int) -> int:
    """Let the read model be that of at least so many acts; gives how many copies it took."""
    keren = -(-tot // zaad.acten)
    oud = _rij(beheer, _ACTIEF)[0]
    nieuw = andere(oud)
    beheer.execute("SET maintenance_work_mem = '1GB'")
    beheer.execute("SELECT projecties.leeg_generatie(%s::smallint)", (nieuw,))
    for tabel in _TABELLEN:
        kopie = _kopieer(beheer, tabel, nieuw)
        for keer in reversed(range(keren)):  # what is longest ago was written first, as in any log
            waarden = {"keer": keer, "terug": keer * zaad.duur, "later": (keren - 1 - keer) * zaad.acten}
            beheer.execute(kopie, waarden)
    beheer.execute("SELECT projecties.tel_eindeloos(%s::smallint)", (nieuw,))
    for maken in ("maak_indexen_geldig", "maak_indexen_sleutels", "tel_generatie"):
        beheer.execute(f"SELECT projecties.{maken}(%s::smallint)", (nieuw,))
    for generatie, actief in ((oud, False), (nieuw, True)):
        beheer.execute(
            "UPDATE projecties.generaties SET actief = %s, positie = %s WHERE generatie = %s",
            (actief, keren * zaad.acten, generatie),
        )
    beheer.execute("SELECT projecties.leeg_generatie(%s::smallint)", (oud,))
    beheer.execute("VACUUM")
    beheer.execute("CHECKPOINT")
    for vraag in _WARM:
        beheer.execute(vraag.format(generatie=nieuw))
    return keren


def _kopieer(beheer: Kale, tabel: str, generatie: int) -> sql.Composed:
    naar = f"projecties.{tabel}_{generatie}"
    namen: list[sql.Composable] = []
    uitdrukkingen: list[sql.Composable] = []
    for naam, soort in beheer.execute(_KOLOMMEN, (naar,)).fetchall():
        kolom = sql.Identifier(str(naam))
        namen.append(kolom)
        if naam == "casus":
            uitdrukkingen.append(sql.SQL("md5(casus::text || %(keer)s::integer)::uuid"))
        elif soort == "timestamp with time zone":
            uitdrukkingen.append(sql.SQL("{} - %(terug)s").format(kolom))
        elif str(naam).endswith("positie"):
            uitdrukkingen.append(sql.SQL("{} + %(later)s").format(kolom))
        else:
            uitdrukkingen.append(kolom)
    return sql.SQL("INSERT INTO {naar} ({namen}) SELECT {uitdrukkingen} FROM {van}").format(
        naar=sql.Identifier("projecties", f"{tabel}_{generatie}"),
        namen=sql.SQL(", ").join(namen),
        uitdrukkingen=sql.SQL(", ").join(uitdrukkingen),
        van=sql.Identifier("zaad", tabel),
    )


def grootte(beheer: Kale) -> tuple[int, int]:
    """Give the bytes of the tables and of the indexes of the read model that is read."""
    tabellen, indexen = _rij(beheer, _GROOTTE, f"%\\_{_rij(beheer, _ACTIEF)[0]}")
    return int(tabellen), int(indexen)


def _rij(beheer: Kale, vraag: str, *waarden: object) -> tuple[Any, ...]:
    return beheer.execute(vraag, waarden).fetchall()[0]
