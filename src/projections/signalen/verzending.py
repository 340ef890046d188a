"""Each handover that was sent, with what it was about and what became of it.

A handover settles the meldingen that Veilig Thuis has at hand: those that were not handed over, laid with the
holder or closed without follow-up. A dienst does not settle them: what is handed over after it is still about
them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import NamedTuple

from ledger.acts.dienst import DienstIngezet, VeiligheidsbeoordelingAfgerond
from ledger.acts.melding import MeldingOntvangen
from ledger.acts.overdracht import OverdrachtVerstuurd
from ledger.acts.terug import OpschalingBesloten
from ledger.values import Partij
from projections.beloop import Beloop, Kijk
from projections.zicht.toestand import FASEN_VAN_DE_AFSPRAKEN, Toestand
from projections.zicht.verloop import Stap


class Overgang(NamedTuple):
    """When zicht passed by a handover, by which act (by a lapse: the sending), until when it lay there."""

    op: datetime
    volgnummer: int
    tot: datetime | None


class MeldingAanDeHand(NamedTuple):
    """A melding that a handover is about, and its latest assessment by then."""

    op: datetime
    act: MeldingOntvangen
    beoordeling: VeiligheidsbeoordelingAfgerond | None


class Verzending(NamedTuple):
    """A handover sent by Veilig Thuis or the holder.

    `sinds` is when what is handed over began at Veilig Thuis: the first of `meldingen`, or else when it last
    came to hold zicht. `vorige` is the sending before this one. `vervallen_op`: when it lapsed without
    passing.
    """

    op: datetime
    volgnummer: int
    act: OverdrachtVerstuurd
    voor: Toestand
    meldingen: tuple[MeldingAanDeHand, ...]
    sinds: datetime
    vorige: datetime | None
    overgang: Overgang | None
    vervallen_op: datetime | None

    @property
    def beoordelingen(self) -> tuple[VeiligheidsbeoordelingAfgerond, ...]:
        """The assessments that it rests on."""
        return tuple(m.beoordeling for m in self.meldingen if m.beoordeling is not None)

    @property
    def gemeld_sinds(self) -> datetime:
        """When the first melding that it is about was received, also where that was settled before.

        What Veilig Thuis found out about a melding stays found out when the casus comes back to it.
        """
        return min((melding.op for melding in self.meldingen), default=self.sinds)

    @property
    def door_vt(self) -> bool:
        """Whether the region's own Veilig Thuis sent it."""
        return self.act.van == self.voor.vt

    @property
    def is_direct(self) -> bool:
        """Whether it is a handover directly after the assessment (§6.1)."""
        return self.act.fase == "na-veiligheidsbeoordeling"

    @property
    def is_na_dienst(self) -> bool:
        """Whether it is a handover after a dienst (§6.2)."""
        return self.act.fase == "na-dienst"

    @property
    def naar_team(self) -> bool:
        """Whether it goes to a lokaal team: the agreement speaks of those and Veilig Thuis (§5)."""
        return self.act.aan.soort == "lokaal-team"

    @property
    def naar_hulpverlening(self) -> bool:
        """Whether it goes to another party than Veilig Thuis or the family."""
        return self.act.aan != self.voor.vt and self.act.aan.soort != "clientsysteem"


_MET_IETS_AAN_DE_HAND = (
    MeldingOntvangen,
    VeiligheidsbeoordelingAfgerond,
    DienstIngezet,
    OpschalingBesloten,
    OverdrachtVerstuurd,
)


_BELANG: Kijk = attrgetter("houder", "niemand", "clientsysteem", "lopend", "meldingen")


@dataclass(slots=True)
class _AanDeHand:
    """What Veilig Thuis has at hand while we walk through the casus."""

    vt_houdt_sinds: datetime
    meldingen: dict[str, tuple[datetime, MeldingOntvangen]]
    bekend: dict[str, tuple[datetime, MeldingOntvangen]]
    beoordelingen: dict[str, VeiligheidsbeoordelingAfgerond]

    def noteer(self, stap: Stap, voor: Toestand) -> None:
        """Take in a step."""
        na = stap.toestand
        act = None if stap.feit is None else stap.feit.gegevens
        if na.vt_houdt and not voor.vt_houdt:
            self.vt_houdt_sinds = stap.op
        if na.meldingen is not voor.meldingen and not isinstance(act, DienstIngezet):
            self._weg({m.melding for m in voor.meldingen} - {m.melding for m in na.meldingen})
        match act:
            case MeldingOntvangen():
                self.meldingen[act.melding] = self.bekend[act.melding] = (stap.op, act)
            case VeiligheidsbeoordelingAfgerond() if act.melding in self.bekend:
                # last in, last out: the latest assessment comes last
                self.beoordelingen.pop(act.melding, None)
                self.beoordelingen[act.melding] = act
                if act.besluit == "geen-vervolg":
                    self._weg([act.melding])
            case _:
                pass
        if _alles_is_afgehandeld(stap, voor):
            self.meldingen.clear()
        elif na.overgegaan is not None and na.overgegaan.fase in FASEN_VAN_DE_AFSPRAKEN:
            verstuurd = na.overgegaan.op
            self._weg([melding for melding, (op, _) in self.meldingen.items() if op <= verstuurd])

    def _weg(self, meldingen: Iterable[str | None]) -> None:
        for melding in meldingen:
            if melding is not None:
                self.meldingen.pop(melding, None)

    def waarover(self) -> tuple[MeldingAanDeHand, ...]:
        """Give what a handover sent now is about; with nothing at hand: what was assessed last."""
        waarover: Mapping[str, tuple[datetime, MeldingOntvangen]] = self.meldingen
        if not waarover and self.beoordelingen:
            melding = next(reversed(self.beoordelingen))
            waarover = {melding: self.bekend[melding]}
        return tuple(
            MeldingAanDeHand(op, act, self.beoordelingen.get(melding))
            for melding, (op, act) in waarover.items()
        )

    def sinds(self) -> datetime:
        """Give when what Veilig Thuis has at hand began there."""
        return min((op for op, _ in self.meldingen.values()), default=self.vt_houdt_sinds)


def _alles_is_afgehandeld(stap: Stap, voor: Toestand) -> bool:
    """Whether nothing is at hand any more: zicht ended, was decided on, or stays where it is (Z13)."""
    match stap.feit and stap.feit.gegevens:
        case OpschalingBesloten(toegewezen_aan=partij) if partij is not None:
            return True
        case OverdrachtVerstuurd(aan=aan, fase=fase) if fase in FASEN_VAN_DE_AFSPRAKEN:
            if stap.reden is not None and stap.reden.regel == "Z13" and aan != voor.vt:
                return True
        case _:
            pass
    return stap.toestand.niemand in ("beeindigd", "onbelegd")


def _overgang(vervolg: Iterable[Stap], volgnummer: int) -> Overgang | None:
    """Give the passing, in these steps from the sending on, of the handover that was sent as this act."""
    stappen = iter(vervolg)
    for stap in stappen:
        overgegaan = stap.toestand.overgegaan
        if overgegaan is None or overgegaan.volgnummer != volgnummer:
            continue
        weg = next((s.op for s in stappen if not _ligt_bij(s.toestand, overgegaan.aan)), None)
        return Overgang(stap.op, stap.volgnummer, weg)
    return None


def _ligt_bij(t: Toestand, partij: Partij) -> bool:
    return partij in (t.houder, t.clientsysteem)


def _vervallen_op(vervolg: Sequence[Stap], volgnummer: int) -> datetime | None:
    """Give when that handover was no longer pending, by passing or by a lapse."""

    def wacht(stap: Stap) -> bool:
        lopend = stap.toestand.lopend
        return lopend is not None and lopend.volgnummer == volgnummer

    if not wacht(vervolg[0]):
        return None
    return next((stap.op for stap in vervolg if not wacht(stap)), None)


def verzendingen(beloop: Beloop) -> tuple[Verzending, ...]:
    """Give every handover sent by Veilig Thuis or the holder to another party, in order."""
    verstuurd = {g.plaats: g for g in beloop.acten(OverdrachtVerstuurd)}
    if not verstuurd:
        return ()
    plaatsen = beloop.stappen_met(_BELANG, "overgangen", *_MET_IETS_AAN_DE_HAND)
    stappen = [stap for _, stap in plaatsen]
    voor = Toestand(vt=beloop.vt)
    bij_vt = _AanDeHand(stappen[0].op, {}, {}, {})
    verzonden: list[Verzending] = []
    for index, (plaats, stap) in enumerate(plaatsen):
        g = verstuurd.get(plaats)
        if g is not None and g.act.van in (voor.vt, voor.houder) and g.act.van != g.act.aan:
            vervolg = stappen[index:]
            overgang = _overgang(vervolg, g.volgnummer)
            verzonden.append(
                Verzending(
                    g.op,
                    g.volgnummer,
                    g.act,
                    g.voor.voor_de_volgende_stap(),
                    bij_vt.waarover(),
                    bij_vt.sinds(),
                    verzonden[-1].op if verzonden else None,
                    overgang,
                    None if overgang is not None else _vervallen_op(vervolg, g.volgnummer),
                )
            )
        bij_vt.noteer(stap, voor)
        voor = stap.toestand
    return tuple(verzonden)
