"""Record an act: load the casus, decide, append; once, however often it is asked.

The one door through which acts enter the ledger one by one. Bulk import has its own, with the same `decide`.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from functools import reduce
from threading import Lock
from uuid import UUID, uuid4, uuid5

from ledger.acts.melding import MeldingOntvangen
from ledger.bevoegdheid import eis_bevoegd
from ledger.casus import Casus, decide, evolve
from ledger.clock import Klok
from ledger.errors import Geweigerd, OnbekendeCasus, SleutelConflict, VersieConflict
from ledger.gebeurtenis import Aanmelding, Gebeurtenis
from ledger.store.codec import decodeer
from ledger.store.geheugen import Geheugen
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import Conflict, Herhaald, Toevoeging
from ledger.store.registercodec import is_registersoort
from ledger.store.sleutels.hoofdsleutel import SleutelVernietigd
from ledger.store.sleutels.kluis import Kluis
from ledger.values import Actor, Deel
from ledger.vertrouwelijk import verdeel

_OPDRACHTEN = UUID("5f7b1d5e-0f0e-4f8e-9b39-6a2f6c1d8e21")  # the namespace of commands named by a key
_STROKEN = 256  # two casussen seldom share one
_ONTHOUDEN = 500  # casussen; of thirty acts each they take some tens of megabytes
_POGINGEN = 50  # against writers in other processes: of two that go on and on, one lost eleven times in a row


@dataclass(frozen=True, slots=True)
class Vastlegging:
    """A recorded act and its position in the ledger; `herhaald` says that an earlier request recorded it."""

    gebeurtenis: Gebeurtenis
    positie: int
    herhaald: bool


@dataclass(frozen=True, slots=True)
class Opdracht:
    """A command: its id, the same for every repetition under a key, and the digest of what was asked."""

    id: UUID
    verzoek: bytes
    op_sleutel: bool


class Vastlegger:
    """Records acts with `recorder`, sealed with keys of `kluis`, at the time of `klok`.

    `nieuw_id` names a new casus. With `eist_bevoegdheid` an act of another party is refused; without, whoever
    calls has made sure of who says what. Threads that write in the same casus wait for one another: they
    would only overtake each other in turn.
    """

    def __init__(
        self,
        recorder: LedgerRecorder,
        kluis: Kluis,
        klok: Klok,
        *,
        nieuw_id: Callable[[], UUID] = uuid4,
        eist_bevoegdheid: bool = False,
    ) -> None:
        self._eist_bevoegdheid = eist_bevoegdheid
        self._recorder = recorder
        self._kluis = kluis
        self._klok = klok
        self._nieuw_id = nieuw_id
        self._stroken = tuple(Lock() for _ in range(_STROKEN))
        # As this process left them. Another process may have gone on since: then the append is a conflict.
        self._onthouden: Geheugen[UUID, Casus] = Geheugen(_ONTHOUDEN)

    def open_casus(self, aanmelding: Aanmelding, actor: Actor, *, sleutel: str | None = None) -> Vastlegging:
        """Record the first melding of a new casus.

        Raises `NietNamensDezePartij`, `Geweigerd` with every fault, `SleutelConflict` for a key used before
        for another request, and the errors of the store.
        """
        opdracht = geef_opdracht(None, aanmelding, actor, sleutel)
        if (eerder := self._eerder(opdracht)) is not None:
            return eerder
        return self._voeg_toe(Casus(self._nieuw_id()), aanmelding, actor, opdracht)

    def leg_vast(
        self,
        casus: UUID,
        aanmelding: Aanmelding,
        actor: Actor,
        *,
        verwacht: int | None = None,
        sleutel: str | None = None,
    ) -> Vastlegging:
        """Record an act in a casus.

        With `verwacht` only if that is its last volgnummer, else `VersieConflict`; without, another act that
        comes first is taken into account and the act is decided again. Raises also `OnbekendeCasus` and what
        `open_casus` raises.
        """
        opdracht = geef_opdracht(casus, aanmelding, actor, sleutel)
        if (eerder := self._eerder(opdracht)) is not None:
            return eerder
        with self._stroken[casus.int % _STROKEN]:
            if (staat := self._onthouden.geef(casus)) is not None:
                # nothing is refused on what is only remembered: it is looked at again first
                with suppress(Geweigerd, VersieConflict):
                    _eis_volgnummer(staat, verwacht)
                    return self._voeg_toe(staat, aanmelding, actor, opdracht)
            for poging in range(1, _POGINGEN + 1):
                staat = self.lees(casus)
                try:
                    _eis_volgnummer(staat, verwacht)
                    return self._voeg_toe(staat, aanmelding, actor, opdracht)
                except (Geweigerd, VersieConflict) as fout:
                    # what stands in the way may be this very request, recorded since we looked for it
                    if (eerder := self._eerder(opdracht)) is not None:
                        return eerder
                    if isinstance(fout, Geweigerd) or verwacht is not None or poging == _POGINGEN:
                        raise
        raise AssertionError("the last attempt returns or raises")

    def lees(self, casus: UUID) -> Casus:
        """Load the casus as it stands; raises `OnbekendeCasus`."""
        opgeslagen = self._recorder.lees_casus(casus)
        if not opgeslagen or is_registersoort(opgeslagen[0].topic):
            raise OnbekendeCasus
        return reduce(evolve, (decodeer(een, met_vertrouwelijk=False) for een in opgeslagen), Casus(casus))

    def _voeg_toe(
        self, casus: Casus, aanmelding: Aanmelding, actor: Actor, opdracht: Opdracht
    ) -> Vastlegging:
        # who may not say this is told so before anything that the casus knows
        act = aanmelding.gegevens
        regio = casus.regio or (act.veilig_thuis if isinstance(act, MeldingOntvangen) else None)
        if regio is not None and self._eist_bevoegdheid:
            eis_bevoegd(act, actor, regio, {g.volgnummer: g for g in casus.gebeurtenissen}.get)
        gebeurtenis = decide(casus, aanmelding, actor, self._klok.nu())
        daarna = evolve(casus, _zonder_vertrouwelijk(gebeurtenis))
        regio = daarna.regio
        if regio is None:
            raise AssertionError("a casus begins with a melding, which names its regio")
        try:
            opgeslagen = self._kluis.codeer(gebeurtenis, regio, verdeel(casus, gebeurtenis))
        except SleutelVernietigd:
            self._onthouden.vergeet(casus.id)
            raise VersieConflict(casus.volgnummer, self.lees(casus.id).volgnummer) from None
        append = Toevoeging(opdracht.id, opdracht.verzoek, [opgeslagen])
        uitkomst = self._recorder.voeg_toe(append)
        match uitkomst:
            case Conflict(gevonden=gevonden):
                self._onthouden.vergeet(casus.id)
                raise VersieConflict(casus.volgnummer, gevonden)
            case Herhaald():
                return self._antwoord_van_toen(uitkomst, opdracht)
            case _:
                self._onthouden.onthoud(casus.id, daarna)
                return Vastlegging(gebeurtenis, uitkomst.posities[0], herhaald=False)

    def _eerder(self, opdracht: Opdracht) -> Vastlegging | None:
        """Give the first answer to a command under a key, before anything is decided anew."""
        herhaald = self._recorder.zoek_opdracht(opdracht.id) if opdracht.op_sleutel else None
        return None if herhaald is None else self._antwoord_van_toen(herhaald, opdracht)

    def _antwoord_van_toen(self, herhaald: Herhaald, opdracht: Opdracht) -> Vastlegging:
        if herhaald.verzoek != opdracht.verzoek:
            raise SleutelConflict
        (opgeslagen,) = self._recorder.lees_casus(herhaald.casus, na=herhaald.eerste - 1, tot=herhaald.eerste)
        gebeurtenis = decodeer(opgeslagen, self._kluis.ontsluit([opgeslagen]))
        return Vastlegging(gebeurtenis, herhaald.eerste_positie, herhaald=True)


def _zonder_vertrouwelijk(gebeurtenis: Gebeurtenis) -> Gebeurtenis:
    """Give an act as it is loaded: what was said in confidence is not kept at hand, nor needed to decide."""
    if gebeurtenis.vertrouwelijk is None:
        return gebeurtenis
    return gebeurtenis.model_copy(update={"vertrouwelijk": None})


def _eis_volgnummer(casus: Casus, verwacht: int | None) -> None:
    if verwacht is not None and casus.volgnummer != verwacht:
        raise VersieConflict(verwacht, casus.volgnummer)


def geef_opdracht(stroom: UUID | str | None, aanmelding: Deel, actor: Actor, sleutel: str | None) -> Opdracht:
    """Name the command to record in `stroom`: a casus, the register of a region, or a casus to be opened.

    A key belongs to the employee who chose it, so nobody can guess another's answer. The digest is made with
    that key, which is not stored: what was said in confidence cannot be confirmed by guessing at it.
    """
    if sleutel is None:
        nieuw = uuid4()
        return Opdracht(nieuw, nieuw.bytes, op_sleutel=False)
    verzoek = f"{stroom or ''}\n{aanmelding.model_dump_json(exclude_none=True)}"
    verzoek_hash = hmac.digest(sleutel.encode(), verzoek.encode(), "sha256")
    naam = f"{actor.organisatie}\n{actor.medewerker}\n{sleutel}"
    return Opdracht(uuid5(_OPDRACHTEN, naam), verzoek_hash, op_sleutel=True)
