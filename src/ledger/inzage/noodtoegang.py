"""Breaking the glass: one casus out of somebody's reach, for a few hours, with a reason, reviewed afterwards.

What it is at a moment follows from its steps. An inspecteur needs a second person who agrees before it may
be used; the hours count from then.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Literal
from uuid import UUID

from ledger.errors import Fout, Geweigerd
from ledger.inzage.regel import instant
from ledger.values import Partij

LANGSTE_MINUTEN = 240

Stapsoort = Literal["aangevraagd", "bevestigd", "beeindigd", "beoordeeld"]
Oordeel = Literal["terecht", "onterecht"]
Noodstatus = Literal["wacht-op-tweede", "loopt", "beeindigd", "verlopen"]


@dataclass(frozen=True, slots=True)
class Noodstap:
    """One step; `reden` is sealed and only in the first, `minuten` and `tweede_nodig` too."""

    noodtoegang: UUID
    volgnummer: int
    soort: Stapsoort
    moment: datetime
    casus: UUID
    regio: str
    medewerker: str
    organisatie: Partij
    rol: str
    mandaat: str | None = None
    minuten: int | None = None
    tweede_nodig: bool | None = None
    oordeel: Oordeel | None = None
    reden: bytes | None = None


@dataclass(frozen=True, slots=True)
class Noodtoegang:
    """What became of it so far; instants in UTC. `begin` is None while a second person has not agreed."""

    aanvraag: Noodstap
    volgnummer: int
    begin: datetime | None
    tweede: Noodstap | None = None
    einde: Noodstap | None = None
    beoordeling: Noodstap | None = None

    @property
    def tot(self) -> datetime | None:
        """When it ends by itself, or ended by hand."""
        if self.begin is None:
            return None
        uiterlijk = self.begin + timedelta(minutes=self.aanvraag.minuten or 0)
        return uiterlijk if self.einde is None else min(uiterlijk, self.einde.moment)

    def status(self, nu: datetime) -> Noodstatus:
        """Tell how it stands at this instant."""
        if self.einde is not None:
            return "beeindigd"
        if self.tot is None:
            # nobody agreed in the time that was asked for: then it is too late to
            te_laat = nu >= self.aanvraag.moment + timedelta(minutes=LANGSTE_MINUTEN)
            return "verlopen" if te_laat else "wacht-op-tweede"
        return "loopt" if nu < self.tot else "verlopen"

    def geldt(self, medewerker: str, organisatie: Partij, nu: datetime) -> bool:
        """Whether this person may use it now."""
        eigen = (self.aanvraag.medewerker, self.aanvraag.organisatie) == (medewerker, organisatie)
        return eigen and self.status(nu) == "loopt"

    def als_dict(self, nu: datetime) -> dict[str, Any]:
        """Give it as it goes out, without the reason."""
        aanvraag = self.aanvraag
        return {
            "noodtoegang": str(aanvraag.noodtoegang),
            "casus": str(aanvraag.casus),
            "regio": aanvraag.regio,
            "status": self.status(nu),
            "open": self.beoordeling is None,
            "medewerker": aanvraag.medewerker,
            "organisatie": aanvraag.organisatie.model_dump(),
            "rol": aanvraag.rol,
            "mandaat": aanvraag.mandaat,
            "aangevraagdOp": instant(aanvraag.moment),
            "minuten": aanvraag.minuten,
            "tweedeNodig": aanvraag.tweede_nodig,
            "tweede": None if self.tweede is None else self.tweede.medewerker,
            "begin": None if self.begin is None else instant(self.begin),
            "tot": None if self.tot is None else instant(self.tot),
            "beoordeeldDoor": None if self.beoordeling is None else self.beoordeling.medewerker,
            "beoordeeldOp": None if self.beoordeling is None else instant(self.beoordeling.moment),
            "oordeel": None if self.beoordeling is None else self.beoordeling.oordeel,
        }


def vouw(stappen: Iterable[Noodstap]) -> Noodtoegang | None:
    """Give what follows from the steps of one, in order; None for none."""
    nood: Noodtoegang | None = None
    for stap in stappen:
        if nood is None:
            nood = Noodtoegang(stap, stap.volgnummer, None if stap.tweede_nodig else stap.moment)
            continue
        nood = replace(nood, volgnummer=stap.volgnummer)
        match stap.soort:
            case "bevestigd":
                nood = replace(nood, begin=stap.moment, tweede=stap)
            case "beeindigd":
                nood = replace(nood, einde=stap)
            case "beoordeeld":
                nood = replace(nood, beoordeling=stap)
            case "aangevraagd":
                pass
    return nood


def keur_stap(nood: Noodtoegang, stap: Noodstap) -> None:
    """Refuse a step that cannot follow; raises `Geweigerd`."""
    aanvrager = (nood.aanvraag.medewerker, nood.aanvraag.organisatie)
    zelf = (stap.medewerker, stap.organisatie) == aanvrager
    status = nood.status(stap.moment)
    match stap.soort:
        case "bevestigd" if zelf:
            raise _fout("zelf-bevestigen", "Een ander dan de aanvrager bevestigt.")
        case "bevestigd" if status != "wacht-op-tweede":
            raise _fout("niets-te-bevestigen", "Deze noodtoegang wacht niet op een tweede persoon.")
        case "beeindigd" if status not in {"loopt", "wacht-op-tweede"}:
            raise _fout("al-voorbij", "Deze noodtoegang is al voorbij.")
        case "beoordeeld" if zelf:
            raise _fout("zelf-beoordelen", "Een ander dan de aanvrager beoordeelt.")
        case "beoordeeld" if status in {"loopt", "wacht-op-tweede"}:
            raise _fout("loopt-nog", "Deze noodtoegang loopt nog.")
        case "beoordeeld" if nood.beoordeling is not None:
            raise _fout("al-beoordeeld", "Deze noodtoegang is al beoordeeld.")
        case _:
            return


def _fout(code: str, melding: str) -> Geweigerd:
    return Geweigerd([Fout("noodtoegang", code, melding)])
