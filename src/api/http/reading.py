"""What every read does first: wait for the position that was asked for, and know what was known at K."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from threading import BoundedSemaphore
from uuid import UUID

from api.http.params import Vraag
from api.http.problems import CasusGeparkeerd, NietGevonden
from api.http.services import Diensten
from ledger import agreements
from ledger.agreements import Afspraken
from ledger.errors import (
    Fout,
    Geweigerd,
    NietBijgewerkt,
    OnbekendeCasus,
    OngeldigeAfspraken,
    OnleesbareGebeurtenis,
)
from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import decodeer
from ledger.store.recorder import LedgerRecorder
from ledger.store.records import VastgelegdeGebeurtenis
from ledger.store.registercodec import is_van_register
from ledger.store.sleutels.kluis import Kluis
from projections.leesmodel.antwoorden import Bekend, CasusAntwoord, TotPositie
from projections.stuk import instant_als_tekst

# who waits holds a thread; the others are for who does not
_WACHTENDEN = BoundedSemaphore(16)


def wacht(diensten: Diensten, vraag: Vraag, *bekend: Bekend) -> None:
    """Wait until the read model is at `vanafPositie`, and at the positions among `bekend`.

    Raises `NietBijgewerkt`, also when too many wait already, and `Geweigerd` for a K that is still to come.
    """
    gevraagd = [positie for positie in bekend if isinstance(positie, int)]
    if gevraagd and max(gevraagd) > diensten.recorder.hoogste_positie():
        raise Geweigerd([Fout("bekendOp", "positie-bestaat-niet", "Deze positie is er nog niet.")])
    positie = max([vraag.vanaf_positie or 0, *gevraagd])
    if positie == 0:
        return
    if not _WACHTENDEN.acquire(blocking=False):
        raise NietBijgewerkt(positie, 0)
    try:
        diensten.leesmodel.wacht_op(positie, diensten.instellingen.wachttijd_s)
    finally:
        _WACHTENDEN.release()


@dataclass(frozen=True, slots=True)
class Dossier:
    """The acts of a casus in the ledger itself, as far as `positie`."""

    rijen: Sequence[VastgelegdeGebeurtenis]
    positie: int

    def aantal(self, bekend: Bekend) -> int:
        """Count the acts that were known at K: always the first so many."""
        return sum(is_bekend(rij, bekend) for rij in self.rijen)

    def gebeurtenissen(self, bekend: Bekend, *, kluis: Kluis | None = None) -> list[Gebeurtenis]:
        """Give the acts that were known at K, in order; raises `OnbekendeCasus` when there were none.

        With their confidential parts when there is a `kluis` to open them.
        """
        bekende = [rij for rij in self.rijen if is_bekend(rij, bekend)]
        if not bekende:
            raise OnbekendeCasus
        geheimen = None if kluis is None else kluis.ontsluit(bekende)
        return [decodeer(rij, geheimen, met_vertrouwelijk=kluis is not None) for rij in bekende]


def lees_dossier(recorder: LedgerRecorder, casus: UUID, tot: int | None = None) -> Dossier:
    """Read a casus from the ledger, as far as position `tot`."""
    # first the position: an act that is recorded between the two reads must not be in the answer
    positie = recorder.hoogste_positie() if tot is None else tot
    rijen = [rij for rij in recorder.lees_geheel(casus) if rij.positie <= positie]
    # the register of a region is stored like a casus and is none
    return Dossier([] if rijen and is_van_register(rijen[0]) else rijen, positie)


def eis_zichtbaar(diensten: Diensten, casus: UUID) -> None:
    """Refuse a casus that who asks may not see as one that does not exist; raises `OnbekendeCasus`."""
    if _regio(diensten, casus) in diensten.bereik.regios:
        return
    if diensten.recorder.sinds(casus) is None:
        raise OnbekendeCasus


def _regio(diensten: Diensten, casus: UUID) -> str | None:
    """Give the region of a casus; None when who asks first may not see it.

    It stands with the first act and never changes, so it is read once.
    """
    regio = diensten.herkomst.geef(casus)
    if regio is None:
        for begin in diensten.recorder.lees_casus(casus, tot=1):
            regio = begin.regio
            diensten.herkomst.onthoud(casus, regio)
    return regio


def eis_binnen(diensten: Diensten, casus: UUID, op: datetime) -> None:
    """Refuse a moment (UTC) before the handover by which a party came to a casus; raises `NietGevonden`."""
    sinds = diensten.recorder.sinds(casus)
    if sinds is not None and op < sinds:
        melding = "Wat er was vóór de overdracht aan uw organisatie, is hier niet te zien."
        raise NietGevonden("voor-de-overdracht", melding)


def zichtbare_acten(diensten: Diensten, casus: UUID) -> frozenset[int] | None:
    """Give the volgnummers that who asks may see of a casus; None: all of them."""
    if diensten.recorder.sinds(casus) is None:
        return None
    return frozenset(rij.originator_version for rij in diensten.recorder.lees_casus(casus))


def is_bekend(rij: VastgelegdeGebeurtenis, bekend: Bekend) -> bool:
    """Whether an act was known at K."""
    if isinstance(bekend, TotPositie):
        return rij.positie <= bekend.positie and is_bekend(rij, bekend.moment)
    if isinstance(bekend, int):
        return rij.positie <= bekend
    return bekend is None or (rij.vastgelegd_op is not None and rij.vastgelegd_op <= bekend)


def keur(diensten: Diensten, casus: UUID, antwoord: CasusAntwoord, bekend: Bekend) -> CasusAntwoord:
    """Refuse an answer that cannot be given: `OnbekendeCasus`, or `CasusGeparkeerd` where it stands still.

    As known before the act at which it stands still, the answer is right.
    """
    if not antwoord.bekend:
        raise OnbekendeCasus
    geparkeerd = antwoord.geparkeerd
    if geparkeerd is None:
        return antwoord
    acten = [
        een for een in diensten.recorder.lees_geheel(casus) if een.originator_version == geparkeerd.volgnummer
    ]
    if any(is_bekend(act, bekend) for act in acten):
        raise CasusGeparkeerd(geparkeerd.volgnummer)
    return antwoord


@contextmanager
def gelezen() -> Iterator[None]:
    """Tell of a stored correction that cannot be folded for what it is: not the fault of who asks."""
    try:
        yield
    except Geweigerd:
        raise OnleesbareGebeurtenis("onleesbare correctie") from None


def bekend_als_json(diensten: Diensten, bekend: Bekend) -> str | int:
    """Write K in an answer as it was asked; without it, the present instant."""
    if isinstance(bekend, int):
        return bekend
    moment = bekend.moment if isinstance(bekend, TotPositie) else bekend
    return instant_als_tekst(moment or diensten.klok.nu())


def afspraken_met(naam: str, veld: str) -> Afspraken:
    """Give the set of agreements that parameter `veld` names; raises `Geweigerd`."""
    try:
        return agreements.met_naam(naam)
    except OngeldigeAfspraken as fout:
        raise Geweigerd([Fout(veld, "onbekende-afspraken", str(fout))]) from None
