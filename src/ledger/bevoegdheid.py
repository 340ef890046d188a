"""Which party may record which act: a table beside the acts, and one rule over it.

An organisation records its own acts. That is no norm about what was done, late or incomplete (those are
recorded and judged), but about who says so: an act on behalf of a party that is not yours is refused, because
an inspector reads `door wijkteam-west` as the word of wijkteam-west. The Veilig Thuis of the casus keeps its
file and also records what another party told it, by telephone or letter: a fact is never lost because a
party does not work with Zicht, and `vastgelegdDoor` says whose word it is. An act that a party without people
in Zicht did (the family, a gemeente, a court) is recorded by whoever has the casus in hand.

What a correction may correct is what its recorder might have recorded, as it was and as it becomes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ledger.acts import Act
from ledger.acts.dossier import GebeurtenisGecorrigeerd
from ledger.corrections import vervangende_gegevens
from ledger.errors import Geweigerd, ZichtError
from ledger.gebeurtenis import Gebeurtenis
from ledger.values import Actor, Partij

_MET_EIGEN_MENSEN = frozenset(
    {"veilig-thuis", "lokaal-team", "instelling", "veiligheidsteam", "zorg-en-veiligheidshuis"}
)
"""Kinds of parties whose people record for themselves."""

_DIEPST = 20  # a correction names an earlier act, so this ends by itself; a damaged log must not go on

VEILIG_THUIS = "veilig-thuis"
IEDEREEN = "iedereen"

VAN_WIE: Mapping[str, str] = {
    "MeldingOntvangen": VEILIG_THUIS,
    "InformatieIngewonnen": VEILIG_THUIS,
    "DeskundigeGeraadpleegd": IEDEREEN,
    "AfstemmingGehad": "door",
    "DirectbetrokkeneGeregistreerd": IEDEREEN,
    "DirectbetrokkeneGewijzigd": IEDEREEN,
    "WoonplaatsGewijzigd": IEDEREEN,
    "VeiligheidsbeoordelingAfgerond": VEILIG_THUIS,
    "DienstIngezet": VEILIG_THUIS,
    "BehandelaarToegewezen": "door",
    "PlanVanAanpakVastgesteld": VEILIG_THUIS,
    "SamenOptrekkenAfgesproken": VEILIG_THUIS,
    "OnderzoekAfgerond": VEILIG_THUIS,
    "VeiligheidsafspraakGemaakt": "door",
    "VoorwaardenGesteld": VEILIG_THUIS,
    "VoorwaardenAangescherpt": VEILIG_THUIS,
    "VoorwaardeVoldaan": "door",
    "VoorwaardeVervallen": "door",
    "VeiligheidGescoord": "door",
    "DirecteVeiligheidBeoordeeld": VEILIG_THUIS,
    "DienstAfgerond": VEILIG_THUIS,
    "OverdrachtAangekondigd": IEDEREEN,
    "OverdrachtVerstuurd": "van",
    "OverdrachtAangevuld": IEDEREEN,
    "WarmeOverdrachtGehouden": IEDEREEN,
    "OntvangstBevestigd": "door",
    "OverdrachtGeweigerd": "door",
    "OverdrachtIngetrokken": "door",
    "OverdrachtNietBezorgd": IEDEREEN,
    "OntvangstGerappelleerd": IEDEREEN,
    "DirectbetrokkenenGeinformeerd": "door",
    "MelderGeinformeerd": VEILIG_THUIS,
    "BeschikkingAfgegeven": "door",
    "ContactGelegd": "door",
    "ContactpogingMislukt": "door",
    "VeiligheidsplanVastgesteld": "door",
    "VeiligheidsplanGeevalueerd": "door",
    "CasusregieGestart": "door",
    "CasusregisseurGewisseld": "door",
    "CasusregieAfgerond": "door",
    "IncidentGeregistreerd": "door",
    "StabieleVeiligheidVastgesteld": "door",
    "TerugkoppelingOntvangen": "door",
    "TerugkoppelingGewogen": VEILIG_THUIS,
    "TerugmeldingOntvangen": "door",
    "OndersteuningGeboden": VEILIG_THUIS,
    "MonitorcontactGelegd": VEILIG_THUIS,
    "MonitoringAfgesloten": VEILIG_THUIS,
    "BemoeienisGestopt": VEILIG_THUIS,
    "VerzoekTotOnderzoekIngediend": "door",
    "VerzoekBeantwoord": IEDEREEN,
    "DwangmaatregelIngezet": "door",
    "OpschalingGestart": "door",
    "OpschalingBesloten": IEDEREEN,
    "DossierGesloten": "door",
    "CasusGekoppeld": VEILIG_THUIS,
    "GebeurtenisGecorrigeerd": IEDEREEN,  # and of what it corrects, below
    "InformerenUitgesteld": IEDEREEN,
    "EigenVerklaringToegevoegd": IEDEREEN,
    "VernietigingVerzocht": IEDEREEN,
    "VernietigingBesloten": IEDEREEN,
    "PersoonsgegevensVernietigd": VEILIG_THUIS,
}
"""Whose act it is: of Veilig Thuis, of the party in this field, or of whoever has the casus in hand."""

VAN_DE_PRIVACYFUNCTIONARIS = frozenset(
    {
        "VernietigingVerzocht",
        "VernietigingBesloten",
        "PersoonsgegevensVernietigd",
        "InformerenUitgesteld",
        "EigenVerklaringToegevoegd",
        "GebeurtenisGecorrigeerd",
    }
)
"""The workflow of requests of persons concerned; a privacyfunctionaris records nothing else."""


@dataclass(frozen=True, slots=True)
class _Namens:
    """On whose behalf an act is; None: whoever has the casus in hand."""

    partijen: tuple[Partij, ...] | None


class NietNamensDezePartij(ZichtError):
    """The act is of another party than the one that records it: what was expected, and what was found."""

    def __init__(self, verwacht: str, gevonden: str) -> None:
        super().__init__(
            f"Deze handeling legt {verwacht} zelf vast; volgens het token bent u van {gevonden}."
        )
        self.verwacht = verwacht
        self.gevonden = gevonden


def eis_bevoegd(
    act: Act, actor: Actor, regio: str, zoek: Callable[[int], Gebeurtenis | None] = lambda _: None
) -> None:
    """Refuse an act that is of another party; raises `NietNamensDezePartij`.

    `regio` is the Veilig Thuis of the casus, `zoek` gives an act of the casus by its volgnummer, for a
    correction.
    """
    eigen = actor.organisatie
    veilig_thuis = Partij(soort="veilig-thuis", id=regio)
    for een in _gezegd(act, zoek, 0):
        namens = _namens(een, veilig_thuis)
        if actor.rol == "privacyfunctionaris" and type(een).__name__ not in VAN_DE_PRIVACYFUNCTIONARIS:
            namens = _Namens(())
        if namens.partijen is not None and eigen not in namens.partijen:
            verwacht = " of ".join(map(str, namens.partijen)) or "een ander"
            raise NietNamensDezePartij(verwacht, str(eigen))


def _gezegd(act: Act, zoek: Callable[[int], Gebeurtenis | None], diepte: int) -> Iterator[Act]:
    """Give what an act says: of a correction also what it takes away and what it puts there."""
    yield act
    if not isinstance(act, GebeurtenisGecorrigeerd) or diepte > _DIEPST:
        return
    doel = zoek(act.betreft)
    if doel is None:
        return
    yield from _gezegd(doel.gegevens, zoek, diepte + 1)
    if act.vervanging is not None and act.vervanging.gegevens is not None:
        try:
            nieuw = vervangende_gegevens(doel.soort, act.vervanging.gegevens)
        except Geweigerd:  # cannot be understood, and is refused for that
            return
        yield from _gezegd(nieuw, zoek, diepte + 1)


def _namens(act: Act, veilig_thuis: Partij) -> _Namens:
    van = VAN_WIE[type(act).__name__]
    if van == IEDEREEN:
        return _Namens(None)
    if van == VEILIG_THUIS:
        return _Namens((veilig_thuis,))
    partij: Any = getattr(act, van)
    if not isinstance(partij, Partij) or partij.soort not in _MET_EIGEN_MENSEN:
        return _Namens(None)  # a person, a code, nobody, or a party whose people do not record
    return _Namens((partij, veilig_thuis))
