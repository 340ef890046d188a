"""Who may do what with the read model, and that its questions find their rows by index."""

import re
from datetime import timedelta
from uuid import UUID

import psycopg
import pytest
from tests.projections.leesmodel.verhalen import BEGIN, VT, WEST

from ledger.store.bereik import Bereik
from ledger.store.binnen import lees_binnen
from ledger.store.connection import verbind
from projections.leesmodel import vragen_sql
from projections.leesmodel.eindeloos import maand_van
from projections.leesmodel.kennis import soort_bekend, waarden_bekend
from projections.leesmodel.tabellen import GENERATIES, conninfo_als, sleutels, voor_generatie
from projections.leesmodel.vragen import open_leespool
from projections.tijdstappen import momenten

NIET_VOOR_DE_VOLGER = [
    "DELETE FROM projecties.generaties",
    "INSERT INTO projecties.generaties (generatie, actief) VALUES (3, false)",
    "DROP TABLE projecties.stukken_1",
    "UPDATE ledger.gebeurtenissen SET soort = 'x'",
    "DELETE FROM ledger.gebeurtenissen",
]


def test_the_follower_cannot_touch_the_ledger_or_the_shape_of_the_tables(opstelling):
    for opdracht in NIET_VOOR_DE_VOLGER:
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            opstelling.verbinding.execute(opdracht)


def test_the_pool_of_readers_cannot_write(database):
    with open_leespool(database.app) as pool, pool.connection() as verbinding:
        assert verbinding.execute("SELECT current_user").fetchone() == ("zicht_lezer",)
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            verbinding.execute("UPDATE projecties.generaties SET positie = 0")
        verbinding.execute("SET default_transaction_read_only = off")
        for opdracht in (
            "UPDATE projecties.generaties SET positie = 0",
            "SELECT projecties.leeg_generatie(2::smallint)",
            "SELECT projecties.maak_indexen_geldig(2::smallint)",
            "SELECT projecties.maak_indexen_sleutels(2::smallint)",
            "SELECT projecties.tel_generatie(2::smallint)",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                verbinding.execute(opdracht)


# Six thousand pieces, three versions of each: enough for the planner to choose as it does with millions.
_VEEL = """
INSERT INTO projecties.stukken_1
       (casus, van, tot, bekend_van, bekend_van_positie, bekend_tot, bekend_tot_positie, sleutel, volgnummer,
        rechtens, regio, baan, status, partij_soort, partij_id, regel, grondslag, afspraken)
SELECT md5((n / 4)::text)::uuid, van, van + interval '30 days', van + v * interval '1 day', n * 3 + v,
       CASE WHEN v < 2 THEN van + (v + 1) * interval '1 day' END, CASE WHEN v < 2 THEN n * 3 + v + 1 END,
       (n % 50) << 4, 1, false, 'r', 'zicht', 'vast', 'veilig-thuis', 'p' || n % 50, 'Z1', '§3', 'x'
  FROM generate_series(1, 6000) n, generate_series(0, 2) v,
       LATERAL (SELECT timestamptz '2020-03-02 08:00Z' + n * interval '1 hour' AS van) t
"""


BEREIKEN = {"regio": Bereik(regios=("r",)), "partij": Bereik(partij=WEST), "geen": Bereik()}


def plan(verbinding, bereik, vraag, waarden):
    """Explain a question as who reads asks it: of the views, within a scope."""
    uitleg = lees_binnen(
        verbinding, bereik, b"EXPLAIN " + voor_generatie(vraag, 1, gelezen=True), {"regios": ["r"], **waarden}
    )
    return "\n".join(regel for (regel,) in uitleg)


@pytest.mark.parametrize("bereik", BEREIKEN.values(), ids=BEREIKEN)
def test_questions_find_their_rows_by_index(opstelling, database, bereik):
    opstelling.beheer.execute(_VEEL)
    opstelling.beheer.execute("VACUUM ANALYZE projecties.stukken_1")
    eerste, laatste = sleutels("zicht", VT, None)
    reeks = momenten(BEGIN, BEGIN + timedelta(days=7), "dag")
    with verbind(conninfo_als(database.app, "zicht_lezer")) as lezer:
        for bekend in (None, 9_000, BEGIN + timedelta(days=70)):
            soort = soort_bekend(bekend)
            casus = {"casus": UUID(int=1), "op": BEGIN, "bekend": bekend}
            lijst = {"eerste": eerste, "laatste": laatste, "baan": "zicht"}
            lijst |= waarden_bekend(bekend)
            houders = {"op": BEGIN, "na": UUID(int=0), "limiet": 100, "status": None}
            houders |= {"partij_soort": VT.soort, "partij_id": VT.id}
            telling = {"momenten": reeks, "baanplaats": 0, "maand": maand_van(BEGIN)}

            van_casus = plan(lezer, bereik, vragen_sql.casus(soort, op=True), casus)
            van_houders = plan(lezer, bereik, vragen_sql.houders(soort), lijst | houders)
            van_tellingen = plan(lezer, bereik, vragen_sql.aantallen(soort, "status"), lijst | telling)

            assert "stukken_sleutel_1" in van_casus
            nu = {"stukken_bij_partij": van_houders, "stukken_naar_duur": van_tellingen}
            for index, een in nu.items():
                gevonden = dict(
                    re.findall(
                        r"(stukken_bij_partij|stukken_naar_duur|stukken_eerder)_1.*\n\s+Index Cond: (.*)", een
                    )
                )
                geldig = "tstzrange(van, tot)" if een is van_houders else "(van > lower("
                assert geldig in gevonden.pop(index).replace("s.", "")
                if soort != "nu":
                    kennis = "tstzrange(bekend_van" if soort == "tijd" else "int8range(bekend_van_positie"
                    assert kennis in gevonden.pop("stukken_eerder").replace("s.", "")
                assert not gevonden
            assert "Index Only Scan using stukken_naar_duur_1" in van_tellingen
            for een in (van_casus, van_houders, van_tellingen):
                assert "Seq Scan on stukken" not in een
                assert "InitPlan" in een, "what the scope is, is worked out once and not for every row"


def test_both_sets_of_tables_are_the_same(opstelling):
    vorm = [
        opstelling.beheer.execute(
            """SELECT c.relname, a.attname, format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attcollation
                 FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'projecties'::regnamespace AND c.relname ~ %s AND a.attnum > 0
                ORDER BY c.relname, a.attnum""",
            [f"_{generatie}$"],
        ).fetchall()
        for generatie in GENERATIES
    ]

    een, ander = ([(naam[:-2], *rest) for naam, *rest in kolommen] for kolommen in vorm)
    assert een == ander != []
