"""What the routes work with, put together once by `app` and handed to them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Annotated, cast
from uuid import UUID

from fastapi import Depends, Request
from psycopg_pool import ConnectionPool

from api.achtergrond import Achtergrond
from api.http.tempo import Tempo
from api.http.zelfcontrole import Zelfcontrole
from api.tokens import Tokenlezer
from ledger.bewaren import Bewaarboek
from ledger.clock import Klok
from ledger.settings import Instellingen
from ledger.store.bereik import GEEN, Bereik
from ledger.store.connection import Verbinding
from ledger.store.geheugen import Geheugen
from ledger.store.inzage.lezen import Inzagelezer
from ledger.store.inzage.noodstappen import Noodboek
from ledger.store.recorder import LedgerRecorder
from ledger.store.sleutels.kluis import Kluis
from ledger.store.zegel.stand import Verzegeling
from ledger.vastleggen import Vastlegger
from ledger.vastleggen_register import RegisterVastlegger
from projections.leesmodel.vragen import Leesmodel

_BEREIKEN = 1_000  # scopes for which the services are at hand: one per organisation, and per mandate


@dataclass(frozen=True, slots=True)
class Diensten:
    """Everything that lives as long as the server does."""

    instellingen: Instellingen
    klok: Klok
    tokens: Tokenlezer
    recorder: LedgerRecorder
    kluis: Kluis
    vastlegger: Vastlegger
    registers: RegisterVastlegger
    leesmodel: Leesmodel
    leespool: ConnectionPool[Verbinding]
    inzagelezer: Inzagelezer
    tempo: Tempo
    zelfcontrole: Zelfcontrole
    verzegeling: Verzegeling
    achtergrond: Achtergrond
    noodboek: Noodboek
    bewaarboek: Bewaarboek
    toezicht: Leesmodel
    """how the read model is, over all cases; for who looks after the machine"""
    herkomst: Geheugen[UUID, str]
    """the regions of casussen; whether somebody may see one is judged each time"""
    bereik: Bereik = GEEN
    """what who asks may see"""
    _per_bereik: Geheugen[Bereik, Diensten] = field(default_factory=lambda: Geheugen(_BEREIKEN))

    def binnen(self, bereik: Bereik) -> Diensten:
        """Give the services as who may see this much can use them."""
        anders = self._per_bereik.geef(bereik)
        if anders is None:
            anders = replace(
                self,
                bereik=bereik,
                recorder=self.recorder.binnen(self.leespool, bereik),
                leesmodel=self.leesmodel.binnen(bereik),
            )
            self._per_bereik.onthoud(bereik, anders)
        return anders


def machine(verzoek: Request) -> Diensten:
    """Give the services as they are, which see no case."""
    return cast("Diensten", verzoek.app.state.diensten)


async def _machine(verzoek: Request) -> Diensten:
    return machine(verzoek)


Machine = Annotated[Diensten, Depends(_machine)]
"""The services as they are, which see no case: for who only looks after the machine."""


async def _binnen_bereik(verzoek: Request) -> Diensten:
    """Give the services as who asks may use them: closed where no right was asked first."""
    return machine(verzoek).binnen(getattr(verzoek.state, "bereik", GEEN))


Services = Annotated[Diensten, Depends(_binnen_bereik)]
"""The services within the scope of who asks, as a route wants them: after who that is (`access`)."""
