"""Our recorder for the eventsourcing library: dense positions, and an exact answer for every append.

Writing goes through `ledger.voeg_toe` alone, in groups (see group.py); reading is plain SQL on an index. A
follower that reads `positie > n` misses nothing: a position is visible only after all positions before it.
"""

from __future__ import annotations

import hashlib
import weakref
from collections.abc import Callable, Iterator, Sequence
from copy import copy
from datetime import datetime
from functools import partial
from typing import Any, TypeVar
from uuid import UUID, uuid4

from eventsourcing.persistence import ApplicationRecorder, Notification, StoredEvent, Subscription
from psycopg_pool import ConnectionPool

from ledger.store import queries
from ledger.store.append import Antwoord, Bijschrijver
from ledger.store.bereik import Bereik
from ledger.store.connection import Verbinding, conninfo_van
from ledger.store.encoding import Gecodeerd, codeer
from ledger.store.errors import (
    DatabaseOnbereikbaar,
    Opslagfout,
    ToevoegingOngeldig,
    VolgnummerBezet,
)
from ledger.store.group import Groep
from ledger.store.listen import GebeurtenisAbonnement
from ledger.store.pool import vraag_aan
from ledger.store.records import (
    Conflict,
    Herhaald,
    OpgeslagenGebeurtenis,
    Toevoeging,
    Uitkomst,
    Vastgelegd,
    VastgelegdeGebeurtenis,
)

Gelezen = TypeVar("Gelezen")

# Larger groups gain nothing: the commit is already shared by hundreds.
_GROOTSTE_GROEP = 256
_GROOTSTE_OMVANG = 512 * 1024

_STREK = 20_000  # positions read at once when only some acts are wanted


class LedgerRecorder(ApplicationRecorder):
    """The ledger in PostgreSQL.

    `pool` is for reading the whole of it, as `connection.GEHEEL`; who may not see all of it gets a recorder
    `binnen` its scope. Appends go over one connection of their own, to the
    same database unless `schrijver` is another conninfo, as a member of zicht_schrijver. `standaard_regio` is
    only for plain StoredEvents, which do not say where they belong. When the connection breaks during an
    append, `herkansen_s` is about how many seconds it goes on finding out what became of it.
    """

    def __init__(
        self,
        pool: ConnectionPool[Verbinding],
        *,
        schrijver: str | None = None,
        standaard_regio: str = "onbekend",
        herkansen_s: float = 15.0,
    ) -> None:
        self._pool = pool
        self._bereik: Bereik | None = None
        self._geheel = self
        self._standaard_regio = standaard_regio
        self._bijschrijver = Bijschrijver(schrijver or conninfo_van(pool), herkansen_s)
        self._groep: Groep[tuple[UUID, Gecodeerd], Antwoord] = Groep(
            self._bijschrijver.schrijf,
            lambda vraag: vraag[1].omvang,
            grootste_groep=_GROOTSTE_GROEP,
            grootste_omvang=_GROOTSTE_OMVANG,
        )
        # Like the pool, a recorder that nobody holds any more leaves no connection behind.
        self.sluit = weakref.finalize(self, self._bijschrijver.sluit)

    # Ours

    def voeg_toe(self, append: Toevoeging) -> Uitkomst:
        """Write one append and say exactly what became of it; durable when this returns Vastgelegd.

        A connection that breaks is repaired by asking again with the same opdracht.

        Raises UitkomstOnbekend when that does not help, DatabaseOnbereikbaar when nothing was sent,
        OpslagGeweigerd when the database refused, ToevoegingOngeldig when it is too large.
        """
        antwoord = self._groep.vraag((append.opdracht, codeer(append)))
        uitkomst = antwoord.uitkomst
        if isinstance(uitkomst, Opslagfout):
            raise uitkomst
        if antwoord.herkanst and isinstance(uitkomst, Herhaald) and self._is_van_ons(append, uitkomst):
            return Vastgelegd(
                range(uitkomst.eerste_positie, uitkomst.eerste_positie + len(append.gebeurtenissen))
            )
        return uitkomst

    def binnen(self, pool: ConnectionPool[Verbinding], bereik: Bereik) -> LedgerRecorder:
        """Give this recorder for who sees a part of the ledger; `pool` reads as zicht_lezer."""
        ander = copy(self)
        ander._pool, ander._bereik, ander._geheel = pool, bereik, self._geheel  # noqa: SLF001 — one of our own
        return ander

    def lees_casus(
        self, casus: UUID, *, na: int = -1, tot: int | None = None
    ) -> list[VastgelegdeGebeurtenis]:
        """Read the acts of one casus with `na` < volgnummer <= `tot`, in order."""
        return self._lees(lambda verbinding: queries.casus(verbinding, casus, na, tot))

    def positie_op(self, casus: UUID, moment: datetime, tot: int) -> int:
        """Read the position of the last act of a casus that was recorded by `moment`; 0 without one.

        Of its acts up to position `tot`, all of them, so only for a casus that this reader sees.
        """
        return self._geheel._lees(lambda verbinding: queries.positie_op(verbinding, casus, moment, tot))  # noqa: SLF001 — one of our own

    def lees_geheel(self, casus: UUID) -> list[VastgelegdeGebeurtenis]:
        """Read a casus to fold it: all of it, when this reader may see it at all; else nothing.

        Of what follows from it only what lies within `sinds` is for this reader.
        """
        return self._geheel.lees_casus(casus) if self.ziet(casus) else []

    def ziet(self, casus: UUID) -> bool:
        """Whether this reader may see anything of a casus; a casus that does not exist is not seen either."""
        return self.ziet_geheel(casus) or self.sinds(casus) is not None

    def ziet_geheel(self, casus: UUID) -> bool:
        """Whether all of a casus is for this reader, because of its region."""
        if self._bereik is None:
            return True
        rijen = self.lees_casus(casus, tot=1)
        return bool(rijen) and rijen[0].regio in self._bereik.regios

    def sinds(self, casus: UUID) -> datetime | None:
        """Read from when on (UTC) a party sees a casus; None: from the first act, or not at all."""
        bereik = self._bereik
        if bereik is None or bereik.partij is None:
            return None
        partij = bereik.partij
        return self._lees(lambda verbinding: queries.sinds(verbinding, casus, partij))

    def lees_casussen(self, na: UUID, *, tot: int, limiet: int) -> list[UUID]:
        """Read the first `limiet` casussen after `na` in order of id, of those begun up to position `tot`."""
        return self._lees(lambda verbinding: queries.casussen(verbinding, na, tot, limiet))

    def lees_na(self, positie: int, limiet: int) -> list[VastgelegdeGebeurtenis]:
        """Read the first `limiet` acts after `positie` in the whole ledger, in order of commit."""
        return self._lees(lambda verbinding: queries.na(verbinding, positie, limiet))

    def lees_van_soort(self, soorten: Sequence[str], tot: int) -> Iterator[VastgelegdeGebeurtenis]:
        """Read the acts up to position `tot` with one of these stored names, in order of commit.

        Open part only, a stretch of positions at a time: no long transaction, whatever the ledger's size.
        """
        for na in range(0, tot, _STREK):
            grens = min(na + _STREK, tot)
            yield from self._lees(partial(queries.van_soort, na=na, tot=grens, soorten=soorten))

    def lees_ingrepen(self, na: int, limiet: int) -> tuple[list[int], list[int]]:
        """Read the first positions after `na` at which something was corrected, and erased."""
        gevonden = self._lees(lambda verbinding: queries.ingrijpend(verbinding, na, limiet))
        return [p for p, vernietigd in gevonden if not vernietigd], [p for p, weg in gevonden if weg]

    def hoogste_positie(self) -> int:
        """Read the position of the last act; 0 when there is none."""
        return self._lees(queries.hoogste_positie)

    def zoek_opdracht(self, opdracht: UUID) -> Herhaald | None:
        """Read what a command wrote, or None when nothing was written under that name."""
        return self._lees(lambda verbinding: queries.opdracht(verbinding, opdracht))

    # The library's

    def insert_events(self, stored_events: Sequence[StoredEvent], **kwargs: Any) -> Sequence[int] | None:
        """Write acts of one casus and give the positions they got, None for no acts.

        `opdracht` (UUID) and `verzoek` (bytes) may come along; without them this call is a command of its
        own.

        Raises the library's IntegrityError when a volgnummer is not the next one.
        """
        opdracht: UUID = kwargs.pop("opdracht", None) or uuid4()
        verzoek: bytes = kwargs.pop("verzoek", None) or _digest(stored_events)
        if kwargs:
            raise ToevoegingOngeldig(f"verwacht opdracht en verzoek, gevonden {', '.join(sorted(kwargs))}")
        if not stored_events:
            return None
        append = Toevoeging(opdracht, verzoek, [self._als_onze(gebeurtenis) for gebeurtenis in stored_events])
        uitkomst = self.voeg_toe(append)
        if isinstance(uitkomst, Conflict):
            raise VolgnummerBezet(append.casus, append.eerste - 1, uitkomst.gevonden)
        if isinstance(uitkomst, Herhaald):
            aantal = uitkomst.laatste - uitkomst.eerste + 1
            return list(range(uitkomst.eerste_positie, uitkomst.eerste_positie + aantal))
        return list(uitkomst.posities)

    def select_events(
        self,
        originator_id: UUID | str,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> Sequence[StoredEvent]:
        """Read the acts of one casus as OpgeslagenGebeurtenis, events that are not ours as StoredEvent."""
        return self._lees(
            lambda verbinding: queries.events(
                verbinding, originator_id, gt=gt, lte=lte, desc=desc, limit=limit
            )
        )

    def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> Sequence[Notification]:
        """Answer the library's view of `lees_na`: id is the positie."""
        vanaf = (start or 0) if inclusive_of_start else (start or 0) + 1
        return self._lees(lambda verbinding: queries.notifications(verbinding, vanaf, stop, topics, limit))

    def max_notification_id(self) -> int | None:
        """Read the position of the last act, None when there is none."""
        return self.hoogste_positie() or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> Subscription[ApplicationRecorder]:
        """Follow every act after position `gt`, for ever; wakes up as soon as something is written."""
        return GebeurtenisAbonnement(self, conninfo_van(self._pool), gt=gt, topics=topics)

    # Inside

    def _als_onze(self, gebeurtenis: StoredEvent) -> OpgeslagenGebeurtenis:
        if isinstance(gebeurtenis, OpgeslagenGebeurtenis):
            return gebeurtenis
        return OpgeslagenGebeurtenis(
            originator_id=gebeurtenis.originator_id,
            originator_version=gebeurtenis.originator_version,
            topic=gebeurtenis.topic,
            state=gebeurtenis.state,
            regio=self._standaard_regio,
            gebeurd_op=None,
            vastgelegd_op=None,
            vertrouwelijk=None,
        )

    def _is_van_ons(self, append: Toevoeging, herhaald: Herhaald) -> bool:
        """Tell whether what stands under this opdracht is literally what we sent, and not another's."""
        if (append.casus, append.eerste, append.verzoek) != (
            herhaald.casus,
            herhaald.eerste,
            herhaald.verzoek,
        ):
            return False
        try:
            gelezen = self._geheel.lees_casus(append.casus, na=herhaald.eerste - 1, tot=herhaald.laatste)
        except DatabaseOnbereikbaar:
            return (
                False  # "written before" is true whoever wrote it; "not reachable" would say that nothing was
            )
        return [_inhoud(een) for een in gelezen] == [_inhoud(een) for een in append.gebeurtenissen]

    def _lees(self, vraag: Callable[[Verbinding], Gelezen]) -> Gelezen:
        def binnen(verbinding: Verbinding) -> Gelezen:
            verbinding.bereik = self._bereik
            return vraag(verbinding)

        return vraag_aan(self._pool, binnen)


def _inhoud(gebeurtenis: OpgeslagenGebeurtenis) -> tuple[object, ...]:
    return (
        gebeurtenis.topic,
        gebeurtenis.state,
        gebeurtenis.vertrouwelijk,
        gebeurtenis.regio,
        gebeurtenis.gebeurd_op,
        gebeurtenis.vastgelegd_op,
    )


def _digest(gebeurtenissen: Sequence[StoredEvent]) -> bytes:
    digest = hashlib.sha256()
    for gebeurtenis in gebeurtenissen:
        digest.update(hashlib.sha256(gebeurtenis.topic.encode()).digest())
        digest.update(hashlib.sha256(gebeurtenis.state).digest())
    return digest.digest()
