"""What is known of a casus, act by act: the same as folding anew after every act, but only what can change.

The fold itself is the specification (`rijen.inhoud_van`); here it is spread over the acts. Each rule is asked
once, and again only when something that it looked at is no longer as it was (`Beloop.gelezen`). The walk goes
on from where an act took place, also when it was recorded late; a correction makes it begin anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from ledger.acts import Act
from ledger.acts.dienst import VeiligheidsbeoordelingAfgerond
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.acts.melding import MeldingOntvangen
from ledger.agreements import Afspraken
from ledger.corrections import Feit, plaats_voor, staande_feiten
from ledger.gebeurtenis import Gebeurtenis
from projections import veiligheid
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
        self.beloop = beloop
        self.beeld = Beeld(beloop, self._banen, self._verzendingen)

    def leg(self, stukken: tuple[Stuk, ...], baan: Baan) -> None:
        """Lay out a lane that is otherwise now."""
        self._banen[baan] = stukken
        self.ook_anders.append(baan)

    def verzend(self, gevonden: tuple[Verzending, ...]) -> None:
        """Keep the handovers that were sent."""
        self._verzendingen[:] = gevonden
        self.ook_anders.append("verzendingen")


class _Vraag(NamedTuple):
    """A question about a casus: what is found, the rows that this comes to, and what is kept of it.

    Rows are made of what was not found before alone: each of what is found has its own.
    """

    zoek: Callable[[_Blik], Iterable[Any]]
    rijen: Callable[[_Blik, Iterable[Any]], Iterable[Inhoud]] = lambda _, gevonden: gevonden
    bewaar: Callable[[_Blik, tuple[Any, ...]], None] = lambda _, __: None


def _baan(baan: Baan) -> _Vraag:
    leg_uit = BANEN[baan]
    return _Vraag(
        lambda blik: leg_uit(blik.beloop),
        lambda blik, stukken: [rij_van(baan, stuk, blik.beloop.afspraken.naam) for stuk in stukken],
        partial(_Blik.leg, baan=baan),
    )


def _met_signalen(_: _Blik, termijnen: Iterable[Termijn]) -> Iterable[Inhoud]:
    termijnen = tuple(termijnen)
    return [*termijnen, *signalen_termijnen(termijnen)]


def _termijnen(soort: Callable[[Beloop], Iterable[Termijn]]) -> _Vraag:
    return _Vraag(lambda blik: soort(blik.beloop), _met_signalen)


def _signalen(regel: Callable[[Beeld], Iterable[Signaal]]) -> _Vraag:
    return _Vraag(lambda blik: filter(is_er, regel(blik.beeld)))


_VRAGEN = (
    *map(_baan, BANEN),
    _Vraag(lambda blik: verzendingen(blik.beloop), lambda _, __: (), _Blik.verzend),
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

    `staand` is what is known now, and how many times more it was found: what two rules say alike is there as
    long as one of them says so.
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
        self._begin_opnieuw()

    def voeg_toe(self, gebeurtenis: Gebeurtenis) -> Verschil:
        """Add an act and give what it changes; raises what folding it raises, and is of no use after that."""
        feit = Feit(gebeurtenis.volgnummer, gebeurtenis.gebeurd_op, gebeurtenis.gegevens)
        self._gebeurtenissen.append(gebeurtenis)
        self._vastgelegd_op[gebeurtenis.volgnummer] = gebeurtenis.vastgelegd_op
        if self._wandeling is None or self._blik is None or not _past_erin(feit, self._blik.beloop):
            return self._begin_opnieuw()
        plaats = plaats_voor(feit, self._feiten)
        if plaats <= self._wandeling.begin:
            return self._begin_opnieuw()
        return self._voeg_in(feit, plaats, self._wandeling, self._blik)

    def _voeg_in(self, feit: Feit, plaats: int, wandeling: Wandeling, blik: _Blik) -> Verschil:
        """Walk on from an act that comes at this place among those that stand."""
        feiten = self._feiten
        feiten.insert(plaats, feit)
        blik.beloop.voeg_feit_in(feit)
        if type(feit.gegevens) in veiligheid.SOORTEN:
            # stable safety at its own instant looked at all such acts of that instant (Z20)
            while plaats > wandeling.begin and feiten[plaats - 1].gebeurd_op == feit.gebeurd_op:
                plaats -= 1
        if isinstance(feit.gegevens, MeldingOntvangen):
            wandeling.ken(feit.gegevens.melding)
        vanaf = wandeling.ga_terug(plaats)
        wandeling.ga_verder()
        blik.anders = blik.beloop.zet_voort(vanaf, wandeling.stappen[vanaf:], wandeling.uitloop())
        blik.anders.add(type(feit.gegevens))
        return self._vraag(blik, [])

    def _begin_opnieuw(self) -> Verschil:
        """Walk anew through all that stands, and ask whatever looked at something that is otherwise now."""
        eerder, self._feiten = self._feiten, staande_feiten(self._gebeurtenissen)
        afspraken = self._gekozen or eigen_afspraken(self._feiten)
        wandeling = self._wandeling = wandel(self._feiten, afspraken)
        if wandeling is None:
            return self._verschuif(self._vergeet(), ())
        weg: list[Inhoud] = []
        blik = self._blik
        if blik is None or blik.beloop.afspraken is not afspraken or blik.beloop.vt != wandeling.vt:
            weg = self._vergeet()
            blik = self._blik = _Blik(Beloop(self._feiten, (), afspraken), self._vastgelegd_op)
            blik.beloop.zet_voort(0, wandeling.stappen, wandeling.uitloop())
        else:
            blik.beloop.vervang_feiten(self._feiten)
            blik.anders = blik.beloop.zet_voort(0, wandeling.stappen, wandeling.uitloop())
            blik.anders |= _andere_soorten(eerder, self._feiten)
        return self._vraag(blik, weg)

    def _vraag(self, blik: _Blik, weg: list[Inhoud]) -> Verschil:
        """Ask again what looked at anything that is otherwise now, and give what that changes.

        `weg` is what is no longer known whatever the answers are.
        """
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
        gevonden, toen = tuple(vraag.zoek(blik)), self._gevonden[nummer]
        self._lezers.noteer(nummer, blik.beloop.gelezen)
        if gevonden == toen and blik.anders is not None:
            return
        self._gevonden[nummer] = gevonden
        vraag.bewaar(blik, gevonden)
        begin, einde = _gelijk(gevonden, toen)
        weg += vraag.rijen(blik, toen[begin : len(toen) - einde])
        bij += vraag.rijen(blik, gevonden[begin : len(gevonden) - einde])

    def _vergeet(self) -> list[Inhoud]:
        """Know nothing any more; answers what was known."""
        blik, self._blik = self._blik, None
        gevonden, self._gevonden = self._gevonden, [()] * len(_VRAGEN)
        if blik is None:
            return []
        return [rij for vraag, een in zip(_VRAGEN, gevonden, strict=True) for rij in vraag.rijen(blik, een)]

    def _verschuif(self, weg: Iterable[Inhoud], bij: Iterable[Inhoud]) -> Verschil:
        # a row is long, so it is looked up as seldom as can be
        staand = self.staand
        nieuw: list[Inhoud] = []
        vervallen: list[Inhoud] = []
        for rij in bij:
            aantal = len(staand)
            vaker = staand.setdefault(rij, 0)
            if len(staand) > aantal:
                nieuw.append(rij)
            else:
                staand[rij] = vaker + 1
        for rij in weg:
            vaker = staand.pop(rij)
            if vaker:
                staand[rij] = vaker - 1
            else:
                vervallen.append(rij)
        return vervallen, nieuw


def _gelijk(een: Sequence[object], ander: Sequence[object]) -> tuple[int, int]:
    """Give how many of the first and how many of the last of two rows of things are the same."""
    kortste = min(len(een), len(ander))
    begin = einde = 0
    while begin < kortste and een[begin] == ander[begin]:
        begin += 1
    while einde < kortste - begin and een[-1 - einde] == ander[-1 - einde]:
        einde += 1
    return begin, einde


def _past_erin(feit: Feit, beloop: Beloop) -> bool:
    """Whether an act leaves those that stand, and what they did before it took place, as they are."""
    act = feit.gegevens
    if isinstance(act, GebeurtenisGecorrigeerd):
        return False
    # a besluit on a melding that did not stand moved nothing (Z4 to Z6); from now on it does
    return not isinstance(act, MeldingOntvangen) or all(
        g.act.melding != act.melding for g in beloop.acten(VeiligheidsbeoordelingAfgerond)
    )


def _andere_soorten(eerder: Iterable[Feit], nu: Iterable[Feit]) -> set[Bron]:
    """Give the kinds of acts of which others stand than before."""
    a, b = _per_soort(eerder), _per_soort(nu)
    return {soort for soort in {*a, *b} if a.get(soort) != b.get(soort)}


def _per_soort(feiten: Iterable[Feit]) -> dict[type[Act], list[Feit]]:
    per_soort: dict[type[Act], list[Feit]] = {}
    for feit in feiten:
        per_soort.setdefault(type(feit.gegevens), []).append(feit)
    return per_soort
