"""Where a report gets its acts: the ledger, or a file of JSON lines; both as known at K."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TypeVar

import typer

from api.cli.databank import open_databank
from api.cli.invoer import Regelfout, open_invoer
from api.cli.inzage import Kijk
from api.cli.keuzes import Kennis
from ledger.acts import ACTEN, CORRECTIE, REGISTER_ACTEN
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling, lees_registerhandeling
from ledger.inzage.regel import Getoond
from ledger.regels import lees_gebeurtenis
from ledger.store.bron import Grootboekbron
from ledger.store.connection import open_pool
from ledger.store.recorder import LedgerRecorder
from projections.rapporten.bron import Bron

ONLEESBAAR = 2
"""The exit code for a file in which a line cannot be read."""

Gelezen = TypeVar("Gelezen", Gebeurtenis, Registerhandeling)


_Soort = tuple[str, bool]
"""The name of an act, and whether it is one of a register."""


@dataclass(frozen=True, slots=True)
class _Plaats:
    regel: int
    begin: int
    lengte: int


class Bestandsbron:
    """The acts of a file that were recorded by K (`moment`, UTC; None: all of them).

    Raises typer.Exit after naming every line that cannot be read.
    """

    def __init__(self, bestand: IO[bytes], moment: datetime | None) -> None:
        self._bestand = bestand
        self._moment = moment
        self._op_soort: defaultdict[_Soort, list[_Plaats]] = defaultdict(list)
        fouten = []
        plaats = 0
        for nummer, regel in enumerate(bestand, start=1):
            if regel.strip():
                soort = _soort(regel)
                if soort is None:
                    fouten.append(
                        Regelfout(nummer, Fout("soort", "onbekende-soort", "Deze regel is geen handeling."))
                    )
                else:
                    self._op_soort[soort].append(_Plaats(nummer, plaats, len(regel)))
            plaats += len(regel)
        _stop_bij(fouten)

    def acten(self, *soorten: str) -> Iterator[Gebeurtenis]:
        """Give the acts of casussen with one of these names."""
        return self._bekende([(soort, False) for soort in soorten], lees_gebeurtenis)

    def register(self, *soorten: str) -> Iterator[Registerhandeling]:
        """Give the acts of registers with one of these names, in order of volgnummer."""
        handelingen = self._bekende([(soort, True) for soort in soorten], lees_registerhandeling)
        return iter(sorted(handelingen, key=lambda handeling: (handeling.regio, handeling.volgnummer)))

    def _bekende(self, soorten: Iterable[_Soort], lees: Callable[[bytes], Gelezen]) -> Iterator[Gelezen]:
        fouten = []
        for plaats in (plaats for soort in soorten for plaats in self._op_soort[soort]):
            self._bestand.seek(plaats.begin)
            try:
                gelezen = lees(self._bestand.read(plaats.lengte))
            except Geweigerd as geweigerd:
                fouten += [Regelfout(plaats.regel, fout) for fout in geweigerd.fouten]
                continue
            if self._moment is None or gelezen.vastgelegd_op <= self._moment:
                yield gelezen
        _stop_bij(fouten)


def _soort(regel: bytes) -> _Soort | None:
    try:
        ruw = json.loads(regel)
        soort = ruw["soort"]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    if not isinstance(soort, str) or soort not in ACTEN:
        return None
    return soort, soort in REGISTER_ACTEN and (soort != CORRECTIE or "regio" in ruw)


def _stop_bij(fouten: list[Regelfout]) -> None:
    if fouten:
        sys.stderr.writelines(f"{fout}\n" for fout in fouten)
        raise typer.Exit(ONLEESBAAR)


@contextmanager
def open_bron(invoer: str | None, kennis: Kennis) -> Iterator[Bron]:
    """Open the ledger, or a file when one is named, as known at K; raises typer.BadParameter."""
    if invoer is not None:
        if kennis.positie is not None:
            raise typer.BadParameter(
                "een bestand heeft geen posities; geef een tijdstip.", param_hint="--bekend-op"
            )
        with open_invoer(invoer) as bestand:
            yield Bestandsbron(bestand, kennis.moment)
        return
    with open_databank() as bank, open_pool(bank.app, naam="zicht rapporteert", maximaal=2) as pool:
        bron = Grootboekbron(LedgerRecorder(pool), positie=kennis.positie, moment=kennis.moment)
        kijk = Kijk.begin(bank, "zicht rapport", "cijfers", None)
        kijk.toont(Getoond(categorieen=("cijfers",), positie=bron.positie, bekend_op=kennis.moment))
        yield bron
