"""Signals across cases: which, of whom, begun when, as judged at T and known at K.

Everywhere `bekend`, `op` and `regios` are as in `vragen`.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple
from uuid import UUID

from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.kennis import in_index, soort_bekend
from projections.leesmodel.rijsoorten import SIGNALEN, signaal_van
from projections.leesmodel.voorwaarden import GEPARKEERD, gevraagd, samen, vaste, vaste_waarden
from projections.leesmodel.vragen import Leesmodel
from projections.signalen import Signaal

Signaalstatus = Literal["open", "voorbij"]
Signaalernst = Literal["afwijking", "informatie"]

_KOLOMMEN = [kolom for kolom, _ in SIGNALEN.kolommen if kolom not in {"kenmerk", "sleutel"}]
_VOLGORDE = "s.van, s.casus, s.kenmerk"

_SIGNALEN = """
SELECT g.positie, s.casus, s.regio, <geparkeerd>, s.kenmerk, <kolommen>
  FROM projecties.generaties g
  LEFT JOIN LATERAL (
        SELECT * FROM {signalen} s
         WHERE <voorwaarden>
         ORDER BY <volgorde>
         LIMIT %(limiet)s
       ) s ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY <volgorde>
"""

_OPEN = "tstzrange(s.van, s.tot) @> %(op)s::timestamptz"


class Signaalplaats(NamedTuple):
    """Where a page ended: begin, casus and mark of its last signal."""

    van: datetime
    casus: UUID
    kenmerk: int


@dataclass(frozen=True, slots=True)
class Casussignaal:
    """A signal as judged at T, of which casus, and whether that casus waits for repair."""

    casus: UUID
    regio: str
    geparkeerd: bool
    signaal: Signaal


@dataclass(frozen=True, slots=True)
class Signaalbladzijde:
    """One page, in order of beginning; `volgende` is the cursor of the next, None on the last."""

    positie: int
    regels: tuple[Casussignaal, ...]
    volgende: Signaalplaats | None


@dataclass(frozen=True, slots=True)
class Signaalfilter:
    """Which signals; None asks for any. `van` and `tot`: begun from this UTC instant, before that one.

    `open` still holds at T, `voorbij` was over by then; an act that departed from a norm stays open for ever.
    """

    code: str | None = None
    partij: Partij | None = None
    ernst: Signaalernst | None = None
    status: Signaalstatus | None = None
    van: datetime | None = None
    tot: datetime | None = None


def signalen(  # noqa: PLR0913 — what, when, as known when, by whom, and which page
    leesmodel: Leesmodel,
    welke: Signaalfilter,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
    na: Signaalplaats | None = None,
    limiet: int = 100,
) -> Signaalbladzijde:
    """Give a page of the signals that have begun at T, as known at K; what is over only after T is open.

    Raises what `Leesmodel` raises.
    """
    waarden = vaste_waarden(bekend, regios, welke.partij) | {
        "op": op,
        "code": welke.code,
        "ernst": welke.ernst,
        "van": welke.van,
        "tot": welke.tot,
        "na_van": na and na.van,
        "na_casus": na and na.casus,
        "na_kenmerk": na and na.kenmerk,
        "limiet": limiet + 1,
    }
    voorwaarden = [*vaste(bekend, regios, welke.partij), *voorwaarden_voor(welke, bekend, na)]
    vraag = samen(
        _SIGNALEN,
        voorwaarden,
        volgorde=_VOLGORDE,
        geparkeerd=GEPARKEERD,
        kolommen=", ".join(f"s.{kolom}" for kolom in _KOLOMMEN),
    )
    rijen = leesmodel.vraag(vraag, waarden, bekend)
    gevonden = [
        (kenmerk, Casussignaal(casus, regio, geparkeerd, _beoordeeld(signaal_van(*rest), op)))
        for _, casus, regio, geparkeerd, kenmerk, *rest in rijen
        if casus is not None
    ]
    volgende = None
    if len(gevonden) > limiet:
        kenmerk, laatste = gevonden[limiet - 1]
        volgende = Signaalplaats(laatste.signaal.van, laatste.casus, kenmerk)
    return Signaalbladzijde(rijen[0][0], tuple(regel for _, regel in gevonden[:limiet]), volgende)


def _beoordeeld(signaal: Signaal, op: datetime) -> Signaal:
    return signaal._replace(tot=None) if signaal.tot is not None and signaal.tot > op else signaal


def voorwaarden_voor(welke: Signaalfilter, bekend: Bekend, na: Signaalplaats | None = None) -> list[str]:
    """Give the conditions of a question about signals that have begun at T."""
    voorwaarden = [
        "s.van <= %(op)s",
        *gevraagd(
            {
                "s.code = %(code)s": welke.code,
                "s.ernst = %(ernst)s": welke.ernst,
                "s.van >= %(van)s": welke.van,
                "s.van < %(tot)s": welke.tot,
                f"({_VOLGORDE}) > (%(na_van)s, %(na_casus)s, %(na_kenmerk)s)": na,
            }
        ),
    ]
    if welke.status == "open":
        voorwaarden.append(in_index(soort_bekend(bekend), _OPEN))
    if welke.status == "voorbij":
        voorwaarden.append("s.tot <= %(op)s")
    return voorwaarden
