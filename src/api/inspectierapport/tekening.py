"""The timeline on paper: lanes as blocks, terms and signals as marks. Pure; millimetres from the top left.

What a block, a term or a signal is stands beside it as a number, which is that of its row in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from api.inspectierapport.gegevens import Rapportgegevens
from ledger.tijd import begin_van, lokale_datum, plus_maanden
from projections.stuk import BANEN, Stuk
from projections.zegswijzen import BAANNAMEN, STATUSNAMEN
from projections.zinnen import naam

BREEDTE = 170.0
LINKS = 30.0
_BLOK = 7.0
_BAAN = 11.0
_RIJ = 3.6
_KOP = 5.0
_MEESTE_RIJEN = 14
_KLEINSTE = timedelta(days=14)
_LETTER = 1.45  # the width of a letter in a block
_NUMMER = 4.5
_MEESTE_STREEPJES = 9
_STAPPEN = (1, 2, 3, 6, 12, 24, 60, 120, 600)
_VAST_VT = "vast-vt"
_LEGENDA = {_VAST_VT: "vast bij Veilig Thuis"} | {
    status: f"{wat} bij een ander" if status == "vast" else wat for status, wat in STATUSNAMEN.items()
}
_MAANDEN = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")


@dataclass(frozen=True, slots=True)
class Schaal:
    """The period that is drawn, in UTC instants, from LINKS to BREEDTE."""

    begin: datetime
    eind: datetime

    def x(self, op: datetime) -> float:
        """Give the place of an instant; what lies outside stands at the edge."""
        deel = (op - self.begin) / (self.eind - self.begin)
        return round(LINKS + min(max(deel, 0.0), 1.0) * (BREEDTE - LINKS), 2)

    def streepjes(self) -> list[dict[str, Any]]:
        """Give the months along the axis, not more than fit."""
        maanden = (self.eind - self.begin) / timedelta(days=30.4)
        stap = next((een for een in _STAPPEN if maanden / een <= _MEESTE_STREEPJES), _STAPPEN[-1])
        dag = lokale_datum(self.begin).replace(day=1)
        uit = []
        while begin_van(dag) <= self.eind:
            if begin_van(dag) >= self.begin:
                uit.append({"x": self.x(begin_van(dag)), "tekst": f"{_MAANDEN[dag.month - 1]} {dag.year}"})
            dag = plus_maanden(dag, stap)
        return uit


def teken(gegevens: Rapportgegevens) -> dict[str, Any]:
    """Draw the lanes, terms and signals, with T as a line, as numbers that the template places."""
    schaal = _schaal(gegevens)
    blokken, y = _banen(gegevens, schaal)
    groepen = []
    for titel, merken in (
        ("Termijnen", _termijnen(gegevens, schaal)),
        ("Signalen", _signalen(gegevens, schaal)),
    ):
        groep, y = _pak(titel, merken, y)
        groepen.append(groep)
    return {
        "breedte": BREEDTE,
        "hoogte": y + _KOP,
        "as": y,
        "banen": [{"naam": BAANNAMEN[baan], "y": _KOP + plaats * _BAAN} for plaats, baan in enumerate(BANEN)],
        "blokhoogte": _BLOK,
        "blokken": blokken,
        "groepen": groepen,
        "streepjes": schaal.streepjes(),
        "t": {"x": schaal.x(gegevens.op), "buiten": not schaal.begin <= gegevens.op <= schaal.eind},
        "statussen": [
            {"status": vulling, "naam": wat}
            for vulling, wat in _LEGENDA.items()
            if any(blok["status"] == vulling for blok in blokken)
        ],
    }


def _schaal(gegevens: Rapportgegevens) -> Schaal:
    """Give the period of all that happened or changes, and T where that makes it at most twice as long."""
    stukken = [stuk for baan in BANEN for stuk in gegevens.oordeel.tijdlijn.banen[baan]]
    momenten = [een.gebeurd_op for een in gegevens.gebeurtenissen]
    momenten += [grens for stuk in stukken for grens in (stuk.van, stuk.tot) if grens is not None]
    begin = min(momenten)
    eind = max(*momenten, begin + _KLEINSTE)
    if begin <= gegevens.op <= eind + (eind - begin):
        eind = max(eind, gegevens.op)
    lucht = (eind - begin) * 0.02
    return Schaal(begin - lucht, eind + lucht)


def _banen(gegevens: Rapportgegevens, schaal: Schaal) -> tuple[list[dict[str, Any]], float]:
    blokken: list[dict[str, Any]] = []
    for plaats, baan in enumerate(BANEN):
        y = _KOP + plaats * _BAAN
        for stuk in gegevens.oordeel.tijdlijn.banen[baan]:
            blokken.append(_blok(len(blokken) + 1, stuk, schaal, y))
    return blokken, _KOP + len(BANEN) * _BAAN


def _blok(nummer: int, stuk: Stuk, schaal: Schaal, y: float) -> dict[str, Any]:
    x = schaal.x(stuk.van)
    breedte = max(schaal.x(schaal.eind if stuk.tot is None else stuk.tot) - x, 0.5)
    partij, status = stuk.vertoon.partij, stuk.vertoon.status
    bij_vt = partij is not None and partij.soort == "veilig-thuis"
    wie = STATUSNAMEN[status] if partij is None else naam(partij)
    past = [tekst for tekst in _opschriften(wie, kort=bij_vt) if len(tekst) * _LETTER + 2 <= breedte]
    return {
        "nummer": nummer,
        "x": x,
        "y": y,
        "breedte": round(breedte, 2),
        "status": _VAST_VT if bij_vt and status == "vast" else status,
        "tekst": past[0] if past else "",
        "genummerd": breedte >= _NUMMER / 2,
        "rechtens": stuk.reden.rechtens,
    }


def _opschriften(wie: str, *, kort: bool) -> list[str]:
    """Give what may stand in a block, the longest first."""
    if kort:
        return [wie, wie.replace("Veilig Thuis", "VT"), "VT"]
    return [wie, f"{wie[:14]}…", f"{wie[:7]}…"]


@dataclass(frozen=True, slots=True)
class _Merk:
    nummer: int
    x1: float
    x2: float
    soort: str


def _termijnen(gegevens: Rapportgegevens, schaal: Schaal) -> Iterable[_Merk]:
    for nummer, een in enumerate(gegevens.termijnen, 1):
        status = een.status(gegevens.op) or "open"
        einde = een.gehaald_op if status in {"gehaald", "te-laat"} else een.uiterlijk_op(gegevens.op)
        x1 = schaal.x(een.gestart_op)
        yield _Merk(nummer, x1, max(schaal.x(einde or gegevens.op), x1), status)


def _signalen(gegevens: Rapportgegevens, schaal: Schaal) -> Iterable[_Merk]:
    for nummer, een in enumerate(gegevens.signalen, 1):
        x1 = schaal.x(een.van)
        yield _Merk(nummer, x1, max(schaal.x(een.tot or gegevens.op), x1), een.ernst)


def _pak(titel: str, merken: Iterable[_Merk], y: float) -> tuple[dict[str, Any], float]:
    """Put every mark in the first row with room for it and its number; what does not fit is counted."""
    vrij: list[float] = []
    gezet: list[dict[str, Any]] = []
    over = 0
    for merk in merken:
        rij = next((i for i, tot in enumerate(vrij) if tot <= merk.x1 - _NUMMER), len(vrij))
        if rij == _MEESTE_RIJEN:
            over += 1
            continue
        vrij[rij : rij + 1] = [merk.x2 + 1.5]
        gezet.append(
            {
                "nummer": merk.nummer,
                "x1": merk.x1,
                "x2": merk.x2,
                "y": round(y + rij * _RIJ + _RIJ / 2, 2),
                "soort": merk.soort,
            }
        )
    return {"titel": titel, "y": y, "merken": gezet, "over": over}, y + max(len(vrij), 1) * _RIJ + 2
