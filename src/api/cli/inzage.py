"""Who looks at the ledger from the terminal leaves a line in the read log too, before anything is shown."""

from __future__ import annotations

import os
import secrets
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Self
from uuid import UUID, uuid4

import typer

from api.cli.databank import Databank
from ledger.clock import Systeemklok
from ledger.errors import ZichtError
from ledger.inzage.regel import Getoond, Handeling, Inzageregel, Kijker, Resultaat
from ledger.inzage.spoor import lees_spoor
from ledger.settings import lees_instellingen
from ledger.store.errors import Opslagfout
from ledger.store.inzage.schrijven import Inzagelogboek
from ledger.values import is_id


class InzageNietVastgelegd(ZichtError):
    """The line could not be written, so nothing is shown."""

    def __init__(self) -> None:
        super().__init__("Deze inzage kon niet worden vastgelegd; daarom wordt er niets getoond.")


def lees_code(tekst: str) -> str:
    """Read a code; raises typer.BadParameter."""
    if not is_id(tekst):
        raise typer.BadParameter("verwacht een code, zoals toezicht-2026-14.")
    return tekst


Doel = Annotated[
    str | None,
    typer.Option(
        "--doel", parser=lees_code, metavar="CODE", help="Waarvoor u dit inziet; komt in het inzagelogboek."
    ),
]


@dataclass(frozen=True, slots=True)
class Kijk:
    """One look from the terminal: `begin` before anything is read, `toont` before anything is shown."""

    bank: Databank
    actie: str
    handeling: Handeling
    doel: str | None
    begonnen: datetime

    @classmethod
    def begin(cls, bank: Databank, actie: str, handeling: Handeling, doel: str | None) -> Self:
        """Begin a look now."""
        return cls(bank, actie, handeling, doel, Systeemklok().nu())

    def toont(self, getoond: Getoond) -> None:
        """Write what is going to be shown; raises `InzageNietVastgelegd`."""
        self._leg_vast("gegeven", getoond)

    def vindt_niet(self, casus: UUID) -> None:
        """Write that a casus was asked for that is not there; raises `InzageNietVastgelegd`."""
        self._leg_vast("niet-gevonden", Getoond(casussen=(casus,)))

    def _leg_vast(self, resultaat: Resultaat, getoond: Getoond) -> None:
        regel = Inzageregel(
            verzoek=uuid4(),
            wie=Kijker(medewerker=_wie(), rol="beheerder", doel=self.doel),
            kanaal="opdrachtregel",
            actie=self.actie,
            handeling=self.handeling,
            resultaat=resultaat,
            status=0 if resultaat == "gegeven" else 1,
            begonnen_op=self.begonnen,
            vastgelegd_op=max(self.begonnen, Systeemklok().nu()),
            spoor=lees_spoor(os.environ.get("TRACEPARENT"), nieuw=secrets.token_bytes(24)),
            getoond=getoond,
        )
        with closing(Inzagelogboek(self.bank.app)) as logboek:
            try:
                logboek.leg_vast(regel)
            except Opslagfout:
                raise InzageNietVastgelegd from None


def _wie() -> str:
    """Give the pseudonym that the installation set, or else the number of the login: never a name."""
    return lees_instellingen().medewerker or f"uid-{os.getuid()}"
