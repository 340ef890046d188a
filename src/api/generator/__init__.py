"""Believable histories that nobody lived: the same seed gives the same bytes on every machine.

A seed and a number make one casus, whatever else is generated beside it. Everything in them is made up.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from api.generator.begeleiding import DWANG, MELDING, TERUG, begeleid
from api.generator.dienst import voer_dienst_uit, vraag_onderzoek
from api.generator.dossier import werk_bij
from api.generator.kalender import DAG, seconden
from api.generator.monitoring import monitor
from api.generator.opening import beoordeel, open_casus
from api.generator.overdracht import draag_direct_over, draag_na_dienst_over
from api.generator.terug import koppel_terug, meld_opnieuw, meld_terug
from api.generator.toeval import Toeval, Verdeling
from api.generator.verhaal import Handeling, Verhaal, begin_van
from api.generator.wereld import INSTELLINGEN, Partij

STANDAARD_VAN = date(2020, 1, 1)
STANDAARD_TOT = date(2026, 1, 1)
MINSTE_DAGEN = 30
"""Between the first day and the last; a casus needs some time to begin in."""

_BESLUIT = Verdeling({"overdracht": 50, "dienst": 44, "geen-vervolg": 6})
_ONTVANGER = Verdeling({"team": 92, "instelling": 4, "clientsysteem": 4})
_MEESTE_MELDINGEN = 4


def genereer(
    casussen: int, zaad: int, van: date = STANDAARD_VAN, tot: date = STANDAARD_TOT
) -> Iterator[list[str]]:
    """Give the acts of each casus as lines of JSON (contract `acts`), without line ends.

    The first melding lies on or after `van`, and nothing was recorded on or after `tot` (both UTC dates, at
    least MINSTE_DAGEN apart): a casus that is still going on then is told so far.
    """
    begin, einde = seconden(van), seconden(tot)
    for nummer in range(casussen):
        eerste, casus = begin_van(zaad, nummer, begin, einde - 10 * DAG)
        verhaal = Verhaal(Toeval(zaad, nummer), casus, eerste)
        _vertel(verhaal)
        _, buur = begin_van(zaad, nummer + 1, begin, einde - 10 * DAG)
        werk_bij(verhaal, buur)
        yield verhaal.regels(einde)


def _vertel(v: Verhaal) -> None:
    melding = open_casus(v)
    besluit = v.toeval.gewogen(_BESLUIT)
    if besluit == "geen-vervolg":
        beoordeel(v, melding, besluit)
        if v.toeval.kans(0.5):
            v.later(0, 5)
            v.handel("DossierGesloten", {"door": v.vt, "reden": "geen-vervolg"})
    elif besluit == "dienst":
        beoordeel(v, melding, besluit)
        _na_dienst(v, melding)
    else:
        aan = _ontvanger(v)
        beoordeel(v, melding, besluit, aan if v.toeval.kans(0.8) else None)
        _na_beoordeling(v, aan)


def _ontvanger(v: Verhaal) -> Partij:
    soort = v.toeval.gewogen(_ONTVANGER)
    if soort == "instelling":
        return v.toeval.kies(INSTELLINGEN)
    return v.clientsysteem if soort == "clientsysteem" else v.team


def _na_beoordeling(v: Verhaal, aan: Partij) -> None:
    """Go on after a direct handover."""
    begonnen = v.nu
    houder = draag_direct_over(v, aan)
    if houder == v.clientsysteem:
        if v.toeval.kans(0.2):
            _opnieuw(v, houder)
    elif houder == v.vt:
        _na_dienst(v, v.melding)
    else:
        afloop = begeleid(v, houder, na_dienst=False)
        if afloop == TERUG:
            if koppel_terug(v, houder, begonnen):
                _opnieuw(v, houder, "lokaal-team")
        elif afloop == MELDING:
            _opnieuw(v, houder)
        elif afloop == DWANG:
            vraag_onderzoek(v, houder)


def _na_dienst(v: Verhaal, melding: Handeling) -> None:
    """Go on with a dienst, and with what follows it."""
    if not voer_dienst_uit(v, melding):
        if v.toeval.kans(0.15):
            _opnieuw(v, v.vt)
        return
    team = v.team if v.toeval.kans(0.95) else v.toeval.kies(INSTELLINGEN)
    draag_na_dienst_over(v, team)
    sinds = v.nu
    afloop = begeleid(v, team, na_dienst=True)
    terug = afloop == MELDING or (afloop == TERUG and meld_terug(v, team))
    monitor(v, team, sinds, v.nu if terug else None)
    if terug:
        _opnieuw(v, team)
    elif afloop == DWANG:
        vraag_onderzoek(v, team)


def _opnieuw(v: Verhaal, houder: Partij, melder: str | None = None) -> None:
    """Go on with a new melding, while `houder` holds zicht."""
    if v.aantal("m") >= _MEESTE_MELDINGEN:
        return
    melding, besluit = meld_opnieuw(v, houder, melder)
    if besluit == "dienst":
        _na_dienst(v, melding)
    elif besluit == "overdracht" and houder["soort"] in {"veilig-thuis", "clientsysteem"}:
        _na_beoordeling(v, v.team)
    elif besluit == "overdracht":
        begeleid(v, houder, na_dienst=False)
