"""Cases per gemeente on the themes of an Integraal Veiligheidsplan (002)."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from importlib import resources
from typing import Any
from uuid import UUID

from ledger.acts.dienst import VeiligheidsbeoordelingAfgerond
from ledger.acts.melding import MeldingOntvangen
from ledger.corrections import Feit
from ledger.errors import OngeldigeAfspraken
from ledger.tijd import lokale_datum
from projections.rapporten.bron import Bron, staande_acten
from projections.rapporten.instroom import Periode
from projections.rapporten.onderdrukking import met_totalen, onderdruk

OVERIG = "overig"


@dataclass(frozen=True, slots=True)
class Themas:
    """Which themes there are, by code with their name, and which code of an act points at which."""

    namen: Mapping[str, str]
    vormen: Mapping[str, str]
    conclusies: Mapping[str, str]
    contra_indicaties: Mapping[str, str]


@lru_cache(maxsize=1)
def standaardthemas() -> Themas:
    """Give the themes that ship with Zicht."""
    return lees_themas(resources.files("projections.rapporten").joinpath("themas.toml").read_text("utf-8"))


def lees_themas(tekst: str) -> Themas:
    """Read themes from TOML; raises `OngeldigeAfspraken` for a code that points at no theme."""
    ruw = tomllib.loads(tekst)
    themas = Themas(ruw["themas"], ruw["vormen"], ruw["conclusies"], ruw["contraIndicaties"])
    for soort in (themas.vormen, themas.conclusies, themas.contra_indicaties):
        for code, thema in soort.items():
            if thema not in themas.namen:
                raise OngeldigeAfspraken(f"themas: {code} wijst naar {thema}, en dat thema is er niet.")
    return themas


@dataclass(frozen=True, slots=True)
class Themaregel:
    """Cases of one year in a gemeente, or (None) in the whole region; None for a number left out.

    `casussen` counts each once, also when it belongs to several themes.
    """

    jaar: int
    regio: str
    gemeente: str | None
    casussen: int | None
    per_thema: Mapping[str, int | None]

    def als_dict(self) -> dict[str, Any]:
        """Give the line as JSON has it."""
        return {
            "jaar": self.jaar,
            "regio": self.regio,
            "gemeente": self.gemeente,
            "casussen": self.casussen,
            "themas": dict(self.per_thema),
        }


@dataclass(slots=True)
class _CasusInJaar:
    """The meldingen of a casus in one year: where the first came from, and what they point at."""

    eerste: datetime
    regio: str
    gemeente: str
    themas: set[str] = field(default_factory=set)

    def tel(self, feit: Feit, act: MeldingOntvangen, themas: Themas) -> None:
        """Count one more melding; a form of violence that no theme names belongs to `overig`."""
        if feit.gebeurd_op < self.eerste:
            self.eerste, self.regio, self.gemeente = feit.gebeurd_op, act.veilig_thuis, act.gemeente
        self.themas |= {themas.vormen.get(vorm, OVERIG) for vorm in act.vormen}


_Casussen = dict[tuple[UUID, int], _CasusInJaar]


def maak_themas(
    bron: Bron, periode: Periode, themas: Themas | None = None, *, extern: bool = True
) -> list[Themaregel]:
    """Give the cases with a melding in each year, per gemeente of its first melding then and per theme.

    With `extern` small numbers are left out, and so is `casussen`: beside the themes it would narrow them.
    """
    themas = themas or standaardthemas()
    tabellen: defaultdict[tuple[int, str], dict[str, list[_CasusInJaar]]] = defaultdict(dict)
    for (_, jaar), casus in _casussen(bron, periode, themas).items():
        tabellen[jaar, casus.regio].setdefault(casus.gemeente, []).append(casus)
    return [
        regel
        for (jaar, regio), gemeenten in sorted(tabellen.items())
        for regel in _regels(jaar, regio, dict(sorted(gemeenten.items())), themas, extern=extern)
    ]


def _regels(
    jaar: int, regio: str, gemeenten: dict[str, list[_CasusInJaar]], themas: Themas, *, extern: bool
) -> Iterator[Themaregel]:
    cellen = [
        [sum(thema in (casus.themas or {OVERIG}) for casus in casussen) for thema in themas.namen]
        for casussen in gemeenten.values()
    ]
    getallen: Sequence[Sequence[int | None]] = (
        onderdruk(cellen, rijtotalen=False) if extern else met_totalen(cellen)
    )
    aantallen = [len(casussen) for casussen in gemeenten.values()]
    for gemeente, aantal, rij in zip([*gemeenten, None], [*aantallen, sum(aantallen)], getallen, strict=True):
        per_thema = dict(
            zip(themas.namen, rij, strict=False)
        )  # without the last: a total of themes says nothing
        yield Themaregel(jaar, regio, gemeente, None if extern else aantal, per_thema)


def _casussen(bron: Bron, periode: Periode, themas: Themas) -> _Casussen:
    casussen: _Casussen = {}
    jaar_van: dict[tuple[UUID, str], int] = {}
    beoordelingen: list[tuple[UUID, VeiligheidsbeoordelingAfgerond]] = []
    for casus, feit in staande_acten(bron, "MeldingOntvangen", "VeiligheidsbeoordelingAfgerond"):
        act = feit.gegevens
        if isinstance(act, VeiligheidsbeoordelingAfgerond):
            beoordelingen.append((casus, act))
        elif isinstance(act, MeldingOntvangen):
            jaar = lokale_datum(feit.gebeurd_op).year
            if periode.past(jaar, act.veilig_thuis):
                jaar_van[casus, act.melding] = jaar
                in_dat_jaar = _CasusInJaar(feit.gebeurd_op, act.veilig_thuis, act.gemeente)
                casussen.setdefault((casus, jaar), in_dat_jaar).tel(feit, act, themas)
    for casus, beoordeling in beoordelingen:
        in_jaar = jaar_van.get((casus, beoordeling.melding))
        if in_jaar is not None:
            casussen[casus, in_jaar].themas |= _van_beoordeling(beoordeling, themas)
    return casussen


def _van_beoordeling(act: VeiligheidsbeoordelingAfgerond, themas: Themas) -> set[str]:
    gevonden = {
        themas.contra_indicaties[code] for code in act.contra_indicaties if code in themas.contra_indicaties
    }
    conclusie = themas.conclusies.get(str(act.conclusie))
    return gevonden | ({conclusie} if conclusie else set())
