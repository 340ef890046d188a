"""What is known of a casus, act by act: the same as folding anew after every act, but only what can change.

The fold itself is the specification (`rijen.inhoud_van`); here it is spread over the acts. Each rule is asked
once, and again only when something that it looked at is no longer as it was (`Beloop.gelezen`): an act that
takes place after all others adds a step to the walk, a late or a correcting one makes the walk begin anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import partial
from itertools import chain
from typing import Any, NamedTuple

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
    """What is looked at when an act was added, and what has changed by it: `anders` (None: everything).

    `ook_anders` are lanes and sendings that an answer just made otherwise, for who looks at them later.
    """

    __slots__ = ("_banen", "_verzendingen", "anders", "beeld", "beloop", "ook_anders", "vastgelegd_op")

    def __init__(self, beloop: Beloop, vastgelegd_op: Mapping[int, datetime]) -> None:
        self.vastgelegd_op = vastgelegd_op
        self.anders: set[Bron] | None = None
        self.ook_anders: list[Bron] = []
        self._banen: dict[Baan, tuple[Stuk, ...]] = {}
        self._verzendingen: list[Verzending] = []
        self.kijk_naar(beloop)

    def kijk_naar(self, beloop: Beloop) -> None:
        """Look at another course of the same casus."""
        self.beloop = beloop
        self.beeld = Beeld(beloop, self._banen, self._verzendingen)

    def leg(self, stukken: tuple[Stuk, ...], baan: Baan) -> Iterable[Inhoud]:
        """Lay out a lane that is otherwise now; its pieces are rows."""
        self._banen[baan] = stukken
        self.ook_anders.append(baan)
        return (rij_van(baan, stuk, self.beloop.afspraken.naam) for stuk in stukken)

    def verzend(self, gevonden: tuple[Verzending, ...]) -> Iterable[Inhoud]:
        """Keep the handovers that were sent; they are no rows."""
        self._verzendingen[:] = gevonden
        self.ook_anders.append("verzendingen")
        return ()


class _Vraag(NamedTuple):
    """A question about a casus: what is found, and the rows that it comes to, asked only when it changed."""

    zoek: Callable[[_Blik], Iterable[Any]]
    rijen: Callable[[_Blik, tuple[Any, ...]], Iterable[Inhoud]] = lambda _, gevonden: gevonden


def _baan(baan: Baan) -> _Vraag:
    leg_uit = BANEN[baan]
    return _Vraag(lambda blik: leg_uit(blik.beloop), partial(_Blik.leg, baan=baan))


def _met_signalen(_: _Blik, termijnen: tuple[Termijn, ...]) -> Iterable[Inhoud]:
    signalen = filter(is_er, signalen_termijnen(termijnen))
    return chain(termijnen, signalen)


def _termijnen(soort: Callable[[Beloop], Iterable[Termijn]]) -> _Vraag:
    return _Vraag(lambda blik: soort(blik.beloop), _met_signalen)


def _signalen(regel: Callable[[Beeld], Iterable[Signaal]]) -> _Vraag:
    return _Vraag(lambda blik: filter(is_er, regel(blik.beeld)))


_VRAGEN = (
    *map(_baan, BANEN),
    _Vraag(lambda blik: verzendingen(blik.beloop), _Blik.verzend),
    # what the signals look at comes before them
    *map(_termijnen, SOORTEN),
    _Vraag(lambda blik: te_informeren(blik.beloop, blik.vastgelegd_op), _met_signalen),
    *map(_signalen, REGELS),
    _Vraag(lambda blik: meldingen_van(blik.beloop.feiten_van(MeldingOntvangen))),
)
_ALLE_VRAGEN = (1 << len(_VRAGEN)) - 1


class _Lezers:
    """Which questions looked at what when they were asked last: a set of them is the bits of a number."""

    __slots__ = ("_gelezen", "_van")

    def __init__(self) -> None:
        self._van: dict[Bron, int] = {}
        self._gelezen: list[frozenset[Bron]] = [frozenset()] * len(_VRAGEN)

    def noteer(self, nummer: int, gelezen: set[Bron]) -> None:
        """Note what a question looked at."""
        toen = self._gelezen[nummer]
        if gelezen == toen:
            return
        for bron in gelezen ^ toen:
            self._van[bron] = self._van.get(bron, 0) ^ (1 << nummer)
        self._gelezen[nummer] = frozenset(gelezen)

    def van(self, bronnen: Iterable[Bron]) -> int:
        """Give the questions that looked at any of these."""
        vragen = 0
        for bron in bronnen:
            vragen |= self._van.get(bron, 0)
        return vragen


class Aangroei:
    """A casus to which act after act is added, in the order in which they were recorded.

    `staand` counts what is known now: what two rules say alike is there as long as one of them says so.
    Without `afspraken` the casus is judged by its own set.
    """

    def __init__(self, gebeurtenissen: Iterable[Gebeurtenis], afspraken: Afspraken | None = None) -> None:
        self.staand: dict[Inhoud, int] = {}
        self._gebeurtenissen = list(gebeurtenissen)
        self._gekozen = afspraken
        self._vastgelegd_op = {g.volgnummer: g.vastgelegd_op for g in self._gebeurtenissen}
        self._feiten: list[Feit] = []
        self._wandeling: Wandeling | None = None
        self._blik: _Blik | None = None
        self._lezers = _Lezers()
        self._gevonden: list[tuple[Any, ...]] = [()] * len(_VRAGEN)
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
        vragen = _ALLE_VRAGEN if blik.anders is None else self._lezers.van(blik.anders)
        while vragen:
            eerste = vragen & -vragen
            vragen ^= eerste
            self._stel(eerste.bit_length() - 1, blik, weg, bij)
            if blik.ook_anders:
                vragen |= self._lezers.van(blik.ook_anders) & -(eerste << 1)
                blik.ook_anders.clear()
        return self._verschuif(weg, bij)

    def _stel(self, nummer: int, blik: _Blik, weg: list[Inhoud], bij: list[Inhoud]) -> None:
        """Ask one question, and add to `weg` and `bij` what the answer changes."""
        vraag = _VRAGEN[nummer]
        blik.beloop.gelezen.clear()
        gevonden = tuple(vraag.zoek(blik))
        self._lezers.noteer(nummer, blik.beloop.gelezen)
        if gevonden == self._gevonden[nummer] and blik.anders is not None:
            return
        self._gevonden[nummer] = gevonden
        nu, toen = tuple(dict.fromkeys(vraag.rijen(blik, gevonden))), self._uitkomsten[nummer]
        self._uitkomsten[nummer] = nu
        weg += [rij for rij in toen if rij not in nu]
        bij += [rij for rij in nu if rij not in toen]

    def _vergeet(self) -> Verschil:
        """Know nothing: no melding stands."""
        self._blik = None
        weg = [rij for uitkomst in self._uitkomsten for rij in uitkomst]
        self._gevonden = [()] * len(_VRAGEN)
        self._uitkomsten = [()] * len(_VRAGEN)
        return self._verschuif(weg, [])

    def _verschuif(self, weg: list[Inhoud], bij: list[Inhoud]) -> Verschil:
        staand = self.staand
        nieuw: list[Inhoud] = []
        vervallen: list[Inhoud] = []
        for rij in bij:
            keren = staand.get(rij, 0)
            staand[rij] = keren + 1
            if not keren:
                nieuw.append(rij)
        for rij in weg:
            keren = staand[rij] - 1
            if keren:
                staand[rij] = keren
            else:
                del staand[rij]
                vervallen.append(rij)
        return vervallen, nieuw
