"""The sorts of rows that the read model keeps, each in a table of its own: pieces, terms, signals, meldingen.

What is the same for all of them (casus, region, from when and until when it is known) is the business of
`schrijver`; here stands what differs, and how a row goes into its table and comes out again.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any

from psycopg.types.json import Jsonb

from ledger.values import Partij
from projections.bitemporeel import Inhoud, Rij
from projections.leesmodel.tabellen import partijsleutel, sleutel
from projections.meldingen import Melding
from projections.signalen import Signaal
from projections.termijnen import Termijn


@dataclass(frozen=True, slots=True, eq=False)
class Rijsoort:
    """A table, the columns of its own with their types, and the way in and out.

    `naam` are the columns that name a row within its casus, as known from one act on; they are among
    `kolommen`. `erin` gives the values of all columns, `eruit` makes the row of them again.
    """

    soort: type
    tabel: str
    kolommen: Sequence[tuple[str, str]]
    naam: Sequence[str]
    erin: Callable[[Any], tuple[Any, ...]]
    eruit: Callable[..., Inhoud]

    def voeg_toe(self) -> str:
        """Give the statement that takes rows in: what all tables have, then `kolommen`."""
        return f"""
COPY {{{self.tabel}}} (casus, bekend_van, bekend_tot, bekend_van_positie, bekend_tot_positie, regio,
                       {self._namen()})
FROM STDIN (FORMAT BINARY)
"""

    def soorten(self) -> list[str]:
        """Give the types of the columns of `voeg_toe`."""
        vast = ["uuid", "timestamptz", "timestamptz", "int8", "int8", "text"]
        return vast + [soort for _, soort in self.kolommen]

    def staand(self) -> str:
        """Give the question for what stands of some cases: the rows that the next act may make obsolete."""
        return f"""
SELECT casus, bekend_van, bekend_van_positie, {self._namen()}
  FROM {{{self.tabel}}}
 WHERE casus = ANY(%s) AND bekend_tot_positie IS NULL
"""  # noqa: S608 — the names are those of this file

    def sluit(self) -> str:
        """Give the statement that closes rows: each is closed once, by the act that made it obsolete."""
        soorten = dict(self.kolommen)
        lijsten = ", ".join(f"%s::{soorten[naam]}[]" for naam in self.naam)
        gelijk = " AND ".join(f"s.{naam} = v.{naam}" for naam in self.naam)
        return f"""
UPDATE {{{self.tabel}}} s
   SET bekend_tot = v.bekend_tot, bekend_tot_positie = v.bekend_tot_positie
  FROM unnest(%s::uuid[], %s::bigint[], %s::timestamptz[], %s::bigint[], {lijsten})
       AS v (casus, bekend_van_positie, bekend_tot, bekend_tot_positie, {", ".join(self.naam)})
 WHERE s.casus = v.casus AND s.bekend_van_positie = v.bekend_van_positie AND {gelijk}
"""  # noqa: S608 — the names are those of this file

    def naam_van(self, rij: Inhoud) -> list[Any]:
        """Give the values that name a row, in the order of `naam`."""
        waarden = dict(zip((kolom for kolom, _ in self.kolommen), self.erin(rij), strict=True))
        return [waarden[kolom] for kolom in self.naam]

    def _namen(self) -> str:
        return ", ".join(kolom for kolom, _ in self.kolommen)


@lru_cache(maxsize=4096)  # the rows of a casus name the same moments over and over
def _moment(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _kenmerk(*waarden: object) -> int:
    """Give a digest of what a row says; within a casus there are a few hundred rows at most."""
    tekst = "\x1f".join(
        [_moment(waarde) if isinstance(waarde, datetime) else str(waarde) for waarde in waarden]
    )
    return int.from_bytes(blake2b(tekst.encode(), digest_size=8).digest(), "big", signed=True)


def _stuk_erin(rij: Rij) -> tuple[Any, ...]:
    return (*rij, sleutel(rij.baan, rij.partij_soort, rij.partij_id, rij.status))


def _stuk_eruit(*waarden: Any) -> Rij:
    return Rij(*waarden[:-1])


STUKKEN = Rijsoort(
    Rij,
    "stukken",
    (
        ("baan", "text"), ("van", "timestamptz"), ("tot", "timestamptz"), ("partij_soort", "text"),
        ("partij_id", "text"), ("status", "text"), ("regisseur", "text"), ("volgnummer", "int4"),
        ("regel", "text"), ("grondslag", "text"), ("rechtens", "bool"), ("afspraken", "text"),
        ("sleutel", "int4"),
    ),
    ("baan", "van"),
    _stuk_erin,
    _stuk_eruit,
)  # fmt: skip


def _termijn_erin(termijn: Termijn) -> tuple[Any, ...]:
    eerder = [moment.isoformat() for paar in termijn.eerder_uiterlijk for moment in paar]
    velden = (
        termijn.soort, termijn.volgnummer, termijn.gestart_op, termijn.uiterlijk, termijn.partij.soort,
        termijn.partij.id, termijn.grondslag, termijn.ernst, termijn.gehaald_op, termijn.gehaald_door,
        termijn.vervallen_op, termijn.betreft,
    )  # fmt: skip
    sleutel = partijsleutel(termijn.partij.soort, termijn.partij.id)
    return (*velden, Jsonb(eerder) if eerder else None, _kenmerk(*velden, *eerder), sleutel)


def termijn_van(*waarden: Any) -> Termijn:
    """Make a term of the values of its columns, `soort` up to and including `eerder_uiterlijk`."""
    soort, volgnummer, gestart_op, uiterlijk, partij_soort, partij_id, *rest = waarden
    grondslag, ernst, gehaald_op, gehaald_door, vervallen_op, betreft, eerder = rest[:7]
    return Termijn(
        soort,
        volgnummer,
        gestart_op,
        uiterlijk,
        Partij(soort=partij_soort, id=partij_id),
        grondslag,
        ernst,
        gehaald_op,
        gehaald_door,
        vervallen_op,
        betreft,
        _paren(eerder or ()),
    )


def _paren(teksten: Sequence[str]) -> tuple[tuple[datetime, datetime], ...]:
    momenten = [datetime.fromisoformat(tekst) for tekst in teksten]
    return tuple(zip(momenten[::2], momenten[1::2], strict=True))


TERMIJNEN = Rijsoort(
    Termijn,
    "termijnen",
    (
        ("soort", "text"), ("volgnummer", "int4"), ("gestart_op", "timestamptz"),
        ("uiterlijk", "timestamptz"), ("partij_soort", "text"), ("partij_id", "text"),
        ("grondslag", "text"), ("ernst", "text"), ("gehaald_op", "timestamptz"), ("gehaald_door", "int4"),
        ("vervallen_op", "timestamptz"), ("betreft", "text"), ("eerder_uiterlijk", "jsonb"),
        ("kenmerk", "int8"), ("sleutel", "int4"),
    ),
    ("kenmerk",),
    _termijn_erin,
    termijn_van,
)  # fmt: skip


def _signaal_erin(signaal: Signaal) -> tuple[Any, ...]:
    partij = signaal.partij
    soort, naam = (None, None) if partij is None else (partij.soort, partij.id)
    velden = (
        signaal.code, signaal.volgnummer, signaal.van, signaal.tot, soort, naam, signaal.ernst,
        signaal.grondslag, signaal.toelichting,
    )  # fmt: skip
    return (*velden, _kenmerk(*velden), partijsleutel(soort, naam))


def signaal_van(*waarden: Any) -> Signaal:
    """Make a signal of the values of its columns, `code` up to and including `toelichting`."""
    code, volgnummer, van, tot, partij_soort, partij_id, ernst, grondslag, toelichting = waarden[:9]
    partij = None if partij_soort is None else Partij(soort=partij_soort, id=partij_id)
    return Signaal(code, volgnummer, van, tot, partij, ernst, grondslag, toelichting)


SIGNALEN = Rijsoort(
    Signaal,
    "signalen",
    (
        ("code", "text"), ("volgnummer", "int4"), ("van", "timestamptz"), ("tot", "timestamptz"),
        ("partij_soort", "text"), ("partij_id", "text"), ("ernst", "text"), ("grondslag", "text"),
        ("toelichting", "text"), ("kenmerk", "int8"), ("sleutel", "int4"),
    ),
    ("kenmerk",),
    _signaal_erin,
    signaal_van,
)  # fmt: skip


def _melding_erin(melding: Melding) -> tuple[Any, ...]:
    velden = (
        melding.melding, melding.volgnummer, melding.gebeurd_op, melding.gemeente, melding.melder,
    )  # fmt: skip
    return (*velden, Jsonb(list(melding.vormen)), _kenmerk(*velden, *melding.vormen))


def _melding_eruit(*waarden: Any) -> Melding:
    melding, volgnummer, gebeurd_op, gemeente, melder, vormen, _ = waarden
    return Melding(melding, volgnummer, gebeurd_op, gemeente, melder, tuple(vormen))


MELDINGEN = Rijsoort(
    Melding,
    "meldingen",
    (
        ("melding", "text"), ("volgnummer", "int4"), ("gebeurd_op", "timestamptz"), ("gemeente", "text"),
        ("melder", "text"), ("vormen", "jsonb"), ("kenmerk", "int8"),
    ),
    ("kenmerk",),
    _melding_erin,
    _melding_eruit,
)  # fmt: skip

RIJSOORTEN = (STUKKEN, TERMIJNEN, SIGNALEN, MELDINGEN)
VAN_SOORT = {rijsoort.soort: rijsoort for rijsoort in RIJSOORTEN}
