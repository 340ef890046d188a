"""The ledger as one table, against the same in partitions: what appending and reading would gain.

By casus nothing but one partition is touched, and positions can no longer be unique; by position the newest
partition stays small, and a casus has to be looked for in all of them.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from itertools import count, pairwise
from random import Random
from uuid import UUID, uuid4

import psycopg
from psycopg import sql
from tests.benchmarks.harness import Doel, Kant, Keuze, Uitslag, Verslag, meet
from tests.benchmarks.omgeving import OPEN_DEEL, Kale, server

_DELEN = 16
_LENGTE = 30
_BLAD = 500

_KOLOMMEN = """
    positie bigint NOT NULL, gebeurd_op timestamptz NOT NULL, vastgelegd_op timestamptz NOT NULL,
    volgnummer integer NOT NULL, casus uuid NOT NULL, opdracht uuid NOT NULL, regio text NOT NULL,
    soort text NOT NULL, open bytea NOT NULL
"""
_TABELLEN: Mapping[str, tuple[str, Sequence[str]]] = {
    "heel": ("", ("casus, volgnummer", "positie")),
    "per_casus": ("PARTITION BY HASH (casus)", ("casus, volgnummer",)),
    "per_positie": ("PARTITION BY RANGE (positie)", ("positie",)),
}
"""How each is divided, and which of the two keys can be unique then."""

_VUL = """
INSERT INTO {tabel}
SELECT p, moment, moment, (p - 1) %% %(lengte)s + 1, md5('casus' || (p - 1) / %(lengte)s)::uuid,
       md5('opdracht' || p)::uuid, 'midden-brabant', 'ContactGelegd/1', %(open)s
  FROM generate_series(1, %(tot)s::bigint) AS p,
       LATERAL (SELECT timestamptz '2015-01-01' + p * interval '10 seconds') AS m (moment)
"""
_SCHRIJF = """
INSERT INTO {tabel} VALUES (%s, now(), now(), 1, %s, %s, 'midden-brabant', 'ContactGelegd/1', %s)
"""
_CASUS = "SELECT * FROM {tabel} WHERE casus = %s ORDER BY volgnummer"
_LOG = "SELECT * FROM {tabel} WHERE positie > %s ORDER BY positie LIMIT %s"

Vraag = Callable[[Kale, sql.Identifier], Kant]


def draai(keuze: Keuze) -> Verslag:
    """Measure append, one casus, and a page of the log, at `--acten`."""
    verslag = Verslag()
    with server({"max_wal_size": "4GB"}) as draait, ExitStack() as stapel:
        beheer = stapel.enter_context(psycopg.connect(draait.beheer, autocommit=True))
        tabellen = {naam: _maak(beheer, naam, keuze.acten) for naam in _TABELLEN}
        beheer.execute("VACUUM ANALYZE")
        beheer.execute("CHECKPOINT")
        for wat, vraag in _vragen(keuze.acten).items():
            kanten = {naam: vraag(beheer, tabel) for naam, tabel in tabellen.items()}
            uitslag = meet(f"{wat}, {keuze.acten:,} acten", kanten, keuze, werkers=1)
            verslag.uitslagen.append(uitslag)
            verslag.doelen.append(_doel(wat, uitslag))
    return verslag


def _doel(wat: str, uitslag: Uitslag) -> Doel:
    """Hold one table to the best of the others: falling short is a reason to choose again."""
    beste = max((naam for naam in _TABELLEN if naam != "heel"), key=uitslag.mediaan)
    return Doel(f"{wat}: één tabel / {beste}", 0.9, uitslag.verhouding("heel", beste))


def _maak(beheer: Kale, naam: str, aantal: int) -> sql.Identifier:
    """Make and fill one of the tables, with the keys that it can have."""
    tabel = sql.Identifier(naam)
    deling, uniek = _TABELLEN[naam]
    beheer.execute(sql.SQL(f"CREATE TABLE {{}} ({_KOLOMMEN}) {deling}").format(tabel))
    for nummer, grens in enumerate(_grenzen(naam, aantal)):
        deel = sql.Identifier(f"{naam}_{nummer}")
        beheer.execute(sql.SQL(f"CREATE TABLE {{}} PARTITION OF {{}} FOR VALUES {grens}").format(deel, tabel))
    waarden = {"tot": aantal, "lengte": _LENGTE, "open": OPEN_DEEL}
    beheer.execute(sql.SQL(_VUL).format(tabel=tabel), waarden)
    for kolommen in ("casus, volgnummer", "positie"):
        soort = "UNIQUE" if kolommen in uniek else ""
        beheer.execute(sql.SQL(f"CREATE {soort} INDEX ON {{}} ({kolommen})").format(tabel))
    return tabel


def _grenzen(naam: str, aantal: int) -> list[str]:
    """Give what each partition is for; by position the last one is for what is added."""
    if naam == "per_casus":
        return [f"WITH (MODULUS {_DELEN}, REMAINDER {nummer})" for nummer in range(_DELEN)]
    if naam == "per_positie":
        begin = [1 + aantal * nummer // (_DELEN - 1) for nummer in range(_DELEN)]
        return [f"FROM ({van}) TO ({tot})" for van, tot in pairwise([*begin, "MAXVALUE"])]
    return []


def _vragen(aantal: int) -> dict[str, Vraag]:
    toeval = Random(4)  # noqa: S311 — chance that can be repeated
    casussen = [UUID(int=0)]

    def toevoegen(beheer: Kale, tabel: sql.Identifier) -> Kant:
        posities = count(aantal + 1)
        zin = sql.SQL(_SCHRIJF).format(tabel=tabel).as_bytes(None)
        return Kant(
            lambda _: (
                beheer.execute(zin, (next(posities), uuid4(), uuid4(), OPEN_DEEL), prepare=True) and None
            )
        )

    def een_casus(beheer: Kale, tabel: sql.Identifier) -> Kant:
        if len(casussen) == 1:
            gekozen = beheer.execute("SELECT casus FROM heel WHERE volgnummer = 1 ORDER BY casus LIMIT 5000")
            casussen[:] = [UUID(str(rij[0])) for rij in gekozen]
        zin = sql.SQL(_CASUS).format(tabel=tabel).as_bytes(None)
        return Kant(lambda _: _lees(beheer, zin, toeval.choice(casussen)))

    def log(beheer: Kale, tabel: sql.Identifier) -> Kant:
        zin = sql.SQL(_LOG).format(tabel=tabel).as_bytes(None)
        return Kant(lambda _: _lees(beheer, zin, toeval.randrange(max(1, aantal - _BLAD)), _BLAD))

    return {"toevoegen": toevoegen, "een casus": een_casus, f"{_BLAD} acten van het log": log}


def _lees(beheer: Kale, zin: bytes, *waarden: object) -> None:
    beheer.execute(zin, waarden, prepare=True).fetchall()
