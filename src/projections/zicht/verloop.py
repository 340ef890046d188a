"""The walk through a casus: every act in the order in which it took place, and every lapse between.

A term that lapses at an instant works before any act at that instant (rulebook 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import islice
from typing import Any, NamedTuple

from ledger.acts import Act
from ledger.acts.dienst import DienstAfgerond, DienstIngezet, VeiligheidsbeoordelingAfgerond
from ledger.acts.lokaal_team import (
    CasusregieAfgerond,
    CasusregieGestart,
    CasusregisseurGewisseld,
    ContactGelegd,
    DossierGesloten,
    StabieleVeiligheidVastgesteld,
)
from ledger.acts.melding import MeldingOntvangen
from ledger.acts.monitoring import BemoeienisGestopt
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OverdrachtAangevuld,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtNietBezorgd,
    OverdrachtVerstuurd,
)
from ledger.acts.terug import (
    OpschalingBesloten,
    OpschalingGestart,
    TerugkoppelingGewogen,
    TerugkoppelingOntvangen,
    TerugmeldingOntvangen,
)
from ledger.agreements import Afspraken
from ledger.corrections import Feit
from ledger.values import Partij
from projections.stuk import Reden
from projections.zicht import dienst, einde, geschil, melding, overdracht
from projections.zicht.regel import GRONDSLAG, Omstandigheden, Uitkomst
from projections.zicht.toestand import OpenMelding, Toestand


class Stap(NamedTuple):
    """One step: at `op` (UTC) the state became `toestand`, by `feit` or (None) by the lapse of a term."""

    op: datetime
    feit: Feit | None
    toestand: Toestand
    reden: Reden | None

    @property
    def volgnummer(self) -> int:
        """The act that this step came by, or (by a lapse) the act that started the term."""
        if self.feit is not None:
            return self.feit.volgnummer
        if self.reden is None:
            raise AssertionError("a step is made by an act or by a lapse")
        return self.reden.volgnummer

    def wegens(self, regel: str, grondslag: str) -> Reden:
        """Give the reason for what this step means in another lane: the same act or the same lapse."""
        rechtens = self.feit is None and self.reden is not None and self.reden.rechtens
        return Reden(self.volgnummer, regel, grondslag, rechtens)


_REGELS: Mapping[type[Act], Callable[[Toestand, Feit, Any, Omstandigheden], Uitkomst]] = {
    MeldingOntvangen: melding.melding_ontvangen,
    VeiligheidsbeoordelingAfgerond: melding.beoordeling_afgerond,
    TerugkoppelingOntvangen: melding.terug,
    TerugmeldingOntvangen: melding.terug,
    TerugkoppelingGewogen: melding.terugkoppeling_gewogen,
    DienstIngezet: dienst.dienst_ingezet,
    DienstAfgerond: dienst.dienst_afgerond,
    BemoeienisGestopt: dienst.bemoeienis_gestopt,
    OverdrachtVerstuurd: overdracht.overdracht_verstuurd,
    OverdrachtAangevuld: overdracht.overdracht_aangevuld,
    OntvangstBevestigd: overdracht.ontvangst_bevestigd,
    ContactGelegd: overdracht.contact_gelegd,
    OverdrachtGeweigerd: overdracht.overdracht_geweigerd,
    OverdrachtIngetrokken: overdracht.overdracht_vervallen,
    OverdrachtNietBezorgd: overdracht.overdracht_vervallen,
    OpschalingGestart: geschil.opschaling_gestart,
    OpschalingBesloten: geschil.opschaling_besloten,
    StabieleVeiligheidVastgesteld: einde.stabiele_veiligheid,
    CasusregieGestart: einde.casusregie_gestart,
    CasusregisseurGewisseld: einde.casusregisseur_gewisseld,
    CasusregieAfgerond: einde.casusregie_afgerond,
    DossierGesloten: einde.dossier_gesloten,
}
"""Every act that can move zicht; all others change nothing (Z25)."""


def _verstrijkt(t: Toestand) -> OpenMelding | None:
    """Give the open melding whose deadline brings zicht to Veilig Thuis first (Z3)."""
    if t.vt_houdt:
        return None
    met_termijn = [m for m in t.meldingen if m.uiterlijk is not None]
    return min(met_termijn, key=lambda m: (m.uiterlijk, m.op, m.volgnummer), default=None)


def _door_melding(t: Toestand, open_melding: OpenMelding) -> Uitkomst:
    """Z3: Veilig Thuis holds from the deadline on."""
    return t.komt_bij(t.vt), Reden(open_melding.volgnummer, "Z3", GRONDSLAG["Z3"], rechtens=True)


def _lapse(t: Toestand, tot: datetime | None) -> tuple[datetime, Uitkomst] | None:
    """Give the term that lapses first, not after `tot` (UTC; None: whenever), and what it does.

    At one instant a handover comes before a melding.
    """
    eerstvolgende = _verstrijkt(t)
    melding_op = None if eerstvolgende is None else eerstvolgende.uiterlijk
    overdracht_op = None if t.lopend is None else t.lopend.uiterlijk
    if (
        t.lopend is not None
        and overdracht_op is not None
        and (melding_op is None or overdracht_op <= melding_op)
    ):
        if tot is not None and overdracht_op > tot:
            return None
        return overdracht_op, (t.gaat_over(t.lopend), t.lopend.reden(t.lopend.volgnummer, rechtens=True))
    if eerstvolgende is not None and melding_op is not None and (tot is None or melding_op <= tot):
        return melding_op, _door_melding(t, eerstvolgende)
    return None


def _lapses(t: Toestand, vanaf: datetime | None, tot: datetime | None) -> Iterator[Stap]:
    """Give a step for every term that lapses not after `tot` (UTC; None: all that still run).

    A term whose deadline lies before `vanaf`, the instant of the last step, works from then on.
    """
    while t.kan_verstrijken:
        gevonden = _lapse(t.voor_de_volgende_stap(), tot)
        if gevonden is None:
            return
        op, (t, reden) = gevonden
        vanaf = op if vanaf is None else max(op, vanaf)
        yield Stap(vanaf, None, t, reden)


class Wandeling:
    """A walk under way: `stappen` are the steps by the acts taken so far, and by what lapsed until then.

    No act that takes place after the instant of a step changes it, but for a melding that a besluit taken
    before names. `feiten` are all acts that stand; the walk goes on from `begin`, the first melding.
    """

    def __init__(self, feiten: Sequence[Feit], begin: int, vt: Partij, afspraken: Afspraken) -> None:
        meldingen = frozenset(f.gegevens.melding for f in feiten if isinstance(f.gegevens, MeldingOntvangen))
        self.begin = begin
        self.stappen: list[Stap] = []
        self._toestand = Toestand(vt=vt)
        self._bij = Omstandigheden(feiten, afspraken, meldingen)
        self._stappen_na: list[int] = []
        self._uitloop: tuple[Toestand, list[Stap]] | None = None
        self.ga_verder()

    @property
    def vt(self) -> Partij:
        """The region's own Veilig Thuis."""
        return self._toestand.vt

    def ga_verder(self) -> None:
        """Take the acts that were not taken yet."""
        for feit in islice(self._bij.feiten, self.begin + len(self._stappen_na), None):
            self._neem(feit)
            self._stappen_na.append(len(self.stappen))

    def ga_terug(self, plaats: int) -> int:
        """Take back the acts from this place in `feiten` on; answers how many steps that leaves."""
        if plaats - self.begin == len(self._stappen_na):
            return len(self.stappen)
        del self._stappen_na[plaats - self.begin :]
        over = self._stappen_na[-1] if self._stappen_na else 0
        del self.stappen[over:]
        self._toestand = self.stappen[-1].toestand if self.stappen else Toestand(vt=self.vt)
        return over

    def _neem(self, feit: Feit) -> None:
        stappen, op = self.stappen, feit.gebeurd_op
        if self._toestand.kan_verstrijken:
            stappen.extend(_lapses(self._toestand, stappen[-1].op if stappen else None, op))
        t = voor = (stappen[-1].toestand if stappen else self._toestand).voor_de_volgende_stap()
        reden: Reden | None = None
        if (regel := _REGELS.get(type(feit.gegevens))) is not None:
            t, reden = regel(t, feit, feit.gegevens, self._bij)
        stappen.append(Stap(op, feit, t, reden))
        if t is not voor and t.kan_verstrijken:
            # a deadline that was already past when zicht came to another, or to nobody, works at once (Z3)
            stappen.extend(_lapses(t, op, op))
            t = stappen[-1].toestand
        self._toestand = t

    def ken(self, melding: str) -> None:
        """Let a besluit that follows be about this melding, of an act that is taken next."""
        self._bij = self._bij._replace(meldingen=self._bij.meldingen | {melding})

    def uitloop(self) -> list[Stap]:
        """Give the steps by the terms that still run, as far as no act comes between."""
        # all that could lapse until the last step has, so it depends on the state alone
        if self._uitloop is None or self._uitloop[0] is not self._toestand:
            vanaf = self.stappen[-1].op if self.stappen else None
            self._uitloop = self._toestand, list(_lapses(self._toestand, vanaf, None))
        return self._uitloop[1]


def wandel(feiten: Sequence[Feit], afspraken: Afspraken) -> Wandeling | None:
    """Walk through the acts of one casus that stand; None without a melding.

    Acts before the first melding that stands move nothing (rulebook 3).
    """
    for begin, feit in enumerate(feiten):
        if isinstance(feit.gegevens, MeldingOntvangen):
            vt = Partij(soort="veilig-thuis", id=feit.gegevens.veilig_thuis)
            return Wandeling(feiten, begin, vt, afspraken)
    return None


def verloop(feiten: Sequence[Feit], afspraken: Afspraken) -> list[Stap]:
    """Give every step of that walk, terms that still run included; without a melding there is none."""
    wandeling = wandel(feiten, afspraken)
    return [] if wandeling is None else [*wandeling.stappen, *wandeling.uitloop()]
