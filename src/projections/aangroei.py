"""What is known of a casus, act by act: the same as folding anew after every act, but only what can change.

The fold itself is the specification (`rijen.inhoud_van`); here it is spread over the acts. Each rule is asked
once, and again only when something that it looked at is no longer as it was (`Beloop.gelezen`): an act that
takes place after all others adds a step to the walk, a late or a correcting one makes the walk begin anew.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import chain

from ledger.acts.dienst import VeiligheidsbeoordelingAfgerond
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.acts.melding import MeldingOntvangen
from ledger.agreements import Afspraken
from ledger.corrections import Feit, staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from projections.beloop import Beloop, Bron
from projections.meldingen import meldingen_van
from projections.rijen import Inhoud, rij_van
from projections.signalen import REGELS, Signaal, is_er
from projections.signalen.beeld import Beeld
from projections.signalen.termijnen import signalen_termijnen
from projections.signalen.verzending import Verzending, verzendingen
from projections.stuk import Baan, Stuk
from projections.termijnen import SOORTEN, Termijn, te_informeren
from projections.tijdlijn import BANEN, eigen_afspraken
from projections.zicht.verloop import Wandeling, wandel

Verschil = tuple[list[Inhoud], list[Inhoud]]
"""What is no longer known, and what is newly known."""


class _Blik:
    """What is looked at when an act was added, and what has changed by it: `anders` (None: everything)."""

    __slots__ = ("_banen", "_verzendingen", "anders", "beeld", "beloop", "vastgelegd_op")

    def __init__(self, beloop: Beloop, vastgelegd_op: Mapping[int, datetime]) -> None:
        self.vastgelegd_op = vastgelegd_op
        self.anders: set[Bron] | None = None
        self._banen: dict[Baan, tuple[Stuk, ...]] = {}
        self._verzendingen: list[Verzending] = []
        self.kijk_naar(beloop)

    def kijk_naar(self, beloop: Beloop) -> None:
        """Look at another course of the same casus."""
        self.beloop = beloop
        self.beeld = Beeld(beloop, self._banen, self._verzendingen)

    def baan(self, baan: Baan) -> Iterable[Inhoud]:
        """Lay out a lane, for who looks at it later; its pieces are rows."""
        stukken = BANEN[baan](self.beloop)
        if stukken != self._banen.get(baan):
            self._banen[baan] = stukken
            self._is_anders(baan)
        return (rij_van(baan, stuk, self.beloop.afspraken.naam) for stuk in stukken)

    def verzonden(self) -> Iterable[Inhoud]:
        """Find the handovers that were sent, for who looks at them later; they are no rows."""
        gevonden = [*verzendingen(self.beloop)]
        if gevonden != self._verzendingen:
            self._verzendingen[:] = gevonden
            self._is_anders("verzendingen")
        return ()

    def _is_anders(self, bron: Bron) -> None:
        if self.anders is not None:
            self.anders.add(bron)


def _met_signalen(termijnen: Iterable[Termijn]) -> Iterable[Inhoud]:
    reeks = tuple(termijnen)
    signalen = filter(is_er, signalen_termijnen(reeks))
    return chain(reeks, signalen)


def _termijnen(blik: _Blik, soort: Callable[[Beloop], Iterable[Termijn]]) -> Iterable[Inhoud]:
    return _met_signalen(soort(blik.beloop))


def _te_informeren(blik: _Blik) -> Iterable[Inhoud]:
    return _met_signalen(te_informeren(blik.beloop, blik.vastgelegd_op))


def _signalen(blik: _Blik, regel: Callable[[Beeld], Iterable[Signaal]]) -> Iterable[Inhoud]:
    return filter(is_er, regel(blik.beeld))


def _meldingen(blik: _Blik) -> Iterable[Inhoud]:
    return meldingen_van(blik.beloop.feiten_van(MeldingOntvangen))


_VRAGEN: tuple[Callable[[_Blik], Iterable[Inhoud]], ...] = (
    *(partial(_Blik.baan, baan=baan) for baan in BANEN),
    _Blik.verzonden,
    # what the signals look at comes before them
    *(partial(_termijnen, soort=soort) for soort in SOORTEN),
    _te_informeren,
    *(partial(_signalen, regel=regel) for regel in REGELS),
    _meldingen,
)


class Aangroei:
    """A casus to which act after act is added, in the order in which they were recorded.

    `staand` counts what is known now: what two rules say alike is there as long as one of them says so.
    Without `afspraken` the casus is judged by its own set.
    """

    def __init__(self, gebeurtenissen: Iterable[Gebeurtenis], afspraken: Afspraken | None = None) -> None:
        self.staand: Counter[Inhoud] = Counter()
        self._gebeurtenissen = list(gebeurtenissen)
        self._gekozen = afspraken
        self._vastgelegd_op = {g.volgnummer: g.vastgelegd_op for g in self._gebeurtenissen}
        self._feiten: list[Feit] = []
        self._wandeling: Wandeling | None = None
        self._blik: _Blik | None = None
        self._gelezen: list[frozenset[Bron]] = [frozenset()] * len(_VRAGEN)
        self._uitkomsten: list[tuple[Inhoud, ...]] = [()] * len(_VRAGEN)
        self._begin_opnieuw()

    def voeg_toe(self, gebeurtenis: Gebeurtenis) -> Verschil:
        """Add an act and give what it changes; raises what folding it raises, and is of no use after that."""
        feit = Feit(gebeurtenis.volgnummer, gebeurtenis.gebeurd_op, gebeurtenis.gegevens)
        self._gebeurtenissen.append(gebeurtenis)
        self._vastgelegd_op[gebeurtenis.volgnummer] = gebeurtenis.vastgelegd_op
        if self._wandeling is None or self._blik is None or not self._komt_achteraan(feit, self._blik.beloop):
            return self._begin_opnieuw()
        self._feiten.append(feit)
        if isinstance(feit.gegevens, MeldingOntvangen):
            self._wandeling.ken(feit.gegevens.melding)
        vanaf = len(self._wandeling.stappen)
        self._wandeling.neem(feit)
        bewoog = self._blik.beloop.zet_voort(self._wandeling.stappen[vanaf:], self._wandeling.uitloop())
        self._blik.anders = {"alles", type(feit.gegevens)}
        if bewoog:
            self._blik.anders.add("beweging")
        return self._vraag(self._blik)

    def _komt_achteraan(self, feit: Feit, beloop: Beloop) -> bool:
        """Whether an act takes place after all that stand, and leaves them what they are."""
        act, laatste = feit.gegevens, self._feiten[-1]
        if isinstance(act, GebeurtenisGecorrigeerd):
            return False
        if (feit.gebeurd_op, feit.volgnummer) < (laatste.gebeurd_op, laatste.volgnummer):
            return False
        # a besluit on a melding that did not stand moved nothing (Z4 to Z6); from now on it does
        return not isinstance(act, MeldingOntvangen) or all(
            g.act.melding != act.melding for g in beloop.acten(VeiligheidsbeoordelingAfgerond)
        )

    def _begin_opnieuw(self) -> Verschil:
        """Walk anew through all that stands, and ask whatever looked at something that is otherwise now."""
        self._feiten = staande_feiten(self._gebeurtenissen)
        afspraken = self._gekozen or eigen_afspraken(self._feiten)
        self._wandeling = wandel(self._feiten, afspraken)
        if self._wandeling is None:
            return self._vergeet()
        beloop = Beloop(self._feiten, self._wandeling.stappen, afspraken)
        beloop.zet_voort((), self._wandeling.uitloop())
        if (
            self._blik is None
            or self._blik.beloop.afspraken is not afspraken
            or self._blik.beloop.vt != beloop.vt
        ):
            self._blik = _Blik(beloop, self._vastgelegd_op)
        else:
            self._blik.anders = beloop.anders_dan(self._blik.beloop)
            self._blik.kijk_naar(beloop)
        return self._vraag(self._blik)

    def _vraag(self, blik: _Blik) -> Verschil:
        """Ask again what looked at anything that is otherwise now, and give what that changes."""
        weg: list[Inhoud] = []
        bij: list[Inhoud] = []
        for nummer, gelezen in enumerate(self._gelezen):
            if blik.anders is not None and blik.anders.isdisjoint(gelezen):
                continue
            blik.beloop.gelezen.clear()
            nu, toen = tuple(dict.fromkeys(_VRAGEN[nummer](blik))), self._uitkomsten[nummer]
            self._gelezen[nummer] = frozenset(blik.beloop.gelezen)
            if nu != toen:
                self._uitkomsten[nummer] = nu
                weg += [rij for rij in toen if rij not in nu]
                bij += [rij for rij in nu if rij not in toen]
        return self._verschuif(weg, bij)

    def _vergeet(self) -> Verschil:
        """Know nothing: no melding stands."""
        self._blik = None
        weg = [rij for uitkomst in self._uitkomsten for rij in uitkomst]
        self._uitkomsten = [()] * len(_VRAGEN)
        return self._verschuif(weg, [])

    def _verschuif(self, weg: list[Inhoud], bij: list[Inhoud]) -> Verschil:
        verschuiving = Counter(bij)
        verschuiving.subtract(weg)
        vervallen: list[Inhoud] = []
        nieuw: list[Inhoud] = []
        for rij, aantal in verschuiving.items():
            stond = self.staand[rij]
            if stond + aantal:
                self.staand[rij] = stond + aantal
                if not stond:
                    nieuw.append(rij)
            elif stond:
                vervallen.append(rij)
                del self.staand[rij]
        return vervallen, nieuw
