"""Which confidential field of an act is sealed with whose key, and how the parts become one again.

A key belongs to a casus, to one person in it, or to its melders, so that what is known of one person can be
destroyed and the rest stays. Which field is whose stands beside the act (`klasse`, `behalve`). A correction
follows what it corrects: a new name of a person dies with that person, and so does the remark about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, NamedTuple

from ledger.acts import Act
from ledger.acts.base import ONLEESBAAR, VERNIETIGD, DeelsVerdwenen, Klasse, Verdwenen, VertrouwelijkDeel
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.casus import Casus
from ledger.corrections import staande_feiten, vervangende_gegevens
from ledger.errors import Geweigerd
from ledger.gebeurtenis import Gebeurtenis

Velden = dict[str, Any]
"""Confidential fields by their JSON names."""


class Sleutelnaam(NamedTuple):
    """Whose key, within a casus. `persoon` is only there for a person.

    `na` is the volgnummer by which the former key of that name was destroyed, 0 for the first: what is
    recorded after an erasure gets a new key.
    """

    klasse: Klasse
    persoon: str | None = None
    na: int = 0


def verdeel(casus: Casus, gebeurtenis: Gebeurtenis) -> dict[Sleutelnaam, Velden]:
    """Divide the confidential part of an act over the keys it is sealed with.

    `casus` is as it stood before this act. A part that was erased elsewhere (`Verdwenen`) gives every key
    that it may have been sealed with, without fields.
    """
    deel = gebeurtenis.vertrouwelijk
    if deel is None:
        return {}
    velden = {} if isinstance(deel, Verdwenen) else deel.model_dump(mode="json", exclude_none=True)
    verdeeld = _verdeel(casus, gebeurtenis.gegevens, velden)
    if isinstance(deel, Verdwenen):
        verdeeld = {naam: {} for naam in _alle_namen(gebeurtenis.gegevens, casus)}
    return {_van_nu(casus, naam): deel for naam, deel in verdeeld.items()}


def _van_nu(casus: Casus, naam: Sleutelnaam) -> Sleutelnaam:
    if not casus.vernietigd:
        return naam
    na = casus.vernietigd.get(None, 0)
    if naam.persoon is not None:
        na = max(na, casus.vernietigd.get(naam.persoon, 0))
    return naam._replace(na=na)


def _verdeel(casus: Casus, act: Act, velden: Velden) -> dict[Sleutelnaam, Velden]:
    verdeeld: dict[Sleutelnaam, Velden] = {}
    vervanging = velden.get("vervanging") if isinstance(act, GebeurtenisGecorrigeerd) else None
    if isinstance(vervanging, dict) and (nieuw := _gecorrigeerd(casus, act)) is not None:
        velden = {veld: waarde for veld, waarde in velden.items() if veld != "vervanging"}
        for naam, deel in (_verdeel(casus, nieuw, vervanging) or {_hoofdnaam(casus, nieuw): {}}).items():
            verdeeld[naam] = {"vervanging": deel}
    if velden:
        hoofd = _hoofdnaam(casus, act)
        behalve = _behalve(type(act))
        for veld, waarde in velden.items():
            naam = _naam(act, behalve[veld]) if veld in behalve else hoofd
            verdeeld.setdefault(naam, {})[veld] = waarde
    return verdeeld


def _gecorrigeerd(casus: Casus, act: Act) -> Act | None:
    """Give what the act that a correction names will be after it; None where there is none."""
    if not isinstance(act, GebeurtenisGecorrigeerd) or (doel := casus.gebeurtenis(act.betreft)) is None:
        return None
    try:
        if act.vervanging is not None and act.vervanging.gegevens is not None:
            return vervangende_gegevens(doel.soort, act.vervanging.gegevens)
        feiten = staande_feiten(casus.gebeurtenissen)
    except Geweigerd:  # an unreadable replacement, recorded by an earlier program
        return doel.gegevens
    return next((feit.gegevens for feit in feiten if feit.volgnummer == act.betreft), doel.gegevens)


def _hoofdnaam(casus: Casus, act: Act) -> Sleutelnaam:
    """Give whose key the fields of an act are sealed with, unless `behalve` says otherwise."""
    if isinstance(act, GebeurtenisGecorrigeerd):
        doel = _gecorrigeerd(casus, act)
        return Sleutelnaam("casus") if doel is None else _hoofdnaam(casus, doel)
    return _naam(act, act.Vertrouwelijk.klasse)


def _naam(act: Act, klasse: Klasse) -> Sleutelnaam:
    if klasse != "persoon":
        return Sleutelnaam(klasse)
    persoon: str | None = getattr(act, "persoon", None)
    return Sleutelnaam("casus") if persoon is None else Sleutelnaam("persoon", persoon)


@cache
def _behalve(soort: type[Act]) -> Mapping[str, Klasse]:
    """Give by JSON name the fields of a soort that are not sealed with its main key."""
    velden = soort.Vertrouwelijk.model_fields
    return {velden[naam].alias or naam: klasse for naam, klasse in soort.Vertrouwelijk.behalve.items()}


def _alle_namen(act: Act, casus: Casus) -> set[Sleutelnaam]:
    namen = {_hoofdnaam(casus, act), *(_naam(act, klasse) for klasse in _behalve(type(act)).values())}
    if (nieuw := _gecorrigeerd(casus, act)) is not None:
        namen |= _alle_namen(nieuw, casus)
    return namen


# --- reading ------------------------------------------------------------------------------------------


def voeg_samen(delen: Iterable[Velden]) -> Velden:
    """Make the fields one object again; those within `vervanging` too."""
    samen: Velden = {}
    for deel in delen:
        for veld, waarde in deel.items():
            eerder = samen.get(veld)
            if isinstance(eerder, dict) and isinstance(waarde, dict):
                samen[veld] = voeg_samen([eerder, waarde])
            else:
                samen[veld] = waarde
    return samen


def zonder(act: Act, over: Velden, weg: Mapping[Klasse, Verdwenen], *, iets_over: bool) -> VertrouwelijkDeel:
    """Give a confidential part of which the parts in `weg` cannot be read, and `over` is what can.

    When nothing is left it is one word; otherwise the word stands in each field that may have been there.
    """
    if not iets_over:
        return ONLEESBAAR if ONLEESBAAR in weg.values() else VERNIETIGD
    velden = dict(over)
    for klasse, verdwenen in weg.items():
        for veld in _velden_van(act, klasse):
            velden.setdefault(veld, verdwenen.waarom)
    return DeelsVerdwenen(velden=velden)


def _velden_van(act: Act, klasse: Klasse) -> Iterable[str]:
    if isinstance(act, GebeurtenisGecorrigeerd):
        return ("vervanging",)
    deel = act.Vertrouwelijk
    return [
        veld.alias or naam
        for naam, veld in deel.model_fields.items()
        if deel.behalve.get(naam, deel.klasse) == klasse
    ]
