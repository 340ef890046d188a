"""The walk through a casus: every act in the order in which it took place, and every lapse between.

A term that lapses at an instant works before any act at that instant (rulebook 3).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
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

    def wegens(self, regel: str, grondslag: str) -> Reden:
        """Give the reason for what this step means in another lane: the same act or the same lapse."""
        if self.feit is not None:
            return Reden(self.feit.volgnummer, regel, grondslag)
        if self.reden is None:
            raise AssertionError("a step is made by an act or by a lapse")
        return Reden(self.reden.volgnummer, regel, grondslag, self.reden.rechtens)


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


def verloop(feiten: Sequence[Feit], afspraken: Afspraken) -> list[Stap]:
    """Walk through the acts of one casus that stand and give every step, terms that still run included.

    Acts before the first melding that stands move nothing (rulebook 3); without a melding there is no step.
    """
    meldingen = [(i, f.gegevens) for i, f in enumerate(feiten) if isinstance(f.gegevens, MeldingOntvangen)]
    if not meldingen:
        return []
    begin, eerste = meldingen[0]
    omstandigheden = Omstandigheden(feiten, afspraken, frozenset(act.melding for _, act in meldingen))
    t = Toestand(vt=Partij(soort="veilig-thuis", id=eerste.veilig_thuis))
    stappen: list[Stap] = []
    for feit in feiten[begin:]:
        stappen.extend(_lapses(t, stappen[-1].op if stappen else None, feit.gebeurd_op))
        t = (stappen[-1].toestand if stappen else t).voor_de_volgende_stap()
        reden: Reden | None = None
        if (regel := _REGELS.get(type(feit.gegevens))) is not None:
            t, reden = regel(t, feit, feit.gegevens, omstandigheden)
        stappen.append(Stap(feit.gebeurd_op, feit, t, reden))
        # a deadline that was already past when zicht came to another, or to nobody, works at once (Z3)
        stappen.extend(_lapses(t, feit.gebeurd_op, feit.gebeurd_op))
        t = stappen[-1].toestand
    stappen.extend(_lapses(t, stappen[-1].op, None))
    return stappen
