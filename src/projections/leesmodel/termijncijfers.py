"""Figures on terms: how many were met in time, and how long it took; per soort, party and period of start.

Norm and information are never added up. Everywhere `bekend`, `op` and `regios` are as in `vragen`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from ledger.errors import Fout, Geweigerd
from ledger.values import Partij
from projections.leesmodel.antwoorden import Bekend
from projections.leesmodel.termijnvragen import STATUS
from projections.leesmodel.voorwaarden import IN_PERIODE, gevraagd, samen, vaste, vaste_waarden
from projections.leesmodel.vragen import Leesmodel
from projections.termijnen import Ernst

Periodestap = Literal["maand", "kwartaal", "jaar"]
_EENHEID: Mapping[Periodestap, str] = {"maand": "month", "kwartaal": "quarter", "jaar": "year"}

Traject = Literal["melding-beoordeling", "verstuurd-bevestigd", "overgang-eerste-contact"]
SOORT_VAN: Mapping[Traject, str] = {
    "melding-beoordeling": "veiligheidsbeoordeling",
    "verstuurd-bevestigd": "ontvangstbevestiging",
    "overgang-eerste-contact": "eerste-contact",
}
"""The term that measures each stretch: from its start until it is met."""

_BEGIN = "date_trunc(%(eenheid)s, s.gestart_op, 'Europe/Amsterdam')"

# A term without a deadline cannot be late; how long it took stands in the other figure.
_BINNEN_TERMIJN = """
SELECT g.positie, d.*
  FROM projecties.generaties g
  LEFT JOIN (
        SELECT s.ernst, s.soort, s.partij_soort, s.partij_id, s.begin, count(*) AS totaal,
               count(*) FILTER (WHERE s.status = 'gehaald'), count(*) FILTER (WHERE s.status = 'te-laat'),
               count(*) FILTER (WHERE s.status = 'verstreken'), count(*) FILTER (WHERE s.status = 'open'),
               count(*) FILTER (WHERE s.status = 'vervallen')
          FROM (SELECT s.ernst, s.soort, s.partij_soort, s.partij_id, <begin> AS begin, <status> AS status
                  FROM {termijnen} s
                 WHERE <voorwaarden>) s
         GROUP BY 1, 2, 3, 4, 5
       ) d ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY d.ernst DESC, d.soort, d.partij_soort, d.partij_id, d.begin
"""

# An act that came before the term started met it at once.
_DOORLOOPTIJDEN = """
SELECT g.positie, d.*
  FROM projecties.generaties g
  LEFT JOIN (
        SELECT s.soort, s.partij_soort, s.partij_id, s.begin,
               count(*) FILTER (WHERE s.status IN ('gehaald', 'te-laat')) AS gemeten,
               count(*) FILTER (WHERE s.status IN ('open', 'verstreken')) AS loopt,
               percentile_cont(ARRAY[0.5, 0.9]) WITHIN GROUP (ORDER BY s.seconden)
                   FILTER (WHERE s.status IN ('gehaald', 'te-laat')) AS verdeling
          FROM (SELECT s.soort, s.partij_soort, s.partij_id, <begin> AS begin, <status> AS status,
                       greatest(0, extract(epoch FROM s.gehaald_op - s.gestart_op))::float8 AS seconden
                  FROM {termijnen} s
                 WHERE <voorwaarden>) s
         GROUP BY 1, 2, 3, 4
       ) d ON true
 WHERE g.generatie = {generatie} AND g.actief
 ORDER BY d.soort, d.partij_soort, d.partij_id, d.begin
"""


@dataclass(frozen=True, slots=True)
class BinnenTermijn:
    """Terms of one soort and party that started in the period from `begin` (UTC) on.

    `percentage` is of those that are decided: met in time, against met late or lapsed; None when none is.
    What fell away counts for nothing. A number is None where it was left out (see `openbaar`).
    """

    ernst: Ernst
    soort: str
    partij: Partij
    begin: datetime
    totaal: int | None
    gehaald: int | None
    te_laat: int | None
    verstreken: int | None
    open: int | None
    vervallen: int | None

    @property
    def percentage(self) -> float | None:
        """Give the percentage within term, to one decimal; None too when its parts were left out."""
        if self.gehaald is None or self.te_laat is None or self.verstreken is None:
            return None
        beslist = self.gehaald + self.te_laat + self.verstreken
        return None if beslist == 0 else round(100 * self.gehaald / beslist, 1)


@dataclass(frozen=True, slots=True)
class Doorlooptijd:
    """How long a stretch took a party, in seconds, of those that began in the period from `begin` (UTC) on.

    `gemeten` came to an end by T, `loopt` did not and are not in the median and the 90th percentile.
    """

    traject: Traject
    partij: Partij
    begin: datetime
    gemeten: int | None
    loopt: int | None
    mediaan_s: float | None
    p90_s: float | None


@dataclass(frozen=True, slots=True)
class Cijfervraag:
    """Over which terms: started from `van` until before `tot` (UTC), of which soort and party, per what."""

    van: datetime
    tot: datetime
    stap: Periodestap = "maand"
    soort: str | None = None
    partij: Partij | None = None
    ernst: Ernst | None = None

    def __post_init__(self) -> None:
        """Raise `Geweigerd` for a period that is empty."""
        keur_periode(self.van, self.tot)


def keur_periode(van: datetime, tot: datetime) -> None:
    """Raise `Geweigerd` for a period that is empty."""
    if van >= tot:
        raise Geweigerd([Fout("tot", "periode-leeg", "Het einde van de periode moet na het begin liggen.")])


def binnen_termijn(
    leesmodel: Leesmodel,
    welke: Cijfervraag,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> tuple[int, list[BinnenTermijn]]:
    """Count what became of terms by T, as known at K; the position, and the norm before the information."""
    voorwaarden = [*_voorwaarden(welke, bekend, regios), "s.uiterlijk IS NOT NULL"]
    vraag = samen(_BINNEN_TERMIJN, voorwaarden, begin=_BEGIN, status=STATUS)
    rijen = leesmodel.vraag(vraag, _waarden(welke, op, bekend, regios), bekend)
    return rijen[0][0], [
        BinnenTermijn(ernst, soort, Partij(soort=partij_soort, id=partij_id), begin, *aantallen)
        for _, ernst, soort, partij_soort, partij_id, begin, *aantallen in rijen
        if ernst is not None
    ]


def doorlooptijden(  # noqa: PLR0913 — what, which stretch, when, as known when, by whom
    leesmodel: Leesmodel,
    welke: Cijfervraag,
    traject: Traject | None = None,
    *,
    op: datetime,
    bekend: Bekend = None,
    regios: Collection[str] | None,
) -> tuple[int, list[Doorlooptijd]]:
    """Give how long the stretches of handing over took, as known at K; the position, and a line per group.

    `welke.soort` is not looked at: the stretch says which terms are meant.
    """
    trajecten = {SOORT_VAN[naam]: naam for naam in SOORT_VAN if traject in {None, naam}}
    voorwaarden = ["s.soort = ANY (%(soorten)s::text[])", *_voorwaarden(welke, bekend, regios, soort=False)]
    waarden = _waarden(welke, op, bekend, regios) | {"soorten": list(trajecten)}
    vraag = samen(_DOORLOOPTIJDEN, voorwaarden, begin=_BEGIN, status=STATUS)
    rijen = leesmodel.vraag(vraag, waarden, bekend)
    return rijen[0][0], [
        Doorlooptijd(
            trajecten[soort],
            Partij(soort=partij_soort, id=partij_id),
            begin,
            gemeten,
            loopt,
            *(verdeling or (None, None)),
        )
        for _, soort, partij_soort, partij_id, begin, gemeten, loopt, verdeling in rijen
        if soort is not None
    ]


def _voorwaarden(
    welke: Cijfervraag, bekend: Bekend, regios: Collection[str] | None, *, soort: bool = True
) -> list[str]:
    return [
        *vaste(bekend, regios, welke.partij),
        IN_PERIODE.format(kolom="gestart_op"),
        "s.gestart_op <= %(op)s",
        *gevraagd(
            {
                "s.soort = %(soort)s": welke.soort if soort else None,
                "s.ernst = %(ernst)s": welke.ernst,
            }
        ),
    ]


def _waarden(
    welke: Cijfervraag, op: datetime, bekend: Bekend, regios: Collection[str] | None
) -> dict[str, object]:
    return vaste_waarden(bekend, regios, welke.partij) | {
        "op": op,
        "van": welke.van,
        "tot": welke.tot,
        "eenheid": _EENHEID[welke.stap],
        "soort": welke.soort,
        "ernst": welke.ernst,
    }
