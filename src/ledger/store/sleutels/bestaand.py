"""Seal the confidential parts of a ledger of before the envelope; a step of migration 0031.

It runs in the transaction of that migration, as the owner. What an act had already said to be destroyed is
destroyed now. The readable versions that the database keeps of a changed row are cleared away afterwards,
outside any transaction (`ruim_op`); until then a mark stays, so that a killed migration goes on there.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from typing import Any
from uuid import UUID, uuid4

import psycopg
from psycopg import sql

from ledger.acts.dossier import PersoonsgegevensVernietigd
from ledger.casus import Casus, evolve
from ledger.errors import OnleesbareGebeurtenis, ZichtError
from ledger.gebeurtenis import Gebeurtenis, lees_vertrouwelijk
from ledger.store.codec import decodeer, verzegeld
from ledger.store.envelop import VERSIE, Datasleutel, plaats_van
from ledger.store.records import OpgeslagenGebeurtenis, importopdracht
from ledger.store.sleutels import sleutelboek
from ledger.store.sleutels.hoofdsleutel import HoofdsleutelOngeldig, Sleutelmaker
from ledger.store.sleutels.sleutelboek import NieuweSleutel
from ledger.vertrouwelijk import Sleutelnaam, Velden, verdeel

_log = logging.getLogger(__name__)

_PER_KEER = 500  # casussen

_LEESBAAR = """
SELECT DISTINCT casus FROM ledger.gebeurtenissen
 WHERE vertrouwelijk IS NOT NULL AND substring(vertrouwelijk FROM 1 FOR 1) <> %b
 ORDER BY casus
"""
_ACTEN = """
SELECT casus, volgnummer, soort, open, regio, gebeurd_op, vastgelegd_op, vertrouwelijk, positie
  FROM ledger.gebeurtenissen WHERE casus = ANY(%b::uuid[]) ORDER BY casus, volgnummer
"""
_VERVANG = """
UPDATE ledger.gebeurtenissen g SET vertrouwelijk = n.vertrouwelijk
  FROM unnest(%b::bigint[], %b::bytea[]) AS n (positie, vertrouwelijk) WHERE g.positie = n.positie
"""
# Imports used to keep a digest of the lines that they read, by which a guess at them could be confirmed.
_VERGEET = """
UPDATE ledger.opdrachten SET verzoek = uuid_send(gen_random_uuid()) WHERE opdracht = ANY(%b::uuid[])
"""
_RUIM_LATER = "INSERT INTO sleutels.op_te_ruimen VALUES (%s) ON CONFLICT DO NOTHING"
_TABELLEN = ("ledger.gebeurtenissen", "ledger.opdrachten", "pg_catalog.pg_statistic")

Verbinding = psycopg.Connection[Any]


def verzegel_bestaand(verbinding: Verbinding, open_hoofdsleutels: Callable[[], Sleutelmaker] | None) -> None:
    """Seal every confidential part that is readable; raises `HoofdsleutelOngeldig` when there is no key."""
    casussen = [casus for (casus,) in sleutelboek.doe(verbinding, _LEESBAAR, [VERSIE])]
    if not casussen:
        return
    hoofdsleutels = None if open_hoofdsleutels is None else open_hoofdsleutels()
    aanwezig = [] if hoofdsleutels is None else hoofdsleutels.aanwezig()
    if hoofdsleutels is None or not aanwezig:
        raise HoofdsleutelOngeldig("Om bestaande gegevens te verzegelen is een hoofdsleutel nodig.")
    sleutelboek.stel_in(verbinding, aanwezig[-1])
    for begin in range(0, len(casussen), _PER_KEER):
        deel = casussen[begin : begin + _PER_KEER]
        rijen = sleutelboek.doe(verbinding, _ACTEN, [deel])
        for casus, van_een in groupby(rijen, key=lambda rij: UUID(str(rij[0]))):
            _verzegel_casus(verbinding, hoofdsleutels, casus, list(van_een))
        sleutelboek.doe(verbinding, _VERGEET, [[importopdracht(f"casus {casus}") for casus in deel]])
    for tabel in _TABELLEN:
        verbinding.execute(_RUIM_LATER, [tabel])


def _verzegel_casus(
    verbinding: Verbinding, hoofdsleutels: Sleutelmaker, casus: UUID, rijen: Sequence[tuple[Any, ...]]
) -> None:
    te_doen = list(_te_verzegelen(casus, rijen))
    namen = list(dict.fromkeys(naam for _, _, verdeeld in te_doen for naam in verdeeld))
    sleutels = {naam: Datasleutel(uuid4(), os.urandom(32)) for naam in namen}
    huidige = sleutelboek.huidige(verbinding)
    if huidige is None:
        raise AssertionError("it was set at the beginning of this transaction")
    nieuw = [
        NieuweSleutel(s.id, casus, naam, hoofdsleutels.pak_in(huidige, s.id, s.geheim))
        for naam, s in sleutels.items()
    ]
    if len(sleutelboek.maak(verbinding, huidige, nieuw)) != len(nieuw):
        raise AssertionError("nobody makes keys of a casus before it is sealed")
    posities = [positie for positie, _, _ in te_doen]
    delen = [verzegeld(verdeeld, sleutels, plaats_van(een)) for _, een, verdeeld in te_doen]
    sleutelboek.doe(verbinding, _VERVANG, [posities, delen])
    for een in filter(None, map(_gelezen, rijen)):
        if isinstance(een.gegevens, PersoonsgegevensVernietigd):
            waarden = [casus, een.volgnummer, een.gegevens.persoon]
            verbinding.execute("SELECT sleutels.vernietig(%s, %s, %s)", waarden)


def _te_verzegelen(
    casus: UUID, rijen: Sequence[tuple[Any, ...]]
) -> Iterator[tuple[int, OpgeslagenGebeurtenis, dict[Sleutelnaam, Velden]]]:
    staat = Casus(casus)
    for rij in rijen:
        een = _gelezen(rij)
        if rij[7] is not None and rij[7][:1] != VERSIE:
            yield rij[8], OpgeslagenGebeurtenis(*rij[:8]), _verdeel(staat, een, rij[7])
        if een is not None:
            staat = evolve(staat, een)


def _gelezen(rij: tuple[Any, ...]) -> Gebeurtenis | None:
    try:
        return decodeer(OpgeslagenGebeurtenis(*rij[:8]), met_vertrouwelijk=False)
    except OnleesbareGebeurtenis:
        return None


def _verdeel(staat: Casus, een: Gebeurtenis | None, ruw: bytes) -> dict[Sleutelnaam, Velden]:
    """Divide a part over its keys; one that this program cannot read goes whole under that of the casus."""
    if een is not None:
        try:
            deel = lees_vertrouwelijk(een.soort, ruw)
            return verdeel(staat, een.model_copy(update={"vertrouwelijk": deel}))
        except ZichtError:
            pass
    try:
        velden = json.loads(ruw)
    except ValueError:
        velden = None
    if not isinstance(velden, dict):
        velden = {"onleesbaar": ruw.decode("latin-1")}
    return {Sleutelnaam("casus"): velden}


def ruim_op(verbinding: Verbinding) -> None:
    """Clear away what was readable before: old versions of rows, samples of the planner, the log of writes.

    Outside a transaction. What this login may not do is told in the log, and done by a later `zicht migreer`
    of one who may.
    """
    bestaat = verbinding.execute("SELECT to_regclass('sleutels.op_te_ruimen') IS NOT NULL").fetchone()
    if bestaat is None or not bestaat[0]:
        return
    (mag,) = verbinding.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone() or (
        0,
    )
    tabellen = [tabel for (tabel,) in verbinding.execute("SELECT tabel FROM sleutels.op_te_ruimen")]
    if not tabellen:
        return
    if not mag:  # PostgreSQL skips what somebody may not vacuum, with no more than a warning
        _log.warning("leesbare resten van voor de verzegeling staan er nog: laat een superuser migreren")
        return
    for tabel in tabellen:
        verbinding.execute(sql.SQL("VACUUM (FULL) {}").format(sql.Identifier(*tabel.split("."))))
    for opdracht in ("CHECKPOINT", "SELECT pg_switch_wal()", "CHECKPOINT"):
        verbinding.execute(opdracht)
    verbinding.execute("DELETE FROM sleutels.op_te_ruimen")
