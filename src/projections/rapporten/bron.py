"""Where the acts of a report come from, and which of them stand. Source: rulebook 3 and 8."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Protocol
from uuid import UUID

from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis, Registerhandeling

_CORRECTIE = GebeurtenisGecorrigeerd.__name__


class Bron(Protocol):
    """The acts that were known at K. Each question may be asked more than once."""

    def acten(self, *soorten: str) -> Iterable[Gebeurtenis]:
        """Give the acts of casussen with one of these names, in any order."""
        ...

    def register(self, *soorten: str) -> Iterable[Registerhandeling]:
        """Give the acts of registers with one of these names, per region in order of volgnummer."""
        ...


def staande_handelingen(bron: Bron, *soorten: str) -> Iterator[Registerhandeling]:
    """Give every act of registers of these names as it stands after the corrections known.

    Only registers in which something was corrected are held in memory.
    """
    correcties: defaultdict[str, list[Registerhandeling]] = defaultdict(list)
    for correctie in bron.register(_CORRECTIE):
        correcties[correctie.regio].append(correctie)
    gecorrigeerd: defaultdict[str, list[Registerhandeling]] = defaultdict(list)
    for handeling in bron.register(*soorten):
        if handeling.regio in correcties:
            gecorrigeerd[handeling.regio].append(handeling)
        else:
            yield handeling
    for regio, handelingen in gecorrigeerd.items():
        op_nummer = {handeling.volgnummer: handeling for handeling in handelingen}
        for feit in staande_feiten([*handelingen, *correcties[regio]]):
            if feit.volgnummer in op_nummer:
                nieuw = {"gebeurd_op": feit.gebeurd_op, "gegevens": feit.gegevens}
                yield op_nummer[feit.volgnummer].model_copy(update=nieuw)


def staande_acten(bron: Bron, *soorten: str) -> Iterator[tuple[UUID, Feit]]:
    """Give with its casus every act of these names that stands after the corrections known.

    Only casussen in which something was corrected are held in memory.
    """
    correcties: defaultdict[UUID, list[Gebeurtenis]] = defaultdict(list)
    for correctie in bron.acten(_CORRECTIE):
        correcties[correctie.casus].append(correctie)
    gecorrigeerd: defaultdict[UUID, list[Gebeurtenis]] = defaultdict(list)
    for act in bron.acten(*soorten):
        if act.casus in correcties:
            gecorrigeerd[act.casus].append(act)
        else:
            yield act.casus, Feit(act.volgnummer, act.gebeurd_op, act.gegevens)
    for casus, acten in gecorrigeerd.items():
        for feit in staande_feiten([*acten, *correcties[casus]]):
            if not isinstance(feit.gegevens, GebeurtenisGecorrigeerd):
                yield casus, feit
