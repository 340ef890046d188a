"""The state that the rules of zicht op veiligheid work on, and the few moves that all of them share.

Everything here is immutable; a move gives a new state. Source: rulebook 4, 'Open melding' and 'Between them'.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal, NamedTuple

from ledger.acts.base import Fase
from ledger.values import Partij
from projections.stuk import Reden, Vertoon

Niemand = Literal["onbelegd", "beeindigd", "bij-clientsysteem"]
Handeling = Literal["bevestiging", "contact", "aanvulling"]

FASEN_VAN_DE_AFSPRAKEN: tuple[Fase, ...] = ("na-veiligheidsbeoordeling", "na-dienst")
"""The two moments of handover that the agreement knows (§3); they settle the meldingen received by then."""


class OpenMelding(NamedTuple):
    """A melding that lies at Veilig Thuis; at `uiterlijk` (UTC) zicht comes there (§6.3).

    Without `melding` it is a terugkoppeling or terugmelding that a reading treats as one.
    """

    volgnummer: int
    melding: str | None
    op: datetime
    uiterlijk: datetime | None


class Overdracht(NamedTuple):
    """A handover that was sent; zicht passes at one of `bij`, or when `uiterlijk` (UTC) lapses."""

    id: str
    volgnummer: int
    op: datetime
    aan: Partij
    fase: Fase
    regel: str
    grondslag: str
    onderdelen: frozenset[str]
    niet_van_toepassing: frozenset[str]
    bij: frozenset[Handeling] = frozenset()
    uiterlijk: datetime | None = None

    def reden(self, volgnummer: int, *, rechtens: bool = False) -> Reden:
        """Give the reason that rests on the rule of this handover."""
        return Reden(volgnummer, self.regel, self.grondslag, rechtens)


class Weigering(NamedTuple):
    """A handover (id) that was refused, by whom, and the rule by which that was a dispute (Z14, Z15)."""

    overdracht: str
    door: Partij
    regel: str


class Geschil(NamedTuple):
    """A running dispute, with the refusals in it."""

    weigeringen: tuple[Weigering, ...] = ()


class Toestand(NamedTuple):
    """Who holds zicht and everything that may still move it.

    `vt` is the region's own Veilig Thuis. `lopend` is the pending handover, `houdt_door` the handover by
    which the present holder came to hold, `regie` the party of the casusregie. `overgegaan` is the handover
    that passed in the very last step.
    """

    vt: Partij
    houder: Partij | None = None
    niemand: Niemand | None = None
    clientsysteem: Partij | None = None
    houdt_door: Overdracht | None = None
    lopend: Overdracht | None = None
    meldingen: tuple[OpenMelding, ...] = ()
    geschil: Geschil | None = None
    diensten: frozenset[str] = frozenset()
    regie: Partij | None = None
    overgegaan: Overdracht | None = None  # last: `staat_als` leaves it out

    @property
    def vt_houdt(self) -> bool:
        """Whether the region's own Veilig Thuis holds."""
        houder, vt = self.houder, self.vt
        return houder is vt or (houder is not None and houder == vt)

    @property
    def ander_houdt(self) -> bool:
        """Whether another party than the region's own Veilig Thuis holds."""
        return self.houder is not None and not self.vt_houdt

    @property
    def niets_loopt(self) -> bool:
        """Whether no melding is open, no dienst runs and no handover is pending (Z6, Z23)."""
        return not self.meldingen and not self.diensten and self.lopend is None

    @property
    def kan_verstrijken(self) -> bool:
        """Whether there is anything of which a term may lapse: an open melding or a pending handover."""
        return bool(self.meldingen) or self.lopend is not None

    def staat_als(self, ander: Toestand) -> bool:
        """Whether this is the same state, but for what belonged to the last step alone."""
        return self is ander or self[:-1] == ander[:-1]

    def voor_de_volgende_stap(self) -> Toestand:
        """Give the state without what belonged to the last step alone."""
        return self if self.overgegaan is None else self._replace(overgegaan=None)

    def vertoon(self) -> Vertoon | None:
        """Give what the lane shows: of several statuses that are true, the first of rulebook 4."""
        if self.houder is None:
            if self.niemand is None:
                return None
            return Vertoon(self.clientsysteem if self.niemand == "bij-clientsysteem" else None, self.niemand)
        if self.geschil is not None:
            return Vertoon(self.houder, "betwist")
        if self.lopend is not None:
            return Vertoon(self.houder, "in-overdracht")
        if self.meldingen and not self.vt_houdt:
            return Vertoon(self.houder, "melding-in-behandeling")
        return Vertoon(self.houder, "vast")

    def komt_bij(self, partij: Partij, door: Overdracht | None = None) -> Toestand:
        """Let `partij` hold. Any change of holder ends a dispute; what was on its way to VT has arrived."""
        if partij.soort == "clientsysteem":
            return self.houdt_niemand("bij-clientsysteem")._replace(clientsysteem=partij)
        if partij == self.houder:
            return self
        lopend = self.lopend
        if lopend is not None and partij == self.vt and lopend.aan == self.vt:
            lopend = None
        return self._replace(
            houder=partij,
            niemand=None,
            clientsysteem=None,
            houdt_door=door,
            geschil=None,
            lopend=lopend,
        )

    def houdt_niemand(self, status: Niemand) -> Toestand:
        """Let nobody hold; nothing is disputed then, and diensten end unless the family took over."""
        diensten = self.diensten if status == "bij-clientsysteem" else frozenset[str]()
        return self._replace(
            houder=None,
            niemand=status,
            clientsysteem=None,
            houdt_door=None,
            geschil=None,
            diensten=diensten,
        )

    def gaat_over(self, overdracht: Overdracht) -> Toestand:
        """Let zicht pass by `overdracht`; a handover of the agreement settles what was reported before it."""
        na = self._replace(lopend=None, overgegaan=overdracht).komt_bij(overdracht.aan, overdracht)
        if overdracht.fase in FASEN_VAN_DE_AFSPRAKEN:
            na = na.zonder_meldingen(lambda melding: melding.op <= overdracht.op)
        if overdracht.fase == "na-dienst":
            na = na._replace(diensten=frozenset())
        return na

    def zonder_meldingen(self, gesloten: Callable[[OpenMelding], bool] = lambda _: True) -> Toestand:
        """Close the meldingen for which `gesloten` holds."""
        return self._replace(meldingen=tuple(m for m in self.meldingen if not gesloten(m)))
