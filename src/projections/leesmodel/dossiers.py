"""The acts of a casus as the folds want them: from the ledger, open part only, as far as they can be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from uuid import UUID

from ledger.errors import OnleesbareGebeurtenis
from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import decodeer
from ledger.store.records import OpgeslagenGebeurtenis
from ledger.store.registercodec import is_registersoort
from projections.bitemporeel import FOUTEN_VAN_EEN_CASUS, VastgelegdeAct, Vastgelopen

# The confidential part is not asked for: what is not read cannot leak.
KOLOMMEN = """
SELECT casus, volgnummer, soort, open, regio, gebeurd_op, vastgelegd_op, positie
  FROM ledger.gebeurtenissen
"""


class Dossier(NamedTuple):
    """What the ledger holds of one casus up to a position.

    `acten` are in order of volgnummer, up to the first that cannot be read; `onleesbaar` says which that is.
    `bekend_van` is the `vastgelegdOp` of the first act (None for one that is not ours), `positie` the
    position of the last.
    """

    casus: UUID
    regio: str
    acten: list[VastgelegdeAct]
    onleesbaar: Vastgelopen | None
    bekend_van: datetime | None
    bekend_van_positie: int
    positie: int


def lees_dossiers(rijen: Iterable[tuple[Any, ...]]) -> Iterator[Dossier]:
    """Give a dossier per casus from rows of `KOLOMMEN`, ordered by casus and volgnummer.

    The register of a region is no casus and gives none.
    """
    for casus, groep in groupby(rijen, key=itemgetter(0)):
        van_een = list(groep)
        if not is_registersoort(van_een[0][2]):
            yield _dossier(casus, van_een)


def _dossier(casus: UUID, rijen: list[tuple[Any, ...]]) -> Dossier:
    acten: list[VastgelegdeAct] = []
    onleesbaar: Vastgelopen | None = None
    for rij in rijen:
        gelezen = _lees(rij)
        if isinstance(gelezen, Vastgelopen):
            onleesbaar = gelezen
            break
        acten.append(VastgelegdeAct(gelezen, rij[7]))
    eerste = rijen[0]
    return Dossier(casus, eerste[4], acten, onleesbaar, eerste[6], eerste[7], rijen[-1][7])


def _lees(rij: tuple[Any, ...]) -> Gebeurtenis | Vastgelopen:
    try:
        return decodeer(OpgeslagenGebeurtenis(*(*rij[:7], None)), met_vertrouwelijk=False)
    except OnleesbareGebeurtenis as fout:
        return Vastgelopen(rij[1], rij[7], "onleesbare-gebeurtenis", str(fout))
    except FOUTEN_VAN_EEN_CASUS as fout:  # whatever else reading could stumble over, it is about this act
        return Vastgelopen(rij[1], rij[7], "onleesbare-gebeurtenis", type(fout).__name__)
