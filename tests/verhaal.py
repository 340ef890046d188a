"""Stories of one casus, an act a line, and timelines as lines of text to compare them with.

    verhaal(
        melding("m1", op="2020-03-02 09:00"),
        overdracht("o1", aan=WEST, op="2020-03-05 11:00"),
    )

Moments are local Dutch time; `vast` is when the act was recorded, by default a minute after it took place
and never before the act on the line above. Every party is made up.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from ledger import agreements
from ledger.acts import Act
from ledger.acts import dienst as diensten
from ledger.acts import dossier as dossiers
from ledger.acts import lokaal_team as team
from ledger.acts import melding as meldingen
from ledger.acts import monitoring as monitor
from ledger.acts import overdracht as overdrachten
from ledger.acts import terug as terugweg
from ledger.agreements import Afspraken
from ledger.gebeurtenis import Gebeurtenis
from ledger.tijd import AMSTERDAM
from ledger.values import Actor, Partij
from projections.stuk import Baan, Stuk
from projections.tijdlijn import bekend_op, maak_tijdlijn

CASUS = UUID("00000000-0000-4000-8000-000000000001")
VT = Partij(soort="veilig-thuis", id="midden-brabant")
ANDER_VT = Partij(soort="veilig-thuis", id="west-brabant")
WEST = Partij(soort="lokaal-team", id="wijkteam-west")
OOST = Partij(soort="lokaal-team", id="wijkteam-oost")
GGZ = Partij(soort="instelling", id="ggz-1")
VEILIGHEIDSTEAM = Partij(soort="veiligheidsteam", id="chgk")
ZVH = Partij(soort="zorg-en-veiligheidshuis", id="zvh-1")
GEMEENTE = Partij(soort="gemeente", id="GM0855")
GEZIN = Partij(soort="clientsysteem", id=str(CASUS))
DOOR = Actor(medewerker="mw-1", organisatie=VT, rol="medewerker-vt")

_KORT = {
    VT: "VT", ANDER_VT: "ANDER_VT", WEST: "WEST", OOST: "OOST", GGZ: "GGZ", GEZIN: "GEZIN", ZVH: "ZVH",
    VEILIGHEIDSTEAM: "VEILIGHEIDSTEAM", GEMEENTE: "GEMEENTE",
}  # fmt: skip

NA_BEOORDELING = "na-veiligheidsbeoordeling"
NA_DIENST = "na-dienst"
ONDERDELEN_NA_DIENST = (
    "overdrachtspartij", "samenvatting-melding", "verloop-betrokkenheid", "onveilige-situaties",
    "veiligheidsvoorwaarden", "aanvullende-afspraken", "beschermende-factoren", "afspraken-wie-doet-wat",
    "monitorfunctie", "bij-wie-gemonitord", "overzicht-directbetrokkenen",
)  # fmt: skip
"""§6.2.4, written out once more: the tests do not read it from the agreements that they test."""


# --- telling ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Regel:
    """A line of a story: what took place, when (UTC), and when it was recorded (None: shortly after)."""

    op: datetime
    act: Act
    vast: datetime | None = None


def lokaal(tekst: str) -> datetime:
    """Give the UTC instant of a local Dutch time (or of one with an offset of its own)."""
    moment = datetime.fromisoformat(tekst)
    return (moment if moment.tzinfo else moment.replace(tzinfo=AMSTERDAM)).astimezone(UTC)


def handeling(act: Act, *, op: str, vast: str | None = None) -> Regel:
    """Tell any act."""
    return Regel(lokaal(op), act, None if vast is None else lokaal(vast))


def verhaal(*regels: Regel, casus: UUID = CASUS) -> list[Gebeurtenis]:
    """Give the story as the ledger would hold it: recorded in the order of the lines."""
    verteld: list[Gebeurtenis] = []
    for nummer, regel in enumerate(regels, start=1):
        vast = regel.vast or regel.op + timedelta(minutes=1)
        if verteld:
            vast = max(vast, verteld[-1].vastgelegd_op)
        verteld.append(
            Gebeurtenis(
                casus=casus,
                volgnummer=nummer,
                soort=type(regel.act).__name__,
                gebeurd_op=regel.op,
                vastgelegd_op=vast,
                vastgelegd_door=DOOR,
                gegevens=regel.act,
            )
        )
    return verteld


def _verteller(maak: Callable[..., Act]) -> Callable[..., Regel]:
    @wraps(maak)
    def regel(*args: Any, op: str, vast: str | None = None, **rest: Any) -> Regel:
        return handeling(maak(*args, **rest), op=op, vast=vast)

    return regel


@_verteller
def melding(nummer="m1", *, door=None, vt=VT.id, melder="professional"):
    wie = meldingen.Melder(soort=melder, organisatie=door, anoniem=False)
    return meldingen.MeldingOntvangen(
        melding=nummer,
        veilig_thuis=vt,
        gemeente="GM0855",
        melder=wie,
        kanaal="telefoon",
        vormen=("psychisch",),
    )


@_verteller
def beoordeling(besluit, nummer="m1", *, conclusie=3, belegd_bij=None):
    return diensten.VeiligheidsbeoordelingAfgerond(
        melding=nummer,
        conclusie=conclusie,
        besluit=besluit,
        belegd_bij=belegd_bij,
        beoordelaars=("mw-1", "mw-2"),
        contact_met_directbetrokkenen=True,
        contra_indicaties_getoetst=True,
        contra_indicaties=(),
        afwijking_onderbouwd=False,
    )


@_verteller
def dienst(soort="voorwaarden-en-vervolg", *, nummer=None):
    return diensten.DienstIngezet(dienst=soort, melding=nummer)


@_verteller
def dienst_af(soort="voorwaarden-en-vervolg", *, vervolg=None):
    return diensten.DienstAfgerond(dienst=soort, vervolg=vervolg)


@_verteller
def directe_veiligheid(*, score, gerealiseerd=True):
    return diensten.DirecteVeiligheidBeoordeeld(gerealiseerd=gerealiseerd, score=score)


@_verteller
def onderzoek_af(uitkomst):
    return diensten.OnderzoekAfgerond(uitkomst=uitkomst)


@_verteller
def overdracht(  # noqa: PLR0913 — a line of a story names what matters in it
    nummer="o1", *, aan, fase=NA_BEOORDELING, van=VT, zonder=(), nvt=None, medeontvangers=None
):
    """Tell of a handover; its document has every part of §6.2.4 but those in `zonder`."""
    return overdrachten.OverdrachtVerstuurd(
        overdracht=nummer,
        van=van,
        aan=aan,
        medeontvangers=medeontvangers,
        fase=fase,
        warm=False,
        onderdelen=tuple(deel for deel in ONDERDELEN_NA_DIENST if deel not in zonder),
        niet_van_toepassing=nvt,
    )


@_verteller
def aangevuld(nummer="o1", *, met=(), nvt=None):
    return overdrachten.OverdrachtAangevuld(overdracht=nummer, onderdelen=met, niet_van_toepassing=nvt)


@_verteller
def bevestigd(nummer="o1", *, door):
    return overdrachten.OntvangstBevestigd(overdracht=nummer, door=door)


@_verteller
def geweigerd(nummer="o1", *, door):
    return overdrachten.OverdrachtGeweigerd(overdracht=nummer, door=door, reden="geen-capaciteit")


@_verteller
def ingetrokken(nummer="o1", *, door=VT):
    return overdrachten.OverdrachtIngetrokken(overdracht=nummer, door=door)


@_verteller
def niet_bezorgd(nummer="o1"):
    return overdrachten.OverdrachtNietBezorgd(overdracht=nummer)


@_verteller
def contact(*, door, wijze="huisbezoek"):
    return team.ContactGelegd(door=door, wijze=wijze)


@_verteller
def regie(regisseur="mw-7", *, door):
    return team.CasusregieGestart(door=door, regisseur=regisseur)


@_verteller
def regisseur(wie="mw-8", *, door=None):
    return team.CasusregisseurGewisseld(regisseur=wie, door=door)


@_verteller
def regie_af(reden="geen-mogelijkheden", *, door):
    return team.CasusregieAfgerond(door=door, reden=reden, afgestemd_met_veilig_thuis=True)


@_verteller
def incident(*, door=WEST):
    return team.IncidentGeregistreerd(vorm="psychisch", door=door)


@_verteller
def stabiel(*, door, risicofactoren=True, herstel=True):
    return team.StabieleVeiligheidVastgesteld(
        door=door, risicofactoren_aangepakt=risicofactoren, herstel_gestart=herstel
    )


@_verteller
def dossier_dicht(*, door):
    return team.DossierGesloten(door=door, reden="afgerond")


@_verteller
def terugkoppeling(*, door):
    return terugweg.TerugkoppelingOntvangen(door=door, redenen=("geen-contact",), pogingen=("telefoon",))


@_verteller
def gewogen(*, nodig=False):
    return terugweg.TerugkoppelingGewogen(betrokkenheid_nodig=nodig)


@_verteller
def terugmelding(*, door):
    return terugweg.TerugmeldingOntvangen(door=door, redenen=("veiligheid-niet-hersteld",))


@_verteller
def opschaling(onderwerp="zicht", *, door=WEST):
    return terugweg.OpschalingGestart(door=door, niveau="bestuur", onderwerp=onderwerp)


@_verteller
def besloten(*, aan=None):
    return terugweg.OpschalingBesloten(toegewezen_aan=aan)


@_verteller
def monitoring_af():
    return monitor.MonitoringAfgesloten(reden="stabiel-veilig")


@_verteller
def gestopt():
    return monitor.BemoeienisGestopt(overleg_met=("politie",))


@_verteller
def intrekking(betreft):
    return dossiers.GebeurtenisGecorrigeerd(betreft=betreft, wijze="ingetrokken", reden="invoerfout")


@_verteller
def vervanging(betreft, *, gebeurd_op=None, door: Regel | None = None):
    """Tell of a correction: of the moment (`gebeurd_op`), or of the open part (that of the line `door`)."""
    nieuw = dossiers.Vervanging(
        gebeurd_op=None if gebeurd_op is None else lokaal(gebeurd_op),
        gegevens=None if door is None else door.act.model_dump(mode="json", exclude_none=True),
    )
    return dossiers.GebeurtenisGecorrigeerd(
        betreft=betreft, wijze="vervangen", vervanging=nieuw, reden="invoerfout"
    )


# --- two beginnings that most stories share -----------------------------------------------------------

BIJ_WEST = (
    melding("m1", op="2020-03-02 09:00"),
    overdracht("o1", aan=WEST, op="2020-03-05 11:00"),
    bevestigd("o1", door=WEST, op="2020-03-09 14:00"),
)
"""#1 to #3: handed over directly after the assessment; WEST holds from Monday 9 March 14:00."""

BIJ_WEST_NA_DIENST = (
    melding("m1", op="2020-03-02 09:00"),
    dienst(op="2020-03-03 10:00"),
    overdracht("o1", aan=WEST, fase=NA_DIENST, op="2020-04-01 12:00"),
)
"""#1 to #3: handed over after a dienst; WEST holds and VT monitors from Wednesday 1 April 12:00."""


# --- showing ------------------------------------------------------------------------------------------


def afspraken(naam: str = agreements.STANDAARD, **lezingen: str) -> Afspraken:
    """Give a set of agreements, with other readings where those are named."""
    basis = agreements.met_naam(naam)
    ruw = {**basis.lezingen.model_dump(by_alias=False), **lezingen}
    return basis.model_copy(update={"lezingen": type(basis.lezingen)(**ruw)})


def _moment(instant: datetime) -> str:
    tekst = instant.astimezone(AMSTERDAM).strftime("%Y-%m-%d %H:%M:%S")
    return tekst.removesuffix(":00")


def _regel_van(stuk: Stuk, baan: Baan) -> str:
    vertoon, reden = stuk.vertoon, stuk.reden
    delen = [
        _moment(stuk.van),
        "" if vertoon.partij is None else _KORT.get(vertoon.partij, str(vertoon.partij)),
        vertoon.status,
        vertoon.regisseur or "",
        reden.regel if baan == "zicht" else "",
        f"#{reden.volgnummer}",
        "rechtens" if reden.rechtens else "",
    ]
    return " ".join(deel for deel in delen if deel)


def regels_van(stukken: Sequence[Stuk], baan: Baan) -> list[str]:
    """Give a line for each piece, and one where a lane stops without a next piece.

    "2020-03-10 00:00 WEST vast Z8 #2 rechtens": from when (local time), who, status, rule, act. Only the lane
    zicht names its rule; casusregie names the casusregisseur after the status.
    """
    regels = []
    for plaats, stuk in enumerate(stukken, start=1):
        volgend = stukken[plaats] if plaats < len(stukken) else None
        regels.append(_regel_van(stuk, baan))
        if stuk.tot is not None and (volgend is None or volgend.van != stuk.tot):
            regels.append(f"{_moment(stuk.tot)} niets")
    return regels


def baan(
    naam: Baan,
    verteld: Iterable[Gebeurtenis],
    *,
    bekend: str | None = None,
    volgens: str = agreements.STANDAARD,
    **lezingen: str,
) -> list[str]:
    """Give a lane of the story as lines, as known at local time `bekend` (None: all)."""
    k = None if bekend is None else lokaal(bekend)
    tijdlijn = maak_tijdlijn(bekend_op(list(verteld), k), afspraken(volgens, **lezingen))
    return regels_van(tijdlijn.banen[naam], naam)


def zicht(*regels: Regel, **rest: Any) -> list[str]:
    """Give the lane zicht of the story that these lines tell."""
    return baan("zicht", verhaal(*regels), **rest)
