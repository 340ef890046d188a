"""The statements of the questions, to be filled in for a set of tables (see `tabellen.voor_generatie`).

Every one joins with the row of its set in `projecties.generaties`: no row at all means that the other set
is read now, a row with nothing else in it that there is nothing to tell.
"""

from __future__ import annotations

from functools import lru_cache

from projections.leesmodel.antwoorden import Per
from projections.leesmodel.kennis import bekend_op, eerder_bekend, in_index, nu_bekend
from projections.leesmodel.tabellen import BAANBITS, STATUSDEEL

_RIJ = """s.baan, s.van, s.tot, s.partij_soort, s.partij_id, s.status, s.regisseur, s.volgnummer, s.regel,
       s.grondslag, s.rechtens, s.afspraken"""

_REGIOS = "(%(regios)s::text[] IS NULL OR {tabel}.regio = ANY (%(regios)s::text[]))"

# One casus: its key finds a few dozen rows, which are then looked at.
_CASUS = """
SELECT g.positie, <laatst bekend>, c.casus, c.regio, c.volgnummer,
       p.casus, p.regio, p.volgnummer, p.positie, p.sinds, p.pogingen, p.reden, p.toelichting,
       <rij>
  FROM projecties.generaties g
  LEFT JOIN {casussen} c ON c.casus = %(casus)s AND <casus bekend> AND <regios>
  LEFT JOIN projecties.geparkeerd p ON p.generatie = g.generatie AND p.casus = c.casus
  LEFT JOIN {stukken} s ON s.casus = c.casus AND <stuk bekend> AND <op>
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY s.van
"""

# What a citation names, where K is an instant: the last act that was recorded by then and is in the answer.
# Who sees the region of the casus sees all its acts.
_LAATST_BEKEND = """(
        SELECT h.positie FROM ledger.gebeurtenissen h
         WHERE h.casus = %(casus)s AND h.vastgelegd_op <= %(bekend)s AND h.positie <= g.positie
         ORDER BY h.volgnummer DESC LIMIT 1)"""

_OP = "s.van <= %(op)s AND (s.tot > %(op)s OR s.tot IS NULL)"

_CASUS_BEKEND = {
    "nu": "true",
    "positie": "c.bekend_van_positie <= %(bekend)s",
    "tijd": "c.bekend_van <= %(bekend)s",
}

# At one moment a casus has at most one piece in a lane, so its id is cursor enough.
_HOUDERS = """
SELECT g.positie, s.casus, s.regio,
       EXISTS (SELECT FROM projecties.geparkeerd p WHERE p.generatie = g.generatie AND p.casus = s.casus),
       <rij>
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT * FROM {stukken} s
         WHERE <bekend> AND <index> AND s.baan = %(baan)s AND <regios>
           AND s.casus > %(na)s
           AND (%(partij_id)s::text IS NULL
                OR (s.partij_soort = %(partij_soort)s AND s.partij_id = %(partij_id)s))
           AND (%(status)s::text IS NULL OR s.status = %(status)s)
         ORDER BY s.casus
         LIMIT %(limiet)s
       ) s ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY s.casus
"""

# Every piece adds one at the first moment it covers and takes it off at the first it no longer does: the
# work grows with the pieces in the period, not with its steps. Pieces that do so at the same moments are
# counted first, which halves the time; by number before name, because names compare slowly. Several lines
# may be of one name. width_bucket gives how many moments are not after an instant.
_AANTALLEN = """
SELECT g.positie, <naam>, d.plaats, d.verschil
  FROM projecties.generaties g
  LEFT JOIN (
        SELECT x.sleutel, v.plaats, x.partij_soort, x.partij_id, sum(v.verschil)::integer AS verschil
          FROM (SELECT <sleutel> AS sleutel,
                       width_bucket(s.van - interval '1 microsecond', %(momenten)s::timestamptz[]) AS eerste,
                       CASE WHEN s.tot IS NULL THEN cardinality(%(momenten)s::timestamptz[])
                            ELSE width_bucket(s.tot - interval '1 microsecond', %(momenten)s::timestamptz[])
                       END AS einde,
                       <partij>,
                       count(*) AS aantal
                  FROM (<stukken>) s
                 GROUP BY 1, 2, 3, 4, 5
                <eindeloos>) x
         CROSS JOIN LATERAL (VALUES (x.eerste, x.aantal), (x.einde, -x.aantal)) AS v (plaats, verschil)
         GROUP BY 1, 2, 3, 4
        HAVING sum(v.verschil) <> 0
       ) d ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY d.plaats
"""

# What is known now, from its index alone: whatever this asks is in it, so the table is not looked at. A piece
# that lasts less than D and holds at a moment began less than D before it, so for each class of duration the
# moments are stretches of beginnings. For the last but one class, which may last as long as it likes, they
# reach back without end; for the last, which has no end, to what was counted already (`eindeloos`), or else
# without end too. OFFSET keeps the order of the joins.
_GETELD_NU = """
SELECT s.sleutel, s.van, s.tot, s.partij_soort, s.partij_id
  FROM unnest(projecties.duurgrenzen() || ARRAY[NULL, NULL]::interval[]) WITH ORDINALITY AS d (duur, klasse)
 CROSS JOIN LATERAL (
       SELECT unnest(range_agg(tstzrange(
                  coalesce(CASE WHEN d.klasse <= cardinality(projecties.duurgrenzen()) + 1 THEN m - d.duur
                                ELSE %(maand)s::timestamptz - interval '1 microsecond' END, '-infinity'),
                  m, '(]'))) AS begonnen
         FROM unnest(%(momenten)s::timestamptz[]) m
       ) b
 CROSS JOIN LATERAL (
       SELECT s.sleutel, s.van, s.tot, s.partij_soort, s.partij_id
         FROM {stukken} s
        WHERE <bekend> AND s.sleutel >> <baanbits> = %(baanplaats)s
          AND projecties.duurklasse(s.van, s.tot) = d.klasse
          AND s.van > lower(b.begonnen) AND s.van <= upper(b.begonnen) AND <regios>
       OFFSET 0
       ) s
"""

# Of what has no end and began before the month of the first moment, how many there are is kept: of each year
# before, and of each month of that year.
_EINDELOOS = """
                 UNION ALL
                SELECT <sleutel>, 0, cardinality(%(momenten)s::timestamptz[]), <partij>, s.aantal
                  FROM (VALUES (true, '-infinity', date_trunc('year', %(maand)s::timestamptz, 'UTC')),
                               (false, date_trunc('year', %(maand)s::timestamptz, 'UTC'),
                                %(maand)s::timestamptz)) AS k (heel_jaar, van, tot)
                  JOIN {eindeloos} s ON s.heel_jaar = k.heel_jaar AND s.vanaf >= k.van AND s.vanaf < k.tot
                 WHERE s.sleutel >= %(eerste)s AND s.sleutel < %(laatste)s AND <regios>
                """

# What was known before: few of those were known at one moment, and their index finds them by that.
_GETELD_EERDER = """
SELECT s.sleutel, s.van, s.tot, s.partij_soort, s.partij_id
  FROM {stukken} s
 WHERE <bekend> AND tstzrange(s.van, s.tot) && (
       SELECT range_agg(tstzrange(m, m, '[]')) FROM unnest(%(momenten)s::timestamptz[]) m) AND <regios>
"""

# A family is not a party to count by: it holds one casus, its own.
_PER: dict[Per, dict[str, str]] = {
    "partij": {
        "<naam>": """CASE WHEN d.partij_soort <> 'clientsysteem' THEN d.partij_soort END,
       CASE WHEN d.partij_soort <> 'clientsysteem' THEN d.partij_id END""",
        "<sleutel>": "s.sleutel",
        "<partij>": "s.partij_soort, s.partij_id",
    },
    "status": {
        "<naam>": "d.sleutel, NULL::text",
        "<sleutel>": f"s.sleutel & {STATUSDEEL}",
        "<partij>": "NULL::text AS partij_soort, NULL::text AS partij_id",
    },
}

GEPARKEERD = """
SELECT p.casus, p.regio, p.volgnummer, p.positie, p.sinds, p.pogingen, p.reden, p.toelichting
  FROM projecties.generaties g
  JOIN projecties.geparkeerd p ON p.generatie = g.generatie
 WHERE g.actief AND <regios>
 ORDER BY p.sinds, p.casus
""".replace("<regios>", _REGIOS.format(tabel="p"))

# Ages by the clock of the database alone, which also set what they are counted from.
STAND = """
SELECT g.positie, coalesce(h.positie, 0) - g.positie,
       coalesce(extract(epoch FROM clock_timestamp() - e.ontvangen_op), 0)::float8,
       p.aantal, coalesce(extract(epoch FROM clock_timestamp() - p.oudste), 0)::float8
  FROM projecties.generaties g
  LEFT JOIN LATERAL (SELECT ledger.hoogste_positie() AS positie) h ON true
  LEFT JOIN ledger.gebeurtenissen e ON e.positie = g.positie + 1
 CROSS JOIN LATERAL (SELECT count(*) AS aantal, min(sinds) AS oudste FROM projecties.geparkeerd
                      WHERE generatie = g.generatie) p
 WHERE g.actief
"""

# A rebuild that died has left its row and not its lock.
HERBOUW = """
SELECT EXISTS (SELECT FROM pg_catalog.pg_locks l JOIN pg_catalog.pg_database d ON d.oid = l.database
                WHERE d.datname = current_database() AND l.locktype = 'advisory' AND l.granted
                  AND l.objsubid = 1 AND (l.classid::bigint << 32 | l.objid::bigint) = %(slot)s),
       h.stap, h.gedaan, h.totaal, h.begonnen_op, h.bijgewerkt_op
  FROM projecties.herbouw h
"""

POSITIE = "SELECT positie FROM projecties.generaties WHERE actief"


@lru_cache
def casus(soort: str, *, op: bool) -> str:
    """Give the question for the pieces of one casus, all of them or (`op`) those at a moment."""
    vervangingen = {
        "<rij>": _RIJ,
        "<laatst bekend>": _LAATST_BEKEND if op and soort == "tijd" else "NULL::bigint",
        "<casus bekend>": _CASUS_BEKEND[soort],
        "<stuk bekend>": bekend_op(soort),
        "<regios>": _REGIOS.format(tabel="c"),
        "<op>": _OP if op else "true",
    }
    return _vul_in(_CASUS, vervangingen)


@lru_cache
def houders(soort: str) -> str:
    """Give the question for a page of the casussen that are held, at a moment."""
    welke = {
        "<bekend>": bekend_op(soort),
        "<index>": in_index(soort, "tstzrange(s.van, s.tot) @> %(op)s::timestamptz"),
        "<regios>": _REGIOS.format(tabel="s"),
    }
    return _vul_in(_HOUDERS, {"<rij>": _RIJ, **welke})


@lru_cache
def aantallen(soort: str, per: Per) -> str:
    """Give the question for the counts at a series of moments, as changes; a status by its place."""
    delen = [(_GETELD_NU, nu_bekend(soort))]
    eindeloos = _EINDELOOS
    if soort != "nu":
        delen.append((_GETELD_EERDER, eerder_bekend(soort)))
        eindeloos = ""
    vervangingen = {"<regios>": _REGIOS.format(tabel="s"), "<baanbits>": str(BAANBITS)}
    stukken = " UNION ALL ".join(_vul_in(deel, {"<bekend>": welke, **vervangingen}) for deel, welke in delen)
    # what is put in first has places itself
    geheel = {"<eindeloos>": eindeloos, **_PER[per], **vervangingen, "<stukken>": stukken}
    return _vul_in(_AANTALLEN, geheel)


def _vul_in(vraag: str, vervangingen: dict[str, str]) -> str:
    for plaats, tekst in vervangingen.items():
        vraag = vraag.replace(plaats, tekst)
    return vraag
