"""The whole drawing of a casus, stacked from top to bottom."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from api.pages.overdrachten import Overdracht
from api.pages.tekening.banen import teken_baan
from api.pages.tekening.rijen import teken_overdrachten, teken_signalen, teken_termijnen
from api.pages.tekening.schaal import Schaal, dagtekst, maak_schaal, milliseconden
from api.pages.tekening.vormen import Baanbeeld, Beeld, Lijn, Punt, Rijenbeeld
from ledger.gebeurtenis import Gebeurtenis
from projections.signalen import Signaal
from projections.stuk import BANEN, instant_als_tekst
from projections.termijnen import Termijn
from projections.tijdlijn import Tijdlijn
from projections.verschil import Verschil

_BOVEN = 24.0
_TUSSEN = 7.0
_STROOK = 26.0
_AS = 22.0
_HALVERWEGE = 500.0


@dataclass(frozen=True, slots=True)
class Vergelijking:
    """What the timeline is compared with: the other one, its name and ours, and where they differ."""

    ander: Tijdlijn
    naam: str
    eigen_naam: str
    verschil: Verschil


@dataclass(frozen=True, slots=True)
class Tafereel:
    """Everything that is drawn: judged at `bekend` (K, a UTC instant), with T as a line."""

    tijdlijn: Tijdlijn
    overdrachten: Sequence[Overdracht]
    termijnen: Sequence[Termijn]
    signalen: Sequence[Signaal]
    vastgelegd: Sequence[Gebeurtenis]
    aantal_bekend: int
    op: datetime
    bekend: datetime
    vergelijking: Vergelijking | None = None


def teken(tafereel: Tafereel) -> Beeld:
    """Draw it."""
    schaal = _schaal(tafereel)
    banen, y = _teken_banen(tafereel, schaal)
    bekend = tafereel.bekend
    groepen: list[Callable[[float], Rijenbeeld]] = [
        partial(teken_overdrachten, tafereel.overdrachten, schaal, bekend),
        partial(teken_termijnen, tafereel.termijnen, schaal, bekend),
        partial(teken_signalen, tafereel.signalen, schaal),
    ]
    rijen: list[Rijenbeeld] = []
    for teken_groep in groepen:
        rijen.append(teken_groep(y))
        y += rijen[-1].hoogte + _TUSSEN
    blokken = [blok for baan in banen for blok in baan.blokken]
    return Beeld(
        hoogte=y + _STROOK + _AS,
        banen=tuple(banen),
        rijen=tuple(rijen),
        punten=tuple(_punten(tafereel, schaal)),
        y_punten=y,
        t=_lijn(schaal, tafereel.op, "T"),
        k=_lijn(schaal, tafereel.bekend, "K"),
        as_y=y + _STROOK,
        streepjes=tuple((een.x, een.tekst) for een in schaal.streepjes()),
        begin_ms=milliseconden(schaal.begin),
        eind_ms=milliseconden(schaal.eind),
        gebruikte_statussen=tuple(dict.fromkeys(blok.status for blok in blokken)),
        gebruikte_partijen=tuple(dict.fromkeys(blok.partij for blok in blokken)),
    )


def _schaal(tafereel: Tafereel) -> Schaal:
    tijdlijnen = [tafereel.tijdlijn]
    if tafereel.vergelijking is not None:
        tijdlijnen.append(tafereel.vergelijking.ander)
    momenten = [gebeurtenis.gebeurd_op for gebeurtenis in tafereel.vastgelegd]
    for tijdlijn in tijdlijnen:
        for stuk in (stuk for baan in BANEN for stuk in tijdlijn.banen[baan]):
            momenten += [stuk.van, *([] if stuk.tot is None else [stuk.tot])]
    ver = [een.uiterlijk for een in tafereel.termijnen if een.uiterlijk is not None]
    laat = [een.vastgelegd_op for een in tafereel.vastgelegd]
    return maak_schaal(momenten, ook=[*ver, *laat, tafereel.op])


def _teken_banen(tafereel: Tafereel, schaal: Schaal) -> tuple[list[Baanbeeld], float]:
    y = _BOVEN
    banen: list[Baanbeeld] = []
    naast = tafereel.vergelijking
    for baan in BANEN:
        anders = () if naast is None else [(een.van, een.tot) for een in naast.verschil[baan]]
        lagen: list[tuple[Tijdlijn, str]] = [
            (tafereel.tijdlijn, naast.eigen_naam if naast and anders else "")
        ]
        if naast is not None and anders:
            lagen.insert(0, (naast.ander, naast.naam))
        for tijdlijn, deel in lagen:
            banen.append(teken_baan(baan, tijdlijn.banen[baan], schaal, y, deel=deel, anders=anders))
            y += banen[-1].hoogte + _TUSSEN
    return banen, y


def _punten(tafereel: Tafereel, schaal: Schaal) -> Iterable[Punt]:
    for plaats, een in enumerate(tafereel.vastgelegd):
        if schaal.bevat(een.vastgelegd_op):
            yield Punt(
                schaal.x(een.vastgelegd_op),
                een.volgnummer,
                plaats < tafereel.aantal_bekend,
                instant_als_tekst(een.vastgelegd_op),
            )


def _lijn(schaal: Schaal, op: datetime, letter: str) -> Lijn:
    x = schaal.x(op)
    return Lijn(x, letter, dagtekst(op), buiten=not schaal.bevat(op), links=x > _HALVERWEGE)
