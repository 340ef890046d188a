"""From what was typed to the act: every fault at the field it belongs to, and what was typed is kept.

A form posts strings. What means nothing is told here; what the ledger would refuse is told by its own
reader, so that a form and the API never disagree.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from api.formulier.plaatsing import Plaatsing, per_veld
from api.formulier.veld import JA, NEE, Element, Formulier, Veld
from ledger.errors import Fout, Geweigerd
from ledger.gebeurtenis import Aanmelding, lees_aanmelding
from ledger.tijd import AMSTERDAM

Waarden = Mapping[str, Sequence[str]]
"""What was posted: the values by name."""

_DEEL = ("gegevens", "vertrouwelijk")


class _Leeg:
    """Nothing was typed."""


_LEEG = _Leeg()


@dataclass(frozen=True, slots=True)
class Ingevuld:
    """A form as it came in: what was typed, and the act it makes or why it makes none.

    `fouten` are by the name of a field; those under an empty name belong to none of them.
    """

    formulier: Formulier
    waarden: Waarden
    aanmelding: Aanmelding | None
    fouten: Mapping[str, tuple[Fout, ...]]
    plaatsing: Plaatsing

    def met_fouten(self, fouten: Sequence[Fout]) -> Ingevuld:
        """Add what the ledger found against the act, at the fields it belongs to."""
        return Ingevuld(self.formulier, self.waarden, None, per_veld(fouten, self.plaatsing), self.plaatsing)

    def waarde(self, pad: str) -> str:
        """Give what was typed in a field with one value."""
        return next(iter(self.waarden.get(pad, ())), "")


def lees_formulier(formulier: Formulier, waarden: Waarden) -> Ingevuld:
    """Read a form; never refuses, but says what is wrong. Names that are not of the act are left alone."""
    lezer = _Lezer(waarden)
    ruw: dict[str, Any] = {"soort": formulier.soort, "gegevens": {}}
    for veld in formulier.velden:
        lezer.zet(ruw, veld, veld.pad)
    if not ruw.get("vertrouwelijk"):
        ruw.pop("vertrouwelijk", None)
    lezer.weiger_onbekende()
    fouten, aanmelding = list(lezer.fouten), None
    try:
        aanmelding = lees_aanmelding(json.dumps(ruw))
    except Geweigerd as geweigerd:
        # what could not be read is told once: not that it is missing too
        gezegd = {fout.veld for fout in lezer.fouten}
        fouten += [fout for fout in geweigerd.fouten if fout.veld not in gezegd]
    plaatsing = Plaatsing(frozenset(lezer.namen), frozenset(lezer.reeksen), dict(lezer.rijen))
    if fouten:
        aanmelding = None
    return Ingevuld(formulier, waarden, aanmelding, per_veld(fouten, plaatsing), plaatsing)


@dataclass
class _Lezer:
    """Reads field by field; `rijen` tells which posted row became which row of the act."""

    waarden: Waarden
    fouten: list[Fout] = field(default_factory=list)
    namen: set[str] = field(default_factory=set)
    reeksen: set[str] = field(default_factory=set)
    rijen: dict[str, list[int]] = field(default_factory=dict)

    def zet(self, ruw: dict[str, Any], veld: Veld, pad: str) -> None:
        """Put the value of a field where the act has it; nothing where nothing was typed."""
        waarde = self.lees(veld, pad)
        if isinstance(waarde, _Leeg):
            return
        *delen, naam = veld.pad.split(".")
        for deel in delen[:1] if delen[:1] and delen[0] in _DEEL else ():
            ruw = ruw.setdefault(deel, {})
        ruw[naam] = waarde

    def lees(self, veld: Veld, pad: str) -> Any:
        """Give the value as the JSON of the act has it, or `_LEEG`."""
        self.namen.add(pad)
        match veld.soort:
            case "groep" | "partij":
                return self._groep(veld, pad)
            case "rijen":
                return self._rijen(veld, pad)
            case "teksten":
                return self._teksten(pad)
            case "lijst":
                return self._lijst(veld, pad)
            case "meerkeuze":
                return self._meerkeuze(veld, pad)
        tekst = next(iter(self.waarden.get(pad, ())), "")
        # free text stays as it was typed; a browser ends its lines in its own way
        tekst = tekst.replace("\r\n", "\n") if veld.soort == "lange-tekst" else tekst.strip()
        return _LEEG if not tekst.strip() else self._enkel(veld, pad, tekst)

    def _groep(self, veld: Veld, pad: str) -> Any:
        ruw: dict[str, Any] = {}
        for een in veld.velden:
            naam = een.pad.rsplit(".", 1)[-1]
            waarde = self.lees(een, f"{pad}.{naam}")
            if not isinstance(waarde, _Leeg) and not (waarde == [] and not veld.verplicht):
                ruw[naam] = waarde
        if not ruw and not veld.verplicht:
            return _LEEG
        for een in veld.velden:
            if een.verplicht and een.soort in {"meerkeuze", "lijst"}:
                ruw.setdefault(een.pad.rsplit(".", 1)[-1], [])
        return ruw

    def _rijen(self, veld: Veld, pad: str) -> Any:
        rijen = []
        for plaats in self._plaatsen(pad):
            rij = {een.pad: self.lees(een, f"{pad}.{plaats}.{een.pad}") for een in veld.velden}
            gevuld = {
                naam: waarde for naam, waarde in rij.items() if not isinstance(waarde, _Leeg) and waarde != []
            }
            if gevuld:
                verplicht: dict[str, Any] = {
                    een.pad: [] for een in veld.velden if een.verplicht and een.soort == "lijst"
                }
                rijen.append({**verplicht, **gevuld})
                self.rijen.setdefault(pad, []).append(plaats)
        return rijen if rijen or veld.verplicht else _LEEG

    def _teksten(self, pad: str) -> Any:
        teksten: dict[str, str] = {}
        self.reeksen.add(pad)
        for plaats in self._plaatsen(pad):
            rij = {naam: f"{pad}.{plaats}.{naam}" for naam in ("id", "tekst")}
            self.namen.update(rij.values())
            sleutel, tekst = (next(iter(self.waarden.get(naam, ())), "").strip() for naam in rij.values())
            if sleutel in teksten:
                self._fout(rij["id"], "dubbel", "Dit kenmerk staat er al.")
            elif sleutel and tekst:
                teksten[sleutel] = tekst
            elif sleutel or tekst:
                self._fout(rij["tekst" if sleutel else "id"], "verplicht", "Dit veld is verplicht.")
        return teksten or _LEEG

    def _lijst(self, veld: Veld, pad: str) -> Any:
        self.reeksen.add(pad)
        regels = [regel.strip() for waarde in self.waarden.get(pad, ()) for regel in waarde.splitlines()]
        lijst = [_verwijzing(regel, veld.element) for regel in regels if regel]
        return lijst if lijst or veld.verplicht else _LEEG

    def _meerkeuze(self, veld: Veld, pad: str) -> Any:
        self.reeksen.add(pad)
        gekozen = [waarde for waarde in self.waarden.get(pad, ()) if waarde]
        return gekozen if gekozen or veld.verplicht else _LEEG

    def _enkel(self, veld: Veld, pad: str, tekst: str) -> Any:  # noqa: PLR0911 — a line for each kind
        try:
            match veld.soort:
                case "ja-nee":
                    return {JA: True, NEE: False}[tekst]
                case "geheel":
                    return int(tekst)
                case "getal":
                    return _getal(tekst)
                case "tijdstip":
                    return _tijdstip(tekst)
                case "json":
                    return _object(tekst)
                case "verwijzing":
                    return _verwijzing(tekst, veld.element)
        except (KeyError, ValueError):
            self._fout(pad, "verkeerd-type", f"Hier wordt {_VERWACHT[veld.soort]} verwacht.")
            return _LEEG
        return tekst

    def _plaatsen(self, pad: str) -> list[int]:
        begin = f"{pad}."
        delen = {naam[len(begin) :].split(".", 1)[0] for naam in self.waarden if naam.startswith(begin)}
        return sorted(int(deel) for deel in delen if deel.isascii() and deel.isdecimal())

    def _fout(self, veld: str, code: str, melding: str) -> None:
        self.fouten.append(Fout(veld, code, melding))

    def weiger_onbekende(self) -> None:
        """Refuse a name that this form does not have: what was typed there would be lost in silence."""
        for naam in self.waarden:
            if naam.split(".", 1)[0] in _DEEL and naam not in self.namen and any(self.waarden[naam]):
                self._fout(naam, "onbekend-veld", "Dit veld is niet bekend.")


_VERWACHT = {
    "ja-nee": "ja of nee",
    "geheel": "een geheel getal",
    "getal": "een getal",
    "tijdstip": "een datum en tijd (jjjj-mm-ddTuu:mm) die in Nederland bestaat",
    "json": "een JSON-object",
}


def _getal(tekst: str) -> int | float:
    """Read a number with a comma or a point."""
    getal = float(tekst.replace(",", "."))
    if getal != getal or getal in {float("inf"), float("-inf")}:  # noqa: PLR0124 — not a number
        raise ValueError(tekst)
    return int(getal) if getal.is_integer() else getal


def _tijdstip(tekst: str) -> str:
    """Read a local date and time; of an hour that comes twice the first. Raises `ValueError`."""
    lokaal = datetime.fromisoformat(tekst)
    if lokaal.tzinfo is None:
        lokaal = lokaal.replace(tzinfo=AMSTERDAM)
        if lokaal.astimezone(UTC).astimezone(AMSTERDAM).replace(tzinfo=None) != lokaal.replace(tzinfo=None):
            raise ValueError(tekst)
    return lokaal.isoformat()


def _object(tekst: str) -> dict[str, Any]:
    gelezen = json.loads(tekst)
    if not isinstance(gelezen, dict):
        raise ValueError("geen object")  # noqa: TRY004 — told at the field like every other value
    return gelezen


def _verwijzing(tekst: str, element: Element | None) -> Any:
    """Read a line: a party as `soort:id`, a person as `persoon:id`; else what stands there."""
    if element in {None, "code", "datum"}:
        return tekst
    soort, streep, kenmerk = tekst.partition(":")
    if element == "partij-of-code" and not streep:
        return tekst
    if element == "partij-of-persoon" and soort == "persoon":
        return {"persoon": kenmerk.strip()}
    return {"soort": soort.strip(), "id": kenmerk.strip()}
