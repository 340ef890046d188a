"""Random histories of one casus: acts as the ledger would hold them, told by whoever chooses.

`kies` picks one of several (`random.choice`, or hypothesis through `st.sampled_from`). The stories are rich
rather than believable: late registrations, equal moments, corrections of corrections, references that lead
nowhere. Recording would refuse some of those acts; folding never does.
"""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from ledger.acts import Act
from ledger.acts.dienst import (
    DienstAfgerond,
    DienstIngezet,
    DirecteVeiligheidBeoordeeld,
    VeiligheidsbeoordelingAfgerond,
)
from ledger.acts.dossier import GebeurtenisGecorrigeerd, Vervanging
from ledger.acts.lokaal_team import (
    CasusregieAfgerond,
    CasusregieGestart,
    CasusregisseurGewisseld,
    ContactGelegd,
    IncidentGeregistreerd,
    StabieleVeiligheidVastgesteld,
)
from ledger.acts.melding import AfstemmingGehad, Melder, MeldingOntvangen
from ledger.acts.monitoring import BemoeienisGestopt, MonitoringAfgesloten
from ledger.acts.overdracht import (
    OntvangstBevestigd,
    OverdrachtAangevuld,
    OverdrachtGeweigerd,
    OverdrachtIngetrokken,
    OverdrachtVerstuurd,
)
from ledger.acts.terug import OpschalingBesloten, OpschalingGestart, TerugkoppelingOntvangen
from ledger.gebeurtenis import Gebeurtenis
from ledger.store.codec import codeer
from ledger.store.records import Toevoeging
from ledger.values import Actor, Partij

Kies = Callable[[Sequence[Any]], Any]

BEGIN = datetime(2020, 3, 2, 8, tzinfo=UTC)
REGIO = "midden-brabant"
VT = Partij(soort="veilig-thuis", id=REGIO)
WEST = Partij(soort="lokaal-team", id="wijkteam-west")
OOST = Partij(soort="lokaal-team", id="wijkteam-oost")
INSTELLING = Partij(soort="instelling", id="ggz-1")
DOOR = Actor(medewerker="mw-1", organisatie=VT, rol="medewerker-vt")
ALLES_VAN_DE_DIENST = (
    "overdrachtspartij",
    "samenvatting-melding",
    "verloop-betrokkenheid",
    "onveilige-situaties",
    "veiligheidsvoorwaarden",
    "aanvullende-afspraken",
    "beschermende-factoren",
    "afspraken-wie-doet-wat",
    "monitorfunctie",
    "bij-wie-gemonitord",
    "overzicht-directbetrokkenen",
)

_SPRONGEN = [timedelta(0), timedelta(0), timedelta(minutes=1), timedelta(hours=5)]
_SPRONGEN += [timedelta(days=dagen) for dagen in (1, 3, 8, 40, 200)]
_VERTRAGINGEN = [timedelta(0), timedelta(0), timedelta(minutes=5), timedelta(days=2), timedelta(days=12)]


def melding(nummer: int) -> MeldingOntvangen:
    """A melding by a professional."""
    return MeldingOntvangen(
        melding=f"m-{nummer}",
        veilig_thuis=REGIO,
        gemeente="GM0855",
        melder=Melder(soort="professional", anoniem=False),
        kanaal="telefoon",
        vormen=("kindermishandeling",),
    )


def overdracht(
    nummer: int, van: Partij, aan: Partij, fase: str, onderdelen: tuple[str, ...]
) -> OverdrachtVerstuurd:
    """A handover, complete or not."""
    return OverdrachtVerstuurd(
        overdracht=f"o-{nummer}", van=van, aan=aan, fase=fase, warm=False, onderdelen=onderdelen
    )


class _Verteller:
    def __init__(self, kies: Kies, casus: UUID) -> None:
        self.kies = kies
        self.meldingen = 0
        self.overdrachten: list[tuple[str, Partij]] = []
        self.familie = Partij(soort="clientsysteem", id=str(casus))

    def act(self) -> Act:
        """Any act but a correction."""
        return self.kies(_VERVOLGEN)(self)

    def partij(self) -> Partij:
        return self.kies([VT, WEST, OOST, INSTELLING])

    def melding(self) -> Act:
        self.meldingen += 1
        return melding(self.meldingen)

    def beoordeling(self) -> Act:
        return VeiligheidsbeoordelingAfgerond(
            melding=f"m-{self.kies(range(1, self.meldingen + 1))}",
            conclusie=self.kies([1, 6]),
            besluit=self.kies(["dienst", "overdracht", "geen-vervolg"]),
            belegd_bij=self.kies([None, WEST]),
            beoordelaars=("mw-1", "mw-2"),
            contact_met_directbetrokkenen=True,
            contra_indicaties_getoetst=True,
            contra_indicaties=(),
            afwijking_onderbouwd=False,
        )

    def overdracht(self) -> Act:
        van, aan = self.kies([VT, VT, WEST]), self.kies([WEST, WEST, OOST, INSTELLING, VT, self.familie])
        fase = self.kies(["na-veiligheidsbeoordeling", "na-dienst", "naar-bescherming", "overig"])
        self.overdrachten.append((f"o-{len(self.overdrachten) + 1}", aan))
        onderdelen = self.kies([ALLES_VAN_DE_DIENST, ALLES_VAN_DE_DIENST[:-1]])
        return overdracht(len(self.overdrachten), van, aan, fase, onderdelen)

    def op_overdracht(self) -> Act:
        if not self.overdrachten:
            return self.overdracht()
        nummer, aan = self.kies(self.overdrachten)
        door = self.kies([aan, aan, VT])
        return self.kies(
            [
                OntvangstBevestigd(overdracht=nummer, door=door),
                OverdrachtGeweigerd(overdracht=nummer, door=door, reden="anders"),
                OverdrachtIngetrokken(overdracht=nummer, door=VT),
                OverdrachtAangevuld(overdracht=nummer, onderdelen=(ALLES_VAN_DE_DIENST[-1],)),
            ]
        )

    def van_de_dienst(self) -> Act:
        dienst = self.kies(["voorwaarden-en-vervolg", "onderzoek"])
        return self.kies(
            [
                DienstIngezet(dienst=dienst),
                DienstAfgerond(dienst=dienst, vervolg=self.kies([None, "geen-vervolg"])),
                DirecteVeiligheidBeoordeeld(gerealiseerd=self.kies([True, False]), score=self.kies([4, 7])),
            ]
        )

    def van_het_team(self) -> Act:
        door = self.partij()
        return self.kies(
            [
                ContactGelegd(door=door, wijze=self.kies(["telefoon", "huisbezoek"])),
                CasusregieGestart(door=door, regisseur=self.kies(["mw-7", "mw-8"])),
                CasusregisseurGewisseld(regisseur="mw-9"),
                CasusregieAfgerond(door=door, reden="geen-mogelijkheden", afgestemd_met_veilig_thuis=True),
                IncidentGeregistreerd(vorm="fysiek", door=door),
                StabieleVeiligheidVastgesteld(door=door, risicofactoren_aangepakt=True, herstel_gestart=True),
            ]
        )

    def terug(self) -> Act:
        return self.kies(
            [
                TerugkoppelingOntvangen(door=WEST, redenen=("geen-contact",)),
                OpschalingGestart(door=WEST, niveau="bestuur", onderwerp=self.kies(["zicht", "inhoud"])),
                OpschalingBesloten(toegewezen_aan=self.kies([None, OOST])),
                BemoeienisGestopt(overleg_met=("politie",)),
                MonitoringAfgesloten(reden="anders"),
                AfstemmingGehad(door=VT, met=(WEST,), onderwerp="planning"),
            ]
        )

    def correctie(self, nummer: int, nu: datetime) -> Act:
        betreft = self.kies(range(1, nummer))
        wijze = self.kies(["ingetrokken", "vervangen"])
        vervanging = None
        if wijze == "vervangen":
            vervanging = Vervanging(gebeurd_op=nu - timedelta(days=self.kies([0, 1, 9])))
        return GebeurtenisGecorrigeerd(
            betreft=betreft, wijze=wijze, vervanging=vervanging, reden="invoerfout"
        )


_VERVOLGEN: list[Callable[[_Verteller], Act]] = [
    _Verteller.melding,
    _Verteller.beoordeling,
    _Verteller.overdracht,
    _Verteller.overdracht,
    _Verteller.op_overdracht,
    _Verteller.op_overdracht,
    _Verteller.van_de_dienst,
    _Verteller.van_het_team,
    _Verteller.terug,
]


def vertel(kies: Kies, casus: UUID, aantal: int, begin: datetime = BEGIN) -> list[Gebeurtenis]:
    """Tell a history of `aantal` acts, the first a melding at `begin` (UTC)."""
    verteller = _Verteller(kies, casus)
    nu = begin
    vastgelegd_op = begin
    verhaal = [gebeurtenis(casus, 1, begin, begin, verteller.melding())]
    for nummer in range(2, aantal + 1):
        nu += kies(_SPRONGEN)
        act = verteller.correctie(nummer, nu) if kies([True] + [False] * 7) else verteller.act()
        vastgelegd_op = max(vastgelegd_op, nu + kies(_VERTRAGINGEN))
        verhaal.append(gebeurtenis(casus, nummer, nu, vastgelegd_op, act))
    return verhaal


def gebeurtenis(
    casus: UUID, nummer: int, gebeurd_op: datetime, vastgelegd_op: datetime, act: Act
) -> Gebeurtenis:
    """One recorded act."""
    return Gebeurtenis(
        casus=casus,
        volgnummer=nummer,
        soort=type(act).__name__,
        gebeurd_op=gebeurd_op,
        vastgelegd_op=vastgelegd_op,
        vastgelegd_door=DOOR,
        gegevens=act,
    )


def toevoeging(opdracht: UUID, gebeurtenissen: Sequence[Gebeurtenis], regio: str = REGIO) -> Toevoeging:
    """These acts as one command."""
    return Toevoeging(opdracht, b"", [codeer(een, regio) for een in gebeurtenissen])
