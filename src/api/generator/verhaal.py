"""The history of one casus while it is being told: who acts when, and when that was recorded."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b
from typing import Any
from uuid import UUID

from api.generator.kalender import DAG, UUR, als_tekst, op_kantoor
from api.generator.teksten import teksten
from api.generator.toeval import Toeval, Verdeling
from api.generator.wereld import REGIOS, Gemeente, Partij

Veld = str | tuple[str, ...]

_ROLLEN = {"veilig-thuis": "medewerker-vt", "lokaal-team": "medewerker-lokaal-team"}
_ALS_JSON = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# How long after the act it was recorded: mostly at once, sometimes hours later, seldom far too late.
_VERTRAGING = Verdeling({(60, UUR): 82, (UUR, 8 * UUR): 11, (DAG, 3 * DAG): 5, (3 * DAG, 24 * DAG): 2})


@dataclass(slots=True)
class Handeling:
    """One act; both moments in seconds since 1970. `volgnummer` is known when the whole history is told."""

    soort: str
    gebeurd: int
    vastgelegd: int
    door: dict[str, Any]
    gegevens: dict[str, Any]
    vertrouwelijk: dict[str, Any] | None
    betreft: Handeling | None = None
    volgnummer: int = 0


def begin_van(zaad: int, nummer: int, van: int, tot: int) -> tuple[int, UUID]:
    """Give when casus `nummer` begins, between both moments, and its id (a UUID of version 7).

    Nothing else is needed to know these, so that one casus can name another.
    """
    hutsel = blake2b(f"zicht:{zaad}:{nummer}".encode(), digest_size=24).digest()
    begin = van + int.from_bytes(hutsel[:8]) * (tot - van) // 2**64
    bits = int.from_bytes(hutsel[8:]) & ~(0xFFFF_FFFF_FFFF << 80) & ~(0xF << 76) & ~(0b11 << 62)
    return begin, UUID(int=bits | begin * 1000 << 80 | 0x7 << 76 | 0b10 << 62)


class Verhaal:
    """A casus in the making. `nu` is how far the main line has been told; acts may lie before or after it."""

    def __init__(self, toeval: Toeval, casus: UUID, begin: int) -> None:
        self.toeval = toeval
        self.casus = casus
        self.nu = begin
        self.regio = toeval.gewogen(REGIOS)
        self.vt: Partij = self.regio.vt
        self.gemeente: Gemeente = toeval.gewogen(self.regio.gemeenten)
        self.team: Partij = toeval.kies(self.gemeente.teams)
        self.clientsysteem: Partij = {"soort": "clientsysteem", "id": str(casus)}
        self.handelingen: list[Handeling] = []
        self.personen: list[str] = []
        self.voorwaarden: dict[str, Handeling] = {}
        """Those that still have to be met, and the act that set them."""
        self.melding: Handeling
        """The last melding."""
        self.gedeeld = True
        """Whether confidential parts are still there; not after the data were destroyed."""
        self._ids: dict[str, int] = {}
        self._actoren: dict[str, dict[str, Any]] = {}

    def nieuw_id(self, letter: str) -> str:
        """Give the next id that begins with `letter`: m1, m2, …"""
        volgende = self._ids.get(letter, 0) + 1
        self._ids[letter] = volgende
        return f"{letter}{volgende}"

    def aantal(self, letter: str) -> int:
        """Tell how many ids that begin with `letter` were given."""
        return self._ids.get(letter, 0)

    def medewerker(self, *, bij_vt: bool = True) -> str:
        """Give the pseudonym of somebody at Veilig Thuis, or elsewhere."""
        return f"mw-{self.toeval.geheel(100, 299) if bij_vt else self.toeval.geheel(300, 899)}"

    def later(self, dagen: int, hoogstens: int) -> int:
        """Move the main line `dagen` to `hoogstens` days on, into working hours, and give that moment."""
        self.nu = self.na(self.nu, dagen, hoogstens)
        return self.nu

    def na(self, moment: int, dagen: int, hoogstens: int) -> int:
        """Give a moment in working hours, `dagen` to `hoogstens` days after another."""
        return op_kantoor(moment + self.toeval.geheel(dagen * 24 + 1, hoogstens * 24 + 2) * UUR, self.toeval)

    def handel(  # noqa: PLR0913 — an act has this many sides
        self,
        soort: str,
        gegevens: dict[str, Any],
        *velden: str,
        wie: Partij | None = None,
        op: int | None = None,
        vertrouwelijk: dict[str, Any] | None = None,
        na: Sequence[Handeling] = (),
    ) -> Handeling:
        """Let `wie` (else Veilig Thuis) do something, at `op` or now; half of them write the `velden` too.

        It is recorded after the acts that it refers to (`na`), and after the melding that opened the casus.
        """
        gebeurd = self.nu if op is None else op
        if self.handelingen:
            vastgelegd = gebeurd + self.toeval.geheel(*self.toeval.gewogen(_VERTRAGING))
            vastgelegd = max(vastgelegd, self.handelingen[0].vastgelegd + 60)
        else:
            vastgelegd = gebeurd + self.toeval.geheel(60, 8 * UUR)
        for eerder in na:
            vastgelegd = max(vastgelegd, eerder.vastgelegd + 60)
        if velden and self.toeval.kans(0.5):
            vertrouwelijk = {veld: self.toeval.kies(teksten(veld)) for veld in velden}
        door = self._actor(wie or self.vt)
        handeling = Handeling(soort, gebeurd, vastgelegd, door, gegevens, vertrouwelijk)
        self.handelingen.append(handeling)
        return handeling

    def _actor(self, partij: Partij) -> dict[str, Any]:
        bekend = self._actoren.get(partij["id"])
        if bekend is None or self.toeval.kans(0.1):  # now and then a colleague takes over
            if partij["soort"] == "clientsysteem":
                partij = self.vt
            bekend = self._actoren[partij["id"]] = {
                "medewerker": self.medewerker(bij_vt=partij["soort"] == "veilig-thuis"),
                "organisatie": partij,
                "rol": _ROLLEN.get(partij["soort"], "medewerker-instelling"),
            }
        return bekend

    def regels(self, tot: int) -> list[str]:
        """Give what was recorded before the moment `tot`, a line of JSON per act."""
        verteld = sorted((h for h in self.handelingen if h.vastgelegd < tot), key=lambda h: h.vastgelegd)
        for volgnummer, handeling in enumerate(verteld, start=1):
            handeling.volgnummer = volgnummer
        return [self._regel(handeling) for handeling in verteld]

    def _regel(self, handeling: Handeling) -> str:
        gegevens = handeling.gegevens
        if handeling.betreft is not None:
            gegevens = {"betreft": handeling.betreft.volgnummer, **gegevens}
        regel = {
            "casus": str(self.casus),
            "volgnummer": handeling.volgnummer,
            "soort": handeling.soort,
            "versie": 1,
            "gebeurdOp": als_tekst(handeling.gebeurd),
            "vastgelegdOp": als_tekst(handeling.vastgelegd),
            "vastgelegdDoor": handeling.door,
            "gegevens": gegevens,
        }
        if handeling.vertrouwelijk and self.gedeeld:
            regel["vertrouwelijk"] = handeling.vertrouwelijk
        return _ALS_JSON(regel)
