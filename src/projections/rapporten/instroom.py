"""Instroom: meldingen, those of the police apart, and adviezen per year, region and gemeente (004)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any, Literal

from ledger.acts.melding import MeldingOntvangen
from ledger.acts.register import AdviesGegeven
from ledger.tijd import lokale_datum
from projections.rapporten.bron import Bron, staande_acten, staande_handelingen
from projections.rapporten.onderdrukking import Tabel, met_totalen, onderdruk

Per = Literal["jaar", "gemeente"]


@dataclass(frozen=True, slots=True)
class Periode:
    """Calendar years `van` up to and including `tot`, and one region or all of them (None)."""

    van: int | None = None
    tot: int | None = None
    regio: str | None = None

    def past(self, jaar: int, regio: str) -> bool:
        """Whether something in this year and region is asked for."""
        return (
            (self.van is None or jaar >= self.van)
            and (self.tot is None or jaar <= self.tot)
            and self.regio in {None, regio}
        )


@dataclass(frozen=True, slots=True)
class Instroom:
    """Numbers of one year in one region, of a gemeente or (None) of all; None for a number left out."""

    jaar: int
    regio: str
    gemeente: str | None
    meldingen: int | None
    politie: int | None
    adviezen: int | None

    def als_dict(self) -> dict[str, Any]:
        """Give the line as JSON has it."""
        return {
            "jaar": self.jaar,
            "regio": self.regio,
            "gemeente": self.gemeente,
            "meldingen": self.meldingen,
            "waarvanPolitie": self.politie,
            "adviezen": self.adviezen,
        }


@dataclass(slots=True)
class _Telling:
    politie: int = 0
    overig: int = 0
    adviezen: int = 0


def maak_instroom(bron: Bron, periode: Periode, per: Per = "jaar", *, extern: bool = False) -> list[Instroom]:
    """Give the instroom per year and region, or also per gemeente with the whole region last.

    A melding counts in the local year of its `gebeurdOp` as it stands, an advies in that of its `datum`.
    With `extern` small numbers are left out, in both forms the same ones.
    """
    tellingen = _tel(bron, periode)
    regels: list[Instroom] = []
    for (jaar, regio), sleutels in groupby(sorted(tellingen), key=lambda sleutel: sleutel[:2]):
        gemeenten = [gemeente for *_, gemeente in sleutels]
        getallen = _getallen([tellingen[jaar, regio, gemeente] for gemeente in gemeenten], extern=extern)
        alles = [
            Instroom(jaar, regio, naam, *aantallen)
            for naam, aantallen in zip([*gemeenten, None], getallen, strict=True)
        ]
        regels += alles if per == "gemeente" else alles[-1:]
    return regels


def _tel(bron: Bron, periode: Periode) -> dict[tuple[int, str, str], _Telling]:
    tellingen: defaultdict[tuple[int, str, str], _Telling] = defaultdict(_Telling)
    for _, feit in staande_acten(bron, MeldingOntvangen.__name__):
        act, jaar = feit.gegevens, lokale_datum(feit.gebeurd_op).year
        if isinstance(act, MeldingOntvangen) and periode.past(jaar, act.veilig_thuis):
            telling = tellingen[jaar, act.veilig_thuis, act.gemeente]
            if act.melder.soort == "politie":
                telling.politie += 1
            else:
                telling.overig += 1
    for handeling in staande_handelingen(bron, AdviesGegeven.__name__):
        advies = handeling.gegevens
        if isinstance(advies, AdviesGegeven) and periode.past(advies.datum.year, handeling.regio):
            tellingen[advies.datum.year, handeling.regio, advies.gemeente].adviezen += 1
    return tellingen


def _getallen(
    tellingen: Iterable[_Telling], *, extern: bool
) -> list[tuple[int | None, int | None, int | None]]:
    """Give meldingen, politie and adviezen per gemeente and then of the region.

    Meldingen that are not of the police are not shown, but follow from the two numbers that are: they are
    protected like those.
    """
    rijen = list(tellingen)
    toon: Callable[[Tabel], Sequence[Sequence[int | None]]] = onderdruk if extern else met_totalen
    meldingen = toon([(telling.politie, telling.overig) for telling in rijen])
    adviezen = toon([(telling.adviezen,) for telling in rijen])
    return [(melding[2], melding[0], advies[1]) for melding, advies in zip(meldingen, adviezen, strict=True)]
